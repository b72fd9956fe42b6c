"""What no name of the graph and no word of asking covers in a question, and the names nearest to it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.asking.reach import Reach
from kg.asking.reading import ASKING
from kg.asking.tokens import Token, have
from kg.asking.words import Questions
from kg.messages import Message, message

# A longer stretch that is not known is a name, a shorter one may be a word of asking.
SHORT = 3


def unknown_names(tokens: Sequence[Token]) -> list[str]:
    """Stretches that no name of the graph and no word of asking covers, with the nouns and names that they cling to."""
    return ["".join(one.text for one in tokens[first : last + 1]) for first, last in unknown_ranges(tokens)]


def unknown_ranges(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The first and the last token of each."""
    found = []
    for i, token in enumerate(tokens):
        if token.kinds == {"rest"} and len(token.text) > 1:
            found.append((_first(tokens, i), _last(tokens, i)))
    for i, (one, two) in enumerate(zip(tokens, tokens[1:], strict=False)):
        if one.spot is not None and two.kinds == {"head"} and not any(first <= i <= last for first, last in found) and _is_place(one):
            found.append((i, i + 1))  # 西藏 科技厅
    return sorted(found)


def _first(tokens: Sequence[Token], i: int) -> int:
    """Where the nouns and names begin that an unknown word clings to."""
    while i and tokens[i - 1].kinds & {"name", "head", "class", "period"} and not tokens[i - 1].kinds & {"which"}:
        i -= 1
    return i


def _last(tokens: Sequence[Token], i: int) -> int:
    """Where they end."""
    last, follower = i, tokens[i + 1].spot if i + 1 < len(tokens) else None
    if follower is not None and follower.how == "edition":
        last += 1  # 第十二届 before a name that has no such edition
    for token in tokens[last + 1 :]:
        if not token.kinds & {"rest", "head", "class", "measure", "and", "post"} or token.text == "的":
            break
        last += 1
    while "and" in tokens[last] or "measure" in tokens[last] and last > i:
        last -= 1
    return last


def _is_place(token: Token) -> bool:
    return token.spot is not None and all(any(cls.endswith("#Place") for cls in node.classes) for node in token.spot.nodes)


def takes_words(tokens: Sequence[Token], questions: Questions) -> bool:
    """Whether a verb or noun takes words, so that what is no name may be a post or a theme."""
    relations = questions.ontology.relations
    said = [verb.relation for token in tokens for verb in questions.verbs.get(token.text, ())]
    said += [relation for token in tokens for relation, _ in questions.nouns.get(token.text, ())]
    bare = not have(tokens, "verb", "noun") and have(tokens, "who", "whether", "ending")
    named = bare and have(tokens, "name")  # 马长河是曲靖客车厂厂长吗
    return named or any(relations[relation].objects == ("Words",) for relation in said) or have(tokens, "post")


def not_known(reach: Reach, unknown: Sequence[str], tokens: Sequence[Token]) -> tuple[Message, ...]:
    """For each unknown name the nearest ones; nothing where no name is near and nothing is asked, which is no question then."""
    near = {name: list(reach.near(name)) for name in unknown}
    told = have(tokens, "verb", "noun") and have(tokens, *ASKING)
    if not have(tokens, "verb", "noun", *ASKING, "tell", "post") or not (
        any(near.values()) or have(tokens, "name") or _long(unknown) or told
    ):
        return ()
    return tuple(_not_known(name, found) for name, found in near.items())


def _not_known(name: str, found: Sequence[str]) -> Message:
    if len(name) < SHORT and not found:  # 通车 of 大桥何时通车 is no name that might be misspelt
        return message("“{name}” is neither a name of the graph nor a word that questions know", name=name)
    none = message("no node is named “{name}”", name=name)
    return message("{none}; similar: {similar}", none=none, similar=found) if found else none


def _long(names: Sequence[str]) -> bool:
    """Whether one of them is long enough to be a name rather than a word of asking that is not known."""
    return max(map(len, names)) > SHORT
