"""Arguments and options that several commands take in the same words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import both

Inputs = Annotated[
    list[Path],
    typer.Argument(
        metavar="INPUT...",
        help=both("Files of any kind, folders, patterns, - for standard input.", "各类文件、文件夹、通配符；- 为标准输入。"),
    ),
]
EngineName = Annotated[
    str,
    typer.Option(metavar="NAME", help=both("bundled, hanlp:NAME_OR_PATH or restful:URL.", "bundled、hanlp:名称 或 restful:网址")),
]
OntologyFiles = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help=both("Your own classes, relations and words, in Turtle; may repeat.", "自己的词语和关系，可重复。"),
    ),
]
