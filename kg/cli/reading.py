"""`kg explain`: why a sentence yields the facts that it yields."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.messages import marked


def explain(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE", help=marked("A sentence, or a file."))],
    date: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help=marked("Publication date."))] = "",
    engine: Annotated[str, typer.Option(metavar="NAME", help=marked("As for kg build."))] = "bundled",
    ontology: Annotated[list[Path] | None, typer.Option(metavar="FILE", help=marked("Your own words; may repeat."))] = None,
    model: Annotated[Path | None, typer.Option(metavar="FILE", help=marked("As for kg build."))] = None,
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
