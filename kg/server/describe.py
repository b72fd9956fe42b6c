"""What the server says of itself: the SPARQL 1.1 service description and VoID.

https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/void/
"""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, VOID
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.query import MEDIA_TYPES
from kg.server.answers import CACHED
from kg.server.media import graph_format, prefers_html
from kg.server.pool import Pool

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
FORMAT_NAMES: Mapping[str, str] = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
    "trig": "TriG",
    "nq": "N-Quads",
}
WRITERS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdfxml": "pretty-xml", "trig": "turtle", "nq": "nt"}
MOST_CLASSES = 1000


async def describe_dataset(request: Request) -> Response:
    """VoID: what is in the graph and where to ask for it."""
    pool: Pool = request.app.state.pool
    classes = await pool.select(
        f"SELECT ?class (COUNT(*) AS ?n) {{ ?thing a ?class }} GROUP BY ?class ORDER BY ?class LIMIT {MOST_CLASSES}"
    )
    triples = await pool.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    root = str(request.base_url)
    graph, dataset = Graph(), URIRef(f"{root}void#dataset")
    graph.add((dataset, RDF.type, VOID.Dataset))
    graph.add((dataset, VOID.triples, Literal(int(triples.column("n")[0]))))
    graph.add((dataset, VOID.sparqlEndpoint, URIRef(f"{root}sparql")))
    graph.add((dataset, VOID.dataDump, URIRef(f"{root}store?default")))
    graph.add((dataset, VOID.uriSpace, Literal(request.app.state.base)))
    graph.add((dataset, VOID.vocabulary, URIRef(pool.source.prefixes["kg"])))
    for i, (cls, count) in enumerate(zip(classes.column("class"), classes.column("n"), strict=True)):
        partition = URIRef(f"{root}void#class{i}")
        graph.add((dataset, VOID.classPartition, partition))
        graph.add((partition, VOID["class"], URIRef(cls)))
        graph.add((partition, VOID.entities, Literal(int(count))))
    return _respond_graph(request, graph)


def describe_service(request: Request) -> Response:
    """The service description, or for a browser the query page."""
    if prefers_html(request):
        return RedirectResponse(f"{request.base_url}query", 303)
    pool: Pool = request.app.state.pool
    endpoint = URIRef(str(request.url.replace(query="", fragment="")))
    graph, service = Graph(), endpoint  # Comunica knows an endpoint by this
    # No sd:defaultGraph: Comunica takes its IRI for the name of a graph and asks only that.
    dataset = URIRef(f"{endpoint}#dataset")
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, endpoint))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    graph.add((service, SD.defaultDataset, dataset))
    graph.add((service, DCTERMS.description, Literal("Read only; no SERVICE; FROM names graphs of this store only.", lang="en")))
    graph.add((service, DCTERMS.description, Literal("只读；不允许 SERVICE；FROM 只能指本库的图。", lang="zh")))
    for format in MEDIA_TYPES:
        graph.add((service, SD.resultFormat, FORMATS[FORMAT_NAMES[format]]))
    graph.add((dataset, RDF.type, SD.Dataset))
    for i, name in enumerate(sorted(pool.graphs)):
        named = URIRef(f"{endpoint}#graph{i}")
        graph.add((dataset, SD.namedGraph, named))
        graph.add((named, RDF.type, SD.NamedGraph))
        graph.add((named, SD.name, URIRef(name)))
    return _respond_graph(request, graph)


def _respond_graph(request: Request, graph: Graph) -> Response:
    format = graph_format(request)
    graph.bind("sd", SD)
    body = graph.serialize(format=WRITERS[format], encoding="utf-8")
    return Response(body, media_type=MEDIA_TYPES[format], headers={"Vary": "Accept", **CACHED})
