"""Words that the engine glued together and news repeats, cut in two: one small rule for each kind of glue."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

from kg.grammar import Grammar
from kg.places import is_place

SHORTEST = 4  # characters of a post with a name
BARE_YEAR = re.compile(r"20\d\d$")
# What a word is that tells of what a month or a week is: 读书/月, 科技/周.
SEASONED = frozenset({"n", "nz", "vn", "v", "nw", "ORG"})
SUFFIXED = frozenset({"PER", "TIME", "ORG", "LOC", "c", "nz", "v"})
NOUNS = frozenset({"n", "nz"})


NAME = 3  # characters of most Chinese names


class Word(NamedTuple):
    """A token with its characters; `start` and `end` are offsets into the article's text."""

    start: int
    end: int
    text: str
    pos: str


# Where each piece of a word ends, counted in its characters, and its part of speech; none where a rule has nothing to cut.
Pieces = tuple[tuple[int, str], ...]


# The pieces of one kind of glue, by the word alone.
Rule = Callable[[Word, Grammar], Pieces]
# Words that stand side by side: the word in question, the one before it and the one behind it.
Beside = tuple[Word, Word | None, Word | None]
# Whether a word beside which others stand is to be cut.
Test = Callable[[Beside, Grammar], bool]


def may_split(text: str, pos: str, grammar: Grammar) -> bool:
    """Whether a word is ever cut, whatever stands beside it."""
    return any(_pieces_of(text, pos, grammar))


def split(word: Word, before: Word | None, after: Word | None, *, grammar: Grammar) -> list[Word]:
    """The pieces of a word by the first rule that cuts it, else the word; `before` and `after` are its neighbours."""
    pieces, others = _pieces_of(word.text, word.pos, grammar)
    if others:
        pieces = next((cut for cut, test in others if test((word, before, after), grammar)), ())
    if not pieces:
        return [word]
    starts = (0, *(end for end, _ in pieces))
    return [part(word, start, end, pos=pos) for start, (end, pos) in zip(starts, pieces, strict=False) if end > start] or [word]


@lru_cache(maxsize=1 << 16)
def _pieces_of(text: str, pos: str, grammar: Grammar) -> tuple[Pieces, tuple[tuple[Pieces, Test], ...]]:
    """The pieces of a word whatever stands beside it; where it has none, those that it has if a test of its neighbours holds."""
    word, (alone, beside) = Word(0, len(text), text, pos), _rules_of(pos)
    cut = next((pieces for rule in alone if (pieces := rule(word, grammar))), ())
    return cut, () if cut else tuple((pieces, test) for rule, test in beside if (pieces := rule(word, grammar)))


def part(word: Word, start: int, end: int, *, pos: str) -> Word:
    """The characters `start` to `end` of a word as a word of their own."""
    return Word(word.start + start, word.start + end, word.text[start:end], pos)


def ends_in(text: str, words: str, grammar: Grammar) -> bool:
    """Whether `text` ends in an entry of two or more characters of the list `words`."""
    return any(text[i:] in grammar.words[words] for i in range(len(text) - 1))


def is_spelt(name: str, grammar: Grammar) -> bool:
    """Whether all characters of a name are among those by which foreign names are written."""
    return all(char in grammar.words["transliteration"] for char in name)


def is_body(name: str, grammar: Grammar) -> bool:
    """Whether a name ends as that of a body does, whatever stands before."""
    if grammar.ends("orgHead", name):
        return True
    return name not in grammar.words["notOrg"] and grammar.ends("orgSuffix", name)


def counts_bodies(text: str, grammar: Grammar) -> bool:
    """Whether a word closes a list of bodies by counting them: 三方, 两省."""
    return text[:1] in grammar.words["fewOf"] and text[1:] in grammar.words["countedBody"]


def _complement(word: Word, grammar: Grammar) -> Pieces:
    """研发 出/新: what the verb before brought about begins behind 出"""
    return ((1, "u"), (len(word.text), "a")) if word.text[0] in grammar.words["outcome"] else ()


def _brings_about(beside: Beside, grammar: Grammar) -> bool:
    word, before, _ = beside
    return before is not None and before.text + word.text[0] in grammar.verbs


def _count_behind(word: Word, grammar: Grammar) -> Pieces:
    """某大学/三校"""
    pieces = _schools_behind(word, grammar)
    return pieces if pieces and is_body(word.text[:-2], grammar) else ()


def _conjunction(word: Word, grammar: Grammar) -> Pieces:
    """和/某某"""
    cut = len(word.text) > 3 and word.text[0] in grammar.words["coordinator"]
    return ((1, "c"), (len(word.text), "n")) if cut else ()


def _schools_behind(word: Word, grammar: Grammar) -> Pieces:
    """海州三中/三所 学校"""
    size = len(word.text) - 2
    return ((size, "ORG"), (size + 2, "m")) if size > 2 and counts_bodies(word.text[size:], grammar) else ()


