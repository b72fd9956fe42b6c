"""`kg build`, `kg view` and `kg export`: articles in; graph, page and other files out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.accounting import SOME_REFUSED, say_account
from kg.cli.language import both, pick
from kg.cli.options import EngineName, Inputs, OntologyFiles
from kg.cli.stopping import say_readings, stoppable, watch_folders
from kg.cli.terminal import progress, say, warn
from kg.columns import counted
from kg.files import graph_file

if TYPE_CHECKING:
    from kg.building import BuildReport

ExportFormat = Literal[
    "turtle",
    "trig",
    "ntriples",
    "nquads",
    "jsonld",
    "rdfxml",
    "graphml",
    "gexf",
    "csv",
    "xlsx",
    "neo4j",
    "parquet",
    "bibtex",
    "ris",
    "wikibase-quickstatements",
]
BASE = "https://example.org/kg/id/"


def build(
    ctx: typer.Context,
    inputs: Inputs,
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="FOLDER", help=both("Where the graph and the page are written.", "图谱和网页写到哪个文件夹。")),
    ],
    date: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help=both("Publication date where an article tells none.", "文章未写明时的发表日期。"))
    ] = "",
    metadata: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=both("Table: file, date, title, source.", "附表：文件、日期、标题等。")),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN=NAME", help=both("A column: text=BODY.", "表格的列：text=报道。")),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=both("Stop if any input cannot be read.", "有一项读不了就停止。"))] = False,
    base: Annotated[
        str, typer.Option(metavar="IRI", help=both("Begins the IRIs of people, bodies, events.", "人物、机构、事件等 IRI 的开头。"))
    ] = BASE,
    engine: EngineName = "bundled",
    ontology: OntologyFiles = None,
    model: Annotated[Path | None, typer.Option(metavar="FILE", help=both("A model that kg train wrote.", "kg train 写出的模型。"))] = None,
    decisions: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help=both("Your decisions on identity; may repeat.", "你的身份裁定，可重复。"))
    ] = None,
    authority: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help=both("Your authority file (RDF); may repeat.", "规范文档（RDF），可重复。")),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help=both("Add to FOLDER; take nothing away.", "只增不减，保留原有文章。"))] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help=both("Processes that read; else one a core.", "阅读的进程数，默认为核数。"))
    ] = None,
    ray: Annotated[
        str,
        typer.Option("--ray", metavar="ADDRESS", help=both("Read on a Ray cluster; local: one here.", "在 Ray 集群上阅读；local 为本机。")),
    ] = "",
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.1, metavar="S", help=both("Most time of an article.", "单篇限时（秒）。"))
    ] = 120,
    megabytes: Annotated[
        int, typer.Option("--megabytes", min=16, metavar="MB", help=both("Most memory of an article.", "单篇内存上限。"))
    ] = 2048,
    title: Annotated[str, typer.Option(metavar="TEXT", help=both("Heading of the page.", "网页的标题。"))] = "",
    page: Annotated[bool, typer.Option("--page/--no-page", help=both("Write graph.html too.", "同时写出 graph.html。"))] = True,
    shards: Annotated[
        int,
        typer.Option("--shards", min=0, max=500, metavar="N", help=both("Write shards/*.nq too: N files.", "另写 N 个 N-Quads 文件。")),
    ] = 0,
    watch: Annotated[bool, typer.Option("--watch", help=both("Go on: build again on changes.", "持续监视，有变化即重建。"))] = False,
) -> None:
    from kg.day import given_day
    from kg.given import check_cluster, check_engine, check_files, find_files, parse_columns

    lang = ctx.obj
    day, named = given_day(date), parse_columns(columns or ())
    if watch and not any(isinstance(path, Path) and path.is_dir() for path in inputs):
        raise typer.BadParameter(pick(both("--watch needs a folder among the inputs", "--watch 需要在输入中给出文件夹"), lang))
    find_files(inputs)
    check_engine(engine)
    check_cluster(ray)
    for option, files in (("--metadata", [metadata] if metadata else []), ("--ontology", ontology), ("--decisions", decisions)):
        check_files(files or (), option)
    check_files(authority or (), "--authority")
    from kg import building
    from kg.readings import Limits

    def once() -> building.BuildReport:
        with progress("reading", "阅读", lang) as advance:
            report = building.build(
                inputs,
                out,
                date=day,
                metadata=metadata,
                columns=named,
                strict=strict,
                base=base,
                engine=engine,
                ontology=ontology or (),
                model=model,
                decisions=decisions or (),
                authority=authority or (),
                workers=workers or os.cpu_count() or 1,
                ray=ray,
                limits=Limits(seconds, megabytes),
                keep=keep,
                title=title,
                page=page,
                shards=shards,
                lang=lang,
                progress=advance,
            )
        _say_report(report, out, lang)
        return report

    with stoppable(lang):
        if watch:
            watch_folders(inputs, out, once, lang=lang)
        report = once()
    if report.account.refused or report.rejected:
        raise typer.Exit(SOME_REFUSED)


def _say_report(report: BuildReport, out: Path, lang: str) -> None:
    say_account(report.account, lang)
    say_readings(report, out, lang)
    for decision in report.unmatched:
        warn(f"decision matches nothing any more: {decision.iri}", f"裁定已无对应：{decision.iri}", lang)
    say(
        f"{counted(report.articles, 'article')}, {counted(report.entities, 'entity', 'entities')}, {counted(report.claims, 'claim')}",
        f"{report.articles} 篇文章，{report.entities} 个实体，{report.claims} 条陈述",
        lang,
    )
    for path in filter(None, (report.graph, report.page, report.shards, out / "inputs.csv")):
        typer.echo(str(path))


def view(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help=both("Where the page is written.", "网页写到哪里。"))],
    graph: Annotated[
        Path | None, typer.Argument(metavar="GRAPH", help=both("RDF file or output folder.", "RDF 文件或输出文件夹。"))
    ] = None,
    endpoint: Annotated[
        str, typer.Option(metavar="URL", help=both("Show the graph of this endpoint, not GRAPH.", "改为展示此网址的图谱。"))
    ] = "",
    title: Annotated[str, typer.Option(metavar="TEXT", help=both("Heading of the page.", "网页的标题。"))] = "",
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help=both("At most N entities.", "最多 N 个实体。"))] = None,
    server: Annotated[
        str, typer.Option(metavar="URL", help=both("SPARQL endpoint to ask for what is left out.", "未收录的内容向此 SPARQL 端点查询。"))
    ] = "",
) -> None:
    from kg.view import LIMIT, write_page

    if (graph is None) == (not endpoint):
        raise typer.BadParameter(pick(both("give GRAPH or --endpoint", "请给出 GRAPH 或 --endpoint"), ctx.obj))
    if graph is not None:
        page = write_page(graph_file(graph), out, title=title, lang=ctx.obj, limit=limit or LIMIT, server=server)
        _say_left(page.left, server, ctx.obj)
    else:
        view_endpoint(endpoint, out, title=title, lang=ctx.obj, limit=limit or LIMIT, server=server)
    typer.echo(str(out))


def _say_left(left: tuple[int, int], server: str, lang: str) -> None:
    entities, facts = left
    rest = (f"asks {server} for them", f"随时向 {server} 查询") if server else ("hold more with --limit N", "多收录请用 --limit N")
    if entities:
        warn(
            f"the page leaves out {entities} entities, the least connected, and {facts} facts; {rest[0]}",
            f"网页未收录联系最少的 {entities} 个实体、{facts} 条事实；{rest[1]}",
            lang,
        )


def view_endpoint(url: str, out: Path, *, title: str, lang: str, limit: int, server: str) -> None:
    """Write the page of the best connected part of the graph behind an endpoint, which is asked for the rest."""
    from kg.query import open_endpoint
    from kg.view import write_endpoint_page

    part = write_endpoint_page(open_endpoint(url), out, title=title, lang=lang, limit=limit, server=server)
    if part.shown < part.total:
        warn(
            f"the page holds the {part.shown} best connected of {part.total} entities, and asks {url} for others",
            f"网页收录 {part.total} 个实体中联系最多的 {part.shown} 个，其余向 {url} 查询",
            lang,
        )


def export(
    ctx: typer.Context,
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help=both("RDF file or output folder.", "RDF 文件或输出文件夹。"))],
    to: Annotated[ExportFormat, typer.Option("--to", help=both("Format.", "格式。"))],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="PATH", help=both("File; for csv, neo4j, parquet a folder.", "文件；csv 等为文件夹。")),
    ],
    select: Annotated[
        str, typer.Option(metavar="QUERY", help=both("Only what a SELECT or named query finds.", "只写出 SELECT 或命名查询所得。"))
    ] = "",
    arg: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help=both("A parameter of the named query.", "命名查询的参数。"))
    ] = None,
    items: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help=both("nodes.csv with matched Wikidata items (column item).", "已匹配条目的 nodes.csv（item 列）。")
        ),
    ] = None,
) -> None:
    from kg.cli.querying import read_arguments
    from kg.export import export_graph

    for path in export_graph(graph_file(graph), to, out, select=select, arguments=read_arguments(arg or (), ctx.obj), items=items):
        typer.echo(str(path))
