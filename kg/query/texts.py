"""The sentences and titles of a graph, and of the articles beside it, that have most of some pairs of characters, by the rarest of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.query.remote import Endpoint, age_of
from kg.query.select import select
from kg.query.spotting import NO_MARKS
from kg.query.store import Source
from kg.query.terms import encode_text

# Of a graph that has more texts none is looked at, nor are articles of more characters.
MOST_TEXTS, MOST_CHARACTERS = 100_000, 5_000_000
READ, READ_ARTICLES = 100, 30
TEXTS = f"""SELECT DISTINCT ?text {{
  {{ ?claim kg:sentence ?text }} UNION {{ ?article dcterms:title ?text }}
}} LIMIT {MOST_TEXTS + 1}"""


ARTICLES = """SELECT ?article ?id ?sha ?title ?issued {
  ?article a schema:NewsArticle ; dcterms:identifier ?id ; kg:sha256 ?sha
  OPTIONAL { ?article dcterms:title ?title } OPTIONAL { ?article dcterms:issued ?issued }
} ORDER BY ?article"""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an article with the one `before` it; whether anything was `read` from it."""

    sentence: str
    article: str
    title: str
    issued: str
    before: str = ""
    read: bool = False


@dataclass(frozen=True, slots=True)
class Having:
    """For each sign how much it counts, the more, the fewer texts have it; the texts, in SPARQL, that have most of them; and the
    sentences of the articles beside the graph that do."""

    weights: dict[str, float]
    texts: tuple[str, ...]
    said: tuple[Said, ...] = ()


@lru_cache(maxsize=1)
def _all_texts(source: Source | Endpoint, age: int) -> tuple[tuple[str, str], ...]:
    """Each text in SPARQL, and as it is compared."""
    rows = select(source, TEXTS).rows
    if len(rows) > MOST_TEXTS:
        return ()
    terms = [row[0] for row in rows if row[0] is not None]
    return tuple((encode_text(term.value) + (f"@{term.lang}" if term.lang else ""), plain(term.value)) for term in terms)


@lru_cache(maxsize=1)
def _all_articles(source: Source) -> tuple[tuple[Said, str], ...]:
    """Each article with its whole text, and that as it is compared; none where they lie elsewhere or are too much."""
    folder = source.path.parent / "articles" if source.path is not None and source.path.is_file() else None
    if folder is None or not folder.is_dir():
        return ()
    return tuple(_read(source, folder))


def _read(source: Source, folder: Path) -> Iterator[tuple[Said, str]]:
    from kg.graph import read_article  # what writes graphs is not needed to ask them

    left = MOST_CHARACTERS
    rows = select(source, ARTICLES)
    for article, identifier, sha, title, issued in zip(*(rows.column(name) for name in rows.variables), strict=True):
        text = read_article(folder, identifier, sha)
        left -= len(text)
        if left < 0:
            return
        if text:
            yield Said(text, article, title, issued[:10]), plain(text)


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
    articles = _all_articles(source) if isinstance(source, Source) else ()
    if not texts and not articles:
        return Having({}, ())
    weights = {sign: math.log(1 + len(texts) / max(1, len(having))) for sign, having in held.items()}
    sums: dict[int, float] = {}
    for sign, having in held.items():
        for i in having:
            sums[i] = sums.get(i, 0.0) + weights[sign]
    best = sorted(sums, key=lambda i: (-round(sums[i], 6), texts[i]))[:READ]
    told = frozenset(text for _, text in texts)
    return Having(weights, tuple(texts[i][0] for i in best), tuple(_sentences(weights, articles, told=told)))


def _sentences(weights: Mapping[str, float], articles: Sequence[tuple[Said, str]], *, told: frozenset[str]) -> Iterator[Said]:
    """The sentences with some of the signs of the articles that have most of them; `told` are those from which something was read."""
    from kg.text import told_sentences

    def counted(text: str) -> float:
        return round(sum(weight for sign, weight in weights.items() if sign in text), 6)

    best = sorted(((counted(text), i) for i, (_, text) in enumerate(articles)), key=lambda one: (-one[0], one[1]))[:READ_ARTICLES]
    for most, i in best:
        whole, before = articles[i][0], ""
        for start, end in told_sentences(whole.sentence, whole.title) if most else ():
            sentence = whole.sentence[start:end].strip()
            if any(sign in plain(sentence) for sign in weights):
                yield Said(sentence, whole.article, whole.title, whole.issued, before, plain(sentence) in told)
            before = sentence
