"""What a build says of the readings that it kept, how it goes on for a folder that is watched, and how it ends when it is told to stop."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import typer

from kg.cli.terminal import fail, say, warn
from kg.errors import KgError
from kg.messages import message

if TYPE_CHECKING:
    from kg.building import BuildReport
    from kg.remote import Place

# So many articles that were put aside are named; all are in rejected.jsonl.
SHOWN = 5
# Shells give 128 and the number of the signal.
INTERRUPTED, TERMINATED = 130, 143
# Milliseconds after which a watch without changes looks again.
ROUND = 500
PARTS = {"engine": message("engine"), "ontology": message("ontology"), "model": message("model"), "code": message("code")}


class _Terminated(BaseException):
    """The process was asked to end."""


@contextlib.contextmanager
def stoppable(lang: str) -> Iterator[None]:
    """Ends the command with one line when it is interrupted or asked to end; exit code 130 or 143. Raises Exit with that code."""
    asked: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        raise _Terminated if number == signal.SIGTERM else KeyboardInterrupt

    # A shell starts what runs in its background deaf to interrupts, and deaf it stays.
    numbers = [signal.SIGTERM] + [signal.SIGINT] * (signal.getsignal(signal.SIGINT) is signal.default_int_handler)
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    except BaseException as error:
        # Compiled libraries turn what a handler raises while they run into errors of their own.
        if not (asked or isinstance(error, KeyboardInterrupt)):
            raise
        warn(
            message("stopped; what was there before is untouched and what was read is kept: the same command goes on from here"),
            lang,
        )
        # A watch that waits turns whatever ends it into an interrupt.
        raise typer.Exit(TERMINATED if signal.SIGTERM in asked else INTERRUPTED) from error
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def watch_folders(inputs: Sequence[Place], out: Path, build: Callable[[], object], *, lang: str) -> NoReturn:
    """Build now and whenever something changes below the folders, `out` apart, until the process is stopped.

    What is wrong with one state of the folders is said, and the next change waited for.
    Raises KeyboardInterrupt when it is.
    """
    # It starts threads and takes time to load, and only this needs it.
    from watchfiles import watch

    folders, own = [path for path in inputs if isinstance(path, Path) and path.is_dir()], out.resolve()
    rounds = watch(
        *folders,
        watch_filter=lambda _, path: own not in Path(path).resolve().parents,
        raise_interrupt=True,
        yield_on_timeout=True,
        rust_timeout=ROUND,
    )
    # The first round, which nothing needs to have changed for, begins the watch: what is dropped in during the first build is seen.
    for number, changes in enumerate(rounds):
        if changes or number == 0:
            _try(build, lang)
        if number == 0:
            say(
                message("watching {folders}; stop with Ctrl+C", folders=folders),
                lang,
            )
    raise KeyboardInterrupt


def _try(build: Callable[[], object], lang: str) -> None:
    try:
        build()
    except KgError as error:
        fail(error.in_language(lang), lang)


def say_readings(report: BuildReport, out: Path, lang: str) -> None:
    """Say what was read anew and why, what is gone, and what was put aside."""
    kept = report.articles + len(report.rejected) - report.read
    if report.changed:
        parts = [PARTS[name] for name in report.changed]
        say(message("read again, for a change of {parts}: {again:article|articles}", parts=parts, again=report.again), lang)
    if kept or report.gone:
        say(
            message(
                "{read:article|articles} read, {kept} unchanged since the last build, {gone} gone",
                read=report.read,
                kept=kept,
                gone=len(report.gone),
            ),
            lang,
        )
    for one in report.rejected[:SHOWN]:
        warn(message("put aside: {id}: {reason}", id=one.article.id, reason=one.reason), lang)
    if report.rejected:
        count, path = len(report.rejected), out / "rejected.jsonl"
        warn(message("{count:article|articles} put aside, see {path}", count=count, path=path), lang)
