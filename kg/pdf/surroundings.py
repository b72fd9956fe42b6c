"""What stands around columns: bylines above them, pictures they begin below, headlines beside them that begin another article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.pdf.blocks import DASH, Column, Head, is_indented, is_written_by, make_column
from kg.pdf.lines import Line
from kg.text import marks
from kg.text.layout import is_closed

GUTTER, TALL_REACH = 4.0, 14.0  # from a headline, or one that runs from top to bottom, to the column beside it, in sizes of the body
UNDER_CAPTION = 4.0  # text goes on at most so far below a caption
FULL = 1.5  # the blank at the end of a line that runs on, at most
HEAD_REACH = 3.5  # a byline stands at most so far below its headline, in sizes


def take_bylines(heads: Sequence[Head], columns: Sequence[Column]) -> list[Column]:
    """The columns without the subtitles and the lines that say who wrote between headline and text: they become insets of the headline."""
    kept = []
    for column in columns:
        lines = list(column.lines)
        taken: list[tuple[Head, Line]] = []
        while lines and _is_inset(lines[0].text) and not _runs_on(lines, column.x1) and (head := _right_above(lines[0], heads)) is not None:
            taken.append((head, lines.pop(0)))
            head.below.append(taken[-1][1])
        within = any(abs(other.y0 - column.y0) < other.size / 2 and _beside_columns(column, other) for other in columns)
        if not within:
            for head, line in taken:
                head.below.remove(line)
                head.insets.append(line)
        if lines:  # where the column begins tells which columns stand beside it
            kept.append(replace(make_column(lines), y0=column.y0) if within else make_column(lines))
    return kept


def _is_inset(text: str) -> bool:
    return is_written_by(text) or DASH.match(text) is not None or marks.is_credit_line(text)


def _runs_on(lines: Sequence[Line], right: float) -> bool:
    """Whether the first line goes on in the next: it is full up to `right`, and the next neither set in nor a line of its own kind."""
    first, second = lines[0], lines[1] if len(lines) > 1 else None
    if second is None or DASH.match(first.text) or right - first.x1 > FULL * first.size:
        return False
    return not is_indented(second, first.x0) and not _is_inset(second.text)


def _beside_columns(column: Column, other: Column) -> bool:
    gutter, wide = GUTTER * other.size, other.x1 - other.x0  # the lines of the one may all be short
    left, right = column.x1 < other.x0 < column.x0 + wide + gutter, other.x1 < column.x0 < other.x1 + gutter
    return other is not column and (left or right)


def _right_above(line: Line, heads: Sequence[Head]) -> Head | None:
    """The nearest headline that the line stands under, though perhaps far to the side of."""
    near = [
        head
        for head in heads
        if not head.vertical
        and -0.5 * line.size <= line.y0 - max([head.box[3], *(held.y1 for held in head.below)]) < HEAD_REACH * line.size
    ]
    return min(near, key=lambda head: _aside(line, head), default=None)


def _aside(line: Line, head: Head) -> float:
    left, _, right, _ = head.box
    return max(left - line.cx, line.cx - right, 0.0)


def raise_under_pictures(columns: Sequence[Column], captions: Sequence[Column], heads: Sequence[Head], *, body: float) -> list[Column]:
    """The columns; one that a picture opens, with its caption right above the text, begins where the column beside it does.

    Where none stands beside it, it begins right below the headline above the picture.
    """
    return [_raised(column, columns, captions, heads=heads, body=body) for column in columns]


def _raised(column: Column, columns: Sequence[Column], captions: Sequence[Column], *, heads: Sequence[Head], body: float) -> Column:
    boxes = [*((c.x0, c.y0, c.x1, c.y1) for c in columns), *(head.box for head in heads)]

    def is_free(top: float, bottom: float) -> bool:
        return not any(x0 < column.x1 and column.x0 < x1 and y1 > top + 2 and y0 < bottom for x0, y0, x1, y1 in boxes)

    for caption in captions:
        below = -2 < column.y0 - caption.y1 < UNDER_CAPTION * body
        if below and caption.x0 < column.x1 and column.x0 - caption.x1 < column.x1 - column.x0:
            within = caption.x0 < column.x1 and column.x0 < caption.x1
            beside = [c for c in columns if c.y0 < caption.y0 and c.y1 > column.y0 and 0 < column.x0 - c.x1 < 3 * body]
            left = max(beside, key=lambda c: c.x1, default=None)
            if within and left is not None and is_free(left.y0, caption.y0):
                column = replace(column, y0=left.y0)
            elif (top := _top_below(caption, column, columns, heads=heads, body=body)) is not None and is_free(top, caption.y0):
                column = replace(column, y0=top)
    return column


def _top_below(caption: Column, column: Column, columns: Sequence[Column], *, heads: Sequence[Head], body: float) -> float | None:
    """Where text begins below the headline over a picture; None where there is no headline above it."""
    over = [
        head for head in heads if not head.vertical and head.box[3] <= caption.y0 and head.box[0] < column.x1 and column.x0 < head.box[2]
    ]
    bottom = max((head.box[3] for head in over), default=None)
    if bottom is None:
        return None
    beside = [c.y0 for c in columns if 0 <= c.y0 - bottom < HEAD_REACH * body and _apart(c, column) < GUTTER * body]
    return min(beside, default=bottom + body / 2)


def _apart(a: Column, b: Column) -> float:
    return max(a.x0 - b.x1, b.x0 - a.x1)


def split_beside_heads(columns: Sequence[Column], heads: Sequence[Head], *, body: float) -> tuple[list[Column], dict[int, Head]]:
    """The columns, cut where a headline to the left of them begins an article beside it; and, by its id, which column is under which."""
    found = list(columns)
    over: dict[int, Head] = {}
    for head in heads:
        if _has_text_below(head, columns, heads, body=body):
            continue
        _, top, edge, _ = head.box
        last: Column | None = None
        for column in sorted(found, key=lambda column: column.x0):
            reach = TALL_REACH if head.vertical and last is None else GUTTER
            cut = _cut_at(column, top, body) if _begins_beside(column, edge, top, body=body, reach=reach) else None
            if cut is None:
                continue
            if cut and last is not None and is_closed(last.text):
                break  # its text has ended before
            edge = column.x1
            lower = make_column(column.lines[cut:]) if cut else column
            if cut:
                found.remove(column)
                found += [make_column(column.lines[:cut]), lower]
            over[id(lower)] = head
            last = lower
    return found, over


def _has_text_below(head: Head, columns: Sequence[Column], heads: Sequence[Head], *, body: float) -> bool:
    """Whether text stands right below a headline, with no other headline between."""
    left, top, right, bottom = head.box
    others = [box for box in (other.box for other in heads) if box[0] < right and left < box[2] and box[1] > top and box[3] > bottom]
    below = [c for c in columns if c.x0 < right and left < c.x1 and -body < c.y0 - bottom < 6 * body]
    return any(all(box[3] > c.y0 + body for box in others) for c in below)


def _begins_beside(column: Column, edge: float, top: float, *, body: float, reach: float) -> bool:
    """Whether the lines of a column from the height `top` on begin to the right of `edge`, not far from it."""
    begins = min((line.x0 for line in column.lines if line.y0 > top - body), default=column.x0)
    return -body / 2 < begins - edge < reach * body and column.y0 - body < top < column.y1 - 2 * body


def _cut_at(column: Column, top: float, body: float) -> int | None:
    """The line of a column that begins at the height `top` a new paragraph; 0 where the column begins there, None where none does."""
    if abs(column.y0 - top) < body:
        return 0
    for number, (before, line) in enumerate(pairwise(column.lines), start=1):
        if abs(line.y0 - top) < body and is_closed(before.text):
            return number
    return None
