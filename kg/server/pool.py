"""Worker processes that answer for the server, so many at a time, each query within limits of time, rows and memory."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.errors import QueryLimit
from kg.query import Answer, Arguments, Rows, Source, Worker, find_query, open_graph, read_rows


class Busy(QueryLimit):
    """All workers were at work for as long as a query may take."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may cost: seconds, rows, bytes of memory; and how many run at a time."""

    seconds: float = 30.0
    rows: int = 10_000
    memory: int = 4 << 30
    workers: int = 4


class Pool:
    """The graph at `path`, kept as a store in the cache folder, so that a rebuild of the file does not reach a server that runs."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
        self.source: Source = open_graph(path, cache=True)
        self._workers = [Worker(self.source, memory=limits.memory) for _ in range(limits.workers)]
        self._free: queue.LifoQueue[Worker] = queue.LifoQueue()
        for worker in self._workers:
            self._free.put(worker)

    def ask(self, sparql: str, *, format: str = "json", default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Answer:
        """The answer to a query, cut off at the limit of rows; raises QueryError, QueryLimit or Busy."""
        with self._worker() as worker:
            return worker.evaluate(
                sparql,
                timeout=self.limits.seconds,
                format=format,
                limit=self.limits.rows,
                default_graphs=tuple(default_graphs),
                named_graphs=tuple(named_graphs),
            )

    def select(self, sparql: str, *, whole: bool = False) -> Rows:
        """The rows of a SELECT, up to the limit of rows or, for the server's own needs, the `whole`."""
        if not whole:
            return read_rows(self.ask(sparql).body)
        with self._worker() as worker:
            return read_rows(worker.evaluate(sparql, timeout=self.limits.seconds).body)

    def ask_named(self, name: str, arguments: Arguments, *, lang: str, format: str) -> Answer:
        """The answer to a named query."""
        named = find_query(name)
        in_lang = {p.name: lang for p in named.parameters if p.type == "lang"}
        return self.ask(named.bind(in_lang | dict(arguments)), format=format)

    def dump_graph(self, graph: str, format: str) -> bytes:
        """A whole graph of the store, "" for the default graph."""
        with self._worker() as worker:
            return worker.dump_graph(graph, format, timeout=self.limits.seconds)

    def close(self) -> None:
        """End all processes."""
        for worker in self._workers:
            worker.close()

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        try:
            worker = self._free.get(timeout=self.limits.seconds)
        except queue.Empty as error:
            raise Busy("the server is busy; try again in a moment", "服务器正忙，请稍后再试") from error
        try:
            yield worker
        finally:
            self._free.put(worker)
