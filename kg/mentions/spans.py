"""Candidate spans of names in a sentence: runs of words that may be the name of an event, or the post in front of a person."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kg.grammar import Grammar
from kg.mentions.cuts import Word
from kg.mentions.personal import HAN, is_post, parts_holders
from kg.mentions.reading import Reading
from kg.mentions.words import Words, is_event_head
from kg.model import Mention

HEADS = ("eventHead", "partHead", "programmeHead")
ENDING = frozenset({"n", "nz", "vn", "nw", "j", "v", "an", "m", "i", "l", "ORG", "LOC", "TIME"})
BREAK = frozenset("，。；：！？\n")
OPENING, CLOSING = "“《（(", "”》）)"
LONGEST, STEPS, SHORTEST = 48, 18, 4
UNASKED = ("dateline", "byline")
VERB_BEHIND, VERB_BEFORE = 7, 16


class Candidate(NamedTuple):
    """The words `first` to `last`, both inside, as a mention of class `cls`: Event, or Post."""

    cls: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class Sighted:
    """A sentence as the signs see it: its draft reading, where verbs of holding stand, where clauses close, and which words count."""

    reading: Reading
    words: Words
    grammar: Grammar
    holding: tuple[int, ...]
    breaks: tuple[int, ...]
    counting: frozenset[int]

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The mentions that the rules found."""
        return self.reading.mentions

    def verb_left(self, i: int) -> int | None:
        """The nearest verb of holding before word `i` in its clause."""
        at = bisect_left(self.holding, i) - 1
        return self.holding[at] if at >= 0 and self._in_clause(self.holding[at], i) else None

    def verb_right(self, i: int) -> int | None:
        """The nearest verb of holding behind word `i` in its clause."""
        at = bisect_right(self.holding, i)
        return self.holding[at] if at < len(self.holding) and self._in_clause(i, self.holding[at]) else None

    def _in_clause(self, first: int, last: int) -> bool:
        """Whether no clause closes between two words; a break belongs to the clause that it closes."""
        return bisect_left(self.breaks, first) == bisect_left(self.breaks, last)


def see(reading: Reading, grammar: Grammar) -> Sighted:
    """The sentence of a reading as the signs see it."""
    words, verbs = reading.words.words, verbs_of_holding(grammar)
    holding = [i for i, word in enumerate(words) if word.text in verbs]
    breaks = [i for i, word in enumerate(words) if word.text in BREAK]
    counting = frozenset(i for i, word in enumerate(words) if word.pos == "m" and _counts_things(word, grammar))
    return Sighted(reading, reading.words, grammar, tuple(holding), tuple(breaks), counting)


def find_candidates(sighted: Sighted) -> tuple[Candidate, ...]:
    """The candidates of a sentence; datelines and bylines are not asked."""
    return () if sighted.reading.sentence.kind in UNASKED else (*_events(sighted), *_posts(sighted))


@lru_cache(maxsize=8)
def verbs_of_holding(grammar: Grammar) -> frozenset[str]:
    """The verbs whose object or subject may be an event."""
    spoken = (verb for verb, senses in grammar.senses.items() if any("Event" in (*s.subjects, *s.objects) for s in senses))
    return grammar.words["holdVerb"] | grammar.words["eventVerb"] | frozenset(spoken)


def _events(sighted: Sighted) -> Iterator[Candidate]:
    """Runs of words that may be the name of an event: they end in a listed head, or stand near a verb of holding."""
    words, closed = sighted.words, sighted.grammar.words["phaseMark"] | sighted.grammar.words["jointTitle"]
    for last, word in enumerate(words.words):
        if not _may_end(sighted, word, last):
            continue
        other = max(_same_head_before(words, last, sighted.grammar), _counted_parts(sighted, last), _blank_before(sighted, last))
        opens = (i for i in _firsts(words, last) if i > other and i not in sighted.counting and words[i].text not in closed)
        if words[last].text in sighted.grammar.generic:
            opens = (i for i in opens if not _is_of_a_kind(words, i, last, grammar=sighted.grammar))
        yield from [Candidate("Event", i, last) for i in opens]


def _is_of_a_kind(words: Words, first: int, last: int, *, grammar: Grammar) -> bool:
    """Whether words that end in a generic one tell of an event of a kind alone: 一次重要会议."""
    kinds = grammar.words["indefiniteMark"]
    told = [words[k].text in kinds for k in range(first, last)]
    plain = all(kind or words[k].pos in {"m", "q"} for k, kind in zip(range(first, last), told, strict=True))
    return plain and any(told)


def _blank_before(sighted: Sighted, last: int) -> int:
    """The last word before a blank in a headline, which parts two lines of it (扩开放促合作 第九届某博览会), else -1."""
    if sighted.reading.sentence.kind != "headline":
        return -1
    words = sighted.words
    blanks = (k for k in range(last, 0, -1) if words.gap(k) and HAN.match(words[k - 1].text[-1]))
    return next((k - 1 for k in blanks if not _quoted(words, k, last)), -1)


def _quoted(words: Words, k: int, last: int) -> bool:
    """Whether word `k` stands inside a quotation or a bracket that closes at word `last` or before."""
    return any(opening < k <= closing <= last for opening, closing in words.partner.items())


