"""Arguments and options that several commands take in the same words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kg.messages import marked
from kg.remote import to_place

# Of Path and kg.remote.Address; typer takes no list of two types.
Inputs = Annotated[
    list[Any],
    typer.Argument(
        metavar="INPUT...",
        parser=to_place,
        help=marked("Files, folders, patterns, s3:// addresses; - is standard input."),
    ),
]
EngineName = Annotated[
    str,
    typer.Option(metavar="NAME", help=marked("bundled, hanlp:NAME_OR_PATH or restful:URL.")),
]
OntologyFiles = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help=marked("Your own classes, relations and words, in Turtle; may repeat."),
    ),
]
