"""What `explain` shows of a sentence: words, mentions, the line of the grammar, claims, and why a verb stated nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import EngineError, OntologyError
from kg.explain import Explanation, explain
from kg.model import Article

TEXT = "涪江大学主办第三届川西生态论坛。\n本届论坛在绵阳举行。\n蜀光公司收购了一批设备。\n天气很好。"


@pytest.fixture(scope="module")
def explained() -> list[Explanation]:
    return list(explain([Article("a", TEXT)]))


def test_every_sentence_is_explained_in_order(explained: list[Explanation]) -> None:
    assert [e.sentence.strip() for e in explained] == TEXT.split("\n")


def test_words_mentions_and_line(explained: list[Explanation]) -> None:
    first = explained[0]
    assert "".join(token.rpartition("/")[0] for token in first.tokens) == first.sentence
    assert all(token.rpartition("/")[2] for token in first.tokens)
    assert [(m.cls, m.name) for m in first.mentions] == [("Organization", "涪江大学"), ("Event", "第三届川西生态论坛")]
    assert first.line == "OVE。"


@pytest.mark.parametrize(
    ("number", "claims"),
    [
        (0, [("涪江大学", "organizes", "第三届川西生态论坛")]),
        (1, [("第三届川西生态论坛", "heldAt", "绵阳")]),
        (2, []),
        (3, []),
    ],
)
def test_claims_stand_at_their_sentence(number: int, claims: list[tuple[str, str, str]], explained: list[Explanation]) -> None:
    assert [(c.subject.name, c.relation, c.object.name) for c in explained[number].claims] == claims


def test_anaphor_shows_what_it_names(explained: list[Explanation]) -> None:
    assert [(m.text, m.name) for m in explained[1].mentions][0] == ("本届论坛", "第三届川西生态论坛")


def test_verb_that_states_nothing_says_why(explained: list[Explanation]) -> None:
    [reason] = [reason for reason in explained[2].blocked if reason.startswith("收购 acquires")]
    assert "no construction" in reason or "wrong class" in reason
    assert explained[3].blocked == ()


def test_half_that_fits_is_named(explained: list[Explanation]) -> None:
    [reason] = [reason for reason in explained[2].blocked if reason.startswith("收购 acquires")]
    assert "left only" in reason or "right only" in reason


def test_nothing_to_explain() -> None:
    assert list(explain([])) == []
    assert list(explain([Article("a", "")])) == []


def test_unknown_engine() -> None:
    with pytest.raises(EngineError, match="nothing-like-it"):
        list(explain([Article("a", TEXT)], engine="nothing-like-it"))


def test_missing_ontology(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="none.ttl"):
        list(explain([Article("a", TEXT)], ontology=[tmp_path / "none.ttl"]))
