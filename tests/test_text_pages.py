"""Text copied out of a newspaper page, kind by kind of fault, and web pages copied whole. All texts are made up."""

from __future__ import annotations

import datetime
import random
from itertools import pairwise

import pytest

from kg.errors import InputError
from kg.text import split_articles
from kg.text.columns import are_interleaved
from kg.text.furniture import is_imprint, is_page_number, is_section, read_masthead
from kg.text.lines import read_lines
from kg.text.radicals import as_ideograph
from kg.text.web import part_of, read_web_page
from tests.growth import grows_linearly
from tests.newspaper import break_lines, set_page, write_news
from tests.telling import compare, tell

REED = """本报讯（记者 石望舒）禾川市芦苇画展12
日在市文化馆开展。画展由禾川市文联主
办，展出六十位画师的二百余幅作品，免
费开放至月底。
禾川芦苇画已有三百年历史，去年
列入省级名录，带动七百户农家增收。
"""
FERRY = """雁洲湾电动渡轮14日首航。渡轮由赤岩
船厂历时两年建造，可载客三百人，航程
四十公里，不排放废气。
船长邹一帆说，渡轮每天往返八班，票
价十五元，老人半价。
"""
REED_HEAD, FERRY_HEAD = "禾川市芦苇画展开展", "雁洲湾电动渡轮首航"
PARTS = 4
LED = "本报讯（记者 罗素秋）" + FERRY


def titles(raw: str) -> list[str]:
    return [article.title for article in split_articles(raw, id="x")]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (f"{REED_HEAD}\n{REED}绿水青山间的新航程\n{FERRY}", [REED_HEAD, "绿水青山间的新航程"]),
        (f"{REED_HEAD}\n{REED}{FERRY_HEAD}\n——一艘船和一座城的故事\n{FERRY}", [REED_HEAD, FERRY_HEAD]),
        (f"{FERRY_HEAD}\n——海上公交又添新成员\n{LED}", [FERRY_HEAD]),
        (f"{REED_HEAD}\n◎本报通讯员 秦若川\n{REED}{FERRY_HEAD}\n▲ 范知远\n{FERRY}", [REED_HEAD, FERRY_HEAD]),
        (f"{REED_HEAD}\n{REED}{FERRY_HEAD}\n{LED}社址：禾川市河东路3号 邮编：990001 广告热线：0999-7654321\n", [REED_HEAD, FERRY_HEAD]),
        (f"海岚晚报\n2023年11月2日 星期四\n第6版 民生\n责编：石望舒 美编：卢静山\n{REED_HEAD}\n{REED}", [REED_HEAD]),
        (f"雁洲湾电动渡轮\n今晨首航\n雁洲湾电动渡轮\n今晨首航\n{FERRY}{REED_HEAD}\n{REED}", ["雁洲湾电动渡轮今晨首航", REED_HEAD]),
        (f"{REED_HEAD}\n{LED}{REED}荒滩变成大果园\n7版\n夜校灯火亮到十点（A3版）\n", ["", REED_HEAD, "荒滩变成大果园", "夜校灯火亮到十点"]),
        (f"水上交通驶向低碳\n{FERRY_HEAD}\n{LED}{REED_HEAD}\n{REED}", [FERRY_HEAD, REED_HEAD]),
        (f"{REED}{LED}一根苇草\n画出万般风情\n清风徐来\n碧波不惊\n", ["一根苇草画出万般风情", "清风徐来碧波不惊"]),
    ],
    ids=["catchy", "subtitle of a second", "subtitle", "bullet", "imprint", "masthead", "shadow", "teasers", "kicker", "two last"],
)
def test_kinds_of_faults(raw: str, expected: list[str]) -> None:
    found = titles(raw)
    assert [title for title in found if title or "" in expected] == expected or found == expected


def copied(seed: int) -> str:
    """Articles of a page, copied out of it: lines broken or whole, blank lines between them or none, with what stands around them or not."""
    chance = random.Random(seed)
    if seed % 3 == 0:
        return "\n".join(line.text for line in set_page(seed, shadow=seed % 2 == 0).prints)
    width, indent, blank = chance.choice((12, 16, 20, 27, 400)), chance.choice(("", "　　")), chance.choice(("\n", "\n", "\n\n"))
    lines = []
    for _ in range(4):
        news = write_news(chance, sentences=chance.randint(3, 9))
        lines += filter(None, (news.kicker, news.title, news.subtitle, news.byline))
        lines += [indent * (not n) + line for told in news.paragraphs for n, line in enumerate(break_lines(told, width))]
    return blank.join(lines)


