"""Sentences that show a difference: the claim's own, or those of the gold text that hold the accepted names, with the ends marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from kg.evaluate.gold import GoldDocument, GoldFact, fold
from kg.model import ISO_DATE, Span
from kg.statements import Statement
from kg.text import split_articles, split_sentences
from kg.times import find_dates

Role = Literal["", "subject", "predicate", "object"]

ROLES: tuple[Role, Role, Role] = ("subject", "predicate", "object")
# A missed fact shows so many sentences at most for each way of holding its names.
MOST = 3


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence cut into pieces, each with the role that it is marked by, "" for none."""

    pieces: tuple[tuple[str, Role], ...]

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that are marked."""
        return frozenset(role for _, role in self.pieces if role)


def excerpt_of_claim(claim: Statement) -> Excerpt | None:
    """The claim's sentence with those of its ends and predicate that stand in it; None where the graph holds no sentence."""
    if not claim.sentence:
        return None
    whole, begin = Span(0, len(claim.sentence)), claim.begin
    placed = [(Span(start - begin, end - begin), role) for (start, end), role in zip(claim.spans, ROLES, strict=True) if start >= 0]
    return _mark(claim.sentence, [(span, role) for span, role in placed if span in whole])


def read_sentences(document: GoldDocument) -> tuple[str, ...]:
    """The sentences of a gold text after layout repair."""
    articles = split_articles(document.text, id=document.id, date=document.date)
    return tuple(sentence.span.of(article.text) for article in articles for sentence in split_sentences(article))


def excerpts_of_fact(fact: GoldFact, document: GoldDocument, sentences: Sequence[str]) -> tuple[Excerpt, ...]:
    """Sentences with accepted names of both ends; where none has both, those with either."""
    found = [_mark(sentence, list(_find_ends(fact, document, sentence))) for sentence in sentences]
    both = [excerpt for excerpt in found if len(excerpt.roles) == 2]
    if both:
        return tuple(both[:MOST])
    kept = [excerpt for role in ROLES for excerpt in [e for e in found if role in e.roles][:MOST]]
    return tuple(excerpt for excerpt in found if excerpt in kept)


def find_names(names: Iterable[str], sentence: str) -> Iterator[Span]:
    """Where names stand in a sentence, compared in folded form; of overlapping places the longest, then the first.

    >>> [span.of("举办“海 岸”展。") for span in find_names(["海岸展"], "举办“海 岸”展。")]
    ['海 岸”展']
    """
    folded = [(char, at) for at, raw in enumerate(sentence) for char in fold(raw)]
    text = "".join(char for char, _ in folded)
    taken: list[Span] = []
    for name in sorted({fold(name) for name in names}, key=lambda name: (-len(name), name)):
        for match in re.finditer(re.escape(name), text):
            span = Span(folded[match.start()][1], folded[match.end() - 1][1] + 1)
            if not any(span.overlaps(other) for other in taken):
                taken.append(span)
    yield from sorted(taken)


def _find_ends(fact: GoldFact, document: GoldDocument, sentence: str) -> Iterator[tuple[Span, Role]]:
    yield from ((span, "subject") for span in find_names(fact.subjects, sentence))
    if all(ISO_DATE.fullmatch(name) for name in fact.objects):
        dates = find_dates(sentence, document.date)
        yield from ((date.span, "object") for date in dates if {date.start, date.end} & set(fact.objects))
    else:
        yield from ((span, "object") for span in find_names(fact.objects, sentence))


def _mark(sentence: str, places: Sequence[tuple[Span, Role]]) -> Excerpt:
    """Of overlapping places the shorter one shows in the longer."""
    roles: list[Role] = [""] * len(sentence)
    for span, role in sorted(places, key=lambda place: (-len(place[0]), place[0])):
        roles[span.start : span.end] = [role] * len(span)
    runs = groupby(zip(sentence, roles, strict=True), key=lambda pair: pair[1])
    return Excerpt(tuple(("".join(char for char, _ in run), role) for role, run in runs))
