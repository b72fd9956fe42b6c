"""Somebody or something told by a clause: 收购星河动力的公司 in 收购星河动力的公司的董事长是谁 is whatever answers the clause."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.asking.reading import ASKING
from kg.asking.tokens import Token, have

STATING = frozenset({"verb", "noun", "post", "chief"})


def name_clauses(tokens: Sequence[Token], answer: Callable[[Sequence[Token]], Token | None]) -> list[Token]:
    """The tokens with a clause that something more is asked of as the name of its answer, where `answer` knows one."""
    done = list(tokens)
    end = _end(done)
    if end and (named := answer(done[: end + 1])) is not None:
        return [named, *done[end + 1 :]]
    return done


def _end(tokens: Sequence[Token]) -> int:
    """Where the noun stands that a clause at the beginning is about: 公司 in 收购甲的公司, 0 where none does."""
    for i in range(2, len(tokens) - 1):
        before, rest = tokens[:i], tokens[i + 1 :]
        if "who" in tokens[i] or have(before, *ASKING):
            return 0
        told = have(before, "name") and any("verb" in token and not token.kinds & {"goal", "at"} for token in before)
        asks = have(rest, *ASKING) and not have(rest, "name")
        more = any(token.kinds & STATING and not token.kinds & {"goal", "at", "by", "filler", "class"} for token in rest)
        if tokens[i].kinds & {"class", "head"} and tokens[i - 1].text == "的" and told and asks and more:
            return i
    return 0
