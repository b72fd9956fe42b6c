"""A page of a newspaper becomes its masthead and the drafts of its articles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.pdf.blocks import (
    BULLET,
    INDENT,
    LARGE,
    Column,
    Head,
    find_columns,
    find_heads,
    indents,
    is_indented,
    is_written_by,
    make_column,
    split_large,
    take_labels,
)
from kg.pdf.characters import Sheet
from kg.pdf.lines import Line, body_size, read_lines
from kg.pdf.stories import Setting, Story, find_stories
from kg.pdf.surroundings import raise_under_pictures, split_beside_heads, take_bylines
from kg.pdf.turns import without_running
from kg.text import marks
from kg.text.furniture import Masthead, is_imprint, is_page_number, is_paper, is_section, read_masthead
from kg.text.layout import CLOSED, is_closed
from kg.text.page import SHORT_CAPTION, is_caption, share_of_words

EDGE = 0.14  # of the height of the page: where page head and foot stand
HIGH = 130.0  # points: the head of the first page of a small paper is as high as that of a large one
SUBHEAD_LEAST, SUBHEAD = 1.08, 1.5  # of the size of the body: subheadings
CAPTION_LINES = 6
SMALL = 0.96  # of the size of the body: captions
NEAR_CAPTION = 3.0
CENTRED = 3.2
QUOTED = re.compile("[“‘「『](.{6,})[”’」』]")
QUOTE = 1.7  # of the size of the body: sentences that are said once more, larger
SHORT_HEAD = 40  # characters of what may stand in a row with the date of a page
# What browsers print at the edges of a page: its address, the time, the number of the page.
PRINTED = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s*(?:[上下]午)?\s*\d{1,2}:\d\d(?:\s*[AP]M)?|(?:(?:https?|file)://|data:)\S+|[—－-]?\s?\d{1,4}\s?(?:/\s?\d{1,4}|[—－-])|第?\s?\d{1,4}\s?页.{0,9}"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as lines: of its headline, of what stands beside that, and of each paragraph."""

    title: tuple[Line, ...]
    insets: tuple[tuple[Line, ...], ...]
    paragraphs: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What a page holds; `columns` counts its columns side by side."""

    masthead: Masthead
    drafts: tuple[Draft, ...]
    columns: int


def read_layout(sheet: Sheet, running: frozenset[tuple[str, int]] = frozenset()) -> Layout:
    """The articles of a page, from the upper left to the lower right; `running` is what stands on every page of the file."""
    printed = read_lines(sheet.characters)
    lines = without_running(printed, sheet, running)
    kept = {id(line) for line in lines}
    always = [line for line in printed if id(line) not in kept]
    body = body_size(sheet.characters)
    furniture, lines = split_furniture(lines, sheet.height)
    lines = [line for line in lines if not (is_page_number(line.text) and not line.text.isascii())]
    quotes, lines = _split_quotes(lines, body)
    large, small = split_large(lines, body)
    large, small = _with_subheads(large, small, body)
    heads = find_heads(large)
    columns = take_bylines(heads, find_columns(small))
    captions = [column for column in columns if _is_caption(column, body)]
    columns = [column for column in columns if not _is_caption(column, body)]
    heads, columns = take_labels(heads, columns, body=body)
    pictures = [*captions, *quotes]
    columns, beside = split_beside_heads(raise_under_pictures(columns, pictures, heads, body=body), heads, body=body)
    indented = indents(columns)
    stories = find_stories(Setting(columns, heads, captions=pictures, beside=beside, indented=indented, body=body))
    stories += [Story([caption]) for caption in captions if not _take_caption(caption, stories, columns=columns, body=body)]
    told = [line.text for line in [*furniture, *always] if PRINTED.fullmatch(line.text) is None]
    return Layout(read_masthead(told), tuple(_drafts(stories, heads, indented)), _side_by_side(columns))


def _drafts(stories: Sequence[Story], heads: Sequence[Head], indented: bool) -> list[Draft]:
    """The stories and the headlines without one, in the order of reading: by bands of 40 points from the top, then from the left."""
    taken = {id(story.head) for story in stories}
    drafts = [(story.box, _draft(story, indented)) for story in stories]
    drafts += [(head.box, Draft(tuple(head.lines), _insets(head), ())) for head in heads if id(head) not in taken]
    return [draft for _, draft in sorted(drafts, key=lambda placed: (round(placed[0][1] / 40), placed[0][0]))]


def split_furniture(lines: Sequence[Line], height: float) -> tuple[list[Line], list[Line]]:
    """The lines of page head and foot, and the others."""
    top = [line for line in lines if line.y1 < max(EDGE * height, HIGH)]
    foot = [line for line in lines if line.y0 > (1 - EDGE) * height]
    furniture = {id(line) for line in [*_of_edge(top, last=False), *_of_edge(foot, last=True)]}
    return [line for line in lines if id(line) in furniture], [line for line in lines if id(line) not in furniture]


def _of_edge(lines: Sequence[Line], *, last: bool) -> list[Line]:
    """The lines at one edge that tell of the paper, not of news."""
    strong = [line for line in lines if is_imprint(line.text) or PRINTED.fullmatch(line.text)]
    found = []
    for line in lines:
        beside = any(line.y0 < other.y1 + 2 * other.size and other.y0 < line.y1 + 2 * line.size for other in strong)
        weak = is_section(line.text) or is_paper(line.text) or is_page_number(line.text) or line.text.strip().isdigit()
        first = not last and not any(other.y1 < line.y0 - line.size / 2 for other in lines)
        if line in strong or (weak and (beside or first or line.text.strip().isdigit())) or _in_row(line, strong, lines):
            found.append(line)
    return found


def _in_row(line: Line, strong: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether a short line in small type stands in one row with what tells of the paper, and nothing goes on below it."""
    row = [other for other in strong if abs(other.y0 - line.y0) < line.size / 2 and line.size < 1.3 * other.size]
    below = any(0 < other.y0 - line.y0 < 2.5 * line.size and abs(other.x0 - line.x0) < 3 * line.size for other in lines)
    return bool(row) and len(line.text) <= SHORT_HEAD and not below and CLOSED.search(line.text) is None


