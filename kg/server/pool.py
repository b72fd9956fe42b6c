"""Worker processes that answer for the server: lanes of them, so many queries at a time, each within limits of time, rows and memory.

Queries that users write have a lane of their own, so that however heavy they are, pages and names are answered. Waiting costs no thread.
"""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import KgError, QueryLimit
from kg.messages import message
from kg.query import Arguments, Endpoint, Rows, Source, Worker, age_of, find_query, open_graph, read_rows, survey_endpoint

T = TypeVar("T")
# The lanes beside that of the users' queries, and how many processes each has.
PAGES, NAMES = 2, 1
# Queries that wait for a worker, for each that runs; and those of one client, running or waiting.
WAITING, OF_ONE_CLIENT = 4, 3
# Of queries that users write: pages and names get a core before them.
LESS_URGENT = 10
# The server asks for its own pages; they are cheap, or give up.
PAGE_SECONDS = 10.0
# Seconds between two looks at what all processes hold together.
LOOK = 0.1
# Characters of a query that the list of running queries shows.
SHOWN = 500


class Busy(QueryLimit):
    """Too many queries wait, or waited for as long as a query may take."""


class Gone(KgError):
    """The client left before it was answered."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may cost: seconds, rows (None: any number), bytes of memory, of its text, of its answer; how many run at a time.

    `total` bounds the bytes of memory of all processes together.
    """

    seconds: float = 30.0
    rows: int | None = None
    memory: int = 1 << 30
    workers: int = 4
    query: int = 100_000
    answer: int = 1 << 30
    total: int = 4 << 30


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that waits or runs: the beginning of its text, who asks, and when it came and began, by the monotonic clock."""

    text: str
    client: str
    came: float
    started: float | None = None


class Lane:
    """Workers of one kind, with the line of those who wait for one."""

    def __init__(self, source: Source | Endpoint, limits: Limits, workers: int, *, nice: int = 0) -> None:
        self.limits = limits
        self.workers = [Worker(source, memory=limits.memory, nice=nice) for _ in range(workers)]
        self.busy: set[Worker] = set()
        self.threads = ThreadPoolExecutor(workers, thread_name_prefix="kg-lane")
        self._free: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        self._clients: Counter[str] = Counter()
        self.asked: dict[int, Asked] = {}
        self._numbers = itertools.count(1)
        self.ends: Counter[str] = Counter()
        for worker in self.workers:
            self._free.put_nowait(worker)

    async def run(
        self, work: Callable[[Worker], T], *, client: str = "", left: Callable[[], Awaitable[None]] | None = None, what: str = ""
    ) -> T:
        """What `work` gives with a worker; raises Busy, or Gone as soon as `left` returns. `what` is shown where running queries are."""
        number = next(self._numbers)
        self.asked[number] = Asked(what[:SHOWN], client, time.monotonic())
        try:
            return await self._run(number, work, client=client, left=left)
        finally:
            del self.asked[number]

    async def _run(self, number: int, work: Callable[[Worker], T], *, client: str, left: Callable[[], Awaitable[None]] | None) -> T:
        async with self._worker(client) as worker:
            self.asked[number] = replace(self.asked[number], started=time.monotonic())
            working = asyncio.get_running_loop().run_in_executor(self.threads, work, worker)
            leaving = asyncio.ensure_future(left()) if left else None
            try:
                await asyncio.wait([one for one in (working, leaving) if one is not None], return_when=asyncio.FIRST_COMPLETED)
                if not working.done():
                    raise Gone(message("the client left"))
                found = await working
                self.ends["Answered"] += 1
                return found
            except BaseException as error:
                self.ends[type(error).__name__] += 1
                raise
            finally:
                if leaving is not None:
                    leaving.cancel()
                if not working.done():
                    worker.stop()
                    with suppress(KgError):
                        await asyncio.shield(working)

    def count(self) -> dict[str, int]:
        """How many queries run and wait, how many processes there are, and how much memory they hold."""
        running = len(self.workers) - self._free.qsize()
        return {
            "running": running,
            "waiting": max(0, self._clients.total() - running),
            "processes": sum(worker.running for worker in self.workers),
            "resident_bytes": sum(worker.resident for worker in self.workers),
        }

    @asynccontextmanager
    async def _worker(self, client: str) -> AsyncIterator[Worker]:
        if client and self._clients[client] >= OF_ONE_CLIENT * len(self.workers):
            raise Busy(message("too many queries of one client at a time; try again in a moment"))
        if self._clients.total() >= (1 + WAITING) * len(self.workers):
            raise Busy(message("the server is busy; try again in a moment"))
        self._clients[client] += 1
        try:
            worker = await asyncio.wait_for(self._free.get(), self.limits.seconds)
        except TimeoutError as error:
            self._leave(client)
            raise Busy(message("the server is busy; try again in a moment")) from error
        except asyncio.CancelledError:
            self._leave(client)
            raise
        self.busy.add(worker)
        try:
            yield worker
        finally:
            self.busy.discard(worker)
            self._leave(client)
            await self._put_back(worker)

    async def _put_back(self, worker: Worker) -> None:
        """A worker whose query took much memory, or was ended, is started anew before anybody waits for it."""
        worker.rest()
        if worker.resident > self.limits.memory // 2:
            worker.close()
        try:
            if not worker.running:
                with suppress(KgError, EOFError, OSError, RuntimeError):  # the next query tries again, and says why
                    await asyncio.shield(asyncio.get_running_loop().run_in_executor(self.threads, worker.start))
        finally:
            self._free.put_nowait(worker)

    def _leave(self, client: str) -> None:
        self._clients[client] -= 1
        if not self._clients[client]:
            del self._clients[client]

    def close(self) -> None:
        """End all processes."""
        for worker in self.workers:
            worker.stop()
        self.threads.shutdown(wait=True, cancel_futures=True)
        for worker in self.workers:
            worker.close()


class Pool:
    """The graph at a path, kept as a store in the cache folder, so that a rebuild of the file does not reach a server that runs.

    Or that behind an endpoint, which may change while the server runs.
    """

    def __init__(self, graph: Path | Endpoint, limits: Limits) -> None:
        self.limits = limits
        self.source = survey_endpoint(graph) if isinstance(graph, Endpoint) else open_graph(graph, cache=True)
        self.queries = Lane(self.source, limits, limits.workers, nice=LESS_URGENT)
        self.pages = Lane(self.source, limits, PAGES)
        self.names = Lane(self.source, limits, NAMES)
        self.lanes = {"queries": self.queries, "pages": self.pages, "names": self.names}
        self.folder = Path(tempfile.mkdtemp(prefix="kg-serve-"))
        self._numbers = itertools.count()

    @property
    def graphs(self) -> frozenset[str]:
        """The IRIs of the named graphs."""
        return self.source.graphs or frozenset()

    @property
    def age(self) -> int:
        """A number that changes when what is kept of the graph is to be asked again."""
        return age_of(self.source)

    def spool(self) -> Path:
        """A new path for an answer, which the caller removes."""
        return self.folder / f"answer-{next(self._numbers)}"

    async def select(self, sparql: str) -> Rows:
        """The rows of a SELECT of the server's own."""
        seconds = min(PAGE_SECONDS, self.limits.seconds)
        return await self.pages.run(lambda worker: read_rows(worker.evaluate(sparql, timeout=seconds).body))

    def bind(self, name: str, arguments: Arguments, lang: str) -> str:
        """A named query with its parameters bound."""
        named = find_query(name)
        in_lang = {p.name: lang for p in named.parameters if p.type == "lang"}
        return named.bind(in_lang | dict(arguments))

    async def find(self, task: str, *words: Any) -> Any:
        """What the index of names gives."""
        return await self.names.run(lambda worker: worker.call(task, *words, timeout=self.limits.seconds))

    async def start(self) -> None:
        """Start the processes, so that the first requests need not wait for them."""
        loop = asyncio.get_running_loop()
        starts = [loop.run_in_executor(lane.threads, worker.start) for lane in self.lanes.values() for worker in lane.workers]
        await asyncio.gather(*starts)

    async def watch(self) -> None:
        """End the greediest query whenever all processes together hold more memory than allowed; never returns."""
        while True:
            await asyncio.sleep(LOOK)
            self.relieve()

    def relieve(self) -> None:
        """End the query that holds most memory, if all processes hold more than allowed; those of users before the server's own."""
        busy = self.queries.busy or self.pages.busy | self.names.busy
        if busy and sum(worker.own for lane in self.lanes.values() for worker in lane.workers) > self.limits.total:
            max(busy, key=lambda worker: worker.own).stop(
                QueryLimit(
                    message(
                        "all queries together needed more memory than the server allows, and this one most; narrow it, or try again later"
                    ),
                )
            )

    def close(self) -> None:
        """End all processes and remove what was spooled."""
        for lane in self.lanes.values():
            lane.close()
        shutil.rmtree(self.folder, ignore_errors=True)
