"""Words that the engine glued together: where each kind of glue is cut, and what looks like it and stays whole."""

from __future__ import annotations

import pytest
from reading import cases

from kg.grammar import load_grammar
from kg.mentions.cuts import Word, may_split, split

CASES = dict(cases("cuts"))


def word(told: str, start: int) -> Word:
    text, _, pos = told.rpartition("/")
    return Word(start, start + len(text), text, pos)


@pytest.mark.parametrize(("told", "expected"), CASES.items(), ids=list(CASES))
def test_where_glued_words_are_cut(told: str, expected: list[str]) -> None:
    before, glued, after = told.split(" | ")
    middle = word(glued.removesuffix(" +"), 20)
    first, _, gap = before.partition(" ")
    left = word(first, 20 - len(first.partition("/")[0]) - len(gap)) if first != "-" else None
    right = word(after, middle.end + glued.endswith("+")) if after != "-" else None
    pieces = split(middle, left, right, grammar=load_grammar())
    assert [" ".join(f"{one.text}/{one.pos}" for one in pieces)] == (expected or [f"{middle.text}/{middle.pos}"])
    assert [one.start for one in pieces] == [20, *(one.end for one in pieces)][:-1]
    assert may_split(middle.text, middle.pos, load_grammar()) or not expected
