"""The compact JSON that the page carries: columns of numbers and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import networkx as nx

from kg.view.content import MODALITIES, Article, Content, Node, Statement
from kg.view.hanzi import fold_table, readings
from kg.view.marks import find_marks, find_outside, sentences_by_article, utf16_span
from kg.view.table import Words

LIMIT = 10_000
"""A page holds at most so many entities: the best connected ones."""

Key = TypeVar("Key", bound=Hashable)


class _Index(Generic[Key]):
    """Numbers its keys in order of appearance."""

    def __init__(self, keys: Iterable[Key] = ()) -> None:
        self.numbers: dict[Key, int] = {}
        for key in keys:
            self.number(key)

    def number(self, key: Key) -> int:
        return self.numbers.setdefault(key, len(self.numbers))

    def find(self, key: Key) -> int:
        return self.numbers.get(key, -1)


class _Numbers:
    """What the columns refer to by number."""

    def __init__(self, nodes: Sequence[Node], articles: Sequence[Article], content: Content) -> None:
        self.entities = _Index(node.iri for node in nodes)
        self.articles = _Index(article.iri for article in articles)
        self.classes = _Index(term.iri for term in content.classes)
        self.relations = _Index(term.iri for term in content.relations)
        self.provinces = _Index(sorted({node.province for node in nodes if node.province}))
        self.province_of = {node.iri: self.provinces.find(node.province) for node in nodes}
        self.prefixes: _Index[str] = _Index()
        self.sentences: _Index[tuple[int, int, str]] = _Index()
        self.literals: _Index[Words] = _Index()
        self.patterns: _Index[str] = _Index()

    def split(self, iri: str, label: str = "") -> tuple[int, str]:
        """The number of the IRI's prefix and its rest, which is empty where it is the label."""
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        rest = iri[cut:]
        return self.prefixes.number(iri[:cut]), "" if rest == label else rest

    def sentence(self, article: str, begin: int, text: str) -> int:
        return self.sentences.number((self.articles.find(article), begin, text)) if text else -1

    def literal(self, words: Words) -> int:
        return -1 - self.literals.number(words)


def to_payload(content: Content, *, limit: int = LIMIT) -> dict[str, Any]:
    """What the page's script reads. Entities beyond `limit` are left out with their facts, and counted under "left"."""
    nodes = _best_connected(content, limit)
    kept = {node.iri for node in nodes}
    statements = [fact for fact in content.statements if fact.subject in kept and (isinstance(fact.object, Words) or fact.object in kept)]
    aliases = [alias for alias in content.aliases if alias.subject in kept]
    cited = {statement.article for statement in (*statements, *aliases)}
    articles = [article for article in content.articles if len(nodes) == len(content.nodes) or article.iri in cited]
    numbers = _Numbers(nodes, articles, content)
    names = "".join(name for node in nodes for name in (node.label, *node.names))
    payload: dict[str, Any] = {
        "classes": [[term.iri, term.zh, term.en, term.base] for term in content.classes],
        "relations": [[term.iri, term.zh, term.en] for term in content.relations],
        "modalities": list(MODALITIES),
        "provinces": list(numbers.provinces.numbers),
        "articles": _columns([_article_row(article, numbers) for article in articles], 8),
        "entities": _columns([_entity_row(node, numbers) for node in nodes], 11),
        **_fact_columns(statements, articles, numbers),
        "aliases": [_alias_row(alias, numbers) for alias in aliases],
        "left": [len(content.nodes) - len(nodes), _count_facts(content.statements) - _count_facts(statements)],
        "fold": fold_table(names + "".join(fact.sentence for fact in statements)),
        "pinyin": readings(names),
    }
    payload["sentences"] = _columns(list(numbers.sentences.numbers), 3)
    payload["literals"] = [[words.text, words.lang, words.datatype] for words in numbers.literals.numbers]
    payload["patterns"] = list(numbers.patterns.numbers)
    payload["prefixes"] = list(numbers.prefixes.numbers)
    return payload


def to_networkx(payload: Mapping[str, Any]) -> nx.Graph:
    """The payload's entities by number, joined where a fact joins them; `weight` counts the facts of a pair that an article states."""
    graph = nx.Graph()
    graph.add_nodes_from(range(len(payload["entities"][0])))
    has_articles = bool(payload["articles"][0])
    stated = {fact for fact, article in zip(*payload["claims"][:2], strict=True) if article >= 0 or not has_articles}
    weights: Counter[tuple[int, int]] = Counter()
    for fact, (subject, _, value, _) in enumerate(zip(*payload["facts"], strict=True)):
        if value >= 0 and value != subject:
            weights[min(subject, value), max(subject, value)] += fact in stated
    graph.add_weighted_edges_from((one, other, weight) for (one, other), weight in sorted(weights.items()))
    return graph


