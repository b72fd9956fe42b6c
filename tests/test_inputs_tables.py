"""Tables and records of many makers: names of columns, delimiters, quotes, encodings, what is missing and what is too much."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from kg.inputs import Account, read_inputs
from tests.newspaper import write_news
from tests.telling import compare

TEXTS = ("正文", "全文", "内容", "content", "News Content", "articleBody", "text", "摘要")
TITLES = ("标题", "题名", "headline", "title", "新闻标题", "篇名")
DATES = ("日期", "发布时间", "pub_date", "datePublished", "见报日期", "time", "date")
SOURCES = ("来源", "报纸", "publisher", "媒体名称", "site", "出处")
OTHERS = ("编号", "网址", "作者", "url", "id", "author", "版次", "备注", "", "文件名")
# Days as makers write them, and cells that hold none.
WRITTEN = (
    "2024-06-08",
    "2024/6/8",
    "2024年6月8日",
    "20240608",
    "2024.06.08",
    "2024-06-08 10:20:31",
    "2024-06-08T10:20:31+08:00",
    "6月8日",
    "-",
    "",
    "昨天",
    "45451",
)
NAMES = ("海州晚报", "海岚日报 第3版", "https://example.org/news", "--", "", "人民网—海州频道")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "big5")
FILES = 90


def rows_of(chance: random.Random) -> list[list[str]]:
    """A table with its head: some columns, some articles, some cells that are not as they should be."""
    columns = [chance.choice(TEXTS), *(chance.choice(names) for names in (TITLES, DATES, SOURCES, OTHERS, OTHERS) if chance.random() < 0.7)]
    rows = []
    for _ in range(chance.randint(1, 4)):
        news = write_news(chance, sentences=chance.randint(1, 3))
        row = []
        for column in columns:
            kinds = (
                (TEXTS, "\n".join(news.paragraphs)),
                (TITLES, news.title),
                (DATES, chance.choice(WRITTEN)),
                (SOURCES, chance.choice(NAMES)),
            )
            cell = next((value for names, value in kinds if column in names), f"{chance.randrange(10**6)}")
            row.append(chance.choice((cell, cell, cell, cell, cell, cell, "", f"<p>{cell}</p><br>", f" {cell} ", cell.replace("，", ","))))
        rows.append(row)
    order = chance.sample(range(len(columns)), len(columns))
    table = [[line[at] for at in order] for line in [columns, *rows]]
    match chance.randrange(8):
        case 0:
            table.insert(1, [])
        case 1:
            table[-1] = [*table[-1], "多出的一格"]
        case 2:
            table[-1] = table[-1][:-1]
        case 3:
            table.insert(0, ["海州新闻汇总"])
        case 4:
            table.append(table[-1])
        case 5:
            table = table[1:]
    return table


def as_file(chance: random.Random, table: list[list[str]]) -> tuple[str, bytes]:
    """The table as a file of some kind: its suffix and its bytes."""
    objects = [dict(zip(table[0], row, strict=False)) for row in table[1:]]
    kind = chance.choice(("csv", "csv", "csv", "tsv", "xlsx", "json", "jsonl"))
    if kind == "xlsx":
        book, held = openpyxl.Workbook(), io.BytesIO()
        for row in table:
            book.active.append(row)
        book.save(held)
        return kind, held.getvalue()
    if kind == "json":
        whole = chance.choice(
            (objects, {"data": objects}, {"data": {"list": objects, "total": 3}}, objects[:1][0] if objects else {}, {"rows": []})
        )
        return kind, json.dumps(whole, ensure_ascii=chance.random() < 0.5).encode()
    if kind == "jsonl":
        lines = [json.dumps(one, ensure_ascii=False) for one in objects] + chance.choice(([], ["{"], ["[]"], [""], ["7"]))
        return kind, "\n".join(lines).encode("utf-8-sig" if chance.random() < 0.3 else "utf-8")
    held_text = io.StringIO()
    delimiter = "\t" if kind == "tsv" else chance.choice((",", ",", ";", "\t", "|"))
    csv.writer(held_text, delimiter=delimiter, quoting=chance.choice((csv.QUOTE_ALL, csv.QUOTE_MINIMAL))).writerows(table)
    return kind, held_text.getvalue().encode(chance.choice(ENCODINGS), "replace")


def told(account: Account) -> Iterator[str]:
    """Each article, then what is said of each file."""
    for article in account.articles:
        facts = (article.id, article.title, article.date, article.dated, article.publisher, article.byline, article.source, article.page)
        yield f"{' | '.join(map(str, facts))} | {article.text[:30]!r} {len(article.text)}"
    for entry in account.entries:
        yield f"{entry.place} {entry.kind} {(entry.remark_in('en'), entry.remark_in('zh'))}"


@pytest.mark.parametrize("part", range(2))
def test_tables_of_many_makers_are_read_as_they_were(part: int, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """Not all of it is right: whoever changes how tables are read sees what comes of it."""
    for seed in range(part, FILES, 2):
        chance = random.Random(seed)
        suffix, content = as_file(chance, rows_of(chance))
        (tmp_path / f"{seed:02}.{suffix}").write_bytes(content)
    lines = [line.replace(str(tmp_path), "").replace("\n", " ") for line in told(read_inputs([tmp_path]))]
    compare(f"tables-{part}.txt", lines, rewrite=pytestconfig.getoption("--rewrite-golden"))
