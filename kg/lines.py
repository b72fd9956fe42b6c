"""The line that constructions are matched on: a sentence with one symbol for each mention, verb and adverb."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from kg.grammar import Grammar
from kg.mentions import Reading
from kg.mentions.cuts import Word
from kg.mentions.personal import is_post
from kg.mentions.words import Words, covered
from kg.model import Mention, Span
from kg.templates import NUMBER, SYMBOLS

KIND_OF_CLASS: Mapping[str, str] = {
    "Person": "P",
    "Organization": "O",
    "Place": "G",
    "Event": "E",
    "Document": "D",
    "Product": "K",
    "Date": "T",
    "Words": "Q",
}
# Kinds of senses whose words are nouns, or (访华) hold their object, so that no other verb reaches over them as over a verb.
NOUNS = frozenset({"label", "motto", "work", "day", "venue", "abroad", "under title", "dismiss"})
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
SYMBOL = re.compile(f"[{''.join(SYMBOLS.values())}].", re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A sentence with a symbol for each mention, verb and adverb.

    `offsets` gives the place in the text of each character of `string`, `verbs` the place in `string` and the span of each verb and
    setting, `plain` the words outside mentions and posts.
    """

    string: str
    offsets: tuple[int, ...]
    mentions: tuple[Mention, ...]
    verbs: tuple[tuple[int, Span], ...]
    plain: tuple[Word, ...]
    text: str

    def mentions_of(self, symbols: str | None) -> list[Mention]:
        """The mentions whose symbols a matched group holds, in order."""
        found = SYMBOL.findall(symbols or "")
        return [self.mentions[ord(pair[1]) - NUMBER] for pair in found if pair[0] not in (SYMBOLS["V"], SYMBOLS["v"], SYMBOLS["a"])]


Mark = tuple[int, int, str]


def draw_line(reading: Reading, grammar: Grammar) -> Line:
    """The line that constructions are matched on: mentions, verbs of relations and adverbs as symbols, brackets left out."""
    owned = _owned(reading, grammar)
    marks = _marks_of_mentions(reading, grammar, owned)
    named = covered(mention.span for mention in reading.mentions)
    verbs = list(_verbs(reading, grammar, named))
    for start, end in verbs:
        noun = grammar_label(reading.words.text[start:end], grammar)
        marks.append((start, end, SYMBOLS["v" if noun else "V"] + chr(NUMBER)))
    taken = named | covered(Span(start, end) for start, end in verbs)
    marks.extend(
        (w.start, w.end, SYMBOLS["a"] + chr(NUMBER)) for w in _adverbs(reading, grammar) if taken.isdisjoint(range(w.start, w.end))
    )
    skipped = [*owned, *_brackets(reading), *_titles_behind(reading, grammar), *_titles_before(reading, grammar)]
    posts = covered(post.words.span for post in reading.posts)
    plain = tuple(word for word in reading.words.words if word.start not in named and word.start not in posts)
    line = _drawn(reading, sorted(marks), covered(skipped), plain=plain)
    return replace(line, verbs=tuple(sorted((*line.verbs, *_settings(line, reading, grammar)))))


def _owned(reading: Reading, grammar: Grammar) -> list[Span]:
    """我校/某某处: the publisher's own body right before a body of it, which says nothing more."""
    bodies = {m.span.start for m in reading.mentions if m.cls == "Organization" and m.form == "name"}
    return [m.span for m in reading.mentions if m.text in grammar.words["ownBody"] and m.span.end in bodies]


def _marks_of_mentions(reading: Reading, grammar: Grammar, owned: list[Span]) -> list[Mark]:
    """The symbols of mentions: a place behind a preposition is told from others, what a preposition makes no agent has none."""
    prepositions, adjuncts, places = (tuple(grammar.words[w]) for w in ("preposition", "adjunctMark", "placeMark"))
    marks: list[Mark] = []
    passed = -1
    for i, mention in enumerate(reading.mentions):
        if mention.span in owned:
            continue
        kind, before = _kind(mention), text_before(reading, mention)
        if (
            kind == "G"
            and not _acts(reading, mention, grammar)
            and (before.endswith(prepositions) or _listed(reading, marks, mention, grammar=grammar))
        ):
            kind = "g"
        joined = passed >= 0 and reading.words.text[passed : mention.span.start] in grammar.words["coordinator"]
        if kind in "OPGg" and (before.endswith(adjuncts) or joined) or kind == "P" and before.endswith(places):
            passed = mention.span.end  # 针对甲地、乙地
            continue
        marks.append((mention.span.start, mention.span.end, SYMBOLS[kind] + chr(NUMBER + i)))
    return marks


