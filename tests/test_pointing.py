"""What words that point back mean: titles, ends and heads of names, bare nouns, parts and whole."""

from __future__ import annotations

import pytest
from reading import cases, told_in_full

from tests.sentences import doc_of

CASES = dict(cases("pointing"))


@pytest.mark.parametrize(("tagged", "expected"), CASES.items(), ids=list(CASES))
def test_what_points_back(tagged: str, expected: list[str]) -> None:
    assert told_in_full(doc_of(1, f"2024-05-20 {tagged}")) == expected
