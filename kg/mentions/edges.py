"""Names whose edges are weighed: of all candidates of an article those that the fitted weights find likely, put among its mentions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kg.grammar import Grammar
from kg.mentions.people import Post, checked, plain_name
from kg.mentions.phrases import DECLARED, event_name
from kg.mentions.reading import Reading
from kg.mentions.spans import HEADS, Candidate, Context, Signs, find_signs
from kg.mentions.weights import Weights
from kg.model import Mention, Span

# A name inside a document's title or a product must be this likely to take its place.
SURE = 0.8
SHORTEST = 4
IN_FRONT = "titleBefore"


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate that was taken: its class, its span and how likely it is."""

    cls: str
    span: Span
    probability: float


def weigh_edges(readings: Sequence[Reading], grammar: Grammar, weights: Weights, context: Context) -> list[Reading]:
    """The readings of an article's sentences with the names that the weights find in them."""
    signs = [find_signs(reading, grammar, context) for reading in readings]
    found = [s for s in signs if s is not None]
    if not found:
        return list(readings)
    scores = weights.probabilities(np.concatenate([s.rows(weights.codes) for s in found]))
    weighed, at = [], 0
    for reading, sign in zip(readings, signs, strict=True):
        if sign is None:
            weighed.append(reading)
            continue
        own = scores[at : at + len(sign.candidates)].tolist()
        at += len(own)
        weighed.append(with_names(reading, choose(reading, sign, own, weights.least), grammar))
    return weighed


def choose(reading: Reading, signs: Signs, scores: Sequence[float], least: Mapping[str, float]) -> list[Choice]:
    """The candidates that are likely enough, none overlapping, the likeliest first."""
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    chosen: list[Choice] = []
    for i in order:
        candidate = signs.candidates[i]
        span = span_of(reading, candidate)
        if scores[i] >= least.get(candidate.cls, 1.0) and not any(span.overlaps(choice.span) for choice in chosen):
            chosen.append(Choice(candidate.cls, span, scores[i]))
    return chosen


def span_of(reading: Reading, candidate: Candidate) -> Span:
    """The characters of a candidate."""
    return Span(reading.words[candidate.first].start, reading.words[candidate.last].end)


def with_names(reading: Reading, choices: Sequence[Choice], grammar: Grammar) -> Reading:
    """The reading with the chosen names in place of the mentions that share characters with them."""
    mentions, posts = list(reading.mentions), list(reading.posts)
    for choice in choices:
        if choice.cls == "Post":
            mentions, posts = _with_post(mentions, posts, choice, reading, grammar)
        else:
            mentions = _with_event(mentions, posts, choice, reading, grammar)
    spans = {mention.span for mention in mentions}
    return replace(
        reading,
        mentions=tuple(sorted(mentions, key=lambda m: m.span)),
        posts=tuple(post for post in posts if post.person.span in spans),
        dates={span: date for span, date in reading.dates.items() if span in spans},
    )


def _with_event(mentions: list[Mention], posts: Sequence[Post], choice: Choice, reading: Reading, grammar: Grammar) -> list[Mention]:
    span = choice.span
    text = span.of(reading.words.text)
    met = [mention for mention in mentions if mention.span.overlaps(span)]
    name = event_name(DECLARED.sub("", text))
    if len(name) < SHORTEST or any(post.words.span.overlaps(span) for post in posts) or any(_stays(m, choice) for m in met):
        return mentions
    return [*(m for m in mentions if m not in met), Mention(span, text, "Event", name, "name", _head(name, grammar))]


def _with_post(
    mentions: list[Mention], posts: list[Post], choice: Choice, reading: Reading, grammar: Grammar
) -> tuple[list[Mention], list[Post]]:
    """The post in front of a person with the chosen words; those who share what stood there (副校长甲、乙) share it still."""
    span = choice.span
    person = next((m for m in mentions if m.cls == "Person" and m.span.start == span.end and m.form == "name"), None)
    if person is None or any(m.cls == "Person" and m.span.overlaps(span) for m in mentions):
        return mentions, posts
    here = [post for post in posts if post.person.span == person.span and post.words.span.overlaps(span)]
    if any(post.pattern != IN_FRONT for post in here):
        return mentions, posts  # 某局发言人由副局长张三担任: what the clause says of the name is no title in front of it
    held = next(iter(here), None)
    text = span.of(reading.words.text)
    words = Mention(span, text, "Words", plain_name(text), head=_last_word(reading, span))
    made = checked(replace(held, words=words) if held else Post(words, person), grammar)
    if made is None:
        return mentions, posts
    changed = [replace(made, person=post.person) if held and post.words.span == held.words.span else post for post in posts]
    return [m for m in mentions if not m.span.overlaps(span)], changed if held else [*changed, made]


def _last_word(reading: Reading, span: Span) -> str:
    return next(word.text for word in reading.words.words if word.end == span.end)


def _stays(mention: Mention, choice: Choice) -> bool:
    """Whether a mention holds its ground: a person or a title that is not wholly inside, what holds the whole name unless that is sure."""
    inside = mention.span in choice.span and len(mention.span) < len(choice.span)
    if inside or mention.form != "name":
        return mention.span == choice.span and mention.cls == choice.cls  # 例行记者会: what tells nothing of its own is no name
    holds = choice.span in mention.span and len(choice.span) < len(mention.span)
    if mention.cls == "Person" or mention.text[:1] in "《〈" and mention.span != choice.span:
        return True
    return holds and mention.cls in {"Document", "Product", "Date"} and choice.probability < SURE


def _head(name: str, grammar: Grammar) -> str:
    """The longest listed event noun in which a name ends, closing marks and a year left aside; else its last two characters."""
    bare = name.rstrip("”》）)0123456789") or name
    return next((h for h in _endings(bare) if any(h in grammar.words[heads] for heads in HEADS)), bare[-2:])


def _endings(name: str) -> Iterator[str]:
    return (name[i:] for i in range(max(0, len(name) - 8), len(name) - 1))