def _kind(mention: Mention) -> str:
    """The kind of symbol of a mention; those that point back and words that are no quotation have kinds of their own."""
    kind = KIND_OF_CLASS.get(mention.cls, "K")
    if mention.form == "anaphor":
        return {"E": "N", "O": "R", "P": "r"}.get(kind, kind)
    return "W" if mention.cls == "Words" and mention.use != "quoted" else kind


def _listed(reading: Reading, marks: list[Mark], mention: Mention, *, grammar: Grammar) -> bool:
    """Whether a mention is joined to a place behind a preposition: 在甲地、乙地."""
    before = bool(marks) and marks[-1][2][0] == SYMBOLS["g"]
    return before and reading.words.text[marks[-1][1] : mention.span.start] in grammar.words["coordinator"]


def _adverbs(reading: Reading, grammar: Grammar) -> Iterator[Word]:
    """The adverbs, spans of time and words of manner between the parts of a clause."""
    adverbs, others = _lists_of_adverbs(grammar)
    for word in reading.words.words:
        if word.text in adverbs or word.pos in {"d", "ad", "vd", "TIME"} and word.text not in others:
            yield word


@cache
def _lists_of_adverbs(grammar: Grammar) -> tuple[frozenset[str], frozenset[str]]:
    """The words that are adverbs whatever the engine says, and those that are none."""
    others = grammar.words["keptAdverb"] | grammar.words["coordinator"]
    return (grammar.words["adverb"] | grammar.words["manner"]) - others, others


def _titles_behind(reading: Reading, grammar: Grammar) -> Iterator[Span]:
    """拜登总统, 周其林院士: what is said of a person right behind the name."""
    people = {m.span.end for m in reading.mentions if m.cls == "Person" and m.form == "name"}
    for word in reading.words.words:
        if word.start not in people or word.text in grammar.words["onBehalf"]:
            continue
        closes = grammar.pattern("partyClosing").match(reading.words.text, word.start) is not None
        if not closes and (word.text in grammar.words["postHead"] or word.text in grammar.words["personal"]):
            people.add(word.end)  # 张三主任医师
            yield Span(word.start, word.end)


def _titles_before(reading: Reading, grammar: Grammar) -> Iterator[Span]:
    """The posts in front of names, bare ones (副主任张三) included."""
    people = {m.span.start for m in reading.mentions if m.cls == "Person" and m.form == "name"}
    yield from (post.words.span for post in reading.posts if post.words.span.end <= post.person.span.start)
    for word in reading.words.words:
        if word.end in people and is_post(word.text, grammar):
            yield Span(word.start, word.end)


def _acts(reading: Reading, mention: Mention, grammar: Grammar) -> bool:
    """Whether a place is the subject of a relative clause: 在江西省出台的《……》中."""
    verb = grammar.verb_pattern.match(reading.words.text, mention.span.end)
    return verb is not None and grammar.pattern("attributiveMark").match(reading.words.text, verb.end()) is not None


def text_before(reading: Reading, mention: Mention) -> str:
    """The four characters in front of a mention within its sentence."""
    return reading.words.text[max(reading.sentence.span.start, mention.span.start - 4) : mention.span.start]


def _drawn(reading: Reading, marks: list[tuple[int, int, str]], left_out: set[int], *, plain: tuple[Word, ...]) -> Line:
    text, span = reading.words.text, reading.sentence.span
    plain_text = PRIVATE.sub("\ufffd", span.of(text))  # a text may hold the characters that symbols are made of
    drawn: list[str] = []
    offsets: list[int] = []
    verbs = []
    position = span.start
    for start, end, symbol in [*marks, (span.end, span.end, "")]:
        for i in range(position, start):
            char = plain_text[i - span.start]
            if char not in "“”‘’　" and i not in left_out:
                drawn.append(char)
                offsets.append(i)
        if symbol and start not in left_out:
            if symbol[0] in (SYMBOLS["V"], SYMBOLS["v"]):
                verbs.append((len(offsets), Span(start, end)))
            drawn.append(symbol)
            offsets.extend((start, start))
        position = max(position, end)
    return Line("".join(drawn), tuple(offsets), tuple(reading.mentions), tuple(verbs), plain, text)


