"""A process that answers queries and is killed when one takes too long; Oxigraph runs a query without a way to stop it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from kg.errors import KgError, QueryError, QueryLimit
from kg.query.answers import Answer
from kg.query.store import Source, dump_graph, evaluate, evaluate_spooled, open_graph

Task = tuple[str, tuple[Any, ...], dict[str, Any]]

TASKS: Mapping[str, Callable[..., object]] = {
    "evaluate": evaluate,
    "evaluate_spooled": evaluate_spooled,
    "dump_graph": dump_graph,
}


class Worker:
    """A child process with the graph of `source` open; after a kill the next query starts a new one. One thread at a time.

    The graph must lie in a file or store. `memory` bounds what the child may allocate, in bytes, where the system knows such a bound.
    """

    def __init__(self, source: Source, *, memory: int | None = None) -> None:
        if source.path is None:
            raise QueryError("a time limit needs a graph in a file", "设定时限时，图谱须在文件中")
        self.path, self.prefixes, self.memory = source.path, dict(source.prefixes), memory
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Start the process and open the graph in it, if that is not done yet; raises GraphError."""
        if self._process is not None and self._process.poll() is None:
            return
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from kg.query.worker import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        try:
            self._send((self.path, self.prefixes, self.memory))
            self._receive()
        except (KgError, EOFError, OSError):
            self.close()
            raise

    def evaluate(self, sparql: str, *, timeout: float, **options: Any) -> Answer:
        """Answer as `store.evaluate` does; QueryLimit after `timeout` seconds, and the process is gone."""
        answer = self._call(("evaluate", (sparql,), options), timeout)
        assert isinstance(answer, Answer)
        return answer

    def call(self, task: str, *words: Any, timeout: float, **options: Any) -> Any:
        """What the task of TASKS gives in the child, under the same limits."""
        return self._call((task, words, options), timeout)

    def stop(self) -> None:
        """End the query that runs, from another thread; its caller gets a QueryLimit."""
        self._stopped.set()
        self._kill()

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    @property
    def resident(self) -> int:
        """Bytes of memory that the process holds; 0 where the system does not tell."""
        try:
            pages = Path(f"/proc/{self._process.pid if self._process else 0}/statm").read_text(encoding="ascii").split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def _call(self, task: Task, timeout: float) -> object:
        expired = threading.Event()
        timer = threading.Timer(timeout, lambda: (expired.set(), self._kill()))
        timer.daemon = True
        try:
            self.start()
            timer.start()
            if self._stopped.is_set():
                raise EOFError
            self._send(task)
            return self._receive()
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self.close()
            raise self._reason(expired.is_set(), timeout) from error
        finally:
            timer.cancel()
            self._stopped.clear()

    def _kill(self) -> None:
        process = self._process
        if process is not None:
            process.kill()

    def _reason(self, expired: bool, timeout: float) -> QueryLimit:
        if self._stopped.is_set():
            return QueryLimit("the query was stopped", "查询已被终止")
        if expired:
            return QueryLimit(
                f"the query took longer than {timeout:g} s and was stopped; narrow it or raise the limit",
                f"查询超过 {timeout:g} 秒，已终止；请缩小范围或放宽时限",
            )
        return QueryLimit("the query needed more memory than allowed and was stopped; narrow it", "查询占用内存超限，已终止；请缩小范围")

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue  # what was not sent yet has no reader any more

    def _send(self, message: object) -> None:
        assert self._process is not None and self._process.stdin is not None
        pickle.dump(message, self._process.stdin)
        self._process.stdin.flush()

    def _receive(self) -> object:
        assert self._process is not None and self._process.stdout is not None
        message = pickle.load(self._process.stdout)
        if isinstance(message, KgError):
            raise message
        return message


def main() -> None:
    """The child: opens the graph, then answers one query after another until its input ends."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    path, prefixes, memory = pickle.load(requests)
    try:
        source = replace(open_graph(path), prefixes=prefixes)
    except KgError as error:
        return _reply(answers, error)
    _bound_memory(memory)
    _reply(answers, None)
    while True:
        try:
            task, words, options = pickle.load(requests)
        except EOFError:
            return
        try:
            _reply(answers, TASKS[task](source, *words, **options))
        except KgError as error:
            _reply(answers, error)
        except MemoryError:
            return


def _end_with(parent: int) -> None:
    """End this process when its parent is gone, even amid a query: Oxigraph lets other threads run."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _reply(answers: BinaryIO, message: object) -> None:
    pickle.dump(message, answers)
    answers.flush()


def _bound_memory(limit: int | None) -> None:
    if limit is not None and sys.platform != "win32":
        import resource  # Unix only

        # Of what is written to alone: a store maps its files, and each thread reserves far more than it uses.
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
