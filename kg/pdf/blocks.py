"""Printed lines become columns of text and headlines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from kg.pdf.lines import Line
from kg.text import marks
from kg.text.page import is_caption

LARGE = 1.17  # of the size of the body: a headline
SAME_SIZE = 1.15
OVERLAP = 0.6
LEADING = 1.15  # widest blank between two lines of a column, in sizes
INDENT = 2.6
OUTDENT = 0.75  # of an opening quotation mark that hangs before its column
CENTRED = 0.6  # the middle of a subheading lies at most so far from that of the text below
LABEL = 6  # characters of the name of a series above a headline, at most
SHORT_LINES = 5  # bylines and short paragraphs, above lines that show how wide the column is
MOST_INSET_LINES = 4  # of a kicker or a subtitle
LEAST_TEXT = 4  # lines of large type that make a column of text
HEAD_GAP = 0.75
BULLET = re.compile(r"[□■◎●▲△◆◇○★☆◤▶►]\s?")
PAUSE = re.compile("[，。；]")
DASH = re.compile("[—–―─]|-{2}")  # opens a subtitle


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Lines of running text one under the other."""

    lines: tuple[Line, ...]
    x0: float
    y0: float
    x1: float
    y1: float
    size: float

    @property
    def cx(self) -> float:
        """The middle from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(line.text for line in self.lines)


@dataclass(slots=True, eq=False)
class Head:
    """A headline: the lines of its main part, and what stands beside it in smaller type: kicker, subtitle, byline.

    `below` are such lines too, but set in the first column of its text, so that they take no part in its box.
    """

    lines: list[Line]
    insets: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)

    @property
    def size(self) -> float:
        """The height of its type."""
        return self.lines[0].size

    @property
    def vertical(self) -> bool:
        """Whether it runs from top to bottom."""
        return self.lines[0].vertical

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Its left, upper, right and lower end with what stands beside it."""
        held = [*self.lines, *self.insets]
        return min(h.x0 for h in held), min(h.y0 for h in held), max(h.x1 for h in held), max(h.y1 for h in held)

    @property
    def text(self) -> str:
        """What its main part says."""
        return "".join(line.text for line in self.lines)


def make_column(lines: Sequence[Line]) -> Column:
    """The column of lines from top to bottom."""
    return Column(
        tuple(lines),
        min(line.x0 for line in lines),
        min(line.y0 for line in lines),
        max(line.x1 for line in lines),
        max(line.y1 for line in lines),
        median(line.size for line in lines),
    )


def is_written_by(text: str) -> bool:
    """Whether a line says who wrote, after a bullet or without: □本报记者 李明, ■ 赵军."""
    bare = BULLET.sub("", text, count=1)
    return marks.is_byline(bare) or (bare != text and len(bare) <= 16 and PAUSE.search(bare) is None)


def find_columns(lines: Sequence[Line]) -> list[Column]:
    """The lines of running text stacked into columns."""
    stacks: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.y0, line.x0)):
        near = [stack for stack in stacks if -0.3 * line.size < line.y0 - stack[-1].y1 < LEADING * max(line.size, stack[-1].size)]
        fits = [stack for stack in near if _fits(stack, line)]
        if fits:
            min(fits, key=lambda stack: abs(min(held.x0 for held in stack) - line.x0)).append(line)
        else:
            stacks.append([line])
    return [make_column(stack) for stack in stacks]


def _fits(stack: Sequence[Line], line: Line) -> bool:
    """Whether a line goes on below a stack of lines."""
    last = stack[-1]
    if max(line.size, last.size) > SAME_SIZE * min(line.size, last.size):
        return False
    if line.size > 1.03 * last.size and len(stack) < LEAST_TEXT and _tells_picture("".join(held.text for held in stack)):
        return False
    left, right = min(held.x0 for held in stack), max(held.x1 for held in stack)
    under = min(right, line.x1) - max(left, line.x0) > OVERLAP * min(right - left, line.x1 - line.x0)
    if len(stack) == 1:
        return _fits_below(last, line, under=under)
    wide = line.x1 >= right + 2 * line.size
    inside = under and line.x0 > left - INDENT * line.size
    return inside and (not wide or (len(stack) < SHORT_LINES and line.x0 < left + INDENT * line.size))


def _fits_below(first: Line, line: Line, *, under: bool) -> bool:
    """Whether a line goes on below a single one, which may be indented, centred, or the short last line of a paragraph."""
    if (line.x0 < first.x1 and is_indented(first, line.x0)) or is_indented(line, first.x0):
        return True
    if not under:
        return False
    wider = first.x1 < line.x1 + INDENT * line.size or line.x0 > first.x0 - OUTDENT * line.size
    return _is_centred(first, line) or (line.x0 > first.x0 - INDENT * line.size and wider)


def _is_centred(last: Line, line: Line) -> bool:
    """Whether a line is a subheading in the middle above the running text that the next begins."""
    return last.x0 > line.x0 and abs(last.cx - line.cx) < CENTRED * line.size and PAUSE.search(last.text) is None


def _tells_picture(text: str) -> bool:
    return is_caption(text) or marks.is_photo_credit(text)


def split_large(lines: Sequence[Line], body: float) -> tuple[list[Line], list[Line]]:
    """The lines of headlines, and those of running text, which may be set large too: a digest or a leader."""
    large = [line for line in lines if line.vertical or line.size >= LARGE * body]
    texts = {
        id(line)
        for column in find_columns([line for line in large if not line.vertical])
        if len(column.lines) >= LEAST_TEXT and sum(PAUSE.search(line.text) is not None for line in column.lines) * 2 >= len(column.lines)
        for line in column.lines
    }
    heads = [line for line in large if id(line) not in texts]
    kept = {id(line) for line in heads}
    return heads, [line for line in lines if id(line) not in kept]


