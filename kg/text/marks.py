"""How a line of a news text shows what it is: dateline, byline, caption, label list, headline, date of publication."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.text.words import layout_words

OPEN, CLOSE = "[（(]", "[）)]"
ASKED = 256  # lines whose answers are remembered: several steps ask the same of each line of a page
HEADLINE_LENGTH = 60
BYLINE_LENGTH = 60
OPEN_ENDED = "。；;：:，,、…"
AFTER_REPORT = re.compile(rf"[\s：:]|\d{{1,2}}\s?月|$|{OPEN}[^（()）]*$")  # a bracket may close in the next line
OPENED = re.compile(rf"{OPEN}[^（()）]*$")
NOTE = re.compile(rf"(?:{OPEN}[^（()）。]{{1,40}}{CLOSE}\s?){{1,3}}")
BULLET = re.compile(r"[□■◎●▲△◆◇○☆◤▶►]\s?")
BULLETED_NAMES = re.compile(r"[^\W\d_]{2,4}(?:[\s、　]+[^\W\d_]{2,4}){0,3}")
STOP_BEFORE_END = re.compile(r"[！？!?]|。.")
NAMES_ONLY = re.compile(r"[^\W\d_]{2,12}")
DAY = r"(?P<year>(?:19|20)\d\d)(?:\s?年\s?|[-/.])(?P<month>\d{1,2})(?:\s?月\s?|[-/.])(?P<day>\d{1,2})(?!\d)\s?日?"

DAY_AND_TIME = re.compile(rf"[\s|｜/／·]*{DAY}\s?(?:\d\d?[:：]\d\d(?:[:：]\d\d)?)?[\s|｜/／·]*")
DAY_BEHIND = re.compile(rf"[\s|｜/／·]+{DAY}$")
TITLED_MEDIUM = re.compile("《([^《》]{2,12})》")


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening words of a dispatch: how many characters they are, who speaks, who wrote, and the day where it is told."""

    length: int
    publisher: str
    byline: str
    month: int = 0
    day: int = 0
    year: int = 0


@dataclass(frozen=True, slots=True)
class Marks:
    """The regular expressions that the words of the layout give."""

    dateline: re.Pattern[str]
    own: re.Pattern[str]
    medium: re.Pattern[str]
    writers: re.Pattern[str]
    role: re.Pattern[str]
    byline: re.Pattern[str]
    credit: re.Pattern[str]
    photo: re.Pattern[str]
    caption: re.Pattern[str]
    label: re.Pattern[str]
    origin: re.Pattern[str]
    published: re.Pattern[str]
    continuation: re.Pattern[str]
    notice_day: re.Pattern[str]
    notice_place: re.Pattern[str]
    day: re.Pattern[str]


