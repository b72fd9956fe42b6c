"""`kg serve` and `kg push`: a graph over HTTP, from here and into other stores."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from kg.cli.language import both
from kg.cli.terminal import progress, say


def serve(
    ctx: typer.Context,
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help=both("RDF file, store or output folder.", "RDF 文件、库或输出文件夹。"))],
    host: Annotated[str, typer.Option(metavar="ADDRESS", help=both("Address to listen on.", "监听的地址。"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="N", help=both("Port to listen on.", "监听的端口。"))] = 8000,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help=both("Time of one query.", "单次查询的时限。"))] = 30,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help=both("Rows of one answer.", "单次答案的行数。"))] = 10_000,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help=both("Queries at a time.", "同时查询的数目。"))] = 4,
) -> None:
    from kg.server import serve as serve_graph
    from kg.server.pool import Limits

    if graph.exists():
        say(f"{graph}: http://{host}:{port}/ (Ctrl+C ends)", f"{graph}：http://{host}:{port}/ （Ctrl+C 结束）", ctx.obj)
    serve_graph(graph, host=host, port=port, limits=Limits(seconds=timeout, rows=limit, workers=workers))


def push(
    ctx: typer.Context,
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help=both("RDF file, store or output folder.", "RDF 文件、库或输出文件夹。"))],
    to: Annotated[str, typer.Option(metavar="URL", help=both("The other store.", "目标库的网址。"))],
    protocol: Annotated[
        Literal["gsp", "update"], typer.Option(help=both("Graph Store Protocol or SPARQL Update.", "图存储协议或 SPARQL 更新。"))
    ] = "gsp",
    into: Annotated[str, typer.Option("--graph", metavar="IRI", help=both("The graph there.", "目标库中的图。"))] = "",
    user: Annotated[
        str, typer.Option(metavar="NAME", help=both("User; KG_PASSWORD holds the password.", "用户名；密码放在 KG_PASSWORD。"))
    ] = "",
    batch: Annotated[int, typer.Option(min=1, metavar="N", help=both("Triples a request.", "每次请求的三元组数。"))] = 5000,
    restart: Annotated[bool, typer.Option("--restart", help=both("Begin again.", "从头推送。"))] = False,
) -> None:
    from kg.push import Target
    from kg.push import push as push_graph

    total = 0
    target = Target(to, protocol, user, os.environ.get("KG_PASSWORD", ""))
    with progress("pushing", "推送", ctx.obj) as advance:
        for step in push_graph(graph, target, graph=into, batch=batch, restart=restart):
            total = step.total
            advance(step.done, step.total, "")
    say(f"{to}: {total} triples", f"{to}：{total} 条三元组", ctx.obj)
