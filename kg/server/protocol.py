"""SPARQL 1.1 Protocol and Graph Store Protocol (read) over Starlette.

https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl, unquote

from starlette.requests import Request
from starlette.responses import Response

from kg.messages import message
from kg.query import Answer, Worker
from kg.server.answers import find_unchanged, make_etag, respond, wait_until_left
from kg.server.describe import describe_service
from kg.server.errors import HttpError
from kg.server.log import tell
from kg.server.media import graph_format, wanted_formats
from kg.server.pool import Pool

# A form holds a query in %XX, three or nine bytes for one character.
MAX_BODY = 1 << 20
MOST_FIELDS = 200


async def answer_sparql(request: Request) -> Response:
    """The endpoint: a query, or the service description when there is none.

    Raises HttpError, 400, for an update, several queries, or a form without one.
    """
    parameters = _read_form(request.url.query)
    sparql = ""
    if request.method == "POST":
        sparql, parameters = await _read_post(request, parameters)
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in parameters):
        raise HttpError(400, message("updates are refused, the graph is read only"))
    queries = [value for name, value in parameters if name == "query"] + ([sparql] if sparql else [])
    if len(queries) > 1:
        raise HttpError(400, message("one query is needed, not {queries}", queries=len(queries)))
    if not queries:
        if request.method == "POST":
            raise HttpError(400, message("the parameter query is missing"))
        return describe_service(request)
    default_graphs = [value for name, value in parameters if name == "default-graph-uri"]
    named_graphs = [value for name, value in parameters if name == "named-graph-uri"]
    named = [value for name, value in parameters if name in ("format", "output")]
    return await answer_query(request, queries[0], default_graphs, named_graphs=named_graphs, format=named[-1] if named else "")


async def answer_query(
    request: Request,
    sparql: str,
    default_graphs: Sequence[str] = (),
    *,
    named_graphs: Sequence[str] = (),
    format: str = "",
    whole: bool = False,
) -> Response:
    """The answer to a query in the format that the client likes best; all work that grows with the query is a worker's.

    `whole` is for the server's own queries, which no limit of rows cuts.
    Raises HttpError for a format that there is not and an answer that is too large; QueryError and QueryLimit as the query fails.
    """
    pool: Pool = request.app.state.pool
    tell(request.scope, query=sparql)
    size = len(sparql.encode("utf-8", "replace"))
    if size > pool.limits.query:
        raise HttpError(
            413,
            message(
                "the query is {size} bytes long; at most {query} are taken (kg serve --query-size)", size=size, query=pool.limits.query
            ),
        )
    formats = wanted_formats(request, given=format)
    etag = make_etag(request, *formats)
    if unchanged := find_unchanged(request, etag):
        return unchanged
    path = pool.spool()

    def work(worker: Worker) -> Answer:
        answer: Answer = worker.call(
            "evaluate_spooled",
            sparql,
            timeout=pool.limits.seconds,
            formats=formats,
            path=path,
            rows=None if whole else pool.limits.rows,
            size=pool.limits.answer,
            default_graphs=tuple(default_graphs),
            named_graphs=tuple(named_graphs),
        )
        return answer

    return await _run(request, work, etag, what=sparql)


async def read_graph_store(request: Request) -> Response:
    """Graph Store Protocol, GET and HEAD: `?default` or `?graph=IRI`; with neither, the whole dataset in TriG or N-Quads.

    Raises HttpError: 400 where it is not said which graph, 404 for a graph that there is not.
    """
    names = [name for name in request.query_params if name in ("default", "graph")]
    if names not in (["default"], ["graph"]):
        if not names and graph_format(request) in ("trig", "nq"):
            return await _dump(request, None)
        raise HttpError(
            400,
            message("give ?default or ?graph=IRI, or ask for TriG or N-Quads, which hold all graphs"),
        )
    return await _dump(request, request.query_params["graph"] if names == ["graph"] else "")


async def read_direct_graph(request: Request) -> Response:
    """Graph Store Protocol with direct identification: the graph whose name is the address asked.

    Raises HttpError, 404, where there is none.
    """
    state = request.app.state
    path = unquote(request.url.path.removeprefix(request.scope.get("root_path", "")))
    for name in (unquote(str(request.url.replace(query="", fragment=""))), state.origin + path):
        if name in state.pool.graphs:
            return await _dump(request, name)
    raise HttpError(404, message("{path}: no page of this server", path=path))


async def _dump(request: Request, graph: str | None) -> Response:
    pool: Pool = request.app.state.pool
    if graph and graph not in pool.graphs:
        raise HttpError(404, message("{graph}: no graph of this store", graph=graph))
    format, path = graph_format(request), pool.spool()
    etag = make_etag(request, format)
    if unchanged := find_unchanged(request, etag):
        return unchanged

    def work(worker: Worker) -> Answer:
        answer: Answer = worker.call("dump_graph", graph, format, timeout=pool.limits.seconds, path=path, size=pool.limits.answer)
        return answer

    return await _run(request, work, etag, what=f"GET {graph}" if graph else "GET")


async def _run(request: Request, work: Callable[[Worker], Answer], etag: str, *, what: str) -> Response:
    pool: Pool = request.app.state.pool
    client = request.client.host if request.client else ""
    answer = await pool.queries.run(work, client=client, left=lambda: wait_until_left(request), what=what)
    return respond(request, answer, etag)


async def _read_post(request: Request, parameters: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """The query of the body, or the parameters of the form, beside those of the URL."""
    kind, *rest = (piece.strip().lower() for piece in request.headers.get("content-type", "").split(";"))
    charset = next((piece.split("=", 1)[1].strip('"') for piece in rest if piece.startswith("charset=")), "utf-8")
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise HttpError(415, message("charset {charset}: UTF-8 is needed", charset=charset))
    if kind == "application/sparql-update":
        raise HttpError(403, message("updates are refused, the graph is read only"))
    if kind not in ("application/x-www-form-urlencoded", "application/sparql-query"):
        wanted = message("Content-Type: application/sparql-query or application/x-www-form-urlencoded is needed, not {kind!r}", kind=kind)
        raise HttpError(415, wanted)
    text = await read_body(request)
    if kind == "application/sparql-query":
        return text, parameters
    if any(name == "query" for name, _ in parameters):
        raise HttpError(400, message("the query of a POSTed form stands in the form, not in the URL"))
    return "", parameters + _read_form(text)


def _read_form(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HttpError(400, message("more than {most_fields} parameters", most_fields=MOST_FIELDS)) from error


async def read_body(request: Request) -> str:
    """The body as text; raises HttpError 413 over MAX_BODY bytes, 408 where it is slow, and 400 for what is no UTF-8."""
    parts, size = [], 0
    try:
        async with asyncio.timeout(request.app.state.patience.body):
            async for part in request.stream():
                size += len(part)
                if size > MAX_BODY:
                    raise HttpError(413, message("the body is longer than {max_body} bytes", max_body=MAX_BODY))
                parts.append(part)
    except TimeoutError as error:
        raise HttpError(408, message("the body did not come in time")) from error
    try:
        return b"".join(parts).decode("utf-8")
    except UnicodeDecodeError as error:
        raise HttpError(400, message("the body is no UTF-8")) from error
