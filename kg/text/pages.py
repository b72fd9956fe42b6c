"""The lines of a page copied out of a PDF without its head, its foot and the numbers of its pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.text import marks
from kg.text.furniture import Masthead, is_imprint, is_page_number, is_paper, is_section, read_masthead
from kg.text.lines import HAN, Line, width
from kg.text.strip import join
from kg.text.words import layout_words

LEAST_HEAD = 5
REST_OF_NAME = re.compile(rf"[{HAN}]{{1,2}}")  # in a line of its own
DASH = re.compile("[—–―─]{2}")
OWN = re.compile(layout_words()["ownMedium"])
# Where a subtitle or a byline may begin: a dash behind a blank, a bullet, a word for who writes.
BELOW = re.compile(rf"(?<=\s)(?={DASH.pattern})|(?=[□■◎●▲△◆◇]\s?[^\W\d_])|(?={layout_words()['ownMedium']})")


@dataclass(frozen=True, slots=True)
class Cleared:
    """The lines that may be news, and what the others tell of day, paper and page."""

    lines: tuple[Line, ...]
    masthead: Masthead


def clear(lines: Sequence[Line]) -> Cleared:
    """The lines without what belongs to the paper: at both ends of the page all that may, elsewhere what does so surely."""
    top, foot = _edge(lines), _edge(lines[::-1])
    foot = min(foot, len(lines) - top)
    left_out = {*range(top), *range(len(lines) - foot, len(lines))}
    left_out |= {n for n, line in enumerate(lines) if is_imprint(line.text) and _labels(line.text) >= 2}
    kept: list[Line] = []
    for n, line in enumerate(lines):
        if n in left_out:
            continue
        if is_page_number(line.text) and not line.text.isascii():
            _mark_teaser(kept)
            continue
        if kept and REST_OF_NAME.fullmatch(line.text) and marks.is_byline(kept[-1].text):
            kept[-1] = replace(kept[-1], strip=join([kept[-1].strip, line.strip]))
            continue
        kept += _set_apart(_without_number(line))
    return Cleared(tuple(kept), read_masthead(lines[n].text for n in sorted(left_out)))


def _edge(lines: Sequence[Line]) -> int:
    """How many lines from the first on belong to a page head or foot; none where none of them does so surely."""
    count = 0
    for line in lines:
        if not (
            is_imprint(line.text) or is_paper(line.text) or is_section(line.text) or line.text.strip().isdigit() or _is_page(line.text)
        ):
            break
        count += 1
    return count if any(is_imprint(line.text) and not is_page_number(line.text) for line in lines[:count]) else 0


def _is_page(text: str) -> bool:
    return is_page_number(text) and text.isascii()


def _labels(text: str) -> int:
    return len(re.findall(layout_words()["imprint"] + r"\s?[：:]", text))


def _mark_teaser(kept: list[Line]) -> None:
    if kept and marks.is_headline(kept[-1].text):
        kept[-1] = replace(kept[-1], teaser=True)


def _set_apart(line: Line) -> list[Line]:
    """A headline that a copy has run together with the subtitle or the byline below it, as lines of their own."""
    for match in BELOW.finditer(line.text):
        head, tail = line.strip.cut(0, match.start()).stripped(), line.strip.cut(match.start(), len(line.strip)).stripped()
        if not head.text or (len(head.text) < LEAST_HEAD and OWN.match(tail.text)) or not marks.is_headline(head.text):
            continue
        if DASH.match(tail.text) or marks.is_byline(tail.text):
            return [replace(line, strip=part, width=width(part.text)) for part in (head, tail)]
    return [line]


def _without_number(line: Line) -> Line:
    """A teaser without the number of the page that it sends to: 老街换新颜（5版）."""
    match = re.search(rf"\s*[（(▶►→]?\s*{layout_words()['teaser']}?\s*第?\s*[A-Za-z]?\d{{1,2}}\s*版\s*[）)]?$", line.text)
    if (
        match is None
        or match.start() < 4
        or not marks.is_headline(line.text[: match.start()])
        or match[0].strip()[0].isdigit()
        and match[0][0].isdigit()
    ):
        return line
    strip = line.strip.cut(0, match.start()).stripped()
    return replace(line, strip=strip, width=width(strip.text), teaser=True)
