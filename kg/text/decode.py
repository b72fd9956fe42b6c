"""Bytes become characters: UTF-8, with or without a byte order mark, and the lines and characters that the rest may meet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import InputError
from kg.messages import Message, message
from kg.model import Span

NEWLINE = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
# What XML 1.0 forbids (production [2] Char) and what is invisible and only splits words: soft hyphen, zero-width space, word joiner, BOM.
UNWANTED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff]")


def decode(content: bytes, place: str) -> str:
    """The characters of a file; `place` names it in the error.

    Raises:
        InputError: the bytes are not UTF-8 or hold NUL.
    """
    try:
        raw = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _no_text(place, message("byte {start}", start=error.start), byte=error.object[error.start]) from error
    if (nul := raw.find("\0")) >= 0:
        raise _no_text(place, message("character {nul}", nul=nul), byte=0)
    return raw


def _no_text(place: str, where: Message, *, byte: int) -> InputError:
    return InputError(
        message(
            "{place}: {where} is 0x{byte:02x}, which is no UTF-8 text; accepted are text files and JSON lines in UTF-8: convert it first",
            place=place,
            where=where,
            byte=byte,
        ),
    )


def lines(raw: str) -> Iterator[Span]:
    """The spans of the lines of `raw`, without their ends."""
    start = 0
    for end in NEWLINE.finditer(raw):
        yield Span(start, end.start())
        start = end.end()
    yield Span(start, len(raw))
