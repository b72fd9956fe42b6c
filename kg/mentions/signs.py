"""The signs by which the edges of candidates are weighed.

They are those of a candidate's left edge, of its right edge and of what stands inside; a sign is a category (a word, a tag, a list that
holds the word) or a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat

import numpy as np
import numpy.typing as npt

from kg.grammar import Grammar
from kg.mentions.cuts import Word
from kg.mentions.reading import Reading
from kg.mentions.spans import BREAK, CLOSING, HEADS, Candidate, Sighted, find_candidates, heads_event, see, verbs_of_holding
from kg.mentions.words import Words
from kg.model import Mention, Span

LEFT = (
    *("before", "beforeTag", "before2", "before2Tag", "beforeKind", "beforeMention"),
    *("first", "firstTag", "firstKind", "firstMention", "secondTag", "leftVerb", "leftTags"),
)
RIGHT = (
    *("after", "afterTag", "after2", "after2Tag", "afterKind", "afterMention"),
    *("last", "lastTag", "head", "nextToLast", "rightVerb", "way", "headAfterTag"),
)
WHOLE = ("class", "sentence", "tagsAround")
CATEGORIES = (*LEFT, *RIGHT, *WHOLE)
LEFT_NUMBERS = ("leftVerbAway", "opensClause", "gapBefore", "depth", "opensEdition", "position", "quotedBefore", "opensQuoted")
RIGHT_NUMBERS = ("rightVerbAway", "closesClause", "gapAfter", "listedHead")
# What is counted between the edges: parts of speech, marks, heads; and mentions of other classes.
COUNTED = (
    "verbs",
    "particles",
    "function",
    "times",
    "bodies",
    "people",
    "opened",
    "closed",
    "editions",
    "holding",
    "listed",
    "heads",
    "numerals",
)
CLASSES = ("Organization", "Place", "Person", "Document", "Date", "Words", "Product")
WHOLE_NUMBERS = ("characters", "words", "cut", "balanced", "inTitle", "told", "toldWithBefore")
NUMBERS = (*LEFT_NUMBERS, *RIGHT_NUMBERS, *COUNTED, *CLASSES, *WHOLE_NUMBERS)
# The columns of the signs of a left edge, and those of a right edge.
SHARED = tuple(
    frozenset(i for i, name in enumerate((*CATEGORIES, *NUMBERS)) if name in edge)
    for edge in ((*LEFT, *LEFT_NUMBERS), (*RIGHT, *RIGHT_NUMBERS))
)
# Lists of the lexicon that a word beside or at an edge may stand in; the first that holds it is its kind.
KINDS = (
    *("eventVerb", "holdVerb", "placeMark", "demonstrative", "roleNoun", "postHead", "orgHead", "genericModifier", "epithet", "adverb"),
    *("coordinator", "reportVerb", "timeTail", "stopVerb", "bareEvent", "eventHead", "notEventTail", "feast", "listClose", "formerWord"),
)
WINDOW = 20_000
FAR = 13
BEYOND = 2  # words outside a sentence that signs ask for

Numbers = npt.NDArray[np.float32]
Codes = npt.NDArray[np.int32]
Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What the whole article tells of a candidate: its text, of which the first WINDOW characters are searched, and its title."""

    text: str
    title: str
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, words: str) -> int:
        """How often the words stand in the text."""
        if words not in self.counts:
            self.counts[words] = self.text.count(words, 0, WINDOW)
        return self.counts[words]


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """The candidates of one sentence with the signs of each: `categories` by CATEGORIES as words, `numbers` by NUMBERS.

    `left` and `right` have the signs of the words at which candidates begin and end.
    """

    candidates: tuple[Candidate, ...]
    left: Mapping[int, tuple[str, ...]]
    right: Mapping[int, tuple[str, ...]]
    whole: tuple[tuple[str, ...], ...]
    numbers: Numbers

    def categories(self) -> Iterator[tuple[str, ...]]:
        """The categories of each candidate in order."""
        for candidate, whole in zip(self.candidates, self.whole, strict=True):
            yield (*self.left[candidate.first], *self.right[candidate.last], *whole)

    def rows(self, codes: Sequence[Mapping[str, int]]) -> SignRows:
        """The rows of these candidates."""
        return rows_of([self], codes)


