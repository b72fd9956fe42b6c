"""Inputs: what a file is, what comes of it, what is refused and why. All texts are made up."""

from __future__ import annotations

import base64
import bz2
import codecs
import csv
import datetime
import gzip
import io
import json
import lzma
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.cli import main
from kg.day import find_address_day, find_name_day, read_day
from kg.errors import DateError, InputError, KgError
from kg.given import Given, find_files, parse_columns
from kg.inputs import Account, Entry, account_rows, read_articles, read_inputs
from kg.inputs.encodings import Decoded, decode
from kg.inputs.limits import FREE, GROWTH, Budget
from kg.inputs.web import read_page
from kg.inputs.words import column_of, input_words, label_of
from kg.model import Article
from tests.sites import page_of
from tests.telling import compare, tell

TITLE = "海洋馆昨日重新开馆"
BODY = "海州海洋馆6月8日重新开馆。馆长林一说：“我们准备了两年。”\n新馆分为三层，展出鱼类四百多种。"
NEWS = f"{TITLE}\n{BODY}"
TRADITIONAL = "海洋館昨日重新開館\n海州海洋館6月8日重新開館，館長說準備了兩年。新館分為三層，展出魚類四百多種。"


def write(path: Path, content: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def entries(account: Account) -> dict[str, Entry]:
    return {entry.place: entry for entry in account.entries}


def refused(account: Account) -> dict[str, str]:
    return {entry.place: entry.remark_in("en") for entry in account.refused}


def zipped(**members: bytes | str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def packed(members: dict[str, bytes | str]) -> bytes:
    return zipped(**members)


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return held.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(*paragraphs: str, head: str = "") -> bytes:
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in paragraphs)
    document = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>{lines}</w:body></w:document>'
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def odt(*paragraphs: str, head: str = "") -> bytes:
    lines = "".join(f"<text:p>{line}</text:p>" for line in paragraphs)
    spaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    content = (
        f'<?xml version="1.0"?>{head}<office:document-content {spaces}><office:body><office:text>{lines}'
        "</office:text></office:body></office:document-content>"
    )
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def rtf(*paragraphs: str) -> bytes:
    lines = [line.encode("gbk").hex() for line in paragraphs]
    words = ["".join(f"\\'{line[i : i + 2]}" for i in range(0, len(line), 2)) for line in lines]
    return ("{\\rtf1\\ansi\\ansicpg936 " + "\\par ".join(words) + "\\par }").encode()


def workbook(*rows: list[object]) -> bytes:
    book, held = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(held)
    return held.getvalue()


# Kinds

ROW = {"标题": TITLE, "正文": BODY, "日期": "2024年6月9日", "来源": "海州晚报"}
TABLE = f'标题,正文,日期,来源\n{TITLE},"{BODY}",2024年6月9日,海州晚报\n'
KINDS: dict[str, tuple[str, bytes | str]] = {
    "a.txt": ("plain", NEWS),
    "b.dat": ("plain", NEWS),
    "c.md": ("markdown", f"# {TITLE}\n\n" + BODY.replace("\n", "\n\n")),
    "d.docx": ("docx", docx(*NEWS.split("\n"))),
    "e.odt": ("odt", odt(*NEWS.split("\n"))),
    "f.rtf": ("rtf", rtf(*NEWS.split("\n"))),
    "g.json": ("json", json.dumps([ROW], ensure_ascii=False)),
    "h.json": ("json", json.dumps({"code": 0, "data": {"list": [{"headline": TITLE, "content": BODY}]}})),
    "i.jsonl": ("jsonl", json.dumps(ROW)),
    "j.txt": ("jsonl", json.dumps(ROW) + "\n" + json.dumps({"text": NEWS})),
    "k.csv": ("csv", codecs.BOM_UTF8 + TABLE.encode()),
    "l.csv": ("csv", TABLE.encode("gb18030")),
    "m.txt": ("tsv", f"标题\t正文\n{TITLE}\t" + BODY.replace("\n", "") + "\n"),
    "n.xlsx": ("workbook", workbook(["海州新闻汇总"], list(ROW), [TITLE, BODY, datetime.datetime(2024, 6, 9), "海州晚报"])),
    "o.html": (
        "page",
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>" + BODY.replace("\n", "</p><p>") + "</p></body></html>",
    ),
    "p.docx": ("plain", NEWS),
    "q.txt": ("docx", docx(*NEWS.split("\n"))),
}


def test_a_page_is_dated_by_its_structured_data(tmp_path: Path) -> None:
    told = json.dumps({"@graph": [{"@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-06-07T23:30:00+08:00"}]})
    for script, date in (
        ("", None),
        ('<script type="application/ld+json">{', None),
        (f'<script type="application/ld+json">{told}', "2024-06-07"),
    ):
        page = KINDS["o.html"][1].replace("<head>", f"<head>{script}</script>")
        [article] = read_inputs([write(tmp_path / "page.html", page)]).articles
        assert (article.title, article.date and article.date.isoformat()) == (TITLE, date)


@pytest.mark.parametrize("text", ["資料庫與網路服務", "國家圖書館海洋學會"])
def test_a_text_without_marks_betrays_its_encoding_by_its_characters(text: str) -> None:
    assert decode(text.encode("big5"), "a.txt") == Decoded(text, "Big5")


def test_of_two_encodings_that_fit_a_few_bytes_the_one_with_the_commoner_characters_is_taken() -> None:
    assert decode("開幕".encode("big5"), "a.txt").text == "開幕"  # rare characters in GB 18030


@pytest.mark.parametrize("name", KINDS)
def test_kinds_are_told_by_content(name: str, tmp_path: Path) -> None:
    kind, content = KINDS[name]
    account = read_inputs([write(tmp_path / name, content)])
    entry = account.entries[0]
    assert (entry.kind, entry.state, account.refused) == (kind, "read", ())
    article = entry.articles[0]
    assert article.title == TITLE
    assert "".join(article.text.split()) == "".join(NEWS.split())
    if "海州晚报" in article.publisher:
        assert (article.date, article.dated) == (datetime.date(2024, 6, 9), "fromField")


@pytest.mark.parametrize(
    ("name", "content", "ids"),
    [
        ("a.zip", packed({"里/b.txt": NEWS, "c.txt": NEWS}), ["a.zip/c.txt", "a.zip/里/b.txt"]),
        ("a.zip", packed({"in.zip": packed({"c.txt": NEWS})}), ["a.zip/in.zip/c.txt"]),
        ("a.tar", tarred({"./b.txt": NEWS.encode()}), ["a.tar/b.txt"]),
        ("a.tar.gz", tarred({"b.txt": NEWS.encode()}, "w:gz"), ["a.tar/b.txt"]),
        ("a.tgz", tarred({"b.txt": NEWS.encode()}, "w:gz"), ["a.tar/b.txt"]),
        ("a.tar.xz", tarred({"b.txt": NEWS.encode("gb18030")}, "w:xz"), ["a.tar/b.txt"]),
        ("a.txt.gz", gzip.compress(NEWS.encode()), ["a.txt"]),
        ("a.txt.xz", lzma.compress(NEWS.encode()), ["a.txt"]),
        ("a.txt.bz2", bz2.compress(NEWS.encode()), ["a.txt"]),
        ("a.jsonl.xz", lzma.compress(json.dumps({"text": NEWS}).encode()), ["a.jsonl:1"]),
        ("a.zip", packed({"b.docx": docx(NEWS), "d.csv": TABLE}), ["a.zip/b.docx", "a.zip/d.csv:2"]),
    ],
)
def test_archives(name: str, content: bytes, ids: list[str], tmp_path: Path) -> None:
    account = read_inputs([write(tmp_path / name, content)])
    assert [article.id for article in account.articles] == ids
    assert account.refused == ()


def test_what_is_packed_alone_is_refused_under_the_name_that_was_given(tmp_path: Path) -> None:
    [entry] = read_inputs([write(tmp_path / "a.docx.gz", gzip.compress(docx(NEWS)[:300]))]).refused
    assert (
        entry.place == "a.docx.gz"
        and entry.remark_in("en").startswith("a.docx.gz: broken")
        and entry.remark_in("zh").startswith("a.docx.gz：")
    )


RSS = """<?xml version="1.0" encoding="GB2312"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>海州新闻网</title><link>http://a.cn/</link><item><title>海洋馆重新开馆</title><link>http://a.cn/1</link>
<pubDate>Sun, 9 Jun 2024 22:30:00 GMT</pubDate><description>海洋馆</description>
<content:encoded><![CDATA[<p>海州海洋馆<b>昨日</b>重新开馆。</p><p>馆内有四百种鱼。</p>]]></content:encoded></item>
<item><title>书展</title><link>http://a.cn/2</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>海州新闻网</title><entry><title type="html">海洋馆重新开馆</title>
<link rel="self" href="http://a.cn/0"/><link href="http://a.cn/1"/><updated>2024-06-11T00:00:00Z</updated><published>2024-06-10</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>海州海洋馆<b>昨日</b>重新开馆。</p><p>馆内有四百种鱼。</p></div></content>
</entry><entry><title>书展</title></entry></feed>"""


@pytest.mark.parametrize("content", [RSS.encode("gb18030"), ATOM], ids=["RSS", "Atom"])
def test_the_items_of_a_feed_are_articles(content: bytes | str, tmp_path: Path) -> None:
    account = read_inputs([write(tmp_path / "a.xml", content)])
    [article], [refused] = account.articles, account.refused
    assert article.text == "海洋馆重新开馆\n海州海洋馆昨日重新开馆。\n馆内有四百种鱼。"
    assert (article.publisher, str(article.date), article.source) == ("海州新闻网", "2024-06-10", "http://a.cn/1")
    assert refused.remark_in("en").startswith("a.xml:2: the item has a title and no text")


def test_elements_inside_an_item_are_no_words(tmp_path: Path) -> None:
    inside = "<rss><channel><item><title>书展</title><description><b>书展<i>昨日</i></b>开幕。</description></item></channel></rss>"
    assert [article.text for article in read_inputs([write(tmp_path / "a.xml", inside)]).articles] == ["书展\n书展昨日开幕。"]


CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
BOOK = (
    '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:date>2024-06-09</dc:date><dc:publisher>海州周刊</dc:publisher></metadata>'
    '<manifest><item id="n" href="nav.xhtml" properties="nav"/><item id="c" href="cover.xhtml"/><item id="b" href="t/b.xhtml"/>'
    '<item id="a" href="t/%E4%B8%80.xhtml"/></manifest>'
    '<spine><itemref idref="n"/><itemref idref="c"/><itemref idref="a"/><itemref idref="b"/></spine></package>'
)


def book(**more: str) -> bytes:
    chapter = f"<html><body><h1>{TITLE}</h1><p>" + BODY.replace("\n", "</p><p>") + "</p></body></html>"
    pages = {
        "cover.xhtml": '<html><body><img src="a.jpg"/></body></html>',
        "nav.xhtml": chapter,
        "t/一.xhtml": chapter,
        "t/b.xhtml": chapter,
    }
    inside = {f"OEBPS/{name}": page for name, page in pages.items()}
    return packed({"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "OEBPS/book.opf": BOOK, **inside, **more})


def test_the_chapters_of_a_book_in_their_order(tmp_path: Path) -> None:
    write(tmp_path / "a.epub", book())
    account = read_inputs([tmp_path])
    assert [entry.state for entry in account.entries] == ["left out", "read", "read"]
    chapters = [article for entry in account.entries for article in entry.articles]
    assert [(a.id, a.title, a.publisher, str(a.date)) for a in chapters] == [
        ("a.epub/OEBPS/t/一.xhtml", TITLE, "海州周刊", "2024-06-09"),
        ("a.epub/OEBPS/t/b.xhtml", TITLE, "海州周刊", "2024-06-09"),
    ]
    assert chapters[0].text == NEWS


def test_a_book_protected_against_copying_is_not_read(tmp_path: Path) -> None:
    locks = '<encryption><CipherReference URI="OEBPS/t/b.xhtml"/></encryption>'
    write(tmp_path / "a.epub", book(**{"META-INF/encryption.xml": locks}))
    [entry] = read_inputs([tmp_path]).refused
    assert entry.remark_in("en") == "a.epub: an e-book protected against copying"
    write(tmp_path / "a.epub", book(**{"META-INF/encryption.xml": locks.replace("t/b.xhtml", "font.ttf")}))
    assert len(read_inputs([tmp_path]).articles) == 2


def test_letters(tmp_path: Path) -> None:
    head = (
        "Received: from a\r\n\tby b\r\nSubject: =?utf-8?b?5paw6ICB6aaG?=\r\nDate: Sun, 9 Jun 2024 10:00:00 +0800\r\nMIME-Version: 1.0\r\n"
    )
    coded = base64.encodebytes(BODY.encode()).decode()
    write(tmp_path / "a.eml", f"{head}Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{coded}")
    [article] = read_inputs([tmp_path]).articles
    assert (article.title, str(article.date), article.text) == ("新老馆", "2024-06-09", f"新老馆\n{BODY}")


@pytest.mark.parametrize("start", ["MZ世代", "BMW", "ID3.6型车", "OTTO", "Rar!格式"])
def test_words_that_begin_as_other_kinds_of_file_do(start: str, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", f"{start}昨日在海州开设体验馆，投资三亿元。")
    assert [article.text[: len(start)] for article in read_inputs([tmp_path]).articles] == [start]


def test_names_in_archives_of_chinese_windows(tmp_path: Path) -> None:
    content = packed({"xx.txt": NEWS}).replace(b"xx.txt", "新".encode("gb18030") + b".txt")
    assert [article.id for article in read_inputs([write(tmp_path / "a.zip", content)]).articles] == ["a.zip/新.txt"]


def test_word_processors_hide_what_was_deleted(tmp_path: Path) -> None:
    deleted = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    body = f"<w:p><w:r><w:t>新馆</w:t></w:r>{deleted}\n  <w:r><w:t>开了。</w:t><w:br/><w:t>明日见。</w:t></w:r></w:p>"
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    [article] = read_articles(write(tmp_path / "a.docx", packed({"word/document.xml": document})))
    assert article.text == "新馆开了。\n明日见。"


def test_markdown(tmp_path: Path) -> None:
    front = f"---\ntitle: {TITLE}\ndate: 2024/6/9\nsource: 海州晚报\n---\n"
    text = f"{front}**海州**[海洋馆](http://a.cn)重新开馆。\n\n- 三层\n- 四百种\n\n![图](x.png)\n"
    [article] = read_articles(write(tmp_path / "a.md", text))
    assert (article.title, str(article.date), article.publisher) == (TITLE, "2024-06-09", "海州晚报")
    assert article.text == f"{TITLE}\n海州海洋馆重新开馆。\n三层\n四百种"


def test_headings_of_the_first_level_open_articles_where_each_has_its_text(tmp_path: Path) -> None:
    both = "# 海洋馆重新开馆\n\n海洋馆今日开馆。\n\n## 票价\n\n六十元。\n\n# 书展开幕\n\n书展昨日开幕。\n"
    first, second = read_articles(write(tmp_path / "a.md", both))
    assert (first.text, second.text) == ("海洋馆重新开馆\n海洋馆今日开馆。\n票价\n六十元。", "书展开幕\n书展昨日开幕。")
    told = "---\ntitle: 一周\nsource: 海州晚报\n---\n"
    articles = list(read_articles(write(tmp_path / "c.md", told + both)))
    lines = [1 + (told + both).split("\n").index(f"# {article.title}") for article in articles]
    assert [article.source for article in articles] == [f"c.md:{line}" for line in lines]
    assert {article.publisher for article in articles} == {"海州晚报"}
    [whole] = read_articles(write(tmp_path / "b.md", "# 海洋馆\n\n# 重新开馆\n\n海洋馆今日开馆。\n"))
    assert whole.text.endswith("海洋馆今日开馆。")


# Encodings


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (NEWS, "utf-8", "UTF-8"),
        (NEWS, "utf-8-sig", "UTF-8"),
        (NEWS, "utf-16", "UTF-16"),
        (NEWS, "utf-32", "UTF-32"),
        (NEWS, "utf-16-le", "UTF-16LE"),
        (NEWS, "utf-16-be", "UTF-16BE"),
        (NEWS, "gb18030", "GB18030"),
        ("镕堃㛃𠮷在海州。", "gb18030", "GB18030"),
        (TRADITIONAL, "big5", "Big5"),
        (TRADITIONAL, "cp950", "Big5"),
        ("開館。", "big5", "Big5"),
        ("开馆。", "gb18030", "GB18030"),
    ],
)
def test_encodings(text: str, codec: str, name: str) -> None:
    decoded = decode(text.encode(codec), "a.txt")
    assert (decoded.text, decoded.encoding, decoded.lost) == (text, name, 0)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5", "utf-16-le"])
@pytest.mark.parametrize("damage", [b"\xff", b"\x00"])
def test_a_damaged_byte_costs_a_character_or_two(codec: str, damage: bytes, tmp_path: Path) -> None:
    content = bytearray(TRADITIONAL.encode(codec))
    place = len("海洋館昨日重新開館\n海州".encode(codec))
    content[place : place + 1] = damage
    account = read_inputs([write(tmp_path / "a.txt", bytes(content))])
    [article] = account.articles
    assert article.text.startswith("海洋館昨日重新開館\n海州")
    assert article.text.endswith("展出魚類四百多種。")
    assert len(article.text) >= len(TRADITIONAL) - 2
    assert codec == "utf-16-le" or "damaged" in account.entries[0].remark_in("en")


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_text_or_an_error_of_ours(content: bytes) -> None:
    try:
        assert isinstance(decode(content, "a").text, str)
    except InputError as error:
        assert "\n" not in str(error) + error.in_language("zh")


# Tables


def test_columns_by_name_and_by_option(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "题,报道,正文\n甲,海洋馆开馆。,见报道\n")
    assert "正文" in input_words()["text"]
    [article] = read_inputs([path], columns=parse_columns(["text=报道", "title=题"])).articles
    assert (article.title, article.text) == ("甲", "甲\n海洋馆开馆。")
    assert read_inputs([path]).articles[0].text == "见报道"
    with pytest.raises(InputError, match="COLUMN=HEADING"):
        parse_columns(["body"])


def test_rows_that_are_none_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    table = '标题,正文,日期\n甲,海洋馆开馆。,昨天\n乙,,2024-06-09\n丙,新馆三层。,-\n丁,"两行\n的新馆。",1717900000\n'
    account = read_inputs([write(tmp_path / "a.csv", table)])
    assert [(article.id, article.title, str(article.date)) for article in account.articles] == [
        ("a.csv:4", "丙", "None"),
        ("a.csv:5", "丁", "2024-06-09"),
    ]
    assert {place: words[:30] for place, words in refused(account).items()} == {
        "a.csv:2": "a.csv:2: date '昨天' is none; wr",
        "a.csv:3": "a.csv:3: empty; there must be ",
    }


def test_html_in_a_column(tmp_path: Path) -> None:
    row = {"title": TITLE, "content": "<p>海洋馆<b>重新</b>开馆。</p><p>新馆三层。<br>鱼多。</p><script>x()</script>"}
    [article] = read_articles(write(tmp_path / "a.json", json.dumps(row)))
    assert article.text == f"{TITLE}\n海洋馆重新开馆。\n新馆三层。\n鱼多。"


def test_a_table_without_text_says_its_columns(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the columns are 甲, 乙.*--columns text=NAME"):
        list(read_articles(write(tmp_path / "a.csv", "甲,乙\n1,2\n")))


def test_headings() -> None:
    assert [column_of(heading) for heading in ("发布 时间", "PubDate", "Full-Text", "\ufeff正文", "点击数")] == [
        "date",
        "date",
        "text",
        "text",
        None,
    ]
    assert label_of("page", "zh") == "网页" and label_of("fromName", "en") == "file name"


# Dates


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-06-09", "2024-06-09"),
        ("2024/6/9", "2024-06-09"),
        ("2024.6.9 10:20", "2024-06-09"),
        ("２０２４年６月９日", "2024-06-09"),
        ("20240609", "2024-06-09"),
        ("2024-06-08T23:30:00Z", "2024-06-09"),
        ("Sat, 08 Jun 2024 23:30:00 GMT", "2024-06-09"),
        ("1717900000", "2024-06-09"),
        ("1717900000000", "2024-06-09"),
        ("2024-13-01", None),
        ("昨天", None),
        ("2024", None),
        ("6/9/2024", None),
        ("", None),
    ],
)
def test_days(value: str, day: str | None) -> None:
    assert read_day(value) == (datetime.date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2024-06-09.txt", "2024-06-09"),
        ("hzwb_20240609_02.txt", "2024-06-09"),
        ("晚报20240609.txt", "2024-06-09"),
        ("2024年6月9日三版.txt", "2024-06-09"),
        ("2024-06/09/三版.txt", "2024-06-09"),
        ("2024/06/09/三版.txt", "2024-06-09"),
        ("20240609/01.txt", "2024-06-09"),
        ("2024-06/三版.txt", None),
        ("13820240609.txt", None),
        ("a_20241399.txt", None),
    ],
)
def test_days_in_names_of_files(name: str, day: str | None) -> None:
    assert find_name_day(name) == (datetime.date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://news.example.cn/n1/2024/0609/c1001-4.html", "2024-06-09"),
        ("http://example.cn/2024-06/09/content_3.htm", "2024-06-09"),
        ("http://example.cn/art/2024/6/9/art_1_2.html", "2024-06-09"),
        ("http://example.cn/x/t20240609_4.html", "2024-06-09"),
        ("http://example.cn/a/202406/09/WS1.html", "2024-06-09"),
        ("http://example.cn/2024/06/id-99.html", None),
        ("http://20240609.example.cn/", None),
    ],
)
def test_days_in_addresses(url: str, day: str | None) -> None:
    assert find_address_day(url) == (datetime.date.fromisoformat(day) if day else None)


