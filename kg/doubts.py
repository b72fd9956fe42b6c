"""Merges and separations of a built graph that may be wrong, the most doubtful first, each with its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Literal as OneOf

from rdflib import DCTERMS, RDF, RDFS, Graph, URIRef
from rdflib.namespace import PROV, SDO, VOID
from rdflib.term import Node

from kg.decisions import Decision, Reference
from kg.messages import message
from kg.namespaces import BASE
from kg.ontology import KG
from kg.places import is_place

Kind = OneOf["apart", "together"]
CLASSES = ("Person", "Organization", "Event", "Document", "Product", "Place")
EVIDENCE = 3  # sentences shown for each side
CLOSE = 3  # a short form leaves out at most so many characters more than half

# How likely it is that the rules decided wrongly, by what they went by; set by reading 300 clusters and 200 homonyms of news text.
DOUBT = {
    "namesakes": Decimal("0.5"),
    "posts": Decimal("0.4"),
    "short form": Decimal("0.35"),
    "part of a name": Decimal("0.3"),
    "same name": Decimal("0.15"),
    "written otherwise": Decimal("0.15"),
}
REASONS = {
    "namesakes": message("two people of one name without a common post, body or event"),
    "posts": message("one person with posts at different bodies"),
    "short form": message("one name may be the short form of the other"),
    "part of a name": message("one name holds the other"),
    "same name": message("one name, in articles that do not tell that they mean one thing"),
    "written otherwise": message("articles write the name differently"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things in doubt: how a decision names it, and sentences with the ids of their articles.

    `facts` counts the sentences of its node, `about` is what tells the node from others of its name.
    """

    reference: Reference
    evidence: tuple[tuple[str, str], ...]
    facts: int = 0
    about: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two things that the graph keeps apart, or holds for one, with the probability that this is wrong."""

    kind: Kind
    probability: Decimal
    sides: tuple[Side, Side]
    reason: str

    def in_language(self, lang: str) -> str:
        """Why it is doubtful."""
        return REASONS[self.reason].in_language(lang)


@dataclass(frozen=True, slots=True)
class Group:
    """Doubts that one question settles: all nodes of one name, the most facts first, or the two sides of a doubt."""

    kind: Kind
    probability: Decimal
    sides: tuple[Side, ...]
    reason: str

    def in_language(self, lang: str) -> str:
        """Why it is doubtful."""
        return REASONS[self.reason].in_language(lang)


def group_doubts(doubts: Iterable[Doubt]) -> list[Group]:
    """The doubts with those about nodes of one class and name in one group, in their order."""
    found: dict[tuple[object, ...], list[Doubt]] = {}
    for doubt in doubts:
        one, other = (side.reference for side in doubt.sides)
        shared = doubt.kind == "apart" and (one.cls, one.name) == (other.cls, other.name)
        found.setdefault((one.cls, one.name) if shared else (one, other, doubt.kind), []).append(doubt)
    return [_group(same) for same in found.values()]


def _group(doubts: Sequence[Doubt]) -> Group:
    sides = {side for doubt in doubts for side in doubt.sides}
    first = doubts[0]
    return Group(first.kind, first.probability, tuple(sorted(sides, key=lambda s: (-s.facts, s.reference))), first.reason)


def find_doubts(graph: Graph, decisions: Iterable[Decision] = ()) -> list[Doubt]:
    """The doubtful merges and separations of a graph, the most doubtful first; what is decided is left out."""
    entities = _entities(graph)
    decided = {frozenset(pair) for d in decisions for pair in combinations(d.about, 2)}
    found = [*_apart(entities), *_together(graph, entities)]
    open_ = [doubt for doubt in found if frozenset(side.reference for side in doubt.sides) not in decided]
    return sorted(open_, key=lambda d: (-d.probability, d.kind, d.sides[0].reference, d.sides[1].reference))


def instance_base(graph: Graph) -> str:
    """What the IRIs of a graph's instances begin with, as its dataset node tells."""
    dataset = graph.value(None, RDF.type, VOID.Dataset)
    return BASE if dataset is None else str(dataset).removesuffix("dataset")


@dataclass(frozen=True, slots=True)
class _Node:
    iri: str
    cls: str
    label: str
    names: frozenset[str]
    said: tuple[tuple[str, str], ...]
    about: str = ""

    def side(self, article: str = "", name: str = "") -> Side:
        evidence = [pair for pair in self.said if not article or pair[0] == article][:EVIDENCE]
        reference = Reference(self.cls, name or self.label, article or (self.said[0][0] if self.said else ""))
        return Side(reference, tuple(evidence), len(self.said), self.about)