@dataclass(frozen=True, slots=True, eq=False)
class SignRows:
    """One row a candidate: the code of each category (0 where it has none), then the numbers.

    `firsts` and `lasts` number the left and the right edges: rows with the same number have the same signs of that edge.
    """

    table: Numbers
    firsts: Offsets
    lasts: Offsets


def rows_of(signs: Sequence[Signs], codes: Sequence[Mapping[str, int]]) -> SignRows:
    """The rows of the candidates of several sentences."""
    left = _coded([row for one in signs for row in one.left.values()], codes[: len(LEFT)])
    right = _coded([row for one in signs for row in one.right.values()], codes[len(LEFT) : -len(WHOLE)])
    whole = _coded([row for one in signs for row in one.whole], codes[-len(WHOLE) :])
    firsts = _places([(one.left, [c.first for c in one.candidates]) for one in signs])
    lasts = _places([(one.right, [c.last for c in one.candidates]) for one in signs])
    numbers = np.concatenate([one.numbers for one in signs])
    return SignRows(np.concatenate([left[firsts], right[lasts], whole, numbers], axis=1, dtype=np.float32), firsts, lasts)


def _places(tables: Iterable[tuple[Mapping[int, object], Iterable[int]]]) -> Offsets:
    """At which place the entries of words stand among those of all tables, one after the other."""
    found: list[int] = []
    before = 0
    for table, words in tables:
        places = {word: place for place, word in enumerate(table, before)}
        found += [places[word] for word in words]
        before += len(table)
    return np.array(found, dtype=np.int64)


def _coded(table: Sequence[Sequence[str]], codes: Sequence[Mapping[str, int]]) -> Codes:
    columns = zip(zip(*table, strict=True), codes, strict=True)  # column after column, so that no line of Python runs for each sign
    return np.array([list(map(code.get, column, repeat(0))) for column, code in columns], dtype=np.int32).T


def find_signs(readings: Sequence[Reading], grammar: Grammar, context: Context) -> list[Signs | None]:
    """The candidates of each sentence of an article with their signs; None where it has none."""
    sighted = [see(reading, grammar) for reading in readings]
    candidates = [find_candidates(one) for one in sighted]
    kept = [(one, own) for one, own in zip(sighted, candidates, strict=True) if own]
    if not kept:
        return [None] * len(readings)
    numbers = iter(np.split(_numbers(kept, context), np.cumsum([len(own) for _, own in kept])[:-1]))
    return [_signs(one, own, next(numbers)) if own else None for one, own in zip(sighted, candidates, strict=True)]


def _signs(sighted: Sighted, candidates: tuple[Candidate, ...], numbers: Numbers) -> Signs:
    kind, (_, tag) = sighted.reading.sentence.kind, _readers(sighted.words)
    whole = tuple([(c.cls, kind, f"{tag(c.first - 1)} {tag(c.last + 1)}") for c in candidates])
    left, right = _left_signs(sighted, {c.first for c in candidates}), _right_signs(sighted, {c.last for c in candidates})
    return Signs(candidates, left, right, whole, numbers)


@lru_cache(maxsize=1 << 16)
def _kind(grammar: Grammar, word: str) -> str:
    listed = next((name for name in KINDS if word in grammar.words[name]), "")
    return listed or next((sense.relation for sense in grammar.senses.get(word, ())), "")


@lru_cache(maxsize=1 << 16)
def _head(grammar: Grammar, word: str) -> str:
    """The listed head in which a word ends, the longest of up to four characters, else its last character."""
    return next((word[-n:] for n in (4, 3, 2) if len(word) >= n and any(word[-n:] in grammar.words[heads] for heads in HEADS)), word[-1:])


def _mention_edges(sighted: Sighted) -> tuple[dict[int, str], dict[int, str]]:
    """The classes of the mentions by the offsets where they begin and where they end; a ~ marks one that points back."""
    begins = {m.span.start: m.cls + "~" * (m.form != "name") for m in sighted.mentions}
    ends = {m.span.end: m.cls + "~" * (m.form != "name") for m in sighted.mentions}
    return begins, ends


