"""Short names of bodies: the fuller name that the article has for each, and words that stand before a name and are no part of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from kg.entities.bodies import LEVEL
from kg.grammar import Grammar
from kg.names import Names
from kg.places import is_place

BEFORE = 8  # characters of the place that a local office leaves out
BARE = 3  # characters of a body that many places have
OWN = 2  # characters of a place or of an own name, at least
BRANCH = re.compile(r"[（(][^（）()]+[）)]$")


def find_short_names(named: Iterable[str], spoken: Iterable[str], publisher: str, *, grammar: Grammar, names: Names) -> dict[str, str]:
    """Short name -> the one fuller name among `spoken`, the bodies that the article names, and its publisher.

    Where several fit, it is the one that the others go on from; else none.
    """
    full = sorted({*spoken, *([publisher] if publisher else [])}, key=lambda name: (len(name), name))
    found = {}
    for short in sorted(set(named)):
        if names.find(short) is not None:
            continue
        fitting = [name for name in full if is_short_for(short, name, publisher, grammar=grammar, names=names)]
        if fitting and all(fitting[0] in name for name in fitting):
            found[short] = fitting[0]
    return found


def is_short_for(short: str, long: str, publisher: str = "", *, grammar: Grammar, names: Names) -> bool:
    """Whether a name is cut from a longer one: a body without its place, a company without place and trade, a school without its head.

    >>> from kg.grammar import load_grammar; from kg.names import load_names; tables = {"grammar": load_grammar(), "names": load_names()}
    >>> [is_short_for(short, "海州智岸电子科技有限公司", **tables) for short in ("智岸电子", "智岸", "海州", "电子科技")]
    [True, True, False, False]
    """
    if len(short) >= len(long) or len(short) < OWN or BRANCH.search(long):
        return False
    head = long[: -len(short)]
    if publisher and long == publisher + short:
        return True
    if long.endswith(short) and len(head) <= BEFORE and LEVEL.match(short) and len(short) > OWN:
        return len(head) >= OWN
    if long.endswith(short) and _is_place_left_out(head, short, grammar):
        return True
    office = names.offices.get(short)
    if office is not None and long.endswith((short, office)):
        return _tells_place(long[: -len(office)] if long.endswith(office) else head)
    if is_place(short) and long != publisher:
        return False
    if long.startswith(short) and grammar.ends("university", long) and long[len(short) :] in grammar.words["university"]:
        return True
    return _is_own_name(short, long, grammar)


def _is_place_left_out(head: str, short: str, grammar: Grammar) -> bool:
    """Whether a name lacks but the place before it, and is none that many places have: 茶器协会 of 中国茶器协会."""
    return is_place(head) and len(short) > BARE and short not in grammar.words["orgHead"]


def _tells_place(words: str) -> bool:
    """Whether words in front of an office are a place, be it one that no gazetteer has: 江岩市."""
    return is_place(words) or bool(words[OWN - 1 :] and LEVEL.match(words[-1]))


def strip_description(name: str, spoken: Collection[str], *, grammar: Grammar, names: Names) -> str:
    """The name without the words that say what kind of body it is (跨国药企 before a company), where the rest is a name elsewhere."""
    for word in sorted(grammar.words["bodyKind"], key=lambda w: (-len(w), w)):
        place = name.rfind(word, 0, len(name) - OWN + 1)
        rest = name[place + len(word) :]
        if place >= 0 and len(rest) >= OWN and (rest in spoken or names.find(rest) is not None):
            return rest
    return name


def _is_own_name(short: str, long: str, grammar: Grammar) -> bool:
    """Whether a company is called by its own name, which stands first or behind a place and before its trade."""
    place = long.find(short)
    if not grammar.ends("companyTail", long) or grammar.ends("companyTail", short) or place < 0 or short in grammar.words["trade"]:
        return False
    return (place in (0, OWN) or is_place(long[:place])) and _is_trade(long[place + len(short) :], grammar)


def _is_trade(words: str, grammar: Grammar) -> bool:
    """Whether words say nothing but the trade and the kind of a company."""
    if not words:
        return True
    known = (*grammar.words["trade"], *grammar.words["companyTail"])
    return any(words.startswith(word) and _is_trade(words[len(word) :], grammar) for word in known)
