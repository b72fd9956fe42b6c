"""Mistakes of the engine's segmentation that news repeats, mended before phrases are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache, partial

from kg.grammar import Grammar
from kg.mentions.cuts import Word, ends_in, is_body, is_spelt, may_split, part, split
from kg.mentions.joins import may_close, pos_of_both
from kg.places import country_named, is_place

PIECES = 8
PIECES_OF_POST = 3
LONG_VERB = 5  # characters of a word above which no verb is so long
# What may be wrong with a word: it is several, partners among them (会同某某医学院), the end of another, or has the wrong part of speech.
GLUED, PARTNERS, CUT, MISTAGGED = 1, 2, 4, 8
OUTSIDE = frozenset({"v", "p", "d", "ad", "c", "u", "TIME"})
NAMED = frozenset({"ORG", "LOC", "PER", "nz", "n", "nw"})
# A place in brackets, and what stands behind it.
IN_BRACKETS = re.compile(r"[（(]([^（）()]{1,6})[）)](.*)")


def mend(words: list[Word], grammar: Grammar, known: frozenset[str] = frozenset()) -> list[Word]:
    """Words split where two were glued (周于), joined where a listed head was cut (工作/会), with the part of speech of their head."""
    opens = {word.text[0] for word in words}
    if not opens.isdisjoint(_word_pairs(grammar)):
        words = list(_recut(words, grammar))
    if not opens.isdisjoint(_post_tails(grammar)):
        words = list(_cut_behind_posts(words, grammar))
    words = _whole_names(words, known)
    if not opens.isdisjoint("（("):
        words = list(_bracketed(words, grammar))
    faults = _faults(words, grammar)
    for fault, mended in ((GLUED, _split), (PARTNERS, partial(_parted, known=known)), (CUT, _joined), (MISTAGGED, _retagged)):
        if any(map(fault.__and__, faults)):
            before, words = words, list(mended(words, [one & fault for one in faults], grammar))
            faults = _faults(words, grammar) if words != before else faults
    return list(_broken_words(words, grammar))


def _faults(words: Sequence[Word], grammar: Grammar) -> list[int]:
    """What may be wrong with each word; of most a look at the word alone tells that nothing is."""
    return [_faults_of(word.text, word.pos, grammar) for word in words]


@lru_cache(maxsize=1 << 16)
def _faults_of(text: str, pos: str, grammar: Grammar) -> int:
    partners = (pos in NAMED or len(text) > LONG_VERB) and bool(_joints(text, grammar))
    tests = (
        (GLUED, may_split(text, pos, grammar)),
        (PARTNERS, partners),
        (CUT, may_close(text, pos, grammar)),
        (MISTAGGED, bool(_pos_of(text, pos, grammar))),
    )
    return sum(fault for fault, found in tests if found)


def _split(words: Sequence[Word], glued: Sequence[int], grammar: Grammar) -> Iterator[Word]:
    for i, word in enumerate(words):
        if glued[i]:
            yield from split(word, words[i - 1] if i else None, words[i + 1] if i + 1 < len(words) else None, grammar=grammar)
        else:
            yield word


def _bracketed(words: list[Word], grammar: Grammar) -> Iterator[Word]:
    """A body with a place in brackets as one word, which the engine cuts: 某某（上海）投资有限公司, 某大学（华东）."""
    i = 0
    while i < len(words):
        end = _bracket_end(words, i, grammar) if words[i].pos in NAMED else i
        if end > i:
            yield Word(words[i].start, words[end].end, "".join(word.text for word in words[i : end + 1]), "ORG")
        else:
            yield words[i]
        i = end + 1


def _bracket_end(words: list[Word], i: int, grammar: Grammar) -> int:
    """The last word of the body that opens with word `i` and goes on behind a place in brackets; `i` where there is none."""
    if i + 1 == len(words) or words[i + 1].text[0] not in "（(":
        return i
    run, closed = "", i
    for j in range(i + 1, min(len(words), i + PIECES)):
        if words[j].start != words[j - 1].end or closed > i and (words[j].pos in OUTSIDE or not words[j].text.isalnum()):
            break
        run += words[j].text
        match = IN_BRACKETS.match(run)
        if match is None:
            continue
        if not (is_place(match[1]) or match[1] in grammar.words["region"]):
            return i
        closed = closed if closed > i else j
        if grammar.ends("orgHead", match[2]):
            return j
    whole = words[i].pos == "ORG" and grammar.ends("orgHead", words[i].text) and words[closed].text in "）)"
    return closed if whole else i


def _parted(words: Sequence[Word], partners: Sequence[int], grammar: Grammar, *, known: frozenset[str]) -> Iterator[Word]:
    for i, word in enumerate(words):
        if partners[i]:
            yield from _apart(word, words[i - 1] if i else None, grammar=grammar, known=known)
        else:
            yield word


def _apart(word: Word, before: Word | None, *, grammar: Grammar, known: frozenset[str]) -> Iterator[Word]:
    """Partners and what joins them, which the engine took for one body (某市联合教育部, 某局会同某局, 某大学同某集团)."""
    for at, joint in _joints(word.text, grammar):
        left, right = word.text[:at], word.text[at + len(joint) :]
        local = left[-1:] in grammar.words["townTail"] if left else _opens_partner(joint, right, before, grammar=grammar)
        mate = left in known or _is_whole(left, grammar) or grammar.ends("periodical", left)
        noun = len(right) > 2 and right in grammar.words["orgHead"]  # 某晚报与/教育局
        if right in known and len(joint) > 1 or _is_whole(right, grammar) and (local or mate) or noun and mate:
            if at > 0:
                yield part(word, 0, at, pos="ORG")
            yield part(word, at, at + len(joint), pos="v" if len(joint) > 1 else "p")
            yield part(word, at + len(joint), len(word.text), pos="ORG")
            return
    yield word


def _opens_partner(joint: str, right: str, before: Word | None, *, grammar: Grammar) -> bool:
    """Whether a joint at the beginning of a word is none of its name: 会同/市教育局, and 会同/某医学院 behind a body."""
    if right[:1] in grammar.words["townTail"]:
        return not is_place(joint + right[:1])
    return joint in grammar.words["coordinator"] and before is not None and before.pos == "ORG"


@lru_cache(maxsize=1 << 16)
def _joints(text: str, grammar: Grammar) -> tuple[tuple[int, str], ...]:
    """Where words that join partners stand in a name, the verbs first."""
    kinds = (("jointVerb", 0), ("jointMark", 1), ("partingVerb", 1))
    listed = ((joint, first) for words, first in kinds for joint in sorted(grammar.words[words]))
    return tuple((at, joint) for joint, first in listed if (at := text.find(joint, first)) >= 0)


def _is_whole(name: str, grammar: Grammar) -> bool:
    """Whether a part of a name is itself that of a body: a head and more, or that of a town by its noun (县妇联)."""
    local = name[:1] in grammar.words["townTail"] and name[1:] in grammar.words["orgHead"]
    return local or len(name) > 3 and name not in grammar.words["orgHead"] and is_body(name, grammar)


def _recut(words: list[Word], grammar: Grammar) -> Iterator[Word]:
    """Two words between which the engine cut at the wrong places (会/见到/访 for 会见/到访, 同意/大利 for 同/意大利)."""
    pairs = _word_pairs(grammar)
    i = 0
    while i < len(words):
        for first, second in pairs.get(words[i].text[0], ()):
            j = i + 1
            while j < len(words) and words[j].end - words[i].start < len(first + second) and words[j].start == words[j - 1].end:
                j += 1
            if j < len(words) and "".join(w.text for w in words[i : j + 1]) == first + second and words[i].text != first:
                middle = words[i].start + len(first)
                named = is_abroad(second, grammar)
                yield Word(words[i].start, middle, first, "p" if named else "v")
                yield Word(middle, words[j].end, second, "LOC" if named else "v")
                i = j + 1
                break
        else:
            yield words[i]
            i += 1


@cache
def _word_pairs(grammar: Grammar) -> dict[str, tuple[tuple[str, str], ...]]:
    """The pairs of words that the engine cuts at the wrong places, by their first character."""
    pairs = [tuple(pair.split("|")) for pair in sorted(grammar.words["wordPair"])]
    return {opens: tuple((first, second) for first, second in pairs if first[0] == opens) for opens in {first[0] for first, _ in pairs}}


def _cut_behind_posts(words: list[Word], grammar: Grammar) -> Iterator[Word]:
    """The words with each post whole of which the engine gave the end to the name behind it: 众议/长里拉 for 众议长/里拉."""
    pending: list[Word] = []
    for word in words:
        lost = _lost_by_post(pending, word, grammar)
        if lost:
            yield from pending[:-lost]
            yield Word(pending[-lost].start, word.start + 1, "".join(w.text for w in pending[-lost:]) + word.text[0], "n")
            pending = [Word(word.start + 1, word.end, word.text[1:], "PER")]
        else:
            yield from pending[:-PIECES_OF_POST]
            pending = [*pending[-PIECES_OF_POST:], word]
    yield from pending


def _broken_words(words: list[Word], grammar: Grammar) -> Iterator[Word]:
    """The words with what the engine broke into characters whole again: a country before its post (多/哥 总统), its post, a verb (会/见).

    A verb stands so behind a person, a post behind another country.
    """
    i, before = 0, None
    while i < len(words):
        pos, end = _broken(words, i, before, grammar=grammar)
        before = Word(words[i].start, words[end - 1].end, "".join(w.text for w in words[i:end]), pos) if pos else words[i]
        yield before
        i = end


def _broken(words: list[Word], i: int, before: Word | None, *, grammar: Grammar) -> tuple[str, int]:
    """The part of speech of the word that the pieces from word `i` are, and one past the last; "" and `i` + 1 where there is none."""
    end = i + 2
    if end < len(words) and len(words[i].text) == len(words[i + 1].text) == 1 and words[i].end == words[i + 1].start:
        text = words[i].text + words[i + 1].text
        nouns = words[i].pos == words[i + 1].pos == "n"
        if nouns and before is not None and before.pos == "PER" and text in grammar.verbs and words[end].pos in NAMED:
            return "v", end
        if before is not None and text in grammar.words["postHead"] and is_abroad(before.text, grammar):
            return "n", end
        if grammar.ends("postHead", words[end].text) and is_abroad(text, grammar):
            return "LOC", end
    return "", i + 1


def is_abroad(word: str, grammar: Grammar) -> bool:
    """Whether a word is another country."""
    return _country(word) not in ("", *grammar.words["homeCountry"])


_country = lru_cache(maxsize=1 << 14)(country_named)


def _lost_by_post(before: Sequence[Word], word: Word, grammar: Grammar) -> int:
    """How many words before a name are a post but for its last character, with which the name begins; 0 where none are."""
    if (
        word.pos not in NAMED
        or len(word.text) < 3
        or word.text[0] not in _post_tails(grammar)
        or not before
        or before[-1].end != word.start
    ):
        return 0
    if word.pos != "PER" and not is_spelt(word.text[1:], grammar):
        return 0
    lost, posts = "", grammar.words["postHead"]
    for count, one in enumerate(reversed(before), start=1):
        lost = one.text + lost
        if grammar.ends("postHead", lost):
            return 0
        if lost + word.text[0] in posts:
            return count
    return 0


@cache
def _post_tails(grammar: Grammar) -> frozenset[str]:
    """The characters with which posts end."""
    return frozenset(post[-1] for post in grammar.words["postHead"])


def _whole_names(words: list[Word], known: frozenset[str]) -> list[Word]:
    """Words of which a known body's name was cut in pieces (亚太经合/组织) as one again, the longest first."""
    texts = [word.text for word in words]
    begins = [(text + after)[:2] for text, after in zip(texts, [*texts[1:], ""], strict=True)]
    opens = _openings(known)
    return words if opens.isdisjoint(begins) else list(_whole_names_at([begin in opens for begin in begins], words, known))


