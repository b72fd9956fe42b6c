"""`kg validate`: whether a graph is what it should be."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import both
from kg.cli.terminal import graph_file, say

Graph = Annotated[Path, typer.Argument(metavar="GRAPH", help=both("RDF file or output folder.", "RDF 文件或输出文件夹。"))]


def validate(
    ctx: typer.Context,
    graph: Graph,
    articles: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help=both("Their texts; else articles/ beside it.", "原文所在，默认为旁边的 articles/。")),
    ] = None,
) -> None:
    from kg.graph import read_graph
    from kg.validate import validate as find_problems

    lang, path = ctx.obj, graph_file(graph)
    beside = path.parent / "articles"
    problems = find_problems(read_graph(path), articles=articles or (beside if beside.is_dir() else None))
    for problem in problems:
        typer.echo(problem.in_language(lang))
    if problems:
        say(f"{path}: {len(problems)} problems", f"{path}：{len(problems)} 个问题", lang)
        raise typer.Exit(1)
    say(f"{path}: no problems", f"{path}：没有问题", lang)
