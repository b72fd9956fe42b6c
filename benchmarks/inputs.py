"""How well pages, web pages and copied text are read: `python benchmarks/inputs.py [ARTICLES.jsonl.xz] [--pages N] [--seed S]`.

Newspaper pages are printed by five producers (Chromium, reportlab; LibreOffice, Typst and WeasyPrint where they are installed) and read as
PDF and as text copied in the order of the file; web pages of two halves, of which `sites.py` was kept for scoring, are read as HTML and as
text copied whole. Texts come from a file of JSON lines with title, text and date, else they are invented.
"""

from __future__ import annotations

import argparse
import base64
import datetime
import json
import lzma
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import grids  # noqa: E402
import opencc  # noqa: E402
import papers  # noqa: E402
import pypdfium2  # noqa: E402
import sites  # noqa: E402
import webpages  # noqa: E402
from selenium import webdriver  # noqa: E402

from kg.errors import KgError  # noqa: E402
from kg.inputs.encodings import decode  # noqa: E402
from kg.inputs.web import read_page  # noqa: E402
from kg.model import Article  # noqa: E402
from kg.pdf import read_pdf  # noqa: E402
from kg.text import split_articles  # noqa: E402
from tests.newspaper import write_news  # noqa: E402

WHOLE = 0.95
DIGEST = re.compile("快讯|简讯|短讯")
Told = tuple[str, list[str], datetime.date]


