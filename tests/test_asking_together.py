"""Questions put together at random: how each is cut into words, what it may mean, and which queries are asked for it."""

from __future__ import annotations

import pytest

from tests import asked
from tests.telling import compare

PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_what_a_question_may_mean_is_what_it_was(part: int, pytestconfig: pytest.Config) -> None:
    told = [asked.all_read(text) for text in asked.put_together(part, asked.questions()[part::PARTS])]
    compare(f"meant-{part}.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))


@pytest.mark.parametrize("part", range(PARTS))
def test_what_a_question_goes_on_from_is_what_it_was(part: int, pytestconfig: pytest.Config) -> None:
    told = [asked.all_followed(*one) for one in asked.going_on(part, asked.questions()[part::PARTS])]
    compare(f"went-on-{part}.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))
