"""Who was given what: a prize or title is no node of the graph, but stands in the sentence of who gave it to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.asking.meaning import ANSWER, ANY, Argument, Condition, Meaning
from kg.asking.reading import Group, Question
from kg.asking.tokens import Token
from kg.asking.words import Questions, Verb

AWARDS = "awards"


def mark_prizes(tokens: Sequence[Token], words: Questions) -> list[Token]:
    """The tokens with what is given as one of kind "prize": “科普先进集体”称号, beside a verb of giving or getting."""
    if not any(gives(token, words) for token in tokens):
        return list(tokens)
    done: list[Token] = []
    for token in tokens:
        if "speech" in token and token.kinds.isdisjoint({"verb"}) and (first := _stretch(done)) < len(done):
            done[first:] = [_joined(done[first:])]
        elif token.quoted and token.kinds == {"rest"}:
            done.append(replace(token, kinds=frozenset({"prize"})))
        else:
            done.append(token)
    return done


def _only_acts(token: Token) -> bool:
    """Whether a word is a verb and no kind of thing."""
    return "verb" in token and token.kinds.isdisjoint({"class", "head"})


def gives(token: Token, words: Questions) -> bool:
    """Whether a word is a verb of giving or getting prizes and no more than that."""
    return any(verb.relation == AWARDS for verb in words.verbs.get(token.text, ()))


def _stretch(tokens: Sequence[Token]) -> int:
    """Where the words begin that stand before 称号 or 奖 and name it."""
    first = len(tokens)
    while first and tokens[first - 1].kinds & {"rest", "head", "class", "post", "prize"} and not _only_acts(tokens[first - 1]):
        first -= 1
    return first


def _joined(tokens: Sequence[Token]) -> Token:
    return Token("".join(one.text for one in tokens), tokens[0].start, tokens[-1].end, frozenset({"prize"}))


def awarded(question: Question, act: Token, verbs: Sequence[Verb], *, groups: Sequence[Group]) -> Iterator[Meaning]:
    """Who gave a prize, or who got it: 科普奖颁给了谁, 协会把称号授予了哪家单位, 谁授予花协“优秀组织单位”称号."""
    verb = next((verb for verb in verbs if verb.relation == AWARDS), None)
    agents = [group for group in groups if question.fits(AWARDS, "subject", question.classes(group.names))]
    prize = _prize(question, [group for group in groups if group not in agents])
    if verb is None or len(agents) > 2:
        return
    ends = dict(zip(_roles(question, act, agents, reverse=verb.reverse), (question.term(group.names) for group in agents), strict=False))
    if not prize:
        if agents and _asks_prize(question):
            yield Meaning("list", (_condition({"subject": ANY, "object": ANY, **ends}),), told=True)
        return
    if question.truth and len(ends) > 1:
        yield Meaning("truth", (Condition((AWARDS,), ends["subject"], ends["object"]),), held=prize)
        return
    asked = _asked_end(question, act, reverse=verb.reverse) if not ends else next(end for end in ("subject", "object") if end not in ends)
    found = {"subject": ANY, "object": ANY, asked: ANSWER, **ends}
    yield Meaning("truth" if question.truth else "list", (_condition(found),), question.narrow, question.head, held=prize)


def _asks_prize(question: Question) -> bool:
    """Whether it is asked what was given, which only the sentence tells: 得了什么奖."""
    i = question.tokens.index(question.asked) if question.asked in question.tokens else -1
    follower = question.after(i, "measure", "filler") if i >= 0 and question.asks("which") else None
    return follower is not None and "speech" in follower


def _prize(question: Question, others: Sequence[Group]) -> str:
    """What was given; beside one verb alone also a name that is none of those who give or get."""
    told = [token.text for token in question.tokens if "prize" in token]
    told += [group.names[0].text for group in others if len(question.acts) == 1]
    return next(iter(told), "")


def _condition(ends: dict[str, Argument]) -> Condition:
    return Condition((AWARDS,), ends["subject"], ends["object"])


def _roles(question: Question, act: Token, groups: Sequence[Group], *, reverse: bool) -> list[str]:
    """For each group the end at which it stands."""
    turned = reverse or question.is_passive(act)
    return [_end(group.start < act.start, turned, by=group.mark == "by", goal=group.mark == "goal") for group in groups]


def _asked_end(question: Question, act: Token, *, reverse: bool) -> str:
    """The end that is asked for where nobody is named."""
    i = question.tokens.index(question.asked) if question.asked in question.tokens else -1
    before = question.tokens[i - 1] if i > 0 else None
    by, goal = before is not None and "by" in before, before is not None and "goal" in before and before is not act
    return _end(0 <= question.asked_at < act.start, reverse, by=by, goal=goal)


def _end(before: bool, reverse: bool, *, by: bool, goal: bool) -> str:
    """The end of whoever stands before or behind the verb, behind 由 or behind 给."""
    if by or goal:
        return "subject" if by else "object"
    return "subject" if before != reverse else "object"
