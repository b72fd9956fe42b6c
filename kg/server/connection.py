"""Connections that cannot be held open for ever: time for a request to come, time for an answer to be taken, so many of one address.

uvicorn times only the pause between requests; a client that sends or reads a byte now and then would stay.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nRetry-After: 5\r\nConnection: close\r\n"
    b'Content-Length: 76\r\n\r\n{"status": 503, "error": "too many connections", '
    b'"error_zh": "\xe8\xbf\x9e\xe6\x8e\xa5\xe8\xbf\x87\xe5\xa4\x9a"}'
)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that the head and the body of a request may take, and that the client may leave its answer unread; connections at a time."""

    head: float = 10.0
    body: float = 20.0
    unread: float = 30.0
    connections: int = 400
    of_one_address: int = 200


class PatientProtocol(H11Protocol):
    """uvicorn's HTTP with an end to its patience; a subclass with its own `patience` and `addresses` is made for each server."""

    patience: ClassVar[Patience] = Patience()
    addresses: ClassVar[Counter[str]] = Counter()

    _waiting: asyncio.TimerHandle | None = None
    _address = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Note the address; one that has too many connections is told so, and let go."""
        super().connection_made(transport)
        self._address = self.client[0] if self.client else ""
        self.addresses[self._address] += 1
        crowded = self.addresses[self._address] > self.patience.of_one_address
        if crowded or self.addresses.total() > self.patience.connections:
            transport.write(BUSY)
            transport.close()
            self._wait(1.0)
        else:
            self._wait(self.patience.head)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the address."""
        self._stop_waiting()
        self.addresses[self._address] -= 1
        if not self.addresses[self._address]:
            del self.addresses[self._address]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Wait no longer once the head of a request is whole, and begin to wait with the first byte of the next."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()
        elif self._waiting is None:
            self._wait(self.patience.head)

    def on_response_complete(self) -> None:
        """The pause between two requests is uvicorn's to time."""
        self._stop_waiting()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The client reads more slowly than it is written to."""
        super().pause_writing()
        self._wait(self.patience.unread)

    def resume_writing(self) -> None:
        """The client has caught up."""
        super().resume_writing()
        self._stop_waiting()

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._waiting = self.loop.call_later(seconds, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


def make_config(app: Any, patience: Patience, **options: Any) -> uvicorn.Config:
    """The configuration of a server for `app` with connections of such patience."""
    own = {"patience": patience, "addresses": Counter[str]()}
    protocol = type("OwnProtocol", (PatientProtocol,), own)
    _allow_files(patience.connections * 2 + 100)
    return uvicorn.Config(
        app,
        http=protocol,
        ws="none",
        lifespan="on",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=10,
        h11_max_incomplete_event_size=1 << 19,
        **options,
    )


def _allow_files(wanted: int) -> None:
    """Allow this process as many open files as its connections and answers need, where the system lets it."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # Unix only

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
