"""The examples of the ontology as gold: what a rule's example says of names is learnt too, that of a user's own rules with the rest."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from rdflib import RDF, Graph
from rdflib.term import Node

from kg.evaluate import GoldDocument, GoldFact
from kg.ontology import KG, local_name

MODALITIES = frozenset({"planned", "former", "denied", "desired", "hypothetical"})


def read_examples(graph: Graph) -> Iterator[GoldDocument]:
    """The examples of an ontology with the facts that they must give and may give, by name."""
    for node in sorted(graph.subjects(RDF.type, KG.Example), key=str):
        date = graph.value(node, KG.date)
        facts = [*_facts(graph, node, optional=False), *_facts(graph, node, optional=True)]
        day = datetime.date.fromisoformat(str(date)) if date else None
        yield GoldDocument(local_name(node), str(graph.value(node, KG.text)), tuple(facts), day)


def _facts(graph: Graph, node: Node, *, optional: bool) -> Iterator[GoldFact]:
    for written in sorted(map(str, graph.objects(node, KG.optional if optional else KG.fact))):
        relation, subject, *objects = [part for part in written.split("|") if part not in MODALITIES]
        if "*" not in (relation, subject, *objects):
            yield GoldFact(relation, tuple(subject.split("/")), tuple(objects[0].split("/")), optional)