def _entities(graph: Graph) -> list[_Node]:
    """The nodes that claims speak of, with article and sentence of each claim."""
    said: dict[Node, set[tuple[str, str]]] = defaultdict(set)
    for claim, subject in graph.subject_objects(RDF.subject):
        article = graph.value(claim, PROV.wasDerivedFrom)
        sentence = graph.value(claim, KG.sentence)
        if sentence is None or article is None or (claim, RDF.type, KG.AliasClaim) in graph:
            continue
        identifier = str(graph.value(article, DCTERMS.identifier) or "")
        for node in (subject, *graph.objects(claim, RDF.object)):
            said[node].add((identifier, str(sentence)))
    nodes = []
    for node in sorted(said, key=str):
        cls = next((c for c in CLASSES if (node, RDF.type, KG[c]) in graph), "")
        if cls and isinstance(node, URIRef):
            names = frozenset(str(o) for o in graph.objects(node, KG.name))
            about = str(graph.value(node, SDO.disambiguatingDescription) or "")
            nodes.append(_Node(str(node), cls, str(graph.value(node, RDFS.label)), names, tuple(sorted(said[node])), about))
    return nodes


def _apart(entities: Sequence[_Node]) -> Iterator[Doubt]:
    """Nodes that may be one: people of one name, and names of which one may be cut from the other."""
    by_name: dict[tuple[str, str], list[_Node]] = defaultdict(list)
    by_edges: dict[tuple[str, str], list[_Node]] = defaultdict(list)
    for node in entities:
        for name in sorted(node.names):
            by_name[node.cls, name].append(node)
        if node.cls in ("Organization", "Event") and len(node.label) > 3:
            by_edges[node.cls, node.label[:2] + node.label[-1]].append(node)
    seen: set[tuple[str, str]] = set()
    for (cls, name), bearers in sorted(by_name.items()):
        for one, other in combinations(bearers, 2):
            if (one.iri, other.iri) not in seen:
                seen.add((one.iri, other.iri))
                reason = "namesakes" if cls == "Person" else "same name"
                yield Doubt("apart", DOUBT[reason], (one.side(name=name), other.side(name=name)), reason)
    for _, alike in sorted(by_edges.items()):
        for one, other in combinations(sorted(alike, key=lambda n: (len(n.label), n.label)), 2):
            if (one.iri, other.iri) not in seen and (other.iri, one.iri) not in seen and _may_be_short(one.label, other.label):
                yield Doubt("apart", DOUBT["short form"], (one.side(), other.side()), "short form")


def _together(graph: Graph, entities: Sequence[_Node]) -> Iterator[Doubt]:
    """Nodes that may be two: people with posts at different bodies, and nodes whose names do not hold one another."""
    learnt = _learnt_names(graph)
    for node in entities:
        articles = sorted({article for article, _ in node.said})
        if node.cls == "Person":
            posts = _posts(graph, URIRef(node.iri))
            apart = next(((a, b) for a, b in combinations(sorted(posts), 2) if not posts[a] & posts[b]), None)
            if apart:
                yield Doubt("together", DOUBT["posts"], (node.side(apart[0]), node.side(apart[1])), "posts")
            continue
        for name, article in sorted(learnt.get(node.iri, {}).items()):
            if is_place(name):
                continue
            reason = "part of a name" if name in node.label or node.label in name else "written otherwise"
            other = next((a for a in articles if a != article), article)
            yield Doubt("together", DOUBT[reason], (node.side(other), node.side(article, name)), reason)


def _posts(graph: Graph, person: URIRef) -> Mapping[str, frozenset[str]]:
    """Article id -> characters that begin the posts that it gives a person: the names of bodies without their heads."""
    posts: dict[str, set[str]] = defaultdict(set)
    for claim in graph.subjects(RDF.subject, person):
        if (claim, RDF.predicate, KG.position) in graph:
            article = graph.value(graph.value(claim, PROV.wasDerivedFrom), DCTERMS.identifier)
            posts[str(article)] |= {str(o)[:2] for o in graph.objects(claim, RDF.object)}
    return {article: frozenset(words) for article, words in posts.items()}


def _learnt_names(graph: Graph) -> dict[str, dict[str, str]]:
    """IRI -> further name -> first article that it was learnt from; names that a lexicon knows are certain."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    certain = set()
    for claim in graph.subjects(RDF.type, KG.AliasClaim):
        node, name = graph.value(claim, RDF.subject), str(graph.value(claim, RDF.object))
        article = graph.value(graph.value(claim, PROV.wasDerivedFrom), DCTERMS.identifier)
        if (claim, KG.objectAt, None) not in graph:
            certain.add((str(node), name))
        else:
            found[str(node)][name] = min(str(article), found[str(node)].get(name, str(article)))
    return {node: {n: a for n, a in names.items() if (node, n) not in certain} for node, names in found.items()}


def _may_be_short(short: str, long: str) -> bool:
    if short == long or len(long) - len(short) > len(short) // 2 + CLOSE or any(c.isdigit() for c in short + long):
        return False
    cut = next((i for i in range(len(short)) if short[i] != long[i]), len(short))
    if is_place(long[cut : cut + len(long) - len(short)]) or is_place(long[cut:].removesuffix(short[cut:])):
        return False  # an office of a place within the place
    rest = iter(long)
    return all(char in rest for char in short)