def main() -> None:
    """Print one line for each producer and each way of reading."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    news = list(_given(asked.articles, rng) if asked.articles else _invented(rng))
    print("way                   pages articles  whole titles invented pages/s")
    for name, printed in _papers(news, rng, asked.pages):
        _score_papers(f"PDF {name}", printed, lambda raw: read_pdf(raw, id="page"))
        _score_papers(f"copied {name}", printed, lambda raw: split_articles(_copied(raw), id="page"))
    print("way                   pages   body titles  dates furniture lines a page")
    for name, pages in (("webpages", webpages.draw(news[: 10 * asked.pages])), ("sites", sites.draw(news[: 10 * asked.pages]))):
        _score_sites(f"HTML {name}", pages, _as_html)
        with _browser() as browser:
            _score_sites(f"copied {name}", pages, lambda page, browser=browser: _as_copy(browser, page))
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5"):
        print(f"{encoding:12}", "{} of {} texts come back".format(*_round_trip(encoding, news[:500])))


def _given(path: Path, rng: random.Random) -> Iterator[Told]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as stream:
        records = [json.loads(line) for line in stream]
    rng.shuffle(records)
    for record in records:
        paragraphs = [" ".join(line.split()) for line in record["text"].split("\n") if line.strip()]
        if DIGEST.search(record["title"]):  # several news items, each with a headline of its own
            continue
        if 250 < len(record["text"]) < 3000 and len(paragraphs) > 1 and 5 < len(record["title"]) < 40:
            yield " ".join(record["title"].split()), paragraphs, datetime.date.fromisoformat(record["date"])


def _invented(rng: random.Random) -> Iterator[Told]:
    for _ in range(2000):
        news = write_news(rng, sentences=rng.randint(8, 16))
        yield news.title, list(news.paragraphs), datetime.date(2024, rng.randint(1, 12), rng.randint(1, 28))


def _papers(news: Sequence[Told], rng: random.Random, count: int) -> Iterator[tuple[str, list[tuple[papers.Paper, bytes]]]]:
    def stories() -> Iterator[papers.Story]:
        for number in range(10**6):
            title, paragraphs, _ = news[number % len(news)]
            other = "".join(re.findall("[\u4e00-\u9fff]", news[(number + len(news) // 2) % len(news)][0]))
            yield papers.dress(rng, "".join(title.split()), paragraphs, other)

    given = stories()
    drawn = [papers.css_page(rng, given) for _ in range(count)]
    yield "Chromium", list(zip([paper for paper, _ in drawn], papers.print_css([page for _, page in drawn]), strict=True))
    yield "reportlab", [papers.frames_page(rng, given) for _ in range(count)]
    written = [papers.writer_page(rng, given) for _ in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        printed = papers.print_writer([page for _, page in written], Path(folder))
    if printed is not None:
        yield "LibreOffice", list(zip([paper for paper, _ in written], printed, strict=True))
    for producer in grids.printers():
        yield f"{producer} seen", list(grids.print_pages(producer, rng, given, houses=grids.SEEN, count=count))
        yield f"{producer} unseen", list(grids.print_pages(producer, rng, given, houses=grids.UNSEEN, count=count))
        yield f"{producer} fresh", list(grids.print_pages(producer, rng, given, houses=grids.FRESH, count=count))


def _copied(raw: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(raw))


def _score_papers(name: str, printed: Sequence[tuple[papers.Paper, bytes]], read: Callable[[bytes], list[Article]]) -> None:
    total = whole = titles = invented = 0
    seconds = 0.0
    for paper, raw in printed:
        begun = time.process_time()
        try:
            articles = read(raw)
        except KgError:
            articles = []
        seconds += time.process_time() - begun
        bodies = [_pairs(_body(article)) for article in articles]
        used = set()
        for story in paper.stories:
            total += 1
            told = [_pairs(body) for body in story.bodies]
            scores = [max(_f1(pairs, body) for pairs in told) for body in bodies]
            best = max(range(len(scores)), key=scores.__getitem__, default=None)
            if best is not None:
                used.add(best)
                whole += scores[best] >= WHOLE
                titles += _bare(articles[best].title) == _bare(story.title)
        invented += sum(
            n not in used and not any(teaser in _bare(article.text) for teaser in paper.teasers) for n, article in enumerate(articles)
        )
    pages, speed = len(printed), len(printed) / max(seconds, 1e-9)
    shares = f"{whole / total:6.3f} {titles / total:6.3f} {invented / pages:8.2f}"
    print(f"{name:24} {pages:6} {total:8} {shares} {speed:7.1f}")


def _browser() -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    for option in ("--headless=new", "--no-sandbox", "--disable-gpu"):
        options.add_argument(option)
    return webdriver.Chrome(options=options)


def _as_html(page: bytes) -> tuple[str, str, datetime.date | None]:
    record = read_page(page, "page.html")
    return record.title, record.text, record.date


def _as_copy(browser: webdriver.Chrome, page: bytes) -> tuple[str, str, datetime.date | None]:
    markup = re.sub(r"charset=\"?gb\w+\"?", "charset=utf-8", decode(page, "page").text)
    browser.get("data:text/html;charset=utf-8;base64," + base64.b64encode(markup.encode()).decode())
    articles = split_articles(browser.execute_script("return document.body.innerText"), id="page")
    return articles[0].title, "\n".join(map(_body, articles)), articles[0].date


def _score_sites(name: str, pages: Sequence[tuple[str, webpages.Told, bytes]], read: Callable[[bytes], tuple[str, str, Any]]) -> None:
    whole = titles = dates = furniture = 0
    for _, told, page in pages:
        try:
            title, body, date = read(page)
        except KgError:
            title, body, date = "", "", None
        text = "".join(told.paragraphs)
        whole += _f1(_pairs(text), _pairs(body)) >= WHOLE
        titles += _bare(title) == _bare(told.title)
        dates += date == told.date
        furniture += sum(bool(_bare(line)) and _bare(line) not in _bare(text) and not _holds(line, told) for line in body.split("\n"))
    count = len(pages)
    print(f"{name:20} {count:6} {whole / count:6.3f} {titles / count:6.3f} {dates / count:6.3f} {furniture / count:9.2f}")


def _holds(line: str, told: webpages.Told) -> bool:
    """Whether a line is a paragraph with a dateline before it."""
    return any(len(paragraph) > 20 and _bare(paragraph) in _bare(line) for paragraph in told.paragraphs)


def _round_trip(encoding: str, news: Sequence[Told]) -> tuple[int, int]:
    convert = opencc.OpenCC("s2t").convert
    texts = ["\n".join([title, *paragraphs]) for title, paragraphs, _ in news]
    if encoding == "big5":
        texts = [convert(text).encode("big5", "ignore").decode("big5") for text in texts]
    return sum(decode(text.encode(encoding), "text").text == text for text in texts), len(texts)


def _body(article: Article) -> str:
    return article.text.removeprefix(article.title)


def _bare(text: str) -> str:
    return "".join(text.split())


def _pairs(text: str) -> Counter[str]:
    bare = _bare(text)
    return Counter(bare[n : n + 2] for n in range(len(bare) - 1))


def _f1(told: Counter[str], read: Counter[str]) -> float:
    return 2 * (told & read).total() / max(1, told.total() + read.total())


if __name__ == "__main__":
    main()
