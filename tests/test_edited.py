"""An export that a reader edited comes back as decisions, and nothing else of it changes anything."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from kg.cli import main
from kg.decisions import Decision, read_decisions
from kg.edited import read_edits
from kg.errors import InputError
from kg.evidence import Core, read_core
from kg.export import export_graph
from kg.network import read_network
from kg.ontology import BASE, load_ontology
from kg.query import open_graph

SAMPLE = Path(__file__).parent / "data" / "sample.ttl"
FAIR = "第三届海岸机器人博览会"


@pytest.fixture(scope="module")
def core() -> Core:
    source = open_graph(SAMPLE)
    return read_core(source, read_network(source))


def edits(path: Path, core: Core) -> list[Decision]:
    return read_edits(path, core, load_ontology(), base=BASE)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    export_graph(SAMPLE, "xlsx", tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def edit(path: Path, sheet: str, old: str, new: str, column: int) -> None:
    """Write a cell of the row that has `old` in it."""
    workbook = openpyxl.load_workbook(path)
    row = next(row for row in workbook[sheet].iter_rows() if old in [cell.value for cell in row])
    row[column].value = new
    workbook.save(path)


def test_an_export_as_it_was_decides_nothing(book: Path, core: Core, tmp_path: Path) -> None:
    export_graph(SAMPLE, "csv", tmp_path / "csv")
    assert edits(book, core) == [] and edits(tmp_path / "csv", core) == []


def test_names_classes_and_marks_become_decisions(book: Path, core: Core) -> None:
    claim = core.statements[3].claim
    edit(book, "实体", FAIR, "第三届海岸机器人展", 1)
    edit(book, "实体", "临海商会", "地点", 2)
    edit(book, "陈述", claim, "x", 0)
    made = {(one.verdict, one.about[0].name if one.about else "", one.value or one.claim) for one in edits(book, core)}
    assert made == {("rename", FAIR, "第三届海岸机器人展"), ("reclass", "临海商会", "Place"), ("drop", "", claim)}


def test_a_folder_of_tables_is_read_too(core: Core, tmp_path: Path) -> None:
    export_graph(SAMPLE, "csv", tmp_path / "csv")
    path = tmp_path / "csv" / "nodes.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    next(row for row in rows if row[1] == FAIR)[1] = "海岸展"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    assert [(one.verdict, one.value) for one in edits(tmp_path / "csv", core)] == [("rename", "海岸展")]


@pytest.mark.parametrize(("column", "word", "said"), [(2, "怪物", "怪物"), (0, "?", "看不懂")])
def test_what_is_not_understood_is_said_with_its_row(column: int, word: str, said: str, book: Path, core: Core) -> None:
    edit(book, "实体" if column else "陈述", FAIR, word, column)
    with pytest.raises(InputError, match="row") as caught:
        edits(book, core)
    assert said in caught.value.in_language("zh")


def test_another_file_is_no_export(core: Core, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK no")
    with pytest.raises(InputError, match="workbook"):
        edits(tmp_path / "a.xlsx", core)
    openpyxl.Workbook().save(tmp_path / "b.xlsx")
    with pytest.raises(InputError, match="column"):
        edits(tmp_path / "b.xlsx", core)


def test_resolve_takes_an_edited_export_over(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(book, "实体", FAIR, "第三届海岸机器人展", 1)
    decisions = tmp_path / "decisions.ttl"
    assert main(["resolve", str(SAMPLE), "--from", str(book), "--decisions", str(decisions)]) == 0
    assert [one.value for one in read_decisions([decisions], load_ontology())] == ["第三届海岸机器人展"]
