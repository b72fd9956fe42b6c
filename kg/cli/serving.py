"""`kg serve`, `kg mcp` and `kg push`: a graph over HTTP, for assistants, and into other stores."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from kg.cli.terminal import progress, say
from kg.errors import InputError
from kg.messages import marked, message, translate


def serve(
    ctx: typer.Context,
    graph: Annotated[Path | None, typer.Argument(metavar="GRAPH", help=marked("RDF file, store or output folder."))] = None,
    endpoint: Annotated[str, typer.Option(metavar="URL", help=marked("Serve the graph of this endpoint, not GRAPH."))] = "",
    host: Annotated[str, typer.Option(metavar="ADDRESS", help=marked("Address to listen on."))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="N", help=marked("Port to listen on."))] = 8000,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help=marked("Time of one query."))] = 30,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help=marked("Most rows of one answer."))] = None,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help=marked("Queries at a time."))] = 4,
    memory: Annotated[int, typer.Option(min=200, metavar="MB", help=marked("Memory of one query."))] = 1024,
    total_memory: Annotated[int, typer.Option(min=400, metavar="MB", help=marked("Memory of all queries together."))] = 4096,
    query_size: Annotated[int, typer.Option(min=1, metavar="BYTES", help=marked("Longest query."))] = 100_000,
    cors: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help=marked("Let pages of this origin read; may repeat.")),
    ] = None,
    public_url: Annotated[str, typer.Option(metavar="URL", help=marked("Address seen from outside."))] = "",
    token: Annotated[
        str,
        typer.Option(
            metavar="TEXT",
            envvar="KG_TOKEN",
            show_envvar=False,
            help=marked("Who asks must give it; or KG_TOKEN."),
        ),
    ] = "",
    log: Annotated[Path | None, typer.Option(metavar="FILE", help=marked("A line of JSON for each request."))] = None,
) -> None:
    if (graph is None) == (not endpoint):
        raise typer.BadParameter(translate(marked("give GRAPH or --endpoint"), ctx.obj))
    from kg.query import open_endpoint
    from kg.server import serve as serve_graph
    from kg.server.access import Access, origins
    from kg.server.pool import Limits

    served = graph or open_endpoint(endpoint)
    name = graph or endpoint

    def told() -> None:
        say(message("{name}: http://{host}:{port}/ (Ctrl+C ends)", name=name, host=host, port=port), ctx.obj)

    limits = Limits(seconds=timeout, rows=limit, workers=workers, memory=memory << 20, query=query_size, total=total_memory << 20)
    serve_graph(served, port=port, limits=limits, access=Access(host, origins(cors or ()), public_url, token), log=log, told=told)


def mcp(
    ctx: typer.Context,
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help=marked("RDF file, store or output folder."))],
    transport: Annotated[Literal["stdio", "http"], typer.Option(help=marked("Standard input and output, or HTTP at /mcp."))] = "stdio",
    host: Annotated[str, typer.Option(metavar="ADDRESS", help=marked("Address to listen on."))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="N", help=marked("Port to listen on."))] = 8001,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help=marked("Time of one query."))] = 20,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help=marked("Most rows of one answer."))] = 100,
) -> None:
    try:
        from kg.mcp import serve_http, serve_stdio
    except ModuleNotFoundError as error:
        raise InputError(message("kg mcp needs the package mcp; install it with: pip install 'kg[mcp]'")) from error
    from kg.tools import Bounds, open_toolbox

    toolbox = open_toolbox(graph, bounds=Bounds(seconds=timeout, rows=limit))
    try:
        if transport == "stdio":
            serve_stdio(toolbox)
        else:
            say(message("{graph}: http://{host}:{port}/mcp (Ctrl+C ends)", graph=graph, host=host, port=port), ctx.obj)
            serve_http(toolbox, host=host, port=port)
    finally:
        toolbox.close()


def push(
    ctx: typer.Context,
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help=marked("RDF file, store, output or shards folder."))],
    to: Annotated[str, typer.Option(metavar="URL", help=marked("The other store."))],
    protocol: Annotated[Literal["gsp", "update"], typer.Option(help=marked("Graph Store Protocol or SPARQL Update."))] = "gsp",
    into: Annotated[str, typer.Option("--graph", metavar="IRI", help=marked("The graph there."))] = "",
    user: Annotated[str, typer.Option(metavar="NAME", help=marked("User; KG_PASSWORD holds the password."))] = "",
    batch: Annotated[int, typer.Option(min=1, metavar="N", help=marked("Triples a request."))] = 5000,
    restart: Annotated[bool, typer.Option("--restart", help=marked("Begin again."))] = False,
) -> None:
    from kg.push import Target
    from kg.push import push as push_graph

    total = 0
    target = Target(to, protocol, user, os.environ.get("KG_PASSWORD", ""))
    with progress(message("pushing"), ctx.obj) as advance:
        for step in push_graph(graph, target, graph=into, batch=batch, restart=restart):
            total = step.total
            advance(step.done, step.total, "")
    say(message("{to}: {total} triples", to=to, total=total), ctx.obj)
