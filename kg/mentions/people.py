"""Persons and their posts: 某省某厅厅长张三, 张三院士, and names that the engine missed behind a post."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.grammar import Grammar
from kg.mentions.cuts import is_body
from kg.mentions.words import NAMES, NOMINAL, Words, is_head, left_edge
from kg.model import Mention, Modality, Span
from kg.places import is_place

LATIN = re.compile(r"[A-Z][A-Za-z.'’-]+(?:\s+[A-Z][A-Za-z.'’-]+)+")
FOREIGN = re.compile(r"[·•・‧]")
HYPHENS = "-－—‐–"
HAN = re.compile(r"[\u3400-\u9fff]+")
FOREIGN_HAN = re.compile(r"[\u3400-\u9fff·]{2,7}")
NAME = 3
PARTS, LONGEST = 3, 7  # words, and characters, of a foreign name
SHORT_POST = 3
REACH = 16
NTH = re.compile(r"第")


@dataclass(frozen=True, slots=True)
class Post:
    """The words of a post and the person who holds it; `pattern` says where the post stands."""

    words: Mention
    person: Mention
    modality: Modality = "asserted"
    pattern: str = "titleBefore"


def find_people(words: Words, grammar: Grammar) -> Iterator[tuple[Mention, tuple[Post, ...]]]:
    """Each person of a sentence with the posts that stand before the name, behind it, or are said of it (张三为某校校长)."""
    taken = 0
    shared: tuple[int, tuple[Post, ...]] | None = None  # 副校长甲、乙: the end of the last name and its posts
    for i, j in _names(words, grammar):
        if words[i].start < taken:
            continue
        taken = words[j - 1].end
        person = _mention(words, i, j, cls="Person")
        beside = _post_before(words, i, person, grammar=grammar) or _post_behind(words, i, j, person=person, grammar=grammar)
        turned = _post_turned(words, i, j, person=person, grammar=grammar)
        led = tuple(post for post in (beside, turned) if post is not None)
        if (
            not led
            and shared is not None
            and i == shared[0] + 1
            and words[i - 1].text in grammar.words["nameJoint"]
            and not is_post(words[i - 1].text, grammar)
        ):
            led = tuple(replace(post, person=person) for post in shared[1])
        shared = (j, led) if led else None
        said = _post_said(words, j, person, grammar=grammar)
        yield person, (*led, said) if said is not None else led


def is_post(word: str, grammar: Grammar) -> bool:
    """Whether a word names a post or ends in one."""
    return word not in grammar.words["notPost"] and grammar.ends("postHead", word)


def post_words(words: Words, first: int, end: int, *, grammar: Grammar) -> Mention | None:
    """The post that words `first` to `end` name, if they do."""
    if first >= end or not is_post(words[end - 1].text, grammar):
        return None
    return _mention(words, first, end, cls="Words")


def post_edge(words: Words, head: int, grammar: Grammar) -> int:
    """The first word of the post whose last word is `head`."""
    return left_edge(words, head, lambda k, _: _may_pass(words, k, head, grammar=grammar))


def _names(words: Words, grammar: Grammar) -> Iterator[tuple[int, int]]:
    i = 0
    while i < len(words):
        if words[i].pos == "PER":
            j = i + 1
            if (
                FOREIGN.search(words[i].text[-1])
                and j < len(words)
                and words[j].pos in {"PER", "n", "nz", "nw", "LOC"}
                and len(words[j].text) < 6
            ):
                j += 1
            while _goes_on(words, i, j):
                j += 2
            while (
                j < len(words)
                and words[j].pos == "PER"
                and re.fullmatch(r"[A-Za-z.]+", words[i].text)
                and re.fullmatch(r"[A-Za-z.]+", words[j].text)
            ):
                j += 1
            if len(words[i].text) == 1:
                j = max(j, _given_name(words, i, grammar))
            j = max(j + _lost_character(words, i, j, grammar=grammar), _transliterated(words, i, grammar))
            if i >= 2 and FOREIGN.fullmatch(words[i - 1].text) and words[i - 2].pos in {"nz", "nw", "n", "LOC"} and not words.gap(i):
                i -= 2
            if _is_name(words, i, j, grammar=grammar):
                yield i, j
            i = j
        elif (j := _missed(words, i, grammar) or i) > i or (j := _listed(words, i, grammar)) > i:
            while _goes_on(words, i, j):
                j += 2
            yield i, j
            i = j
        else:
            i += 1


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
    """1 where the engine cut the last character off a name: 主任彭邦/本 等; 尼科利/奇 in an article that has 尼科利奇 elsewhere."""
    if j != i + 1 or j >= len(words) or words.gap(j) or len(words[j].text) != 1:
        return 0
    char = words[j]
    if words[i].text + char.text in words.people and char.text not in grammar.words["notNameChar"]:
        return 1
    if len(words[i].text) != 2 or j + 1 >= len(words) or char.pos in {"w", "p", "u", "TIME"} or char.text in grammar.words["nameTail"]:
        return 0
    if char.text in grammar.words["nameChar"]:  # 校长饶子/和 会见
        return int(words[j + 1].pos == "v" and not words.gap(j + 1))
    return int(char.text not in grammar.words["speechVerb"] and _goes_with_name(words, i, grammar))


def _goes_with_name(words: Words, i: int, grammar: Grammar) -> bool:
    """Whether the character behind the name `i` of two characters is its third, as what stands around both tells."""
    char, after = words[i + 1], words[i + 2]
    titled = i > 0 and is_post(words[i - 1].text, grammar)
    opens = i == 0 or words[i - 1].text in "，。；、（("
    family = words[i].text[0] in grammar.words["surname"] and (titled or opens) and char.pos not in {"c", "r", "m"}
    plain = titled and char.pos not in {"c", "d", "v"}
    if not plain and not (family and char.text not in grammar.words["notNameChar"]):
        return False
    return after.text in grammar.words["speechVerb"] or after.text in "，、" or family and after.pos in {"TIME", "p"}


def _is_name(words: Words, i: int, j: int, *, grammar: Grammar) -> bool:
    name = words.string(i, j)
    if name in grammar.words["venueHead"] or name in grammar.words["orgHead"]:
        return False
    if len(name) < 2 or re.search(r"[\d，。、“”《》（）()]", name) or is_post(name, grammar) and len(name) > 3:
        return False
    if j < len(words) and not words.gap(j):
        follower = words[j].text
        if follower in grammar.words["afterName"] or (len(follower) > 3 and words[j].pos in NOMINAL and grammar.ends("orgHead", follower)):
            return False
    return True


def _missed(words: Words, i: int, grammar: Grammar) -> int:
    """The end of a name at word `i` that the engine took for something else; `i` where there is none."""
    if i == 0 or words[i].pos in {"w", "p", "u", "c", "PER", "xc"} or not is_post(words[i - 1].text, grammar):
        return i
    if latin := LATIN.match(words.text, words[i].start, words.span.end):
        return next((j for j in range(i + 1, len(words) + 1) if words[j - 1].end >= latin.end()), i)
    if _is_foreign(words, i, grammar):
        return i + 1
    if (end := _transliterated(words, i, grammar)) > i:
        return end
    if words[i].pos == "n" and (end := _given_name(words, i, grammar)) > i:
        return end
    return next((j for j in (i + 1, i + 2) if j <= len(words) and _is_family(words, i, j, grammar=grammar)), i)


def _is_foreign(words: Words, i: int, grammar: Grammar) -> bool:
    """Whether word `i` behind a post is a name of other countries' people: tagged as a name, or behind a post of a place."""
    word, after = words[i].text, words[i + 1].text if i + 1 < len(words) else "。"
    if (
        words.gap(i)
        or not FOREIGN_HAN.fullmatch(word)
        or is_place(word)
        or grammar.ends("orgHead", word)
        or grammar.ends("eventHead", word)
    ):
        return False
    of_place = i > 1 and words[i - 2].pos == "LOC"
    odd = of_place and words[i].pos in {"v", "a", "nr", "i", "l", "j"} and _least(words, i, grammar) <= len(word) <= 6
    plain = of_place and words[i].pos == "n" and len(word) < 4 and word not in grammar.words["genericModifier"]
    if not (odd or plain or words[i].pos in {"LOC", "nz", "nw", "ORG"}):
        return False
    closes = after in "，。、；" or after in grammar.words["innerJoint"]
    return closes or after in grammar.words["speechVerb"] or odd and after in grammar.verbs


