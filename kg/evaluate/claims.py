"""What a graph says about the documents of the gold: their claims, the names of nodes, and direct triples that no claim bears."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from rdflib import DCTERMS, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import PROV
from rdflib.term import Node

from kg.errors import GraphError
from kg.evaluate.gold import fold
from kg.model import Span
from kg.ontology import KG

Triple = tuple[str, Node, Node]

COUNTED = frozenset({"asserted", "planned", "former"})
SYMMETRIC = frozenset({"meets"})
CHARACTERS = re.compile(r"char=(\d+),(\d+)")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a node: the label as written, then folded labels and further names."""

    title: str
    labels: frozenset[str]
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class GraphClaim:
    """One claim of the graph. `backed` tells whether its direct triple stands there too; `titles` are the labels of its ends.

    `spans` are those of subject, predicate and object and, like `begin`, count the article's characters.
    """

    iri: str
    subject: Node
    relations: tuple[str, ...]
    object: Node
    modality: str
    backed: bool
    documents: tuple[str, ...]
    titles: tuple[str, str] = ("", "")
    sentence: str = ""
    begin: int = 0
    spans: tuple[Span | None, Span | None, Span | None] = (None, None, None)
    confidence: Decimal | None = None
    pattern: str = ""

    @property
    def counts(self) -> bool:
        """Whether the claim states a fact: plans and former posts do by themselves, what is asserted with its direct triple."""
        return self.modality in COUNTED and (self.backed or self.modality != "asserted")

    @property
    def triples(self) -> tuple[Triple, ...]:
        """The claim once for each scored relation that its predicate is or lies under."""
        return tuple((relation, self.subject, self.object) for relation in self.relations)


@dataclass(frozen=True, slots=True)
class Statements:
    """`claims` by document id, `loose` the triples without a claim, `events` the nodes of class Event."""

    claims: Mapping[str, tuple[GraphClaim, ...]]
    names: Mapping[Node, Names]
    loose: tuple[Triple, ...]
    events: frozenset[Node]

    def title(self, node: Node) -> str:
        """The label of a node, or the words of a literal."""
        return _title(node, self.names)


def read_statements(graph: Graph, documents: Set[str], scored: Set[str]) -> Statements:
    """What `graph` says of `documents` with the `scored` relations (local names of kg, or whole IRIs).

    Raises GraphError where a claim has not exactly one subject, predicate and object.
    """
    relations_of = _Hierarchy(graph, scored)
    names = _read_names(graph)
    by_document: dict[str, list[GraphClaim]] = defaultdict(list)
    borne: set[Triple] = set()
    for iri in sorted(graph.subjects(RDF.subject, unique=True), key=str):
        claim = _read_claim(graph, iri, relations_of, names=names)
        if claim.backed and claim.modality == "asserted":
            borne.update(_both_ways(claim.triples))
        for document in claim.documents:
            if document in documents and claim.relations:
                by_document[document].append(claim)
    loose = {(relation, s, o) for s, p, o in graph for relation in relations_of.directly(p)} - borne
    return Statements(
        claims={document: tuple(found) for document, found in by_document.items()},
        names=names,
        loose=tuple(sorted(loose, key=repr)),
        events=frozenset(graph.subjects(RDF.type, KG.Event)),
    )


class _Hierarchy:
    """Scored relations of a predicate: its own name, else those of its nearest super-properties."""

    def __init__(self, graph: Graph, scored: Set[str]) -> None:
        self.graph = graph
        self.scored = scored
        self.known: dict[Node, tuple[str, ...]] = {}

    def __call__(self, predicate: Node) -> tuple[str, ...]:
        if predicate not in self.known:
            self.known[predicate] = tuple(sorted(self._climb(predicate, frozenset())))
        return self.known[predicate]

    def directly(self, predicate: Node) -> tuple[str, ...]:
        """The relations of a direct triple's predicate, which must be of kg or scored by its IRI."""
        return self(predicate) if str(predicate).startswith(str(KG)) or str(predicate) in self.scored else ()

    def _climb(self, predicate: Node, seen: frozenset[Node]) -> set[str]:
        for name in (str(predicate).removeprefix(str(KG)), str(predicate)):
            if name in self.scored:
                return {name}
        above = set(self.graph.objects(predicate, RDFS.subPropertyOf)) - seen
        return {name for parent in above for name in self._climb(parent, seen | {predicate})}


def _both_ways(triples: tuple[Triple, ...]) -> Iterator[Triple]:
    for relation, subject, value in triples:
        yield relation, subject, value
        if relation in SYMMETRIC:
            yield relation, value, subject


def _read_claim(graph: Graph, iri: Node, relations_of: _Hierarchy, *, names: Mapping[Node, Names]) -> GraphClaim:
    ends = [list(graph.objects(iri, part)) for part in (RDF.subject, RDF.predicate, RDF.object)]
    if [len(end) for end in ends] != [1, 1, 1]:
        raise GraphError(
            f"{iri}: a claim has one rdf:subject, one rdf:predicate and one rdf:object; `kg validate` lists all such claims",
            f"{iri}：一条陈述应恰有一个 rdf:subject、rdf:predicate、rdf:object；可用 kg validate 列出全部",
        )
    subject, predicate, value = (end[0] for end in ends)
    return GraphClaim(
        iri=str(iri),
        subject=subject,
        relations=relations_of(predicate),
        object=value,
        modality=re.split("[#/]", _one(graph, iri, KG.modality) or "asserted")[-1],
        backed=(subject, predicate, value) in graph,
        documents=_documents(graph, iri),
        titles=(_title(subject, names), _title(value, names)),
        sentence=_one(graph, iri, KG.sentence),
        begin=int(_number(_one(graph, iri, KG.begin)) or 0),
        spans=(_span(graph, iri, KG.subjectAt), _span(graph, iri, KG.predicateAt), _span(graph, iri, KG.objectAt)),
        confidence=_number(_one(graph, iri, KG.confidence)),
        pattern=_one(graph, iri, KG.pattern),
    )


def _documents(graph: Graph, claim: Node) -> tuple[str, ...]:
    """Identifiers of the claim's articles and of the wholes that they are part of; `#n` of the n-th article of a page is dropped."""
    articles = set(graph.objects(claim, PROV.wasDerivedFrom))
    wholes = {whole for article in articles for whole in graph.objects(article, DCTERMS.isPartOf)}
    return tuple(sorted({str(name).split("#")[0] for source in articles | wholes for name in graph.objects(source, DCTERMS.identifier)}))


def _title(node: Node, names: Mapping[Node, Names]) -> str:
    return names[node].title if node in names else str(node)


def _one(graph: Graph, subject: Node, predicate: URIRef) -> str:
    return min((str(value) for value in graph.objects(subject, predicate)), default="")


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _span(graph: Graph, claim: Node, predicate: URIRef) -> Span | None:
    match = CHARACTERS.fullmatch(_one(graph, claim, predicate))
    return Span(int(match[1]), int(match[2])) if match else None


def _read_names(graph: Graph) -> dict[Node, Names]:
    labels: dict[Node, set[str]] = defaultdict(set)
    others: dict[Node, set[str]] = defaultdict(set)
    for predicate, names in ((RDFS.label, labels), (SKOS.prefLabel, labels), (SKOS.altLabel, others)):
        for node, name in graph.subject_objects(predicate):
            names[node].add(str(name))
    return {
        node: Names(
            min(labels.get(node) or others[node]),
            frozenset(map(fold, labels.get(node, ()))),
            frozenset(map(fold, others.get(node, ()))),
        )
        for node in {**labels, **others}
        if not isinstance(node, Literal)
    }
