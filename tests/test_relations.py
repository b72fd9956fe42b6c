"""Frames to claims: classes of the ends, literals, dates, confidence, order, and each fact once a sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from reading import cases, claims_of, tagged_doc, told, told_in_full

from kg import relations
from kg.annotate import to_doc
from kg.grammar import load_grammar
from kg.interpret import read_doc
from kg.model import Article, Claim, Mention, Span
from kg.ontology import load_ontology
from tests.sentences import doc_of
from tests.telling import compare

RECORDED = json.loads((Path(__file__).parent / "data" / "hanlp_recorded.json").read_text(encoding="utf-8"))["documents"]
FAIR = "2024年/TIME 绵阳/LOC 科技/n 博览会/n"

TOLD = [
    ("涪江大学/ORG 收购/v 蜀光公司/ORG 。/w", "涪江大学 acquires 蜀光公司"),
    ("教育部/ORG 、/w 水利部/ORG 和/c 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w",
     "教育部 establishes 湖泊研究院|水利部 establishes 湖泊研究院|涪江大学 establishes 湖泊研究院"),
    ("绵阳市/LOC 举办/v 第三届/m 川西/LOC 生态/n 论坛/n 。/w", "绵阳市 hosts 第三届川西生态论坛"),
    ("涪江大学/ORG 5月18日/TIME 发布/v 《/w 湖泊/n 报告/n 》/w 。/w", "涪江大学 issues 湖泊报告|湖泊报告 issuedOn 2024-05-18"),
    (f"{FAIR} 5月18日/TIME 在/p 绵阳/LOC 开幕/v 。/w", "2024年绵阳科技博览会 heldAt 绵阳|2024年绵阳科技博览会 startDate 2024-05-18"),
    (f"{FAIR} 5月18日/TIME 至/p 20日/TIME 举行/v 。/w",
     "2024年绵阳科技博览会 endDate 2024-05-20|2024年绵阳科技博览会 startDate 2024-05-18"),
    (f"{FAIR} 5月下旬/TIME 开幕/v 。/w", "2024年绵阳科技博览会 startDate 2024-05"),
    (f"{FAIR} 5月下旬/TIME 开幕/v 。/w {FAIR} 5月22日/TIME 开幕/v 。/w", "2024年绵阳科技博览会 startDate 2024-05-22 planned"),
    (f"{FAIR} 5月18日/TIME 闭幕/v 。/w", "2024年绵阳科技博览会 endDate 2024-05-18"),
    (f"{FAIR} 近日/TIME 在/p 绵阳/LOC 举行/v 。/w", "2024年绵阳科技博览会 heldAt 绵阳"),
    ("蜀光公司/ORG 携/v “/w 江豚/n ”/w 水下/n 机器人/n 亮相/v 第三届/m 川西/LOC 生态/n 博览会/n 。/w",
     "蜀光公司 attends 第三届川西生态博览会|蜀光公司 exhibits “江豚”水下机器人"),
    ("周敏/PER 在/p 涪江大学/ORG 参观/v 第三届/m 川西/LOC 生态/n 博览会/n 。/w", "周敏 attends 第三届川西生态博览会|周敏 visits 涪江大学"),
    ("涪江大学/ORG ，/w 在/p 四川省/LOC 多/m 个/q 县/n 和/c 绵阳市/LOC 举办/v 第三届/m 生态/n 论坛/n 。/w", "第三届生态论坛 heldAt 四川省"),
    ("周敏/PER 会见/v 周敏/PER 。/w", ""),
    ("涪江大学/ORG 会见/v 蜀光公司/ORG 。/w", ""),
    ("涪江大学/ORG 签署/v 蜀光公司/ORG 。/w", ""),
    ("有关/vn 部门/n 收购/v 蜀光公司/ORG 。/w", ""),
]  # fmt: skip


@pytest.mark.parametrize(("tagged", "expected"), TOLD, ids=[tagged for tagged, _ in TOLD])
def test_claims(tagged: str, expected: str) -> None:
    assert sorted(told(tagged_doc(tagged, date="2024-05-20"))) == sorted(filter(None, expected.split("|")))


CASES = dict(cases("relations"))


@pytest.mark.parametrize(("tagged", "expected"), CASES.items(), ids=list(CASES))
def test_pairs_classes_and_days(tagged: str, expected: list[str]) -> None:
    assert told_in_full(doc_of(1, f"2024-05-20 {tagged}")) == expected


def test_claims_of_sentences_behind_an_event_are_those_they_were(pytestconfig: pytest.Config) -> None:
    """Who did what, and who holds which post, in the sentences of test_mentions behind one that names a forum."""
    lines = (Path(__file__).parent / "data" / "tagged.txt").read_text(encoding="utf-8").splitlines()
    named = "第五届/m 川西/LOC 生态/n 论坛/n 在/p 成都/LOC 开幕/v 。/w"
    docs = [tagged_doc(named, line, date="2024-05-20") for line in lines if not line.startswith((" ", "#"))]
    compare(
        "claims.txt", [f"{d.article.text} | {' | '.join(told(d)[1:])}" for d in docs], rewrite=pytestconfig.getoption("--rewrite-golden")
    )


def test_place_that_acts_is_an_organization() -> None:
    [claim] = claims_of(tagged_doc("绵阳市/LOC 举办/v 第三届/m 川西/LOC 生态/n 论坛/n 。/w"))
    assert (claim.subject.cls, claim.subject.name) == ("Organization", "绵阳市")


def test_body_that_is_visited_may_be_a_venue() -> None:
    [claim] = claims_of(tagged_doc("周敏/PER 考察/v 涪江大学/ORG 。/w"))
    assert claim.object.cls in ("Organization", "Place")


def test_literal_ends() -> None:
    claims = claims_of(tagged_doc("绵阳市科技局/ORG 局长/n 周敏/PER 5月18日/TIME 发布/v 《/w 湖泊/n 报告/n 》/w 。/w", date="2024-05-20"))
    ends = {claim.relation: (claim.object.cls, claim.object.name, claim.object.text) for claim in claims}
    assert ends["position"] == ("Words", "绵阳市科技局局长", "绵阳市科技局局长")
    assert ends["issuedOn"] == ("Date", "2024-05-18", "5月18日")


def test_a_fact_is_said_once_a_sentence_and_again_in_the_next() -> None:
    once = "涪江大学/ORG 收购/v 蜀光公司/ORG ，/w 涪江大学/ORG 收购/v 蜀光公司/ORG 。/w"
    [claim] = claims_of(tagged_doc(once))
    assert (claim.relation, claim.predicate.start) == ("acquires", once.replace("/ORG ", "").index("收购"))
    twice = claims_of(tagged_doc(once, once))
    assert [claim.evidence for claim in twice] == sorted({claim.evidence for claim in twice})
    assert len(twice) == 2


def test_what_is_pointed_to_is_less_certain_than_what_is_named() -> None:
    named, pointed = claims_of(
        tagged_doc(f"由/p 涪江大学/ORG 主办/v 的/u {FAIR} 结束/v 。/w", "本届/r 博览会/n 由/p 蜀光公司/ORG 承办/v 。/w")
    )
    assert (named.object.form, pointed.object.form) == ("name", "anaphor")
    assert Decimal(0) < pointed.confidence < named.confidence <= Decimal(1)


@pytest.mark.parametrize(
    "tagged",
    ["涪江大学/ORG 收购/v 蜀光公司/ORG 。/w", f"由/p 涪江大学/ORG 主办/v 的/u {FAIR} 结束/v 。/w", f"{FAIR} 在/p 绵阳/LOC 开幕/v 。/w"],
)
def test_between_two_names_a_claim_is_as_certain_as_its_construction(tagged: str) -> None:
    [claim] = claims_of(tagged_doc(tagged))
    [construction] = [c for c in load_grammar().constructions if c.name == claim.pattern]
    assert float(claim.confidence) == construction.confidence


def test_confidence_has_two_digits() -> None:
    pair = (mention("Event", "本届论坛", form="anaphor"), mention("Organization", "蜀光公司", form="short"))
    assert relations._confidence(0.93, *pair) == Decimal("0.84")
    assert str(relations._confidence(0.5, mention("Event", "论坛"), mention("Place", "绵阳"))) == "0.5"


def test_claims_come_in_the_order_of_their_verbs() -> None:
    claims = claims_of(
        tagged_doc("涪江大学/ORG 收购/v 蜀光公司/ORG 。/w", "周敏/PER 考察/v 涪江大学/ORG 。/w", "周敏/PER 会见/v 林若谷/PER 。/w")
    )
    assert [claim.relation for claim in claims] == ["acquires", "visits", "meets"]
    assert [claim.predicate for claim in claims] == sorted(claim.predicate for claim in claims)


def mention(cls: str, name: str, *, start: int = 0, **told: Any) -> Mention:
    return Mention(Span(start, start + len(name)), name, cls, name, **told)


@pytest.mark.parametrize(
    ("said", "classes", "quoted", "cls"),
    [
        (mention("Event", "川西论坛"), ("Event",), False, "Event"),
        (mention("Event", "川西论坛"), ("Document",), False, ""),
        (mention("Person", "周敏"), ("Agent",), False, "Person"),
        (replace(mention("Event", "论坛"), name=""), ("Event",), False, ""),
        (mention("Place", "绵阳市"), ("Agent",), False, "Organization"),
        (mention("Place", "绵阳市"), ("Organization",), False, "Organization"),
        (mention("Place", "绵阳市"), ("Event",), False, ""),
        (mention("Place", "绵阳会展中心", use="venue"), ("Agent",), False, ""),
        (mention("Place", "绵阳会展中心", use="venue"), ("Place",), False, "Place"),
        (mention("Organization", "涪江大学"), ("Place",), False, "Place"),
        (mention("Organization", "涪江大学"), ("Organization", "Place"), False, "Organization"),
        (mention("Organization", "涪江大学"), ("Event",), False, ""),
        (mention("Person", "周敏"), ("Place",), False, ""),
        (mention("Words", "春雨行", use="quoted"), ("Document", "Event"), True, "Event"),
        (mention("Words", "春雨行", use="quoted"), ("Document",), True, "Document"),
        (mention("Words", "春雨行", use="quoted"), ("Product",), True, "Product"),
        (mention("Words", "春雨行", use="quoted"), ("Person",), True, ""),
        (mention("Words", "春雨行", use="quoted"), ("Event",), False, ""),
        (mention("Words", "春雨行"), ("Event",), True, ""),
        (mention("Words", "春雨", use="quoted"), ("Event",), True, ""),
        (mention("Document", "湖泊全图"), ("Product",), False, "Product"),
        (mention("Document", "湖泊全图", form="anaphor"), ("Product",), False, ""),
        (mention("Document", "湖泊全图"), ("Event",), False, ""),
        (mention("Event", "川西论坛"), ("Product",), False, ""),
    ],
)
def test_an_end_is_of_a_class_that_the_relation_asks_for(said: Mention, classes: tuple[str, ...], quoted: bool, cls: str) -> None:
    found = relations._fit(said, classes, load_ontology(), quoted=quoted)
    assert found == (replace(said, cls=cls) if cls else None)


ENDS = {"甲会和乙会分别在丙地和丁地举行": True, "甲会和乙会在丙地和分别在丁地举行": False, "甲会和分别的乙会在丙地和丁地举行": False}


@pytest.mark.parametrize(("text", "parallel"), ENDS.items(), ids=list(ENDS))
def test_two_lists_stand_on_either_side_of_what_reads_them_in_parallel(text: str, parallel: bool) -> None:
    events, places = ([mention("", word, start=text.index(word)) for word in words] for words in (("甲会", "乙会"), ("丙地", "丁地")))
    for first, second in ((events, places), (places, events)):
        assert relations._in_parallel(first, second, text, grammar=load_grammar()) is parallel
    assert not relations._in_parallel(events, places[:1], text, grammar=load_grammar())
    assert not relations._in_parallel(events[1:], places[:1], text, grammar=load_grammar())


# Documents of multi-task models with semantic roles


def keys(claims: tuple[Claim, ...]) -> set[tuple[object, ...]]:
    return {(c.subject.name, c.relation, c.object.name, c.modality, c.evidence) for c in claims}


@pytest.mark.parametrize("recorded", RECORDED, ids=[recorded["source"]["model"] for recorded in RECORDED])
def test_semantic_roles_add_facts_and_never_remove_one(recorded: dict[str, dict[str, object]]) -> None:
    article = Article("a", str(recorded["text"]))
    plain = {layer: rows for layer, rows in recorded["doc"].items() if not layer.startswith("srl")}
    with_roles, without = (read_doc(to_doc(article, document)).claims for document in (recorded["doc"], plain))
    assert keys(without) <= keys(with_roles)


def test_some_recorded_document_has_semantic_roles_and_facts() -> None:
    docs = [to_doc(Article("a", recorded["text"]), recorded["doc"]) for recorded in RECORDED]
    assert any(sentence.srl for doc in docs for sentence in doc.sentences)
    assert any(read_doc(doc).claims for doc in docs)