@pytest.mark.parametrize("part", range(PARTS))
def test_copied_pages_read_as_they_did(part: int, pytestconfig: pytest.Config) -> None:
    """Not all of it is right, and how much is right is held elsewhere; whoever changes how pages are read sees what comes of it."""
    told: list[str] = []
    for seed in range(part, 240, PARTS):
        raw = copied(seed) if seed < 36 else damaged(copied(seed), random.Random(seed))
        try:
            told += tell(f"{seed}", split_articles(raw, id="page"))
        except InputError as error:
            told.append(f"{seed} {error}")
    compare(f"copied-{part}.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))


ABOVE = ("首页 新闻 财经 体育 登录 注册", "您的位置：首页 > 本地新闻 > 正文", "海岚时报 2024年3月12日 星期二 第3版", "")
BESIDE = (
    "2024-03-12 09:30 来源：海岚新闻网 作者：石望舒",
    "【字号：大 中 小】 打印",
    "分享到：微博 QQ空间",
    "（完）",
    "3",
    "◎本报记者 石望舒",
    "图为渡轮首航。石望舒 摄",
)
BELOW = ("责任编辑：范知远", "上一篇：雁洲湾电动渡轮首航", "版权所有 转载请注明", "（石望舒 罗素秋）", "下转第4版")
ALIKE = (("。", "."), ("，", ","), ("：", ":"), ("（", "("), ("2", "２"), ("日", "⽇"), ("高", "⾼"), ("“", '"'))


def damaged(raw: str, chance: random.Random) -> str:
    """A copy with what comes of copying: lines lost, joined, doubled, other characters, blanks in numbers, what stands around a text."""
    lines = []
    for line in raw.split("\n"):
        fault = chance.random()
        if fault < 0.02 and lines:
            lines[-1] += line
        elif fault < 0.04:
            lines += [line, line]
        elif fault < 0.06:
            lines += [chance.choice(BESIDE), line]
        elif fault > 0.02:
            lines.append(line.replace("0", "0 ") if fault > 0.95 else line)
    for old, new in chance.sample(ALIKE, 2):
        lines = [line.replace(old, new) if chance.random() < 0.5 else line for line in lines]
    return "\n".join([chance.choice(ABOVE), *lines, *chance.sample(BELOW, chance.choice((0, 1, 2)))])


def test_subheading_stays_in_its_article() -> None:
    more = "画展期间，禾川市文联还请来芦苇画传人\n现场教学，市民可以带走自己做的芦苇画作\n品，六十位画师轮流到馆。\n"
    assert titles(f"{REED_HEAD}\n{REED}老手艺有了新课堂\n{more}") == [REED_HEAD]


@pytest.mark.parametrize(("opens", "alone"), [("5月9日，", True), ("近日，", True), ("由此，", False)])
def test_a_day_at_its_head_makes_text_of_some_of_the_same_words_an_article(opens: str, alone: bool) -> None:
    ferry = "雁洲湾电动渡轮首航，市文化馆的画师登船。渡轮可载客三百人，航程四十公里，不排放废气，每天往返八班，票价十五元，老人半价。"
    assert titles(f"{REED_HEAD}\n{REED}乘风破浪正当时\n{opens}{ferry}\n") == [REED_HEAD, "乘风破浪正当时"][: 1 + alone]


def test_numbers_and_radicals_are_whole_again() -> None:
    raw = f"{REED_HEAD}\n{REED}".replace("二百余幅", "2 3 5幅").replace("六十位", "1 20位").replace("日", "⽇")
    [article] = split_articles(raw, id="x")
    assert "235幅" in article.text and "120位" in article.text
    assert as_ideograph("⻢") == "马" and "⽇" not in article.text


def test_masthead_of_copied_text_gives_date_paper_and_page() -> None:
    raw = f"海岚晚报\n2023 年 11 月 2 日 星期四\n第6版 民生\n责编：石望舒 美编：卢静山\n{REED_HEAD}\n{REED}"
    [article] = split_articles(raw, id="x")
    assert (article.date, article.publisher, article.page) == (datetime.date(2023, 11, 2), "海岚晚报", "6")


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("值班编委：陆明谦 版式：石望舒", True),
        ("2024年3月5日 星期二 农历正月廿五", True),
        ("国内统一连续出版物号CN 99-0101", True),
        ("联系电话：0999-1234567", True),
        ("印刷厂迁入新址", False),
        ("3月5日，全市植树三万棵", False),
    ],
)
def test_imprints(line: str, is_one: bool) -> None:
    assert is_imprint(line) is is_one


