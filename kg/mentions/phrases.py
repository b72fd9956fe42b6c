"""Noun phrases by their heads: organizations and events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.grammar import Grammar
from kg.mentions.cuts import Word
from kg.mentions.personal import is_post
from kg.mentions.words import NOMINAL, Words, is_body_head, is_event_head, left_edge
from kg.model import Mention, Span

LATIN = re.compile(r"[A-Za-z0-9&.ⅠⅡⅢⅣⅤ-]+")
LATIN_NAME = re.compile(r"[A-Za-z0-9&.-]+")
# Words that the name of a body does not run over.
BARRIERS = ("roleNoun", "notPost", "demonstrative", "agentAnaphor", "jointVerb", "foundVerb")
LONGEST = 45
LONG_BODY, SHORT_BODY = 8, 6
FAR = 14  # words of the name of a body that is unveiled
CLOSING = "，。；：、"
NO_HEAD = frozenset({"v", "p", "d", "TIME", "m", "u", "r", "c", "w", "PER"})


def find_bodies(words: Words, grammar: Grammar, known: frozenset[str] = frozenset()) -> Iterator[Mention]:
    """Organizations, from right to left, the longest first at each head."""
    covered = len(words)
    asked = [i for i, word in enumerate(words.words) if word.text in known or _may_head(word.text, word.pos, grammar)]
    for head in reversed(asked):
        word = words.words[head]
        heads = head < covered and _heads_body(word, grammar, known=known)
        if head >= covered or not heads and not grammar.ends("foundedHead", word.text):
            continue
        first = left_edge(words, head, lambda k, h: _body_passes(words, k, h, grammar=grammar), grammar=grammar)
        first = _trim_body(words, first, head, grammar=grammar)
        governed = object_edge(words, head, "foundVerb", grammar=grammar)
        unveiled = _unveiled_edge(words, head, grammar)
        first = min(edge for edge in (first, governed, unveiled) if edge is not None)
        text = words.string(first, head + 1)
        whole = (
            first == unveiled
            or first == governed
            and (heads and len(text) >= LONG_BODY or _is_founded(words, first, head, grammar=grammar))
        )
        if not whole and not (heads and _names_a_body(words, first, head, text=text, grammar=grammar, known=known)):
            continue
        covered = first
        yield mention_of(words, first, head + 1, cls="Organization")


def event_name(text: str) -> str:
    """A name without blank space inside Chinese, without quotation marks around the whole, and with its marks in pairs."""
    name = re.sub(r"(?<=[^A-Za-z])\s+|\s+(?=[^A-Za-z])", "", text.strip())
    if name[:1] in "“‘" and name[-1:] in "”’" and name.count("“") + name.count("‘") == 1:
        name = name[1:-1]
    if name.count("“") != name.count("”"):
        name = name.replace("“", "").replace("”", "")
    return name.strip("·—-、，")


@lru_cache(maxsize=1 << 16)
def _may_head(text: str, pos: str, grammar: Grammar) -> bool:
    """Whether a word may head the name of a body, or of one that is founded."""
    return _heads_body(Word(0, len(text), text, pos), grammar) or grammar.ends("foundedHead", text)


def _heads_body(word: Word, grammar: Grammar, *, known: frozenset[str] = frozenset()) -> bool:
    if word.text in known:
        return word.text not in grammar.words["side"]
    if word.pos in NO_HEAD or word.text in grammar.words["side"]:
        return False
    return word.pos == "ORG" or is_body_head(word.text, grammar)


def _body_passes(words: Words, k: int, head: int, *, grammar: Grammar) -> bool:
    """Whether the name of a body that ends with word `head` may run over word `k`."""
    word, after = words[k], words[k + 1]
    if any(word.text in grammar.words[barrier] for barrier in BARRIERS):
        return False
    if word.text in grammar.words["innerJoint"] and k > 0:
        return _joins_inside(words, k, head, grammar=grammar)
    if word.pos == "PER":
        return len(after.text) > 2 and grammar.ends("orgHead", after.text)
    if is_post(word.text, grammar) and after.pos in {"ORG", "LOC"}:
        return False
    if word.pos in NOMINAL:
        event = word.text in grammar.words["bareEvent"] and after.pos in {"ORG", "LOC"}
        return not event and (word.text not in grammar.words["notAgent"] or word.text in grammar.words["nameStart"])
    if word.pos in {"m", "q", "b", "a", "s", "f", "nx"}:
        return _tells_which(words, k, grammar)
    if word.text in grammar.words["stationed"]:
        return after.pos in {"LOC", "ORG"}
    if word.pos == "v":
        return _acts_inside(words, k, grammar)
    return word.text in "·—-－" and not _parts_names(words, k) or LATIN_NAME.fullmatch(word.text) is not None


def _parts_names(words: Words, k: int) -> bool:
    """Whether the mark `k` is a dash of two characters before a body's own name (第一家银行——某某银行), and not inside a quotation."""
    doubled = words[k].text == "—" and "—" in (words[k + 1].text, words[k - 1].text if k else "")
    return doubled and not any(opening < k < closing for opening, closing in words.partner.items())


