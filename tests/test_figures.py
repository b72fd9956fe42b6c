"""The page of figures: a part takes the place of the last one of its name, and nothing of the machine's folders gets in."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from figures import HEADS, MEASURES, PAGE, to_part, with_part  # noqa: E402
from reliability import report  # noqa: E402


def test_a_part_takes_the_place_of_the_last_one() -> None:
    first = with_part(with_part("# Figures\n", "start", "one \\1"), "query", "two")
    again = with_part(first, "start", "three")
    assert again == "# Figures\n\n<!-- start -->\nthree\n<!-- end of start -->\n\n<!-- query -->\ntwo\n<!-- end of query -->\n"
    assert with_part(again, "start", "one \\1") == first


def test_a_part_says_when_and_on_what_it_was_measured() -> None:
    assert re.search(r"^\d{4}-\d\d-\d\d, kg [\d.]+, .+ cores, \d+ GiB, .+, Python 3\.\d+\.\d+\.$", to_part("Speed", "1.0"), re.MULTILINE)


@pytest.mark.parametrize("path", HEADS, ids=lambda path: path.name)
def test_a_page_has_known_parts_and_no_folder_of_a_machine(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    parts = re.findall(r"^<!-- (?!end of )(.+) -->$", page, re.MULTILINE)
    assert page.startswith(HEADS[path]) and parts
    assert set(parts) <= {name for name, one in MEASURES.items() if one.page == path} | ({"accuracy"} if path == PAGE else set())
    assert all((ROOT / "benchmarks" / one.command[0]).is_file() for one in MEASURES.values())
    assert re.search(r"(?<![\w./])/(?:home|tmp|work|root|usr)/", page) is None


def test_what_was_killed_and_fuzzed_is_summed_up(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    kills = [
        {"day": "2026-01-01", "what": "kills", "kills": 10, "right": 9, "wrong": 1},
        {"day": "2026-01-02", "what": "kills", "kills": 5, "right": 5},
    ]
    text = {
        "day": "2026-01-02",
        "what": "text",
        "with": "hypothesis",
        "minutes": 2.5,
        "CPU minutes": 2,
        "values": 1000,
        "faults": {"KeyError in a.py:f": 3},
    }
    faults = [
        {"day": "2026-01-02", "what": "mutation", "seed": seed, "tried": 40, "own": own, "other": 4}
        for seed, own in ((1, 30), (1, 10), (2, 36))
    ]
    log.write_text("".join(json.dumps(run) + "\n" for run in (*kills, text, text, *faults)), encoding="utf-8")
    told = report(log)
    assert told.startswith("Runs of 2026-01-01 and 2026-01-02.") and "15 builds of" in told and "14 ended with the same bytes" in told
    assert "| text | hypothesis | 5 | 4 | 2,000 |" in told and "text, 2026-01-02: KeyError in a.py:f: 6 values" in told
    assert "| 2026-01-02 | 1 | 60 | 80 | 48 | 40 | 60% |\n| 2026-01-02 | 2 | 60 | 40 | 40 | 36 | 100% |" in told
