"""The same reading spread over a Ray cluster: batches as tasks, which Ray runs again elsewhere where a process or a machine is lost."""

from __future__ import annotations

import logging
import os
import platform
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from kg.ahead import Answer, Item, in_order
from kg.errors import EngineError, InputError
from kg.messages import message
from kg.readings.basis import Basis, basis_of
from kg.readings.pool import AHEAD, KILLED, Batch, Outcome, Rejected, Way, read_apart

# Times that a batch is read again whose process was lost, and an article of such a batch that is read alone.
RETRIES, RETRIES_ALONE = 3, 1
LOCAL = "local"


def read_over_ray(batches: Sequence[Batch], way: Way, address: str) -> Iterator[Outcome]:
    """The outcomes of all batches in their order, read by the processors of the cluster at `address`; "local" starts one on this machine.

    kg is installed on its machines, and files of the ontology and the model lie under the same paths there. An article that ends its
    process time and again is put aside. Raises InputError where there is no such cluster, EngineError where one of its machines would
    read in another way than this one does, and what `read_apart` raises.
    """
    way = replace(way, ontology=tuple(path.absolute() for path in way.ontology), model=way.model and way.model.absolute())
    here = basis_of(way.engine, way.ontology, way.model)
    with _connected(address) as ray:
        tasks = _Tasks(ray, way, here)
        for batch, answer in in_order(batches, tasks.start, _ahead(ray)):
            yield from tasks.outcomes(batch, answer)


def map_over_ray(function: Callable[[Item], Answer], items: Iterable[Item], address: str) -> Iterator[Answer]:
    """What a function gives for each item, in their order, by the processors of a cluster; what is lost time and again is done here.

    Raises InputError where there is no such cluster, and what the function raises.
    """
    with _connected(address) as ray:
        task = ray.remote(num_cpus=1, max_retries=RETRIES)(_call)
        for item, answer in in_order(items, partial(task.remote, function), _ahead(ray)):
            try:
                found = _got(ray, answer)
            except _losses(ray):
                found = function(item)
            yield found


def read_as_here(batch: Batch, way: Way, here: Basis) -> list[Outcome]:
    """`read_apart` on another machine; raises EngineError where what it reads with is not what the basis `here` says."""
    changed = basis_of(way.engine, way.ontology, way.model).changed(here)
    if changed:
        parts, machine = ", ".join(changed), platform.node()
        raise EngineError(
            message(
                "machine {machine} of the cluster reads with another {parts}; install the same kg and libraries, and share the same files",
                machine=machine,
                parts=parts,
            ),
        )
    return read_apart(batch, way)


class _Tasks:
    """Batches as tasks of one cluster."""

    def __init__(self, ray: Any, way: Way, here: Basis) -> None:
        self._ray, self._way, self._here = ray, way, here
        self._task = ray.remote(num_cpus=1, max_retries=RETRIES)(read_as_here)

    def start(self, batch: Batch, retries: int = RETRIES) -> Any:
        """The answer to come of a batch."""
        return self._task.options(max_retries=retries).remote(batch, self._way, self._here)

    def outcomes(self, batch: Batch, answer: Any) -> Iterator[Outcome]:
        """What came of a batch; where its processes died again and again, article by article. Raises what reading raised."""
        try:
            yield from _got(self._ray, answer)
        except _losses(self._ray):
            if len(batch) == 1:
                yield Rejected(batch[0], KILLED)
                return
            for article in batch:
                yield from self.outcomes((article,), self.start((article,), RETRIES_ALONE))


def _call(function: Callable[[Item], Answer], item: Item) -> Answer:
    """Ray takes no function that holds some of its arguments already."""
    return function(item)


def _ahead(ray: Any) -> int:
    return AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))


def _got(ray: Any, answer: Any) -> Any:
    """The answer of a task; raises what it raised, or one of `_losses`."""
    try:
        return ray.get(answer)
    except ray.exceptions.RayTaskError as error:
        raise (error.cause if isinstance(error.cause, Exception) else error) from error


def _losses(ray: Any) -> tuple[type[Exception], ...]:
    """What tells that a process or machine was lost."""
    lost = ray.exceptions
    return (lost.WorkerCrashedError, lost.OutOfMemoryError, lost.NodeDiedError, lost.LocalRayletDiedError)


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """Ray, connected to the cluster as long as the block runs, unless the caller was connected already."""
    with _own_signals():
        try:
            import ray
        except ImportError as error:
            raise InputError(message("--ray needs Ray, which is not installed: pip install kg[ray]")) from error
        ours = not ray.is_initialized()
        if ours:
            _connect(ray, address)
    try:
        yield ray
    finally:
        if ours:
            ray.shutdown()


def _connect(ray: Any, address: str) -> None:
    if address == LOCAL:
        # What is started here tells nobody that it was.
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray.init(address, log_to_driver=False, logging_level=logging.ERROR, include_dashboard=False if address == LOCAL else None)
    except Exception as error:  # Ray raises whatever it met: its own, gRPC's, ConnectionError, ValueError, RuntimeError
        said = " ".join(str(error).split())[:200]
        raise InputError(
            message(
                "--ray {address}: no cluster that this machine can use: {said}; start one with `ray start`, or give local",
                address=address,
                said=said,
            ),
        ) from error


@contextmanager
def _own_signals() -> Iterator[None]:
    """What this process does when it is asked to end stays as it is; Ray would take its place."""
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, before)
