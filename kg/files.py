"""Files that are replaced whole or not at all: a run that fails leaves what was there before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import OutputError
from kg.messages import message, reason_of


def graph_file(graph: Path) -> Path:
    """The graph of an output folder of `kg build`; a file or an Oxigraph store folder as it is."""
    inner = graph / "graph.ttl"
    return inner if inner.is_file() and not (graph / "CURRENT").exists() else graph


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; when the block ends without an error, that file takes the place of `path`.

    Missing folders are made. Raises OutputError where the file cannot be written; other errors pass through.

    >>> with replacing(Path("/tmp/kg-doctest.txt")) as draft:
    ...     _ = draft.write_text("你好", encoding="utf-8")
    >>> Path("/tmp/kg-doctest.txt").read_text(encoding="utf-8")
    '你好'
    """
    draft = path.with_name(f".{path.name[:80]}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield draft
        os.replace(draft, path)
    except OSError as error:
        raise OutputError(
            message("{path}: cannot be written: {reason}; choose another place or free it", path=path, reason=reason_of(error)),
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink()


def make_folder(out: Path) -> None:
    """Make the output folder and see that it can be written to; raises OutputError."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".kg-probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise OutputError(
            message("{out}: cannot be written: {reason}; name a folder that you may write to with -o", out=out, reason=reason_of(error)),
        ) from error
