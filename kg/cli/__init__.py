"""The command line: each command parses its arguments, calls one function of the library, and prints."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import typer
import typer.main

from kg import __version__
from kg.cli.accounting import read, say_refused
from kg.cli.building import build, export, view
from kg.cli.checking import evaluate, stats, validate
from kg.cli.deciding import resolve
from kg.cli.language import HELP_OPTIONS, both, localize, split_language, usage_message
from kg.cli.models import model
from kg.cli.querying import ask, queries, query
from kg.cli.reading import explain
from kg.cli.serving import mcp, push, serve
from kg.cli.terminal import fail
from kg.cli.training import train
from kg.errors import KgError, Unread

app = typer.Typer(name="kg", no_args_is_help=True, add_completion=False, context_settings={"help_option_names": HELP_OPTIONS})


def show_version(wanted: bool) -> None:
    """Show the version, if it is asked for, and raise Exit."""
    if wanted:
        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback(help=both("Chinese news into a knowledge graph.", "把中文新闻变成知识图谱。"))
def root(
    ctx: typer.Context,
    lang: Annotated[
        Literal["zh", "en"] | None,
        typer.Option(help=both("Language of messages, before or after the command.", "提示的语言，写在命令前后均可。")),
    ] = None,
    version: Annotated[
        bool,
        typer.Option("--version", help=both("Show the version and exit.", "显示版本后退出。"), is_eager=True, callback=show_version),
    ] = False,
) -> None:
    """What all commands share; the option is answered before the missing command is."""


app.command(help=both("Read articles, write graph.ttl and graph.html.", "阅读文章，写出 graph.ttl 和 graph.html。"))(build)
app.command(help=both("Show the articles of inputs as they are read, without a graph.", "只读文章，不建图：看输入读成了什么。"))(read)
app.command(help=both("Write the page of a graph.", "写出图谱的网页。"))(view)
app.command(help=both("Write a graph for other programs.", "把图谱写成其他软件的格式。"))(export)
app.command(help=both("Ask a graph in SPARQL.", "用 SPARQL 查询图谱。"))(query)
app.command(help=both("List the named queries.", "列出命名查询。"))(queries)
app.command(help=both("Ask a graph in Chinese.", "用中文提问。"))(ask)
app.command(help=both("Serve a graph over HTTP.", "通过 HTTP 提供图谱。"))(serve)
app.command(help=both("Give assistants a graph to answer from (MCP).", "让 AI 助手据图谱作答（MCP）。"))(mcp)
app.command(help=both("Load a graph into another store.", "把图谱装入另一个库。"))(push)
app.command(help=both("Check that a graph is sound.", "检查图谱是否完好。"))(validate)
app.command(help=both("Count and measure what a graph holds.", "统计图谱的内容。"))(stats)
app.command("eval", help=both("Measure a graph against gold facts.", "用标准答案衡量图谱。"))(evaluate)
app.command(help=both("Fit the edges of names on gold.", "用标准答案训练名称边界。"))(train)
app.command(help=both("List doubtful merges, and decide.", "列出存疑的合并，并作裁定。"))(resolve)
app.command(help=both("Show how a sentence is read.", "说明一句话是怎样读懂的。"))(explain)
app.add_typer(model, name="model", help=both("The models that engines need.", "各引擎所需的模型。"))


def make_command(lang: str) -> Any:
    """The command `kg` with all its commands, its help in `lang`."""
    return localize(typer.main.get_command(app), lang)


def main(args: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code: 0, 1 for a known error, 2 for wrong usage, 3 for refused inputs, 130 when interrupted."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal in GBK lacks characters that names have; better one question mark than a traceback.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    # A literal of a wrong form is for the checks to tell, not for a traceback on the terminal.
    logging.getLogger("rdflib").setLevel(logging.ERROR)
    lang, words = split_language(sys.argv[1:] if args is None else args, os.environ)
    try:
        return make_command(lang).main(words, prog_name="kg", standalone_mode=False, obj=lang) or 0
    except KgError as error:
        if isinstance(error, Unread):
            say_refused([(reason.en, reason.zh) for reason in error.reasons], lang)
        fail(error.in_language(lang), lang)
        return 1
    except typer.TyperException as error:
        return _refuse(error, lang)
    except typer.Abort:
        return 130


def _refuse(error: typer.TyperException, lang: str) -> int:
    """Say what is wrong with the words typed; a bare `kg` has been answered by its help already."""
    message = error.format_message()
    if message.strip():
        place = getattr(getattr(error, "ctx", None), "command_path", "kg")
        fail(usage_message(message, lang) + (f"（用法见 {place} --help）" if lang == "zh" else f" (see {place} --help)"), lang)
    return error.exit_code
