"""Columns that begin at one height are divided among the headlines above them, so that each stands over the middle of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from kg.pdf.blocks import Column, Head, is_indented
from kg.text import marks
from kg.text.layout import is_closed

# Costs, in sizes of the body.
ALIGNED = 1.3
REACH = 6.0  # a headline stands at most so far above the columns
GUTTER = 4.0
ORPHAN = 6.0  # a column that no headline of the row is given
WANTED = 6.0  # more where it opens a paragraph, or a headline stands over a good part of it
COVERING = 0.2  # of the width of a column
TORN = 9.0  # a sentence that goes on in another story
OPENED = 12.0  # a dateline in the midst of a story
NEVER = 1e6


def heads_over(columns: Sequence[Column], heads: Sequence[Head], *, body: float) -> dict[int, Head]:
    """For each column, by its id, the headline that it stands under."""
    found: dict[int, Head] = {}
    for row in _rows(columns, body):
        above = sorted((head for head in heads if _stands_over(head, row, columns, body=body)), key=_middle)
        for column, head in _divide(row, above, body):
            found[id(column)] = head
    return found


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


def _stands_over(head: Head, row: Sequence[Column], columns: Sequence[Column], *, body: float) -> bool:
    """Whether a headline stands right above a row, with nothing between."""
    left, _, right, bottom = head.box
    if head.vertical or not -body < row[0].y0 - bottom < REACH * body:
        return False
    if not any(min(right, column.x1) - max(left, column.x0) > 0.2 * min(right - left, column.x1 - column.x0) for column in row):
        return False
    return not any(c.y0 > bottom - body and c.y1 < row[0].y0 + body and c.x0 < right and c.x1 > left for c in columns)


def _divide(row: Sequence[Column], heads: Sequence[Head], body: float) -> list[tuple[Column, Head]]:
    """The columns of a row with their headlines: the cheapest way to give each headline the columns of one stretch."""
    # best[i] after k headlines: cost and groups of the first i columns
    alone = [0.0, *accumulate(ORPHAN + WANTED * _wants_head(column, heads) for column in row)]
    best: list[tuple[float, tuple[tuple[int, int], ...]]] = [(cost, ()) for cost in alone]
    for head in heads:
        following = []
        for end in range(len(row) + 1):
            ways = [
                (cost + alone[start] - alone[before] + _cost(row, start, end, head=head, body=body), (*groups, (start, end)))
                for before, (cost, groups) in enumerate(best)
                for start in range(before, end)
            ]
            following.append(min(ways, default=(NEVER, ())))
        best = following
    ways = [(cost + alone[-1] - alone[end], groups) for end, (cost, groups) in enumerate(best) if len(groups) == len(heads)]
    _, groups = min(ways, default=(NEVER, ()))
    return [(row[n], head) for (start, stop), head in zip(groups, heads, strict=False) for n in range(start, stop)]


def _wants_head(column: Column, heads: Sequence[Head]) -> bool:
    """Whether a column hardly goes on with what stands elsewhere: its first line is set in, or a headline stands over some of it."""
    opens = len(column.lines) > 1 and is_indented(column.lines[0], min(line.x0 for line in column.lines[1:]))
    reach = COVERING * (column.x1 - column.x0)
    return opens or any(min(head.box[2], column.x1) - max(head.box[0], column.x0) > reach for head in heads)


def _cost(row: Sequence[Column], start: int, stop: int, *, head: Head, body: float) -> float:
    left, _, right, _ = head.box
    first, last = row[start], row[stop - 1]
    off = min(abs((left + right) - (first.x0 + last.x1)) / 2, abs(left - first.x0) + body)
    cost = off / body
    cost += sum(OPENED for column in row[start + 1 : stop] if marks.find_dateline(column.lines[0].text) is not None)
    if stop < len(row) and len(last.lines) > 1 and not is_closed(last.text[-200:]):
        cost += TORN
    return cost
