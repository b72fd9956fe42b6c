"""Queries and names put together at random: what the text of a query tells, what it is answered with, which names stand in a text."""

from __future__ import annotations

import pytest

from tests import queried
from tests.telling import compare

PARTS, QUERIES, NAMES = 2, 150, 200


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_told_of_a_query_is_what_it_was(part: int, pytestconfig: pytest.Config) -> None:
    told = [queried.told_of_query(sparql) for sparql in queried.queries(part, QUERIES)]
    compare(f"queried-{part}.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_told_of_a_name_is_what_it_was(part: int, pytestconfig: pytest.Config) -> None:
    told = [queried.told_of_name(text) for text in queried.texts(part, NAMES)]
    compare(f"looked-up-{part}.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))