def test_numbers_of_pages_and_sections() -> None:
    assert all(map(is_page_number, ["3版", "第12版", "A04", "07", "（5版）"]))
    assert not any(map(is_page_number, ["3版图书", "2024", "第3届"]))
    assert is_section("08 文体") and not is_section("文体中心开放")
    assert read_masthead(["今日12版", "第3版"]).page == "3"


WEB = """首页 新闻 财经 体育 登录 注册
您的位置：首页 > 本地新闻 > 正文
禾川市芦苇画展开展
2024-03-12 09:30 来源：海岚新闻网 作者：石望舒
【字号：大 中 小】 打印 分享到：微博 QQ空间

3月12日，禾川市芦苇画展在市文化馆开展。
画展由禾川市文联主办。转载请注明出处，版权归海岚新闻网所有。
老手艺有了新课堂
六十位画师轮流到馆教学。

责任编辑：范知远
上一篇：雁洲湾电动渡轮首航
热门推荐
赤岩县新修水渠通水
老街改造完工
关于我们 | 联系我们 | 版权声明
Copyright © 2024 海岚新闻网 备案号：某ICP备00000000号
"""


def test_web_page_copied_whole() -> None:
    [article] = split_articles(WEB, id="x")
    assert article.title == "禾川市芦苇画展开展"
    assert article.text.split("\n")[1:] == [
        "3月12日，禾川市芦苇画展在市文化馆开展。",
        "画展由禾川市文联主办。",
        "老手艺有了新课堂",
        "六十位画师轮流到馆教学。",
    ]
    assert (str(article.date), article.publisher, article.byline) == ("2024-03-12", "海岚新闻网", "石望舒")


def test_the_subtitle_of_a_web_page_stands_below_its_title() -> None:
    [article] = split_articles(WEB.replace("开展\n2024", "开展\n——六十位画师同台\n2024"), id="x")
    assert article.title == "禾川市芦苇画展开展" and article.text.split("\n")[1] == "——六十位画师同台"


@pytest.mark.parametrize(
    ("between", "whole"),
    [
        ("老手艺有了新课堂", True),
        ("相关阅读：老街换新颜背后的故事", True),
        ("相关阅读", False),
        ("本网声明：凡注明来源的作品，未经授权不得转载。", False),
    ],
)
def test_what_divides_the_text_of_a_web_page(between: str, whole: bool) -> None:
    """The stretch that says most is the article; a subheading and another article's title do not end it."""
    first, then = "3月12日，禾川市芦苇画展在市文化馆开展。", "画展由禾川市文联主办，" + "展出六十位画师的二百余幅作品，" * 4 + "月底闭幕。"
    page = WEB.replace(WEB[WEB.index(first) : WEB.index("责任编辑")], f"{first}\n{between}\n{then}\n\n")
    [article] = split_articles(page, id="x")
    assert then in article.text and (first in article.text) is whole


@pytest.mark.parametrize(
    "text",
    [
        "版权保护论坛开幕\n3月12日，版权保护论坛在海岚市开幕。\n首页设计大赛同时颁奖。\n论坛由海岚市版权局主办。",
        "分享会\n分享会在图书馆举行。\n来源：海岚日报\n责任编辑：李四",
    ],
)
def test_news_about_the_web_loses_nothing(text: str) -> None:
    [article] = split_articles(text, id="x")
    assert article.text == text


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("首页 > 时政 > 要闻", "navigation"),
        ("设为首页 | 加入收藏", "navigation"),
        ("分享到：微信 微博 QQ空间", "share"),
        ("下一篇：老街改造完工", "related"),
        ("本网声明：凡注明来源的作品，未经授权不得转载。", "rights"),
        ("3月12日，画展开幕。版权所有，不得转载。", "text"),
        ("微信公众号大赛启动", "short"),
    ],
)
def test_parts_of_a_web_page(line: str, part: str) -> None:
    assert part_of(line) == part


