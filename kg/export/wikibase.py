"""What Wikibase can take, as QuickStatements version 1 (https://www.wikidata.org/wiki/Help:QuickStatements)."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from rdflib import URIRef

from kg.errors import InputError
from kg.messages import message
from kg.network import Network, Node
from kg.ontology import KG, load_ontology
from kg.query import Source, select

ITEM = re.compile(r"https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/(Q\d+)")
PRECISIONS = {4: 9, 7: 10, 10: 11}
REFERENCE_URL = "S854"
INSTANCE_OF = "P31"
SOURCES = """SELECT ?s ?p ?o (MIN(STR(?url)) AS ?source) WHERE {
  ?claim kg:modality kg:asserted ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; prov:wasDerivedFrom ?article .
  ?article dcterms:source ?url FILTER(isIRI(?url)) } GROUP BY ?s ?p ?o"""

Statements = Mapping[str, list[tuple[str, ...]]]


def read_items(path: Path) -> dict[str, str]:
    """Entity -> its item, from a table of matches such as OpenRefine writes; raises InputError for a table without them.

    The table is an exported `nodes.csv` with a column `item` of Wikidata items (Q42, or their addresses); rows without one have no match.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(message("{path}: cannot be read: {error}", path=path, error=error)) from error
    if rows and not {"IRI", "item"} <= set(rows[0]):
        raise InputError(message("{path}: the columns IRI and item are needed", path=path))
    matches = {row["IRI"]: re.fullmatch(r"(?:https?://\S+/)?(Q[1-9]\d*)", (row["item"] or "").strip()) for row in rows}
    wrong = next((row for row in rows if (row["item"] or "").strip() and matches[row["IRI"]] is None), None)
    if wrong is not None:
        raise InputError(message("{path}: {wrong!r} is no item; write Q42", path=path, wrong=wrong["item"]))
    return {iri: f"http://www.wikidata.org/entity/{found[1]}" for iri, found in matches.items() if found is not None}


def with_items(network: Network, items: Mapping[str, str]) -> Network:
    """The network with the items that its entities were matched with."""
    nodes = tuple(replace(node, same=(items[node.iri], *node.same)) if node.iri in items else node for node in network.nodes)
    return replace(network, nodes=nodes)


def to_quickstatements(network: Network, source: Source) -> bytes:
    """Commands that make an item for each entity that has none, with names and class, and state the facts that can be stated.

    Properties are those that the ontology ties to relations by kg:wikidata and kg:wikidataInverse. A fact needs an object whose item is
    known (owl:sameAs or skos:exactMatch into Wikidata) or a date: QuickStatements cannot point at an item that it is only about to make.
    """
    items = {node.id: found for node in network.nodes if (found := _item(node))}
    statements = _statements(network, source, items)
    lines = chain.from_iterable(_commands(node, items.get(node.id, ""), statements) for node in network.nodes)
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _commands(node: Node, item: str, statements: Statements) -> Iterator[str]:
    subject = item or "LAST"
    if not item:
        yield "CREATE"
        yield "\t".join((subject, "Lzh", _quoted(node.label)))
    for name in node.names:
        if name != node.label:
            yield "\t".join((subject, "Azh", _quoted(name)))
    if not item and (cls := _wikidata(KG[node.cls], KG.wikidata)):
        yield "\t".join((subject, INSTANCE_OF, cls))
    for statement in sorted(set(statements.get(node.id, ()))):
        yield "\t".join((subject, *statement))


def _statements(network: Network, source: Source, items: Mapping[str, str]) -> Statements:
    """Node id -> property, value and, where an article has an address, its reference."""
    urls = {(s, p.rpartition("#")[2], o): url for s, p, o, url in zip(*_sources(source), strict=True)}
    iris = {node.id: node.iri for node in network.nodes}
    statements: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for edge in network.edges:
        if edge.modality not in ("asserted", ""):
            continue
        reference = _reference(urls.get((iris[edge.source], edge.relation, iris[edge.target]), ""))
        for subject, annotation, obj in ((edge.source, KG.wikidata, edge.target), (edge.target, KG.wikidataInverse, edge.source)):
            if (known := _wikidata(_relation(edge.relation), annotation)) and obj in items:
                statements[subject].append((known, items[obj], *reference))
    for node in network.nodes:
        for relation, values in node.values.items():
            if known := _wikidata(_relation(relation), KG.wikidata):
                statements[node.id] += [(known, _date(day), *_reference(urls.get((node.iri, relation, day), ""))) for day in values]
    return statements


def _sources(source: Source) -> tuple[list[str], ...]:
    rows = select(source, SOURCES)
    return tuple(rows.column(variable) for variable in rows.variables)


def _relation(name: str) -> URIRef:
    relation = load_ontology().relations.get(name)
    return KG[name] if relation is None else relation.iri


def _wikidata(term: URIRef, annotation: URIRef) -> str:
    value = load_ontology().graph.value(term, annotation, any=True)
    return "" if value is None else str(value).rpartition("/")[2]


def _item(node: Node) -> str:
    return next((found.group(1) for iri in node.same if (found := ITEM.fullmatch(iri))), "")


def _reference(url: str) -> tuple[str, ...]:
    return (REFERENCE_URL, _quoted(url)) if url else ()


def _date(iso: str) -> str:
    """A day, month or year as Wikibase writes times, with its precision.

    >>> _date("2023-05")
    '+2023-05-00T00:00:00Z/10'
    """
    return f"+{iso}{'-00' * ((10 - len(iso)) // 3)}T00:00:00Z/{PRECISIONS[len(iso)]}"


def _quoted(text: str) -> str:
    """A string of one line; version 1 knows no escape for the quotation mark."""
    plain = " ".join(text.split()).replace('"', "＂")
    return f'"{plain}"'