DAY = datetime.date(2020, 1, 2)
DATED = "海洋馆昨日重新开馆\n发布时间：2024-06-07 10:20\n海州海洋馆重新开馆。"
DISPATCH = "海洋馆重新开馆\n本报海州6月7日电（记者 李明）海州海洋馆昨日重新开馆，馆内有四百种鱼。"


@pytest.mark.parametrize(
    ("name", "content", "metadata", "date", "dated"),
    [
        ("a.txt", NEWS, "", "2020-01-02", "fromOption"),
        ("2024-06-08.txt", NEWS, "", "2024-06-08", "fromName"),
        ("2024-06-08.txt", DATED, "", "2024-06-07", "fromText"),
        ("晚报2024-06.txt", DISPATCH, "", "2024-06-07", "fromName"),
        ("202407/三版.txt", DISPATCH, "", "2024-06-07", "fromName"),
        ("2024/三版.txt", DISPATCH, "", "2024-06-07", "fromName"),
        ("2024-01.txt", DISPATCH.replace("6月7", "12月31"), "", "2023-12-31", "fromName"),
        ("2024-11.txt", DISPATCH, "", "2020-01-02", "fromOption"),
        ("2024字.txt", DISPATCH, "", "2020-01-02", "fromOption"),
        ("2024-06.txt", NEWS, "", "2020-01-02", "fromOption"),
        ("2024-06-08.json", json.dumps({"text": DATED, "date": "2024/6/6"}), "", "2024-06-06", "fromField"),
        ("2024-06-08.json", json.dumps({"text": BODY, "url": "http://a.cn/2024/0605/c1.html"}), "", "2024-06-05", "fromAddress"),
        ("2024-06-08.txt", DATED, "文件,日期\n2024-06-08.txt,2024年6月4日\n", "2024-06-04", "fromMetadata"),
    ],
)
def test_the_date_of_an_article_and_where_it_came_from(
    name: str, content: str, metadata: str, date: str, dated: str, tmp_path: Path
) -> None:
    write(tmp_path / "in" / name, content)
    table = write(tmp_path / "m.csv", metadata) if metadata else None
    [article] = read_inputs([tmp_path / "in"], date=DAY, metadata=table).articles
    assert (str(article.date), article.dated) == (date, dated)
    assert label_of(dated, "zh") != dated


