"""All checks of a graph, in one sorted list."""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph

from kg.query import open_graph
from kg.validate.days import find_day_problems, find_offset_problems
from kg.validate.facts import find_fact_problems
from kg.validate.links import find_link_problems
from kg.validate.problems import Problem
from kg.validate.shapes import find_shape_problems
from kg.validate.texts import find_text_problems


def validate(graph: Graph, *, articles: Path | None = None) -> list[Problem]:
    """The faults of a graph, sorted; with the folder of the articles' texts also those of offsets and sentences.

    >>> from kg.graph import read_graph
    >>> validate(read_graph(Path("tests/data/sample.ttl")))
    []
    """
    source = open_graph(graph)
    problems = [*find_shape_problems(graph), *find_fact_problems(graph, source), *find_link_problems(graph, source)]
    problems += [*find_day_problems(graph), *find_offset_problems(graph)]
    if articles is not None:
        problems += find_text_problems(graph, articles)
    return sorted(set(problems))
