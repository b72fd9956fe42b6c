"""Reading: bytes, layout repair, articles of a page, sentences. All texts are made up."""

from __future__ import annotations

import datetime
import random

import pytest
from growth import grows_linearly
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Article
from kg.text import split_articles, split_sentences

PAGE = """ 李宁远在听取海州市

工作汇报时强调，要

把渔港建设好。

李宁远和陈一鸣为来

访的岛国客人举行欢

迎会，并一同观看海

洋文艺周演出。

《海潮》杂志发表李宁

远的文章《向海图强

的几点思考》。
 本报讯（记者 何小舟）由海州市科技局、

海州市教育局主办的 2024年海洋科普周于 6
月 8-12 日在海州举行。本届科普周以“亲近海

洋 爱护海洋”为主题，设有展览、讲座和海上

课堂等活动，参观的市民超过 3 万人次。

6月 8日，海洋科普周启动式在海州市东

港区渔人码头举行，现场展示了深海探测、海

水淡化等领域的新成果。

2024年海洋科普周启动

北岸新区港口枢纽
五年成形

本报讯（记者 周子衿） 近日，海州市交通局发布《北岸新区

港口枢纽建设方案》。《方案》提出，到2029年，北岸新区港口

枢纽基本形成，货物年吞吐量达到 5 亿吨，成为东部沿海的

重要门户，港口、铁路和公路在枢纽内实现一体运营。

本报讯（记者 吴双）第三届岛屿经济论坛

日前在云台举办，来自十二个国家的代表围绕

海岛旅游、海上风电和跨海物流交换了意见。

本 届 论 坛 由 云 台 市 政 府 和 海 洋 经 济 学

会共同主办，论坛期间发布了《岛屿合作倡议》。

5月 30日，东海美术学院 2024年毕业作品展在

海州会展中心开展。本届展览以“潮间”为主题，展

出毕业生作品九百多件。图为观众在展厅参观。

海州日报记者 顾平/摄

亲近亲近海洋海洋 爱护爱护海洋海洋

旧船厂里的新展馆

如何留人

夜间公交多跑一圈

为哪般
 第三届岛屿经济论坛在云台举办
"""

CLEAN = """海洋馆昨日重新开馆
海州新闻网讯(记者 何小舟)6月8日，海州海洋馆重新开馆。馆长林一说：“我们准备了两年。”
新馆分为三层，展出鱼类四百多种。(完)
"""


def parts(raw: str) -> list[tuple[str, str]]:
    return [(article.title, article.text) for article in split_articles(raw, id="p.txt")]


def kinds(text: str, title: str = "") -> list[tuple[str, str]]:
    article = Article("a", text, title)
    return [(sentence.kind, sentence.span.of(text)) for sentence in split_sentences(article)]


def assert_mapped(article: Article, raw: str) -> None:
    for run in article.runs:
        assert article.text[run.start : run.start + run.length] == raw[run.raw : run.raw + run.length]
    mapped = {offset for run in article.runs for offset in range(run.start, run.start + run.length)}
    assert all(article.text[offset] in "\n " for offset in set(range(len(article.text))) - mapped)


# Pages


@pytest.fixture(scope="module")
def page() -> list[Article]:
    return split_articles(PAGE, id="page.txt", date=datetime.date(2024, 6, 10))


def test_page_has_one_article_for_each_thing_it_tells(page: list[Article]) -> None:
    assert [article.title for article in page] == [
        "",
        "",
        "",
        "2024年海洋科普周启动",
        "北岸新区港口枢纽五年成形",
        "第三届岛屿经济论坛在云台举办",
        "",
        "旧船厂里的新展馆如何留人",
        "夜间公交多跑一圈为哪般",
    ]
    assert [article.id for article in page] == [f"page.txt#{number}" for number in range(1, 10)]


def test_page_text_is_whole(page: list[Article]) -> None:
    assert page[3].text.split("\n")[1:] == [
        "亲近海洋 爱护海洋",
        "本报讯（记者 何小舟）由海州市科技局、海州市教育局主办的2024年海洋科普周于6月8-12日在海州举行。"
        "本届科普周以“亲近海洋 爱护海洋”为主题，设有展览、讲座和海上课堂等活动，参观的市民超过3万人次。",
        "6月8日，海洋科普周启动式在海州市东港区渔人码头举行，现场展示了深海探测、海水淡化等领域的新成果。",
    ]
    assert page[5].text.endswith("本届论坛由云台市政府和海洋经济学会共同主办，论坛期间发布了《岛屿合作倡议》。")


def test_page_bylines(page: list[Article]) -> None:
    assert [(article.byline, article.publisher) for article in page[3:7]] == [
        ("何小舟", ""),
        ("周子衿", ""),
        ("吴双", ""),
        ("顾平", "海州日报"),
    ]


