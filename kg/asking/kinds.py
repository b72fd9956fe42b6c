"""What questions without a name mean, and questions for two things at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.asking.meaning import ANSWER, ANY, SHARED, Argument, Condition, Meaning
from kg.asking.reading import DATES, PLACE, Group, Question, other
from kg.asking.tokens import Token, have
from kg.asking.words import Verb

# What somebody does for whom another does it.
ARRANGING = ("organizes", "hosts")


def of_events(question: Question) -> Iterator[Meaning]:
    """Events without any name: by a date of theirs (5月20日以后开幕的活动), by a kind of bodies (哪些活动是大学主办的)."""
    asks = "count" if question.asks("many") else "list"
    dates = dates_of(question)
    if dates and question.period[0]:
        yield Meaning(asks, (Condition(dates, ANSWER, ANY),), "Event", question.head, dated=True)
    for act in question.acts:
        i = question.tokens.index(act)
        kind = question.tokens[i - 1].text if i else ""
        cls = question.words.classes.get(kind) or question.words.heads.get(kind, "")
        if "verb" not in act or not question.words.ontology.is_a(cls, "Agent"):
            continue
        verbs = question.words.verbs[act.text]
        relations = tuple(verb.relation for verb in verbs if not verb.reverse and question.fits(verb.relation, "object", ("Event",)))
        if relations:
            yield Meaning(asks, (Condition(relations, Argument("called", words=kind), ANSWER),), "Event", question.head)


def places_of_events(question: Question) -> Iterator[Meaning]:
    """The places of a level where anything was: 哪些省有活动, 活动最多的是哪个省."""
    if not question.level or not any(question.words.classes.get(token.text) == "Event" for token in question.tokens):
        return
    asks = "most" if have(question.tokens, "most") else "count" if question.asks("many") else "list"
    yield Meaning(asks, (Condition((PLACE,), Argument("kind", words="Event"), ANSWER),), "Place")


def all_of(question: Question) -> Iterator[Meaning]:
    """Whatever is of a class, where no verb says more: 大模型有哪些, 有哪些协议."""
    known = question.words.ontology.relations
    head = head_of(question)
    if any("class" not in act for act in question.acts):
        return
    doing = question.words.ontology.is_a(question.narrow, "Agent")
    for end in ("subject", "object") if doing else ("object", "subject"):
        relations = tuple(name for name in sorted(known) if question.fits(name, end, (question.narrow,)))
        if relations and question.asks("which", "many"):
            condition = Condition(relations, ANY, ANSWER) if end == "object" else Condition(relations, ANSWER, ANY)
            yield Meaning("count" if question.asks("many") else "list", (condition,), question.narrow, head)


def head_of(question: Question) -> str:
    """What the names of an answer end with: 协议 narrows more than its class does, 活动 does not."""
    words = [token.text for token in question.tokens if question.words.classes.get(token.text) == question.narrow]
    return question.head or ("" if not words or is_label(question, words[-1]) else words[-1])


def is_label(question: Question, word: str) -> bool:
    """Whether a word is the very label of a class, which the names of its things need not have."""
    return word in question.words.classes and question.words.ontology.classes[question.words.classes[word]].zh == word


def kinds_behind(question: Question) -> Iterator[Argument]:
    """The thing behind the verb that has no name: what is called 大模型, or a thing of the class where the word is one for all of it."""
    end = question.acts[0].end
    behind = [
        token for token in question.tokens if token.start >= end and token.kinds & {"class", "head"} and token.start > question.asked_at
    ]
    if len(behind) == 1 and behind[0].text != question.head and question.asked_at < end and not _narrows(question, behind[0]):
        word = behind[0].text
        if not is_label(question, word):
            yield Argument("called", words=word)
        if word in question.words.classes:
            yield Argument("kind", words=question.words.classes[word])
    else:
        yield ANY


def _narrows(question: Question, token: Token) -> bool:
    """Whether a word is what is asked for where no word of asking stands: 签署的协议."""
    i = question.tokens.index(token)
    return question.asked is None and i > 0 and question.tokens[i - 1].text == "的"


def is_dated(question: Question, relation: str) -> bool:
    """Whether a relation gives things dates."""
    return question.words.ontology.relations[relation].objects == ("Date",)


def related(question: Question) -> Iterator[Meaning]:
    """What of a class a name has to do with, where no verb says how: 哪些协议和甲有关, 甲有哪些协议."""
    known, names = question.words.ontology.relations, [name for group in question.groups for name in group.names]
    plain = all(act.kinds & {"class", "tell"} for act in question.acts) and not question.posts
    asked = question.asks("which", "many") or question.keyword
    if not plain or question.truth or len(question.groups) != 1 or not question.narrow or not asked:
        return
    if _asks_people(question, names):
        return
    classes, asks = question.classes(names), "count" if question.asks("many") else "list"
    for end in ("subject", "object"):
        relations = tuple(
            name
            for name in sorted(known)
            if not known[name].literal and question.fits(name, end, classes) and question.fits(name, other(end), (question.narrow,))
        )
        if relations:
            ends = {end: question.term(names), other(end): ANSWER}
            yield Meaning(asks, (Condition(relations, ends["subject"], ends["object"]),), question.narrow, head_of(question))


def bodies_at(question: Question) -> Iterator[Meaning]:
    """The bodies of a kind at a place that they lie in or that names begin with (绵阳有哪几家协会), events by a word of their names."""
    act = next((act.text for act in question.acts if "class" in act), "")
    narrow, head = (question.narrow, question.head) if question.narrow or not act else question.class_of(act)
    place = _place_of(question)
    if place is not None and place.kind == "words" and _only_asks(question) and narrow in ("Event", "Document"):
        relations = tuple(name for name in sorted(question.words.ontology.relations) if question.fits(name, "object", (narrow,)))
        named = Condition(relations, ANY, Argument("called", words=place.words))
        yield Meaning("count" if question.asks("many") else "list", (named,), narrow, head_of(question) if narrow == "Document" else head)
    if place is not None and _only_asks(question) and question.words.ontology.is_a(narrow, "Organization"):
        known = question.words.ontology.relations
        doing = tuple(name for name in sorted(known) if question.fits(name, "subject", (narrow,)))
        asks = "count" if question.asks("many") else "list"
        yield Meaning(asks, (Condition(doing, ANSWER, ANY),), narrow, head, within=place)


def _place_of(question: Question) -> Argument | None:
    """The one place that is named, with how names begin that have it; or what may be one that stands in other names alone."""
    names = [name for group in question.groups for name in group.names]
    told = told_of(question)
    if not names and told is None and question.rest[:1] == question.tokens[:1] and len(question.rest) == 1:
        told = question.rest[0]
    if not names and told is not None and len(told.text) > 1:
        return Argument("words", words=told.text)
    if len(names) != 1 or "Place" not in question.classes(names):
        return None
    labels = [node.label[:-1] for node in names[0].spot.nodes if len(node.label) > 2] if names[0].spot else []
    return Argument("nodes", tuple(names), min([names[0].text, *labels], key=len))


def told_of(question: Question) -> Token | None:
    """What stands in names alone behind a word for news: 山区科普 in 有关山区科普的文件有哪些."""
    first, topic = (*question.tokens[:2], None, None)[:2]
    plain = first is not None and "tell" in first and topic is not None and topic.kinds & {"rest", "head"}
    return topic if plain and question.rest in ([], [topic]) else None


def _only_asks(question: Question) -> bool:
    """Whether no more is said than a kind and that it is asked for."""
    plain = all("class" in act for act in question.acts) and not question.posts and not question.truth
    return plain and (question.asks("which", "many") or question.keyword)


def _asks_people(question: Question, names: Sequence[Token]) -> bool:
    """Whether somebody's people are asked for, who are no more than those met: 李慧敏有几个人."""
    agents = question.is_agent(question.narrow) and question.classes(names) == {"Person"}
    return agents and not have(question.tokens, "tell")


