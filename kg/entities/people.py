"""People: which articles speak of one person where several bear the name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.entities.bodies import COUNTRY
from kg.entities.union import Union
from kg.entities.values import Bearer
from kg.grammar import Grammar

PROMINENT = 5  # a person whom so many articles tell by a post is meant where no post is told, if nobody else of that name is known
COMPANIONS = 2  # articles that name this many other people together speak of one circle


def same_person(short: str, long: str) -> bool:
    """Whether two names of one article name one person: a foreign name by its last part.

    >>> same_person("维特", "安娜·维特"), same_person("安娜", "安娜·维特")
    (True, False)
    """
    return bool(re.search("[·•]", long)) and short == re.split("[·•]", long)[-1]


def find_people(bearers: Mapping[str, Bearer]) -> list[list[str]]:
    """The articles that name one person, grouped; `bearers` are all articles with the name and what they say of its bearer.

    A shared post, employer, event or document joins, and so do two people named beside, and one page where no two posts differ. An article
    without a post joins those of a person whose employer it names, if no other person's employer is
    named there too, and those of a prominent one.
    """
    union = Union(sorted(bearers))
    for one, other in _pairs(bearers):
        if _joined(bearers[one], bearers[other]):
            union.join(one, other)
    for one, other in _same_page(bearers):
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


def telling_posts(posts: Iterable[str], grammar: Grammar) -> frozenset[str]:
    """The posts, each part of a compound one by itself, that say more than a title: 国家主席, but neither 首席经济学家 nor 董事长."""
    parts = {part.removeprefix(COUNTRY) for post in posts for part in re.split("[、，兼]", post)}
    state = tuple(grammar.words["countrywide"])
    return frozenset(part for part in parts if len(part) > 3 and (part not in grammar.words["postHead"] or part.startswith(state)))


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


def _same_page(bearers: Mapping[str, Bearer]) -> Iterator[tuple[str, str]]:
    """Articles of one page (`id#n`) that name one person, unless two of them give posts that differ."""
    pages: dict[str, list[str]] = {}
    for article in sorted(bearers):
        pages.setdefault(article.split("#")[0], []).append(article)
    for found in pages.values():
        if len({bearers[article].posts for article in found} - {frozenset()}) < 2:
            yield from zip(found, found[1:], strict=False)


def _joined(one: Bearer, other: Bearer) -> bool:
    if one.posts & other.posts or one.employers & other.employers or one.shared & other.shared:
        return True
    return len(one.company & other.company) >= COMPANIONS


def _attached(groups: Sequence[Sequence[str]], bearers: Mapping[str, Bearer]) -> list[tuple[str, str]]:
    """Articles without a post, each with the one group that they can belong to."""
    employers: dict[str, frozenset[str]] = {group[0]: frozenset().union(*(bearers[a].employers for a in group)) for group in groups}
    told = [group for group in groups if any(bearers[a].posts or bearers[a].employers for a in group)]
    prominent = told[0][0] if len(told) == 1 and len(told[0]) >= PROMINENT else ""
    found = []
    for group in groups:
        if any(bearers[a].posts or bearers[a].employers for a in group):
            continue
        named = frozenset().union(*(bearers[a].around for a in group))
        fitting = [other for other, theirs in employers.items() if theirs & named]
        if len(fitting) == 1 or prominent:
            found.append((group[0], fitting[0] if len(fitting) == 1 else prominent))
    return found