def _joins_inside(words: Words, k: int, head: int, *, grammar: Grammar) -> bool:
    """Whether the joint `k` stands inside a name (文化和旅游局) and parts no two bodies."""
    before, after = words[k - 1], words[k + 1]
    whole = (
        is_body_head(before.text, grammar)
        or before.pos == "ORG"
        and (grammar.ends("orgHead", before.text) or is_partner(before.text, grammar))
    )
    if whole or before.pos not in {"n", "vn", "nz", "an", "v", "j", "ORG"} or is_post(before.text, grammar):
        return False
    return after.pos in {"n", "vn", "nz", "v", "ORG"} and any(words[head].text.endswith(s) for s in grammar.words["insideSuffix"])


def is_partner(name: str, grammar: Grammar) -> bool:
    """Whether a body without a head of its own acts as one: a town (某市与某集团), a paper, what begins with letters (Intel中国)."""
    told = name[-1] in grammar.words["townTail"] or LATIN_NAME.match(name) is not None
    return len(name) > 2 and (told or grammar.ends("periodical", name))


def _tells_which(words: Words, k: int, grammar: Grammar) -> bool:
    """Whether a word that counts or describes may stand in a name: an ordinal, letters and digits, 老年."""
    word = words[k]
    describes = word.pos in {"b", "a", "s"} and word.text not in grammar.words["adverb"]
    return describes or grammar.pattern("edition").match(word.text) is not None or re.fullmatch(r"[A-Za-z0-9]+", word.text) is not None


def _acts_inside(words: Words, k: int, grammar: Grammar) -> bool:
    """Whether the verb `k` stands inside a name: behind a noun, before one (水产研究所)."""
    word, after = words[k], words[k + 1]
    if len(word.text) < 2 or word.text in grammar.words["stopVerb"] or word.text in grammar.words["coordinator"]:
        return False
    return k > 0 and words[k - 1].pos in NOMINAL and (after.pos in {"n", "vn", "an", "nz"} or after.text in grammar.words["innerJoint"])


def _trim_body(words: Words, first: int, head: int, *, grammar: Grammar) -> int:
    while first < head:
        word = words[first]
        if (
            (
                word.pos in {"f", "d", "ad", "v", "c", "u", "vd"}
                or word.text in grammar.words["roleNoun"]
                or (word.pos == "m" and not grammar.pattern("edition").match(word.text))
            )
            or word.text in grammar.words["notAgent"]
            and word.text not in grammar.words["nameStart"]
            or (
                word.pos == "a"
                and len(word.text) > 1
                or word.pos == "s"
                and len(word.text) == 2
                and word.text not in grammar.words["nameStart"]
            )
        ):
            first += 1
        else:
            break
    return first


def _names_a_body(words: Words, first: int, head: int, *, text: str, grammar: Grammar, known: frozenset[str]) -> bool:
    if text in known:
        return True
    if first == head:
        bare = text in grammar.words["orgHead"] or text in grammar.words["notOrg"] or text in grammar.words["notAgent"]
        return not bare and (words[head].pos == "ORG" and len(text) > 1 or len(text) > 2)
    modifiers = [
        words[k].text for k in range(first, head) if words[k].text not in grammar.words["genericModifier"] or words[k].pos in {"LOC", "ORG"}
    ]
    proper = any(
        words[k].pos in {"LOC", "ORG", "nz", "PER"} or words[k].text in grammar.words["countrywide"] for k in range(first, head + 1)
    ) or any(len(words[k].text) > 2 and grammar.ends("orgHead", words[k].text) for k in range(first, head))
    return len(text) > 3 and (proper or (len(modifiers) > 1 and words[head].text not in grammar.words["commonBody"]))


def _unveiled_edge(words: Words, head: int, grammar: Grammar) -> int | None:
    """The first word of a body between 为 and 揭牌, where nothing but its name stands there: 为某某联合研发中心揭牌."""
    behind = [words[k].text for k in range(head + 1, min(len(words), head + 2))]
    if not any(word in grammar.words["unveilVerb"] for word in behind):
        return None
    for k in range(head - 1, max(-1, head - FAR), -1):
        if words[k].text in grammar.words["unveilMark"]:
            return k + 1 if len(words.string(k + 1, head + 1)) >= SHORT_BODY else None
        if words[k].pos in {"r", "PER", "p", "u", "d", "m"} or words[k].text in CLOSING:
            return None
    return None


