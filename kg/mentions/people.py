"""Persons and their posts: 某省某厅厅长张三, 张三院士."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.grammar import Grammar
from kg.mentions.cuts import is_body
from kg.mentions.personal import LATIN, find_names, is_post, is_unit, names_seat, parts_holders
from kg.mentions.words import NAMES, NOMINAL, Words, is_body_head, left_edge
from kg.model import Mention, Modality, Span

SHORT_POST = 3
LISTED = "，、；"  # what parts the people of a list
REACH = 16


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
    for i, j in find_names(words, grammar):
        if words[i].start < taken:
            continue
        taken = words[j - 1].end
        person = _mention(words, i, j, cls="Person")
        beside = _post_before(words, i, person, grammar=grammar) or _post_behind(words, i, j, person=person, grammar=grammar)
        turned = _post_turned(words, i, j, person=person, grammar=grammar)
        if beside is None and shared is not None:
            beside = _post_beside(words, i, j, beside=(shared, person), grammar=grammar)
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


def _post_beside(words: Words, i: int, j: int, *, beside: tuple[tuple[int, tuple[Post, ...]], Mention], grammar: Grammar) -> Post | None:
    """A bare post with the body of the post that stands beside it in a list: 某总会会长甲，理事长乙; 某大学甲教授、乙教授.

    `beside` has where the name before ends, with its posts, and the person at words `i` to `j`.
    """
    (end, posts), person = beside
    last = posts[-1]
    k, at = (j, end + 1) if last.pattern == "titleBehind" else (i - 1, end)
    listed = at < len(words) and words[at].text in LISTED and at + 1 == min(i, k)
    if not listed or k >= len(words) or not _takes_body(words[k].text, grammar):
        return None
    head = words[k].text
    body = _body_of(last.words, head, grammar)
    if not body:
        return None
    mention = Mention(Span(words[k].start, words[k].end), head, "Words", body + head, head=head)
    return checked(Post(mention, person, pattern=last.pattern), grammar)


def _body_of(told: Mention, post: str, grammar: Grammar) -> str:
    """The body that the words of a post begin with, for another post of it: a committee for its secretary, else the body above."""
    secretary = next((party for party in sorted(grammar.words["partyPost"]) if post.endswith(party) and party in told.name), "")
    whole = told.name[: told.name.rindex(secretary)] if secretary else told.name.removesuffix(told.head)
    for end in range(len(whole), 2, -1):
        party = grammar.ends("partyBody", whole[:end])
        if party if secretary else not party and grammar.ends("orgSuffix", whole[:end]):
            return whole[:end]
    return ""


def _takes_body(post: str, grammar: Grammar) -> bool:
    """Whether a bare post may be that of the body told before: no title, no job, and no post of a town (副县长)."""
    lists = grammar.words
    return post in lists["postHead"] and post not in lists["personal"] | lists["weakPost"] and post[-2:-1] not in lists["townTail"]


def post_words(words: Words, first: int, end: int, *, grammar: Grammar) -> Mention | None:
    """The post that words `first` to `end` name, if they do."""
    if first >= end or not is_post(words[end - 1].text, grammar):
        return None
    return _mention(words, first, end, cls="Words")


def post_edge(words: Words, head: int, grammar: Grammar) -> int:
    """The first word of the post whose last word is `head`."""
    return left_edge(words, head, lambda k, _: _may_pass(words, k, head, grammar=grammar), grammar=grammar)


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
    if first > 1 and words[first - 1].text in grammar.words["attributiveMark"] and not named:
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
    if words[i - 1].pos not in {"ORG", "LOC"} and not (len(words[i - 1].text) > 2 and is_unit(words[i - 1].text, grammar)):
        return None
    first = post_edge(words, i - 1, grammar)
    body, head = words.string(first, i), words[j].text
    mention = Mention(Span(words[first].start, words[j].end), words.string(first, j + 1), "Words", body + head, head=head)
    return checked(Post(mention, person, pattern="titleBehind"), grammar)


def _post_turned(words: Words, i: int, j: int, *, person: Mention, grammar: Grammar) -> Post | None:
    """某部新闻发言人由副部长张三担任, 某局发言人为张三: the post in front of the verb that gives it to the name behind."""
    k = i - 1
    if is_post(words[k].text, grammar):
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
    if words[j].text.startswith(tuple(grammar.words["respectively"])):  # 任命甲、乙分别为某市市长、副市长: not both are of the last
        return None
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
    if edge > first + 1 and words[edge - 1].text in grammar.words["attributiveMark"]:  # 某某是某大学某中心的负责人
        edge = _described(words, edge, grammar)
    if edge > first:
        return None
    if not any(words[k].pos in NAMES or is_body_head(words[k].text, grammar) for k in range(first, end)):
        return None
    return checked(Post(_mention(words, first, end, cls="Words"), person, pattern=pattern), grammar)


def checked(post: Post, grammar: Grammar) -> Post | None:
    """The post, or none where its words are a bare one (主任) that tells nothing."""
    return None if is_bare_post(re.sub(r"\s+", "", post.words.name), grammar) else post


def is_bare_post(name: str, grammar: Grammar) -> bool:
    """Whether words are the noun of a post alone: 主任, 副会长."""
    return name in grammar.words["weakPost"] or (len(name) <= SHORT_POST and name in grammar.words["postHead"])


def _may_pass(words: Words, k: int, head: int, *, grammar: Grammar) -> bool:
    word, after = words[k], words[k + 1]
    if word.pos == "PER":  # 桑给巴尔总统, 周恩来政府管理学院
        return names_seat(words, k, grammar) or len(after.text) > 3 and grammar.ends("orgHead", after.text)
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
    if parts_holders(words, k, grammar):
        return False
    if is_post(before.text, grammar) or (before.text in CLOSERS and word.text == "、" and _post_in_front(words, k - 1, grammar)):
        return before.pos != "PER"
    inside = before.pos in {"n", "vn", "nz", "an", "v", "ORG"} and word.text in grammar.words["innerJoint"]
    return inside and not is_unit(before.text, grammar) and _department_follows(words, k + 1, head, grammar=grammar)


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
        return not (word.pos == "m" and _is_count(word.text, grammar)) and word.text not in grammar.words["adverb"]
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


def _is_count(text: str, grammar: Grammar) -> bool:
    """Whether a number counts people or posts, rather than tell which one: a letter, 第二, 一级, 三处."""
    return not (re.fullmatch("[0-9A-Za-z]+", text) or grammar.pattern("whichOne").fullmatch(text))


def _mention(words: Words, i: int, j: int, *, cls: str) -> Mention:
    text = words.string(i, j)
    return Mention(Span(words[i].start, words[j - 1].end), text, cls, plain_name(text), head=words[j - 1].text)


def plain_name(text: str) -> str:
    """The words of a name or a post without blank space, but for one blank between words in Latin letters."""
    return re.sub(r"\s+", " " if LATIN.search(text) else "", text)
