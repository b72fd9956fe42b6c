"""What tells a node from others of its name: a post, a place, a day, who issued it, and when articles speak of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.model import Article, Claim, Entity
from kg.ontology import KG, Ontology

Key = tuple[str, str, str, str]

# The relations whose other end tells a node of a class apart, as its object or as its subject, the most telling first.
TELLING: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Person": (("position", "object"), ("worksFor", "object"), ("attends", "object"), ("meets", "object"), ("delivers", "object")),
    "Organization": (
        ("establishes", "subject"),
        ("acquires", "subject"),
        ("organizes", "object"),
        ("hosts", "object"),
        ("issues", "object"),
    ),
    "Event": (("startDate", "object"), ("heldAt", "object"), ("organizes", "subject"), ("hosts", "subject"), ("attends", "subject")),
    "Document": (("issues", "subject"), ("signs", "subject"), ("formulates", "subject"), ("issuedOn", "object")),
    "Product": (("develops", "subject"), ("issues", "subject"), ("exhibits", "subject")),
    "Place": (("heldAt", "subject"), ("visits", "subject")),
}
MOST = 2  # ends that are named
LONGEST = 24  # characters of each
SERIES = "历届活动"
STOP, DASH, COMMA = "，", "—", "、"


@dataclass(slots=True)
class _Told:
    """What claims say of one node: the words at the other end by relation, and the days and ids of the articles."""

    ends: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    days: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)


class Described:
    """What tells nodes apart that bear one name, gathered article by article."""

    def __init__(self, entities: Mapping[Key, Entity], ontology: Ontology) -> None:
        self.entities = entities
        self.ontology = ontology
        self.nodes = {entity.iri: entity for entity in entities.values()}
        self.shared = _namesakes(self.nodes.values())
        self.told: dict[str, _Told] = defaultdict(_Told)

    def read(self, article: Article, claims: Iterable[Claim]) -> None:
        """Gather what the claims of an article say of namesakes."""
        for claim in claims:
            self._read(article, claim)

    def describe(self) -> Iterator[tuple[str, str]]:
        """(IRI, description) of every node that bears a name of another; no two nodes of one label have the same one.

        Where nothing else tells them apart, the id of the first article does.
        """
        nodes, told = self.nodes, self.told
        wholes = {str(value) for node in nodes.values() for predicate, value in node.links if predicate == str(KG.editionOf)}
        words = {iri: SERIES if iri in wholes else _describe(nodes[iri], told.get(iri, _Told()), nodes) for iri in sorted(self.shared)}
        counted = Counter((nodes[iri].label, text) for iri, text in words.items())
        for iri, text in words.items():
            first = min(told[iri].articles, default="") if iri in told else ""
            unclear = not text or counted[nodes[iri].label, text] > 1
            yield iri, STOP.join(part for part in (text, first if unclear else "") if part) or iri.rpartition("/")[2]

    def _read(self, article: Article, claim: Claim) -> None:
        ends = {"subject": claim.subject, "object": claim.object}
        found = {side: self.entities.get((claim.article, m.cls, m.name, m.scope)) for side, m in ends.items()}
        for side, other in (("subject", "object"), ("object", "subject")):
            entity, end = found[side], found[other]
            if entity is None or entity.iri not in self.shared:
                continue
            one = self.told[entity.iri]
            one.articles.add(claim.article)
            one.days |= {article.date.isoformat()} if article.date else set()
            if claim.modality in ("asserted", "planned", "former"):
                relation = self.ontology.topmost(claim.relation)
                one.ends[relation, other][end.label if end is not None else ends[other].name] += 1


def _namesakes(nodes: Iterable[Entity]) -> set[str]:
    bearers: dict[str, set[str]] = defaultdict(set)
    for node in nodes:
        for name in {node.label, *(alias.name for alias in node.aliases)}:
            bearers[name].add(node.iri)
    return {iri for found in bearers.values() if len(found) > 1 for iri in found}


def _describe(node: Entity, told: _Told, nodes: Mapping[str, Entity]) -> str:
    places = [nodes[str(value)].label for predicate, value in node.links if predicate == str(KG.inPlace) and str(value) in nodes]
    parts = list(places)
    for sign in TELLING.get(node.cls, ()):
        if told.ends.get(sign) and len(parts) < MOST:
            counted = told.ends[sign]
            best = sorted(counted, key=lambda name: (-counted[name], -len(name), name))[: MOST if sign[1] == "subject" else 1]
            parts.append(COMMA.join(name[:LONGEST] for name in best))
            if sign[0] == "position":
                break
    days = sorted(told.days)
    parts += [DASH.join(dict.fromkeys((days[0], days[-1])))] if days else []
    return STOP.join(dict.fromkeys(parts))
