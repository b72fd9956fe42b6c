"""The values of resolution: what one article says of each thing it names, and the key of a node."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kg.model import Packed, Span

Key = tuple[str, str, str]
"""Class, name and scope of a mention."""

Target = tuple[str, str, str]
"""Class, canonical name and scope of a node: all that its IRI is made of."""


@dataclass(frozen=True, slots=True)
class Bearer(Packed):
    """What tells apart the people of one name: posts, employers, whom the article names with them, and what they share in claims.

    `offices` are the public offices among the employers, `day` that of the article, `home` the body whose news it is.
    """

    posts: frozenset[str] = frozenset()
    employers: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    company: frozenset[str] = frozenset()
    shared: frozenset[Target] = frozenset()
    offices: frozenset[str] = frozenset()
    day: str = ""
    home: str = ""


def told_of(bearers: Iterable[Bearer], sign: Literal["posts", "employers", "around", "offices"]) -> frozenset[str]:
    """What several articles together say of one bearer."""
    return frozenset().union(*(getattr(bearer, sign) for bearer in bearers))


@dataclass(frozen=True, slots=True)
class Local(Packed):
    """One thing as one article names it.

    `target` is the node by the article alone, `label` the fullest name in the text, `keys` the mentions that name it, `aliases` further
    proper names with the place where each stands first. `also` are nodes that bear another name of it, which articles share.
    `place` is the canonical name of the place that it belongs to, `said` where the label stands first, None where it is not in the text.
    """

    target: Target
    label: str
    keys: tuple[Key, ...]
    aliases: tuple[tuple[str, Span], ...] = ()
    also: tuple[Target, ...] = ()
    place: str = ""
    number: str = ""
    bearer: Bearer | None = None
    said: Span | None = None


@dataclass(frozen=True, slots=True)
class ArticleEntities:
    """Everything that resolution needs of one article; `date` is the day of its publication, "" where unknown."""

    article: str
    entities: tuple[Local, ...]
    date: str = ""
