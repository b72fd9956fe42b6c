"""The same reading spread over a Ray cluster: batches as tasks, which Ray runs again elsewhere where a process or a machine is lost."""

from __future__ import annotations

import logging
import os
import platform
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from kg.errors import EngineError, InputError
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
        ahead = AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
        waiting, under_way = deque(batches), deque[tuple[Batch, Any]]()
        while waiting or under_way:
            while waiting and len(under_way) < ahead:
                under_way.append((waiting[0], tasks.start(waiting[0])))
                waiting.popleft()
            yield from tasks.outcomes(*under_way.popleft())


def read_as_here(batch: Batch, way: Way, here: Basis) -> list[Outcome]:
    """`read_apart` on another machine; raises EngineError where what it reads with is not what the basis `here` says."""
    changed = basis_of(way.engine, way.ontology, way.model).changed(here)
    if changed:
        parts, machine = ", ".join(changed), platform.node()
        raise EngineError(
            f"machine {machine} of the cluster reads with another {parts}; install the same kg and libraries, and share the same files",
            f"集群中的机器 {machine} 与本机不一致：{parts}；请安装相同版本的 kg 及其依赖，并共享相同的文件",
        )
    return read_apart(batch, way)


class _Tasks:
    """Batches as tasks of one cluster."""

    def __init__(self, ray: Any, way: Way, here: Basis) -> None:
        self._ray, self._way, self._here = ray, way, here
        self._task = ray.remote(num_cpus=1, max_retries=RETRIES)(read_as_here)
        lost = ray.exceptions
        self._lost = (lost.WorkerCrashedError, lost.OutOfMemoryError, lost.NodeDiedError, lost.LocalRayletDiedError)

    def start(self, batch: Batch, retries: int = RETRIES) -> Any:
        """The answer to come of a batch."""
        return self._task.options(max_retries=retries).remote(batch, self._way, self._here)

    def outcomes(self, batch: Batch, answer: Any) -> Iterator[Outcome]:
        """What came of a batch; where its processes died again and again, article by article. Raises what reading raised."""
        try:
            yield from self._ray.get(answer)
        except self._ray.exceptions.RayTaskError as error:
            raise (error.cause if isinstance(error.cause, Exception) else error) from error
        except self._lost:
            if len(batch) == 1:
                yield Rejected(batch[0], KILLED)
                return
            for article in batch:
                yield from self.outcomes((article,), self.start((article,), RETRIES_ALONE))


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """Ray, connected to the cluster as long as the block runs, unless the caller was connected already."""
    with _own_signals():
        try:
            import ray
        except ImportError as error:
            raise InputError(
                "--ray needs Ray, which is not installed: pip install kg[ray]", "--ray 需要 Ray，尚未安装：pip install kg[ray]"
            ) from error
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
            f"--ray {address}: no cluster that this machine can use: {said}; start one with `ray start`, or give local",
            f"--ray {address}：无法使用那里的集群：{said}；请先用 ray start 启动集群，或用 local",
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
