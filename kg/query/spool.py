"""Where an answer is written while it is made: in memory while it is small, then in a file, never beyond a limit."""

from __future__ import annotations

import re
from pathlib import Path
from typing import BinaryIO

from kg.errors import AnswerLimit, QueryError
from kg.messages import message

IN_MEMORY = 1 << 20
# What no XML 1.0 document can hold, not even escaped; U+FFFE and U+FFFF in UTF-8.
NOT_XML = re.compile(b"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class Spool:
    """A stream to write to: `body` holds what was written, or `path` does once that is more than a megabyte and `path` is not None.

    `limit` is the most bytes that may come; `xml` refuses what XML cannot hold.
    """

    def __init__(self, path: Path | None = None, *, limit: int | None = None, xml: bool = False) -> None:
        self.path, self.limit, self.xml = path, limit, xml
        self.size = 0
        self.body = bytearray()
        self._file: BinaryIO | None = None
        self._end = b""

    def write(self, part: bytes) -> int:
        """Take further bytes; raises AnswerLimit or QueryError."""
        self.size += len(part)
        if self.limit is not None and self.size > self.limit:
            megabytes = self.limit >> 20
            raise AnswerLimit(
                message("the answer is longer than {megabytes} MB; narrow the query or give it a LIMIT", megabytes=megabytes),
            )
        if self.xml and (found := NOT_XML.search(self._end + part)):
            self._refuse(found[0])
        self._end = part[-2:]
        self.body += part
        if self.path is not None and len(self.body) > IN_MEMORY:
            if self._file is None:
                self._file = self.path.open("wb")
            self._file.write(self.body)
            self.body.clear()
        return len(part)

    def flush(self) -> None:
        """Nothing: the writers of Oxigraph call it."""

    def close(self) -> bool:
        """Whether the answer lies in the file, which is whole then."""
        if self._file is None:
            return False
        self._file.write(self.body)
        self._file.close()
        self.body.clear()
        return True

    def _refuse(self, char: bytes) -> None:
        code = f"U+{ord(char.decode('utf-8')):04X}"
        raise QueryError(
            message("the answer holds {code}, which XML cannot; ask for another format, such as json or ttl", code=code),
        )
