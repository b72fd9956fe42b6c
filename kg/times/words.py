"""The words of `ontology/times.ttl` and the regular expressions made of them; each matches at one place and has bounded length."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.ontology import KG, load_ontology

DIGIT = "0-9０-９"
CHINESE_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
NUMBER = rf"(?:(?<![{DIGIT}])[{DIGIT}]{{1,2}}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
SEPARATOR = r"\s?(?:—{1,2}|－|–|―|-|~|～|至|到)\s?"


@dataclass(frozen=True, slots=True)
class Word:
    """What times.ttl says of one word: so far from the publication or the context, or from `first` to `last` of a unit."""

    offset: int
    context: bool
    unit: str
    first: int
    last: int
    approximate: bool


@dataclass(frozen=True, slots=True)
class Words:
    """The words by (group, word), an expression for each group, and `anchor`: where a date can begin."""

    meaning: Mapping[tuple[str, str], Word]
    regex: Mapping[str, re.Pattern[str]]
    anchor: re.Pattern[str]


@cache
def read_words() -> Words:
    """The words of times.ttl."""
    graph = load_ontology().graph
    meaning: dict[tuple[str, str], Word] = {}
    fragments: dict[str, list[str]] = {}
    for node, group in graph.subject_objects(KG.dateGroup):
        values = {str(predicate).removeprefix(str(KG)): str(value) for predicate, value in graph.predicate_objects(node)}
        word = Word(
            offset=int(values.get("offset", 0)),
            context=values.get("from") == "context",
            unit=values.get("unit", ""),
            first=int(values.get("first", 0)),
            last=int(values.get("last", 0)),
            approximate=values.get("approximate") == "true",
        )
        texts = [str(text) for text in graph.objects(node, KG.word)]
        meaning.update({(str(group), text): word for text in texts})
        fragments.setdefault(str(group), []).extend([*map(re.escape, texts), *map(str, graph.objects(node, KG.fragment))])
    union = {group: "|".join(sorted(set(parts), key=lambda part: (-len(part), part))) for group, parts in fragments.items()}
    return Words(meaning, {name: re.compile(pattern) for name, pattern in _patterns(union).items()}, re.compile(_anchor(union)))


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
    clock = rf"[{DIGIT}]{{1,2}}(?:[:：][{DIGIT}]{{2}}|[时点](?:[{DIGIT}]{{1,2}}分?|半|许)?)"
    lunar_day = "[正一二三四五六七八九十冬腊]{1,2}月[初廿三]?[一二三四五六七八九十]{1,2}"
    return dict(union) | {
        "iso": r"(?<![\d./-])[12]\d{3}([-/.])\d{1,2}\1\d{1,2}(?![./-]?\d)",
        "year": rf"({year})(?:\s?年度?(?!{union['cancelYear']})|(?={SEPARATOR}{year}\s?年))",
        "month": rf"({NUMBER})\s?(?:月份?(?!{union['cancelMonth']})|(?={SEPARATOR}{NUMBER}\s?月))",
        "day": rf"({NUMBER})\s?(?:[日号](?!{union['cancelDay']})|(?=(?:{SEPARATOR}|、){NUMBER}\s?日))",
        "bareDay": rf"(?<!月)(?<!月\s)({figures})\s?(?:{day}|(?=(?:{SEPARATOR}|、)[{DIGIT}]{{1,2}}\s?{day}))",
        "weekday": rf"(?:({union['week']})|(?:{union['weekunit']}))([一二三四五六日天])(?!{union['cancelWord']})",
        "dayword": rf"({union['dayword']})(?!{union['cancelWord']})",
        "feast": rf"(?:(?:[{DIGIT}]{{4}}\s?年|{union['yearword']})的?)?(?:{union['feast']}|(?:{union['lunar']}){lunar_day})",
        "time": rf"\s?(?:{union['daypart']})?(?:\s?{clock})?",
        "separator": SEPARATOR,
        "yearOf": rf"\s?(?:{union['yearOf']})?",
        "weekdayInBrackets": rf"[（(](?:{union['weekunit']})[一二三四五六日天][）)]",
    }


def _anchor(union: Mapping[str, str]) -> str:
    figures = rf"(?<![{DIGIT}])[{DIGIT}]{{1,4}}\s?[-年月日/.~～至到—–－、]|[一二三四五六七八九十〇○零]{{1,4}}[年月]"
    groups = ("yearword", "monthword", "dayword", "week", "weekunit", "aloneYear", "aloneMonth", "vague", "feast", "lunar")
    return figures + "|" + "|".join(union[group] for group in groups)
