"""Headlines that run from top to bottom: a copy tells their columns one behind the other, often the last, which is left, first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from kg.text.strip import Strip, join

FEWEST = 4  # characters of a column
MOST_COLUMNS = 4
LONG = 14  # characters that hardly stand in one column
USUAL = 0.5  # of a pair: what it is worth that other headlines of the page are turned round
NEVER_BEGINS = "，。、；：！？”’）》】…"
OPENING, CLOSING = "“‘（《【", "”’）》】"


def in_reading_order(strip: Strip, holds: Callable[[str], bool], *, usual: bool = False) -> Strip:
    """The headline with its columns in the order in which they are read; `holds` tells whether two characters are neighbours elsewhere.

    All columns but the last are of one length. They are turned round only where that joins what belongs together, or where that is
    `usual` on the page and the headline is long.

    >>> from kg.text.strip import inserted
    >>> in_reading_order(inserted("学举办民俗年会石泉大"), {"大学", "民俗", "俗年", "年会"}.__contains__).text
    '民俗年会石泉大学举办'
    """
    text = strip.text
    known = [holds(a + b) for a, b in pairwise(text)]
    best, most = [len(text)], -float(_flaws(text))
    for lengths in _divisions(len(text)):
        ends = _ends(lengths)
        starts = [0, *ends[:-1]]
        if any(text[start] in NEVER_BEGINS for start in starts):
            continue
        lost = sum(known[end - 1] for end in ends[:-1])
        won = sum(_joins(text[ends[n] - 1], text[starts[n - 1]], holds) for n in range(1, len(lengths)))
        turned = "".join(text[start:end] for start, end in reversed(list(zip(starts, ends, strict=True))))
        score = won - lost - _flaws(turned) + USUAL * (usual and len(text) >= LONG)
        if score > most:
            best, most = lengths, score
    ends = _ends(best)
    return join(strip.cut(start, end) for start, end in reversed(list(zip([0, *ends[:-1]], ends, strict=True))))


def _joins(last: str, first: str, holds: Callable[[str], bool]) -> bool:
    """Whether the last character of a column goes on with the first of the next: they are neighbours elsewhere, or of one number."""
    return holds(last + first) or (last.isdigit() and first.isdigit())


def _flaws(text: str) -> int:
    """How many marks stand where none stands in a headline: it ends with an opening one or a number, or closes what it has not opened."""
    depth = unopened = 0
    for letter in text:
        depth += (letter in OPENING) - (letter in CLOSING)
        unopened += depth < 0
        depth = max(depth, 0)
    return unopened + depth + (text[-1].isdigit() or text[-1] in OPENING)


def _divisions(length: int) -> Iterator[list[int]]:
    """The lengths of columns in the order of print, the last column, which may be shorter, first."""
    for count in range(2, MOST_COLUMNS + 1):
        for column in range(max(FEWEST, -(-length // count)), length):
            if 0 < length - (count - 1) * column <= column:
                yield [length - (count - 1) * column, *[column] * (count - 1)]


def _ends(lengths: list[int]) -> list[int]:
    ends = [0]
    for length in lengths:
        ends.append(ends[-1] + length)
    return ends[1:]
