"""What sentences say together: who is meant by 论坛 and 该公司 lies in the sentences before."""

from __future__ import annotations

import pytest

from tests.sentences import ARTICLES, PARTS, all_told, joined, part_of
from tests.telling import compare


@pytest.mark.parametrize("part", range(PARTS))
def test_what_sentences_say_together_is_what_it_was(part: int, pytestconfig: pytest.Config) -> None:
    """Sentences one after the other, of which every second opens a paragraph, and the week of examples/ with its headlines."""
    compare(f"together-{part}.txt", all_told(part_of(part, ARTICLES + joined())), rewrite=pytestconfig.getoption("--rewrite-golden"))
