"""What questions about posts mean: who holds one, what somebody is, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.asking.meaning import ANSWER, Argument, Condition, Meaning
from kg.asking.reading import ASKING, Group, Question
from kg.asking.tokens import Token, have


def by_post(question: Question) -> Iterator[Meaning]:
    """Who holds a post, and the post of somebody."""
    names = [name for group in question.groups for name in group.names]
    person = [name for name in names if "Person" in question.classes((name,))]
    yield from _by_chief(question, names, person)
    if not question.posts:
        yield from _without_post(question, names, person)
    elif person and len(names) == 1 and question.asks("which", "where"):
        yield from _office_of(question, person)
    elif _asks_holder(question, person) and not _is_of_unknown(question, names):
        asked = question.term(person) if question.truth and person else ANSWER
        bodies = [name for name in names if name not in person]
        asks = "truth" if question.truth else "count" if question.asks("many") else "list"
        if bodies and question.classes(bodies) == {"Event"}:  # 某大赛评委会主任
            yield Meaning(asks, (post_condition(question, asked, ()),), setting=question.term(bodies))
        yield Meaning(asks, (post_condition(question, asked, bodies),))


def _without_post(question: Question, names: Sequence[Token], person: Sequence[Token]) -> Iterator[Meaning]:
    """Where no post is named: who somebody is, or where somebody teaches, which a post alone may tell."""
    if question.asks("who", "which") and not question.acts:
        yield from _by_bare_post(question, names, person)
    elif question.acts and question.asks("which", "where") and len(names) == 1 and person:
        yield Meaning("list", (Condition(("position",), question.term(person), ANSWER),), held=question.head)


def _by_chief(question: Question, names: Sequence[Token], person: Sequence[Token]) -> Iterator[Meaning]:
    """Who heads a body, whatever the post is called: 南岭芯片有限公司的负责人是谁."""
    if question.chief and not person and question.asks("who", "which"):
        words = "" if names else "".join(token.text for token in question.rest)
        if names or words:
            yield Meaning("list", (Condition(("position",), ANSWER, Argument("chief", tuple(names), words)),))


def _asks_holder(question: Question, person: Sequence[Token]) -> bool:
    """Whether the holder is asked for, also by nothing but the post: 钱塘软件的董事长."""
    if question.asks("which") and question.narrow == "Place":
        return False  # 主席是哪国人
    asking = question.truth or question.asks("who", "which", "many") or have(question.tokens, "who")
    said = [token for token in question.tokens if "filler" not in token]
    return asking or question.posts[-1:] == said[-1:] and not question.acts and not person and question.asked is None


def _is_of_unknown(question: Question, names: Sequence[Token]) -> bool:
    """Whether the office of somebody is asked for whom the graph does not know."""
    before = any(token.end <= question.asked_at for token in question.rest[:1])
    return not names and question.asks("which") and before and question.posts[-1].start > question.asked_at


def _office_of(question: Question, person: Sequence[Token]) -> Iterator[Meaning]:
    """The body at which somebody holds a post, else the post in full: 柳暮云是哪个协会的会长."""
    post, term = question.posts[-1].text, question.term(person)
    if question.is_agent(question.narrow):
        yield Meaning("list", (Condition(("worksFor",), term, ANSWER),), "Organization", question.head, held=post)
    yield Meaning("list", (Condition(("position",), term, ANSWER),), held=post)


def post_at(question: Question, act: Token, groups: Sequence[Group]) -> Iterator[Meaning]:
    """What somebody is at one of the bodies: 叶知夏在川北大学担任什么职务."""
    names = [name for group in groups for name in group.names]
    people = [name for name in names if "Person" in question.classes((name,))]
    bodies = [name for name in names if name not in people]
    asked = ("position", "object") in question.words.nouns[act.text]
    if asked and len(people) == 1 and len(bodies) == 1:
        yield Meaning("list", (Condition(("position",), question.term(people), ANSWER),), held=bodies[0].text)


def _by_bare_post(question: Question, names: Sequence[Token], person: Sequence[Token]) -> Iterator[Meaning]:
    """Names or an unknown word beside 谁 or 哪 and no verb: 王小明是谁, 厂长是谁."""
    if person and len(names) == 1:
        yield Meaning("list", (Condition(("position",), question.term(person), ANSWER),))
    elif question.rest and question.asks("who") and not names and len(question.rest[0].text) > 1:
        yield Meaning("list", (Condition(("position",), ANSWER, Argument("words", words=question.rest[0].text)),))


def post_condition(question: Question, person: Argument, names: Sequence[Token]) -> Condition:
    """That somebody holds the post that is named, at one of `names`."""
    words, first = question.posts[-1].text, question.tokens.index(question.posts[-1])
    while (before := _office_before(question.tokens, first)) is not None:
        first = before
        words = question.tokens[first].text + words
    if len(names) > 1 and not have(question.tokens[question.tokens.index(names[0]) : first], *ASKING, "and"):
        words = "".join(token.text for token in question.tokens[question.tokens.index(names[0]) : first] if token.text != "的") + words
    return Condition(("position",), person, Argument("words", tuple(names), words))


def _office_before(tokens: Sequence[Token], i: int) -> int | None:
    """Where the word stands that belongs to the post at i: 教育局 in 教育局的局长."""
    while i and tokens[i - 1].kinds & {"until", "former", "current"}:
        i -= 1  # 前副总理
    before = i - 1 if i < 2 or tokens[i - 1].text != "的" or not tokens[i - 2].kinds & {"rest", "head", "class"} else i - 2
    return before if before >= 0 and tokens[before].kinds & {"post", "rest", "head", "class"} else None
