"""What a meaning leaves aside of its question, and what the question says besides of what is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.asking.meaning import ANSWER, Argument, Meaning
from kg.asking.reading import Question


def misses_date(question: Question, meaning: Meaning) -> bool:
    """Whether something else is asked for than the date that the question asks for: what two signed, and not when."""
    dates = any(question.allowed(r, "object") == ("Date",) for one in meaning.conditions for r in one.relations)
    return question.asks("when") and meaning.asks in ("list", "truth") and not dates


def only_places(question: Question, meaning: Meaning) -> bool:
    """Whether nothing but places can stand where the answer does."""
    return any(question.allowed(r, "object") == ("Place",) for one in meaning.conditions for r in one.relations)


def of_places(question: Question, meaning: Meaning) -> bool:
    """Whether the answer is where something is or was."""
    return bool(meaning.conditions) and all(
        one.object == ANSWER and "Place" in question.allowed(relation, "object") for one in meaning.conditions for relation in one.relations
    )


def unused(question: Question, meaning: Meaning) -> Iterator[str]:
    """The names that a meaning leaves aside, so that it is not what was asked."""
    ends = [end for one in meaning.conditions for end in (one.subject, one.object)]
    ends += [end for end in (meaning.region, meaning.setting, meaning.within, question.within) if end is not None]
    ends += [Argument("nodes", meaning.left)]
    used = {iri for end in ends for iri in end.iris} | {node.iri for token in meaning.among if token.spot for node in token.spot.nodes}
    for token in (name for group in question.groups for name in group.names):
        if token.spot and token.text != meaning.held and used.isdisjoint(node.iri for node in token.spot.nodes):
            yield token.text


def posts_aside(question: Question, meaning: Meaning) -> bool:
    """Whether a meaning leaves a post of a body aside, so that the body is asked about: 昆明市副市长 is not 昆明市."""
    said = meaning.held + meaning.post + "".join(end.words for one in meaning.conditions for end in (one.subject, one.object))
    return not question.chief and any(post not in said for post in _body_posts(question))


def _body_posts(question: Question) -> Iterator[str]:
    """The posts that stand behind the name of a body."""
    for i, token in enumerate(question.tokens):
        if "post" not in token or token.kinds & {"verb", "noun", "class", "head"}:
            continue
        first = i - 1
        while first > 0 and (question.tokens[first].kinds & {"deputy", "post"} or question.tokens[first].text == "的"):
            first -= 1
        if first >= 0 and "name" in question.tokens[first] and "Person" not in question.classes(question.tokens[first : first + 1]):
            yield token.text


def post_asked(question: Question, meaning: Meaning) -> str:
    """The post that is asked for more nearly: 院长 in 沈砚秋当什么院长."""
    said = [post.text for post in question.posts if question.asks("which") and post.start > question.asked_at]
    posts = all(one.relations == ("position",) and one.object == ANSWER for one in meaning.conditions)
    return said[-1] if said and posts and meaning.asks == "list" else ""


def other_word(question: Question, meaning: Meaning) -> str:
    """The verb of a question for a part in an event whose name is another word, or the noun for who has it: 协办, 协办方 of 支持."""
    said = {relation for one in meaning.conditions for relation in one.relations}
    if len(question.acts) != 1 or len(said) != 1:
        return ""
    word, relation = question.acts[0].text, question.words.ontology.relations[min(said)]
    stated = {one.relation for one in question.words.verbs.get(word, ())}
    stated |= {name for name, end in question.words.nouns.get(word, ()) if end == "subject"}
    is_part = relation.name in question.words.shared and "Event" in relation.objects
    return word if is_part and said <= stated and set(word).isdisjoint(relation.zh) else ""


def heads_aside(question: Question, meaning: Meaning) -> Iterator[str]:
    """The nouns that end names of things and that no end of the meaning holds, so that more is answered than was asked."""
    ends = [end for one in meaning.conditions for end in (one.subject, one.object)]
    ends += [end for end in (meaning.setting or question.stage, meaning.within) if end is not None]
    said = "".join((meaning.head, meaning.held, meaning.spoken, meaning.post, *(end.words for end in ends)))
    for token in question.tokens:
        if token.kinds == {"head"} and token.text not in said and question.words.heads[token.text] not in (meaning.narrow, ""):
            yield token.text


def unread(question: Question, meaning: Meaning) -> Iterator[str]:
    """The words that nothing covers and that no end holds."""
    if not question.without:
        # 除了院长还担任什么: only names are left out
        yield from (token.text for token in question.tokens if token.kinds & {"except", "apart"} and len(token.text) > 1)
    if question.asks("which") and question.asked in question.tokens:
        i = question.tokens.index(question.asked) + 1
        yield from (token.text for token in question.tokens[i : i + 1] if token.kinds == {"rest"} and len(token.text) == 1)  # 哪些局
    yield from (
        token.text
        for token in question.aside
        if token.text not in (meaning.within.words if meaning.within else "", meaning.post, meaning.head)
    )
    yield from (token.text for token in meaning.left)
    held = "".join(end.words for one in meaning.conditions for end in (one.subject, one.object))
    held += meaning.within.words if meaning.within else ""
    yield from (token.text for token in question.rest if len(token.text) > 1 and token.text not in held)


def inside(question: Question, meanings: Iterator[Meaning]) -> Iterator[Meaning]:
    """Each meaning first for what lies at, or is called by, the word before the kind asked for, then without it: 哪家德国公司."""
    told = question.aside[0] if question.aside else None
    for meaning in _with_and_without_place(question, meanings):
        if told is not None and meaning.narrow == "Person" and not meaning.post and meaning.asks in ("list", "count"):
            if "Place" not in question.classes((told,)):  # 中国领导人 have no 中国 in their posts
                yield replace(meaning, post=told.text)  # 南开大学的哪些领导
        elif (
            told is not None and meaning.narrow and meaning.within is None and question.within is None and meaning.asks in ("list", "count")
        ):
            yield replace(meaning, within=Argument("nodes" if told.spot else "words", (told,) if told.spot else (), told.text))
        elif told is not None and _may_be_called(question, meaning):
            yield replace(meaning, head=told.text)  # 发布过什么禁令
        yield meaning


def _may_be_called(question: Question, meaning: Meaning) -> bool:
    """Whether a word behind the one that asks may be in the names of what is asked for."""
    return not meaning.narrow and not meaning.head and meaning.asks in ("list", "count") and question.asks("which", "many")


def _with_and_without_place(question: Question, meanings: Iterator[Meaning]) -> Iterator[Meaning]:
    """Each meaning, then without the place that somebody came to, which the news need not tell of the thing: 来南开大学讲了什么."""
    came = any("came" in token for token in question.tokens)
    for meaning in meanings:
        yield meaning
        if came and meaning.region is not None and meaning.asks == "list":
            yield replace(meaning, region=None, left=meaning.region.names)
