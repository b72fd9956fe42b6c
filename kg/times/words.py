"""The words of `ontology/times.ttl` and the regular expressions made of them; each matches at one place and has bounded length."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.ontology import KG, load_ontology

DIGIT = "0-9０-９"
CHINESE_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
NUMBER = rf"(?:(?<![{DIGIT}])[{DIGIT}]{{1,2}}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
SEPARATOR = r"\s?(?:—{1,2}|－|–|―|-|~|～|至|到)\s?"

# Figures of lunar and of written months.
FIGURES = "一二三四五六七八九十〇○零正冬腊闰"
# The groups of words with which a date may begin.
ANCHORS = (
    *("yearword", "monthword", "dayword", "week", "weekunit", "aloneYear", "aloneMonth"),
    *("vague", "feastPrefix", "feast", "shortFeast", "lunar"),
)
# An expression that begins with a character, or with one of several.
PLAIN = re.compile(r"(\[[^\]\\^-]+\]|[“”\u3400-\u9fff])(?![?*{]).*")


@dataclass(frozen=True, slots=True)
class DateWord:
    """What times.ttl says of one word: so far from the publication or the context, or from `first` to `last` of a unit."""

    offset: int
    context: bool
    unit: str
    first: int
    last: int
    approximate: bool
    calendar: str = ""
    month: int = 0
    day: int = 0
    nth: int = 0
    weekday: int = 0
    term: str = ""


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words by (group, word), an expression for each group, series such as the stems, and `anchor`: where a date can begin."""

    meaning: Mapping[tuple[str, str], DateWord]
    regex: Mapping[str, re.Pattern[str]]
    series: Mapping[str, str]
    anchor: re.Pattern[str]


@cache
def read_words() -> DateWords:
    """The words of times.ttl."""
    graph = load_ontology().graph
    meaning: dict[tuple[str, str], DateWord] = {}
    fragments: dict[str, list[str]] = {}
    series: dict[str, str] = {}
    for node, group in graph.subject_objects(KG.dateGroup):
        values = {str(predicate).removeprefix(str(KG)): str(value) for predicate, value in graph.predicate_objects(node)}
        word = DateWord(
            offset=int(values.get("offset", 0)),
            context=values.get("from") == "context",
            unit=values.get("unit", ""),
            first=int(values.get("first", 0)),
            last=int(values.get("last", 0)),
            approximate=values.get("approximate") == "true",
            calendar=values.get("calendar", ""),
            month=int(values.get("month", 0)),
            day=int(values.get("day", 0)),
            nth=int(values.get("nth", 0)),
            weekday=int(values.get("weekday", 0)),
            term=values.get("term", ""),
        )
        texts = [str(text) for text in graph.objects(node, KG.word)]
        meaning.update({(str(group), text): replace(word, term=word.term or text) if word.calendar == "term" else word for text in texts})
        if "series" in values:
            series[str(group)] = values["series"]
        fragments.setdefault(str(group), []).extend([*map(re.escape, texts), *map(str, graph.objects(node, KG.fragment))])
    union = {group: "|".join(sorted(set(parts), key=lambda part: (-len(part), part))) for group, parts in fragments.items()}
    opens = _openings([part for group in ("stem", "animal", *ANCHORS) for part in fragments[group]])
    patterns = {name: re.compile(pattern) for name, pattern in _patterns(union).items()}
    return DateWords(meaning, patterns, series, re.compile(f"{opens}(?:{_anchor(union)})"))


def number(text: str) -> int:
    """The value of Arabic, full-width or Chinese figures (28, ２８, 二十八, 二〇二三)."""
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return CHINESE_DIGITS.get(tens, 1) * 10 + CHINESE_DIGITS.get(ones, 0)
    return int("".join(str(CHINESE_DIGITS[c]) for c in text))