def _transliterated(words: Words, i: int, grammar: Grammar) -> int:
    """The end of a foreign name that the engine cut in pieces behind a post (总理 内/塔尼亚/胡 在…); `i` where none begins.

    All its characters are among those by which foreign names are written.
    """
    chars = grammar.words["transliteration"]
    if i == 0 or not is_post(words[i - 1].text, grammar) or words.gap(i) or words[i].pos == "PER" and len(words[i].text) > NAME - 1:
        return i
    if any(words[i].text in verbs for verbs in (grammar.words["stopVerb"], grammar.verbs, grammar.words["speechVerb"])):
        return i
    for j in range(min(len(words), i + PARTS), i, -1):
        name = words.string(i, j)
        whole = NAME - 1 <= len(name) <= LONGEST and all(char in chars for char in name) and not _common(name, grammar)
        closes = j == len(words) or words[j].pos in {"p", "v", "vd", "d", "ad", "TIME", "w", "c", "f"} and not words.gap(j)
        if whole and closes and (j > i + 1 or words[i].pos not in {"v", "n", "d", "p", "a"} or _spoken(words, i, grammar)):
            return j
    return i


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
    after = words[j].text if j < len(words) else "。"
    closes = after in grammar.words["postClose"] or after in grammar.words["speechVerb"] or is_post(after, grammar)
    common = words[i + 1].text in grammar.verbs or words[i + 1].text in grammar.words["speechVerb"]
    return j if closes and not common else i


