"""One end of a date expression: the figures or words at one place of a sentence, and the year, month and day that they mean there."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass, replace

from kg.jio import parse_day
from kg.times.words import Word, number, read_words

WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}

# A month or day without a year is taken from the year that makes it nearest. What lies ahead counts as so many times farther, less after
# a word such as 将于. A text that spoke of a date more than FAR days from its publication goes on to speak of that month.
AHEAD_DATE, AHEAD_MONTH, AHEAD_DAY, AHEAD_ANNOUNCED = 3.0, 8.0, 8.0, 0.4
FAR = 300
RECENT = 2

Parts = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Here:
    """A sentence, the publication date, the date spoken of before the sentence, and the date read last in it (0 for what it lacks)."""

    text: str
    base: datetime.date | None
    context: Parts = (0, 0, 0)
    said: Parts = (0, 0, 0)

    @property
    def before(self) -> Parts:
        """The date spoken of last."""
        return self.said if self.said[0] else self.context

    def match(self, group: str, position: int) -> re.Match[str] | None:
        """What an expression of the grammar matches at a character of the sentence."""
        return read_words().regex[group].match(self.text, position)

    def word(self, group: str, position: int) -> tuple[Word, int] | None:
        """The word of a group that stands at a character, and where it ends."""
        found = self.match(group, position)
        return None if found is None else (read_words().meaning[group, found.group(found.lastindex or 0)], found.end())

    def future(self, start: int, stop: int) -> bool:
        """Whether 将, 拟 and the like stand in the clause just before or after the characters."""
        left = re.split("[，。；：、]", self.text[max(0, start - 10) : start].removesuffix("，"))[-1]
        right = re.split("[，。；：]", self.text[stop : stop + 12].removeprefix("，"))[0]
        return any(read_words().regex["future"].search(side) for side in (left, right))


@dataclass(frozen=True, slots=True)
class Point:
    """A date from `first` to `last` (ISO, equal for a plain date) that ends before character `stop`."""

    first: str
    last: str
    stop: int
    approximate: bool = False


def parts_of(iso: str) -> Parts:
    """Year, month and day of an ISO date; 0 for what it lacks."""
    numbers = [int(part) for part in iso.split("-")] if iso else []
    year, month, day = (*numbers, 0, 0, 0)[:3]
    return year, month, day


def iso_of(year: int, month: int = 0, day: int = 0) -> str:
    """An ISO date as exact as its parts."""
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def find_point(here: Here, start: int, *, second: bool = False) -> Point | None:
    """The date that begins at character `start`, with its part of the day; `second` for the other end of a range."""
    point = _figures(here, start, second=second)
    for read in (_day_word, _weekday, _alone, _feast):
        point = point or read(here, start)
    if point is None:
        return None
    point = _bracketed(here, point)
    time = here.match("time", point.stop)
    return replace(point, stop=time.end()) if time is not None and len(point.first) == 10 else point


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


def _plain(year: int, month: int, day: int, stop: int) -> Point | None:
    """A date without parts, or None for one that no calendar has."""
    if not year or month > 12 or (day and day > calendar.monthrange(year, month or 1)[1]):
        return None
    return Point(iso_of(year, month, day), iso_of(year, month, day), stop)


def _span(year: int, month: int, part: Word, stop: int) -> Point:
    """上旬 of a month, 上半年 of a year."""
    last = min(part.last, calendar.monthrange(year, month)[1]) if month else part.last
    ends = ((year, month, part.first), (year, month, last)) if month else ((year, part.first), (year, part.last))
    return Point(iso_of(*ends[0]), iso_of(*ends[1]), stop, part.approximate)


def _figures(here: Here, start: int, *, second: bool) -> Point | None:
    """2023-05-20, or 年 月 日 of which one or two may lack or be a word (去年5月, 本月20日)."""
    if (found := here.match("iso", start)) is not None:
        year, month, day = (int(part) for part in re.split("[-/.]", found.group()))
        return _plain(year, month, day, found.end())
    year, stop = _year(here, start)
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
    if part is not None and year and month <= 12:
        return _span(year, month, *part)
    return _plain(year, month, day, stop)


def _last_month(here: Here, month: int, stop: int) -> int:
    """The last month of 1—10月: a span of months is past when its end is."""
    between = here.match("separator", stop)
    return max(month, _month(here, between.end())[1]) if between is not None else month


def _whole_year(here: Here, year: int, stop: int) -> Point | None:
    """A year, or a part of it: 上半年, 前10个月."""
    if (part := here.word("yearPart", stop)) is not None:
        return _span(year, 0, *part)
    if (months := here.match("firstMonths", stop)) is not None and 0 < number(months.group(1)) <= 12:
        return Point(iso_of(year, 1), iso_of(year, number(months.group(1))), months.end())
    return _plain(year, 0, 0, stop)


def _skip(text: str, position: int) -> int:
    return position + 1 if text[position : position + 1].isspace() else position


def _year(here: Here, start: int) -> tuple[int, int]:
    """The year named at a character (0 for none, or for a relative one with nothing to rest on) and where its words end."""
    if (found := here.match("year", start)) is not None:
        return number(found.group(1)), found.end()
    if (word := here.word("yearword", start)) is None:
        return 0, start
    meaning, stop = word
    issued = here.base.year if here.base is not None else 0
    # 当年 of a text that speaks of the running year says "in those days".
    year = here.said[0] or (here.context[0] if here.context[0] != issued else 0) if meaning.context else issued
    return (year + meaning.offset if year else 0), stop


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
    return min((base.year, base.year - 1, base.year + 1), key=lambda y: _distance(base, y, month, day, ahead))


def _distance(base: datetime.date, year: int, month: int, day: int, ahead: float) -> float:
    """Days from the publication, those ahead weighed; a month counts from its middle."""
    if not day and (year, month) == (base.year, base.month):
        return 0
    days = (datetime.date(year, month, min(day or 15, calendar.monthrange(year, month)[1])) - base).days
    return days * ahead if days > 0 else -days


def _bare_day(here: Here, start: int, *, second: bool) -> Point | None:
    """28日: of the month named before it in the sentence, else the nearest one."""
    found = here.match("bareDay", start)
    if found is None or not number(found.group(1)):
        return None
    day, stop = number(found.group(1)), found.end()
    year, month, said_day = here.said
    if month and (second or said_day <= day):
        return _plain(year, month, day, stop)
    recent = here.base is not None and 0 <= here.base.day - day <= RECENT
    if here.base is None or _far(here.context, here.base) and not recent:
        year, month, said_day = here.context
        return _plain(year, month, day, stop) if month and said_day <= day else None
    ahead = AHEAD_ANNOUNCED if here.future(start, stop) else AHEAD_DAY
    months = here.base.year * 12 + here.base.month - 1
    points = [_plain((months + shift) // 12, (months + shift) % 12 + 1, day, stop) for shift in (0, -1, 1, -2)]
    dates = {datetime.date.fromisoformat(point.first): point for point in points if point is not None}
    base = here.base
    nearest = min(dates, key=lambda date: _distance(base, date.year, date.month, date.day, ahead), default=None)
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


def _weekday(here: Here, start: int) -> Point | None:
    """上周三 counts from the week of publication; 周三 alone is the nearest past one, or the coming one after 将."""
    found = here.match("weekday", start)
    if found is None or here.base is None or (not found.group(1) and _is_weekly(here, found)):
        return None
    days = WEEKDAYS[found.group(2)] - here.base.weekday()
    if found.group(1):
        days += 7 * read_words().meaning["week", found.group(1)].offset
    elif here.future(start, found.end()):
        days %= 7
    else:
        days = -(-days % 7)
    day = (here.base + datetime.timedelta(days)).isoformat()
    return Point(day, day, found.end())


def _is_weekly(here: Here, found: re.Match[str]) -> bool:
    """周一至周五 without 本 or 下 is every week."""
    after = here.match("separator", found.end())
    left = [here.match("separator", found.start() - width) for width in (1, 2) if found.start() > width]
    return (after is not None and here.match("weekday", after.end()) is not None) or any(b and b.end() == found.start() for b in left)


def _alone(here: Here, start: int) -> Point | None:
    """年底, 上半年, 月初 of the year or month of publication; 上周 as a week."""
    if here.base is None:
        return None
    if (week := here.word("week", start)) is not None:
        monday = here.base + datetime.timedelta(7 * week[0].offset - here.base.weekday())
        return Point(monday.isoformat(), (monday + datetime.timedelta(6)).isoformat(), week[1], approximate=True)
    if (word := here.word("aloneYear", start)) is not None:
        return _span(here.base.year, 0, *word)
    word = here.word("aloneMonth", start)
    return None if word is None else _span(here.base.year, here.base.month, *word)


def _feast(here: Here, start: int) -> Point | None:
    """春节, 农历正月十五: the day is JioNLP's; a feast names the days about it."""
    found = here.match("feast", start)
    if found is None or here.base is None:
        return None
    day = parse_day(found.group(), here.base)
    return None if day is None else Point(day.isoformat(), day.isoformat(), found.end(), approximate=here.match("lunar", start) is None)
