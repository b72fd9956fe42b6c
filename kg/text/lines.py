"""The lines of a raw text, each mended on its own: shadow print, letters set apart, characters that XML forbids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kg.text.decode import UNWANTED, lines
from kg.text.radicals import RADICAL, as_ideograph
from kg.text.strip import Strip, join, of_span

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WIDE = re.compile(
    "[\u1100-\u115f\u2010-\u3247\u3250-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff]+"
)
MARK = re.compile("[，。、；：！？“”‘’《》（）〈〉【】…]")
BLANK = re.compile(r"\s+")
SET_APART = re.compile(rf"(?<![{HAN}])[{HAN}](?![{HAN}])")
LOOSE_BLANK = re.compile(r"(?<![\s\x21-\x7e])\s(?!\s)|(?<!\s)\s(?![\s\x21-\x7e])|(?<=\s)\s+")
BESIDE_WIDE = re.compile(rf"(?<=[{HAN}，。、；：！？“”‘’《》（）])\s+|\s+(?=[{HAN}，。、；：！？“”‘’《》（）])")
LATIN_SPACE = re.compile(rf"(?<=[{HAN}])\s(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])\s(?=[{HAN}])")
MARK_WIDTHS = (1.0, 0.75, 0.5)
SHORTEST_MEASURED = 6
TOGETHER = re.compile(f"[{HAN}]{{2,}}")
STOP = re.compile("[。！？]")
SPREAD = re.compile(rf"[{HAN}](?: [{HAN}]){{2,}}")  # a line of a headline set wide: 海 外 疫 情
FEWEST_APART = 5
IN_ROW = re.compile(r"\S(?: \S)?")  # where the first characters of two of its columns stand in one row, they make one line
FEWEST_UPRIGHT = 5  # lines of one character, one below the other
SHORTEST_COPY = 3
DOUBLED_LENGTH = 8  # a shorter line of doubled characters may be words: 高高兴兴
LONGEST_COPY = 60
LONGEST_DOUBLED = 240


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something in it. `width` counts wide characters, punctuation as half of one, since type setters press it together.

    `shadow` says that it was printed twice, `teaser` that the number of another page stands behind it, `upright` that it runs from top
    to bottom.
    """

    strip: Strip
    width: float
    after_blank: bool
    indented: bool
    shadow: bool = False
    teaser: bool = False
    upright: bool = False

    @property
    def text(self) -> str:
        """The characters of the line."""
        return self.strip.text


def read_lines(raw: str) -> list[Line]:
    """The lines of `raw` that hold something, mended."""
    found = []
    blank = False
    for span in lines(raw):
        whole = of_span(raw, span).without(UNWANTED)
        strip = whole.stripped()
        if strip.text:
            indented = whole.text[0].isspace()
            strip = _with_ideographs(strip)
            single = _without_shadow(strip)
            mended = _close_up(single)
            found.append(Line(mended, width(mended.text), blank, indented, shadow=single is not strip))
        blank = not strip.text
    return found


def _with_ideographs(strip: Strip) -> Strip:
    return Strip("".join(map(as_ideograph, strip.text)), strip.places) if RADICAL.search(strip.text) else strip


def without_echoes(found: Sequence[Line]) -> list[Line]:
    """The lines without those that repeat the one or two lines before, or the end of the line before from within a sentence on."""
    kept: list[Line] = []
    for line in found:
        if kept and _is_copy(kept[-1], line):
            kept[-1] = replace(kept[-1], shadow=True)
        elif len(kept) > 2 and _is_copy(kept[-3], kept[-1]) and _is_copy(kept[-2], line):
            kept[-3:] = [replace(kept[-3], shadow=True), replace(kept[-2], shadow=True)]
        elif not (kept and _is_echo(kept[-1].text, line.text)):
            kept.append(line)
    return kept


def _is_copy(before: Line, line: Line) -> bool:
    """Whether a line of a headline is the shadow of one before, printed on a line of its own."""
    if len(line.text) < SHORTEST_COPY or before.text[0] != line.text[0] or STOP.search(line.text):
        return False
    return BLANK.sub("", before.text) == BLANK.sub("", line.text)