def _least(words: Words, i: int, grammar: Grammar) -> int:
    """The least characters of a name for which word `i` may stand: a verb that is known needs more."""
    known = any(words[i].text in verbs for verbs in (grammar.words["stopVerb"], grammar.verbs, grammar.words["speechVerb"]))
    joined = i + 1 < len(words) and words[i + 1].text in grammar.words["nameJoint"]
    return 2 if words[i].pos != "v" or joined and not known else 3


def _is_family(words: Words, i: int, j: int, *, grammar: Grammar) -> bool:
    """Whether words `i` to `j`, end exclusive, are a family and a given name before a verb of saying or 等."""
    name, after = words.string(i, j), words[j].text if j < len(words) else ""
    if not 2 <= len(name) <= 3 or name[0] not in grammar.words["surname"] or not HAN.fullmatch(name):
        return False
    goes_on = after in grammar.words["speechVerb"] or after[:1] in grammar.words["andOthers"]
    odd = j == i + 1 and words[i].pos in {"v", "a", "d", "i"} and name not in grammar.verbs and name not in grammar.words["stopVerb"]
    held = i > 1 and (words[i - 2].pos in {"ORG", "LOC"} or _is_body(words[i - 2].text, grammar))
    goes_on = goes_on or odd and held and after in grammar.words["postClose"]
    common = name in grammar.words["adverb"] or name in grammar.words["speechVerb"] or is_post(name, grammar)
    return goes_on and not common


def _listed(words: Words, i: int, grammar: Grammar) -> int:
    """The end of a name of three characters beside the names of a list (张三丰 in 张三丰、李四光、王五); `i` where there is none."""
    if words[i].text[0] not in grammar.words["surname"]:
        return i
    before = words[i - 1].text if i else ""
    opens = not i or before in "，的：" or is_post(before, grammar)
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


