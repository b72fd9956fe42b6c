"""The rows of tables: CSV, TSV and workbooks, each row a mapping from its headings, whatever stands above the head."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from kg.errors import InputError
from kg.inputs.archives import broken
from kg.inputs.encodings import ENCODINGS, find_codec
from kg.inputs.limits import HEAD, LINE, LINES, ROWS
from kg.inputs.words import column_of
from kg.messages import message

# A row: its place, with the number of its line behind a colon, and its cells by heading.
Cells = tuple[str, dict[str, Any]]
Namer = Callable[[str], str | None]
# The head stands among so many rows at the top.
TOP = 20
csv.field_size_limit(LINE)


def namer(columns: Mapping[str, str]) -> Namer:
    """The column that a heading names; one that the user has given a heading of its own is known by that alone."""
    given = set(columns.values())

    def name(heading: str) -> str | None:
        column = columns.get(heading) or column_of(heading)
        return column if heading in columns or column not in given else None

    return name


def csv_rows(stream: io.BufferedReader, place: str, *, name: Namer, needed: str = "text") -> Iterator[Cells]:
    """The rows of a CSV file; its mark (comma, semicolon, tab) is the one that its first line holds most of.

    Raises:
        InputError: the file is empty, or no row at its top names the column `needed`.
    """
    lines = text_lines(stream, place)
    first = next(lines, "").lstrip("\ufeff")
    if not first.strip():
        raise empty(place)
    reader = csv.reader(_chain(first, lines), delimiter=max(",;\t|", key=first.count))
    try:
        yield from _table(_numbered(reader), place, name=name, needed=needed)
    except csv.Error as error:
        raise broken(place, error) from error


def workbook_rows(content: bytes, place: str, *, name: Namer, needed: str = "text") -> Iterator[Cells]:
    """The rows of every sheet that names the column `needed`, of an XLSX, XLS, XLSB or ODS workbook.

    Raises:
        InputError: the workbook is broken, empty, or none of its sheets has such a column.
    """
    sheets = [(title, sheet) for title, sheet in _sheets(content, place) if any(any(cell != "" for cell in row) for row in sheet)]
    errors = []
    for title, sheet in sheets:
        rows = ((number, [cell_text(cell) for cell in row]) for number, row in enumerate(sheet, start=1))
        try:
            yield from _table(rows, f"{place}/{title}" if len(sheets) > 1 else place, name=name, needed=needed)
        except InputError as error:
            errors.append(error)
    if len(errors) == len(sheets):
        raise errors[0] if errors else empty(place)


def text_lines(stream: io.BufferedReader, place: str, *, newline: str = "") -> Iterator[str]:
    """The lines of a stream with their ends; damaged characters become U+FFFD.

    Raises:
        InputError: a line is too long.
    """
    text = io.TextIOWrapper(stream, encoding=find_codec(stream.peek(HEAD)), errors="replace", newline=newline)
    try:
        for _ in range(LINES):
            if not (line := text.readline(LINE + 1)):
                return
            if len(line) > LINE:
                raise InputError(message("{place}: a line of more than {line} MB", place=place, line=LINE >> 20))
            yield line
        raise InputError(message("{place}: more than {lines:,} lines; divide it", place=place, lines=LINES))
    finally:
        with suppress(ValueError):  # the stream is its opener's to close
            text.detach()


def cell_text(cell: Any) -> str:
    """A cell of a workbook as it would be written: whole numbers without a point, days in ISO 8601."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.time) else str(cell)


def encoding_of(head: bytes) -> str:
    """The name of the encoding of a file that is read line by line."""
    codec = find_codec(head)
    return {"utf-8-sig": "UTF-8", "big5hkscs": "Big5", "utf-16": "UTF-16", "utf-32": "UTF-32"}.get(codec) or ENCODINGS[codec]


def empty(place: str) -> InputError:
    """The error of what holds no text."""
    return InputError(message("{place}: empty; there must be some text in it", place=place))


def no_column(place: str, headings: Sequence[str], needed: str = "text") -> InputError:
    """The error of a table, row or object that lacks the column it cannot do without."""
    seen = ", ".join(headings)[:120]
    lack = message('{place}: no "{needed}"', place=place, needed=needed)
    if seen:
        lack = message("{lack}; the columns are {seen}", lack=lack, seen=seen)
    if needed != "text":
        return InputError(message("{lack}; name one of them {needed}", lack=lack, needed=needed))
    return InputError(message("{lack}; name one text, 正文 or content, or say which it is: --columns text=NAME", lack=lack))


def _sheets(content: bytes, place: str) -> list[tuple[str, list[list[Any]]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [(title, book.get_sheet_by_name(title).to_python(skip_empty_area=False)) for title in book.sheet_names]
    except (CalamineError, ValueError, OSError) as error:
        raise broken(place, error) from error


def _chain(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    for line in lines:
        yield line.replace("\0", "")


def _numbered(rows: Any) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line that it begins on."""
    start = 1
    for row in rows:
        yield start, row
        start = rows.line_num + 1


def _table(rows: Iterable[tuple[int, list[str]]], place: str, *, name: Namer, needed: str) -> Iterator[Cells]:
    held = iter(rows)
    seen: list[str] = []
    for _, row in zip(range(TOP), (row for _, row in held), strict=False):
        head = [cell.strip() for cell in row]
        if needed in map(name, head):
            break
        seen = seen or [heading for heading in head if heading]
    else:
        raise no_column(place, seen, needed)
    for count, (number, cells) in enumerate(held):
        if count >= ROWS:
            raise InputError(message("{place}: more than {rows:,} rows; divide it", place=place, rows=ROWS))
        if any(cell.strip() for cell in cells):
            yield f"{place}:{number}", dict(zip(head, cells, strict=False))
