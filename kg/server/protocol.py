"""SPARQL 1.1 Protocol, Graph Store Protocol (read), service description and VoID over Starlette.

https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-http-rdf-update/,
https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, VOID
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.query import GRAPH_FORMATS, MEDIA_TYPES, ROW_FORMATS, Answer, check
from kg.server.errors import HttpError
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
}
# Further media types that clients ask for -> format.
ALSO_ROWS: Mapping[str, str] = {"application/json": "json", "application/xml": "xml", "text/xml": "xml"}
ALSO_GRAPHS: Mapping[str, str] = {
    "application/x-turtle": "ttl",
    "text/plain": "nt",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
}
MAX_BODY = 1 << 20


def pick_media(accept: str, formats: Mapping[str, str], also: Mapping[str, str] = {}) -> str:  # noqa: B006
    """The format that an Accept header likes best; raises HttpError 406 where none fits.

    >>> pick_media("text/csv;q=0.5, application/sparql-results+json", ROW_FORMATS)
    'json'
    """
    offered = {media.split(";")[0]: format for format, media in formats.items()} | dict(also)
    best, chosen = 0.0, ""
    for part in (accept or "*/*").split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = _quality(parameters)
        major = media.split("/")[0]
        fitting = [f for m, f in offered.items() if media in (m, "*/*") or (media.endswith("/*") and m.startswith(f"{major}/"))]
        if fitting and quality > best:
            best, chosen = quality, fitting[0]
    if chosen:
        return chosen
    names = ", ".join(media.split(";")[0] for media in formats.values())
    raise HttpError(406, f"Accept: {accept}: none of these is offered; offered: {names}", f"Accept: {accept}：不提供；可用：{names}")


def prefers_html(request: Request) -> bool:
    """Whether the client likes a page better than any format of data: browsers do, RDF clients name HTML last."""
    accept = request.headers.get("accept", "")
    return "text/html" in accept and pick_media(accept, {**MEDIA_TYPES, "html": "text/html"}, ALSO_ROWS) == "html"


async def answer_sparql(request: Request) -> Response:
    """The endpoint: a query, or the service description when there is none."""
    parameters = parse_qsl(request.url.query, keep_blank_values=True)
    sparql = ""
    if request.method == "POST":
        sparql, parameters = await _read_post(request, parameters)
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in parameters):
        raise HttpError(400, "updates are refused, the graph is read only", "图谱只读，不接受更新")
    queries = [value for name, value in parameters if name == "query"] + ([sparql] if sparql else [])
    if len(queries) > 1:
        raise HttpError(400, f"one query is needed, not {len(queries)}", f"应有一个查询，而不是 {len(queries)} 个")
    if not queries:
        if request.method == "POST":
            raise HttpError(400, "the parameter query is missing", "缺少参数 query")
        return _describe_service(request)
    default_graphs = [value for name, value in parameters if name == "default-graph-uri"]
    named_graphs = [value for name, value in parameters if name == "named-graph-uri"]
    return await answer_query(request, queries[0], default_graphs, named_graphs)


async def answer_query(request: Request, sparql: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Response:
    """The answer to a query in the format that the client likes best."""
    pool: Pool = request.app.state.pool
    form = check(sparql, prefixes=pool.source.prefixes, graphs=pool.source.graphs)
    accept = request.headers.get("accept", "")
    rows = form in ("select", "ask")
    format = pick_media(accept, ROW_FORMATS, ALSO_ROWS) if rows else pick_media(accept, GRAPH_FORMATS, ALSO_GRAPHS)
    answer = await run_in_threadpool(pool.ask, sparql, format=format, default_graphs=default_graphs, named_graphs=named_graphs)
    return respond(answer, pool)


def respond(answer: Answer, pool: Pool) -> Response:
    """The answer as a response; `X-SPARQL-MaxRows` tells where the limit of rows cut it off."""
    headers = {"Vary": "Accept"} | ({} if answer.complete else {"X-SPARQL-MaxRows": str(pool.limits.rows)})
    return Response(answer.body, media_type=answer.media_type, headers=headers)


async def read_graph_store(request: Request) -> Response:
    """Graph Store Protocol, GET and HEAD: `?default` or `?graph=IRI`."""
    pool: Pool = request.app.state.pool
    names = [name for name in request.query_params if name in ("default", "graph")]
    if names not in (["default"], ["graph"]):
        raise HttpError(400, "give ?default or ?graph=IRI", "请给出 ?default 或 ?graph=IRI")
    graph = request.query_params["graph"] if names == ["graph"] else ""
    if graph and graph not in pool.source.graphs:
        raise HttpError(404, f"{graph}: no graph of this store", f"{graph}：库中没有这个图")
    format = pick_media(request.headers.get("accept", ""), GRAPH_FORMATS, ALSO_GRAPHS)
    body = await run_in_threadpool(pool.dump_graph, graph, format)
    return Response(body, media_type=MEDIA_TYPES[format], headers={"Vary": "Accept"})


async def describe_dataset(request: Request) -> Response:
    """VoID: what is in the graph and where to ask for it."""
    pool: Pool = request.app.state.pool
    classes = await run_in_threadpool(pool.select, "SELECT ?class (COUNT(*) AS ?n) { ?thing a ?class } GROUP BY ?class ORDER BY ?class")
    triples = await run_in_threadpool(pool.select, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
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


def _describe_service(request: Request) -> Response:
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
    for i, name in enumerate(sorted(pool.source.graphs)):
        named = URIRef(f"{endpoint}#graph{i}")
        graph.add((dataset, SD.namedGraph, named))
        graph.add((named, RDF.type, SD.NamedGraph))
        graph.add((named, SD.name, URIRef(name)))
    return _respond_graph(request, graph)


def _respond_graph(request: Request, graph: Graph) -> Response:
    writers = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdfxml": "pretty-xml"}
    format = pick_media(request.headers.get("accept", ""), GRAPH_FORMATS, ALSO_GRAPHS)
    graph.bind("sd", SD)
    body = graph.serialize(format=writers[format], encoding="utf-8")
    return Response(body, media_type=MEDIA_TYPES[format], headers={"Vary": "Accept"})


async def _read_post(request: Request, parameters: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """The query of the body, or the parameters of the form, beside those of the URL."""
    kind, *rest = (piece.strip().lower() for piece in request.headers.get("content-type", "").split(";"))
    charset = next((piece.split("=", 1)[1].strip('"') for piece in rest if piece.startswith("charset=")), "utf-8")
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise HttpError(415, f"charset {charset}: UTF-8 is needed", f"字符集 {charset}：应为 UTF-8")
    if kind == "application/sparql-update":
        raise HttpError(403, "updates are refused, the graph is read only", "图谱只读，不接受更新")
    if kind not in ("application/x-www-form-urlencoded", "application/sparql-query"):
        raise HttpError(
            415,
            f"Content-Type {kind or 'missing'}: application/sparql-query or application/x-www-form-urlencoded is needed",
            f"Content-Type {kind or '缺失'}：应为 application/sparql-query 或 application/x-www-form-urlencoded",
        )
    text = await read_body(request)
    if kind == "application/sparql-query":
        return text, parameters
    if any(name == "query" for name, _ in parameters):
        raise HttpError(
            400, "the query of a POSTed form stands in the form, not in the URL", "表单 POST 的 query 应写在表单中，而不在网址里"
        )
    return "", parameters + parse_qsl(text, keep_blank_values=True)


async def read_body(request: Request) -> str:
    """The body as text; raises HttpError 413 over MAX_BODY bytes and 400 for what is no UTF-8."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            raise HttpError(413, f"the body is longer than {MAX_BODY} bytes", f"正文超过 {MAX_BODY} 字节")
        parts.append(part)
    try:
        return b"".join(parts).decode("utf-8")
    except UnicodeDecodeError as error:
        raise HttpError(400, "the body is no UTF-8", "正文不是 UTF-8") from error


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 0.0
    return 1.0
