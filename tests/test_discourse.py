"""One article as a whole, from hand-tagged sentences: main event, publisher, short names, what anaphors and unsaid ends point to."""

from __future__ import annotations

import pytest
from reading import claims_of, discourse_of, read, tagged_doc, told

from kg.grammar import load_grammar
from kg.topic import core_name, declared_names, find_publisher

FAIR = "2024年/TIME 绵阳/LOC 科技/n 博览会/n 在/p 绵阳/LOC 开幕/v 。/w"
HELD = "2024年绵阳科技博览会 heldAt 绵阳"


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ((FAIR,), "2024年绵阳科技博览会"),
        ((FAIR, "“/w 春雨/n ”/w 农业/n 大会/n 同期/d 举行/v 。/w"), "2024年绵阳科技博览会"),
        (("涪江大学/ORG 成立/v 湖泊研究院/ORG 。/w",), None),
        (("大会/n 很/d 热闹/a 。/w",), None),
    ],
    ids=["named first", "named twice", "no event", "bare noun"],
)
def test_main_event(sentences: tuple[str, ...], expected: str | None) -> None:
    main = discourse_of(tagged_doc(*sentences)).main
    assert (main.name if main else None) == expected


@pytest.mark.parametrize("headlines", [1, 2], ids=["one headline", "two of them"])
def test_headline_puts_a_word_for_who_holds_it_before_the_own_name(headlines: int) -> None:
    headline = "省台/n “/w 金桥/n 故事/n ”/w 全国/n 巡展/vn 在/p 绵阳/LOC 启动/v 。/w"
    body = "“/w 金桥/n 故事/n ”/w 全国/n 巡展/vn 由/p 川北广播电视台/ORG 主办/v 。/w"
    doc = tagged_doc(headline, *[f"\n{headline}"] * (headlines - 1), f"\n{body}", kinds=("headline",) * headlines)
    main = discourse_of(doc).main
    assert main is not None
    assert main.name == "“金桥故事”全国巡展"
    assert list(dict.fromkeys(told(doc))) == ["“金桥故事”全国巡展 heldAt 绵阳", "川北广播电视台 organizes “金桥故事”全国巡展"]


def test_a_bare_part_is_that_of_the_event_spoken_of_last() -> None:
    first = "第三届/m 川西/LOC 生态/n 论坛/n 开幕式/n 在/p 绵阳/LOC 举行/v 。/w"
    second = "第五届/m 岷江/LOC 读书节/n 开幕式/n 在/p 成都/LOC 举行/v 。/w"
    attended = "周敏/PER 出席/v 开幕式/n 。/w"
    assert told(tagged_doc(first, attended))[-1] == "周敏 attends 第三届川西生态论坛开幕式"
    assert told(tagged_doc(first, second, attended))[-1] == "周敏 attends 第五届岷江读书节开幕式"


SAID = "涪江大学/ORG 发布/v 了/u 《/w 湖泊/n 报告/n 》/w 。/w"
MET = "涪江大学/ORG 与/p 蜀光公司/ORG 举行/v 会谈/vn 。/w"

