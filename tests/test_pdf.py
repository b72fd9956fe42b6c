"""Newspaper pages in PDF: articles, headlines, mastheads, boxes, and what cannot be read. All texts are made up."""

from __future__ import annotations

import datetime
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen import canvas

from kg.errors import InputError
from kg.model import Article, Span
from kg.pdf import read_pdf
from tests.newspaper import Page, set_page
from tests.presses import print_chromium, print_reportlab

SEEDS = range(6)


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
    assert whole >= 0.9 and titles >= 0.93 and invented <= 0.7


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
        (without_text(), "scanned"),
    ],
    ids=["empty", "no PDF", "header only", "cut off", "password", "scanned"],
)
def test_bad_pdf(raw: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_pdf(raw, id="a", place="folder/a.pdf")
    assert words in caught.value.en and caught.value.en.startswith("folder/a.pdf: ") and caught.value.zh.startswith("folder/a.pdf：")
    assert "\n" not in caught.value.en + caught.value.zh


def test_a_page_tree_with_a_loop_ends() -> None:
    with pytest.raises(InputError):
        read_pdf(looped(), id="a")
