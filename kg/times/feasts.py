"""Feast days and dates of the lunar calendar; JioNLP turns a lunar date or a solar term into a day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from kg.jio import lunar_day, solar_term
from kg.times.here import Here, Point, year_at
from kg.times.weekdays import nth_weekday
from kg.times.words import DateWord, number, read_words

# The first year of the cycle of sixty (甲子) within the common era, and of the twelve animals (鼠).
CYCLE_BEGINS = 4
TWELVE, SIXTY = 12, 60
LAST_MONTHS = (11, 12)
LUNAR_MONTH = 29


@dataclass(frozen=True, slots=True)
class _Year:
    """What a text says of the year before a lunar date: the years that it may mean (none said: empty), and whether it says "lunar"."""

    years: tuple[int, ...]
    running: bool
    lunar: bool
    stop: int


def find_feast(here: Here, start: int) -> Point | None:
    """端午节, 去年中秋节当晚, 国庆假期: the day, or the days about it; None where the feast is what is kept (欢度国庆节)."""
    if not here.holds("feast") and not here.holds("shortFeast"):
        return None
    year, stop = year_at(here, start)
    of = here.match("yearOf", stop)
    position = of.end() if of is not None else stop
    found = here.word("feast", position) or here.word("shortFeast", position)
    if found is None or (stop > start and not year) or here.follows("feastHonoured", start):
        return None
    word, stop = found
    years = (year,) if year else () if here.base is None else (here.base.year, here.base.year - 1, here.base.year + 1)
    days = [day for each in years for day in _feast_days(word, each)]
    day = here.nearest(days, future=here.future(start, stop)) if here.base is not None else next(iter(days), None)
    return None if day is None else _about(here, word, replace(Point(day.isoformat(), day.isoformat(), stop), approximate=word.approximate))


def _about(here: Here, word: DateWord, point: Point) -> Point:
    """The day itself before 当天; somewhere near it before 期间, 前夕 or 来临."""
    if (itself := here.match("feastItself", point.stop)) is not None:
        return Point(point.first, point.last, itself.end())
    if (days := here.match("feastDays", point.stop)) is not None:
        return replace(point, stop=days.end(), approximate=True, near=True)
    near = here.match("feastNear", point.stop)
    return point if near is None else replace(point, stop=near.end(), approximate=True, near=True)


def _feast_days(word: DateWord, year: int) -> list[datetime.date]:
    """The days of a feast in a year: one, and none or two of a feast in the last lunar month."""
    if word.calendar == "solar":
        return [datetime.date(year, word.month, word.day)]
    if word.calendar == "weekday":
        found = [nth_weekday(year, word.month, nth=word.nth, weekday=word.weekday)]
    elif word.calendar == "term":
        found = [solar_term(word.term, year)]
    else:
        days = [lunar_day(each, word.month, word.day or 1) for each in (year - 1, year)]
        found = [day - datetime.timedelta(1) if day is not None and not word.day else day for day in days]
    return [day for day in found if day is not None and day.year == year]


def find_lunar(here: Here, start: int) -> Point | None:
    """农历五月初五, 今年正月初八, 甲辰年腊月廿三, 正月初一至初七; a lunar month without a day is its days."""
    if not here.holds("lunarDate"):
        return None
    year = _year(here, start)
    found = here.match("lunarDate", year.stop)
    if found is None:
        return None
    named = read_words().meaning.get(("lunarMonthName", found.group(2)))
    month, leap = (named.month if named is not None else number(found.group(2))), found.group(1) is not None
    marked = year.lunar or named is not None
    day = here.match("lunarDay" if marked else "ownLunarDay", found.end())
    if day is None and not (year.lunar or named is not None and named.month in (1, TWELVE)):
        return None
    first = _lunar_number(day.group()) if day is not None else 1
    stop = day.end() if day is not None else found.end()
    at = _chosen(here, year, month=month, day=first, leap=leap, future=here.future(start, stop))
    if at is None:
        return None
    last, stop = _last(here, stop, year=at[0], month=month, leap=leap) if day is not None else (None, stop)
    if day is None:
        last = lunar_day(at[0], month, LUNAR_MONTH + 1, leap=leap) or lunar_day(at[0], month, LUNAR_MONTH, leap=leap)
    end = last if last is not None and last >= at[1] else at[1]
    return Point(at[1].isoformat(), end.isoformat(), stop, approximate=day is None)


def _year(here: Here, start: int) -> _Year:
    """What stands before the month: 农历, a year in figures or words, a year of the cycle or of an animal, in any order."""
    years: tuple[int, ...] = ()
    running, lunar, stop = False, False, start
    for _ in range(3):
        if (mark := here.match("lunar", stop)) is not None:
            lunar, stop = True, mark.end()
        elif cycle := _cycle_years(here, stop):
            years, stop = cycle
            lunar = True
        else:
            year, end = year_at(here, stop)
            if not year:
                break
            running = here.base is not None and year == here.base.year and here.match("yearword", stop) is not None
            years, stop = (year,), end
        of = here.match("yearOf", stop)
        stop = of.end() if of is not None else stop
    return _Year(years, running, lunar, stop)


def _cycle_years(here: Here, start: int) -> tuple[tuple[int, ...], int] | None:
    """The years near the publication that 甲辰年 or 龙年 may mean, and where its words end."""
    if here.base is None:
        return None
    series = read_words().series
    if (found := here.match("cycleYear", start)) is not None:
        stem, branch = series["stem"].index(found.group(1)), series["branch"].index(found.group(2))
        place = next((i for i in range(SIXTY) if i % 10 == stem and i % TWELVE == branch), None)
        length = SIXTY
    elif (found := here.match("animalYear", start)) is not None:
        place, length = series["animal"].index(found.group(1)), TWELVE
    else:
        return None
    if place is None:
        return None
    after = here.base.year - (here.base.year - CYCLE_BEGINS - place) % length
    return (after, after + length), found.end()


def _chosen(here: Here, year: _Year, *, month: int, day: int, leap: bool, future: bool) -> tuple[int, datetime.date] | None:
    """The lunar year and the day of a lunar date; without a year, or in the last months of 今年, the nearest."""
    if year.years and not (year.running and month in LAST_MONTHS):
        years = year.years
    elif here.base is None:
        return None
    else:
        years = (here.base.year, here.base.year - 1) if year.running else (here.base.year, here.base.year - 1, here.base.year + 1)
    days = {found: each for each in years if (found := lunar_day(each, month, day, leap=leap)) is not None}
    chosen = here.nearest(days, future=future) if here.base is not None else next(iter(days), None)
    return None if chosen is None else (days[chosen], chosen)


def _last(here: Here, stop: int, *, year: int, month: int, leap: bool) -> tuple[datetime.date | None, int]:
    """The other end of 正月初一至初七 or 腊月廿三至正月十五, and where the words end."""
    between = here.match("separator", stop)
    if between is None:
        return None, stop
    other = here.match("lunarDate", between.end())
    day = here.match("lunarDay", other.end() if other is not None else between.end())
    if day is None:
        return None, stop
    if other is not None:
        named = read_words().meaning.get(("lunarMonthName", other.group(2)))
        later = named.month if named is not None else number(other.group(2))
        year, month, leap = year + (later < month), later, other.group(1) is not None
    return lunar_day(year, month, _lunar_number(day.group()), leap=leap), day.end()


def _lunar_number(text: str) -> int:
    """The day that 初五, 十五, 廿三 or 卅 says."""
    plain = text.removeprefix("初").replace("廿", "二十").replace("卅", "三十")
    return number(plain)
