"""Periods that a question names: the dates of texts, and beside them weeks as calendars count them (第21周, 5月第三周, 5月20日那一周)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from kg.asking.words import LONGEST_WORD, Questions
from kg.query.spotting import Spotted
from kg.times import date_bounds, find_dates
from kg.times.words import number

FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"
WEEK = datetime.timedelta(6)
# Strangers write 20号 for 20日; in texts 20号 alone may be the number of anything.
SPOKEN_DAY = re.compile("(?<=[0-9])号")

Period = tuple[int, int, str, str]


def find_periods(text: str, spots: Sequence[Spotted], today: datetime.date | None, *, questions: Questions) -> list[Period]:
    """The periods outside names, as (start, end, first day, last day); an end may be opened by a word behind it: 5月20日以后."""
    bare = "".join("\uffff" if any(s.start <= i < s.end for s in spots) else char for i, char in enumerate(text))
    bare = SPOKEN_DAY.sub("日", bare)
    found: list[Period] = []
    for mention in find_dates(bare, today):
        first, last = date_bounds(mention.edtf)
        first, last = first or (FIRST_DAY if last else ""), last or (LAST_DAY if first else "")
        one = (mention.span.start, mention.span.end, first, last)
        found.append(next(_weeks_behind(bare, one, questions), one))
    alone = [one for one in _weeks_alone(bare, today, questions) if all(one[0] >= end or one[1] <= start for start, end, _, _ in found)]
    return [_open_end(text, one, questions) for one in sorted((*found, *alone))]


def _weeks_behind(text: str, period: Period, questions: Questions) -> Iterator[Period]:
    """The week that a date or the words behind a year or a month mean: 5月20日那一周, 2024年第21周, 5月最后一周."""
    start, end, first, last = period
    if not first or not last or first == FIRST_DAY or last == LAST_DAY:
        return
    begin, until = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    for kind, count in _behind(text, end, questions):
        monday = None
        if kind == "thatWeek" and begin == until:
            monday = _monday(begin)
        elif kind == "lastWeek" and begin.day == 1:
            monday = _monday(until)
        elif kind == "nthWeek" and begin.month < until.month:
            monday = _nth_of_year(begin.year, number(count[1]))
        elif kind == "nthWeek" and begin.day == 1:
            monday = _monday(begin) + datetime.timedelta(7 * (number(count[1]) - 1))
        if monday is not None:
            yield start, count.end(), *_days(monday)


def _behind(text: str, end: int, questions: Questions) -> Iterator[tuple[str, re.Match[str]]]:
    for kind in ("thatWeek", "lastWeek", "nthWeek"):
        if (found := questions.weeks[kind].match(text, end)) is not None:
            yield kind, found


def _weeks_alone(text: str, today: datetime.date | None, questions: Questions) -> Iterator[Period]:
    """Weeks of the year of `today`, and its weekend."""
    for kind in ("nthWeek", "weekend") if today is not None else ():
        for found in questions.weeks[kind].finditer(text):
            if kind == "weekend":
                saturday = _monday(today) + datetime.timedelta(5)  # type: ignore[arg-type]
                yield found.start(), found.end(), saturday.isoformat(), (saturday + datetime.timedelta(1)).isoformat()
            elif (monday := _nth_of_year(today.year, number(found[1]))) is not None:  # type: ignore[union-attr]
                yield found.start(), found.end(), *_days(monday)


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(day.weekday())


def _nth_of_year(year: int, count: int) -> datetime.date | None:
    """The Monday of a week of a year as ISO 8601 counts them."""
    try:
        return datetime.date.fromisocalendar(year, count, 1)
    except ValueError:
        return None


def _days(monday: datetime.date) -> tuple[str, str]:
    return monday.isoformat(), (monday + WEEK).isoformat()


def _open_end(text: str, period: Period, questions: Questions) -> Period:
    """The period with the word behind it that opens one of its ends, such as 5月20日以后."""
    start, end, first, last = period
    for stop in range(min(len(text), end + LONGEST_WORD), end, -1):
        kinds = questions.lists.get(text[end:stop], frozenset())
        if "since" in kinds:
            return start, stop, first, LAST_DAY
        if "until" in kinds:
            return start, stop, FIRST_DAY, last
    return period
