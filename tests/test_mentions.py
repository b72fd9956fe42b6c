"""Mentions of hand-tagged sentences: what is named, where it begins and ends, which posts people hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from reading import read, tagged_doc

from kg.grammar import load_grammar
from kg.mentions import event_name
from kg.mentions.edges import Choice, with_names
from kg.mentions.signs import NUMBERS, Context, find_signs
from kg.mentions.words import read_words
from kg.model import Doc, Name, Sentence, Span, Token
from tests.telling import compare

# Tagged sentence -> mentions as "class name"; "?" stands before the words of an anaphor.
MENTIONS = [
    ("涪江大学/ORG 举办/v 第三届/m 川西/LOC 生态/n 论坛/n 。/w", "Organization 涪江大学|Event 第三届川西生态论坛"),
    ("林若谷/PER 出席/v “/w 春雨/n ”/w 农业/n 大会/n 。/w", "Person 林若谷|Event “春雨”农业大会"),
    ("水利部/ORG 印发/v 《/w 湖泊/n 管理/vn 办法/n 》/w 。/w", "Organization 水利部|Document 湖泊管理办法"),
    ("水利部/ORG 印发/v 《/w 关于/p 《/w 办法/n 》/w 的/u 通知/n 》/w 。/w", "Organization 水利部|Document 关于《办法》的通知"),
    ("蜀光公司/ORG 展出/v 水下/s 清淤/vn 机器人/n 。/w", "Organization 蜀光公司|Product 水下清淤机器人"),
    ("大会/n 5月18日/TIME 至/p 20日/TIME 在/p 绵阳/LOC 举行/v 。/w", "Event ?大会|Date 2024-05-18|Place 绵阳"),
    ("本届/r 博览会/n 由/p 涪江大学/ORG 主办/v 。/w", "Event ?本届博览会|Organization 涪江大学"),
    ("该/r 公司/n 研发/v 巡检/vn 机器人/n 。/w", "Organization ?该公司|Product 巡检机器人"),
    ("《/w 方案/n 》/w 由/p 水利部/ORG 制定/v 。/w", "Document ?《方案》|Organization 水利部"),
    ("论坛/n 以/p “/w 山水/n 同行/v ”/w 为/p 主题/n 。/w", "Event ?论坛|Words 山水同行"),
    ("周敏/PER 当选/v 蜀光公司/ORG 董事长/n 。/w", "Person 周敏|Words 蜀光公司董事长"),
    ("周敏/PER 当选/v 涪江大学/ORG 学生/n 联合会/n 主席/n 。/w", "Person 周敏|Words 涪江大学学生联合会主席"),
    ("安娜·维特/PER 访问/v 涪江大学/ORG 。/w", "Person 安娜·维特|Organization 涪江大学"),
    ("活动/n 在/p 临海市/LOC 会展中心/n 举行/v 。/w", "Event ?活动|Place 临海市会展中心"),
    ("当天/TIME ，/w 集团/n 表示/v 。/w", "Date 2024-05-20|Organization ?集团"),
    ("建材/n 集团/n 表示/v 欢迎/v 。/w", ""),
    (
        "涪江大学/ORG 开展/v 荧光/n 夜跑/v 、/w 露天/n 观影/v 等/u 活动/n 。/w",
        "Organization 涪江大学|Event 荧光夜跑|Event 露天观影|Event ?活动",
    ),
    ("有关/vn 部门/n 发布/v 通知/n 。/w", ""),
    ("天气/n 很/d 好/a 。/w", ""),
    (
        "在/p 乌拉圭驻华大使馆/ORG 举办/v 的/u 招待会/n 上/f ，/w 周敏/PER 致辞/v 。/w",
        "Organization 乌拉圭驻华大使馆|Event ?招待会|Person 周敏",
    ),
    ("在/p 乌拉圭驻华大使馆/ORG 举办/v 招待会/n 。/w", "Place 乌拉圭驻华大使馆|Event ?招待会"),
    ("在/p 涪江大学/ORG 举办/v 的/u 招待会/n 上/f ，/w 周敏/PER 致辞/v 。/w", "Place 涪江大学|Event ?招待会|Person 周敏"),
    ("论坛/n 在/p 涪江大学/ORG 支持/vn 下/f 举行/v 。/w", "Event ?论坛|Organization 涪江大学"),
    ("论坛/n 在/p 绵阳/LOC 广场/n 上/f 举行/v 。/w", "Event ?论坛|Place 绵阳广场"),
    ("活动/n 在/p 临海市/LOC 会展中心/n 准时/d 举行/v 。/w", "Event ?活动|Place 临海市会展中心"),
    ("论坛/n 由/p 临海市/ORG 与/c 蜀光公司/ORG 主办/v 。/w", "Event ?论坛|Organization 临海市|Organization 蜀光公司"),
    (
        "涪江大学/ORG 举办/v 第三届/m 川西/LOC 装备展/n 、/w 人才/n 招聘会/n 。/w",
        "Organization 涪江大学|Event 第三届川西装备展|Event 人才招聘会",
    ),
    ("绵阳/LOC 水产/n 研究/v 中心/n 发布/v 报告/n 。/w", "Organization 绵阳水产研究中心"),
    ("绵阳/LOC 水产/n 养/v 中心/n 发布/v 报告/n 。/w", "Place 绵阳"),
]


def shown(doc: Doc) -> str:
    return "|".join(f"{m.cls} {m.name or '?' + m.text}" for reading in read(doc) for m in reading.mentions)


@pytest.mark.parametrize(("tagged", "expected"), MENTIONS, ids=[tagged for tagged, _ in MENTIONS])
def test_mentions(tagged: str, expected: str) -> None:
    assert shown(tagged_doc(tagged, date="2024-05-20")) == expected


@pytest.mark.parametrize(
    ("tagged", "words"),
    [
        ("绵阳城市副中心联合教育部/ORG 启动/v 行动/n 。/w", ["绵阳城市副中心", "联合", "教育部", "启动"]),
        ("联合教育部/ORG 启动/v 行动/n 。/w", ["联合", "教育部", "启动"]),
        ("绵阳联合大学/ORG 启动/v 行动/n 。/w", ["绵阳联合大学", "启动"]),
        ("川北汽车协会组织/ORG 的/u 行动/n 。/w", ["川北汽车协会", "组织"]),
        ("世界环保组织/ORG 的/u 行动/n 。/w", ["世界环保组织"]),
    ],
)
def test_partners_taken_for_one_body_are_set_apart(tagged: str, words: list[str]) -> None:
    doc = tagged_doc(tagged)
    read_as = read_words(doc.article.text, doc.sentences[0], load_grammar(), known=frozenset({"教育部"}))
    assert [word.text for word in read_as.words][: len(words)] == words


POSTS = [
    ("绵阳市科技局/ORG 局长/n 周敏/PER 致辞/v 。/w", [("周敏", "绵阳市科技局局长", "asserted")]),
    ("原/d 水利部/ORG 部长/n 顾长青/PER 出席/v 。/w", [("顾长青", "水利部部长", "former")]),
    ("蜀光公司/ORG 副总裁/n 李强明/PER 和/c 涪江大学/ORG 校长/n 林若谷/PER 出席/v 。/w",
     [("李强明", "蜀光公司副总裁", "asserted"), ("林若谷", "涪江大学校长", "asserted")]),
    ("记者/n 周敏/PER 报道/v 。/w", []),
    ("周敏/PER 说/v 。/w", []),
]  # fmt: skip


POSTS += [
    ("以色列/LOC 总理/n 内/f 塔尼亚/LOC 胡/PER 在/p 会上/n 表示/v 。/w", [("内塔尼亚胡", "以色列总理", "asserted")]),
    ("南非/LOC 总统/n 拉/v 马福萨/PER 表示/v 欢迎/v 。/w", [("拉马福萨", "南非总统", "asserted")]),
    ("阿联酋/LOC 王储哈立德/PER 举行/v 会谈/vn 。/w", [("哈立德", "阿联酋王储", "asserted")]),
    (
        "绵阳电力公司/ORG 总经理/n 钱/PER 朝阳/LOC 、/w 周敏/PER 出席/v 。/w",
        [("钱朝阳", "绵阳电力公司总经理", "asserted"), ("周敏", "绵阳电力公司总经理", "asserted")],
    ),
    ("涪江大学/ORG 教授/n 任兵/v 、/w 周敏/PER 出席/v 。/w", [("任兵", "涪江大学教授", "asserted"), ("周敏", "涪江大学教授", "asserted")]),
    ("川州投资局/ORG 局长/n 古德/PER -/w 魏曼/PER 指出/v 。/w", [("古德-魏曼", "川州投资局局长", "asserted")]),
    ("国际/n 学术/n 交流处/vn 周敏/PER 处长/n 出席/v 论坛/n 。/w", [("周敏", "国际学术交流处周敏处长", "asserted")]),
    ("周敏/PER ，/w 生前/TIME 是/v 绵阳市公安局/ORG 副局长/n 。/w", [("周敏", "绵阳市公安局副局长", "asserted")]),
    ("周敏/PER 作为/v 涪江研究会/ORG 顾问/n ，/w 出席/v 论坛/n 。/w", [("周敏", "涪江研究会顾问", "asserted")]),
    ("日本/LOC 财务/n 相/d 铃木一郎/PER 表示/v 。/w", [("铃木一郎", "日本财务相", "asserted")]),
    ("绵阳电力公司/ORG 总经理/n 钱/PER 直言/v 。/w", []),
    ("绵阳市体育局/ORG 局长/n 晁/PER 江月/PER 出席/v 。/w", [("晁江月", "绵阳市体育局局长", "asserted")]),
    ("川州/LOC 国务/n 卿/PER 布莱克/PER 表示/v 。/w", [("布莱克", "川州国务卿", "asserted")]),
    ("桑江/LOC 巴尔/PER 总统/n 姆维/PER 出席/v 。/w", [("姆维", "桑江巴尔总统", "asserted")]),
    ("桑江剧院/ORG 院长/n 邓恩/PER ·霍普/w 出席/v 。/w", [("邓恩·霍普", "桑江剧院院长", "asserted")]),
    ("川北省委/ORG 部长/n 常常/d 表示/v 欢迎/v 。/w", []),
    ("川北省委/ORG 部长/n 连文/n ，/w 出席/v 论坛/n 。/w", [("连文", "川北省委部长", "asserted")]),
    ("川州大学/ORG 威廉/PER ./w 霍普/PER 教授/n 出席/v 。/w", [("威廉.霍普", "川州大学威廉.霍普教授", "asserted")]),
    ("绵阳市政协/ORG 副主任/n 过/u 春江/PER 表示/v 。/w", [("过春江", "绵阳市政协副主任", "asserted")]),
    ("日本/LOC 首相/n 福田/LOC 一夫/PER 表示/v 。/w", [("福田一夫", "日本首相", "asserted")]),
    ("川州政府/ORG 代表/n 和/c 岷江国/LOC 大使/n 周敏/PER 到/v 机场/n 。/w", [("周敏", "岷江国大使", "asserted")]),
]


@pytest.mark.parametrize(("tagged", "expected"), POSTS, ids=[tagged for tagged, _ in POSTS])
def test_posts(tagged: str, expected: list[tuple[str, str, str]]) -> None:
    [reading] = read(tagged_doc(tagged))
    assert [(post.person.name, post.words.text, post.modality) for post in reading.posts] == expected


def read_tagged() -> Iterator[tuple[str, str, str]]:
    """The sentences of the file, each with its mentions and its posts."""
    lines = (Path(__file__).parent / "data" / "tagged.txt").read_text(encoding="utf-8").splitlines()
    begins = [i for i, line in enumerate(lines) if not line.startswith((" ", "#"))]
    for i, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        mentions, posts = [*(line.strip() for line in lines[i + 1 : end]), ""][:2]
        yield lines[i], mentions, posts


TAGGED = list(read_tagged())


@pytest.mark.parametrize(("tagged", "mentions", "posts"), TAGGED, ids=[tagged for tagged, *_ in TAGGED])
def test_words_that_the_engine_cuts_glues_or_mistakes(tagged: str, mentions: str, posts: str) -> None:
    doc = tagged_doc(tagged, date="2024-05-20")
    held = [(p.person.name, p.words.name + " former" * (p.modality != "asserted")) for reading in read(doc) for p in reading.posts]
    assert (shown(doc), ", ".join(f"{person}: {post}" for person, post in held)) == (mentions, posts)


@pytest.mark.parametrize("tagged", [tagged for tagged, _ in MENTIONS] + [tagged for tagged, _ in POSTS])
def test_mentions_lie_in_order_and_apart_and_quote_the_text(tagged: str) -> None:
    doc = tagged_doc("前文/n 。/w", f"\\n{tagged}".replace("\\n", "\n"), date="2024-05-20")
    for reading in read(doc):
        for mention in (*reading.mentions, *(post.words for post in reading.posts)):
            assert mention.span.of(doc.article.text) == mention.text
            assert mention.span in reading.sentence.span
        spans = [mention.span for mention in reading.mentions]
        assert spans == sorted(spans) and not any(a.overlaps(b) for a, b in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize(
    ("text", "name"),
    [("“春雨”农业大会", "“春雨”农业大会"), ("“春雨农业大会”", "春雨农业大会"), ("第三届 生态\n论坛", "第三届生态论坛")],
)
def test_event_name(text: str, name: str) -> None:
    assert event_name(text) == name


@pytest.mark.parametrize(
    ("token", "words"),
    [("“《湖泊管理办法》”", ["“", "《", "湖泊管理办法", "》", "”"]), ("《湖泊", ["《", "湖泊"]), ("湖泊》", ["湖泊", "》"]), ("”", ["”"])],
)
def test_marks_at_the_ends_of_a_token_are_words_of_their_own(token: str, words: list[str]) -> None:
    doc = tagged_doc(f"{token}/n 。/w")
    found = read_words(doc.article.text, doc.sentences[0], load_grammar()).words
    assert [word.text for word in found] == [*words, "。"] and all(doc.article.text[w.start : w.end] == w.text for w in found)


def test_name_of_several_tokens_is_one_word() -> None:
    text = "涪江大学成立。"
    tokens = (Token(Span(0, 2), "n"), Token(Span(2, 4), "n"), Token(Span(4, 6), "v"), Token(Span(6, 7), "w"))
    sentence = Sentence(Span(0, 7), "body", tokens, (Name(Span(0, 4), "ORGANIZATION"),))
    words = read_words(text, sentence, load_grammar())
    assert [(word.text, word.pos) for word in words.words] == [("涪江大学", "ORG"), ("成立", "v"), ("。", "w")]


@pytest.mark.parametrize(
    ("tagged", "pairs"),
    [
        ("“/w 甲/n （/w 乙/n ）/w ”/w", {0: 5, 2: 4}),
        ("“/w 甲/n （/w 乙/n ”/w", {0: 4}),
        ("甲/n ”/w 乙/n “/w", {}),
        ("《/w 甲/n 《/w 乙/n 》/w 丙/n 》/w", {0: 6, 2: 4}),
    ],
    ids=["nested", "bracket left open", "wrong way round", "title in a title"],
)
def test_brackets_and_quotation_marks_pair(tagged: str, pairs: dict[int, int]) -> None:
    doc = tagged_doc(tagged)
    words = read_words(doc.article.text, doc.sentences[0], load_grammar())
    assert words.partner == pairs | {closing: opening for opening, closing in pairs.items()}


# Tagged sentence, a chosen event, how likely it is, the mentions that are left.
CHOSEN = [
    ("岷江诗会组委会/ORG 开会/v 。/w", "岷江诗会", 0.99, ["岷江诗会组委会"]),
    ("岷江诗会组委会/ORG 开会/v 。/w", "诗会组委会", 0.99, ["诗会组委会"]),
    ("《/w 岷江/n 诗集/n 》/w 出版/v 。/w", "岷江诗集", 0.99, ["《岷江诗集》"]),
    ("《/w 岷江/n 诗集/n 》/w 研讨会/n 举行/v 。/w", "《岷江诗集》研讨会", 0.5, ["《岷江诗集》研讨会"]),
    ("例行/b 记者会/n 举行/v 。/w", "例行记者会", 0.69, ["例行记者会 anaphor"]),
    ("例行/b 记者会/n 举行/v 。/w", "例行记者会", 0.7, ["例行记者会"]),
    ("周敏/PER 诗会/n 举行/v 。/w", "周敏诗会", 0.5, ["周敏诗会"]),
]


@pytest.mark.parametrize(("tagged", "event", "probability", "left"), CHOSEN, ids=[f"{event} {p}" for _, event, p, _ in CHOSEN])
def test_what_holds_its_ground_against_a_chosen_event(tagged: str, event: str, probability: float, left: list[str]) -> None:
    doc = tagged_doc(tagged)
    [reading] = read(doc)
    start = doc.article.text.index(event)
    chosen = with_names(reading, [Choice("Event", Span(start, start + len(event)), probability)], load_grammar())
    assert [m.text + (f" {m.form}" if m.form != "name" else "") for m in chosen.mentions] == left


# Signs

SEEN = (
    "涪江大学/ORG 5月18日/TIME 举办/v 第三届/m 川西/LOC 生态/n 论坛/n ，/w 校长/n 周敏/PER 出席/v 论坛/n 开幕式/n 。/w",
    "“/w 春雨/n ”/w 农业/n 大会/n （/w 绵阳/LOC ）/w 和/c 湖灯/nz 节/n 昨天/TIME 在/p 绵阳/LOC 会展/vn 中心/n 隆重/ad 开幕/v 。/w",
    "原/d 水利部/ORG 部长/n 顾长青/PER 参加/v 《/w 岷江/n 诗集/n 》/w 研讨会/n 、/w 四/m 场/q 讲座/n 和/c 全国/n 湖泊/n 讲座/n 。/w",
    "主办/v 单位/n ：/w 涪江大学/ORG\n",
)


def test_signs_of_candidates_are_those_that_the_weights_were_fitted_on(pytestconfig: pytest.Config) -> None:
    doc = tagged_doc(*SEEN, date="2024-05-20", kinds=("headline",))
    told = []
    readings = read(doc)
    found = find_signs(readings, load_grammar(), Context(doc.article.text, "第三届川西生态论坛开幕"))
    for reading, signs in zip(readings, found, strict=True):
        for candidate, row, numbers in zip(signs.candidates, signs.categories(), signs.numbers, strict=True) if signs else ():
            named = [f"{name}={value:g}" for name, value in zip(NUMBERS, numbers, strict=True) if value]
            told.append(f"{reading.words.string(candidate.first, candidate.last + 1)} | {' '.join(row)} | {' '.join(named)}")
    compare("signs.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))


@pytest.mark.parametrize(
    ("before", "behind", "found"), [(6, "举行/v", True), (7, "举行/v", False), (13, "", True), (14, "", False)], ids=str
)
def test_a_name_without_a_head_stands_near_a_verb_of_holding(before: int, behind: str, found: bool) -> None:
    name, between = "湖畔/nz 星光/nz 夜话/nz", "很/d " * before
    doc = tagged_doc(f"{name} {between}{behind} 。/w" if behind else f"举行/v {between}{name} 。/w")
    [signs] = find_signs(read(doc), load_grammar(), Context(doc.article.text, ""))
    assert (signs is not None) is found
