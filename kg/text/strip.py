"""A strip of text that knows where each of its characters stands in the raw text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, compress, count, islice, pairwise, repeat
from operator import ne, sub

from kg.model import Run, Span

NOWHERE = -2  # not beside any place


@dataclass(frozen=True, slots=True)
class Strip:
    """Characters and, for each, its place in the raw text; `NOWHERE` for a character that the repair put in."""

    text: str
    places: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.text)

    def cut(self, start: int, end: int) -> Strip:
        """The characters from `start` to before `end`."""
        return Strip(self.text[start:end], self.places[start:end])

    def stripped(self) -> Strip:
        """The strip without blank space at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, max(start, len(self.text.rstrip())))

    def without(self, pattern: re.Pattern[str]) -> Strip:
        """The strip without what `pattern` matches."""
        kept = []
        start = 0
        for match in pattern.finditer(self.text):
            kept.append(self.cut(start, match.start()))
            start = match.end()
        return join([*kept, self.cut(start, len(self.text))]) if kept else self


def of_span(raw: str, span: Span) -> Strip:
    """The strip of a stretch of the raw text."""
    return Strip(span.of(raw), tuple(range(span.start, span.end)))


def join(strips: Iterable[Strip]) -> Strip:
    """The strips one behind the other."""
    held = list(strips)
    return Strip("".join(strip.text for strip in held), tuple(chain.from_iterable(strip.places for strip in held)))


def inserted(text: str) -> Strip:
    """Characters that stand nowhere in the raw text."""
    return Strip(text, (NOWHERE,) * len(text))


def runs(strip: Strip) -> tuple[Run, ...]:
    """The stretches of `strip` that stand in one piece in the raw text."""
    places = strip.places
    steps = map(sub, islice(places, 1, None), places)
    breaks = compress(count(1), map(ne, steps, repeat(1)))  # no line of Python runs for each character
    bounds = pairwise([0, *breaks, len(places)]) if places else ()
    return tuple(Run(start, places[start], end - start) for start, end in bounds if places[start] != NOWHERE)
