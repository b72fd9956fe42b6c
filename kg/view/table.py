"""Triples by subject and predicate in plain values, from an rdflib graph or from an opened graph file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from rdflib import Graph, Literal
from rdflib.namespace import XSD

from kg.query import Source, open_graph


class Words(NamedTuple):
    """A literal; `datatype` is empty for plain and for tagged text."""

    text: str
    lang: str = ""
    datatype: str = ""


Value: TypeAlias = str | Words
Row: TypeAlias = Mapping[str, Value | list[Value]]
Table: TypeAlias = Mapping[str, Row]
"""Subject IRI -> predicate IRI -> its object, or a sorted list of several: IRIs as strings, literals as Words."""


def read_table(graph: Graph | Path | str) -> Table:
    """The triples of a graph, or of the graph file at a path; raises GraphError where the file cannot be read."""
    return to_table(_graph_triples(graph) if isinstance(graph, Graph) else _source_triples(open_graph(graph, cache=False)))


def to_table(triples: Iterable[tuple[str, str, Value]]) -> Table:
    """A table of triples, in the order of their subjects."""
    rows: dict[str, dict[str, Value | list[Value]]] = {}
    for subject, predicate, value in triples:
        row = rows.get(subject)
        if row is None:
            row = rows[subject] = {}
        known = row.get(predicate)
        if known is None:
            row[predicate] = value
        elif isinstance(known, list):
            known.append(value)
        else:
            row[predicate] = [known, value]
    for row in rows.values():
        for values in row.values():
            if isinstance(values, list):
                values.sort(key=_order)
    return {subject: rows[subject] for subject in sorted(rows)}


def _graph_triples(graph: Graph) -> Iterator[tuple[str, str, Value]]:
    for subject, predicate, value in graph:
        if isinstance(value, Literal):
            words = Words(str(value), value.language or "", str(value.datatype or ""))
            yield str(subject), str(predicate), words
        else:
            yield str(subject), str(predicate), str(value)


def _source_triples(source: Source) -> Iterator[tuple[str, str, Value]]:
    """The triples of all graphs of a source, without the cost of an rdflib graph."""
    for subject, predicate, value, _ in source.store:
        if hasattr(value, "datatype"):
            datatype = "" if value.language or value.datatype.value == str(XSD.string) else value.datatype.value
            yield _name(subject), _name(predicate), Words(value.value, value.language or "", datatype)
        else:
            yield _name(subject), _name(predicate), _name(value)


def _name(node: Any) -> str:
    return str(getattr(node, "value", node))


def _order(value: Value) -> tuple[str, str]:
    return (value.text, value.lang) if isinstance(value, Words) else (value, "")


def values_of(row: Row, predicate: str) -> Sequence[Value]:
    """All objects of a predicate."""
    values = row.get(predicate, ())
    return [values] if isinstance(values, str | Words) else values


def text_of(row: Row, predicate: str) -> str:
    """The first object of a predicate as text, empty where there is none."""
    values = row.get(predicate, "")
    value = values[0] if isinstance(values, list) else values
    return value.text if isinstance(value, Words) else value


def texts_of(row: Row, predicate: str) -> list[str]:
    """All objects of a predicate as text."""
    return [value.text if isinstance(value, Words) else value for value in values_of(row, predicate)]
