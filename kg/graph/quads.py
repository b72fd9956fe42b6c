"""The triples of a build as N-Quads, divided over several files by their subjects, for stores that load in bulk or from many machines."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from kg.errors import OutputError
from kg.graph.blocks import Row
from kg.messages import message, reason_of
from kg.rdf import LiteralValue, Value

FOLDER = "shards"
NAME = re.compile(r"\d{5}-of-\d{5}\.nq")
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


class Shards:
    """Open files, each for the subjects whose names fall to it; which these are depends on the name and the number of files alone."""

    def __init__(self, files: list[IO[bytes]]) -> None:
        self._files = files

    def add(self, rows: Mapping[str, Row]) -> None:
        """Write what is told of subjects, each triple once."""
        for subject, row in rows.items():
            lines = (f"<{subject}> <{name}> {_term(value)} .\n" for name, values in row.items() for value in dict.fromkeys(values))
            place = zlib.crc32(subject.encode("utf-8", "replace")) % len(self._files)
            self._files[place].write("".join(lines).encode("utf-8", "replace"))


def shard_names(count: int) -> list[str]:
    """The names of so many shards.

    >>> shard_names(2)
    ['00000-of-00002.nq', '00001-of-00002.nq']
    """
    return [f"{number:05}-of-{count:05}.nq" for number in range(count)]


def find_shards(folder: Path) -> list[Path]:
    """The shards in a folder, sorted."""
    return sorted(path for path in folder.glob("*.nq") if NAME.fullmatch(path.name))


@contextmanager
def open_shards(folder: Path, count: int) -> Iterator[Shards]:
    """So many new files in `folder`; raises OutputError where they cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            yield Shards([stack.enter_context((folder / name).open("wb")) for name in shard_names(count)])
    except OSError as error:
        raise OutputError(
            message(
                "{folder}: cannot be written: {reason}; free space or take fewer --shards",
                folder=folder,
                reason=reason_of(error),
            ),
        ) from error


def _term(value: Value) -> str:
    if not isinstance(value, LiteralValue):
        return f"<{value}>"
    text = f'"{value.text.translate(ESCAPES)}"'
    if value.lang:
        return f"{text}@{value.lang}"
    return f"{text}^^<{value.datatype}>" if value.datatype else text
