"""Whether two that bear one name may be one person: how many bear it, which posts tell nobody, which no two people hold at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.entities.posts import said_in, stem
from kg.entities.values import Bearer
from kg.grammar import Grammar

GIVEN = 2  # characters of a given name that few bear together with one family name


def is_uncommon(name: str, grammar: Grammar) -> bool:
    """Whether a name is a Chinese one with a given name that is not the given name of people of many families.

    >>> from kg.grammar import load_grammar; grammar = load_grammar()
    >>> is_uncommon("顾长卿", grammar), is_uncommon("顾建国", grammar), is_uncommon("维特", grammar)
    (True, False, False)
    """
    family = _family(name, grammar)
    return bool(family) and name[len(family) :] not in grammar.words["commonGivenName"]


def is_rare(name: str, grammar: Grammar) -> bool:
    """Whether hardly two people bear a name: family name and two characters that are no common given name."""
    return is_uncommon(name, grammar) and len(name) == len(_family(name, grammar)) + GIVEN


def telling(bearer: Bearer, grammar: Grammar) -> Bearer:
    """The bearer without the posts of a body that any article may have: 领导小组成员, 集团董事长, 该中心主任."""
    anyones = frozenset(body for body in bearer.employers if _is_anyones(body, grammar))
    opening = (*anyones, *grammar.words["companyTail"], *grammar.words["demonstrative"])
    return replace(
        bearer,
        posts=frozenset(post for post in bearer.posts if not post.startswith(opening)),
        employers=bearer.employers - anyones,
    )


def exclude(ours: Iterable[str], theirs: Iterable[str], grammar: Grammar) -> bool:
    """Whether one person holds the same office of two bodies by these posts: 北湾市市长 and 东湾市市长."""
    held = [(post, stem(post, grammar)) for post in theirs if grammar.ends("soleOffice", post)]
    return any(
        head and other.endswith(head) and not _agree(stem(post, grammar), body)
        for post in ours
        if (head := _office(post, grammar))
        for other, body in held
    )


def _family(name: str, grammar: Grammar) -> str:
    return next((name[:length] for length in (2, 1) if len(name) > length and name[:length] in grammar.words["surname"]), "")


def _is_anyones(body: str, grammar: Grammar) -> bool:
    """Whether a body has no name but its kind, or the kind of what it is a part of: 领导小组, 公司党委."""
    kinds = (grammar.words["unitBody"], grammar.words["companyTail"], grammar.words["genericBody"])
    unit = max((word for word in kinds[0] if body.endswith(word)), key=len, default="")
    return any(body in words or body.removesuffix(unit) in words for words in kinds)


def _office(post: str, grammar: Grammar) -> str:
    """The longest noun that a post ends in, of those that one person holds."""
    return max((word for word in grammar.words["soleOffice"] if post.endswith(word)), key=len, default="")


def _agree(one: str, other: str) -> bool:
    """Whether two bodies may be one: none is told, or one is the other in fewer characters."""
    short, long = sorted((one, other), key=len)
    return not short or short in long or said_in(short, long) or all(char in iter(long) for char in short)