def _verbs(reading: Reading, grammar: Grammar, taken: set[int]) -> Iterator[tuple[int, int]]:
    """The verbs of relations, at word edges, outside mentions, and not before a noun that makes them a modifier (主办单位)."""
    words, opens = reading.words, _first_characters(grammar)
    asked = [word for word in words.words if word.text[0] in opens]
    ends = {w.end: i for i, w in enumerate(words.words)} if asked else {}
    reached = words.span.start
    for word in asked:
        found = grammar.verb_pattern.match(words.text, word.start, words.span.end) if word.start >= reached else None
        if found is None or word.start in taken:
            continue
        start, end = found.span()
        while end > start + 1 and not (end in ends and taken.isdisjoint(range(start, end)) and words.text[start:end] in grammar.verbs):
            end -= 1
        known = end in ends and words.text[start:end] in grammar.verbs and taken.isdisjoint(range(start, end))
        if known and _predicates(reading, grammar, words.text[start:end], last=ends[end]):
            yield start, end
            reached = end


@cache
def _first_characters(grammar: Grammar) -> frozenset[str]:
    """The characters with which verbs begin, asked before the verbs themselves."""
    return frozenset(verb[0] for verb in grammar.verbs)


def _settings(line: Line, reading: Reading, grammar: Grammar) -> Iterator[tuple[int, Span]]:
    """Where words are drawn that tell the setting of an act, with the comma behind them or without."""
    text, opens = reading.words.text, _openings_of_settings(grammar)
    for word in reading.words.words:
        for end in (word.end + 1, word.end) if word.text[0] in opens else ():
            if text[word.start : end] not in grammar.settings:
                continue
            place = bisect_left(line.offsets, word.start)
            if line.offsets[place : place + 1] == (word.start,) and line.string.startswith(text[word.start : end], place):
                yield place, Span(word.start, end)


@cache
def _openings_of_settings(grammar: Grammar) -> frozenset[str]:
    """The characters with which settings begin, asked before the settings themselves."""
    return frozenset(setting[0] for setting in grammar.settings)


def _predicates(reading: Reading, grammar: Grammar, verb: str, *, last: int) -> bool:
    """Whether a verb whose last word is the one numbered `last` says something here, rather than modify a noun or be one."""
    words, lists = reading.words, grammar.words
    follower = words[last + 1].text if last + 1 < len(words) else ""
    if follower in lists["attributiveMark"] and verb in lists["attributiveVerb"] or follower.endswith(grammar.anniversary):
        return False
    kinds = {sense.kind for sense in grammar.senses[verb]}
    timed = "mutual" in kinds and follower in lists["timeTail"] or "happen" in kinds and follower in lists["sinceTail"]
    if follower in lists["notPredicateTail"] and not timed:
        return False
    noun = words[last].pos == "n" and words[last].text == verb and not grammar_label(verb, grammar)
    return not noun or _governed(words, last, grammar)


def _governed(words: Words, last: int, grammar: Grammar) -> bool:
    """Whether what the engine takes for a noun ends a clause that 由 opened, and so is its verb: 由某局编制。由某局编制的《……》"""
    if last + 1 < len(words) and words[last + 1].pos not in {"w", "u"}:
        return False
    for k in range(last - 1, -1, -1):
        if words[k].text in grammar.words["byMark"]:
            return last - k > 1
        if words[k].pos == "v" or words[k].text in "，。；：":
            return False
    return False


def grammar_label(word: str, grammar: Grammar) -> bool:
    """Whether `word` is a noun that serves as a verb: 主办单位, 主题."""
    return any(sense.kind in NOUNS for sense in grammar.senses.get(word, ()))


def _brackets(reading: Reading) -> list[Span]:
    """The brackets with what stands in them, but those inside a name and those that hold the day of the event in front."""
    words, days = reading.words, {m.span for m in reading.mentions if m.cls == "Date"}
    events = {m.span.end for m in reading.mentions if m.cls == "Event"}
    return [
        Span(words[i].start, words[j].end)
        for i, j in sorted(words.partner.items())
        if words[i].text in "（([【"
        and not (Span(words[i].end, words[j].start) in days and words[i].start in events)
        and not any(Span(words[i].start, words[j].end) in m.span for m in reading.mentions)
    ]