def _doubled(word: Word, grammar: Grammar) -> Pieces:
    """某科技馆馆/长: the post of the head of a body, of which the engine left the last character alone"""
    size = len(word.text)
    return ((size - 1, "ORG"), (size, "n")) if size > SHORTEST and word.text[-1] == word.text[-2] else ()


def _makes_post(beside: Beside, grammar: Grammar) -> bool:
    word, _, after = beside
    return after is not None and word.text[-1] + after.text in grammar.words["postHead"]


def _before_schools(beside: Beside, grammar: Grammar) -> bool:
    _, _, after = beside
    return after is not None and after.text in grammar.words["orgHead"]


def _role(word: Word, grammar: Grammar) -> Pieces:
    """承办方/某集团"""
    size = next((n for n in range(len(word.text) - 3, 2, -1) if word.text[:n] in grammar.words["roleNoun"]), 0)
    return ((size, "n"), (len(word.text), "ORG")) if size else ()


def _sides(word: Word, grammar: Grammar) -> Pieces:
    """中方/祝贺/韩方"""
    sides, size = grammar.words["side"], len(word.text)
    if size < 4 or word.text[:2] not in sides or is_body(word.text, grammar):
        return ()
    return ((2, "ORG"), (size - 2, "v"), (size, "ORG")) if word.text[-2:] in sides else ((2, "ORG"), (size, "v"))


def _object(word: Word, grammar: Grammar) -> Pieces:
    """出席/会议"""
    cut = len(word.text) == 4 and word.text[2:] in grammar.words["bareEvent"]
    cut = cut and word.text[:2] in grammar.words["eventVerb"] and word.text not in grammar.words["eventHead"]
    return ((2, "v"), (4, "n")) if cut else ()


def _post(word: Word, grammar: Grammar) -> Pieces:
    """某区委/书记"""
    post = next((word.text[i:] for i in range(1, len(word.text) - 1) if word.text[i:] in grammar.words["postHead"]), "")
    body = word.text[: len(word.text) - len(post)]
    cut = len(post) > 1 and len(body) > 1 and grammar.ends("orgSuffix", body)
    return ((len(body), "ORG"), (len(word.text), "n")) if cut else ()


def _no_body_follows(beside: Beside, grammar: Grammar) -> bool:
    """False in 某联盟专家 委员会"""
    _, _, after = beside
    return after is None or after.text not in grammar.words["orgHead"]


def _and_others(word: Word, grammar: Grammar) -> Pieces:
    """良/等 behind what the engine took for a name"""
    cut = word.pos not in {"n", "u"} and len(word.text) == 2 and word.text[1] in grammar.words["andOthers"]
    return ((1, "n"), (2, "u")) if cut else ()


def _behind_name(beside: Beside, grammar: Grammar) -> bool:
    word, before, _ = beside
    return before is not None and before.pos in {"LOC", "PER"} and before.end == word.start


def _by(word: Word, grammar: Grammar) -> Pieces:
    """辩论赛/由/团"""
    by = next((i for i in range(2, len(word.text)) if word.text[i] in grammar.words["byMark"]), 0)
    cut = by and ends_in(word.text[:by], "eventHead", grammar)
    return ((by, word.pos), (by + 1, "p"), (len(word.text), "n")) if cut else ()


def _year(word: Word, grammar: Grammar) -> Pieces:
    """某论坛/2017"""
    year = BARE_YEAR.search(word.text)
    cut = year is not None and ends_in(word.text[: year.start()], "eventHead", grammar)
    return ((year.start(), word.pos), (len(word.text), "m")) if year is not None and cut else ()


def _in_place(word: Word, grammar: Grammar) -> Pieces:
    """在/津"""
    cut = len(word.text) == 2 and word.text[0] in grammar.words["placeMark"]
    return ((1, "p"), (2, "LOC")) if cut and word.text[1] in grammar.words["shortPlace"] else ()


def _met_in(word: Word, grammar: Grammar) -> Pieces:
    """某会议中心/同/来访; 同/来访; 某会议中心/同/某国: where two meet, and the other one or what is said of them first"""
    at = next((i for i, char in enumerate(word.text) if char in grammar.words["jointMark"]), -1)
    place, other = word.text[: max(at, 0)], word.text[at + 1 :]
    comes = other in grammar.words["attributiveVerb"]
    if at < 0 or not (grammar.ends("venueHead", place) or is_place(place) or (comes and not place)):
        return ()
    alone = not other and word.text[at] not in grammar.words["innerJoint"]  # 北京和/聚投资 begins a name with 和
    cut = comes or alone or is_place(other) or ends_in(other, "postHead", grammar)
    return ((at, "LOC"), (at + 1, "p"), (len(word.text), "v" if comes else "LOC" if is_place(other) else "n")) if cut else ()