def _split_quotes(lines: Sequence[Line], body: float) -> tuple[list[Column], list[Line]]:
    """Sentences in quotation marks that running text says too, set larger in its midst as pictures are; and the other lines."""
    small = [line for line in lines if not line.vertical and line.size < LARGE * body]
    said = "".join(line.text for line in sorted(small, key=lambda line: line.first))
    larger = [line for line in lines if not line.vertical and LARGE * body <= line.size < QUOTE * body]
    heads = [head for head in find_heads(larger) if not head.insets and any(_is_over(line, head, body) for line in small)]
    quotes = [make_column(head.lines) for head in heads if (match := QUOTED.fullmatch(head.text)) is not None and match[1] in said]
    taken = {id(line) for quote in quotes for line in quote.lines}
    return quotes, [line for line in lines if id(line) not in taken]


def _is_over(line: Line, head: Head, body: float) -> bool:
    """Whether a line stands right above a headline."""
    return 0 <= head.box[1] - line.y1 < 3 * body and _level(line, head.lines[0])


def _level(upper: Line, lower: Line) -> bool:
    """Whether one line stands over some of the other."""
    return upper.x0 < lower.x1 and lower.x0 < upper.x1


def _with_subheads(large: Sequence[Line], small: Sequence[Line], body: float) -> tuple[list[Line], list[Line]]:
    """Headlines and running text, with subheadings among the latter: larger lines in the midst of a column that open no article."""
    subheads = {
        id(line) for line in large if not line.vertical and line.size < SUBHEAD * body and _in_column(line, large, small, body=body)
    }
    rest = [line for line in large if id(line) not in subheads]
    small = [replace(line, size=body) if SUBHEAD_LEAST * body < line.size else line for line in small]
    return rest, [*small, *(replace(line, size=body) for line in large if id(line) in subheads)]


def _in_column(line: Line, large: Sequence[Line], small: Sequence[Line], *, body: float) -> bool:
    across = [other for other in small if other.x0 - 2 * body < line.x0 and line.x1 < other.x1 + 2 * body]
    under = sorted((other for other in across if 0 <= other.y0 - line.y1 + body / 2 < 12 * body), key=lambda other: other.y0)
    if not under or under[0].y0 - line.y1 + body / 2 >= 2 * body:
        return False
    left = min(other.x0 for other in under)
    above = _right_above(line, small, left=left, body=body)
    inside = is_closed(above.text) if above is not None else _is_level_with_text(line, small, left=left, body=body)
    if not inside or any(other is not line and _touches(line, other, body) for other in large):
        return False
    if marks.find_dateline(under[0].text) is not None or is_written_by(under[0].text):
        return False
    return share_of_words(line.text, "".join(other.text for other in under)) < 0.5


