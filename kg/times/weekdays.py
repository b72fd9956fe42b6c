"""Days of the week: 下周三, 周三至周五, the second Sunday of a month."""

from __future__ import annotations

import calendar
import datetime
import re

from kg.times.here import Here, Point
from kg.times.words import read_words

WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}
WEEKEND = 5


def find_weekday(here: Here, start: int, *, second: bool) -> Point | None:
    """上周三 counts from the week of publication; 周三 alone is the nearest past one, or the coming one after 将; `second` ends a range."""
    found = here.match("weekday", start)
    if found is None:
        return _weekend(here, start)
    day = _end(here, found) if second and not found.group(1) else _day(here, found)
    return None if day is None else Point(day.isoformat(), day.isoformat(), found.end())


def find_nth_weekday(here: Here, start: int, *, year: int, month: int) -> Point | None:
    """第二个周日 at a character, of a month; 第二个周末 is its Saturday and Sunday."""
    found = here.match("nthWeekday", start)
    if found is None:
        return None
    nth = read_words().meaning["ordinal", found.group(1)].offset
    day = nth_weekday(year, month, nth=nth, weekday=WEEKDAYS[found.group(2)] if found.group(2) else WEEKEND)
    if day is None:
        return None
    last = day if found.group(2) else day + datetime.timedelta(1)
    return Point(day.isoformat(), last.isoformat(), found.end(), approximate=not found.group(2))


def nth_weekday(year: int, month: int, *, nth: int, weekday: int) -> datetime.date | None:
    """The nth Monday (0) to Sunday (6) of a month, counted from its end where negative; None where it has none.

    >>> nth_weekday(2024, 6, nth=2, weekday=6), nth_weekday(2024, 10, nth=-1, weekday=4)
    (datetime.date(2024, 6, 9), datetime.date(2024, 10, 25))
    """
    first, length = calendar.monthrange(year, month)
    days = range(1 + (weekday - first) % 7, length + 1, 7)
    return datetime.date(year, month, days[nth - (nth > 0)]) if -len(days) <= nth <= len(days) else None


def _weekend(here: Here, start: int) -> Point | None:
    """本周末: two days of which the text does not say which."""
    found = here.match("weekend", start)
    if found is None or here.base is None:
        return None
    weeks = read_words().meaning["week", found.group(1)].offset
    saturday = here.base + datetime.timedelta(7 * weeks + WEEKEND - here.base.weekday())
    return Point(saturday.isoformat(), (saturday + datetime.timedelta(1)).isoformat(), found.end(), approximate=True)


def _day(here: Here, found: re.Match[str]) -> datetime.date | None:
    future = here.future(found.start(), found.end())
    if here.base is None or (not found.group(1) and not future and _is_weekly(here, found)):
        return None
    days = WEEKDAYS[found.group(2)] - here.base.weekday()
    if found.group(1):
        days += 7 * read_words().meaning["week", found.group(1)].offset
    elif future:
        days %= 7
    else:
        days = -(-days % 7)
    return here.base + datetime.timedelta(days)


def _end(here: Here, found: re.Match[str]) -> datetime.date | None:
    """The first such weekday after the day that was read last."""
    if not all(here.said):
        return None
    begin = datetime.date(*here.said)
    return begin + datetime.timedelta((WEEKDAYS[found.group(2)] - begin.weekday()) % 7)


def _is_weekly(here: Here, found: re.Match[str]) -> bool:
    """周一至周五 without 本 or 下 is every week."""
    after = here.match("separator", found.end())
    left = [here.match("separator", found.start() - width) for width in (1, 2) if found.start() > width]
    return (after is not None and here.match("weekday", after.end()) is not None) or any(b and b.end() == found.start() for b in left)
