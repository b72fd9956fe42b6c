"""`kg serve`, `kg mcp` and `kg push`: a graph over HTTP, for assistants, and into other stores."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from kg.cli.language import both, pick
from kg.cli.terminal import progress, say
from kg.errors import InputError


def serve(
    ctx: typer.Context,
    graph: Annotated[
        Path | None, typer.Argument(metavar="GRAPH", help=both("RDF file, store or output folder.", "RDF 文件、库或输出文件夹。"))
    ] = None,
    endpoint: Annotated[
        str, typer.Option(metavar="URL", help=both("Serve the graph of this endpoint, not GRAPH.", "改为提供此网址的图谱。"))
    ] = "",
    host: Annotated[str, typer.Option(metavar="ADDRESS", help=both("Address to listen on.", "监听的地址。"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="N", help=both("Port to listen on.", "监听的端口。"))] = 8000,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help=both("Time of one query.", "单次查询的时限。"))] = 30,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help=both("Most rows of one answer.", "单次答案至多的行数。"))] = None,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help=both("Queries at a time.", "同时查询的数目。"))] = 4,
    memory: Annotated[int, typer.Option(min=200, metavar="MB", help=both("Memory of one query.", "单次查询的内存。"))] = 1024,
    total_memory: Annotated[
        int, typer.Option(min=400, metavar="MB", help=both("Memory of all queries together.", "各查询合计的内存。"))
    ] = 4096,
    query_size: Annotated[int, typer.Option(min=1, metavar="BYTES", help=both("Longest query.", "查询的最大长度。"))] = 100_000,
    cors: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help=both("Let pages of this origin read; may repeat.", "允许此来源的网页读取，可重复。")),
    ] = None,
    public_url: Annotated[str, typer.Option(metavar="URL", help=both("Address seen from outside.", "对外的网址（反向代理）。"))] = "",
    token: Annotated[
        str,
        typer.Option(
            metavar="TEXT",
            envvar="KG_TOKEN",
            show_envvar=False,
            help=both("Who asks must give it; or KG_TOKEN.", "访问须带此令牌；或设 KG_TOKEN。"),
        ),
    ] = "",
    log: Annotated[
        Path | None, typer.Option(metavar="FILE", help=both("A line of JSON for each request.", "每次请求记一行 JSON。"))
    ] = None,
) -> None:
    if (graph is None) == (not endpoint):
        raise typer.BadParameter(pick(both("give GRAPH or --endpoint", "请给出 GRAPH 或 --endpoint"), ctx.obj))
    from kg.query import open_endpoint
    from kg.server import serve as serve_graph
    from kg.server.access import Access, origins
    from kg.server.pool import Limits

    served = graph or open_endpoint(endpoint)
    name = graph or endpoint

    def told() -> None:
        say(f"{name}: http://{host}:{port}/ (Ctrl+C ends)", f"{name}：http://{host}:{port}/ （Ctrl+C 结束）", ctx.obj)

    limits = Limits(seconds=timeout, rows=limit, workers=workers, memory=memory << 20, query=query_size, total=total_memory << 20)
    serve_graph(served, port=port, limits=limits, access=Access(host, origins(cors or ()), public_url, token), log=log, told=told)


def mcp(
    ctx: typer.Context,
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help=both("RDF file, store or output folder.", "RDF 文件、库或输出文件夹。"))],
    transport: Annotated[
        Literal["stdio", "http"], typer.Option(help=both("Standard input and output, or HTTP at /mcp.", "标准输入输出，或 HTTP 的 /mcp。"))
    ] = "stdio",
    host: Annotated[str, typer.Option(metavar="ADDRESS", help=both("Address to listen on.", "监听的地址。"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="N", help=both("Port to listen on.", "监听的端口。"))] = 8001,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help=both("Time of one query.", "单次查询的时限。"))] = 20,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help=both("Most rows of one answer.", "单次答案至多的行数。"))] = 100,
) -> None:
    try:
        from kg.mcp import serve_http, serve_stdio
    except ModuleNotFoundError as error:
        raise InputError(
            "kg mcp needs the package mcp; install it with: pip install 'kg[mcp]'", "kg mcp 需要 mcp 包；请安装：pip install 'kg[mcp]'"
        ) from error
    from kg.tools import Bounds, open_toolbox

    toolbox = open_toolbox(graph, bounds=Bounds(seconds=timeout, rows=limit))
    try:
        if transport == "stdio":
            serve_stdio(toolbox)
        else:
            say(f"{graph}: http://{host}:{port}/mcp (Ctrl+C ends)", f"{graph}：http://{host}:{port}/mcp （Ctrl+C 结束）", ctx.obj)
            serve_http(toolbox, host=host, port=port)
    finally:
        toolbox.close()


def push(
    ctx: typer.Context,
    graph: Annotated[
        Path, typer.Argument(metavar="GRAPH", help=both("RDF file, store, output or shards folder.", "RDF 文件、库、输出或分片文件夹。"))
    ],
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
