"""Boosted trees summed without walking them: the leaves of a tree are the bits of a number, and each column of a row clears some of them.

What a value of a column leaves of the leaves of all trees is looked up; the `and` of what the columns of a row leave has one bit for each
tree, its leaf (after QuickScorer, Lucchese et al. 2015). Rows hold whole numbers from 0 on.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.cache import remember

LEAF, AT_MOST, EQUAL = "LEAF", "BRANCH_LEQ", "BRANCH_EQ"
FORMAT = "2"
# Leaves of one tree, which are the bits of a number that float32 holds one at a time; the largest number that a branch asks for.
MOST_LEAVES, LARGEST = 32, 1 << 20
# Columns of few values are put together to tables of so many rows.
TOGETHER = 64
# The exponent of 1.0 in a float32, and where it begins.
ONE, EXPONENT = 127, 23

Table = npt.NDArray[np.float32]
Masks = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Trees:
    """The nodes of all trees, one entry each: `tree` and `node` number them, `mode` is LEAF, BRANCH_LEQ or BRANCH_EQ.

    A branch compares column `feature` of a row with `value` and goes to node `yes` or `no` of its tree; a leaf adds `value` to the sum.
    """

    tree: tuple[int, ...] = ()
    node: tuple[int, ...] = ()
    mode: tuple[str, ...] = ()
    feature: tuple[int, ...] = ()
    value: tuple[float, ...] = ()
    yes: tuple[int, ...] = ()
    no: tuple[int, ...] = ()

    def __add__(self, other: Trees) -> Trees:
        """Both ensembles, whose sums add up."""
        shift = max(self.tree, default=-1) + 1
        return Trees(
            self.tree + tuple(number + shift for number in other.tree),
            self.node + other.node,
            self.mode + other.mode,
            self.feature + other.feature,
            self.value + other.value,
            self.yes + other.yes,
            self.no + other.no,
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Some columns: `places` tells for each value of each, up to the largest that is told apart, what it adds to the row of `masks`.

    `columns` lie one group after the other, each of which begins at one of `groups` and has one row of `masks` for what its columns hold;
    `starts` tells where the values of each column begin in `places`.
    """

    columns: Places
    largest: Places
    starts: Places
    groups: Places
    places: Places
    masks: Masks

    def left(self, rows: Table, whole: Masks) -> Masks:
        """What each row leaves of the leaves of all trees."""
        if not len(self.columns):
            return np.tile(whole, (len(rows), 1))
        values = np.minimum(rows[:, self.columns].astype(np.int64), self.largest)
        at = np.add.reduceat(self.places[values + self.starts], self.groups, axis=1)
        found = self.masks.take(at[:, 0], axis=0)
        other = np.empty_like(found)
        for k in range(1, at.shape[1]):
            found &= self.masks.take(at[:, k], axis=0, out=other, mode="clip")
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Ensemble:
    """All trees, ready to be summed; `whole` has a bit for each leaf of each tree, `leaves` the value of each.

    There is a block of columns for each set of them that several rows share, and one of what is left.
    """

    whole: Masks
    leaves: npt.NDArray[np.float64]
    blocks: tuple[_Block, ...]

    @property
    def columns(self) -> int:
        """The least number of columns of a row."""
        return 1 + max((int(block.columns.max()) for block in self.blocks if len(block.columns)), default=-1)

    def sums(self, rows: Table, shared: Sequence[Places] = ()) -> npt.NDArray[np.float64]:
        """The sum of each row. `shared` tells for each block but the last numbers of its rows: those of one number share its columns."""
        found = self.blocks[-1].left(rows, self.whole)
        for block, numbers in zip(self.blocks, shared or [np.arange(len(rows))] * (len(self.blocks) - 1), strict=False):
            one = np.zeros(int(numbers.max(initial=-1)) + 1, dtype=np.int64)
            one[numbers] = np.arange(len(rows))
            found &= block.left(rows[one], self.whole)[numbers]
        leaf = found.astype(np.float32).view(np.int32) >> EXPONENT  # a single bit is a power of two, whose exponent is its number
        return np.asarray(self.leaves.take(leaf + (np.arange(len(self.whole)) * MOST_LEAVES - ONE)).sum(axis=1))


def open_ensemble(network: bytes, shared: Sequence[Collection[int]] = ()) -> tuple[Ensemble, Mapping[str, str]]:
    """The trees of a network that `kg.networks.trees.write_trees` made, and its notes; rows share the columns of each of `shared`.

    They are kept in the user's cache folder, as making them ready takes longer than reading a few articles.
    Raises ValueError, KeyError and TypeError for another file.
    """
    hashed = hashlib.sha256(repr((FORMAT, [sorted(columns) for columns in shared])).encode() + network).hexdigest()

    def make() -> dict[str, Any]:
        from kg.networks.trees import read_trees

        trees, notes = read_trees(network)
        return {"notes": notes, **_to_plain(to_ensemble(trees, shared))}

    known = remember("trees", hashed, make)
    return _from_plain(known), known["notes"]


def to_ensemble(trees: Trees, shared: Sequence[Collection[int]] = ()) -> Ensemble:
    """The trees ready to be summed; raises ValueError where they are none, or larger than any that `kg train` grows."""
    size = max(trees.tree, default=-1) + 1
    whole, leaves = np.zeros(size, dtype=np.uint32), np.zeros(size * MOST_LEAVES)
    tests: dict[int, list[_Test]] = defaultdict(list)
    walk = _Walk(trees)
    for tree in range(size):
        values: list[float] = []
        bits = walk.leaves_below(tree, 0, values=values, tests=tests)
        whole[tree] = bits
        leaves[tree * MOST_LEAVES : tree * MOST_LEAVES + len(values)] = values
    taken = set().union(*shared)
    blocks = [*shared, [column for column in tests if column not in taken]]
    return Ensemble(whole, leaves, tuple(_to_block({c: tests[c] for c in sorted(block) if c in tests}, whole) for block in blocks))


