"""What is read of small pages put together at random: lines a little aside, headlines beside and above, captions, pages that go on."""

from __future__ import annotations

import pytest

from tests import sheets
from tests.telling import compare

FILES, PARTS = 480, 4


@pytest.mark.parametrize("part", range(PARTS))
def test_small_pages_read_as_they_did(part: int, pytestconfig: pytest.Config) -> None:
    told = [sheets.told(seed) for seed in range(part, FILES, PARTS)]
    compare(f"sheets-{part}.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))