def test_metadata(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", BODY)
    write(tmp_path / "in" / "里" / "b.txt", BODY)
    table = write(
        tmp_path / "in" / "m.csv",
        "文件名,日期,标题,来源,网址\na.txt,,甲,海州晚报,http://a.cn/1\nb.txt,2024/6/9,,,\nc.txt,,丙,,\n".encode("gb18030"),
    )
    account = read_inputs([tmp_path / "in"], metadata=table)
    a, b = account.articles
    assert (a.title, a.publisher, a.source, a.date) == ("甲", "海州晚报", "http://a.cn/1", None)
    assert (b.id, str(b.date), b.dated) == ("里/b.txt", "2024-06-09", "fromMetadata")
    assert account.unmatched == ("c.txt",)


@pytest.mark.parametrize(
    ("table", "error", "words"),
    [
        ("甲,乙\n1,2\n", InputError, 'no "file"'),
        ("file,date\na.txt,soon\n", DateError, "'soon' is none"),
        ("file,date\na.txt,\na.txt,\n", InputError, "twice"),
    ],
)
def test_bad_metadata(table: str, error: type[KgError], words: str, tmp_path: Path) -> None:
    with pytest.raises(error, match=words):
        read_inputs([write(tmp_path / "a.txt", NEWS)], metadata=write(tmp_path / "m.csv", table))


# What was given


def test_a_folder_with_everything_is_accounted_for(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for name, (_, content) in KINDS.items():
        write(folder / name, content)
    write(folder / "picture.png", b"\x89PNG\r\n\x1a\n")
    write(folder / ".DS_Store", b"\0\0")
    write(folder / "o_files" / "style.css", "body { color: red }")
    for name in ("graph.ttl", "inputs.csv", "articles/a.txt"):
        write(folder / "output" / name, NEWS)
    write(folder / "own.ttl", "# 海洋馆\n@prefix kg: <http://example.org/> .\nkg:a kg:b '海洋馆重新开馆' .\n")
    write(folder / "program.py", "import os\nprint(os.sep)\n")
    account = read_inputs([folder])
    assert {entry.file for entry in account.entries} == {given.name for given in find_files([folder])}
    assert sorted(refused(account)) == ["picture.png", "program.py"]
    aside = [".DS_Store", "o_files/style.css", "output/articles/a.txt", "output/graph.ttl", "output/inputs.csv", "own.ttl"]
    assert sorted(entry.place for entry in account.entries if entry.state == "left out") == aside
    assert len(account_rows(account, "zh")) == 1 + len(KINDS) + 2 + len(aside)
    assert len(account.articles) == len(KINDS) + 1


def test_patterns_and_files_of_one_name(tmp_path: Path) -> None:
    for name in ("甲/a.txt", "乙/a.txt", "乙/b.csv"):
        write(tmp_path / name, NEWS)
    assert [given.name for given in find_files([tmp_path / "*" / "*.txt"])] == ["乙/a.txt", "甲/a.txt"]
    assert [given.name for given in find_files([tmp_path / "甲" / "a.txt", tmp_path / "乙" / "a.txt"])] == ["甲/a.txt", "乙/a.txt"]
    assert [given.name for given in find_files([tmp_path / "甲", tmp_path / "甲" / "a.txt"])] == ["a.txt"]


def test_files_are_sorted_by_path(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "a-1.txt", "a/c.txt"):
        write(tmp_path / name, "一。")
    assert [given.name for given in find_files([tmp_path])] == ["a-1.txt", "a.txt", "a/c.txt", "b.txt"]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: folder / "none.txt", "none.txt: no such file or folder"),
        (lambda folder: folder, "no file in the folder"),
        (lambda folder: folder / "*.txt", "no file matches"),
        (lambda folder: write(folder / ".hidden", "x").parent, "hidden, or kept by the system"),
        (lambda folder: Path("/dev/zero"), "neither a file nor a folder"),
    ],
)
def test_what_is_not_there_is_said_at_once(make: Callable[[Path], Path], words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=words) as caught:
        find_files([make(tmp_path)])
    assert caught.value.in_language("zh") != str(caught.value) and "\n" not in str(caught.value)


