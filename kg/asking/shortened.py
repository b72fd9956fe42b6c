"""Names that are shortened as people do it: 绿色信贷协议 for 绿色信贷合作协议, where one name of the graph alone can be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from kg.asking.reach import Reach
from kg.asking.reading import ASKING
from kg.asking.tokens import Token, have, word_at
from kg.asking.unknown import unknown_ranges
from kg.asking.words import Questions
from kg.query import encode_iri
from kg.query.spotting import Spotted

# Words of no name that is asked of; how many words a name may go on before and behind an unknown one: 育儿补助 实施 办法.
OUTSIDE = frozenset({*ASKING, "whether", "ending", "period", "by", "closing"})
BEFORE, BEHIND = 3, 5
# Longer names are no part of others that a lone character makes of them.
SHORT_NAME = 5


def name_shortened(reach: Reach, tokens: Sequence[Token], questions: Questions) -> list[Token]:
    """The tokens with each unknown stretch that shortens one name, with the words around it that belong to it, as that name."""
    done, short = list(tokens), reach.short
    for first, last in sorted(
        {*_pieces(tokens), *_in_places(tokens), *unknown_ranges(tokens), *_clinging(tokens), *_bare_heads(tokens, questions)}, reverse=True
    ):
        if last >= len(done):
            continue  # a name behind it took it
        for start, end in _stretches(done, first, last):
            some = done[start : end + 1]
            spot = next((found for words in _texts(some, questions) if (found := short(words)) is not None), None)
            if spot is not None:
                done[start : end + 1] = [_name(some, spot)]
                break
        else:
            done = (
                _before_more(done, first, last, short=short)
                or _in_place(done, first, last, reach=reach, questions=questions)
                or _cut_into(done, first, last, short=short, questions=questions)
            )
    return done


def _name(tokens: Sequence[Token], spot: Spotted) -> Token:
    return Token("".join(token.text for token in tokens), tokens[0].start, tokens[-1].end, frozenset({"name"}), spot)


def _cut_into(tokens: list[Token], first: int, last: int, *, short: Callable[[str], Spotted | None], questions: Questions) -> list[Token]:
    """The tokens with a name that ends inside the word behind it: 古籍 + 展到 is 古籍展 + 到."""
    behind = tokens[last + 1] if last + 1 < len(tokens) else None
    rest = word_at(behind.text, 1, questions) if behind is not None and len(behind.text) == 2 else None
    if behind is None or rest is None or "rest" in rest or behind.kinds & OUTSIDE:
        return tokens
    whole = [*tokens[first : last + 1], replace(behind, text=behind.text[:1], end=behind.start + 1)]
    spot = short("".join(token.text for token in whole))
    if spot is None:
        return tokens
    rest = replace(rest, start=behind.start + 1, end=behind.end)
    return [*tokens[:first], _name(whole, spot), rest, *tokens[last + 2 :]]


def _before_more(tokens: list[Token], first: int, last: int, *, short: Callable[[str], Spotted | None]) -> list[Token]:
    """The tokens with a name that words stand behind which nothing knows: 中医药大会 in 中医药大会节目."""
    for end in range(last - 1, first - 1, -1):
        more = tokens[end + 1 : last + 1]
        if tokens[end].kinds & {"head", "class"} and all(token.kinds == {"rest"} for token in more):
            some = tokens[first : end + 1]
            spot = short("".join(token.text for token in some))
            if spot is not None:
                aside = [replace(token, kinds=frozenset({"aside"})) for token in more]
                return [*tokens[:first], _name(some, spot), *aside, *tokens[last + 1 :]]
    return []


def _in_place(tokens: list[Token], first: int, last: int, *, reach: Reach, questions: Questions) -> list[Token]:
    """The tokens with an event that a place stands before at which it was as one name: 昆明花博会; nothing where it was not there."""
    place = tokens[first]
    if first == last or place.spot is None or not have([place], "name"):
        return []
    for end in range(min(last + BEHIND, len(tokens) - 1), last - 1, -1):
        some = tokens[first + 1 : end + 1]
        spot = (
            None
            if any(token.kinds & OUTSIDE for token in some) or not some[-1].text[-1].isalnum()
            else next((s for words in _texts(some, questions) if (s := reach.short(words))), None)
        )
        if spot is not None and _was_at(reach, spot, place.spot):
            return [*tokens[:first], _name(tokens[first : end + 1], spot), *tokens[end + 1 :]]
    return []


def _was_at(reach: Reach, event: Spotted, place: Spotted) -> bool:
    """Whether the graph says that something was at a place."""
    events, places = (" ".join(encode_iri(node.iri) for node in one.nodes) for one in (event, place))
    path = "(kg:partOfEvent|kg:subEventOf)?/kg:heldAt/kg:inPlace*"
    return bool(
        reach.run(f"SELECT ?event {{ VALUES ?event {{ {events} }} VALUES ?place {{ {places} }} ?event {path} ?place }} LIMIT 1").rows
    )


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """What stands between the words for “and” of an unknown stretch: 花博会和机博会."""
    for first, last in unknown_ranges(tokens):
        starts = [first, *(i + 1 for i in range(first, last) if "and" in tokens[i])]
        yield from (
            (start, end)
            for start, end in zip(starts, [*(i - 2 for i in starts[1:]), last], strict=True)
            if start <= end and len(starts) > 1
        )


def _in_places(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where a place, 的 and the last word of names stand together: 绵阳的会展中心."""
    for i, token in enumerate(tokens):
        if token.kinds == {"head"} and i > 1 and tokens[i - 1].text == "的" and "name" in tokens[i - 2]:
            yield i - 2, i


