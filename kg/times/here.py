"""The place in a sentence where a date is read, what it may rest on, and the value that comes out."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kg.times.words import DateWord, number, read_words

# A month or day without a year is taken from the year that makes it nearest. What lies ahead counts as so many times farther, less after
# a word such as 将于.
AHEAD_DATE, AHEAD_FEAST, AHEAD_ANNOUNCED = 3.0, 1.5, 0.4

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

    def holds(self, group: str) -> bool:
        """Whether an expression of the grammar is found anywhere in the sentence; most hold no feast and no lunar date."""
        return _holds(self.text, group)

    def follows(self, group: str, position: int, *, width: int = 4) -> bool:
        """Whether an expression that ends in `$` is found in the `width` characters before a character of the sentence."""
        return read_words().regex[group].search(self.text[max(0, position - width) : position]) is not None

    def word(self, group: str, position: int) -> tuple[DateWord, int] | None:
        """The word of a group that stands at a character, and where it ends."""
        found = self.match(group, position)
        return None if found is None else (read_words().meaning[group, found.group(found.lastindex or 0)], found.end())

    def future(self, start: int, stop: int) -> bool:
        """Whether 将, 拟 and the like stand in the clause just before or after the characters."""
        left = re.split("[，。；：、]", self.text[max(0, start - 10) : start].removesuffix("，"))[-1]
        right = re.split("[，。；：]", self.text[stop : stop + 12].removeprefix("，"))[0]
        return any(read_words().regex["future"].search(side) for side in (left, right))

    def nearest(self, days: Iterable[datetime.date | None], *, future: bool) -> datetime.date | None:
        """The one of a feast's days that lies nearest to the publication, rather past than to come unless it is announced."""
        known = [day for day in days if day is not None]
        base, ahead = self.base, AHEAD_ANNOUNCED if future else AHEAD_FEAST
        return None if base is None else min(known, key=lambda day: weighed(base, day, ahead), default=None)


@lru_cache(maxsize=256)
def _holds(text: str, group: str) -> bool:
    return read_words().regex[group].search(text) is not None


@dataclass(frozen=True, slots=True)
class Point:
    """A date from `first` to `last` (ISO, equal for a plain date) that ends before character `stop`; `near` if only somewhere near them."""

    first: str
    last: str
    stop: int
    approximate: bool = False
    near: bool = False


def weighed(base: datetime.date, day: datetime.date, ahead: float) -> float:
    """Days from the publication, those ahead weighed."""
    days = (day - base).days
    return days * ahead if days > 0 else -days


def parts_of(iso: str) -> Parts:
    """Year, month and day of an ISO date; 0 for what it lacks."""
    numbers = [int(part) for part in iso.split("-")] if iso else []
    year, month, day = (*numbers, 0, 0, 0)[:3]
    return year, month, day


def iso_of(year: int, month: int = 0, day: int = 0) -> str:
    """An ISO date as exact as its parts."""
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def plain(year: int, month: int, day: int, *, stop: int) -> Point | None:
    """A date without parts, or None for one that no calendar has."""
    if not year or month > 12 or (day and day > calendar.monthrange(year, month or 1)[1]):
        return None
    return Point(iso_of(year, month, day), iso_of(year, month, day), stop)


def span_of(year: int, month: int, part: DateWord, *, stop: int) -> Point:
    """上旬 of a month, 上半年 of a year."""
    last = min(part.last, calendar.monthrange(year, month)[1]) if month else part.last
    ends = ((year, month, part.first), (year, month, last)) if month else ((year, part.first), (year, part.last))
    return Point(iso_of(*ends[0]), iso_of(*ends[1]), stop, part.approximate)


def year_at(here: Here, start: int) -> tuple[int, int]:
    """The year named at a character (0 for none, or for a relative one with nothing to rest on) and where its words end."""
    if (found := here.match("year", start)) is not None:
        return number(found.group(1)), found.end()
    if (found := here.match("shortYear", start)) is not None:
        return 2000 + number(found.group(1)), found.end()
    if (word := here.word("yearword", start)) is None:
        return 0, start
    meaning, stop = word
    issued = here.base.year if here.base is not None else 0
    # 当年 of a text that speaks of the running year says "in those days".
    year = here.said[0] or (here.context[0] if here.context[0] != issued else 0) if meaning.context else issued
    return (year + meaning.offset if year else 0), stop
