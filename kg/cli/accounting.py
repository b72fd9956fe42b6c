"""`kg read`, and the account of inputs that `kg read` and `kg build` end with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.language import both
from kg.cli.options import Inputs
from kg.cli.terminal import progress, say, table, warn
from kg.columns import clip, counted
from kg.files import replacing

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
        typer.Option("--out", "-o", metavar="FILE.jsonl", help=both("Write the articles as JSON lines.", "把文章写成 JSONL 文件。")),
    ] = None,
    date: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help=both("As for kg build.", "同 kg build。"))] = "",
    metadata: Annotated[Path | None, typer.Option(metavar="FILE", help=both("As for kg build.", "同 kg build。"))] = None,
    columns: Annotated[list[str] | None, typer.Option(metavar="COLUMN=NAME", help=both("As for kg build.", "同 kg build。"))] = None,
    strict: Annotated[bool, typer.Option("--strict", help=both("As for kg build.", "同 kg build。"))] = False,
    table_file: Annotated[
        Path | None,
        typer.Option("--account", metavar="FILE.csv", help=both("Write the account of every input.", "写出每项输入的清单。")),
    ] = None,
) -> None:
    from kg.day import given_day
    from kg.given import check_files, find_files, parse_columns

    lang = ctx.obj
    day, named = given_day(date), parse_columns(columns or ())
    find_files(inputs)
    check_files([metadata] if metadata else (), "--metadata")
    from kg.inputs import check_account, read_inputs, write_account

    with progress("reading", "读取", lang) as advance:
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
    say_refused([entry.remark for entry in account.refused], lang)
    for file in account.unmatched:
        warn(f"--metadata: no input is {file}", f"--metadata：输入中没有 {file}", lang)
    if account.undated:
        en, zh = _said_of_months(account.undated_months)
        warn(
            f"{counted(account.undated, 'article')} without a date: what is dated only by a month, a day or 昨日 gets no year. Name files"
            f" by their day (2024-05-22.txt), list the days in a table (--metadata FILE.csv), or give one for all (--date 2024-05-22){en}",
            f"{account.undated} 篇文章没有日期：文中只写月日或“昨日”的时间无法推定年份。可用日期给文件命名（2024-05-22.txt），"
            f"或用附表列出日期（--metadata 文件.csv），或给出统一日期（--date 2024-05-22）{zh}",
            lang,
        )


def _said_of_months(count: int) -> tuple[str, str]:
    """What is to be said of files whose names tell a month and no day."""
    if not count:
        return "", ""
    return f"; {count} in files whose names tell a month or year and no day", f"；其中 {count} 篇的文件名只有年月，没有日"


def say_refused(reasons: Sequence[tuple[str, str]], lang: str) -> None:
    """Say why inputs were not read, the first `SHOWN` of them, and how many more there are."""
    for en, zh in reasons[:SHOWN]:
        warn(f"not read: {en}", f"未读：{zh}", lang)
    if len(reasons) > SHOWN:
        more = len(reasons) - SHOWN
        warn(
            f"and {more} more that could not be read; all are in inputs.csv beside the graph, or in the file of kg read --account FILE.csv",
            f"另有 {more} 项未读；全部列在图谱旁的 inputs.csv，或用 kg read --account 文件.csv 写出",
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

    zh = lang == "zh"
    date = f"{article.date}（{label_of(article.dated, lang)}）" if article.date else "？"
    told = [("日期" if zh else "date", date), ("来源" if zh else "source", article.publisher), ("作者" if zh else "author", article.byline)]
    body = article.text.removeprefix(article.title).strip().replace("\n", " ")
    return [
        f"{number}  {article.id}",
        f"   {'标题' if zh else 'title'}  {article.title or '—'}",
        "   " + "   ".join(f"{name}  {value}" for name, value in told if value),
        f"   {f'{len(article.text):,} 字' if zh else f'{len(article.text):,} characters'}  {clip(body, WORDS)}",
    ]


def _show_unused(entry: Entry, lang: str) -> None:
    some = " | ".join(clip(line, UNUSED) for line in entry.unused[:FEW])
    say(
        f"   {entry.place}: {counted(len(entry.unused), 'line')} left out: {some}",
        f"   {entry.place}：略去 {len(entry.unused)} 行：{some}",
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
