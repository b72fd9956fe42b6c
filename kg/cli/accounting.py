"""`kg read`, and the account of inputs that `kg read` and `kg build` end with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.options import Inputs
from kg.cli.terminal import progress, say, table, warn
from kg.columns import clip
from kg.files import replacing
from kg.messages import Localized, marked, message, translate

if TYPE_CHECKING:
    from kg.inputs import Account, Entry
    from kg.model import Article

# The exit code where some inputs could not be read and others were.
SOME_REFUSED = 3
# Columns of a terminal that the first words of an article, and a line that is none of it, may take.
WORDS, UNUSED = 72, 60
# So many refused inputs, and unused lines of a file, are shown; the whole list is in inputs.csv.
SHOWN = 20
FEW = 5


def read(
    ctx: typer.Context,
    inputs: Inputs,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE.jsonl", help=marked("Write the articles as JSON lines.")),
    ] = None,
    date: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help=marked("As for kg build."))] = "",
    metadata: Annotated[Path | None, typer.Option(metavar="FILE", help=marked("As for kg build."))] = None,
    columns: Annotated[list[str] | None, typer.Option(metavar="COLUMN=NAME", help=marked("As for kg build."))] = None,
    strict: Annotated[bool, typer.Option("--strict", help=marked("As for kg build."))] = False,
    table_file: Annotated[
        Path | None,
        typer.Option("--account", metavar="FILE.csv", help=marked("Write the account of every input.")),
    ] = None,
) -> None:
    from kg.day import given_day
    from kg.given import check_files, find_files, parse_columns

    lang = ctx.obj
    day, named = given_day(date), parse_columns(columns or ())
    find_files(inputs)
    check_files([metadata] if metadata else (), "--metadata")
    from kg.inputs import check_account, read_inputs, write_account

    with progress(message("reading inputs"), lang) as advance:
        account = read_inputs(inputs, date=day, metadata=metadata, columns=named, progress=advance)
    if table_file is not None:
        write_account(account, table_file, lang=lang)
    articles = check_account(account, strict=strict)
    if out is not None:
        _write(out, articles)
    else:
        _show(account, lang)
    say_account(account, lang)
    if out is not None:
        typer.echo(str(out))
    if account.refused:
        raise typer.Exit(SOME_REFUSED)


def say_account(account: Account, lang: str) -> None:
    """Say what was read, by kind; what was not, with the reason; and what articles without a date lose."""
    from kg.inputs import kind_rows

    head, *rows = kind_rows(account, lang)
    table(head, rows)
    say_refused([entry.error or message("{remark}", remark=entry.remark) for entry in account.refused], lang)
    for file in account.unmatched:
        warn(message("--metadata: no input is {file}", file=file), lang)
    if account.undated:
        undated = message(
            "{articles:article|articles} without a date: what is dated only by a month, a day or 昨日 gets no year. Name files by their day"
            " (2024-05-22.txt), list the days in a table (--metadata FILE.csv), or give one for all (--date 2024-05-22)",
            articles=account.undated,
        )
        months = message(
            "{undated}; {count} in files whose names tell a month or year and no day", undated=undated, count=account.undated_months
        )
        warn(months if account.undated_months else undated, lang)


def say_refused(reasons: Sequence[Localized], lang: str) -> None:
    """Say why inputs were not read, the first `SHOWN` of them, and how many more there are."""
    for reason in reasons[:SHOWN]:
        warn(message("not read: {reason}", reason=reason), lang)
    if len(reasons) > SHOWN:
        more = len(reasons) - SHOWN
        warn(
            message(
                "and {more} more that could not be read; all are in inputs.csv beside the graph,"
                " or in the file of kg read --account FILE.csv",
                more=more,
            ),
            lang,
        )


def _show(account: Account, lang: str) -> None:
    number = 0
    for entry in account.entries:
        for article in entry.articles:
            number += 1
            for line in _lines(number, article, lang):
                typer.echo(line)
        if entry.unused:
            _show_unused(entry, lang)
    typer.echo()


def _lines(number: int, article: Article, lang: str) -> list[str]:
    """One article: its number and id, title, date and its origin, source, author, length and first words."""
    from kg.inputs import label_of

    date = f"{article.date}（{label_of(article.dated, lang)}）" if article.date else "？"
    told = [(marked("date"), date), (marked("source"), article.publisher), (marked("author"), article.byline)]
    title, size = translate(marked("title"), lang), message("{characters:,} characters", characters=len(article.text)).in_language(lang)
    body = article.text.removeprefix(article.title).strip().replace("\n", " ")
    return [
        f"{number}  {article.id}",
        f"   {title}  {article.title or '—'}",
        "   " + "   ".join(f"{translate(name, lang)}  {value}" for name, value in told if value),
        f"   {size}  {clip(body, WORDS)}",
    ]


def _show_unused(entry: Entry, lang: str) -> None:
    some = " | ".join(clip(line, UNUSED) for line in entry.unused[:FEW])
    say(
        message("   {place}: {unused:line|lines} left out: {some}", place=entry.place, unused=len(entry.unused), some=some),
        lang,
    )


def _write(out: Path, articles: tuple[Article, ...]) -> None:
    with replacing(out) as draft, draft.open("w", encoding="utf-8", errors="replace", newline="\n") as stream:
        for article in articles:
            stream.write(json.dumps(_as_json(article), ensure_ascii=False) + "\n")


def _as_json(article: Article) -> dict[str, Any]:
    """What `kg build` reads again, by the names of its columns; the text holds the title already."""
    web = "://" in article.source
    fields = {
        "id": article.id,
        "title": article.title,
        "date": article.date.isoformat() if article.date else "",
        "dated": article.dated,
        "source": article.publisher,
        "author": article.byline,
        "url": article.source if web else "",
        "file": "" if web else article.source,
        "text": article.text,
    }
    return {name: value for name, value in fields.items() if value}
