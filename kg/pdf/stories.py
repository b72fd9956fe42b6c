"""Columns and headlines become stories: which column goes on in which, and which headline stands over them.

Geometry, the flow of the sentences and the order of the file each give evidence; none of them decides alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.pdf.blocks import Column, Head, make_column
from kg.pdf.rows import begun_by, heads_over
from kg.pdf.surroundings import UNDER_CAPTION
from kg.pdf.turns import is_resumed
from kg.text import marks
from kg.text.layout import is_closed
from kg.text.page import share_of_words

NEAR = 4.0  # columns of one story stand no further apart, in sizes of type
WIDE = 2.6
ALIGNED = 1.3
ABOVE = 4.0  # a headline stands at most so far above its text, in sizes of the body
BESIDE = 24.0
LEAST_LINK = 1.0
TURNED = 1.2  # from the foot of a column of the page to the head of the next
AROUND = 2.4  # from above a picture to below it
INDENT = 2.6
WORST = 60.0
FRAGMENT = 16  # characters that are no article
LEAST_INDENT = 1.3  # of a paragraph, in sizes; a subheading in the middle of the column is set in further
FEW_LINES = 4  # fewer do not show how wide their column is
OTHER_WIDTH = 1.5  # a column of short lines alone is as wide as the next, up to so much
FULL = 0.9  # of the width of its column: a line that runs to the end


@dataclass(slots=True, eq=False)
class Story:
    """Columns in reading order with their headline; `extra` are headlines within, subheadings or what the story has beside."""

    columns: list[Column]
    head: Head | None = None
    captions: list[Column] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What its columns say."""
        return "".join(column.text for column in self.columns)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Its left, upper, right and lower end, with its headline."""
        boxes = [(c.x0, c.y0, c.x1, c.y1) for c in self.columns] + ([self.head.box] if self.head else [])
        return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


class Setting:
    """What is known of the whole page: its columns and headlines, whether paragraphs are set in, and the order of the file."""

    def __init__(
        self,
        columns: Sequence[Column],
        heads: Sequence[Head],
        *,
        captions: Sequence[Column] = (),
        beside: Mapping[int, Head] | None = None,
        indented: bool,
        body: float,
    ) -> None:
        self.columns, self.heads, self.indented, self.body = columns, heads, indented, body
        ordered = sorted(columns, key=lambda column: column.lines[0].first)
        self.after = {id(before): after for before, after in pairwise(ordered)}
        self.sides = {id(c): _sides(c, columns) for c in columns}
        self.begins = begun_by(columns, heads)
        self.over = {**(beside or {}), **heads_over(columns, heads, body=body)}
        boxes = [*map(_box, columns), *map(_box, heads)]
        parts: list[Column | Head] = [*columns, *heads]
        self.tops = {id(c) for c in columns if not any(b[3] <= c.y0 + 2 and _over(b, c) for b in boxes)}
        self.bottoms = {id(c) for c in parts if not any(b[1] >= _box(c)[3] - 2 and _over(b, c) for b in boxes)}
        self._hand_down(captions)
        self.around = dict(self._around(captions))
        self.begun: dict[int, float] = {}  # by the id of a column that goes on below a picture, where it begins above it
        for upper in sorted(columns, key=lambda column: column.y0):
            if (lower := self.around.get(id(upper))) is not None:
                self.begun[id(lower)] = self.begun.get(id(upper), upper.y0)
        starts = [column.lines[0].first for column in ordered]
        self.next_text = {
            id(head): next((c for c, start in zip(ordered, starts, strict=True) if start > head.lines[-1].last), None) for head in heads
        }

    def _hand_down(self, captions: Sequence[Column]) -> None:
        """A column that goes on below a picture with its caption stands under the headline of the column above the picture."""
        for column in sorted(self.columns, key=lambda column: column.y0):
            pictures = [c for c in captions if c.y1 <= column.y0 + 2 and column.y0 - c.y1 < self.body * 2 and _over(_box(c), column)]
            above = [c for c in self.columns for p in pictures if c.y1 <= p.y0 + 2 and _over(_box(c), column)]
            if above and id(column) not in self.over and (head := self.over.get(id(max(above, key=lambda c: c.y1)))) is not None:
                self.over[id(column)] = head

    def _around(self, captions: Sequence[Column]) -> Iterator[tuple[int, Column]]:
        """By the id of a column that a picture with its caption cuts short, the column that goes on below it, under the same headline."""
        for lower in self.columns:
            above = [
                c for c in self.columns if c.y1 <= lower.y0 + 2 and abs(c.x0 - lower.x0) < INDENT * self.body and _over(_box(c), lower)
            ]
            upper = max(above, key=lambda c: c.y1, default=None)
            if upper is not None and any(self._shows(c, upper, lower) for c in captions) and not self.between(upper, lower):
                if (head := self.over.get(id(upper))) is not None:
                    self.over.setdefault(id(lower), head)
                yield id(upper), lower

    def _shows(self, caption: Column, upper: Column, lower: Column) -> bool:
        """Whether a caption stands between two columns; below a wide picture it may stand in the column to the left of theirs."""
        within = upper.y1 - 2 <= caption.y0 and caption.y1 <= lower.y0 + 2 and lower.y0 - caption.y1 < UNDER_CAPTION * self.body
        return within and caption.x0 < lower.x1 and lower.x0 - caption.x1 < lower.x1 - lower.x0

    def between(self, upper: Column, lower: Column) -> bool:
        """Whether another column or a headline stands between two columns, one below the other."""
        boxes = [(c.x0, c.y0, c.x1, c.y1) for c in self.columns if c is not upper and c is not lower] + [h.box for h in self.heads]
        left, right = max(upper.x0, lower.x0), min(upper.x1, lower.x1)
        return any(x0 < right and x1 > left and y0 >= upper.y1 - 2 and y1 <= lower.y0 + 2 for x0, y0, x1, y1 in boxes)

    def divides(self, left: Column, right: Column) -> bool:
        """Whether a headline stands in the gutter between two columns."""
        return any(left.x1 - 2 <= h.box[0] and h.box[2] <= right.x0 + 2 and h.box[1] < right.y1 and h.box[3] > right.y0 for h in self.heads)


def _sides(column: Column, columns: Sequence[Column]) -> tuple[float, float]:
    """The left and the right side of a column; a few short lines stand in one as wide as those above and below."""
    wide = [c for c in columns if len(c.lines) >= FEW_LINES and c.x0 - 2 <= column.x0 and column.x1 <= c.x1 + 2]
    home = column if len(column.lines) >= FEW_LINES else min(wide, key=lambda c: c.x1 - c.x0, default=column)
    return home.x0, home.x1


def _box(part: Column | Head) -> tuple[float, float, float, float]:
    return part.box if isinstance(part, Head) else (part.x0, part.y0, part.x1, part.y1)


def _over(box: tuple[float, float, float, float], part: Column | Head) -> bool:
    """Whether a box stands in the same stretch from left to right."""
    left, _, right, _ = _box(part)
    return min(box[2], right) - max(box[0], left) > 0.3 * min(box[2] - box[0], right - left)


def find_stories(setting: Setting) -> list[Story]:
    """The stories of the page: chains of columns, each with the headline that fits best."""
    stories = [Story(chain) for chain in _chains(setting)]
    _give_heads(stories, setting)
    return _without_fragments(stories, setting.body)


def _without_fragments(stories: Sequence[Story], body: float) -> list[Story]:
    """The stories; a few words that stand alone belong to the column they stand in, else to the text that they follow in the file."""
    kept = [story for story in stories if story.head or len(story.text) > FRAGMENT]
    alone = [story for story in stories if not story.head and len(story.text) <= FRAGMENT]
    return [*kept, *(story for story in alone if not (_join_within(story, kept, body) or _join_behind(story, kept, body)))]


def _join_within(fragment: Story, stories: Sequence[Story], body: float) -> bool:
    left, top, right, bottom = fragment.box
    for story in stories:
        for place, c in enumerate(story.columns):
            if c.x0 - 2 < left and right < c.x1 + body and c.y0 - 2 < top and bottom < c.y1 + 2:
                lines = [*c.lines, *(line for column in fragment.columns for line in column.lines)]
                story.columns[place] = make_column(sorted(lines, key=lambda line: (round(line.y0), line.x0)))
                return True
    return False


def _join_behind(fragment: Story, stories: Sequence[Story], body: float) -> bool:
    column = fragment.columns[0]
    first = column.lines[0].first
    ways = [(c, n, o) for o in stories for n, c in enumerate(o.columns) if c.lines[-1].last < first and _apart(c, column) < NEAR * body]
    if ways:
        _, place, story = max(ways, key=lambda way: way[0].lines[-1].last)
        story.columns[place + 1 : place + 1] = fragment.columns
    return bool(ways)


def _apart(a: Column, b: Column) -> float:
    """The blank between two columns."""
    return max(a.x0 - b.x1, b.x0 - a.x1, 0.0) + max(a.y0 - b.y1, b.y0 - a.y1, 0.0)


def _chains(setting: Setting) -> list[list[Column]]:
    """Columns that go on in one another; the strongest links are made first."""
    links = [(_link(a, b, setting), n, m) for n, a in enumerate(setting.columns) for m, b in enumerate(setting.columns) if a is not b]
    after: dict[int, int] = {}
    before: dict[int, int] = {}
    for score, a, b in sorted(links, key=lambda link: (-link[0], link[1], link[2])):
        if score < LEAST_LINK:
            break
        if a not in after and b not in before and not _leads_to(after, b, a):
            after[a], before[b] = b, a
    chains = []
    for start in range(len(setting.columns)):
        if start not in before:
            chain = [start]
            while chain[-1] in after:
                chain.append(after[chain[-1]])
            chains.append([setting.columns[n] for n in chain])
    return chains


def _leads_to(after: dict[int, int], start: int, end: int) -> bool:
    while start != end and start in after:
        start = after[start]
    return start == end


def _link(a: Column, b: Column, setting: Setting) -> float:
    """How much speaks for the text of `a` going on in `b`."""
    place = _by_place(a, b, setting)
    if place is None:
        return -1.0
    even = abs((a.x1 - a.x0) - (b.x1 - b.x0)) < 2 * setting.body or len(b.lines) < 3 or len(a.lines) < 3
    order = 1.2 if setting.after.get(id(a)) is b and id(b) not in setting.begins else 0.0
    return place + _by_text(a, b, setting) + _by_heads(a, b, setting) + order - (0 if even else 1.0)


def _by_place(a: Column, b: Column, setting: Setting) -> float | None:
    """The evidence of where they stand; None where one cannot follow the other."""
    em = setting.body
    if setting.around.get(id(a)) is b:
        return AROUND
    gap = b.x0 - a.x1
    top = setting.begun.get(id(a), a.y0)
    turned = -em < setting.sides[id(b)][0] - setting.sides[id(a)][1] < NEAR * em and id(a) in setting.bottoms and id(b) in setting.tops
    if -em < gap < NEAR * em and top < b.y1 and b.y0 < a.y1:
        if setting.divides(a, b):
            return None
        beside = (1.5 if abs(top - b.y0) < ALIGNED * em else 0.3) - (1.0 if gap > WIDE * em else 0.0)
        return max(beside, TURNED) if turned else beside
    if turned:
        return TURNED
    overlap = min(a.x1, b.x1) - max(a.x0, b.x0)
    if b.y0 >= a.y1 - 2 and overlap > 0.6 * min(a.x1 - a.x0, b.x1 - b.x0):
        if setting.between(a, b):
            return None
        return 0.8 if b.y0 - a.y1 < 12 * em else 0.0
    if setting.after.get(id(a)) is b and -em < gap < 3 * (a.x1 - a.x0) and b.y0 < a.y1:
        return -0.5
    return None


def _by_text(a: Column, b: Column, setting: Setting) -> float:
    """The evidence of the sentences at the end of one and the beginning of the other."""
    first = b.lines[0]
    left = min(line.x0 for line in b.lines[1:]) if len(b.lines) > 1 else b.x0
    starts = len(b.lines) > 1 and first.x0 - left > LEAST_INDENT * first.size
    if marks.find_dateline(first.text) is not None or is_resumed(first.text):
        return -4.0
    full = a.lines[-1].x1 - a.x0 > FULL * max(a.x1 - a.x0, min(b.x1 - b.x0, OTHER_WIDTH * (a.x1 - a.x0)))
    if not is_closed(a.text[-200:]):
        return (-1.5 if full else 0.0) if starts and setting.indented else 2.5
    if starts or not setting.indented or len(b.lines) == 1:
        return 0.0
    return -0.5 if full else -2.5


def _by_heads(a: Column, b: Column, setting: Setting) -> float:
    """The evidence of the headlines over them."""
    over_a, over_b = setting.over.get(id(a)), setting.over.get(id(b))
    if over_b is None:
        return -1.0 if id(b) in setting.begins else 0.0
    return 2.5 if over_a is over_b else -3.0


def _give_heads(stories: Sequence[Story], setting: Setting) -> None:
    """Give each headline to one story, the best pairs first."""
    pairs = [
        (cost, n, m)
        for n, head in enumerate(setting.heads)
        for m, story in enumerate(stories)
        if (cost := _cost(head, story, setting)) < WORST
    ]
    given: set[int] = set()
    for _, n, m in sorted(pairs):
        if n not in given and stories[m].head is None:
            stories[m].head = setting.heads[n]
            given.add(n)


def _cost(head: Head, story: Story, setting: Setting) -> float:
    """How badly a headline fits a story: by distance, less what speaks for it."""
    distance = min((_distance(head, column, setting, first=n == 0) for n, column in enumerate(story.columns)), default=WORST)
    if distance >= WORST:
        return WORST
    told = share_of_words(head.text, story.text)
    follows = setting.next_text.get(id(head)) is story.columns[0]
    return distance - 12 * told - (10 if follows else 0)


def _distance(head: Head, column: Column, setting: Setting, *, first: bool) -> float:
    """How far a headline stands from a column, in sizes of the body."""
    em = setting.body
    left, top, right, bottom = head.box
    overlap = min(right, column.x1) - max(left, column.x0)
    gap = (column.y0 - bottom) / em
    later = 0.0 if first else 2.0
    if not head.vertical and overlap > 0 and -1.0 < gap < 12.0:
        return max(0.0, gap) + later + abs((left + right) / 2 - column.cx) / em / 10
    aligned = abs(top - column.y0) < 4 * max(head.size, em) or (column.y0 < top < column.y1 and column.y0 < bottom < column.y1 + em)
    right_of, left_of = column.x0 - right, left - column.x1
    if first and not head.vertical and id(head) in setting.bottoms and id(column) in setting.tops and -em < right_of < BESIDE * em:
        return 4.0 + right_of / em
    if aligned and -em / 2 < right_of < BESIDE * em:
        return 4.0 + right_of / em + later + abs(top - column.y0) / em / 4
    if aligned and -em / 2 < left_of < BESIDE * em:
        return 8.0 + left_of / em + abs(top - column.y0) / em / 4
    return WORST