def _best_connected(content: Content, limit: int) -> list[Node]:
    facts = {(fact.subject, fact.relation, fact.object) for fact in content.statements if fact.article or not content.articles}
    degrees = Counter(end for subject, _, value in facts for end in (subject, value) if isinstance(end, str))
    return sorted(content.nodes, key=lambda node: (-degrees[node.iri], node.iri))[:limit]


def _count_facts(statements: Iterable[Statement]) -> int:
    return len({(fact.subject, fact.relation, fact.object) for fact in statements})


def _columns(rows: Sequence[Sequence[Any]], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]


def _article_row(article: Article, numbers: _Numbers) -> list[Any]:
    told = [article.id, article.title, article.date, article.publisher, article.url]
    return [*numbers.split(article.iri, article.id), *told, numbers.articles.find(article.origin)]


def _entity_row(node: Node, numbers: _Numbers) -> list[Any]:
    last = node.last if node.last != node.first else ""
    place = [numbers.provinces.find(node.province), numbers.entities.find(node.inside)]
    further = [list(node.names) or 0, list(node.same) or 0, node.about or 0]
    return [*numbers.split(node.iri, node.label), node.label, numbers.classes.find(node.cls), *place, node.first, last, *further]


def _fact_columns(statements: Sequence[Statement], articles: Sequence[Article], numbers: _Numbers) -> dict[str, Any]:
    facts: _Index[tuple[int, int, int]] = _Index()
    keys = dict.fromkeys((claim.subject, claim.relation, claim.object) for claim in statements)
    sentences = sentences_by_article(statements)
    rows = []
    for claim in statements:
        value = numbers.literal(claim.object) if isinstance(claim.object, Words) else numbers.entities.find(claim.object)
        fact = facts.number((numbers.entities.find(claim.subject), numbers.relations.find(claim.relation), value))
        rows.append([fact, *_claim_row(claim, sentences.get(claim.article, {}), numbers)])
    support = count_support(statements, articles)
    supported = [(*fact, support[key]) for fact, key in zip(facts.numbers, keys, strict=True)]
    return {"facts": _columns(supported, 4), "claims": _columns(rows, 16)}


def count_support(statements: Iterable[Statement], articles: Iterable[Article]) -> Counter[tuple[str, str, str | Words]]:
    """Fact -> the number of distinct originals among the articles of its asserted claims, as the named query `support` counts."""
    origins = {article.iri: article.origin for article in articles}
    asserted = (claim for claim in statements if claim.article and claim.modality == MODALITIES[0])
    pairs = {(claim.subject, claim.relation, claim.object, origins.get(claim.article, claim.article)) for claim in asserted}
    return Counter((subject, relation, value) for subject, relation, value, _ in pairs)


def _claim_row(claim: Statement, sentences: Mapping[int, str], numbers: _Numbers) -> list[Any]:
    provinces = (numbers.province_of.get(end, -1) for end in (claim.where, claim.object, claim.subject) if isinstance(end, str))
    return [
        numbers.articles.find(claim.article),
        numbers.sentence(claim.article, claim.begin, claim.sentence),
        MODALITIES.index(claim.modality) if claim.modality in MODALITIES else 0,
        find_marks(claim) or 0,
        _outside_rows(claim, sentences, numbers) or 0,
        float(claim.confidence) if claim.confidence.replace(".", "", 1).isdecimal() else 0,
        *numbers.split(claim.iri),
        numbers.patterns.number(claim.pattern),
        numbers.literal(claim.when) if claim.when else 0,
        numbers.entities.find(claim.where),
        numbers.entities.find(claim.speaker),
        claim.first,
        claim.last if claim.last != claim.first else "",
        next((province for province in provinces if province >= 0), -1),
    ]


def _outside_rows(claim: Statement, sentences: Mapping[int, str], numbers: _Numbers) -> list[list[int]]:
    """Which part, its span in the article and, where its sentence is known, that sentence's number and the span in it."""
    rows = []
    for which, span, begin, inner in find_outside(claim, sentences):
        known = [numbers.sentence(claim.article, begin, sentences[begin]), *inner] if inner else []
        rows.append([which, *span, *known])
    return rows


def _alias_row(alias: Statement, numbers: _Numbers) -> list[Any]:
    """Entity, name, article (-1: the ontology or an authority file), sentence, offsets in it."""
    name = alias.object.text if isinstance(alias.object, Words) else alias.object
    inner = utf16_span(alias.sentence, alias.begin, alias.spans[2]) or (-1, -1)
    sentence = numbers.sentence(alias.article, alias.begin, alias.sentence)
    return [numbers.entities.find(alias.subject), name, numbers.articles.find(alias.article), sentence, *inner]