# What stands on the pages of sites around their articles, made up in the ways of many.
HEADS = (
    "首页 新闻 财经 体育 登录 注册", "首页", "您的位置：首页 > 本地新闻 > 正文", "海州论坛›版块›查看内容", "首页 → 要闻 → 正文", "首页/文化",
    "设为首页 | 加入收藏", "手机版 客户端 无障碍", "导航", "1 2 3 下一页", "< 1/6 >", "欢迎光临海岚新闻网", "今天是2024年3月12日 星期二", "海岚新闻网",
)  # fmt: skip
METAS = (
    "2024-03-12 09:30 来源：海岚新闻网 作者：石望舒", "2024年3月12日 09:30", "来源：海州晚报", "发布时间：2024-03-12 浏览次数：128", "时间：2024/03/12",
    "2024 03/12 10:20:31", "发表于 2024-03-12 08:12 | 只看该作者", "石望舒 2024.3.12", "作者：石望舒 编辑：范知远 阅读：12万+", "2024-03-12 海州晚报 评论(8)",
    "3月12日 海岚市", "2024-03-12 这是一行写得太长而不像是来源与时间的说明文字", "来源：", "阅读量：3021", "字号：大 中 小", "（2024年3月12日）",
)  # fmt: skip
BUTTONS = (
    "分享到：微博 QQ空间", "【字号：大 中 小】 打印", "打印 关闭", "扫一扫分享到微信", "点赞 12", "评论（8）", "收藏 转发 举报", "#画展# #海岚#", "【1】【2】", "附件：名单.docx",
    "画展名单.xlsx", "更多精彩内容，请关注公众号。", "扫码下载客户端", "打开客户端，阅读体验更佳", "返回顶部", "3.2万+", "回复 举报",
)  # fmt: skip
OTHERS = (
    "上一篇：雁洲湾电动渡轮首航", "下一篇：没有了", "上一篇文章：书店延长营业，读者增加", "热门推荐", "相关阅读", "相关阅读：老街换新颜背后的故事", "延伸阅读：书店延长营业",
    "今日热点", "推荐阅读：", "猜你喜欢", "更多>>", "相关新闻：一", "赤岩县新修水渠通水", "老街改造完工", "专线车开到郊区", "书店延长营业", "湿地来了新客人",
)  # fmt: skip
RIGHTS = (
    "关于我们 | 联系我们 | 版权声明", "Copyright © 2024 海岚新闻网 备案号：某ICP备00000000号", "版权所有 转载请注明出处", "本网声明：凡注明来源的作品，未经授权不得转载。",
    "版权归海岚新闻网所有。未经许可不得转载。", "举报电话：0999-1234567", "违法和不良信息举报", "版权保护周3月12日开始，图书馆举办讲座。", "免责声明", "转载须经授权",
)  # fmt: skip
EDITORS = (
    "责任编辑：范知远", "（责编：范知远、石望舒）", "【责任编辑:林一】", "编辑/林一", "文/林一 摄影：石望舒", "审核：范知远 校对：林一", "编辑说，画展下月闭幕。", "摄影 林一",
    "来源：海岚日报", "监制：范知远",
)  # fmt: skip
BETWEEN = (
    "老手艺有了新课堂",
    "——六十位画师同台",
    "图为画展现场。石望舒 摄",
    "***",
    "（一）",
    "▲ 画师在作画",
    "相关阅读：老街换新颜背后的故事",
    "分享到：微信",
    "",
)


