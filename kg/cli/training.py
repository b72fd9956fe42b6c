"""`kg train`: the edges of names fitted on gold of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import EngineName, OntologyFiles
from kg.cli.terminal import progress, say, warn
from kg.messages import marked, message, translate

if TYPE_CHECKING:
    from kg.evaluate import Counts


def train(
    ctx: typer.Context,
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD...", help=marked("Gold files (JSON lines)."))],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="MODEL", help=marked("Where the model is written."))],
    start: Annotated[
        Path | None,
        typer.Option("--from", metavar="MODEL", help=marked("Go on from this model, else the shipped one.")),
    ] = None,
    scratch: Annotated[bool, typer.Option("--scratch", help=marked("Begin anew; needs some hundred documents."))] = False,
    engine: EngineName = "bundled",
    ontology: OntologyFiles = None,
) -> None:
    from kg.train import train as fit

    lang = ctx.obj
    with progress(message("fitting"), lang) as advance:
        fitted = fit(gold, out, start=start, scratch=scratch, engine=engine, ontology=ontology or (), progress=advance)
    say(
        message(
            "{documents:document|documents}, {rounds:tree|trees} grown; figures of documents not seen in training:",
            documents=fitted.documents,
            rounds=fitted.rounds,
        ),
        lang,
    )
    rows = [*fitted.classes.items(), *fitted.figures.relations.items(), (translate(marked("all"), lang), fitted.figures.total)]
    for name, counts in rows:
        typer.echo(f"{name:14} {_line(counts)}")
    if fitted.before is not None:
        say(message("before: {total}", total=_line(fitted.before.total)), lang)
    if fitted.few:
        warn(message("too few facts to judge: {names}", names=fitted.few), lang)
    typer.echo(str(fitted.model))


def _line(counts: Counts) -> str:
    return f"P {counts.precision:.3f}  R {counts.recall:.3f}  F1 {counts.f1:.3f}  ({counts.right}/{counts.wanted})"
