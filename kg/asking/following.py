"""A question that goes on from another: 那承办方呢, 其中在成都的有哪些, 下一届呢, and 他还主办了什么 of the answer to that one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from kg.asking.parts import FAR, joined, with_pronouns
from kg.asking.reach import Reach
from kg.asking.tokens import Token, have, named
from kg.asking.words import Questions
from kg.query import Rows
from kg.query.spotting import DATED_OR_COUNTED, squeeze

DAY = len("2024-05-22")
# What is left out, behind a word that says so.
EXCEPT = (frozenset({"except"}), frozenset({"name"}))
TELLING = ("verb", "noun", "who", "which", "when", "where")


def go_on(
    reach: Reach,
    tokens: Sequence[Token],
    before: Sequence[Token],
    *,
    answers: Sequence[Token],
    questions: Questions,
    ask: Callable[[str], Rows],
) -> Iterator[list[Token]]:
    """The words of a question with what it leaves unsaid, from the question before and then from its answers, the likelier first.

    `ask` answers a question of a name: 那天 and 他们公司 are what the name has.
    """
    if have(tokens, "thatDay") and (day := _on_that_day(tokens, [*named(before), *answers], questions, ask=ask)):
        yield day
        return
    tokens = _with_employers(reach, tokens, [*answers, *named(before)], questions=questions, ask=ask)
    if have(tokens, "among") and (some := _among(tokens, before)):
        yield some
        return
    here = _at_places(tokens, before, [answer for answer in answers if _is_of(answer, "Place", questions)])
    names = _series(reach, named(before)) if have(here, "coming") else named(before)
    whole = _follow(_with_heads(reach, here, names), before, names, questions=questions)
    yield from _by_answers(here, before, whole, names=names, answers=answers, questions=questions)


def _by_answers(
    tokens: list[Token],
    before: Sequence[Token],
    whole: list[Token],
    *,
    names: Sequence[Token],
    answers: Sequence[Token],
    questions: Questions,
) -> Iterator[list[Token]]:
    """The question of the names before, `whole`, and that of the answers, the likelier first."""
    agents = [answer for answer in answers if _is_agent(answer, questions)]
    somebody = bool(agents) and have(tokens, "somebody")
    if have(tokens, "name"):
        people = somebody and not any(_is_of(name, "Person", questions) for name in names)
        yield _follow(tokens, before, joined(agents), questions=questions) if people else whole
        return
    of_answers = [_follow(tokens, before, joined(agents or answers), questions=questions)] if answers else []
    if somebody and not any(_is_agent(name, questions) for name in names):
        yield from (*of_answers, whole)
    else:
        yield from (whole, *of_answers)


def _on_that_day(tokens: Sequence[Token], names: Sequence[Token], questions: Questions, *, ask: Callable[[str], Rows]) -> list[Token]:
    """The question in the time of what the question before is about: 那天还有什么活动."""
    for name in names:
        days = sorted(day for day in ask(questions.asked_of["day"].format(name=name.text)).column("answer") if len(day) == DAY)
        if days:
            period = (days[0], days[0])
            return [
                replace(token, kinds=frozenset({"period"}), period=period) if "thatDay" in token else token
                for token in tokens
                if not have([token], "again") or have([token], *TELLING)
            ]
    return []


def _with_employers(
    reach: Reach, tokens: Sequence[Token], names: Sequence[Token], *, questions: Questions, ask: Callable[[str], Rows]
) -> list[Token]:
    """The tokens with 他们公司 as the body at which somebody works."""
    done = list(tokens)
    for i, one in enumerate(tokens):
        last = next((k for k in range(i + 1, len(tokens)) if not have(tokens[k : k + 1], "filler", "measure", "pronoun")), i)  # 她那个单位
        kind = tokens[last]
        body = questions.ontology.is_a(questions.classes.get(kind.text, ""), "Organization")
        if "pronoun" not in one or not body:
            continue
        people = [name for name in names if _is_of(name, "Person", questions)]
        told = [label for name in people[:1] for label in ask(questions.asked_of["employer"].format(name=name.text)).column("answer")]
        spots = [spot for label in told for spot in reach.named(label)]
        if spots:
            text = "".join(token.text for token in tokens[i : last + 1])
            done[i : last + 1] = [Token(text, one.start, kind.end, frozenset({"name"}), spots[0])]
            return done
    return done


def _among(tokens: Sequence[Token], before: Sequence[Token]) -> list[Token]:
    """The question before, within the place or the time that this one gives: 其中在成都的有哪些."""
    if have([token for token in tokens if not token.kinds & {"at", "filler", "goal"}], "verb", "noun"):
        return []
    own = [token for token in tokens if token.kinds & {"name", "period", "at"}]
    bounds = [replace(token, start=token.start - FAR, end=token.end - FAR) for token in own]
    return [*bounds, *before] if have(own, "name", "period") else []


def _at_places(tokens: Sequence[Token], before: Sequence[Token], places: Sequence[Token]) -> list[Token]:
    """The tokens with 那里 as the places that the question before was answered with."""
    nodes = tuple({node.iri: node for place in places if place.spot for node in place.spot.nodes}.values())
    if not have(tokens, "there") or not nodes or places[0].spot is None:
        return list(tokens)
    spot = replace(places[0].spot, nodes=nodes)
    here = [replace(token, kinds=frozenset({"name"}), spot=spot) if "there" in token else token for token in tokens]
    left = named(before)[:1] if have(tokens, "again") else []  # 那里还有什么会: another than that
    return [*(replace(token, start=-FAR, end=-FAR, kinds=kinds) for token in left for kinds in EXCEPT), *here]


def _series(reach: Reach, names: Sequence[Token]) -> list[Token]:
    """The names without their edition, where the graph knows them so: 下一届 of 第三届生态论坛 is one of 生态论坛."""
    found = []
    for name in names:
        whole = squeeze(name.text)[0]
        bare = whole[DATED_OR_COUNTED.match(whole).end() :]  # type: ignore[union-attr]
        spots = reach.named(bare) if bare != whole else []
        found.append(replace(name, text=bare, spot=spots[0]) if spots else name)
    return found


def _with_heads(reach: Reach, tokens: Sequence[Token], names: Sequence[Token]) -> list[Token]:
    """The tokens with a part of the event before as its name: 开幕式 in 开幕式谁主持的."""
    first = tokens[0] if tokens else None
    if first is None or "head" not in first or have(tokens, "name") or len(names) != 1 or names[0].spot is None:
        return list(tokens)
    wholes = [f"{node.label}{first.text}" for node in names[0].spot.nodes]
    spots = [spot for whole in wholes for spot in reach.named(whole)]
    return [replace(first, kinds=frozenset({"name"}), spot=spots[0]), *tokens[1:]] if spots else list(tokens)


def _follow(tokens: list[Token], before: Sequence[Token], names: Sequence[Token], *, questions: Questions) -> list[Token]:
    """The words of a question with the names that it leaves unsaid; or the question before with the name that this one gives."""
    tokens = with_pronouns(tokens, names)
    own = [token for token in tokens if not have([token], "again", "pronoun", "closing") or have([token], "verb", "noun")]
    if not have(own, "name"):
        things = [name for name in names if not _is_agent(name, questions)]  # 还有谁参加了 asks of the event, not of who attended it
        left = things if have(own, "who") and things else names
        if have(own, "coming") and not have(own, *TELLING):
            return [*(_replaced(token, left) for token in before), *own]
        return [*(replace(token, start=token.start - FAR, end=token.end - FAR) for token in left), *own]
    old = named(before)
    if have(own, *TELLING) or len(old) != 1:
        return own
    new = next(token for token in own if "name" in token)
    return [replace(new, start=token.start, end=token.end) if token == old[0] else token for token in before]


def _replaced(token: Token, names: Sequence[Token]) -> Token:
    """A name as the one of `names` that stands for it."""
    return next((name for name in names if name.start == token.start), token) if "name" in token else token


def _is_agent(token: Token, questions: Questions) -> bool:
    """Whether one of those that a name may mean acts."""
    agents = {str(cls.iri) for name, cls in questions.ontology.classes.items() if questions.ontology.is_a(name, "Agent")}
    return token.spot is not None and any(agents.intersection(node.classes) for node in token.spot.nodes)


def _is_of(token: Token, cls: str, questions: Questions) -> bool:
    iri = str(questions.ontology.classes[cls].iri)
    return token.spot is not None and any(iri in node.classes for node in token.spot.nodes)
