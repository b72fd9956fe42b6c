"""Questions put together at random from the questions of tests/data/ask, and all that is read of one, a line each."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import islice
from typing import Any
from zlib import crc32

from asking import asking_graph
from strangers import read_questions

from kg import asking
from kg.asking import Reach, load_questions, reach_source
from kg.asking.following import go_on
from kg.asking.meanings import read_meanings
from kg.asking.parts import inherit, split_parts
from kg.asking.reading import Question
from kg.asking.saying import describe
from kg.asking.sparql import to_sparql
from kg.asking.tokens import Token, tidy
from kg.query import Rows, open_graph

FILES = ("tuned.jsonl", "examples.jsonl", "journalists.jsonl", "reporters.jsonl")
MOST = 6  # meanings of a question that are told


@cache
def reach() -> Reach:
    return reach_source(open_graph(asking_graph("names.txt")))


@cache
def read(text: str) -> tuple[Token, ...]:
    return tuple(asking._read(reach(), tidy(text, load_questions()), load_questions()))


def questions() -> list[str]:
    return [one["question"] for file in FILES for one in read_questions(file)]


@cache
def words() -> dict[str, list[str]]:
    """Words of asking and names by their kinds, each once, however many questions have it."""
    found: dict[str, set[str]] = {}
    for token in (token for text in questions() for token in read(text)):
        for kind in token.kinds:
            found.setdefault(kind, set()).add(token.text)
    known = load_questions()
    more = {"verb": known.verbs, "noun": known.nouns, "class": known.classes, "head": known.heads, "post": known.posts}
    for kind, some in (*((kind, word) for word, kinds in known.lists.items() for kind in kinds), *more.items()):
        found.setdefault(kind, set()).update([some] if isinstance(some, str) else some)
    return {kind: sorted(some) for kind, some in sorted(found.items())}


def put_together(seed: int, some: Sequence[str]) -> Iterator[str]:
    """Each question with a word or two changed for others of its kinds, left out, put elsewhere, or with one more, or half of another."""
    for text in some:
        chance = random.Random(f"{seed} {text}")  # what is read of the others does not change this one
        parts = [token.text for token in read(text)]
        kinds = [sorted(token.kinds) for token in read(text)]
        for _ in range(chance.choice((1, 1, 2, 3))):
            at, way = chance.randrange(len(parts)), chance.randrange(8)
            if way < 4 and at < len(kinds):
                parts[at] = pick(words()[chance.choice(kinds[at])], chance)
            elif way == 4:
                parts.insert(at, pick(words()[pick(sorted(words()), chance)], chance))
            elif way == 5 and len(parts) > 2:
                del parts[at]
            elif way == 6:
                parts[at], parts[at - 1] = parts[at - 1], parts[at]
            else:
                other = [token.text for token in read(chance.choice(some))]
                parts[at:] = other[chance.randrange(len(other)) :]
        yield "".join(parts)


def pick(words: Sequence[str], chance: random.Random) -> str:
    """One of the words; mostly the same one where another word has come to them."""
    number = chance.randrange(1 << 30)
    return min(words, key=lambda word: crc32(word.encode(), number))


def going_on(seed: int, some: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Each question, one without names that goes on from it by a word for what it leaves unsaid, and one with names that may be answers."""
    short = [text for kind in ("again", "pronoun", "there", "somebody", "coming", "among", "thatDay") for text in words().get(kind, ())]
    for before in some:
        chance = random.Random(f"{seed} {before}")
        bare = "".join(token.text for token in read(chance.choice(some)) if "name" not in token)
        kind = chance.choice(("head", "name", "class", "when"))
        parts = (pick(short, chance), chance.choice((bare, pick(words()[kind], chance))))
        yield before, "".join(parts[:: chance.choice((1, 1, 1, -1))]), chance.choice(some)


def all_read(text: str) -> str:
    """How a question is cut into words, what it asks for, and the sum of its parts, meanings, queries and the words for them."""
    tokens = read(text)
    asked: list[str] = []
    told: list[Any] = [tokens]
    parts = split_parts(tokens) if tokens else []
    for i in range(len(parts)):
        part = inherit(parts, i) if len(parts) > 1 else parts[i]
        told.append(part)
        for meaning in islice(read_meanings(Question(part, load_questions())), MOST):
            asked.append(meaning.asks)
            understood = describe(meaning, load_questions())
            told += [meaning, (understood.in_language("zh"), understood.in_language("en"))]
            told += [to_sparql(meaning, load_questions(), parts=whole) for whole in (False, True)]
    return f"{text} | {' '.join(token.text for token in tokens)} | {' '.join(asked)} | {summed(told)}"


@cache
def answered(text: str) -> Rows:
    return asking._rows(reach(), text, load_questions())


def all_followed(before: str, text: str, answer: str) -> str:
    """What a question is read as that goes on from another, which had an answer."""
    answers = [token for token in read(answer) if "name" in token][:2]
    found = list(go_on(reach(), read(text), read(before), answers=answers, questions=load_questions(), ask=answered))
    return f"{before} > {text} | {' / '.join(' '.join(token.text for token in one) for one in found)} | {summed(found)}"


def summed(told: Iterable[Any]) -> str:
    return f"{crc32(repr([steady(one) for one in told]).encode()):08x}"


def steady(value: Any) -> Any:
    """A value as one whose words are the same each time, as those of a set are not."""
    if is_dataclass(value):
        return [type(value).__name__, *(steady(getattr(value, field.name)) for field in fields(value))]
    if isinstance(value, frozenset | set):
        return sorted(map(str, value))
    return [steady(one) for one in value] if isinstance(value, tuple | list) else value
