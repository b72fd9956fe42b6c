"""What title marks and quotation marks delimit: documents in 《》, journals, and quoted words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.grammar import Grammar
from kg.mentions.words import NOMINAL, Words
from kg.model import Mention, Span

QUOTES = {-1: "”", 1: "“"}  # the mark that a quotation on either side begins with, read from here
KIND = 4  # words, at most, that say what kind of product a quotation names
SPEECH = re.compile(r"[。！？；]|^[，、]")


def find_marked(words: Words, grammar: Grammar) -> Iterator[Mention]:
    """Documents in 《》 (a bare 《方案》 is an anaphor), periodicals as bodies, and quoted words."""
    for opening, closing in sorted(words.partner.items()):
        if opening > closing:
            continue
        mark = words[opening].text
        inside = words.string(opening + 1, closing)
        if not inside.strip():
            continue
        if mark in "《〈" and not _within(words, opening, "《"):
            yield _title(words, opening, closing, inside=inside, grammar=grammar)
        elif (
            mark in "“‘「『" and not (mark == "‘" and _within(words, opening, "“")) and 2 <= len(inside) <= 60 and not SPEECH.search(inside)
        ):
            yield from _quoted(words, opening, closing, inside=inside, grammar=grammar)


def find_motto_line(words: Words, grammar: Grammar) -> Iterator[Mention]:
    """The theme on a line of its own in a notice, without marks: 主题：山水有约."""
    line = words.span.of(words.text)
    lead = next((lead for lead in _leads(grammar) if line.startswith(lead)), "")
    if not lead:
        return
    motto = line.removeprefix(lead).strip()
    named = grammar.ends("eventHead", motto) or grammar.ends("eventSuffix", motto)
    if not named and 2 <= len(motto) <= 40 and not re.search("[“”《》，。；：]", motto):
        start = words.text.index(motto, words.span.start + len(lead))
        yield Mention(Span(start, start + len(motto)), motto, "Words", motto, use="motto")


@lru_cache(maxsize=8)
def _leads(grammar: Grammar) -> tuple[str, ...]:
    """What stands in front of a theme on a line of its own, with its colon."""
    return tuple(sorted(lead for lead in grammar.words["mottoLead"] if lead[-1] in "：:"))


def _title(words: Words, opening: int, closing: int, *, inside: str, grammar: Grammar) -> Mention:
    start, end = words[opening].start, words[closing].end
    after = words[closing + 1].text if closing + 1 < len(words) else ""
    name = re.sub(r"(?<=[^A-Za-z0-9])\s+|\s+(?=[^A-Za-z0-9])", " ", inside.strip())
    body = after in grammar.words["periodical"] or after in grammar.words["publishingBody"]
    if inside.endswith(tuple(grammar.words["periodical"])) and len(inside) <= 10 or body:
        end = words[closing + 1].end if body else end
        name = words.text[start:end] if after in grammar.words["publishingBody"] else name
        return Mention(Span(start, end), words.text[start:end], "Organization", name, head=after or inside[-2:])
    if inside in grammar.words["documentHead"] or (len(inside) <= 3 and grammar.ends("documentHead", inside)):
        return Mention(Span(start, end), words.text[start:end], "Document", "", "anaphor", inside)
    version = grammar.pattern("version").match(words.text, end, words.span.end)
    if version is not None:
        end, name = version.end(), name + version.group()
    return Mention(Span(start, end), words.text[start:end], "Document", name, head=inside[-4:])


def _founded(words: Words, opening: int, closing: int, *, grammar: Grammar) -> bool:
    """Whether quoted words stand by a verb of founding: 共建的“……”, 为“……”揭牌."""
    before = [w.text for w in words.words[max(0, opening - 3) : opening]]
    after = [w.text for w in words.words[closing + 1 : closing + 5]]
    return any(w in grammar.words["foundVerb"] for w in before) or any(w in grammar.words["unveilVerb"] for w in after)


def _quoted(words: Words, opening: int, closing: int, *, inside: str, grammar: Grammar) -> Iterator[Mention]:
    start, end = words[opening].start, words[closing].end
    object_end = _object_tail(words, closing + 1, grammar)
    if object_end:
        first = _title_start(words, opening, grammar)
        span = Span(words[first].start, words[object_end - 1].end)
        name = words.string(first, object_end) if first < opening else inside + words.string(closing + 1, object_end)
        yield Mention(span, words.string(first, object_end), "Document", name, head=words[object_end - 1].text)
        return
    made_end = _product_tail(words, closing + 1, grammar)
    if made_end:
        name = words.string(opening, made_end)
        yield Mention(Span(start, words[made_end - 1].end), name, "Product", name, head=words[made_end - 1].text)
        return
    motto = _motto_follows(words, closing, grammar) or words.text.startswith(tuple(grammar.words["honour"]), end)
    name = re.sub(r"\s+", " ", inside.strip())
    if not motto and grammar.ends("quotedBody", inside) and _founded(words, opening, closing, grammar=grammar):
        yield Mention(Span(start, end), words.text[start:end], "Organization", name, head=words[closing - 1].text)
        return
    if not motto and _kind_of_product(words, opening, closing, grammar=grammar):
        yield Mention(Span(start, end), words.text[start:end], "Product", name, head=words[opening - 1].text)
        return
    yield Mention(Span(start, end), words.text[start:end], "Words", name, use="motto" if motto else "quoted")


def _title_start(words: Words, opening: int, grammar: Grammar) -> int:
    """The first word of a title whose own verb stands before a quotation in it: 签署/共建“一带一路”谅解备忘录."""
    first = opening
    while first > 1 and opening - first < KIND and words[first - 1].pos in {"v", "vn", "vd", "ad", "d", "a"}:
        if grammar.bare(words[first - 1].text) in grammar.words["documentHeadVerb"]:
            return first
        first -= 1
    signed = first > 1 and words[first - 1].pos == "u" and words[first - 2].text in grammar.words["documentHeadVerb"]
    return first if signed else opening


def _object_tail(words: Words, first: int, grammar: Grammar) -> int:
    for k in range(first, min(len(words), first + 3)):
        if words[k].text in grammar.words["signHead"]:
            return k + 1
        if words[k].pos not in NOMINAL and words[k].text not in grammar.words["epithet"]:
            return 0
    return 0


def _product_tail(words: Words, first: int, grammar: Grammar) -> int:
    """One past the noun behind a quotation that says what kind of product it names (“……”水下机器人), 0 where none does."""
    last = first
    while last < min(len(words), first + KIND) and words[last].pos in NOMINAL and not words.gap(last):
        last += 1
    named = last > first and grammar.ends("productHead", words.string(first, last))
    return last if named and words.string(first, last) not in grammar.words["genericProduct"] else 0


def _kind_of_product(words: Words, opening: int, closing: int, *, grammar: Grammar) -> bool:
    """Whether the noun before a quotation says what kind of product it names, and none follows it (大模型“……”)."""
    if not opening or words[opening - 1].pos not in NOMINAL or words.gap(opening):
        return False
    behind = closing + 1 < len(words) and words[closing + 1].pos in NOMINAL and not words.gap(closing + 1)
    kind = words[opening - 1].text
    return len(kind) > 1 and not behind and grammar.ends("productHead", kind)


def _motto_follows(words: Words, closing: int, grammar: Grammar) -> bool:
    """Whether the words around a quotation, or a list of such, say that it is a theme or a title (题为“……”“……”, 以“……”和“……”为题)."""
    first = words.partner[closing]
    lead = words.text[words.span.start : words[_beside(words, first, grammar, step=-1)].start]
    end = words[_beside(words, closing, grammar, step=1)].end
    tails = (*grammar.words["mottoTail"], *grammar.words["speechTail"])
    return words.text.startswith(tails, end) or lead.endswith(tuple(grammar.words["mottoLead"]))


def _beside(words: Words, mark: int, grammar: Grammar, *, step: int) -> int:
    """The outermost quotation mark, in one direction, of the list of quotations that the one with `mark` at its edge stands in."""
    while 0 <= mark + step < len(words):
        near = mark + step
        if words[near].text == "、" or words[near].text in grammar.words["innerJoint"]:
            near += step
        other = words.partner.get(near, near) if 0 <= near < len(words) and words[near].text in QUOTES[step] else near
        if other == near:
            return mark
        mark = other
    return mark


def _within(words: Words, i: int, mark: str) -> bool:
    return any(words[k].text == mark and k < i and words.partner[k] > i for k in words.partner if words.partner[k] > k)
