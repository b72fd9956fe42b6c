"""What `explain` shows of a sentence: words, mentions, parts, candidates, claims with their signs, and why a verb stated nothing."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from kg.cli.told import Told
from kg.errors import EngineError, OntologyError
from kg.explaining import Explanation, explain
from kg.interpret import read_batch
from kg.model import Article
from tests.telling import compare

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
    assert first.line == (("Organization", "涪江大学"), ("verb", "主办"), ("Event", "第三届川西生态论坛"), ("", "。"))


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


def test_best_candidates_and_the_next(explained: list[Explanation]) -> None:
    [predication] = [s for s in explained[0].predications if s.relation == "organizes"]
    assert [c.name for c in predication.fits] == ["svo", "svoFar"]
    assert [(p.role, p.mention.name, p.source) for p in predication.parts] == [
        ("agent", "涪江大学", ""),
        ("theme", "第三届川西生态论坛", ""),
    ]


def test_parts_filled_by_the_text_say_from_where(explained: list[Explanation]) -> None:
    parts = [p for s in explained[1].predications if s.relation == "heldAt" for p in s.parts]
    assert [(p.role, p.source) for p in parts if p.source] == [("theme", "涪江大学主办第三届川西生态论坛。")]


def test_claims_show_the_heaviest_signs(explained: list[Explanation]) -> None:
    [weighed] = [w for s in explained[0].predications for w in s.claims]
    assert weighed.kept
    heavy = [abs(weight) for _, weight in weighed.signs]
    assert heavy and heavy == sorted(heavy, reverse=True)


def test_verb_that_states_nothing_says_why(explained: list[Explanation]) -> None:
    [predication] = [s for s in explained[2].predications if s.relation == "acquires"]
    assert (predication.verb, predication.reason, predication.claims) == ("收购", "no construction", ())
    assert predication.near
    assert {half for _, half in predication.near} <= {"left", "right"}
    assert explained[3].predications == ()


def test_posts_are_told_apart_from_verbs() -> None:
    [explanation] = explain([Article("a", "涪江大学校长周敏出席第三届川西生态论坛。")])
    assert [w.claim.object.name for w in explanation.posts] == ["涪江大学校长"]


def test_explained_as_the_build_reads_it() -> None:
    """Names of the lexicon, traditional script and what the weights leave out are as in `kg.build`."""
    article = Article("a", "臺灣雲嶺協會主辦第三屆兩岸青年論壇。")
    [explanation], [read] = explain([article]), read_batch([article], "bundled", ())
    assert [(c.relation, c.predicate) for c in explanation.claims] == [(c.relation, c.predicate) for c in read.claims] != []


SAID = {
    "zh": ("动词  主办 主办: 甲V丙", "主体 全称", "未成  收购 收购: 没有合适的句式"),
    "en": ("organizes: subject, verb, object", "subject in full", "no construction fits"),
}


@pytest.mark.parametrize("lang", SAID)
def test_told_in_the_words_of_the_reader(lang: str, explained: list[Explanation]) -> None:
    told = "\n".join(line for explanation in explained for line in Told((), lang).lines(explanation))
    assert [word for word in SAID[lang] if word not in told] == []
    assert not re.search(r"svo|heldAt|startDate|asserted" if lang == "zh" else r"svo|heldAt|startDate", told)


def test_what_is_told_of_sentences_is_what_it_was(pytestconfig: pytest.Config) -> None:
    """Without the signs of a fact, whose weights change whenever they are fitted anew."""
    lines = (Path(__file__).parent / "data" / "sentences.txt").read_text(encoding="utf-8").splitlines()[::9]
    texts = ["".join(word.rpartition("/")[0] for word in line.partition(" ")[2].split() if word != "|") for line in lines]
    articles = [Article(f"{number:03}", text, date=datetime.date(2024, 5, 20)) for number, text in enumerate(texts)]
    told = [
        line.partition(" (")[0] if line.startswith(("  事实", "  claim")) else line
        for explanation in explain(articles)
        for lang in SAID
        for line in Told((), lang).lines(explanation)
    ]
    compare("explained.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))


def test_a_setting_in_brackets_that_end_the_text_is_left_out() -> None:
    [explanation] = explain([Article("a", "周敏出席第三届川西生态论坛（在论坛上）")])
    assert [(c.relation, c.subject.name) for c in explanation.claims] == [("attends", "周敏")]


def test_nothing_to_explain() -> None:
    assert list(explain([])) == []
    assert list(explain([Article("a", "")])) == []


def test_unknown_engine() -> None:
    with pytest.raises(EngineError, match="nothing-like-it"):
        list(explain([Article("a", TEXT)], engine="nothing-like-it"))


def test_missing_ontology(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="none.ttl"):
        list(explain([Article("a", TEXT)], ontology=[tmp_path / "none.ttl"]))