def test_links(tmp_path: Path) -> None:
    write(tmp_path / "out" / "a.txt", NEWS)
    write(tmp_path / "in" / "b.txt", NEWS)
    os.symlink(tmp_path / "nowhere", tmp_path / "in" / "c.txt")
    os.symlink(tmp_path / "in", tmp_path / "in" / "loop")
    os.mkfifo(tmp_path / "in" / "pipe")
    found = find_files([tmp_path / "in"])
    assert [given.name for given in found if given.left_out is None] == ["b.txt"]
    assert len(found) == 4 and isinstance(found[0], Given)


def test_standard_input() -> None:
    for content in (NEWS.encode("gb18030"), gzip.compress(NEWS.encode()), TABLE.encode()):
        run = subprocess.run([sys.executable, "-m", "kg", "read", "-", "--lang", "en"], input=content, capture_output=True, check=False)
        assert run.returncode == 0, run.stderr.decode()
        assert TITLE in run.stdout.decode()


def test_two_articles_of_one_id(tmp_path: Path) -> None:
    lines = [{"id": "x", "text": "一。"}, {"id": "x", "text": "二。"}, {"id": "y", "text": "三。"}]
    account = read_inputs([write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines)))])
    assert [article.text for article in account.articles] == ["一。", "三。"]
    assert refused(account) == {"a.jsonl:2": "a.jsonl:2: id 'x' stands in a.jsonl:1 too; give each article an id of its own"}


