"""Whether something is so: between two names, or for one of them at all; and which of several names say where it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.asking.meaning import ANSWER, Argument, Condition, Meaning
from kg.asking.posts import post_condition
from kg.asking.reading import Group, Question
from kg.asking.tokens import Token
from kg.asking.words import Verb


def with_answer(relations: tuple[str, ...], end: str, term: Argument) -> Condition:
    """The condition with a term at one end and what is asked for at the other."""
    return Condition(relations, term, ANSWER) if end == "subject" else Condition(relations, ANSWER, term)


def by_truth(question: Question, act: Token, verbs: Sequence[Verb], *, groups: Sequence[Group]) -> Iterator[Meaning]:
    """Whether something is so between two names; with one name, whether there is anything at all."""
    names = [name for group in groups for name in group.names]
    posts = any(verb.relation == "position" for verb in verbs)
    if len(names) == 1:
        words = "".join(token.text for token in [*question.posts, *question.rest] if token.start > act.start)
        if posts and words:
            yield Meaning("truth", (Condition(("position",), question.term(names), Argument("words", words=words)),))
            return
        for relations, end in question.orient(act, verbs, groups[0], ends=2):
            yield Meaning("truth", (with_answer(relations, end, question.term(names)),), question.narrow, question.head)
        return
    mains, region, setting = adjuncts(question, groups, 2)
    if len(mains) == 2 and not any(_between(question, verbs, _pair(question, act, mains))):
        mains, region, setting = adjuncts(question, groups, 1)  # 芯片是在深圳发布的吗
    names = [name for group in mains for name in group.names]
    if len(names) == 1:
        for relations, end in question.orient(act, verbs, mains[0]):
            yield Meaning("truth", (with_answer(relations, end, question.term(names)),), region=region, setting=setting)
        return
    if posts and question.posts and question.classes(names[:1]) & {"Person"}:
        yield Meaning("truth", (post_condition(question, question.term(names[:1]), names[1:]),))
        return
    for meaning in _between(question, verbs, _pair(question, act, mains)):
        yield replace(meaning, region=region, setting=setting)


def _between(question: Question, verbs: Sequence[Verb], pair: tuple[tuple[Token, ...], tuple[Token, ...]]) -> Iterator[Meaning]:
    """Whether something is so between the first and the second of a pair, or the other way round where only that fits the classes."""
    for one, two in (pair, pair[::-1]):
        relations = tuple(
            verb.relation
            for verb in verbs
            if question.fits(verb.relation, "object" if verb.reverse else "subject", question.classes(one))
            and question.fits(verb.relation, "subject" if verb.reverse else "object", question.classes(two))
        )
        if relations:
            reverse = any(verb.reverse for verb in verbs if verb.relation in relations)
            subjects, objects = (two, one) if reverse else (one, two)
            yield Meaning("truth", tuple(Condition(relations, question.term((s,)), question.term((o,))) for s in subjects for o in objects))
            return


def _pair(question: Question, act: Token, groups: Sequence[Group]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Who does it and to whom, by the order of the words: 甲V乙, 甲由乙V, 甲在乙V."""
    before, after = [g for g in groups if g.end <= act.start], [g for g in groups if g.start >= act.end]
    if before and after:
        return before[-1].names, after[0].names
    names = [name for group in groups for name in group.names]
    one, two = tuple(names[:-1]), tuple(names[-1:])
    if not after and len(before) > 1 and before[-1].mark not in ("at", "goal", "and"):
        return two, one
    return one, two


def adjuncts(question: Question, groups: Sequence[Group], needed: int) -> tuple[list[Group], Argument | None, Argument | None]:
    """The names that the verb needs, the place, and the event at which it was: 谁在花博会上展出了新品."""
    if len(groups) < 2:
        return list(groups), None, None
    region = setting = None
    mains = list(groups)
    for group in groups:
        if len(mains) <= needed or group.mark != "at":
            continue
        if "Place" in question.classes(group.names):  # a country is a body too
            region = question.term(group.names)
            mains.remove(group)
        elif question.classes(group.names) <= {"Event"}:
            setting = question.term(group.names)
            mains.remove(group)
    for group in list(mains):
        if len(mains) > needed and question.classes(group.names) <= {"Place"}:
            region = question.term(group.names)
            mains.remove(group)
    return mains, region, setting
