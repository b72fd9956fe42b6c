"""Mistakes of the engine's segmentation that news repeats, mended before phrases are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.grammar import Grammar
from kg.places import is_place

PIECES = 8
YEAR = re.compile(r"20\d\d$")
SUFFIXED = frozenset({"PER", "TIME", "ORG", "LOC", "c", "nz", "v"})


@dataclass(frozen=True, slots=True)
class Word:
    """A token with its characters; `start` and `end` are offsets into the article's text."""

    start: int
    end: int
    text: str
    pos: str


def mend(words: list[Word], text: str, grammar: Grammar, known: frozenset[str] = frozenset()) -> list[Word]:
    """Words split where two were glued (周于), joined where a listed head was cut (工作/会), with the part of speech of their head."""
    words = [part for word in words for part in _apart(word, grammar, known)]
    words = list(_whole_names(list(_recut(words, grammar)), known))
    split = [
        part
        for i, word in enumerate(words)
        for part in _split(word, words[i - 1] if i else None, words[i + 1] if i + 1 < len(words) else None, grammar)
    ]
    joined = list(_joined(split, text, grammar))
    return [_retagged(word, grammar) for word in joined]


def _apart(word: Word, grammar: Grammar, known: frozenset[str]) -> Iterator[Word]:
    """Partners and the verb that joins them, which the engine took for one body (某市联合教育部), where the last is known."""
    for joint in grammar.words["jointVerb"] if word.pos == "ORG" else ():
        at = word.text.find(joint)
        left, right = word.text[: max(at, 0)], word.text[at + len(joint) :]
        if at >= 0 and (right in known or grammar.ends("orgHead", right) and (left in known or grammar.ends("orgHead", left))):
            if at > 0:
                yield _part(word, 0, at, "ORG")
            yield _part(word, at, at + len(joint), "v")
            yield _part(word, at + len(joint), len(word.text), "ORG")
            return
    yield word


def _recut(words: list[Word], grammar: Grammar) -> Iterator[Word]:
    """Two words between which the engine cut at the wrong places (会/见到/访 for 会见/到访)."""
    i = 0
    while i < len(words):
        for pair in grammar.words["wordPair"] if i + 1 < len(words) else ():
            first, second = pair.split("|")
            j = i + 1
            while j < len(words) and words[j].end - words[i].start < len(first + second) and words[j].start == words[j - 1].end:
                j += 1
            if j > i + 1 and "".join(w.text for w in words[i : j + 1]) == first + second and words[i].text != first:
                middle = words[i].start + len(first)
                yield Word(words[i].start, middle, first, "v")
                yield Word(middle, words[j].end, second, "v")
                i = j + 1
                break
        else:
            yield words[i]
            i += 1


def _whole_names(words: list[Word], known: frozenset[str]) -> Iterator[Word]:
    """Words of which a known body's name was cut in pieces (亚太经合/组织) as one again, the longest first."""
    i = 0
    while i < len(words):
        text, best = words[i].text, i
        for j in range(i + 1, min(len(words), i + PIECES)):
            if words[j].start != words[j - 1].end:
                break
            text += words[j].text
            best = j if text in known else best
        if best > i:
            yield Word(words[i].start, words[best].end, "".join(w.text for w in words[i : best + 1]), "ORG")
        else:
            yield words[i]
        i = best + 1


