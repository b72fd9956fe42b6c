"""A post that begins with the name of a body of the same article says where the person works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.model import Article, Claim, Entity, Mention, Span
from kg.ontology import Ontology

Key = tuple[str, str, str, str]

POSITION, EMPLOYMENT, EMPLOYER = "position", "worksFor", "Organization"


def find_employments(
    articles: Iterable[Article], claims: Iterable[Claim], entities: Mapping[Key, Entity], ontology: Ontology
) -> Iterator[Claim]:
    """A worksFor claim for each position claim whose words go on after the longest name of exactly one body known in that article.

    It has the modality of the position; an asserted one is dated by its article where the claim names no time.
    """
    by_id = {article.id: article for article in articles}
    bodies = _bodies_by_name(entities, ontology)
    for claim in claims:
        key = _employer(claim.object.name, bodies.get(claim.article, {})) if claim.relation == POSITION else None
        if key is not None:
            yield _employment(claim, key[0], key[1], by_id[claim.article])


def _bodies_by_name(entities: Mapping[Key, Entity], ontology: Ontology) -> dict[str, dict[str, set[tuple[str, Key]]]]:
    """Article id -> name -> (IRI, key) of the bodies that bear it."""
    bodies: dict[str, dict[str, set[tuple[str, Key]]]] = {}
    for key, entity in entities.items():
        if ontology.is_a(key[1], EMPLOYER):
            names = bodies.setdefault(key[0], {})
            for name in {key[2], entity.label, *(alias.name for alias in entity.aliases)}:
                names.setdefault(name, set()).add((entity.iri, key))
    return bodies


def _employer(words: str, names: Mapping[str, set[tuple[str, Key]]]) -> tuple[str, Key] | None:
    for length in range(len(words) - 1, 1, -1):
        found = names.get(words[:length])
        if found:
            return (words[:length], min(found)[1]) if len({iri for iri, _ in found}) == 1 else None
    return None


def _employment(claim: Claim, name: str, key: Key, article: Article) -> Claim:
    span = claim.object.span
    said = Span(span.start, span.start + len(name))
    if said.of(article.text) != name:
        said = span
    body = Mention(span=said, text=said.of(article.text), cls=key[1], name=key[2], scope=key[3])
    when = claim.when
    if not when and claim.modality == "asserted" and article.date:
        when = article.date.isoformat()
    return replace(claim, relation=EMPLOYMENT, object=body, when=when)