def owners(question: Question) -> Iterator[Meaning]:
    """Whose a thing is: 云梯救援机器人是哪家的."""
    names = [name for group in question.groups for name in group.names]
    things = question.classes(names) & {"Product", "Document", "Event"}
    if (
        any("class" not in act for act in question.acts)
        or not things
        or len(question.groups) != 1
        or not question.asks("who", "which")
        or question.tokens[-1].text != "的"
    ):
        return
    known = question.words.ontology.relations
    relations = tuple(
        name for name in sorted(known) if question.fits(name, "subject", ("Agent",)) and question.fits(name, "object", things)
    )
    asked = (question.words.classes[act.text] for act in question.acts)  # 哪个单位编的
    if relations:
        yield Meaning("list", (Condition(relations, ANSWER, question.term(names)),), next(asked, question.narrow or "Agent"))


def called_owner(question: Question, act: Token) -> Iterator[Meaning]:
    """A noun of what only the end of its name tells: 颁奖典礼的主办单位."""
    i = question.tokens.index(question.acts[0])
    first = i
    while first and (question.tokens[first - 1].kinds & {"rest", "class", "head"} or question.tokens[first - 1].text == "的"):
        first -= 1
    words = "".join(token.text for token in question.tokens[first:i]).removesuffix("的")
    if len(words) > 3 and question.tokens[i - 1].text == "的" and question.tokens[i - 2].kinds & {"class", "head"} and not question.truth:
        for relation, end in question.words.nouns[act.text]:
            if not question.words.ontology.relations[relation].literal:
                ends = {end: ANSWER, other(end): Argument("called", words=words)}
                yield Meaning("list", (Condition((relation,), ends["subject"], ends["object"]),), question.narrow, question.head)


