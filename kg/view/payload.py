"""The compact JSON that the page carries: columns of numbers and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

import networkx as nx

from kg.statements import Statement
from kg.table import LiteralValue
from kg.view.content import BASE_CLASSES, KG, MODALITIES, Article, Content, Node
from kg.view.hanzi import fold_table, readings
from kg.view.marks import find_marks, find_outside, sentences_by_article
from kg.view.questions import asking_characters, question_words
from kg.view.texts import choose_texts, pack, read_texts

OPEN = "~"
"""Stands for the last day of a period that has a first day and no end."""
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
        used = {region for node in nodes for region in node.regions}
        self.provinces = _Index(label for label, iri in content.regions if iri in used)
        self.province_of = {iri: self.provinces.find(label) for label, iri in content.regions if iri in used}
        self.prefixes: _Index[str] = _Index()
        self.sentences: _Index[tuple[int, int, str]] = _Index()
        self.literals: _Index[LiteralValue] = _Index()
        self.patterns: _Index[str] = _Index()

    def split(self, iri: str, label: str = "") -> tuple[int, str]:
        """The number of the IRI's prefix and its rest, which is empty where it is the label."""
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        rest = iri[cut:]
        return self.prefixes.number(iri[:cut]), "" if rest == label else rest

    def sentence(self, article: str, begin: int, text: str) -> int:
        return self.sentences.number((self.articles.find(article), begin, text)) if text else -1

    def literal(self, words: LiteralValue) -> int:
        return -1 - self.literals.number(words)


def to_payload(content: Content, *, limit: int = LIMIT, texts: Path | None = None) -> dict[str, Any]:
    """What the page's script reads. Entities beyond `limit` are left out with their facts, and counted under "left".

    `texts` is a folder of the articles' texts.
    """
    nodes = _best_connected(content, limit)
    kept = {node.iri for node in nodes}
    statements = [fact for fact in content.statements if fact.subject in kept and (fact.object in kept or not isinstance(fact.object, str))]
    aliases = [alias for alias in content.aliases if alias.subject in kept]
    articles = content.articles if len(nodes) == len(content.nodes) else _cited(content, (*statements, *aliases))
    numbers = _Numbers(nodes, articles, content)
    names = "".join(name for node in nodes for name in (node.label, *node.names))
    questions = question_words()
    payload: dict[str, Any] = {
        "classes": [[term.iri, term.zh, term.en, term.base] for term in content.classes],
        "relations": [[term.iri, term.zh, term.en] for term in content.relations],
        "modalities": list(MODALITIES),
        "provinces": _province_rows(content, numbers),
        "articles": _columns([_article_row(article, numbers) for article in articles], 8),
        "entities": _columns([_entity_row(node, numbers) for node in nodes], 11),
        **_fact_columns(statements, articles, numbers),
        "aliases": [_alias_row(alias, numbers) for alias in aliases],
        "left": [len(content.nodes) - len(nodes), _count_facts(content.statements) - _count_facts(statements)],
        "fold": fold_table(names + "".join(fact.sentence for fact in statements) + asking_characters(questions)),
        "pinyin": readings(names),
        "questions": questions,
        "also": {number: further for number, node in enumerate(nodes) if (further := _further_classes(node))},
    }
    payload["sentences"] = _columns(list(numbers.sentences.numbers), 3)
    payload["literals"] = [[words.text, words.lang, words.datatype] for words in numbers.literals.numbers]
    payload["patterns"] = list(numbers.patterns.numbers)
    payload["prefixes"] = list(numbers.prefixes.numbers)
    payload["texts"] = pack(choose_texts(articles, read_texts(articles, texts), statements), articles)
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


def main_entities(payload: Mapping[str, Any], *, events: int = 7, others: int = 10) -> list[int]:
    """The numbers of the events and of the other entities of which most facts are stated, as the overview of the page lists them."""
    named, classes = payload["classes"], payload["entities"][3]
    is_event = [cls >= 0 and named[cls][3] == "Event" for cls in classes]
    ranked = range(len(classes))
    return [n for n in ranked if is_event[n]][:events] + [n for n in ranked if not is_event[n]][:others]


def _best_connected(content: Content, limit: int) -> list[Node]:
    facts = {(fact.subject, fact.relation, fact.object) for fact in content.statements if fact.article or not content.articles}
    degrees = Counter(end for subject, _, value in facts for end in (subject, value) if isinstance(end, str))
    return sorted(content.nodes, key=lambda node: (-degrees[node.iri], node.iri))[:limit]


def _cited(content: Content, statements: Iterable[Statement]) -> Sequence[Article]:
    cited = {statement.article for statement in statements}
    return [article for article in content.articles if article.iri in cited]


