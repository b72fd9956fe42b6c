"""Whether two that bear one name may be one person: how many bear it, which posts tell nobody, which no two people hold at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.entities.posts import stem
from kg.entities.values import Bearer
from kg.grammar import Grammar
from kg.mentions.personal import is_family_name
from kg.places import locate

DOT = "·"
HOME = "CN"  # the state whose people bear Chinese names
OFFICE = 4  # characters of an office of a state behind its name, at most (外交部长)
NAMES_OF_STATES = range(2, 9)  # characters
GIVEN = 2  # characters of a given name that few bear together with one family name


def family_name(name: str, grammar: Grammar) -> str:
    """The Chinese family name of one or two characters that a name begins with, "" for none."""
    return next((name[:length] for length in (2, 1) if len(name) > length and is_family_name(name[:length], grammar)), "")


def is_uncommon(name: str, grammar: Grammar) -> bool:
    """Whether a name is a Chinese one with a given name that is not the given name of people of many families.

    >>> from kg.grammar import load_grammar; grammar = load_grammar()
    >>> is_uncommon("顾长卿", grammar), is_uncommon("顾建国", grammar), is_uncommon("维特", grammar)
    (True, False, False)
    """
    family = family_name(name, grammar)
    return bool(family) and name[len(family) :] not in grammar.words["commonGivenName"]


def is_rare(name: str, grammar: Grammar) -> bool:
    """Whether hardly two people bear a name: family name and two characters that are no common given name, or a foreign one in full.

    >>> from kg.grammar import load_grammar; grammar = load_grammar()
    >>> is_rare("顾长卿", grammar), is_rare("安娜·维特", grammar), is_rare("维特", grammar)
    (True, True, False)
    """
    if DOT in name:
        return all(len(part) >= GIVEN for part in name.split(DOT))
    return is_uncommon(name, grammar) and len(name) == len(family_name(name, grammar)) + GIVEN


def is_foreign(name: str, grammar: Grammar) -> bool:
    """Whether a name is none of a Chinese family name and one or two characters."""
    family = family_name(name, grammar)
    return not family or len(name) > len(family) + GIVEN


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
    """Whether one person holds the same office of two bodies by these posts: 北湾市市长 and 东湾市市长; not where one post agrees."""
    held = [(post, head) for post in ours if (head := _office(post, grammar))]
    agreeing = [_agree(stem(post, grammar), stem(other, grammar)) for post, head in held for other in theirs if other.endswith(head)]
    return bool(agreeing) and not any(agreeing)


def of_two_states(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether the employers of one and of the other name states, and none in common.

    >>> of_two_states({"西班牙"}, {"古巴", "古巴外交部"}), of_two_states({"西班牙"}, {"海州大学"})
    (True, False)
    """
    first, second = _states(ours), _states(theirs)
    return bool(first and second) and not first & second


def state_served(post: str) -> str:
    """The ISO 3166-1 code of the state whose office a post is, "" for a post of a body or of none.

    >>> state_served("西班牙首相"), state_served("西班牙皇家学院院士"), state_served("海州大学校长")
    ('ES', '', '')
    """
    for length in NAMES_OF_STATES:
        if (
            0 < len(post) - length <= OFFICE
            and (place := locate(post[:length])) is not None
            and place.level == "country"
            and not place.rest
        ):
            return place.country
    return ""


def _states(bodies: Iterable[str]) -> frozenset[str]:
    """Those that are names of states and nothing more."""
    found = {body: locate(body) for body in bodies}
    return frozenset(body for body, place in found.items() if place is not None and place.level == "country" and not place.rest)


def _is_anyones(body: str, grammar: Grammar) -> bool:
    """Whether a body has no name but its kind, or the kind of what it is a part of: 领导小组, 公司党委."""
    kinds = [grammar.words[words] for words in ("unitBody", "companyTail", "genericBody")]
    above = body.removesuffix(grammar.ending("unitBody", body))
    return any(body in words or above in words for words in kinds)


def _office(post: str, grammar: Grammar) -> str:
    """The longest noun that a post ends in, of those that one person holds."""
    return grammar.ending("soleOffice", post)


def _agree(one: str, other: str) -> bool:
    """Whether two bodies may be one: none is told, or one is the other in fewer characters."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(char in rest for char in short)