# What a second sentence says of the first one's things.
POINTING = [
    ((FAIR, "本届/r 博览会/n 由/p 涪江大学/ORG 主办/v 。/w"), f"{HELD}|涪江大学 organizes 2024年绵阳科技博览会"),
    ((FAIR, "博览会/n 由/p 涪江大学/ORG 承办/v 。/w"), f"{HELD}|涪江大学 undertakes 2024年绵阳科技博览会"),
    ((FAIR, "该/r 展会/n 以/p “/w 智造/n 未来/t ”/w 为/p 主题/n 。/w"), f"{HELD}|2024年绵阳科技博览会 theme 智造未来"),
    ((FAIR, "由/p 涪江大学/ORG 承办/v 。/w"), f"{HELD}|涪江大学 undertakes 2024年绵阳科技博览会"),
    (
        ("涪江大学/ORG 印发/v 《/w 湖泊/n 保护/vn 方案/n 》/w 。/w", "《/w 方案/n 》/w 由/p 水利部/ORG 制定/v 。/w"),
        "涪江大学 issues 湖泊保护方案|水利部 formulates 湖泊保护方案",
    ),
    (
        ("蜀光公司/ORG 发布/v 《/w 年度/n 报告/n 》/w 。/w", "该/r 公司/n 研发/v 巡检/vn 机器人/n 。/w"),
        "蜀光公司 issues 年度报告|蜀光公司 develops 巡检机器人",
    ),
    ((FAIR, "龚亮/PER 表示/v 很/d 好/a 。/w", "校长/n 龚亮作/PER 出席/v 博览会/n 。/w"), f"{HELD}|龚亮 attends 2024年绵阳科技博览会"),
    (("周敏/PER 出席/v 授牌/vn 仪式/n 。/w",), "周敏 attends 授牌仪式"),
    ((FAIR, "开幕式/n 上/f ，/w 周敏/PER 致辞/v 。/w"), f"{HELD}|周敏 attends 2024年绵阳科技博览会"),
    ((FAIR, "在/p 工作/n 部署会/n 上/f ，/w 周敏/PER 致辞/v 。/w"), HELD),
    (
        ("第三届/m 绵阳/LOC 艺术/n 月会/nz 在/p 绵阳/LOC 开幕/v 。/w", "本届/r 月会/nz 由/p 涪江大学/ORG 主办/v 。/w"),
        "第三届绵阳艺术月会 heldAt 绵阳|涪江大学 organizes 第三届绵阳艺术月会",
    ),
    ((FAIR, "周敏/PER 出席/v 闭幕式/n 。/w"), f"{HELD}|周敏 attends 2024年绵阳科技博览会闭幕式"),
    (
        (
            "周敏/PER 主持/v 召开/v 湖泊/n 治理/vn 会议/n ，/w 学习/v 陈立/PER 在/p 全省/n 水利/n 会议/n 上/f 的/u 讲话/n 。/w",
            "刘江/PER 出席/v 会议/n 。/w",
        ),
        "周敏 chairs 湖泊治理会议|刘江 attends 湖泊治理会议",
    ),
    (("周敏/PER 参观/v 涪江大学/ORG 。/w", "他/r 考察/v 蜀光公司/ORG 。/w"), "周敏 visits 涪江大学|周敏 visits 蜀光公司"),
    (("涪江大学/ORG 持续/v 发展/v ，/w 成立/v 湖泊研究院/ORG 。/w",), "涪江大学 establishes 湖泊研究院"),
    (("周敏/PER 表示/v ，/w 将/d 成立/v 湖泊研究院/ORG 。/w",), ""),
    (("周敏/PER 很/d 高兴/a 。/w", "还/d 成立/v 湖泊研究院/ORG 。/w"), "周敏 establishes 湖泊研究院"),
    (("周敏/PER 说/v 。/w", "还/d 成立/v 湖泊研究院/ORG 。/w"), ""),
    (("他/r 考察/v 蜀光公司/ORG 。/w",), ""),
    (("该/r 公司/n 研发/v 巡检/vn 机器人/n 。/w",), ""),
    (("会议/n 在/p 绵阳/LOC 举行/v 。/w",), ""),
    ((SAID, "同时/c ，/w 还/d 成立/v 湖泊研究院/ORG 。/w"), "涪江大学 issues 湖泊报告|涪江大学 establishes 湖泊研究院"),
    ((SAID, "在/p 今后/TIME 很/d 长/a 的/u 一/m 段/q 时间/n 里/f 将/d 成立/v 湖泊研究院/ORG 。/w"), "涪江大学 issues 湖泊报告"),
    ((SAID, "\n同时/c ，/w 还/d 成立/v 湖泊研究院/ORG 。/w"), "涪江大学 issues 湖泊报告"),
    (("代表团/n 参观/v 了/u 湖泊研究院/ORG ，/w 并/c 出席/v 了/u 第三届/m 川西/LOC 生态/n 论坛/n 。/w",), ""),
    ((MET, "双方/n 签署/v 《/w 湖泊/n 协议/n 》/w 。/w"), "涪江大学 signs 湖泊协议|蜀光公司 signs 湖泊协议"),
    (
        (MET, "周敏/PER 代表/v 双方/n 签署/v 《/w 湖泊/n 协议/n 》/w 。/w"),
        "周敏 signs 湖泊协议|涪江大学 signs 湖泊协议|蜀光公司 signs 湖泊协议",
    ),
]


@pytest.mark.parametrize(("sentences", "expected"), POINTING, ids=["".join(sentences) for sentences, _ in POINTING])
def test_what_is_pointed_to(sentences: tuple[str, ...], expected: str) -> None:
    assert sorted(told(tagged_doc(*sentences))) == sorted(filter(None, expected.split("|")))


