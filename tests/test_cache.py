"""The user's cache folder: the same values with it, without it, and when what lies there is damaged or cut short."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from kg.cache import KEPT, remember, write_atomic
from kg.ontology import load_ontology
from kg.rows import from_rows, to_rows

KEY = "0123456789abcdef01234567"


def test_a_value_is_made_once_for_each_key(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> list[object]:
        made.append(1)
        return ["涪江", {"a": None}]

    assert remember("x", KEY, make, folder=tmp_path) == remember("x", KEY, make, folder=tmp_path) == ["涪江", {"a": None}]
    assert made == [1]
    remember("x", "f" * 24, make, folder=tmp_path)
    assert made == [1, 1]


@pytest.mark.parametrize("harm", [b"", b"\n", b"{}", b"\xff\xfe", None], ids=["empty", "no digest", "no value", "no text", "cut short"])
def test_a_damaged_file_is_made_anew(harm: bytes | None, tmp_path: Path) -> None:
    remember("x", KEY, lambda: ["a" * 100], folder=tmp_path)
    [file] = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-30] if harm is None else harm)
    assert remember("x", KEY, lambda: "anew", folder=tmp_path) == "anew"
    assert remember("x", KEY, lambda: "not made", folder=tmp_path) == "anew"


def test_old_files_go_and_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    for number in range(KEPT + 5):
        remember("x", f"{number:024}", lambda: 1, folder=tmp_path / "a")
    assert len(list((tmp_path / "a").iterdir())) == KEPT
    (tmp_path / "file").write_bytes(b"")
    assert remember("x", KEY, lambda: 2, folder=tmp_path / "file" / "below") == 2


def test_a_graph_comes_back_from_its_rows() -> None:
    turtle = '@prefix x: <http://x.example/> . x:甲 x:p "词"@zh, "01"^^<http://www.w3.org/2001/XMLSchema#integer>, "w", [ x:q x:r ] .'
    graph = Graph(bind_namespaces="none").parse(data=turtle, format="turtle")
    back = from_rows(to_rows(graph))
    assert set(back) == set(graph) and len(back) == 5
    assert dict(back.namespaces())["x"] == dict(graph.namespaces())["x"]


def test_the_ontology_is_the_same_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    extra = tmp_path / "my.ttl"
    extra.write_text("<a> <http://x.example/p> '甲' .", encoding="utf-8")
    first, again = load_ontology([extra]), load_ontology([extra])
    assert len(list(tmp_path.rglob("ontology-*.json"))) == 1
    assert set(first.graph) == set(again.graph) and first.sha256 == again.sha256
    assert list(first.relations) == list(again.relations) and dict(first.classes) == dict(again.classes)


def test_what_cannot_take_its_place_is_said_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    assert write_atomic(tmp_path / "taken", b"x") is False
    assert list(tmp_path.iterdir()) == [tmp_path / "taken"]
    assert write_atomic(tmp_path / "free", b"x") is True
