"""Words that point back and that no list of such words has: titles, ends and heads of names that the article has told before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from kg.grammar import Grammar
from kg.mentions import Reading
from kg.mentions.words import covered
from kg.model import Mention, Span
from kg.topic import core_name

TAIL = 8  # characters behind a demonstrative in which the end of an event's name is looked for
EDGES = "，。；：！？"
TITLED = 4  # characters of a title that names a document without further ado
GOES_ON = frozenset({"d", "ad", "p", "TIME"})  # what stands behind a subject


def find_titles(reading: Reading, titled: Mapping[str, Mapping[str, None]], *, grammar: Grammar) -> Iterator[Mention]:
    """总书记, 校长 alone before a verb or a preposition, where the article has so titled one person and no other.

    `titled` has for each title the people who bear it.
    """
    words, titles = reading.words.words, grammar.words["bareTitle"]
    if reading.words.texts.isdisjoint(titles):
        return
    taken = covered(m.span for m in reading.mentions) | covered(post.words.span for post in reading.posts)
    for before, word, after in zip((None, *words), words, (*words[1:], None), strict=False):
        holders = titled.get(word.text, {}) if word.text in titles and word.start not in taken else {}
        alone = before is None or before.end != word.start or before.pos in {"w", "c", "d", "ad", "v", "TIME"}
        if len(holders) == 1 and alone and after is not None and after.pos in GOES_ON - {"TIME"} | {"v", "vd"}:
            yield Mention(Span(word.start, word.end), word.text, "Person", next(iter(holders)), "anaphor", word.text)


def find_tails(reading: Reading, spoken: Sequence[Mention], *, grammar: Grammar) -> Iterator[Mention]:
    """本届灯会季, 此次文化周: a demonstrative with the end of an event's name, also where no list has that head."""
    words, text = reading.words.words, reading.words.text
    if reading.words.texts.isdisjoint(grammar.words["demonstrative"]):
        return
    taken = covered(m.span for m in reading.mentions)
    for opening, after in zip(words, words[1:], strict=False):
        if opening.text not in grammar.words["demonstrative"] or opening.start in taken or after.start in taken:
            continue
        ends = [w.end for w in words if after.end <= w.end <= opening.end + TAIL]
        tails = ((end, text[after.start : end]) for end in reversed(ends) if end - after.start > 1)
        meant = ((end, _named_with(tail, spoken)) for end, tail in tails)
        for end, event in ((end, event) for end, event in meant if event is not None):
            span = Span(opening.start, end)
            yield Mention(span, span.of(text), "Event", event.name, "anaphor", text[after.start : end], event.scope)
            break


def find_heads(reading: Reading, spoken: Sequence[Mention], *, grammar: Grammar) -> Iterator[Mention]:
    """书展 at the beginning of a clause, a head that alone seldom points back, where an event spoken of ends so."""
    words, heads = reading.words.words, grammar.words["eventHead"]
    if reading.words.texts.isdisjoint(heads):
        return
    taken = covered(m.span for m in reading.mentions)
    for before, word, after in zip((None, *words), words, words[1:], strict=False):
        opens = before is None or before.text in EDGES
        if opens and len(word.text) > 1 and word.text in heads and word.start not in taken and after.pos in GOES_ON:
            event = _named_with(word.text, spoken) or whole_of(word.text, spoken, grammar)
            if event is not None:
                yield Mention(Span(word.start, word.end), word.text, "Event", event.name, "anaphor", word.text, event.scope)


def whole_of(head: str, spoken: Sequence[Mention], grammar: Grammar) -> Mention | None:
    """What a bare head means of which only a part was named: 博览会 behind 第二届某某博览会新闻发布会."""
    for event in reversed(spoken):
        part = part_behind(event.name, grammar, whole=head)
        whole = event.name.removesuffix(part)
        if part and whole != head:
            return replace(event, name=whole, head=head, form="name")
    return None


def part_behind(name: str, grammar: Grammar, *, whole: str = "") -> str:
    """The longest head of a part in which a name ends, behind the head of the whole where that is given; "" where it tells of no part."""
    return max((part for part in grammar.words["partHead"] if name.endswith(whole + part)), key=len, default="")


def _named_with(tail: str, spoken: Sequence[Mention]) -> Mention | None:
    """The last event spoken of whose name ends so and says more."""
    return next((event for event in reversed(spoken) if event.name.endswith(tail) and event.name != tail), None)


def bears(event: Mention, head: str, grammar: Grammar) -> bool:
    """Whether an event's name ends with a head noun, or its first half does (毕业典礼暨学位授予仪式), but not as the whole of a part."""
    parts = tuple(grammar.words["partHead"] | grammar.words["ceremonyTail"])
    alike = head.endswith(parts) or not event.name.endswith(parts)  # 某活动周暨某活动启动式 is no 活动周
    half = alike and any(head + joint in event.name for joint in grammar.words["jointTitle"])
    return half or event.head.endswith(head) or core_name(event.name, grammar).endswith(head)


def by_title(mention: Mention) -> Mention:
    """A document in title marks that points back to nothing (签署《战略合作协议》), as one of that title."""
    title = mention.text.strip("《》")
    titled = mention.cls == "Document" and not mention.name and mention.text.startswith("《") and len(title) >= TITLED
    return replace(mention, name=title, form="name") if titled else mention


def brings_in(mention: Mention, reading: Reading, grammar: Grammar) -> bool:
    """Whether a bare noun is the object right behind a verb of holding, which brings in an event of its own: 召开会议, 举行了座谈会."""
    before = [w for w in reading.words.words if w.end <= mention.span.start]
    while before and before[-1].text in grammar.words["aspectMarker"]:
        before.pop()
    return mention.text == mention.head and bool(before) and before[-1].text in grammar.words["holdVerb"]


def own_events(lost: Sequence[Mention], reading: Reading, grammar: Grammar) -> Iterator[Mention]:
    """Of events that point back to nothing those that the clause tells something of: 工作部署会, 甲举行的午宴, 发布会."""
    held, parts = _held_marks(grammar), tuple(grammar.words["partHead"])
    for mention in lost:
        held_by = reading.words.text[: mention.span.start].endswith(held) and not mention.head.endswith(parts)
        if mention.head in grammar.words["pressHead"] or (mention.text != mention.head or held_by) and mention.head not in grammar.generic:
            yield mention


@cache
def _held_marks(grammar: Grammar) -> tuple[str, ...]:
    """举行的 and the like."""
    return tuple(verb + mark for verb in sorted(grammar.words["holdVerb"]) for mark in sorted(grammar.words["attributiveMark"]))


def shortens(name: str, full: str, head: str) -> bool:
    """Whether a name leaves characters of a fuller one out before the head that both end with: 晋衔仪式 of 晋升上将军衔仪式."""
    own, rest = name.removesuffix(head), iter(full.removesuffix(head))
    return name != full and len(own) > 1 and full.endswith(head) and all(char in rest for char in own)


def plays_part(mention: Mention, here: Sequence[Mention], text: str, *, grammar: Grammar) -> Mention | None:
    """Of two events before a bare noun the one that it tells of: 某论坛作为某博览会的配套活动 means the forum."""
    events = [m for m in here if m.cls == "Event" and m.name]
    if len(events) < 2:
        return None
    own, whole = events[-2:]
    behind = text[whole.span.end : mention.span.start] in grammar.words["attributiveMark"]
    return own if behind and text[own.span.end : whole.span.start] in grammar.words["capacityMark"] else None
