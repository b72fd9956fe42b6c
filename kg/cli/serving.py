"""`kg serve`: a graph over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import both
from kg.cli.terminal import say


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
