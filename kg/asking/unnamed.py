"""What verbs mean that have no name at either end: 哪些公司研发了产品, 博览会上展出了哪些产品, 在深圳发布的芯片."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.asking.kinds import given, head_of, is_dated, kinds_behind
from kg.asking.meaning import ANSWER, Condition, Meaning
from kg.asking.reading import Group, Question
from kg.asking.words import Verb


def at_event(question: Question, verbs: Sequence[Verb], groups: Sequence[Group]) -> Iterator[Meaning]:
    """What was done at an event: 博览会上展出了哪些产品."""
    if len(groups) == 1 and question.narrow and _during(question, groups[0]):
        yield from (replace(one, setting=question.term(groups[0].names)) for one in open_verb(question, verbs))


def beside(question: Question, verbs: Sequence[Verb], group: Group) -> Iterator[Meaning]:
    """A name at neither end of a verb: a prize that only an event is named after, or where it was (在深圳发布的芯片)."""
    yield from given(question, verbs, group.names[0].text)
    if question.narrow and question.classes(group.names) == {"Place"}:
        yield from (replace(one, region=question.term(group.names)) for one in open_verb(question, verbs))


def open_verb(question: Question, verbs: Sequence[Verb]) -> Iterator[Meaning]:
    """A verb without any name: 哪些公司研发了产品, 哪家公司发布了大模型."""
    head, kinds = head_of(question), list(kinds_behind(question))
    ends = (("subject", False), ("object", True), ("subject", True))  # what is published rather than what has a day of it
    before = question.tokens.index(question.acts[0]) - 1
    passive = before >= 0 and "by" in question.tokens[before]  # 哪些企业被收购了
    for end, dated in ends[1:2] if passive else ends:
        relations = tuple(r for r in question.relations(verbs, end, question.wanted()) if dated or not is_dated(question, r))
        for kind in kinds if relations else ():
            condition = Condition(relations, ANSWER, kind) if end == "subject" else Condition(relations, kind, ANSWER)
            yield Meaning("count" if question.asks("many") else "list", (condition,), question.narrow, head)
        if relations:
            return


def _during(question: Question, group: Group) -> bool:
    """Whether an event is that at which something was: 博览会上."""
    i = question.tokens.index(group.names[-1]) + 1
    return i < len(question.tokens) and "during" in question.tokens[i] and question.classes(group.names) == {"Event"}
