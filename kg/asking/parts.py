"""A question that asks several things as questions of their own: 由谁发布、哪天发布, 何时何地签署, 市长是谁，他出席了什么活动."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.asking.reading import ASKING
from kg.asking.tokens import Token, have

SEPARATORS = frozenset("，,、；;。？?!！")
# Words that state a relation, or narrow what is asked for.
TELLING = frozenset({"verb", "noun", "post", "together", "chief"})
FAR = 1000


def split_parts(tokens: Sequence[Token]) -> list[list[Token]]:
    """The parts that each ask something, in order; one where the question asks one thing, or names nothing that it asks of."""
    if each := _each(tokens):
        return each
    cuts = list(_cuts(tokens))
    if not cuts and (several := _several(tokens)):
        return several
    if not cuts or not have(tokens, "name"):
        return [list(tokens)]
    starts = [0, *cuts]
    return [list(tokens[first:last]) for first, last in zip(starts, [*cuts, len(tokens)], strict=True)]


def inherit(parts: Sequence[Sequence[Token]], i: int, answer: Sequence[Token] = ()) -> list[Token]:
    """The i-th part with what it leaves unsaid: its names from the parts before it, else behind it, its verb likewise.

    A part with 他 or 它 is asked of `answer`, the names that the part before it was answered with, where there are any.
    """
    part = [token for token in parts[i] if "again" not in token or have([token], *TELLING)]
    others = [*reversed(parts[:i]), *parts[i + 1 :]]
    if answer and have(part, "pronoun"):
        others = [list(answer), *others]
        part = with_pronouns(part, joined(answer)) if have(part, "name") else part  # 他来昆明参加了什么
    part = [token for token in part if not have([token], "pronoun", "closing") or have([token], *TELLING)]
    if i and _comes(part):
        part = [*_moved(_first_of(map(_led, others)), -FAR), *part]  # 甲是谁，哪天到南开大学的
    if not have(part, "name"):
        # 格鲁吉亚总理是谁，他来昆明参加了什么: an unknown country is none of what stands behind.
        known = parts[:i] if have(part, "post") and have(part, "rest") else others
        part = [*_moved(_first_of(map(_led, known)), -FAR), *part]
    own = any(token.kinds == {"rest"} and not token.quoted for token in part)  # a verb that nothing knows is not the one before
    return part if own or any(map(_tells, part)) else [*part, *_moved(_told(part, parts[i + 1 :], others), FAR)]


def _comes(part: Sequence[Token]) -> bool:
    """Whether a part asks when somebody came somewhere, and does not say who."""
    said = [token for token in part if not token.kinds <= {"filler"} and token.text.isalnum()]
    return len(said) > 2 and "when" in said[0] and "goal" in said[1] and "name" in said[2]


def joined(names: Sequence[Token]) -> list[Token]:
    """Several names as one, which means any of them: 他们."""
    nodes = tuple({node.iri: node for name in names if name.spot for node in name.spot.nodes}.values())
    return [replace(name, spot=replace(name.spot, nodes=nodes)) for name in names[:1] if name.spot is not None]


def with_pronouns(tokens: Sequence[Token], names: Sequence[Token]) -> list[Token]:
    """The tokens with 他 beside another name as the one name that it stands for: 他和李慧敏见过面吗."""
    if len(names) != 1 or not have(tokens, "name"):
        return list(tokens)
    before = [None, *tokens]
    rests = [token for last, token in zip(before, tokens, strict=False) if "pronoun" in token and (last is None or "name" not in last)]
    return [replace(names[0], start=token.start, end=token.end) if token in rests else token for token in tokens]


def _led(tokens: Sequence[Token]) -> list[Token]:
    """The names, each with 给 before it, which says that it is the one who gets: 谁给川北大学发了称号."""
    found = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if "name" in token:
            found += [before] if before is not None and "goal" in before else []
            found.append(token)
    return found


def _told(part: Sequence[Token], behind: Sequence[Sequence[Token]], others: Sequence[Sequence[Token]]) -> Sequence[Token]:
    """The verb that a part leaves unsaid; of 什么时候、在什么地方签的 that behind it."""
    if not any(map(_circumstance, part)):
        return _first_of([token for token in one if _tells(token)] for one in others)
    nearer = behind if behind and any(map(_circumstance, behind[0])) else ()
    return _first_of([token for token in one if _tells(token) and "noun" not in token] for one in (*nearer, *others))


def _first_of(found: Iterable[list[Token]]) -> list[Token]:
    return next(filter(None, found), [])


def _moved(tokens: Sequence[Token], by: int) -> list[Token]:
    return [replace(token, start=token.start + by, end=token.end + by) for token in tokens]


def _several(tokens: Sequence[Token]) -> list[list[Token]]:
    """The question at each of its words of asking, where several stand around one verb: 由谁在哪天发布, 何时何地签署."""
    asked = [i for i, token in enumerate(tokens) if _asks(token) and "closing" not in token]
    kinds = {_kind(tokens[i]) for i in asked}
    acts = [token for token in tokens if _tells(token) and "class" not in token]
    if len(asked) < 2 or len(kinds) < len(asked) or len(acts) != 1 or not have(tokens, "name"):
        return []
    left = {i: {k for j in asked if j != i for k in _around(tokens, j)} for i in asked}
    return [[token for k, token in enumerate(tokens) if k not in left[i]] for i in asked]


def _kind(token: Token) -> str:
    """Whether time, place, or who and what is asked for; 哪 is the last."""
    if {"which", "where"} <= token.kinds:
        return "who"
    return next((kind for kind in ("when", "where") if kind in token), "who")


def _around(tokens: Sequence[Token], i: int) -> range:
    """Where a word of asking stands with the word that leads to it and the kind that it asks for: 由 哪家 公司."""
    first, last = i, i
    if i and tokens[i - 1].kinds & {"by", "at"}:
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].kinds & {"class", "head", "measure"} and "which" in tokens[i]:
        last += 1
    return range(first, last + 1)


def _each(tokens: Sequence[Token]) -> list[list[Token]]:
    """The question for each of several names side by side: 知海和南岭一号分别是谁发布的."""
    names = _joint(tokens, "name")
    if len(names) > 1 and have(tokens, "earlier") and have(tokens, "who", "which") and not have(tokens, "period"):
        when = next(token for token in tokens if token.kinds & {"who", "which"})  # 甲和乙哪个先开幕 is 哪天 of each
        return [
            [tokens[i], replace(when, kinds=frozenset({"when"})), *(t for t in tokens[names[-1] + 1 :] if t.kinds & {"startsOn", "endsOn"})]
            for i in names
        ]
    names = names or _joint(tokens, "post")
    first, last = (names[0], names[-1]) if names else (0, 0)
    told = sum(bool(token.kinds & {"noun"}) for token in tokens)
    if len(names) < 2 or told > 1 or not have(tokens, "each") or not any(_asks(t) for t in tokens):
        return []
    return [[*tokens[:first], tokens[i], *tokens[last + 1 :]] for i in names]


def _joint(tokens: Sequence[Token], kind: str) -> list[int]:
    """Where the names or posts stand that are side by side, of the last such row: 兰州和西安 in 古籍展的主办单位在兰州和西安分别是谁."""
    rows: list[list[int]] = []
    for i, token in enumerate(tokens):
        if kind not in token:
            continue
        joined = rows and all("and" in one or not one.text.isalnum() for one in tokens[rows[-1][-1] + 1 : i])
        if joined:
            rows[-1].append(i)
        else:
            rows.append([i])
    return next((row for row in reversed(rows) if len(row) > 1), [])


def _tells(token: Token) -> bool:
    return bool(token.kinds & TELLING) and not token.kinds & {"goal", "at", "by", "filler", "measure"}


def _is_apart(tokens: Sequence[Token], i: int) -> bool:
    """Whether when or where is asked of a verb of its own: 签署了什么在哪里签署的."""
    return _circumstance(tokens[i]) and any(map(_acts, tokens[:i])) and any(map(_acts, tokens[i + 1 :]))


def _acts(token: Token) -> bool:
    return "verb" in token and _tells(token) and token.kinds.isdisjoint({"class", "head", "noun"})


def _cuts(tokens: Sequence[Token]) -> Iterator[int]:
    """Where a new part begins: at each word of asking that a mark or a word for “and” stands before, or the other of 何时何地."""
    asked = _where_asked(tokens)
    for one, two in zip(asked, asked[1:], strict=False):
        between = tokens[one + 1 : two]
        marks = [i for i in range(one + 1, two) if tokens[i].text in SEPARATORS or "and" in tokens[i]]
        kinds = tokens[one].kinds & tokens[two].kinds & {"who", "which"}
        if marks and not (len(between) == 1 and (kinds or tokens[marks[0]].text not in SEPARATORS and not _circumstance(tokens[two]))):
            yield marks[0]
        elif _circumstance(tokens[one]) and _circumstance(tokens[two]) and any("goal" in t for t in between):
            yield one + 1
        elif not marks and _is_apart(tokens, two):
            yield two - 1 if "at" in tokens[two - 1] else two


def _where_asked(tokens: Sequence[Token]) -> list[int]:
    """Where something is asked, whether a claim may tell it or not; also whether something is so: 总理是谁，他来过吗."""
    asked = [i for i, token in enumerate(tokens) if _asks(token) or "beyond" in token]
    last = len(tokens) - 1
    return [*asked, last] if asked and tokens[-1].kinds & {"ending", "whether"} and last not in asked else asked


def _asks(token: Token) -> bool:
    return bool(token.kinds & {*ASKING, "closing"}) and not ("many" in token and len(token.text) == 1)


def _circumstance(token: Token) -> bool:
    return bool(token.kinds & {"when", "where"}) and "which" not in token
