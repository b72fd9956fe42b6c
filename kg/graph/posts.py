"""A post that begins with the name of a body of the same article says where the person works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.model import Article, Claim, Entity, Mention, Span
from kg.ontology import KG, Ontology

Key = tuple[str, str, str, str]
# IRI, key, and whether the name is that of a territory.
Body = tuple[str, Key, bool]

POSITION, EMPLOYMENT, EMPLOYER = "position", "worksFor", "Organization"
# After the name of a territory only the head of its government follows so shortly (市长, 副市长); longer words name another body there.
LONGEST_OFFICE = 3


class Employers:
    """The bodies that the names of each article mean."""

    def __init__(self, entities: Mapping[Key, Entity], ontology: Ontology) -> None:
        self.bodies = _bodies_by_name(entities, ontology)

    def of_article(self, article: Article, claims: Iterable[Claim]) -> Iterator[Claim]:
        """A worksFor claim for each position claim whose words go on after the longest name of exactly one body known in that article.

        A government that is named by its territory alone employs only whose post follows at once (南昌市副市长, not 南昌市博物馆馆长).
        The claim has the modality of the position; an asserted one is dated by its article where the claim names no time.
        """
        bodies = self.bodies.get(article.id, {})
        for claim in claims:
            key = _employer(claim.object.name, bodies) if claim.relation == POSITION else None
            if key is not None:
                yield _employment(claim, key[0], key[1], article=article)


def _bodies_by_name(entities: Mapping[Key, Entity], ontology: Ontology) -> dict[str, dict[str, set[Body]]]:
    """Article id -> name -> the bodies that bear it."""
    bodies: dict[str, dict[str, set[Body]]] = {}
    for key, entity in entities.items():
        if ontology.is_a(key[1], EMPLOYER):
            names = bodies.setdefault(key[0], {})
            for name in {key[2], entity.label, *(alias.name for alias in entity.aliases)}:
                names.setdefault(name, set()).add((entity.iri, key, _is_territory(name, entity)))
    return bodies


def _employer(words: str, names: Mapping[str, set[Body]]) -> tuple[str, Key] | None:
    for length in range(len(words) - 1, 1, -1):
        found = names.get(words[:length])
        if found:
            _, key, territory = min(found)
            alone = len({iri for iri, _, _ in found}) == 1 and not (territory and len(words) - length > LONGEST_OFFICE)
            return (words[:length], key) if alone else None
    return None


def _is_territory(name: str, entity: Entity) -> bool:
    """Whether the body is a place, or bears here the name of the place that it governs, or a short form of it."""
    if entity.cls == "Place":
        return True
    governed = (str(value).rpartition("/")[2] for predicate, value in entity.links if predicate == str(KG.governs))
    return any(place.startswith(name) for place in governed)


def _employment(claim: Claim, name: str, key: Key, *, article: Article) -> Claim:
    span = claim.object.span
    said = Span(span.start, span.start + len(name))
    if said.of(article.text) != name:
        said = span
    body = Mention(span=said, text=said.of(article.text), cls=key[1], name=key[2], scope=key[3])
    when = claim.when
    if not when and claim.modality == "asserted" and article.date:
        when = article.date.isoformat()
    return replace(claim, relation=EMPLOYMENT, object=body, when=when)