def _post_before(words: Words, i: int, person: Mention, *, grammar: Grammar) -> Post | None:
    k = i - 1
    if k >= 0 and words[k].text in "）)" and k in words.partner:  # 校长（院长）张三
        k = words.partner[k] - 1
    if k < 0 or not is_post(words[k].text, grammar) or words.gap(k + 1) and words[k + 1].pos != "PER":
        return None
    first, former = post_edge(words, k, grammar), grammar.words["formerWord"]
    modality: Modality = "former" if any(words[m].text in former for m in range(max(0, first - 1), k)) else "asserted"
    while first < k and words[first].text in former:
        first += 1
    named = any(word.pos in NAMES for word in words.words[first : k + 1])
    if not named and words[k].text in grammar.words["weakPost"] and not _has_body(words, first, k, grammar=grammar):
        return None
    if first > 1 and words[first - 1].text == "的" and not named:
        first = _described(words, first, grammar)
    return checked(Post(_mention(words, first, k + 1, cls="Words"), person, modality), grammar)


def _has_body(words: Words, first: int, last: int, *, grammar: Grammar) -> bool:
    return any(grammar.ends("orgHead", words[m].text) for m in range(first, last + 1))


def _described(words: Words, first: int, grammar: Grammar) -> int:
    """The first word of 某组织负责某事务的副秘书长 and 某局的发言人, where 的 stands before word `first`."""
    k = first - 2
    while k > 0 and words[k].pos in NOMINAL - NAMES and words[first - 1].end - words[k].start < REACH:
        k -= 1
    if words[k].text in grammar.words["inCharge"] and k > 0:
        k -= 1
    unit = k == first - 2 or words[k + 1].text in grammar.words["inCharge"] or is_body(words[first - 2].text, grammar)
    if unit and words[k].pos not in {"ORG", "LOC"} and is_body(words[k].text, grammar):
        return post_edge(words, k, grammar)
    return k if unit and words[k].pos in {"ORG", "LOC"} else first


def _post_behind(words: Words, i: int, j: int, *, person: Mention, grammar: Grammar) -> Post | None:
    """国家药监局审评中心杨某某副主任: the body before the name and the post behind it make the words."""
    if j >= len(words) or i == 0 or not is_post(words[j].text, grammar) or words[j].text in grammar.words["personal"] or words.gap(j):
        return None
    if j + 1 < len(words) and words[j + 1].pos in {"n", "PER", "vn"}:
        return None
    if words[i - 1].pos not in {"ORG", "LOC"} and not (len(words[i - 1].text) > 2 and _is_body(words[i - 1].text, grammar)):
        return None
    first = post_edge(words, i - 1, grammar)
    body, head = words.string(first, i), words[j].text
    mention = Mention(Span(words[first].start, words[j].end), words.string(first, j + 1), "Words", body + head, head=head)
    return checked(Post(mention, person, pattern="titleBehind"), grammar)


def _post_turned(words: Words, i: int, j: int, *, person: Mention, grammar: Grammar) -> Post | None:
    """某部新闻发言人由副部长张三担任, 某局发言人为张三: the post in front of the verb that gives it to the name behind."""
    k = i - 1
    if k >= 0 and is_post(words[k].text, grammar):
        k = post_edge(words, k, grammar) - 1
    while k > 0 and words[k].text in grammar.words["adverb"]:
        k -= 1
    if k < 1 or not is_post(words[k - 1].text, grammar):
        return None
    held = j < len(words) and words[j].text in grammar.words["appointVerb"]
    if words[k].text not in grammar.words["copula"] and not (words[k].text in grammar.words["byMark"] and held):
        return None
    return _whole(words, post_edge(words, k - 1, grammar), k, person=person, pattern="postTurned", grammar=grammar)


