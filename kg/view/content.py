"""An RDF graph as the page shows it: entities, facts, claims and articles in plain, ordered, frozen values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from rdflib import Graph, Literal
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SDO, SKOS

from kg import ontology
from kg.graph import read_graph

KG = str(ontology.KG)
MODALITIES = ("asserted", "planned", "former", "denied", "desired", "hypothetical")
BASE_CLASSES = ("Person", "Organization", "Event", "Document", "Product", "Place")

Table: TypeAlias = Mapping[str, Mapping[str, Sequence[Any]]]
"""Subject IRI -> predicate IRI -> objects in a fixed order: IRIs as strings, rdflib literals."""

_ENTITY_CLASSES = frozenset(KG + name for name in (*BASE_CLASSES, "Entity", "Agent"))
_TYPE, _LABEL = str(RDF.type), str(RDFS.label)
_RANGE = re.compile(r"char=(\d+),(\d+)\Z")
_NO_SPAN = (-1, -1)


@dataclass(frozen=True, slots=True)
class Term:
    """A class or relation with its labels in the two languages of the interface; `base` is the drawn class it belongs to."""

    iri: str
    zh: str
    en: str
    base: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """An article. `origin` is the IRI of the article that it reprints, else its own."""

    iri: str
    id: str
    title: str
    date: str
    publisher: str
    url: str
    origin: str


@dataclass(frozen=True, slots=True)
class Node:
    """An entity. `types` holds all its class IRIs, `cls` the one that is shown; `first` and `last` are ISO days or empty."""

    iri: str
    label: str
    cls: str
    types: tuple[str, ...]
    names: tuple[str, ...] = ()
    province: str = ""
    inside: str = ""
    first: str = ""
    last: str = ""
    same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A literal object."""

    text: str
    lang: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim, or a direct triple that no claim backs (then without article and sentence).

    `spans` are the subject's, predicate's and object's offsets in the article's text, in code points; (-1, -1) where unknown.
    `begin` is the sentence's own offset.
    """

    iri: str
    subject: str
    relation: str
    object: str | Words
    modality: str
    article: str = ""
    sentence: str = ""
    begin: int = 0
    spans: tuple[tuple[int, int], ...] = (_NO_SPAN, _NO_SPAN, _NO_SPAN)
    when: Words | None = None
    where: str = ""
    speaker: str = ""
    confidence: str = ""
    pattern: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """All that a page may show. `aliases` are the statements that say where a name was learnt."""

    nodes: tuple[Node, ...]
    statements: tuple[Statement, ...]
    aliases: tuple[Statement, ...]
    sources: tuple[Source, ...]
    classes: tuple[Term, ...]
    relations: tuple[Term, ...]


def read_content(graph: Graph | Path | str) -> Content:
    """The content of an RDF graph, or of the graph file at a path.

    Raises GraphError where the file cannot be read.
    """
    return to_content(_table(graph if isinstance(graph, Graph) else read_graph(Path(graph))))


def to_content(table: Table) -> Content:
    """The content of a table of triples."""
    claims = [iri for iri, row in table.items() if KG + "Claim" in row.get(_TYPE, ()) or KG + "AliasClaim" in row.get(_TYPE, ())]
    statements = [statement for iri in claims if (statement := _statement(iri, table[iri])) is not None]
    aliases = tuple(statement for statement in statements if statement.relation == str(SKOS.altLabel))
    facts = [statement for statement in statements if statement.relation != str(SKOS.altLabel)]
    ends = {end for fact in facts for end in (fact.subject, fact.object, fact.where, fact.speaker) if isinstance(end, str) and end}
    irregular = set(claims) | {iri for iri, row in table.items() if str(SDO.NewsArticle) in row.get(_TYPE, ())}
    entities = sorted((ends | {iri for iri, row in table.items() if _is_entity(row)}) - irregular)
    facts += _unclaimed(table, entities, facts)
    nodes = _nodes(table, entities, facts)
    used_classes = sorted({node.cls for node in nodes})
    return Content(
        nodes=nodes,
        statements=tuple(facts),
        aliases=aliases,
        sources=_sources(table, statements),
        classes=tuple(_class_term(table, iri) for iri in used_classes),
        relations=tuple(_term(table, iri) for iri in sorted({fact.relation for fact in facts})),
    )


def _table(graph: Graph) -> Table:
    rows: dict[str, dict[str, list[Any]]] = {}
    for subject, predicate, value in graph:
        rows.setdefault(str(subject), {}).setdefault(str(predicate), []).append(value if isinstance(value, Literal) else str(value))
    for row in rows.values():
        for values in row.values():
            if len(values) > 1:
                values.sort(key=_order)
    return {subject: rows[subject] for subject in sorted(rows)}


def _order(value: Any) -> tuple[str, str]:
    return str(value), getattr(value, "language", None) or ""


def _one(row: Mapping[str, Sequence[Any]], predicate: str) -> str:
    values = row.get(predicate)
    return str(values[0]) if values else ""


def _is_entity(row: Mapping[str, Sequence[Any]]) -> bool:
    return any(str(cls) in _ENTITY_CLASSES for cls in row.get(_TYPE, ()))


def _words(value: Any) -> Words:
    if isinstance(value, Literal):
        return Words(str(value), value.language or "", str(value.datatype or ""))
    return Words(str(value))


def _span(row: Mapping[str, Sequence[Any]], name: str) -> tuple[int, int]:
    match = _RANGE.match(_one(row, KG + name))
    return (int(match[1]), int(match[2])) if match else _NO_SPAN


def _statement(iri: str, row: Mapping[str, Sequence[Any]]) -> Statement | None:
    ends = [row.get(str(part)) for part in (RDF.subject, RDF.predicate, RDF.object)]
    if not all(ends):
        return None
    subject, relation, value = (end[0] for end in ends if end)
    begin = _one(row, KG + "begin")
    when = row.get(KG + "when")
    first, last = _one(row, KG + "earliest"), _one(row, KG + "latest")
    return Statement(
        iri=iri,
        subject=str(subject),
        relation=str(relation),
        object=_words(value) if isinstance(value, Literal) else str(value),
        modality=_one(row, KG + "modality").removeprefix(KG) or MODALITIES[0],
        article=_one(row, str(PROV.wasDerivedFrom)),
        sentence=_one(row, KG + "sentence"),
        begin=int(begin) if begin.isdecimal() else 0,
        spans=(_span(row, "subjectAt"), _span(row, "predicateAt"), _span(row, "objectAt")),
        when=_words(when[0]) if when else None,
        where=_one(row, KG + "where"),
        speaker=_one(row, KG + "saidBy"),
        confidence=_one(row, KG + "confidence"),
        pattern=_one(row, KG + "pattern"),
        first=first[:10],
        last=(last or first)[:10],
    )


def _unclaimed(table: Table, entities: Sequence[str], facts: Iterable[Statement]) -> list[Statement]:
    """Direct triples between entities that no claim says, other than the containment of places."""
    said = {(fact.subject, fact.relation, fact.object) for fact in facts}
    known = set(entities)
    found = []
    for subject in entities:
        for relation, values in sorted(table.get(subject, {}).items()):
            if relation.startswith(KG) and relation != KG + "inPlace":
                targets = [str(value) for value in values if not isinstance(value, Literal) and str(value) in known]
                found += [Statement("", subject, relation, to, MODALITIES[0]) for to in targets if (subject, relation, to) not in said]
    return found


def _nodes(table: Table, entities: Sequence[str], facts: Iterable[Statement]) -> tuple[Node, ...]:
    inside = {iri: _one(table[iri], KG + "inPlace") for iri in entities if iri in table}
    province = {iri: _province(table, inside, iri) for iri in entities if KG + "Place" in _types(table, iri) or inside.get(iri)}
    for fact in facts:
        if fact.relation == KG + "heldAt" and fact.object in province:
            province.setdefault(fact.subject, province[str(fact.object)])
    return tuple(_node(table, iri, inside.get(iri, ""), province.get(iri, "")) for iri in entities)


def _province(table: Table, inside: Mapping[str, str], iri: str) -> str:
    """The label of the outermost place that holds `iri`, or its own."""
    seen = {iri}
    while (outer := inside.get(iri, "")) and outer not in seen:
        seen.add(outer)
        iri = outer
    return _label(table, iri)


def _types(table: Table, iri: str) -> tuple[str, ...]:
    return tuple(str(cls) for cls in table.get(iri, {}).get(_TYPE, ()))


def _label(table: Table, iri: str) -> str:
    return _one(table.get(iri, {}), _LABEL) or _local(iri)


def _local(iri: str) -> str:
    return re.split(r"[/#]", iri.rstrip("/#"))[-1] or iri


def _node(table: Table, iri: str, inside: str, province: str) -> Node:
    row, label = table.get(iri, {}), _label(table, iri)
    types = _types(table, iri)
    names = [str(name) for predicate in (SKOS.altLabel, KG + "name") for name in row.get(str(predicate), ())]
    first, last = _one(row, KG + "earliest")[:10], _one(row, KG + "latest")[:10]
    same = [str(value) for predicate in (OWL.sameAs, SKOS.exactMatch) for value in row.get(str(predicate), ())]
    return Node(
        iri=iri,
        label=label,
        cls=_shown_class(types),
        types=types,
        names=tuple(dict.fromkeys(name for name in names if name and name != label)),
        province=province,
        inside=inside,
        first=first,
        last=last or first,
        same=tuple(same),
    )


def _shown_class(types: Sequence[str]) -> str:
    for name in BASE_CLASSES:
        if KG + name in types:
            return KG + name
    return next((cls for cls in types if cls.startswith(KG) and cls not in _ENTITY_CLASSES), types[0] if types else "")


def _term(table: Table, iri: str) -> Term:
    labels = {getattr(value, "language", None) or "": str(value) for value in table.get(iri, {}).get(_LABEL, ())}
    fallback = labels.get("") or _local(iri)
    return Term(iri, labels.get("zh") or fallback, labels.get("en") or fallback)


def _class_term(table: Table, iri: str) -> Term:
    term, name = _term(table, iri), iri.removeprefix(KG)
    return Term(term.iri, term.zh, term.en, name if name in BASE_CLASSES else "")


def _sources(table: Table, statements: Iterable[Statement]) -> tuple[Source, ...]:
    cited = {statement.article for statement in statements if statement.article}
    articles = cited | {iri for iri, row in table.items() if str(SDO.NewsArticle) in row.get(_TYPE, ())}
    return tuple(_source(table, iri) for iri in sorted(articles))


def _source(table: Table, iri: str) -> Source:
    row: Mapping[str, Sequence[Any]] = table.get(iri, defaultdict(list))
    identifier = _one(row, str(DCTERMS.identifier)) or _local(iri)
    return Source(
        iri=iri,
        id=identifier,
        title=_one(row, str(DCTERMS.title)) or identifier,
        date=_one(row, str(DCTERMS.issued))[:10],
        publisher=_one(row, str(DCTERMS.publisher)),
        url=_one(row, str(DCTERMS.source)),
        origin=_one(row, KG + "reprintOf") or iri,
    )
