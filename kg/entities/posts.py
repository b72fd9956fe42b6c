"""Posts as evidence of who is meant: the body that a post belongs to, told in full, and whether it is an office of the state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.entities.bodies import COUNTRY, LEVEL, employers
from kg.entities.places import Surroundings
from kg.grammar import Grammar
from kg.names import Names
from kg.places import is_place, locate

UNOWNED = 5  # characters up to which a post without a body (中心主任) tells nobody
DISTRICT = re.compile(r"[^省市区县州镇乡]{2,6}[省市区县州镇乡]")  # a division that the gazetteer does not know
STATE = "state"  # what offices of the whole state have in common
SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Owned:
    """A post in full words, the canonical names of the bodies that it belongs to, and the public offices among them."""

    words: str
    employers: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()


def read_posts(
    posts: Iterable[str], bodies: Mapping[str, str], *, publisher: str, around: Surroundings, grammar: Grammar, names: Names
) -> frozenset[Owned]:
    """The parts of posts that say more than a title, each with the body that the article means.

    What begins with 我校 or with no body belongs to the publisher, 市委书记 to the town of the article. A seat in an assembly of
    thousands (政协委员) tells nobody.
    """
    found = set()
    for part in {part for post in posts for part in re.split("[、，兼]", post)}:
        if (owned := _read_post(part, bodies, publisher, around=around, grammar=grammar, names=names)) is not None:
            found.add(owned)
    return frozenset(found)


def said_in(short: str, long: str) -> bool:
    """Whether a post is a shorter form of another: 海方总裁助理 of 海岸方舟总裁助理.

    >>> said_in("俄总统新闻秘书", "俄罗斯总统新闻秘书"), said_in("新闻秘书", "总统新闻秘书"), said_in("临海大学校长", "临海大学副校长")
    (True, False, False)
    """
    if not SHORTEST <= len(short) < len(long) or short[-2:] != long[-2:] or long[-3:] == f"副{short[-2:]}" != short[-3:]:
        return False
    rest = iter(long)
    return all(char in rest for char in short)


def _read_post(
    part: str, bodies: Mapping[str, str], publisher: str, *, around: Surroundings, grammar: Grammar, names: Names
) -> Owned | None:
    words = _in_full(part, publisher, around=around, grammar=grammar)
    if words is None or words.endswith(tuple(grammar.words["seatPost"])):
        return None
    words = _at_any_time(words, grammar)
    plain = words.removeprefix(COUNTRY)
    state = plain.startswith(tuple(grammar.words["stateOffice"]))
    if len(plain) < 4 or (plain in grammar.words["postHead"] and not state):
        return None
    found = employers(words, bodies, names=names, grammar=grammar) - {COUNTRY}
    if not found and (district := DISTRICT.match(plain)):
        found = frozenset({district[0]})
    if publisher and not state and not any(_is_known(body, names) for body in found):
        words, found = publisher + words.removeprefix(publisher), found | {publisher}
    if not found and not state and len(plain) <= UNOWNED:
        return None
    return Owned(words.removeprefix(COUNTRY), found, frozenset({STATE}) if state else _offices(found, grammar, names))


def _in_full(part: str, publisher: str, *, around: Surroundings, grammar: Grammar) -> str | None:
    """A post with the body or town that the article leaves out; None where it does not tell which."""
    own = max((word for word in grammar.words["ownBody"] if part.startswith(word)), key=len, default="")
    if own and publisher and not part.startswith(tuple(grammar.words["notOwnBody"])):
        return publisher + part.removeprefix(own)
    return _in_place(part, around)


def _is_known(body: str, names: Names) -> bool:
    """Whether an employer stands by itself: the lexicon, the gazetteer or its ending tells what it is."""
    return names.find(body) is not None or locate(body) is not None or DISTRICT.match(body) is not None


def _at_any_time(words: str, grammar: Grammar) -> str:
    """A post without the word for when it is held: 海州首相 for 海州前首相."""
    head = _head(words, grammar)
    before = words.removesuffix(head)
    term = max((term for term in grammar.words["termWord"] if before.endswith(term)), key=len, default="") if head else ""
    return before.removesuffix(term) + head if len(before) > len(term) + 1 else words


def stem(words: str, grammar: Grammar) -> str:
    """What a post says beside its noun: the body, place or field (海岸方舟全球 of 海岸方舟全球总裁)."""
    return words.removesuffix(_head(words, grammar))


def titles(words: str, grammar: Grammar) -> list[str]:
    """The nouns for a post that words end in, the longest first: 国家主席 and 主席."""
    return [words[start:] for start in range(len(words)) if words[start:] in grammar.words["postHead"]]


def _head(words: str, grammar: Grammar) -> str:
    return next(iter(titles(words, grammar)), "")


def _in_place(part: str, around: Surroundings) -> str | None:
    """A post with the division that its level stands for, None where the article does not tell which: 宁波市市长 for 市长."""
    level = LEVEL.match(part)
    if level is None or is_place(part[:2]) or len(part) > 2 and is_place(part[:3]):
        return part
    place = around.at(level[0])
    if place is None:
        return None
    return place.name + part.removeprefix(level[0])


def _offices(found: frozenset[str], grammar: Grammar, names: Names) -> frozenset[str]:
    """The bodies among employers that are public offices of the state or of a province."""
    offices = set()
    for body in found:
        known = names.find(body)
        place = locate(body)
        if known is not None and known.label.endswith(tuple(grammar.words["stateBody"])):
            offices.add(known.label)
        elif place is not None and place.level == "province" and place.country == "CN" and len(body) < len(place.name) + SHORTEST:
            offices.add(body)
    return frozenset(offices)
