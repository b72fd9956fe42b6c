"""A question as a row of words: names of the graph, dates, words of asking, verbs and nouns of relations, and what is none of these."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.asking.periods import find_periods
from kg.asking.wordings import put_otherwise
from kg.asking.words import LONGEST_WORD, Questions
from kg.query.spotting import ORDINAL, Spotted, simplify

# Longer than any question; matching time grows with length.
LONGEST = 200
# What a measure word follows.
YEAR, YEARS_END = "-01-01", "-12-31"
COUNTED = frozenset({"which", "many", "pronoun", "rest"})
# Single characters that are words of asking by themselves, and parts of names that nothing knows otherwise: 起航, 国际.
OPEN = frozenset({"since", "until", "negation", "class", "current"})
QUOTES = re.compile("[“「『《]([^“”「」『』《》]+)[”」』》]")


@dataclass(frozen=True, slots=True)
class Token:
    """Characters `start` to `end` of the question.

    `kinds` are the lists that the word stands in, or "name", "period", "verb", "noun", "class", "head", or "rest" for what nothing covers.
    """

    text: str
    start: int
    end: int
    kinds: frozenset[str]
    spot: Spotted | None = None
    period: tuple[str, str] = ("", "")
    quoted: bool = False

    def __contains__(self, kind: str) -> bool:
        return kind in self.kinds


def have(tokens: Iterable[Token], *kinds: str) -> bool:
    """Whether one of the tokens is of one of the kinds."""
    return any(not token.kinds.isdisjoint(kinds) for token in tokens)


def named(tokens: Iterable[Token]) -> list[Token]:
    """The names among tokens."""
    return [token for token in tokens if "name" in token]


def tidy(question: str, questions: Questions) -> str:
    """The question without what is said around it."""
    text = simplify(unicodedata.normalize("NFC", question)).strip(" \u3000？?。.！!，,")
    text = questions.parted.sub("", put_otherwise(text, questions.wordings))
    return questions.opening.sub("", questions.doubled.sub(rf"{questions.whether}\1", text)).strip(" \u3000，,：:")


def read_tokens(text: str, spots: Sequence[Spotted], questions: Questions, *, today: datetime.date | None) -> list[Token]:
    """The words of a question in order; `today` is the day that 今年 and 上个月 are reckoned from.

    A beginning or end of a name counts only where no unknown character clings to it: 第七届世界智 is none in 第七届世界智慧大会.
    """
    periods = find_periods(text, [spot for spot in spots if spot.how != "part"], today, questions=questions)
    spots = [_cut_short(text, spot, questions) if spot.how == "part" else spot for spot in spots]
    spots = [spot for spot in spots if all(spot.end <= start or spot.start >= end for start, end, _, _ in periods)]
    while True:
        tokens = list(_cover(text, spots, periods, questions=questions))
        loose = {token.spot for token in tokens if token.spot is not None and token.spot.how == "part" and _clings(tokens, token)}
        if not loose:
            return _span(_posts(_complete(_lead(_join(tokens))), questions), questions)
        spots = [spot for spot in spots if spot not in loose]


def _cut_short(text: str, spot: Spotted, questions: Questions) -> Spotted:
    """A part of a name up to where a longer verb begins in its last character: 科普奖 and 颁给 in 科普奖颁给了谁."""
    stops = [end for end in range(spot.end + 1, min(len(text), spot.end + 3) + 1) if text[spot.end - 1 : end] in questions.verbs]
    return replace(spot, end=spot.end - 1) if stops else spot


def _cover(text: str, spots: Sequence[Spotted], periods: Sequence[tuple[int, int, str, str]], *, questions: Questions) -> Iterator[Token]:
    # Nor is a post the name of anybody, whatever was read so: 特使.
    words = {spot: text[spot.start : spot.end] for spot in spots}
    named = {spot.start: spot for spot, word in words.items() if word not in questions.posts and not questions.knows(word)}
    dated = {start: (end, first, last) for start, end, first, last in periods}
    quoted = {match.start(1): match.end(1) for match in QUOTES.finditer(text)}
    i = 0
    while i < len(text):
        if i in named:
            spot = named[i]
            yield Token(text[i : spot.end], i, spot.end, frozenset({"name"}), spot)
            i = spot.end
        elif i in dated:
            end, first, last = dated[i]
            yield Token(text[i:end], i, end, frozenset({"period"}), period=(first, last))
            i = end
        elif i in quoted and not any(spot.start < quoted[i] and spot.end > i for spot in spots):
            yield Token(text[i : quoted[i]], i, quoted[i], frozenset({"rest"}), quoted=True)
            i = quoted[i]
        elif (edition := ORDINAL.match(text, i)) is not None:
            yield Token(text[i : edition.end() + 1], i, edition.end() + 1, frozenset({"rest"}))
            i = edition.end() + 1
        else:
            stops = [start for start in (*named, *dated) if start > i]
            end, kinds = _longest(text, i, min([len(text), *stops]), questions=questions)
            yield Token(text[i:end], i, end, kinds)
            i = end


def _longest(text: str, start: int, stop: int, *, questions: Questions) -> tuple[int, frozenset[str]]:
    for end in range(min(stop, start + LONGEST_WORD), start, -1):
        word = text[start:end]
        kinds = set(questions.lists.get(word, ()))
        kinds |= {"verb"} if questions.verbs.get(word) else set()
        kinds |= {"noun"} if word in questions.nouns else set()
        kinds |= {"class"} if word in questions.classes else set()
        kinds |= {"head"} if word in questions.heads and len(word) > 1 else set()
        kinds |= {"post"} if word in questions.posts and len(word) > 1 else set()
        if kinds:
            return end, frozenset(kinds)
    return start + 1, frozenset({"filler" if not text[start].isalnum() else "rest"})


def join_years(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without a year before a name that has it: 2018年龙舟大赛 of 2018龙舟大赛, which has no date besides."""
    done: list[Token] = []
    for token in tokens:
        last = done[-1] if done else None
        if last is not None and token.spot is not None and last.period[0][:4] == last.period[1][:4] and last.period[0].endswith(YEAR):
            year = last.period[0][:4]
            if last.period[1].endswith(YEARS_END) and all(node.label.startswith(year) for node in token.spot.nodes):
                done[-1] = replace(token, text=last.text + token.text, start=last.start)
                continue
        done.append(token)
    return done