def _is_level_with_text(line: Line, small: Sequence[Line], *, left: float, body: float) -> bool:
    """Whether text stands beside a line, right before `left`, so that the line is the first of its column."""
    beside = [other for other in small if abs((other.y0 + other.y1 - line.y0 - line.y1) / 2) < body]
    return any(0 < left - other.x1 < NEAR_CAPTION * body for other in beside)


def _right_above(line: Line, small: Sequence[Line], *, left: float, body: float) -> Line | None:
    """The line, perhaps a short one, right above another in a column whose lines begin at `left`."""
    above = [other for other in small if left - INDENT * body < other.x0 <= line.x0 and 0 <= line.y0 - other.y1 + body / 2 < 2.5 * body]
    return max(above, key=lambda other: other.y0, default=None)


def _touches(line: Line, other: Line, body: float) -> bool:
    near = other.y0 - line.y1 < body and line.y0 - other.y1 < body
    return near and _level(other, line)


def _is_caption(column: Column, body: float) -> bool:
    """Whether a column tells what a picture shows."""
    if len(column.lines) > CAPTION_LINES or marks.find_dateline(column.text) is not None:
        return False
    return is_caption(column.text) or marks.is_photo_credit(column.text) or column.size < SMALL * body


def _take_caption(caption: Column, stories: Sequence[Story], *, columns: Sequence[Column], body: float) -> bool:
    """Give a caption to the story that its picture stands in, where there is one.

    A short one, which is no news of its own, also goes to the story whose column the picture ends.
    """
    y = (caption.y0 + caption.y1) / 2
    for story in stories:
        left, top, right, bottom = story.box
        if left - body < caption.cx < right + body and top < y < bottom + NEAR_CAPTION * body and story.head is not None:
            story.captions.append(caption)
            return True
    above = [column for column in columns if column.y1 <= caption.y0 and column.x0 < caption.cx < column.x1]
    last = max(above, key=lambda column: column.y1, default=None)
    owner = next((story for story in stories if story.head is not None and last in story.columns), None)
    if owner is None or len(caption.text) > SHORT_CAPTION:
        return False
    owner.captions.append(caption)
    return True


def _draft(story: Story, indented: bool) -> Draft:
    head = story.head
    paragraphs = [*_paragraphs(story.columns, indented), *(caption.lines for caption in story.captions)]
    return Draft(tuple(head.lines) if head else (), _insets(head) if head else (), tuple(paragraphs))


def _insets(head: Head) -> tuple[tuple[Line, ...], ...]:
    """Kicker, subtitle and byline, each with the lines that it was broken into."""
    found: list[list[Line]] = []
    for line in sorted([*head.insets, *head.below], key=lambda line: (-line.x0, line.y0) if line.vertical else (line.y0, line.x0)):
        last = found[-1][-1] if found else None
        if last is not None and abs(last.size - line.size) < 0.05 * line.size and -1 < line.y0 - last.y1 < line.size and not line.vertical:
            found[-1].append(line)
        else:
            found.append([line])
    return tuple(map(tuple, found))


def _paragraphs(columns: Sequence[Column], indented: bool) -> list[tuple[Line, ...]]:
    """The lines of each paragraph."""
    found: list[list[Line]] = []
    before: tuple[Line, Column] | None = None
    for column in columns:
        for line in column.lines:
            if not found or _opens_paragraph(line, column, before, indented=indented):
                found.append([])
            found[-1].append(line)
            before = line, column
    return [tuple(lines) for lines in found]


def _opens_paragraph(line: Line, column: Column, before: tuple[Line, Column] | None, *, indented: bool) -> bool:
    if before is None or _is_subhead(line, column) or _is_subhead(*before) or BULLET.match(line.text):
        return True
    if indented and len(column.lines) > 1:
        return is_indented(line, column.x0) or line.x0 - column.x0 > CENTRED * line.size
    last, within = before
    if not is_closed(last.text):
        return False
    wide = within is column and line.y0 - last.y1 > 1.4 * _leading(column)
    return wide or last.x1 < within.x1 - line.size or indented


def _leading(column: Column) -> float:
    """The usual blank between the lines of a column."""
    gaps = sorted(lower.y0 - upper.y1 for upper, lower in zip(column.lines, column.lines[1:], strict=False))
    return gaps[len(gaps) // 2] if gaps else column.size


def _is_subhead(line: Line, column: Column) -> bool:
    return line.characters[0].size > 1.08 * column.size


def _side_by_side(columns: Sequence[Column]) -> int:
    """How many columns of several lines stand beside one another at most."""
    tall = [column for column in columns if len(column.lines) > 2]
    return max((sum(other.y0 < column.y1 and column.y0 < other.y1 for other in tall) for column in tall), default=0)
