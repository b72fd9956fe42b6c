"""Triples by subject and predicate in plain values, from an rdflib graph or from an opened graph file."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from rdflib import Graph, Literal
from rdflib.namespace import XSD
from rdflib.term import Node

from kg.query import LITERAL, QUOTED, read_quads
from kg.rdf import LiteralValue, Value

__all__ = ["LiteralValue", "Raw", "Row", "Table", "Value", "read_row", "read_table", "text_of", "texts_of", "to_table", "values_of"]

Raw: TypeAlias = str | LiteralValue | Literal
Row: TypeAlias = Mapping[str, Raw | list[Raw]]
Table: TypeAlias = Mapping[str, Row]
"""Subject IRI -> predicate IRI -> its object, or a sorted list of several. Literals become LiteralValue only when they are asked for."""
_STRING = str(XSD.string)


def read_table(graph: Graph | Path | str) -> Table:
    """The triples of a graph, or of the graph file at a path; raises GraphError where the file cannot be read."""
    return to_table(_graph_triples(graph) if isinstance(graph, Graph) else _file_triples(graph))


def to_table(triples: Iterable[tuple[str, str, Raw]]) -> Table:
    """A table of triples, in the order of their subjects; a triple that comes twice stands in it once."""
    rows: dict[str, dict[str, Raw | list[Raw]]] = {}
    for subject, predicate, value in triples:
        row = rows.get(subject)
        if row is None:
            row = rows[subject] = {}
        known = row.setdefault(predicate, value)
        if known is value:
            continue
        if isinstance(known, list):
            known.append(value)
        else:
            row[predicate] = [known, value]
    for row in rows.values():
        for predicate, values in row.items():
            if isinstance(values, list):
                row[predicate] = _sort(values)
    return {subject: rows[subject] for subject in sorted(rows)}


def read_row(graph: Graph, subject: Node) -> Row:
    """What an rdflib graph says of one subject."""
    return to_table(_graph_triples(graph.triples((subject, None, None)))).get(str(subject), {})


def _sort(values: Iterable[Raw]) -> Raw | list[Raw]:
    """The values in order, each once."""
    ordered = sorted(dict.fromkeys(values), key=_order)
    return ordered if len(ordered) > 1 else ordered[0]


def _graph_triples(triples: Iterable[tuple[Node, Node, Node]]) -> Iterator[tuple[str, str, Raw]]:
    last, name = None, ""
    for subject, predicate, value in triples:
        if subject is not last:
            last, name = subject, str(subject)
        yield name, str(predicate), value if isinstance(value, Literal) else str(value)


def _file_triples(path: Path | str) -> Iterator[tuple[str, str, Raw]]:
    """The triples of all graphs of a file or store, without the cost of an rdflib graph; each IRI is one string wherever it stands."""
    intern = sys.intern
    for subject, predicate, value, _ in read_quads(path):
        name, relation = intern(str(subject) if type(subject) is QUOTED else subject.value), intern(predicate.value)
        if type(value) is LITERAL:
            language = value.language
            datatype = "" if language else value.datatype.value
            yield name, relation, LiteralValue(value.value, language or "", "" if datatype == _STRING else datatype)
        else:
            yield name, relation, intern(str(value) if type(value) is QUOTED else value.value)


def _order(value: Raw) -> tuple[str, str]:
    plain = _plain(value)
    return (plain.text, plain.lang) if isinstance(plain, LiteralValue) else (plain, "")


def _plain(value: Raw) -> Value:
    if isinstance(value, Literal):
        return LiteralValue(str(value), value.language or "", str(value.datatype or ""))
    return value


def _text(value: Raw) -> str:
    return value.text if isinstance(value, LiteralValue) else str(value)


def values_of(row: Row, predicate: str) -> Sequence[Value]:
    """All objects of a predicate."""
    values = row.get(predicate)
    if isinstance(values, list):
        return [_plain(value) for value in values]
    return [] if values is None else [_plain(values)]


def text_of(row: Row, predicate: str) -> str:
    """The first object of a predicate as text, empty where there is none."""
    values = row.get(predicate, "")
    return _text(values[0] if isinstance(values, list) else values)


def texts_of(row: Row, predicate: str) -> list[str]:
    """All objects of a predicate as text."""
    values = row.get(predicate)
    if isinstance(values, list):
        return [_text(value) for value in values]
    return [] if values is None else [_text(values)]
