"""Regular expressions that are kept compiled: the same as `re` makes, whatever happens to the file that keeps them."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg import patterns
from kg.patterns import compile_pattern


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


def test_a_pattern_under_whose_key_another_lies_is_compiled_anew(own_folder: Path) -> None:
    """Its numbers alone would be taken: they are those of a pattern."""
    compile_pattern("甲")
    [file] = own_folder.rglob("patterns-*.sqlite")
    with sqlite3.connect(file) as store:
        store.execute("UPDATE pattern SET code = replace(code, ?, ?)", (str(ord("甲")), str(ord("乙"))))
    assert compile_pattern("甲").fullmatch("甲")


def test_patterns_are_kept_for_this_python_and_taken_by_any_thread(own_folder: Path) -> None:
    compile_pattern("甲")
    [file] = own_folder.rglob("patterns-*.sqlite")
    assert str(sys.implementation.cache_tag) in file.name
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(compile_pattern, "乙").result().fullmatch("乙")
    assert sqlite3.connect(file).execute("SELECT count(*) FROM pattern").fetchone() == (2,)


def test_a_python_whose_compiler_is_another_compiles_as_ever(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_sre", None)
    assert compile_pattern("(甲+)乙").fullmatch("甲甲乙")
    assert list(own_folder.rglob("patterns-*.sqlite")) == []


def test_a_pattern_that_is_wrong_is_an_error_as_of_re(own_folder: Path) -> None:
    with pytest.raises(re.error):
        compile_pattern("(")


def test_nothing_is_needed_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    program = "from kg.grammar import load_grammar; print(len(load_grammar().constructions) > 50)"
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "file")}
    run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "True"


def test_a_kept_pattern_is_taken_from_the_store(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_pattern("(甲+)(?P<b>乙)")
    monkeypatch.setattr(patterns, "_make", None)
    found = compile_pattern("(甲+)(?P<b>乙)")
    assert (found.groups, dict(found.groupindex)) == (2, {"b": 2})


def test_a_store_that_another_process_writes_is_not_waited_for_long(own_folder: Path) -> None:
    compile_pattern("甲")
    [file] = own_folder.rglob("patterns-*.sqlite")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert compile_pattern("乙").fullmatch("乙")
    other.execute("ROLLBACK")
    assert other.execute("SELECT count(*) FROM pattern").fetchone() == (1,)
    assert compile_pattern("乙").fullmatch("乙")
    assert other.execute("SELECT count(*) FROM pattern").fetchone() == (2,)


def test_a_folder_is_made_however_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "a" / "b"))
    patterns._open.cache_clear()
    assert compile_pattern("甲").fullmatch("甲")
    assert list((tmp_path / "a" / "b").rglob("patterns-*.sqlite"))
