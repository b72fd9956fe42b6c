"""What ties a node to others without a sentence that says so: places above, governments, series of editions, codes and numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rdflib import Literal

from kg.entities.places import chain, place_entity
from kg.entities.series import LEXICON, edition_aliases, editions_of
from kg.entities.values import Target
from kg.grammar import Grammar
from kg.model import Alias, Entity
from kg.names import Names
from kg.ontology import KG, mint
from kg.places import is_place


def node_entity(
    target: Target,
    label: str,
    aliases: tuple[Alias, ...],
    *,
    facts: Sequence[tuple[str, str]],
    base: str,
    names: Names,
) -> Entity:
    """The node of a thing with its links."""
    cls, name, _ = target
    if cls == "Place":
        return place_entity(target, label, aliases, base=base)
    links: list[tuple[str, object]] = []
    places = [value for kind, value in facts if kind == "place"]
    if cls == "Organization" and places:
        governs = is_place(name) or _is_government(name, places[0], names)
        links.append((str(KG.governs if governs else KG.inPlace), mint(base, "Place", places[0])))
    links += [(str(KG.documentNumber), Literal(value)) for kind, value in facts if kind == "number"]
    return Entity(mint(base, cls, name, scope=target[2]), cls, label, aliases, tuple(links))


def containers(nodes: Mapping[Target, Entity], *, base: str, names: Names) -> dict[Target, Entity]:
    """The nodes that others link to: places above and places governed."""
    found: dict[Target, Entity] = {}
    for target, entity in nodes.items():
        if target[0] == "Place":
            found |= dict(chain(target[2] or target[1], base))
        for predicate, value in entity.links:
            if predicate in (str(KG.governs), str(KG.inPlace)) and target[0] == "Organization":
                found |= dict(chain(str(value).rsplit("/", 1)[-1], base))
    return {target: found[target] for target in sorted(found)}


def tie_events(nodes: Mapping[Target, Entity], *, base: str, grammar: Grammar, names: Names) -> dict[Target, Entity]:
    """The events with links to their series, where several editions or a text name it, and to the event that they are a part of."""
    events = {target: entity for target, entity in nodes.items() if target[0] == "Event"}
    tied: dict[Target, Entity] = {}
    for whole, editions in editions_of(events, grammar).items():
        called = events.get(("Event", whole, ""))
        aliases = tuple(Alias(name, LEXICON) for name in edition_aliases(whole, names))
        above = called or Entity(mint(base, "Event", whole), "Event", whole, aliases)
        tied["Event", whole, ""] = above
        for target in editions:
            tied[target] = replace(events[target], links=(*events[target].links, (str(KG.editionOf), above.iri)))
    for target, entity in events.items():
        whole = "" if target[2] else whole_event(target[1], grammar)
        held = events.get(("Event", whole, "")) if whole else None
        if held is not None and held.iri != entity.iri:
            link = (str(KG.partOfEvent), held.iri)
            tied[target] = replace(tied.get(target, entity), links=(*tied.get(target, entity).links, link))
    return tied


def whole_event(name: str, grammar: Grammar) -> str:
    """The event that a part is called after (海岸博览会 of 海岸博览会开幕式), "" for what is no part."""
    part = grammar.ending("partHead", name)
    return name.removesuffix(part) if part else ""


def _is_government(name: str, place: str, names: Names) -> bool:
    known = names.find(name)
    return (known is not None and known.governs == place) or name == place + names.offices.get("人民政府", "")
