"""`kg model`: the models that the engines need, on this machine and beyond."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.language import both, pick
from kg.cli.terminal import say, table

Name = Annotated[str, typer.Argument(metavar="NAME", help=both("bundled or hanlp:NAME_OR_PATH.", "bundled 或 hanlp:名称或路径。"))]

model = typer.Typer(no_args_is_help=True)


@model.command("list", help=both("Which models there are, and whether they are here.", "有哪些模型，是否已在本机。"))
def list_models(ctx: typer.Context) -> None:
    from kg.annotate import models

    lang = ctx.obj
    head = pick(both("model\there\tMB\tlicence\tmissing", "模型\t已在本机\tMB\t许可\t缺少"), lang).split("\t")
    yes, no = pick(both("yes,no", "是,否"), lang).split(",")
    rows = [
        [m.name, yes if m.ready else no, f"{m.size / 1e6:.1f}", m.licence[1 if lang == "zh" else 0], " ".join(m.missing)]
        for m in models.list_models()
    ]
    table(head, rows)


@model.command("fetch", help=both("Download a model once.", "下载一个模型（只需一次）。"))
def fetch(ctx: typer.Context, name: Name) -> None:
    from kg.annotate import models

    fetched = models.fetch_model(name)
    en, zh = fetched.licence
    say(f"{fetched.name}: ready in {fetched.folder}; licence: {en}", f"{fetched.name}：已就绪，位于 {fetched.folder}；许可：{zh}", ctx.obj)


@model.command("check", help=both("Read one sentence with a model.", "用一个模型读一句话。"))
def check(ctx: typer.Context, name: Name = "bundled") -> None:
    from kg.annotate import models

    doc = models.check_model(name)
    words = " ".join(token.span.of(doc.article.text) for sentence in doc.sentences for token in sentence.tokens)
    say(f"{doc.engine}: {words}", f"{doc.engine}：{words}", ctx.obj)