def _clinging(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where a lone unknown character stands right before a name, which then is a part of another: 欧 + 央行."""
    for i, (one, name) in enumerate(zip(tokens, tokens[1:], strict=False)):
        if one.kinds == {"rest"} and len(one.text) == 1 and name.spot is not None and len(name.text) < SHORT_NAME:
            yield i, i + 1


def _bare_heads(tokens: Sequence[Token], questions: Questions) -> Iterator[tuple[int, int]]:
    """Where the word for a kind of events stands alone, beside no other name, and may be one of them: 进博会, 博览会."""
    if have(tokens, "name") or not have(tokens, "who", "when", "where", "verb", "noun"):
        return
    for i, token in enumerate(tokens):
        before, behind = tokens[i - 1 : i] if i else [], tokens[i + 1 : i + 2]
        parts = behind[:1] if have(behind, "head") and _is_event(behind[0], questions) else []  # 链博会开幕式
        told = have(before, "which", "many", "measure", "rest", "head", "class")
        told = told or not parts and have(behind, "rest", "head", "class", "which")
        listed = have(tokens[i + 1 :], "which", "many") and not have(tokens[i + 1 :], "class", "measure")
        relative = bool(before) and before[0].text.endswith("的")
        if "head" in token and _is_event(token, questions) and len(token.text) > 2 and not (told or listed or relative):
            yield i, i + len(parts)


def _is_event(token: Token, questions: Questions) -> bool:
    return questions.heads.get(token.text) == "Event"


def _stretches(tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Where the name may begin and end of which `first` to `last` is a part, the longest stretch first."""
    while first < last and "period" in tokens[first]:
        first += 1
    starts, ends = [first], [last]
    while starts[-1] and len(starts) <= BEFORE and tokens[starts[-1] - 1].kinds.isdisjoint(OUTSIDE):
        starts.append(starts[-1] - 1)
    while ends[-1] + 1 < len(tokens) and len(ends) <= BEHIND and tokens[ends[-1] + 1].kinds.isdisjoint(OUTSIDE):
        ends.append(ends[-1] + 1)
    found = [(start, end) for start in starts for end in ends if tokens[start].text[0].isalnum() and tokens[end].text[-1].isalnum()]
    yield from sorted(found, key=lambda one: tokens[one[0]].start - tokens[one[1]].end)


def _texts(tokens: Sequence[Token], questions: Questions) -> Iterator[str]:
    """The words of a stretch with what a short name in them is short for, as they are, then without 的 between them."""
    whole = "".join(token.text for token in tokens)
    if any("and" in token for token in tokens[1:-1]):  # 快递业跟制造业现场会
        yield from ("".join(joint if "and" in token else token.text for token in tokens) for joint in questions.joints)
    yield from (whole.lower().replace(one, long) for one, long in questions.short.items() if one in whole.lower())
    yield whole
    if any(token.text == "的" for token in tokens[1:-1]):
        yield "".join(token.text for token in tokens if token.text != "的")