def _titled(word: Word, grammar: Grammar) -> Pieces:
    """王储/某某; 博导/某某某: a post and a name"""
    if len(word.text) < SHORTEST:
        return ()
    at = max((n for n in range(2, len(word.text) - 1) if word.text[:n] in grammar.words["postHead"]), default=0)
    name = word.text[at:]
    foreign = is_spelt(name, grammar) and (word.pos != "n" or len(name) > 2)
    family = name[0] in grammar.words["surname"] and len(name) < 4 and word.pos in {"PER", "ORG"} and len(word.text) > SHORTEST
    named = at and (foreign or family) and not is_body(word.text, grammar) and not grammar.ends("postHead", name)
    return ((at, "n"), (len(word.text), "PER")) if named else ()


def _come_home(word: Word, grammar: Grammar) -> Pieces:
    """来/校"""
    return ((1, "v"), (2, "n")) if word.text in grammar.words["comeHome"] else ()


def _adverb(word: Word, grammar: Grammar) -> Pieces:
    """将/由"""
    return ((1, "d"), (len(word.text), "p")) if word.text in grammar.words["glued"] else ()


def _new_day(word: Word, grammar: Grammar) -> Pieces:
    """现/改期, which the engine took for a date"""
    size = len(word.text) - 2
    return ((size, "d"), (size + 2, "v")) if word.text[size:] in grammar.words["newDay"] else ()


def _joint_title(word: Word, grammar: Grammar) -> Pieces:
    """年会/暨/论坛"""
    at = next((i for i, char in enumerate(word.text) if char in grammar.words["jointTitle"]), -1)
    return ((at, word.pos), (at + 1, "c"), (len(word.text), word.pos)) if at >= 0 and len(word.text) > 1 else ()


def _lost_head(word: Word, grammar: Grammar) -> Pieces:
    """周/于, 周/由 behind 科技活动: the first character ends the event before"""
    mark = _leaves_mark(word, grammar)
    cut = (mark or word.pos in SUFFIXED) and word.text[0] in _last_characters(grammar) and word.text not in grammar.words["eventHead"]
    return ((1, "n"), (len(word.text), "p" if mark else "n")) if cut else ()


@lru_cache(maxsize=8)
def _last_characters(grammar: Grammar) -> frozenset[str]:
    """The characters in which the heads of events end."""
    return frozenset(head[-1] for head in grammar.words["eventHead"])


def _lacks_head(beside: Beside, grammar: Grammar) -> bool:
    word, before, _ = beside
    both = before.text + word.text[0] if before is not None and before.end == word.start else ""
    marked = _leaves_mark(word, grammar)  # 设计 周/由, and not 展览 展示
    return ends_in(both, "eventHead", grammar) or marked and grammar.ends("eventSuffix", both)


def _leaves_mark(word: Word, grammar: Grammar) -> bool:
    """Whether a preposition of place or agent is all that stands behind the first character."""
    return word.text[1:] in grammar.words["placeMark"] | grammar.words["byMark"]


def _set_behind(word: Word, grammar: Grammar) -> Pieces:
    """创客展/定 before 于"""
    size = len(word.text) - 1
    event = grammar.ends("eventSuffix", word.text[:size]) or ends_in(word.text[:size], "eventHead", grammar)
    return ((size, word.pos), (size + 1, "n")) if size > 1 and event else ()


def _before_day(beside: Beside, grammar: Grammar) -> bool:
    word, _, after = beside
    return after is not None and after.start == word.end and word.text[-1] + after.text in grammar.words["planWord"]


def _season(word: Word, grammar: Grammar) -> Pieces:
    """月/8日 behind 读书: the first character ends the event before a date"""
    dated = word.text[0] in grammar.words["seasonHead"] and word.text[1:2].isdecimal()
    return ((1, "n"), (len(word.text), "TIME")) if dated else ()


def _lacks_season(beside: Beside, grammar: Grammar) -> bool:
    word, before, _ = beside
    return before is not None and before.end == word.start and before.pos in SEASONED


def _joint_behind(word: Word, grammar: Grammar) -> Pieces:
    """某大学/和"""
    cut = len(word.text) > 3 and word.text[-1] in grammar.words["innerJoint"]
    return ((len(word.text) - 1, "ORG"), (len(word.text), "c")) if cut else ()


def _verb_behind(word: Word, grammar: Grammar) -> Pieces:
    """某协会/主办; 某协会/组织; 某科协/联合 before another body"""
    verb = word.text[-2:] in grammar.words["jointVerb"] or _acts(word.text, grammar)
    cut = len(word.text) > 4 and verb
    return ((len(word.text) - 2, word.pos), (len(word.text), "v")) if cut else ()