def _left_signs(sighted: Sighted, firsts: Iterable[int]) -> dict[int, tuple[str, ...]]:
    words, grammar, (begins, ends) = sighted.words, sighted.grammar, _mention_edges(sighted)
    text, tag = _readers(words)
    found: dict[int, tuple[str, ...]] = {}
    for i in firsts:
        word, verb = words[i], sighted.verb_left(i)
        outside = (text(i - 1), tag(i - 1), text(i - 2), tag(i - 2), _kind(grammar, text(i - 1)), ends.get(word.start, ""))
        inside = (word.text, word.pos, _kind(grammar, word.text), begins.get(word.start, ""), tag(i + 1))
        found[i] = (*outside, *inside, "" if verb is None else words[verb].text, f"{tag(i - 1)} {word.pos}")
    return found


def _right_signs(sighted: Sighted, lasts: Iterable[int]) -> dict[int, tuple[str, ...]]:
    words, grammar, (begins, _) = sighted.words, sighted.grammar, _mention_edges(sighted)
    text, tag = _readers(words)
    found: dict[int, tuple[str, ...]] = {}
    for i in lasts:
        word, verb = words[i], sighted.verb_right(i)
        way = " ".join(words[k].pos for k in range(i + 1, min(verb, i + 5))) if verb is not None else "-"
        outside = (text(i + 1), tag(i + 1), text(i + 2), tag(i + 2), _kind(grammar, text(i + 1)), begins.get(word.end, ""))
        head = _head(grammar, text(i - 1) if word.text in CLOSING and i else word.text)
        inside = (word.text, word.pos, head, text(i - 1), "" if verb is None else words[verb].text)
        found[i] = (*outside, *inside, way, f"{head} {tag(i + 1)}")
    return found


def _readers(words: Words) -> tuple[Callable[[int], str], Callable[[int], str]]:
    """The text and the tag of a word by its index, of BEYOND words before the sentence ^ and behind it $."""

    texts = ("^", "^", *(word.text for word in words.words), "$", "$")
    tags = ("^", "^", *(word.pos for word in words.words), "$", "$")
    return lambda i: texts[i + BEYOND], lambda i: tags[i + BEYOND]


def _left_numbers(sighted: Sighted, firsts: Iterable[int]) -> dict[int, tuple[float, ...]]:
    words, depths, edition = sighted.words, _depths(sighted.words), sighted.grammar.pattern("edition")
    found: dict[int, tuple[float, ...]] = {}
    for i in firsts:
        text, before, verb = words[i].text, words[i - 1].text if i else "", sighted.verb_left(i)
        away = FAR if verb is None else min(FAR - 1, i - verb)
        quoted = bool(before) and before in "“《"
        opens = not before or before in BREAK
        found[i] = (away, opens, words.gap(i), depths[i], edition.match(text) is not None, min(i, 20), quoted, text in "“《")
    return found


def _right_numbers(sighted: Sighted, lasts: Iterable[int]) -> dict[int, tuple[float, ...]]:
    words, size = sighted.words, len(sighted.words)
    found: dict[int, tuple[float, ...]] = {}
    for i in lasts:
        after, verb = words[i + 1].text if i + 1 < size else "", sighted.verb_right(i)
        away = FAR if verb is None else min(FAR - 1, verb - i)
        gap = i + 1 < size and words.gap(i + 1)
        found[i] = (away, not after or after in BREAK, gap, heads_event(sighted.grammar, words[i].text))
    return found


def _depths(words: Words) -> list[int]:
    """In how many brackets and quotations each word stands."""
    depth, depths = 0, []
    for i in range(len(words)):
        depths.append(depth)
        depth += (words.partner[i] > i) - (words.partner[i] < i) if i in words.partner else 0
    return depths


def _counts(words: Sequence[Word], grammar: Grammar) -> Numbers:
    """How many of each COUNTED stand before word i, one row more than there are words."""
    table = b"".join([_counted(grammar, word.text, word.pos) for word in words])
    counts = np.zeros((len(words) + 1, len(COUNTED)), dtype=np.float32)
    np.cumsum(np.frombuffer(table, dtype=np.uint8).reshape(-1, len(COUNTED)), axis=0, out=counts[1:])
    return counts


