"""A real server on a free port of this machine, for tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from kg.server import create_app
from kg.server.pool import Limits


@contextmanager
def serving(path: Path, limits: Limits) -> Iterator[str]:
    """The root URL of a server over the graph at `path`, which ends with the block."""
    server = uvicorn.Server(uvicorn.Config(create_app(path, limits=limits), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    server.should_exit = True
    thread.join(10)
