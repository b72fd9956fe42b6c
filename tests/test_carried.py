"""Who does what a clause says without a subject: whoever the clause or the sentence before tells of, or nobody."""

from __future__ import annotations

import pytest
from reading import cases, read, tagged_doc, told_in_full

from kg.carried import carried_subject
from kg.grammar import load_grammar
from kg.model import Span
from tests.sentences import doc_of

CASES = dict(cases("carried"))


@pytest.mark.parametrize(("tagged", "expected"), CASES.items(), ids=list(CASES))
def test_the_subject_that_a_clause_leaves_unsaid(tagged: str, expected: list[str]) -> None:
    assert told_in_full(doc_of(1, f"2024-05-20 {tagged}")) == expected


@pytest.mark.parametrize(
    "tagged",
    [
        "对/p 涪江大学/ORG 满意/v ，/w 成立/v 。/w",
        "周敏/PER 表示/v ，/w 大家/r 很/d 好/a ，/w 成立/v 。/w",
        "大家/r 很/d 好/a ，/w 成立/v 。/w",
    ],
)
def test_nobody_is_an_empty_tuple(tagged: str) -> None:
    doc = tagged_doc(tagged)
    [reading] = read(doc)
    verb = doc.article.text.index("成立")
    assert carried_subject(reading, Span(verb, verb + 2), load_grammar(), said=(), last=None) == ()


def test_a_sentence_before_that_opens_late_gives_nobody() -> None:
    doc = tagged_doc("大家/r 喜欢/v 涪江大学/ORG 。/w", "成立/v 。/w")
    last, reading = read(doc)
    verb = doc.article.text.index("成立")
    assert carried_subject(reading, Span(verb, verb + 2), load_grammar(), said=(), last=last) == ()