@cache
def marks() -> Marks:
    """The expressions, compiled once."""
    words = layout_words()
    medium = rf"(?:{words['ownMedium']}|(?:(?!{words['writer']})[^\W\d_]){{1,12}}?{words['mediumEnding']})"
    writer, photographer = words["writer"], words["photographer"]
    role = (
        rf"(?:{writer}|{words['shortWriter']}|{photographer}|{words['editor']}|{words['credit']}|{words['origin']}|{words['dataOrigin']})"
    )
    name = r"[^\W\d_]{2,4}(?:[·、][^\W\d_]{1,8})*"
    led = rf"(?:{medium}\s*)?{writer}(?:\s?[：:/／]\s?|\s+|(?={name}(?:\s|[/／]|$)))|[^\W\d_]{{1,6}}{writer}\s+"
    marked = rf"{role}\s?[：:/／]|{photographer}\s"
    dateline = (
        rf"(?P<medium>{medium})(?P<place>[^\W\d_]{{0,12}}?)\s?"
        r"(?:(?:(?P<year>(?:19|20)\d\d)\s?年)?\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日\s?)?"
        rf"{words['report']}(?:\s?{OPEN}(?P<note>[^（()）。]{{1,80}}){CLOSE})?(?:\s?{words['topic']}?[：:])?"
    )
    return Marks(
        dateline=re.compile(dateline),
        own=re.compile(words["ownMedium"]),
        medium=re.compile(rf"(?P<name>{medium})(?=\s*{writer})|^{OPEN}?(?P<whole>{medium}){CLOSE}?$"),
        writers=re.compile(
            rf"(?:{writer}\s?[：:/／|｜]?|{words['shortWriter']}\s?[：:/／])\s*(?P<names>[^：:，。,/／（(）)]{{1,40}}?)"
            rf"(?=\s+{role}|\s*{writer}|\s*{role}[：:/／]|\s*{words['credit']}|[/／，,（(）)]|$)"
        ),
        role=re.compile(role),
        byline=re.compile(rf"{OPEN}?\s?(?:{led}|{marked})[^。！？，；]{{2,50}}"),
        credit=re.compile(
            rf"{OPEN}?(?:[\w·、：:][\w\s·、：:]{{0,24}}?{words['credit']}|[\w·、][\w\s·、]{{0,24}}?[\s/／]{words['shortCredit']}"
            rf"|[^\W\d_]{{2,12}}{OPEN}[\w\s·、]{{2,12}}{words['shortCredit']}|{medium}{writer}\w{{2,24}}{words['shortCredit']}){CLOSE}?"
        ),
        photo=re.compile(rf"{photographer}|{words['credit']}"),
        caption=re.compile(words["caption"]),
        label=re.compile(rf"[^\W\d_]{{0,8}}?{words['label']}\s?[：:]"),
        origin=re.compile(rf"{words['dataOrigin']}|{words['origin']}\s?[：:]\s?(?P<name>(?:(?!{writer})[^\s：:，。）)]){{2,20}})"),
        published=re.compile(
            rf"{OPEN}?(?:(?:{words['published']}\s?[：:]?|{medium}|{TITLED_MEDIUM.pattern})\s?)?{DAY}\s?{OPEN}?{words['weekday']}?{CLOSE}?\s?(?P<time>\d\d?[:：]\d\d(?:[:：]\d\d)?)?"
            rf"(?:$|{role}\s?[：:].*|[）)\s|｜/／·,]+(?:$|\S{{0,12}}{words['edition']}|{role}|(?(time).)).*)"
        ),
        continuation=re.compile(words["continuation"]),
        notice_day=re.compile(rf"{words['noticeDay']}\s?[：:]"),
        notice_place=re.compile(rf"{words['noticePlace']}\s?[：:]"),
        day=re.compile(rf"\d{{1,2}}\s?[日月]|{words['recentDay']}"),
    )


@lru_cache(ASKED)
def find_dateline(line: str) -> Dateline | None:
    """The dateline that opens `line`: 本报讯（记者 张伟）, 中新网南昌11月28日电(记者吴鹏泉).

    >>> find_dateline("本报讯（记者 李明）昨日，展会开幕。")
    Dateline(length=10, publisher='', byline='李明', month=0, day=0, year=0)
    """
    match = marks().dateline.match(line)
    if match is None or not (match["month"] or match["note"] or match[0][-1] in "：:" or AFTER_REPORT.match(line, match.end())):
        return None
    numbers = {name: int(match[name] or 0) for name in ("month", "day", "year")}
    note = match["note"] or ""
    names = names_in(note) if match["month"] or marks().role.search(note) is not None else ""
    return Dateline(match.end(), publisher_name(match["medium"]), names, **numbers)


def publisher_name(medium: str) -> str:
    """The medium's name; empty for one that names itself only as 本报."""
    return "" if marks().own.fullmatch(medium) else medium


def names_in(note: str) -> str:
    """The names of the writers in a byline, as printed: 记者 张伟 通讯员 李明 gives 张伟 李明.

    A note without any role holds names alone, as news agencies print them.
    """
    if marks().role.search(note) is None:
        return note.strip() if NAMES_ONLY.fullmatch(note.strip()) else ""
    return " ".join(match["names"].strip() for match in marks().writers.finditer(note))


@lru_cache(ASKED)
def is_byline(line: str) -> bool:
    """Whether the whole line says who wrote, took, edited or first printed something."""
    line, bulleted = _without_bullet(line.strip())
    if bulleted and BULLETED_NAMES.fullmatch(line) is not None:
        return True
    if not line or len(line) > BYLINE_LENGTH or line[-1] in "。！？!?；;，,：:" or OPENED.search(line):
        return False
    return marks().byline.fullmatch(line) is not None or marks().credit.fullmatch(line) is not None


def _without_bullet(line: str) -> tuple[str, bool]:
    """The line without the bullet that papers set before the name of a writer, and whether it had one."""
    match = BULLET.match(line)
    return (line[match.end() :], True) if match is not None else (line, False)


