"""An RDF graph as the page shows it: entities, facts, claims and articles in plain, ordered, frozen values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SDO, SKOS

from kg import ontology
from kg.statements import Statement, read_day, read_statement
from kg.table import LiteralValue, Table, read_table, text_of, texts_of, values_of

KG = str(ontology.KG)
MODALITIES = ("asserted", "planned", "former", "denied", "desired", "hypothetical")
BASE_CLASSES = ("Person", "Organization", "Event", "Document", "Product", "Place")

_ENTITY_CLASSES = frozenset(KG + name for name in (*BASE_CLASSES, "Entity", "Agent"))
_TYPE, _LABEL, _ALIAS = str(RDF.type), str(RDFS.label), str(SKOS.altLabel)
_EARLIEST, _LATEST, _ABOUT = KG + "earliest", KG + "latest", str(SDO.disambiguatingDescription)
_INSIDE, _HELD_AT, _NAME = KG + "inPlace", KG + "heldAt", KG + "name"
_ORIGIN, _DIGEST = KG + "reprintOf", KG + "sha256"
_DIVISION, _COUNTRY = KG + "divisionCode", KG + "isoCode"
_PROVINCE = re.compile(r"\d\d0000\Z")


@dataclass(frozen=True, slots=True)
class Term:
    """A class or relation with its labels in the two languages of the interface; `base` is the drawn class it belongs to."""

    iri: str
    zh: str
    en: str
    base: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """An article. `origin` is the IRI of the article that it reprints, else its own; `digest` the SHA-256 of its text."""

    iri: str
    id: str
    title: str
    date: str
    publisher: str
    url: str
    origin: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """An entity. `types` holds all its class IRIs, `cls` the one that is shown; `regions` are the provinces and countries around it.

    `first` and `last` are ISO days; an empty one of the two is an open end. `about` tells it from others of its name.
    """

    iri: str
    label: str
    cls: str
    types: tuple[str, ...]
    names: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    inside: str = ""
    first: str = ""
    last: str = ""
    same: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """All that a page may show. `aliases` are the statements that say where a name was learnt: an article, or a file of names."""

    nodes: tuple[Node, ...]
    statements: tuple[Statement, ...]
    aliases: tuple[Statement, ...]
    articles: tuple[Article, ...]
    classes: tuple[Term, ...]
    relations: tuple[Term, ...]
    regions: tuple[tuple[str, str], ...] = ()
    """The label and IRI of each province and country."""


def read_content(graph: Graph | Path | str) -> Content:
    """The content of an RDF graph, or of the graph file at a path; raises GraphError where the file cannot be read."""
    return to_content(read_table(graph))


def to_content(table: Table) -> Content:
    """The content of a table of triples."""
    typed = _by_class(table)
    claims = sorted(typed.get(KG + "Claim", set()) | typed.get(KG + "AliasClaim", set()))
    statements = [statement for iri in claims if (statement := read_statement(iri, table[iri])) is not None]
    aliases = tuple(statement for statement in statements if statement.relation == _ALIAS)
    facts = [statement for statement in statements if statement.relation != _ALIAS]
    articles = typed.get(str(SDO.NewsArticle), set()) | {fact.article for fact in facts if fact.article}
    ends = {end for fact in facts for end in (fact.subject, fact.object, fact.where, fact.speaker) if isinstance(end, str) and end}
    entities = sorted(ends.union(*(typed.get(cls, set()) for cls in _ENTITY_CLASSES)) - set(claims) - articles)
    facts += _unclaimed(table, entities, facts)
    regions = _find_regions(table, typed.get(KG + "Place", set()))
    nodes = _nodes(table, entities, facts, regions=regions)
    return Content(
        nodes=nodes,
        statements=tuple(facts),
        aliases=aliases,
        articles=tuple(_article(table, iri) for iri in sorted(articles)),
        classes=tuple(_class_term(table, iri) for iri in _shown_classes(nodes)),
        relations=tuple(_term(table, iri) for iri in sorted({fact.relation for fact in facts})),
        regions=tuple(sorted((_label(table, iri), iri) for iri in regions)),
    )


def _shown_classes(nodes: Iterable[Node]) -> list[str]:
    """The classes that nodes are shown as, those of the legend first."""
    order = [KG + name for name in BASE_CLASSES]
    return sorted({node.cls for node in nodes}, key=lambda cls: (order.index(cls) if cls in order else len(order), cls))


def _by_class(table: Table) -> dict[str, set[str]]:
    members: dict[str, set[str]] = {}
    for iri, row in table.items():
        for cls in texts_of(row, _TYPE):
            members.setdefault(cls, set()).add(iri)
    return members


def _unclaimed(table: Table, entities: Sequence[str], facts: Iterable[Statement]) -> list[Statement]:
    """Direct triples between entities that no claim says, other than the containment of places."""
    said = {(fact.subject, fact.relation, fact.object) for fact in facts}
    known = set(entities)
    found = []
    for subject in entities:
        row = table.get(subject, {})
        for relation in sorted(row):
            if relation.startswith(KG) and relation != _INSIDE:
                ends = [value for value in values_of(row, relation) if isinstance(value, str) and value in known]
                found += [Statement("", subject, relation, end, MODALITIES[0]) for end in ends if (subject, relation, end) not in said]
    return found


def _find_regions(table: Table, places: Iterable[str]) -> set[str]:
    """The provinces and countries among the places: those whose code says so; in a graph without codes the outermost that hold others."""
    coded = {iri for iri in places if _COUNTRY in table[iri] or _PROVINCE.match(text_of(table[iri], _DIVISION))}
    if coded:
        return coded
    holders = {outer for iri in places for outer in texts_of(table[iri], _INSIDE)}
    return {iri for iri in places if iri in holders and _INSIDE not in table[iri]}


def _nodes(table: Table, entities: Sequence[str], facts: Iterable[Statement], *, regions: set[str]) -> tuple[Node, ...]:
    held: dict[str, list[str]] = {}
    for fact in facts:
        if fact.relation == _HELD_AT and fact.modality == MODALITIES[0] and isinstance(fact.object, str):
            held.setdefault(fact.subject, []).append(fact.object)
    return tuple(_node(table, iri, _outer_places(table, [iri, *held.get(iri, ())]) & regions) for iri in entities)


def _outer_places(table: Table, places: Iterable[str]) -> set[str]:
    """The places and all that hold them."""
    seen, front = set(), list(places)
    while front:
        place = front.pop()
        if place not in seen:
            seen.add(place)
            front += texts_of(table.get(place, {}), _INSIDE)
    return seen


def _types(table: Table, iri: str) -> tuple[str, ...]:
    return tuple(texts_of(table.get(iri, {}), _TYPE))


def _labels(table: Table, iri: str) -> dict[str, str]:
    """The labels of a subject by language, the first of each."""
    labels: dict[str, str] = {}
    for value in values_of(table.get(iri, {}), _LABEL):
        words = value if isinstance(value, LiteralValue) else LiteralValue(value)
        labels.setdefault(words.lang, words.text)
    return labels


def _label(table: Table, iri: str) -> str:
    labels = _labels(table, iri)
    return labels.get("zh") or next(iter(labels.values()), "") or _local(iri)


def _local(iri: str) -> str:
    return re.split(r"[/#]", iri.rstrip("/#"))[-1] or iri


def _node(table: Table, iri: str, regions: Iterable[str]) -> Node:
    row, label = table.get(iri, {}), _label(table, iri)
    types = _types(table, iri)
    names = texts_of(row, _ALIAS) + texts_of(row, _NAME)
    same = texts_of(row, str(OWL.sameAs)) + texts_of(row, str(SKOS.exactMatch))
    return Node(
        iri=iri,
        label=label,
        cls=_shown_class(types, iri),
        types=types,
        names=tuple(dict.fromkeys(name for name in names if name and name != label)),
        regions=tuple(sorted(regions)),
        inside=text_of(row, _INSIDE),
        first=read_day(row, _EARLIEST),
        last=read_day(row, _LATEST),
        same=tuple(same),
        about=text_of(row, _ABOUT),
    )


def _shown_class(types: Sequence[str], iri: str) -> str:
    """The class that a node is drawn as; a town that acts as a body too stays a place."""
    if "/place/" in iri and KG + "Place" in types:
        return KG + "Place"
    for name in BASE_CLASSES:
        if KG + name in types:
            return KG + name
    return next((cls for cls in types if cls.startswith(KG) and cls not in _ENTITY_CLASSES), types[0] if types else "")


def _term(table: Table, iri: str) -> Term:
    labels = _labels(table, iri)
    fallback = labels.get("") or _local(iri)
    return Term(iri, labels.get("zh") or fallback, labels.get("en") or fallback)


def _class_term(table: Table, iri: str) -> Term:
    term, name = _term(table, iri), iri.removeprefix(KG)
    return Term(term.iri, term.zh, term.en, name if name in BASE_CLASSES else "")


def _origin(table: Table, iri: str) -> str:
    """The first of the articles that reprint each other."""
    seen = {iri}
    while (earlier := text_of(table.get(iri, {}), _ORIGIN)) and earlier not in seen:
        seen.add(earlier)
        iri = earlier
    return iri


def _article(table: Table, iri: str) -> Article:
    row = table.get(iri, {})
    identifier = text_of(row, str(DCTERMS.identifier)) or _local(iri)
    return Article(
        iri=iri,
        id=identifier,
        title=text_of(row, str(DCTERMS.title)) or identifier,
        date=read_day(row, str(DCTERMS.issued)),
        publisher=text_of(row, str(DCTERMS.publisher)),
        url=text_of(row, str(DCTERMS.source)),
        origin=_origin(table, iri),
        digest=text_of(row, _DIGEST),
    )