def _posts(tokens: list[Token], questions: Questions) -> list[Token]:
    """The tokens with a post that begins with the last character of a body or a place: 商务部长 is 商务部 and 部长."""
    for i, (name, rest) in enumerate(zip(tokens, tokens[1:], strict=False)):
        if name.spot is not None and rest.kinds == {"rest"} and (post := name.text[-1] + rest.text) in questions.posts:
            tokens[i + 1] = replace(rest, text=post, kinds=frozenset({"post"}))
    return tokens


def _span(tokens: list[Token], questions: Questions) -> list[Token]:
    """The tokens with 从哪天办到哪天 as the noun for both dates."""
    when = [i for i, token in enumerate(tokens) if "when" in token]
    for first, last in zip(when, when[1:], strict=False):
        if last - first == 2 and "reach" in tokens[first + 1]:
            return [
                *tokens[:first],
                replace(tokens[first], text=questions.span, end=tokens[last].end, kinds=frozenset({"noun"})),
                *tokens[last + 1 :],
            ]
    return tokens


def word_at(text: str, start: int, questions: Questions) -> Token:
    """The longest known word that begins at `start`, or one character that nothing covers."""
    end, kinds = _longest(text, start, len(text), questions=questions)
    return Token(text[start:end], start, end, kinds)


def _clings(tokens: Sequence[Token], token: Token) -> bool:
    """Whether characters that nothing covers, or a noun, stand right behind or before a part of a name."""
    i = tokens.index(token)
    before, after = tokens[i - 1] if i else None, tokens[i + 1] if i + 1 < len(tokens) else None
    return (after is not None and bool(after.kinds & {"rest", "head"} or after.kinds <= {"class"})) or (
        before is not None and "rest" in before
    )


def _join(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with neighbours of "rest" as one."""
    joined: list[Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        if (
            last is not None
            and "rest" in token
            and "measure" in last
            and len(last.text) == 1
            and not (joined[-2:-1] and joined[-2].kinds & COUNTED)
        ):
            last = joined[-1] = replace(last, kinds=frozenset({"rest"}))  # 次 in 次仁旺堆
        if last is not None and "rest" in token and len(last.text) == 1 and last.kinds <= OPEN:
            last = joined[-1] = replace(last, kinds=frozenset({"rest"}))  # 起 in 起航
        if last is not None and "rest" in token and "rest" in last and not token.quoted and not last.quoted:
            joined[-1] = Token(last.text + token.text, last.start, token.end, last.kinds)
        else:
            joined.append(token)
    return joined


def _lead(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with a lone character at the beginning and one behind it as one: 华 and 为 in 华为跟谁签了协议."""
    first, behind = tokens[:1], tokens[1:2]
    lone = [token for token in (*first, *behind) if len(token.text) == 1 and token.kinds & {"rest", "filler"}]
    if (
        len(lone) == 2
        and len(tokens) > 2
        and "rest" in first[0]
        and behind[0].text != "的"
        and tokens[2].kinds & {"and", "verb", "who", "which"}
    ):
        return [Token(first[0].text + behind[0].text, first[0].start, behind[0].end, first[0].kinds), *tokens[2:]]
    return list(tokens)


def _complete(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with a name that goes on in what follows it as one: 云岭智行 + 科技 of 云岭智行科技有限公司."""
    done: list[Token] = []
    for token in tokens:
        last = done[-1] if done else None
        goes_on = last is not None and last.spot is not None and "rest" in token
        if goes_on and any(node.label.startswith(last.text + token.text) for node in last.spot.nodes):  # type: ignore[union-attr]
            done[-1] = Token(last.text + token.text, last.start, token.end, last.kinds, last.spot)  # type: ignore[union-attr]
        else:
            done.append(token)
    return _with_words_before(done)


def _with_words_before(tokens: list[Token]) -> list[Token]:
    """The tokens with a name and the words of it that somebody says before it as one: 天府·宝岛“彩虹杯” of “彩虹杯”天府·宝岛设计大赛."""
    for i in range(len(tokens) - 1, 0, -1):
        first = i
        while first and (_is_within(tokens[first - 1], tokens[i]) or first < i and not tokens[first - 1].text.isalnum()):
            first -= 1
        while first < i and not tokens[first].text.isalnum():
            first += 1
        if first < i and tokens[first].kinds & {"rest", "name"}:
            return [
                *_with_words_before(tokens[:first]),
                replace(tokens[i], text="".join(token.text for token in tokens[first : i + 1]), start=tokens[first].start),
                *tokens[i + 1 :],
            ]
    return tokens


def _is_within(token: Token, name: Token) -> bool:
    """Whether a word is no more than a mark, or stands in all names of what a name means."""
    if not token.text.isalnum():
        return True
    if token.spot is not None and name.spot is not None:  # 京剧演出“青春国粹”
        return bool(set(token.spot.nodes) & set(name.spot.nodes))
    labels = [node.label for node in name.spot.nodes] if name.spot is not None else []
    return token.kinds == {"rest"} and len(token.text) > 1 and bool(labels) and all(token.text in label for label in labels)
