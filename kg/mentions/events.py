"""Words that point to an event without naming it: a bare head (大会), a demonstrative with one (本届大会).

What names an event is decided by the fitted weights (`edges`); these are what discourse leads back to such a name.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.grammar import Grammar
from kg.mentions.cuts import Word
from kg.mentions.words import NOMINAL, Words, is_body_head, is_event_head
from kg.model import Mention, Span

NO_HEAD = frozenset({"p", "d", "u", "w", "PER"})


def find_pointing_events(words: Words, grammar: Grammar) -> Iterator[Mention]:
    """Bare event nouns and those behind a demonstrative, as anaphors with an empty name, from left to right."""
    last = 0
    for i in [i for i, word in enumerate(words.words) if word.pos not in NO_HEAD and is_event_head(word.text, grammar)]:
        if i < last or not _is_head(words, i, grammar):
            continue
        last = _head_end(words, i, grammar)
        mention = _pointing(words, i, last, grammar=grammar)
        if mention is not None:
            yield mention


def _is_head(words: Words, i: int, grammar: Grammar) -> bool:
    """Whether a word that heads the names of events stands for one here."""
    word = words.words[i]
    if word.pos == "TIME" and grammar.pattern("namesDay").search(word.text) or _part_of_other(words, i + 1, grammar):
        return False
    return word.pos not in {"v", "vd"} or _is_noun(words, i, grammar)


def _part_of_other(words: Words, k: int, grammar: Grammar) -> bool:
    """Whether word `k`, right behind a head, makes it a part of another name: 大会组委会."""
    if k >= len(words) or words.gap(k):
        return False
    body = is_body_head(words[k].text, grammar) and words[k].pos not in {"v", "ORG"}
    return words[k].text in grammar.words["notEventTail"] or body


def _is_noun(words: Words, i: int, grammar: Grammar) -> bool:
    """Whether what the engine takes for a verb (研修, 演出) is the noun: behind a noun, without an object of its own."""
    if i == 0 or len(words[i].text) < 2 or not (words[i - 1].pos in NOMINAL or words[i - 1].text == "”"):
        return False
    if i + 1 == len(words):
        return True
    after = words[i + 1]
    governs = after.pos in {"m", "r", "ORG", "LOC", "PER", "u"} or after.text in "“《"
    takes_place = after.pos in {"p", "TIME"} or after.text in grammar.words["holdVerb"] or after.text in grammar.words["adverb"]
    return not governs and (len(words[i].text) > 2 or takes_place)


def _head_end(words: Words, head: int, grammar: Grammar) -> int:
    """One past the last of the event nouns that follow each other: 大会开幕式."""
    last = head + 1
    while last < len(words) and not words.gap(last) and words[last].pos in NOMINAL and words[last].text in grammar.words["eventHead"]:
        last += 1
    return last


def _pointing(words: Words, head: int, last: int, *, grammar: Grammar) -> Mention | None:
    """The mention of the nouns `head` to `last`, last exclusive, or None where a modifier tells more, or a number counts them."""
    while head > 0 and not words.gap(head) and words.string(head - 1, last) in grammar.words["partHead"]:
        head -= 1  # 开班/仪式
    first = head
    while first > 0 and not words.gap(first) and _tells_nothing(words, first - 1, grammar):
        first -= 1
    while first < head and words[first].text in grammar.words["innerJoint"]:
        first += 1
    before = words[first - 1] if first and not words.gap(first) else None
    if before is not None and before.text in grammar.words["demonstrative"]:
        first -= 1
    elif (
        before is not None
        and (_tells_more(before, grammar) or before.text in grammar.words["severalMark"])
        or first
        and (words[first - 1].pos == "m" or _brings_in(words, first, head, last=last, grammar=grammar))
        or not _points_back(words, head, last, grammar=grammar)
    ):
        return None
    span = Span(words[first].start, words[last - 1].end)
    return Mention(span, span.of(words.text), "Event", "", "anaphor", words.string(head, last))


def _brings_in(words: Words, first: int, head: int, *, last: int, grammar: Grammar) -> bool:
    """Whether 的 and what tells of the kind alone bring in an event of its own: 召开的重要会议, 多种形式的庆祝活动."""
    if words[first - 1].text not in grammar.words["attributiveMark"] or words.string(head, last) not in grammar.generic:
        return False
    kinds = grammar.words["indefiniteMark"]
    return any(words[k].text in kinds for k in range(first, head)) or first > 1 and words[first - 2].text in kinds


def _tells_more(word: Word, grammar: Grammar) -> bool:
    """Whether a word right in front of an event noun says which event is meant."""
    return word.pos in NOMINAL or word.text in "”》" or grammar.pattern("edition").match(word.text) is not None


def _points_back(words: Words, head: int, last: int, *, grammar: Grammar) -> bool:
    """Whether the event nouns `head` to `last` without a modifier point to an event of the text."""
    heading = words.string(head, last)
    listed = any(heading in grammar.words[heads] for heads in ("bareEvent", "partHead"))
    return listed or len(heading) > 2 and (words[head].text != heading or heading in grammar.words["eventHead"])


def _tells_nothing(words: Words, k: int, grammar: Grammar) -> bool:
    return words[k].text in grammar.words["genericModifier"] or words[k].text in grammar.words["innerJoint"]