def copied_site(seed: int) -> str:
    """A page of a site copied whole."""
    chance = random.Random(seed)
    news = write_news(chance, sentences=chance.randint(2, 8))

    def some(lines: tuple[str, ...], most: int) -> list[str]:
        return chance.sample(lines, chance.randint(0, most))

    title, metas = [news.title], some(METAS, 2)
    head = title + metas if chance.random() < 0.7 else metas + title
    body = [line for told in news.paragraphs for line in (told, *some(BETWEEN, 1))]
    if chance.random() < 0.4:
        body[-1] += chance.choice(RIGHTS + EDITORS)
    below = [line for lines in chance.sample((some(EDITORS, 2), some(OTHERS, 6), some(RIGHTS, 3), some(BUTTONS, 2)), 4) for line in lines]
    return chance.choice(("\n", "\n\n")).join([*some(HEADS, 3), *head, *some(BUTTONS, 1), *body, *some(BUTTONS, 2), *below])


def test_sites_copied_whole_read_as_they_did(pytestconfig: pytest.Config) -> None:
    told = []
    for seed in range(200):
        for article in split_articles(copied_site(seed), id="page"):
            text = article.text.replace("\n", "/")
            facts = (article.title, article.date, article.publisher, article.byline, article.page, text[:40], text[-40:], len(text))
            told.append(" | ".join(map(str, (seed, *facts))))
    compare("websites.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))


def test_lines_of_sites_are_the_parts_they_were(pytestconfig: pytest.Config) -> None:
    """Alone, as the end of a sentence, with a word before or behind, and two in one line."""
    lines = [*HEADS, *METAS, *BUTTONS, *OTHERS, *RIGHTS, *EDITORS, *filter(None, BETWEEN)]
    ways = [
        way
        for line, other in pairwise(lines)
        for way in (
            line,
            f"{line}。",
            f"画展{line}",
            f"{line} 画展今天开幕",
            f"{line} {other}",
            f"（{line}）",
            line[: len(line) // 2],
            line * 3,
        )
    ]
    compare("parts.txt", [f"{part_of(way)} | {way}" for way in dict.fromkeys(ways)], rewrite=pytestconfig.getoption("--rewrite-golden"))


def mixed(*articles: str) -> str:
    """The lines of articles in turn, as a copy across columns gives them."""
    return "\n".join(line for row in zip(*(article.strip().split("\n") for article in articles), strict=False) for line in row)


def columns(seed: int, *, sentences: int = 14) -> list[str]:
    """Two articles in lines of one width."""
    rng = random.Random(seed)
    return ["\n".join(line for text in write_news(rng, sentences=sentences).paragraphs for line in break_lines(text, 17)) for _ in range(2)]


@pytest.mark.parametrize("seed", range(5))
def test_mixed_columns_are_said(seed: int) -> None:
    left, right = columns(seed)
    assert split_articles(f"{left}\n{right}", id="x")
    for raw in (mixed(left, right), "\n".join(f"{a}      {b}" for a, b in zip(left.split("\n"), right.split("\n"), strict=False))):
        with pytest.raises(InputError, match="give the PDF") as caught:
            split_articles(raw, id="copy.txt")
        assert "栏目交错" in caught.value.in_language("zh") and caught.value.in_language("zh").startswith("copy.txt：")


@pytest.mark.parametrize("seed", range(4))
def test_columns_mixed_in_a_part_of_a_page_are_said(seed: int) -> None:
    """Most of the page is in order; a third, or a few lines side by side, are not."""
    (left, right), rest = columns(seed, sentences=28), "\n".join(columns(seed + 20) + columns(seed + 40))
    beside = "\n".join(f"{a}    {b}" for a, b in zip(left.split("\n")[2:26], right.split("\n")[2:26], strict=True))
    assert split_articles(f"{rest}\n{left}\n{right}", id="x")
    for raw in (f"{rest}\n{mixed(left, right)}", f"{rest}\n{beside}\n{left}"):
        with pytest.raises(InputError, match="columns are mixed"):
            split_articles(raw, id="x")


def test_looking_for_mixed_columns_takes_time_in_proportion_to_the_lines() -> None:
    """Without a gap, and with one at the end of each line."""
    for end in ("", "    岸边"):
        assert grows_linearly(lambda size, _attempt, end=end: are_interleaved([f"{'芦苇画展，' * size}{end}"] * 12), 100)


NEWS = "6月8日，海州市图书馆举办第三届读书周，二十家书店参加。馆长林一介绍，读书周将持续七天，预计有五万人次到场。"
MORE_NEWS = "活动期间，读者可以凭借书证换领纪念书签，夜间开放的阅览室增加到十二个，郊区的读者可以乘坐专线车往返。"
BODY = f"{NEWS}\n{MORE_NEWS}\n"


@pytest.mark.parametrize(
    "copied",
    [
        f"海州论坛 设为首页 收藏本站\n海州论坛›版块›查看内容\n读书周开幕，您去吗？\n发表于 2024-06-09 08:12 | 只看该作者\n{BODY}回复 举报\n路人1\n谢谢分享，学习了\n",
        f"2024 06/09 10:20:31\n来源：海州晚报\n读书周开幕，您去吗？\n{BODY}【责任编辑:林一】\n深度观察\n书店延长营业\n扫码下载客户端\n版权所有\n",
        f"首页\n关于\n读书周开幕，您去吗？\n发表于 2024年6月9日 由 小舟\n{BODY}分类：动态 标签：社区\n上一篇文章：书店延长营业，读者增加\n发表回复\n",
        f"首页 要闻 本地\n读书周开幕，您去吗？\n2024-06-09 16:08 海州晚报 评论(8)\n{NEWS}\n延伸阅读：书店延长营业\n{MORE_NEWS}\n"
        "更多精彩内容，请关注公众号。\n今日热点\n专线车开到郊区\n书店延长营业\n关于我们 商务合作\n",
    ],
    ids=["forum", "facts above the title", "blog", "advertisements"],
)
def test_web_pages_of_other_makes_copied_whole(copied: str) -> None:
    [article] = split_articles(copied, id="a.txt")
    assert article.title == "读书周开幕，您去吗？"
    assert article.text.split("\n")[1:] == [NEWS, MORE_NEWS]
    assert str(article.date) == "2024-06-09"


def test_clean_text_with_editor_and_date_loses_nothing() -> None:
    raw = f"读书周开幕\n2024-06-09 来源：海州晚报\n{BODY}（责任编辑：林一）"
    [article] = split_articles(raw, id="a.txt")
    assert article.text.replace("\n", "") == raw.replace("\n", "")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("海州读书周开\n幕，书店\n", "海州读书周开幕，书店"),
        ("海州读书周今日开幕 ——来自二十家书店\n", "海州读书周今日开幕"),
        ("海州读书周今日开幕■林一\n", "海州读书周今日开幕"),
        ("海海州读书书周今日开幕\n", "海州读书周今日开幕"),
        ("海 州 读 书\n周 今 日 开 幕\n", "海州读书周今日开幕"),
        ("人物\n海州读书周今日开幕\n", "海州读书周今日开幕"),
        ("\n".join("海州读书周今日开幕") + "\n", "海州读书周今日开幕"),
        ("\n".join("店参加海州读书周开幕二十家书") + "\n", "海州读书周开幕二十家书店参加"),
        ("\n".join("七天海州读书周将持续") + "\n■林一\n", "海州读书周将持续七天"),
    ],
    ids=[
        "two lines",
        "run together with its subtitle",
        "run together with its byline",
        "doubled characters",
        "set wide",
        "below the name of a column",
        "upright",
        "upright, its last column first",
        "upright, above its byline",
    ],
)
def test_headlines_of_copied_pages(head: str, title: str) -> None:
    body = "海州读书周8日开幕，二十家书\n店参加。海州市图书馆馆长林一\n介绍，读书周将持续七天，安排\n讲座三十场，预计有五万人次到\n场。\n"
    assert split_articles(f"{head}{body}", id="a.txt")[0].title == title


