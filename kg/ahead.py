"""Work that is started ahead and whose answers come in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def in_order(items: Iterable[Item], start: Callable[[Item], Answer], ahead: int) -> Iterator[tuple[Item, Answer]]:
    """Each item with what its start gave, in their order; so many are started before the first is given.

    >>> list(in_order("abc", str.upper, 2))
    [('a', 'A'), ('b', 'B'), ('c', 'C')]
    """
    waiting, under_way = iter(items), deque[tuple[Item, Answer]]()
    while True:
        under_way.extend((item, start(item)) for item in islice(waiting, ahead - len(under_way)))
        if not under_way:
            return
        yield under_way.popleft()
