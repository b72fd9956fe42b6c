"""What an article is about as a whole: its main event, who publishes it, and the short names that it declares."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg.grammar import Grammar
from kg.mentions import Reading
from kg.mentions.phrases import EDITION, event_name
from kg.model import Doc, Mention

ENOUGH = 1.5
SHORT = 4  # characters of a word for who holds an event
LONG = 8


def find_main_event(doc: Doc, readings: Sequence[Reading], grammar: Grammar) -> Mention | None:
    """The event that the article is about: named early, with an edition, and spoken of again."""
    score: defaultdict[str, float] = defaultdict(float)
    first: dict[str, Mention] = {}
    told_in_body: set[str] = set()
    body = 0
    for reading in readings:
        kind = reading.sentence.kind
        if kind in {"dateline", "byline"}:
            continue
        body += kind == "body"
        for mention in reading.mentions:
            if mention.cls == "Event" and mention.form == "name" and mention.name:
                weight = 2 if kind == "headline" else 3 if body == 1 else 1 if body <= 4 else 0.4
                known = first.setdefault(mention.name, mention) is not mention
                if kind == "body":
                    told_in_body.add(mention.name)
                score[mention.name] += weight + (1.5 if EDITION.search(mention.name) or "“" in mention.text else 0) * (not known)
                if mention.head in grammar.words["partHead"]:
                    score[mention.name] -= 1.2
                if mention.head in grammar.words["programmeHead"]:
                    score[mention.name] -= 0.8
    for name in first:  # a longer name says the same event more fully
        for other in first:
            if name != other and core_name(name) and core_name(name) in other and first[other].head not in grammar.words["partHead"]:
                score[other] += 0.5 * score[name] / max(1, len(first))
    told = [name for name in score if EDITION.search(name) or "“" in first[name].text or len(name) >= LONG]
    if not told:
        return None
    best = max(told, key=lambda name: (score[name], len(name), name))
    if best not in told_in_body:  # 总台“某某”巡展 heads an article on “某某”巡展
        best = next((name for name in sorted(told_in_body) if led_by_holder(best, name)), best)
    for full, _ in sorted(set(declared_names(doc, readings).values())):
        if best != full and best.startswith(full) and first[best].head in grammar.words["partHead"]:
            return replace(first[best], name=full, head=full[-3:])
    return first[best] if score[best] >= ENOUGH else None


def led_by_holder(name: str, own: str) -> bool:
    """Whether an event's own name, which opens with a quotation or an edition, stands in `name` behind a short word for who holds it."""
    return name != own and own.startswith(("“", "第")) and name.endswith(own) and len(name) - len(own) <= SHORT


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
    return counted.most_common(1)[0][0] if counted else ""


def declared_names(doc: Doc, readings: Sequence[Reading]) -> dict[str, tuple[str, str]]:
    """Short name -> full name and class, from （以下简称……） and （下称……）."""
    found: dict[str, tuple[str, str]] = {}
    text = doc.article.text
    for match in re.finditer(r"[（(](?:以下|下文|下)?(?:统称|简称|称)(?:为)?[：:]?\s*[“《‘]?([^）)”》’]{2,20})[”》’]?[）)]", text):
        before = [_bare(m) for r in readings for m in r.mentions if m.span.end <= match.start() + 1 and match.start() - m.span.end <= 1]
        within = [m for r in readings for m in r.mentions if m.name and m.span.start < match.start() < m.span.end]
        for mention in [m for m in [*before, *within] if m.name]:
            full = event_name(text[mention.span.start : match.start()]) if mention in within else mention.name
            found[match[1].strip()] = full, mention.cls
    return found


def _bare(mention: Mention) -> Mention:
    """本届某某博览会 as 某某博览会: what a declared short form stands for."""
    name = re.sub(r"^(?:本届|本次|此次|该|这次|今年的)", "", mention.text)
    return mention if mention.name or name == mention.head else replace(mention, name=name)


def core_name(name: str) -> str:
    """An event's name without year, ordinal and marks, by which two mentions of one event are compared."""
    return re.sub(r"[“”‘’\s]", "", EDITION.sub("", name))


def _fullest(short: str, readings: Sequence[Reading], grammar: Grammar) -> str:
    names = Counter(
        m.name for r in readings for m in r.mentions if m.cls == "Organization" and m.form == "name" and m.name.startswith(short)
    )
    whole = [name for name in names if name.endswith(tuple(grammar.words["university"]))]
    return min(whole, key=lambda n: (len(n), n)) if whole else short
