"""Names of a user dictionary laid over what the engine found in a sentence, where they begin and end with tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hanlp_trie import Trie

from kg.errors import EngineError
from kg.messages import message
from kg.model import Dependency, Name, Sentence, Span, Token

NAME_POS = {"PERSON": "PER", "LOCATION": "LOC", "ORGANIZATION": "ORG"}
"""The part of speech of a name, in the closed set."""


class Lexicon:
    """Names with their labels, found in sentences by a trie."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Raises EngineError for an empty name or a label other than PERSON, LOCATION, ORGANIZATION."""
        self.names = dict(names)
        for name, label in self.names.items():
            if not name or label not in NAME_POS:
                raise EngineError(
                    message(
                        "lexicon: {name!r} has the label {label!r}; give a name one of {name_pos}",
                        name=name,
                        label=label,
                        name_pos=NAME_POS,
                    ),
                )
        self.trie = Trie(self.names)

    def lay(self, sentence: Sentence, text: str) -> Sentence:
        """`sentence` with each name of the lexicon in `text` (the sentence's own) as one token and one name.

        A name counts where it begins and ends with tokens and is no part of a longer name of the engine. The longest wins, then
        the first.
        """
        groups = self.find(sentence, text)
        if not groups:
            return sentence
        merged = [Name(Span(sentence.tokens[b].span.start, sentence.tokens[e - 1].span.end), label) for b, e, label in groups]
        kept = [name for name in sentence.names if not any(name.span.overlaps(new.span) for new in merged)]
        bounds = token_bounds(len(sentence.tokens), groups)
        tokens = {bounds.index((b, e)): NAME_POS[label] for b, e, label in groups}
        return replace(
            sentence,
            tokens=tuple(
                Token(Span(sentence.tokens[b].span.start, sentence.tokens[e - 1].span.end), tokens.get(i, sentence.tokens[b].pos))
                for i, (b, e) in enumerate(bounds)
            ),
            names=tuple(sorted([*kept, *merged], key=lambda name: name.span)),
            dependencies=merge_dependencies(sentence.dependencies, bounds) if sentence.dependencies else (),
        )

    def find(self, sentence: Sentence, text: str) -> list[tuple[int, int, str]]:
        """The names of the lexicon as (first token, token after the last, label), disjoint, in order."""
        offset = sentence.span.start
        first = {token.span.start - offset: i for i, token in enumerate(sentence.tokens)}
        after = {token.span.end - offset: i + 1 for i, token in enumerate(sentence.tokens)}
        groups: list[tuple[int, int, str]] = []
        found = [hit for hit in self.trie.parse(text) if hit[0] in first and hit[1] in after]
        for begin, end, label in sorted(found, key=lambda hit: (hit[0] - hit[1], hit[0])):
            span = Span(offset + begin, offset + end)
            group = (first[begin], after[end], label)
            inside = any(span in name.span and len(span) < len(name.span) for name in sentence.names)
            if not inside and not any(group[0] < e and b < group[1] for b, e, _ in groups):
                groups.append(group)
        return sorted(groups)


def token_bounds(count: int, groups: Sequence[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """First and last (exclusive) old token of each new one, when the tokens of each group become one."""
    bounds, token = [], 0
    for begin, end, _ in groups:
        bounds += [(i, i + 1) for i in range(token, begin)]
        bounds.append((begin, end))
        token = end
    return bounds + [(i, i + 1) for i in range(token, count)]


def merge_dependencies(dependencies: Sequence[Dependency], bounds: Sequence[tuple[int, int]]) -> tuple[Dependency, ...]:
    """The dependencies between merged tokens: of a group, the one that leads out of it."""
    place = {old: new for new, (b, e) in enumerate(bounds) for old in range(b, e)}
    leading = [next((d for d in dependencies[b:e] if not b <= d.head < e), dependencies[b]) for b, e in bounds]
    return tuple(Dependency(place.get(d.head, -1), d.relation) for d in leading)
