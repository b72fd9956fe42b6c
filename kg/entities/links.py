"""What ties a node to others without a sentence that says so: places above, governments, series of editions, codes and numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rdflib import Literal

from kg.entities.events import series
from kg.entities.places import chain, place_entity
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
    facts: Sequence[tuple[str, str]],
    *,
    base: str,
    grammar: Grammar,
    names: Names,
) -> Entity:
    """The node of a thing with its links."""
    cls, name, _ = target
    if cls == "Place":
        return place_entity(target, label, aliases, base)
    links: list[tuple[str, object]] = []
    places = [value for kind, value in facts if kind == "place"]
    if cls == "Organization" and places:
        governs = is_place(name) or _is_government(name, places[0], names)
        links.append((str(KG.governs if governs else KG.inPlace), mint(base, "Place", places[0])))
    if cls == "Event" and (whole := series(label, grammar) or series(name, grammar)):
        links.append((str(KG.editionOf), mint(base, "Event", whole)))
    links += [(str(KG.documentNumber), Literal(value)) for kind, value in facts if kind == "number"]
    return Entity(mint(base, *target), cls, label, aliases, tuple(links))


def containers(nodes: Mapping[Target, Entity], *, base: str, grammar: Grammar, names: Names) -> dict[Target, Entity]:
    """The nodes that others link to: places above, places governed, series."""
    found: dict[Target, Entity] = {}
    for target, entity in nodes.items():
        if target[0] == "Place":
            found |= dict(chain(target[2] or target[1], base))
        for predicate, value in entity.links:
            if predicate in (str(KG.governs), str(KG.inPlace)) and target[0] == "Organization":
                found |= dict(chain(str(value).rsplit("/", 1)[-1], base))
            elif predicate == str(KG.editionOf):
                whole = series(entity.label, grammar) or series(target[1], grammar)
                found["Event", whole, ""] = Entity(str(value), "Event", whole)
    return {target: found[target] for target in sorted(found)}


def _is_government(name: str, place: str, names: Names) -> bool:
    known = names.find(name)
    return (known is not None and known.governs == place) or name == place + names.offices.get("人民政府", "")
