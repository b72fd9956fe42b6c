"""Arguments and options that several commands take in the same words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.language import both
from kg.remote import to_place

# Of Path and kg.remote.Address; typer takes no list of two types.
Inputs = Annotated[
    list[Any],
    typer.Argument(
        metavar="INPUT...",
        parser=to_place,
        help=both("Files, folders, patterns, s3:// addresses; - is standard input.", "文件、文件夹、通配符、s3:// 等地址；- 为标准输入。"),
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