def test_page_is_mapped_to_the_raw_text(page: list[Article]) -> None:
    for article in page:
        assert_mapped(article, PAGE)
        letters = [offset for offset, character in enumerate(article.text) if not character.isspace()]
        assert all(article.raw_offset(offset) is not None for offset in letters)


def test_page_captions(page: list[Article]) -> None:
    found = [(sentence.kind, sentence.span.of(page[6].text)) for sentence in split_sentences(page[6])]
    assert found[-2:] == [("caption", "图为观众在展厅参观。"), ("byline", "海州日报记者 顾平/摄")]


def test_no_line_of_the_page_is_lost(page: list[Article]) -> None:
    kept = sorted(character for article in page for character in article.text if not character.isspace())
    single = PAGE.replace("亲近亲近海洋海洋 爱护爱护海洋海洋", "亲近海洋爱护海洋")
    assert kept == sorted(character for character in single if not character.isspace())


def test_caption_in_the_midst_and_byline_below_the_headline() -> None:
    first = "由海州市科技局和海州市教育局主办的海洋科普周昨天在东港区开幕，活动为期五天，全市共有六十多家单位参加。"
    second = "科普周期间，市民可以预约参观科考船、海洋站和水产研究所，还可以听十二位学者讲解海洋生物、海流和潮汐的知识。"
    lines = ["海洋科普周开幕", "本报记者 何小舟", *broken(first, 18, 2), "图为学生在科考船上参观。", "林一/摄", *broken(second, 18, 2)]
    [article] = split_articles("\n\n".join(lines), id="a")
    caption = ["图为学生在科考船上参观。", "林一/摄"]
    assert article.text.split("\n") == ["海洋科普周开幕", "本报记者 何小舟", first, second, *caption]
    assert article.byline == "何小舟"


@pytest.mark.parametrize("blank", ["\n", "\n\n"], ids=["lines", "blank lines between"])
@pytest.mark.parametrize("indent", [0, 2])
@pytest.mark.parametrize("width", [12, 17, 24, 38])
def test_broken_article_is_whole_again(width: int, indent: int, blank: str) -> None:
    text = [
        "由海州市科技局和海州市教育局主办的海洋科普周昨天在东港区开幕，活动为期五天，全市共有六十多家单位参加。",
        "科普周期间，市民可以预约参观科考船、海洋站和水产研究所，还可以听十二位学者讲解海洋生物、海流和潮汐的知识。",
        "主办单位介绍，本届科普周首次设立海上课堂，学生可以随船出海取水样，回到岸上再用显微镜观察浮游生物的样子。",
    ]
    lines = [line for paragraph in text for line in broken(paragraph, width, indent)]
    [article] = split_articles(f"海洋科普周开幕\n\n{blank.join(lines)}", id="a")
    assert article.title == "海洋科普周开幕"
    assert article.text.replace("\n", "") == "海洋科普周开幕" + "".join(text)
    assert [sentence.kind for sentence in split_sentences(article)] == ["headline", "body", "body", "body"]


def broken(paragraph: str, width: int, indent: int) -> list[str]:
    first = width - indent
    return [paragraph[:first], *(paragraph[start : start + width] for start in range(first, len(paragraph), width))]


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("海 洋 科 普 周 昨 天 开 幕", "海洋科普周昨天开幕"),
        ("海 洋 科 普  昨 天 开 幕", "海洋科普 昨天开幕"),
        ("海洋 科普 昨天开幕", "海洋 科普 昨天开幕"),
        ("以以““海洋海洋 科普科普””为题为题", "以“海洋 科普”为题"),
        ("海洋科普周海洋科普周", "海洋科普周海洋科普周"),
        ("海洋科普活动海洋科普活动", "海洋科普活动"),
        ("高高兴兴平平安安", "高高兴兴平平安安"),
    ],
)
def test_mended_lines(line: str, mended: str) -> None:
    [article] = split_articles(line, id="a")
    assert article.text == mended
    assert_mapped(article, line)


def test_echo_of_a_line_is_dropped() -> None:
    assert parts("海州研制出新型潜航器，能下潜五千米的深海。\n\n千米的深海。\n\n它已经试航。")[0][1].count("深海") == 1
    assert parts("大家都说，我们成功了！\n我们成功了！")[0][1].count("成功") == 2


def test_foreign_words_stay_apart() -> None:
    lines = [
        "海州海洋研究所昨天向外界发布 Open",
        "Ocean 1.5 模型，这一模型可以预报海流",
        "和潮汐，已经在六个观测站试用了半年，",
        "明年春天将向各地的渔民免费开放。",
    ]
    raw = "\n\n".join(lines)
    assert "发布Open Ocean 1.5模型" in parts(raw)[0][1]


