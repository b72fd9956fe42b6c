"""Real servers on free ports of this machine, for tests."""

from __future__ import annotations

import http.server
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn

from kg.query import Endpoint
from kg.server import configure, create_app
from kg.server.access import Access
from kg.server.connection import Patience
from kg.server.pool import Limits


@contextmanager
def serving(
    path: Path | Endpoint,
    limits: Limits,
    *,
    access: Access | None = None,
    patience: Patience | None = None,
    port: int = 0,
    log: Path | None = None,
) -> Iterator[str]:
    """The root URL of a server over the graph at `path`, which ends with the block."""
    server = uvicorn.Server(configure(create_app(path, limits=limits, access=access, patience=patience, log=log), port=port))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    server.should_exit = True
    thread.join(10)


WATCH = ("strace", "-f", "-qq", "-ttt", "-e", "trace=open,openat,openat2,creat,connect,execve", "-e", "signal=none", "-o")
# What the system's own libraries open whatever is asked: memory and processors, the time zone.
SYSTEM = ("/proc/", "/sys/", "/dev/", "/etc/localtime", "/usr/share/zoneinfo/")


def can_watch(log: Path) -> bool:
    """Whether the system calls of another process can be watched here."""
    return shutil.which("strace") is not None and subprocess.run([*WATCH, str(log), "true"], capture_output=True).returncode == 0


@contextmanager
def watching(path: Path, log: Path) -> Iterator[str]:
    """The root URL of `kg serve` over the graph at `path`, in a process whose opening of files and connections goes to `log`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*WATCH, str(log), sys.executable, "-m", "kg", "serve", str(path), "--port", str(port), "--timeout", "60", "--workers", "2"]
    root = f"http://127.0.0.1:{port}/"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}) as server:
        try:
            while True:
                assert server.poll() is None
                try:
                    httpx.get(root, timeout=60)
                    break
                except httpx.ConnectError:
                    time.sleep(0.05)
            yield root
        finally:
            for child in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split():
                os.kill(int(child), signal.SIGINT)
            server.wait(120)  # strace makes every step slow, on a busy machine very slow


def touched(log: Path, since: float, allowed: tuple[Path, ...]) -> list[str]:
    """The lines of a watch, after the moment `since`, that open a file outside the `allowed` folders, connect, or start a program."""
    found = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        moment = re.match(r"\d+ +(\d+\.\d+) (\w+)", line)
        if moment is None or float(moment[1]) < since:
            continue
        opened = re.search(r'"(.*?)"', line) if moment[2].startswith(("open", "creat")) else None
        if opened is None or not opened[1].startswith((*SYSTEM, *(f"{folder}/" for folder in allowed))):
            found.append(line)
    return found


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """The URL of a server that notes every request made to it: no query may lead to one."""
    hits: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", hits
    server.shutdown()
    server.server_close()
