"""One end of a date expression: the figures or words at one place of a sentence, and the year, month and day that they mean there."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import replace

from kg.times.feasts import find_feast, find_lunar
from kg.times.here import AHEAD_ANNOUNCED, AHEAD_DATE, Here, Parts, Point, iso_of, plain, span_of, weighed, year_at
from kg.times.weekdays import find_nth_weekday, find_weekday
from kg.times.words import number

# What lies ahead counts as so many times farther. A text that spoke of a date more than FAR days from its publication goes on to speak of
# that month. A day of the running year is never farther than OWN_YEAR.
OWN_YEAR = 150.0
AHEAD_MONTH, AHEAD_DAY = 8.0, 8.0
FAR = 300
RECENT = 2
LATE = 12  # a figure above it can be no month, and a fraction seldom has it below its stroke


def find_point(here: Here, start: int, *, second: bool = False) -> Point | None:
    """The date that begins at character `start`, with its part of the day; `second` for the other end of a range."""
    point = find_feast(here, start) or find_lunar(here, start) or _signs(here, start, second=second) or _figures(here, start, second=second)
    point = point or _day_word(here, start) or find_weekday(here, start, second=second) or _alone(here, start)
    if point is None:
        return None
    point = _bracketed(here, point)
    if len(point.first) < 10:
        return point
    for group in ("feastItself", "time"):
        found = here.match(group, point.stop) if point.first == point.last else None
        point = replace(point, stop=found.end()) if found is not None else point
    return point


def _bracketed(here: Here, point: Point) -> Point:
    """今天（12月14日） is the date in the brackets; a weekday in brackets adds nothing."""
    if (weekday := here.match("weekdayInBrackets", point.stop)) is not None:
        return replace(point, stop=weekday.end())
    if here.text[point.stop : point.stop + 1] not in ("（", "("):
        return point
    inner = _figures(here, point.stop + 1, second=False)
    if inner is None or len(inner.first) < 10 or here.text[inner.stop : inner.stop + 1] not in ("）", ")"):
        return point
    return replace(inner, stop=inner.stop + 1)


def _signs(here: Here, start: int, *, second: bool) -> Point | None:
    """Figures without 年 月 日: 2024.5.17-5.19, 2024-05-17, 20240517, 5/17-5/19."""
    if not here.text[start : start + 1].isdecimal():
        return None
    if (found := here.match("isoRange", start)) is not None:
        year, month, day, last_month, last = (int(found.group(i) or 0) for i in (1, 3, 4, 5, 6))
        first, end = plain(year, month, day, stop=found.end()), plain(year, last_month or month, last, stop=found.end())
        if first is not None and end is not None and first.first < end.first:
            return replace(first, last=end.first)
    if (found := here.match("iso", start)) is not None:
        year, month, day = (int(part) for part in re.split("[-/.]", found.group().removesuffix("日")))
        return plain(year, month, day, stop=found.end())
    if (found := here.match("compact", start)) is not None:
        numbered = not second and here.follows("numbered", start) or here.match("afterCompact", found.end()) is not None
        year, month, day = (int(found.group(i)) for i in (1, 2, 3))
        return plain(year, month, day, stop=found.end()) if month and day and not numbered else None
    return _stroke(here, start, second=second)


def _stroke(here: Here, start: int, *, second: bool) -> Point | None:
    """5/17, 5.17-5.19 beside words of time; alone these are fractions and sums."""
    found = here.match("stroke", start)
    if found is None:
        return None
    month, day, end_month, end, stop = int(found.group(1)), int(found.group(3)), 0, 0, found.end()
    between = here.match("dash", stop)
    if between is not None and not second:
        other, bare = here.match("stroke", between.end()), here.match("strokeDay", between.end())
        if other is not None and other.group(2) == found.group(2):
            end_month, end, stop = int(other.group(1)), int(other.group(3)), other.end()
        elif bare is not None:
            end_month, end, stop = month, int(bare.group(1)), bare.end()
    before, after = here.follows("figuresBefore", start), here.match("figuresAfter", stop) is not None
    told = here.follows("figuresTold", start, width=6)
    if not (second or told or after and (before or day > LATE) or found.group(2) == "/" and before and day > LATE):
        return None
    year = _year_of(here, month, day, future=here.future(start, stop), second=second)
    first = plain(year, month, day, stop=stop)
    last = plain(year + ((end_month, end) < (month, day)), end_month, end, stop=stop) if end else first
    return first if first is None or last is None else replace(first, last=last.first)


def _figures(here: Here, start: int, *, second: bool) -> Point | None:
    """年 月 日 of which one or two may lack or be a word (去年5月, 本月20日), 6月第二个周日."""
    year, stop = year_at(here, start)
    of = here.match("yearOf", stop)
    month_year, month, month_stop = _month(here, of.end() if of is not None else stop)
    if not month:
        return _whole_year(here, year, stop) if year else _bare_day(here, start, second=second)
    if stop > start and not year:
        return None
    found = here.match("day", _skip(here.text, month_stop))
    part = here.word("monthPart", month_stop) if found is None else None
    day, stop = (number(found.group(1)), found.end()) if found is not None else (0, part[1] if part else month_stop)
    last_month = month if day else _last_month(here, month, stop)
    year = year or month_year or _year_of(here, last_month, day, future=here.future(start, stop), second=second)
    if year and month <= 12 and not day and (nth := find_nth_weekday(here, month_stop, year=year, month=month)) is not None:
        return nth
    if part is not None and year and month <= 12:
        return span_of(year, month, part[0], stop=part[1])
    return plain(year, month, day, stop=stop)


def _last_month(here: Here, month: int, stop: int) -> int:
    """The last month of 1—10月: a span of months is past when its end is."""
    between = here.match("separator", stop)
    return max(month, _month(here, between.end())[1]) if between is not None else month


def _whole_year(here: Here, year: int, stop: int) -> Point | None:
    """A year, or a part of it: 上半年, 前10个月."""
    if (part := here.word("yearPart", stop)) is not None:
        return span_of(year, 0, part[0], stop=part[1])
    if (months := here.match("firstMonths", stop)) is not None and 0 < number(months.group(1)) <= 12:
        return Point(iso_of(year, 1), iso_of(year, number(months.group(1))), months.end())
    return plain(year, 0, 0, stop=stop)


def _skip(text: str, position: int) -> int:
    return position + 1 if text[position : position + 1].isspace() else position


def _month(here: Here, start: int) -> tuple[int, int, int]:
    """The year (0 where unsaid), the month and the end of the words that name a month at a character."""
    if (found := here.match("month", start)) is not None:
        return 0, number(found.group(1)), found.end()
    if (word := here.word("monthword", start)) is None:
        return 0, 0, start
    meaning, stop = word
    year, month, _ = here.before if meaning.context else (0, 0, 0)
    if not month and here.base is not None:
        year, month = here.base.year, here.base.month
    if not month:
        return 0, 0, start
    months = year * 12 + month - 1 + meaning.offset
    return months // 12, months % 12 + 1, stop


def _year_of(here: Here, month: int, day: int, *, future: bool, second: bool) -> int:
    """The year of a month or day that the text names without a year; 0 where there is nothing to rest on."""
    year, said_month, said_day = here.said
    if second and year:
        return year + ((month, day or 31) < (said_month, said_day))
    if year and here.base is not None and abs(year - here.base.year) > 0 and said_month and said_month <= month:
        return year
    if here.base is None or not 1 <= month <= 12:
        return here.before[0]
    base = here.base
    ahead = AHEAD_ANNOUNCED if future else AHEAD_DATE if day else AHEAD_MONTH
    return min((base.year, base.year - 1, base.year + 1), key=lambda y: _distance(base, y, month, day=day, ahead=ahead))


def _distance(base: datetime.date, year: int, month: int, *, day: int, ahead: float) -> float:
    """Days from the publication, those ahead weighed; a month counts from its middle."""
    if not day and (year, month) == (base.year, base.month):
        return 0
    days = weighed(base, datetime.date(year, month, min(day or 15, calendar.monthrange(year, month)[1])), ahead)
    return min(days, OWN_YEAR) if day and year == base.year else days


def _bare_day(here: Here, start: int, *, second: bool) -> Point | None:
    """28日: of the month named before it in the sentence, else the nearest one; 28号 (8号线) and 三日 only as the other end of a range."""
    found = here.match("bareDay", start) or ((here.match("spokenDay", start) or here.match("writtenDay", start)) if second else None)
    if found is None or not number(found.group(1)):
        return None
    day, stop = number(found.group(1)), found.end()
    year, month, said_day = here.said
    if month and (second or said_day <= day):
        return plain(year, month, day, stop=stop)
    recent = here.base is not None and 0 <= here.base.day - day <= RECENT
    if here.base is None or _far(here.context, here.base) and not recent:
        year, month, said_day = here.context
        return plain(year, month, day, stop=stop) if month and said_day <= day else None
    ahead = AHEAD_ANNOUNCED if here.future(start, stop) else AHEAD_DAY
    months = here.base.year * 12 + here.base.month - 1
    points = [plain((months + shift) // 12, (months + shift) % 12 + 1, day, stop=stop) for shift in (0, -1, 1, -2)]
    dates = {datetime.date.fromisoformat(point.first): point for point in points if point is not None}
    base = here.base
    nearest = min(dates, key=lambda date: _distance(base, date.year, date.month, day=date.day, ahead=ahead), default=None)
    return None if nearest is None else dates[nearest]


def _far(context: Parts, base: datetime.date) -> bool:
    year, month, day = context
    return bool(month) and abs((datetime.date(year, month, day or 15) - base).days) > FAR


def _shift(parts: Parts, days: int) -> datetime.date | None:
    return datetime.date(*parts) + datetime.timedelta(days) if all(parts) else None


def _day_word(here: Here, start: int) -> Point | None:
    """今天, 昨晚, 次日; 当日 without anything before it is the day of publication (captions)."""
    word = here.word("dayword", start)
    if word is None:
        return None
    meaning, stop = word
    day = _shift(here.before, meaning.offset) if meaning.context else None
    if day is None and here.base is not None and not (meaning.context and meaning.offset):
        day = here.base + datetime.timedelta(meaning.offset)
    return None if day is None else Point(day.isoformat(), day.isoformat(), stop)


def _alone(here: Here, start: int) -> Point | None:
    """年底, 上半年, 月初 of the year or month of publication; 上周 as a week."""
    if here.base is None:
        return None
    if (week := here.word("week", start)) is not None:
        monday = here.base + datetime.timedelta(7 * week[0].offset - here.base.weekday())
        return Point(monday.isoformat(), (monday + datetime.timedelta(6)).isoformat(), week[1], approximate=True)
    if (word := here.word("aloneYear", start)) is not None:
        return span_of(here.base.year, 0, word[0], stop=word[1])
    word = here.word("aloneMonth", start)
    return None if word is None else span_of(here.base.year, here.base.month, word[0], stop=word[1])
