"""Answers of an endpoint that a server passes on: the same formats, limits and order as those of a graph of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg.errors import EndpointError, QueryError
from kg.messages import message
from kg.query.answers import MEDIA_TYPES, Answer, count_rows, cut_rows, offer_format
from kg.query.remote import Endpoint, as_boolean, fetch
from kg.query.spool import Spool
from kg.query.store import GRAPH_WRITERS, ROW_WRITERS, bound_rows, too_many_rows, write_triples
from kg.query.syntax import check, find_untagged, find_warnings
from kg.query.terms import encode_iri

IN_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH IRI { ?s ?p ?o } }"
IN_DEFAULT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def relay(
    endpoint: Endpoint,
    sparql: str,
    *,
    formats: Sequence[str],
    path: Path | None,
    rows: int | None = None,
    size: int | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Answer:
    """Answer a query as `store.evaluate_spooled` does; an answer that the endpoint cut is told as one that a limit of `rows` cut.

    Raises QueryError for a query or graph that is not accepted, EndpointError and QueryLimit as the endpoint fails, AnswerLimit where
    more than `rows` rows or `size` bytes come in a format that cannot say that it is cut.
    """
    form = check(sparql, prefixes=endpoint.prefixes, graphs=endpoint.graphs)
    for iri in (*default_graphs, *named_graphs):
        if endpoint.graphs is not None and iri not in endpoint.graphs:
            raise QueryError(message("{iri}: no graph of this store; nothing is fetched", iri=iri))
    dataset = [("default-graph-uri", iri) for iri in default_graphs] + [("named-graph-uri", iri) for iri in named_graphs]
    format = offer_format(form, formats)
    if form in ("construct", "describe"):
        triples = _fetch_triples(endpoint, sparql, size, dataset=dataset)
        return _answer_triples(endpoint, triples, format, path=path, rows=rows, size=size)
    bounded, text = bound_rows(sparql, form, rows=rows)
    spool = Spool(path if format == "json" and not bounded else None, limit=size)
    cut = fetch(endpoint, text, spool, accept=MEDIA_TYPES["json"], dataset=dataset)
    if spool.close():
        return Answer(form, format, b"", find_warnings(sparql), not cut, path)
    body = as_boolean(bytes(spool.body)) if form == "ask" else bytes(spool.body)
    found = _count(endpoint, body, form)
    if bounded and rows is not None and found > rows:
        body, cut = cut_rows(body, rows), True
    if cut and format != "json":
        raise too_many_rows(rows or found)
    notices = (*find_warnings(sparql), *(() if found else find_untagged(sparql)))
    answer = Answer(form, format, body, notices, not cut, None, not found)
    return answer if format == "json" else _rewrite(endpoint, answer, path, size=size)


def dump_endpoint(endpoint: Endpoint, graph: str | None, format: str, *, path: Path | None = None, size: int | None = None) -> Answer:
    """One graph, "" for the default graph, None for all of them, in a format of GRAPH_FORMATS; raises QueryError where it is cut."""
    if graph is not None:
        sparql = IN_GRAPH.replace("IRI", encode_iri(graph)) if graph else IN_DEFAULT
        return _answer_triples(endpoint, _fetch_triples(endpoint, sparql, size, dataset=()), format, path=path, rows=None, size=size)
    spool, quads = Spool(path, limit=size), list(map(ox.Quad, *_columns(_fetch_triples(endpoint, IN_DEFAULT, size, dataset=()))))
    for name in sorted(endpoint.graphs or ()):
        inside = _fetch_triples(endpoint, IN_GRAPH.replace("IRI", encode_iri(name)), size, dataset=())
        quads += [ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode(name)) for one in inside]
    spool.write(bytes(ox.serialize(quads, format=GRAPH_WRITERS[format]) or b""))
    spooled = spool.close()
    return Answer("construct", format, bytes(spool.body), path=path if spooled else None)


def _columns(triples: Iterator[ox.Triple]) -> list[list[ox.NamedNode]]:
    """Subjects, predicates and objects."""
    columns = list(zip(*((one.subject, one.predicate, one.object) for one in triples), strict=True))
    return [list(column) for column in columns] or [[], [], []]


def _fetch_triples(endpoint: Endpoint, sparql: str, size: int | None, *, dataset: Sequence[tuple[str, str]]) -> Iterator[ox.Triple]:
    """The triples that a CONSTRUCT or DESCRIBE gives; raises QueryError."""
    spool = Spool(limit=size)
    if fetch(endpoint, sparql, spool, accept=MEDIA_TYPES["nt"], dataset=dataset):
        raise EndpointError(
            message("{url}: gives a part of its triples only; raise its limit of rows", url=endpoint.url),
        )
    try:
        yield from (quad.triple for quad in ox.parse(bytes(spool.body), format=ox.RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError) as error:
        raise _nonsense(endpoint, error) from error


def _answer_triples(
    endpoint: Endpoint, triples: Iterator[ox.Triple], format: str, *, path: Path | None, rows: int | None, size: int | None
) -> Answer:
    found = list(triples if rows is None else islice(triples, rows + 1))
    if rows is not None and len(found) > rows:
        raise too_many_rows(rows)
    spool = Spool(path, limit=size, xml=format == "rdfxml")
    spool.write(write_triples(found, format, endpoint.prefixes))
    spooled = spool.close()
    return Answer("construct", format, bytes(spool.body), path=path if spooled else None, empty=not found)


def _rewrite(endpoint: Endpoint, answer: Answer, path: Path | None, *, size: int | None) -> Answer:
    """Results in JSON in another format of rows."""
    spool = Spool(path, limit=size, xml=answer.format == "xml")
    try:
        solutions = ox.parse_query_results(answer.body, ox.QueryResultsFormat.JSON)
        if isinstance(solutions, ox.QueryTriples):
            raise ValueError("triples")
        solutions.serialize(output=cast(IO[bytes], spool), format=ROW_WRITERS[answer.format])
    except (SyntaxError, ValueError) as error:
        raise _nonsense(endpoint, error) from error
    spooled = spool.close()
    return replace(answer, body=bytes(spool.body), path=path if spooled else None)


def _count(endpoint: Endpoint, body: bytes, form: str) -> int:
    try:
        return count_rows(body, "json") if form == "select" else 1
    except (ValueError, KeyError, TypeError) as error:
        raise _nonsense(endpoint, error) from error


def _nonsense(endpoint: Endpoint, error: Exception) -> EndpointError:
    reason = " ".join(str(error).split())[:200]
    return EndpointError(message("{url}: its answer is no SPARQL result: {reason}", url=endpoint.url, reason=reason))
