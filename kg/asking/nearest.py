"""An answer beside the sentences that speak most of the question: which of its answers they bear out, and whether it is one at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.asking.answers import Asked
from kg.asking.near import SHOWN, Marked
from kg.asking.reading import ASKING
from kg.asking.tokens import Token, have
from kg.messages import marked, message
from kg.query import Rows

# So much more of the question a sentence has than those behind an answer, and so much of its signs, where it tells another thing.
MORE, MOST = 1.25, 0.5
# A question of fewer signs has no sentence that is nearer than others: 有哪些公司.
SIGNS = 4
NOT_USED = marked("not used: {word}")
# Words that an answer may pass over without a word, as no name and no verb is.
UNSAID, PARTS = frozenset({"rest", "post", "head"}), ("part", "quoted")


def with_nearest(asked: Asked, nearest: Callable[[], Sequence[Marked]], *, alone: bool, tokens: Sequence[Token]) -> Asked:
    """The answer with the sentences near to its question, where it is none, leaves words aside, or they have much more of the question.

    They are looked for where they are needed alone. A question that goes on from another does not stand `alone`: what it leaves unsaid is
    no sign. All that is said of a thing is no answer to one with a word of asking.
    """
    if _is_whole(asked, tokens) and (not alone or _says_all(asked, tokens)):
        return asked
    near = nearest()
    words = unused_of(asked)
    if asked.found and asked.asks == "list" and words and alone:
        asked = _borne_out(asked, words) or (_withdrawn(asked, words) if _is_nearer(asked, near, words) else asked)
    if _is_whole(asked, tokens) and not (alone and _is_nearer(asked, near)):
        return asked
    return replace(asked, near=tuple(one.near for one in near[:SHOWN]))


def borne_out(asked: Asked) -> Asked:
    """The answer with those alone whose sentences have the words that were not used, where some have."""
    words = unused_of(asked)
    return (_borne_out(asked, words) if asked.found and asked.asks == "list" and words else None) or asked


def unused_of(asked: Asked) -> list[str]:
    """The words of the question that an answer leaves aside."""
    return [dict(notice.values)["word"] for notice in asked.notices if notice.template == NOT_USED]


def _is_whole(asked: Asked, tokens: Sequence[Token]) -> bool:
    return asked.found and not asked.notices and not (asked.asks == "about" and have(tokens, *ASKING))


def _says_all(asked: Asked, tokens: Sequence[Token]) -> bool:
    """Whether the sentences behind an answer have all words of the question that it might pass over, and the parts of names."""
    words = [token.text for token in tokens if token.kinds & UNSAID and "verb" not in token]
    words += [token.text for token in tokens if token.spot is not None and token.spot.how in PARTS]
    return all(any(word in f"{one.title} {one.sentence}" for one in asked.evidence) for word in words)


def _is_nearer(asked: Asked, near: Sequence[Marked], words: Sequence[str] = ()) -> bool:
    """Whether a sentence that is not behind an answer has much more of the question, and one of the words if any are given."""
    if "?claim1" in asked.sparql:
        return False  # an answer of two conditions rests on two sentences
    told = {one.sentence for one in asked.evidence}
    best = max((one.has for one in near if one.near.sentence in told), default=0.0)
    first = max(near, key=lambda one: one.has, default=None)
    if first is None or not told or {first.near.sentence, near[0].near.sentence} & told:
        return False
    if first.signs < SIGNS or first.has < max(MOST, MORE * best):
        return False
    return not words or any(_has(f"{first.near.title} {first.near.sentence}", word) for word in words)


def _borne_out(asked: Asked, words: Sequence[str]) -> Asked | None:
    """The answers alone whose sentences have a word that was not used, where some have: 厄立特 of the president of 厄立特里亚."""
    told = [one for one in asked.evidence if any(_has(one.sentence, word) for word in words)]
    answers = {one.answer for one in told}
    kept = tuple(row for row, answer in zip(asked.rows.rows, asked.rows.column("answer"), strict=True) if answer in answers)
    if not kept or len(kept) == len(asked.rows.rows):
        return None
    said = [word for word in words if any(_has(one.sentence, word) for one in told)]
    notice = message("these alone have “{said}” in their sentence", said=said)
    notices = tuple(one for one in asked.notices if one.template != NOT_USED or dict(one.values)["word"] not in said)
    return replace(asked, rows=Rows(asked.rows.variables, kept), evidence=tuple(told), notices=(*notices, notice))


def _has(text: str, word: str) -> bool:
    """Whether a text has a word, or half of its pairs of characters, as where it says the word in full: 德国北威州."""
    pairs = [word[i : i + 2] for i in range(len(word) - 1)] or [word]
    return 2 * sum(pair in text for pair in pairs) >= len(pairs)


def _withdrawn(asked: Asked, words: Sequence[str]) -> Asked:
    """No answer, where a sentence that is not behind it has the words that it leaves aside."""
    notice = message("not answered without “{said}”", said=words)
    return replace(asked, rows=Rows(asked.rows.variables, ()), evidence=(), notices=(*asked.notices, notice))
