"""Names of people in a sentence: those that the engine tags, made whole, and those that it missed behind a post or in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.grammar import Grammar
from kg.mentions.cuts import is_spelt
from kg.mentions.mend import is_abroad
from kg.mentions.words import NOMINAL, Words, is_body_head
from kg.places import is_place

# Latin names: capitalised words, between which particles in small letters may stand (Dirk Jan van den Berg); LATIN has two or more.
CAPITAL = r"[A-Z][A-Za-z.'’-]*"
FURTHER = rf"(?:\s+(?:[a-z]{{1,3}}\s+){{0,2}}{CAPITAL})"
LATIN_NAME, LATIN = re.compile(f"{CAPITAL}{FURTHER}*"), re.compile(f"{CAPITAL}{FURTHER}+")
LETTERS = re.compile(r"[A-Za-z.]+")
FOREIGN = re.compile(r"[·•・‧.．]")
HYPHENS = "-－—‐–"
HAN = re.compile(r"[\u3400-\u9fff]+")
FOREIGN_HAN = re.compile(r"[\u3400-\u9fff·]{2,7}")
NAME = 3
NO_NAME = frozenset({"w", "p", "c", "PER", "xc"})  # what no name is that the engine missed
POST_TAGS = NOMINAL | {"m", "a", "b", "f"}
POST_WORDS = 12  # words, at most, of the posts before a name, and of their country
PARTS, LONGEST = 3, 7  # words, and characters, of a foreign name


@lru_cache(maxsize=1 << 16)
def is_post(word: str, grammar: Grammar) -> bool:
    """Whether a word names a post or ends in one."""
    return word not in grammar.words["notPost"] and grammar.ends("postHead", word)


def is_family_name(word: str, grammar: Grammar) -> bool:
    """Whether a word is a Chinese family name, frequent or not."""
    return word in grammar.words["surname"] or word in grammar.words["furtherSurname"]


def parts_holders(words: Words, k: int, grammar: Grammar) -> bool:
    """Whether the joint `k` stands between the posts of two people, of whom the first is not named: 某国政府代表和某国大使张三."""
    if not 0 < k < len(words) - 1 or words[k].text not in grammar.words["innerJoint"]:
        return False
    return words[k - 1].text in grammar.words["weakPost"] and words[k + 1].pos in {"ORG", "LOC"}


def names_seat(words: Words, k: int, grammar: Grammar) -> bool:
    """Whether what the engine takes for a person tells where a post is: 桑给巴尔/总统/张三."""
    return (
        k + 2 < len(words)
        and words[k].pos == words[k + 2].pos == "PER"
        and is_post(words[k + 1].text, grammar)
        and not (words.gap(k + 1) or words.gap(k + 2))
    )


def find_names(words: Words, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """The first word and one past the last of each person's name, from left to right."""
    i, own, size = 0, words.words, len(words)
    surnames = grammar.words["surname"]
    while i < size:
        pos = own[i].pos
        if pos == "PER":
            first, j = _tagged(words, i, grammar)
            if _is_name(words, first, j, grammar=grammar):
                yield first, j
            i = j
        elif (
            pos not in NO_NAME
            and i > 0
            and is_post(own[i - 1].text, grammar)
            and (j := _missed(words, i, grammar)) > i
            or own[i].text[0] in surnames
            and (j := _listed(words, i, grammar)) > i
        ):
            while _goes_on(words, i, j):
                j += 2
            yield i, j
            i = j
        else:
            i += 1


