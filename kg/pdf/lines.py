"""Characters become printed lines, from left to right or from top to bottom; what is printed twice for its shadow counts once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kg.pdf.characters import Character

# Shares of the size of type.
SHADOW = 0.35  # how far a shadow lies from its character
NARROW = 0.7  # of its width: the next of two alike, as in 11, lies further
PAIRED = "—―…"
BOTH = 1.3  # the width of a glyph that draws two characters, at least
SAME_ROW = 0.35
GAP, GAP_ELSEWHERE, GAP_BLANK = 0.95, 0.3, 2.3  # widest gap in a line: set in one go, set apart, over a blank
GAP_STRETCHED = 7.0  # over a blank that was made wide to fill the line, where no column begins behind it
NEXT_ROW = 2.0  # the lines right above and below lie so near
BAND = 10.0  # points
BLANK = 0.18
STACKED = (0.75, 1.9)  # from one character of a vertical line to the next
OPEN_OR_CLOSED = re.compile("[，。、；：！？“”‘’（）《》〈〉【】…—]")
OPENING = re.compile("[“‘（《〈【「『]")
HALF = 0.5  # the blank half of an opening mark, which reaches into the gutter where a line begins with it
SAME_SIZE = 1.25
FEWEST_STACKED = 3
SHORT_BEHIND = 60  # characters between the lines of a vertical headline in the file: its shadows
FEWEST_LINES = 3  # that begin at one place and show the left side of a column
TALL = 1.15  # vertical lines are headlines, larger than the text


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line with its box; `size` is the height of its type. Lines are told apart by identity of their characters."""

    characters: tuple[Character, ...]
    text: str
    size: float
    x0: float
    y0: float
    x1: float
    y1: float
    vertical: bool = False

    @property
    def cx(self) -> float:
        """The middle from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def first(self) -> int:
        """The place in the file of its first character."""
        return self.characters[0].place

    @property
    def last(self) -> int:
        """The place in the file of its last character."""
        return self.characters[-1].place


def make_line(characters: Sequence[Character], *, vertical: bool = False) -> Line:
    """The line of characters in reading order."""
    loose = median(after.x0 - before.x1 for before, after in pairwise(characters)) if len(characters) > 2 and not vertical else 0.0
    blanks = [False, *(not vertical and _blank_between(before, after, max(0.0, loose)) for before, after in pairwise(characters))]
    return Line(
        tuple(characters),
        "".join(" " * blank + character.text for blank, character in zip(blanks, characters, strict=True)),
        median(character.size for character in characters),
        min(character.x0 for character in characters),
        min(character.y0 for character in characters),
        max(character.x1 for character in characters),
        max(character.y1 for character in characters),
        vertical,
    )


def _blank_between(before: Character, after: Character, loose: float) -> bool:
    """Whether a blank stands between two characters of a line whose characters are set `loose` points apart."""
    if OPEN_OR_CLOSED.match(before.text) or OPEN_OR_CLOSED.match(after.text):
        return False
    return after.x0 - before.x1 - loose > BLANK * after.size


def body_size(characters: Sequence[Character]) -> float:
    """The size that most characters have, in steps of half a point."""
    return Counter(round(character.size * 2) / 2 for character in characters).most_common(1)[0][0]


def read_lines(characters: Sequence[Character]) -> list[Line]:
    """The lines of a page, from top to bottom."""
    single = without_shadows(characters)
    if not single:
        return []
    stacks = _stacks(single, body_size(single))
    used = {character.place for stack in stacks for character in stack}
    level = [character for character in single if character.place not in used]
    gaps = _Gaps(_starts(level), _bands(level))
    lines = [make_line(stack, vertical=True) for stack in stacks]
    lines += [make_line(piece) for row in _rows(level) for piece in _pieces(row, gaps)]
    return sorted(lines, key=lambda line: (line.y0, line.x0))


def without_shadows(characters: Sequence[Character]) -> list[Character]:
    """The characters without those that only stand a little beside the same character."""
    kept: list[Character] = []
    near: defaultdict[tuple[str, int, int], list[Character]] = defaultdict(list)
    for character in characters:
        step = max(character.size, 1.0)
        column, row = int(character.x0 // step), int(character.y0 // step)
        cells = [(character.text, column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1)]
        if kept and _is_second_half(kept[-1], character):
            first = kept[-1]
            middle = (first.x0 + first.x1) / 2 if first.x1 - first.x0 > BOTH * first.size else first.x1
            kept[-1] = replace(first, x1=middle)
            kept.append(replace(character, x0=middle, x1=max(first.x1, middle + (middle - first.x0))))
        elif not any(_is_shadow(character, other) for cell in cells for other in near.get(cell, ())):
            kept.append(character)
            near[cells[4]].append(character)
    return kept


def _is_second_half(before: Character, character: Character) -> bool:
    """Whether a character is the second of a long dash or of six dots, which fonts draw as one glyph, so that both have one place."""
    follows = character.place == before.place + 1 and character.text == before.text and character.text in PAIRED
    return follows and (character.x0, character.y0) == (before.x0, before.y0)


def _is_shadow(character: Character, other: Character) -> bool:
    reach = min(SHADOW * character.size, NARROW * (character.x1 - character.x0 or character.size))
    same = abs(character.size - other.size) < 0.1 * character.size
    return same and abs(character.x0 - other.x0) < reach and abs(character.y0 - other.y0) < SHADOW * character.size


def _stacks(characters: Sequence[Character], body: float) -> list[list[Character]]:
    """Characters of a headline that stand one under the other, in the order of the file."""
    found: list[list[Character]] = [[]]
    for character in characters:
        if not (found[-1] and _under(found[-1][-1], character)):
            found.append([])
        found[-1].append(character)
    large = [stack for stack in found if stack and stack[0].size >= TALL * body]
    return [
        stack
        for before, stack, after in zip([[], *large], large, [*large[1:], []], strict=False)
        if len(stack) >= FEWEST_STACKED or any(len(other) >= FEWEST_STACKED and _ends_left(other, stack) for other in (before, after))
    ]


def _ends_left(stack: Sequence[Character], short: Sequence[Character]) -> bool:
    """Whether a character or two are the last line of a headline that runs from top to bottom, to the left of the line before.

    Some producers print its lines from the left to the right.
    """
    first, size = short[0], short[0].size
    middles = (stack[0].y0 + stack[-1].y1) / 2, (first.y0 + short[-1].y1) / 2
    level = abs(stack[0].y0 - first.y0) < 0.6 * size or abs(middles[0] - middles[1]) < 0.6 * size
    same = abs(stack[0].size - size) < 0.1 * size and level
    follows = 0 < first.place - stack[-1].place <= SHORT_BEHIND or 0 < stack[0].place - short[-1].place <= SHORT_BEHIND
    return same and 0.7 * size < stack[0].x0 - first.x0 < 2.2 * size and follows


def _under(upper: Character, lower: Character) -> bool:
    near = abs(upper.x0 - lower.x0) < 0.6 * upper.size and abs(upper.size - lower.size) < 0.1 * upper.size
    height = (upper.y1 - upper.y0 + lower.y1 - lower.y0) / 2
    return near and STACKED[0] * min(height, upper.size) < lower.cy - upper.cy < STACKED[1] * upper.size


def _rows(characters: Sequence[Character]) -> list[list[Character]]:
    """Characters of one height and about one size, each row from left to right."""
    rows: list[tuple[float, float, list[Character]]] = []
    for character in sorted(characters, key=lambda character: (character.cy, character.x0)):
        for middle, size, row in reversed(rows[-40:]):
            small, large = sorted((character.size, size))
            if abs(middle - character.cy) < SAME_ROW * small and large < SAME_SIZE * small:
                row.append(character)
                break
        else:
            rows.append((character.cy, character.size, [character]))
    return [sorted(row, key=lambda character: character.x0) for _, _, row in rows]


def _starts(characters: Sequence[Character]) -> Counter[int]:
    """How many lines begin at a place from left to right, in points, as the order of the file tells."""
    pairs = pairwise(sorted(characters, key=lambda character: character.place))
    return Counter(round(after.x0) for before, after in pairs if abs(after.cy - before.cy) > SAME_ROW * after.size)


@dataclass(frozen=True, slots=True)
class _Gaps:
    """What tells a gutter from a blank: how many lines begin at each point, and the characters in bands of ten points of height."""

    starts: Counter[int]
    bands: Mapping[int, Sequence[Character]]

    def begun(self, x: float) -> int:
        """How many lines begin at `x`."""
        return sum(self.starts[round(x) + step] for step in (-1, 0, 1))

    def is_printed_over(self, before: Character, after: Character) -> bool:
        """Whether the lines right above or below have print of the same size between two characters, so that no gutter runs there."""
        middle, size = (before.x1 + after.x0) / 2, after.size
        near = range(int((after.cy - NEXT_ROW * size) // BAND), int((after.cy + NEXT_ROW * size) // BAND) + 1)
        return any(
            c.x0 < middle < c.x1 and abs(c.size - size) < 0.1 * size and size / 2 < abs(c.cy - after.cy) < NEXT_ROW * size
            for band in near
            for c in self.bands.get(band, ())
        )


def _bands(characters: Sequence[Character]) -> dict[int, list[Character]]:
    found: defaultdict[int, list[Character]] = defaultdict(list)
    for character in characters:
        found[int(character.cy // BAND)].append(character)
    return found


def _pieces(row: Sequence[Character], gaps: _Gaps) -> list[list[Character]]:
    """The row cut where a gutter runs through it, also one that a mark at the end of a line reaches into."""
    pieces = [[row[0]]]
    for before, after in pairwise(row):
        if after.opens or after.x0 - before.x1 > _widest(before, after, gaps) * max(before.size, after.size):
            pieces.append([])
        pieces[-1].append(after)
    return pieces


def _widest(before: Character, after: Character, gaps: _Gaps) -> float:
    """How wide a gap between two characters of one line may be, in sizes of type; below 0 where another line begins."""
    if after.place - before.place > 3 or after.place < before.place:
        far = not 0 < after.place - before.place <= SHORT_BEHIND and OPENING.match(after.text) is not None
        return -1.0 if gaps.begun(after.x0) >= FEWEST_LINES else GAP_ELSEWHERE - HALF * far
    if after.spaced:
        return GAP_BLANK if gaps.begun(after.x0) >= FEWEST_LINES else GAP_STRETCHED
    wide = after.x0 - before.x1 > GAP * after.size
    return GAP_STRETCHED if wide and gaps.is_printed_over(before, after) else GAP