def find_heads(lines: Sequence[Line]) -> list[Head]:
    """Headlines from their lines; smaller lines beside a larger one are its kicker or subtitle."""
    heads: list[Head] = []
    for line in sorted((line for line in lines if not line.vertical), key=lambda line: (line.y0, line.x0)):
        for head in heads:
            if _next_line(head.lines[-1], line):
                head.lines.append(line)
                break
        else:
            heads.append(Head([line]))
    for line in sorted((line for line in lines if line.vertical), key=lambda line: (-line.x0, line.y0)):
        for head in heads:
            if head.vertical and _next_vertical(head.lines[-1], line):
                head.lines.append(line)
                break
        else:
            heads.append(Head([line]))
    return _with_insets(heads)


def _next_line(upper: Line, lower: Line) -> bool:
    if (
        upper.vertical
        or DASH.match(lower.text)
        or abs(upper.size - lower.size) >= 0.08 * lower.size
        or not -0.3 * lower.size < lower.y0 - upper.y1 < HEAD_GAP * lower.size
    ):
        return False
    return min(upper.x1, lower.x1) - max(upper.x0, lower.x0) > 0.3 * min(upper.x1 - upper.x0, lower.x1 - lower.x0)


def _next_vertical(right: Line, left: Line) -> bool:
    same = abs(right.size - left.size) < 0.1 * left.size
    level = abs(right.y0 - left.y0) < 2.5 * left.size or abs(right.y0 + right.y1 - left.y0 - left.y1) < left.size  # or about one middle
    return same and 0 < right.x0 - left.x0 < 2.2 * left.size and level


def _with_insets(heads: Sequence[Head]) -> list[Head]:
    """The headlines; one right beside a larger one becomes an inset of it."""
    taken: set[int] = set()
    for small in sorted(heads, key=lambda head: head.size):
        least = 0.8 if DASH.match(small.text) else 1.1
        larger = [
            head
            for head in heads
            if head is not small
            and id(head) not in taken
            and head.size > least * small.size
            and _beside(small, head)
            and len(small.lines) <= MOST_INSET_LINES
        ]
        if larger:
            best = min(larger, key=lambda head: _distance(small, head))
            best.insets += [*small.lines, *small.insets]
            taken.add(id(small))
    return [head for head in heads if id(head) not in taken]


def take_labels(heads: Sequence[Head], columns: Sequence[Column], *, body: float) -> tuple[list[Head], list[Column]]:
    """Headlines and columns; the name of a series, set small above a headline at the left end of its columns, becomes an inset of it."""
    kept, texts = list(heads), list(columns)
    alone = {id(column): Head(list(column.lines)) for column in columns if len(column.lines) == 1 and not PAUSE.search(column.text)}
    for label in [*heads, *alone.values()]:
        if label.vertical or len(label.text) > LABEL:
            continue
        large = [head for head in heads if not head.vertical and head.size > 1.3 * label.size and _labels(label, head, columns, body=body)]
        if large:
            min(large, key=lambda head: abs(head.box[0] - label.box[0])).insets += [*label.lines, *label.insets]
            kept = [head for head in kept if head is not label]
            texts = [column for column in texts if alone.get(id(column)) is not label]
    return kept, texts


def _labels(small: Head, large: Head, columns: Sequence[Column], *, body: float) -> bool:
    x0, _, _, y1 = small.box
    _, top, _, bottom = large.box
    below = [column for column in columns if abs(column.x0 - x0) < 2 * body and column.y0 > y1]
    first = min(below, key=lambda column: column.y0, default=None)
    return first is not None and -0.3 * small.size <= top - y1 < 2 * small.size and 0 <= first.y0 - bottom < 6 * body


def _beside(small: Head, large: Head) -> bool:
    if small.vertical != large.vertical:
        return False
    left, top, right, bottom = _main_box(large)
    x0, y0, x1, y1 = small.box
    if small.vertical:
        return abs(y0 - top) < 6 * large.size and (abs(x1 - left) < 1.5 * small.size or abs(x0 - right) < 1.5 * small.size)
    above, below = top - y1, y0 - bottom
    near = any(-0.4 * small.size <= gap < 1.6 * small.size for gap in (above, below))
    return near and min(right, x1) - max(left, x0) > 0.3 * min(right - left, x1 - x0)


def _distance(small: Head, large: Head) -> float:
    left, top, right, bottom = _main_box(large)
    x0, y0, x1, y1 = small.box
    return min(abs(top - y1), abs(y0 - bottom)) + abs((left + right) / 2 - (x0 + x1) / 2) / 4


def _main_box(head: Head) -> tuple[float, float, float, float]:
    return min(h.x0 for h in head.lines), min(h.y0 for h in head.lines), max(h.x1 for h in head.lines), max(h.y1 for h in head.lines)


def indents(columns: Sequence[Column]) -> bool:
    """Whether the page sets the first line of a paragraph in."""
    pairs = [(upper, lower) for column in columns for upper, lower in pairwise(column.lines) if len(column.lines) > 3]
    starts = sum(is_indented(lower, upper.x0) or is_indented(upper, lower.x0) for upper, lower in pairs)
    return starts * 30 > len(pairs)


def is_indented(line: Line, left: float) -> bool:
    """Whether a line begins about two characters to the right of `left`."""
    return 1.3 * line.size < line.x0 - left < 3.2 * line.size
