"""An edited export read back: what a reader changed in names, classes and claims becomes decisions."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kg.decisions import Decision, Reference, make_decision
from kg.errors import InputError
from kg.evidence import Core
from kg.export import CLAIM_IRI, MARK_HEAD, TITLES, read_sheets
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
                f"{path}, row {line}: {given!r} is no class; accepted: {accepted}",
                f"{path} 第 {line} 行：没有“{given}”这个类；可用：{accepted}",
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
                f"{path}, row {line}: {mark!r} in {MARK_HEAD}: to leave a claim out write one of {accepted}",
                f"{path} 第 {line} 行：“{MARK_HEAD}”列的“{mark}”看不懂；要舍去一条陈述，请填 {accepted} 之一",
            )
        yield make_decision("drop", claim=row[CLAIM_IRI], base=base)


def _read_book(path: Path) -> tuple[Rows, Rows]:
    try:
        sheets = read_sheets(path)
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{path}: no workbook can be read: {error}", f"{path}：无法读取工作簿：{error}") from error
    return _named(path, sheets.get(TITLES[0], ()), (ID, NAME, CLASS)), _named(path, sheets.get(TITLES[2], ()), (MARK_HEAD, CLAIM_IRI))


def _read_folder(folder: Path) -> tuple[Rows, Rows]:
    tables = []
    for name in ("nodes.csv", "claims.csv"):
        try:
            with (folder / name).open(encoding="utf-8-sig", newline="") as file:
                tables.append(list(csv.reader(file)))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{folder / name}: cannot be read: {error}", f"{folder / name}：无法读取：{error}") from error
    return _named(folder, tables[0], (ID, NAME, CLASS)), _named(folder, tables[1], (MARK_HEAD, CLAIM_IRI))


def _named(path: Path, table: Sequence[Sequence[str]], needed: Sequence[str]) -> Rows:
    """The rows by their heads; raises InputError where a column is missing."""
    head = list(table[0]) if table else []
    missing = [name for name in needed if name not in head]
    if missing:
        raise InputError(f"{path}: no export of kg: the column {missing[0]} is missing", f"{path}：不是 kg 导出的表：缺少列“{missing[0]}”")
    return [dict(zip(head, row, strict=False)) for row in table[1:] if len(row) == len(head)]


def _plain(cell: str) -> str:
    """The cell without the quotation mark that keeps it from being a formula."""
    return cell[1:].strip() if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@", "\t", "\r") else cell.strip()
