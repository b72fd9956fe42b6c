"""What nouns of an end of a relation ask for: 主办单位, 发布日期, 起止时间."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.asking.kinds import called_owner, is_dated
from kg.asking.meaning import ANSWER, ANY, Argument, Condition, Meaning
from kg.asking.posts import post_at
from kg.asking.reading import Group, Question, other
from kg.asking.tokens import Token


def by_noun(question: Question, act: Token, groups: Sequence[Group]) -> Iterator[Meaning]:
    """What a noun asks for of the name before it, or of what is called so."""
    before = [g for g in groups if g.end <= act.start] or list(groups)
    if not before:
        yield from _of_kind(question, act)
        yield from called_owner(question, act)
        return
    owner, others = before[-1], [g for g in groups if g is not before[-1]]
    if others and not question.truth:
        yield from post_at(question, act, groups)
    if all(is_dated(question, relation) for relation, _ in question.words.nouns[act.text]):
        yield from _by_date(question, act, owner)
    for noun in question.words.nouns[act.text]:
        yield from _by_end(question, noun, owner, others=others)


def _by_end(question: Question, noun: tuple[str, str], owner: Group, *, others: Sequence[Group]) -> Iterator[Meaning]:
    """What stands at the end that a noun names; of 协办单位是涪江银行的活动 what has the bank at that end."""
    relation, end = noun
    wanted, classes = question.wanted(), question.classes(owner.names)
    asks = "count" if question.asks("many") else "list"
    if not question.fits(relation, other(end), classes):
        turned = question.narrow and question.yields(relation, other(end), question.narrow) and question.fits(relation, end, classes)
        if not turned or question.truth:
            return
        end = other(end)
    elif wanted and wanted != "Agent" and not question.yields(relation, end, wanted):
        return
    if question.truth:
        yield from _whether(question, noun=(relation, end), owner=owner, others=others)
        return
    ends = {end: ANSWER, other(end): question.term(owner.names)}
    places = [group for group in others if group.mark == "at" and question.classes(group.names) == {"Place"}]  # 主办单位在兰州是谁
    region = question.term(places[0].names) if places else None
    yield Meaning(asks, (_condition(relation, ends),), question.narrow, question.head, region=region)


def _of_kind(question: Question, act: Token) -> Iterator[Meaning]:
    """What has something of a kind at the end that a noun names: 哪些活动的协办单位是银行."""
    kinds = [token for token in question.tokens if token.start > act.start and token.kinds & {"class", "head"}]
    if len(kinds) != 1 or not question.narrow or question.truth:
        return
    for relation, end in question.words.nouns[act.text]:
        if not question.words.ontology.relations[relation].literal and question.yields(relation, other(end), question.narrow):
            ends = {end: Argument("called", words=kinds[0].text), other(end): ANSWER}
            yield Meaning("count" if question.asks("many") else "list", (_condition(relation, ends),), question.narrow, question.head)


def _whether(question: Question, *, noun: tuple[str, str], owner: Group, others: Sequence[Group]) -> Iterator[Meaning]:
    """Whether a name or a kind of things stands at the end that a noun names: 主办方里有没有大学."""
    relation, end = noun
    rest = "".join(token.text for token in question.rest)
    kind = next((t.text for t in question.tokens if t.kinds & {"class", "head"} and t not in question.acts[:1]), "")
    if others or rest or kind:
        words = Argument("words", words=rest) if rest else Argument("called", words=kind)
        answer = question.term(others[0].names) if others else words
        yield Meaning("truth", (_condition(relation, {end: answer, other(end): question.term(owner.names)}),))


def _condition(relation: str, ends: dict[str, Argument]) -> Condition:
    return Condition((relation,), ends["subject"], ends["object"])


def _by_date(question: Question, act: Token, owner: Group) -> Iterator[Meaning]:
    """Several dates of a thing, each by itself; or, of a thing that has none of its own, when something was done with it: 协议 日期."""
    known, classes = question.words.ontology.relations, question.classes(owner.names)
    own = [relation for relation, _ in question.words.nouns[act.text] if question.fits(relation, "subject", classes)]
    if len(own) > 1:
        yield Meaning("list", tuple(Condition((relation,), question.term(owner.names), ANSWER) for relation in own), each=True)
    done = tuple(r for r in sorted(known) if not known[r].literal and question.fits(r, "object", classes))
    if not own and done and classes and not question.truth:
        yield Meaning("when", (Condition(done, ANY, question.term(owner.names)),))