def _is_founded(words: Words, first: int, head: int, *, grammar: Grammar) -> bool:
    """Whether what is founded is a body of its own (组建山区阅读服务队): told by two words, and not counted (组建三支服务队)."""
    followed = head + 1 < len(words) and words[head + 1].pos in NOMINAL | {"m"} and not words.gap(head + 1)
    if followed or not grammar.ends("foundedHead", words[head].text) or words[first - 1].pos in {"m", "q"}:
        return False
    telling = [
        words[k] for k in range(first, head) if words[k].pos in NOMINAL | {"v"} and words[k].text not in grammar.words["genericModifier"]
    ]
    told = len(telling) > (not grammar.ends("instituteHead", words[head].text))
    return told and len(words.string(first, head + 1)) >= SHORT_BODY - (len(telling) < 2)


def object_edge(words: Words, head: int, verbs: str, *, grammar: Grammar) -> int | None:
    """The first word of the object that ends with word `head`, where a verb of the list `verbs` or a 的 in front governs it all.

    Verbs may stand inside (召开加快推进某事业专题会); persons, pronouns, conjunctions and punctuation may not.
    """
    first = None
    k = head - 1
    while k >= 0 and words[head].end - words[k].start <= LONGEST:
        if words.partner.get(k, k) < k:
            k = words.partner[k] - 1
            continue
        part = _part_in_object(words, k, head, verbs=verbs, grammar=grammar)
        if part == "denies":
            return None
        if part == "joins":
            first = k + 1 if _governed(words, k, verbs, grammar=grammar) else first
            break
        if part == "ends":
            if words[k].pos == "u" and first is None and k > 0 and words[k - 1].text in grammar.words[verbs]:
                first = k + 1
            break
        first = k + 1 if part == "governs" else first
        k -= 1
    while first is not None and first < head and _opens_none(words[first], grammar):
        first += 1
    return first


def _governed(words: Words, joint: int, verbs: str, *, grammar: Grammar) -> bool:
    """Whether a verb of the list `verbs` stands before what a joint ends, with nothing between them that parts."""
    for k in range(joint - 2, -1, -1):
        if words[joint].start - words[k].start > LONGEST or words[k].pos in {"w", "c", "p", "r", "PER"}:
            return False
        if words[k].text in grammar.words[verbs]:
            return True
    return False


def _opens_none(word: Word, grammar: Grammar) -> bool:
    """Whether a word behind the verb stands before the name: 成立/起/一支/……"""
    return word.pos in {"u", "q", "d", "ad", "TIME"} or word.text in grammar.words["aspectMarker"] or _counts(word, grammar)


def _part_in_object(words: Words, k: int, head: int, *, verbs: str, grammar: Grammar) -> str:
    """What word `k` is to an object behind it that ends with word `head`: it "governs", "ends" or "denies" it, or stands "inside".

    It "joins" the object to another of its kind: 设立教学研究中心与教务管理中心.
    """
    word, after = words[k], words[k + 1]
    if (
        verbs == "foundVerb"
        and k > 0
        and word.text in grammar.words["innerJoint"]
        and _may_head(words[k - 1].text, words[k - 1].pos, grammar)
    ):
        return "joins"
    if word.text in grammar.words[verbs] and not (word.text in grammar.words["modifierVerb"] and k + 1 == head):
        return "ends" if after.text in grammar.words["bareEvent"] or after.text in grammar.words[verbs] else "governs"
    if word.pos == "PER" and after.text in grammar.words["afterName"] or LATIN.fullmatch(word.text):
        return "inside"
    if word.text in grammar.words["innerJoint"] and k > 0 and words[k - 1].pos in {"n", "vn", "nz", "an", "j"}:
        parts_events = after.text in "“‘《" or is_event_head(words[k - 1].text, grammar)
        return "ends" if parts_events else "inside"
    if word.text in grammar.words["demonstrative"]:
        return "denies"
    return "ends" if _ends_object(word, grammar) else "inside"


def _ends_object(word: Word, grammar: Grammar) -> bool:
    if word.pos == "TIME" and grammar.pattern("namesDay").search(word.text):
        return True
    barred = word.pos in {"w", "r", "c", "PER", "u", "p"} or word.text in grammar.words["reportVerb"]
    return barred and word.text not in grammar.words["each"]


def _counts(word: Word, grammar: Grammar) -> bool:
    """Whether a word is a number that counts what follows (一场, 两次) and tells neither its edition nor its place in a row."""
    return word.pos == "m" and not grammar.pattern("edition").match(word.text) and not grammar.pattern("ordinalPrefix").match(word.text)


def mention_of(words: Words, i: int, j: int, *, cls: str) -> Mention:
    text = words.string(i, j)
    return Mention(Span(words[i].start, words[j - 1].end), text, cls, event_name(text), head=words[j - 1].text)
