"""The figures of one graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RelationRow:
    """One relation: distinct asserted facts, those that one original alone says, articles that speak of it, and claims by modality."""

    name: str
    facts: int
    single_source: int
    articles: int
    claims: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One month or year of publication, empty where the articles bear no date: its articles, and its claims by relation."""

    period: str
    articles: int
    claims: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One entity in the network of asserted facts.

    `degree` counts its neighbours, `facts` the facts that it has with them; `betweenness` is the share of shortest paths that run through
    it, from 0 to 1; `community` is the number of its community, from 1, and 0 for an entity without facts.
    """

    id: str
    label: str
    cls: str
    degree: int
    facts: int
    betweenness: float
    community: int


@dataclass(frozen=True, slots=True)
class Community:
    """A group of entities that have more facts with each other than with others; `leading` are its best connected, by label."""

    number: int
    size: int
    leading: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stats:
    """All figures; `entities` are the best connected, `components` the sizes of the connected parts, `degrees` degree -> entities.

    `isolated` is the number of entities without asserted facts, which are no component. `labels` gives Chinese labels by local name.
    """

    counts: Mapping[str, int]
    classes: Mapping[str, int]
    modalities: Mapping[str, int]
    relations: tuple[RelationRow, ...]
    periods: tuple[PeriodRow, ...]
    entities: tuple[EntityRow, ...]
    components: tuple[int, ...]
    isolated: int
    communities: tuple[Community, ...]
    degrees: Mapping[int, int]
    labels: Mapping[str, str]
