"""Somebody who is named by a post: 昆明市市长 in 昆明市市长出席开幕式了吗 is whoever holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.asking.meaning import ANSWER, Argument, Condition, Meaning
from kg.asking.reach import Reach
from kg.asking.reading import ASKING
from kg.asking.sparql import to_sparql
from kg.asking.tokens import Token, have
from kg.asking.words import Questions

# A post that is asked for or told of itself, and no name of its holder.
OFFICES = frozenset({"position", "worksFor"})
CALLED = frozenset({"rest", "noun", "head", "class", "post", "speech"})
LIGHT = frozenset({"filler", "whether", "and", "by", "at", "goal", "when", "where", "period", "during"})


def name_holders(reach: Reach, tokens: Sequence[Token], questions: Questions) -> list[Token]:
    """The tokens with a body and a post before a verb as the name of those who hold it, and before their name as nothing."""
    done = list(tokens)
    for i in range(len(done) - 1, 0, -1):
        if i >= len(done) or "post" not in done[i] or done[i].kinds & {"verb", "noun"}:
            continue
        first = _office(done, i)
        if first is None and (first := _office_behind(done, i, questions)) is None:
            continue
        follower = done[i + 1] if i + 1 < len(done) else None
        if follower is not None and follower.spot is not None and _is_person(follower, questions):
            del done[first : i + 1]
        elif _does(done[i + 1 :], questions) or first and _is_done_to(done[:first], questions) and not have(done[i + 1 :], *ASKING):
            done[first : i + 1] = [_held(reach, done[first : i + 1], questions)]
    return done


def name_aside(tokens: Sequence[Token], questions: Questions) -> list[Token]:
    """The tokens without what somebody is called before the name, where the graph does not know it: 金奖得主 in 金奖得主沈砚秋."""
    done = list(tokens)
    for i in range(len(done) - 1, 0, -1):
        first = i
        while first and done[first - 1].kinds & CALLED and done[first - 1].text != "的" and "which" not in done[first - 1]:
            first -= 1
        said = done[first:i]
        if _is_person(done[i], questions) and have(said, "rest") and said[-1].kinds & {"noun", "head", "class", "post"}:
            done[first:i] = [Token("".join(token.text for token in said), said[0].start, said[-1].end, frozenset({"aside"}))]
    return done


def _office(tokens: Sequence[Token], i: int) -> int | None:
    """Where the name of the body begins to which the post at i belongs."""
    first = i - 1
    while first > 0 and (
        tokens[first].text == "的" or tokens[first].kinds & {"deputy", "post", "head", "class"} or tokens[first].kinds == {"rest"}
    ):
        first -= 1
    if first >= 0 and tokens[first].spot is not None:
        return first
    first = i
    while first and tokens[first - 1].kinds & {"rest", "head", "class", "post"} and not tokens[first - 1].kinds & {"which"}:
        first -= 1
    return first if first < i and first == 0 else None


def _office_behind(tokens: Sequence[Token], i: int, questions: Questions) -> int | None:
    """Where the words begin that a post behind a verb has before it, which nothing knows: 柬埔寨 in 会见了柬埔寨国王."""
    first = i
    while first and tokens[first - 1].kinds <= {"rest", "head", "class", "post"}:
        first -= 1
    joined = first > 1 and "and" in tokens[first - 1] and have(tokens[: first - 1], "who", "name")  # 谁同古巴国家主席会谈
    return first if 0 < first < i and (joined or _is_done_to(tokens[:first], questions)) else None


def _is_done_to(tokens: Sequence[Token], questions: Questions) -> bool:
    """Whether a verb that somebody is met by ends the words: 会见了."""
    act = next((token for token in reversed(tokens) if "filler" not in token), None)
    said = {verb.relation for verb in questions.verbs.get(act.text, ())} if act is not None and "verb" in act else set()
    return bool(said & questions.symmetric)


def _is_person(token: Token, questions: Questions) -> bool:
    person = str(questions.ontology.classes["Person"].iri)
    return token.spot is not None and any(person in node.classes for node in token.spot.nodes)


def _does(tokens: Sequence[Token], questions: Questions) -> bool:
    """Whether a verb that is none of holding a post comes next."""
    led = {i + 1 for i, token in enumerate(tokens) if token.kinds & {"at", "which", "and"}}  # 22日在贵阳会见了谁, 在哪个市致了辞, 在论坛上
    told = [token for i, token in enumerate(tokens) if not (i in led and token.kinds & {"name", "class", "head", "which"})]
    follower = next((token for token in told if not token.kinds & LIGHT or "verb" in token and not token.kinds & {"goal", "at"}), None)
    if follower is None or "name" in follower:
        return any({"goal", "verb"} <= one.kinds and "name" in two for one, two in zip(tokens, tokens[1:], strict=False))  # 要去论坛
    if "verb" not in follower or follower.kinds & {"who", "which"}:
        return False
    said = {verb.relation for verb in questions.verbs[follower.text]}
    return not said & OFFICES or "delivers" in said and have(tokens, "speech")  # 校长做的演讲


def _held(reach: Reach, tokens: Sequence[Token], questions: Questions) -> Token:
    """The name of whoever holds the post; where the graph knows nobody, the words as what no name covers."""
    bodies = tuple(token for token in tokens[:1] if token.spot is not None)
    words = "".join(token.text for token in tokens[len(bodies) :] if token.text != "的")
    condition = Condition(("position",), ANSWER, Argument("words", bodies, words))
    rows = reach.run(to_sparql(Meaning("list", (condition,)), questions))
    people, labels = set(rows.column("x")), list(dict.fromkeys(rows.column("answer")))
    spots = [spot for label in labels for spot in reach.named(label)]
    nodes = tuple({node.iri: node for spot in spots for node in spot.nodes if node.iri in people}.values())
    first, last = tokens[0], tokens[-1]
    text = "".join(token.text for token in tokens)
    if not nodes:
        return Token(text, first.start, last.end, frozenset({"rest"}))
    return Token(text, first.start, last.end, frozenset({"name"}), replace(spots[0], nodes=nodes))
