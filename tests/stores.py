"""Real stores of others on free ports of this machine, for tests."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
VIRTUOSO = shutil.which("virtuoso-t")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(command: list[str], url: str, cwd: Path) -> Iterator[str]:
    """A server process, waited for until `url` answers."""
    with (cwd / "log").open("wb") as log, subprocess.Popen(command, cwd=cwd, stdout=log, stderr=log) as process:
        try:
            for _ in range(600):
                assert process.poll() is None, (cwd / "log").read_text(errors="replace")
                try:
                    urllib.request.urlopen(url, timeout=5).close()
                    break
                except urllib.error.HTTPError:
                    break
                except OSError:
                    time.sleep(0.1)
            yield url
        finally:
            process.kill()


@contextmanager
def oxigraph_server(folder: Path) -> Iterator[str]:
    """The root URL of Oxigraph's own server, empty."""
    if OXIGRAPH is None:
        pytest.skip("the package oxigraph is not installed")
    address = f"127.0.0.1:{free_port()}"
    with running([OXIGRAPH, "serve", "--location", str(folder / "store"), "--bind", address], f"http://{address}/", folder) as url:
        yield url


@contextmanager
def virtuoso_server(folder: Path) -> Iterator[str]:
    """The root URL of Virtuoso, without graphs of ours."""
    if VIRTUOSO is None:
        pytest.skip("Virtuoso is not installed")
    sql, web = free_port(), free_port()
    files = "".join(
        f"{name} = {folder}/virtuoso{ext}\n"
        for name, ext in [
            ("DatabaseFile", ".db"),
            ("ErrorLogFile", ".log"),
            ("LockFile", ".lck"),
            ("TransactionFile", ".trx"),
            ("xa_persistent_file", ".pxa"),
        ]
    )
    temporary = f"[TempDatabase]\nDatabaseFile = {folder}/temp.db\nTransactionFile = {folder}/temp.trx\nMaxCheckpointRemap = 100\n"
    ports = f"[Parameters]\nServerPort = 127.0.0.1:{sql}\nNumberOfBuffers = 2000\n[HTTPServer]\nServerPort = 127.0.0.1:{web}\n[SPARQL]\n"
    ini = f"[Database]\n{files}\n{temporary}\n{ports}"
    (folder / "virtuoso.ini").write_text(ini)
    with running([VIRTUOSO, "+configfile", str(folder / "virtuoso.ini"), "+foreground"], f"http://127.0.0.1:{web}/sparql", folder):
        yield f"http://127.0.0.1:{web}/"
