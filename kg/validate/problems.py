"""What is wrong with a graph, in words that name the entity and the sentence."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from kg.messages import Localized, message
from kg.ontology import KG


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault. `check` is the name of a shape (`shapes.ttl`) or of a check here; `about` names the entity or the fact for people.

    `sentence` is empty where no claim is at fault; `value` is the bad value where there is one.
    """

    check: str
    node: str
    value: str
    about: str
    sentence: str
    wrong: Localized

    def in_language(self, lang: str) -> str:
        """One line in `lang`: what is at fault, what is wrong, the bad value and the sentence."""
        line = message("{about}: {wrong}", about=self.about, wrong=self.wrong)
        if self.value:
            line = message("{line} ({value})", line=line, value=self.value)
        if self.sentence:
            line = message("{line}: {sentence}", line=line, sentence=self.sentence)
        return " ".join(line.in_language(lang).split())

    def short_node(self) -> str:
        """The name of the node within its namespace, by which it stands in the file."""
        return self.node[max(self.node.rfind("/"), self.node.rfind("#")) + 1 :]


def make_problem(graph: Graph, check: str, node: Node, *, value: str = "", wrong: Localized) -> Problem:
    """A problem of `node`, with the names and the sentence that `graph` has of it."""
    sentence = graph.value(node, KG.sentence, any=True) if (node, RDF.subject, None) in graph else None
    return Problem(check, str(node), value, describe(graph, node), str(sentence or ""), wrong)


def describe(graph: Graph, node: Node) -> str:
    """A node for people: its label, or subject, relation and object of a claim; else its IRI."""
    if (node, RDF.subject, None) not in graph:
        return name_of(graph, node)
    parts = [graph.value(node, predicate, any=True) for predicate in (RDF.subject, RDF.predicate, RDF.object)]
    return " ".join("?" if part is None else name_of(graph, part) for part in parts)


def name_of(graph: Graph, term: Node) -> str:
    """The Chinese label of a node, else any label, else its IRI; the words of a literal."""
    if not isinstance(term, URIRef):
        return str(term)
    labels = sorted((o.language != "zh", str(o)) for o in graph.objects(term, RDFS.label) if isinstance(o, Literal) and o.strip())
    return labels[0][1] if labels else str(term)
