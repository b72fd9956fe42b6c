"""Batches of articles to readings, in this process or several; what cannot be read is put aside with its reason, and the rest goes on."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from kg.ahead import Answer, Item, in_order
from kg.collector import uncollected
from kg.errors import EngineError, InputError, ModelMissing, OntologyError
from kg.interpret import Read, engine_of, read_doc
from kg.mentions import read_weights
from kg.messages import Message, message
from kg.model import Article, Doc
from kg.readings.limits import Limits, TooLong, limited

BATCH = 32
# Batches that wait for each worker, so that none is idle and few answers lie in memory.
AHEAD = 3
# Seconds between looks at whether the process that started a worker still lives.
LOOK = 1.0
SOUND = Article("probe", "今天天气很好。")
KILLED = message("the process that read it was killed, perhaps for memory")


@dataclass(frozen=True, slots=True)
class Rejected:
    """An article that was put aside, and why, in English and Chinese."""

    article: Article
    reason: Message


@dataclass(frozen=True, slots=True)
class Way:
    """How articles are to be read."""

    engine: str
    ontology: tuple[Path, ...]
    model: Path | None
    limits: Limits = field(default_factory=Limits)


Batch = tuple[Article, ...]
Outcome = Read | Rejected


def read_here(batches: Sequence[Batch], way: Way, workers: int) -> Iterator[Outcome]:
    """The outcomes of all batches in their order, read in this process, or by so many `workers` of it; raises what `read_apart` does."""
    if workers <= 1 or len(batches) <= 1:
        for batch in batches:
            yield from read_apart(batch, way)
        return
    waiting = deque(batches)
    while waiting:
        yield from _read_in_pool(waiting, way, min(workers, len(waiting)))


def _read_in_pool(waiting: deque[Batch], way: Way, workers: int) -> Iterator[Outcome]:
    """Take batches from `waiting` and give their outcomes in order, until all are read or a worker has died.

    Of the batches under way when a worker dies each is read again in a process of its own, so that the one at fault is found.
    """
    under_way: deque[tuple[Batch, Future[list[Outcome]]]] = deque()
    pool = ProcessPoolExecutor(max_workers=workers, initializer=_begin, initargs=(os.getpid(),))
    try:
        while waiting or under_way:
            while waiting and len(under_way) < AHEAD * workers:
                under_way.append((waiting[0], pool.submit(read_apart, waiting[0], way)))
                waiting.popleft()
            yield from under_way[0][1].result()
            under_way.popleft()
    except BrokenProcessPool:
        suspects = [batch for batch, _ in under_way]
        for batch in suspects:
            yield from _read_alone(batch, way)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _read_alone(batch: Batch, way: Way) -> Iterator[Outcome]:
    """The outcomes of a batch that may have killed a worker; where it does so again, article by article."""
    with ProcessPoolExecutor(max_workers=1, initializer=_begin, initargs=(os.getpid(),)) as pool:
        try:
            yield from pool.submit(read_apart, batch, way).result()
            return
        except BrokenProcessPool:
            pass
    if len(batch) == 1:
        yield Rejected(batch[0], KILLED)
        return
    for article in batch:
        yield from _read_alone((article,), way)


def map_here(function: Callable[[Item], Answer], items: Iterable[Item], workers: int) -> Iterator[Answer]:
    """What a function gives for each item, in their order, by so many processes; what one was at that died is done in this process."""
    pool = ProcessPoolExecutor(max_workers=workers, initializer=_begin, initargs=(os.getpid(),))
    try:
        for item, answer in in_order(items, partial(_submit, pool, function), AHEAD * workers):
            try:
                found = answer.result()
            except BrokenProcessPool:
                found = function(item)
            yield found
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, function: Callable[[Item], Answer], item: Item) -> Future[Answer]:
    try:
        return pool.submit(function, item)
    except BrokenProcessPool as error:
        failed: Future[Answer] = Future()
        failed.set_exception(error)
        return failed


def _begin(parent: int) -> None:
    """Leave interrupts to the process that started this one, and end with it, however that ends."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK)
    os._exit(1)


def read_apart(batch: Batch, way: Way) -> list[Outcome]:
    """The outcome of each article of a batch; they are annotated together, and one by one where that fails. What is read has no cycles.

    Raises EngineError, InputError or OntologyError where nothing could be read at all: no engine, no model, a broken ontology.
    """
    engine_of(way.engine, way.ontology)  # an engine that is not there is no article's fault
    edges = read_weights(way.model)
    with uncollected():
        return [found if isinstance(found, Rejected) else _read(found, way, edges) for found in _annotate(batch, way)]


def _annotate(batch: Batch, way: Way) -> list[Doc | Rejected]:
    try:
        with limited(replace(way.limits, seconds=way.limits.seconds * len(batch))):
            return list(engine_of(way.engine, way.ontology)(batch))
    except (ModelMissing, InputError, OntologyError):
        raise
    except (Exception, TooLong) as error:
        if len(batch) > 1:
            return [outcome for article in batch for outcome in _annotate((article,), way)]
        if isinstance(error, EngineError):
            list(engine_of(way.engine, way.ontology)([SOUND]))  # raises where it is the engine that fails
        return [Rejected(batch[0], _reason(error, way.limits))]


def _read(doc: Doc, way: Way, edges: object) -> Outcome:
    try:
        with limited(way.limits):
            return read_doc(doc, way.ontology, edges)  # type: ignore[arg-type]
    except OntologyError:
        raise
    except (Exception, TooLong) as error:
        return Rejected(doc.article, _reason(error, way.limits))


def _reason(error: BaseException, limits: Limits) -> Message:
    if isinstance(error, TooLong):
        return message("took longer than {seconds:g} seconds", seconds=limits.seconds)
    if isinstance(error, MemoryError):
        return message("took more than {megabytes} MB of memory", megabytes=limits.megabytes)
    told = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return message("reading failed: {told}", told=told)