def _whole_names_at(opens: Sequence[bool], words: list[Word], known: frozenset[str]) -> Iterator[Word]:
    size, i = len(words), 0
    while i < size:
        text, best = words[i].text, i
        for j in range(i + 1, min(size, i + PIECES)) if opens[i] else ():
            if words[j].start != words[j - 1].end:
                break
            text += words[j].text
            best = j if text in known else best
        if best > i:
            yield Word(words[i].start, words[best].end, "".join(w.text for w in words[i : best + 1]), "ORG")
        else:
            yield words[i]
        i = best + 1


@lru_cache(maxsize=4)
def _openings(names: frozenset[str]) -> frozenset[str]:
    """The two characters with which names begin."""
    return frozenset(name[:2] for name in names)


def _joined(words: Sequence[Word], cut: Sequence[int], grammar: Grammar) -> Iterator[Word]:
    i = 0
    while i < len(words):
        pos = pos_of_both(words, i, grammar) if i + 1 < len(words) and cut[i + 1] and words[i].end == words[i + 1].start else ""
        if pos:
            yield Word(words[i].start, words[i + 1].end, words[i].text + words[i + 1].text, pos)
        else:
            yield words[i]
        i += 2 if pos else 1


def _retagged(words: Sequence[Word], mistagged: Sequence[int], grammar: Grammar) -> Iterator[Word]:
    """The words with the part of speech of what they are, by the first rule that knows better than the engine."""
    for word, wrong in zip(words, mistagged, strict=True):
        yield word._replace(pos=_pos_of(word.text, word.pos, grammar)) if wrong else word


