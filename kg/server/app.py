"""The Starlette application and the server that runs it."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import KgError, OutputError
from kg.server.errors import answer_error
from kg.server.pages import (
    answer_named,
    answer_question,
    dereference,
    give_rdf,
    list_queries,
    show_graph,
    show_home,
    show_query_page,
    show_thing,
)
from kg.server.pool import Limits, Pool
from kg.server.protocol import answer_sparql, describe_dataset, read_graph_store
from kg.server.reconcile import reconcile, suggest


def create_app(path: Path, *, limits: Limits | None = None) -> Starlette:
    """The application over the graph file, store or output folder at `path`; raises GraphError.

    The IRIs of things are dereferenced by their paths, whatever their host.
    """
    pool = Pool(path, limits or Limits())
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
        Route("/data", give_rdf),
        Route("/reconcile", reconcile, methods=["GET", "POST"]),
        Route("/reconcile/suggest/{kind}", suggest),
        Mount("/static", StaticFiles(packages=[("kg.server", "static")])),
        Route(f"{urlsplit(base).path}{{rest:path}}", dereference),
    ]
    cors = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST", "HEAD"], expose_headers=["X-SPARQL-MaxRows"])
    handlers = {kind: answer_error for kind in (KgError, HTTPException, Exception)}

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        with tempfile.TemporaryDirectory(prefix="kg-serve-") as folder:
            app.state.folder = Path(folder)
            yield
        pool.close()

    app = Starlette(routes=routes, middleware=[cors], exception_handlers=handlers, lifespan=life)
    app.state.pool, app.state.base, app.state.names = pool, base, None
    app.state.path = path / "graph.ttl" if path.is_dir() and (path / "graph.ttl").exists() else path
    app.state.origin = base.removesuffix(urlsplit(base).path)
    return app


def serve(path: Path, *, host: str = "127.0.0.1", port: int = 8000, limits: Limits | None = None) -> None:
    """Serve the graph at `path` until interrupted; raises GraphError, or OutputError where the port is taken."""
    app = create_app(path, limits=limits)
    server = uvicorn.Server(uvicorn.Config(app, host=host, port=port, log_level="warning"))
    try:
        server.run()
    except SystemExit as error:
        raise OutputError(
            f"{host}:{port}: cannot be listened on; choose another --port", f"{host}:{port}：无法监听；请换一个 --port"
        ) from error
