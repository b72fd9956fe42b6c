"""A process that answers queries and is killed when one takes too long; Oxigraph runs a query without a way to stop it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kg.errors import KgError, QueryError, QueryLimit
from kg.messages import message
from kg.query.answers import Answer
from kg.query.remote import Endpoint
from kg.query.store import Source

Task = tuple[str, tuple[Any, ...], dict[str, Any]]


class Worker:
    """A child process with the graph of `source` open; after a kill the next query starts a new one. One thread at a time.

    The graph must lie in a file or store, or behind an endpoint.
    `nice` is by how much others go before it where cores are few, on Unix; `memory` bounds what the child may allocate, in bytes,
    where the system knows such a bound.
    """

    def __init__(self, source: Source | Endpoint, *, memory: int | None = None, nice: int = 0) -> None:
        origin = source if isinstance(source, Endpoint) else source.path
        if origin is None:
            raise QueryError(message("a time limit needs a graph in a file"))
        self.origin, self.prefixes, self.memory, self.nice = origin, dict(source.prefixes), memory, nice
        self.forms = source.forms if isinstance(source, Source) else {}
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()
        self._why: QueryLimit | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Start the process and open the graph in it, if that is not done yet; raises GraphError."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()  # one that ended by itself still holds its pipes
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from kg.query.child import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        try:
            self._send((self.origin, self.prefixes, self.forms, self.memory, self.nice))
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

    def stop(self, why: QueryLimit | None = None) -> None:
        """End the query that runs, from another thread; its caller gets a QueryLimit, `why` where one is given."""
        self._why = why
        self._stopped.set()
        self._kill()

    def rest(self) -> None:
        """Forget a stop that came when its query had ended already, so that it does not end the next; the process that it killed goes."""
        if self._stopped.is_set():
            self.close()
        self._why = None
        self._stopped.clear()

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    @property
    def resident(self) -> int:
        """Bytes of memory that the process holds; 0 where the system does not tell."""
        return self._pages()[0] * os.sysconf("SC_PAGE_SIZE")

    @property
    def own(self) -> int:
        """The same without what it shares with others, as the files of a store that are mapped."""
        resident, shared = self._pages()
        return (resident - shared) * os.sysconf("SC_PAGE_SIZE")

    def _pages(self) -> tuple[int, int]:
        """Pages that are resident, and those of them that are shared."""
        try:
            words = Path(f"/proc/{self._process.pid if self._process else 0}/statm").read_text(encoding="ascii").split()
            return int(words[1]), int(words[2])
        except (OSError, IndexError):
            return 0, 0

    def _call(self, task: Task, timeout: float) -> object:
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            self._kill()

        timer = threading.Timer(timeout, expire)
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
            self.rest()

    def _kill(self) -> None:
        process = self._process
        if process is not None:
            process.kill()

    def _reason(self, expired: bool, timeout: float) -> QueryLimit:
        if self._stopped.is_set():
            return self._why or QueryLimit(message("the query was stopped"))
        if expired:
            return QueryLimit(
                message("the query took longer than {timeout:g} s and was stopped; narrow it or raise the limit", timeout=timeout),
            )
        return QueryLimit(message("the query needed more memory than allowed and was stopped; narrow it"))

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
