"""The subject that a clause leaves unsaid: that of the clause before, or of the sentence before."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.grammar import Grammar
from kg.mentions import Reading
from kg.model import Mention, Span

ACTORS = frozenset({"Person", "Organization"})
CLAUSE = re.compile(r"[，；：]")
BREAK = re.compile(r"[，；：。、（）()《》“”]")
FAR = 24  # characters of a clause ahead of what would be its subject
LED_BY = 8  # characters behind a name in which 为核心 follows
EARLY = 14  # characters before the verb of a sentence that says no subject


def carried_subject(
    reading: Reading, predicate: Span, grammar: Grammar, *, said: tuple[Mention, ...], last: Reading | None
) -> tuple[Mention, ...]:
    """The subject of the clause before in the same sentence, else of the sentence before; empty where none is carried over.

    `predicate` is the verb that lacks one, `said` the subject of the frame before in this sentence, `last` the sentence before.
    """
    text = reading.words.text
    start = max(text.rfind(c, reading.sentence.span.start, predicate.start) for c in "，；：。") + 1
    if said:
        if _reports(text[min(m.span.end for m in said) : start], grammar):
            return _told_subject(reading, max(m.span.end for m in said), start, grammar=grammar)
        return tuple(unsaid(m) for m in said)
    for mention in reading.mentions:
        acts = mention.cls in ACTORS or _opens_as_subject(mention, reading, grammar)
        if mention.span.end <= start and acts and mention.name and not _aside(mention, reading, grammar):
            if _reports(text[mention.span.end : start], grammar):
                return _told_subject(reading, mention.span.end, start, grammar=grammar)
            if _led(mention, reading, grammar):
                return ()
            members = _coordination(mention, reading, grammar)
            described = _described_by(members[-1], reading, grammar)
            return tuple(unsaid(m) for m in (members if described is None else described))
    return _carried_over(reading, predicate, last, grammar=grammar)


def unsaid(mention: Mention) -> Mention:
    """A mention as the end of a clause that does not say it."""
    return replace(mention, form="unsaid") if mention.form == "name" else mention


def _aside(mention: Mention, reading: Reading, grammar: Grammar) -> bool:
    """Whether a mention stands in brackets, asks and does not act (应甲邀请，乙……), or only says who leads a body: 以某某为核心的."""
    text = reading.words.text
    ahead = text[reading.sentence.span.start : mention.span.start]
    leads = any(mark in text[mention.span.end : mention.span.end + LED_BY] for mark in grammar.words["coreMark"])
    asks = CLAUSE.split(ahead)[-1].startswith(tuple(grammar.words["inviteMark"]))
    return asks or ahead.count("(") > ahead.count(")") or leads and ahead.endswith(tuple(grammar.words["takingMark"]))


def _described_by(last: Mention, reading: Reading, grammar: Grammar) -> list[Mention] | None:
    """The body that a mention tells of (某院与某网/共建的/实验室, 某集团/旗下/某公司), if it has a name; None where it tells of none."""
    verb = grammar.verb_pattern.match(reading.words.text, last.span.end)
    mark = grammar.pattern("attributiveMark").match(reading.words.text, verb.end()) if verb else None
    mark = mark or grammar.pattern("ownedMark").match(reading.words.text, last.span.end)
    if mark is None:
        return None
    return [m for m in reading.mentions if m.span.start == mark.end() and m.cls in ACTORS and m.name]


def _led(mention: Mention, reading: Reading, grammar: Grammar) -> bool:
    """Whether a preposition, the verb that it is the object of, or a long phrase stands ahead of a mention and its post: no subject."""
    titled = min([p.words.span.start for p in reading.posts if p.person.span == mention.span] + [mention.span.start])
    ahead = CLAUSE.split(reading.words.text[reading.sentence.span.start : titled])[-1].rstrip("“")
    governed = grammar.bare(ahead)
    listed = any(governed.endswith(word) for words in ("preposition", "foundVerb", "takingMark") for word in grammar.words[words])
    return listed or len(ahead) > FAR or _is_object(titled, reading, grammar)


def _is_object(place: int, reading: Reading, grammar: Grammar) -> bool:
    """Whether a verb that tells facts stands right before a place in the text, a mark of aspect aside: 代表团参观了某所，并……."""
    before = [w for w in reading.words.words if w.end <= place and w.text not in grammar.words["aspectMarker"]]
    return bool(before) and before[-1].pos == "v" and before[-1].text in grammar.verbs


def _told_subject(reading: Reading, said: int, start: int, *, grammar: Grammar) -> tuple[Mention, ...]:
    """The body that opens a clause of what somebody says, between the offsets `said` and `start`: 甲表示，乙……，V丙."""
    for mention in reversed(reading.mentions):
        opens = reading.words.text[mention.span.start - 1] in "，；：" and mention.span.start > said
        if mention.span.end <= start and opens and mention.cls == "Organization" and mention.name:
            return tuple(unsaid(m) for m in _coordination(mention, reading, grammar))
    return ()


def _opens_as_subject(mention: Mention, reading: Reading, grammar: Grammar) -> bool:
    """Whether a place that opens a clause is its subject: a verb, an adverb or a date follows (某市建立……，并成立……)."""
    start, text = mention.span.start, reading.words.text
    opens = start == reading.sentence.span.start or text[start - 1] in "，；："
    if mention.cls != "Place" or mention.use == "venue" or not opens:
        return False
    after = next((w for w in reading.words.words if w.start == mention.span.end), None)
    barred = after is not None and (
        after.text[0] in grammar.words["stationed"] or after.text in grammar.words["comitative"]
    )  # 某村驻村队员
    return after is not None and after.pos in {"v", "d", "ad", "vd", "TIME", "p"} and not barred


def _carried_over(reading: Reading, predicate: Span, last: Reading | None, *, grammar: Grammar) -> tuple[Mention, ...]:
    """The subject that opens the sentence before, for a sentence of the same paragraph that opens with its verb."""
    text, begin = reading.words.text, reading.sentence.span.start
    own = any(m.cls in ACTORS and m.span.end <= predicate.start for m in reading.mentions)
    if last is None or own or predicate.start - begin > EARLY or "\n" in text[last.sentence.span.end : begin]:
        return ()
    first = next((m for m in last.mentions if m.cls in ACTORS and m.name), None)
    if first is None or first.span.start - last.sentence.span.start > 2:
        return ()
    narrated = text[begin : predicate.start].startswith(tuple(grammar.words["narrative"]))
    # Also where nothing but the speaker is left to say: “……。”某人说。
    behind = text[first.span.end : last.sentence.span.end].rstrip("。！？")
    reported = not narrated and _reports(behind + "，", grammar)
    return () if reported else (unsaid(first),)


def _coordination(first: Mention, reading: Reading, grammar: Grammar) -> list[Mention]:
    """A subject with those that 、 or 和 joins to it, of people also behind the words for what they are: 甲、某校教授乙."""
    members, joints = [first], grammar.words["coordinator"] | grammar.words["jointVerb"]
    opening = tuple(joints)
    for mention in reading.mentions:
        between = reading.words.text[members[-1].span.end : mention.span.start]
        titled = first.cls == "Person" and between.startswith(opening) and len(between) <= FAR and not BREAK.search(between, 1)
        if (between in joints or titled) and mention.cls == first.cls and mention.name:
            members.append(mention)
    return members


def _reports(text: str, grammar: Grammar) -> bool:
    """Whether a verb of speaking or the naming of a source ends a clause of `text`, so that what follows is what was said."""
    told = (*grammar.words["reportVerb"], *grammar.words["sourceNoun"])
    return any(clause.endswith(told) for clause in CLAUSE.split(text)[:-1])
