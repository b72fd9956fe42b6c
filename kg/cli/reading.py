"""`kg explain`: why a sentence yields the facts that it yields."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import both


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
    from kg.day import given_day

    day = given_day(date)
    from kg.cli.told import Told
    from kg.explaining import explain as explain_inputs

    told = Told(ontology or (), ctx.obj)
    for explanation in explain_inputs(text, date=day, engine=engine, ontology=ontology or (), model=model):
        for line in told.lines(explanation):
            typer.echo(line)
        typer.echo()
