"""People: which articles speak of one person where several bear the name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from kg.entities.posts import STATE, said_in
from kg.entities.rivals import DOT, HOME, exclude, is_foreign, is_rare, is_uncommon, of_two_states, state_served, telling
from kg.entities.union import Union
from kg.entities.values import Bearer, told_of
from kg.grammar import Grammar

COMPANIONS = 2  # articles that name this many other people together speak of one circle
FULL = 3  # characters of a name that few people share
PROMINENT = 3  # articles that must tell the one known bearer of a name that many share, for others without a post to mean the same
OUTWEIGHS = 10  # times as many articles as any rival
TITLED = 4  # characters of a post that tells, at least
LONG_POST = 7  # characters from which a post tells a person even where its body is not known
KIND = 2  # characters at the end of a post that say what it is
WEEK = 7  # days in which articles tell of one matter


def find_people(name: str, bearers: Mapping[str, Bearer], grammar: Grammar) -> list[list[str]]:
    """The articles that name one person, grouped; `bearers` are all articles with the name and what they say of its bearer.

    A shared post, employer, event or document joins, and so do two people named beside, one page where no two posts differ, two offices
    of the state held one after the other, and, for a name that few share, one week without posts. A name that hardly two people bear is
    one person whatever the posts, unless these exclude each other. An article that tells no post, or a shorter form of one, joins those
    of the one person whom it fits: whose post or employer it names, or the best known of the name.
    """
    union = Union(sorted(bearers))
    bearers = {article: telling(bearer, grammar) for article, bearer in bearers.items()}
    known = len(name) >= FULL or is_uncommon(name, grammar)
    rare, foreign = _bearing(name, bearers, grammar)
    for one, other in _pairs(bearers):
        if _joined(bearers[one], bearers[other], foreign=foreign):
            union.join(one, other)
    for one, other in (*_same_page(bearers), *_careers(known, union.groups(), bearers)):
        union.join(one, other)
    for attach in (_by_short_posts, _by_short_posts, _by_employers):
        for article, cluster in attach(union.groups(), bearers):
            union.join(article, cluster)
    if rare or foreign:
        for article, cluster in _of_a_rare_name(rare, union.groups(), bearers, grammar=grammar):
            union.join(article, cluster)
    for article, cluster in _to_the_best_known(known, union.groups(), bearers):
        union.join(article, cluster)
    for attach_by_name in (_in_one_week, _at_one_home):
        for article, cluster in attach_by_name(name, union.groups(), bearers):
            union.join(article, cluster)
    if rare:
        for article, cluster in _without_posts(union.groups(), bearers):
            union.join(article, cluster)
    return union.groups()


def _bearing(name: str, bearers: Mapping[str, Bearer], grammar: Grammar) -> tuple[bool, bool]:
    """Whether hardly two people bear the name, and whether it is one word of a foreign name.

    A name that looks Chinese is foreign where most of several articles that tell its bearer give offices of other states.
    """
    told = [bearer for bearer in bearers.values() if bearer.employers]
    abroad = sum(any(state_served(post) not in ("", HOME) for post in bearer.posts) for bearer in told)
    foreign = DOT not in name and (is_foreign(name, grammar) or (abroad >= PROMINENT and 2 * abroad > len(told)))
    return is_rare(name, grammar) and not foreign, foreign


def scope_of(group: Sequence[str], bearers: Mapping[str, Bearer]) -> str:
    """What tells a person from namesakes: the post or employer that most of the articles give, else the first article."""
    for words in ([b.posts for b in map(bearers.__getitem__, group)], [b.employers for b in map(bearers.__getitem__, group)]):
        counted = Counter(word for found in words for word in found)
        if counted:
            return min(counted, key=lambda word: (-counted[word], word))
    return min(group)


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


def _joined(one: Bearer, other: Bearer, *, foreign: bool) -> bool:
    if one.posts & other.posts or one.employers & other.employers:
        return True
    if foreign and of_two_states(one.employers, other.employers):
        return False
    if one.shared & other.shared:
        return True
    return len(one.company & other.company) >= COMPANIONS


def _same_page(bearers: Mapping[str, Bearer]) -> Iterator[tuple[str, str]]:
    """Articles of one page (`id#n`) that name one person, unless two of them give posts that differ."""
    pages: dict[str, list[str]] = {}
    for article in sorted(bearers):
        pages.setdefault(article.split("#")[0], []).append(article)
    for found in pages.values():
        if len({bearers[article].posts for article in found} - {frozenset()}) < 2:
            yield from zip(found, found[1:], strict=False)


def _careers(known: bool, groups: Sequence[Sequence[str]], bearers: Mapping[str, Bearer]) -> Iterator[tuple[str, str]]:
    """Groups whose offices one person can have held: two of the whole state, or, where few share the name (`known`), one after the
    other."""
    held = [group for group in groups if any(bearers[article].offices for article in group)]
    for one, other in combinations(held, 2):
        first, second = (told_of((bearers[a] for a in group), "offices") for group in (one, other))
        if (STATE in first and STATE in second) or (known and _one_after_the_other(one, other, bearers)):
            yield one[0], other[0]


def _one_after_the_other(one: Sequence[str], other: Sequence[str], bearers: Mapping[str, Bearer]) -> bool:
    days, later = (sorted(bearers[a].day for a in group if bearers[a].posts and bearers[a].day) for group in (one, other))
    return bool(days and later) and (days[-1] < later[0] or later[-1] < days[0])


def _of_a_rare_name(
    rare: bool, groups: Sequence[Sequence[str]], bearers: Mapping[str, Bearer], *, grammar: Grammar
) -> Iterator[tuple[str, str]]:
    """Each group with posts, with the first of those that more articles tell which its posts do not exclude, or which outweighs it by far.

    A foreign name of one word (not `rare`) may be that of many: there only what outweighs counts, and where both have employers, one or
    a kind of post in common.
    """
    told = sorted((group for group in groups if _is_told(group, bearers)), key=lambda group: (-len(group), group[0]))
    people: list[list[Sequence[str]]] = []
    for group in told:
        for one in people:
            agreeing = rare and not any(_are_rivals(group, other, bearers, grammar=grammar) for other in one)
            outweighed = len(one[0]) >= OUTWEIGHS * len(group) and (rare or not _serve_others(group, one[0], bearers))
            if agreeing or outweighed:
                yield group[0], one[0][0]
                one.append(group)
                break
        else:
            people.append([group])


def _are_rivals(one: Sequence[str], other: Sequence[str], bearers: Mapping[str, Bearer], *, grammar: Grammar) -> bool:
    """Whether two groups hold one office of two bodies, or public offices of two bodies in one time."""
    posts, theirs = (told_of((bearers[a] for a in group), "posts") for group in (one, other))
    first, second = (told_of((bearers[a] for a in group), "offices") for group in (one, other))
    in_one_time = bool(first and second) and not first & second and not _one_after_the_other(one, other, bearers)
    return in_one_time or exclude(posts, theirs, grammar)


def _serve_others(group: Sequence[str], other: Sequence[str], bearers: Mapping[str, Bearer]) -> bool:
    """Whether two groups have employers and none in common, nor a post of one kind (two presidents of whom one is cut wrongly)."""
    ours, theirs = (told_of((bearers[a] for a in articles), "employers") for articles in (group, other))
    first, second = ({post[-KIND:] for a in articles for post in bearers[a].posts} for articles in (group, other))
    return bool(ours and theirs) and not ours & theirs and not first & second


def _by_short_posts(groups: Sequence[Sequence[str]], bearers: Mapping[str, Bearer]) -> Iterator[tuple[str, str]]:
    """Groups all of whose posts are shorter forms of those of one other group, or these with words of the sentence before them.

    Of two groups of which each is a form of the other, that which says less does not count beside one that says more.
    """
    posts = {group[0]: told_of((bearers[a] for a in group), "posts") for group in groups}
    for first, ours in posts.items():
        if ours:
            fitting = [other for other, theirs in posts.items() if other != first and _all_said_in(ours, theirs)]
            fitting = [other for other in fitting if not _all_said_in(posts[other], ours)] or fitting
            if len(fitting) == 1:
                yield first, fitting[0]


def _all_said_in(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return all(any(_is_form(short, long) for long in theirs) for short in ours)


def _is_form(short: str, long: str) -> bool:
    """Whether a post is another in fewer words, that one with the words of the sentence before it, or the first of two that are one."""
    return (
        said_in(short, long)
        or (short.endswith(long) and len(long) >= TITLED)
        or (len(short) >= LONG_POST and long.startswith(short) and long != short)
    )


def _by_employers(groups: Sequence[Sequence[str]], bearers: Mapping[str, Bearer]) -> Iterator[tuple[str, str]]:
    """Groups without a post whose articles name the employer of one other group."""
    employers: dict[str, frozenset[str]] = {group[0]: told_of((bearers[a] for a in group), "employers") for group in groups}
    for group in groups:
        if not _is_told(group, bearers):
            named = told_of((bearers[a] for a in group), "around")
            fitting = [other for other, theirs in employers.items() if theirs & named]
            if len(fitting) == 1:
                yield group[0], fitting[0]


def _to_the_best_known(known: bool, groups: Sequence[Sequence[str]], bearers: Mapping[str, Bearer]) -> Iterator[tuple[str, str]]:
    """Groups without a post, with the one bearer of the name whom articles tell by posts, or who is told far more than all others."""
    told = sorted((group for group in groups if _is_told(group, bearers)), key=lambda group: (-len(group), group[0]))
    if not told:
        return
    great = known or any(STATE in bearers[a].offices for a in told[0])
    if len(told[0]) < (1 if great else PROMINENT):
        return
    if len(told) > 1 and len(told[0]) < OUTWEIGHS * len(told[1]):
        return
    for group in groups:
        if not _is_told(group, bearers):
            yield group[0], told[0][0]


def _in_one_week(name: str, groups: Sequence[Sequence[str]], bearers: Mapping[str, Bearer]) -> Iterator[tuple[str, str]]:
    """Groups without a post whose articles appeared in one week, where few people share the name."""
    if len(name) < FULL:
        return
    dated = sorted((bearers[a].day, a) for group in groups if not _is_told(group, bearers) for a in group if bearers[a].day)
    for (day, one), (later, other) in zip(dated, dated[1:], strict=False):
        if (date.fromisoformat(later) - date.fromisoformat(day)).days <= WEEK:
            yield one, other


def _at_one_home(name: str, groups: Sequence[Sequence[str]], bearers: Mapping[str, Bearer]) -> Iterator[tuple[str, str]]:
    """Groups without a post in the news of one body, where few people share the name."""
    homes: dict[str, str] = {}
    for group in groups if len(name) >= FULL else ():
        if not _is_told(group, bearers):
            for article in group:
                if home := bearers[article].home:
                    yield homes.setdefault(home, article), article


def _without_posts(groups: Sequence[Sequence[str]], bearers: Mapping[str, Bearer]) -> Iterator[tuple[str, str]]:
    """Where no article tells a post, all groups with the one that several articles make up."""
    best = min(groups, key=lambda group: (-len(group), group[0]))
    if len(best) >= PROMINENT and not any(_is_told(group, bearers) for group in groups):
        yield from ((group[0], best[0]) for group in groups)


def _is_told(group: Sequence[str], bearers: Mapping[str, Bearer]) -> bool:
    return any(bearers[a].employers or bearers[a].offices or any(len(post) >= LONG_POST for post in bearers[a].posts) for a in group)
