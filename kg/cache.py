"""What is slow to make, kept in the user's cache folder under the hash of what it was made from; a broken file is made anew.

Nothing kept here is code, and nothing is needed: without a folder that can be written everything is made again each time.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs

# Files of one name that are kept: those of the last versions and of a few ontologies of the user's own.
KEPT = 12


def cache_folder() -> Path:
    """The user's cache folder of kg."""
    return Path(platformdirs.user_cache_dir("kg", appauthor=False))


def remember(name: str, key: str, make: Callable[[], Any], *, folder: Path | None = None) -> Any:
    """The JSON value that `make` gives for `key`, a hash of all that it depends on: read again where it was made before."""
    path = (folder or cache_folder() / "compiled") / f"{name}-{key[:24]}.json"
    with suppress(OSError, ValueError):
        return _read(path.read_bytes())
    value = make()
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if write_atomic(path, f"{_digest(body)}\n".encode() + body):
        _forget(path, f"{name}-*.json")
    return value


def _read(content: bytes) -> Any:
    digest, _, body = content.partition(b"\n")
    if digest.decode("ascii", "replace") != _digest(body):
        raise ValueError("cut short or damaged")
    return json.loads(body.decode("utf-8", "surrogatepass"))


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _forget(path: Path, pattern: str) -> None:
    """Delete the oldest files of a name."""
    with suppress(OSError):
        for old in sorted(path.parent.glob(pattern), key=lambda file: file.stat().st_mtime_ns)[:-KEPT]:
            old.unlink()


def write_atomic(path: Path, content: bytes) -> bool:
    """Write `content` under a name of its own, then rename; False when the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    except OSError:
        return False
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        return False
    return True