def test_anaphor_keeps_its_words_and_bears_the_name() -> None:
    doc = tagged_doc(FAIR, "本届/r 博览会/n 由/p 涪江大学/ORG 主办/v 。/w")
    [anaphor] = [m for r in discourse_of(doc).readings for m in r.mentions if m.form == "anaphor"]
    assert (anaphor.text, anaphor.name, anaphor.span.of(doc.article.text)) == ("本届博览会", "2024年绵阳科技博览会", "本届博览会")


@pytest.mark.parametrize(
    "brackets",
    ["（/w 以下/f 简称/v “/w 西农博/nz ”/w ）/w", "（/w 简称/v 西农博/nz ）/w", "(/w 下称/v 《/w 西农博/nz 》/w )/w"],
    ids=["以下简称", "简称", "下称"],
)
def test_declared_short_name(brackets: str) -> None:
    doc = tagged_doc(
        f"第二十届/m 西部/f 农业/n 机械/n 博览会/n {brackets} 在/p 宝鸡/LOC 开幕/v 。/w", "西农博/nz 由/p 涪江大学/ORG 主办/v 。/w"
    )
    assert declared_names(doc, read(doc), load_grammar()) == {"西农博": ("第二十届西部农业机械博览会", "Event")}
    assert "涪江大学 organizes 第二十届西部农业机械博览会" in told(doc)


def test_two_short_names_may_be_declared_in_one_pair_of_brackets() -> None:
    doc = tagged_doc(
        "蜀光公司/ORG （/w 以下/f 简称/v “/w 蜀光/nz ”/w 或/c “/w 公司/n ”/w ）/w 拟/v 与/p 涪江大学/ORG 签署/v 协议/n 。/w",
        "公司/n 收购/v 清江制药厂/ORG 。/w",
    )
    assert declared_names(doc, read(doc), load_grammar()) == {short: ("蜀光公司", "Organization") for short in ("蜀光", "公司")}
    assert "蜀光公司 acquires 清江制药厂" in told(doc)


def test_whom_guests_visit_stands_in_the_words_of_the_visit_where_nothing_else_says_it() -> None:
    """Fuzzing found an end that quoted nothing."""
    doc = tagged_doc("绵阳市科技局/ORG 局长/n 周敏/PER 来校访问/v 。/w", publisher="涪江大学新闻网")
    [visited] = [claim.object for claim in claims_of(doc) if claim.relation == "visits"]
    assert (visited.name, visited.text, visited.span.of(doc.article.text)) == ("涪江大学", "来校访问", "来校访问")


@pytest.mark.parametrize(
    ("publisher", "sentence", "expected"),
    [
        ("涪江大学新闻网", "我校/n 举办/v 2024年/TIME 校园/n 歌手/n 大赛/n 。/w", "涪江大学"),
        ("", "涪江大学/ORG 是/v 一/m 所/q 学校/n 。/w", "涪江大学"),
        ("", "天气/n 很/d 好/a 。/w", ""),
    ],
    ids=["its news site", "named in the text", "nobody"],
)
def test_publisher(publisher: str, sentence: str, expected: str) -> None:
    doc = tagged_doc(sentence, publisher=publisher)
    assert find_publisher(doc, read(doc), load_grammar()) == expected


def test_own_body_is_the_publisher() -> None:
    doc = tagged_doc("我校/n 举办/v 2024年/TIME 校园/n 歌手/n 大赛/n 。/w", publisher="涪江大学新闻网")
    assert told(doc) == ["涪江大学 hosts 2024年校园歌手大赛"]


@pytest.mark.parametrize("kind", ["dateline", "byline"])
def test_datelines_and_bylines_say_nothing(kind: str) -> None:
    tagged = "涪江大学/ORG 收购/v 蜀光公司/ORG 。/w"
    assert told(tagged_doc(tagged)) == ["涪江大学 acquires 蜀光公司"]
    assert told(tagged_doc(tagged, kinds=(kind,))) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "core"),
    [("第三届绵阳科技博览会", "绵阳科技博览会"), ("2024年绵阳科技博览会", "绵阳科技博览会"), ("“春雨”农业大会", "春雨农业大会")],
)
def test_core_name(name: str, core: str) -> None:
    assert core_name(name, load_grammar()) == core
