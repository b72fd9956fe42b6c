"""Documents and products without title marks, by their heads or by what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.grammar import Grammar
from kg.mentions.phrases import mention_of, object_edge
from kg.mentions.words import NOMINAL, Words, is_body_head, left_edge
from kg.model import Mention

LONG_TITLE = 80
# Words behind a verb among which its object is looked for, and characters of the shortest one.
FAR, SHORTEST = 40, 4
CLOSE = "。；！？，："


def find_headed(words: Words, grammar: Grammar, heads: str, *, cls: str, start: int) -> Iterator[Mention]:
    """Noun phrases of class `cls` behind word `start`, headed by a word of the list `heads`: what a verb at `start` acts on."""
    for head in range(start + 1, min(len(words), start + FAR)):
        if words[head].text in CLOSE:
            return
        if not _heads_object(words, head, grammar.words[heads]):
            continue
        first = left_edge(words, head, lambda k, h: k > start and _object_passes(words, k, grammar), grammar=grammar)
        governed = object_edge(words, head, f"{heads}Verb", grammar=grammar) if cls == "Document" else None
        first = governed if governed is not None and start < governed < first else first
        while first < head and _only_counts(words, first, grammar):
            first += 1
        first = _with_year(words, first, start, grammar=grammar)
        telling = next((k for k in range(first, head) if words[k].text not in grammar.words["genericModifier"]), head)
        bare = (
            telling == head
            and _names_nothing(words[head].text, grammar, heads)
            or cls == "Document"
            and words.string(telling, head + 1) in grammar.words["genericDocument"]
        )
        if not bare and len(words.string(first, head + 1)) >= SHORTEST:
            yield mention_of(words, first, _batch_end(words, head, grammar), cls=cls)


def _names_nothing(word: str, grammar: Grammar, heads: str) -> bool:
    """Whether a word is a head alone, or one with a modifier that names nothing; 校企合作协议 may be one word too."""
    head = grammar.ending(heads, word)
    return word == head or word.removesuffix(head) in grammar.words["genericModifier"]


def _with_year(words: Words, first: int, verb: int, *, grammar: Grammar) -> int:
    """The first word of a name with the year that opens it right behind the verb (发布2024年秋季……报告), else `first`."""
    opening = first
    while opening - 1 > verb and words[opening - 1].pos == "TIME":
        opening -= 1
    behind = opening - 1 == verb or opening - 2 == verb and words[verb + 1].pos == "u"
    return opening if opening < first and behind and grammar.pattern("yearOfDocument").match(words[opening].text) else first


def _only_counts(words: Words, first: int, grammar: Grammar) -> bool:
    """Whether a word at the edge of a name counts what is named or ends a list of its fields (经贸、农业等/领域/多份/合作文件)."""
    word = words[first]
    field = first > 0 and words[first - 1].text in grammar.words["andOthers"] and word.text in grammar.words["fieldNoun"]
    counts = word.pos in {"m", "q", "r", "ad", "d"} or words[first + 1].pos == "q"
    return field or counts and not grammar.pattern("edition").match(word.text)


def _heads_object(words: Words, head: int, heads: frozenset[str]) -> bool:
    """Whether a word is listed among the heads or ends in one, and no noun or quoted name follows that it describes."""
    text = words[head].text
    followed = head + 1 < len(words) and (words[head + 1].pos in NOMINAL or words[head + 1].text == "“") and not words.gap(head + 1)
    return not followed and any(text[i:] in heads for i in range(len(text)))


def find_titles(words: Words, grammar: Grammar) -> Iterator[Mention]:
    """Documents named by what they are about (两国关于……的备忘录), behind a verb that acts on documents."""
    if words.texts.isdisjoint(grammar.words["titleOpening"]):
        return
    verbs = grammar.words["documentHeadVerb"] | grammar.words["titleVerb"]
    heads = grammar.words["documentHead"] | grammar.words["speechHead"]
    for opening, word in enumerate(words.words):
        if word.text not in grammar.words["titleOpening"]:
            continue
        first = opening
        while first > 0 and words[first - 1].pos in NOMINAL and words[first - 1].text not in verbs:
            first -= 1
        before = first - 1 - (first > 1 and words[first - 1].pos == "u")
        if before < 0 or words[before].text not in verbs:
            continue
        for head in range(opening + 2, len(words)):
            if words[head].text in CLOSE or words[head].end - word.start > LONG_TITLE:
                break
            last = head + 1 == len(words) or words[head + 1].pos not in NOMINAL | {"u"} or words.gap(head + 1)
            behind_of = "u" in (words[head - 1].pos, words[head - 2].pos)
            if behind_of and last and words[head].text in heads:
                yield mention_of(words, first, _batch_end(words, head, grammar), cls="Document")
                break


def _batch_end(words: Words, head: int, grammar: Grammar) -> int:
    """One past the head, or past the bracket behind it that tells a batch or a draft: 名单（第一批）."""
    opening = head + 1
    closing = words.partner.get(opening, 0) if opening < len(words) and words[opening].text in "（(" else 0
    batch = closing > opening and grammar.pattern("batch").fullmatch(words.string(opening + 1, closing))
    return closing + 1 if batch else opening


def _object_passes(words: Words, k: int, grammar: Grammar) -> bool:
    word = words[k]
    if word.text in grammar.words["innerJoint"]:
        return (
            k > 0
            and words[k - 1].pos in {"n", "vn", "nz"}
            and words[k + 1].pos in {"n", "vn", "nz"}
            and not is_body_head(words[k - 1].text, grammar)
        )
    return (
        word.pos in NOMINAL
        or word.pos in {"a", "b", "m", "q", "s", "nx", "v", "vd", "f"}
        and word.text not in grammar.words["stopVerb"]
        or bool(re.fullmatch(r"[A-Za-z0-9&.·-]+", word.text))
    )
