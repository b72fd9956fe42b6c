"""Places: names of divisions and venues, and whatever stands between 在 and a verb of taking place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.grammar import Grammar
from kg.mentions.words import NOMINAL, Words, is_head
from kg.model import Mention, Span


def find_places(words: Words, grammar: Grammar) -> Iterator[Mention]:
    """Venues of 在…举行 first, then runs of place names with the venue that ends them."""
    covered: set[int] = set()
    for i, word in enumerate(words.words):
        if word.text in grammar.words["placeMark"] and word.pos != "n":
            end = _venue_end(words, i + 1, grammar)
            first = i + 1
            while first < end and words[first].text in grammar.words["situated"]:
                first += 1
            if _holds(words, end, grammar):
                continue
            if end > first and len(words.string(first, end)) >= 2:
                covered.update(range(first, end))
                yield replace(_mention(words, first, end), use="venue")
    i = 0
    while i < len(words):
        if words[i].pos != "LOC" or i in covered:
            i += 1
            continue
        j = i + 1
        while j < len(words) and words[j].pos == "LOC" and not words.gap(j):
            j += 1
        end = j
        for k in range(j, min(len(words), j + 4)):
            if words[k].pos not in NOMINAL or words.gap(k):
                break
            if words[k].text in grammar.words["venueHead"]:
                end = k + 1
        yield _mention(words, i, end)
        i = end


def _holds(words: Words, end: int, grammar: Grammar) -> bool:
    """Whether what ends before word `end` is a body that holds the event, no venue: 在某国驻华大使馆举办的招待会上."""
    described = end + 1 < len(words) and words[end].text in grammar.words["holdVerb"] and words[end + 1].pos == "u"
    return described and grammar.ends("officeTail", words[end - 1].text)


def _venue_end(words: Words, first: int, grammar: Grammar) -> int:
    """One past the venue that begins at word `first` and is followed by a verb of taking place; `first` where there is none."""
    end, telling, i = first, False, first
    while i < len(words) and words[i].end - words[first].start <= 40:
        word = words[i]
        if word.text in grammar.words["holdVerb"] and end > first and telling:
            return end
        if word.text in grammar.words["adverb"] or word.pos in {"d", "ad", "vd"} and word.text not in grammar.words["venueHead"]:
            i += 1
            continue
        if end < i and words[end].start < word.start and any(words[k].text in grammar.words["adverb"] for k in range(end, i)):
            return first
        if (
            word.pos == "LOC"
            or word.pos == "ORG"
            or word.text in grammar.words["venueHead"]
            or any(word.text.endswith(h) for h in grammar.words["venueHead"] if len(h) > 1)
        ):
            telling = True
        elif not (
            word.pos in NOMINAL
            or word.pos in {"m", "s", "f", "a", "b", "q", "nx", "v"}
            or word.text in "的·（）()-"
            or word.text in grammar.words["situated"]
        ):
            return first
        if word.pos == "v" and word.text not in grammar.words["situated"] and (word.text in grammar.words["stopVerb"] or i == first):
            return first
        if (
            word.pos == "TIME"
            or is_head(grammar, word.text, "eventHead", "eventSuffix", "notEvent")
            and word.pos not in {"LOC", "ORG"}
            and word.text not in grammar.words["venueHead"]
            and not any(words[k].text in grammar.words["venueHead"] for k in range(i + 1, min(len(words), i + 3)))
        ):
            return first
        if not (word.pos == "f" and word.text in grammar.words["timeTail"]):
            end = i + 1
        i += 1
    return first


def _mention(words: Words, i: int, j: int) -> Mention:
    text = words.string(i, j)
    return Mention(Span(words[i].start, words[j - 1].end), text, "Place", "".join(text.split()), head=words[j - 1].text)