def _tagged(words: Words, i: int, grammar: Grammar) -> tuple[int, int]:
    """Where the name begins and ends that holds word `i`, which the engine takes for a name."""
    j = i + 1
    if FOREIGN.search(words[i].text[-1]) and j < len(words) and words[j].pos in {"PER", "n", "nz", "nw", "LOC"} and len(words[j].text) < 6:
        j += 1
    while _goes_on(words, i, j):
        j += 2
    while j < len(words) and words[j].pos == "PER" and LETTERS.fullmatch(words[i].text) and LETTERS.fullmatch(words[j].text):
        j += 1
    if len(words[i].text) == 1:
        j = max(j, _given_name(words, i, grammar))
    while _cut_in_two(words, i, j, grammar=grammar):
        j += 1
    j = max(j + _lost_character(words, i, j, grammar=grammar), _transliterated(words, i, grammar), _latin_end(words, i, grammar))
    dotted = i >= 2 and FOREIGN.fullmatch(words[i - 1].text) and words[i - 2].pos in {"nz", "nw", "n", "LOC"} and not words.gap(i)
    return (i - 2 if dotted else i), j


def _cut_in_two(words: Words, i: int, j: int, *, grammar: Grammar) -> bool:
    """Whether the name from word `i` goes on with the name at word `j`, no mark between: 闵/江月, 伊藤/康夫; two whole names are two."""
    if j >= len(words) or words[j].pos != "PER" or words.gap(j) or len(words[i].text) >= NAME:
        return False
    first, second, whole = words[i].text, words[j].text, words.string(i, j + 1)
    if is_post(first, grammar) or i > 0 and is_post(words[i - 1].text + first, grammar):
        return False
    if len(first) == 1:
        opens = is_family_name(first, grammar) or first in grammar.words["transliteration"]
    else:
        opens = not (is_family_name(first[0], grammar) and is_family_name(second[0], grammar))
    return opens and first not in grammar.words["notNameChar"] and len(whole) <= LONGEST and FOREIGN_HAN.fullmatch(whole) is not None


def _latin_end(words: Words, i: int, grammar: Grammar) -> int:
    """One past the last word of the name in Latin letters at word `i`; `i` where none begins, or but a short word, or a noun follows."""
    name = LATIN_NAME.match(words.text, words[i].start, words.span.end)
    if name is None or name.end() - name.start() <= NAME or name.group().isupper():
        return i
    end = next((j for j in range(i + 1, len(words) + 1) if words[j - 1].end >= name.end()), i)
    titled = end < len(words) and (is_post(words[end].text, grammar) or words[end].text in grammar.words["personal"])
    return i if end < len(words) and words[end].pos in {"n", "nz"} and not words.gap(end) and not titled else end


def _goes_on(words: Words, i: int, j: int) -> bool:
    """Whether the foreign name from word `i` goes on behind the dot or hyphen at `j`.

    A hyphen joins names of which one has a dot, and two names of transliterated characters.
    """
    if j + 1 >= len(words) or words.gap(j):
        return False
    if FOREIGN.fullmatch(words[j].text):
        return words[j + 1].pos in {"PER", "n", "nz", "nw", "LOC", "nr"}
    hyphen = words[j].text in HYPHENS and words[j + 1].pos in {"PER", "nz", "LOC", "n"}
    if hyphen and words[j - 1].pos == words[j + 1].pos == "PER" and i == j - 1 and HAN.match(words[i].text):
        return True
    return hyphen and FOREIGN.search(words.string(i, j + 2)) is not None


def _lost_character(words: Words, i: int, j: int, *, grammar: Grammar) -> int:
    """1 where the engine cut the last character off a name: 主任彭邦/本 等; 副市长佐藤健/一; 尼科利/奇 where 尼科利奇 stands elsewhere."""
    if j != i + 1 or j >= len(words) or words.gap(j) or len(words[j].text) != 1:
        return 0
    char = words[j]
    if words[i].text + char.text in words.people and char.text not in grammar.words["notNameChar"]:
        return 1
    longer = len(words[i].text) == NAME and words[i].text[0] not in grammar.words["surname"]
    if (
        len(words[i].text) != 2
        and not longer
        or j + 1 >= len(words)
        or char.pos in {"w", "p", "u", "TIME"}
        or char.text in grammar.words["nameTail"]
    ):
        return 0
    if char.text in grammar.words["nameChar"]:  # 校长饶子/和 会见
        return int(words[j + 1].pos == "v" and not words.gap(j + 1))
    if char.text in grammar.words["nameCharSpoken"] and words[j + 1].text in grammar.words["speechVerb"]:  # 科长赵浩/为 介绍
        return 1
    return int(char.text not in grammar.words["speechVerb"] and _goes_with_name(words, i, grammar))


