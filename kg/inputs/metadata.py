"""A table beside the inputs that tells of each file its date, title, source and address: `--metadata FILE`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.day import read_day
from kg.errors import DateError, InputError
from kg.inputs.limits import in_memory
from kg.inputs.rows import Cells, csv_rows, namer, workbook_rows
from kg.inputs.words import column_of
from kg.messages import message, reason_of

OLD_OFFICE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Known:
    """What the table says of one file or article."""

    date: datetime.date | None = None
    title: str = ""
    publisher: str = ""
    url: str = ""


@dataclass(slots=True)
class Metadata:
    """The rows of the table by what their column `file` says, and which of them have been used."""

    rows: Mapping[str, Known] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    path: Path | None = None

    def find(self, *names: str) -> Known:
        """What is known under the first of the names that the table has; its last part is enough where it is no other's."""
        for name in (*names, *(name.rsplit("/", 1)[-1] for name in names)):
            if name in self.rows:
                self.used.add(name)
                return self.rows[name]
        return Known()

    @property
    def unused(self) -> list[str]:
        """The files that the table names and that were not among the inputs."""
        return [name for name in self.rows if name not in self.used]


def read_metadata(path: Path | None) -> Metadata:
    """The table of `--metadata`: CSV, TSV or a workbook with the columns file and date, title, source, url; nothing without a path.

    Raises:
        InputError: it cannot be read, has no column `file`, or names one file twice.
        DateError: a date is none.
    """
    if path is None:
        return Metadata()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(message("--metadata {path}: cannot be read ({reason})", path=path, reason=reason_of(error))) from error
    rows: dict[str, Known] = {}
    for place, cells in _rows(content, str(path)):
        fields = _fields(cells)
        file = fields.get("file", "").replace("\\", "/").removeprefix("./")
        if file in rows:
            raise InputError(message("{place}: {file} stands in the table twice", place=place, file=file))
        if file:
            rows[file] = Known(_day(fields.get("date", ""), place), *(fields.get(name, "") for name in ("title", "source", "url")))
    return Metadata(rows, path=path)


def _rows(content: bytes, place: str) -> Sequence[Cells]:
    if content.startswith((b"PK", OLD_OFFICE)):
        return list(workbook_rows(content, place, name=namer({}), needed="file"))
    return list(csv_rows(in_memory(content), place, name=namer({}), needed="file"))


def _fields(cells: Mapping[str, str]) -> dict[str, str]:
    named = ((column_of(heading), str(value).strip()) for heading, value in cells.items())
    return {column: value for column, value in named if column and value}


def _day(value: str, place: str) -> datetime.date | None:
    if not value:
        return None
    if (day := read_day(value)) is None:
        raise DateError(
            message("{place}: date {value!r:.40} is none; write it as 2024-05-22, or leave it empty", place=place, value=value),
        )
    return day
