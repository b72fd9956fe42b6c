"""Names to be looked up, and the nodes that they may mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A node that a name may mean, with a score of 0 to 100; `sure` where the name, and all properties asked for, are its own."""

    iri: str
    label: str
    classes: tuple[str, ...]
    score: float
    description: str = ""
    features: tuple[tuple[str, float], ...] = ()
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Lookup:
    """A name to be looked up: `classes` are IRIs of which a node has one ("any"), all ("all") or should have one ("should").

    `properties` are relations with values, each a name, a word, or the IRI of a node.
    """

    name: str
    classes: tuple[str, ...] = ()
    strict: str = "any"
    limit: int = 10
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()
