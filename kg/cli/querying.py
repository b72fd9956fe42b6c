"""`kg query`, `kg queries` and `kg ask`: SPARQL over a graph, typed, named, or made from a question."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.language import both, pick
from kg.cli.terminal import read_text, say, table, warn

if TYPE_CHECKING:
    from kg.asking import Asked
    from kg.query import Answer, Endpoint, NamedQuery, Source

Format = Literal["table", "json", "xml", "csv", "tsv", "ttl", "nt", "jsonld", "rdfxml", "trig", "nq"]

# Sentences shown behind an answer.
MOST_SENTENCES = 10


def query(
    ctx: typer.Context,
    graph: Annotated[
        str, typer.Argument(metavar="GRAPH", help=both("RDF file, store or output folder.", "RDF 文件、库或输出文件夹。"))
    ] = "",
    sparql: Annotated[str, typer.Argument(metavar="SPARQL", help=both("The query.", "查询语句。"))] = "",
    named: Annotated[str, typer.Option(metavar="NAME", help=both("A named query instead.", "改用命名查询。"))] = "",
    arg: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help=both("A parameter of it; may repeat.", "其参数，可重复。"))
    ] = None,
    file: Annotated[Path | None, typer.Option(metavar="FILE", help=both("Read the query from a file.", "从文件读查询。"))] = None,
    endpoint: Annotated[str, typer.Option(metavar="URL", help=both("Ask this endpoint, not GRAPH.", "改问此网址。"))] = "",
    format: Annotated[Format, typer.Option(help=both("Form of the answer.", "答案的格式。"))] = "table",
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help=both("At most N rows.", "最多 N 行。"))] = None,
    timeout: Annotated[float | None, typer.Option(metavar="SECONDS", help=both("Stop after this time.", "超时即停。"))] = None,
) -> None:
    from kg.query import find_query, open_endpoint, open_graph, run_named
    from kg.query import query as ask

    lang = ctx.obj
    if endpoint:
        graph, sparql = "", graph
    if bool(graph) == bool(endpoint):
        raise typer.BadParameter(pick(both("give GRAPH or --endpoint", "请给出 GRAPH 或 --endpoint"), lang))
    if [bool(sparql), bool(named), file is not None].count(True) != 1:
        raise typer.BadParameter(pick(both("give one of SPARQL, --named, --file", "请给出 SPARQL、--named、--file 之一"), lang))
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
            raise typer.BadParameter(pick(both(f"--arg {word}: write KEY=VALUE", f"--arg {word}：请写成 KEY=VALUE"), lang))
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
        warn(notice.en, notice.zh, lang)
    if not answer.complete:
        warn("there are more rows than --limit lets through", "结果超过 --limit 的行数，已截断", lang)


def queries(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=both("Show this one in full.", "完整显示这一个。"))] = "",
) -> None:
    from kg.query import find_query, named_queries

    lang = ctx.obj
    if not name:
        head = pick(both("name\twhat it answers\tparameters", "名称\t回答什么\t参数"), lang).split("\t")
        table(head, [[q.name, q.title(lang), " ".join(p.name for p in q.parameters)] for q in named_queries().values()])
        return
    found = find_query(name)
    typer.echo(found.title(lang))
    typer.echo(found.description_zh if lang == "zh" else found.description_en)
    for parameter in found.parameters:
        typer.echo(f"  {parameter.name} ({parameter.type}): {parameter.zh if lang == 'zh' else parameter.en}")
    typer.echo(found.sparql)


def ask(
    ctx: typer.Context,
    graph: Annotated[
        str,
        typer.Argument(metavar="GRAPH", help=both("RDF file, store or folder; else output.", "RDF 文件、库或输出文件夹；默认 output。")),
    ] = "",
    question: Annotated[
        str,
        typer.Argument(metavar="QUESTION", help=both("A question in Chinese; without one, some are proposed.", "中文问题；不给则举例。")),
    ] = "",
    endpoint: Annotated[str, typer.Option(metavar="URL", help=both("Ask this endpoint, not GRAPH.", "改问此网址。"))] = "",
    after: Annotated[
        str,
        typer.Option(metavar="QUESTION", help=both("The question before, which this one goes on from.", "上一问，供“那承办方呢”承接。")),
    ] = "",
    ontology: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help=both("Your own relations and words; may repeat.", "自己的关系和词语，可重复。")),
    ] = None,
    timeout: Annotated[float | None, typer.Option(metavar="SECONDS", help=both("Stop after this time.", "超时即停。"))] = None,
    sparql: Annotated[bool, typer.Option("--sparql", help=both("Show the query that it became.", "显示所成的查询。"))] = False,
) -> None:
    from kg.asking import ask as answer
    from kg.asking import propose
    from kg.query import open_endpoint, open_graph

    if not question and (endpoint or not os.path.exists(graph or ".")):  # a long question is no valid path
        graph, question = "", graph
    if graph and endpoint:
        raise typer.BadParameter(pick(both("give GRAPH or --endpoint", "请给出 GRAPH 或 --endpoint"), ctx.obj))
    source = open_endpoint(endpoint) if endpoint else open_graph(graph or "output")
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
    if asked.understood[0]:
        say(f"\nunderstood: {asked.understood[1]}", f"\n理解为：{asked.understood[0]}", lang)
    told = list(dict.fromkeys((one.sentence, " ".join(part for part in (one.title, one.issued) if part)) for one in asked.evidence))
    for sentence, where in told[:MOST_SENTENCES]:  # one sentence may tell of several answers
        typer.echo(f"  {sentence} ({where})" if lang == "en" else f"  {sentence}（{where}）")
    if len(told) > MOST_SENTENCES:
        more = len(told) - MOST_SENTENCES
        say(f"  and {more} more sentences", f"  还有 {more} 个句子", lang)
    for notice in asked.notices:
        warn(notice.en, notice.zh, lang)
    if asked.near:
        say(f"\n{asked.heading.en}:", f"\n{asked.heading.zh}：", lang)
    for one in asked.near:
        title = pick(both("title", "标题"), lang) if one.sentence == one.title else one.title
        held, where = f"[{one.asked}] " if one.asked else "", f"{title} {one.issued}".strip()
        typer.echo(f"  {held}{one.sentence} ({where})" if lang == "en" else f"  {held}{one.sentence}（{where}）")
