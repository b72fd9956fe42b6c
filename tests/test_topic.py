"""What an article is about: the event that outweighs the others, the body that publishes it, the short names it declares."""

from __future__ import annotations

import pytest
from reading import read, tagged_doc

from kg.grammar import load_grammar
from kg.topic import core_name, declared_names, find_main_event, find_publisher, led_by_holder

# Two events without an edition or a quotation, and two with one; nothing is told of any.
LAKE, FIELD = "湖泊/n 生态/n 保护/vn 论坛/n", "高山/n 茶叶/n 文化/n 论坛/n"
THIRD, RAIN = "第三届/m 川西/LOC 生态/n 论坛/n", "“/w 春雨/n ”/w 农业/n 大会/n"
NOISY, WEATHER = "很/d 热闹/a 。/w", "今天/TIME 天气/n 很/d 好/a 。/w"
OF_LAKE, OF_FIELD, OF_THIRD, OF_RAIN = "湖泊生态保护论坛", "高山茶叶文化论坛", "第三届川西生态论坛", "“春雨”农业大会"
PART, LAKE_PART, IN_CAPITAL = f"{THIRD} 开幕式/n", f"{LAKE} 开幕式/n {NOISY}", f"首都{OF_FIELD}"

# Sentences (one that begins with # is a headline) -> the main event.
MAIN = {
    "a headline is enough": ((f"# {LAKE} {NOISY}", WEATHER), OF_LAKE),
    "the first sentence is enough": ((f"{LAKE} {NOISY}",), OF_LAKE),
    "the second is not": ((WEATHER, f"{LAKE} {NOISY}"), None),
    "twice by the fourth is": ((WEATHER, WEATHER, f"{LAKE} {NOISY}", f"{LAKE} {NOISY}"), OF_LAKE),
    "twice behind the fourth is not": ((WEATHER, WEATHER, WEATHER, WEATHER, f"{LAKE} {NOISY}", f"{LAKE} {NOISY}"), None),
    "once in the fourth, once behind is not": ((WEATHER, WEATHER, WEATHER, f"{LAKE} {NOISY}", f"{LAKE} {NOISY}"), None),
    "an edition is enough anywhere": ((*[WEATHER] * 6, f"{THIRD} {NOISY}"), OF_THIRD),
    "a quotation is enough anywhere": ((*[WEATHER] * 6, f"{RAIN} {NOISY}"), OF_RAIN),
    "the first sentence outweighs a headline": ((f"# {LAKE} {NOISY}", f"{FIELD} {NOISY}"), OF_FIELD),
    "two headlines outweigh the first sentence": ((f"# {LAKE} {NOISY}", f"# {LAKE} {NOISY}", f"{FIELD} {NOISY}"), OF_LAKE),
    "of two as heavy the longer": ((f"{LAKE} {NOISY}", *[f"国际/n {FIELD} {NOISY}"] * 3), "国际" + OF_FIELD),
    "what a longer name says": ((f"全国/n {FIELD} {NOISY}", *[f"国际/n {LAKE} {NOISY}"] * 3, f"{LAKE} {NOISY}"), "国际" + OF_LAKE),
    "what a longer name says decides": ((f"首都/n {FIELD} {NOISY}", *[f"国际/n {LAKE} {NOISY}"] * 3, f"{LAKE} {NOISY}"), "国际" + OF_LAKE),
    "what the name of a part says does not": ((f"首都/n {FIELD} {NOISY}", *[LAKE_PART] * 3, f"{LAKE} {NOISY}"), IN_CAPITAL),
    "an edition counts once": ((f"{THIRD} {NOISY}", *[f"{LAKE} {NOISY}"] * 3, f"{THIRD} {NOISY}", *[f"{LAKE} {NOISY}"] * 6), OF_LAKE),
    "an edition outweighs a mention": ((f"{THIRD} {NOISY}", f"{LAKE} {NOISY}", f"{LAKE} {NOISY}", f"{LAKE} {NOISY}"), OF_THIRD),
    "a short name without an edition is none": (("生态/n 论坛/n " + NOISY,), None),
    "a short name without an edition is none, though told first": (("川西/LOC 生态/n 论坛/n " + NOISY,), None),
    "a short name in quotation marks is one": (("“/w 春雨/n ”/w 论坛/n " + NOISY,), "“春雨”论坛"),
    "a body is none": (("涪江大学湖泊与湿地研究院/ORG " + NOISY,), None),
    "a dateline tells of none": ((f"= {THIRD} {NOISY}", WEATHER), None),
    "a caption is counted as the sentence above it": ((WEATHER, f"> {THIRD} {NOISY}", f"{LAKE} {NOISY}"), OF_THIRD),
    "another event during it": ((f"{THIRD} 期间/f ，/w {RAIN} {NOISY}",), OF_RAIN),
    "another event beside it": ((f"{THIRD} 和/c {RAIN} {NOISY}",), OF_THIRD),
    "another event in the next sentence": ((f"{THIRD} 期间/f 下雨/v 。/w", f"{RAIN} {NOISY}"), OF_THIRD),
    "a part weighs less": ((f"# {PART} {NOISY}", f"{FIELD} {NOISY}"), OF_FIELD),
    "a whole does not": ((f"# {THIRD} {NOISY}", f"{FIELD} {NOISY}"), OF_THIRD),
    "a programme weighs less": (("# 开展/v 第三届/m 川西/LOC 生态/n 行动/n 。/w", f"{FIELD} {NOISY}"), OF_FIELD),
    "its holder stands before its name": ((f"# 省台/n {RAIN} {NOISY}", f"{RAIN} {NOISY}"), OF_RAIN),
    "its holder stands before its name in two headlines": ((*[f"# 省台/n {RAIN} {NOISY}"] * 2, f"{RAIN} {NOISY}"), OF_RAIN),
    "nothing leads what the text does not name": ((f"# {RAIN} {NOISY}", f"{FIELD} {NOISY}"), OF_RAIN),
    "a long holder is a part": ((f"# 川西/LOC 广播电视台/n {RAIN} {NOISY}", WEATHER, f"{LAKE} {NOISY}"), "川西广播电视台" + OF_RAIN),
}  # fmt: skip
KINDS = {"#": "headline", "=": "dateline", ">": "caption"}