@lru_cache(maxsize=1 << 16)
def _pos_of(text: str, pos: str, grammar: Grammar) -> str:
    word = Word(0, len(text), text, pos)
    return next((better for rule in TAGGED if (better := rule(word, grammar))), "")


def _unit(word: Word, grammar: Grammar) -> str:
    """某某委员会, which the engine took for a person, a verb, a conjunction"""
    mistaken = word.pos in {"PER", "c", "v", "d", "p", "LOC", "a", "vn"} and len(word.text) > 3
    return "ORG" if mistaken and grammar.ends("orgHead", word.text) else ""


def _noun(word: Word, grammar: Grammar) -> str:
    """A body's noun as a verb, a post as a body, 开班式 as an adjective"""
    heads = {"v": "orgHead", "ORG": "postHead", "a": "eventHead"}.get(word.pos)
    return "n" if heads is not None and word.text in grammar.words[heads] else ""


def _era(word: Word, grammar: Grammar) -> str:
    """现代 in a name, which tells no date"""
    return "n" if word.pos == "TIME" and word.text in grammar.words["eraWord"] else ""


def _place(word: Word, grammar: Grammar) -> str:
    """A place as a person, a county as an adverb or a verb"""
    county = word.pos in {"d", "ad", "v", "a"} and len(word.text) > 2 and word.text[-1] in grammar.words["townTail"]
    return "LOC" if (word.pos == "PER" and "·" not in word.text or county) and is_place(word.text) else ""


def _named_event(word: Word, grammar: Grammar) -> str:
    """某某博览会 as a body, a place or an adjective"""
    named = word.pos in {"ORG", "LOC", "PER", "a"} and len(word.text) > 3
    return "nz" if named and ends_in(word.text, "eventHead", grammar) and not ends_in(word.text, "orgSuffix", grammar) else ""


def _event(word: Word, grammar: Grammar) -> str:
    """揭牌式 as a verb"""
    event = word.pos == "v" and len(word.text) > 2 and word.text in grammar.words["eventHead"]
    return "n" if event and word.text not in grammar.words["holdVerb"] else ""


TAGGED = (_unit, _noun, _era, _place, _named_event, _event)
