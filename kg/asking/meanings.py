"""What a question may mean, the likeliest first: conditions made of its words."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.asking.circumstances import by_circumstance, by_when_or_where
from kg.asking.kinds import (
    all_of,
    as_list,
    bodies_at,
    by_when_and_where,
    called,
    editions,
    for_others,
    given,
    in_common,
    of_events,
    on_behalf,
    owners,
    partners,
    places_of_events,
    prize_of,
    related,
    told_of,
)
from kg.asking.leaving import heads_aside, inside, misses_date, of_places, only_places, other_word, post_asked, posts_aside, unread, unused
from kg.asking.meaning import ANSWER, ANY, SHARED, Argument, Condition, Meaning
from kg.asking.nouns import by_noun
from kg.asking.posts import by_post
from kg.asking.prizes import awarded
from kg.asking.reading import ASKING, PLACE, Group, Question, other
from kg.asking.tokens import Token, have
from kg.asking.truths import adjuncts, by_truth, with_answer
from kg.asking.unnamed import at_event, beside, by_both, open_verb, talks_at
from kg.asking.words import Verb

# The relations that end and leave a former holder.
OFFICES = {"position", "worksFor"}
CHAIRS = "chairs"


def read_meanings(question: Question) -> Iterator[Meaning]:
    """What the question may mean, the likeliest first; nothing where it asks for what is not so."""
    if question.denies:
        return
    for meaning in inside(question, _meanings(question)):
        if any(unused(question, meaning)) or misses_date(question, meaning):
            continue
        held = meaning.held or post_asked(question, meaning)
        meaning = replace(meaning, held=held, post=_post_of(question, meaning))
        if posts_aside(question, meaning):
            continue
        yield replace(
            meaning,
            verb=other_word(question, meaning),
            asks="list" if meaning.asks == "count" and question.lists else meaning.asks,
            period=question.period,
            without=question.without,
            spoken=question.spoken,
            coming=question.coming,
            within=meaning.within or question.within,
            level=question.level if meaning.asks == "where" or of_places(question, meaning) else "",
            narrow="" if question.open and not only_places(question, meaning) else meaning.narrow,
            setting=meaning.setting or question.stage,
            former=question.former and all(set(one.relations) <= OFFICES for one in meaning.conditions),
            unread=(*question.negated, *unread(question, meaning), *heads_aside(question, meaning)),
        )


def _post_of(question: Question, meaning: Meaning) -> str:
    """The post that who answers has."""
    told = any(set(one.relations) & OFFICES for one in meaning.conditions)
    return "" if told or meaning.asks in ("when", "where", "truth") else question.office or meaning.post


def _meanings(question: Question) -> Iterator[Meaning]:
    yield from _by_proof(question)
    yield from in_common(question)
    if have(question.tokens, "together"):
        yield from partners(question)
        return
    yield from editions(question)
    yield from _of_kinds(question)
    if question.asked is None and have(question.tokens, "most"):
        return
    if question.acts:
        yield from _by_acts(question)
    if all(_tells_office(question, act) for act in question.acts):
        yield from by_post(question)
    if not question.acts or _light(question):
        yield from by_circumstance(question)
    yield from list(bodies_at(question)) or related(question)
    yield from owners(question)
    told = not question.acts or _only_tells(question)
    if len(question.groups) == 1 and told and not question.truth and _is_all(question) and _is_of_kind(question):
        yield Meaning("about", (Condition((), question.term(question.groups[0].names), ANY),))


def _of_kinds(question: Question) -> Iterator[Meaning]:
    """What is asked for by its kind alone."""
    if question.groups:
        return
    yield from places_of_events(question)
    if question.narrow == "Event" and not question.truth:
        yield from of_events(question)
    if (
        question.narrow
        and not question.posts
        and not question.period[0]
        and told_of(question) is None
        and all(len(token.text) < 2 for token in question.rest)
    ):
        yield from all_of(question)


def _by_proof(question: Question) -> Iterator[Meaning]:
    """The sentences that tie two names: 有什么证据说明蓝鲸科技和海岸大学合作."""
    names = [name for group in question.groups for name in group.names]
    if len(names) > 1 and have(question.tokens, "proof"):
        yield Meaning("evidence", (Condition((), question.term(names[:1]), question.term(names[-1:])),))


def _only_tells(question: Question) -> bool:
    """Whether somebody is asked about in general: by a word for news, or for a post where none is known."""
    posts = all(relation == "position" for act in question.acts for relation, _ in question.words.nouns.get(act.text, (("", ""),)))
    return posts or have(question.tokens, "tell")


def _tells_office(question: Question, act: Token) -> bool:
    """Whether a verb or noun is one of holding posts, or of nothing that would be left aside."""
    told = {verb.relation for verb in question.words.verbs.get(act.text, ())} | {r for r, _ in question.words.nouns.get(act.text, ())}
    return not told or bool(told & OFFICES)


def _is_all(question: Question) -> bool:
    """Whether nothing is said but a name, so that all that is known of it answers the question."""
    homes = not question.asks("where") or "Organization" in question.classes(question.groups[0].names)
    read = all(len(token.text) < 2 for token in (*question.posts, *question.rest))
    return (
        read
        and homes
        and not question.asks("when", "many")
        and not question.former
        and not question.level
        and not (question.period[0] and question.asked)
    )


def _is_of_kind(question: Question) -> bool:
    """Whether the name is of the class asked for, if any: 山行者是什么产品, and not 昆明有哪些大学."""
    classes = question.classes(question.groups[0].names)
    is_a = question.words.ontology.is_a
    return not question.narrow or question.asks("where") or any(is_a(cls, question.narrow) for cls in classes)


def _light(question: Question) -> bool:
    return all(any(verb.relation in (PLACE, "startDate") for verb in question.words.verbs.get(act.text, ())) for act in question.acts)


def _by_acts(question: Question) -> Iterator[Meaning]:
    question.acts = _without_light(question)
    if len(question.acts) == 1:
        yield from by_when_and_where(question)
        yield from _by_one(question, question.acts[0], question.groups)
        return
    if have(question.tokens, "both") and not question.groups:
        yield from by_both(question)
        return
    asking = sum(bool(token.kinds & set(ASKING)) for token in question.tokens)
    if all("noun" in act for act in question.acts) or _side_by_side(question) or asking == len(question.acts) and len(question.groups) == 1:
        yield from _by_each(question)
    else:
        yield from _by_all(question)


def _side_by_side(question: Question) -> bool:
    """Whether several verbs share all that stands around them: 承办或协办了什么."""
    first, last = (question.tokens.index(act) for act in (question.acts[0], question.acts[-1]))
    joint = all(token in question.acts or "and" in token for token in question.tokens[first : last + 1])
    return joint and len(question.groups) < 2 and not question.truth and have(question.tokens[first:last], "and")


def _without_light(question: Question) -> list[Token]:
    """The verbs and nouns without such as say no more than another: 担任 in 担任什么职务."""
    nouns = [{relation for relation, _ in question.words.nouns[act.text]} for act in question.acts if "noun" in act]
    said = {act: {verb.relation for verb in question.words.verbs.get(act.text, ())} for act in question.acts}
    return [act for act in question.acts if "noun" in act or not any(said[act] and said[act] <= one for one in nouns)]


def _by_each(question: Question) -> Iterator[Meaning]:
    """Several things asked of one name, each by itself: 第七届世界智能大会的主办方和承办方分别是谁."""
    found = [meaning for act in question.acts for meaning in list(_by_one(_asking_at(question, act), act, question.groups[:1]))[:1]]
    found = [as_list(question, meaning) for meaning in found]
    asks = all(
        ANSWER in (one.subject, one.object) for meaning in found for one in meaning.conditions
    )  # where it was stays a question apart
    if len(found) == len(question.acts) and asks:
        yield replace(found[0], conditions=tuple(c for one in found for c in one.conditions), each=True)


def _by_all(question: Question) -> Iterator[Meaning]:
    """What fulfils the conditions of all verbs together."""
    conditions: list[Condition] = []
    asks, region = "list", None
    for act, mine in _share_out(question):
        light = _is_light(question, act)
        if not mine and light:
            continue
        if mine and light and conditions and all(question.classes(g.names) == {"Place"} for g in mine):
            region = question.term(mine[0].names)
            continue
        meaning = next(_by_one(question, act, mine or question.groups[:1]), None)
        if meaning is None and act.kinds & {"noun", "class", "head", "speech"}:
            continue  # 公司 is one of whom it is asked
        if meaning is None:
            return
        asks = meaning.asks if meaning.asks in ("count", "most", "truth") else asks
        region = meaning.region or region
        conditions += meaning.conditions
    if conditions:
        yield Meaning(asks, tuple(dict.fromkeys(conditions)), question.narrow, question.head, region=region)


def _share_out(question: Question) -> Iterator[tuple[Token, list[Group]]]:
    """Each verb with its names: those between the verb before and it, else the first of those up to the next verb."""
    left = list(question.groups)
    ends = [0, *(act.end for act in question.acts)]
    starts = [*(act.start for act in question.acts), len(question.tokens) * 99]
    for act, first, last in zip(question.acts, ends, starts[1:], strict=False):
        before = [g for g in left if first <= g.start < act.start]
        after = [g for g in left if act.end <= g.start < last]
        mine = before or after[:1]
        left = [g for g in left if g not in mine]
        yield act, mine


def _asking_at(question: Question, act: Token) -> Question:
    """The question as it asks at one of its verbs: by the last word of asking before it."""
    asking = [token for token in question.tokens if token.kinds & set(ASKING) and token.start < act.start]
    if not asking:
        return question
    one = copy.copy(question)
    one.asked = asking[-1]
    return one


def _is_light(question: Question, act: Token) -> bool:
    """Whether a verb may say no more than that an event was: 举行, but not 出席."""
    told = {verb.relation for verb in question.words.verbs.get(act.text, ())}
    return bool(told & {PLACE, "startDate"}) and "attends" not in told


def _by_one(question: Question, act: Token, groups: Sequence[Group]) -> Iterator[Meaning]:
    """What one verb or noun may mean with the names around it."""
    if "noun" in act:
        yield from by_noun(question, act, groups)
    if "verb" in act:
        yield from _by_verb(question, act, groups)


def _by_verb(question: Question, act: Token, groups: Sequence[Group]) -> Iterator[Meaning]:
    verbs = _spoken_only(question, question.words.verbs[act.text])
    yield from awarded(question, act, verbs, groups=groups)
    if _compares(question, groups):
        yield from _by_most(question, verbs, groups)
        return
    if question.asks("when", "where"):
        found = list(by_when_or_where(question, verbs, groups))
        yield from found
        if groups and found and not any(verb.relation in OFFICES for verb in verbs):
            return
    if not groups:
        yield from _without_names(question, verbs)
        return
    if question.truth or question.asks("when"):
        yield from _of_both(question, verbs, groups)
    if question.truth:
        yield from by_truth(question, act, verbs, groups=groups)
        return
    yield from at_event(question, verbs, groups)
    yield from _by_mains(question, act, verbs, groups=groups)


def _by_mains(question: Question, act: Token, verbs: Sequence[Verb], *, groups: Sequence[Group]) -> Iterator[Meaning]:
    """What stands at the other end of a verb than the names that it needs."""
    if for_others(groups):
        yield from on_behalf(question, act, verbs, groups=groups)
        return
    chairing = [verb for verb in verbs if verb.relation == CHAIRS]
    if chairing and len(verbs) > 1:  # who chaired it, before who attended where somebody chaired
        yield from _by_mains(question, act, chairing, groups=groups)
    mains, region, setting = adjuncts(question, groups, 1)
    if len(mains) == 1 and len(mains[0].names) > 1 and question.asked is None and question.words.symmetric & {v.relation for v in verbs}:
        return
    if _with_whom(question, mains):
        yield from (replace(one, region=region, setting=setting) for one in _together(question, verbs, mains))
    if len(mains) > 1:
        yield from _by_two(question, act, verbs, mains=mains)
        return
    yield from talks_at(question, verbs, mains[0])
    oriented = list(question.orient(act, verbs, mains[0]))
    if not oriented:
        yield from beside(question, verbs, mains[0])
    for relations, end in oriented:
        conditions = [with_answer(relations, end, question.term((name,))) for name in mains[0].names]
        asks = "count" if question.asks("many") else "list"
        yield Meaning(asks, tuple(conditions), question.narrow, question.head, region=region, setting=setting)


def _spoken_only(question: Question, verbs: Sequence[Verb]) -> Sequence[Verb]:
    """The verbs without those of attending, where a speech is asked for: 做了什么演讲."""
    i = question.tokens.index(question.asked) if question.asked in question.tokens else -1
    follower = question.after(i, "measure", "filler") if i >= 0 and question.asks("which", "many") else None
    before = next((token for token in reversed(question.tokens[: max(i, 0)]) if "filler" not in token), None)
    speech = any(one is not None and "speech" in one and one not in question.acts for one in (follower, before))  # 做的演讲叫什么
    asked = speech and question.asks("which", "many") and any(verb.relation == "delivers" for verb in verbs)
    return [verb for verb in verbs if verb.relation not in ("attends", "position")] if asked else verbs


def _compares(question: Question, groups: Sequence[Group]) -> bool:
    """Whether it is asked who does something most often, or which of several names does it more often."""
    if have(question.tokens, "most"):
        return True
    return have(question.tokens, "more") and len(groups) == 1 and len(groups[0].names) > 1


def _without_names(question: Question, verbs: Sequence[Verb]) -> Iterator[Meaning]:
    """Words in the place of a name, or none at all: 以“一城书香”为主题的活动, 哪些公司研发了产品."""
    quoted = next((token.text for token in question.rest if token.quoted), "")
    words = quoted or _words_before(question)
    if words:
        yield from _with_words(question, verbs, words)
    if not quoted and not question.truth and (prize := prize_of(question)):
        yield from given(question, verbs, prize)
    if (part := called(question)) and not question.truth:
        relations = question.relations(verbs, "subject", question.wanted())
        if relations:
            yield Meaning("list", (Condition(relations, ANSWER, Argument("called", words=part)),), question.narrow, question.head)
    if quoted and not question.truth:
        yield from (replace(meaning, held=quoted) for meaning in open_verb(question, verbs))
    elif not question.truth and not words and _is_open(question):
        yield from open_verb(question, verbs)


def _words_before(question: Question) -> str:
    """The words that no name covers, with those between that are known: 绿色发展共同体 of 以绿色发展共同体为主题."""
    some = [*question.posts, *question.rest]
    if question.posts or not some or question.acts and some[-1].start > question.acts[0].start:
        return "".join(token.text for token in some[:1])
    first, last = (question.tokens.index(token) for token in (some[0], some[-1]))
    while last + 1 < len(question.tokens) and question.tokens[last + 1].kinds == {"head"}:
        last += 1
    return "".join(token.text for token in question.tokens[first : last + 1])


def _is_open(question: Question) -> bool:
    """Whether something is said of what is asked for, so that a verb without names asks enough."""
    return bool(question.narrow or question.period[0] or question.stage) or _asks_it(question)


def _asks_it(question: Question) -> bool:
    """Whether what a verb is of is asked for right before it: 有哪些签约."""
    i = question.tokens.index(question.asked) if question.asked in question.tokens else -1
    return i >= 0 and question.asks("which") and question.tokens[i + 1 : i + 2] == question.acts[:1]


def _by_two(question: Question, act: Token, verbs: Sequence[Verb], *, mains: Sequence[Group]) -> Iterator[Meaning]:
    """Two names of one verb and a question for something else: the sentences that say it."""
    if question.asks("who", "which"):
        return
    for meaning in by_truth(question, act, verbs, groups=mains):
        one = meaning.conditions[0]
        if not question.asks("many"):
            yield meaning
        elif len(meaning.conditions) == 1:  # 王青岚出席过几次观澜号的仪式
            yield Meaning("count", (replace(one, object=ANSWER),), among=one.object.names)


def _of_both(question: Question, verbs: Sequence[Verb], groups: Sequence[Group]) -> Iterator[Meaning]:
    """Whether or when two did the same together: 川北大学和天山大学签过协议吗."""
    names = [name for group in groups for name in group.names]
    ends = [question.term((name,)) for name in names]
    shared = [verb.relation for verb in verbs if verb.relation in question.words.shared and not verb.reverse]
    relations = tuple(r for r in shared if all(question.fits(r, "subject", end.classes) for end in ends))
    apart = not any(question.fits(r, "object", ends[-1].classes) for r in relations)
    if len(names) == 2 and relations and apart:
        asks, end = ("truth", ANSWER) if question.truth else ("when", SHARED)
        yield Meaning(asks, tuple(Condition(relations, one, end) for one in ends))


def _with_words(question: Question, verbs: Sequence[Verb], words: str) -> Iterator[Meaning]:
    """A relation whose object is words: 以“一城书香”为主题的活动."""
    relations = tuple(verb.relation for verb in verbs if question.words.ontology.relations[verb.relation].objects == ("Words",))
    if relations:
        yield Meaning(
            "truth" if question.truth else "list",
            (Condition(relations, ANSWER, Argument("words", words=words)),),
            question.narrow,
            question.head,
        )


def _by_most(question: Question, verbs: Sequence[Verb], groups: Sequence[Group]) -> Iterator[Meaning]:
    """谁主办得最多, 哪个城市举办的活动最多, 甲和乙谁主办的活动多."""
    among = groups[0].names if groups and len(groups[0].names) > 1 else ()
    wanted = "Place" if question.asks("where") else question.narrow if question.narrow not in ("Event", "Document", "Product") else "Agent"
    for end in ("subject", "object"):
        relations = question.relations(verbs, end, wanted or "Agent")
        if relations:
            known = question.term(groups[0].names) if groups and not among else ANY
            ends = {end: ANSWER, other(end): known}
            yield Meaning(
                "most", (Condition(relations, ends["subject"], ends["object"]),), wanted if wanted != "Agent" else "", among=among
            )
            return


def _with_whom(question: Question, mains: Sequence[Group]) -> bool:
    if question.asked is None or not question.asked.kinds & {"who", "which", "many"} or not mains:
        return False
    i = question.tokens.index(question.asked)
    beside = [token for token in question.tokens[max(0, i - 1) : i + 2] if "and" in token and "again" not in token and token.text.isalnum()]
    return bool(beside) and (beside[0].start < question.asked.start or mains[0].mark == "and")  # 甲和谁, 谁和甲


def _together(question: Question, verbs: Sequence[Verb], mains: Sequence[Group]) -> Iterator[Meaning]:
    """甲和谁签了协议: both did the same."""
    known = question.words.ontology.relations
    if len(mains) > 1:  # the one who did it first
        mains = sorted(mains, key=lambda group: not any(question.fits(v.relation, "subject", question.classes(group.names)) for v in verbs))
    names = question.classes(mains[0].names)
    doing = [verb.relation for verb in verbs if question.fits(verb.relation, "subject", names) and not known[verb.relation].literal]
    alone = len(mains) == 1  # with a thing that is named nothing else can be meant
    relations = tuple(r for r in doing if r not in question.words.symmetric and not (alone and question.fits(r, "object", names)))
    if relations:
        shared = question.term(mains[1].names) if len(mains) > 1 else SHARED
        yield Meaning(
            "count" if question.asks("many") else "list",
            (Condition(relations, ANSWER, shared), Condition(relations, question.term(mains[0].names), shared)),
            question.narrow,
            question.head,
        )
