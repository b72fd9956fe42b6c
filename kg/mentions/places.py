"""Places: names of divisions and venues, and whatever stands between 在 and a verb of taking place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.grammar import Grammar
from kg.mentions.cuts import Word, ends_in
from kg.mentions.words import NOMINAL, Words, is_event_head
from kg.model import Mention, Span

# Characters of the longest venue.
LONGEST = 40


def find_places(words: Words, grammar: Grammar) -> Iterator[Mention]:
    """Venues of 在…举行 first, then runs of place names with the venue that ends them."""
    covered: set[int] = set()
    marked = not words.texts.isdisjoint(grammar.words["placeMark"])
    for i, word in enumerate(words.words) if marked else ():
        if word.text in grammar.words["placeMark"] and word.pos != "n":
            end = _venue_end(words, i + 1, grammar)
            first = i + 1
            while first < end and words[first].text in grammar.words["situated"]:
                first += 1
            if _holds(words, end, grammar):
                continue
            if end > first and len(words.string(first, end)) >= 2:
                covered.update(range(first, end))
                if not _accompanies(words, end, grammar):
                    yield replace(_without_owner(_mention(words, first, end), grammar), use="venue")
    yield from _runs(words, covered, grammar)


def _runs(words: Words, covered: set[int], grammar: Grammar) -> Iterator[Mention]:
    """Place names side by side with the venue that ends them; none begins with a word of `covered`."""
    reached = 0
    for i in [i for i, word in enumerate(words.words) if word.pos == "LOC"]:
        if i < reached or i in covered:
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
        reached = end


def _without_owner(venue: Mention, grammar: Grammar) -> Mention:
    """我校某某礼堂 by its own name, where more than a bare hall is left."""
    owner = next((w for w in grammar.words["ownBody"] if w[0] in grammar.words["ownMark"] and venue.name.startswith(w)), "")
    own = venue.name.removeprefix(owner)
    return replace(venue, name=own) if owner and len(own) > len(venue.head) else venue


def _holds(words: Words, end: int, grammar: Grammar) -> bool:
    """Whether what ends before word `end` is a body that holds the event, no venue: 在某国驻华大使馆举办的招待会上."""
    described = end + 1 < len(words) and words[end].text in grammar.words["holdVerb"] and words[end + 1].pos == "u"
    return described and grammar.ends("officeTail", words[end - 1].text)


def _accompanies(words: Words, end: int, grammar: Grammar) -> bool:
    """Whether what ends before word `end` tells of circumstances and no place: 在优美的歌声中, 在某大学的支持下."""
    last = end - 2 if words[end - 1].pos == "f" else end - 1
    return grammar.ends("circumstance", words[last].text)


def _venue_end(words: Words, first: int, grammar: Grammar) -> int:
    """One past the venue that begins at word `first` and is followed by a verb of taking place; `first` where there is none."""
    end, telling, i = first, False, first
    while i < len(words) and words[i].end - words[first].start <= LONGEST:
        word = words[i]
        if word.text in grammar.words["holdVerb"] and end > first and telling:
            return end
        if _is_adverb(word, grammar):
            i += 1
            continue
        if any(words[k].text in grammar.words["adverb"] for k in range(end, i)) or _stops_venue(words, i, first, grammar=grammar):
            return first
        if _is_venue(word, grammar):
            telling = True
        elif not _describes_venue(word, grammar):
            return first
        if not (word.pos == "f" and word.text in grammar.words["timeTail"]):
            end = i + 1
        i += 1
    return first


def _is_adverb(word: Word, grammar: Grammar) -> bool:
    adverb = word.pos in {"d", "ad", "vd"} and word.text not in grammar.words["venueHead"]
    return adverb or word.text in grammar.words["adverb"]


def _is_venue(word: Word, grammar: Grammar) -> bool:
    """Whether a word tells a venue by itself: a place, a body, a hall."""
    venues = grammar.words["venueHead"]
    return word.pos in {"LOC", "ORG"} or word.text in venues or ends_in(word.text, "venueHead", grammar)


def _describes_venue(word: Word, grammar: Grammar) -> bool:
    described = word.pos in NOMINAL or word.pos in {"m", "s", "f", "a", "b", "q", "nx", "v"}
    marks = grammar.words["situated"] | grammar.words["attributiveMark"] | grammar.words["ownMark"]
    return described or word.text in "·（）()-" or word.text in marks


def _stops_venue(words: Words, i: int, first: int, *, grammar: Grammar) -> bool:
    """Whether word `i` tells that what begins at word `first` is no venue: a verb of its own, a time, an event without a hall."""
    word, halls = words[i], grammar.words["venueHead"]
    if word.pos == "v" and word.text not in grammar.words["situated"] and (word.text in grammar.words["stopVerb"] or i == first):
        return True
    event = is_event_head(word.text, grammar) and word.pos not in {"LOC", "ORG"}
    hall = word.text in halls or any(words[k].text in halls for k in range(i + 1, min(len(words), i + 3)))
    return word.pos == "TIME" or event and not hall


def _mention(words: Words, i: int, j: int) -> Mention:
    text = words.string(i, j)
    return Mention(Span(words[i].start, words[j - 1].end), text, "Place", "".join(text.split()), head=words[j - 1].text)
