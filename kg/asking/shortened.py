"""Names that are shortened as people do it: 绿色信贷协议 for 绿色信贷合作协议, where one name of the graph alone can be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kg.asking.tokens import Token
from kg.query.candidates import Candidate
from kg.query.spotting import Spotted, squeeze

SHORTEST, SHARE = 4, 0.35
# An event may be called by its last characters alone, which are fewer: 古籍展.
SHORT_END = 3


def name_shortened(tokens: Sequence[Token], ranges: Iterable[tuple[int, int]], near: Callable[[str], Iterable[Spotted]]) -> list[Token]:
    """The tokens with each unknown stretch that shortens one name, of those that `near` gives, as that name."""
    done = list(tokens)
    for first, last in sorted(ranges, reverse=True):
        words = "".join(token.text for token in tokens[first : last + 1])
        spots = [spot for spot in near(words) if any(is_short_for(words, node.label) or _ends_event(words, node) for node in spot.nodes)]
        nodes = {node.iri for spot in spots for node in spot.nodes}
        if len(nodes) == 1:
            start, end = tokens[first].start, tokens[last].end
            done[first : last + 1] = [Token(words, start, end, frozenset({"name"}), spots[0])]
    return done


def _ends_event(words: str, node: Candidate) -> bool:
    """Whether a name of an event ends with so few characters: 古籍展 of 丝路古籍展."""
    short, long = squeeze(words)[0], squeeze(node.label)[0]
    event = any(cls.endswith("#Event") for cls in node.classes)
    return event and SHORT_END == len(short) >= SHARE * len(long) and long.endswith(short)


def is_short_for(words: str, name: str) -> bool:
    """Whether a name has the words' characters in their order, the last of both the same, and not many more.

    >>> is_short_for("绿色信贷协议", "绿色信贷合作协议"), is_short_for("岷江大学", "嘉陵大学")
    (True, False)
    """
    short, long = squeeze(words)[0], squeeze(name)[0]
    if len(short) < SHORTEST or len(short) < SHARE * len(long) or short[-1:] != long[-1:]:
        return False
    left = iter(long)
    return all(char in left for char in short)
