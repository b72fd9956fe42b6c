"""The sentences and titles of a graph that have most of some pairs of characters, by the rarest of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from kg.query.remote import Endpoint, age_of
from kg.query.select import select
from kg.query.spotting import NO_MARKS
from kg.query.store import Source
from kg.query.terms import encode_text

# Of a graph that has more texts none is looked at.
MOST_TEXTS = 100_000
READ = 100
TEXTS = f"""SELECT DISTINCT ?text {{
  {{ ?claim kg:sentence ?text }} UNION {{ ?article dcterms:title ?text }}
}} LIMIT {MOST_TEXTS + 1}"""


@dataclass(frozen=True, slots=True)
class Having:
    """For each sign how much it counts, the more, the fewer texts have it; and the texts, in SPARQL, that have most of them."""

    weights: dict[str, float]
    texts: tuple[str, ...]


@lru_cache(maxsize=1)
def _all_texts(source: Source | Endpoint, age: int) -> tuple[tuple[str, str], ...]:
    """Each text in SPARQL, and as it is compared."""
    rows = select(source, TEXTS).rows
    if len(rows) > MOST_TEXTS:
        return ()
    terms = [row[0] for row in rows if row[0] is not None]
    return tuple((encode_text(term.value) + (f"@{term.lang}" if term.lang else ""), plain(term.value)) for term in terms)


def plain(text: str) -> str:
    """A text as signs are looked for in it: without marks of quotation and spaces.

    >>> plain("“AI” 大会")
    'ai大会'
    """
    return text.lower().translate(NO_MARKS)


def texts_having(source: Source | Endpoint, signs: str) -> Having:
    """The texts that have most of the signs, which are separated by spaces.

    >>> from kg.query import open_graph
    >>> having = texts_having(open_graph("tests/data/query_sample.ttl"), "智能 能大 大会 没这")
    >>> sorted(having.weights, key=having.weights.get)[-1], len(having.texts) > 3
    ('没这', True)
    """
    texts = _all_texts(source, age_of(source))
    held = {sign: [i for i, (_, text) in enumerate(texts) if sign in text] for sign in dict.fromkeys(signs.split())}
    if not texts:
        return Having({}, ())
    weights = {sign: math.log(1 + len(texts) / max(1, len(having))) for sign, having in held.items()}
    sums: dict[int, float] = {}
    for sign, having in held.items():
        for i in having:
            sums[i] = sums.get(i, 0.0) + weights[sign]
    best = sorted(sums, key=lambda i: (-round(sums[i], 6), texts[i]))[:READ]
    return Having(weights, tuple(texts[i][0] for i in best))
