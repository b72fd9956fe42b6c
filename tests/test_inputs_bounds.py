"""What is read of web pages whose lines are as long, and as full of links, as what is told apart lies near."""

from __future__ import annotations

import pytest

from tests import bounds
from tests.telling import compare

PAGES, PARTS = 600, 2


@pytest.mark.parametrize("part", range(PARTS))
def test_pages_near_every_bound_read_as_they_did(part: int, pytestconfig: pytest.Config) -> None:
    told = [bounds.told(seed) for seed in range(part, PAGES, PARTS)]
    compare(f"bounds-{part}.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))
