"""What a graph says about the documents of the gold: their claims, the names of nodes, and direct triples that no claim bears."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from rdflib import DCTERMS, RDF, RDFS, SKOS, Graph, Literal
from rdflib.namespace import PROV
from rdflib.term import Node

from kg.errors import GraphError
from kg.evaluate.gold import fold
from kg.messages import message
from kg.ontology import KG
from kg.statements import Statement, count_ends, read_statement
from kg.table import read_row

Triple = tuple[str, Node, Node]

COUNTED = frozenset({"asserted", "planned", "former"})
SYMMETRIC = frozenset({"meets"})


@dataclass(frozen=True, slots=True)
class NodeNames:
    """The names of a node: the label as written, then folded labels and further names."""

    title: str
    labels: frozenset[str]
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class GraphClaim:
    """One claim of the graph as it is scored: what it says, its ends as nodes, the scored relations that it counts for.

    `backed` tells whether its direct triple stands there too; `titles` are the labels of its ends.
    """

    said: Statement
    subject: Node
    relations: tuple[str, ...]
    object: Node
    backed: bool
    documents: tuple[str, ...]
    titles: tuple[str, str] = ("", "")

    @property
    def iri(self) -> str:
        """The IRI of the claim."""
        return self.said.iri

    @property
    def modality(self) -> str:
        """The modality's local name."""
        return self.said.modality

    @property
    def pattern(self) -> str:
        """The construction that gave the claim, "" where none is told."""
        return self.said.pattern

    @property
    def confidence(self) -> Decimal | None:
        """From 0 to 1; None where no number is told."""
        return _number(self.said.confidence)

    @property
    def counts(self) -> bool:
        """Whether the claim states a fact: plans and former posts do by themselves, what is asserted with its direct triple."""
        return self.modality in COUNTED and (self.backed or self.modality != "asserted")

    @property
    def triples(self) -> tuple[Triple, ...]:
        """The claim once for each scored relation that its predicate is or lies under."""
        return tuple((relation, self.subject, self.object) for relation in self.relations)


@dataclass(frozen=True, slots=True)
class GraphClaims:
    """`claims` by document id, `loose` the triples without a claim, `events` the nodes of class Event."""

    claims: Mapping[str, tuple[GraphClaim, ...]]
    names: Mapping[Node, NodeNames]
    loose: tuple[Triple, ...]
    events: frozenset[Node]

    def title(self, node: Node) -> str:
        """The label of a node, or the words of a literal."""
        return _title(node, self.names)


def read_graph_claims(graph: Graph, documents: Set[str], scored: Set[str]) -> GraphClaims:
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
    return GraphClaims(
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


def _read_claim(graph: Graph, iri: Node, relations_of: _Hierarchy, *, names: Mapping[Node, NodeNames]) -> GraphClaim:
    row = read_row(graph, iri)
    said = read_statement(str(iri), row)
    if said is None or count_ends(row) != (1, 1, 1):
        raise GraphError(
            message(
                "{iri}: a claim has one rdf:subject, one rdf:predicate and one rdf:object; `kg validate` lists all such claims", iri=iri
            ),
        )
    [subject], [predicate], [value] = (list(graph.objects(iri, part)) for part in (RDF.subject, RDF.predicate, RDF.object))
    return GraphClaim(
        said,
        subject,
        relations_of(predicate),
        value,
        backed=(subject, predicate, value) in graph,
        documents=_documents(graph, iri),
        titles=(_title(subject, names), _title(value, names)),
    )


def _documents(graph: Graph, claim: Node) -> tuple[str, ...]:
    """Identifiers of the claim's articles and of the wholes that they are part of; `#n` of the n-th article of a page is dropped."""
    articles = set(graph.objects(claim, PROV.wasDerivedFrom))
    wholes = {whole for article in articles for whole in graph.objects(article, DCTERMS.isPartOf)}
    return tuple(sorted({str(name).split("#")[0] for source in articles | wholes for name in graph.objects(source, DCTERMS.identifier)}))


def _title(node: Node, names: Mapping[Node, NodeNames]) -> str:
    return names[node].title if node in names else str(node)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _read_names(graph: Graph) -> dict[Node, NodeNames]:
    labels: dict[Node, set[str]] = defaultdict(set)
    others: dict[Node, set[str]] = defaultdict(set)
    for predicate, names in ((RDFS.label, labels), (SKOS.prefLabel, labels), (SKOS.altLabel, others)):
        for node, name in graph.subject_objects(predicate):
            names[node].add(str(name))
    return {
        node: NodeNames(
            min(labels.get(node) or others[node]),
            frozenset(map(fold, labels.get(node, ()))),
            frozenset(map(fold, others.get(node, ()))),
        )
        for node in {**labels, **others}
        if not isinstance(node, Literal)
    }
