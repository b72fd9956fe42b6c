"""The line that constructions are matched on: a sentence with one symbol for each mention, verb and adverb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.grammar import NUMBER, SYMBOLS, Grammar
from kg.mentions import Reading
from kg.mentions.cuts import Word
from kg.mentions.people import is_post
from kg.mentions.words import covered
from kg.model import Mention, Span

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
SYMBOL = re.compile(f"[{''.join(SYMBOLS.values())}].", re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A sentence with a symbol for each mention, verb and adverb.

    `offsets` gives the place in the text of each character of `string`, `verbs` the place in `string` and the span of each verb, `plain`
    the words outside mentions and posts.
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


def draw_line(reading: Reading, grammar: Grammar) -> Line:
    """The line that constructions are matched on: mentions, verbs of relations and adverbs as symbols, brackets left out."""
    prepositions, adjuncts, places = (tuple(grammar.words[w]) for w in ("preposition", "adjunctMark", "placeMark"))
    marks: list[tuple[int, int, str]] = []
    bodies = {m.span.start for m in reading.mentions if m.cls == "Organization" and m.form == "name"}
    owned = [m.span for m in reading.mentions if m.text in grammar.words["ownBody"] and m.span.end in bodies]  # 我校/某某处
    for i, mention in enumerate(reading.mentions):
        if mention.span in owned:
            continue
        kind = KIND_OF_CLASS.get(mention.cls, "K")
        if mention.form == "anaphor":
            kind = {"E": "N", "O": "R", "P": "r"}.get(kind, kind)
        listed = (
            bool(marks)
            and marks[-1][2][0] == SYMBOLS["g"]
            and reading.words.text[marks[-1][1] : mention.span.start] in grammar.words["coordinator"]
        )
        if kind == "G" and (listed or text_before(reading, mention).endswith(prepositions)) and not _acts(reading, mention, grammar):
            kind = "g"
        if (
            kind in "OPG"
            and text_before(reading, mention).endswith(adjuncts)
            or kind == "P"
            and text_before(reading, mention).endswith(places)
        ):
            continue
        if mention.cls == "Words" and mention.head != "“”":
            kind = "W"
        marks.append((mention.span.start, mention.span.end, SYMBOLS[kind] + chr(NUMBER + i)))
    named = covered(mention.span for mention in reading.mentions)
    verbs = list(_verbs(reading, grammar, named))
    for start, end in verbs:
        noun = grammar_label(reading.words.text[start:end], grammar)
        marks.append((start, end, SYMBOLS["v" if noun else "V"] + chr(NUMBER)))
    taken = named | covered(Span(start, end) for start, end in verbs)
    for word in reading.words.words:
        adverb = word.pos in {"d", "ad", "vd", "TIME"} or word.text in grammar.words["adverb"]
        if (
            adverb
            and word.text not in grammar.words["keptAdverb"]
            and word.text not in grammar.words["coordinator"]
            and taken.isdisjoint(range(word.start, word.end))
        ):
            marks.append((word.start, word.end, SYMBOLS["a"] + chr(NUMBER)))
    skipped = [*owned, *_brackets(reading), *_titles_behind(reading, grammar), *_titles_before(reading, grammar)]
    posts = covered(post.words.span for post in reading.posts)
    plain = tuple(word for word in reading.words.words if word.start not in named and word.start not in posts)
    return _drawn(reading, sorted(marks), covered(skipped), plain)


def _titles_behind(reading: Reading, grammar: Grammar) -> Iterator[Span]:
    """拜登总统, 周其林院士: what is said of a person right behind the name."""
    people = {m.span.end for m in reading.mentions if m.cls == "Person" and m.form == "name"}
    for word in reading.words.words:
        closes = reading.words.text.startswith("一行，", word.start)
        if word.text in grammar.words["onBehalf"]:
            continue
        if word.start in people and not closes and (word.text in grammar.words["postHead"] or word.text in grammar.words["personal"]):
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
    return verb is not None and reading.words.text.startswith("的", verb.end())


def text_before(reading: Reading, mention: Mention) -> str:
    """The four characters in front of a mention within its sentence."""
    return reading.words.text[max(reading.sentence.span.start, mention.span.start - 4) : mention.span.start]


def _drawn(reading: Reading, marks: list[tuple[int, int, str]], left_out: set[int], plain: tuple[Word, ...]) -> Line:
    text, span = reading.words.text, reading.sentence.span
    drawn: list[str] = []
    offsets: list[int] = []
    verbs = []
    position = span.start
    for start, end, symbol in [*marks, (span.end, span.end, "")]:
        for i in range(position, start):
            if i not in left_out and text[i] not in "“”‘’　":
                drawn.append(text[i])
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
    words = reading.words
    starts = {w.start for w in words.words}
    ends = {w.end: i for i, w in enumerate(words.words)}
    for found in grammar.verb_pattern.finditer(words.text, words.span.start, words.span.end):
        start, end = found.span()
        while end > start + 1 and not (end in ends and taken.isdisjoint(range(start, end)) and words.text[start:end] in grammar.verbs):
            end -= 1
        if start not in starts or end not in ends or words.text[start:end] not in grammar.verbs or not taken.isdisjoint(range(start, end)):
            continue
        i = ends[end]
        follower = words[i + 1].text if i + 1 < len(words) else ""
        if follower == "的" and words.text[start:end] in grammar.words["attributiveVerb"]:
            continue
        if (
            follower in grammar.words["notPredicateTail"]
            and not (follower in grammar.words["timeTail"] and any(s.kind == "mutual" for s in grammar.senses[words.text[start:end]]))
            or follower.endswith(grammar.anniversary)
            or words[i].pos == "n"
            and words[i].start == start
            and not grammar_label(words.text[start:end], grammar)
        ):
            continue
        yield start, end


def grammar_label(word: str, grammar: Grammar) -> bool:
    """Whether `word` is a noun that serves as a verb: 主办单位, 主题."""
    return any(sense.kind in {"label", "motto", "work"} for sense in grammar.senses.get(word, ()))


def _brackets(reading: Reading) -> list[Span]:
    words = reading.words
    return [
        Span(words[i].start, words[j].end)
        for i, j in sorted(words.partner.items())
        if i < j and words[i].text in "（([【" and not any(Span(words[i].start, words[j].end) in m.span for m in reading.mentions)
    ]