def called(question: Question) -> str:
    """The end of names behind the verb: 揭牌仪式 in 谁出席了揭牌仪式, which is no name of its own."""
    act = question.acts[0]
    behind = [token for token in question.tokens if token.start >= act.end and not token.kinds & {"filler", "measure"}]
    words = "".join(token.text for token in behind)
    nouns = all(token.kinds & {"rest", "class", "head"} for token in behind)
    return words if len(words) > 3 and nouns and behind[-1].kinds & {"class", "head"} else ""


def as_list(question: Question, meaning: Meaning) -> Meaning:
    """The date or place of a claim as that of the thing, where it stands beside other things asked for."""
    if meaning.asks not in ("when", "where"):
        return meaning
    own = DATES if meaning.asks == "when" else (PLACE,)
    for term in (meaning.conditions[0].object, meaning.conditions[0].subject):
        relations = tuple(r for r in own if term.kind == "nodes" and question.fits(r, "subject", term.classes))
        if relations:
            return Meaning("list", (Condition(relations, term, ANSWER),))
    return meaning


def by_when_and_where(question: Question) -> Iterator[Meaning]:
    """Date and place of one thing: 颁奖典礼哪天在哪儿举行."""
    asked = {kind for token in question.tokens for kind in token.kinds & {"when", "where"} if not token.kinds & {"which"}}
    names = [name for group in question.groups for name in group.names]
    if len(asked) < 2 or len(names) != 1:
        return
    classes = question.classes(names)
    found = [tuple(r for r in own if question.fits(r, "subject", classes)) for own in (DATES, (PLACE,))]
    if all(found):
        yield Meaning("list", tuple(Condition(relations, question.term(names), ANSWER) for relations in found), each=True)


def dates_of(question: Question) -> tuple[str, ...]:
    """The date of a thing that a verb names: 开幕, 闭幕."""
    kinds = frozenset[str]().union(*(act.kinds for act in question.acts))
    return tuple(date for kind, date in (("startsOn", "startDate"), ("endsOn", "endDate")) if kind in kinds)