# One file


def assert_mapped(article: Article, raw: str) -> None:
    for run in article.runs:
        assert article.text[run.start : run.start + run.length] == raw[run.raw : run.raw + run.length]


def test_file(tmp_path: Path) -> None:
    path = write(tmp_path / "hzrb-2024-06-10_02.txt", b"\xef\xbb\xbf" + NEWS.replace("\n", "\r\n").encode())
    [article] = read_articles(path)
    assert (article.id, article.date, article.text) == (path.name, datetime.date(2024, 6, 10), NEWS)
    assert_mapped(article, path.read_bytes().decode("utf-8-sig"))


def test_characters_that_xml_forbids_are_dropped(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "海洋\x08馆\u200b开\ufffe馆。")
    [article] = read_articles(path)
    assert article.text == "海洋馆开馆。"
    assert_mapped(article, path.read_text(encoding="utf-8"))


def test_json_lines(tmp_path: Path) -> None:
    documents = [
        {"text": NEWS, "id": "n1", "date": "2024-06-09"},
        {"text": "新馆开了。", "title": "开馆"},
        {"text": "新馆开了。\ud800", "id": 7, "date": None},
    ]
    path = write(tmp_path / "a.jsonl", "\n\n".join(json.dumps(document) for document in documents))
    found = list(read_articles(path, date=datetime.date(2024, 6, 10)))
    assert [(article.id, article.title, str(article.date)) for article in found] == [
        ("n1", TITLE, "2024-06-09"),
        ("a.jsonl:3", "开馆", "2024-06-10"),
        ("7", "", "2024-06-10"),
    ]
    assert found[1].text == "开馆\n新馆开了。"
    assert found[2].text == "新馆开了。"
    assert [article.source for article in found] == ["a.jsonl:1", "a.jsonl:3", "a.jsonl:5"]