def _goes_with_name(words: Words, i: int, grammar: Grammar) -> bool:
    """Whether the character behind the name `i` of two characters is its third, as what stands around both tells."""
    char, after = words[i + 1], words[i + 2]
    titled = i > 0 and is_post(words[i - 1].text, grammar)
    opens = i == 0 or words[i - 1].text in "，。；、（("
    family = words[i].text[0] in grammar.words["surname"] and (titled or opens) and char.pos not in {"c", "r", "m"}
    odd = len(words[i].text) == NAME and char.pos == "v" and after.pos == "v" and not _is_verb(char.text, grammar)  # 次仁旺/堆 主持
    if titled and odd and char.text not in grammar.words["notNameChar"]:
        return True
    plain = titled and char.pos not in {"c", "d", "v"}
    if not plain and not (family and char.text not in grammar.words["notNameChar"]):
        return False
    return after.text in grammar.words["speechVerb"] or after.text in "，、" or family and after.pos in {"TIME", "p"}


def _is_name(words: Words, i: int, j: int, *, grammar: Grammar) -> bool:
    name = words.string(i, j)
    if any(name in grammar.words[others] for others in ("venueHead", "orgHead", "side")):
        return False
    if len(name) < 2 or re.search(r"[\d，。、“”《》（）()]", name) or is_post(name, grammar) and len(name) > 3:
        return False
    if j < len(words) and not words.gap(j):
        follower = words[j].text
        if names_seat(words, j - 1, grammar) and not (name[0] in grammar.words["surname"] and len(name) <= NAME):
            return False
        if follower in grammar.words["afterName"] or (len(follower) > 3 and words[j].pos in NOMINAL and grammar.ends("orgHead", follower)):
            return False
    return True


def _missed(words: Words, i: int, grammar: Grammar) -> int:
    """The end of a name at word `i`, behind a post, that the engine took for something else; `i` where there is none."""
    if words[i - 1].pos == "v" and words[i - 1].text in grammar.words["onBehalf"]:  # 张三委员 代表 某某中央 发言
        return i
    if _opens_name(words, i, grammar):
        return i + 2
    if words[i].pos == "u":
        return i
    if (end := _latin_end(words, i, grammar)) > i and words.string(i, end) not in grammar.words["postHead"]:
        return end
    if _is_foreign(words, i, grammar):
        return i + 1
    if (end := _transliterated(words, i, grammar)) > i:
        return end
    if words[i].pos == "n" and (end := _given_name(words, i, grammar)) > i:
        return end
    return next((j for j in (i + 1, i + 2) if j <= len(words) and _is_family(words, i, j, grammar=grammar)), i)


def _opens_name(words: Words, i: int, grammar: Grammar) -> bool:
    """Whether word `i` is a family name before its given name, taken for a particle (副主任 过/春江) or for a place (首相 福田/一夫)."""
    named = i + 1 < len(words) and words[i + 1].pos == "PER" and len(words[i + 1].text) < NAME and not words.gap(i + 1)
    placed = words[i].pos == "LOC" and len(words[i].text) < NAME
    return named and (placed or words[i].text in grammar.words["furtherSurname"]) and words[i].text not in grammar.words["notNameChar"]