def partners(question: Question) -> Iterator[Meaning]:
    """Who did the same as somebody: 川北大学和哪些单位合作过, 岷江机器人的合作伙伴有哪些."""
    names = [name for group in question.groups for name in group.names]
    if len(names) != 1 or question.truth or question.asks("when", "where"):
        return
    known, relations = question.term(names), question.words.shared
    if not question.fits(relations[0], "subject", known.classes):
        return
    asks, wanted = "count" if question.asks("many") else "list", question.narrow or "Agent"
    if question.words.ontology.is_a(wanted, "Agent"):
        both = (Condition(relations, ANSWER, SHARED), Condition(relations, known, SHARED))
        yield Meaning(asks, both, question.narrow, question.head)
    else:
        yield Meaning(asks, (Condition(relations, ANY, ANSWER), Condition(relations, known, ANSWER)), question.narrow, question.head)


def editions(question: Question) -> Iterator[Meaning]:
    """The editions of a series: 长江上游生态论坛办过哪几届."""
    names = [name for group in question.groups for name in group.names]
    counted = question.asks("many") and have(question.tokens, "times") and all(_is_held(question, act) for act in question.acts)
    if len(names) == 1 and question.classes(names) == {"Event"} and (have(question.tokens, "edition") or counted and question.acts):
        when = Condition((*DATES, "endDate", PLACE), ANSWER, ANY)
        if not question.asks("many"):
            yield Meaning("list", (when,), "Event", among=tuple(names))
            return
        known = question.words.ontology.relations
        done = tuple(name for name in sorted(known) if question.fits(name, "object", ("Event",)))
        yield Meaning("count", (when, Condition(done, ANY, ANSWER)), "Event", among=tuple(names), each=True)


def _is_held(question: Question, act: Token) -> bool:
    """Whether a verb says no more than that an event was: 开 in 开过几次, and not 出席."""
    told = {verb.relation for verb in question.words.verbs.get(act.text, ())}
    return "verb" in act and PLACE in told and "attends" not in told


def in_common(question: Question) -> Iterator[Meaning]:
    """What two bodies or people did both: 甲跟乙合作过哪些事."""
    names = [name for group in question.groups for name in group.names]
    if len(names) != 2 or not have(question.tokens, "together"):
        return
    known = question.words.ontology.relations
    ends = [question.term((name,)) for name in names]
    if question.truth:
        shared = tuple(r for r in question.words.shared if all(question.fits(r, "subject", end.classes) for end in ends))
        yield Meaning("truth", tuple(Condition(shared, end, ANSWER) for end in ends))
        return
    relations = tuple(r for r in sorted(known) if not known[r].literal and all(question.fits(r, "subject", end.classes) for end in ends))
    if relations:
        yield Meaning("list", tuple(Condition(relations, end, ANSWER) for end in ends))


def given(question: Question, verbs: Sequence[Verb], prize: str) -> Iterator[Meaning]:
    """Who got what is no node of the graph: the sentences that name it."""
    relations = tuple(verb.relation for verb in verbs if verb.reverse)
    if relations:
        yield Meaning("list", (Condition(relations, ANY, ANSWER),), question.narrow, question.head, held=prize)


def prize_of(question: Question) -> str:
    """Words behind the verb that end in one for what is given, and are no name: 川江科普奖 in 谁获得了川江科普奖."""
    tail = [token for token in question.tokens if token.kinds & {"rest", "speech", "head", "class"}]
    return "".join(token.text for token in tail) if len(tail) > 1 and "speech" in tail[-1] and "rest" in tail[0] else ""


def for_others(groups: Sequence[Group]) -> bool:
    """Whether something is done for somebody else: 替甲承办了乙."""
    return len(groups) == 2 and any(group.mark == "behalf" for group in groups)


def on_behalf(question: Question, act: Token, verbs: Sequence[Verb], *, groups: Sequence[Group]) -> Iterator[Meaning]:
    """Who does what somebody else arranges."""
    other_group, main = sorted(groups, key=lambda group: group.mark != "behalf")
    arranged = Condition(ARRANGING, question.term(other_group.names), question.term(main.names))
    for relations, end in question.orient(act, verbs, main):
        done = Condition(tuple(r for r in relations if r not in ARRANGING) or relations, ANSWER, question.term(main.names))
        if end == "object":
            yield Meaning("count" if question.asks("many") else "list", (done, arranged), question.narrow, question.head)
