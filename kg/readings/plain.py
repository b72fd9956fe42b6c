"""Frozen values as JSON and back, by the annotations of their fields: `from_plain(type(value), to_plain(value)) == value`."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Change = Callable[[Any], Any]
PLAIN = (str, int, float, bool)


def to_plain(value: Any) -> Any:
    """A dataclass as a list of its fields; dates and decimals as strings, sets sorted.

    >>> from kg.model import Span
    >>> to_plain(Span(2, 5)), from_plain(Span, [2, 5])
    ([2, 5], Span(start=2, end=5))
    """
    kind: Any = type(value)
    return _writer(kind)(value)


def from_plain(kind: type[T], plain: Any) -> T:
    """The value that `to_plain` wrote; raises ValueError or TypeError where it is none of this kind."""
    wanted: Any = kind
    value: T = _reader(wanted)(plain)
    return value


def _same(value: Any) -> Any:
    return value


@cache
def _writer(kind: Hashable) -> Change:
    if is_dataclass(kind):
        return _write_fields(kind)
    if kind in (Decimal, datetime.date):
        return str
    return _within(kind, _writer, list, collection=lambda found: sorted(found))


@cache
def _reader(kind: Hashable) -> Change:
    if is_dataclass(kind):
        return _read_fields(kind)
    if kind is Decimal:
        return Decimal
    if kind is datetime.date:
        return datetime.date.fromisoformat
    return _within(kind, _reader, tuple, collection=frozenset)


def _within(kind: Any, change: Callable[[Any], Change], sequence: Change, *, collection: Change) -> Change:
    """How a value changes whose kind holds other kinds: tuples, sets, and what may be None."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in PLAIN or origin is Literal:
        return _same
    if origin in (Union, UnionType) and len(inner) == 2 and inner[1] is NoneType:
        one = change(inner[0])
        return lambda value: None if value is None else one(value)
    if origin is tuple and inner[-1] is Ellipsis:
        one = change(inner[0])
        return lambda value: sequence(map(one, value))
    if origin is tuple:
        each = tuple(change(part) for part in inner)
        return lambda value: sequence(one(part) for one, part in zip(each, value, strict=True))
    if origin is frozenset:
        one = change(inner[0])
        return lambda value: collection(map(one, value))
    raise TypeError(f"{kind}: no value that is kept; accepted are dataclasses, tuples, frozensets, str, int, float, bool, date, Decimal")


def _write_fields(kind: Any) -> Change:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    get, changes = attrgetter(*names), _changes([_writer(hints[name]) for name in names])
    if len(names) == 1:
        return lambda value: _changed([get(value)], changes)
    return lambda value: _changed(list(get(value)), changes)


def _read_fields(kind: Any) -> Change:
    hints = get_type_hints(kind)
    parts = [_reader(hints[field.name]) for field in fields(kind)]
    size, changes = len(parts), _changes(parts)

    def read(value: Any) -> Any:
        if len(value) != size:
            raise ValueError(f"{len(value)} fields for the {size} of {kind.__name__}")
        return kind(*(_changed([*value], changes) if changes else value))

    return read


def _changes(parts: Sequence[Change]) -> list[tuple[int, Change]]:
    """The fields that do not stay as they are; of an article's runs, the most of all values, none."""
    return [(place, change) for place, change in enumerate(parts) if change is not _same]


def _changed(values: list[Any], changes: Sequence[tuple[int, Change]]) -> list[Any]:
    for place, change in changes:
        values[place] = change(values[place])
    return values
