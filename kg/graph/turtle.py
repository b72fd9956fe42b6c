"""Graphs to sorted Turtle and back: the same triples give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.plugins.serializers.turtle import SUBJECT, TurtleSerializer
from rdflib.term import Node

from kg.files import replacing
from kg.graph.blocks import BARE, KINDS, LOCAL_NAME
from kg.graph.terms import FIRST_PREDICATES
from kg.rdf import read_rdf


class SortedTurtle(TurtleSerializer):
    """rdflib's Turtle with subjects grouped by kind and prefixes that depend on the graph alone, not on the order of its triples."""

    predicateOrder = list(FIRST_PREDICATES)

    def __init__(self, store: Graph) -> None:
        super().__init__(store)
        self._prefixes = {str(namespace): prefix for prefix, namespace in store.namespaces()}
        self._pnames: dict[str, str | None] = {}
        self._places = {predicate: (place, "") for place, predicate in enumerate(self.predicateOrder)}

    def get_pname(self, uri: Node | None, gen_prefix: bool = True) -> str | None:
        """The prefixed name of an IRI, or None where no bound prefix or no plain local name fits."""
        if not isinstance(uri, URIRef):
            return None
        if uri not in self._pnames:
            self._pnames[uri] = self._find_pname(uri)
        return self._pnames[uri]

    def _find_pname(self, uri: str) -> str | None:
        cut = max(uri.rfind("/"), uri.rfind("#")) + 1
        prefix = self._prefixes.get(uri[:cut])
        if prefix is None or not LOCAL_NAME.fullmatch(uri, cut):
            return None
        return f"{self.addNamespace(prefix, URIRef(uri[:cut]))}:{uri[cut:]}"

    def label(self, node: Any, position: int) -> str:
        """A term as it is written, a literal in its own form."""
        if not isinstance(node, Literal):
            return super().label(node, position)
        bare = BARE.get(str(node.datatype)) if node.datatype else None
        if bare and bare.fullmatch(node):
            return str(node)
        return node._literal_n3(use_plain=False, qname_callback=self.get_pname)

    def preprocess(self) -> None:
        """Group the triples by subject and find the prefixes that they need."""
        self._facts: dict[Node, dict[Any, list[Node]]] = {}
        for subject, predicate, obj in self.store.triples((None, None, None)):
            self._facts.setdefault(subject, {}).setdefault(predicate, []).append(obj)
            if isinstance(obj, BNode):
                self._references[obj] += 1
            elif isinstance(obj, Literal):
                self.get_pname(obj.datatype)
            else:
                self.get_pname(obj)
            if predicate not in self.keywords:
                self.get_pname(predicate)
        for subject in self._facts:
            self._subjects[subject] = True
            self.get_pname(subject)

    def buildPredicateHash(self, subject: Any) -> Mapping[Any, list[Node]]:
        """Predicate -> objects of one subject."""
        return self._facts.get(subject, {})

    def orderSubjects(self) -> list[Any]:
        """Subjects by kind, then by IRI; blank nodes last."""
        kind_of: dict[Node, int] = {}
        for rank, kind in reversed(list(enumerate(KINDS))):
            kind_of.update((subject, rank) for subject in self.store.subjects(RDF.type, kind))
        named = [subject for subject in self._subjects if not isinstance(subject, BNode)]
        blank = [(self._references[subject], str(subject), subject) for subject in self._subjects if isinstance(subject, BNode)]
        named.sort(key=lambda subject: (kind_of.get(subject, len(KINDS)), str(subject)))
        return named + [subject for _, _, subject in sorted(blank)]

    def sortProperties(self, properties: Mapping[Any, list[Node]]) -> list[Any]:
        """The predicates in order, the objects of each sorted as they are written."""
        for objects in properties.values():
            if len(objects) > 1:
                objects.sort(key=lambda node: node.n3())
        return sorted(properties, key=self._place)

    def path(self, node: Node, position: int, newline: bool = False) -> None:
        """Write one term; what is no blank node goes the short way."""
        if isinstance(node, BNode):
            super().path(node, position, newline)
        else:
            self.write(self.label(node, position) if newline or position == SUBJECT else f" {self.label(node, position)}")

    def _place(self, predicate: URIRef) -> tuple[int, str]:
        if predicate not in self._places:
            self._places[predicate] = (len(self.predicateOrder), str(predicate))
        return self._places[predicate]


def write_graph(graph: Graph, path: Path) -> None:
    """Write sorted Turtle to `path`, which keeps its old content when anything fails; raises OutputError."""
    with replacing(path) as draft, draft.open("wb") as stream:
        SortedTurtle(graph).serialize(stream, encoding="utf-8")


def read_graph(path: Path) -> Graph:
    """The triples of an RDF file, all its named graphs in one; the suffix tells the format. Raises GraphError."""
    return read_rdf(path)
