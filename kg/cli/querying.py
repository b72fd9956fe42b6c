"""`kg query`, `kg queries` and `kg ask`: SPARQL over a graph, typed, named, or made from a question."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.terminal import read_text, say, table, warn
from kg.errors import GraphError
from kg.messages import marked, message, translate

if TYPE_CHECKING:
    from kg.asking import Asked
    from kg.query import Answer, Endpoint, NamedQuery, Source

Format = Literal["table", "json", "xml", "csv", "tsv", "ttl", "nt", "jsonld", "rdfxml", "trig", "nq"]

# Sentences shown behind an answer.
MOST_SENTENCES = 10
# The graph that is asked where none is named.
OUTPUT = "output"


def query(
    ctx: typer.Context,
    graph: Annotated[str, typer.Argument(metavar="GRAPH", help=marked("RDF file, store or output folder."))] = "",
    sparql: Annotated[str, typer.Argument(metavar="SPARQL", help=marked("The query."))] = "",
    named: Annotated[str, typer.Option(metavar="NAME", help=marked("A named query instead."))] = "",
    arg: Annotated[list[str] | None, typer.Option(metavar="KEY=VALUE", help=marked("A parameter of it; may repeat."))] = None,
    file: Annotated[Path | None, typer.Option(metavar="FILE", help=marked("Read the query from a file."))] = None,
    endpoint: Annotated[str, typer.Option(metavar="URL", help=marked("Ask this endpoint, not GRAPH."))] = "",
    format: Annotated[Format, typer.Option(help=marked("Form of the answer."))] = "table",
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help=marked("At most N rows."))] = None,
    timeout: Annotated[float | None, typer.Option(metavar="SECONDS", help=marked("Stop after this time."))] = None,
) -> None:
    from kg.query import find_query, open_endpoint, open_graph, run_named
    from kg.query import query as ask

    lang = ctx.obj
    if endpoint:
        graph, sparql = "", graph
    if bool(graph) == bool(endpoint):
        raise typer.BadParameter(translate(marked("give GRAPH or --endpoint"), lang))
    if [bool(sparql), bool(named), file is not None].count(True) != 1:
        raise typer.BadParameter(translate(marked("give one of SPARQL, --named, --file"), lang))
    arguments = read_arguments(arg or (), lang)
    source = open_endpoint(endpoint) if endpoint else open_graph(graph)
    if named:
        answer = run_named(source, named, arguments, lang=lang, format=format, limit=limit, timeout=timeout)
    else:
        answer = ask(source, sparql or read_text(file), format=format, limit=limit, timeout=timeout)
    show_answer(answer, source, lang, format=format, named=find_query(named) if named else None)


def read_arguments(words: Sequence[str], lang: str) -> dict[str, list[str]]:
    """`key=value` words as values by key.

    Raises BadParameter for a word without key or `=`.

    >>> read_arguments(["agent=科技部", "agent=中国科协"], "zh")
    {'agent': ['科技部', '中国科协']}
    """
    arguments: dict[str, list[str]] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not (key and equals):
            raise typer.BadParameter(message("--arg {word}: write KEY=VALUE", word=word).in_language(lang))
        arguments.setdefault(key, []).append(value)
    return arguments


def show_answer(answer: Answer, source: Source | Endpoint, lang: str, *, format: str, named: NamedQuery | None = None) -> None:
    """Write an answer to standard output and what the user should know of it to standard error."""
    from kg.query import read_rows

    if format == "table" and answer.format == "json":
        rows = read_rows(answer.body)
        head = [named.heading(v, lang) if named else v for v in rows.variables]
        table(head, rows.cells(source.prefixes))
    else:
        typer.echo(answer.body, nl=not answer.body.endswith(b"\n"))
    for notice in answer.notices:
        warn(notice, lang)
    if not answer.complete:
        warn(message("there are more rows than --limit lets through"), lang)


def queries(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=marked("Show this one in full."))] = "",
) -> None:
    from kg.query import find_query, named_queries

    lang = ctx.obj
    if not name:
        head = translate(marked("name\twhat it answers\tparameters"), lang).split("\t")
        table(head, [[q.name, q.title(lang), " ".join(p.name for p in q.parameters)] for q in named_queries().values()])
        return
    found = find_query(name)
    typer.echo(found.title(lang))
    typer.echo(found.description.in_language(lang))
    for parameter in found.parameters:
        typer.echo(f"  {parameter.name} ({parameter.type}): {parameter.label.in_language(lang)}")
    typer.echo(found.sparql)


def ask(
    ctx: typer.Context,
    graph: Annotated[
        str,
        typer.Argument(metavar="GRAPH", help=marked("RDF file, store or folder; else output.")),
    ] = "",
    question: Annotated[
        str,
        typer.Argument(metavar="QUESTION", help=marked("A question in Chinese; without one, some are proposed.")),
    ] = "",
    endpoint: Annotated[str, typer.Option(metavar="URL", help=marked("Ask this endpoint, not GRAPH."))] = "",
    after: Annotated[
        str,
        typer.Option(metavar="QUESTION", help=marked("The question before, which this one goes on from.")),
    ] = "",
    ontology: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help=marked("Your own relations and words; may repeat.")),
    ] = None,
    timeout: Annotated[float | None, typer.Option(metavar="SECONDS", help=marked("Stop after this time."))] = None,
    sparql: Annotated[bool, typer.Option("--sparql", help=marked("Show the query that it became."))] = False,
) -> None:
    from kg.asking import ask as answer
    from kg.asking import propose
    from kg.query import open_endpoint, open_graph

    if not question and (endpoint or not os.path.exists(graph or ".")):  # a long question is no valid path
        graph, question = "", graph
    if graph and endpoint:
        raise typer.BadParameter(translate(marked("give GRAPH or --endpoint"), ctx.obj))
    if not (graph or endpoint or os.path.exists(OUTPUT)):
        wanted = message(
            "no graph there; build one first, such as with kg build NEWS -o output, or name its folder: kg ask FOLDER QUESTION"
        )
        raise GraphError(message("{path}: {reason}", path=OUTPUT, reason=wanted))
    source = open_endpoint(endpoint) if endpoint else open_graph(graph or OUTPUT)
    if not question:
        for one in propose(source, ontology=ontology or ()):
            typer.echo(one)
        return
    asked = answer(source, question, timeout=timeout, after=after, ontology=ontology or ())
    if sparql:
        typer.echo(asked.sparql, err=True)
    show_asked(asked, ctx.obj)


def show_asked(asked: Asked, lang: str) -> None:
    """Write an answer, how the question was understood, and the sentences behind it."""
    if asked.rows.rows or not asked.notices:
        table(asked.headings(lang), asked.cells(lang))
    if asked.understood:
        say(message("\nunderstood: {understood}", understood=asked.understood), lang)
    told = list(dict.fromkeys((one.sentence, " ".join(part for part in (one.title, one.issued) if part)) for one in asked.evidence))
    for sentence, where in told[:MOST_SENTENCES]:  # one sentence may tell of several answers
        say(message("  {sentence} ({where})", sentence=sentence, where=where), lang)
    if len(told) > MOST_SENTENCES:
        more = len(told) - MOST_SENTENCES
        say(message("  and {more} more sentences", more=more), lang)
    for notice in asked.notices:
        warn(notice, lang)
    if asked.near:
        say(message("\n{heading}:", heading=asked.heading), lang)
    for one in asked.near:
        title = translate(marked("title"), lang) if one.sentence == one.title else one.title
        said, where = f"[{one.asked}] {one.sentence}" if one.asked else one.sentence, f"{title} {one.issued}".strip()
        say(message("  {sentence} ({where})", sentence=said, where=where), lang)
