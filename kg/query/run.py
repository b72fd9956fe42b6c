"""The one way in which the project asks SPARQL, whatever holds the graph."""

from __future__ import annotations

from kg.errors import QueryError
from kg.messages import message
from kg.query.answers import Answer
from kg.query.remote import Endpoint, ask_endpoint
from kg.query.store import Source, evaluate
from kg.query.worker import Worker


def query(
    source: Source | Endpoint, sparql: str, *, format: str = "table", limit: int | None = None, timeout: float | None = None
) -> Answer:
    """Answer SELECT, ASK, CONSTRUCT or DESCRIBE; all prefixes of the graph and of kg are known without being typed.

    `timeout` (seconds, of the query alone) runs it in a process of its own, which is killed. "table" gives JSON or Turtle for the
    caller to lay out. Raises QueryError with place, line and hint.

    >>> from kg.query import open_graph
    >>> query(open_graph("tests/data/query_sample.ttl"), "ASK { ?event kg:name '第七届世界智能大会' }").text
    '{"head":{},"boolean":true}'
    """
    if limit is not None and limit < 1:
        raise QueryError(message("--limit {limit}: a whole number from 1 on is needed", limit=limit))
    if timeout is not None and not timeout > 0:
        raise QueryError(message("--timeout {timeout:g}: seconds above 0 are needed", timeout=timeout))
    if isinstance(source, Endpoint):
        return ask_endpoint(source, sparql, format=format, limit=limit, timeout=timeout)
    if timeout is None:
        found = evaluate(source, sparql, format=format, limit=limit)
        return _with_hints(source, sparql, found) if found.empty else found
    with Worker(source) as worker:
        answer: Answer = worker.call("evaluate_hinting", sparql, timeout=timeout, format=format, limit=limit)
    return answer


def _with_hints(source: Source, sparql: str, answer: Answer) -> Answer:
    from kg.query.hints import with_hints  # loads the ontology and the index of names

    return with_hints(source, sparql, answer)
