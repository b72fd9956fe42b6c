"""A raw text becomes articles with title, paragraphs, byline, publisher and date."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from kg.errors import InputError
from kg.messages import message
from kg.model import Article
from kg.text import marks
from kg.text.columns import are_interleaved
from kg.text.decode import UNWANTED
from kg.text.furniture import Masthead
from kg.text.layout import is_broken, read_units
from kg.text.lines import Line, join_upright, read_lines, without_echoes
from kg.text.page import sort_articles
from kg.text.pages import Cleared, clear
from kg.text.strip import NOWHERE, Strip, inserted, join, runs
from kg.text.web import WebPage, read_web_page

Part = tuple[Sequence[Strip], Sequence[Strip]]


def split_articles(
    raw: str, *, id: str, date: datetime.date | None = None, title: str = "", source: str = "", fallback: datetime.date | None = None
) -> list[Article]:
    """The articles of one document, in the order of the page.

    `id` names the document; of several articles the n-th is `id#n`. `date` is used where given, else a day of publication that the text
    tells (in a line of its own or in a dateline with its year), else `fallback`. `title` is put in front unless it stands in the text;
    without one a short first line is the title. Text that is not broken into lines of one width is one article and stays as it is.

    Raises:
        InputError: the columns of a page are mixed line by line.

    >>> [a.title for a in split_articles("展会开幕\\n展会昨日在上海开幕。", id="a.txt")]
    ['展会开幕']
    """
    found = _lines(raw)
    title = " ".join(UNWANTED.sub("", title).split("\n")).strip()
    if not found and not title:
        return []
    page = None if title else read_web_page([line.strip for line in found])
    upright = join_upright(found)
    if page is None:
        _check_columns(upright, id)
    broken = page is None and is_broken(found)
    cleared = clear(upright) if broken else Cleared(tuple(found), Masthead())
    parts = _parts(cleared.lines, title, broken=broken) if page is None else [_part_of(page)]
    told = page.date if page is not None else None
    day = date or told or _told_day([line.text for line in found]) or cleared.masthead.date or fallback
    credits = page.credits if page is not None else ()
    found_articles = [_article(raw, head, body, credits=credits) for head, body in parts]
    return [
        replace(
            article,
            id=name,
            date=day,
            source=source,
            publisher=cleared.masthead.paper or article.publisher,
            page=cleared.masthead.page,
        )
        for name, article in zip(_ids(id, len(parts)), found_articles, strict=True)
    ]


def _check_columns(lines: Sequence[Line], id: str) -> None:
    if are_interleaved([line.text for line in lines]):
        raise InputError(
            message("{id}: columns are mixed: lines of several articles stand between one another; give the PDF itself", id=id),
        )


def _part_of(page: WebPage) -> Part:
    return [page.title] if page.title else [], page.paragraphs


def _ids(document: str, number: int) -> list[str]:
    return [document] if number == 1 else [f"{document}#{n}" for n in range(1, number + 1)]


def _lines(raw: str) -> list[Line]:
    return without_echoes(read_lines(raw))


def _parts(found: Sequence[Line], title: str, *, broken: bool) -> list[Part]:
    """The lines of the headline and the paragraphs of each article."""
    if broken:
        parts: list[Part] = [*sort_articles(read_units(found))]
        if title and parts and all(title != line.text for head, _ in parts for line in head):
            parts[0] = ([inserted(title), *parts[0][0]], parts[0][1])
        return parts
    strips = [line.strip for line in found]
    if title:
        return [([strips[0]], strips[1:])] if strips and strips[0].text == title else [([inserted(title)], strips)]
    above = sum(1 for _ in takewhile(lambda strip: marks.is_credit_line(strip.text), strips))
    opens = above < len(strips) - 1 and marks.is_headline(strips[above].text)
    return [(strips[: above + 1], strips[above + 1 :])] if opens else [([], strips)]


def _article(raw: str, head: Sequence[Strip], body: Sequence[Strip], *, credits: Sequence[str]) -> Article:
    """An article without id, date and source; `credits` are lines beside its text that tell who wrote and who published it."""
    whole = with_line_ends(raw, [*head, *body])
    title = next((strip.text for strip in head if not marks.is_credit_line(strip.text)), "")
    byline, publisher = find_credits([strip.text for strip in (*head, *body) if strip.text != title] + [*credits])
    return Article("", whole.text, title, byline, publisher, runs=runs(whole))


def with_line_ends(raw: str, parts: Sequence[Strip]) -> Strip:
    """The parts as lines; a line end keeps its place where it follows in the raw text too."""
    held: list[Strip] = []
    for part in parts:
        if held:
            place = held[-1].places[-1] + 1 if held[-1].places[-1] != NOWHERE else NOWHERE
            held.append(Strip("\n", (place if place != NOWHERE and raw[place : place + 1] == "\n" else NOWHERE,)))
        held.append(part)
    return join(held)


def find_credits(paragraphs: Sequence[str]) -> tuple[str, str]:
    """Who wrote it and for whom: in datelines, in lines of credits, and in what stands behind the last sentence of a paragraph."""
    byline = publisher = ""
    for paragraph in paragraphs:
        stop = max(map(paragraph.rfind, "。！？"))
        for piece in (paragraph, paragraph[stop + 1 :].lstrip("”’）)")):
            names, medium = marks.find_byline(piece.strip())
            byline, publisher = byline or names, publisher or medium
    return byline, publisher


def _told_day(lines: Sequence[str]) -> datetime.date | None:
    """The first day of publication that the lines tell; the day of an event that a notice announces is none."""
    notice = marks.is_notice(lines)
    return next((day for line in lines if not (notice and marks.tells_event_day(line)) and (day := _day(line)) is not None), None)


def dateline_day(text: str) -> tuple[int, int] | None:
    """Month and day of the first dateline that opens a line of the text, whether it tells the year or not.

    >>> dateline_day("展会开幕\\n本报茂林5月22日电（记者 李明）展会昨日开幕。")
    (5, 22)
    """
    found = (marks.find_dateline(line) for line in text.split("\n"))
    return next(((dateline.month, dateline.day) for dateline in found if dateline is not None and dateline.month), None)


def _day(line: str) -> datetime.date | None:
    dateline = marks.find_dateline(line)
    if dateline is not None and dateline.year:
        return marks.to_date(dateline.year, dateline.month, dateline.day)
    return marks.find_date(line)
