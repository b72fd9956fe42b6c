"""Frames of hand-tagged sentences: which construction fires at which verb, who fills the roles, and in which modality."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from reading import read, tagged_doc

from kg import frames
from kg.fillers import Site
from kg.frames import candidates, find_frames
from kg.grammar import load_grammar
from kg.lines import draw_line
from kg.model import Doc, Frame, Role, Span, Srl
from tests.sentences import SENTENCES, doc_of
from tests.telling import compare


def frames_of(doc: Doc) -> list[Frame]:
    return [frame for reading in read(doc) for frame in find_frames(reading, load_grammar())]


# Tagged sentence -> verb, relation, construction, fillers.
FRAMES = [
    ("涪江大学/ORG 收购/v 蜀光公司/ORG 。/w", "收购 acquires svo agent=涪江大学 theme=蜀光公司"),
    ("蜀光公司/ORG 展出/v 巡检/vn 机器人/n 、/w 清淤/vn 机器人/n 等/u 。/w",
     "展出 exhibits openList agent=蜀光公司 theme=巡检机器人 theme=清淤机器人"),
    ("本届/r 博览会/n 由/p 涪江大学/ORG 、/w 蜀光公司/ORG 主办/v 。/w",
     "主办 organizes by agent=涪江大学 agent=蜀光公司 theme=本届博览会"),
    ("由/p 涪江大学/ORG 主办/v 的/u 2024年/TIME 生态/n 论坛/n 结束/v 。/w", "主办 organizes byOf agent=涪江大学 theme=2024年生态论坛"),
    ("论坛/n 以/p “/w 山水/n 同行/v ”/w 为/p 主题/n 。/w", "为主题 theme asTheme theme=论坛 words=“山水同行”"),
    ("周敏/PER 当选/v 蜀光公司/ORG 董事长/n 。/w", "当选 position postOf agent=周敏 words=蜀光公司董事长"),
    ("涪江大学/ORG 持续/v 发展/v ，/w 成立/v 湖泊研究院/ORG 。/w", "成立 establishes carried theme=湖泊研究院"),
    ("周敏/PER 赴/v 涪江大学/ORG 考察/v 。/w", "考察 visits inPlace agent=周敏 theme=涪江大学"),
    ("在/p 涪江大学/ORG 与/p 蜀光公司/ORG 举办/v 的/u 机器人/n 论坛/n 上/f ，/w 周敏/PER 作/v 了/u 报告/n 。/w",
     "举办 heldAt jointly agent=涪江大学 agent=蜀光公司 theme=机器人论坛"),
]  # fmt: skip


@pytest.mark.parametrize(("tagged", "expected"), FRAMES, ids=[tagged for tagged, _ in FRAMES])
def test_frames(tagged: str, expected: str) -> None:
    doc = tagged_doc(tagged)
    shown = []
    for frame in frames_of(doc):
        fillers = sorted(f"{f.role}={f.mention.text}" for f in frame.fillers)
        shown.append(" ".join([frame.predicate.of(doc.article.text), frame.relation, frame.construction, *fillers]))
    assert expected in shown


def test_place_and_time_of_the_clause_are_adjuncts() -> None:
    doc = tagged_doc("5月18日/TIME ，/w 涪江大学/ORG 在/p 绵阳/LOC 发布/v 《/w 湖泊/n 报告/n 》/w 。/w", date="2024-05-20")
    frame = next(frame for frame in frames_of(doc) if frame.relation == "issues")
    assert {(f.role, f.mention.name) for f in frame.fillers} >= {("place", "绵阳"), ("time", "2024-05-18")}


MODALITIES = [
    ("涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "asserted"),
    ("涪江大学/ORG 将/d 成立/v 湖泊研究院/ORG 。/w", "planned"),
    ("涪江大学/ORG 拟/v 成立/v 湖泊研究院/ORG 。/w", "planned"),
    ("涪江大学/ORG 未/d 成立/v 湖泊研究院/ORG 。/w", "denied"),
    ("涪江大学/ORG 没有/v 成立/v 湖泊研究院/ORG 。/w", "denied"),
    ("专家/n 建议/v 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "desired"),
    ("涪江大学/ORG 应当/v 成立/v 湖泊研究院/ORG 。/w", "desired"),
    ("如果/c 涪江大学/ORG 成立/v 湖泊研究院/ORG ，/w 学生/n 受益/v 。/w", "hypothetical"),
    ("涪江大学/ORG 是否/v 成立/v 湖泊研究院/ORG ？/w", "hypothetical"),
    ("网传/v ，/w 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "hypothetical"),
    ("网传/v 消息/n 称/v ，/w 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "hypothetical"),
    ("网传/v 涪江大学/ORG 将/d 成立/v 湖泊研究院/ORG 。/w", "hypothetical"),
    ("天气/n 好/a 。/w 网传/v 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "hypothetical"),
    ("网传/v 很/d 多/a ，/w 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "asserted"),
    ("网传/v 很/d 多/a ，/w 消息/n 称/v ，/w 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "asserted"),
    ("针对/p 网传/v 消息/n ，/w 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "asserted"),
    ("《/w 湖泊/n 规划/n 》/w 提出/v ，/w 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "desired"),
    ("根据/p 《/w 湖泊/n 规划/n 》/w 提出/v ，/w 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "asserted"),
    ("涪江大学/ORG 否认/v 将/d 成立/v 湖泊研究院/ORG 。/w", "denied"),
    ("如果/c 天气/n 好/a ，/w 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "hypothetical"),
    ("天气/n 好/a ，/w 拟/v 由/p 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "planned"),
    ("专家/n 建议/v 大家/r 很/d 喜欢/v 的/u 这个/r 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "desired"),
    ("专家/n 建议/v 大家/r 都/d 认为/v 好看/a 的/u 漂亮/a 的/u 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "asserted"),
    ("天气/n 好/a 。/w 如果/c 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "hypothetical"),
    ("如果/c 天气/n 好/a 。/w 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "asserted"),
    ("将/d 好/a ，/w 涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w", "asserted"),
]


@pytest.mark.parametrize(("tagged", "modality"), MODALITIES, ids=[tagged for tagged, _ in MODALITIES])
def test_modality(tagged: str, modality: str) -> None:
    assert [f.modality for f in frames_of(tagged_doc(tagged)) if f.relation == "establishes"] == [modality]


@pytest.mark.parametrize(
    "tagged",
    [
        "涪江大学/ORG 的/u 主办/vn 单位/n 很/d 多/a 。/w",
        "天气/n 很/d 好/a 。/w",
        "有关/vn 部门/n 印发/v 文件/n 。/w",
        "周敏/PER 、/w 蜀光公司/ORG 和/c 绵阳/LOC 。/w",
    ],
)
def test_no_frame(tagged: str) -> None:
    assert frames_of(tagged_doc(tagged)) == []


@pytest.mark.parametrize(
    ("title", "behind", "signed"),
    [("协议", "初稿/n 。/w", True), ("方案", "签约/v 。/w", True), ("方案", "初稿/n 。/w", False), ("方案", "", False)],
)
def test_a_sense_may_ask_for_a_head_or_for_what_stands_behind(title: str, behind: str, signed: bool) -> None:
    found = frames_of(tagged_doc(f"涪江大学/ORG 完成/v 《/w 合作/n {title}/n 》/w {behind}"))
    assert [frame.relation for frame in found] == ["signs"] * signed


@pytest.mark.parametrize(
    ("pattern", "string", "found"),
    [
        # The theme nearest to the verb, where the other ends are the same.
        (r"(?P<theme_1>[a-z])[a-z]*(?P<agent_2>A)\Z", "abA", {"theme_1": "b", "agent_2": "A"}),
        (r"(?P<theme_1>[a-z])[a-z]*(?P<agent_2>A)\Z", "abcA", {"theme_1": "c", "agent_2": "A"}),
        (r"(?P<agent_1>[A-Z])?(?P<theme_2>[a-z])[a-z]*\Z", "Abc", {"agent_1": "A", "theme_2": "b"}),
        # All members of a list.
        (r"(?P<theme_1>[a-z]+)(?P<agent_2>A)\Z", "abA", {"theme_1": "ab", "agent_2": "A"}),
        (r"(?P<theme_1>[a-z])\Z", "A", None),
    ],
)
def test_the_nearest_theme(pattern: str, string: str, found: dict[str, str] | None) -> None:
    match = frames._nearest(re.compile(pattern), string)
    assert (match and match.groupdict()) == found


def test_all_constructions_that_fit_are_told_the_highest_first() -> None:
    doc = tagged_doc("周敏/PER 赴/v 涪江大学/ORG 考察/v 蜀光公司/ORG ，/w 天气/n 很/d 好/a 。/w")
    [reading] = read(doc)
    line = draw_line(reading, load_grammar())
    [fitting] = [list(candidates(Site(line, *verb, reading, load_grammar()))) for verb in line.verbs]
    assert [construction.name for construction, _ in fitting] == ["inPlace", "svo", "svoFar", "inPlaceFar", "inPlaceCarried"]
    assert [frame.construction for _, frame in fitting] == [construction.name for construction, _ in fitting]
    assert [frame.fillers for frame in frames_of(doc)] == [fitting[0][1].fillers]


def with_roles(doc: Doc, *frames: tuple[str, dict[str, str]]) -> Doc:
    """The document with semantic roles: predicate, and words by label."""
    text = doc.article.text

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    srl = tuple(Srl(at(verb), tuple(Role(at(words), label) for label, words in roles.items())) for verb, roles in frames)
    return replace(doc, sentences=(replace(doc.sentences[0], srl=srl),))


FAR = "涪江大学/ORG ，/w 这/r 真/d 不/d 容易/a 啊/u ！/w 终于/d 收购/v 了/u ，/w 大家/r 都/d 说/v 好/a 的/u ，/w 蜀光公司/ORG 。/w"


def test_semantic_roles_give_a_frame_where_no_construction_fires() -> None:
    doc = with_roles(tagged_doc(FAR), ("收购", {"ARG0": "涪江大学", "ARG1": "蜀光公司"}))
    assert [f for f in frames_of(tagged_doc(FAR)) if f.relation == "acquires" and {x.role for x in f.fillers} >= {"agent", "theme"}] == []
    [frame] = [frame for frame in frames_of(doc) if frame.construction == "srl"]
    assert (frame.relation, [(f.role, f.mention.name) for f in frame.fillers]) == (
        "acquires",
        [("agent", "涪江大学"), ("theme", "蜀光公司")],
    )


@pytest.mark.parametrize(("tagged", "expected"), FRAMES, ids=[tagged for tagged, _ in FRAMES])
def test_semantic_roles_never_take_a_frame_away(tagged: str, expected: str) -> None:
    doc = tagged_doc(tagged)
    verb = expected.split()[0]
    wrong = with_roles(doc, (verb, {"ARG0": doc.article.text[:2], "ARG1": doc.article.text[-2:]}))
    assert frames_of(wrong)[: len(frames_of(doc))] == frames_of(doc)


def test_the_frames_of_the_sentences_are_what_they_were(pytestconfig: pytest.Config) -> None:
    """Verb, relation, construction and modality of each, and who is said to say it."""
    told = []
    for at, line in enumerate(SENTENCES, start=1):
        doc = doc_of(at, line)
        said = [
            " ".join((f.predicate.of(doc.article.text), f.relation, f.construction, f.modality, f.speaker.text if f.speaker else ""))
            for f in frames_of(doc)
        ]
        told.append(f"{at} {' / '.join(one.strip() for one in said)}")
    compare("frames.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))