def _post_said(words: Words, j: int, person: Mention, *, grammar: Grammar) -> Post | None:
    """张三现为某校校长; 张三（某校校长）; 张三，某校校长，……: the post said of the name, behind a copula, in brackets or in apposition."""
    while j < len(words) and (words[j].text in grammar.words["personal"] or is_post(words[j].text, grammar)) and not words.gap(j):
        j += 1
    if j + 1 >= len(words):
        return None
    if words[j].text in "（(" and words.partner.get(j, 0) > j:
        return _whole(words, j + 1, words.partner[j], person=person, pattern="postInBrackets", grammar=grammar)
    if words[j].text == "，":
        close = next((k for k in range(j + 1, min(len(words), j + 12)) if words[k].text in "，。；"), j + 1)
        if words[j + 1].text in grammar.words["lifetime"]:  # 张三，生前是某所所长
            return _post_predicated(words, j + 1, person, grammar=grammar)
        return _whole(words, j + 1, close, person=person, pattern="postInApposition", grammar=grammar)
    return _post_predicated(words, j, person, grammar=grammar)


def _post_predicated(words: Words, j: int, person: Mention, *, grammar: Grammar) -> Post | None:
    """The post behind a copula at word `j` or behind adverbs there."""
    former = False
    while j + 1 < len(words) and (words[j].pos in {"TIME", "d"} or words[j].text in grammar.words["formerWord"]):
        former = former or words[j].text in grammar.words["pastAdverb"] | grammar.words["formerWord"]
        j += 1
    if words[j].text not in grammar.words["copula"] | grammar.words["roleAs"]:
        return None
    for close in range(min(len(words), j + 14), j + 1, -1):
        if close == len(words) or words[close].text in grammar.words["postClose"]:
            post = _whole(words, j + 1, close, person=person, pattern="postPredicate", grammar=grammar)
            if post is not None:
                return replace(post, modality="former") if former else post
    return None


def _whole(words: Words, first: int, end: int, *, person: Mention, pattern: str, grammar: Grammar) -> Post | None:
    """The words `first` to `end` as a post of the person, where they are a post with its body and nothing else stands among them."""
    if first >= end or not is_post(words[end - 1].text, grammar):
        return None
    edge = post_edge(words, end - 1, grammar)
    if edge > first + 1 and words[edge - 1].text == "的":  # 某某是某大学某中心的负责人
        edge = _described(words, edge, grammar)
    if edge > first:
        return None
    if not any(
        words[k].pos in NAMES or is_head(grammar, words[k].text, "orgHead", suffixes="orgSuffix", exceptions="notOrg")
        for k in range(first, end)
    ):
        return None
    return checked(Post(_mention(words, first, end, cls="Words"), person, pattern=pattern), grammar)


def checked(post: Post, grammar: Grammar) -> Post | None:
    """The post, or none where its words are a bare one (主任) that tells nothing."""
    name = re.sub(r"\s+", "", post.words.name)
    bare = name in grammar.words["weakPost"] or (len(name) <= SHORT_POST and name in grammar.words["postHead"])
    return None if bare else post


def _may_pass(words: Words, k: int, head: int, *, grammar: Grammar) -> bool:
    word, after = words[k], words[k + 1]
    if word.pos == "PER":  # 周恩来政府管理学院
        return len(after.text) > 3 and grammar.ends("orgHead", after.text)
    if word.text in grammar.words["notPost"] and not is_post(after.text, grammar) and after.text not in grammar.words["orgHead"]:
        return False
    if word.pos == "TIME":  # 当代中国中心主任
        return word.text in grammar.words["feast"]
    if word.text in grammar.words["formerWord"]:
        return k > 0 and words[k - 1].pos in NAMES | {"n", "nz"} and not words.gap(k)
    if word.text in grammar.words["roleNoun"]:
        return False
    if word.text in grammar.words["postJoint"] or word.text in grammar.words["coordinator"]:
        return k > 0 and _joins_posts(words, k, head, grammar=grammar)
    if word.pos in {"v", "vd"}:
        return _acts_in_post(words, k, grammar)
    return _describes_post(words, k, grammar)


