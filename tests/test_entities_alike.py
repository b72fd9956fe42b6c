"""What is held of names put together at random: whether two are of one body, event or document, and whose a post is."""

from __future__ import annotations

import pytest

from tests import alike
from tests.telling import compare

PAIRS, BEARERS, TEXTS = 600, 500, 200


def test_names_are_as_alike_as_they_were(pytestconfig: pytest.Config) -> None:
    compare("alike.txt", [alike.told_of_pair(pair) for pair in alike.pairs(1, PAIRS)], rewrite=pytestconfig.getoption("--rewrite-golden"))


def test_people_of_one_name_are_as_many_as_they_were(pytestconfig: pytest.Config) -> None:
    told = [alike.told_of_bearers(case) for case in alike.bearers(1, BEARERS)]
    told += [alike.told_of_namesakes(text) for text in alike.namesakes_in(1, TEXTS)]
    compare("namesakes.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))
