"""The best connected part of a graph behind an endpoint, as N-Triples: what a page of it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.errors import QueryError
from kg.messages import message
from kg.query.answers import Answer, read_rows
from kg.query.remote import Endpoint, ask_endpoint
from kg.query.terms import encode_iri

COUNTED = "SELECT (COUNT(DISTINCT ?thing) AS ?n) { ?thing a kg:Entity }"
# The busiest first; those without a claim after them, in the order of their IRIs.
BUSIEST = """SELECT ?thing (COUNT(?claim) AS ?n) {
  ?thing a kg:Entity OPTIONAL { { ?claim rdf:subject ?thing } UNION { ?claim rdf:object ?thing } }
} GROUP BY ?thing ORDER BY DESC(?n) ?thing LIMIT MOST"""
CLAIMS = "SELECT DISTINCT ?claim { VALUES ?thing { THINGS } ?claim rdf:subject ?thing }"
NAMED_BY = """SELECT DISTINCT ?other {
  VALUES ?claim { THINGS } ?claim rdf:object|kg:where|kg:saidBy|prov:wasDerivedFrom ?other FILTER(isIRI(?other))
}"""
DESCRIBED = "CONSTRUCT { ?thing ?how ?value } WHERE { VALUES ?thing { THINGS } ?thing ?how ?value }"
TERMS = """CONSTRUCT { ?term ?how ?value } WHERE {
  { ?term a owl:Class } UNION { ?term a owl:ObjectProperty } UNION { ?term a owl:DatatypeProperty } UNION { ?term a owl:AnnotationProperty }
  ?term ?how ?value
}"""
# Things asked about in one request, so that its text and its answer stay small enough for any store.
BATCH = 100


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of N-Triples on the `shown` best connected of `total` entities."""

    lines: Sequence[str]
    shown: int
    total: int


def fetch_busiest(endpoint: Endpoint, most: int, *, timeout: float | None = None) -> Part:
    """The `most` best connected entities with the claims about them, what these name, and the terms that say it; raises QueryError.

    `timeout` bounds each of the requests, in seconds.
    """

    def ask(sparql: str, format: str) -> Answer:
        answer = ask_endpoint(endpoint, sparql, format=format, timeout=timeout)
        if not answer.complete:
            raise QueryError(message("{url}: gives a part of its rows only; raise its limit of rows", url=endpoint.url))
        return answer

    def column(sparql: str) -> list[str]:
        rows = read_rows(ask(sparql, "json").body)
        return [value for value in rows.column(rows.variables[0]) if value]

    def describe(iris: Iterable[str]) -> Iterator[str]:
        for batch in _batches(iris):
            yield from ask(DESCRIBED.replace("THINGS", batch), "nt").text.splitlines()

    total = int(column(COUNTED)[0])
    things = column(BUSIEST.replace("MOST", str(most)))
    claims = [claim for batch in _batches(things) for claim in column(CLAIMS.replace("THINGS", batch))]
    named = {other for batch in _batches(claims) for other in column(NAMED_BY.replace("THINGS", batch))}
    lines = set(ask(TERMS, "nt").text.splitlines()).union(describe([*things, *claims, *sorted(named - set(things))]))
    return Part(sorted(lines), len(things), total)


def _batches(iris: Iterable[str]) -> Iterator[str]:
    """The IRIs as they stand in VALUES, so many at a time."""
    terms = [encode_iri(iri) for iri in iris]
    for start in range(0, len(terms), BATCH):
        yield " ".join(terms[start : start + BATCH])