def _count_facts(statements: Iterable[Statement]) -> int:
    return len({(fact.subject, fact.relation, fact.object) for fact in statements})


def _columns(rows: Sequence[Sequence[Any]], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]


def _article_row(article: Article, numbers: _Numbers) -> list[Any]:
    told = [article.id, article.title, article.date, article.publisher, article.url]
    return [*numbers.split(article.iri, article.id), *told, numbers.articles.find(article.origin)]


def _entity_row(node: Node, numbers: _Numbers) -> list[Any]:
    place = [sorted({numbers.province_of[iri] for iri in node.regions}) or 0, numbers.entities.find(node.inside)]
    further = [list(node.names) or 0, list(node.same) or 0, node.about or 0]
    return [*numbers.split(node.iri, node.label), node.label, numbers.classes.find(node.cls), *place, *_days(node), *further]


def _further_classes(node: Node) -> list[str]:
    """What the entity is beside what it is shown as: a place may be a body, which questions ask for."""
    return [name for name in BASE_CLASSES if KG + name in node.types and KG + name != node.cls]


def _days(dated: Node | Statement) -> tuple[str, str]:
    """First and last day; the last is empty where it is the first, and marked where the end is open."""
    if dated.first and not dated.last:
        return dated.first, OPEN
    return dated.first, dated.last if dated.last != dated.first else ""


def _province_rows(content: Content, numbers: _Numbers) -> list[list[str]]:
    """The label of each province and country, and the IRIs that bear it."""
    return [[label, *(iri for name, iri in content.regions if name == label)] for label in numbers.provinces.numbers]


def _fact_columns(statements: Sequence[Statement], articles: Sequence[Article], numbers: _Numbers) -> dict[str, Any]:
    facts: _Index[tuple[int, int, int]] = _Index()
    keys = dict.fromkeys((claim.subject, claim.relation, claim.object) for claim in statements)
    sentences = sentences_by_article(statements)
    rows = []
    for claim in statements:
        value = numbers.literal(claim.object) if isinstance(claim.object, LiteralValue) else numbers.entities.find(claim.object)
        fact = facts.number((numbers.entities.find(claim.subject), numbers.relations.find(claim.relation), value))
        rows.append([fact, *_claim_row(claim, sentences.get(claim.article, {}), numbers)])
    support = count_support(statements, articles)
    supported = [(*fact, support[key]) for fact, key in zip(facts.numbers, keys, strict=True)]
    return {"facts": _columns(supported, 4), "claims": _columns(rows, 15)}


def count_support(statements: Iterable[Statement], articles: Iterable[Article]) -> Counter[tuple[str, str, str | LiteralValue]]:
    """Fact -> the number of distinct originals among the articles of its asserted claims, as the named query `support` counts."""
    origins = {article.iri: article.origin for article in articles}
    asserted = (claim for claim in statements if claim.article and claim.modality == MODALITIES[0])
    pairs = {(claim.subject, claim.relation, claim.object, origins.get(claim.article, claim.article)) for claim in asserted}
    return Counter((subject, relation, value) for subject, relation, value, _ in pairs)


def _claim_row(claim: Statement, sentences: Mapping[int, str], numbers: _Numbers) -> list[Any]:
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
        *_days(claim),
    ]


def _outside_rows(claim: Statement, sentences: Mapping[int, str], numbers: _Numbers) -> list[list[int]]:
    """Which part, its span in the article and, where its sentence is known, that sentence's number and the span in it."""
    rows = []
    for which, span, begin, inner in find_outside(claim, sentences):
        known = [numbers.sentence(claim.article, begin, sentences[begin]), *inner] if inner else []
        rows.append([which, *span, *known])
    return rows


def _alias_row(alias: Statement, numbers: _Numbers) -> list[Any]:
    """Entity, name, article (-1: the ontology or an authority file), sentence, the name's span in the article, IRI, modality, language,
    confidence and pattern."""
    name = alias.object if isinstance(alias.object, LiteralValue) else LiteralValue(alias.object)
    told = [numbers.articles.find(alias.article), numbers.sentence(alias.article, alias.begin, alias.sentence), *alias.spans[2]]
    modality = MODALITIES.index(alias.modality) if alias.modality in MODALITIES else 0
    confidence = float(alias.confidence) if alias.confidence.replace(".", "", 1).isdecimal() else 0
    further = [*numbers.split(alias.iri), modality, name.lang, confidence, numbers.patterns.number(alias.pattern)]
    return [numbers.entities.find(alias.subject), name.text, *told, *further, alias.article if alias.article and told[0] < 0 else ""]
