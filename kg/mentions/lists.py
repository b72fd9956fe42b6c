"""Members of lists that nothing but the list betrays: bodies between 由 and 主办, beside other bodies, activities in front of 等活动."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.grammar import Grammar
from kg.mentions.cuts import counts_bodies, is_body
from kg.mentions.phrases import event_name, is_partner
from kg.mentions.spans import heads_event
from kg.mentions.words import NOMINAL, Words, covered, is_event_head
from kg.model import Mention, Span

SHORTEST, LONGEST = 3, 24  # characters of a body that no head betrays


def complete_lists(words: Words, mentions: list[Mention], grammar: Grammar) -> list[Mention]:
    """The mentions with the members of coordinations that no head betrays."""
    told = not all(words.texts.isdisjoint(grammar.words[marks]) for marks in ("byMark", "chainVerb"))
    acting = list(_acting_bodies(words, mentions, grammar)) if told else []
    known = sorted([*(m for m in mentions if not any(m.span in new.span for new in acting)), *acting], key=lambda m: m.span)
    new = [*acting, *_listed_bodies(words, known, grammar), *_listed_events(words, known, grammar)]
    taken = covered(m.span for m in new)
    kept = [m for m in mentions if taken.isdisjoint(range(m.span.start, m.span.end))]
    return sorted([*kept, *new], key=lambda m: m.span)


def _acting_bodies(words: Words, mentions: list[Mention], grammar: Grammar) -> Iterator[Mention]:
    """What stands between 由 and a verb that has an agent is who does so: 由学工部、飞鸟公益共同主办, 由某船厂建造.

    So is what stands between 主办， and the next verb of such a chain (由甲局主办，乙在线承办).
    """
    whole = {m.span for m in mentions if m.cls in {"Organization", "Person", "Place"} and m.form == "name"}
    others = covered(m.span for m in mentions if m.cls in {"Person", "Event", "Document", "Product"} or m.form != "name")
    for by in range(len(words) - 2):
        chain = by > 0 and words[by].text in "，、；" and words[by - 1].text in grammar.words["chainVerb"]
        chained = chain and words[by + 1].pos not in {"c", "v", "vd", "d", "ad"}  # 主办，并得到某馆支持
        end = _actors_end(words, by + 1, grammar) if chained or words[by].text in grammar.words["byMark"] else 0
        end = 0 if chained and words[end].text not in grammar.words["chainVerb"] | grammar.words["adverb"] else end
        for first, close in _actors(words, by + 1, end, grammar=grammar):
            span = Span(words[first].start, words[close - 1].end)
            if span not in whole and others.isdisjoint(range(span.start, span.end)) and _acts(words, first, close, grammar=grammar):
                yield _body(words, first, close)


def _actors_end(words: Words, first: int, grammar: Grammar) -> int:
    """One past the last word of those who act, from word `first` to a verb in the same clause; 0 where none follows."""
    closed = bracket = 0  # 由校工会、校团委 等部门联合主办
    for k in range(first, len(words)):
        if k < bracket:
            continue
        if words[k].text in "（(" and words.partner.get(k, 0) > k:  # 由某厅（某局）、某宫主办
            bracket = words.partner[k] + 1
            continue
        if words[k].text in grammar.verbs and words[k].pos in {"v", "vn"}:
            while k > first and words[k - 1].pos in {"d", "ad", "vd", "v"} and words[k - 1].text in grammar.words["adverb"]:
                k -= 1
            return closed or k
        others = words[k].text in grammar.words["andOthers"]
        closed = closed or (k if others else 0)
        if words[k].pos == "w" and words[k].text != "、" or words[k].pos in {"u", "p", "r", "PER", "m"} and not others:
            return 0
    return 0


def _actors(words: Words, first: int, end: int, *, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """The words of each that acts, cut at 、, at a conjunction behind a whole body (某中心以及某学会), at 联合 behind a body or a place."""
    start = first
    for k in range(first, end + 1):
        partner = k < end and words[k].text in grammar.words["jointVerb"] and words[k - 1].pos in {"ORG", "LOC"}
        joint = k < end and (partner or words[k].pos == "c" or words[k].text in grammar.words["innerJoint"] | grammar.words["jointVerb"])
        named = partner or start < k < end - 1 and words[k - 1].pos == words[k + 1].pos == "ORG" and is_partner(words[k - 1].text, grammar)
        if k == end or words[k].text == "、" or joint and k > start and (named or is_body(words.string(start, k), grammar)):
            if k > start:
                yield start, k
            start = k + 1


def _acts(words: Words, first: int, end: int, *, grammar: Grammar) -> bool:
    """Whether the words are a name of somebody: nouns, whatever the engine says of those in front of the noun of a body."""
    text, pieces = words.string(first, end), words.words[first:end]
    if not SHORTEST <= len(text) <= LONGEST or pieces[-1].text in grammar.words["notAgent"] | grammar.words["memberNoun"]:
        return False
    return is_body(text, grammar) or all(w.pos in NOMINAL and w.text not in grammar.words["notAgent"] for w in pieces)


def _listed_bodies(words: Words, mentions: list[Mention], grammar: Grammar) -> Iterator[Mention]:
    """Members of a coordination of bodies that no head betrays (智汇工业) as bodies like their neighbours."""
    ends = {m.span.end for m in mentions if m.cls == "Organization"}
    classes = {m.span.start: m.cls for m in mentions}
    i = 0
    while i < len(words):
        first, word = i + 1, words.words[i]
        if word.start not in ends or not (word.text == "、" or word.text in grammar.words["innerJoint"]):
            i = first
            continue
        end = first
        while end < len(words) and _goes_on(words, first, end, cls=classes.get(words[end].start, ""), grammar=grammar):
            end += 1
        if _is_member(words, first, end, grammar=grammar):
            ends.add(words[end - 1].end)
            yield _body(words, first, end)
        i = max(end, first)


def _body(words: Words, first: int, end: int) -> Mention:
    """The words `first` to `end`, last exclusive, as the name of a body."""
    text = words.string(first, end)
    return Mention(Span(words[first].start, words[end - 1].end), text, "Organization", text, head=words[end - 1].text)


def _goes_on(words: Words, first: int, k: int, *, cls: str, grammar: Grammar) -> bool:
    """Whether word `k` belongs to the member that begins at word `first`; `cls` is the class of the mention that begins at `k`."""
    word, opens = words[k], k == first
    if cls and not (cls == "Place" and opens) or word.text in grammar.words["notAgent"]:
        return False
    return word.pos in NOMINAL or not opens and word.pos in {"s", "b"} or re.fullmatch(r"[A-Za-z0-9·-]+", word.text) is not None


def _is_member(words: Words, first: int, end: int, *, grammar: Grammar) -> bool:
    """Whether the words `first` to `end` are a name between what joins them and what closes the list."""
    if end in (first, len(words)):
        return False
    text, follows = words.string(first, end), words[end].text
    counted = counts_bodies(follows, grammar)  # 甲集团、乙制药三方
    if not SHORTEST <= len(text) <= 20 or not (counted or follows in grammar.words["listClose"] or follows in grammar.verbs):
        return False
    return not is_event_head(words[end - 1].text, grammar) and not grammar.ends("postHead", text)


def _listed_events(words: Words, mentions: list[Mention], grammar: Grammar) -> Iterator[Mention]:
    """Members of 甲、乙、丙等活动 that no head betrays: between a verb of holding and 等, cut at 、 and between quotations."""
    holding = grammar.words["holdVerb"] | grammar.words["eventVerb"]
    named = [m for m in mentions if m.cls != "Place" and m.use != "quoted"]
    others = grammar.words["andOthers"]
    for close in range(2, len(words) - 1):
        if words.words[close].text not in others or not _activities_follow(words, close + 1, grammar):
            continue
        first = close - 1
        while first >= 0 and words[first].text not in "，。；：" and words[first].text not in holding:
            first -= 1
        if first < 0 or words[first].text not in holding:
            continue
        opens = first + 1 + (words[first + 1].text in grammar.words["aspectMarker"])  # 举办了
        members = list(_members(words, opens, close))
        for start, end in members if len(members) > 1 else ():
            text, span = words.string(start, end), Span(words[start].start, words[end - 1].end)
            if 4 <= len(text) <= 30 and not any(m.span.overlaps(span) for m in named):
                yield Mention(span, text, "Event", event_name(text), head=words[end - 1].text)


def _members(words: Words, first: int, close: int) -> Iterator[tuple[int, int]]:
    """The words of each member of the list `first` to `close`, last exclusive: cut at 、 and between two quotations."""
    start = first
    for k in range(first, close + 1):
        between = first < k < close and words[k].text == "“" and words[k - 1].text == "”"
        if k == close or words[k].text == "、" or between:
            if k > start:
                yield start, k
            start = k if between else k + 1


def _activities_follow(words: Words, first: int, grammar: Grammar) -> bool:
    """Whether an event noun follows within the clause: 等一系列特色活动."""
    for k in range(first, min(len(words), first + 14)):
        if words[k].text in "，。；：！？":
            return False
        if heads_event(grammar, words[k].text):
            return True
    return False