def _patterns(union: Mapping[str, str]) -> dict[str, str]:
    year = rf"(?:(?<![{DIGIT}])[12１２][{DIGIT}]{{3}}|[一二][〇○零一二三四五六七八九]{{3}})"
    figures = rf"(?<![{DIGIT}.])[{DIGIT}]{{1,2}}"
    day = f"日(?!{union['cancelDay']})"
    month = f"[{DIGIT}{union['monthBefore']}]月"  # 读书月8日 is a day of no month that is said
    clock = rf"[{DIGIT}]{{1,2}}(?:[:：][{DIGIT}]{{2}}|[时点](?:[{DIGIT}]{{1,2}}分?|半|许)?)"
    week_day = rf"(?:({union['week']})|(?<![个每逢各])(?:{union['weekunit']}))"
    bracketed = rf"(?:{union['weekunit']})?[一二三四五六日天]"
    return dict(union) | {
        "iso": r"(?<![\d./])(?<!(?<!-\d\d)-)[12]\d{3}\s?([-/.])\d{1,2}\1\d{1,2}日?(?![./]?\d|-\d{1,3}(?!\d))",
        "isoRange": rf"(?<![\d./-])([12]\d{{3}})([-/.])(\d{{1,2}})\2(\d{{1,2}})日?{SEPARATOR}(?:(\d{{1,2}})\2)?(\d{{1,2}})日?(?![./-]?\d)",
        "compact": r"(?<!\d)((?:19|20)\d{2})([01]\d)([0-3]\d)(?!\d)",
        "stroke": r"(?<![\d./])(1[0-2]|0?[1-9])([/.])([12]\d|3[01]|0?[1-9])日?(?![./]?\d)",
        "dash": SEPARATOR,
        "strokeDay": r"([12]\d|3[01]|0?[1-9])日?(?![./]?\d)",
        "shortYear": rf"(?<![{DIGIT}])([{DIGIT}]{{2}})\s?年(?=\s?[{DIGIT}]{{1,2}}\s?月\s?[{DIGIT}]{{1,2}}\s?[日号])",
        "year": rf"({year})(?:\s?年度?(?!{union['cancelYear']})|(?={SEPARATOR}{year}\s?年))",
        "month": rf"({NUMBER})\s?(?:月份?(?!{union['cancelMonth']})|(?={SEPARATOR}{NUMBER}\s?月))",
        "day": rf"({NUMBER})\s?(?:[日号](?!{union['cancelDay']})|(?=(?:{SEPARATOR}|、){NUMBER}\s?日))",
        "bareDay": rf"(?<!{month})(?<!{month}\s)({figures})\s?(?:{day}|(?=(?:{SEPARATOR}|、)[{DIGIT}]{{1,2}}\s?{day}))",
        "spokenDay": rf"({figures})\s?号(?!{union['cancelDay']}|{union['numberTail']})",
        "writtenDay": rf"({NUMBER})\s?{day}",
        "weekday": rf"{week_day}([一二三四五六日天])(?!{union['cancelWord']})",
        "weekend": rf"({union['week']})(?:{union['weekend']})",
        "nthWeekday": rf"\s?的?({union['ordinal']})(?:{union['weekunit']})(?:([一二三四五六日天])|(?:{union['weekend']}))",
        "dayword": rf"({union['dayword']})(?!{union['cancelWord']})",
        "feast": rf"(?:{union['feastPrefix']}){{0,4}}({union['feast']})",
        "shortFeast": rf"[“]?({union['shortFeast']})[”]?(?=(?:{union['feastItself']}|{union['feastDays']}))",
        "cycleYear": rf"({union['stem']})({union['branch']})(?:{union['animal']})?年",
        "animalYear": rf"({union['animal']})年",
        "feastHonoured": rf"(?:{union['feastHonoured']}|{union['feastPrefix']})$",
        "separately": rf"(?:{union['separately']})于?在?$",
        "separatelyBehind": union["separately"],
        "lunarDate": rf"(?:({union['leapMonth']})?({union['lunarMonthName']}|十[一二]?|[二三四五六七八九])月)",
        "time": rf"\s?(?:{union['daypart']})?(?:\s?{clock})?",
        "separator": rf"{SEPARATOR}|\s?(?:{union['rangeJoint']})\s?",
        "yearOf": rf"\s?(?:{union['yearOf']})?",
        "weekdayInBrackets": rf"[（(]{bracketed}(?:(?:{SEPARATOR}|、){bracketed})?[）)]",
    }


def _anchor(union: Mapping[str, str]) -> str:
    figures = rf"(?<![{DIGIT}])[{DIGIT}]{{1,4}}\s?[-年月日/.~～至到—–－、]|(?<!\d)(?:19|20)\d{{6}}"
    figures += f"|[{FIGURES}]{{1,4}}[年月]"
    cycle = rf"(?:{union['stem']})(?:{union['branch']})(?:{union['animal']})?年|(?:{union['animal']})年"
    groups = {group: union[group] for group in ANCHORS} | {"feastPrefix": f"(?P<prefix>{union['feastPrefix']})"}
    return "|".join([figures, cycle, *groups.values()])


def _openings(parts: Sequence[str]) -> str:
    """The characters with which an anchor begins, looked for before all its words; none where a part is too intricate to tell."""
    found = [PLAIN.fullmatch(piece) for part in parts for piece in part.split("|")]
    opens = "".join(sorted({char for part in found if part is not None for char in part[1].strip("[]")}))
    return f"(?=[{DIGIT}{FIGURES}{opens}])" if all(found) else ""
