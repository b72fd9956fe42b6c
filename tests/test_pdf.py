"""Newspaper pages in PDF: articles, headlines, mastheads, boxes, and what cannot be read. All texts are made up."""

from __future__ import annotations

import base64
import datetime
import io
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy
import pypdfium2
import pytest
from browsing import Browser
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from kg.errors import InputError
from kg.model import Article, Span
from kg.pdf import ocr, read_pdf, read_picture
from kg.pdf.blocks import Column, Head, find_columns, indents, is_written_by, make_column
from kg.pdf.characters import Character
from kg.pdf.lines import Line, make_line, read_lines
from kg.pdf.rows import begun_by, heads_over
from kg.text.page import SHORT_CAPTION
from tests.newspaper import STYLES, Page, break_lines, set_page
from tests.presses import print_chromium, print_reportlab
from tests.telling import compare, tell

SEEDS = range(6)
UNEVEN = range(6, 36)
SPOILT = range(36, 66)
PICTURED = range(66, 90)
PARTS = 6


def pairs(text: str) -> Counter[str]:
    bare = "".join(text.split())
    return Counter(bare[i : i + 2] for i in range(len(bare) - 1))


def likeness(told: str, read: str) -> float:
    """The F1 of the pairs of characters of two texts."""
    a, b = pairs(told), pairs(read)
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def body_of(article: Article) -> str:
    return article.text.removeprefix(article.title)


def tally(pages: Sequence[Page], printed: Sequence[bytes]) -> tuple[float, float, float]:
    """The shares of the articles that are whole and whose title is right, and the invented articles a page."""
    whole = titles = total = invented = 0
    for page, raw in zip(pages, printed, strict=True):
        articles = read_pdf(raw, id="page")
        matched = set()
        for news in page.news:
            scores = [max(likeness(told, body_of(article)) for told in (news.body, news.body + news.caption)) for article in articles]
            best = max(range(len(scores)), key=scores.__getitem__)
            whole += scores[best] >= 0.95
            titles += "".join(articles[best].title.split()) == news.title
            matched.add(best)
        total += len(page.news)
        invented += sum(n not in matched and article.title not in page.teasers for n, article in enumerate(articles))
    return whole / total, titles / total, invented / len(pages)


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return [set_page(seed, shadow=seed % 3 == 0) for seed in SEEDS]


def test_pages_become_their_articles(pages: list[Page]) -> None:
    whole, titles, invented = tally(pages, [print_reportlab(page) for page in pages])
    assert whole >= 0.9 and titles >= 0.93 and invented <= 0.1


