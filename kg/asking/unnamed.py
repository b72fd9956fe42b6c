"""What verbs mean that have no name at either end: 哪些公司研发了产品, 博览会上展出了哪些产品, 在深圳发布的芯片."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.asking.kinds import given, head_of, is_dated, is_label, kinds_behind
from kg.asking.meaning import ANSWER, ANY, Argument, Condition, Meaning
from kg.asking.reading import Group, Question
from kg.asking.tokens import LONGEST, Token
from kg.asking.words import Verb


def at_event(question: Question, verbs: Sequence[Verb], groups: Sequence[Group]) -> Iterator[Meaning]:
    """What was done at an event: 博览会上展出了哪些产品."""
    if len(groups) == 1 and question.narrow and _during(question, groups[0]):
        yield from (replace(one, setting=question.term(groups[0].names)) for one in open_verb(question, verbs))


def talks_at(question: Question, verbs: Sequence[Verb], group: Group) -> Iterator[Meaning]:
    """Who spoke at an event, whatever the talk is called: 谁在论坛上做了报告."""
    speaks = question.spoken and any(verb.relation == "delivers" for verb in verbs) and question.is_agent(question.wanted())
    if speaks and question.classes(group.names) == {"Event"}:
        event = question.term(group.names)
        yield Meaning("list", (Condition(("delivers",), ANSWER, event),), question.narrow, question.head)
        if question.spoken in question.words.verbs:  # whoever attended and spoke, as the sentence says
            yield Meaning("list", (Condition(("attends", "delivers"), ANSWER, event),), question.narrow, question.head)
        yield Meaning("list", (Condition(("delivers",), ANSWER, ANY),), question.narrow, question.head, setting=event)


def beside(question: Question, verbs: Sequence[Verb], group: Group) -> Iterator[Meaning]:
    """A name at neither end of a verb: a prize that only an event is named after, or where it was (在深圳发布的芯片)."""
    yield from given(question, verbs, group.names[0].text)
    if (question.narrow or question.asks("who", "which")) and question.classes(group.names) == {"Place"}:
        yield from (replace(one, region=question.term(group.names)) for one in open_verb(question, verbs))


def open_verb(question: Question, verbs: Sequence[Verb]) -> Iterator[Meaning]:
    """A verb without any name: 哪些公司研发了产品, 哪家公司发布了大模型."""
    head, kinds = head_of(question), list(kinds_behind(question))
    verbs, ends = _open_ends(question, verbs)
    wanted, narrow = question.wanted(), question.narrow
    for end, dated in ends:
        relations = tuple(r for r in question.relations(verbs, end, wanted) if dated or not is_dated(question, r))
        for kind in kinds if relations else ():
            condition = Condition(relations, ANSWER, kind) if end == "subject" else Condition(relations, kind, ANSWER)
            yield Meaning("count" if question.asks("many") else "list", (condition,), narrow, head)
        if relations:
            return
    made = tuple(verb.relation for verb in verbs if not question.is_circumstance(verb.relation) and not is_dated(question, verb.relation))
    if question.head in question.words.heads and made:  # a fund may be a body, whatever its word is usually for: 成立的基金有哪些
        yield Meaning("count" if question.asks("many") else "list", (Condition(made, ANY, ANSWER),), "", question.head)


def by_both(question: Question) -> Iterator[Meaning]:
    """Who does several things, none of which has a name: 既研发机器人又承办过活动的单位有哪些."""
    conditions, acts = [], [act for act in question.acts if "verb" in act]
    for act, following in zip(acts, [*acts[1:], None], strict=True):
        verbs = question.words.verbs[act.text]
        relations = tuple(r for r in question.relations(verbs, "subject", "Agent") if not is_dated(question, r))
        if not relations:
            return
        conditions.append(Condition(relations, ANSWER, _thing_behind(question, act, following)))
    narrow = question.narrow if question.words.ontology.is_a(question.narrow, "Agent") else ""
    yield Meaning("count" if question.asks("many") else "list", tuple(conditions), narrow, question.head if narrow else "")


def _thing_behind(question: Question, act: Token, following: Token | None) -> Argument:
    """The kind of thing that stands behind a verb and before the next one or the word that asks."""
    stop = following.start if following is not None else len(question.tokens) * LONGEST
    stop = min(stop, question.asked_at) if question.asked_at > act.start else stop
    for i, token in enumerate(question.tokens):
        if act.end <= token.start < stop and token.kinds & {"class", "head"} and not question.is_relative(i):
            label = is_label(question, token.text)
            return Argument("kind", words=question.words.classes[token.text]) if label else Argument("called", words=token.text)
    return ANY


def _open_ends(question: Question, verbs: Sequence[Verb]) -> tuple[Sequence[Verb], tuple[tuple[str, bool], ...]]:
    """The verbs, and the ends to be asked for, the likelier first, each with whether a date may stand there."""
    # What is published rather than what has a day of it.
    ends: tuple[tuple[str, bool], ...] = (("subject", False), ("object", True), ("subject", True))
    if question.is_passive(question.acts[0]):
        return verbs, ends[1:2]  # 哪些企业被收购了
    if question.asked not in question.tokens or not question.asks("which") or question.narrow:
        return verbs, ends
    i = question.tokens.index(question.asked)
    if question.tokens[i + 1 : i + 2] == question.acts[:1]:
        return verbs, ends[1:]  # 有哪些签约
    done = [verb for verb in verbs if not question.is_circumstance(verb.relation) and verb.relation != "subEventOf"]
    return (done, ends[1:2]) if done and question.asked_at > question.acts[0].start else (verbs, ends)  # 举办了什么


def _during(question: Question, group: Group) -> bool:
    """Whether an event is that at which something was: 博览会上."""
    i = question.tokens.index(group.names[-1]) + 1
    return i < len(question.tokens) and "during" in question.tokens[i] and question.classes(group.names) == {"Event"}
