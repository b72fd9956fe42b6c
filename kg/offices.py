"""Offices of one town or province that a list joins, of which only the first names the place."""

from __future__ import annotations

from dataclasses import replace

from kg.grammar import Grammar
from kg.mentions.cuts import is_body
from kg.model import Mention


def of_same_town(mention: Mention, before: Mention | None, text: str, *, grammar: Grammar) -> Mention:
    """An office that a list joins to one of its place, with that place in its name: 某市公安局会同市教育局, 某省科技厅、教育厅.

    `before` is the mention in front of it in the sentence, `text` the article's. What names no such office comes back as it is.
    """
    joints = grammar.words["coordinator"] | grammar.words["jointVerb"]
    if before is None or before.cls != mention.cls or before.form != "name" or text[before.span.end : mention.span.start] not in joints:
        return mention
    level = _level(mention.name, grammar)
    if not level and mention.name not in grammar.words["orgHead"]:
        return mention
    tails = grammar.words["townTail"]
    ends = [i + 1 for i, char in enumerate(before.name[:-2]) if i > 1 and (char == level if level else char in tails)]
    towns = [before.name[:end] for end in ends if is_body(before.name[end:], grammar)]
    return replace(mention, name=towns[-1] + mention.name.removeprefix(level)) if towns else mention


def _level(name: str, grammar: Grammar) -> str:
    """The division (市) that stands for its town at the head of an office's name, \"\" where none does (市场监管局)."""
    led = name.startswith(tuple(grammar.words["notTown"]))
    return name[0] if name[0] in grammar.words["townTail"] and not led and is_body(name[1:], grammar) else ""
