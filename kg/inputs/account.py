"""The account of a reading: each file that was given, what it is, what came of it, and where nothing did, why and what to do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kg.day import find_name_month
from kg.errors import InputError, KgError, Unread
from kg.files import replacing
from kg.inputs.words import label_of
from kg.messages import Localized, marked, message, translate
from kg.model import Article

State = Literal["read", "refused", "left out"]
# The columns of the account, and of the account by kind, by their names in `ontology/inputs.ttl`.
HEAD = ("headFile", "headKind", "headEncoding", "headArticles", "headCharacters", "headState", "headRemark")
KIND_HEAD = ("headKind", "headFiles", "headArticles", "headCharacters", "headRefused", "headLeftOut")
STATES = {"read": marked("read"), "refused": marked("refused"), "left out": marked("left out")}
# A spreadsheet runs a cell that begins so as a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file, or one part of a file, that was given.

    `place` is its name, for a row or line with its number behind a colon; `file` the name of the file that it stands in.
    `remark` is in English and Chinese: why it was refused or left out, or what is to be said of it though it was read.
    `unused` holds the lines that are none of the articles, as navigation and editors' lines of a web page are.
    """

    place: str
    kind: str
    state: State = "read"
    articles: tuple[Article, ...] = ()
    encoding: str = ""
    remark: Localized | str = ""
    unused: tuple[str, ...] = ()
    file: str = ""
    error: KgError | None = None

    @property
    def characters(self) -> int:
        """The characters of its articles."""
        return sum(len(article.text) for article in self.articles)

    def remark_in(self, lang: str) -> str:
        """The remark in `lang`."""
        return self.remark if isinstance(self.remark, str) else self.remark.in_language(lang)


@dataclass(frozen=True, slots=True)
class Account:
    """All entries of one reading, in the order of the inputs; `unmatched` are the files that the table of metadata names in vain."""

    entries: tuple[Entry, ...]
    unmatched: tuple[str, ...] = ()

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles sorted by id."""
        return tuple(sorted((article for entry in self.entries for article in entry.articles), key=lambda article: article.id))

    @property
    def refused(self) -> tuple[Entry, ...]:
        """The entries that could not be read."""
        return tuple(entry for entry in self.entries if entry.state == "refused")

    @property
    def undated(self) -> int:
        """How many articles have no date."""
        return sum(article.date is None for entry in self.entries for article in entry.articles)

    @property
    def undated_months(self) -> int:
        """How many of them lie in files whose names tell only a month or a year."""
        files = (entry.file or entry.place for entry in self.entries for article in entry.articles if article.date is None)
        return sum(find_name_month(file) is not None for file in files)


def refuse(place: str, kind: str, error: KgError, *, file: str = "") -> Entry:
    """The entry of what could not be read."""
    return Entry(place, kind, "refused", remark=error.message, file=file, error=error)


def check_account(account: Account, *, strict: bool = False) -> tuple[Article, ...]:
    """The articles of an account, sorted by id.

    Raises:
        KgError: nothing could be read, or, where it is `strict`, something could not: of one input what is wrong with it,
            of several Unread with the error of each.
    """
    refused = account.refused
    if refused and (strict or not account.articles):
        errors = tuple(entry.error or InputError(entry.remark) for entry in refused)
        if len(errors) == 1:
            raise errors[0]
        raise Unread(
            message("{errors} inputs could not be read, the first: {first}", errors=len(errors), first=errors[0]),
            reasons=errors,
        ) from errors[0]
    if not account.articles:
        places = ", ".join(entry.place for entry in account.entries)[:200]
        raise InputError(message("{places}: no article found", places=places))
    return account.articles


def account_rows(account: Account, lang: str) -> list[tuple[str, ...]]:
    """The account as a table with its head: a row for each file, and below it one for each part that was refused."""
    by_file: dict[str, list[Entry]] = {}
    for entry in account.entries:
        by_file.setdefault(entry.file or entry.place, []).append(entry)
    return [
        tuple(label_of(name, lang) for name in HEAD),
        *(row for file, entries in by_file.items() for row in _file_rows(file, entries, lang)),
    ]


def kind_rows(account: Account, lang: str) -> list[tuple[str, ...]]:
    """The account by kind, with its head and a row for all: files, articles, characters, refused, left out."""
    kinds = sorted({entry.kind for entry in account.entries}, key=lambda kind: label_of(kind, lang))
    rows = [(label_of(kind, lang), *_sums(entry for entry in account.entries if entry.kind == kind)) for kind in kinds]
    return [tuple(label_of(name, lang) for name in KIND_HEAD), *rows, (label_of("all", lang), *_sums(account.entries))]


def write_account(account: Account, path: Path, *, lang: str = "zh") -> None:
    """Write the account as CSV in UTF-8 with a byte order mark, by which spreadsheets know it."""
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in account_rows(account, lang))
    with replacing(path) as draft:
        draft.write_bytes(lines.getvalue().encode("utf-8-sig", "replace"))


def _file_rows(file: str, entries: Sequence[Entry], lang: str) -> list[tuple[str, ...]]:
    parts = [entry for entry in entries if entry.place != file and entry.state == "refused"]
    whole = [entry for entry in entries if entry not in parts]
    rows = [_row(entry, lang) for entry in parts]
    if whole or not parts:
        rows.insert(0, _joined(file, whole, lang))
    return rows


def _joined(file: str, entries: Sequence[Entry], lang: str) -> tuple[str, ...]:
    first = entries[0]
    remarks = dict.fromkeys(remark for entry in entries if (remark := entry.remark_in(lang)))
    count, characters = (sum(len(entry.articles) for entry in entries), sum(entry.characters for entry in entries))
    state = translate(STATES[first.state], lang)
    return file, label_of(first.kind, lang), first.encoding, str(count), str(characters), state, " ".join(remarks)


def _row(entry: Entry, lang: str) -> tuple[str, ...]:
    return _joined(entry.place, [entry], lang)


def _sums(entries: Iterable[Entry]) -> tuple[str, ...]:
    held = list(entries)
    files = len({entry.file or entry.place for entry in held})
    states = (sum(entry.state == state for entry in held) for state in ("refused", "left out"))
    return str(files), f"{sum(len(e.articles) for e in held):,}", f"{sum(e.characters for e in held):,}", *map(str, states)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
