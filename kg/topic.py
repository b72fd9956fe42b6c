"""What an article is about as a whole: its main event, who publishes it, and the short names that it declares."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.grammar import Grammar
from kg.mentions import Reading
from kg.mentions.phrases import event_name
from kg.model import Doc, Mention

ENOUGH = 1.5
HEADLINE = -10_000
SHORT = 4  # characters of a word for who holds an event
LONG = 8
QUOTED = re.compile("[“《‘]([^“”《》‘’]{2,})[”》’]")
LONGEST_SHORT, LONGEST_DECLARING = 20, 60
SETTING = 4  # less for an event during which another one takes place


def find_main_event(doc: Doc, readings: Sequence[Reading], grammar: Grammar) -> Mention | None:
    """The event that the article is about: named early, with an edition, and spoken of again."""
    told = list(_told_events(readings))
    first: dict[str, Mention] = {}
    for mention, _ in told:
        first.setdefault(mention.name, mention)
    score = _scores(told, first, grammar)
    for name in _settings(doc, told, grammar):
        score[name] -= SETTING
    edition = grammar.pattern("edition")
    named = [name for name in score if edition.search(name) or "“" in first[name].text or len(name) >= LONG]
    if not named:
        return None
    best = max(named, key=lambda name: (score[name], len(name), name))
    in_body = {mention.name for mention, sentence in told if sentence > 0}
    if best not in in_body:  # 总台“某某”巡展 heads an article on “某某”巡展
        best = next((name for name in sorted(in_body) if led_by_holder(best, name, grammar)), best)
    for full, _ in sorted(set(declared_names(doc, readings, grammar).values())):
        if best != full and best.startswith(full) and first[best].head in grammar.words["partHead"]:
            return replace(first[best], name=full, head=full[-3:])
    return first[best] if score[best] >= ENOUGH else None


def _settings(doc: Doc, told: Sequence[tuple[Mention, int]], grammar: Grammar) -> Iterator[str]:
    """The events during which another one of the same sentence takes place: 甲论坛期间，乙座谈会在……举行."""
    for (mention, place), (_, behind) in pairwise(told):
        if place == behind and grammar.pattern("whileWord").match(doc.article.text, mention.span.end):
            yield mention.name


def _told_events(readings: Sequence[Reading]) -> Iterator[tuple[Mention, int]]:
    """The named events in order, each with the number of its sentence in the body, from 1.

    It is HEADLINE in a headline, and below 0 (0 before the body) in captions and lists.
    """
    body = 0
    for reading in readings:
        kind = reading.sentence.kind
        body += kind == "body"
        if kind not in {"dateline", "byline"}:
            place = body if kind == "body" else HEADLINE if kind == "headline" else -body
            yield from ((m, place) for m in reading.mentions if m.cls == "Event" and m.form == "name" and m.name)


def _scores(told: Sequence[tuple[Mention, int]], first: Mapping[str, Mention], grammar: Grammar) -> dict[str, float]:
    """How much speaks for each name: where it is told, its edition, less for parts and programmes, more for the fullest."""
    score: defaultdict[str, float] = defaultdict(float)
    for mention, sentence in told:
        weight = 2 if sentence == HEADLINE else 3 if abs(sentence) == 1 else 1 if abs(sentence) <= 4 else 0.4
        score[mention.name] += weight + (1.5 if grammar.pattern("edition").search(mention.name) or "“" in mention.text else 0) * (
            mention is first[mention.name]
        )
        score[mention.name] -= 1.2 * (mention.head in grammar.words["partHead"])
        score[mention.name] -= 0.8 * (mention.head in grammar.words["programmeHead"])
    for name in first:  # a longer name says the same event more fully
        core = core_name(name, grammar)
        for other in first:
            if name != other and core and core in other and first[other].head not in grammar.words["partHead"]:
                score[other] += 0.5 * score[name] / len(first)
    return score


def led_by_holder(name: str, own: str, grammar: Grammar) -> bool:
    """Whether an event's own name, which opens with a quotation or an edition, stands in `name` behind a short word for who holds it."""
    opens = own.startswith("“") or grammar.pattern("ordinalPrefix").match(own)
    return name != own and opens is not None and name.endswith(own) and len(name) - len(own) <= SHORT


def find_publisher(doc: Doc, readings: Sequence[Reading], grammar: Grammar) -> str:
    """The body that 我校 stands for: the one whose news medium the dateline names, else the university that the text names most."""
    for tail in sorted(grammar.words["publisherTail"], key=len, reverse=True):
        head = re.match(rf"([\u4e00-\u9fff]{{2,12}}?){tail}", doc.article.publisher)
        if head:
            return _fullest(head[1], readings, grammar)
    counted = Counter(
        m.name
        for r in readings
        for m in r.mentions
        if m.cls == "Organization" and m.form == "name" and m.name.endswith(tuple(grammar.words["university"]))
    )
    return max(counted, key=counted.__getitem__, default="")


def declared_names(doc: Doc, readings: Sequence[Reading], grammar: Grammar) -> dict[str, tuple[str, str]]:
    """Short name -> full name and class, from （以下简称……）, （下称……） and, of two, （以下简称“甲”或“乙”）."""
    found: dict[str, tuple[str, str]] = {}
    text = doc.article.text
    declares = grammar.pieces.expression("inShort")
    said = [m for r in readings for m in r.mentions]
    for match in re.finditer(rf"[（(]{declares}[：:]?\s*([^）)]{{2,{LONGEST_DECLARING}}})[）)]", text):
        shorts = QUOTED.findall(match[1]) or [match[1].strip()]
        before = [_bare(m, grammar) for m in said if 0 <= match.start() - m.span.end <= 1]
        within = [m for m in said if m.name and m.span.start < match.start() < m.span.end]
        for mention in [m for m in [*before, *within] if m.name]:
            full = event_name(text[mention.span.start : match.start()]) if mention in within else mention.name
            found |= {short: (full, mention.cls) for short in shorts if len(short) <= LONGEST_SHORT}
    return found


def _bare(mention: Mention, grammar: Grammar) -> Mention:
    """本届某某博览会 as 某某博览会: what a declared short form stands for."""
    pointer = grammar.pattern("demonstrative").match(mention.text)
    name = mention.text[pointer.end() :] if pointer else mention.text
    return mention if mention.name or name == mention.head else replace(mention, name=name)


def core_name(name: str, grammar: Grammar) -> str:
    """An event's name without year, ordinal and marks, by which two mentions of one event are compared."""
    return re.sub(r"[“”‘’\s]", "", grammar.pattern("edition").sub("", name))


def _fullest(short: str, readings: Sequence[Reading], grammar: Grammar) -> str:
    names = Counter(
        m.name for r in readings for m in r.mentions if m.cls == "Organization" and m.form == "name" and m.name.startswith(short)
    )
    whole = [name for name in names if name.endswith(tuple(grammar.words["university"]))]
    return min(whole, key=lambda n: (len(n), n)) if whole else short
