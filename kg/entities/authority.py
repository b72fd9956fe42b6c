"""Links from entities to the nodes of a user's own authority file, in SKOS or schema.org, where name and place leave no doubt."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import SDO
from rdflib.term import Node

from kg.errors import GraphError, InputError
from kg.messages import message
from kg.model import Entity
from kg.ontology import KG
from kg.rdf import read_rdf

SCHEMAS = (Namespace(str(SDO)), Namespace("http://schema.org/"))
LABELS = (SKOS.prefLabel, RDFS.label, *(ns["name"] for ns in SCHEMAS))
FURTHER = (SKOS.altLabel, *(ns["alternateName"] for ns in SCHEMAS), *(ns["legalName"] for ns in SCHEMAS))
PLACES = (KG.inPlace, *(ns[name] for ns in SCHEMAS for name in ("containedInPlace", "location", "addressLocality", "address")))
CLASSES = {
    "Person": "Person",
    "Place": "Place AdministrativeArea City Country",
    "Organization": "Organization CollegeOrUniversity GovernmentOrganization Corporation",
    "Event": "Event",
    "Document": "CreativeWork Legislation Book Report Article",
    "Product": "Product",
}
CLASS_OF = {str(ns[name]): cls for ns in SCHEMAS for cls, names in CLASSES.items() for name in names.split()}
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Authorized:
    """A node of the authority file; `cls` is "" where it does not say what it is."""

    iri: str
    cls: str
    names: frozenset[str]
    places: frozenset[str]
    concept: bool


def read_authority(paths: Sequence[Path]) -> list[Authorized]:
    """The named nodes of RDF files, by IRI; raises InputError for one that is broken or names nothing."""
    graph = Graph(bind_namespaces="none")
    for path in paths:
        try:
            graph += read_rdf(path)
        except GraphError as error:
            raise InputError(error.message) from error
    nodes = sorted({s for p in LABELS for s in graph.subjects(p) if isinstance(s, URIRef)})
    if paths and not nodes:
        raise InputError(
            message("{listed}: no named node; needed are skos:prefLabel, schema:name or rdfs:label", listed=paths),
        )
    return [_authorized(graph, node) for node in nodes]


def link_entities(entities: Mapping[Key, Entity], authority: Iterable[Authorized]) -> dict[Key, Entity]:
    """The entities with `skos:exactMatch` to the concept, or `owl:sameAs` to the thing, of their name.

    A name that several nodes of either side bear links those alone whose places agree; places that disagree never link.
    """
    by_iri = {entity.iri: entity for entity in entities.values()}
    bearers: dict[str, list[Authorized]] = defaultdict(list)
    for node in authority:
        for name in node.names:
            bearers[name].append(node)
    linked: dict[str, set[Authorized]] = {}
    for iri, entity in by_iri.items():
        found = {node for name in _names(entity) for node in bearers.get(name, ()) if node.cls in ("", entity.cls)}
        linked[iri] = _fitting(found, _places(entity, by_iri))
    wanted: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(linked):
        for node in linked[iri]:
            wanted[node.iri].append(iri)
    out: dict[Key, Entity] = {}
    for key, entity in entities.items():
        certain = [n for n in linked[entity.iri] if len(linked[entity.iri]) == 1 and wanted[n.iri] == [entity.iri]]
        links = [(str(SKOS.exactMatch if node.concept else OWL.sameAs), node.iri) for node in certain]
        out[key] = replace(entity, links=(*entity.links, *links))
    return out


def _fitting(found: set[Authorized], places: frozenset[str]) -> set[Authorized]:
    agreeing = {node for node in found if not (node.places and places) or node.places & places}
    proven = {node for node in agreeing if node.places & places}
    return proven if len(agreeing) > 1 else agreeing


def _authorized(graph: Graph, node: URIRef) -> Authorized:
    types = set(graph.objects(node, RDF.type))
    cls = next((CLASS_OF[t] for t in sorted(map(str, types)) if t in CLASS_OF), "")
    names = frozenset(_plain(str(o)) for p in (*LABELS, *FURTHER) for o in graph.objects(node, p) if isinstance(o, Literal))
    places = frozenset(name for p in PLACES for o in graph.objects(node, p) for name in _place_names(graph, o))
    return Authorized(str(node), cls, names, places, SKOS.Concept in types)


def _place_names(graph: Graph, place: Node) -> list[str]:
    if isinstance(place, Literal):
        return [_plain(str(place))]
    return [_plain(str(o)) for p in (*LABELS, *FURTHER, *PLACES) for o in graph.objects(place, p) if isinstance(o, Literal)]


def _names(entity: Entity) -> frozenset[str]:
    return frozenset(_plain(name) for name in (entity.label, *(alias.name for alias in entity.aliases)))


def _places(entity: Entity, by_iri: Mapping[str, Entity]) -> frozenset[str]:
    """The names of the places that an entity lies in or governs, and of those above."""
    names: set[str] = set()
    waiting, seen = [entity], {entity.iri}
    while waiting:
        for predicate, value in waiting.pop().links:
            above = by_iri.get(str(value)) if predicate in (str(KG.inPlace), str(KG.governs)) else None
            if above is not None and above.iri not in seen:
                seen.add(above.iri)
                names |= _names(above)
                waiting.append(above)
    return frozenset(names)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()