@dataclass(frozen=True, slots=True)
class _Test:
    """A branch: its tree, the leaves behind it where the value is `equal` to `value` (at most `value`), and those where it is not."""

    tree: int
    equal: bool
    value: int
    yes: int
    no: int

    def bounds(self) -> tuple[int, ...]:
        """The numbers from which on the answer is another."""
        return (self.value, self.value + 1) if self.equal else (self.value + 1,)


class _Walk:
    """The way down trees from anybody, each node at most once."""

    def __init__(self, trees: Trees) -> None:
        self._trees = trees
        self._at = {place: i for i, place in enumerate(zip(trees.tree, trees.node, strict=True))}

    def leaves_below(self, tree: int, node: int, *, values: list[float], tests: dict[int, list[_Test]]) -> int:
        """The bits of the leaves below a node, whose `values` and `tests` are told on the way; raises ValueError where they are no tree."""
        i = self._at.pop((tree, node), None)
        if i is None or len(values) == MOST_LEAVES:
            raise ValueError("no trees, or larger ones than kg train grows")
        trees = self._trees
        if trees.mode[i] == LEAF:
            values.append(trees.value[i])
            return 1 << len(values) - 1
        equal, value, column = trees.mode[i] == EQUAL, int(np.floor(trees.value[i])), trees.feature[i]
        if column < 0 or not equal and trees.mode[i] != AT_MOST or equal and value != trees.value[i] or not 0 <= value < LARGEST:
            raise ValueError("no trees of kg train")
        yes = self.leaves_below(tree, trees.yes[i], values=values, tests=tests)
        no = self.leaves_below(tree, trees.no[i], values=values, tests=tests)
        tests[column].append(_Test(tree, equal, value, yes, no))
        return yes | no


def _to_block(tests: Mapping[int, list[_Test]], whole: Masks) -> _Block:
    """The block of some columns with the branches that ask for each."""
    tables = {column: _table_of(asked, whole) for column, asked in tests.items()}
    groups = list(_grouped({column: len(table) for column, (_, table) in tables.items()}))
    places, masks, begin = list[Places](), list[Masks](), 0
    for group in groups:
        joint = np.tile(whole, (1, 1))
        for column in group:
            of_value, table = tables[column]
            places.append(of_value * len(joint) + (begin if column == group[0] else 0))
            joint = (table[:, np.newaxis] & joint).reshape(-1, len(whole))
        masks.append(joint)
        begin += len(joint)
    sizes, counts = [len(one) for one in places], [len(group) for group in groups]
    return _Block(
        np.array([column for group in groups for column in group], dtype=np.int64),
        np.array(sizes, dtype=np.int64) - 1,
        np.cumsum([0, *sizes[:-1]], dtype=np.int64)[: len(sizes)],
        np.cumsum([0, *counts[:-1]], dtype=np.int64)[: len(counts)],
        np.concatenate([np.zeros(0, dtype=np.int64), *places]),
        np.concatenate([np.zeros((0, len(whole)), dtype=np.uint32), *masks]),
    )


def _table_of(asked: Sequence[_Test], whole: Masks) -> tuple[Places, Masks]:
    """For each value of a column, up to the largest that is told apart, the row of a table; the table tells what is left of the leaves."""
    bounds = sorted({0, *(bound for test in asked for bound in test.bounds())})
    table = np.tile(whole[:, np.newaxis], (1, len(bounds)))
    for test in asked:
        cut, own = bisect_right(bounds, test.value), table[test.tree]
        first = cut - 1 if test.equal else 0
        kept = own[first:cut] & ~np.uint32(test.no)
        own &= ~np.uint32(test.yes)
        own[first:cut] = kept
    rows, at = np.unique(table.T, axis=0, return_inverse=True)
    spans = np.diff([*bounds, bounds[-1] + 1])
    return np.repeat(at.reshape(-1).astype(np.int64), spans), np.ascontiguousarray(rows)


def _grouped(sizes: Mapping[int, int]) -> Iterable[list[int]]:
    """The columns, those of few values put together as long as their table stays small."""
    group, rows = list[int](), 1
    for column, size in sorted(sizes.items(), key=lambda one: (one[1], one[0])):
        if group and rows * size > TOGETHER:
            yield group
            group, rows = [], 1
        group.append(column)
        rows *= size
    if group:
        yield group


def _to_plain(ensemble: Ensemble) -> dict[str, Any]:
    blocks = [[_packed(getattr(block, name)) for name in _Block.__slots__] for block in ensemble.blocks]
    return {"whole": _packed(ensemble.whole), "leaves": _packed(ensemble.leaves), "blocks": blocks}


def _from_plain(plain: Mapping[str, Any]) -> Ensemble:
    blocks = [_Block(*map(_unpacked, block)) for block in plain["blocks"]]
    return Ensemble(_unpacked(plain["whole"]), _unpacked(plain["leaves"]), tuple(blocks))


def _packed(array: npt.NDArray[Any]) -> list[Any]:
    return [array.dtype.str, list(array.shape), b64encode(array.tobytes()).decode()]


def _unpacked(plain: Sequence[Any]) -> npt.NDArray[Any]:
    kind, shape, body = plain
    return np.frombuffer(b64decode(body), dtype=kind).reshape(shape)
