"""Names as people shorten them: 绿色信贷协议 for 绿色信贷合作协议, 花博会 for 花卉博览会, 育儿补助办法 for 绵州市育儿补助办法."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kg.query.remote import Endpoint
from kg.query.spotting import DATED_OR_COUNTED, ORDINAL, PART_NODES, Spots, Spotted, spots_of, squeeze
from kg.query.store import Source

SHORTEST, SHARE, PIECES_SHARE, PIECE = 4, 0.35, 0.25, 2
# An event may be called by characters of its last words alone, which are fewer: 古籍展, 花博会 of 花卉博览会.
SHORT_END, STRETCH = 3, 2
LONGEST = 40
RANKS = 5


def short_name(source: Source | Endpoint, words: str) -> Spotted | None:
    """The one thing of the graph that the words are short for, whatever its edition; None where none or several may be meant.

    Two characters are the beginning of one place: 沙特 of 沙特阿拉伯.
    Of an event and what is named after it (its opening ceremony) the event is meant.
    """
    short = squeeze(words)[0]
    if not PIECE <= len(short) <= LONGEST:
        return None
    spots = spots_of(source, words)
    if len(short) == PIECE:
        found = _shortest({key: iris for key, iris in spots.beginning(short) if len(key) > PIECE})
        return Spotted(0, len(words), spots.nodes(found), "short") if found else None
    for one in (short, _edition_first(short)):
        found = _shortest(_ranked(spots, one)) if one else set()
        if found:
            return Spotted(0, len(words), spots.nodes(found), "short")
    return None


def _edition_first(short: str) -> str:
    """The words with their edition in front: 进博会第六届; empty where none stands behind them."""
    found = ORDINAL.search(short)
    return short[found.start() :] + short[: found.start()] if found and found.start() and found.end() + 1 == len(short) else ""


def _ranked(spots: Spots, short: str) -> Mapping[str, set[str]]:
    """The names that fit best -> their nodes."""
    ranks: dict[int, dict[str, set[str]]] = defaultdict(dict)
    for key in spots.with_characters(short):
        iris = spots.keys[key]
        event = any(spots.is_event(iri) for iri in iris)
        if (rank := rank_of(short, key, event=event)) < RANKS:
            ranks[rank][key] = iris
    best = ranks[min(ranks)] if ranks else {}
    nodes = {iri for iris in best.values() for iri in iris}
    endings = [key for key in ranks[1] if key.endswith(short) and not ranks[1][key] <= nodes]
    return {} if 0 in ranks and endings else best  # 新闻发布会 may be anybody's


def _shortest(found: Mapping[str, set[str]]) -> set[str]:
    """The nodes of the shortest name where all others begin with it; nothing where they do not."""
    key = min(found, key=len, default="")
    nodes = found.get(key, set())
    begins = all(other.startswith(key) or found[other] <= nodes or _bare(other).startswith(_bare(key)) for other in found)
    return nodes if len(nodes) <= PART_NODES and begins else set()


def _bare(name: str) -> str:
    """A name without its edition: the 5G大会 of 2023 and what is named after it."""
    return name[DATED_OR_COUNTED.match(name).end() :]  # type: ignore[union-attr]


def rank_of(short: str, name: str, *, event: bool) -> int:
    """How well words are short for a name, 0 where they are the same, RANKS where they are not: a stretch of it, its characters in their
    order with the same last one, its beginning and words behind it, or characters of the last words of an event, or of a name that is
    not much longer (欧央行).

    >>> rank_of("信贷合作协议", "绿色信贷合作协议", event=False), rank_of("绿色信贷协议", "绿色信贷合作协议", event=False)
    (1, 2)
    >>> rank_of("高原山地论坛", "高原山地青年企业家论坛年会", event=True), rank_of("花博会", "滇池花卉博览会", event=True)
    (3, 4)
    >>> rank_of("岷江大学", "嘉陵大学", event=False), rank_of("花博会", "花城动漫博览会", event=True)
    (5, 5)
    """
    if len(short) >= len(name):
        return 0 if short == name else RANKS
    whole, last = len(short) >= SHORTEST, short[-1] == name[-1]
    if short in name and (whole or event and short in (name[: len(short)], name[-len(short) :])):
        return 1
    if whole and last and len(short) >= SHARE * len(name) and _in_order(short, name):
        return 2
    if whole and len(short) >= PIECES_SHARE * len(name) and name.startswith(short[:PIECE]) and _in_pieces(short, name):
        return 3
    near = event or len(name) <= STRETCH * len(short) and name[0] == short[0]
    return 4 if near and last and _in_order(short, name[-STRETCH * len(short) :]) else RANKS


def _in_order(short: str, name: str) -> bool:
    left = iter(name)
    return all(char in left for char in short)


def _in_pieces(short: str, name: str) -> bool:
    """Whether the words are pieces of the name, each of two characters or more, in their order."""
    if not short:
        return True
    for length in range(len(short), PIECE - 1, -1):
        at = name.find(short[:length])
        if at >= 0 and len(short) - length != 1 and _in_pieces(short[length:], name[at + length :]):
            return True
    return False
