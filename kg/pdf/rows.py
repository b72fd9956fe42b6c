"""Columns that begin at one height are divided among the headlines above them, so that each stands over the middle of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from kg.pdf.blocks import Column, Head, is_indented
from kg.text import marks
from kg.text.layout import is_closed

# Costs, in sizes of the body.
ALIGNED = 1.3
REACH = 6.0  # a headline stands at most so far above the columns
GUTTER = 4.0
LEVEL = 2.0  # a headline and the column beside it begin so near
ORPHAN = 6.0  # a column that no headline of the row is given
WANTED = 6.0  # more where it opens a paragraph, or a headline stands over a good part of it
HIDDEN = 0.5  # of the width of a headline that another stands below
COVERING = 0.2  # of the width of a column
TORN = 9.0  # a sentence that goes on in another story
OPENED = 12.0  # a dateline in the midst of a story
OTHER_ORDER = 14.0  # a story that does not begin with the column that the file has right behind its headline
NEVER = 1e6


def heads_over(columns: Sequence[Column], heads: Sequence[Head], *, body: float) -> dict[int, Head]:
    """For each column, by its id, the headline that it stands under."""
    found: dict[int, Head] = {}
    begun = begun_by(columns, heads)
    for row in _rows(columns, body):
        above = sorted((head for head in heads if _stands_over(head, row, columns, heads=heads, body=body)), key=_middle)
        for column, head in _divide(row, above, begun, body=body):
            found[id(column)] = head
    return found


def begun_by(columns: Sequence[Column], heads: Sequence[Head]) -> dict[int, Head]:
    """For each column, by its id, the headline that the file has right before it, where the file has text before that.

    Nothing where the file has most headlines elsewhere than before the text below or beside them.
    """
    parts: list[Column | Head] = sorted([*columns, *heads], key=lambda part: part.lines[0].first)
    before = [None, None, *parts]
    pairs = [
        (part, head)
        for above, head, part in zip(before, before[1:], parts, strict=False)
        if isinstance(part, Column) and isinstance(head, Head) and not isinstance(above, Head)
    ]
    usual = 2 * sum(_is_near(head, column) for column, head in pairs) >= len(pairs)
    return {id(column): head for column, head in pairs} if usual else {}


def _is_near(head: Head, column: Column) -> bool:
    """Whether a column begins right below a headline, or right beside it."""
    left, top, right, bottom = head.box
    below = left < column.x1 and column.x0 < right and -column.size < column.y0 - bottom < REACH * column.size
    return below or (0 <= column.x0 - right < REACH * column.size and abs(column.y0 - top) < LEVEL * column.size)


def _rows(columns: Sequence[Column], body: float) -> list[list[Column]]:
    """Columns side by side that begin at one height, from left to right."""
    rows: list[list[Column]] = []
    for column in sorted(columns, key=lambda column: column.x0):
        for row in rows:
            last = row[-1]
            if abs(last.y0 - column.y0) < ALIGNED * body and -body < column.x0 - last.x1 < GUTTER * body:
                row.append(column)
                break
        else:
            rows.append([column])
    return rows


def _middle(head: Head) -> float:
    return (head.box[0] + head.box[2]) / 2


def _stands_over(head: Head, row: Sequence[Column], columns: Sequence[Column], *, heads: Sequence[Head], body: float) -> bool:
    """Whether a headline stands right above columns of a row, with nothing between."""
    left, top, right, bottom = head.box
    under = [c for c in row if min(right, c.x1) - max(left, c.x0) > 0.2 * min(right - left, c.x1 - c.x0)]
    begins = min((column.y0 for column in under), default=0.0)
    if head.vertical or not -body < begins - bottom < REACH * body:
        return False
    between = [c for c in columns if c.y0 > bottom - body and c.y1 < begins + body and c.x0 < right and c.x1 > left]
    if any(all(c is not held for held in row) for c in between):
        return False
    lower = [other.box for other in heads if other is not head and other.box[1] > top and bottom < other.box[3] <= begins + body]
    return not any(min(right, x1) - max(left, x0) > HIDDEN * (right - left) for x0, _, x1, _ in lower)


def _divide(row: Sequence[Column], heads: Sequence[Head], begun: Mapping[int, Head], *, body: float) -> list[tuple[Column, Head]]:
    """The columns of a row with their headlines: the cheapest way to give each headline the columns of one stretch."""
    # best[i] after k headlines: cost and groups of the first i columns
    alone = [0.0, *accumulate(ORPHAN + WANTED * _wants_head(column, heads) for column in row)]
    torn = _torn(row)
    begins = {id(head): n for n, column in enumerate(row) if (head := begun.get(id(column))) is not None}
    best: list[tuple[float, tuple[tuple[int, int], ...]]] = [(cost, ()) for cost in alone]
    for head in heads:
        following = []
        borders = [cost + OTHER_ORDER * (begins.get(id(head), n) != n) for n, cost in enumerate(torn)]
        for end in range(len(row) + 1):
            ways = [
                (cost + alone[start] - alone[before] + borders[start] + _cost(row[start:end], head, body), (*groups, (start, end)))
                for before, (cost, groups) in enumerate(best)
                for start in range(before, end)
            ]
            following.append(min(ways, default=(NEVER, ())))
        best = following
    ways = [(cost + alone[-1] - alone[end] + torn[end], groups) for end, (cost, groups) in enumerate(best) if len(groups) == len(heads)]
    _, groups = min(ways, default=(NEVER, ()))
    return [(row[n], head) for (start, stop), head in zip(groups, heads, strict=False) for n in range(start, stop)]


def _wants_head(column: Column, heads: Sequence[Head]) -> bool:
    """Whether a column hardly goes on with what stands elsewhere: its first line is set in, or a headline stands over some of it."""
    opens = len(column.lines) > 1 and is_indented(column.lines[0], min(line.x0 for line in column.lines[1:]))
    reach = COVERING * (column.x1 - column.x0)
    return opens or any(min(head.box[2], column.x1) - max(head.box[0], column.x0) > reach for head in heads)


def _torn(row: Sequence[Column]) -> list[float]:
    """For each place in a row, what it costs that another story begins there: more where the column before breaks off in a sentence."""
    inner = [TORN * (len(column.lines) > 1 and not is_closed(column.text[-200:])) for column in row[:-1]]
    return [0.0, *inner, 0.0]


def _cost(given: Sequence[Column], head: Head, body: float) -> float:
    left, _, right, _ = head.box
    off = min(abs((left + right) - (given[0].x0 + given[-1].x1)) / 2, abs(left - given[0].x0) + body)
    return off / body + sum(OPENED for column in given[1:] if marks.find_dateline(column.lines[0].text) is not None)
