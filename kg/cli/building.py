"""`kg build`, `kg view` and `kg export`: articles in; graph, page and other files out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.accounting import SOME_REFUSED, say_account
from kg.cli.options import EngineName, Inputs, OntologyFiles
from kg.cli.stopping import say_readings, stoppable, watch_folders
from kg.cli.terminal import progress, say, warn
from kg.files import graph_file
from kg.messages import marked, message, translate

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
        typer.Option("--out", "-o", metavar="FOLDER", help=marked("Where the graph and the page are written.")),
    ],
    date: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help=marked("Publication date where an article tells none."))] = "",
    metadata: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=marked("Table: file, date, title, source.")),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN=NAME", help=marked("A column: text=BODY.")),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=marked("Stop if any input cannot be read."))] = False,
    base: Annotated[str, typer.Option(metavar="IRI", help=marked("Begins the IRIs of people, bodies, events."))] = BASE,
    engine: EngineName = "bundled",
    ontology: OntologyFiles = None,
    model: Annotated[Path | None, typer.Option(metavar="FILE", help=marked("A model that kg train wrote."))] = None,
    decisions: Annotated[list[Path] | None, typer.Option(metavar="FILE", help=marked("Your decisions on identity; may repeat."))] = None,
    authority: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help=marked("Your authority file (RDF); may repeat.")),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help=marked("Add to FOLDER; take nothing away."))] = False,
    workers: Annotated[int | None, typer.Option(min=1, metavar="N", help=marked("Processes that read; else one a core."))] = None,
    ray: Annotated[
        str,
        typer.Option("--ray", metavar="ADDRESS", help=marked("Read on a Ray cluster; local: one here.")),
    ] = "",
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, metavar="S", help=marked("Most time of an article."))] = 120,
    megabytes: Annotated[int, typer.Option("--megabytes", min=16, metavar="MB", help=marked("Most memory of an article."))] = 2048,
    title: Annotated[str, typer.Option(metavar="TEXT", help=marked("Heading of the page."))] = "",
    page: Annotated[bool, typer.Option("--page/--no-page", help=marked("Write graph.html too."))] = True,
    shards: Annotated[
        int,
        typer.Option("--shards", min=0, max=500, metavar="N", help=marked("Write shards/*.nq too: N files.")),
    ] = 0,
    watch: Annotated[bool, typer.Option("--watch", help=marked("Go on: build again on changes."))] = False,
) -> None:
    from kg.day import given_day
    from kg.given import check_cluster, check_engine, check_files, find_files, parse_columns

    lang = ctx.obj
    day, named = given_day(date), parse_columns(columns or ())
    if watch and not any(isinstance(path, Path) and path.is_dir() for path in inputs):
        raise typer.BadParameter(translate(marked("--watch needs a folder among the inputs"), lang))
    find_files(inputs)
    check_engine(engine)
    check_cluster(ray)
    for option, files in (("--metadata", [metadata] if metadata else []), ("--ontology", ontology), ("--decisions", decisions)):
        check_files(files or (), option)
    check_files(authority or (), "--authority")
    from kg import building
    from kg.readings import Limits

    def once() -> building.BuildReport:
        with progress(message("reading"), lang) as advance:
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
        warn(message("decision matches nothing any more: {iri}", iri=decision.iri), lang)
    say(
        message(
            "{articles:article|articles}, {entities:entity|entities}, {claims:claim|claims}",
            articles=report.articles,
            entities=report.entities,
            claims=report.claims,
        ),
        lang,
    )
    for path in filter(None, (report.graph, report.page, report.shards, out / "inputs.csv")):
        typer.echo(str(path))


def view(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help=marked("Where the page is written."))],
    graph: Annotated[Path | None, typer.Argument(metavar="GRAPH", help=marked("RDF file or output folder."))] = None,
    endpoint: Annotated[str, typer.Option(metavar="URL", help=marked("Show the graph of this endpoint, not GRAPH."))] = "",
    title: Annotated[str, typer.Option(metavar="TEXT", help=marked("Heading of the page."))] = "",
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help=marked("At most N entities."))] = None,
    server: Annotated[str, typer.Option(metavar="URL", help=marked("SPARQL endpoint to ask for what is left out."))] = "",
) -> None:
    from kg.view import LIMIT, write_page

    if (graph is None) == (not endpoint):
        raise typer.BadParameter(translate(marked("give GRAPH or --endpoint"), ctx.obj))
    if graph is not None:
        page = write_page(graph_file(graph), out, title=title, lang=ctx.obj, limit=limit or LIMIT, server=server)
        _say_left(page.left, server, ctx.obj)
    else:
        view_endpoint(endpoint, out, title=title, lang=ctx.obj, limit=limit or LIMIT, server=server)
    typer.echo(str(out))


def _say_left(left: tuple[int, int], server: str, lang: str) -> None:
    entities, facts = left
    rest = message("asks {server} for them", server=server) if server else message("hold more with --limit N")
    if entities:
        warn(
            message(
                "the page leaves out {entities} entities, the least connected, and {facts} facts; {rest}",
                entities=entities,
                facts=facts,
                rest=rest,
            ),
            lang,
        )


def view_endpoint(url: str, out: Path, *, title: str, lang: str, limit: int, server: str) -> None:
    """Write the page of the best connected part of the graph behind an endpoint, which is asked for the rest."""
    from kg.query import open_endpoint
    from kg.view import write_endpoint_page

    part = write_endpoint_page(open_endpoint(url), out, title=title, lang=lang, limit=limit, server=server)
    if part.shown < part.total:
        warn(
            message(
                "the page holds the {shown} best connected of {total} entities, and asks {url} for others",
                shown=part.shown,
                total=part.total,
                url=url,
            ),
            lang,
        )


def export(
    ctx: typer.Context,
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help=marked("RDF file or output folder."))],
    to: Annotated[ExportFormat, typer.Option("--to", help=marked("Format."))],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="PATH", help=marked("File; for csv, neo4j, parquet a folder.")),
    ],
    select: Annotated[str, typer.Option(metavar="QUERY", help=marked("Only what a SELECT or named query finds."))] = "",
    arg: Annotated[list[str] | None, typer.Option(metavar="KEY=VALUE", help=marked("A parameter of the named query."))] = None,
    items: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=marked("nodes.csv with matched Wikidata items (column item).")),
    ] = None,
) -> None:
    from kg.cli.querying import read_arguments
    from kg.export import export_graph

    for path in export_graph(graph_file(graph), to, out, select=select, arguments=read_arguments(arg or (), ctx.obj), items=items):
        typer.echo(str(path))
