"""What one input may cost: limits that no newspaper comes near and that a hostile file meets at once. docs/inputs.md tells them."""

from __future__ import annotations

import io
from typing import BinaryIO

from kg.errors import InputError
from kg.messages import message

MEGABYTE = 1 << 20
# Bytes of one file that is read whole, of one line of JSON or CSV, and of a PDF, whose pages are read one by one.
WHOLE = 64 * MEGABYTE
LINE = 16 * MEGABYTE
PDF = 512 * MEGABYTE
# Bytes at the beginning of a file that tell what it is.
HEAD = 1 << 16
# Characters of one text; a newspaper of a hundred pages has half as many.
CHARACTERS = 1_000_000
# An archive may hold so many members, so many archives one in another, and grow to so many times its size, once it has grown to FREE.
MEMBERS = 100_000
DEPTH = 3
GROWTH = 250
FREE = 128 * MEGABYTE
# Articles of one PDF, rows of one workbook.
ROWS = 1_000_000
# Lines of one table or of JSON lines, blank ones too.
LINES = 5_000_000


class Budget:
    """What the files of one archive, with all archives inside it, may still grow to."""

    def __init__(self, size: int) -> None:
        self.left = max(FREE, GROWTH * size)

    def spend(self, size: int, place: str) -> None:
        """Count `size` bytes; raises InputError when there is nothing left."""
        self.left -= size
        if self.left < 0:
            raise InputError(
                message(
                    "{place}: grows to more than {growth} times its size when unpacked; unpack it yourself if you trust it",
                    place=place,
                    growth=GROWTH,
                ),
            )


def read_whole(stream: BinaryIO, place: str, limit: int = WHOLE) -> bytes:
    """All bytes of a stream.

    Raises:
        InputError: there are more than `limit`.
    """
    content = stream.read(limit + 1)
    if len(content) > limit:
        size = limit // MEGABYTE
        raise InputError(message("{place}: more than {size} MB in one file; divide it", place=place, size=size))
    return content


def check_length(text: str, place: str) -> str:
    """The text; raises InputError where it is longer than any article or page."""
    if len(text) > CHARACTERS:
        raise InputError(
            message(
                "{place}: {text:,} characters in one text, more than {characters:,}; divide it",
                place=place,
                text=len(text),
                characters=CHARACTERS,
            ),
        )
    return text


def in_memory(content: bytes) -> io.BufferedReader:
    """A stream of bytes that are in memory."""
    return io.BufferedReader(io.BytesIO(content), HEAD)
