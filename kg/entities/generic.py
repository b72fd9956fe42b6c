"""Nouns that name nothing (上市公司, 五大船运公司, 系列活动): claims about them alone are none about any node."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.grammar import Grammar
from kg.model import Claim, Mention

COUNT = re.compile(r"^(?:[0-9〇零一二三四五六七八九十百千两几数多]+|各)(?:大|家|个|所|余家|多家|名|位|支)")
NUMERAL = re.compile(r"(?:超过|近|逾|约|共)?(?:[多数几两三四五六七八九十]+|\d+)[余多]?")
COUNTABLE = frozenset({"Event", "Document", "Product"})
SERIES = "系列"


def named_only(claims: Iterable[Claim], grammar: Grammar) -> list[Claim]:
    """The claims whose ends both name something."""
    return [claim for claim in claims if not any(is_generic(end, grammar) for end in (claim.subject, claim.object))]


def is_generic(mention: Mention, grammar: Grammar) -> bool:
    """Whether a mention is a bare noun, or a number of bodies, without any name in it."""
    name = mention.name
    if mention.cls == "Organization":
        counted = COUNT.match(name)
        return name in grammar.words["genericBody"] or (counted is not None and _is_kind(name[counted.end() :], grammar))
    if mention.cls in COUNTABLE and _is_counted(name, grammar):
        return True
    if mention.cls == "Event":
        return name.startswith(SERIES) and name.removeprefix(SERIES) in grammar.words["bareEvent"]
    return False


def _is_counted(name: str, grammar: Grammar) -> bool:
    """Whether a name opens with how many there are: 多场文化活动, 三项赛事."""
    counted = NUMERAL.match(name)
    return counted is not None and name.startswith(tuple(grammar.words["eventMeasure"]), counted.end())


def _is_kind(words: str, grammar: Grammar) -> bool:
    """Whether words are a kind of body: the noun alone, or with its trade before it."""
    heads = (*grammar.words["bodyKind"], *grammar.words["orgHead"], *grammar.words["companyTail"])
    return any(words.endswith(head) and len(words) - len(head) <= 4 for head in heads)
