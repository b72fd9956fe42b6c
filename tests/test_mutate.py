"""Faults put into the code: where one can stand, which tests are tried on it, and that what is recorded of them can be kept."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from covering import Covering, lines_of, load  # noqa: E402
from mutate import changes  # noqa: E402

SOURCE = '''
@lru_cache(4)
def read(text: str, most: int = 3) -> int:
    """As a number."""
    if not text:
        raise ValueError(1 + 1)

    def bare() -> str:
        return text

    return int(bare(), timeout=8)
'''


def test_a_fault_stands_where_a_result_may_change() -> None:
    found = [(node.lineno, list(lines), what) for node, lines, what, _ in changes(ast.parse(SOURCE))]  # type: ignore[attr-defined]
    assert found == [
        (3, list(range(3, 12)), "3 -> 4"),
        (5, [5], "condition negated"),
        (9, [9], "return -> None"),
        (11, [11], "return -> None"),
    ]


def test_a_line_is_named_by_its_function() -> None:
    names = dict(lines_of(ast.parse(SOURCE)))
    assert (names[3], names[9], names[11]) == ("read+0", "read.bare+1", "read+8") and 2 not in names


def test_the_quickest_tests_that_run_a_line_are_tried_first(tmp_path: Path) -> None:
    tests = {
        "tests/test_a.py::slow": (50.0, []),
        "tests/test_b.py::quick": (1.0, []),
        "tests/test_a.py::quick": (2.0, []),
        "tests/test_b.py::shares": (1.0, ["tests/test_b.py::made"]),
        "tests/test_b.py::too_slow": (40.0, []),
        "tests/test_c.py::elsewhere": (0.1, []),
    }
    ran = {test for test in tests if "elsewhere" not in test and "shares" not in test} | {"tests/test_b.py::made"}
    covering = Covering(
        {}, tests, {"tests/test_b.py::made": 3.0}, {"kg/a.py:read+1": ran, "kg/c.py:read+1": {"tests/test_c.py::elsewhere"}}
    )
    chosen = ["tests/test_a.py::quick", "tests/test_a.py::slow", "tests/test_b.py::quick", "tests/test_b.py::shares"]
    assert covering.choose(["kg/a.py:read+1"], ["tests/test_a.py"]) == chosen
    assert covering.choose(["kg/a.py:read+9"], ["tests/test_a.py"]) == covering.choose(["kg/a.py:write+1"], ["tests/test_a.py"]) == chosen
    assert covering.choose(["kg/unknown.py:read+1"], []) == []
    covering.save(tmp_path / "kept.gz")
    kept = load(tmp_path / "kept.gz")
    assert kept == covering
    kept.forget({"tests/test_b.py"})
    assert kept.choose(["kg/a.py:read+1"], []) == ["tests/test_a.py::quick", "tests/test_a.py::slow"]
