"""Which names lead to one node, against clusters labelled by hand: B-cubed precision and recall."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import DCTERMS, RDF, Graph, URIRef
from rdflib.namespace import PROV

from kg.errors import InputError
from kg.messages import message
from kg.ontology import KG, load_ontology

FORM = '{"article": "a1", "cls": "Person", "name": "王伟", "entity": "e1"}'
FIELDS = ("article", "cls", "name", "entity")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A name of one article, and the thing that it means by hand; `at` is where it stands in the text, -1 for anywhere."""

    article: str
    cls: str
    name: str
    entity: str
    at: int = -1


@dataclass(frozen=True, slots=True)
class ClusterFigures:
    """B-cubed of Bagga and Baldwin (1998) over the labelled names; those that the graph lacks count as things of their own."""

    precision: float
    recall: float
    names: int
    missing: int

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        whole = self.precision + self.recall
        return 2 * self.precision * self.recall / whole if whole else 0.0


def read_clusters(paths: Iterable[Path]) -> list[Labelled]:
    """The labelled names of JSON lines; raises InputError that tells the line."""
    classes, found = load_ontology().classes, []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(message("{path}: cannot be read: {error}", path=path, error=error)) from error
        for number, line in enumerate(lines, start=1):
            if line.strip():
                found.append(_read_line(line, f"{path}:{number}", classes))
    if not found:
        raise InputError(message("no labelled name; lines like {form} are needed", form=FORM))
    return found


def score_clusters(graph: Graph, labelled: Sequence[Labelled]) -> ClusterFigures:
    """B-cubed of a graph's nodes, linear in the number of names."""
    nodes = _find_nodes(graph, labelled)
    pairs = Counter((one.entity, node) for one, node in zip(labelled, nodes, strict=True))
    gold, found = Counter(one.entity for one in labelled), Counter(nodes)
    precision = sum(number * number / found[node] for (_, node), number in pairs.items())
    recall = sum(number * number / gold[entity] for (entity, _), number in pairs.items())
    missing = sum(node.startswith("?") for node in nodes)
    return ClusterFigures(precision / len(labelled), recall / len(labelled), len(labelled), missing)


def _read_line(line: str, place: str, classes: Iterable[str]) -> Labelled:
    try:
        row = json.loads(line)
        values = {name: row[name] for name in FIELDS}
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(message("{place}: a line like {form} is needed", place=place, form=FORM)) from error
    if values["cls"] not in classes or not all(isinstance(value, str) and value for value in values.values()):
        names = " ".join(classes)
        raise InputError(message("{place}: cls is one of {names}, the others words", place=place, names=names))
    return Labelled(**values, at=row["at"] if isinstance(row.get("at"), int) else -1)


def _find_nodes(graph: Graph, labelled: Sequence[Labelled]) -> list[str]:
    """The IRI of the node of each labelled name; "?" and a number for one that the graph does not have."""
    wanted = {one.article for one in labelled}
    said: dict[tuple[str, str], set[tuple[str, int]]] = defaultdict(set)
    for article, identifier in graph.subject_objects(DCTERMS.identifier):
        if str(identifier) in wanted:
            for claim in graph.subjects(PROV.wasDerivedFrom, article):
                for end, place in ((RDF.subject, KG.subjectAt), (RDF.object, KG.objectAt)):
                    start = str(graph.value(claim, place) or "").removeprefix("char=").partition(",")[0]
                    for node in graph.objects(claim, end):
                        for name in graph.objects(node, KG.name):
                            said[str(identifier), str(name)].add((str(node), int(start) if start else -1))
    return [_choose(graph, one, said.get((one.article, one.name), set())) or f"?{number}" for number, one in enumerate(labelled)]


def _choose(graph: Graph, one: Labelled, candidates: Iterable[tuple[str, int]]) -> str:
    fitting = {(node, at) for node, at in candidates if (URIRef(node), RDF.type, KG[one.cls]) in graph}
    exact = {node for node, at in fitting if at == one.at}
    return min(exact or {node for node, _ in fitting}, default="")
