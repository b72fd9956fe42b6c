"""The paragraphs and headlines of a broken page are sorted into articles: a headline goes to the body that it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import chain, takewhile

from kg.text import marks
from kg.text.layout import Unit, ends_article
from kg.text.lines import HAN
from kg.text.strip import Strip, join

HAN_RUN = re.compile(f"[{HAN}]+")
FOREIGN = re.compile(r"[A-Za-z0-9]+(?:\.\d+)?")
STOP = re.compile("[。！？]")
ABOUT = 0.5  # the share of a headline's words that its body holds: 0.7 to 1 on the pages measured, at most 0.3 in other bodies
ABOUT_ANOTHER = 0.35
SECOND_LINE = 10  # characters of the second line of a headline, where its first word shows that it is one
FRAGMENT = 4
DIGEST = 3  # paragraphs at least, and sentences of each at most
OTHER_COLUMN = 0.5  # lines beside a picture are shorter
CAPTION_BETWEEN = 0.1


@dataclass(slots=True)
class Body:
    """Paragraphs, with their subheadings and credits, that belong together; `order` is its place on the page."""

    order: int
    units: list[Unit]
    headlines: list[Headline] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it says."""
        return "\n".join(unit.strip.text for unit in self.units)

    @property
    def paragraphs(self) -> list[Unit]:
        """Its running text."""
        return [unit for unit in self.units if unit.kind == "paragraph"]


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline whose lines are joined again, from the unit `first` to the unit `last` of the page."""

    first: int
    last: int
    strip: Strip
    shadow: bool = False


class Index:
    """Which body a text is about, by shared words; a word that many bodies hold counts less."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        self.bodies = bodies
        self.words = [_words(body.text) for body in bodies]
        self.weights = Counter(word for held in self.words for word in held)

    def find(self, text: str, place: int) -> Body | None:
        """The body that holds most of the words of `text`, of equals the nearest to `place`; None when all hold too few."""
        scores = [_share(text, held, self.weights) for held in self.words]
        best = max(range(len(scores)), key=lambda i: (scores[i], -abs(self.bodies[i].order - place)), default=None)
        return self.bodies[best] if best is not None and scores[best] >= ABOUT else None

    def holds(self, pair: str) -> bool:
        """Whether two characters stand together in some body."""
        return pair in self.weights


def sort_articles(units: Sequence[Unit]) -> list[tuple[list[Strip], list[Strip]]]:
    """For each article of the page, in the order of the bodies, the lines of its headline, the main one first, and its paragraphs."""
    bodies, loose = _bodies(units)
    index = Index(bodies)
    unclaimed = []
    for headline in _whole_headlines(loose, index):
        body = index.find(headline.strip.text, headline.first)
        if body is not None:
            body.headlines.append(headline)
        else:
            unclaimed.append(headline)
    teasers = [headline for headline in unclaimed if not _claim_next(headline, bodies)]
    found: list[tuple[int, list[Strip], list[Strip]]] = [(headline.first, [headline.strip], []) for headline in teasers]
    for body in chain.from_iterable(_items(body, bodies) for body in bodies):
        lines = sorted(body.headlines, key=lambda headline: (headline.shadow, headline.first))
        found.append((body.order, [headline.strip for headline in lines], [unit.strip for unit in body.units]))
    return [(head, paragraphs) for _, head, paragraphs in sorted(found, key=lambda article: article[0])]


def _bodies(units: Sequence[Unit]) -> tuple[list[Body], list[tuple[int, Unit]]]:
    """The bodies in order, and the lines of headlines that are no subheadings, with their places."""
    bodies: list[Body] = []
    loose: list[tuple[int, Unit]] = []
    pending: list[tuple[int, Unit]] = []
    for order, unit in enumerate(units):
        if unit.kind == "headline":
            pending.append((order, unit))
        elif unit.kind == "credit" and bodies and not pending:
            _close_caption(bodies, unit)
        elif (body := _open_body(bodies, unit, pending, units[order:])) is not None:
            body.units += [*(held for _, held in pending), unit]
            pending = []
        else:
            bodies.append(Body(order, [unit]))
            loose += pending
            pending = []
    return bodies, loose + pending


def _close_caption(bodies: list[Body], credit: Unit) -> None:
    """A paragraph that the credit of a picture follows is a caption, and stands alone."""
    body = bodies[-1]
    if len(body.units) > 1 and body.units[-1].kind == "paragraph" and marks.is_photo_credit(credit.strip.text):
        bodies.append(Body(body.order + len(body.units) - 1, [body.units.pop()]))
    bodies[-1].units.append(credit)


