"""Files and folders become articles: text files, and JSON lines with one document a line."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import DateError, InputError
from kg.model import Article
from kg.text import marks
from kg.text.articles import split_articles
from kg.text.decode import decode

JSON_LINES = (".jsonl", ".ndjson")


def read_articles(path: Path, *, root: Path | None = None, date: datetime.date | None = None) -> Iterator[Article]:
    """The articles of a text file, or of a JSONL file with one document a line (`text`, and where given `id`, `date`, `title`).

    The id of a file is its path relative to `root`, else its name; of a line without one, `<file>:<line>`. The date is the document's
    own, else `date`, else one that the text tells, else one in the file's name. Offsets in `Article.runs` count characters of the
    decoded file without its byte order mark, or of the `text` of the line.

    Raises:
        InputError: the file cannot be read, is empty, is not UTF-8, or a line is no document.
        DateError: a line's date is none.
    """
    name = (path.relative_to(root) if root is not None else Path(path.name)).as_posix()
    raw = decode(_content(path), str(path))
    if path.suffix.lower() in JSON_LINES:
        yield from _json_lines(raw, path, name, date)
        return
    articles = split_articles(raw, id=name, date=date, source=str(path), fallback=marks.find_file_date(path.name))
    if not articles:
        raise InputError(f"{path}: no text in it; accepted are UTF-8 text and JSON lines", f"{path}：没有文字；请给 UTF-8 文本或 JSON 行")
    yield from articles


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file", f"{path}：没有这个文件") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})", f"{path}：无法读取（{error.strerror}）") from error


def _json_lines(raw: str, path: Path, name: str, date: datetime.date | None) -> Iterator[Article]:
    for number, line in enumerate(raw.split("\n"), start=1):
        if line.strip():
            yield from _document(
                _parse(line, f"{path}:{number}"), f"{path}:{number}", f"{name}:{number}", date or marks.find_file_date(path.name)
            )


def _parse(line: str, place: str) -> dict[str, Any]:
    try:
        document = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{place}: not JSON ({error.msg})", f"{place}：不是 JSON（{error.msg}）") from error
    if not isinstance(document, dict) or not isinstance(document.get("text"), str):
        raise InputError(
            f'{place}: no "text"; a line is an object with "text" and optionally "id", "date", "title"',
            f'{place}：没有 "text"；一行是一个对象，含 "text"，可有 "id"、"date"、"title"',
        )
    return document


def _document(document: dict[str, Any], place: str, id: str, date: datetime.date | None) -> list[Article]:
    own = _day(str(document["date"]), place) if document.get("date") else None
    return split_articles(
        document["text"], id=str(document.get("id") or id), date=own or date, title=str(document.get("title") or ""), source=place
    )


def _day(value: str, place: str) -> datetime.date:
    date = marks.find_day(value)
    if date is None:
        raise DateError(f"{place}: date {value!r} is none; write YYYY-MM-DD", f"{place}：{value!r} 不是日期；请写成 YYYY-MM-DD")
    return date
