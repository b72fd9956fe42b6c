"""Members of what is told together: of an open list, cut at 、 and 和, up to 等; of a word of one character for each of several places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.grammar import Grammar
from kg.lines import SYMBOL, Line
from kg.model import Mention, Span
from kg.places import country_of_side

JOINT = 5  # more than the characters of a word for several places: 京津冀


def open_list(line: Line, where: tuple[int, int], grammar: Grammar) -> Iterator[Mention]:
    """The members of a list that need not be known names: cut at 、 and 和, after the last 的, up to 等."""
    position, end = where
    joint, inner = grammar.pieces.expression("memberJoint"), grammar.pieces.expression("wordJoint")
    string = re.split(f"{grammar.pieces.expression('andOthers')}|[（(]", line.string[position:end])[0]
    for piece in re.split(rf"({joint}|(?<=[^\W\d_]){inner}(?=[^\W\d_]))", string):
        here, position = position, position + len(piece)
        symbols = SYMBOL.findall(piece)
        if len(symbols) == 1 and len(piece) - _completed(piece, grammar) == 2:
            yield from (m for m in line.mentions_of(symbols[0]) if m.cls in {"Product", "Document", "Event", "Words"})
        else:
            yield from _unread(line, here, piece, grammar=grammar)


def each_place(line: Line, symbols: str, grammar: Grammar) -> Iterator[Mention]:
    """The mentions of symbols, with a word of one character for each of several places as so many governments: 中美, 川渝, 京津冀."""
    lists, home, side = grammar.words, grammar.only("homeCountry"), grammar.only("sideTail")
    for mention in line.mentions_of(symbols):
        text, several = mention.text, mention.form == "name" and 1 < len(mention.text) < JOINT
        divisions = several and all(char in lists["shortPlace"] for char in text)
        countries = several and home[0] in text and all(char + side in lists["side"] for char in text)
        if not (divisions or countries):
            yield mention
            continue
        for i, char in enumerate(text):
            name = char if divisions else country_of_side(char, home + line.text) or char + side
            yield Mention(Span(mention.span.start + i, mention.span.start + i + 1), char, "Organization", name)


def _unread(line: Line, here: int, piece: str, *, grammar: Grammar) -> Iterator[Mention]:
    """A member of an open list that no mention covers, where its words name a product."""
    skip = max(_last_mark(piece, grammar) + 1, _completed(piece, grammar))
    if skip >= len(piece):
        return
    first = line.offsets[here + skip]
    last = line.offsets[here + len(piece) - 1] + 1
    for closing in line.mentions_of(piece[-2:]):
        if closing.cls == "Product" and closing.text[0] == "“":  # 某型机器人“……”
            yield closing
            return
        last = closing.span.end
    text = line.text[first:last].strip()
    if is_product(text, grammar):
        begin = line.text.index(text, first)
        bare = re.sub(r"[“”]", "", text) if text.count("“") != text.count("”") else text
        yield Mention(Span(begin, begin + len(text)), text, "Product", bare, head=text[-2:])


def _last_mark(string: str, grammar: Grammar) -> int:
    """Where the last 的 stands, -1 where there is none."""
    return max(string.rfind(mark) for mark in grammar.words["attributiveMark"])


def _completed(piece: str, grammar: Grammar) -> int:
    """How many characters at the head of what stands behind a verb still belong to it: 研制了, 推出."""
    found = grammar.pattern("completion").match(piece)
    return found.end() if found else 0


def is_product(text: str, grammar: Grammar) -> bool:
    """Whether words that no mention covers name a product: by their head, without figures and punctuation."""
    if not 3 <= len(text) <= 30 or re.search("[，。；：]", text) or grammar.pattern("countedThings").search(text):
        return False
    return text not in grammar.words["genericProduct"] and grammar.ends("productHead", text) and text not in grammar.words["productHead"]
