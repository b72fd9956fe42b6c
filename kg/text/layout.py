"""Lines of a page copied out of a PDF become whole paragraphs, headlines and credits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Literal

from kg.text import marks
from kg.text.lines import HAN, Line, measured
from kg.text.strip import Strip, inserted, join

CLOSED = re.compile(r"[。！？!?…][”’」』）)】]*$|。“$")
STOP_INSIDE = re.compile(r"[。！？][”’）)]*")
PAUSE = re.compile("[，。、；：]")
COMMA = re.compile("[，；]")
BEFORE_MORE = "，、；：,;:“‘《（(—"
WORD_END = re.compile(rf"[{HAN}A-Za-z0-9]$")
ARTEFACT = re.compile(
    rf"(?<=[{HAN}])\s+(?=[\x21-\x7e])|(?<=[\x21-\x7e])\s+(?=[{HAN}])|(?<=[，。、；：！？“‘《（）”’》])\s+|\s+(?=[，。、；：！？“‘《（）”’》])"
)
SPLIT_NUMBER = re.compile(rf"(?<![\d.A-Za-z-])\d+(?:\s+\d+|\s*\.\s+\d+|\s+\.\s*\d+)+(?=\s?[{HAN}%％])")
BLANKS = re.compile(r"\s+")
LEAST_COLUMN, WIDEST_COLUMN = 6.0, 90.0
RUNNING = 200
MOST_HEADLINE_LINES = 5
NEAR = 12  # lines below that tell how wide the column is here
LONGEST_CHUNK = 400  # lines; what holds no sentence end for so long is no news, and must not cost more than its length
ECHO = 0.6
LEAST_INDENT = 1.0
LEAST_SPLIT = 16.0
INDENT = 4.6  # two characters, and what pressed or stretched punctuation may add
FIRST_INDENT = 2.0
PARAGRAPH_COLON = "：:；;"  # a paragraph may end so within a chunk


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, a line of a headline, or a line of credits.

    `column` is the width of a paragraph's lines, `indented` says that its first line is shorter; `joined`, of a headline, that it stands
    right behind the line before although the page has blank lines between; `shadow` that it was printed twice; `teaser` that it sends the
    reader to another page, `upright` that it runs from top to bottom.
    """

    kind: Literal["paragraph", "headline", "credit"]
    strip: Strip
    column: float = 0.0
    indented: bool = False
    joined: bool = False
    shadow: bool = False
    teaser: bool = False
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines up to the end of a sentence; `top` says that an article may begin with them, since nothing or the end of one stands before.

    `under` says that a dateline or a credit stands below, so that lines which end no sentence are a headline.
    """

    lines: list[Line]
    top: bool
    under: bool = False


@dataclass(frozen=True, slots=True)
class Habit:
    """How the page is set: by how much a first line may be shorter, and which pairs of characters stand together how often."""

    indent: float
    pairs: Counter[str]


def is_broken(lines: Sequence[Line]) -> bool:
    """Whether sentences are broken into lines of one width, as on a page copied out of a PDF."""
    chunks = [chunk.lines for chunk in _chunks(lines) if len(chunk.lines) > 1]
    columns = [chunk for chunk in chunks if len(chunk) > 2 and _is_column(chunk[_body_start(chunk, 0.0, INDENT) :])]
    if any(len(chunk) > 3 for chunk in columns):
        return True
    widths = [_full_width(chunk) for chunk in columns]
    widths += [chunk[0].width for chunk in chunks if len(chunk) == 2 and _is_split(*chunk)]
    return any(after - before <= LEAST_INDENT for before, after in pairwise(sorted(widths)))


def read_units(lines: Sequence[Line]) -> list[Unit]:
    """The paragraphs, headlines and credits of a broken page, in the order of its lines."""
    chunks = _chunks(measured(lines))
    habit = _habit(chunks)
    found: list[Unit] = []
    column = 0.0
    for chunk in chunks:
        for unit in _units(chunk, column, habit):
            if found and _goes_on(found[-1], unit):
                found[-1] = replace(found[-1], strip=flow([found[-1].strip, unit.strip]))
            else:
                found.append(unit)
            column = unit.column or column
    return [replace(unit, strip=_close_numbers(unit.strip).without(ARTEFACT)) for unit in found]


def _close_numbers(strip: Strip) -> Strip:
    """The strip without the blanks that set the digits of one number apart: 2 0 000人次, 1 2场, 3. 5亿."""
    for match in reversed(list(SPLIT_NUMBER.finditer(strip.text))):
        pieces = match[0].split()
        if any(len(piece.strip(".")) <= 1 for piece in pieces) or all(len(piece) == 3 for piece in pieces[1:]) or len("".join(pieces)) == 4:
            number = strip.cut(match.start(), match.end()).without(BLANKS)
            strip = join([strip.cut(0, match.start()), number, strip.cut(match.end(), len(strip))])
    return strip


def _habit(chunks: Sequence[Chunk]) -> Habit:
    bodies = [chunk.lines for chunk in chunks if len(chunk.lines) > 2 and not all(marks.is_headline(line.text) for line in chunk.lines)]
    shorter = sum(_full_width(lines) - lines[0].width > LEAST_INDENT for lines in bodies)
    pairs = Counter(pair for chunk in chunks for line in chunk.lines for pair in _pairs(line.text))
    return Habit(INDENT if 4 * shorter >= len(bodies) else 0.0, pairs)


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]


def is_spaced(lines: Sequence[Line]) -> bool:
    """Whether blank lines stand between lines as a rule, so that they tell nothing."""
    return sum(line.after_blank for line in lines) > len(lines) / 2


def is_closed(text: str) -> bool:
    """Whether a text ends with a sentence, or with a credit or remark in brackets behind one."""
    return CLOSED.search(text) is not None or ends_article(text)


def ends_article(text: str) -> bool:
    """Whether a credit or remark in brackets, such as (完), stands behind the last sentence."""
    stops = list(STOP_INSIDE.finditer(text))
    tail = text[stops[-1].end() :].strip() if stops else ""
    return marks.is_byline(tail) or marks.is_note(tail)


def _chunks(lines: Sequence[Line]) -> list[Chunk]:
    """The lines up to and with the one that ends a sentence, or before a line that surely opens something new: a dateline, a label."""
    apart = _set_apart(lines)
    found: list[Chunk] = []
    fresh = top = True
    running = ""
    for line in lines:
        if found and fresh and marks.is_note(line.text):
            _append_note(found[-1], line)
            top = True
            continue
        credit = (fresh or _may_be_headline(found)) and marks.is_credit_line(line.text)
        heads = credit or marks.find_dateline(line.text) is not None
        if fresh or heads or id(line) in apart or marks.is_label(line.text) or len(found[-1].lines) == LONGEST_CHUNK:
            if found and heads:
                found[-1] = replace(found[-1], under=True)
            found.append(Chunk([], top))
            running = ""
        found[-1].lines.append(line)
        running = (running + line.text)[-RUNNING:]
        top = credit or ends_article(running)
        fresh = top or CLOSED.search(line.text) is not None
    return found


def _set_apart(lines: Sequence[Line]) -> set[int]:
    """The ids of the lines that a blank, an indent or a headline from top to bottom sets apart from the one before."""
    spaced, few_indents = is_spaced(lines), sum(line.indented for line in lines) < len(lines) / 2
    found = {id(line) for line in lines if (line.after_blank and not spaced) or (line.indented and few_indents) or line.upright}
    return found | {id(line) for before, line in pairwise(lines) if before.upright}


def _append_note(chunk: Chunk, note: Line) -> None:
    """Put a note behind the last line, which keeps its width: that tells where a paragraph ends."""
    last = chunk.lines[-1]
    chunk.lines[-1] = replace(last, strip=join([last.strip, note.strip]))


def _may_be_headline(found: Sequence[Chunk]) -> bool:
    """Whether the last chunk holds a few lines that could each be of a headline."""
    return bool(found) and len(found[-1].lines) <= MOST_HEADLINE_LINES and all(marks.is_headline(line.text) for line in found[-1].lines)


def _units(chunk: Chunk, column: float, habit: Habit) -> list[Unit]:
    lines = chunk.lines
    if len(lines) == 1 and marks.is_credit_line(lines[0].text):
        return [Unit("credit", lines[0].strip)]
    if lines[0].upright or (chunk.under and _is_headline(lines)):
        return _headlines(lines, column)
    start = _body_start(lines, column, habit.indent, pairs=habit.pairs)
    if start == 0 and chunk.top and _is_echoed(lines, habit):
        start = 1
    if start and start < len(lines) and not all(marks.is_headline(line.text) for line in lines[:start]):
        return _interrupted(lines, start, column, habit=habit)
    paragraph = [_paragraph(lines[start:], 0.0 if start else column)] if start < len(lines) else []
    full = paragraph[0].column if paragraph else column
    return [*_headlines(lines[:start], full), *paragraph]


def _is_headline(lines: Sequence[Line]) -> bool:
    """Whether a few lines end no sentence and hardly pause, as a headline does."""
    text = "".join(line.text for line in lines)
    few = len(lines) <= MOST_HEADLINE_LINES and len(COMMA.findall(text)) < 2
    return few and marks.find_dateline(text) is None and all(marks.is_headline(line.text) for line in lines)


def _is_echoed(lines: Sequence[Line], habit: Habit) -> bool:
    """Whether the first line is a headline as wide as the text: what it says comes again, and it does not break within a word."""
    if len(lines) < 2 or PAUSE.search(lines[0].text) or not marks.is_headline(lines[0].text):
        return False
    if marks.find_dateline(lines[0].text) is not None or habit.pairs[lines[0].text[-1] + lines[1].text[0]]:
        return False
    pairs = _pairs(lines[0].text)
    return sum(habit.pairs[pair] > 1 for pair in pairs) >= ECHO * len(pairs)


def _interrupted(lines: list[Line], start: int, column: float, *, habit: Habit) -> list[Unit]:
    """A paragraph whose lines are of more than one width, or that a headline stands in the midst of."""
    upper = _units(Chunk(lines[:start], top=False), column, habit)
    lower = _paragraph(lines[start:], column)
    for place, unit in enumerate(upper):
        if unit.kind == "paragraph" and not is_closed(unit.strip.text):
            whole = replace(unit, strip=flow([unit.strip, lower.strip]))
            return [*upper[:place], whole, *upper[place + 1 :]]
    return [*upper, lower]


def _headlines(lines: Sequence[Line], column: float) -> list[Unit]:
    """The lines of headlines; one behind a line as wide as the column goes on with it."""
    found: list[Unit] = []
    full = False
    for line in lines:
        joined = (full or (not line.after_blank and not line.indented)) and not (found and found[-1].teaser)
        found.append(Unit("headline", line.strip, joined=joined, shadow=line.shadow, teaser=line.teaser, upright=line.upright))
        full = column > 0 and abs(line.width - column) <= _slack(column)
    return found


def _paragraph(body: list[Line], column: float) -> Unit:
    alone = column if len(body) == 1 and body[0].width <= column + _slack(column) else 0.0
    full = _full_width(body) if len(body) > 1 else alone
    return Unit("paragraph", flow([line.strip for line in body]), full, body[0].width < full - _slack(full))


def _body_start(chunk: Sequence[Line], column: float, indent: float, *, pairs: Counter[str] | None = None) -> int:
    """The index of the first line of the paragraph that ends the chunk; its length where it ends with a headline."""
    last = len(chunk) - 1
    if not is_closed("".join(line.text for line in chunk)[-RUNNING:]) and not _is_column(chunk) and not _fits(chunk, column):
        return 0 if chunk[0].text[-1] in BEFORE_MORE else len(chunk)
    if last < 1 or marks.find_dateline(chunk[0].text) is not None:
        return 0
    if last == 1:
        within = pairs is not None and pairs[chunk[0].text[-1] + chunk[1].text[0]] > 0
        return int(not within and _stands_above(chunk[0], chunk[1], column))
    start = last - 1
    if chunk[last].width > chunk[start].width + INDENT:
        return last
    while start > 0 and _belongs_above(chunk, start, FIRST_INDENT * bool(indent)):
        start -= 1
    return start


def _belongs_above(chunk: Sequence[Line], start: int, indent: float) -> bool:
    """Whether the line above the one at `start` is of the same paragraph, whose first line may be shorter by `indent`."""
    full = median(line.width for line in chunk[start : min(len(chunk) - 1, start + NEAR)])
    above, line = chunk[start - 1], chunk[start]
    if above.text[-1] in PARAGRAPH_COLON and start > 1 and _is_running(chunk[:start]):
        return True
    if line.width < full - _slack(full) and line.text[-1] not in PARAGRAPH_COLON and not _is_full_text(chunk[:start], full):
        return False
    return -indent - _slack(full) <= above.width - full <= _slack(full)


def _is_full_text(lines: Sequence[Line], full: float) -> bool:
    """Whether the last two lines are as wide as the column, and one of them pauses: text in which one line came out short or long."""
    last = lines[-2:]
    return len(last) == 2 and all(abs(line.width - full) <= _slack(full) for line in last) and any(PAUSE.search(line.text) for line in last)


def _is_running(lines: Sequence[Line]) -> bool:
    """Whether the last lines, of which one ends with a colon, are of running text: they pause, and the one above is no shorter."""
    return len(lines) > 1 and lines[-2].width >= lines[-1].width and any(PAUSE.search(line.text) for line in lines[-3:])


def _is_split(first: Line, last: Line) -> bool:
    """Whether a sentence seems to break off at the end of one line and to end in the next."""
    running = first.width >= LEAST_SPLIT and PAUSE.search(first.text[:-1]) is not None and WORD_END.search(first.text) is not None
    return running and last.width <= first.width + _slack(first.width) and marks.find_dateline(last.text) is None


def _fits(lines: Sequence[Line], column: float) -> bool:
    """Whether the lines are running text as wide as the text before them, though their last sentence does not end."""
    even = all(abs(line.width - column) <= _slack(column) for line in lines[1:-1])
    return len(lines) > 2 and even and lines[-1].width <= column + _slack(column) and any(PAUSE.search(line.text) for line in lines)


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
    if len(full_lines) < 2 or not LEAST_COLUMN <= full <= WIDEST_COLUMN or lines[-1].width > full + _slack(full):
        return False
    even = all(abs(line.width - full) <= _slack(full) for line in full_lines[1:]) and -INDENT <= full_lines[0].width - full <= _slack(full)
    broken = sum(WORD_END.search(line.text) is not None for line in full_lines)
    paused = sum(PAUSE.search(line.text[:-1]) is not None for line in lines)
    return even and broken >= 0.15 * len(full_lines) and paused >= len(lines) / 4


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


def flow(strips: Sequence[Strip]) -> Strip:
    """Lines run together; between two Latin words a blank is put in."""
    held: list[Strip] = []
    for strip in strips:
        if held and held[-1].text[-1:].isascii() and held[-1].text[-1:].isalpha() and strip.text[:1].isascii() and strip.text[:1].isalpha():
            held.append(inserted(" "))
        held.append(strip)
    return join(held)