@pytest.mark.parametrize(
    "head",
    [
        "禾川芦苇画\n展迎来第15\n届观众二十\n万人次各地\n画师到会\n■ 秦若川\n",  # a credit below a headline of many lines
        "禾川芦苇画展迎来第\n15届观众二十万人次各地画师到会\n",  # broken before a number
        "禾川芦苇画展迎来第15\n届观众二十万人次各地画师到会\n",  # and behind one
        "禾川芦苇画展迎来第15届观众\n二十万人次各地画画师到会\n",  # the shadow of one character
    ],
    ids=["credit", "before", "behind", "shadow"],
)
def test_a_headline_of_many_lines_is_whole(head: str) -> None:
    assert titles(LED + head + REED)[-1] == "禾川芦苇画展迎来第15届观众二十万人次各地画师到会"


@pytest.mark.parametrize(("indent", "title"), [(0, "书店延长营业到十一点半读者"), (2, "")], ids=["none set in", "all set in"])
def test_a_line_two_characters_short_opens_a_paragraph_only_where_paragraphs_are_set_in(indent: int, title: str) -> None:
    paragraphs = [
        "海州市图书馆昨天说，读书周将持续七天，安排讲座三十场，二十家书店参加，预计有五万人次到场。",
        "郊区的读者可以乘坐专线车往返，车票由图书馆承担，凭借书证领取，每人每天两张。",
        "馆长林一介绍，今年的讲座多半排在晚上，白天上班的人下了班也赶得上听一场。",
        "老街的三家书店把门前的空地让出来摆旧书，卖得的钱捐给山里的小学买书架用。",
        "读书周期间，夜间开放的阅览室增加到十二个，最晚的一个开到十一点半才关门。",
    ]
    lines = [line for text in paragraphs for line in break_lines(text, 15, indent=indent)]
    assert titles("\n".join(["书店延长营业到十一点半读者", *lines])) == [title]


