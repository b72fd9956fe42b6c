"""Prefixes, folders of IRIs, and where the ontology lies: what a query needs to know of it before any RDF library is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

BASE = "https://example.org/kg/id/"

# `org:` stays W3C ORG, so bodies have the prefix `body:`.
FOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "Person": "person",
        "Organization": "body",
        "Place": "place",
        "Event": "event",
        "Document": "doc",
        "Product": "product",
        "Article": "article",
        "Claim": "claim",
        "Source": "source",
    }
)
VOCABULARIES: Mapping[str, str] = MappingProxyType(
    {
        "kg": "https://example.org/kg/ontology#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dcterms": "http://purl.org/dc/terms/",
        "prov": "http://www.w3.org/ns/prov#",
        "schema": "https://schema.org/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "org": "http://www.w3.org/ns/org#",
        "void": "http://rdfs.org/ns/void#",
        "time": "http://www.w3.org/2006/time#",
    }
)


def ontology_folder() -> Path:
    """The folder of the ontology files: `ontology/` of the checkout, else `_ontology` inside the installed package."""
    packed = Path(__file__).parent / "_ontology"
    return packed if packed.is_dir() else Path(__file__).parent.parent / "ontology"


def known_prefixes(base: str = BASE, folders: Iterable[str] = ()) -> dict[str, str]:
    """Prefix -> namespace, for vocabularies and for instances under `base` in the folders of kg's classes and in `folders`.

    >>> known_prefixes()["event"]
    'https://example.org/kg/id/event/'
    """
    return dict(VOCABULARIES) | {folder: f"{base}{folder}/" for folder in (*FOLDERS.values(), *folders)}
