"""An edited export read back: what a reader changed in names, classes and claims becomes decisions."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kg.decisions import Decision, Reference, make_decision
from kg.errors import InputError
from kg.evidence import Core
from kg.export import CLAIM_IRI, MARK_HEAD, TITLES, read_sheets
from kg.messages import message
from kg.ontology import Ontology

Rows = Sequence[Mapping[str, str]]
# What the reader types into the column of marks, in any case.
DROPPED = ("x", "×", "✗", "删", "错")
ID, NAME, CLASS = "标识", "名称", "类"


def read_edits(path: Path, core: Core, ontology: Ontology, *, base: str) -> list[Decision]:
    """The decisions that an edited workbook, or folder of CSV tables, makes on the graph that it came from.

    A changed 名称 renames the entity, a changed 类 gives it another class, a mark in 裁定 leaves a claim out. Rows that were taken out or
    moved change nothing. Raises InputError for a file that is no export, an unknown class or mark.
    """
    tables = _read_folder(path) if path.is_dir() else _read_book(path)
    return [*_entities(path, tables[0], core, ontology=ontology, base=base), *_claims(path, tables[1], core, base=base)]


def _entities(path: Path, rows: Rows, core: Core, *, ontology: Ontology, base: str) -> Iterator[Decision]:
    known = {node.id: node for node in core.network.nodes}
    classes = {cls.zh: cls.name for cls in ontology.classes.values()} | {name: name for name in ontology.classes}
    for line, row in enumerate(rows, 2):
        node = known.get(row[ID])
        if node is None:
            continue
        about = [Reference(node.cls, node.label)]
        name, cls = _plain(row[NAME]), classes.get(row[CLASS].strip())
        if cls is None:
            accepted, given = " ".join(sorted({one.zh for one in ontology.classes.values()})), row[CLASS]
            raise InputError(
                message(
                    "{path}, row {line}: {given!r} is no class; accepted: {accepted}", path=path, line=line, given=given, accepted=accepted
                ),
            )
        if name and name != node.label:
            yield make_decision("rename", about, value=name, base=base)
        if cls != node.cls:
            yield make_decision("reclass", about, value=cls, base=base)


def _claims(path: Path, rows: Rows, core: Core, *, base: str) -> Iterator[Decision]:
    known = {one.claim for one in core.statements}
    for line, row in enumerate(rows, 2):
        mark = row[MARK_HEAD].strip().lower()
        if not mark or row[CLAIM_IRI] not in known:
            continue
        if mark not in DROPPED:
            accepted = " ".join(DROPPED)
            raise InputError(
                message(
                    "{path}, row {line}: {mark!r} in {mark_head}: to leave a claim out write one of {accepted}",
                    path=path,
                    line=line,
                    mark=mark,
                    mark_head=MARK_HEAD,
                    accepted=accepted,
                ),
            )
        yield make_decision("drop", claim=row[CLAIM_IRI], base=base)


def _read_book(path: Path) -> tuple[Rows, Rows]:
    try:
        sheets = read_sheets(path)
    except (OSError, ValueError, KeyError) as error:
        raise InputError(message("{path}: no workbook can be read: {error}", path=path, error=error)) from error
    return _named(path, sheets.get(TITLES[0], ()), (ID, NAME, CLASS)), _named(path, sheets.get(TITLES[2], ()), (MARK_HEAD, CLAIM_IRI))


def _read_folder(folder: Path) -> tuple[Rows, Rows]:
    tables = []
    for name in ("nodes.csv", "claims.csv"):
        try:
            with (folder / name).open(encoding="utf-8-sig", newline="") as file:
                tables.append(list(csv.reader(file)))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(message("{folder}: cannot be read: {error}", folder=folder / name, error=error)) from error
    return _named(folder, tables[0], (ID, NAME, CLASS)), _named(folder, tables[1], (MARK_HEAD, CLAIM_IRI))


def _named(path: Path, table: Sequence[Sequence[str]], needed: Sequence[str]) -> Rows:
    """The rows by their heads; raises InputError where a column is missing."""
    head = list(table[0]) if table else []
    missing = [name for name in needed if name not in head]
    if missing:
        raise InputError(message("{path}: no export of kg: the column {missing} is missing", path=path, missing=missing[0]))
    return [dict(zip(head, row, strict=False)) for row in table[1:] if len(row) == len(head)]


def _plain(cell: str) -> str:
    """The cell without the quotation mark that keeps it from being a formula."""
    return cell[1:].strip() if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@", "\t", "\r") else cell.strip()
