"""The rows of a SELECT, whatever holds the graph."""

from __future__ import annotations

from kg.query.answers import Answer, Rows, read_rows
from kg.query.remote import Endpoint, ask_endpoint
from kg.query.store import Source, evaluate


def answer_query(source: Source | Endpoint, sparql: str, *, format: str = "json", limit: int | None = None) -> Answer:
    """Answer a query in this process, or at the endpoint; raises QueryError."""
    if isinstance(source, Endpoint):
        return ask_endpoint(source, sparql, format=format, limit=limit)
    return evaluate(source, sparql, format=format, limit=limit)


def select(source: Source | Endpoint, sparql: str) -> Rows:
    """The rows of a SELECT.

    >>> from kg.query import open_graph
    >>> select(open_graph("tests/data/query_sample.ttl"), "SELECT ?name { body:南开大学 kg:name ?name }").column("name")
    ['南开大学']
    """
    return read_rows(answer_query(source, sparql).body)
