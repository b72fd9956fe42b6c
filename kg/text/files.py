"""Files and folders become articles: text files, and JSON lines with one document a line."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kg.errors import DateError, IdClash, InputError, KgError
from kg.model import Article
from kg.text import marks
from kg.text.articles import split_articles
from kg.text.decode import UNWANTED, decode

JSON_LINES = (".jsonl", ".ndjson")
TEXTS = (".txt", ".text", *JSON_LINES)

OnError = Callable[[KgError], None]


def read_inputs(inputs: Sequence[Path], *, date: datetime.date | None = None, on_error: OnError | None = None) -> Iterator[Article]:
    """The articles of files and folders, in the order given; of a folder all text and JSONL files below it, sorted by path.

    `on_error` is called with each file or line that cannot be read, and the reading goes on; without it the error is raised. Two
    articles of one id are always an error.

    Raises:
        InputError: an input does not exist, a folder holds no text, or two articles have one id.
    """
    seen: dict[str, str] = {}
    for path, root in find_files(inputs):
        try:
            for article in read_articles(path, root=root, date=date, on_error=on_error):
                if article.id in seen:
                    raise _twice(article, seen[article.id])
                seen[article.id] = article.source
                yield article
        except (InputError, DateError) as error:
            if on_error is None or isinstance(error, IdClash):
                raise
            on_error(error)


def find_files(inputs: Sequence[Path]) -> list[tuple[Path, Path | None]]:
    """Each file of the inputs with the folder that its id is relative to, None for a file that is itself an input.

    Raises:
        InputError: an input does not exist, or a folder holds no text.
    """
    found: list[tuple[Path, Path | None]] = []
    for path in inputs:
        if not path.is_dir():
            if not path.exists():
                raise InputError(f"{path}: no such file or folder", f"{path}：没有这个文件或文件夹")
            found.append((path, None))
            continue
        files = [file for file in path.rglob("*") if file.is_file() and _is_text(file.relative_to(path))]
        if not files:
            kinds = " ".join(f"*{kind}" for kind in TEXTS)
            raise InputError(f"{path}: no text in the folder; looked for {kinds}", f"{path}：文件夹里没有文本；找的是 {kinds}")
        found += [(file, path) for file in sorted(files, key=lambda file: file.relative_to(path).as_posix())]
    return found


def read_articles(
    path: Path, *, root: Path | None = None, date: datetime.date | None = None, on_error: OnError | None = None
) -> Iterator[Article]:
    """The articles of a text file, or of a JSONL file with one document a line (`text`, and where given `id`, `date`, `title`).

    The id of a file is its path relative to `root`, else its name; of a line without one, `<file>:<line>`. The date is the document's
    own field, else `date`, else one that the text tells, else one in the file's name. `Article.runs` counts the characters of the
    decoded file without its byte order mark, or of the `text` of the line. `on_error` is called with each line that is no document,
    and the reading goes on; without it the error is raised.

    Raises:
        InputError: the file cannot be read, is empty, is not UTF-8, or a line is no document.
        DateError: a line's date is none.
    """
    name = (path.relative_to(root) if root is not None else Path(path.name)).as_posix()
    raw = decode(_content(path), str(path))
    named = marks.find_file_date(path.name)
    if path.suffix.lower() in JSON_LINES:
        yield from _json_lines(raw, name, date=date, named=named, place=str(path), on_error=on_error)
    else:
        yield from _some(split_articles(raw, id=name, date=date, source=name, fallback=named), str(path))


def _is_text(path: Path) -> bool:
    return path.suffix.lower() in TEXTS and not any(part.startswith(".") for part in path.parts)


def _twice(article: Article, other: str) -> IdClash:
    return IdClash(
        f"{article.source}: id {article.id!r} stands in {other} too; give each article an id of its own",
        f"{article.source}：编号 {article.id!r} 在 {other} 已有；请给每篇文章不同的编号",
    )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file", f"{path}：没有这个文件") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})", f"{path}：无法读取（{error.strerror}）") from error


def _some(articles: list[Article], place: str) -> list[Article]:
    if not articles:
        raise InputError(f"{place}: empty; a text or a JSON line must hold some text", f"{place}：是空的；文本或 JSON 行里要有文字")
    return articles


def _json_lines(
    raw: str, name: str, *, date: datetime.date | None, named: datetime.date | None, place: str, on_error: OnError | None
) -> Iterator[Article]:
    if not raw.strip():
        _some([], place)
    for number, line in enumerate(raw.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield from _document(line, f"{name}:{number}", date=date, named=named, place=f"{place}:{number}")
        except (InputError, DateError) as error:
            if on_error is None:
                raise
            on_error(error)


def _document(line: str, source: str, *, date: datetime.date | None, named: datetime.date | None, place: str) -> list[Article]:
    document = _parse(line, place)
    day = _field(document, "date", place)
    given = UNWANTED.sub("", _field(document, "id", place)).strip()
    articles = split_articles(
        document["text"],
        id=given or source,
        date=_day(day, place) if day else date,
        title=_field(document, "title", place),
        source=source,
        fallback=named,
    )
    return _some(articles, place)


def _parse(line: str, place: str) -> dict[str, Any]:
    try:
        document = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{place}: not JSON ({error}); write one object a line", f"{place}：不是 JSON（{error}）；一行写一个对象"
        ) from error
    if not isinstance(document, dict) or not isinstance(document.get("text"), str):
        raise InputError(
            f'{place}: no "text"; a line is an object with "text" and, where known, "id", "date", "title"',
            f'{place}：没有 "text"；一行是一个对象，含 "text"，可有 "id"、"date"、"title"',
        )
    return document


def _field(document: dict[str, Any], name: str, place: str) -> str:
    value = document.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InputError(f'{place}: "{name}" is {value!r:.60}; accepted is a string', f'{place}："{name}" 是 {value!r:.60}；应为字符串')
    return str(value)


def _day(value: str, place: str) -> datetime.date:
    date = marks.find_day(value)
    if date is None:
        raise DateError(f"{place}: date {value!r:.60} is none; write YYYY-MM-DD", f"{place}：{value!r:.60} 不是日期；请写成 YYYY-MM-DD")
    return date
