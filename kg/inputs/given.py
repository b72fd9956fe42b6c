"""What may be given to be read: paths, texts and articles that are there already, told apart and made into entries of the account."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from kg.errors import InputError, KgError
from kg.inputs.account import Entry, refuse
from kg.inputs.articles import Options, to_entry
from kg.inputs.limits import check_length
from kg.inputs.record import Record
from kg.messages import message
from kg.model import Article
from kg.remote import Address, Place, to_place

Input: TypeAlias = Place | str | Article
Inputs: TypeAlias = Input | Iterable[Input]

LONGEST_NAME = 255  # bytes of the name of a file; what is longer is text
SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,7}")
# What a sentence has and hardly the name of a file.
PUNCTUATION = re.compile(r"[\n，。！？；]")


@dataclass(frozen=True, slots=True)
class Sorted:
    """Inputs by what they are, each sort in the order given."""

    paths: tuple[Place, ...]
    texts: tuple[str, ...]
    articles: tuple[Article, ...]

    @property
    def all(self) -> tuple[Input, ...]:
        """All of them, sort by sort."""
        return (*self.paths, *self.texts, *self.articles)


def sort_inputs(inputs: Inputs) -> Sorted:
    """Tell paths, texts and articles apart.

    Raises:
        InputError: one is none of the three.
    """
    given = [inputs] if isinstance(inputs, Path | Address | str | Article) else list(inputs)
    for one in given:
        if not isinstance(one, Path | Address | str | Article):
            raise InputError(
                message("input {one!r} is a {kind}; give a path, a text or a kg.Article", one=str(one)[:40], kind=type(one).__name__),
            )
    words = [one for one in given if isinstance(one, str)]
    return Sorted(
        tuple(_places(given)),
        tuple(one for one in words if not is_path(one)),
        tuple(one for one in given if isinstance(one, Article)),
    )


def _places(given: Iterable[Input]) -> Iterator[Place]:
    for one in given:
        if isinstance(one, Path | Address):
            yield one
        elif isinstance(one, str) and is_path(one):
            yield to_place(one)


def is_path(words: str) -> bool:
    """Whether a string names a file, folder, pattern or address, there or not; else it is itself the text to be read.

    A string is a path where there is a file of that name; or where it has a suffix, a slash or an asterisk, and no punctuation of a
    Chinese sentence.

    >>> [is_path(words) for words in ("README.md", "没有/的.txt", "-", "茂林大学主办第二届草业论坛。")]
    [True, True, True, False]
    """
    if not words or len(words.encode("utf-8", "replace")) > LONGEST_NAME or "\0" in words:
        return False
    if words == "-" or Path(words).exists():
        return True
    named = "/" in words or "*" in words or SUFFIX.fullmatch(Path(words).suffix) is not None
    return named and PUNCTUATION.search(words) is None


def text_entries(texts: Iterable[str], options: Options) -> Iterator[Entry]:
    """An entry for each text. Its id rests on its words, so that one text more or less changes no other's."""
    for number, text in enumerate(texts, start=1):
        # Behind a colon, as the number of a row is: no day is looked for in it.
        place = f"text:{number}"
        digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        try:
            entry = to_entry(Record(text, place, f"text-{digest[:12]}"), "plain", options)
            yield replace(entry, articles=tuple(replace(article, source=article.id) for article in entry.articles))
        except KgError as error:
            yield refuse(place, "plain", error)


def article_entries(articles: Iterable[Article]) -> Iterator[Entry]:
    """An entry for each article, which stays as it is."""
    for article in articles:
        try:
            check_length(article.text, article.id)
            yield Entry(article.id, "article", articles=(article,))
        except InputError as error:
            yield refuse(article.id, "article", error)
