"""The page of figures: a part takes the place of the last one of its name, and nothing of the machine's folders gets in."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from figures import MEASURES, PAGE, to_part, with_part  # noqa: E402


def test_a_part_takes_the_place_of_the_last_one() -> None:
    first = with_part(with_part("# Figures\n", "start", "one \\1"), "query", "two")
    again = with_part(first, "start", "three")
    assert again == "# Figures\n\n<!-- start -->\nthree\n<!-- end of start -->\n\n<!-- query -->\ntwo\n<!-- end of query -->\n"
    assert with_part(again, "start", "one \\1") == first


def test_a_part_says_when_and_on_what_it_was_measured() -> None:
    assert re.search(r"^\d{4}-\d\d-\d\d, kg [\d.]+, .+ cores, \d+ GiB, .+, Python 3\.\d+\.\d+\.$", to_part("Speed", "1.0"), re.MULTILINE)


def test_the_page_has_known_parts_and_no_folder_of_a_machine() -> None:
    page = PAGE.read_text(encoding="utf-8")
    parts = re.findall(r"^<!-- (?!end of )(.+) -->$", page, re.MULTILINE)
    assert (
        parts
        and set(parts) <= {*MEASURES, "accuracy"}
        and all((ROOT / "benchmarks" / one.command[0]).is_file() for one in MEASURES.values())
    )
    assert re.search(r"(?<![\w./])/(?:home|tmp|work|root|usr)/", page) is None