def _same_head_before(words: Words, last: int, grammar: Grammar) -> int:
    """The head of the name before, where a joint parts two (某专项行动和某专项行动, 某展览会和某招聘会), else -1; no name runs over it."""
    k = last - 1
    own, joints = words.words, grammar.words["innerJoint"]
    head = own[last]
    while k > 0 and own[k].text not in BREAK and head.end - own[k].start <= LONGEST:
        text = own[k].text
        if own[k - 1].text == head.text and len(head.text) > 1 and (text == "、" or text in joints):
            return k - 1
        if text in joints and heads_event(grammar, own[k - 1].text) and all(_is_held(grammar, word.text) for word in (own[k - 1], head)):
            return k - 1
        k = words.partner[k] - 1 if text in CLOSING and words.partner.get(k, k) < k else k - 1
    return -1


@lru_cache(maxsize=1 << 16)
def _is_held(grammar: Grammar, word: str) -> bool:
    """Whether a word heads the name of an event that is held, not of one that is carried out (计划, 项目)."""
    heads = grammar.words["eventHead"] - grammar.words["programmeHead"]
    return any(word[i:] in heads for i in range(len(word) - 1)) or len(word) > 2 and heads_event(grammar, word)


def _counted_parts(sighted: Sighted, last: int) -> int:
    """The head before a count in front of word `last` (某大会四场论坛), else -1: parts of an event that are counted, no name."""
    words = sighted.words.words
    for k in range(last, max(0, last - STEPS), -1) if sighted.counting else ():
        if words[k].text in BREAK or words[k].text in CLOSING:
            return -1
        if k in sighted.counting and heads_event(sighted.grammar, words[k - 1].text):
            return k - 1
    return -1


def _counts_things(word: Word, grammar: Grammar) -> bool:
    """Whether a number counts what follows (五场) and opens no name."""
    return word.text[-1] in grammar.words["measure"] and not grammar.pattern("edition").match(word.text)


def _may_end(sighted: Sighted, word: Word, last: int) -> bool:
    words, grammar = sighted.words, sighted.grammar
    if word.pos == "w":
        return word.text in CLOSING and words.partner.get(last, last) < last and (word.text == "”" or _near(sighted.holding, last))
    surname = word.pos == "PER" and last > 0 and not words.gap(last)  # 某某交流周, of which the engine makes a Mr 周
    if (
        word.pos not in ENDING
        and not (surname and heads_event(grammar, word.text))
        or word.text in grammar.words["planWord"]
        and _plans(words, last)
    ):
        return False
    if heads_event(grammar, word.text):
        return True
    if not sighted.holding:
        return False
    follower = words[last + 1] if last + 1 < len(words) else None
    if follower is not None and follower.pos in {"n", "nz", "vn", "nw"} and not words.gap(last + 1):
        return follower.text in verbs_of_holding(grammar) and _near(sighted.holding, last)
    return _near(sighted.holding, last)


def _plans(words: Words, last: int) -> bool:
    """Whether a word of plan is the verb of who stands before it: 某国计划/在某日举行."""
    if last == 0 or last + 1 >= len(words):
        return False
    return words[last - 1].pos in {"ORG", "LOC", "PER", "r"} and words[last + 1].pos in {"p", "d", "v", "TIME"}


def _near(holding: Sequence[int], last: int) -> bool:
    before, behind = bisect_left(holding, last), bisect_right(holding, last)
    ahead = behind < len(holding) and holding[behind] - last <= VERB_BEHIND
    return ahead or before > 0 and last - holding[before - 1] <= VERB_BEFORE


@lru_cache(maxsize=1 << 16)
def heads_event(grammar: Grammar, word: str) -> bool:
    """Whether the lexicon lists the word, or its ending, as the head of an event's name."""
    return is_event_head(word, grammar) or any(word in grammar.words[heads] for heads in HEADS)


def _firsts(words: Words, last: int, *, listing: bool = False) -> Iterator[int]:
    """The words at which a name that ends with word `last` may begin, over quotations and brackets, up to the clause's edge."""
    own, first = words.words, last + 1
    for step in range(STEPS):
        k = first - 1
        if k < 0 or (own[k].text in BREAK or own[k].text in OPENING) or (step == 0 and own[k].text == "、" and not listing):
            return
        first = words.partner[k] if own[k].text in CLOSING and words.partner.get(k, k) < k else k
        size = own[last].end - own[first].start
        if size > LONGEST or first == 0 and own[0].text in "（(【":  # （文化周刊）第三届……: the name of a column
            return
        if size >= SHORTEST and own[first].pos != "u":
            yield first


def _before_post(words: Words, k: int, grammar: Grammar) -> bool:
    """Whether no post runs over word `k`: it parts two holders, is 由, or says what the body behind it does (主办单位/某协会/会长)."""
    if words[k].text in grammar.words["byMark"]:
        return True
    role = words[k].text in grammar.words["roleNoun"] and words[k + 1].pos == "ORG"
    return role or parts_holders(words, k, grammar)


def _posts(sighted: Sighted) -> Iterator[Candidate]:
    """Runs of words that end in a post right before a person."""
    words = sighted.words
    people = {m.span.start for m in sighted.mentions if m.cls == "Person" and m.form == "name"}
    for last, word in enumerate(words.words):
        if word.end in people and is_post(word.text, sighted.grammar):
            former = sighted.grammar.words["formerWord"]
            others = max((k for k in range(max(0, last - STEPS), last) if _before_post(words, k, sighted.grammar)), default=-1)
            firsts = (i for i in _firsts(words, last, listing=True) if i > others and words[i].text not in former)
            yield from (Candidate("Post", i, last) for i in firsts)
