"""Words that the engine cut in two and news repeats, joined: one small rule for each kind of cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kg.grammar import Grammar
from kg.mentions.cuts import EDITION, Word

BEHIND_BODY = frozenset({"w", "c", "p", "d", "ad", "u", "TIME"})
NOUNS = frozenset({"n", "vn"})
OUTSIDE = frozenset({"w", "p", "d", "ad", "c", "u", "r", "TIME"})
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&.-]*")
REACH = 5  # words before 会 in which the mark of a name stands
TITLE_END = "》”"

# The part of speech of the one word that words `i` and `i + 1` make, "" where a rule leaves them two.
Rule = Callable[[Sequence[Word], int, Grammar], str]


def pos_of_both(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """The part of speech of the one word that words `i` and `i + 1` make, by the first rule that joins them; "" where they are two."""
    for rule in RULES:  # asked at every word: a generator would take as long as the rules
        if pos := rule(words, i, grammar):
            return pos
    return ""


def _office(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """国务院台/办"""
    word = words[i]
    if len(word.text) < 2 or words[i + 1].text not in grammar.words["lostHead"]:
        return ""
    return {"ORG": "ORG", "LOC": "ORG", "n": "n", "vn": "n"}.get(word.pos, "")


def _town(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """沁岭/市 市长: a town that the engine took for a person, before a post or a body"""
    if words[i].pos != "PER" or words[i + 1].text not in grammar.words["townTail"] or i + 2 >= len(words):
        return ""
    return "LOC" if any(words[i + 2].text in grammar.words[heads] for heads in ("postHead", "orgHead", "orgSuffix")) else ""


def _family_name(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """某市市长 和/志远: a conjunction that is a family name, right behind a post that no name has yet"""
    word, after = words[i], words[i + 1]
    titled = i > 0 and words[i - 1].text in grammar.words["postHead"] and (i < 2 or words[i - 2].pos in {"ORG", "LOC"})
    family = word.pos in {"c", "p"} and word.text in grammar.words["surname"]
    return "PER" if titled and family and after.pos == "PER" and len(after.text) == 2 else ""


def _own_body(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """校/工会"""
    after = words[i + 1].text
    body = words[i].text in grammar.words["ownerNoun"] and (after in grammar.words["innerBody"] or grammar.ends("orgHead", after))
    return "ORG" if body else ""


def _body_noun(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """亚太森林/组织"""
    last = i + 2 == len(words) or words[i + 2].pos in BEHIND_BODY
    body = words[i].pos == "ORG" and words[i + 1].text in grammar.words["bodyNoun"] and not grammar.ends("orgHead", words[i].text)
    return "ORG" if body and last else ""


def _foreign(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """理/查德·雷纳"""
    word, after = words[i], words[i + 1]
    return "PER" if word.pos == after.pos == "PER" and len(word.text) < 3 and "·" in after.text else ""


def _listed(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """Pairs that the lexicon lists as one word"""
    return "vn" if words[i].text + words[i + 1].text in grammar.words["cutWord"] else ""


def _meeting(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """评估/会"""
    word, after = words[i], words[i + 1]
    meeting = after.text in grammar.words["meetingSuffix"] and after.pos == "n" and word.pos in {"v", "vn"} and len(word.text) == 2
    return "n" if meeting else ""


def _edition_meeting(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """第二届某某/会 before a preposition, a date or an adverb: a meeting, which the engine took for the verb 会"""
    after = words[i + 1]
    if after.text not in grammar.words["meetingSuffix"] or after.pos != "v" or words[i].pos in OUTSIDE:
        return ""
    if i + 2 < len(words) and not (words[i + 2].pos in {"p", "TIME", "w", "d", "ad"} or words[i + 2].text in grammar.words["holdVerb"]):
        return ""
    for word in reversed(words[max(0, i - REACH) : i + 1]):
        if EDITION.match(word.text) or word.text in TITLE_END:
            return "n"
        if word.pos in OUTSIDE and word.text != words[i].text:
            return ""
    return ""


def _abroad(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """Intel/中国 before a verb: a company's branch named after the country"""
    word, after = words[i], words[i + 1]
    last = i + 2 == len(words) or words[i + 2].pos in BEHIND_BODY | {"v", "vd"}
    branch = LATIN.fullmatch(word.text) and word.pos in {"ORG", "nz", "nw"} and after.text in grammar.words["branchPlace"]
    return "ORG" if branch and last else ""


def _headless(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """智汇/工业 承办"""
    word, after = words[i], words[i + 1]
    follower = words[i + 2].text if i + 2 < len(words) else ""
    if follower not in grammar.words["verbTail"] or after.text in grammar.words["memberNoun"] | grammar.words["bothSides"]:
        return ""
    return "ORG" if word.pos == "ORG" and not grammar.ends("orgSuffix", word.text) and after.pos == "n" and len(after.text) == 2 else ""


def _head(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """校友/会, 清淤/船"""
    word, both = words[i], words[i].text + words[i + 1].text
    body = word.pos in NOUNS and both in grammar.words["orgHead"]
    other = word.pos in NOUNS | {"v"} and (both in grammar.words["postHead"] or both in grammar.words["productHead"])
    return "n" if len(words[i + 1].text) == 1 and (body or other) else ""


def _head_across(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """云湖灯/会: a listed head of an event stands across the cut"""
    word, after = words[i], words[i + 1]
    if len(after.text) != 1 or after.pos != "n" or word.pos not in {"nz", "LOC", "ORG"}:
        return ""
    both = word.text + after.text
    return "nz" if any(both[k:] in grammar.words["eventHead"] for k in range(max(0, len(word.text) - 3), len(word.text))) else ""


def _event(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """启动/仪式"""
    word, after = words[i], words[i + 1]
    event = word.text + after.text in grammar.words["eventHead"] and word.pos not in {"w", "p", "d", "u", "r"}
    return "n" if event and (len(after.text) == 1 or len(word.text) <= 2) else ""


RULES: tuple[Rule, ...] = (
    _office,
    _town,
    _family_name,
    _own_body,
    _body_noun,
    _foreign,
    _listed,
    _meeting,
    _edition_meeting,
    _abroad,
    _headless,
    _head,
    _head_across,
    _event,
)