def test_credits_belong_to_the_text_below() -> None:
    raw = (
        FERRY_HEAD
        + "\n"
        + LED
        + REED_HEAD
        + "\n本报通讯员 范知远 记者 秦若\n川\n禾川芦苇画问答\n"
        + REED.replace("本报讯（记者 石望舒）", "芦苇画为什么好看，")
    )
    articles = split_articles(raw, id="x")
    assert [article.title for article in articles] == [FERRY_HEAD, REED_HEAD] and articles[1].byline == "范知远 秦若川"


def test_a_note_on_its_own_line_ends_the_article_above() -> None:
    articles = split_articles(FERRY + "（完）\n" + REED_HEAD + "\n" + REED, id="x")
    assert [article.title for article in articles] == ["", REED_HEAD] and articles[0].text.endswith("（完）")


def test_two_notes_behind_the_last_sentence_end_the_article_above() -> None:
    articles = split_articles(f"{FERRY.strip()}（完）（▲范知\n远）\n{REED_HEAD}\n{REED}", id="x")
    assert [article.title for article in articles] == ["", REED_HEAD]


def test_a_newspaper_page_with_words_of_web_pages_is_none() -> None:
    """Some of its lines are long and end a sentence: the first third of what runs does."""
    narrow = "\n".join(line for text in write_news(random.Random(4), sentences=14).paragraphs for line in break_lines(text, 13))
    wide = "".join(
        f"{name}介绍，馆里今年新增座位三百个，读者可以在网上预约，也可以到前台登记领取号牌。\n" for name in ("林一", "石望舒", "范知远")
    )
    copied = f"首页 要闻 经济 文化\n来源：海岚晚报 2023年11月2日\n{narrow}\n图书馆添座位\n{wide}"
    assert read_web_page([line.strip for line in read_lines(copied)]) is None


def as_column(text: str, width: int) -> str:
    """A paragraph in lines of `width` characters, the first of them set in by two."""
    return "\n".join(break_lines(text, width)) + "\n"


LONG_REED = (
    "禾川芦苇画已有三百年历史，去年列入省级名录，带动七百户农家增收。画师秦若川说，一幅大画要用上千根苇草，从收割、晾晒到熨平，"
    "前后三个月才能完工。今年文化馆开办了十二个班，学画的孩子坐满了教室。"
)


LONG_FERRY = (
    "雁洲湾电动渡轮14日首航。渡轮由赤岩船厂历时两年建造，可载客三百人，航程四十公里，不排放废气。船长邹一帆说，渡轮每天往返八班，"
    "票价十五元，老人半价；码头上还添了充电桩和候船室，沿岸五个村的居民出门不必再绕行大桥。"
)


@pytest.mark.parametrize(("before", "width"), [(16, 40), (40, 16)], ids=["before it narrower", "before it wider"])
def test_a_first_paragraph_of_one_line_begins_the_text_below_whatever_stood_before(before: int, width: int) -> None:
    raw = f"{FERRY_HEAD}\n{as_column(LONG_FERRY, before)}{REED_HEAD}\n展厅里人头攒动。\n{as_column(LONG_REED, width)}"
    found = split_articles(raw, id="x")
    assert [article.title for article in found] == [FERRY_HEAD, REED_HEAD]
    assert found[1].text.replace("\n", "") == f"{REED_HEAD}展厅里人头攒动。{LONG_REED}"


