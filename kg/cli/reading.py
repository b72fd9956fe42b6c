"""`kg explain`: why a sentence yields the facts that it yields."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.language import both

if TYPE_CHECKING:
    from kg.model import Article

LONGEST_FILE_NAME = 256  # bytes of a file's name; what is longer is text


def explain(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE", help=both("A sentence, or a file.", "一句话，或一个文件。"))],
    date: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help=both("Publication date.", "发表日期。"))] = "",
    engine: Annotated[str, typer.Option(metavar="NAME", help=both("As for kg build.", "同 kg build。"))] = "bundled",
    ontology: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help=both("Your own words; may repeat.", "自己的词语，可重复。"))
    ] = None,
    model: Annotated[Path | None, typer.Option(metavar="FILE", help=both("As for kg build.", "同 kg build。"))] = None,
) -> None:
    from kg.cli.told import Told
    from kg.explaining import explain as explain_articles

    told = Told(ontology or (), ctx.obj)
    for explanation in explain_articles(_articles(text, date), engine=engine, ontology=ontology or (), model=model):
        for line in told.lines(explanation):
            typer.echo(line)
        typer.echo()


def _articles(text: str, date: str) -> Sequence[Article]:
    """The articles of a file of that name, else the text as one article."""
    from kg.day import given_day
    from kg.inputs import read_articles
    from kg.model import Article

    day = given_day(date)
    if len(text.encode()) < LONGEST_FILE_NAME and (Path(text).exists() or Path(text).suffix in (".txt", ".jsonl")):
        return tuple(read_articles(Path(text), date=day))
    return (Article("text", text, date=day),)