@pytest.mark.parametrize("part", range(PARTS))
def test_pages_read_as_they_did(part: int, pytestconfig: pytest.Config) -> None:
    """Not all of it is right, and how much is right is held above; whoever changes how pages are read sees what comes of it."""
    told = []
    for seed in range(part, PICTURED.stop, PARTS):
        chance, styles = random.Random(seed), ("picture", "picture", "tall", "boxed") if seed in PICTURED else STYLES
        page = set_page(seed, shadow=seed % 3 == 0, styles=styles)
        page = uneven(page, chance) if seed in UNEVEN else spoilt(page, chance) if seed in SPOILT else page
        told += tell(f"{seed}", read_pdf(print_reportlab(page), id="page"))
    compare(f"printed-{part}.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))


def uneven(page: Page, chance: random.Random) -> Page:
    """The page as a careless press prints it: lines a little aside, larger, smaller, or lost, a column that slipped."""
    slipped, by = chance.choice(page.prints).x, chance.choice((0, 0, -6, 6, 14))
    prints = []
    for line in page.prints:
        if chance.random() < 0.98:
            aside = by if abs(line.x - slipped) < 20 else 0
            grown = chance.choice((1, 1, 1, 0.97, 1.04))
            x, y = line.x + aside + chance.uniform(-1.2, 1.2), line.y + chance.uniform(-0.8, 0.8)
            prints.append(replace(line, x=x, y=y, size=line.size * grown, pitch=line.pitch * grown))
    return replace(page, prints=prints)


def spoilt(page: Page, chance: random.Random) -> Page:
    """The page with what makes its layout hard to see: narrow gutters, wide leading, lines that touch, headlines as small as text."""
    narrow, leading, plain = chance.choice((1, 0.97, 1.015)), chance.choice((1, 1, 1.3)), chance.random() < 0.3
    prints = []
    for line in page.prints:
        fault = chance.random()
        size = min(line.size, 11.5) if plain and not line.vertical else line.size
        moved = replace(line, x=line.x * narrow, y=line.y * leading, size=size, pitch=min(line.pitch, size * 1.1) if plain else line.pitch)
        if fault < 0.03 and len(line.text) > 6:
            half = len(line.text) // 2
            prints += [replace(moved, text=line.text[:half]), replace(moved, text=line.text[half:], x=moved.x + half * moved.pitch + 3)]
        elif fault < 0.05:
            prints += [moved, replace(moved, x=moved.x + 0.4)]
        elif fault < 0.07:
            prints.append(replace(moved, text=" ".join(line.text[:8]) + line.text[8:]))
        elif fault < 0.09:
            prints.append(replace(moved, bold=not line.bold, size=size * chance.choice((1.2, 0.8))))
        else:
            prints.append(moved)
    return replace(page, prints=prints if chance.random() < 0.7 else chance.sample(prints, len(prints)))


def test_pages_printed_by_a_browser(pages: list[Page], tmp_path: Path) -> None:
    whole, titles, _ = tally(pages[:2], print_chromium(pages[:2], tmp_path))
    assert whole >= 0.9 and titles >= 0.93


def test_masthead_gives_date_paper_and_page(pages: list[Page]) -> None:
    for page in pages:
        for article in read_pdf(print_reportlab(page), id="page"):
            assert (str(article.date), article.page) == (page.date, "" if page.number == "01" else page.number)
            assert article.publisher == page.paper


def test_given_date_wins(pages: list[Page]) -> None:
    given = datetime.date(2020, 1, 2)
    assert {article.date for article in read_pdf(print_reportlab(pages[0]), id="page", date=given)} == {given}


def test_boxes_lead_back_to_the_page(pages: list[Page]) -> None:
    page = pages[1]
    printed = {(line.text.replace(" ", ""), round(line.x)) for line in page.prints}
    for article in read_pdf(print_reportlab(page), id="page"):
        assert article.boxes_of(Span(0, 1))[0].page == 1
        lines = {(box.span.of(article.text).replace(" ", "").replace("\n", ""), round(box.x0)) for box in article.boxes}
        vertical = {line.text for line in page.prints if line.vertical}
        assert {line for line in lines if line[0] not in vertical} <= printed


def test_ids_of_several_articles(pages: list[Page]) -> None:
    articles = read_pdf(print_reportlab(pages[0]), id="a.pdf", source="a.pdf")
    assert [article.id for article in articles[:2]] == ["a.pdf#1", "a.pdf#2"]
    assert {article.source for article in articles} == {"a.pdf"}


def printed(*pages: Sequence[tuple[float, float, float, str]]) -> bytes:
    """Pages of A4 with lines at (left, top, size)."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    made = io.BytesIO()
    sheet = canvas.Canvas(made, pagesize=(595, 842), invariant=1)
    for page in pages:
        for left, top, size, text in page:
            sheet.setFont("STSong-Light", size)
            sheet.drawString(left, 842 - top - 0.88 * size, text)
        sheet.showPage()
    sheet.save()
    return made.getvalue()


def column(left: float, top: float, text: str, *, width: int = 40) -> list[tuple[float, float, float, str]]:
    """A paragraph in lines of `width` characters, the first of them set in."""
    lines = break_lines(text, width)
    return [(left + 24 * (n == 0), top + 18 * n, 12.0, line) for n, line in enumerate(lines)]


STORY = "海州市6月8日举办读书周，市图书馆馆长林一介绍，读书周将持续七天，安排讲座三十场，二十家书店参加，预计有五万人次到场。"
MORE = "活动期间，读者可以凭借书证换领纪念书签，夜间开放的阅览室增加到十二个，郊区的读者可以乘坐专线车往返。"


def test_an_article_goes_over_to_the_next_page() -> None:
    head = [(60.0, 30.0, 9.0, "海州市图书馆工作通讯"), (280.0, 800.0, 9.0, "第 1 页")]
    long = STORY * 30
    lines = column(60, 120, long)
    first, rest = lines[:36], lines[36:]
    second = [(left, 80 + 18 * n, size, text) for n, (left, _, size, text) in enumerate(rest)]
    foot = [head[0], (280.0, 800.0, 9.0, "第 2 页")]
    [article] = read_pdf(printed([*head, (60.0, 70.0, 24.0, "读书周开幕"), *first], [*foot, *second]), id="a.pdf")
    assert article.title == "读书周开幕" and article.text.replace("\n", "") == "读书周开幕" + long
    ends = article.boxes_of(Span(len(article.text) - 1, len(article.text)))
    assert [box.page for box in ends] == [2] and {box.page for box in article.boxes} == {1, 2}
    assert all(article.raw_offset(offset) is not None for offset, letter in enumerate(article.text) if letter != "\n")


def test_an_article_goes_on_where_it_says() -> None:
    def page(number: int, *lines: tuple[float, float, float, str]) -> list[tuple[float, float, float, str]]:
        return [(60.0, 30.0, 12.0, f"0{number}版 要闻 2024年6月9日 海州日报"), *lines]

    first = page(1, (60.0, 90.0, 24.0, "读书周开幕"), *column(60, 130, STORY + "（下转第3版）"))
    between = page(2, (60.0, 90.0, 24.0, "书店延长营业"), *column(60, 130, MORE))
    third = page(3, (60.0, 90.0, 24.0, "专线车开到郊区"), *column(60, 130, MORE), *column(60, 300, "（上接第1版）" + MORE))
    articles = read_pdf(printed(first, between, third), id="a.pdf")
    assert [article.title for article in articles] == ["读书周开幕", "书店延长营业", "专线车开到郊区"]
    assert {box.page for box in articles[0].boxes} == {1, 3} and articles[0].text.endswith(MORE)
    assert [(str(article.date), article.publisher, article.page) for article in articles[:2]] == [
        ("2024-06-09", "海州日报", "01"),
        ("2024-06-09", "海州日报", "02"),
    ]


HEAD = (100.0, 90.0, 26.0, "读书周开幕")


def side_by_side(*texts: str, top: float = 140) -> list[tuple[float, float, float, str]]:
    """Columns of 19 characters beside one another, the first line of each set in."""
    return [line for n, text in enumerate(texts) for line in column(40 + 250 * n, top, text, width=19)]


def test_a_subheading_in_the_middle_does_not_divide_an_article() -> None:
    left, right = side_by_side(STORY), [(x + 250, y + 18, size, text) for x, y, size, text in side_by_side(MORE)]
    subhead = (350.0, 140.0, 13.9, "老问题新解法")
    [article] = read_pdf(printed([HEAD, *left, subhead, *right]), id="a.pdf")
    assert (article.title, article.text.split("\n")[1:]) == ("读书周开幕", [STORY, "老问题新解法", MORE])


def test_the_name_of_a_series_is_no_article() -> None:
    label = (40.0, 70.0, 14.5, "记者手记")
    [article] = read_pdf(printed([label, HEAD, *side_by_side(STORY, MORE)]), id="a.pdf")
    assert (article.title, article.text.split("\n")[1:]) == ("读书周开幕", ["记者手记", STORY, MORE])


def test_a_headline_off_the_middle_of_its_columns_has_the_first_of_them() -> None:
    head = (290.0, 90.0, 26.0, "读书周在海州开幕")
    [article] = read_pdf(printed([head, *side_by_side(STORY, MORE)]), id="a.pdf")
    assert (article.title, article.text.split("\n")[1:]) == ("读书周在海州开幕", [STORY, MORE])


def test_the_last_line_of_a_vertical_headline_may_be_printed_first() -> None:
    lines = [(40.0, 100.0, 26.0, "幕"), *((75.0, 100.0 + 30 * n, 26.0, letter) for n, letter in enumerate("读书周在海州开"))]
    text = [(left + 90, top, size, line) for left, top, size, line in side_by_side(STORY * 2, top=100)]
    [article] = read_pdf(printed([*lines, *text]), id="a.pdf")
    assert article.title == "读书周在海州开幕"


def test_words_that_stand_alone_in_a_column_are_no_article() -> None:
    lines = side_by_side(STORY + MORE)
    left, top, size, text = lines[3]
    lines[3:4] = [(left, top, size, text[:6]), (left + 11 * size, top, size, text[6:11])]
    [article] = read_pdf(printed([HEAD, *lines]), id="a.pdf")
    assert article.text.replace("\n", "").startswith("读书周开幕" + STORY[:30]) and text[6:11] in article.text


def test_lines_of_a_vertical_headline_may_have_one_middle() -> None:
    tall = [
        (75.0 - 35 * n, 100.0 + 30 * (m + 3.5 * n), 26.0, letter)
        for n, line in enumerate(("海州市读书周昨日开幕啦", "首日观众"))
        for m, letter in enumerate(line)
    ]
    text = [(left + 90, top, size, line) for left, top, size, line in side_by_side(STORY * 2, top=100)]
    [article] = read_pdf(printed([*tall, *text]), id="a.pdf")
    assert article.title == "海州市读书周昨日开幕啦首日观众"


def test_a_blank_made_wide_is_no_gutter() -> None:
    upper, *rest = side_by_side(STORY)
    left, top, size, text = upper
    parts = [(left, top, size, text[:9]), (left + 10.2 * size, top, size, text[9:])]
    [article] = read_pdf(printed([HEAD, *parts, *rest]), id="a.pdf")
    assert "".join(article.text.split()) == "读书周开幕" + STORY


def around_picture(*pieces: tuple[float, float, int], text: str) -> list[tuple[float, float, float, str]]:
    """A text run through pieces of columns of 19 characters: (left, top, lines) of each."""
    lines, made = break_lines(text, 19), []
    for left, top, count in pieces:
        for row in range(count):
            indent = 24 if len(made) == 0 else 0
            made.append((left + indent, top + 18.0 * row, 12.0, lines[len(made)])) if len(made) < len(lines) else None
    assert len(made) == len(lines)
    return made


CAPTION = "图为海州市图书馆。林一 摄"


@pytest.mark.parametrize(
    ("pieces", "left"),
    [
        (((40.0, 140.0, 4), (40.0, 400.0, 4), (290.0, 140.0, 12)), 40.0),
        (((40.0, 140.0, 9), (290.0, 140.0, 3), (290.0, 400.0, 8)), 290.0),
        (((40.0, 400.0, 6), (290.0, 140.0, 14)), 40.0),
        (((40.0, 140.0, 9), (40.0, 400.0, 8), (290.0, 140.0, 3)), 40.0),
    ],
    ids=["in the left column", "in the right column", "below the headline", "beside a short column"],
)
def test_text_goes_on_below_a_picture(pieces: tuple[tuple[float, float, int], ...], left: float) -> None:
    text = ((STORY + MORE) * 4).replace("。", "，")[: 19 * sum(count for *_, count in pieces) - 12] + "。"
    lines = around_picture(*pieces, text=text)
    # The file holds the columns from the right to the left, so that its order tells nothing.
    mixed = sorted(lines, key=lambda line: (-line[0] // 200, line[1]))
    below = (60.0, 620.0, 24.0, "书店延长营业")
    articles = read_pdf(printed([HEAD, *mixed, (left, 380.0, 10.5, CAPTION), below, *column(60, 660, MORE)]), id="a.pdf")
    assert [article.title for article in articles] == ["读书周开幕", "书店延长营业"]
    assert articles[0].text.replace("\n", "") == "读书周开幕" + text + CAPTION


def test_a_picture_over_two_columns_below_the_headline() -> None:
    text = (STORY + MORE).replace("。", "，")[:-1] + "。"
    lines = around_picture((40.0, 400.0, 4), (290.0, 400.0, 3), text=text)
    [article] = read_pdf(printed([HEAD, *lines, (40.0, 380.0, 10.5, CAPTION)]), id="a.pdf")
    assert article.text.replace("\n", "") == "读书周开幕" + text + CAPTION


IMPRINTS = [
    "本报社址：海州市报业路8号　邮编：000000　新闻热线：0000-7654321　印刷：海州印务有限公司",
    "本版编辑：周青　版式：赵磊　本版投稿邮箱：a@b.example",
    "零售每份：1.5元　月价：30元　印刷：海州日报印刷厂　上午4时开印　5时印完",
    "总编室电话：0000-123　发行部：0000-456　内部准印证：海字9号",
]


@pytest.mark.parametrize("imprint", IMPRINTS, ids=range(len(IMPRINTS)))
def test_what_the_foot_of_a_page_tells_of_the_paper_is_no_article(imprint: str) -> None:
    [article] = read_pdf(printed([HEAD, *side_by_side(STORY, MORE), (40.0, 815.0, 8.0, imprint)]), id="a.pdf")
    assert article.text.replace("\n", "") == "读书周开幕" + STORY + MORE


def test_the_head_of_the_first_page_of_a_small_paper_is_high() -> None:
    told = "2024年6月9日 星期日 农历五月初四 第2217期 国内统一连续出版物号 CN 00-0022 今日8版"
    lines = [(left, top + 60, size, text) for left, top, size, text in [HEAD, *side_by_side(STORY, MORE)]]
    [article] = read_pdf(printed([(40.0, 40.0, 60.0, "海州日报"), (40.0, 112.0, 10.0, told), *lines]), id="a.pdf")
    assert (str(article.date), article.publisher, article.title) == ("2024-06-09", "海州日报", "读书周开幕")


def print_page(browser: Browser, markup: str, **options: object) -> bytes:
    browser.driver.get("data:text/html;base64," + base64.b64encode(f"<meta charset=utf-8>{markup}".encode()).decode())
    return base64.b64decode(browser.driver.execute_cdp_cmd("Page.printToPDF", options)["data"])


def test_a_web_page_printed_to_pdf_is_one_article(browser: Browser) -> None:
    body = "".join(f"<p style='text-indent:2em'>第{n}场：{STORY}</p>" for n in range(20))
    markup = f"<title>读书周开幕-海州网</title><h1>读书周开幕</h1><p>2024-06-09 10:20 来源：海州晚报</p>{body}"
    [article] = read_pdf(print_page(browser, markup, displayHeaderFooter=True), id="a.pdf")
    assert (article.title, str(article.date), article.dated, article.publisher) == ("读书周开幕", "2024-06-09", "fromText", "海州晚报")
    assert article.text.split("\n")[2:] == [f"第{n}场：{STORY}" for n in range(20)]
    assert len({box.page for box in article.boxes}) > 1


def test_a_vertical_headline_holds_figures_and_a_short_last_line(browser: Browser) -> None:
    title = "海州第25届读书周开幕来自8780家书店"
    markup = (
        "<div style='display:flex;gap:10pt;font-size:12pt'><h1 style='writing-mode:vertical-rl;height:20em;margin:0;font-size:26pt'>"
        f"{title}</h1><div style='columns:2'><p style='text-indent:2em'>{STORY * 4}</p></div></div>"
    )
    [article] = read_pdf(print_page(browser, markup), id="a.pdf")
    assert article.title == title


def test_a_long_dash_of_one_glyph_stays_two_characters(browser: Browser) -> None:
    markup = f"<h1>“今年读什么”——读书周见闻</h1><p style='font-family:\"Noto Serif CJK SC\"'>{STORY}馆长说——这是第11届……</p>"
    [article] = read_pdf(print_page(browser, markup), id="a.pdf")
    assert article.title == "“今年读什么”——读书周见闻" and article.text.endswith("馆长说——这是第11届……")


def without_text() -> bytes:
    made = io.BytesIO()
    sheet = canvas.Canvas(made)
    sheet.rect(10, 10, 200, 200, fill=1)
    sheet.showPage()
    sheet.save()
    return made.getvalue()


def with_password() -> bytes:
    made = io.BytesIO()
    sheet = canvas.Canvas(made, encrypt="secret")
    sheet.drawString(10, 10, "closed")
    sheet.save()
    return made.getvalue()


def looped() -> bytes:
    return without_text().replace(b"/Kids [ ", b"/Kids [ 4 0 R 3 0 R ", 1)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "no PDF"),
        (b"hello", "no PDF"),
        (b"%PDF-1.4\n%%EOF", "damaged"),
        (print_reportlab(set_page(1))[:3000], "damaged"),
        (with_password(), "password"),
        (without_text(), "no text on page 1"),
    ],
    ids=["empty", "no PDF", "header only", "cut off", "password", "scanned"],
)
def test_bad_pdf(raw: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_pdf(raw, id="a", place="folder/a.pdf")
    assert (
        words in str(caught.value)
        and str(caught.value).startswith("folder/a.pdf: ")
        and caught.value.in_language("zh").startswith("folder/a.pdf：")
    )
    assert "\n" not in str(caught.value) + caught.value.in_language("zh")


def test_a_page_tree_with_a_loop_ends() -> None:
    with pytest.raises(InputError):
        read_pdf(looped(), id="a")


def scanned(raw: bytes) -> bytes:
    """A PDF whose pages are pictures of those of another."""
    made = io.BytesIO()
    sheet = canvas.Canvas(made, pagesize=(595, 842))
    for page in pypdfium2.PdfDocument(raw):
        sheet.drawImage(ImageReader(page.render(scale=200 / 72).to_pil()), 0, 0, 595, 842)
        sheet.showPage()
    sheet.save()
    return made.getvalue()


def test_scanned_pages_are_read_where_the_extra_is_installed() -> None:
    pytest.importorskip("rapidocr_onnxruntime")
    printed_page = printed([(60.0, 60.0, 24.0, "读书周开幕"), *column(60, 110, STORY, width=36), *column(60, 110 + 18 * 2, MORE, width=36)])
    pages: list[int] = []
    [article] = read_pdf(scanned(printed_page), id="a.pdf", on_recognized=pages.extend)
    assert pages == [1] and article.title == "读书周开幕"
    assert likeness(STORY + MORE, body_of(article)) > 0.9
    assert all(0 < box.x0 < box.x1 < 595 and 0 < box.y0 < box.y1 < 842 for box in article.boxes)


def box(left: float, top: float, right: float, bottom: float) -> list[list[float]]:
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


def recognized(monkeypatch: pytest.MonkeyPatch, *lines: tuple[list[list[float]], str]) -> list[str]:
    """The lines of a page of which a recognizer says these, at one dot a point."""
    monkeypatch.setattr(ocr, "_engine", lambda: lambda _: ([(corners, text, 0.9) for corners, text in lines], None))
    return [line.text for line in read_lines(ocr.recognize(numpy.zeros((800, 600, 3)), 1, 1.0, start=0).characters)]


def test_a_line_recognized_in_two_boxes_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    halves = (box(40, 90, 240, 110), "海州市读书周昨日开幕"), (box(225, 91, 325, 110), "幕书店延长")
    beside = (box(400, 90, 440, 110), "要闻")
    assert recognized(monkeypatch, *halves, beside) == ["海州市读书周昨日开幕书店延长", "要闻"]


def test_lines_of_a_recognized_headline_have_one_size(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (box(40, 90, 240, 110), "海州市读书周昨日开幕"), (box(40, 116, 146, 135), "“书店延长”")
    monkeypatch.setattr(ocr, "_engine", lambda: lambda _: ([(corners, text, 0.9) for corners, text in lines], None))
    sheet = ocr.recognize(numpy.zeros((800, 600, 3)), 1, 1.0, start=0)
    assert {character.size for character in sheet.characters} == {20.0}


def test_without_the_extra_a_scanned_page_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr_onnxruntime", None)
    for read in (read_pdf, read_picture):
        with pytest.raises(InputError) as caught:
            read(without_text(), id="a.pdf")
        assert 'pip install "kg[ocr]"' in str(caught.value) and 'pip install "kg[ocr]"' in caught.value.in_language("zh")


@pytest.mark.parametrize(("left", "top"), [(300.0, 70.0), (40.0, 20.0)], ids=["beside the columns", "far above"])
def test_a_label_belongs_to_the_headline_that_it_stands_at(left: float, top: float) -> None:
    """Without text below it, or far from the headline, a short line is no label of it: it does not stand in its article."""
    label = (left, top, 14.5, "记者手记")
    articles = read_pdf(printed([label, HEAD, *side_by_side(STORY)]), id="a.pdf")
    [news] = [article for article in articles if article.title == "读书周开幕"]
    assert "记者手记" not in news.text


def titled(articles: Sequence[Article]) -> list[tuple[str, str]]:
    """Title and text of each article, without line ends."""
    return [(article.title, body_of(article).replace("\n", "")) for article in articles]


def test_a_paragraph_at_the_foot_goes_on_at_the_head_of_the_next_column() -> None:
    """Its last lines are short, so that the next column seems far off; the file tells what follows."""
    below = (40.0, 620.0, 24.0, "书店延长营业")
    end = "市图书馆的林一昨天下午向读者说明：夜间开放的书店"
    lines = [HEAD, *column(40, 140, STORY, width=19), below, *column(40, 660, end, width=18), *column(290, 100, MORE, width=19)]
    assert titled(read_pdf(printed(lines), id="a.pdf")) == [("读书周开幕", STORY), ("书店延长营业", end + MORE)]


def test_a_first_line_that_names_the_reporter_is_text() -> None:
    text = "（记者林一　摄影周青）六月八日，" + MORE
    lines = column(40, 140, text, width=15)
    assert is_written_by(lines[0][3])
    [article] = read_pdf(printed([HEAD, *lines]), id="a.pdf")
    assert article.text.split("\n") == ["读书周开幕", text.replace("\u3000", " ")]


def test_the_last_character_of_a_vertical_headline_may_stand_at_its_middle() -> None:
    tall = [(75.0, 100.0 + 30 * n, 26.0, letter) for n, letter in enumerate("海州市读书周昨日开")]
    text = [(left + 90, top, size, line) for left, top, size, line in side_by_side(STORY * 2, top=100)]
    [article] = read_pdf(printed([*tall, (40.0, 220.0, 26.0, "幕"), *text]), id="a.pdf")
    assert article.title == "海州市读书周昨日开幕"


LONGEST_CAPTION = ("图为" + MORE)[: SHORT_CAPTION - 1] + "。"


@pytest.mark.parametrize(
    ("caption", "alone"),
    [(CAPTION, False), (LONGEST_CAPTION, False), ("图" + LONGEST_CAPTION, True), ("图为" + MORE, True)],
    ids=["short", "just short", "just long", "news of its own"],
)
def test_a_short_caption_below_the_end_of_a_column_is_no_article(caption: str, alone: bool) -> None:
    lines = [(40.0, 420.0 + 15 * n, 10.5, line) for n, line in enumerate(break_lines(caption, 20))]
    articles = read_pdf(printed([HEAD, *column(40, 140, STORY, width=19), *lines]), id="a.pdf")
    assert [article.title for article in articles] == ["读书周开幕", *[""] * alone]


def test_a_sentence_that_is_said_once_more_in_large_type_is_no_headline() -> None:
    above = column(40, 140, STORY, width=19)
    top = 150.0 + 18 * len(above)
    quote = [(40.0, top, 18.0, "“郊区的读者可以"), (40.0, top + 22, 18.0, "乘坐专线车往返”")]
    [article] = read_pdf(printed([HEAD, *above, *quote, *column(40, top + 56, MORE, width=19)]), id="a.pdf")
    assert "郊区的读者可以乘坐专线车往返" in MORE and titled([article]) == [("读书周开幕", STORY + MORE)]


def test_text_goes_on_below_a_sentence_set_large_and_in_the_next_column() -> None:
    quote = ["“郊区的读者", "可以乘坐专", "线车往返，老", "街的灯亮着”"]
    text = ((STORY + MORE) * 4).replace("。", "，")[:300] + "郊区的读者可以乘坐专线车往返，老街的灯亮着。"
    lines = break_lines(text, 19)
    count = len(lines) - 12
    pieces = around_picture((40.0, 140.0, 5), (40.0, 340.0, 7), (290.0, 140.0, count), text=text)
    large = [(40.0, 236.0 + 24 * n, 18.0, line) for n, line in enumerate(quote)]
    [article] = read_pdf(printed([HEAD, *pieces[:5], *large, *pieces[5:]]), id="a.pdf")
    assert titled([article]) == [("读书周开幕", text)]


def test_a_subheading_may_be_the_first_line_of_a_column() -> None:
    left = column(40, 140, STORY * 2, width=19)
    subhead = (340.0, 139.0, 14.4, "车要坐得上也坐得起")
    [article] = read_pdf(
        printed([(140.0, 90.0, 26.0, "海州市读书周昨日开幕"), *left, subhead, *column(290, 160, MORE, width=19)]), id="a.pdf"
    )
    assert titled([article]) == [("海州市读书周昨日开幕", STORY * 2 + subhead[3] + MORE)]


def test_three_short_lines_begin_the_column_of_the_full_lines_below_them() -> None:
    text = (STORY + MORE).replace("。", "，")[:-1] + "。"
    short = [(120.0 - 6 * len(line), 140.0 + 18 * n, 12.0, line) for n, line in enumerate(("老街的灯", "亮到深夜", "店主林一说"))]
    first, rest = column(40, 194, text, width=19)[:4], column(40, 194, text, width=19)[4:]
    right = [(290.0, 140.0 + 18 * n, size, line) for n, (_, _, size, line) in enumerate(rest)]
    [article] = read_pdf(printed([(140.0, 90.0, 26.0, "海州市读书周昨日开幕"), *short, *first, *right]), id="a.pdf")
    assert titled([article]) == [("海州市读书周昨日开幕", "老街的灯亮到深夜店主林一说" + text)]


def test_the_order_of_a_file_that_has_texts_before_their_headlines_tells_nothing() -> None:
    def text(left: float, place: int) -> Column:
        return make_column([set_line(left, 100 + 12 * n, "书店延长营业到十一点左右", place=place + 20 * n) for n in range(4)])

    columns = [text(40, 0), text(160, 200), text(280, 400), text(400, 600)]
    places = [100, 300, 500, 700]
    heads = [Head([set_line(50 + 120 * n, 70, "夜间书店", place=place, size=20)]) for n, place in enumerate(places)]
    assert begun_by(columns, heads) == {} and [heads_over(columns, heads, body=9.0)[id(c)] for c in columns] == heads


def test_a_line_whose_characters_stand_far_apart_is_one_line() -> None:
    texts = [(12.0, "读者可以凭借书证换领纪念书签"), (56.0, "专线车"), (12.0, "夜间开放的阅览室增加到十二个")]
    made = [
        Character(letter, 100 * row + n, 12.0, 40 + step * n, 18.0 * row, 52 + step * n, 18.0 * row + 12)
        for row, (step, text) in enumerate(texts)
        for n, letter in enumerate(text)
    ]
    assert [line.text.replace(" ", "") for line in read_lines(made)] == [text for _, text in texts]


def set_line(left: float, top: float, text: str, *, place: int = 0, size: float = 8.8) -> Line:
    """A line whose first character is the one numbered `place` of the file."""
    return make_line(
        [Character(letter, place + n, size, left + size * n, top, left + size * (n + 1), top + size) for n, letter in enumerate(text)]
    )


@pytest.mark.parametrize(("lines", "found"), [(3, False), (4, True), (30, True), (31, False)])
def test_paragraphs_are_set_in_where_more_than_one_line_in_thirty_is(lines: int, found: bool) -> None:
    """A column of three lines or fewer shows nothing."""
    text = [set_line(58 if n == 0 else 40, 100 + 12 * n, "晚上也开放的阅览室有十二间") for n in range(lines)]
    assert indents([make_column(text)]) == found


@pytest.mark.parametrize(
    ("left", "size", "columns"),
    [
        (40, 8.8, 1),  # as wide as two short lines of a first paragraph are not
        (52, 8.8, 1),  # set in by a little more than a character
        (8, 8.8, 2),  # begins far left of them
        (80, 8.8, 2),  # begins right of them
        (40, 13.0, 2),  # larger type
    ],
)
def test_where_a_wide_line_goes_on_below_two_short_ones(left: float, size: float, columns: int) -> None:
    short = [set_line(40, 100 + 12 * n, "书店延长营业") for n in range(2)]
    assert len(find_columns([*short, set_line(left, 124, "晚上也开放的阅览室有十二间", size=size)])) == columns


@pytest.mark.parametrize(
    ("end", "place"), [("馆里的读者很", 2000), ("馆里的读者。", 200)], ids=["its sentence goes on", "the file has it behind the headline"]
)
def test_a_headline_over_the_middle_of_a_row_that_is_not_full_has_its_first_column(end: str, place: int) -> None:
    upper = [set_line(40, 100 + 12 * n, "晚上也开放的阅览室有十二", place=300 + 20 * n) for n in range(3)]
    first = make_column([*upper, set_line(40, 136, end, place=380)])
    second = make_column([set_line(160, 100 + 12 * n, "书店延长营业到十一点左右", place=400 + 20 * n) for n in range(4)])
    before = make_column([set_line(400, 100, "专线车开到郊区", place=10)])
    head, other = Head([set_line(179, 70, "读书周", place=place, size=24)]), Head([set_line(400, 70, "专线车", place=1, size=20)])
    found = heads_over([first, second, before], [head, other], body=9.0)
    assert found == {id(first): head, id(second): head, id(before): other}


def test_a_headline_stands_over_the_columns_below_it_whatever_their_neighbours() -> None:
    """The neighbours begin higher, beside its last line."""
    high = make_column([set_line(40, 100 + 12 * n, "晚上也开放的阅览室有十二") for n in range(4)])
    low = make_column([set_line(160, 111 + 12 * n, "书店延长营业到十一点左右") for n in range(4)])
    heads = [Head([set_line(60, 60, "读书周", size=20)]), Head([set_line(170, 91, "夜间书店", size=20)])]
    assert heads_over([high, low], heads, body=9.0) == {id(high): heads[0], id(low): heads[1]}


def test_of_two_headlines_one_below_the_other_the_lower_stands_over_the_text() -> None:
    text = make_column([set_line(40, 150 + 12 * n, "晚上也开放的阅览室有十二") for n in range(4)])
    upper, lower = Head([set_line(44, 90, "老街新书店", size=18)]), Head([set_line(50, 120, "读书周", size=20)])
    assert heads_over([text], [upper, lower], body=9.0) == {id(text): lower}


def test_short_lines_at_the_foot_stand_in_a_column_as_wide_as_the_others() -> None:
    below = (40.0, 620.0, 24.0, "书店延长营业")
    centred = [(118.0, 660.0, 12.0, "老街的灯亮到深夜"), (130.0, 678.0, 12.0, "店主林一说")]
    lines = [HEAD, *column(40, 140, STORY, width=19), below, *centred, *column(290, 100, MORE, width=19)]
    assert titled(read_pdf(printed(lines), id="a.pdf"))[1] == ("书店延长营业", "老街的灯亮到深夜店主林一说" + MORE)


def test_a_headline_beside_its_text_begins_it_below_wider_lines() -> None:
    wide = column(100, 100, STORY + MORE, width=36)
    tall = [(60.0, 100.0 + 30 * n, 26.0, letter) for n, letter in enumerate("读书周")]
    top = 100.0 + 18 * len(wide)
    below = [(30.0, top, 20.0, "全市的书店"), (30.0, top + 26, 20.0, "延长营业")]
    articles = read_pdf(printed([*tall, *wide, *below, *column(150, top, MORE, width=30)]), id="a.pdf")
    assert titled(articles) == [("读书周", STORY + MORE), ("全市的书店延长营业", MORE)]


def test_a_subheading_stands_below_the_short_end_of_a_paragraph() -> None:
    above = column(40, 140, (STORY + MORE)[:78] + "。", width=19)
    top = 140.0 + 18 * len(above)
    subhead = (88.0, top + 3, 14.4, "车要坐得上也坐得起")
    [article] = read_pdf(printed([HEAD, *above, subhead, *column(40, top + 24, MORE, width=19)]), id="a.pdf")
    assert len(above[-1][3]) < 6 and article.title == "读书周开幕" and article.text.endswith(MORE)


def test_a_headline_below_text_that_goes_on_in_the_next_column_is_no_subheading() -> None:
    text = (STORY + MORE).replace("。", "，")[:-1] + "。"
    lines = [(290.0 - 250 * (n < 3), 140.0 + 18 * (n if n < 3 else n - 3), 12.0, line) for n, line in enumerate(break_lines(text, 19))]
    below = [(88.0, 197.0, 14.4, "车要坐得上也坐得起"), *column(40, 218, MORE, width=19)]
    articles = read_pdf(printed([HEAD, *lines[:3], *below, *lines[3:]]), id="a.pdf")
    assert titled(articles) == [("读书周开幕", text), ("车要坐得上也坐得起", MORE)]


def test_a_narrow_headline_of_many_lines_is_no_kicker_of_the_one_below() -> None:
    small = [(330.0, 330.0 + 20 * n, 16.0, line) for n, line in enumerate(("书店", "昨天", "起都", "延长", "营业"))]
    lines = [HEAD, *column(40, 140, STORY, width=40), *small, *column(370, 332, MORE, width=14)]
    main = (60.0, 440.0, 30.0, "海州专线车开到郊区各乡镇")
    articles = read_pdf(printed([*lines, main, *column(40, 490, STORY[::-1].strip("。") + "。", width=40)]), id="a.pdf")
    assert [article.title for article in articles] == ["读书周开幕", "书店昨天起都延长营业", "海州专线车开到郊区各乡镇"]


def test_a_headline_stands_over_columns_of_a_single_line_too() -> None:
    columns = [
        make_column([set_line(40, 100 + 12 * n, "馆里的读者很多") for n in range(4)]),
        make_column([set_line(110, 100, "晚上也开放。")]),
    ]
    head = Head([set_line(50, 70, "读书周开幕", size=20)])
    assert heads_over(columns, [head], body=9.0) == {id(column): head for column in columns}


def test_a_headline_that_begins_with_a_bracket_stands_apart_from_the_one_beside_it() -> None:
    """The blank half of the bracket reaches into the gutter."""
    left = [Character(letter, n, 16.0, 40 + 16.0 * n, 100.0, 56 + 16.0 * n, 116.0) for n, letter in enumerate("书店延长营业")]
    right = [Character(letter, 300 + n, 18.0, 138 + 18.0 * n, 99.0, 156 + 18.0 * n, 117.0) for n, letter in enumerate("【新馆】开馆")]
    assert sorted(line.text for line in read_lines([*left, *right])) == ["【新馆】开馆", "书店延长营业"]


def test_two_dashes_of_one_glyph_share_its_box() -> None:
    pair = [Character("—", 1, 18.0, 20.0, 0.0, 52.0, 18.0), Character("—", 2, 18.0, 20.0, 0.0, 52.0, 18.0)]
    after = Character("记", 3, 18.0, 51.9, 0.0, 69.9, 18.0)
    [line] = read_lines([Character("会", 0, 18.0, 2.0, 0.0, 20.0, 18.0), *pair, after])
    assert line.text == "会——记"
