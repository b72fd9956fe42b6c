"""The dates of a sentence: single dates, ranges, open and vague intervals."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass, replace
from typing import Literal

from kg.model import Span
from kg.times.here import Here, Point, iso_of, parts_of
from kg.times.points import find_point
from kg.times.words import FIGURES, read_words

NEAR = 14  # days in a list that are farther apart belong to acts of their own
DateKind = Literal["day", "range", "month", "year", "approximate"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression: `span` counts from the start of the sentence; `start` and `end` are `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or empty.

    `end` is empty unless the words name two ends. Of an approximate mention (近日, 5月下旬, 2025年前) `start` and `end` hold only what is
    certain, and `edtf` (ISO 8601-2, level 1) the whole; `edtf` is empty where the words rest on a publication date that is not known.
    """

    span: Span
    text: str
    start: str
    end: str
    edtf: str
    kind: DateKind
    approximate: bool = False


def find_dates(text: str, base: datetime.date | None, *, context: str = "") -> list[DateMention]:
    """The dates that one sentence names, in order.

    `base` is the publication date; without it relative dates are left out. `context` is the ISO date that the text spoke of last, for
    当日, 次日, 同月. A day or month without a year is the nearest one, rather past than
    to come unless words such as 将于 stand by. The span takes
    in the part of the day and a bracketed weekday: `5月20日（周六）上午9时` is one mention.

    >>> [(d.text, d.start, d.end) for d in find_dates("展会于5月18-21日举行。", datetime.date(2023, 5, 22))]
    [('5月18-21日', '2023-05-18', '2023-05-21')]
    """
    if base is not None and not 1000 < base.year < 3000:  # no year of news, and no room for date arithmetic
        base = None
    here = Here(text, base, parts_of(context))
    anchor = read_words().anchor
    mentions = []
    position = 0
    while (found := anchor.search(text, position)) is not None:
        mention = None if found.lastgroup and _opens_nothing(here, found) else _read(here, found.start())
        if mention is None:
            position = found.start() + 1
            continue
        mentions.append(mention)
        position = mention.span.end
        if mention.start:
            here = replace(here, said=parts_of(mention.start))
    return mentions


def _opens_nothing(here: Here, prefix: re.Match[str]) -> bool:
    """Whether a word before feasts (国际, “) has none behind it; 十一 and the like may open a day too."""
    if prefix.group()[0] in FIGURES:
        return False
    return all(here.match(feast, prefix.start()) is None for feast in ("feast", "shortFeast"))


def date_bounds(edtf: str) -> tuple[str, str]:
    """The first and the last day (ISO) that a date or interval in EDTF can mean; empty where it is open.

    >>> date_bounds("2023-05"), date_bounds("/2023-05-22~")
    (('2023-05-01', '2023-05-31'), ('', '2023-05-22'))
    """
    first, slash, last = edtf.replace("~", "").partition("/")
    return _edge(first, first=True), _edge(last if slash else first, first=False)


def _edge(iso: str, *, first: bool) -> str:
    if iso in ("", ".."):
        return ""
    year, month, day = parts_of(iso)
    month = month or (1 if first else 12)
    return iso_of(year, month, day or (1 if first else calendar.monthrange(year, month)[1]))


def _read(here: Here, start: int) -> DateMention | None:
    """The date expression that begins at character `start`, or None."""
    left = [here.match("cancelBefore", start - width) for width in (1, 2) if start >= width]
    if any(found is not None and found.end() == start for found in left):
        return None
    if (vague := here.word("vague", start)) is not None:
        meaning, stop = vague
        end = "" if here.base is None else here.base.isoformat()[: 4 if meaning.unit == "year" else 10]
        return DateMention(Span(start, stop), here.text[start:stop], "", end, f"/{end}~" if end else "", "approximate", True)
    continued = bool(here.said[0]) and here.follows("continues", start)
    point = find_point(here, start, second=continued)
    return None if point is None else _mention(here, start, point)


def _mention(here: Here, start: int, point: Point) -> DateMention:
    other = _other_end(here, point) or _listed(here, start, point)
    if other is not None:
        point = Point(point.first, other.last, other.stop, point.approximate or other.approximate)
    elif (since := here.match("since", point.stop)) is not None:
        return DateMention(Span(start, since.end()), here.text[start : since.end()], point.first, "", f"{point.first}/..", "range")
    elif (before := here.match("before", point.stop)) is not None:
        return DateMention(
            Span(start, before.end()), here.text[start : before.end()], "", point.last, f"/{point.last}", "approximate", True
        )
    span, text = Span(start, point.stop), here.text[start : point.stop]
    if point.near:
        return DateMention(span, text, "", "", f"{point.first}~", "approximate", True)
    if point.approximate:
        certain = point.first[:7] if point.first[:7] == point.last[:7] else point.first[:4]
        return DateMention(span, text, certain, "", f"{point.first}~/{point.last}~", "approximate", True)
    if point.first != point.last:
        return DateMention(span, text, point.first, point.last, f"{point.first}/{point.last}", "range")
    kinds: dict[int, DateKind] = {4: "year", 7: "month", 10: "day"}
    return DateMention(span, text, point.first, "", point.first, kinds[len(point.first)])


def _other_end(here: Here, point: Point) -> Point | None:
    """The other end of the range that `point` begins, if it begins one."""
    between = here.match("separator", point.stop)
    if between is None:
        return None
    other = find_point(replace(here, said=parts_of(point.first)), between.end(), second=True)
    if other is None or other.last <= point.first:
        return None
    close = here.match("rangeClose", other.stop)
    return replace(other, stop=close.end()) if close is not None else other


def _listed(here: Here, start: int, point: Point) -> Point | None:
    """The last of the days that 、 or 和 joins to `point` (5月18日、19日两天), unless each goes with an event of its own (分别)."""
    last = point
    while len(last.last) == 10 and not last.approximate and (joint := here.match("listJoint", last.stop)) is not None:
        other = find_point(replace(here, said=parts_of(last.last)), joint.end(), second=True)
        if other is None or other.approximate or len(other.first) < 10:
            break
        monthly = here.match("month", joint.end()) or here.match("monthword", joint.end())
        if not 0 < _days(last.last, other.first) <= (1 if monthly else NEAR):
            break
        last = other
    if last is point or here.follows("separately", start) or here.match("separatelyBehind", last.stop) is not None:
        return None
    count = here.match("listCount", last.stop)
    return replace(last, stop=count.end()) if count is not None else last


def _days(first: str, last: str) -> int:
    return (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days