def _acts(text: str, grammar: Grammar) -> bool:
    """Whether a verb of acting ends what the engine took for a body."""
    tail = text[-2:]
    return tail in grammar.words["verbTail"] or tail in grammar.words["actTail"] and grammar.ends("orgHead", text[:-2])


def _acts_or_joins(beside: Beside, grammar: Grammar) -> bool:
    word, _, after = beside
    return after is not None and after.pos in {"ORG", "LOC"} and after.start == word.end or _acts(word.text, grammar)


def _founds_within(word: Word, grammar: Grammar) -> Pieces:
    """某大学/共建/某研究院"""
    for verb in sorted(grammar.words["foundVerb"], key=len, reverse=True):  # 组建成立 before 组建
        body, found, other = word.text.partition(verb)
        if found and grammar.ends("orgHead", body) and is_body(other, grammar):
            return ((len(body), "ORG"), (len(body + found), "v"), (len(word.text), "ORG"))
    return ()


def _appointed(word: Word, grammar: Grammar) -> Pieces:
    """李强明/任 某局局长"""
    verb = word.text[-1] in grammar.words["appointVerb"] and word.text[0] in grammar.words["surname"]
    return ((3, "PER"), (4, "v")) if verb and len(word.text) == 4 else ()


def _joint_at_end(word: Word, grammar: Grammar) -> Pieces:
    """张三丰/和 夫人"""
    size = len(word.text)
    joint = size > NAME - 1 and word.text[-1] in grammar.words["innerJoint"] and word.text[0] in grammar.words["surname"]
    return ((size - 1, "PER"), (size, "c")) if joint else ()


def _joins_person(beside: Beside, grammar: Grammar) -> bool:
    """Whether a noun follows, of whom the next name is."""
    _, _, after = beside
    return after is not None and after.pos in {"n", "ORG", "LOC", "PER"}


def _call_behind(word: Word, grammar: Grammar) -> Pieces:
    """张三/通 电话"""
    return ((len(word.text) - 1, "PER"), (len(word.text), "v"))


def _calls(beside: Beside, grammar: Grammar) -> bool:
    word, _, after = beside
    return after is not None and word.text[-1] + after.text[:2] in grammar.words["callVerb"]


def _name_behind(word: Word, grammar: Grammar) -> Pieces:
    """校长/张 三丰"""
    if word.text in grammar.words["postHead"]:
        return ()
    size = len(word.text)
    cut = next((c for c in (1, 2) if size - c > 1 and word.text[:-c] in grammar.words["postHead"]), 0)
    return ((size - cut, "n"), (size, "PER")) if cut else ()


def _before_name(beside: Beside, grammar: Grammar) -> bool:
    _, _, after = beside
    return after is not None and after.pos == "PER"


# What a rule asks of a word's part of speech; None where it takes any.
Kinds = frozenset[str] | None
# Rules that a word's own characters decide, and rules for which a test of its neighbours has to hold.
ALONE: tuple[tuple[Rule, Kinds], ...] = (
    (_conjunction, frozenset({"c"})),
    (_role, None),
    (_sides, None),
    (_object, frozenset({"v"})),
    (_by, NOUNS),
    (_year, NOUNS),
    (_in_place, frozenset({"p"})),
    (_met_in, frozenset({"LOC", "ORG"})),
    (_titled, frozenset({"PER", "ORG", "LOC", "n"})),
    (_appointed, frozenset({"PER"})),
    (_come_home, None),
    (_adverb, None),
    (_new_day, frozenset({"TIME"})),
    (_joint_title, None),
    (_joint_behind, frozenset({"ORG"})),
    (_count_behind, frozenset({"ORG"})),
    (_founds_within, frozenset({"ORG"})),
)
BESIDE: tuple[tuple[Rule, Kinds, Test], ...] = (
    (_complement, None, _brings_about),
    (_post, frozenset({"ORG"}), _no_body_follows),
    (_and_others, None, _behind_name),
    (_lost_head, None, _lacks_head),
    (_season, frozenset({"TIME"}), _lacks_season),
    (_set_behind, NOUNS, _before_day),
    (_schools_behind, frozenset({"ORG"}), _before_schools),
    (_doubled, SUFFIXED | NOUNS, _makes_post),
    (_verb_behind, NOUNS | {"ORG"}, _acts_or_joins),
    (_call_behind, frozenset({"PER"}), _calls),
    (_joint_at_end, frozenset({"PER"}), _joins_person),
    (_name_behind, NOUNS, _before_name),
)


@cache
def _rules_of(pos: str) -> tuple[tuple[Rule, ...], tuple[tuple[Rule, Test], ...]]:
    """The rules that may cut a word of a part of speech."""
    alone = tuple(rule for rule, kinds in ALONE if kinds is None or pos in kinds)
    return alone, tuple((rule, test) for rule, kinds, test in BESIDE if kinds is None or pos in kinds)
