"""A part of the graph: what a query selects, and the triples that belong to it."""

from __future__ import annotations

from rdflib import Graph
from rdflib.namespace import RDF, SDO

from kg.errors import InputError
from kg.evidence import Core
from kg.messages import message
from kg.ontology import KG
from kg.query import Arguments, Source, encode_text, named_queries, query, read_rows, run_named, select

# Names looked up at a time.
BATCH = 500


def find_selected(source: Source, wanted: str, arguments: Arguments) -> frozenset[str]:
    """The IRIs in the rows of a query, and the entities whose names stand in them; raises InputError where there are none, QueryError.

    `wanted` is the name of a named query or a SPARQL SELECT.
    """
    answer = run_named(source, wanted, arguments, format="json") if wanted in named_queries() else query(source, wanted, format="json")
    if answer.form != "select":
        raise InputError(message("--select: a SELECT or the name of a named query is needed"))
    cells = {cell for row in read_rows(answer.body).rows for cell in row if cell is not None}
    iris = {cell.value for cell in cells if cell.kind == "uri"}
    words = sorted({cell.value for cell in cells if cell.kind == "literal"})
    for first in range(0, len(words), BATCH):
        names = " ".join(encode_text(word) for word in words[first : first + BATCH])
        iris |= set(
            select(source, f"SELECT DISTINCT ?node {{ VALUES ?name {{ {names} }} ?node a kg:Entity ; kg:name ?name }}").column("node")
        )
    if not iris:
        raise InputError(message("--select: the query gives no entity and no claim; nothing was written"))
    return frozenset(iris)


def cut_graph(whole: Graph, core: Core) -> Graph:
    """The triples of a selection: those of its entities, claims and articles, with all that is neither."""
    kept = {node.iri for node in core.network.nodes} | {one.claim for one in core.statements} | {one.iri for one in core.articles}
    kinds = (KG.Entity, KG.Claim, SDO.NewsArticle)
    left = {str(node) for kind in kinds for node in whole.subjects(RDF.type, kind)} - kept
    part = Graph(bind_namespaces="none")
    for prefix, namespace in whole.namespaces():
        part.bind(prefix, namespace)
    facts = {(one.subject, one.object) for one in core.statements}
    entities = {node.iri for node in core.network.nodes}
    for subject, predicate, object_ in whole:
        ends = str(subject), str(object_)
        between = ends[0] in entities and ends[1] in entities and ends not in facts
        if not left & set(ends) and not between:
            part.add((subject, predicate, object_))
    return part