def _is_echo(before: str, line: str) -> bool:
    return len(before) > len(line) > 3 and before.endswith(line) and re.match(f"[{HAN}]", before[-len(line) - 1]) is not None


def join_upright(found: Sequence[Line]) -> list[Line]:
    """The lines with those of one character each, as a headline that runs from top to bottom is copied, joined to one."""
    kept: list[Line] = []
    run: list[Line] = []
    for line in [*found, None]:
        if line is not None and IN_ROW.fullmatch(line.text):
            run.append(line)
            continue
        if len(run) >= FEWEST_UPRIGHT:
            strip = join(one.strip.without(BLANK) for one in run)
            run = [replace(run[0], strip=strip, width=width(strip.text), upright=True)]
        kept += [*run, *([] if line is None else [line])]
        run = []
    return kept


def width(text: str, mark: float = 0.5) -> float:
    """How wide the text stands on the page, in Chinese characters, of which a mark of punctuation is a share."""
    bare = BESIDE_WIDE.sub("", text) if len(text.split()) > 1 else text
    wide = len(bare) - len(WIDE.sub("", bare))
    return wide + (len(bare) - wide) / 2 - len(MARK.findall(bare)) * (1 - mark)


def measured(found: Sequence[Line]) -> list[Line]:
    """The lines with their widths as this page sets its punctuation: whole, or pressed together, whichever makes neighbours more alike."""
    beside = [
        (a.text, b.text) for a, b in pairwise(found) if min(len(a.text), len(b.text)) >= SHORTEST_MEASURED and not STOP.search(b.text[-1:])
    ]
    if not beside:
        return list(found)
    mark = min(MARK_WIDTHS, key=lambda mark: median(abs(width(a, mark) - width(b, mark)) for a, b in beside))
    return [replace(line, width=width(line.text, mark) + len(LATIN_SPACE.findall(line.text)) / 4) for line in found]


def _close_up(strip: Strip) -> Strip:
    """The line without the blanks that set its letters apart (组 织 开 展); where two or more stand together one stays."""
    if SPREAD.fullmatch(strip.text):
        return strip.without(BLANK)
    apart = len(SET_APART.findall(strip.text)) if strip.text.count(" ") >= FEWEST_APART else 0
    together = sum(len(run) for run in TOGETHER.findall(strip.text)) if apart else 0
    return strip.without(LOOSE_BLANK) if apart >= FEWEST_APART and apart > 2 * together else strip


def _without_shadow(strip: Strip) -> Strip:
    """One copy of a line that was printed twice piece by piece: 以以““科学科学””为为 gives 以“科学”为."""
    if STOP.search(strip.text):
        return strip
    text = BLANK.sub("", strip.text)
    if len(text) % 2 or not DOUBLED_LENGTH <= len(text) <= LONGEST_DOUBLED or any(count % 2 for count in Counter(text).values()):
        return strip
    copies = _copies(text)
    if copies is None or (len(copies) < 3 and max(copies) < 6) or (max(copies) == 1 and len(copies) < 6):
        return strip
    return _first_copies(strip, copies)


def _copies(text: str) -> list[int] | None:
    """The lengths of the pieces, as few as can be, when `text` is nothing but pieces that stand twice; else None."""
    fewest: list[list[int] | None] = [[], *[None] * len(text)]
    for start in range(len(text)):
        if (before := fewest[start]) is None:
            continue
        for size in range(1, min((len(text) - start) // 2, LONGEST_COPY) + 1):
            end = start + 2 * size
            known = fewest[end]
            if text[start : start + size] == text[start + size : end] and (known is None or len(known) > len(before) + 1):
                fewest[end] = [*before, size]
    return fewest[-1]


def _first_copies(strip: Strip, copies: Sequence[int]) -> Strip:
    solid = [i for i, character in enumerate(strip.text) if not character.isspace()]
    kept: list[Strip] = []
    position = 0
    for size in copies:
        start, end = solid[position], solid[position + size - 1] + 1
        if kept and strip.text[start - 1].isspace():
            start -= 1
        kept.append(strip.cut(start, end))
        position += 2 * size
    return join(kept)
