"""A day as people write it: in an option, in a column, in the name of a file, in the address of a web page."""

from __future__ import annotations

import datetime
import re
import unicodedata
from email.utils import parsedate_to_datetime

from kg.errors import DateError
from kg.messages import message

CHINA = datetime.timezone(datetime.timedelta(hours=8))
# A day that stands for itself: 2024-05-22, 2024/5/22, 2024.5.22, 20240522, 2024年5月22日, each with a time of day or nothing behind it.
VALUE = re.compile(r"(?P<year>\d{4})\s?(?P<mark>[-/.年]?)\s?(?P<month>\d\d?)\s?(?:(?P=mark)|月)\s?(?P<day>\d\d?)(?!\d)")
EPOCH = re.compile(r"(?P<seconds>1\d{9}|[3-9]\d{8})(?:\d{3})?(?:\.\d+)?")
NAME = re.compile(r"(?<![0-9A-Za-z])(?P<year>(?:19|20)\d\d)(?P<mark>[-_.年]?)(?P<month>\d\d?)(?:(?P=mark)|月)(?P<day>\d\d?)(?![0-9A-Za-z])")
FOLDERS = re.compile(r"(?:^|/)(?P<year>(?:19|20)\d\d)[-_/.年]?(?P<month>\d\d?)月?/(?P<day>\d\d?)日?(?=[/_.-]|$)")
NAME_MONTH = re.compile(
    r"(?<![0-9A-Za-z])(?P<year>(?:19|20)\d\d)(?:[-_./年]?(?P<month>0[1-9]|1[0-2]|(?<=\D)[1-9])月?(?![0-9A-Za-z])|年|(?<=/\d{4})(?=/))"
)
# The ways of Chinese news sites: /2024/0522/c1-2.html, /2024-05/22/content_3.htm, /art/2024/5/22/, /t20240522_4.html.
ADDRESS = re.compile(
    r"(?:[/_.-]|/[a-z]{1,2})(?P<year>(?:19|20)\d\d)(?P<mark>[-_/.]?)(?P<month>\d\d?)[-_/.]?(?P<day>\d\d)(?=[/_.-]|\d{4,}\b|$)"
    r"|/(?P<year2>(?:19|20)\d\d)/(?P<month2>\d\d?)/(?P<day2>\d\d?)(?=[/_.-]|$)"
)


def read_day(value: str) -> datetime.date | None:
    """The day that `value` begins with, None where it is none; also seconds or milliseconds since 1970 and the dates of mail headers.

    A time with its zone is a day in China.

    >>> read_day("2024/5/22"), read_day("2024年5月22日 10:20"), read_day("20240522"), read_day("2024-02-30")
    (datetime.date(2024, 5, 22), datetime.date(2024, 5, 22), datetime.date(2024, 5, 22), None)
    """
    value = unicodedata.normalize("NFKC", value).strip()
    if EPOCH.fullmatch(value):
        seconds = int(value[:10] if len(value) > 9 else value)
        return datetime.datetime.fromtimestamp(seconds, CHINA).date()
    if (zoned := _zoned_day(value)) is not None:
        return zoned
    match = VALUE.match(value)
    whole = match is not None and (match["mark"] or len(match[0]) == 8)
    return to_day(match["year"], match["month"], match["day"]) if match is not None and whole else None


def given_day(value: str, option: str = "--date") -> datetime.date | None:
    """The day of an option, None for no text.

    Raises:
        DateError: the text is no day.
    """
    if not value.strip():
        return None
    day = read_day(value)
    if day is None:
        raise DateError(
            message("{option} {value}: no such day; give one as 2024-05-22, 2024/5/22 or 2024年5月22日", option=option, value=value),
        )
    return day


def find_name_day(name: str) -> datetime.date | None:
    """The day in the name of a file, else in the folders above it: 2024-05-22.txt, 报20240522_01.txt, 2024-05/22/01.txt.

    >>> find_name_day("晚报/2024-05/22/三版.txt")
    datetime.date(2024, 5, 22)
    """
    for part in reversed(name.split("/")):
        for match in NAME.finditer(part):
            if (match["mark"] or len(match[0]) == 8) and (day := to_day(match["year"], match["month"], match["day"])):
                return day
    folders = FOLDERS.search(name)
    return to_day(folders["year"], folders["month"], folders["day"]) if folders is not None else None


def find_name_month(name: str) -> tuple[int, int] | None:
    """The year and month in the name of a file or in the folders above it, the nearest first; the month is 0 where the year is told alone.

    >>> find_name_month("晚报/2024-05.txt"), find_name_month("2024/三版.txt"), find_name_month("三版.txt")
    ((2024, 5), (2024, 0), None)
    """
    found = list(NAME_MONTH.finditer(f"/{name}"))
    return (int(found[-1]["year"]), int(found[-1]["month"] or 0)) if found else None


def complete_day(month: int, day: int, near: tuple[int, int]) -> datetime.date | None:
    """The day of a dateline without year in a paper of the year and month `near`: of that month or the one before, else None.

    >>> complete_day(12, 31, (2024, 1)), complete_day(5, 22, (2024, 0)), complete_day(5, 22, (2024, 9))
    (datetime.date(2023, 12, 31), datetime.date(2024, 5, 22), None)
    """
    year, printed = near
    if printed and (printed - month) % 12 > 1:
        return None
    return to_day(year - (month > printed > 0), month, day)


def find_address_day(url: str) -> datetime.date | None:
    """The day that stands in the address of a web page.

    >>> find_address_day("https://news.example.cn/n1/2024/0522/c1001-4.html")
    datetime.date(2024, 5, 22)
    """
    path = url.partition("://")[2].partition("/")[2]
    for match in ADDRESS.finditer(f"/{path}"):
        year, month, day = match["year"] or match["year2"], match["month"] or match["month2"], match["day"] or match["day2"]
        if found := to_day(year, month, day):
            return found
    return None


def to_day(year: str | int, month: str | int, day: str | int) -> datetime.date | None:
    """The day, or None where the numbers are none."""
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _zoned_day(value: str) -> datetime.date | None:
    """ISO 8601 or RFC 5322 with a zone: 2024-05-21T23:30:00Z, Tue, 21 May 2024 23:30:00 GMT; both are the 22nd in China."""
    for parse in (datetime.datetime.fromisoformat, parsedate_to_datetime):
        try:
            time = parse(value)
        except (TypeError, ValueError, IndexError):
            continue
        if time.tzinfo is not None:
            return time.astimezone(CHINA).date()
    return None
