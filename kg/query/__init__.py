"""SPARQL over a graph file, a store or a remote endpoint; named queries; the guard."""

from kg.query.answers import FORMATS, GRAPH_FORMATS, MEDIA_TYPES, ROW_FORMATS, Answer, Rows, Term, read_rows
from kg.query.candidates import Candidate, Lookup
from kg.query.fetch import Part, fetch_busiest
from kg.query.named import Arguments, NamedQuery, Parameter, find_query, named_queries, read_support, run_named, select_named
from kg.query.remote import Endpoint, age_of, open_endpoint, survey_endpoint
from kg.query.run import query
from kg.query.select import select
from kg.query.store import LITERAL, QUOTED, Source, list_triples, open_graph, read_quads
from kg.query.syntax import check
from kg.query.terms import encode_iri, encode_text, is_iri
from kg.query.worker import Worker

__all__ = [
    "FORMATS",
    "GRAPH_FORMATS",
    "LITERAL",
    "QUOTED",
    "ROW_FORMATS",
    "MEDIA_TYPES",
    "Answer",
    "Arguments",
    "Candidate",
    "Endpoint",
    "Lookup",
    "NamedQuery",
    "Message",
    "Parameter",
    "Part",
    "Rows",
    "Source",
    "Term",
    "Worker",
    "age_of",
    "check",
    "encode_iri",
    "encode_text",
    "fetch_busiest",
    "find_query",
    "is_iri",
    "list_triples",
    "named_queries",
    "open_endpoint",
    "open_graph",
    "query",
    "read_quads",
    "read_rows",
    "read_support",
    "run_named",
    "select",
    "select_named",
    "survey_endpoint",
]
