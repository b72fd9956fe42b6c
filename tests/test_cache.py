"""The user's cache folder: the same values with it, without it, and when what lies there is damaged or cut short."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph

from kg import patterns
from kg.cache import KEPT, remember, write_atomic
from kg.ontology import load_ontology
from kg.patterns import compile_pattern
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


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    patterns._open.cache_clear()
    return tmp_path


PATTERNS = [
    "a",
    "",
    r"(?P<x>[甲乙丙]{2,4}?)(?:丁|(?P=x))*(?<!戊)\Z",
    "[^\U000f0000-\U000f00ff\ue000].(?i:ß)",
    "|".join(map(str, range(400))),
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern[:20])
def test_a_kept_pattern_is_what_re_compiles(pattern: str, own_folder: Path) -> None:
    made, loaded, plain = compile_pattern(pattern), compile_pattern(pattern), re.compile(pattern)
    assert made == loaded == plain
    assert loaded.groupindex == plain.groupindex and loaded.flags == plain.flags
    for text in ("甲乙甲乙丁", "丙丙", "a1", "", "ẞ98"):
        found = [p.fullmatch(text) for p in (made, loaded, plain)]
        assert len({match and (match.span(), match.groups()) for match in found}) == 1
    assert len(list(own_folder.rglob("patterns-*.sqlite"))) == (patterns._sre is not None)


def test_a_damaged_pattern_is_compiled_anew(own_folder: Path) -> None:
    compile_pattern("(甲+)乙")
    [file] = own_folder.rglob("patterns-*.sqlite")
    store = sqlite3.connect(file)
    store.execute("UPDATE pattern SET code = replace(code, '1', '7')")
    store.commit()
    assert compile_pattern("(甲+)乙").fullmatch("甲甲乙")
    patterns._open.cache_clear()
    store.close()
    file.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    assert compile_pattern("(甲+)乙").fullmatch("甲甲乙")
    assert sqlite3.connect(file).execute("SELECT count(*) FROM pattern").fetchone() == (1,)


def test_a_pattern_that_is_wrong_is_an_error_as_of_re(own_folder: Path) -> None:
    with pytest.raises(re.error):
        compile_pattern("(")


def test_nothing_is_needed_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    program = "from kg.grammar import load_grammar; print(len(load_grammar().constructions) > 50)"
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "file")}
    run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "True"


def test_what_cannot_take_its_place_is_said_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    assert write_atomic(tmp_path / "taken", b"x") is False
    assert list(tmp_path.iterdir()) == [tmp_path / "taken"]
    assert write_atomic(tmp_path / "free", b"x") is True