def test_a_line_that_came_out_short_does_not_end_its_paragraph() -> None:
    """Brackets and a foreign word hold its last characters together."""
    lines = ["芦苇画馆是禾川市重点文", "化场馆、全国研学基地和本省", "三十八个非遗工坊之一，也", "被列为“禾川-雁洲-青"]
    lines += ["峦”文化走廊的首站，每年接", "待三万人次，馆内设有展厅、", "教室和书房，学画的孩子坐满", "了教室。"]
    raw = f"{FERRY_HEAD}\n{as_column(LONG_FERRY, 13)}{REED_HEAD}\n{as_column(LONG_REED, 13)}" + "\n".join(lines)
    assert split_articles(raw, id="x")[-1].text.split("\n")[-1] == "".join(lines)


@pytest.mark.parametrize("note", ["记者 石望舒 摄影", "通讯员 石望舒"])
def test_a_dateline_broken_within_its_bracket_opens_the_text(note: str) -> None:
    news = LONG_REED.replace("禾川芦苇画", "芦苇画", 1)
    raw = f"{FERRY_HEAD}\n{as_column(FERRY.replace(chr(10), ''), 16)}{REED_HEAD}\n禾川新闻网讯(记者 {note}\n任永年)12日，{as_column(news, 16)}"
    found = split_articles(raw, id="x")
    assert [article.title for article in found] == [FERRY_HEAD, REED_HEAD] and found[1].text.split("\n")[1].startswith("禾川新闻网讯(")


def test_an_upright_headline_stands_alone_though_a_row_of_it_makes_one_line() -> None:
    """Its last column holds one character, which stands in one row with the first of the column before."""
    upright = "\n".join(["展 禾", *"川市芦苇画"])
    raw = f"{FERRY_HEAD}\n{as_column(FERRY.replace(chr(10), ''), 16)}{upright}\n{as_column(LONG_REED, 16)}"
    found = split_articles(raw, id="x")
    assert len(found) == 2 and sorted(found[1].title) == sorted("禾川市芦苇画展")


def test_upright_headlines_are_no_mixed_columns() -> None:
    """The characters of each, one to a line, go on in no word that the page has elsewhere."""
    names = "".join(chr(0x4E00 + 31 * n) for n in range(60))
    upright = "\n".join(names)
    news = "\n".join(line for text in write_news(random.Random(3), sentences=28).paragraphs for line in break_lines(text, 17))
    assert split_articles(f"{news}\n{upright}\n{news}", id="x")


def test_many_new_words_at_the_breaks_are_no_mixed_columns() -> None:
    """Words that the page says once only are broken in a stretch of it, but no line goes on two lines further either."""
    news = [
        line for seed in range(3) for text in write_news(random.Random(seed), sentences=20).paragraphs for line in break_lines(text, 17)
    ]
    once = [chr(0x5000 + 7 * n) + "日前，" + news[n % len(news)][2:9] + chr(0x6000 + 7 * n) for n in range(60)]
    assert split_articles("\n".join([*news, *once, *news]), id="x")


def test_the_name_of_a_column_is_no_article() -> None:
    raw = f"{FERRY_HEAD}\n{as_column(FERRY.replace(chr(10), ''), 16)}夜读\n苇草里的光阴\n禾川芦苇画问答\n{as_column(LONG_REED, 16)}"
    found = split_articles(raw, id="x")
    assert len(found) == 2 and "夜读" in found[1].text


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("夏历四月廿一 甲辰年四月廿一", True),
        ("三版责编：石望舒 本刊地址：禾川市河东路3号", True),
        ("凌晨2时30分开印 5时付印 本期16版", True),
        ("2024年2月21日星期四责任编辑石望舒版式卢静山", True),
        ("2024年2月21日星期四责任编辑石望舒获奖", False),
        ("凌晨2时30分开工，本期工程共16栋", False),
    ],
)
def test_words_of_page_feet_stand_in_the_ontology(line: str, is_one: bool) -> None:
    assert is_imprint(line) is is_one