@pytest.mark.parametrize(
    ("name", "content", "error", "words"),
    [
        ("a.txt", b"", InputError, "empty"),
        ("a.txt", b" \n\t", InputError, "empty"),
        ("a.txt", bytes(range(256)) * 40, InputError, "no text"),
        ("a.jsonl", b"", InputError, "empty"),
        ("a.jsonl", b"{", InputError, "a.jsonl:1: not JSON"),
        ("a.jsonl", b"[" * 100_000, InputError, "a.jsonl:1: not JSON"),
        ("a.json", b"[" * 100_000, InputError, "a.json: not JSON"),
        ("a.jsonl", b'\n{"id": "x"}', InputError, 'a.jsonl:2: no "text"'),
        ("a.jsonl", b'{"text": ""}', InputError, "empty"),
        ("a.jsonl", b'{"text": "a", "id": []}', InputError, '"id" is []'),
        ("a.jsonl", b'{"text": "a", "date": "yesterday"}', DateError, "'yesterday'"),
        ("a.jsonl", b'{"text": "a", "date": "2024-02-30"}', DateError, "'2024-02-30'"),
        ("a.jsonl", b'{"text": "a", "id": "x"}\n{"text": "b", "id": "x"}', InputError, "'x'"),
        ("absent.txt", None, InputError, "no such file"),
    ],
)
def test_bad_input(tmp_path: Path, name: str, content: bytes | None, error: type[KgError], words: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error) as caught:
        list(read_articles(path))
    assert words in str(caught.value)
    assert name in str(caught.value) and name in caught.value.in_language("zh")
    assert "\n" not in str(caught.value) + caught.value.in_language("zh")
    assert caught.value.in_language("zh") != str(caught.value)


# The command line


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_kg_read_shows_articles_and_account(lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "in" / "2024-06-09.txt", NEWS)
    write(tmp_path / "in" / "2024-05.txt", BODY)
    write(tmp_path / "in" / "c.png", b"\x89PNG\r\n\x1a\n")
    assert main(["read", str(tmp_path / "in"), "--lang", lang]) == 3
    shown = capsys.readouterr()
    assert TITLE in shown.out and "2024-06-09" in shown.out and ("文件名" if lang == "zh" else "file name") in shown.out
    assert "c.png" in shown.err and ("1 篇文章没有日期" if lang == "zh" else "1 article without a date") in shown.err
    assert ("其中 1 篇的文件名只有年月" if lang == "zh" else "1 in files whose names tell a month") in shown.err
    assert main(["read", str(tmp_path / "in"), "--strict"]) == 1
    assert main(["read", str(tmp_path / "in" / "2024-05.txt"), "--date", "2024/6/9"]) == 0
    assert "2024-06-09" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["read", "build"])
