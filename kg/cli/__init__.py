"""The command line: each command parses its arguments, calls one function of the library, and prints."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from enum import Enum
from typing import Annotated, Any

import typer
import typer.main

from kg import __version__
from kg.cli.accounting import read, say_refused
from kg.cli.building import build, export, view
from kg.cli.checking import evaluate, stats, validate
from kg.cli.deciding import resolve
from kg.cli.language import HELP_OPTIONS, localize, split_language, usage_message
from kg.cli.models import model
from kg.cli.querying import ask, queries, query
from kg.cli.reading import explain
from kg.cli.serving import mcp, push, serve
from kg.cli.terminal import fail
from kg.cli.training import train
from kg.errors import KgError, Unread
from kg.messages import languages, marked, message

app = typer.Typer(name="kg", no_args_is_help=True, add_completion=False, context_settings={"help_option_names": HELP_OPTIONS})


# As many as there are catalogues.
Language = Enum("Language", [(name, name) for name in languages()])  # type: ignore[misc]


def show_version(wanted: bool) -> None:
    """Show the version, if it is asked for, and raise Exit."""
    if wanted:
        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback(help=marked("Chinese news into a knowledge graph."))
def root(
    ctx: typer.Context,
    lang: Annotated[
        Language | None,
        typer.Option(help=marked("Language of messages, before or after the command.")),
    ] = None,
    version: Annotated[
        bool,
        typer.Option("--version", help=marked("Show the version and exit."), is_eager=True, callback=show_version),
    ] = False,
) -> None:
    """What all commands share; the option is answered before the missing command is."""


app.command(help=marked("Read articles, write graph.ttl and graph.html."))(build)
app.command(help=marked("Show the articles of inputs as they are read, without a graph."))(read)
app.command(help=marked("Write the page of a graph."))(view)
app.command(help=marked("Write a graph for other programs."))(export)
app.command(help=marked("Ask a graph in SPARQL."))(query)
app.command(help=marked("List the named queries."))(queries)
app.command(help=marked("Ask a graph in Chinese."))(ask)
app.command(help=marked("Serve a graph over HTTP."))(serve)
app.command(help=marked("Give assistants a graph to answer from (MCP)."))(mcp)
app.command(help=marked("Load a graph into another store."))(push)
app.command(help=marked("Check that a graph is sound."))(validate)
app.command(help=marked("Count and measure what a graph holds."))(stats)
app.command("eval", help=marked("Measure a graph against gold facts."))(evaluate)
app.command(help=marked("Fit the edges of names on gold."))(train)
app.command(help=marked("List doubtful merges, and decide."))(resolve)
app.command(help=marked("Show how a sentence is read."))(explain)
app.add_typer(model, name="model", help=marked("The models that engines need."))


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
            say_refused(error.reasons, lang)
        fail(error.in_language(lang), lang)
        return 1
    except typer.TyperException as error:
        return _refuse(error, lang)
    except typer.Abort:
        return 130


def _refuse(error: typer.TyperException, lang: str) -> int:
    """Say what is wrong with the words typed; a bare `kg` has been answered by its help already."""
    complaint = error.format_message()
    if complaint.strip():
        place = getattr(getattr(error, "ctx", None), "command_path", "kg")
        usage = message("{complaint} (see {place} --help)", complaint=usage_message(complaint, lang), place=place)
        fail(usage.in_language(lang), lang)
    return error.exit_code
