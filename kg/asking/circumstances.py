"""When and where: the date or place of a thing or of what is said of it, and what was at a place or in a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.asking.kinds import head_of
from kg.asking.meaning import ANSWER, ANY, Argument, Condition, Meaning
from kg.asking.reading import DATES, PLACE, Group, Question
from kg.asking.tokens import Token
from kg.asking.truths import by_truth
from kg.asking.words import Verb


def by_when_or_where(question: Question, verbs: Sequence[Verb], groups: Sequence[Group]) -> Iterator[Meaning]:
    """The date or place of a thing, else that of what is said of it."""
    asks = "when" if question.asks("when") else "where"
    kind = {"when": "Date", "where": "Place"}[asks]
    names = [name for group in groups for name in group.names]
    if len(names) == 1 and question.until and asks == "when":
        yield from _own(question, names, ("endDate",))
    if len(names) == 1:
        yield from _own(question, names, question.relations(verbs, "object", kind))
    for meaning in by_truth(question, question.acts[0], verbs, groups=groups) if names else ():
        if any(_literal(question, c) for c in meaning.conditions):
            continue
        conditions = tuple(replace(c, subject=_any(c.subject), object=_any(c.object)) for c in meaning.conditions)
        yield Meaning(asks, conditions)
    if len(names) == 1:
        yield from _own(question, names, DATES if asks == "when" else (PLACE,))
    if len(names) == 1 and asks == "when":
        yield from _own(question, names, ("endDate",))


def _own(question: Question, names: Sequence[Token], relations: Sequence[str]) -> Iterator[Meaning]:
    """What a name has by those of the relations that its classes may have."""
    classes = question.classes(names)
    fitting = tuple(relation for relation in relations if question.fits(relation, "subject", classes))
    if fitting:
        yield Meaning("list", (Condition(fitting, question.term(names), ANSWER),))


def _literal(question: Question, condition: Condition) -> bool:
    return all(question.words.ontology.relations[r].literal or r == PLACE for r in condition.relations)


def by_circumstance(question: Question) -> Iterator[Meaning]:
    """The date, place or doings of names without a verb: 第七届世界智能大会在什么地方, 北京有哪些活动."""
    names = [name for group in question.groups for name in group.names]
    if question.asks("when", "where") and len(names) == 1 and not question.rest:
        dates = ("endDate",) if question.until else DATES
        homes = (PLACE,) if question.acts else (PLACE, "worksFor")
        yield from _own(question, names, dates if question.asks("when") else homes)
        if question.asks("when") and not question.until:
            yield from _own(question, names, ("endDate",))
    yield from _happening(question, names)


def _happening(question: Question, names: Sequence[Token]) -> Iterator[Meaning]:
    """What was at places or in a time."""
    places = [name for name in names if "Place" in question.classes((name,))]
    bounded = len(places) == len(names) and (places or question.period[0])
    happening = question.narrow == "Event" or not question.narrow and question.asks("which") and question.acts
    if bounded and happening and not question.truth:
        asks = "count" if question.asks("many") else "list"
        condition = (
            Condition((PLACE,), ANSWER, question.term(places)) if places else Condition(("startDate", "endDate", PLACE), ANSWER, ANY)
        )
        yield Meaning(asks, (condition,), "Event", head_of(question))


def _any(term: Argument) -> Argument:
    return ANY if term.kind == "answer" else term