def _is_foreign(words: Words, i: int, grammar: Grammar) -> bool:
    """Whether word `i` behind a post is a name of other countries' people: tagged as a name, or behind a post of a place."""
    word, after = words[i].text, words[i + 1].text if i + 1 < len(words) else "。"
    if words.gap(i) or not FOREIGN_HAN.fullmatch(word) or grammar.ends("orgHead", word) or grammar.ends("eventHead", word):
        return False
    abroad = _of_country(words, i, grammar)
    if is_place(word) and not (abroad and words[i].pos == "LOC" and is_spelt(word, grammar)):  # 某国副总理罗索
        return False
    odd = _is_odd_behind(words, i, grammar)
    if not odd and not _is_noun_behind(words, i, grammar) and words[i].pos not in {"LOC", "nz", "nw", "ORG"}:
        return False
    closes = after in "，。、；" or after in grammar.words["innerJoint"]
    return closes or after in grammar.words["speechVerb"] or (odd or abroad) and after in grammar.verbs


def _is_odd_behind(words: Words, i: int, grammar: Grammar) -> bool:
    """Whether word `i` behind the post of a place is tagged as what never stands there."""
    odd = words[i].pos in {"v", "a", "nr", "i", "l", "j"} and _least(words, i, grammar) <= len(words[i].text) <= 6
    return odd and i > 1 and words[i - 2].pos == "LOC"


def _is_noun_behind(words: Words, i: int, grammar: Grammar) -> bool:
    """Whether word `i` behind the post of a place is a short noun that modifies nothing."""
    noun = words[i].pos == "n" and len(words[i].text) < 4 and words[i].text not in grammar.words["genericModifier"]
    return noun and i > 1 and words[i - 2].pos == "LOC"


def _transliterated(words: Words, i: int, grammar: Grammar) -> int:
    """The end of a foreign name that the engine cut in pieces behind a post (总理 内/塔尼亚/胡 在…); `i` where none begins.

    All its characters are among those by which foreign names are written.
    """
    if i == 0 or not is_post(words[i - 1].text, grammar) or words.gap(i) or words[i].pos == "PER" and len(words[i].text) > NAME - 1:
        return i
    if _is_verb(words[i].text, grammar):
        return i
    for j in range(min(len(words), i + PARTS), i, -1):
        name = words.string(i, j)
        whole = NAME - 1 <= len(name) <= LONGEST and is_spelt(name, grammar) and not _common(name, grammar)
        closes = j == len(words) or words[j].pos in {"p", "v", "vd", "d", "ad", "TIME", "w", "c", "f", "u"} and not words.gap(j)
        odd = j == i + 1 and words[i].pos in {"v", "n", "d", "p", "a"}
        if whole and closes and (not odd or _spoken(words, i, grammar) or len(name) >= NAME and _of_country(words, i, grammar)):
            return j
    return i


def _of_country(words: Words, i: int, grammar: Grammar) -> bool:
    """Whether the post before word `i`, or the first of several, is that of another country: 某国副总理兼某部部长."""
    for k in range(i - 1, max(-1, i - POST_WORDS), -1):
        word = words[k]
        if word.pos not in POST_TAGS and word.text not in grammar.words["postJoint"]:
            return False
        if word.pos in {"LOC", "n", "nz"} and (abroad := is_abroad(word.text, grammar)) or word.pos == "LOC":
            return abroad
    return False


def _is_verb(word: str, grammar: Grammar) -> bool:
    """Whether the lexicon knows a word as a verb, be it one of a relation, of speaking, or one that no name holds."""
    return word in grammar.words["stopVerb"] or word in grammar.verbs or word in grammar.words["speechVerb"]


def _least(words: Words, i: int, grammar: Grammar) -> int:
    """The least characters of a name for which word `i` may stand: a verb that is known needs more."""
    known = _is_verb(words[i].text, grammar)
    joined = i + 1 < len(words) and words[i + 1].text in grammar.words["nameJoint"]
    return 2 if words[i].pos != "v" or joined and not known else 3