def test_where_nothing_can_be_read_each_input_is_named(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "in" / "a.rar", b"Rar!\x1a\7\0")
    write(tmp_path / "in" / "b.mp3", b"ID3\4\0")
    more = ["-o", str(tmp_path / "out")] if command == "build" else []
    assert main([command, str(tmp_path / "in"), *more, "--lang", "en"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert [line.partition(";")[0] for line in said[-3:]] == [
        "kg: not read: a.rar: a RAR archive",
        "kg: not read: b.mp3: a sound recording",
        "kg: 2 inputs could not be read, the first: a.rar: a RAR archive",
    ]
    assert not (tmp_path / "out").exists()


def test_kg_read_writes_the_whole_account(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "in" / "z.txt", NEWS)
    for number in range(25):
        write(tmp_path / "in" / f"{number:02}.rar", b"Rar!\x1a\7\0")
    assert main(["read", str(tmp_path / "in"), "--account", str(tmp_path / "account.csv"), "--lang", "en"]) == 3
    assert "and 5 more" in capsys.readouterr().err
    with (tmp_path / "account.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert [row[5] for row in rows] == ["state", *["refused"] * 25, "read"]


def test_what_kg_read_writes_is_read_again_to_the_same_articles(tmp_path: Path) -> None:
    write(tmp_path / "in" / "2024-06-09.txt", NEWS)
    write(tmp_path / "in" / "b.csv", TABLE)
    assert main(["read", str(tmp_path / "in"), "-o", str(tmp_path / "a.jsonl")]) == 0
    told = [(a.id, a.title, a.text, a.date, a.publisher) for a in read_inputs([tmp_path / "in"]).articles]
    assert [(a.id, a.title, a.text, a.date, a.publisher) for a in read_inputs([tmp_path / "a.jsonl"]).articles] == told


WRONG = {
    "build nowhere -o OUT": "no such file or folder",
    "build examples -o OUT --date 2024-13-1": "no such day",
    "build examples -o OUT --engine nothing": "unknown; accepted: bundled",
    "build examples -o OUT --columns x": "COLUMN=HEADING",
    "build examples -o OUT --metadata none.csv": "--metadata none.csv: no such file",
    "build examples -o OUT --ontology none.ttl": "--ontology none.ttl: no such file",
    "read nowhere": "no such file or folder",
    "read examples --date soon": "no such day",
}
QUICK = """
import sys
from kg.cli import main
code = main(sys.argv[1:])
print(code, sorted(set(sys.modules) & {"rdflib", "kg.building", "kg.text", "hanlp", "networkx"}))
"""


@pytest.mark.parametrize("words", WRONG)
def test_wrong_words_are_answered_before_anything_is_loaded(words: str, tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    line = words.replace("OUT", str(tmp_path / "out")).split()
    run = subprocess.run([sys.executable, "-c", QUICK, *line, "--lang", "en"], capture_output=True, text=True, cwd=root, check=True)
    assert run.stdout == "1 []\n"
    assert WRONG[words] in run.stderr and run.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_the_account_is_a_table_for_spreadsheets(tmp_path: Path) -> None:
    from kg.inputs import write_account

    write(tmp_path / "in" / "=a.txt", NEWS)
    write(tmp_path / "in" / "b.csv", "标题,正文\n甲,\n乙,新馆三层。\n")
    write_account(read_inputs([tmp_path / "in"]), tmp_path / "inputs.csv")
    with (tmp_path / "inputs.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert [row[:6] for row in rows] == [
        ["文件", "类型", "编码", "文章", "字数", "状态"],
        ["'=a.txt", "文本", "UTF-8", "1", str(len(NEWS)), "已读"],
        ["b.csv", "CSV 表格", "UTF-8", "1", "7", "已读"],
        ["b.csv:2", "CSV 表格", "", "0", "0", "未读"],
    ]


def test_a_page_whose_year_stands_apart_from_its_day() -> None:
    text = "海州海洋馆6月8日重新开馆，馆长林一说准备了两年。新馆分为三层，展出鱼类四百多种。"
    day = "<span>2024</span> <span>06/09</span> <span>10:20:31</span>"
    markup = f"<title>海洋馆重新开馆_江声网</title><div>{day}</div><h1>海洋馆重新开馆</h1><p>{text}</p><p>{text}</p>"
    assert str(read_page(markup.encode(), "a.html").date) == "2024-06-09"


NO_ARTICLES = {
    "a.ics": ("BEGIN:VCALENDAR\nSUMMARY:读书周开幕，市图书馆\nEND:VCALENDAR\n", "a calendar"),
    "b.vcf": ("BEGIN:VCARD\nFN:林一\nORG:海州市图书馆\nEND:VCARD\n", "an address book"),
    "c.vtt": ("WEBVTT\n\n00:01.000 --> 00:04.000\n各位读者大家好\n", "subtitles"),
    "d.txt": ("1\n00:00:01,000 --> 00:00:04,000\n各位读者大家好\n", "subtitles"),
    "e.lrc": ("[ti:读书歌]\n[ar:林一]\n[00:12.00]书声朗朗\n", "subtitles"),
    "f.tex": ("% 读书周\n\\documentclass{ctexart}\n读书周昨日开幕。\n", "a LaTeX source"),
    "g.bib": ("@article{lin2024,\n  title = {读书周见闻},\n}\n", "references"),
    "h.log": ("2024-06-08 10:00:00,120 [INFO] 服务启动，读到三篇文章\n", "a log"),
    "i.yaml": ("title: 读书周开幕\ntext: 读书周昨日开幕。\n", "data or settings"),
    "j.py": ('print("读书周昨日开幕，市图书馆里读者很多。")\n', "the source of a program"),
}


@pytest.mark.parametrize("name", NO_ARTICLES)
def test_texts_that_are_no_articles(name: str, tmp_path: Path) -> None:
    content, told = NO_ARTICLES[name]
    write(tmp_path / name, content)
    [entry] = read_inputs([tmp_path]).refused
    assert entry.remark_in("en").startswith(f"{name}: {told}") and "；" in entry.remark_in("zh")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("海州.log", "本报讯 6月8日，海州市图书馆举办第三届读书周。"),
        ("a.txt", "2024-06-09 08:00:00 来源：海州晚报\n6月8日，海州市图书馆举办第三届读书周。"),
        ("b.txt", "[海州]6月8日，海州市图书馆举办第三届读书周。"),
    ],
)
def test_articles_that_begin_somewhat_like_other_texts(name: str, text: str, tmp_path: Path) -> None:
    write(tmp_path / name, text)
    assert len(read_inputs([tmp_path]).articles) == 1


@pytest.mark.parametrize("pack", [packed, tarred])
def test_what_systems_put_into_archives_is_left_out(pack: Callable[[dict[str, bytes]], bytes], tmp_path: Path) -> None:
    kept = {"__MACOSX/._a.txt": b"\0\5\x16\7", "x/.DS_Store": b"\0\0\0\1Bud1", "x/Thumbs.db": b"\xd0\xcf", "x/~$a.docx": b"\x08"}
    write(tmp_path / "a.zip", pack({**kept, "x/a.txt": NEWS.encode()}))
    account = read_inputs([tmp_path])
    assert [entry.state for entry in account.entries] == ["left out"] * 4 + ["read"] and not account.refused


def test_a_byte_put_into_a_character_costs_that_character() -> None:
    content = NEWS.encode("gb18030")
    middle = NEWS.encode("gb18030").index("馆".encode("gb18030")) + 1
    read = decode(content[:middle] + b"\xff" + content[middle:], "a.txt")
    assert (read.encoding, read.lost) == ("GB18030", 1) and read.text.replace("\ufffd", "馆", 1) == NEWS


def test_what_is_attached_to_a_letter_is_read_too(tmp_path: Path) -> None:
    letter = EmailMessage()
    letter["Subject"] = "稿件"
    letter.set_content("请看附件。\n")
    letter.add_attachment(NEWS.encode(), maintype="text", subtype="plain", filename="新馆.txt")
    letter.add_attachment(zipped(**{"b.txt": BODY}), maintype="application", subtype="zip", filename="更多.zip")
    inner = EmailMessage()
    inner["Subject"] = "旧信"
    inner.set_content(BODY)
    letter.add_attachment(inner)
    write(tmp_path / "a.eml", letter.as_bytes())
    account = read_inputs([tmp_path])
    titles = {article.id: article.title for article in account.articles}
    assert set(titles) == {"a.eml", "a.eml/新馆.txt", "a.eml/更多.zip/b.txt", "a.eml/3"}
    assert (titles["a.eml"], titles["a.eml/3"]) == ("稿件", "旧信") and not account.refused


def test_an_empty_letter_gives_its_attachment(tmp_path: Path) -> None:
    letter = EmailMessage()
    letter.add_attachment(NEWS.encode(), maintype="text", subtype="plain", filename="新馆.txt")
    write(tmp_path / "a.eml", b"MIME-Version: 1.0\n" + letter.as_bytes())
    account = read_inputs([tmp_path])
    assert [article.id for article in account.articles] == ["a.eml/新馆.txt"] and list(refused(account)) == ["a.eml"]


def test_the_short_cells_of_a_row_are_one_line_and_nothing_below_is_lost(tmp_path: Path) -> None:
    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    rows = [("时间", "活动", "主办"), ("6月8日", "开馆式", "海州市文化局"), (BODY.split("\n")[0], "分享")]
    table = "".join("<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    document = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{paragraph('新馆开馆')}{paragraph(BODY)}<w:tbl>{table}</w:tbl>{paragraph('馆长林一出席并致辞。')}</w:document>"
    )
    [article] = read_articles(write(tmp_path / "a.docx", packed({"word/document.xml": document})))
    lines = article.text.split("\n")
    assert {"时间；活动；主办", "6月8日；开馆式；海州市文化局", "分享", "馆长林一出席并致辞。"} <= set(lines)


def test_a_budget_is_spent_to_its_last_byte() -> None:
    budget = Budget(0)
    budget.spend(FREE - 1, "a.zip")
    budget.spend(1, "a.zip")
    with pytest.raises(InputError, match="grows to more than 250 times its size"):
        budget.spend(1, "a.zip")
    Budget(FREE).spend(GROWTH * FREE, "a.zip")


# What was read before


def test_pages_of_many_makers_are_read_as_they_were(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """Not all of it is right: whoever changes how pages are read sees what comes of it."""
    for seed in range(140):
        write(tmp_path / f"{seed:03}.html", page_of(seed))
    compare("sites.txt", list(tell_account(read_inputs([tmp_path]))), rewrite=pytestconfig.getoption("--rewrite-golden"))


def test_one_article_in_every_kind_of_file_is_read_as_it_was(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    paragraphs = NEWS.split("\n")
    letter = EmailMessage()
    letter["Subject"], letter["Date"], letter["From"] = TITLE, "Sat, 08 Jun 2024 09:00:00 +0800", "a@example.org"
    letter.set_content(BODY)
    files: dict[str, bytes | str] = {
        "2024-06-08.txt": NEWS,
        "a.md": f"# {TITLE}\n\n**{BODY}**\n\n# 又一篇\n\n{BODY}\n",
        "b.docx": docx(*paragraphs, "2024年6月9日 海州晚报 记者 林一"),
        "c.odt": odt(*paragraphs),
        "d.rtf": rtf(*paragraphs),
        "e.eml": letter.as_bytes(),
        "f.csv": f"标题,正文,日期,来源\n{TITLE},{BODY.splitlines()[0]},2024/6/8,海州晚报\n,,,\n无文,,2024-6-9,\n",
        "g.json": json.dumps({"data": {"list": [{"title": TITLE, "content": BODY, "pubtime": "2024-06-08 10:00"}, {"title": "无文"}]}}),
        "h.jsonl": "\n".join(json.dumps({"text": NEWS, "id": n, "date": "20240608"}) for n in (1, 1)),
        "i.xlsx": workbook(["题名", "全文", "见报日期"], [TITLE, BODY, datetime.date(2024, 6, 8)], [TITLE, None, None]),
        "j.zip": zipped(**{"k/2024-06-10.txt": NEWS, "k/.hidden": "x", "k/empty.txt": ""}),
        "l.txt": NEWS.encode("gb18030"),
        "m.txt": b"\xff\xfe" + NEWS.encode("utf-16-le"),
        "n.txt": NEWS.encode()[:-4] + b"\xff" + NEWS.encode()[-4:],
        "o.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "p.mp3": b"ID3" + bytes(64),
        "q_files/r.html": page_of(1),
        "s.srt": "1\n00:00:01,000 --> 00:00:02,000\n你好\n",
    }
    for name, content in files.items():
        write(tmp_path / name, content)
    compare("kinds.txt", list(tell_account(read_inputs([tmp_path]))), rewrite=pytestconfig.getoption("--rewrite-golden"))


def tell_account(account: Account) -> Iterator[str]:
    """Each article with where its day comes from, each file with what is said of it."""
    for article in account.articles:
        facts = f"{article.dated} {article.publisher} {article.byline} {article.source}".split()
        yield f"{article.id.rpartition('/')[2]} {' '.join(facts)} | {next(tell('', [article]), '')}"
    for entry in account.entries:
        remarks = entry.remark_in("en"), entry.remark_in("zh")
        yield f"{Path(entry.place).name} {entry.kind} {remarks} {entry.unused}".strip()
