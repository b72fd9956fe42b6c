"""People: which articles speak of one person where several bear the name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from kg.entities.union import Union
from kg.entities.values import Bearer

ARTICLE_POST = 3  # a post of fewer characters says nothing of who its holder is
COMPANIONS = 2  # articles that name this many other people together speak of one circle


def same_person(short: str, long: str) -> bool:
    """Whether two names of one article name one person: a foreign name by its last part.

    >>> same_person("维特", "安娜·维特"), same_person("安娜", "安娜·维特")
    (True, False)
    """
    return bool(re.search("[·•]", long)) and short == re.split("[·•]", long)[-1]


def find_people(bearers: Mapping[str, Bearer]) -> list[list[str]]:
    """The articles that name one person, grouped; `bearers` are all articles with the name and what they say of its bearer.

    A shared post, employer, event or document joins, and so do two people named beside. An article without a post joins those of a
    person whose employer it names, if no other person's employer is named there too.
    """
    union = Union(sorted(bearers))
    for one, other in _pairs(bearers):
        if _joined(bearers[one], bearers[other]):
            union.join(one, other)
    for article, cluster in _attached(union.groups(), bearers):
        union.join(article, cluster)
    return union.groups()


def scope_of(group: Sequence[str], bearers: Mapping[str, Bearer]) -> str:
    """What tells a person from namesakes: the post or employer that most of the articles give, else the first article."""
    for words in ([b.posts for b in map(bearers.__getitem__, group)], [b.employers for b in map(bearers.__getitem__, group)]):
        counted = Counter(word for found in words for word in found)
        if counted:
            return min(counted, key=lambda word: (-counted[word], word))
    return min(group)


def telling_posts(posts: Sequence[str]) -> frozenset[str]:
    """The posts that say more than a title."""
    return frozenset(post for post in posts if len(post) >= ARTICLE_POST)


def _pairs(bearers: Mapping[str, Bearer]) -> set[tuple[str, str]]:
    """The pairs of articles with something in common, found by what they share, so that cost stays linear in the common case."""
    holders: dict[object, list[str]] = {}
    for article in sorted(bearers):
        bearer = bearers[article]
        for sign in (*bearer.posts, *bearer.employers, *bearer.shared, *bearer.company):
            holders.setdefault(sign, []).append(article)
    return {(found[0], other) for found in holders.values() for other in found[1:]} | {
        pair for sign, found in holders.items() if len(found) > 1 for pair in zip(found, found[1:], strict=False)
    }


def _joined(one: Bearer, other: Bearer) -> bool:
    if one.posts & other.posts or one.employers & other.employers or one.shared & other.shared:
        return True
    return len(one.company & other.company) >= COMPANIONS


def _attached(groups: Sequence[Sequence[str]], bearers: Mapping[str, Bearer]) -> list[tuple[str, str]]:
    """Articles without an employer, each with the one group whose employer they name."""
    employed = {tuple(group): frozenset().union(*(bearers[a].employers for a in group)) for group in groups}
    found = []
    for group, employers in employed.items():
        if employers:
            continue
        named = frozenset().union(*(bearers[a].around for a in group))
        fitting = [other for other, theirs in employed.items() if theirs & named]
        if len(fitting) == 1:
            found.append((group[0], fitting[0][0]))
    return found
