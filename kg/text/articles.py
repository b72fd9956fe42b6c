"""A raw text becomes articles with title, paragraphs, byline, publisher and date."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from kg.model import Article
from kg.text import marks
from kg.text.decode import UNWANTED, lines
from kg.text.strip import NOWHERE, Strip, inserted, join, of_span, runs


def split_articles(
    raw: str, *, id: str, date: datetime.date | None = None, title: str = "", source: str = "", fallback: datetime.date | None = None
) -> list[Article]:
    """The articles of one document, in the order of the page.

    `id` names the document; of several articles the n-th is `id#n`. `date` is used where given, else the day of
    publication that a line tells, else `fallback`. `title` is put in front of the text unless it opens it; without one a short first line is the title.

    >>> [a.title for a in split_articles("展会开幕\\n展会昨日在上海开幕。", id="a.txt")]
    ['展会开幕']
    """
    paragraphs = [strip for strip in (of_span(raw, span).without(UNWANTED).stripped() for span in lines(raw)) if strip.text]
    return (
        [_article(raw, paragraphs, id=id, date=date, title=title.strip(), source=source, fallback=fallback)]
        if paragraphs or title.strip()
        else []
    )


def _article(
    raw: str, paragraphs: Sequence[Strip], *, id: str, date: datetime.date | None, title: str, source: str, fallback: datetime.date | None
) -> Article:
    parts = list(paragraphs)
    if title and not (parts and parts[0].text == title):
        parts.insert(0, inserted(title))
    if not title and len(parts) > 1 and marks.is_headline(parts[0].text):
        title = parts[0].text
    whole = _with_line_ends(raw, parts)
    texts = [part.text for part in parts]
    byline, publisher = _byline(texts)
    return Article(id, whole.text, title, byline, publisher, date or _date(texts) or fallback, source, runs(whole))


def _with_line_ends(raw: str, parts: Sequence[Strip]) -> Strip:
    """The parts as lines; a line end keeps its place where it follows in the raw text too."""
    held: list[Strip] = []
    for part in parts:
        if held:
            last = held[-1].places[-1] if held[-1].places else NOWHERE
            kept = last != NOWHERE and raw[last + 1 : last + 2] == "\n"
            held.append(Strip("\n", (last + 1 if kept else NOWHERE,)))
        held.append(part)
    return join(held)


def _byline(texts: Sequence[str]) -> tuple[str, str]:
    for text in texts:
        if (dateline := marks.find_dateline(text)) is not None:
            return dateline.byline, dateline.publisher
    return "", ""


def _date(texts: Sequence[str]) -> datetime.date | None:
    return next((date for date in map(marks.find_date, texts) if date is not None), None)
