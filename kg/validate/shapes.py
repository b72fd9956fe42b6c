"""The shapes of `ontology/shapes.ttl`, asked by pyshacl."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pyshacl
from rdflib import RDF, Graph, Literal
from rdflib.namespace import SH
from rdflib.term import Node

from kg.errors import OntologyError
from kg.messages import Label, message
from kg.namespaces import ontology_folder
from kg.validate.problems import Problem, make_problem, name_of


def find_shape_problems(graph: Graph) -> Iterator[Problem]:
    """What breaks a shape: one problem for each result of SHACL. Raises OntologyError where SHACL cannot be run."""
    _, report, text = pyshacl.validate(graph, shacl_graph=_shapes(), inplace=True)
    if not isinstance(report, Graph):
        raise OntologyError(message("shapes.ttl: SHACL cannot be run: {text}", text=text))
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, shape = report.value(result, SH.focusNode), report.value(result, SH.sourceShape)
        if focus is None or shape is None:
            continue
        value = report.value(result, SH.value)
        messages = {o.language: str(o) for o in report.objects(result, SH.resultMessage) if isinstance(o, Literal)}
        yield make_problem(
            graph,
            _name(shape),
            focus,
            value="" if value is None or value == focus else name_of(graph, value),
            wrong=Label(messages.get("en") or _any(messages), messages.get("zh") or _any(messages)),
        )


@cache
def _shapes() -> Graph:
    path = ontology_folder() / "shapes.ttl"
    try:
        return Graph(bind_namespaces="none").parse(path, format="turtle")
    except (OSError, SyntaxError) as error:
        raise OntologyError(message("{path}: cannot be read as Turtle", path=path)) from error


def _name(shape: Node) -> str:
    """The local name of a shape, or of the one whose property it is."""
    owner = _shapes().value(predicate=SH.property, object=shape)
    path = _shapes().value(shape, SH.path)
    local = str(owner or shape).partition("#")[2]
    return local if owner is None else f"{local} {_shapes().namespace_manager.normalizeUri(str(path))}"


def _any(messages: dict[str | None, str]) -> str:
    return " ".join(min(messages.values(), default="the shape is broken").split())
