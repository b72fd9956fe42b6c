"""Words that the engine cut in two and news repeats, joined: one small rule for each kind of cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from kg.grammar import Grammar
from kg.mentions.cuts import Word, counts_bodies

BEHIND_BODY = frozenset({"w", "c", "p", "d", "ad", "u", "TIME"})
NOUNS = frozenset({"n", "vn"})
OUTSIDE = frozenset({"w", "p", "d", "ad", "c", "u", "r", "TIME"})
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&.-]*")
REACH = 5  # words before 会 in which the mark of a name stands
TITLE_END = "》”"

# The part of speech of the one word that words `i` and `i + 1` make, "" where a rule leaves them two.
Rule = Callable[[Sequence[Word], int, Grammar], str]
# Whether a word may be the second of the two, asked once for each word of the language, so that few rules look at each place.
Second = Callable[[Word, Grammar], bool]


def pos_of_both(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """The part of speech of the one word that words `i` and `i + 1` make, by the first rule that joins them; "" where they are two."""
    after = words[i + 1]
    for rule in _rules_before(after.text, after.pos, grammar):
        if pos := rule(words, i, grammar):
            return pos
    return ""


def may_close(text: str, pos: str, grammar: Grammar) -> bool:
    """Whether a word is ever the second of two."""
    return bool(_rules_before(text, pos, grammar))


@lru_cache(maxsize=1 << 16)
def _rules_before(text: str, pos: str, grammar: Grammar) -> tuple[Rule, ...]:
    """The rules by which a word may be the second of two."""
    word = Word(0, len(text), text, pos)
    return tuple(rule for second, rule in RULES if second(word, grammar))


def _listed_in(words: str) -> Second:
    """Whether the word stands in a list."""
    return lambda word, grammar: word.text in grammar.words[words]


def _closing(*lists: str) -> Second:
    """Whether the word is the end of another one in the lists."""
    return lambda word, grammar: word.text in _endings(grammar, lists)


@lru_cache(maxsize=64)
def _endings(grammar: Grammar, lists: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word[i:] for words in lists for word in grammar.words[words] for i in range(1, len(word)))


def _office(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """国务院台/办"""
    word = words[i]
    return {"ORG": "ORG", "LOC": "ORG", "n": "n", "vn": "n"}.get(word.pos, "") if len(word.text) > 1 else ""


def _town(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """沁岭/市 市长: a town that the engine took for a person, before a post or a body"""
    if words[i].pos != "PER" or i + 2 >= len(words):
        return ""
    return "LOC" if any(words[i + 2].text in grammar.words[heads] for heads in ("postHead", "orgHead", "orgSuffix")) else ""


def _given_name(word: Word, grammar: Grammar) -> bool:
    return word.pos == "PER" and len(word.text) == 2


def _family_name(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """某市市长 和/志远: a conjunction that is a family name, right behind a post that no name has yet"""
    word = words[i]
    titled = i > 0 and words[i - 1].text in grammar.words["postHead"] and (i < 2 or words[i - 2].pos in {"ORG", "LOC"})
    family = word.pos in {"c", "p"} and word.text in grammar.words["surname"]
    return "PER" if titled and family else ""


def _body(word: Word, grammar: Grammar) -> bool:
    return word.text in grammar.words["innerBody"] or grammar.ends("orgHead", word.text)


def _own_body(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """校/工会"""
    return "ORG" if words[i].text in grammar.words["ownerNoun"] else ""


def _body_noun(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """亚太森林/组织"""
    last = i + 2 == len(words) or words[i + 2].pos in BEHIND_BODY
    return "ORG" if last and words[i].pos == "ORG" and not grammar.ends("orgHead", words[i].text) else ""


def _dotted(word: Word, grammar: Grammar) -> bool:
    return word.pos == "PER" and "·" in word.text


def _foreign(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """理/查德·雷纳"""
    return "PER" if words[i].pos == "PER" and len(words[i].text) < 3 else ""


def _listed(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """Pairs that the lexicon lists as one word, a verb where a name stands behind it: 到访某大学"""
    named = i + 2 < len(words) and words[i + 2].pos in {"ORG", "LOC"}
    return ("v" if named else "vn") if words[i].text + words[i + 1].text in grammar.words["cutWord"] else ""


def _role(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """主办/单位"""
    return "n" if words[i].text + words[i + 1].text in grammar.words["roleNoun"] else ""


def _set_for(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """定/于, of which the engine took the first for a noun"""
    return "v" if words[i].pos in NOUNS and words[i].text + words[i + 1].text in grammar.words["planWord"] else ""


def _each_is(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """分别/为, behind which there is a post for each"""
    each = words[i].text in grammar.words["respectively"]
    return "v" if each and words[i].text + words[i + 1].text in grammar.words["appointVerb"] else ""


def _meeting(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """评估/会"""
    return "n" if words[i + 1].pos == "n" and words[i].pos in {"v", "vn"} and len(words[i].text) == 2 else ""


def _edition_meeting(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """第二届某某/会 before a preposition, a date or an adverb: a meeting, which the engine took for the verb 会"""
    if words[i + 1].pos != "v" or words[i].pos in OUTSIDE:
        return ""
    if i + 2 < len(words) and not (words[i + 2].pos in {"p", "TIME", "w", "d", "ad"} or words[i + 2].text in grammar.words["holdVerb"]):
        return ""
    for word in reversed(words[max(0, i - REACH) : i + 1]):
        if grammar.pattern("edition").match(word.text) or word.text in TITLE_END:
            return "n"
        if word.pos in OUTSIDE and word.text != words[i].text:
            return ""
    return ""


def _abroad(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """Intel/中国 before a verb: a company's branch named after the country"""
    last = i + 2 == len(words) or words[i + 2].pos in BEHIND_BODY | {"v", "vd"}
    return "ORG" if last and words[i].pos in {"ORG", "nz", "nw"} and LATIN.fullmatch(words[i].text) else ""


