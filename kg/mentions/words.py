"""One sentence as words: tokens with offsets, brackets, quotations and the walk to the left edge of a noun phrase."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kg.grammar import Grammar
from kg.mentions.cuts import Word, part
from kg.mentions.mend import mend
from kg.model import Sentence, Span

NOMINAL = frozenset({"n", "nz", "nw", "vn", "an", "nt", "ns", "nr", "j", "LOC", "ORG", "NN", "NR", "JJ", "i", "l"})
NAMES = frozenset({"PER", "LOC", "ORG"})
OPENING = "“‘《（(「『【["
CLOSING = "”’》）)」』】]"
MARKS = frozenset(OPENING + CLOSING)
LETTERED = "nz"  # the part of speech of letters that the engine took for a mark
MARKED = "、，。"  # behind a name that goes no further
GLUED = (3, 4)  # characters of a name of two or three with a verb behind it
EDGE_MARKS = "（(）)·—-、"


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of one sentence.

    `partner` maps the index of a bracket or quotation mark to that of its other half; `people` are the names that the engine found in the
    article. `texts` are the words without their places: most sentences hold none of what a rule looks for.
    """

    text: str
    span: Span
    words: tuple[Word, ...]
    partner: dict[int, int]
    people: frozenset[str] = frozenset()
    texts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "texts", frozenset([word.text for word in self.words]))

    def __getitem__(self, i: int) -> Word:
        return self.words[i]

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, i: int) -> bool:
        """Whether blank space stands before word `i`."""
        return i > 0 and self.words[i - 1].end < self.words[i].start

    def string(self, i: int, j: int) -> str:
        """The characters of words `i` to `j`, end exclusive."""
        return self.text[self.words[i].start : self.words[j - 1].end] if i < j else ""


def read_words(
    text: str, sentence: Sentence, grammar: Grammar, *, known: frozenset[str] = frozenset(), people: frozenset[str] = frozenset()
) -> Words:
    """The words of a sentence: the engine's tokens with names as their part of speech, punctuation cut off, and known mistakes mended."""
    kinds = {"PERSON": "PER", "LOCATION": "LOC", "ORGANIZATION": "ORG", "TIME": "TIME"}
    words: list[Word] = []
    names = {(name.span.start, name.span.end): kinds.get(name.label, "") for name in sentence.names}
    tokens = {(token.span.start, token.span.end) for token in sentence.tokens} if names else ()
    joined = [name.span for name in sentence.names if (name.span.start, name.span.end) not in tokens]
    inside = covered(joined)
    for span in joined:  # a name of several tokens is one word
        words.append(Word(span.start, span.end, span.of(text), names[span.start, span.end] or "n"))
    for token in sentence.tokens:
        start, end, pos = token.span.start, token.span.end, token.pos
        if start in inside:
            continue
        pos = names.get((start, end)) or pos if names else pos
        if pos != "w" and text[start] not in MARKS and text[end - 1] not in MARKS:
            words.append(Word(start, end, text[start:end], pos))
        else:
            words.extend(_split(text, token.span, pos))
    words = mend([word for word in sorted(words) if not word.text.isspace()], grammar, known)
    if any(word.pos == "PER" for word in words):
        words = _with_whole_names(words, people, text, grammar=grammar)
    return Words(text, sentence.span, tuple(words), _partners(words), people)


def _with_whole_names(words: list[Word], people: frozenset[str], text: str, *, grammar: Grammar) -> list[Word]:
    words = [piece for word in words for piece in _without_verb(word, people, text, grammar=grammar)]
    words = list(_with_joint(words, text, grammar))
    return [piece for i in range(len(words)) for piece in _shared(words, i, people, grammar=grammar)]


def _without_verb(word: Word, people: frozenset[str], text: str, *, grammar: Grammar) -> Iterator[Word]:
    """A name that the article has elsewhere, and the verb or preposition that the engine glued to it here: 龚克/作."""
    name, tail = word.text[:-1], word.text[-1]
    glued = word.pos == "PER" and len(word.text) in GLUED and tail in grammar.words["gluedToName"] and name in people
    if glued and not _ends_name(word.text, text, grammar):
        yield part(word, 0, len(name), pos="PER")
        yield part(word, len(name), len(word.text), pos="v")
    else:
        yield word


def _with_joint(words: list[Word], text: str, grammar: Grammar) -> Iterator[Word]:
    """Names of which the engine took the last character for another word, as the article shows: 宋子/和 where it has 宋子和、."""
    i = 0
    while i < len(words):
        both = words[i].text + words[i + 1].text if i + 1 < len(words) and words[i].pos == "PER" and len(words[i].text) == 2 else ""
        placed = len(both) == 3 and words[i + 1].pos == "f" and _stands_at_mark(both, text)
        if both and words[i].end == words[i + 1].start and (placed or _ends_name(both, text, grammar)):
            yield Word(words[i].start, words[i + 1].end, both, "PER")
            i += 2
        else:
            yield words[i]
            i += 1


def _shared(words: list[Word], i: int, people: frozenset[str], *, grammar: Grammar) -> Iterator[Word]:
    """A preposition whose first character ends the foreign name before it (泽连斯/基于 before a date), cut there."""
    for k, at in ((i, 0), (i - 1, 1)):
        if 0 <= k < len(words) - 1 and _takes_name(words, k, people, grammar=grammar):
            name, rest = words[k], words[k + 1]
            yield Word(name.start, name.end + 1, name.text + rest.text[0], "PER") if at == 0 else part(rest, 1, len(rest.text), pos="p")
            return
    yield words[i]


