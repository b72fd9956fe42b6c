"""`kg validate`, `kg eval` and `kg stats`: whether a graph is sound, whether it is right, and what it holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.terminal import say
from kg.files import graph_file
from kg.messages import marked, message, translate

Graph = Annotated[Path, typer.Argument(metavar="GRAPH", help=marked("RDF file or output folder."))]


def validate(
    ctx: typer.Context,
    graph: Graph,
    articles: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help=marked("Their texts; else articles/ beside it.")),
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
        say(message("{path}: {problems} problems", path=path, problems=len(problems)), lang)
        raise typer.Exit(1)
    say(message("{path}: no problems", path=path), lang)


def evaluate(
    ctx: typer.Context,
    graph: Graph,
    gold: Annotated[list[Path] | None, typer.Argument(metavar="[GOLD...]", help=marked("Gold files (JSON lines)."))] = None,
    clusters: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help=marked("Labelled names: B-cubed of the nodes.")),
    ] = None,
    relation: Annotated[list[str] | None, typer.Option(metavar="NAME", help=marked("Only this relation; may repeat."))] = None,
    errors: Annotated[Path | None, typer.Option(metavar="FILE", help=marked("Write a page of the errors."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=marked("Write the figures as JSON."))] = False,
) -> None:
    from kg.evaluate import evaluate as compare
    from kg.evaluate.page import write_errors
    from kg.evaluate.report import to_json, to_text

    if not gold and not clusters:
        raise typer.BadParameter(translate(marked("GOLD or --clusters FILE is needed"), ctx.obj))
    if clusters:
        _show_clusters(graph_file(graph), clusters, as_json=as_json and not gold, lang=ctx.obj)
    if not gold:
        return
    evaluation = compare(graph_file(graph), gold, relations=relation or ())
    typer.echo(json.dumps(to_json(evaluation), ensure_ascii=False) if as_json else to_text(evaluation, lang=ctx.obj))
    if errors is not None:
        write_errors(evaluation, errors, lang=ctx.obj)
        say(message("errors: {errors}", errors=errors), ctx.obj)


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
    names = message("{names:name|names}, {missing} not in the graph", names=found.names, missing=found.missing)
    typer.echo(message("{line}   ({names})", line=line, names=names).in_language(lang))


def stats(
    ctx: typer.Context,
    graph: Graph,
    top: Annotated[int, typer.Option(min=1, metavar="N", help=marked("Length of the longest tables."))] = 20,
    as_json: Annotated[bool, typer.Option("--json", help=marked("Write the figures as JSON."))] = False,
    page: Annotated[Path | None, typer.Option(metavar="FILE", help=marked("Write a page with plots too."))] = None,
) -> None:
    from kg.stats import measure, to_json, to_text, write_page

    measured = measure(graph_file(graph), top=top)
    typer.echo(to_json(measured) if as_json else to_text(measured, lang=ctx.obj), nl=False)
    if page is not None:
        write_page(measured, page, lang=ctx.obj)