@pytest.mark.parametrize(("sentences", "expected"), MAIN.values(), ids=list(MAIN))
def test_the_main_event(sentences: tuple[str, ...], expected: str | None) -> None:
    kinds = tuple(KINDS.get(tagged[0], "body") for tagged in sentences)
    doc = tagged_doc(*[tagged.lstrip("#=> ") for tagged in sentences], kinds=kinds)  # type: ignore[arg-type]
    main = find_main_event(doc, read(doc), load_grammar())
    assert (main.name if main else None) == expected


def test_a_part_of_what_has_a_declared_name_is_the_whole() -> None:
    declared = f"{THIRD} （/w 以下/f 简称/v “/w 川论坛/nz ”/w ）/w {NOISY}"
    doc = tagged_doc(f"{PART} {NOISY}", declared)
    main = find_main_event(doc, read(doc), load_grammar())
    assert main is not None and (main.name, main.text, main.head) == (OF_THIRD, OF_THIRD + "开幕式", "态论坛")


@pytest.mark.parametrize(
    ("name", "own", "led"),
    [
        ("省台“春雨”巡展", "“春雨”巡展", True),
        ("绵阳市第三届诗会", "第三届诗会", True),
        ("“春雨”巡展", "“春雨”巡展", False),
        ("川西电视台“春雨”巡展", "“春雨”巡展", False),
        ("省电视台“春雨”巡展", "“春雨”巡展", True),
        ("绵阳诗会", "诗会", False),
        ("省台“春雨”巡展闭幕式", "“春雨”巡展", False),
    ],
)
def test_a_short_word_for_who_holds_it_leads_an_own_name(name: str, own: str, led: bool) -> None:
    assert led_by_holder(name, own, load_grammar()) is led


UNIVERSITY = "涪江大学/ORG"