def _joins_posts(words: Words, k: int, head: int, *, grammar: Grammar) -> bool:
    """Whether the joint `k` stands between two posts of one person, or inside the name of a department."""
    word, before = words[k], words[k - 1]
    name = k - 1
    while name > 0 and is_post(words[name].text, grammar):
        name -= 1
    if name < k - 1 and words[name].pos == "PER":  # 傅华教授、某院主任
        return False
    if is_post(before.text, grammar) or (before.text in CLOSERS and word.text == "、" and _post_in_front(words, k - 1, grammar)):
        return before.pos != "PER"
    inside = before.pos in {"n", "vn", "nz", "an", "v", "ORG"} and word.text in grammar.words["innerJoint"]
    return inside and not _is_body(before.text, grammar) and _department_follows(words, k + 1, head, grammar=grammar)


def _acts_in_post(words: Words, k: int, grammar: Grammar) -> bool:
    """Whether the verb `k` stands inside the words of a post: behind a noun, before one."""
    word, after, before = words[k], words[k + 1], words[k - 1] if k else words[k]
    if word.text in grammar.words["postVerb"]:
        return True
    joined = before.text in grammar.words["postJoint"]
    nominal_before = k > 0 and (before.pos in NOMINAL or joined) and not is_post(before.text, grammar)
    nominal_after = after.pos in {"n", "vn", "an"} or joined and after.pos == "ORG" or after.text in grammar.words["innerJoint"]
    return nominal_before and nominal_after and word.text not in grammar.words["stopVerb"]


def _describes_post(words: Words, k: int, grammar: Grammar) -> bool:
    """Whether word `k`, no verb and no joint, tells of what or where a post is."""
    word, after = words[k], words[k + 1]
    if word.pos in NOMINAL:
        return True
    if word.pos in {"a", "b", "ad", "s", "q", "nr", "m"}:
        return not (word.pos == "m" and _is_count(word.text)) and word.text not in grammar.words["adverb"]
    if word.pos == "f":
        return word.text in grammar.words["region"] and after.pos in NOMINAL
    own = word.text + after.text[0] in grammar.words["ownBody"]
    latin = word.pos in {"nx", "x"} or re.fullmatch(r"[A-Za-z0-9&.·-]+", word.text) is not None
    return own or latin or word.text in "·—-－" or word.text in grammar.words["postPrefix"]


CLOSERS = "）)”"


def _post_in_front(words: Words, closing: int, grammar: Grammar) -> bool:
    opening = words.partner.get(closing, 0)
    return opening > 0 and is_post(words[opening - 1].text, grammar)


def _department_follows(words: Words, k: int, head: int, *, grammar: Grammar) -> bool:
    """Whether a department ends between word `k` and the post, so that 和 before it stands inside its name."""
    if head - k < 3 and any(words[head].text.endswith(post) for post in grammar.words["departmentPost"]):
        return True
    return any(any(words[i].text.endswith(s) for s in grammar.words["insideSuffix"]) for i in range(k, min(head + 1, k + 6)))


def _is_body(word: str, grammar: Grammar) -> bool:
    return word not in grammar.words["notOrg"] and is_head(grammar, word, "orgHead", suffixes="orgSuffix", exceptions="notOrg")


def _is_count(text: str) -> bool:
    return not NTH.match(text) and not re.fullmatch(r"[0-9A-Za-z]+|[一二三四五六七八九十]+[级等局处室部司院所组队]|\d+级", text)


def _mention(words: Words, i: int, j: int, *, cls: str) -> Mention:
    text = words.string(i, j)
    return Mention(Span(words[i].start, words[j - 1].end), text, cls, plain_name(text), head=words[j - 1].text)


def plain_name(text: str) -> str:
    """The words of a name or a post without blank space, but for one blank between words in Latin letters."""
    return re.sub(r"\s+", " " if LATIN.search(text) else "", text)
