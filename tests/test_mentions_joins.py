"""Words that the engine cut in two: where each kind of cut is joined, and what looks like it and stays two words."""

from __future__ import annotations

import pytest
from reading import cases

from kg.grammar import load_grammar
from kg.mentions.cuts import Word
from kg.mentions.joins import may_close, pos_of_both

CASES = dict(cases("joins"))


def read(told: str) -> tuple[list[Word], int]:
    """The words, and which of them stands before the cut."""
    words: list[Word] = []
    for piece in told.replace(" + ", " +").split():
        text, _, pos = piece.removeprefix("+").rpartition("/")
        start = words[-1].end if words else 0
        words.append(Word(start, start + len(text), text, pos))
    return words, next(i for i, piece in enumerate(told.replace(" + ", " +").split()) if piece.startswith("+")) - 1


@pytest.mark.parametrize(("told", "expected"), CASES.items(), ids=list(CASES))
def test_where_cut_words_are_joined(told: str, expected: list[str]) -> None:
    words, i = read(told)
    assert [pos_of_both(words, i, load_grammar())] == (expected or [""])
    assert may_close(words[i + 1].text, words[i + 1].pos, load_grammar()) or not expected