def _split(word: Word, before: Word | None, after: Word | None, grammar: Grammar) -> Iterator[Word]:
    if word.pos == "c" and len(word.text) > 3 and word.text[0] in grammar.words["coordinator"]:
        yield _part(word, 0, 1, "c")
        yield _part(word, 1, len(word.text), "n")
        return
    role = next(
        (
            r
            for r in sorted(grammar.words["roleNoun"], key=len, reverse=True)
            if len(r) > 2 and word.text.startswith(r) and len(word.text) > len(r) + 2
        ),
        "",
    )
    if role:  # 承办方阿勒泰文旅集团
        yield _part(word, 0, len(role), "n")
        yield _part(word, len(role), len(word.text), "ORG")
        return
    glued_object = word.pos == "v" and len(word.text) == 4 and word.text[2:] in grammar.words["bareEvent"]
    if glued_object and word.text[:2] in grammar.words["eventVerb"] and word.text not in grammar.words["eventHead"]:
        yield _part(word, 0, 2, "v")  # 出席会议
        yield _part(word, 2, 4, "n")
        return
    post = next((word.text[i:] for i in range(1, len(word.text) - 1) if word.text[i:] in grammar.words["postHead"]), "")
    if word.pos == "ORG" and len(post) > 1 and len(word.text) > len(post) + 1 and grammar.ends("orgSuffix", word.text[: -len(post)]):
        yield _part(word, 0, len(word.text) - len(post), "ORG")  # 望城区委书记
        yield _part(word, len(word.text) - len(post), len(word.text), "n")
        return
    cut = before is not None and before.pos in {"LOC", "PER"} and before.end == word.start
    if cut and word.pos not in {"n", "u"} and len(word.text) == 2 and word.text[1] in grammar.words["andOthers"]:
        yield _part(word, 0, 1, "n")  # 良/等
        yield _part(word, 1, 2, "u")
        return
    by = next((i for i in range(2, len(word.text)) if word.text[i] in grammar.words["byMark"]), 0)
    if by and word.pos in {"n", "nz"} and _ends_in(word.text[:by], "eventHead", grammar):  # 辩论赛/由/团 市委
        yield _part(word, 0, by, word.pos)
        yield _part(word, by, by + 1, "p")
        if by + 1 < len(word.text):
            yield _part(word, by + 1, len(word.text), "n")
        return
    year = YEAR.search(word.text)
    if year and word.pos in {"n", "nz"} and _ends_in(word.text[: year.start()], "eventHead", grammar):  # 天津论坛2017
        yield _part(word, 0, year.start(), word.pos)
        yield _part(word, year.start(), len(word.text), "m")
        return
    day = next((d for d in grammar.words["dayTail"] if word.text.endswith(d) and len(word.text) > len(d) + 1), "")
    if day and word.pos in {"n", "nz", "vn"}:  # 活动周/当日
        yield _part(word, 0, len(word.text) - len(day), word.pos)
        yield _part(word, len(word.text) - len(day), len(word.text), "TIME")
        return
    if word.pos == "p" and len(word.text) == 2 and word.text[0] in grammar.words["placeMark"] and word.text[1] in grammar.words["shortPlace"]:  # 在津
        yield _part(word, 0, 1, "p")
        yield _part(word, 1, 2, "LOC")
        return
    if word.text in grammar.words["comeHome"]:
        yield _part(word, 0, 1, "v")
        yield _part(word, 1, 2, "n")
        return
    if word.text in grammar.words["glued"]:
        yield _part(word, 0, 1, "d")
        yield _part(word, 1, len(word.text), "p")
        return
    glued = word.text.find("暨")
    if glued >= 0 and len(word.text) > 1:
        pieces = [(0, glued, word.pos), (glued, glued + 1, "c"), (glued + 1, len(word.text), word.pos)]
        for start, end, pos in pieces:
            if start < end:
                yield from _split(_part(word, start, end, pos), before, after, grammar)
        return
    if (
        word.pos in SUFFIXED
        and before is not None
        and before.end == word.start
        and _ends_in(before.text + word.text[0], "eventHead", grammar)
        and word.text not in grammar.words["eventHead"]
    ):
        yield _part(word, 0, 1, "n")
        if len(word.text) > 1:
            rest = word.text[1:]
            yield _part(word, 1, len(word.text), "p" if rest in grammar.words["placeMark"] else "n")
        return
    if word.pos == "ORG" and len(word.text) > 3 and word.text[-1] in grammar.words["innerJoint"]:
        yield _part(word, 0, len(word.text) - 1, "ORG")
        yield _part(word, len(word.text) - 1, len(word.text), "c")
        return
    partner = after is not None and after.pos in {"ORG", "LOC"} and after.start == word.end and word.text[-2:] in grammar.words["jointVerb"]
    if word.pos in {"ORG", "nz", "n"} and len(word.text) > 4 and (partner or word.text[-2:] in grammar.words["verbTail"]):
        yield _part(word, 0, len(word.text) - 2, word.pos)
        yield _part(word, len(word.text) - 2, len(word.text), "v")
        return
    if word.pos == "PER" and len(word.text) > 2 and word.text[-1] in grammar.words["nameTail"] and after is not None and after.text == "，":
        yield _part(word, 0, len(word.text) - 1, "PER")
        yield _part(word, len(word.text) - 1, len(word.text), "n")
        return
    if word.pos == "PER" and after is not None and word.text[-1] + after.text[:2] in grammar.words["callVerb"]:
        yield _part(word, 0, len(word.text) - 1, "PER")
        yield _part(word, len(word.text) - 1, len(word.text), "v")
        return
    if word.pos in {"n", "nz"} and after is not None and after.pos == "PER" and word.text not in grammar.words["postHead"]:
        for cut in (1, 2):
            if word.text[:-cut] in grammar.words["postHead"] and len(word.text) - cut > 1:
                yield _part(word, 0, len(word.text) - cut, "n")
                yield _part(word, len(word.text) - cut, len(word.text), "PER")
                return
    yield word


