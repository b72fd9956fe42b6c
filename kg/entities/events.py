"""Events: editions and their series, the names that one event bears in one article, and names that recur and identify nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.entities.values import Target
from kg.grammar import Grammar
from kg.names import Names
from kg.places import locate

NUMERALS = "零一二三四五六七八九"
DIGITS = {char: value for value, char in enumerate(NUMERALS)} | {"〇": 0, "两": 2}
NUMERAL = r"(?:[0-9]{1,3}(?![0-9])|[一二三四五六七八九十百零〇两]+)"
ORDINAL = re.compile(rf"(?<![0-9])第?({NUMERAL})([届季期])|第({NUMERAL})([次批回轮])|(首)([届季期次批])")
YEAR = re.compile(r"(?:19|20)\d\d(?:年度?|届)?(?![0-9])")
JOINT = re.compile(r".{3,}?[会节展坛赛](?=暨)")  # the event that a joint one is the edition of
TELLING = 4
RECURRENT = 8
SHORTEST, LONGEST = 3, 6  # characters of the short form of a series


@dataclass(frozen=True, slots=True)
class EventName:
    """A name taken apart: the ordinal (第七届), the year, and the core that all editions share."""

    core: str
    ordinal: str = ""
    year: str = ""

    def may_be(self, other: EventName) -> bool:
        """Whether neither ordinal nor year contradicts the other's."""
        return not (self.ordinal and other.ordinal and self.ordinal != other.ordinal) and not (
            self.year and other.year and self.year != other.year
        )


@lru_cache(maxsize=65536)
def read_event(name: str) -> EventName:
    """An event's name taken apart.

    >>> read_event("2023年第七届“海岸”博览会")
    EventName(core='海岸博览会', ordinal='第七届', year='2023')
    """
    plain = re.sub(r"[“”‘’\"\s《》]", "", name).replace("－", "—").replace("-", "—")
    ordinal, year = ORDINAL.search(plain), YEAR.search(plain)
    core = YEAR.sub("", ORDINAL.sub("", plain, count=1), count=1)
    number = next((group for group in (ordinal.groups()[::2] if ordinal else ()) if group), "")
    kind = next((group for group in (ordinal.groups()[1::2] if ordinal else ()) if group), "")
    core = re.sub(r"[（(][）)]", "", core).strip("·—、，")
    return EventName(core, f"第{_numeral(_number(number))}{kind}" if ordinal else "", year[0][:4] if year else "")


def same_event(short: str, long: str) -> bool:
    """Whether two names of one article name one event: one core, and editions that do not contradict each other; or a place before it."""
    ours, theirs = read_event(short), read_event(long)
    if not ours.may_be(theirs):
        return False
    if ours.core == theirs.core:
        return True
    if len(ours.core) < TELLING or not theirs.core.endswith(ours.core):
        return False
    if len(ours.core) >= RECURRENT:
        return True
    place = locate(theirs.core[: -len(ours.core)])
    return place is not None and not place.rest


def abbreviates(short: str, long: str) -> bool:
    """Whether a core is made of characters of a longer one that do not stand side by side there, but for a common head (峰会).

    What stands for the beginning of a name is the event, not the meeting called after it (海岸博览会/筹备会).

    >>> abbreviates("海博会", "东方海岸博览会"), abbreviates("博览会", "东方海岸博览会"), abbreviates("文化节", "文化艺术节")
    (True, False, False)
    >>> abbreviates("海博会", "东方海岸博览会筹备工作动员会")
    False
    """
    if not SHORTEST <= len(short) <= LONGEST or len(long) < len(short) + 2 or short[-1] != long[-1]:
        return False
    common = 2 if short[-2:] == long[-2:] and len(short) > SHORTEST else 1
    rest, within = short[:-common], long[:-common]
    chars = iter(within)
    if not all(char in chars for char in rest) or any(rest[i : i + 2] in within for i in range(len(rest) - 1)):
        return False
    return not any(abbreviates(short, long[:end]) for end in range(len(short) + 2, len(long)))


def plain_event(name: str, grammar: Grammar) -> str:
    """An event's name without a word that only points at the edition: 海博会 for 本届海博会."""
    word = max((word for word in grammar.words["editionWord"] if name.startswith(word)), key=len, default="")
    return name[len(word) :] if len(name) > len(word) + 2 else name


def event_targets(name: str, article: str, date: str, *, day: str, grammar: Grammar, names: Names) -> tuple[Target, ...]:
    """The node of an event first, then others that texts may use for it, the year's edition of an ordinal.

    A meeting that every body counts for itself (第一次全体会议) is told apart by its day, else by its article. A programme needs no year;
    a name that recurs (新闻发布会, 签约仪式) is told apart by its day where it names its holder, else by its article; a meeting with the
    press by its day, else by the `date` of the article, since it is told of at once. `day` is "" if unknown.
    """
    read, year = read_event(name), (day or date)[:4]
    if edition := _edition_targets(name, read, article, day=day, grammar=grammar):
        return edition
    if read.core in names.series:
        return (_in_year(read.core, year, article),)
    if grammar.ends("programmeHead", read.core) and not grammar.ends("recurrentEvent", read.core) and len(read.core) >= 6:
        return (("Event", read.core, ""),)
    if grammar.ends("pressEvent", read.core) and date and len(read.core) >= RECURRENT:
        return (("Event", name, day or date),)
    if is_proper(read.core, grammar, quoted=_is_quoted(name)) or _is_yearly(read.core, grammar):
        return (_in_year(read.core, year, article),)
    if day and _names_its_holder(read.core, names):
        return (("Event", name, day),)
    return (("Event", name, article),)


