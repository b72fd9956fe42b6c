"""The core of a graph as a network: entities, and the facts between them with modality and support."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import networkx as nx
from rdflib import Graph

from kg.ontology import KG
from kg.query import Source, open_graph, read_support, select

TYPES = "SELECT ?node ?cls WHERE { ?node a kg:Entity, ?cls }"
ABOVE = "SELECT ?cls ?above WHERE { ?cls rdfs:subClassOf+ ?above }"
LABELS = "SELECT ?node ?label WHERE { ?node rdfs:label ?label FILTER(LANG(?label) = 'zh') }"
NAMES = "SELECT ?node ?name WHERE { ?node a kg:Entity ; kg:name ?name }"
DAYS = "SELECT ?node ?first ?last WHERE { ?node a kg:Entity OPTIONAL { ?node kg:earliest ?first } OPTIONAL { ?node kg:latest ?last } }"
LINKS = """SELECT ?s ?p ?o WHERE {
  VALUES ?p { kg:inPlace kg:governs kg:editionOf kg:partOfEvent } ?s ?p ?o . ?s a kg:Entity . ?o a kg:Entity }"""
CLAIMS = """SELECT ?s ?p ?o ?m (COUNT(?claim) AS ?n) WHERE {
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .
  OPTIONAL { ?claim kg:modality ?given } BIND(COALESCE(?given, kg:asserted) AS ?m)
  FILTER(?p != skos:altLabel) } GROUP BY ?s ?p ?o ?m"""
ABOUT = "SELECT ?node ?text WHERE { ?node a kg:Entity ; schema:disambiguatingDescription ?text }"
EXTERNAL = """SELECT ?node ?same WHERE { VALUES ?tie { owl:sameAs skos:exactMatch } ?node a kg:Entity ; ?tie ?same }"""


@dataclass(frozen=True, slots=True)
class Node:
    """An entity.

    `id` is its IRI with a prefix; `classes` are local names, the most specific first; `values` are its asserted words and dates by
    relation; `earliest` and `latest` are days or empty; `same` are IRIs elsewhere that mean the same; `about` tells it from others of its
    name, "" where there are none.
    """

    id: str
    iri: str
    label: str
    classes: tuple[str, ...]
    names: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]
    earliest: str
    latest: str
    same: tuple[str, ...]
    about: str = ""

    @property
    def cls(self) -> str:
        """The most specific class."""
        return self.classes[0]

    @property
    def title(self) -> str:
        """The label, for namesakes with what tells them apart."""
        return f"{self.label}（{self.about}）" if self.about else self.label


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A fact between two entities in one modality.

    `support` is the number of independent originals that assert it, 0 for what is not asserted; `claims` the number of sentences,
    0 for ties that no sentence states (kg:inPlace, kg:governs, kg:editionOf, kg:partOfEvent).
    """

    source: str
    relation: str
    target: str
    modality: str
    support: int
    claims: int

    @property
    def weight(self) -> int:
        """The support, but 1 where there is none, because a weight of 0 hides an edge."""
        return max(1, self.support)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Nodes and edges, sorted; `labels` gives the Chinese label of each class, relation and modality by local name."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    labels: Mapping[str, str]

    def label(self, term: str) -> str:
        """The Chinese label of a class, relation or modality, else its local name."""
        return self.labels.get(term, term)


def read_network(graph: Graph | Path | str | Source) -> Network:
    """The network of a graph file, store folder, rdflib graph or opened source.

    >>> network = read_network("tests/data/sample.ttl")
    >>> network.label(next(edge for edge in network.edges if edge.source == "body:临海商会").relation)
    '支持'
    """
    source = graph if isinstance(graph, Source) else open_graph(graph)
    values, edges = _read_facts(source)
    nodes = _read_nodes(source, values)
    known = {node.id for node in nodes}
    inside = tuple(sorted(edge for edge in edges if edge.source in known and edge.target in known))
    labels = {term_name(term): label for term, label in sorted(_pairs(source, LABELS)) if "#" in term}
    return Network(nodes, inside, MappingProxyType(labels))


