"""The Starlette application and the server that runs it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from socket import socket
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg import __version__
from kg.errors import KgError, OutputError
from kg.files import graph_file
from kg.messages import message
from kg.query import Endpoint
from kg.server.access import Access, Guard, check_access
from kg.server.connection import Patience, make_config
from kg.server.describe import describe_dataset
from kg.server.errors import answer_error
from kg.server.health import list_running, show_health, show_metrics
from kg.server.log import RequestLog, open_log
from kg.server.pages import (
    answer_named,
    answer_question,
    dereference,
    give_rdf,
    list_queries,
    show_graph,
    show_home,
    show_preview,
    show_query_page,
    show_thing,
)
from kg.server.pool import Limits, Pool
from kg.server.protocol import answer_sparql, read_direct_graph, read_graph_store
from kg.server.reconcile import fly_out, propose_properties, reconcile, suggest


def create_app(
    graph: Path | Endpoint,
    *,
    limits: Limits | None = None,
    access: Access | None = None,
    patience: Patience | None = None,
    log: Path | None = None,
) -> Starlette:
    """The application over a graph file, store or output folder, or over an endpoint; raises GraphError and QueryError.

    Each request gets a line in the file `log`, if one is given. The IRIs of things are dereferenced by their paths, whatever their host.
    """
    access, limits = check_access(access or Access()), limits or Limits()
    logger = open_log(log) if log else None
    pool = Pool(graph, limits)
    base = pool.source.prefixes["event"].removesuffix("event/")
    routes = [
        Route("/", show_home),
        Route("/sparql", answer_sparql, methods=["GET", "POST"]),
        Route("/sparql/", answer_sparql, methods=["GET", "POST"]),
        Route("/store", read_graph_store, methods=["GET"]),
        Route("/void", describe_dataset),
        Route("/.well-known/void", describe_dataset),
        Route("/query", show_query_page),
        Route("/queries", list_queries),
        Route("/queries/{name}", answer_named),
        Route("/ask", answer_question),
        Route("/graph", show_graph),
        Route("/page", show_thing),
        Route("/preview", show_preview),
        Route("/data", give_rdf),
        Route("/reconcile", reconcile, methods=["GET", "POST"]),
        Route("/reconcile/suggest/{kind}", suggest),
        Route("/reconcile/flyout/{kind}", fly_out),
        Route("/reconcile/properties", propose_properties),
        Route("/health", show_health),
        Route("/metrics", show_metrics),
        Route("/running", list_running),
        Mount("/static", Cached(packages=[("kg.server", "static")])),
        Route(f"{urlsplit(base).path}{{rest:path}}", dereference),
        Route("/{rest:path}", read_direct_graph, methods=["GET"]),
    ]
    handlers = {kind: answer_error for kind in (KgError, HTTPException, Exception)}

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        try:
            await pool.start()
            watching = asyncio.create_task(pool.watch())
            yield
            watching.cancel()
        finally:
            pool.close()
            for handler in logger.handlers if logger else ():
                handler.close()

    logging = [Middleware(RequestLog, logger=logger)] if logger else []
    middleware = [*logging, Middleware(Guard, access=access), Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)]
    app = Starlette(routes=routes, middleware=middleware, exception_handlers=handlers, lifespan=life)
    app.state.pool, app.state.base, app.state.overviews = pool, base, {}
    app.state.patience, app.state.drawing = patience or Patience(), asyncio.Lock()
    app.state.graph = graph_file(graph) if isinstance(graph, Path) else graph
    app.state.origin = base.removesuffix(urlsplit(base).path)
    app.state.tag = _tag(pool)
    return app


def configure(app: Starlette, *, host: str = "127.0.0.1", port: int = 8000) -> uvicorn.Config:
    """How uvicorn runs the application: with connections that cannot be held open for ever."""
    return make_config(app, app.state.patience, host=host, port=port)


def serve(
    graph: Path | Endpoint,
    *,
    port: int = 8000,
    limits: Limits | None = None,
    access: Access | None = None,
    log: Path | None = None,
    told: Callable[[], object] = lambda: None,
) -> None:
    """Serve a graph until interrupted; raises GraphError, QueryError of an endpoint, or OutputError where the port is taken.

    `told` is called once the server can be asked.
    """
    access = access or Access()
    app = create_app(graph, limits=limits, access=access, log=log)
    server = Telling(configure(app, host=access.host, port=port), told)
    try:
        server.run()
    except SystemExit as error:
        raise OutputError(message("{host}:{port}: cannot be listened on; choose another --port", host=access.host, port=port)) from error
    finally:
        app.state.pool.close()


class Telling(uvicorn.Server):
    """A server that says when it listens: whoever opens its address before is refused."""

    def __init__(self, config: uvicorn.Config, told: Callable[[], object]) -> None:
        super().__init__(config)
        self.told = told

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        if self.started:
            self.told()


class Cached(StaticFiles):
    """Files that change with the version of kg alone."""

    def file_response(self, *args: object, **options: object) -> Response:
        """The file, to be kept for a day."""
        response = super().file_response(*args, **options)  # type: ignore[arg-type]
        response.headers.setdefault("Cache-Control", "max-age=86400")
        return response


def _tag(pool: Pool) -> str:
    """What tells this graph in this version of kg from any other: the store in the cache bears the hash of its file as its name.

    "" for an endpoint, of which nothing tells it.
    """
    if isinstance(pool.source, Endpoint):
        return ""
    path = pool.source.path
    stamp = path.stat().st_mtime_ns if path is not None else 0
    return hashlib.sha256(f"{__version__} {path} {stamp}".encode()).hexdigest()[:24]
