"""`kg model`: the models that the engines need, on this machine and beyond."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.terminal import say, table
from kg.messages import marked, message, translate

Name = Annotated[str, typer.Argument(metavar="NAME", help=marked("bundled or hanlp:NAME_OR_PATH."))]

model = typer.Typer(no_args_is_help=True)


@model.command("list", help=marked("Which models there are, and whether they are here."))
def list_models(ctx: typer.Context) -> None:
    from kg.annotate import models

    lang = ctx.obj
    head = translate(marked("model\there\tMB\tlicence\tmissing"), lang).split("\t")
    yes, no = translate(marked("yes,no"), lang).split(",")
    rows = [
        [m.name, yes if m.ready else no, f"{m.size / 1e6:.1f}", m.licence.in_language(lang), " ".join(m.missing)]
        for m in models.list_models()
    ]
    table(head, rows)


@model.command("fetch", help=marked("Download a model once."))
def fetch(ctx: typer.Context, name: Name) -> None:
    from kg.annotate import models

    fetched = models.fetch_model(name)
    ready = message("{name}: ready in {folder}; licence: {licence}", name=fetched.name, folder=fetched.folder, licence=fetched.licence)
    say(ready, ctx.obj)


@model.command("check", help=marked("Read one sentence with a model."))
def check(ctx: typer.Context, name: Name = "bundled") -> None:
    from kg.annotate import models

    doc = models.check_model(name)
    words = " ".join(token.span.of(doc.article.text) for sentence in doc.sentences for token in sentence.tokens)
    say(message("{engine}: {words}", engine=doc.engine, words=words), ctx.obj)
