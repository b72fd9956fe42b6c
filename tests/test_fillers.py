"""Who and what fills the roles around a verb, and which day, place and setting go with it; what only stands beside it fills none."""

from __future__ import annotations

import pytest
from reading import cases, read, told_in_full

from kg.frames import find_frames
from kg.grammar import load_grammar
from tests.sentences import SENTENCES, doc_of
from tests.telling import compare

CASES = dict(cases("fillers"))


@pytest.mark.parametrize(("tagged", "expected"), CASES.items(), ids=list(CASES))
def test_who_and_what_fills_the_roles_of_a_verb(tagged: str, expected: list[str]) -> None:
    assert told_in_full(doc_of(1, f"2024-05-20 {tagged}")) == expected


def test_the_fillers_in_the_sentences_are_what_they_were(pytestconfig: pytest.Config) -> None:
    """Of every frame, also of one that gives no claim: not all of it is right."""
    told = []
    for at, line in enumerate(SENTENCES, start=1):
        doc = doc_of(at, line)
        text = doc.article.text
        frames = [frame for reading in read(doc) for frame in find_frames(reading, load_grammar())]
        said = [f"{f.predicate.of(text)} {' '.join(f'{x.role}={x.mention.name or x.mention.text}' for x in f.fillers)}" for f in frames]
        told.append(f"{at} {' / '.join(said)}")
    compare("fillers.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))
