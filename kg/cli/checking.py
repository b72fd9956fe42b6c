"""`kg validate`, `kg eval` and `kg stats`: whether a graph is sound, whether it is right, and what it holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import both, pick
from kg.cli.terminal import say
from kg.columns import counted
from kg.files import graph_file

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
    from kg.validate import find_lines
    from kg.validate import validate as find_problems

    lang, path = ctx.obj, graph_file(graph)
    beside = path.parent / "articles"
    problems = find_problems(read_graph(path), articles=articles or (beside if beside.is_dir() else None))
    lines = find_lines(path, {problem.node for problem in problems})
    for problem in problems:
        place = f"{path}:{lines[problem.node]}: {problem.short_node()}: " if problem.node in lines else ""
        typer.echo(f"{place}{problem.in_language(lang)}")
    if problems:
        say(f"{path}: {len(problems)} problems", f"{path}：{len(problems)} 个问题", lang)
        raise typer.Exit(1)
    say(f"{path}: no problems", f"{path}：没有问题", lang)


def evaluate(
    ctx: typer.Context,
    graph: Graph,
    gold: Annotated[
        list[Path] | None, typer.Argument(metavar="[GOLD...]", help=both("Gold files (JSON lines).", "标准答案（JSONL）。"))
    ] = None,
    clusters: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help=both("Labelled names: B-cubed of the nodes.", "标注的同一名称：计算实体的 B-cubed。")),
    ] = None,
    relation: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=both("Only this relation; may repeat.", "只看这个关系，可重复。"))
    ] = None,
    errors: Annotated[Path | None, typer.Option(metavar="FILE", help=both("Write a page of the errors.", "写出错误网页。"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=both("Write the figures as JSON.", "以 JSON 写出数字。"))] = False,
) -> None:
    from kg.evaluate import evaluate as compare
    from kg.evaluate.page import write_errors
    from kg.evaluate.report import to_json, to_text

    if not gold and not clusters:
        raise typer.BadParameter(pick(both("GOLD or --clusters FILE is needed", "应有 GOLD 或 --clusters 文件"), ctx.obj))
    if clusters:
        _show_clusters(graph_file(graph), clusters, as_json=as_json and not gold, lang=ctx.obj)
    if not gold:
        return
    evaluation = compare(graph_file(graph), gold, relations=relation or ())
    typer.echo(json.dumps(to_json(evaluation), ensure_ascii=False) if as_json else to_text(evaluation, lang=ctx.obj))
    if errors is not None:
        write_errors(evaluation, errors, lang=ctx.obj)
        say(f"errors: {errors}", f"错误：{errors}", ctx.obj)


def _show_clusters(graph: Path, paths: list[Path], *, as_json: bool, lang: str) -> None:
    from kg.evaluate.clusters import read_clusters, score_clusters
    from kg.graph import read_graph

    labelled = read_clusters(paths)
    found = score_clusters(read_graph(graph), labelled)
    if as_json:
        figures = {"precision": round(found.precision, 4), "recall": round(found.recall, 4), "f1": round(found.f1, 4)}
        typer.echo(json.dumps({"clusters": {**figures, "names": found.names, "missing": found.missing}}, ensure_ascii=False))
        return
    line = f"B-cubed  P {found.precision:.3f}  R {found.recall:.3f}  F1 {found.f1:.3f}"
    names = f"{counted(found.names, 'name')}, {found.missing} not in the graph", f"{found.names} 个名称，图谱中没有 {found.missing} 个"
    typer.echo(pick(both(f"{line}   ({names[0]})", f"{line}   （{names[1]}）"), lang))


def stats(
    ctx: typer.Context,
    graph: Graph,
    top: Annotated[int, typer.Option(min=1, metavar="N", help=both("Length of the longest tables.", "最长表格的行数。"))] = 20,
    as_json: Annotated[bool, typer.Option("--json", help=both("Write the figures as JSON.", "以 JSON 写出数字。"))] = False,
    page: Annotated[Path | None, typer.Option(metavar="FILE", help=both("Write a page with plots too.", "另写一个带图的网页。"))] = None,
) -> None:
    from kg.stats import measure, to_json, to_text, write_page

    measured = measure(graph_file(graph), top=top)
    typer.echo(to_json(measured) if as_json else to_text(measured, lang=ctx.obj), nl=False)
    if page is not None:
        write_page(measured, page, lang=ctx.obj)
