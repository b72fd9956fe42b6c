"""Union-find whose groups and their order depend on the members alone, never on the order of joins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T", str, tuple[str, str, str])


class Union(Generic[T]):
    """Disjoint groups of members; the least member of a group stands for it."""

    def __init__(self, members: Iterable[T] = ()) -> None:
        self.above: dict[T, T] = {member: member for member in members}

    def add(self, member: T) -> None:
        """A group of its own for a member that is not there."""
        self.above.setdefault(member, member)

    def find(self, member: T) -> T:
        """The member that stands for the group of `member`."""
        root = member
        while self.above[root] != root:
            root = self.above[root]
        while self.above[member] != root:
            self.above[member], member = root, self.above[member]
        return root

    def join(self, one: T, other: T) -> None:
        """Make one group of two."""
        first, second = sorted((self.find(one), self.find(other)))
        self.above[second] = first

    def groups(self) -> list[list[T]]:
        """All groups, members sorted, groups by their first."""
        found: dict[T, list[T]] = {}
        for member in sorted(self.above):
            found.setdefault(self.find(member), []).append(member)
        return [found[root] for root in sorted(found)]