def is_credit_line(line: str) -> bool:
    """Whether the line tells no news but who published it, and when."""
    return is_byline(line) or find_date(line) is not None


def is_notice(lines: Iterable[str]) -> bool:
    """Whether a text announces an event: a line of it opens with the label of a place, so that 时间： is the day of the event.

    >>> is_notice(["第二届读书节", "时间：2024年6月8日", "地点：市图书馆"])
    True
    """
    return any(marks().notice_place.match(line) for line in lines)


def tells_event_day(line: str) -> bool:
    """Whether a line of a notice opens with the label of the event's day."""
    return marks().notice_day.match(line) is not None


def is_headline(line: str) -> bool:
    """Whether the line has the form of a headline: short, and open at its end.

    >>> is_headline("展会在上海开幕"), is_headline("展会在上海开幕。")
    (True, False)
    """
    if not 0 < len(line) <= HEADLINE_LENGTH or "。" in line or line[-1] in OPEN_ENDED:
        return False
    return not is_credit_line(line) and find_dateline(line) is None


def tells_day(words: str) -> bool:
    """Whether words tell a day as the beginning of a dispatch does: 5月9日, 昨日, 近日."""
    return marks().day.search(words) is not None


def is_label(line: str) -> bool:
    """Whether the line is a label and what it labels: 主办单位：甲、乙."""
    match = marks().label.match(line)
    return match is not None and match.end() < len(line) and STOP_BEFORE_END.search(line) is None


def is_caption(sentence: str) -> bool:
    """Whether the sentence says what a picture shows."""
    return marks().caption.match(sentence) is not None


def is_photo_credit(line: str) -> bool:
    """Whether the line says who took or gave a picture: 朱明/摄."""
    return is_byline(line) and marks().photo.search(line) is not None


def opens_second_line(line: str) -> bool:
    """Whether the first word shows that the line goes on with a headline: 如何判."""
    return marks().continuation.match(line) is not None


def is_note(piece: str) -> bool:
    """Whether the piece is one remark in brackets: (完), (某某供稿)."""
    return NOTE.fullmatch(piece) is not None


def find_byline(piece: str) -> tuple[str, str]:
    """The names of the writers, and the medium, that a byline tells; either may be empty.

    >>> find_byline("新华社记者 朱明/摄")
    ('朱明', '新华社')
    >>> find_byline("来源：涪江商报 作者：苏禾 2024年5月18日"), find_byline("2024年5月18日 涪江商报 记者 苏禾")
    (('苏禾', '涪江商报'), ('苏禾', '涪江商报'))
    >>> find_byline("《涪江人物》 2024年5月18日")
    ('', '涪江人物')
    """
    dateline = find_dateline(piece)
    if dateline is not None:
        return dateline.byline, dateline.publisher
    bare, bulleted = _without_bullet(piece.strip())
    if bulleted and BULLETED_NAMES.fullmatch(bare) is not None and marks().role.search(bare) is None:
        return " ".join(bare.split()), ""
    piece = DAY_AND_TIME.sub(" ", bare, count=1).strip() if find_date(bare) is not None else bare
    if titled := TITLED_MEDIUM.fullmatch(piece):
        return "", titled[1]
    if not (is_byline(piece) or is_note(piece)):
        return "", ""
    origin, medium = marks().origin.search(piece), marks().medium.search(piece)
    publisher = (
        (origin["name"] or "") if origin is not None else publisher_name(medium["name"] or medium["whole"]) if medium is not None else ""
    )
    return (names_in(piece) if marks().role.search(piece) is not None else ""), publisher


@lru_cache(ASKED)
def find_date(line: str) -> datetime.date | None:
    """The day of publication in a line that tells little else: 2023年5月22日 10:20 来源：科技网, 作者：朱明 2023年5月22日."""
    if len(line) > BYLINE_LENGTH or line[-1:] in tuple("。！？，；"):
        return None
    match = marks().published.match(line)
    if match is None and is_byline(line) and marks().photo.search(line) is None:
        match = DAY_BEHIND.search(line)
    return to_date(match["year"], match["month"], match["day"]) if match is not None else None


def to_date(year: str | int, month: str | int, day: str | int) -> datetime.date | None:
    """The day, or None where the numbers are none."""
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
