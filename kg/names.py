"""The lexicon of `ontology/names.ttl`, `places.ttl` and the user's own files: any name of a known node gives the official one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from kg.ontology import KG, load_ontology

# The classes whose names a lexicon tells the engine, with the labels of `kg.model.Name`.
ENGINE_LABELS: Mapping[str, str] = MappingProxyType({"Person": "PERSON", "Place": "LOCATION", "Organization": "ORGANIZATION"})


@dataclass(frozen=True, slots=True)
class Known:
    """What the lexicon says of one body, place or person.

    `former` holds (name, year or month until which it was used); `successor` is the official name of the body that took over at `until`;
    `governs` the name of the place whose government this is.
    """

    label: str
    cls: str
    aliases: tuple[str, ...] = ()
    former: tuple[tuple[str, str], ...] = ()
    successor: str = ""
    until: str = ""
    governs: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The lexicon; a name that two of its nodes bear, or that is marked as ambiguous (人大, 南大), gives none of them.

    `offices` gives for what a local office is called behind its place (科技厅, 科学技术厅) the full form, `series` for each name of a
    series of events its full name, `short_places` the place that one character or one with 方 stands for (京, 中方).
    """

    by_name: Mapping[str, Known]
    ambiguous: frozenset[str]
    offices: Mapping[str, str] = field(default_factory=dict)
    series: Mapping[str, str] = field(default_factory=dict)
    short_places: Mapping[str, str] = field(default_factory=dict)

    def find(self, name: str) -> Known | None:
        """The node that bears the name.

        >>> load_names().find("银保监会").successor
        '国家金融监督管理总局'
        """
        return self.by_name.get(name)

    def official(self, name: str) -> str | None:
        """The official name behind any name.

        >>> load_names().official("国家发改委"), load_names().official("人大")
        ('国家发展和改革委员会', None)
        """
        known = self.by_name.get(name)
        return None if known is None else known.label

    def kind(self, name: str) -> str | None:
        """The class (Organization, Place, Person) of what bears the name."""
        known = self.by_name.get(name)
        return None if known is None else known.cls

    def all_names(self) -> Mapping[str, str]:
        """Every unambiguous name of three or more characters with PERSON, LOCATION or ORGANIZATION, in code point order.

        Shorter ones are left to the engine: they stand across words too often (海地 in 沿海地区, 北大 in 华北大部).
        """
        return {name: ENGINE_LABELS[known.cls] for name, known in sorted(self.by_name.items()) if len(name) > 2}


def load_names(extra: Sequence[Path] = ()) -> Names:
    """The lexicon with the user's own Turtle files; raises OntologyError for one that is broken."""
    return _read(load_ontology(extra).graph) if extra else _bundled()


@cache
def _bundled() -> Names:
    return _read(load_ontology().graph)


def _read(graph: Graph) -> Names:
    bearers: dict[str, set[Known]] = defaultdict(set)
    for cls in sorted(ENGINE_LABELS):
        for node in graph.subjects(RDF.type, KG[cls]):
            if isinstance(node, URIRef) and (known := _known(graph, node, cls)) is not None:
                for name in (known.label, *known.aliases, *(name for name, _ in known.former)):
                    bearers[name].add(known)
    marked = {str(name) for name in graph.objects(None, KG.ambiguousName)}
    ambiguous = marked | {name for name, found in bearers.items() if len(found) > 1}
    by_name = {name: next(iter(found)) for name, found in bearers.items() if name not in ambiguous}
    return Names(
        MappingProxyType(by_name),
        frozenset(ambiguous),
        offices=MappingProxyType(_short_forms(graph, KG.Office)),
        series=MappingProxyType(_series(graph)),
        short_places=MappingProxyType({short: full for short, full in _short_forms(graph, KG.ShortName).items() if short != full}),
    )


def _short_forms(graph: Graph, kind: URIRef) -> dict[str, str]:
    """Full and short forms of the nodes of one class, each with the full form."""
    found: dict[str, str] = {}
    for node in graph.subjects(RDF.type, kind):
        full = _label(graph, node)
        found |= {name: full for name in (full, *map(str, graph.objects(node, KG.shortForm)))}
    return found


def _series(graph: Graph) -> dict[str, str]:
    found = {node: _label(graph, node) for node in graph.subjects(RDF.type, KG.EventSeries)}
    return {name: full for node, full in found.items() for name in (full, *map(str, graph.objects(node, SKOS.altLabel))) if name}


def _known(graph: Graph, node: URIRef, cls: str) -> Known | None:
    label = _label(graph, node)
    if not label:
        return None
    former = [(_label(graph, name), str(graph.value(name, KG.until) or "")) for name in graph.objects(node, KG.formerName)]
    return Known(
        label=label,
        cls=cls,
        aliases=tuple(sorted(str(alias) for alias in graph.objects(node, SKOS.altLabel))),
        former=tuple(sorted(former)),
        successor=_label(graph, graph.value(node, KG.succeededBy)),
        until=str(graph.value(node, KG.until) or ""),
        governs=_local(graph.value(node, KG.governs)),
    )


def _label(graph: Graph, node: Node | None) -> str:
    return "" if node is None else min(map(str, graph.objects(node, RDFS.label)), default="")


def _local(node: Node | None) -> str:
    return "" if node is None else str(node).rsplit("/", 1)[-1]
