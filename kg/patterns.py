"""Regular expressions compiled once a machine: Python takes four seconds to compile those of the grammar, a tenth to load them.

What `re` compiles a pattern to is a list of numbers, which its C engine checks before it takes them. They are kept in the user's cache
folder under the pattern's hash, each with a hash of its own; what is missing, damaged or of another Python is compiled anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from kg.cache import cache_folder

try:
    import _sre  # type: ignore[import-not-found]
    from re import _compiler, _parser  # type: ignore[attr-defined]
except ImportError:  # another Python than CPython, or a later one
    _sre = None

TABLE = "CREATE TABLE IF NOT EXISTS pattern (key TEXT PRIMARY KEY, hash TEXT, code TEXT) WITHOUT ROWID"
# A process that cannot write within this time, in seconds, goes on without.
PATIENCE = 0.2


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The pattern, as `re.compile` gives it."""
    store = None if _sre is None else _open(cache_folder() / "compiled" / f"patterns-{_version()}.sqlite", os.getpid())
    if store is None:
        return re.compile(pattern)
    key = hashlib.sha256(pattern.encode("utf-8", "surrogatepass")).hexdigest()
    found = _load(store, key, pattern)
    return found if found is not None else _make(store, key, pattern)


def _version() -> str:
    return f"{sys.implementation.cache_tag}-{_sre.MAGIC}-{_sre.CODESIZE}"


@cache
def _open(path: Path, process: int) -> sqlite3.Connection | None:
    """The store, made anew where it is damaged, opened once in each process; None where there can be none."""
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            store = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
            store.execute("PRAGMA synchronous=OFF")
            store.execute(TABLE)
            store.execute("SELECT count(*) FROM pattern").fetchone()
            return store
        except sqlite3.OperationalError:
            return None
        except (sqlite3.DatabaseError, OSError):
            with suppress(OSError):
                path.unlink()
    return None


def _load(store: sqlite3.Connection, key: str, pattern: str) -> re.Pattern[str] | None:
    try:
        row = store.execute("SELECT hash, code FROM pattern WHERE key = ?", (key,)).fetchone()
        if row is None or hashlib.sha256(row[1].encode()).hexdigest() != row[0]:
            return None
        flags, code, groups, names, places = json.loads(row[1])
        found: re.Pattern[str] = _sre.compile(pattern, flags, code, groups, names, tuple(places))
        return found
    except (sqlite3.Error, ValueError, TypeError, RuntimeError, OverflowError, AttributeError):
        return None


def _make(store: sqlite3.Connection, key: str, pattern: str) -> re.Pattern[str]:
    parsed = _parser.parse(pattern, 0)
    code = _compiler._code(parsed, 0)
    names = parsed.state.groupdict
    places: list[Any] = [None] * parsed.state.groups
    for name, place in names.items():
        places[place] = name
    flags = 0 | parsed.state.flags
    row = json.dumps([flags, [int(number) for number in code], parsed.state.groups - 1, names, places])
    with suppress(sqlite3.Error):
        store.execute("INSERT OR REPLACE INTO pattern VALUES (?, ?, ?)", (key, hashlib.sha256(row.encode()).hexdigest(), row))
    compiled: re.Pattern[str] = _sre.compile(pattern, flags, code, parsed.state.groups - 1, names, tuple(places))
    return compiled
