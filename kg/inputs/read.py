"""The one way in: inputs to entries, each with its articles or the reason why there are none."""

from __future__ import annotations

import datetime
import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from kg.ahead import in_order
from kg.errors import IdClash
from kg.given import STDIN, Given, find_files
from kg.inputs.account import Account, Entry, refuse
from kg.inputs.articles import Options
from kg.inputs.given import Inputs, article_entries, sort_inputs, text_entries
from kg.inputs.limits import HEAD, PDF, Budget, in_memory, read_whole
from kg.inputs.metadata import read_metadata
from kg.inputs.record import Source
from kg.inputs.sources import source_entries
from kg.messages import message
from kg.model import Article
from kg.remote import AHEAD, Stored, fetching, open_stored

# Why the table of metadata is left out where it lies among the inputs.
TABLE = message("the table of --metadata")
Progress = Callable[[int, int, str], None]


def read_inputs(
    inputs: Inputs,
    *,
    date: datetime.date | None = None,
    metadata: Path | None = None,
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Account:
    """Read whatever there is into articles: the account of every article, and of everything that gave none.

    `inputs` are one or several of: the path of a file or folder, a pattern such as "news/*.txt", the address of one on shared storage
    (s3://bucket/news), "-" for standard input; a text, which is any string that names no file; an `Article`, which stays as it is. Files
    come first in the account, then texts, then articles.
    `date` is for articles that tell none; `metadata` is a table with the columns file, date, title, source, url; `columns` maps
    headings of tables to text, title, date, source, url, id, author. Offsets in an article count the code points of its `text`, from 0;
    `Article.raw_offset` gives the place in the file.

    Raises:
        InputError: an input does not exist, a folder is empty, or the table of metadata cannot be read. What cannot be read besides
            stands in the account, refused.
        DateError: a date in the table of metadata is none.

    Examples:
        >>> [article.text for article in read_inputs("茂林大学昨日主办第二届草业论坛。").articles]
        ['茂林大学昨日主办第二届草业论坛。']
    """
    table = read_metadata(metadata)
    entries = tuple(read_entries(inputs, options=Options(date, table, dict(columns or {})), progress=progress))
    return Account(entries, tuple(table.unused))


def read_entries(inputs: Inputs, *, options: Options | None = None, progress: Progress | None = None) -> Iterator[Entry]:
    """An entry for each file or part of a file, each text and article, one after the other, so that not all need be held at once."""
    given_inputs, options = sort_inputs(inputs), options or Options()
    others = (*text_entries(given_inputs.texts, options), *article_entries(given_inputs.articles))
    found = find_files(given_inputs.paths) if given_inputs.paths or not others else []
    seen: dict[str, str] = {}
    for number, given in enumerate(_fetched_ahead(found), start=1):
        for entry in _given_entries(given, options):
            yield from _told_apart(entry if entry.file else replace(entry, file=entry.place), seen)
        if progress is not None:
            progress(number, len(found), given.name)
    for entry in others:
        yield from _told_apart(entry, seen)


def read_articles(path: Path, *, root: Path | None = None, date: datetime.date | None = None) -> Iterator[Article]:
    """The articles of one file, their ids relative to the folder `root`, else beginning with its name.

    Raises:
        KgError: it, or a part of it, cannot be read.
    """
    [given] = find_files([path])
    named = replace(given, name=path.relative_to(root).as_posix()) if root is not None else given
    seen: dict[str, str] = {}
    for entry in (part for whole in _given_entries(named, Options(date)) for part in _told_apart(whole, seen)):
        if entry.error is not None:
            raise entry.error
        yield from entry.articles


def _fetched_ahead(found: Sequence[Given]) -> Iterator[Given]:
    """The files, those of shared storage fetched while others before them are read."""
    with fetching() as fetch:

        def start(given: Given) -> Given:
            asked = isinstance(given.path, Stored) and given.left_out is None
            return replace(given, path=fetch(given.path)) if asked else given  # type: ignore[arg-type]

        for _, given in in_order(found, start, AHEAD):
            yield given


def _given_entries(given: Given, options: Options) -> Iterator[Entry]:
    aside = TABLE if _is_table(given, options.metadata.path) else given.left_out
    if aside is not None:
        return iter((Entry(given.name, "other", "left out", remark=aside),))
    return source_entries(Source(given.name, partial(_open, given), budget=Budget(_size_of(given))), options)


def _is_table(given: Given, table: Path | None) -> bool:
    return table is not None and isinstance(given.path, Path) and given.path.exists() and table.samefile(given.path)


def _size_of(given: Given) -> int:
    if isinstance(given.path, Stored):
        return given.path.size
    return given.path.stat().st_size if given.path != STDIN else 0


def _open(given: Given) -> io.BufferedReader:
    if isinstance(given.path, Stored):
        fetched = given.path.content
        return io.BufferedReader(open_stored(given.path), HEAD) if fetched is None else in_memory(fetched.result())
    if given.path == STDIN:
        return in_memory(read_whole(sys.stdin.buffer, given.name, PDF))
    if given.path.is_file():
        return io.BufferedReader(io.FileIO(given.path), HEAD)
    with given.path.open("rb") as stream:  # a pipe, in which one cannot go back
        return in_memory(read_whole(stream, given.name, PDF))


def _told_apart(entry: Entry, seen: dict[str, str]) -> Iterator[Entry]:
    """The entry with those of its articles whose ids are new, and a refusal for each whose id another has."""
    twice = [article for article in entry.articles if article.id in seen]
    kept = tuple(article for article in entry.articles if article.id not in seen)
    if kept or not twice:
        yield replace(entry, articles=kept) if twice else entry
    for article in twice:
        yield refuse(entry.place, entry.kind, _clash(article, entry.place, seen[article.id]), file=entry.file)
    seen.update((article.id, entry.place) for article in kept)


def _clash(article: Article, place: str, other: str) -> IdClash:
    return IdClash(
        message("{place}: id {id!r} stands in {other} too; give each article an id of its own", place=place, id=article.id, other=other),
    )
