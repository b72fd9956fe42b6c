"""The time and the memory that one article may take, so that one strange text does not hold up or bring down all the others."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

# An article that waits, for an engine elsewhere or for a processor that others keep busy, may take so many times longer by the clock.
PATIENCE = 10
STATM = Path("/proc/self/statm")
MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of processor time and megabytes beyond what the process holds already; where the system knows no such limit, there is none.

    Processor time, because a busy machine makes no article a bad one.
    """

    seconds: float = 120
    megabytes: int = 2048


class TooLong(BaseException):
    """The time is over; no clause for ordinary errors catches it."""


@contextmanager
def limited(limits: Limits) -> Iterator[None]:
    """Raises TooLong or MemoryError in a block that takes more; the time counts in the main thread of a process only."""
    with _timed(limits.seconds), _bounded(limits.megabytes * MEGABYTE):
        yield


@contextmanager
def _timed(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    timers = ((signal.SIGPROF, signal.ITIMER_PROF, seconds), (signal.SIGALRM, signal.ITIMER_REAL, PATIENCE * seconds))
    before = [signal.signal(number, _stop) for number, _, _ in timers]
    for _, timer, most in timers:
        signal.setitimer(timer, most)
    try:
        yield
    finally:
        for (number, timer, _), handler in zip(timers, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(number, handler)


def _stop(number: int, frame: FrameType | None) -> None:
    raise TooLong


@contextmanager
def _bounded(size: int) -> Iterator[None]:
    held = _data_held()
    if resource is None or held is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    ceiling = held + size
    bounds = [bound for bound in (soft, hard) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min([ceiling, *bounds]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _data_held() -> int | None:
    """The bytes of data that the process has mapped, as Linux tells them."""
    with suppress(OSError, ValueError, IndexError):
        return int(STATM.read_text(encoding="ascii").split()[5]) * resource.getpagesize()
    return None