@lru_cache(maxsize=1 << 16)
def _counted(grammar: Grammar, text: str, pos: str) -> bytes:
    """Which of COUNTED a word is, a byte for each: 1 or 0."""
    return bytes(
        (
            *(pos in {"v", "vd"}, pos == "u", pos in {"p", "c", "r", "d"}, pos == "TIME", pos in {"ORG", "LOC"}),
            *(pos == "PER", text in "“《", text in "”》", grammar.pattern("edition").match(text) is not None),
            *(text in verbs_of_holding(grammar), text == "、", heads_event(grammar, text), pos == "m"),
        )
    )


Sights = Sequence[tuple[Sighted, tuple[Candidate, ...]]]


def _numbers(sights: Sights, context: Context) -> Numbers:
    """The numbers of the candidates of all sentences, one after the other, in the order of NUMBERS."""
    words = [word for one, _ in sights for word in one.words.words]
    first, last = _bounds(sights)
    starts, ends = np.array([word.start for word in words])[first], np.array([word.end for word in words])[last]
    counts = _counts(words, sights[0][0].grammar)
    between = counts[last + 1] - counts[first]
    balanced = between[:, COUNTED.index("opened")] == between[:, COUNTED.index("closed")]
    inside, cut = _overlapped([m for one, _ in sights for m in one.mentions if m.cls in CLASSES], starts, ends)
    sizes = np.stack([ends - starts, last - first + 1, cut, balanced], axis=1)
    told = np.array([row for one, own in sights for row in _told(one.words, own, context)])
    return np.concatenate([*_edge_numbers(sights), between, inside, sizes, told], axis=1, dtype=np.float32)


def _bounds(sights: Sights) -> tuple[Offsets, Offsets]:
    """The first and the last word of each candidate, counted through the words of all sentences."""
    before = np.cumsum([0, *(len(one.words) for one, _ in sights[:-1])])
    own = np.array([(c.first, c.last) for _, candidates in sights for c in candidates])
    first, last = (own + np.repeat(before, [len(candidates) for _, candidates in sights])[:, np.newaxis]).T
    return first, last


def _edge_numbers(sights: Sights) -> Iterator[npt.NDArray[np.float64]]:
    """The numbers of the left edge of each candidate, and those of its right edge."""
    left = [(_left_numbers(one, {c.first for c in own}), [c.first for c in own]) for one, own in sights]
    right = [(_right_numbers(one, {c.last for c in own}), [c.last for c in own]) for one, own in sights]
    for tables in (left, right):
        yield np.array([row for table, _ in tables for row in table.values()])[_places(tables)]


def _overlapped(mentions: Sequence[Mention], starts: Offsets, ends: Offsets) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """How many mentions of each of CLASSES a candidate shares characters with, and whether it cuts one."""
    inside = np.zeros((len(starts), len(CLASSES)), dtype=np.float32)
    for number, cls in enumerate(CLASSES):
        spans = [m.span for m in mentions if m.cls == cls]
        inside[:, number] = _opened(spans, ends) - _closed(spans, starts)
    spans = [m.span for m in mentions]
    cut = (_opened(spans, starts) > _closed(spans, starts)) | (_opened(spans, ends) > _closed(spans, ends))
    return inside, cut


def _opened(spans: Sequence[Span], offsets: Offsets) -> Offsets:
    """How many spans begin before each offset."""
    return np.searchsorted(np.array(sorted([span.start for span in spans])), offsets)


def _closed(spans: Sequence[Span], offsets: Offsets) -> Offsets:
    """How many spans have ended at each offset."""
    return np.searchsorted(np.array(sorted([span.end for span in spans])), offsets, side="right")


def _told(words: Words, candidates: Sequence[Candidate], context: Context) -> list[tuple[bool, int, int]]:
    """Whether the title holds the words of each, how often the article does, and how often with the word in front of them.

    Candidates with the same last word grow leftwards: what stands once, or not in the title, does so with more words too.
    """
    found: list[tuple[bool, int, int]] = []
    grown, titled, once = ("", -1), True, False
    for candidate in candidates:
        if grown != (candidate.cls, candidate.last):
            grown, titled, once = (candidate.cls, candidate.last), True, False
        name = words.string(candidate.first, candidate.last + 1)
        titled = titled and name in context.title
        times = 1 if once else min(5, context.count(name))
        before = words[candidate.first - 1].text if candidate.first else "\n"
        found.append((titled, times, min(3, context.count(before + name)) if times > 1 else 1))
        once = times == 1 and words[candidate.last].end <= WINDOW
    return found
