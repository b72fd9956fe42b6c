"""What a reader of a kind of file finds: texts with what is known of them, before they become articles; and where files come from."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass

from kg.inputs.limits import Budget


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read: a file, a member of an archive, standard input. `name` begins ids and places; `open` gives its bytes."""

    name: str
    open: Callable[[], io.BufferedReader]
    depth: int = 0
    budget: Budget | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One text with what its file says of it.

    `place` is the name of the file, for a row or line with its number behind a colon. `date` is what a column or a page gives,
    `dated` which of the two. `unused` are lines that the reader left out; `lost` counts damaged characters. `paragraphs` is true
    where the lines of `text` are paragraphs for certain, so that no layout is repaired.
    """

    text: str
    place: str
    id: str = ""
    title: str = ""
    date: datetime.date | None = None
    dated: str = ""
    publisher: str = ""
    byline: str = ""
    url: str = ""
    encoding: str = ""
    lost: int = 0
    unused: tuple[str, ...] = ()
    paragraphs: bool = False
