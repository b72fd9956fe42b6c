"""`kg train`: the edges of names fitted on gold of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.language import both
from kg.cli.options import EngineName, OntologyFiles
from kg.cli.terminal import progress, say, warn
from kg.columns import counted

if TYPE_CHECKING:
    from kg.evaluate import Counts


def train(
    ctx: typer.Context,
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD...", help=both("Gold files (JSON lines).", "标准答案（JSONL）。"))],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="MODEL", help=both("Where the model is written.", "模型写到哪个文件。"))],
    start: Annotated[
        Path | None,
        typer.Option("--from", metavar="MODEL", help=both("Go on from this model, else the shipped one.", "由此模型继续，默认自带模型。")),
    ] = None,
    scratch: Annotated[
        bool, typer.Option("--scratch", help=both("Begin anew; needs some hundred documents.", "从头训练，需数百篇文档。"))
    ] = False,
    engine: EngineName = "bundled",
    ontology: OntologyFiles = None,
) -> None:
    from kg.train import train as fit

    lang = ctx.obj
    with progress("fitting", "训练", lang) as advance:
        fitted = fit(gold, out, start=start, scratch=scratch, engine=engine, ontology=ontology or (), progress=advance)
    say(
        f"{counted(fitted.documents, 'document')}, {counted(fitted.rounds, 'tree')} grown; figures of documents not seen in training:",
        f"{fitted.documents} 篇文档，新增 {fitted.rounds} 棵树；以下为模型未见过的文档上的数字：",
        lang,
    )
    rows = [*fitted.classes.items(), *fitted.figures.relations.items(), ("all" if lang == "en" else "合计", fitted.figures.total)]
    for name, counts in rows:
        typer.echo(f"{name:14} {_line(counts)}")
    if fitted.before is not None:
        say(f"before: {_line(fitted.before.total)}", f"训练前：{_line(fitted.before.total)}", lang)
    if fitted.few:
        names = (", " if lang == "en" else "、").join(fitted.few)
        warn(f"too few facts to judge: {names}", f"事实太少，不足以判断：{names}", lang)
    typer.echo(str(fitted.model))


def _line(counts: Counts) -> str:
    return f"P {counts.precision:.3f}  R {counts.recall:.3f}  F1 {counts.f1:.3f}  ({counts.right}/{counts.wanted})"
