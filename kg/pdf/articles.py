"""The bytes of a PDF become articles that know where each of their lines stands in print."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from kg.errors import InputError, KgError
from kg.messages import message
from kg.model import Article, Box, Span
from kg.pdf import ocr
from kg.pdf.characters import LEAST_CHARACTERS, Sheet, read_sheets
from kg.pdf.lines import Line
from kg.pdf.page import Draft, read_layout
from kg.pdf.turns import Turned, find_running, join_turned
from kg.text import marks
from kg.text.articles import find_credits, with_line_ends
from kg.text.furniture import Masthead
from kg.text.layout import ARTEFACT, flow
from kg.text.strip import NOWHERE, Strip, runs

OnError = Callable[[KgError], None]

INSTALL = message('install the extra that recognizes text: pip install "kg[ocr]"')
FIRST_PAGES = 4  # that show what stands on every page


def read_pdf(
    raw: bytes,
    *,
    id: str,
    place: str = "",
    date: datetime.date | None = None,
    fallback: datetime.date | None = None,
    source: str = "",
    on_error: OnError | None = None,
    on_recognized: Callable[[Sequence[int]], None] | None = None,
) -> list[Article]:
    """The articles of a PDF, page by page, from the upper left to the lower right.

    `id` names the document; of several articles the n-th is `id#n`. `date` is used where given, else the one in the head of the page,
    else `fallback`. `place` names the file in errors, `source` in the articles. `Article.runs` count the characters of the text layer,
    `Article.boxes` tell where they stand. `on_error` is called for pages without text where other pages have some,
    `on_recognized` with the numbers of the pages that were read by optical character recognition.

    Raises:
        InputError: the bytes are no PDF, are damaged, need a password, or no page has a text layer.
    """
    place = place or source or id
    recognized: list[int] = []

    def recognize(picture: Any, number: int, scale: float, *, start: int) -> Sheet:
        recognized.append(number)
        return ocr.recognize(picture, number, scale, start=start)

    sheets = read_sheets(raw, place, recognize=recognize if ocr.can_recognize() else None)
    found, empty = _read(sheets)
    if not found:
        raise _scanned(place, empty)
    if empty and on_error is not None:
        on_error(_scanned(place, empty))
    if on_recognized is not None and (pages := [number for number in recognized if number not in empty]):
        on_recognized(pages)
    return _named([replace(article, date=date or article.date or fallback, source=source) for article in found], id)


def read_picture(raw: bytes, *, id: str, source: str = "") -> list[Article]:
    """The articles of a picture of a page, read by optical character recognition.

    Raises:
        InputError: the extra is not installed, the picture is damaged, or no text can be recognized in it.
    """
    if not ocr.can_recognize():
        raise InputError(message("{id}: a picture; {install}", id=id, install=INSTALL))
    found, empty = _read(iter([ocr.read_picture(raw, id)]))
    if empty or not found:
        raise InputError(message("{id}: no text can be recognized in the picture", id=id))
    return _named([replace(article, source=source or id) for article in found], id)


def _read(sheets: Iterator[Sheet]) -> tuple[list[Article], list[int]]:
    """The articles of pages, and the numbers of the pages without text."""
    pages: list[Turned] = []
    empty = []
    begun = list(islice(sheets, FIRST_PAGES))
    running = find_running([sheet for sheet in begun if len(sheet.characters) >= LEAST_CHARACTERS])
    for sheet in chain(begun, sheets):
        if len(sheet.characters) < LEAST_CHARACTERS:
            empty.append(sheet.number)
        else:
            pages += read_sheet(sheet, running)
    return join_turned(pages), empty


def _named(found: Sequence[Article], id: str) -> list[Article]:
    return [replace(article, id=id if len(found) == 1 else f"{id}#{number}") for number, article in enumerate(found, start=1)]


def read_sheet(sheet: Sheet, running: frozenset[tuple[str, int]] = frozenset()) -> list[Turned]:
    """The articles of one page, without ids; `running` is what stands on every page of the file."""
    layout = read_layout(sheet, running)
    masthead = layout.masthead
    told = bool(masthead.date or masthead.paper or masthead.page)
    articles = [article for draft in layout.drafts if (article := _article(draft, sheet, masthead)).text]
    return [Turned(article, told, sheet.height, first=number == 0) for number, article in enumerate(articles)]


def _article(draft: Draft, sheet: Sheet, masthead: Masthead) -> Article:
    head = [_strip(lines) for lines in (draft.title, *draft.insets) if lines]
    body = [_strip(lines) for lines in draft.paragraphs]
    whole = with_line_ends("", [*head, *body])
    title = head[0].text if draft.title else ""
    byline, publisher = find_credits([strip.text for strip in [*head, *body] if strip.text != title])
    boxes = _boxes(whole, [line for lines in (draft.title, *draft.insets, *draft.paragraphs) for line in lines], sheet.number)
    told = next((day for strip in head if (day := marks.find_date(strip.text)) is not None), None)
    dated = "fromMasthead" if masthead.date else "fromText" if told else ""
    return Article(
        "",
        whole.text,
        title,
        byline,
        masthead.paper or publisher,
        masthead.date or told,
        runs=runs(whole),
        page=masthead.page,
        boxes=boxes,
        dated=dated,
    )


def _strip(lines: Sequence[Line]) -> Strip:
    return flow([_of_line(line) for line in lines]).without(ARTEFACT).stripped()


def _of_line(line: Line) -> Strip:
    """The text of a line, each character with its place in the file."""
    characters = iter(line.characters)
    return Strip(line.text, tuple(NOWHERE if letter == " " else next(characters).place for letter in line.text))


def _boxes(whole: Strip, lines: Sequence[Line], page: int) -> tuple[Box, ...]:
    """Where the lines stand, each with the span of its characters in the text."""
    home = {character.place: line for line in lines for character in line.characters}
    found: list[tuple[Line, int, int]] = []
    for offset, place in enumerate(whole.places):
        line = home.get(place)
        if line is None:
            continue
        if found and found[-1][0] is line:
            found[-1] = line, found[-1][1], offset + 1
        else:
            found.append((line, offset, offset + 1))
    return tuple(
        Box(Span(start, end), page, *(round(side, 1) for side in (line.x0, line.y0, line.x1, line.y1))) for line, start, end in found
    )


def _scanned(place: str, pages: Sequence[int]) -> InputError:
    told = ", ".join(map(str, pages[:8])) + (" …" if len(pages) > 8 else "")
    if ocr.can_recognize():
        return InputError(
            message("{place}: no text on page {told}, and none can be recognized there", place=place, told=told),
        )
    return InputError(
        message(
            "{place}: no text on page {told}, which is a scanned picture; {install}",
            place=place,
            told=told,
            install=INSTALL,
        ),
    )
