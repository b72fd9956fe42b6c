"""The people of one article: names that are one person's, and two of one name, told apart by the posts that stand at their names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from kg.discourse import Discourse
from kg.entities.posts import said_in
from kg.entities.rivals import family_name, state_served
from kg.grammar import Grammar
from kg.mentions.people import Post
from kg.model import Claim, Mention, Span

BESIDE = 3  # characters that may stand between a person and the post of the next: 、 or 和
DOTS = re.compile("[•・‧∙･]")
NUMERAL = re.compile("[0-9一二三四五六七八九十]+")


def same_person(short: str, long: str) -> bool:
    """Whether two names of one article name one person: a foreign name by its last part.

    >>> same_person("维特", "安娜·维特"), same_person("安娜", "安娜·维特")
    (True, False)
    """
    whole = plain_name(long)
    return plain_name(short) in (whole, whole.split("·")[-1])


def is_title(name: str, grammar: Grammar) -> bool:
    """Whether a name is a family name with a title: 顾校长.

    >>> from kg.grammar import load_grammar; grammar = load_grammar()
    >>> is_title("顾校长", grammar), is_title("顾长卿", grammar)
    (True, False)
    """
    family = family_name(name, grammar)
    return bool(family) and name[len(family) :] in grammar.words["postHead"]


def is_titled(short: str, long: str, grammar: Grammar) -> bool:
    """Whether a name is the family name of another with a title: 顾校长 of 顾长卿.

    >>> from kg.grammar import load_grammar; grammar = load_grammar()
    >>> is_titled("顾校长", "顾长卿", grammar), is_titled("顾校长", "林长卿", grammar)
    (True, False)
    """
    return is_title(short, grammar) and long.startswith(family_name(short, grammar)) and not is_title(long, grammar)


def plain_name(name: str) -> str:
    """A foreign name with its parts joined by the one dot that GB/T 15834 gives for it, however it is written.

    >>> plain_name("安娜•维特"), plain_name("安娜・维特")
    ('安娜·维特', '安娜·维特')
    """
    return DOTS.sub("·", name)


def find_namesakes(discourse: Discourse) -> dict[Span, str]:
    """Where the name of a person stands that another bears in the article -> the post that tells the two apart.

    Two stand side by side with posts of which neither is a form of the other (一中校长王伟、二中校长王伟), or hold posts that differ in a
    number alone (第一小学校长, 第二小学校长), or offices of two states (沙特王储, 阿联酋总统). A mention without a post has no place here.
    """
    by_name: dict[str, dict[Span, Post]] = defaultdict(dict)
    for reading in discourse.readings:
        for post in reading.posts:
            by_name[post.person.name].setdefault(post.person.span, post)
    found: dict[Span, str] = {}
    for posts in by_name.values():
        told = [post for _, post in sorted(posts.items())]
        if any(_are_two(one, other) for one, other in combinations(told, 2)):
            found |= _name_posts(told)
    return found


def tell_apart(claims: Iterable[Claim], discourse: Discourse) -> list[Claim]:
    """The claims with the post as the scope of every mention of one of two people of one name."""
    scopes = find_namesakes(discourse)
    return [_with_scopes(claim, scopes) for claim in claims] if scopes else list(claims)


def _with_scopes(claim: Claim, scopes: Mapping[Span, str]) -> Claim:
    def scoped(mention: Mention) -> Mention:
        return replace(mention, scope=scopes[mention.span]) if mention.cls == "Person" and mention.span in scopes else mention

    return replace(claim, subject=scoped(claim.subject), object=scoped(claim.object))


def _are_two(one: Post, other: Post) -> bool:
    first, second = one.words.name, other.words.name
    if _is_form(first, second) or _is_form(second, first):
        return False
    if NUMERAL.sub("", first) == NUMERAL.sub("", second):
        return True
    states = (state_served(first), state_served(second))
    if all(states) and states[0] != states[1]:
        return True
    return 0 <= other.words.span.start - one.person.span.end <= BESIDE and other.person.span != one.person.span


def _is_form(short: str, long: str) -> bool:
    """Whether a post is another one in fewer words, or a part of several posts of one person."""
    return short == long or short in long or said_in(short, long)


def _name_posts(told: Sequence[Post]) -> dict[Span, str]:
    """The longest form of each post for all mentions with a form of it."""
    words = sorted({post.words.name for post in told}, key=lambda w: (-len(w), w))
    return {post.person.span: next(long for long in words if _is_form(post.words.name, long)) for post in told}