def _open_body(bodies: Sequence[Body], unit: Unit, pending: Sequence[tuple[int, Unit]], ahead: Sequence[Unit]) -> Body | None:
    """The body that a unit goes on with, which a picture with its caption may stand in the midst of."""
    if not bodies or marks.find_dateline(unit.strip.text) is not None or is_caption(unit.strip.text):
        return None
    if not bodies[-1].paragraphs:
        return bodies[-1] if not pending else None
    texts = [body for body in bodies[-2:] if not is_caption(body.text)]
    if not texts or unit.kind == "credit":
        return None
    body = texts[-1]
    return body if _continues(body, unit, pending, ahead, CAPTION_BETWEEN if body is not bodies[-1] else OTHER_COLUMN) else None


def _continues(body: Body, unit: Unit, pending: Sequence[tuple[int, Unit]], ahead: Sequence[Unit], slack: float) -> bool:
    last = body.paragraphs[-1] if body.paragraphs else body.units[-1]
    if body.units[-1].kind == "credit" or (pending and ends_article(last.strip.text)):
        return False
    if pending:
        return not _opens_article(" ".join(held.strip.text for _, held in pending), body, ahead)
    wide, narrow = max(last.column, unit.column), min(last.column, unit.column)
    return narrow == 0 or (wide - narrow) / wide <= slack


def is_caption(paragraph: str) -> bool:
    """Whether the paragraph tells what a picture shows, or ends with the credit of one."""
    stops = list(STOP.finditer(paragraph))
    pieces = [paragraph[before.end() : after.end()] for before, after in zip(stops, stops[1:], strict=False)]
    tail = paragraph[stops[-1].end() :] if stops else ""
    return any(map(marks.is_caption, pieces)) or marks.is_caption(paragraph) or marks.is_photo_credit(tail)


def _opens_article(headline: str, body: Body, ahead: Sequence[Unit]) -> bool:
    """Whether a headline between two paragraphs opens another article; else it is a subheading."""
    following = list(takewhile(lambda unit: unit.kind == "paragraph", ahead))
    words = _words(" ".join(unit.strip.text for unit in following))
    flat: Counter[str] = Counter()
    return _share(headline, words, flat) > ABOUT and _share(headline, _words(body.text), flat) < ABOUT_ANOTHER


def _whole_headlines(loose: Sequence[tuple[int, Unit]], index: Index) -> list[Headline]:
    """The headlines with the lines joined that were broken in two."""
    found: list[Headline] = []
    for order, unit in loose:
        line = Headline(order, order, unit.strip, unit.shadow)
        if found and found[-1].last == order - 1 and _is_second_line(found[-1], line, unit.joined, index):
            found[-1] = Headline(found[-1].first, order, join([found[-1].strip, line.strip]), found[-1].shadow)
        else:
            found.append(line)
    return found


def _is_second_line(first: Headline, second: Headline, joined: bool, index: Index) -> bool:
    head, tail = first.strip.text, second.strip.text
    bodies = index.find(head, first.first), index.find(tail, second.first)
    if first.shadow != second.shadow or (bodies[1] is not None and bodies[0] is not bodies[1]):
        return False
    fragment = len(tail) <= FRAGMENT or (len(tail) <= SECOND_LINE and marks.opens_second_line(tail))
    return joined or (fragment and first.first == first.last) or index.holds(head[-1] + tail[0])


def _claim_next(headline: Headline, bodies: Sequence[Body]) -> bool:
    """Give a headline that shares too few words with any body to the one right below it, if that has none from elsewhere."""
    for body in bodies:
        if body.order == headline.last + 1 and not body.headlines:
            body.headlines.append(headline)
            return True
    return False


def _items(body: Body, bodies: Sequence[Body]) -> list[Body]:
    """The items of a digest column, which has neither headline nor dateline nor indents, as bodies of their own; else the body."""
    paragraphs = body.paragraphs
    if body.headlines or len(bodies) == 1 or len(paragraphs) < DIGEST or len(paragraphs) < len(body.units):
        return [body]
    if any(unit.indented or marks.find_dateline(unit.strip.text) is not None for unit in paragraphs):
        return [body]
    if any(len(STOP.findall(unit.strip.text)) > DIGEST for unit in paragraphs):
        return [body]
    return [Body(body.order + place, [unit]) for place, unit in enumerate(paragraphs)]


def share_of_words(text: str, other: str) -> float:
    """How many of the words of `text` stand in `other` too, from 0 to 1.

    >>> share_of_words("展会开幕", "展会昨日开幕")
    0.6666666666666666
    """
    return _share(text, _words(other), Counter())


def _words(text: str) -> set[str]:
    """Pairs of Chinese characters that stand together, and foreign words and numbers whole."""
    pairs = {run[i : i + 2] for run in HAN_RUN.findall(text) for i in range(len(run) - 1)}
    return pairs | {word.lower() for word in FOREIGN.findall(text)}


def _share(text: str, held: Collection[str], weights: Counter[str]) -> float:
    """How much of the words of `text` is among `held`; a word that many bodies hold counts less."""
    words = _words(text)
    whole = sum(1 / max(1, weights[word]) for word in words)
    return sum(1 / max(1, weights[word]) for word in words & set(held)) / whole if whole else 0.0