# Clean text


def test_clean_text_stays() -> None:
    [article] = split_articles(CLEAN, id="a.txt")
    assert article.text == CLEAN.strip()
    assert (article.title, article.byline, article.publisher, article.id) == ("海洋馆昨日重新开馆", "何小舟", "海州新闻网", "a.txt")
    assert len(article.runs) == 1


@pytest.mark.parametrize(
    "text",
    [
        "春江潮水连海平，海上明月共潮生。\n滟滟随波千万里，何处春江无月明。",
        "青年奖获奖名单\n海州大学 李一\n云台大学 王二\n东港学院 赵三\n北岸学院 钱四",
        "三件事\n要把渔港修好\n要把渔船管好\n要把渔民的日子过好，这是我们的责任。",
        "以“遇见2024 和谐共生”为主线，本届 Ocean Week 于 6 月开幕。",
        "海州读书周开幕\n馆长说好。\n海州书店夜营业\n读者说好。",
    ],
)
def test_text_without_faults_passes_unchanged(text: str) -> None:
    [article] = split_articles(text, id="a")
    assert article.text == text


@pytest.mark.parametrize(
    ("text", "title", "found"),
    [
        ("开馆\n新馆开了。", "", "开馆"),
        ("开馆\n新馆开了。", "开馆", "开馆"),
        ("新馆开了。\n共三层。", "", ""),
        ("新馆开了。", "开馆", "开馆"),
        ("本报讯（记者 何小舟）新馆开了。\n共三层。", "", ""),
        ("新馆开馆", "", ""),
        ("海州日报 2024-06-10\n开馆\n新馆开了。", "", "开馆"),
        ("开馆\n来源：海州日报\n新馆开了。", "", "开馆"),
    ],
)
def test_titles(text: str, title: str, found: str) -> None:
    [article] = split_articles(text, id="a", title=title)
    assert article.title == found
    assert article.text == (text if found in text else f"{found}\n{text}")


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2024-06-10 10:20", "2024-06-10"),
        ("2024年6月10日 10:20 来源：海州日报", "2024-06-10"),
        ("发布时间：2024/06/10", "2024-06-10"),
        ("海州日报 2024年06月10日 星期一", "2024-06-10"),
        ("海州日报海州2024年6月10日电 新馆开了。", "2024-06-10"),
        ("2024年6月10日海洋科普周开幕", None),
        ("2024年6月10日，新馆开了。", None),
        ("2024-13-40", None),
    ],
)
def test_dates_in_the_text(line: str, date: str | None) -> None:
    [article] = split_articles(f"海洋馆重新开馆\n{line}\n新馆分为三层。", id="a")
    assert article.date == (datetime.date.fromisoformat(date) if date else None)


# Sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("新馆开了。共三层！", ["新馆开了。", "共三层！"]),
        ("他问：“开了吗？开了。”我说开了。", ["他问：“开了吗？开了。”", "我说开了。"]),
        ("“开馆了。新馆很大。”他说。", ["“开馆了。新馆很大。”", "他说。"]),
        (
            "他说：“新馆准备了两年才建成，很大很好，大家来看。”馆里人多。",
            ["他说：“新馆准备了两年才建成，很大很好，大家来看。”", "馆里人多。"],
        ),
        ("以“海洋，向前！”为主题的展览开了。", ["以“海洋，向前！”为主题的展览开了。"]),
        ("《海，你好！》出版。书很厚。", ["《海，你好！》出版。", "书很厚。"]),
        ("他说“新馆开了。人很多。", ["他说“新馆开了。", "人很多。"]),
        ("他说”新馆开了。“人很多。", ["他说”新馆开了。", "“人很多。"]),
        ("增长7.5%，约1.2万人。U.S. 代表到场。", ["增长7.5%，约1.2万人。", "U.S. 代表到场。"]),
        ("主线活动、分会场活动……本届有新展品。", ["主线活动、分会场活动……", "本届有新展品。"]),
        ("网址是a.cn/?id=1，请看。", ["网址是a.cn/?id=1，请看。"]),
        ("（新馆开了。）人很多。", ["（新馆开了。）", "人很多。"]),
        ("新馆开了？！人很多；很热闹。", ["新馆开了？！", "人很多；很热闹。"]),
        ("没有标点的一段话", ["没有标点的一段话"]),
        ("人很多。 \u3000车也多。 ", ["人很多。", "车也多。"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [sentence for _, sentence in kinds(text)] == sentences


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("海州新闻网讯(通讯员 林一)新馆开了。", [("dateline", "海州新闻网讯(通讯员 林一)"), ("body", "新馆开了。")]),
        ("中新网海州6月8日电(记者林一)新馆开了。", [("dateline", "中新网海州6月8日电(记者林一)"), ("body", "新馆开了。")]),
        ("海州新闻网讯 6月8日，新馆开了。", [("dateline", "海州新闻网讯"), ("body", "6月8日，新馆开了。")]),
        ("海州网上个月发来消息说新馆开了。", [("body", "海州网上个月发来消息说新馆开了。")]),
        ("新馆开了。(完)", [("body", "新馆开了。"), ("byline", "(完)")]),
        ("新馆开了。 海州日报记者 林一/摄", [("caption", "新馆开了。"), ("byline", "海州日报记者 林一/摄")]),
        ("图为新馆。", [("caption", "图为新馆。")]),
        ("主办单位：海州市科技局、海州市教育局", [("label list", "主办单位：海州市科技局、海州市教育局")]),
        ("主持人：大家好！新馆开了。", [("body", "主持人：大家好！"), ("body", "新馆开了。")]),
        ("责任编辑：林一", [("byline", "责任编辑：林一")]),
        ("2024-06-10 10:20", [("dateline", "2024-06-10 10:20")]),
        ("三层展厅各有看点", [("headline", "三层展厅各有看点")]),
        ("记者从海洋馆获悉，新馆开了。", [("body", "记者从海洋馆获悉，新馆开了。")]),
    ],
)
def test_kinds(line: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(f"新馆\n{line}", "新馆") == [("headline", "新馆"), *expected]


# What holds for every text

HAN = "春夏秋冬山水田园花鸟鱼虫东南西北高低远近来去进出升降快慢冷暖晴雨船车路桥城乡村镇老少男女"
MANY = "".join(map(chr, range(0x5000, 0x6000)))
SENTENCE = st.lists(st.text(HAN, min_size=6, max_size=25), min_size=1, max_size=4).map(lambda clauses: "，".join(clauses) + "。")
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=5).map("".join)
ANY = st.text(
    st.sampled_from("海洋科普周的一二三 。！？，、：；“”‘’《》（）()\n\r\u3000\u200b\x0cabc1.5-…/电讯本报记者图为摄"), max_size=200
)


@given(st.lists(PARAGRAPH, min_size=1, max_size=6))
def test_paragraphs_pass_unchanged(paragraphs: list[str]) -> None:
    text = "\n".join(["海洋科普周开幕", *paragraphs])
    [article] = split_articles(text, id="a")
    assert article.text == text
    assert [(run.start, run.raw, run.length) for run in article.runs] == [(0, 0, len(text))]


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 10**6), st.integers(14, 40), st.sampled_from([0, 2]))
def test_breaking_and_mending_keeps_sentences(seed: int, width: int, indent: int) -> None:
    choose = random.Random(seed)
    paragraphs = [
        "，".join("".join(choose.choices(MANY, k=choose.randint(5, 25))) for _ in range(choose.randint(9, 15))) + "。"
        for _ in range(choose.randint(1, 4))
    ]
    raw = "\n\n".join(line for paragraph in paragraphs for line in broken(paragraph, width, indent))
    articles = split_articles(raw, id="a")
    assert "".join(article.text for article in articles).replace("\n", "") == "".join(paragraphs)
    assert [s.span.of(a.text) for a in articles for s in split_sentences(a)] == paragraphs


@given(ANY)
def test_any_text_is_mapped_and_its_sentences_lose_nothing(raw: str) -> None:
    for article in split_articles(raw, id="a"):
        assert_mapped(article, raw)
        sentences = split_sentences(article)
        ends = [0, *(sentence.span.end for sentence in sentences)]
        starts = [*(sentence.span.start for sentence in sentences), len(article.text)]
        assert all(not article.text[end:start].strip() and end <= start for end, start in zip(ends, starts, strict=True))
        assert all(sentence.span.start < sentence.span.end for sentence in sentences)


@settings(deadline=None, max_examples=12)
@given(
    st.sampled_from(["海", "“", "”", "（", "《海", "海。", "“海。", "海 ", "海海", "本报", "记者", "2024年", "a", "1", "海\n", "海海，\n"])
)
def test_time_is_linear(piece: str) -> None:
    def split(size: int, _attempt: int) -> None:
        for article in split_articles(piece * (size // len(piece)), id="a"):
            split_sentences(article)

    assert grows_linearly(split, 5_000)


def test_the_day_of_a_notice_is_no_day_of_publication() -> None:
    notice = "第二届读书节\n时间：2024年6月8日\n地点：云岭市图书馆\n"
    [article] = split_articles(notice, id="a.txt")
    assert article.date is None
    [report] = split_articles("第二届读书节开幕\n时间：2024年6月8日\n第二届读书节在云岭市图书馆开幕。", id="b.txt")
    assert str(report.date) == "2024-06-08"