def _joined(words: list[Word], text: str, grammar: Grammar) -> Iterator[Word]:
    i = 0
    while i < len(words):
        word = words[i]
        if i + 1 < len(words) and word.end == words[i + 1].start:
            if word.pos in {"ORG", "LOC", "n", "vn"} and len(word.text) > 1 and words[i + 1].text in grammar.words["lostHead"]:
                yield Word(
                    word.start, words[i + 1].end, word.text + words[i + 1].text, "ORG" if word.pos in {"ORG", "LOC"} else "n"
                )  # 国务院台/办
                i += 2
                continue
            if word.pos == "PER" and words[i + 1].text in grammar.words["university"]:  # 莫纳什/大学
                yield Word(word.start, words[i + 1].end, word.text + words[i + 1].text, "ORG")
                i += 2
                continue
            last = i + 2 == len(words) or words[i + 2].pos in {"w", "c", "p", "d", "ad", "u", "TIME"}
            if word.pos == "ORG" and words[i + 1].text in grammar.words["bodyNoun"] and last:  # 亚太森林/组织
                yield Word(word.start, words[i + 1].end, word.text + words[i + 1].text, "ORG")
                i += 2
                continue
            both = word.text + words[i + 1].text
            if word.pos == "PER" and words[i + 1].pos == "PER" and len(word.text) < 3 and "·" in words[i + 1].text:
                yield Word(word.start, words[i + 1].end, both, "PER")
                i += 2
                continue
            if both in grammar.words["cutWord"]:
                yield Word(word.start, words[i + 1].end, both, "vn")
                i += 2
                continue
            meeting = words[i + 1].text in grammar.words["meetingSuffix"] and words[i + 1].pos == "n"
            if meeting and word.pos in {"v", "vn"} and len(word.text) == 2:  # 评估/会
                yield Word(word.start, words[i + 1].end, both, "n")
                i += 2
                continue
            if both in grammar.words["orgHead"] and len(words[i + 1].text) == 1 and word.pos in {"n", "vn"}:  # 校友/会
                yield Word(word.start, words[i + 1].end, both, "n")
                i += 2
                continue
            if both in grammar.words["postHead"] and len(words[i + 1].text) == 1 and word.pos in {"n", "vn", "v"}:
                yield Word(word.start, words[i + 1].end, both, "n")
                i += 2
                continue
            if (
                both in grammar.words["eventHead"]
                and word.pos not in {"w", "p", "d", "u", "r"}
                and (len(words[i + 1].text) == 1 or len(word.text) <= 2)
                and not _predicate(words, i, grammar)
            ):
                yield Word(word.start, words[i + 1].end, both, "n")
                i += 2
                continue
        yield word
        i += 1


def _predicate(words: list[Word], i: int, grammar: Grammar) -> bool:
    """Whether word `i` is the verb of a clause with an object behind: 启动活动, but not 启动仪式."""
    return (
        words[i].pos == "v"
        and (i == 0 or words[i - 1].pos in {"d", "ad", "vd", "p", "PER", "ORG", "TIME", "w"})
        and words[i + 1].text in grammar.words["plainEvent"]
    )


def _retagged(word: Word, grammar: Grammar) -> Word:
    if word.pos in {"PER", "c", "v", "d", "p", "LOC"} and len(word.text) > 3 and grammar.ends("orgHead", word.text):
        return replace(word, pos="ORG")
    if word.pos == "v" and word.text in grammar.words["orgHead"] or word.pos == "ORG" and word.text in grammar.words["postHead"]:
        return replace(word, pos="n")
    if word.pos == "PER" and "·" not in word.text and is_place(word.text):
        return replace(word, pos="LOC")
    if (
        word.pos in {"ORG", "LOC", "PER"}
        and len(word.text) > 3
        and _ends_in(word.text, "eventHead", grammar)
        and not _ends_in(word.text, "orgSuffix", grammar)
    ):
        return replace(word, pos="nz")
    if word.pos == "v" and len(word.text) > 2 and word.text in grammar.words["eventHead"] - grammar.words["holdVerb"]:
        return replace(word, pos="n")
    return word


def _ends_in(text: str, words: str, grammar: Grammar) -> bool:
    """Whether `text` ends in an entry of two or more characters."""
    return any(text[i:] in grammar.words[words] for i in range(len(text) - 1))


def _part(word: Word, start: int, end: int, pos: str) -> Word:
    return Word(word.start + start, word.start + end, word.text[start:end], pos)
