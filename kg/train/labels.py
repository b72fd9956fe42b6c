"""Where the names and posts of the gold stand in a text: what the candidates of an article are judged by.

The gold names ends of facts and not spans. A name is that of an event where a relation's end can only be one. At each place the longest
accepted name is the true one; shorter accepted ones are neither true nor false; what shares characters with a true one is false.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.evaluate import GoldDocument, GoldFact
from kg.evaluate.gold import fold
from kg.grammar import Grammar
from kg.model import Span
from kg.ontology import Ontology

EVENT, POST = "Event", "Post"
SHORTEST = 3
PAIRS = ("《》", "“”", "‘’", "（）")


@dataclass(frozen=True, slots=True)
class ToldNames:
    """What one document's gold tells: folded names of events, and the folded posts of each folded person."""

    events: frozenset[str]
    posts: tuple[tuple[frozenset[str], frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """The true spans of one class in a sentence, and further accepted ones inside them."""

    best: frozenset[Span]
    accepted: frozenset[Span]

    def of(self, span: Span) -> bool | None:
        """Whether a span is true; None where the gold does not say, or where a shorter form is as good."""
        if span in self.best:
            return True
        return None if span in self.accepted else False


def read_names(document: GoldDocument, ontology: Ontology, grammar: Grammar) -> ToldNames:
    """The names of events and the posts that the facts of a document tell."""
    bare = grammar.words["eventHead"] | grammar.words["partHead"] | grammar.words["bareEvent"]
    surely, otherwise, themes = set[str](), set[str](), set[str]()
    required = set[str]()
    for fact in document.facts:
        for names, classes in _ends(fact, ontology):
            if classes == (EVENT,):
                surely.update(names)
                required.update(names if not fact.optional and fact.relation in RIGHT_OF_EVENTS else ())
            elif classes == ("Words",) and fact.relation != "position":
                themes.update(map(fold, names))
            elif EVENT not in classes:
                otherwise.update(names)
    events = {fold(name) for name in surely if (name in required or name not in otherwise) and name not in bare}
    posts = tuple(
        (frozenset(map(fold, fact.subjects)), frozenset(map(fold, fact.objects))) for fact in document.facts if fact.relation == "position"
    )
    return ToldNames(frozenset(name for name in events - themes if len(name) >= SHORTEST), posts)


# A required fact of these leaves no doubt that its end is an event, though another fact calls the same words a document.
RIGHT_OF_EVENTS = frozenset({"organizes", "hosts", "supports", "launches", "attends", "heldAt", "theme", "subEventOf"})


def _ends(fact: GoldFact, ontology: Ontology) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    relation = ontology.relations.get(fact.relation)
    if relation is not None:
        yield fact.subjects, relation.subjects
        yield fact.objects, relation.objects


def find_truth(names: ToldNames, text: str, sentence: Span) -> dict[str, Truth]:
    """The true events and posts among the characters of a sentence."""
    folded, offsets = _folded(text, sentence)
    events = [span for name in sorted(names.events) for span in _places(name, folded, offsets, text=text, sentence=sentence)]
    posts = [
        span
        for people, words in names.posts
        for person in sorted(people)
        for at in _places(person, folded, offsets, text=text, sentence=sentence)
        for post in sorted(words)
        for span in _places(post, folded, offsets, text=text, sentence=sentence)
        if span.end == at.start
    ]
    return {EVENT: _truth(events), POST: _truth(posts)}


def _truth(spans: list[Span]) -> Truth:
    best: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (-len(s), s.start)):
        if not any(span.overlaps(other) for other in best):
            best.append(span)
    return Truth(frozenset(best), frozenset(spans) - frozenset(best))


def _folded(text: str, sentence: Span) -> tuple[str, list[int]]:
    """The sentence as names are compared, with the offset of each of its characters in the text."""
    pairs = [(char, i) for i in range(sentence.start, sentence.end) for char in fold(text[i])]
    return "".join(char for char, _ in pairs), [i for _, i in pairs]


def _places(name: str, folded: str, offsets: list[int], *, text: str, sentence: Span) -> Iterator[Span]:
    at = folded.find(name) if len(name) > 1 else -1
    while at >= 0:
        yield _with_marks(Span(offsets[at], offsets[at + len(name) - 1] + 1), text, sentence)
        at = folded.find(name, at + 1)


def _with_marks(span: Span, text: str, sentence: Span) -> Span:
    """The span with the marks, dropped in comparing, that belong to it: the half of a pair inside it, or the pair around it."""
    start, end = span.start, span.end
    for pair in PAIRS:
        opening, closing = pair[0], pair[1]
        inside = text[start:end]
        if inside.count(closing) > inside.count(opening) and start > sentence.start and text[start - 1] == opening:
            start -= 1
        if inside.count(opening) > inside.count(closing) and end < sentence.end and text[end] == closing:
            end += 1
    around = text[start - 1 : start] + text[end : end + 1] if start > sentence.start and end < sentence.end else ""
    return Span(start - 1, end + 1) if around in PAIRS[:3] else Span(start, end)