def to_networkx(network: Network) -> nx.MultiDiGraph:
    """The network for networkx: nodes by id with label, class and names; one edge for each fact and modality, by relation and modality."""
    graph = nx.MultiDiGraph()
    for node in network.nodes:
        graph.add_node(node.id, label=node.label, cls=node.cls, names=node.names, iri=node.iri)
    for edge in network.edges:
        key = f"{edge.relation} {edge.modality}".strip()
        facts = {
            "relation": edge.relation,
            "modality": edge.modality,
            "support": edge.support,
            "claims": edge.claims,
            "weight": edge.weight,
        }
        graph.add_edge(edge.source, edge.target, key=key, **facts)
    return graph


def _read_facts(source: Source) -> tuple[dict[str, dict[str, set[str]]], list[Edge]]:
    """IRI -> relation -> asserted words and dates; and the edges."""
    support, short = read_support(source), _Short(source.prefixes)
    values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    edges = []
    for s, p, o, m, n in select(source, CLAIMS).rows:
        if s is None or p is None or o is None or m is None or n is None:
            continue
        modality = term_name(m.value)
        if o.kind == "literal" and modality == "asserted":
            values[s.value][term_name(p.value)].add(o.value)
        elif o.kind == "uri":
            sources = support.get((s.value, p.value, o.value), 0) if modality == "asserted" else 0
            edges.append(Edge(short(s.value), term_name(p.value), short(o.value), modality, sources, int(n.value)))
    rows = select(source, LINKS)
    edges += [Edge(short(s), term_name(p), short(o), "", 0, 0) for s, p, o in zip(*map(rows.column, "spo"), strict=True)]
    return values, edges


def _read_nodes(source: Source, values: Mapping[str, Mapping[str, set[str]]]) -> tuple[Node, ...]:
    short = _Short(source.prefixes)
    types, names, same, above = (_grouped(_pairs(source, sparql)) for sparql in (TYPES, NAMES, EXTERNAL, ABOVE))
    labels = {node: label for node, label in sorted(_pairs(source, LABELS), reverse=True)}
    about = dict(_pairs(source, ABOUT))
    days = select(source, DAYS)
    spans = {
        node: (first, last) for node, first, last in sorted(zip(*map(days.column, ("node", "first", "last")), strict=True), reverse=True)
    }
    nodes = [
        Node(
            id=short(iri),
            iri=iri,
            label=labels.get(iri, short(iri)),
            classes=_specific_first(types[iri], above, iri),
            names=tuple(sorted(names.get(iri, ()))),
            values=MappingProxyType({relation: tuple(sorted(found)) for relation, found in sorted(values.get(iri, {}).items())}),
            earliest=spans[iri][0],
            latest=spans[iri][1],
            same=tuple(sorted(same.get(iri, ()))),
            about=about.get(iri, ""),
        )
        for iri in types
    ]
    return tuple(sorted(nodes, key=lambda node: node.id))


def _specific_first(classes: Iterable[str], above: Mapping[str, set[str]], iri: str) -> tuple[str, ...]:
    """Local names of classes, those with most superclasses first; a town that acts as a body too is a place first."""
    place = str(KG.Place) if "/place/" in iri else ""
    ordered = sorted(classes, key=lambda cls: (cls != place, -len(above.get(cls, ())), cls))
    return tuple(term_name(cls) for cls in ordered if _is_own(cls, above))


def _is_own(cls: str, above: Mapping[str, set[str]]) -> bool:
    return cls == str(KG.Entity) or str(KG.Entity) in above.get(cls, ())


def _pairs(source: Source, sparql: str) -> list[tuple[str, str]]:
    rows = select(source, sparql)
    return list(zip(*(rows.column(variable) for variable in rows.variables), strict=True))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = {}
    for one, other in pairs:
        groups.setdefault(one, set()).add(other)
    return groups


def term_name(iri: str) -> str:
    """The name of a class or relation within its vocabulary, whoever made it: after "#", or without one after the last "/"."""
    return iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/")[2]


class _Short:
    """IRI -> the IRI with its prefix, by the longest namespace that ends at its last / or #."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.by_namespace = {namespace: prefix for prefix, namespace in sorted(prefixes.items(), reverse=True)}

    def __call__(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self.by_namespace.get(iri[:cut])
        return iri if prefix is None else f"{prefix}:{iri[cut:]}"