def _edition_targets(name: str, read: EventName, article: str, *, day: str, grammar: Grammar) -> tuple[Target, ...]:
    """The nodes of an event whose name tells the edition, by number or by year; none where it does not."""
    known = read.year or day[:4]
    yearly = ("Event", f"{known}年{read.core}", "")
    if read.ordinal and read.core in grammar.words["countedMeeting"]:
        return (("Event", read.ordinal + read.core, day or article),)
    if read.ordinal and len(read.core) >= TELLING - 1:
        return ("Event", read.ordinal + read.core, ""), *((yearly,) if known else ())
    if read.year and is_proper(read.core, grammar, edition=True, quoted=_is_quoted(name)):
        return (yearly,)
    return ()


def _in_year(core: str, year: str, article: str) -> Target:
    """An event told apart by its year, or by its article where no year is known."""
    return ("Event", f"{year}年{core}", "") if year else ("Event", core, article)


def joint_target(name: str, article: str, date: str, *, grammar: Grammar, names: Names) -> tuple[Target, ...]:
    """The edition that a joint event is called after (第三届甲博览会 of 第三届甲博览会暨乙论坛), unless the name is that of a part."""
    joint = JOINT.match(name)
    if joint is None or grammar.ends("partHead", name):
        return ()
    first = event_targets(joint[0], article, date, day="", grammar=grammar, names=names)[0]
    return (first,) if not first[2] and (read_event(joint[0]).ordinal or read_event(joint[0]).year) else ()


def is_joint(name: str) -> bool:
    """Whether a name joins two events.

    >>> is_joint("第三届海岸博览会暨青年论坛"), is_joint("第三届海岸博览会")
    (True, False)
    """
    return JOINT.match(name) is not None


def editions(called: Iterable[str], target: Target) -> Iterator[Target]:
    """The same edition under every name that the article has for it: 第七届西洽会 where 西洽会 is a further name of the seventh."""
    edition = read_event(target[1]).ordinal
    for name in called:
        read = read_event(name)
        if edition and read.core and read.ordinal in ("", edition):
            other = ("Event", edition + read.core, "")
            if other != target:
                yield other


def edition_name(read: EventName, core: str) -> str:
    """The name of an edition by its ordinal, else by its year."""
    return read.ordinal + core if read.ordinal else f"{read.year}年{core}" if read.year else core


def is_proper(core: str, grammar: Grammar, *, edition: bool = False, quoted: bool = False) -> bool:
    """Whether a core tells one event, or one a year: long enough before its head, and longer before a head that recurs."""
    part = grammar.ending("partHead", core)
    if part and len(core) > len(part) + TELLING and is_proper(core[: -len(part)], grammar, edition=edition, quoted=quoted):
        return grammar.ends("eventHead", core[: -len(part)])
    recurrent = grammar.ending("recurrentEvent", core)
    head = grammar.ending("eventHead", core)
    recurrent, head = (recurrent, recurrent) if len(recurrent) >= len(head) else ("", head)
    before = len(core) - len(head)
    if not head:
        return len(core) >= RECURRENT
    if recurrent:
        return before >= (TELLING if edition or quoted else RECURRENT)
    return before >= (2 if edition else TELLING)


def series(name: str, grammar: Grammar) -> str:
    """The name of the series that an edition belongs to, "" for none: a part (开幕式), a core that tells nothing."""
    read = read_event(name)
    if not (read.ordinal or read.year) or len(read.core) < TELLING or grammar.ends("partHead", read.core):
        return ""
    return read.core if is_proper(read.core, grammar, edition=True) else ""


def _is_yearly(core: str, grammar: Grammar) -> bool:
    """Whether a core names a meeting of the whole country that is held once a year (全国教育工作会议)."""
    return grammar.ends("yearlyMeeting", core) and core.startswith(tuple(grammar.words["countrywide"])) and len(core) >= RECURRENT


def _is_quoted(name: str) -> bool:
    return bool(re.search("“.{2,}”|‘.{2,}’", name))


def _names_its_holder(core: str, names: Names) -> bool:
    return any(names.find(core[:length]) is not None for length in range(2, len(core) - 1))


def _number(text: str) -> int:
    """A numeral below a thousand, in digits or Chinese; 首 is 1.

    >>> _number("二十一"), _number("7"), _number("一百零三"), _number("首")
    (21, 7, 103, 1)
    """
    if text.isdigit():
        return int(text)
    positional = not re.search("[十百]", text)
    total, digit = 0, 0
    for char in text.replace("首", "一"):
        if char in DIGITS:
            digit = DIGITS[char] + (digit * 10 if positional else 0)
        else:
            total, digit = total + (digit or 1) * (10 if char == "十" else 100), 0
    return total + digit


def _numeral(number: int) -> str:
    """A number below a hundred in Chinese; others stay digits.

    >>> _numeral(7), _numeral(10), _numeral(21), _numeral(137)
    ('七', '十', '二十一', '137')
    """
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else NUMERALS[tens]) + ("十" if tens else "") + (NUMERALS[ones] if ones else "")
