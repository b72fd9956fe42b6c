"""RDF files from anybody, read without asking the network or any other file: the one reader of every command.

Literals keep the form that the file gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

import rdflib
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import GraphError
from kg.messages import message, reason_of
from kg.unpacked import find_format, read_content

WITH_GRAPHS = frozenset({"trig", "nquads", "trix"})
NO_IRI = re.compile(r"[<>\"{}|^`\\\x00-\x20]")


class LiteralValue(NamedTuple):
    """A literal; `datatype` is empty for plain and for tagged text."""

    text: str
    lang: str = ""
    datatype: str = ""


Value: TypeAlias = str | LiteralValue
"""An object of a triple in plain values: an IRI, or a literal. A tenth of what rdflib's own terms cost to make."""
Fact: TypeAlias = tuple[str, str, Value]
"""A triple in plain values."""


def to_value(node: Node) -> Value:
    """A term of rdflib in plain values."""
    if isinstance(node, Literal):
        return LiteralValue(str(node), node.language or "", str(node.datatype or ""))
    return str(node)


def to_node(value: Value) -> URIRef | Literal:
    """The term of rdflib for a plain value; a literal keeps its form as far as rdflib lets it."""
    if isinstance(value, LiteralValue):
        return Literal(value.text, lang=value.lang or None, datatype=URIRef(value.datatype) if value.datatype else None)
    return URIRef(value)


def read_rdf(path: Path) -> Graph:
    """The triples of an RDF file, all its named graphs in one; raises GraphError that says what is wrong and where."""
    try:
        content, form = read_content(path)
        return check_iris(_parse(content, form, path), path)
    except GraphError:
        raise
    except OSError as error:
        raise GraphError(message("{path}: cannot be read: {reason}", path=path, reason=reason_of(error))) from error
    except Exception as error:  # each of rdflib's parsers raises its own kind, some plain Exception
        form, reason = find_format(path), _reason(error)
        raise GraphError(message("{path}: no valid {form}: {reason}", path=path, form=form, reason=reason)) from error


def read_trix(content: bytes, path: Path) -> bytes:
    """TriX as N-Quads, for a parser that does not read TriX; raises GraphError."""
    dataset = Dataset()
    try:
        with literals_as_written():
            dataset.parse(data=content, format="trix", publicID=path.absolute().as_uri())
        return dataset.serialize(format="nquads", encoding="utf-8")
    except Exception as error:  # the parser raises whatever it meets
        raise GraphError(message("{path}: no valid TriX: {error}", path=path, error=_reason(error))) from error


def check_iris(graph: Graph, path: Path) -> Graph:
    """The same graph; raises GraphError for an IRI that no format can write, such as one with a space."""
    for triple in graph:
        for term in triple:
            if isinstance(term, URIRef) and NO_IRI.search(term):
                shown = " ".join(str(term).split())[:200]
                raise GraphError(
                    message('{path}: <{shown}> is no IRI: spaces and <>"{{}}|\\^` must be written %XX', path=path, shown=shown),
                )
    return graph


@contextmanager
def literals_as_written() -> Iterator[None]:
    """Literals made in the block keep their form: 1.50 stays 1.50 (rdflib would make it 1.5)."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _parse(content: bytes, form: str, path: Path) -> Graph:
    graph = Graph(bind_namespaces="none")
    target = Dataset(default_union=True) if form in WITH_GRAPHS else graph
    with literals_as_written():
        target.parse(data=content, format=form, publicID=path.absolute().as_uri())
    if target is graph:
        return graph
    for prefix, namespace in target.namespaces():
        graph.bind(prefix, namespace)
    for triple in target.triples((None, None, None)):
        graph.add(_three(triple))
    return graph


def _three(triple: tuple[Node, ...]) -> tuple[Node, Node, Node]:
    return triple[0], triple[1], triple[2]


def _reason(error: Exception) -> str:
    """Line and reason of rdflib's BadSyntax, whose own text repeats the file; the words of any other error."""
    if hasattr(error, "lines") and hasattr(error, "_why"):
        return f"line {error.lines + 1}: {error._why}"
    return " ".join(str(error).split())[:200] or type(error).__name__