def _takes_name(words: list[Word], k: int, people: frozenset[str], *, grammar: Grammar) -> bool:
    """Whether the word behind the name `k` begins with its last character and goes on with 于 or 在."""
    name, rest = words[k], words[k + 1]
    glued = name.pos == "PER" and rest.pos == "p" and name.end == rest.start and rest.text[1:] in grammar.words["placeMark"]
    if not glued or len(name.text) < GLUED[0]:
        return False
    dated = k + 2 < len(words) and words[k + 2].pos == "TIME"
    return name.text + rest.text[0] in people or dated and rest.text[0] in grammar.words["transliteration"]


def _ends_name(name: str, text: str, grammar: Grammar) -> bool:
    """Whether the conjunction in which a name seems to end is part of it, since somewhere a mark follows: no list goes on so."""
    return name[-1] in grammar.words["innerJoint"] and _stands_at_mark(name, text)


def _stands_at_mark(name: str, text: str) -> bool:
    return any(name + mark in text for mark in MARKED)


def covered(spans: Iterable[Span]) -> set[int]:
    """The offsets that spans hold."""
    return {offset for span in spans for offset in range(span.start, span.end)}


def left_edge(words: Words, head: int, may_pass: Callable[[int, int], bool], *, grammar: Grammar) -> int:
    """The first word of the noun phrase that ends with word `head`: over quotations, brackets and what `may_pass(word, head)` lets in."""
    i = head
    while i > 0:
        if words.gap(i) and not re.match(r"[0-9A-Za-z]", words[i].text) and not re.search(r"[0-9A-Za-z]$", words[i - 1].text):
            break
        k = i - 1
        if words[k].text[-1] in CLOSING and words.partner.get(k) is not None:
            opening = words.partner[k]
            if opening > k or not _short_group(words, opening, k):
                break
            if words[k].text in "）)" and opening == 0:
                break
            i = opening
            continue
        if words[k].text in OPENING or not may_pass(k, head):
            break
        i = k
    joints = grammar.words["innerJoint"] | grammar.words["jointTitle"]
    while i < head and (words[i].text[0] in EDGE_MARKS or words[i].text[0] in joints):
        i = words.partner[i] + 1 if words[i].text in "（(" and i in words.partner and words.partner[i] < head else i + 1
    return i


@lru_cache(maxsize=1 << 16)
def is_body_head(word: str, grammar: Grammar) -> bool:
    """Whether `word` heads the name of a body: listed, or with a listed ending and no exception."""
    return word in grammar.words["orgHead"] or _ends_as_head(word, grammar, suffixes="orgSuffix", exceptions="notOrg")


@lru_cache(maxsize=1 << 16)
def is_event_head(word: str, grammar: Grammar) -> bool:
    """Whether `word` heads the name of an event: listed, a meeting, or with a listed ending and no exception."""
    if word in grammar.words["eventHead"]:
        return True
    if len(word) > 2 and word not in grammar.words["notEvent"] and _is_meeting(grammar, word):
        return True
    if grammar.ends("notEventTailWord", word):
        return False  # 经济发展
    return _ends_as_head(word, grammar, suffixes="eventSuffix", exceptions="notEvent")


def _ends_as_head(word: str, grammar: Grammar, *, suffixes: str, exceptions: str) -> bool:
    if word[-1:] in grammar.words["looseSuffix"] and len(word) > 3:
        return False
    listed = grammar.words[suffixes]
    return word not in grammar.words[exceptions] and any(word[i:] in listed for i in range(1, len(word)))


def _is_meeting(grammar: Grammar, word: str) -> bool:
    """Whether an unlisted word ends in a listed head of two characters and more (国务院常务会议), or in that of a meeting but no body."""
    if any(word[i:] in grammar.words["eventHead"] for i in range(1, len(word) - 1)):
        return True
    return word[-1] in grammar.words["meetingSuffix"] and not any(word[i:] in grammar.words["bodySuffix"] for i in range(len(word) - 1))


def _short_group(words: Words, opening: int, closing: int) -> bool:
    inside = words.string(opening + 1, closing)
    return 0 < len(inside) <= 40 and not re.search(r"[。；]|[！？].{12}|[！？]$", inside)


def _split(text: str, span: Span, pos: str) -> list[Word]:
    """A token with brackets and quotation marks at its ends, which become words of their own, or one of marks.

    Of letters that the engine took for a mark (·霍普) each mark is a word too, and the letters are a name of some kind.
    """
    start, end = span.start, span.end
    lettered = pos == "w" and any(char.isalnum() for char in text[start:end])
    while end - start > 1 and (text[start] in MARKS or lettered and not text[start].isalnum()):
        start += 1
    while end - start > 1 and (text[end - 1] in MARKS or lettered and not text[end - 1].isalnum()):
        end -= 1
    inner = [Word(start, end, text[start:end], LETTERED if lettered else pos)] if text[start:end].strip() else []
    if end - start == len(span):
        return inner
    marks = [Word(k, k + 1, text[k], "w") for k in (*range(span.start, start), *range(end, span.end)) if text[k].strip()]
    return sorted((*inner, *marks), key=lambda word: word.start)


def _partners(words: list[Word]) -> dict[int, int]:
    """Both ways between the halves of brackets and quotations that close within the sentence."""
    open_at: list[int] = []
    partner: dict[int, int] = {}
    for i, word in enumerate(words):
        if word.text not in MARKS:
            continue
        if word.text in OPENING:
            open_at.append(i)
        else:
            wanted = {"）": "（(", ")": "（(", "】": "【[", "]": "【["}.get(word.text, OPENING[CLOSING.index(word.text)])
            for k in range(len(open_at) - 1, -1, -1):
                if words[open_at[k]].text in wanted:
                    partner[i], partner[open_at[k]] = open_at[k], i
                    del open_at[k:]
                    break
    return partner
