"""What words that point back mean: titles, ends and heads of names, bare nouns, parts and whole."""

from __future__ import annotations

import pytest
from reading import cases, read, tagged_doc, told_in_full

from kg.grammar import load_grammar
from kg.model import Mention, Span
from kg.pointing import bears, brings_in, by_title, own_events, part_behind, plays_part, shortens, whole_of
from tests.sentences import doc_of

CASES = dict(cases("pointing"))


@pytest.mark.parametrize(("tagged", "expected"), CASES.items(), ids=list(CASES))
def test_what_points_back(tagged: str, expected: list[str]) -> None:
    assert told_in_full(doc_of(1, f"2024-05-20 {tagged}")) == expected


def mention(text: str, cls: str = "Event", *, name: str | None = None, start: int = 0, head: str = "") -> Mention:
    return Mention(Span(start, start + len(text)), text, cls, text if name is None else name, "name", head)


@pytest.mark.parametrize(
    ("name", "full", "head", "short"),
    [
        ("晋衔仪式", "晋升上将军衔仪式", "仪式", True),
        ("晋升上将军衔仪式", "晋升上将军衔仪式", "仪式", False),
        ("衔仪式", "晋升上将军衔仪式", "仪式", False),
        ("衔晋仪式", "晋升上将军衔仪式", "仪式", False),
        ("晋职仪式", "晋升上将军衔仪式", "仪式", False),
        ("晋衔仪式", "晋升上将军衔大会", "仪式", False),
    ],
)
def test_a_name_that_leaves_characters_out(name: str, full: str, head: str, short: bool) -> None:
    assert shortens(name, full, head) is short


@pytest.mark.parametrize(
    ("name", "head", "borne"),
    [
        ("第三届川西论坛", "论坛", True),
        ("第三届川西论坛", "大会", False),
        ("第三届川西论坛开幕式", "论坛", False),
        ("第三届川西论坛开幕式", "开幕式", True),
        ("涪江大学毕业典礼暨学位授予仪式", "毕业典礼", True),
        ("涪江大学毕业典礼暨学位授予仪式", "仪式", True),
        ("川西活动周暨川西安全启动仪式", "活动周", False),
    ],
)
def test_an_event_bears_the_head_of_its_name(name: str, head: str, borne: bool) -> None:
    assert bears(mention(name, head=head if name.endswith(head) else "式"), head, load_grammar()) is borne


def test_a_part_tells_of_its_whole() -> None:
    grammar = load_grammar()
    spoken = [mention("第二届川西博览会新闻发布会"), mention("第三届川西博览会开幕式"), mention("第三届川西论坛")]
    whole = whole_of("博览会", spoken, grammar)
    assert whole is not None and (whole.name, whole.head) == ("第三届川西博览会", "博览会")
    assert whole_of("大会", spoken, grammar) is None
    assert whole_of("博览会", [mention("博览会开幕式")], grammar) is None
    assert part_behind("第二届川西博览会新闻发布会", grammar) == "新闻发布会"
    assert part_behind("第二届川西博览会新闻发布会", grammar, whole="博览会") == "新闻发布会"
    assert part_behind("第二届川西博览会新闻发布会", grammar, whole="论坛") == part_behind("第二届川西博览会", grammar) == ""


@pytest.mark.parametrize(
    ("text", "cls", "name", "titled"),
    [
        ("《合作协议》", "Document", "", "合作协议"),
        ("《协议书》", "Document", "", ""),
        ("合作协议", "Document", "", ""),
        ("《合作协议》", "Document", "湖泊协议", "湖泊协议"),
        ("《合作协议》", "Event", "", ""),
    ],
)
def test_a_title_names_a_document(text: str, cls: str, name: str, titled: str) -> None:
    assert by_title(mention(text, cls, name=name)).name == titled


PARTS = "川西论坛作为川北博览会的配套活动"


@pytest.mark.parametrize(
    ("text", "names", "meant"),
    [
        (PARTS, ("川西论坛", "川北博览会"), "川西论坛"),
        (PARTS.replace("作为", "和"), ("川西论坛", "川北博览会"), None),
        (PARTS.replace("会的", "会及"), ("川西论坛", "川北博览会"), None),
        (PARTS, ("川北博览会",), None),
        (f"绵阳诗会，{PARTS}", ("绵阳诗会", "川西论坛", "川北博览会"), "川西论坛"),
    ],
)
def test_of_two_events_the_one_that_plays_a_part_is_meant(text: str, names: tuple[str, ...], meant: str | None) -> None:
    here = [mention("川西", "Place"), *(mention(name, start=text.index(name)) for name in names), mention("会议", name="")]
    found = plays_part(mention("配套活动", start=text.index("配套活动")), here, text, grammar=load_grammar())
    assert (found and found.name) == meant


@pytest.mark.parametrize(
    ("tagged", "brought"),
    [
        ("涪江大学/ORG 召开/v 会议/n 。/w", True),
        ("涪江大学/ORG 召开/v 了/u 会议/n 。/w", True),
        ("涪江大学/ORG 喜欢/v 会议/n 。/w", False),
        ("会议/n 很/d 好/a 。/w", False),
        ("涪江大学/ORG 召开/v 本次/r 会议/n 。/w", False),
        ("了/u 会议/n 。/w", False),
    ],
)
def test_a_verb_of_holding_brings_a_meeting_in(tagged: str, brought: bool) -> None:
    [reading] = read(tagged_doc(tagged))
    [event] = [one for one in reading.mentions if one.cls == "Event"]
    assert brings_in(event, reading, load_grammar()) is brought


@pytest.mark.parametrize(
    ("text", "head", "told"),
    [
        ("涪江大学举行的午宴", "午宴", True),
        ("大家喜欢的午宴", "午宴", False),
        ("午宴", "午宴", False),
        ("涪江大学举行的开幕式", "开幕式", False),
        ("工作部署会", "部署会", True),
        ("发布会", "发布会", True),
        ("涪江大学举行的会议", "会议", False),
        ("部署会议", "会议", False),
    ],
)
def test_an_event_that_points_back_to_nothing_is_told_of_by_its_clause(text: str, head: str, told: bool) -> None:
    doc = tagged_doc(f"{text}/n 很/d 好/a 。/w")
    [reading] = read(doc)
    words = text.rpartition("的")[2]
    lost = mention(words, name="", start=text.index(words), head=head)
    assert list(own_events([lost], reading, load_grammar())) == [lost] * told
