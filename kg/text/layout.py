"""Lines of a page copied out of a PDF become whole paragraphs, headlines and credits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

from kg.text import marks
from kg.text.lines import HAN, Line
from kg.text.strip import Strip, inserted, join

CLOSED = re.compile(r"[。！？!?…][”’」』）)】]*$")
STOP_INSIDE = re.compile(r"[。！？][”’）)]*")
PAUSE = re.compile("[，。、；：]")
BEFORE_MORE = "，、；：,;:“‘《（(—"
WORD_END = re.compile(rf"[{HAN}A-Za-z0-9]$")
ARTEFACT = re.compile(
    rf"(?<=[{HAN}])\s+(?=[\x21-\x7e])|(?<=[\x21-\x7e])\s+(?=[{HAN}])|(?<=[，。、；：！？“‘《（）”’》])\s+|\s+(?=[，。、；：！？“‘《（）”’》])"
)
LEAST_COLUMN, WIDEST_COLUMN = 6.0, 90.0
INDENT = 4.6  # two characters, and what pressed or stretched punctuation may add


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, a line of a headline, or a line of credits.

    `column` is the width of a paragraph's lines, `indented` says that its first line is shorter; `joined`, of a headline, that it stands
    right behind the line before although the page has blank lines between; `shadow` that it was printed twice.
    """

    kind: Literal["paragraph", "headline", "credit"]
    strip: Strip
    column: float = 0.0
    indented: bool = False
    joined: bool = False
    shadow: bool = False


def is_broken(lines: Sequence[Line]) -> bool:
    """Whether sentences are broken into lines of one width, as on a page copied out of a PDF."""
    return any(len(chunk) > 2 and _is_column(chunk[_body_start(chunk, 0.0) :]) for chunk in _chunks(lines))


def read_units(lines: Sequence[Line]) -> list[Unit]:
    """The paragraphs, headlines and credits of a broken page, in the order of its lines."""
    found: list[Unit] = []
    column = 0.0
    for chunk in _chunks(lines):
        for unit in _units(chunk, column):
            if found and _goes_on(found[-1], unit):
                found[-1] = replace(found[-1], strip=_flow([found[-1].strip, unit.strip]))
            else:
                found.append(unit)
            column = unit.column or column
    return [replace(unit, strip=unit.strip.without(ARTEFACT)) for unit in found]


def is_spaced(lines: Sequence[Line]) -> bool:
    """Whether blank lines stand between lines as a rule, so that they tell nothing."""
    return sum(line.after_blank for line in lines) > len(lines) / 2


def is_closed(text: str) -> bool:
    """Whether a line ends with a sentence, or with the credit of a picture behind one."""
    if CLOSED.search(text):
        return True
    stops = list(STOP_INSIDE.finditer(text))
    return bool(stops) and marks.is_byline(text[stops[-1].end() :])


def _chunks(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines up to and with the one that ends a sentence, or before a line that surely opens something new."""
    spaced = is_spaced(lines)
    few_indents = sum(line.indented for line in lines) < len(lines) / 2
    found: list[list[Line]] = []
    fresh = True
    for line in lines:
        credit = fresh and marks.is_byline(line.text)
        opens = (line.after_blank and not spaced) or (line.indented and few_indents)
        if fresh or credit or opens or marks.find_dateline(line.text) is not None:
            found.append([])
        found[-1].append(line)
        fresh = credit or is_closed(line.text)
    return found


def _units(chunk: list[Line], column: float) -> list[Unit]:
    if len(chunk) == 1 and marks.is_byline(chunk[0].text):
        return [Unit("credit", chunk[0].strip)]
    start = _body_start(chunk, column)
    above = [_headline(line) for line in chunk[:start]]
    body = chunk[start:]
    if not body:
        return above
    if above and not all(marks.is_headline(line.text) for line in chunk[:start]):
        return _interrupted(chunk, start, column)
    return [*above, _paragraph(body, column)]


def _interrupted(chunk: list[Line], start: int, column: float) -> list[Unit]:
    """A paragraph whose lines are of more than one width, or that a headline stands in the midst of."""
    upper = _units(chunk[:start], column) if start < len(chunk) else []
    lower = _paragraph(chunk[start:], column)
    for place, unit in enumerate(upper):
        if unit.kind == "paragraph" and not is_closed(unit.strip.text):
            whole = replace(unit, strip=_flow([unit.strip, lower.strip]))
            return [*upper[:place], whole, *upper[place + 1 :]]
    return [*upper, lower]


def _headline(line: Line) -> Unit:
    return Unit("headline", line.strip, joined=not line.after_blank and not line.indented, shadow=line.shadow)


def _paragraph(body: list[Line], column: float) -> Unit:
    full = _full_width(body) if len(body) > 1 else column
    return Unit("paragraph", _flow([line.strip for line in body]), full, body[0].width < full - _slack(full))


def _body_start(chunk: list[Line], column: float) -> int:
    """The index of the first line of the paragraph that ends the chunk; its length where it ends with a headline."""
    last = len(chunk) - 1
    if not is_closed(chunk[last].text) and not _is_column(chunk):
        return 0 if chunk[0].text[-1] in BEFORE_MORE else len(chunk)
    if last < 1 or marks.find_dateline(chunk[0].text) is not None:
        return 0
    if last == 1:
        return int(_stands_above(chunk[0], chunk[1], column))
    start = last - 1
    while start > 0:
        full = median(line.width for line in chunk[start:last])
        if chunk[start].width < full - _slack(full) or not -INDENT <= chunk[start - 1].width - full <= _slack(full):
            break
        start -= 1
    return start


def _stands_above(first: Line, last: Line, column: float) -> bool:
    """Whether the first of two lines is a headline over the second, not the beginning of its sentence."""
    if not marks.is_headline(first.text):
        return False
    if column and abs(first.width - column) <= INDENT:
        return False
    return last.width > first.width + _slack(first.width) or bool(column)


def _is_column(lines: Sequence[Line]) -> bool:
    """Whether the lines are running text of one width that breaks within words."""
    full_lines = lines[1:-1] if len(lines) > 3 else lines[:-1]
    full = _full_width(lines)
    if len(full_lines) < 2 or not LEAST_COLUMN <= full <= WIDEST_COLUMN:
        return False
    even = all(abs(line.width - full) <= _slack(full) for line in full_lines)
    broken = sum(WORD_END.search(line.text) is not None for line in full_lines)
    paused = sum(PAUSE.search(line.text[:-1]) is not None for line in lines)
    return even and broken >= 0.5 * len(full_lines) and paused >= len(lines) / 4


def _full_width(lines: Sequence[Line]) -> float:
    inner = lines[1:-1] if len(lines) > 2 else lines[:-1]
    return median(line.width for line in inner) if inner else 0.0


def _slack(column: float) -> float:
    return max(1.6, 0.08 * column)


def _goes_on(before: Unit, unit: Unit) -> bool:
    """Whether a paragraph goes on with the next, since its line happened to end with a sentence, or the page broke within one."""
    if before.kind != "paragraph" or unit.kind != "paragraph" or marks.find_dateline(unit.strip.text) is not None:
        return False
    return not is_closed(before.strip.text)


def _flow(strips: Sequence[Strip]) -> Strip:
    """Lines run together; between two Latin words a blank is put in."""
    held: list[Strip] = []
    for strip in strips:
        if held and held[-1].text[-1:].isascii() and held[-1].text[-1:].isalpha() and strip.text[:1].isascii() and strip.text[:1].isalpha():
            held.append(inserted(" "))
        held.append(strip)
    return join(held)
