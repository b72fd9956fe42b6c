"""Records of tables and of JSON, one article a row or object, its columns known by their names."""

from __future__ import annotations

import datetime
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.day import read_day
from kg.errors import DateError, InputError, KgError
from kg.inputs.encodings import decode
from kg.inputs.limits import HEAD
from kg.inputs.markup import text_of_markup
from kg.inputs.record import Record
from kg.inputs.rows import Cells, Namer, cell_text, csv_rows, empty, encoding_of, namer, no_column, text_lines, workbook_rows
from kg.messages import message

# A row is a record, or its place and the error that says why it is none.
Row = Record | tuple[str, KgError]
# What stands in a cell that holds nothing.
NOTHING = frozenset({"", "-", "--", "—", "/", "none", "null", "nan", "n/a", "nat"})
# What JSON files of several makers keep their list of articles in; looked for so many levels deep.
NESTED = 3
MARKUP = re.compile(r"<(?:p|br|div|span|strong|img|h\d|table)\b[^<>]*>|</(?:p|a|div|span)>", re.I)


def read_csv(stream: io.BufferedReader, place: str, *, columns: Mapping[str, str]) -> Iterator[Row]:
    """The rows of a CSV or TSV file."""
    encoding = encoding_of(stream.peek(HEAD))
    yield from _rows(csv_rows(stream, place, name=namer(columns)), columns, encoding)


def read_workbook(content: bytes, place: str, *, columns: Mapping[str, str]) -> Iterator[Row]:
    """The rows of the sheets of a workbook."""
    yield from _rows(workbook_rows(content, place, name=namer(columns)), columns)


def read_json(content: bytes, place: str, *, columns: Mapping[str, str]) -> Iterator[Row]:
    """The records of a JSON file: a list of objects, one object, or an object that holds such a list.

    Raises InputError where it is empty, no JSON, or has no column of texts; `place` names it there.
    """
    decoded = decode(content, place)
    if not decoded.text.strip():
        raise empty(place)
    try:
        whole = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        raise _no_json(place, error) from error
    objects = _find_objects(whole, columns)
    if objects is None:
        raise no_column(place, _keys(whole))
    for number, found in enumerate(objects, start=1):
        single = len(objects) == 1 and found is whole
        yield from _row(found, place if single else f"{place}:{number}", columns=columns, encoding=decoded.encoding)


def read_json_lines(stream: io.BufferedReader, place: str, *, columns: Mapping[str, str]) -> Iterator[Row]:
    """The records of a file with one JSON object a line.

    A broken line is a row with its error; raises InputError where no line has anything. `place` names the file there.
    """
    encoding = encoding_of(stream.peek(HEAD))
    something = False
    for number, line in enumerate(text_lines(stream, place, newline="\n"), start=1):
        if not line.strip("\ufeff \t\r\n"):
            continue
        something = True
        where = f"{place}:{number}"
        try:
            found = json.loads(line.lstrip("\ufeff"))
        except (ValueError, RecursionError) as error:
            yield where, _no_json(where, error)
            continue
        yield from _row(found, where, columns=columns, encoding=encoding)
    if not something:
        raise empty(place)


def _rows(rows: Iterable[Cells], columns: Mapping[str, str], encoding: str = "") -> Iterator[Row]:
    for place, cells in rows:
        yield from _row(cells, place, columns=columns, encoding=encoding)


def _row(found: Any, place: str, *, columns: Mapping[str, str], encoding: str) -> Iterator[Row]:
    """One record, or the error that says why the row is none."""
    try:
        yield _record(found, place, columns=columns, encoding=encoding)
    except (InputError, DateError) as error:
        yield place, error


def _record(found: Any, place: str, *, columns: Mapping[str, str], encoding: str) -> Record:
    if not isinstance(found, dict):
        raise no_column(place, [])
    fields = _fields(found, place, namer(columns))
    if "text" not in fields:
        raise no_column(place, _keys(found))
    return record_of(fields, place, encoding=encoding, lost=fields["text"].count("\ufffd"))


def record_of(fields: Mapping[str, str], place: str, *, encoding: str = "", lost: int = 0) -> Record:
    """The record of the columns that are read, by their names; a text in HTML is read as such.

    Raises:
        DateError: the date is none.
    """
    text = fields["text"]
    day = fields.get("date", "").strip()
    return Record(
        text_of_markup(text) if MARKUP.search(text) else text,
        place,
        id=fields.get("id", "").strip(),
        title=fields.get("title", "").strip(),
        date=None if day.casefold() in NOTHING else _day(day, place),
        dated="fromField",
        publisher=_some(fields.get("source", "")),
        byline=_some(fields.get("author", "")),
        url=_some(fields.get("url", "")),
        encoding=encoding,
        lost=lost,
    )


def _fields(found: Mapping[Any, Any], place: str, name: Namer) -> dict[str, str]:
    """The columns that are read; of two of one meaning the first that holds something."""
    fields: dict[str, str] = {}
    for heading, value in found.items():
        column = name(str(heading).strip())
        if column is None or fields.get(column):
            continue
        if value is None:
            continue
        if column == "text" and isinstance(value, list) and all(isinstance(line, str) for line in value):
            value = "\n".join(value)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            if column in ("text", "id", "date", "title"):
                raise InputError(
                    message('{place}: "{heading}" is {value!r:.60}; accepted is a string', place=place, heading=heading, value=value)
                )
            continue
        fields[column] = cell_text(value)
    return fields


def _some(value: str) -> str:
    return "" if value.strip().casefold() in NOTHING else value.strip()


def _day(value: str, place: str) -> datetime.date:
    date = read_day(value)
    if date is None:
        raise DateError(
            message(
                "{place}: date {value!r:.60} is none; write it as 2024-05-22, 2024/5/22 or 2024年5月22日, or leave it empty",
                place=place,
                value=value,
            ),
        )
    return date


def _find_objects(whole: Any, columns: Mapping[str, str], depth: int = NESTED) -> list[Any] | None:
    """The objects that hold texts: the list itself, the object itself, or the first list of such inside it."""
    name = namer(columns)
    if isinstance(whole, list):
        return whole if any(isinstance(item, dict) and "text" in map(name, map(str, item)) for item in whole) else None
    if not isinstance(whole, dict):
        return None
    if "text" in (name(str(key)) for key, value in whole.items() if isinstance(value, str)):
        return [whole]
    if depth:
        found = (_find_objects(value, columns, depth - 1) for value in whole.values() if isinstance(value, dict | list))
        return next((objects for objects in found if objects is not None), None)
    return None


def _keys(whole: Any) -> list[str]:
    first = whole[0] if isinstance(whole, list) and whole else whole
    return [str(key) for key in first][:12] if isinstance(first, dict) else []


def _no_json(place: str, error: Exception) -> InputError:
    reason = " ".join(str(error).split())[:80]
    return InputError(
        message("{place}: not JSON ({reason}); write one object a line, or a list of objects", place=place, reason=reason),
    )