def _noun_of_two(word: Word, grammar: Grammar) -> bool:
    return word.pos in NOUNS and len(word.text) == 2 and word.text not in grammar.words["memberNoun"] | grammar.words["bothSides"]


def _headless(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """智汇/工业 承办, 智汇/制药 三方"""
    follower = words[i + 2].text if i + 2 < len(words) else ""
    acts = words[i + 1].pos == "n" and follower in grammar.words["verbTail"] or counts_bodies(follower, grammar)
    return "ORG" if acts and words[i].pos == "ORG" and not grammar.ends("orgSuffix", words[i].text) else ""


def _head(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """校友/会, 董事/长"""
    word, both = words[i], words[i].text + words[i + 1].text
    body = word.pos in NOUNS and both in grammar.words["orgHead"]
    other = word.pos in NOUNS | {"v"} and (both in grammar.words["postHead"] or both in grammar.words["productHead"])
    return "n" if len(words[i + 1].text) == 1 and (body or other) else ""


def _head_across(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """云湖灯/会, 云湖代表团/审议: a listed head of an event stands across the cut"""
    word, after = words[i], words[i + 1]
    if not (len(after.text) == 1 and after.pos == "n" or len(after.text) == 2 and after.pos == "v") or word.pos not in {"nz", "LOC", "ORG"}:
        return ""
    both = word.text + after.text
    return "nz" if any(both[k:] in grammar.words["eventHead"] for k in range(max(0, len(word.text) - 3), len(word.text))) else ""


def _event(words: Sequence[Word], i: int, grammar: Grammar) -> str:
    """启动/仪式"""
    word, after = words[i], words[i + 1]
    event = word.text + after.text in grammar.words["eventHead"] and word.pos not in {"w", "p", "d", "u", "r"}
    return "n" if event and (len(after.text) == 1 or len(word.text) <= 2) else ""


RULES: tuple[tuple[Second, Rule], ...] = (
    (_listed_in("lostHead"), _office),
    (_listed_in("townTail"), _town),
    (_given_name, _family_name),
    (_body, _own_body),
    (_listed_in("bodyNoun"), _body_noun),
    (_dotted, _foreign),
    (_closing("cutWord"), _listed),
    (_closing("roleNoun"), _role),
    (_closing("planWord"), _set_for),
    (_listed_in("copula"), _each_is),
    (_listed_in("meetingSuffix"), _meeting),
    (_listed_in("meetingSuffix"), _edition_meeting),
    (_listed_in("branchPlace"), _abroad),
    (_noun_of_two, _headless),
    (_closing("orgHead", "postHead"), _head),
    (_closing("eventHead"), _head_across),
    (_closing("eventHead"), _event),
)
