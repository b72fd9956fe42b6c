"""Literals as their file writes them: Oxigraph keeps numbers, moments and truth values by their value, and 1.50 comes out of it as 1.5.

The forms that it changes are noted when a file is loaded, and put back into answers. Inside a query the value counts: STR(1.50) is "1.5".
"""

from __future__ import annotations

import json
import mmap
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox

from kg.query.syntax import read_lexemes

# (value, datatype) as Oxigraph has it -> as the file has it.
Forms = Mapping[tuple[str, str], tuple[str, str]]

# What Turtle without such literals does not have: 1.50, 007, +5, 1.0E6, and types other than days, years and those of others. It may hit
# in the midst of a text; then the file is read once more for nothing.
ODD = re.compile(
    rb"[\s,(](?:\+|-?0\d|-?\d*\.\d*0[\s;,.)]|-?[\d.]+[eE][+-]?\d|-0[\s;,.)])"
    rb"|[\"']\^\^(?!xsd:(?:date|gYear|gYearMonth|anyURI|string)[\s;,.)]|<(?!http://www\.w3\.org/2001/XMLSchema#))"
)
TEXT = ("http://www.w3.org/2001/XMLSchema#string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
TURTLE = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.N3)


def find_forms(file: bytes | Path, format: ox.RdfFormat, parse: Callable[[], Iterable[ox.Quad]]) -> Forms:
    """The literals of a file that Oxigraph changes; where several become one value, that is nobody's form, and stays as it is."""
    if format in TURTLE and not _is_odd(file):
        return {}
    literals = (quad.object for quad in parse() if isinstance(quad.object, ox.Literal))
    typed = {literal for literal in literals if literal.datatype.value not in TEXT}
    written = dict(enumerate(sorted(typed, key=str)))
    store, node = ox.Store(), ox.NamedNode("x:x")
    store.bulk_extend(ox.Quad(ox.NamedNode(f"x:{i}"), node, literal) for i, literal in written.items())
    forms: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for quad in store:
        assert isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
        forms[_key(quad.object)].add(_key(written[int(quad.subject.value[2:])]))
    return {kept: next(iter(given)) for kept, given in forms.items() if len(given) == 1 and kept not in given}


def put_back(triples: Iterable[ox.Triple], forms: Forms) -> Iterator[ox.Triple]:
    """The triples with their literals as the file has them."""
    for triple in triples:
        found = forms.get(_key(triple.object)) if isinstance(triple.object, ox.Literal) else None
        literal = ox.Literal(found[0], datatype=ox.NamedNode(found[1])) if found else triple.object
        yield ox.Triple(triple.subject, triple.predicate, literal)


def put_back_rows(body: bytes, forms: Forms, sparql: str) -> bytes:
    """Results in JSON with the literals of the graph as the file has them; what the query itself computes (AS) is left alone."""
    document: dict[str, Any] = json.loads(body)
    computed = computed_by(sparql)
    for row in document["results"]["bindings"]:
        for variable, term in row.items():
            found = forms.get((term["value"], term.get("datatype", ""))) if term["type"] == "literal" and variable not in computed else None
            if found and "xml:lang" not in term:
                term["value"], term["datatype"] = found
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def with_forms(rows: ox.QuerySolutions, forms: Forms, sparql: str) -> ox.QuerySolutions:
    """The rows with the literals of the graph as the file has them."""
    body = put_back_rows(bytes(rows.serialize(format=ox.QueryResultsFormat.JSON) or b""), forms, sparql)
    return cast(ox.QuerySolutions, ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON))


def put_back_quads(quads: Iterable[ox.Quad], forms: Forms) -> Iterator[ox.Quad]:
    """The quads with their literals as the file has them."""
    for quad in quads:
        (triple,) = put_back((quad.triple,), forms)
        yield ox.Quad(triple.subject, triple.predicate, triple.object, quad.graph_name)


def computed_by(sparql: str) -> frozenset[str]:
    """The variables that a query computes.

    >>> sorted(computed_by("SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c BIND(1 AS ?d) }"))
    ['d', 'n']
    """
    lexemes = read_lexemes(sparql)
    pairs = zip(lexemes, lexemes[1:], strict=False)
    return frozenset(after.text[1:] for word, after in pairs if word.keyword == "AS" and after.kind == "variable")


def _key(literal: ox.Literal) -> tuple[str, str]:
    return literal.value, literal.datatype.value


def _is_odd(file: bytes | Path) -> bool:
    if isinstance(file, bytes):
        return ODD.search(file) is not None
    with file.open("rb") as stream:
        if not stream.read(1):
            return False
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return ODD.search(content) is not None
