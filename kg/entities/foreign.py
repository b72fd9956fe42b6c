"""Foreign people whom some articles call by the last part of their name alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.entities.union import Union
from kg.entities.values import Bearer, Target, told_of

DOT = "·"


def join_last_names(union: Union[Target], placed: Iterable[tuple[Target, Bearer]]) -> None:
    """Join a person of one name with the one full name that ends in it and has a post with it in common, else an employer.

    Where two full names fit, or full names of the same end are known whom nothing tells apart, none is joined.
    """
    told: dict[Target, list[Bearer]] = defaultdict(list)
    for target, bearer in placed:
        if target[0] == "Person":
            told[target].append(bearer)
    full: dict[str, list[Target]] = defaultdict(list)
    for target in sorted(told):
        if DOT in target[1]:
            full[target[1].split(DOT)[-1]].append(target)
    for target in sorted(told):
        if (found := _one_fitting(target, full.get(target[1], []), told)) is not None:
            union.join(target, found)


def _one_fitting(short: Target, full: list[Target], told: Mapping[Target, list[Bearer]]) -> Target | None:
    for sign in ("posts", "employers"):
        ours = told_of(told[short], sign)
        fitting = [target for target in full if ours & told_of(told[target], sign)]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None