def _spoken(words: Words, i: int, grammar: Grammar) -> bool:
    """Whether what the engine takes for an adverb, and the lexicon does not, stands between a post and a verb of speaking."""
    odd = words[i].pos == "d" and words[i].text not in grammar.words["adverb"]
    return odd and i + 1 < len(words) and words[i + 1].text in grammar.words["speechVerb"]


def _given_name(words: Words, i: int, grammar: Grammar) -> int:
    """The end of a name whose family name is word `i` behind a post, the given name being taken for something else (总经理 钱/朝阳、)."""
    j = i + 2
    titled = i > 1 and is_post(words[i - 1].text, grammar) and words[i].text in grammar.words["surname"]
    if not titled or j > len(words) or words.gap(i + 1) or len(words[i + 1].text) > 2 or not HAN.fullmatch(words[i + 1].text):
        return i
    if words[i - 1].text + words[i].text in grammar.words["notHolder"]:
        return i
    after = words[j].text if j < len(words) else "。"
    closes = after in grammar.words["postClose"] or after in grammar.words["speechVerb"] or is_post(after, grammar)
    common = words[i + 1].text in grammar.verbs or words[i + 1].text in grammar.words["speechVerb"]
    return j if closes and not common else i


def _is_family(words: Words, i: int, j: int, *, grammar: Grammar) -> bool:
    """Whether words `i` to `j`, end exclusive, are a family and a given name before a verb of saying or 等."""
    name, after = words.string(i, j), words[j].text if j < len(words) else ""
    if not 2 <= len(name) <= 3 or not is_family_name(name[0], grammar) or not HAN.fullmatch(name):
        return False
    goes_on = after in grammar.words["speechVerb"] or after[:1] in grammar.words["andOthers"]
    goes_on = goes_on or j == i + 1 and _is_odd(words, i, grammar) and after in grammar.words["postClose"]
    common = name in grammar.words["adverb"] or name in grammar.words["speechVerb"] or is_post(name, grammar)
    manner = j == i + 1 and words[i].pos in {"d", "ad"} and name[0] not in grammar.words["surname"]  # 局长 常常 表示
    return goes_on and not (common or manner)


def _is_odd(words: Words, i: int, grammar: Grammar) -> bool:
    """Whether word `i` stands right behind the post of a body where its part of speech would not: 部长 连文，"""
    if i < 2 or not (words[i - 2].pos in {"ORG", "LOC"} or is_unit(words[i - 2].text, grammar)):
        return False
    noun = words[i].pos == "n" and words[i - 2].pos == "ORG" and words[i - 1].text not in grammar.words["weakPost"]
    known = words[i].text in grammar.verbs or words[i].text in grammar.words["stopVerb"]
    return noun or words[i].pos in {"v", "a", "d", "i"} and not known


def _listed(words: Words, i: int, grammar: Grammar) -> int:
    """The end of a name of three characters beside the names of a list (张三丰 in 张三丰、李四光、王五); `i` where there is none."""
    before = words[i - 1].text if i else ""
    opens = not i or before in "，：" or before in grammar.words["attributiveMark"] or is_post(before, grammar)
    goes_on = i > 1 and before == "、" and words[i - 2].pos == "PER"
    for j in range(i + 1, min(i + 4, len(words))):
        name = words.string(i, j)
        first = opens and words[j].text == "、" and j + 1 < len(words) and words[j + 1].pos == "PER"
        if len(name) == NAME and (first or goes_on and words[j].text in "、，") and HAN.fullmatch(name) and not _common(name, grammar):
            return j
    return i


def _common(name: str, grammar: Grammar) -> bool:
    """Whether what might be a name is a place, a post, or ends as bodies and events do."""
    return grammar.ends("orgHead", name) or grammar.ends("eventHead", name) or is_post(name, grammar) or is_place(name)


def is_unit(word: str, grammar: Grammar) -> bool:
    """Whether a word heads the name of a body."""
    return word not in grammar.words["notOrg"] and is_body_head(word, grammar)