@pytest.mark.parametrize(
    ("publisher", "sentences", "expected"),
    [
        ("涪江大学新闻网", (f"浦江大学/ORG 和/c 浦江大学/ORG {NOISY}",), "涪江大学"),
        ("涪江新闻网", (f"涪江大学/ORG 、/w 涪江中学/ORG {NOISY}",), "涪江大学"),
        ("涪江新闻网", (f"涪江大学理学院/ORG 和/c 涪江大学/ORG {NOISY}",), "涪江大学"),
        ("涪江新闻网", (f"涪江中学/ORG {NOISY}",), "涪江"),
        ("涪江大学校报", (NOISY,), "涪江大学"),
        ("涪江大学宣传部", (NOISY,), "涪江大学"),
        ("涪江大学宣传部新闻中心", (NOISY,), "涪江大学宣传部"),
        ("涪江日报", (NOISY,), ""),
        ("涪新闻网", (NOISY,), ""),
        ("", (f"浦江大学/ORG {NOISY}", f"涪江大学/ORG {NOISY}", f"涪江大学/ORG {NOISY}"), "涪江大学"),
        ("", (f"浦江中学/ORG {NOISY}",), ""),
        ("", (f"{UNIVERSITY} 、/w 浦江银行/ORG 、/w 浦江银行/ORG {NOISY}",), "涪江大学"),
    ],
)
def test_the_publisher(publisher: str, sentences: tuple[str, ...], expected: str) -> None:
    doc = tagged_doc(*sentences, publisher=publisher)
    assert find_publisher(doc, read(doc), load_grammar()) == expected


def test_a_declared_name_leaves_its_event_as_it_is() -> None:
    doc = tagged_doc(f"{THIRD} （/w 以下/f 简称/v “/w 川论坛/nz ”/w ）/w {NOISY}")
    main = find_main_event(doc, read(doc), load_grammar())
    assert main is not None and (main.name, main.head) == (OF_THIRD, "论坛")


LONG = "川西生态论坛组织委员会秘书处办公室综合协调组"

# A sentence -> short name, full name and class.
DECLARED = [
    (f"{THIRD} （/w 以下/f 简称/v “/w 川论坛/nz ”/w ）/w 开幕/v 。/w", [("川论坛", OF_THIRD, "Event")]),
    (f"{THIRD} （/w 下称/v ：/w 川论坛/nz ）/w 开幕/v 。/w", [("川论坛", OF_THIRD, "Event")]),
    (f"“/w {THIRD} ”/w （/w 简称/v 川论坛/nz ）/w 开幕/v 。/w", [("川论坛", OF_THIRD, "Event")]),
    ("涪江大学/ORG （/w 以下/f 简称/v “/w 涪大/nz ”/w ）/w 和/c 浦江大学/ORG 开会/v 。/w", [("涪大", "涪江大学", "Organization")]),
    ("“/w 涪江大学/ORG ”/w 和/c “/w 浦江大学/ORG ”/w （/w 简称/v 浦大/nz ）/w 开会/v 。/w", [("浦大", "浦江大学", "Organization")]),
    ("“/w 春雨/n 大会/n ”/w （/w 简称/v 雨会/nz ）/w 开幕/v 。/w", [("雨会", "春雨大会", "Event")]),
    (f"{THIRD} 开幕/v （/w 简称/v 川论坛/nz ）/w 。/w", []),
    (f"{THIRD} （/w 川论坛/nz ）/w 开幕/v 。/w", []),
    (f"{THIRD} （/w 简称/v {LONG[:20]}/nz ）/w 开幕/v 。/w", [(LONG[:20], OF_THIRD, "Event")]),
    (f"{THIRD} （/w 简称/v {LONG[:21]}/nz ）/w 开幕/v 。/w", []),
    (f"{THIRD} （/w 简称/v 川论坛/nz ）/w 开幕式/n {NOISY}", [("川论坛", OF_THIRD, "Event")]),
    (f"{THIRD} （/w 简称/v 川论坛/nz ）/w 暨/c 博览会/n {NOISY}", [("川论坛", OF_THIRD, "Event")]),
    (f"本届/r 论坛/n （/w 简称/v 川论坛/nz ）/w {NOISY}", []),
]


@pytest.mark.parametrize(("tagged", "expected"), DECLARED, ids=[tagged for tagged, _ in DECLARED])
def test_declared_short_names(tagged: str, expected: list[tuple[str, str, str]]) -> None:
    doc = tagged_doc(tagged)
    assert declared_names(doc, read(doc), load_grammar()) == {short: (full, cls) for short, full, cls in expected}


def test_two_events_are_one_by_their_core() -> None:
    assert {core_name(name, load_grammar()) for name in (OF_THIRD, "第四届川西生态论坛", "2024川西“生态”论坛")} == {"川西生态论坛"}
