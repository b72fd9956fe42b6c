"""Articles that go over from one page to the next, and lines that stand on every page, as running heads and the addresses of prints do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.model import Article, Box, Run, Span
from kg.pdf.characters import Sheet
from kg.pdf.lines import Line, read_lines
from kg.text import marks
from kg.text.layout import is_closed
from kg.text.page import is_caption
from kg.text.words import layout_words

EDGE = 0.12  # of the height of a page: where running heads and feet stand
NUMBER = re.compile(r"\d+|[一二三四五六七八九十]+(?=\s*页)")
TAIL = 200  # characters that tell whether a text breaks off
NEAR_FOOT = 0.25  # of the height of a page: an article that goes over ends so near to its foot


@dataclass(frozen=True, slots=True)
class Turned:
    """An article with what its page tells: whether it bears a masthead, its height, and whether nothing stands above the article."""

    article: Article
    masthead: bool
    height: float
    first: bool


def find_running(sheets: Sequence[Sheet]) -> frozenset[tuple[str, int]]:
    """What the first pages of a file print alike at one height near their edges, numbers apart."""
    if len(sheets) < 2:
        return frozenset()
    counts = Counter(key for sheet in sheets for key in {_key(line) for line in read_lines(sheet.characters) if _at_edge(line, sheet)})
    return frozenset(key for key, count in counts.items() if count > len(sheets) / 2)


def without_running(lines: Iterable[Line], sheet: Sheet, running: frozenset[tuple[str, int]]) -> list[Line]:
    """The lines of a page without those that stand on every page."""
    return [line for line in lines if not (running and _at_edge(line, sheet) and _key(line) in running)]


def _at_edge(line: Line, sheet: Sheet) -> bool:
    return line.y1 < EDGE * sheet.height or line.y0 > (1 - EDGE) * sheet.height


def _key(line: Line) -> tuple[str, int]:
    return NUMBER.sub("0", line.text), round(line.y0 / 4)


def join_turned(found: Sequence[Turned]) -> list[Article]:
    """The articles with those joined that go over to the next page, or that say on which page they go on."""
    joined: list[Turned] = []
    for turned in found:
        if joined and _goes_on(joined[-1], turned):
            joined[-1] = replace(joined[-1], article=join_articles(joined[-1].article, turned.article))
        else:
            joined.append(turned)
    return _with_resumed([turned.article for turned in joined])


def _goes_on(before: Turned, turned: Turned) -> bool:
    """Whether the first text of a page, without a headline, goes on with the last of the page before."""
    if not turned.first or turned.article.title or not before.article.boxes or not turned.article.boxes:
        return False
    last, first = before.article.boxes[-1], turned.article.boxes[0]
    if (
        first.page != last.page + 1
        or max(box.y1 for box in before.article.boxes if box.page == last.page) < (1 - NEAR_FOOT) * before.height
    ):
        return False
    text = turned.article.text
    if marks.find_dateline(text) is not None or is_caption(text):
        return False
    return not is_closed(before.article.text[-TAIL:]) or not turned.masthead


def _with_resumed(articles: Sequence[Article]) -> list[Article]:
    """The articles, those that say 上接第1版 behind those of that page that say 下转第3版."""
    found = list(articles)
    for article in articles:
        if (page := _page_in(_resumed(), article.text[:TAIL])) is None:
            continue
        ways = [other for other in found if other.page.lstrip("0") == page and _page_in(_turned(), other.text[-TAIL:]) is not None]
        ways = [other for other in ways if _page_in(_turned(), other.text[-TAIL:]) == article.page.lstrip("0")]
        if len(ways) == 1 and ways[0] is not article:
            found[found.index(ways[0])] = join_articles(ways[0], article)
            found.remove(article)
    return found


def join_articles(before: Article, after: Article) -> Article:
    """One article from two pieces; its runs and boxes lead to the pages of both."""
    line = "\n" if is_closed(before.text[-TAIL:]) or after.title else ""
    offset = len(before.text) + len(line)
    runs = (*before.runs, *(Run(run.start + offset, run.raw, run.length) for run in after.runs))
    boxes = (*before.boxes, *(_moved(box, offset) for box in after.boxes))
    byline, publisher = before.byline or after.byline, before.publisher or after.publisher
    text = before.text + line + after.text
    return replace(before, text=text, runs=runs, boxes=boxes, byline=byline, publisher=publisher, date=before.date or after.date)


def _moved(box: Box, offset: int) -> Box:
    return replace(box, span=Span(box.span.start + offset, box.span.end + offset))


def is_resumed(text: str) -> bool:
    """Whether a text begins by saying on which page its article does: （上接第1版）."""
    return _resumed().match(text) is not None


def _page_in(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match["page"].lstrip("0") if match is not None else None


@cache
def _turned() -> re.Pattern[str]:
    return _marked("turned")


@cache
def _resumed() -> re.Pattern[str]:
    return _marked("resumed")


def _marked(group: str) -> re.Pattern[str]:
    return re.compile(rf"[（(【]?\s*{layout_words()[group]}\s*第?\s*(?P<page>[A-Za-z]?\d{{1,3}})\s*版\s*[）)】]?")
