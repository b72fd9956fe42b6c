"""The paragraphs and headlines of a broken page are sorted into articles: a headline goes to the body that it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise, takewhile
from math import fsum

from kg.text import marks
from kg.text.layout import Unit, ends_article
from kg.text.lines import HAN, width
from kg.text.strip import Strip, join
from kg.text.upright import in_reading_order

DASH = re.compile("[—–―─]|-{2}")
HAN_RUN = re.compile(f"[{HAN}]+")
FOREIGN = re.compile(r"[A-Za-z0-9]+(?:\.\d+)?")
STOP = re.compile("[。！？]")
ABOUT = 0.5  # the share of a headline's words that its body holds: 0.7 to 1 on the pages measured, at most 0.3 in other bodies
ABOUT_ANOTHER = 0.35
ABOUT_BELOW = 0.3  # for the body right below
BELOW, BELOW_DATELINE = 0.15, 0.3
# The share of the words of a text that the text before it holds: in 2,220 news articles 0.06 to 0.44 within an article (98 of 100),
# 0.09 at most between two articles (90 of 100); a day is told at the beginning of 74 of 100 articles and of 14 of 100 later parts.
OTHER_MATTER, OTHER_MATTER_DAY = 0.07, 0.14
NEWS_BEFORE, NEWS_AHEAD, FIRST_WORDS = 600, 220, 40
MOST_LINES = 3
SECOND_LINE = 10  # characters of the second line of a headline, where its first word shows that it is one
FRAGMENT = 4
DIGEST = 3  # paragraphs at least, and sentences of each at most
OTHER_COLUMN = 0.5  # lines beside a picture are shorter
CAPTION_BETWEEN = 0.1
MANY_DOUBLES = 2
SHORT_CAPTION = 40  # characters of a caption that tells no news of its own
LONGEST_LABEL = 5  # characters of the name of a column above a headline
NARROW = 0.6  # of the width of the line below: no first line of one headline, which is full
PAIRED = "“”‘’《》（）【】"  # never stand twice


@dataclass(slots=True)
class TextBody:
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
    """A headline whose `lines` are joined again, from the unit `first` to the unit `last` of the page; `below` is its subtitle."""

    first: int
    last: int
    strip: Strip
    shadow: bool = False
    teaser: bool = False
    lines: tuple[Strip, ...] = ()
    below: tuple[Strip, ...] = ()

    @property
    def strips(self) -> list[Strip]:
        """The headline and what stands below it: its subtitle."""
        return [self.strip, *self.below]


class Index:
    """Which body a text is about, by shared words; a word that many bodies hold counts less."""

    def __init__(self, bodies: Sequence[TextBody]) -> None:
        self.bodies = bodies
        self.words = [_words(body.text) for body in bodies]
        self.weights = Counter(word for held in self.words for word in held)

    def find(self, text: str, place: int, below: TextBody | None = None) -> TextBody | None:
        """The body that holds most of the words of `text`, of equals the nearest to `place`; None when all hold too few.

        The body right `below` has the better claim, above all where it opens with a dateline.
        """
        scores = [_share(text, held, self.weights) for held in self.words]
        claims = [
            score + (_claim(body) if body is below and score >= ABOUT_BELOW else 0.0)
            for score, body in zip(scores, self.bodies, strict=True)
        ]
        best = max(range(len(scores)), key=lambda i: (claims[i], -abs(self.bodies[i].order - place)), default=None)
        return self.bodies[best] if best is not None and claims[best] >= ABOUT else None

    def holds(self, pair: str) -> bool:
        """Whether two characters stand together in some body."""
        return pair in self.weights


def _claim(body: TextBody) -> float:
    return BELOW_DATELINE if marks.find_dateline(body.text) is not None else BELOW


def sort_articles(units: Sequence[Unit]) -> list[tuple[list[Strip], list[Strip]]]:
    """For each article of the page, in the order of the bodies, the lines of its headline, the main one first, and its paragraphs."""
    bodies, loose = _bodies(units)
    index = Index(bodies)
    unclaimed = []
    for headline in _whole_headlines(loose, index):
        body = None if headline.teaser else index.find(headline.strip.text, headline.first, _right_below(headline.last, units, bodies))
        if body is not None:
            body.headlines.append(headline)
        else:
            unclaimed.append(headline)
    unclaimed = [headline for headline in unclaimed if headline.teaser or not _joins_claimed(headline, units, bodies)]
    teasers = [headline for headline in unclaimed if headline.teaser or not _claim_next(headline, bodies)]
    teasers = _claim_in_order(_divided(teasers, bodies), bodies)
    teasers = [headline for headline in teasers if headline.teaser or not _labels(headline, units, bodies)]
    found: list[tuple[int, list[Strip], list[Strip]]] = [(headline.first, headline.strips, []) for headline in teasers]
    bodies = _with_captions(_with_credits(bodies))
    for body in chain.from_iterable(_items(body, bodies) for body in bodies):
        lines = sorted(body.headlines, key=lambda headline: (headline.shadow, headline.first))
        found.append((body.order, [strip for headline in lines for strip in headline.strips], [unit.strip for unit in body.units]))
    return [(head, paragraphs) for _, head, paragraphs in sorted(found, key=lambda article: article[0])]


def _bodies(units: Sequence[Unit]) -> tuple[list[TextBody], list[tuple[int, Unit]]]:
    """The bodies in order, and the lines of headlines that are no subheadings, with their places."""
    bodies: list[TextBody] = []
    loose: list[tuple[int, Unit]] = []
    pending: list[tuple[int, Unit]] = []
    for order, unit in enumerate(units):
        if unit.kind == "headline":
            pending.append((order, unit))
        elif unit.kind == "credit" and bodies and not pending:
            _close_caption(bodies, unit)
        elif (body := _open_body(bodies, unit, pending, ahead=units[order:])) is not None:
            body.units += [*(held for _, held in pending), unit]
            pending = []
        else:
            bodies.append(TextBody(order, [unit]))
            loose += pending
            pending = []
    return bodies, loose + pending


def _with_credits(bodies: Sequence[TextBody]) -> list[TextBody]:
    """The bodies; one that only says who wrote is the beginning of the next, with its headline, unless that has one and a dateline too."""
    kept: list[TextBody] = []
    for body in bodies:
        above = kept[-1] if kept and all(unit.kind == "credit" for unit in kept[-1].units) else None
        if above is not None and not (above.headlines and body.headlines and marks.find_dateline(body.text) is not None):
            body.units[:0], body.headlines[:0], body.order = above.units, above.headlines, above.order
            kept.pop()
        kept.append(body)
    return kept


def _with_captions(bodies: Sequence[TextBody]) -> list[TextBody]:
    """The bodies; one that is only a short caption, no news of its own, ends the one before, or the next where none is before."""
    kept: list[TextBody] = []
    waiting: list[Unit] = []
    for body in bodies:
        if not body.headlines and len(body.text) <= SHORT_CAPTION and is_caption(body.text):
            (kept[-1].units if kept else waiting).extend(body.units)
        else:
            body.units += waiting
            waiting = []
            kept.append(body)
    return [*kept, TextBody(0, waiting)] if waiting else kept


def _close_caption(bodies: list[TextBody], credit: Unit) -> None:
    """A paragraph that the credit of a picture follows is a caption, and stands alone."""
    body = bodies[-1]
    if len(body.units) > 1 and body.units[-1].kind == "paragraph" and marks.is_photo_credit(credit.strip.text):
        bodies.append(TextBody(body.order + len(body.units) - 1, [body.units.pop()]))
    bodies[-1].units.append(credit)


def _open_body(bodies: Sequence[TextBody], unit: Unit, pending: Sequence[tuple[int, Unit]], *, ahead: Sequence[Unit]) -> TextBody | None:
    """The body that a unit goes on with, which a picture with its caption may stand in the midst of."""
    if not bodies or is_caption(unit.strip.text):
        return None
    if not pending and unit.kind == "paragraph" and all(held.kind == "credit" for held in bodies[-1].units):
        return bodies[-1]
    if marks.find_dateline(unit.strip.text) is not None:
        return None
    if not bodies[-1].paragraphs:
        return bodies[-1] if not pending else None
    texts = [body for body in bodies[-2:] if not is_caption(body.text)]
    if not texts or unit.kind == "credit":
        return None
    body = texts[-1]
    return body if _continues(body, unit, pending, ahead=ahead, slack=CAPTION_BETWEEN if body is not bodies[-1] else OTHER_COLUMN) else None


def _continues(body: TextBody, unit: Unit, pending: Sequence[tuple[int, Unit]], *, ahead: Sequence[Unit], slack: float) -> bool:
    last = body.paragraphs[-1] if body.paragraphs else body.units[-1]
    if body.units[-1].kind == "credit" or (pending and ends_article(last.strip.text)):
        return False
    if pending:
        return not _opens_article([held.strip.text for _, held in pending], body, ahead)
    wide, narrow = max(last.column, unit.column), min(last.column, unit.column)
    return narrow == 0 or (wide - narrow) / wide <= slack


def is_caption(paragraph: str) -> bool:
    """Whether the paragraph tells what a picture shows, or ends with the credit of one."""
    stops = list(STOP.finditer(paragraph))
    pieces = [paragraph[before.end() : after.end()] for before, after in zip(stops, stops[1:], strict=False)]
    tail = paragraph[stops[-1].end() :] if stops else ""
    return any(map(marks.is_caption, pieces)) or marks.is_caption(paragraph) or marks.is_photo_credit(tail)


def _opens_article(lines: Sequence[str], body: TextBody, ahead: Sequence[Unit]) -> bool:
    """Whether a headline between two paragraphs opens another article; else it is a subheading."""
    if any(DASH.match(line) for line in lines):
        return True
    following = "".join(unit.strip.text for unit in takewhile(lambda unit: unit.kind == "paragraph", ahead))
    headline = " ".join(lines)
    if share_of_words(headline, following) > ABOUT and share_of_words(headline, body.text) < ABOUT_ANOTHER:
        return True
    shared = share_of_words(following[:NEWS_AHEAD], body.text[-NEWS_BEFORE:])
    day = marks.tells_day(STOP.split(following)[0][:FIRST_WORDS])
    return shared < (OTHER_MATTER_DAY if day else OTHER_MATTER)


def _whole_headlines(loose: Sequence[tuple[int, Unit]], index: Index) -> list[Headline]:
    """The headlines with the lines joined that were broken in two."""
    found: list[Headline] = []
    turned = any(unit.upright and in_reading_order(unit.strip, index.holds).text != unit.strip.text for _, unit in loose)
    for order, unit in loose:
        upright = in_reading_order(unit.strip, index.holds, usual=turned) if unit.upright else unit.strip
        strip = _without_doubles(upright, index)
        line = Headline(order, order, strip, unit.shadow, unit.teaser, (strip,))
        last = found[-1] if found and found[-1].last == order - 1 and not found[-1].teaser else None
        if last is not None and DASH.match(unit.strip.text):
            found[-1] = replace(last, last=order, below=(*last.below, unit.strip))
        elif last is not None and last.below and unit.joined and _ends_subtitle(last.below[-1].text, unit.strip.text, index):
            found[-1] = replace(last, last=order, below=(*last.below[:-1], join((last.below[-1], unit.strip))))
        elif last is not None and not last.below and _is_second_line(last, line, unit.joined, index=index):
            lines = (*last.lines, strip)
            found[-1] = replace(last, last=order, strip=_without_doubles(join(lines), index), teaser=unit.teaser, lines=lines)
        else:
            found.append(line)
    return found


def _without_doubles(strip: Strip, index: Index) -> Strip:
    """The line without the second of two alike that a shadow left: 教育行行政 gives 教育行政.

    Two alike are a word where the page has them elsewhere; one such pair alone goes only where the page has the words without it.
    """
    text = strip.text
    alike = [n for n in range(1, len(text)) if text[n - 1] == text[n]]
    doubles = [n for n in alike if HAN_RUN.fullmatch(text[n]) and not index.holds(text[n] * 2)]
    if len(doubles) < MANY_DOUBLES:
        doubles = [n for n in doubles if index.holds(text[n : n + 2]) or (n > 1 and index.holds(text[n - 2] + text[n]))]
    doubles += [n for n in alike if text[n] in PAIRED]
    kept = [n for n in range(len(text)) if n not in doubles]
    return join(strip.cut(n, n + 1) for n in kept) if doubles else strip


def _right_below(last: int, units: Sequence[Unit], bodies: Sequence[TextBody]) -> TextBody | None:
    """The body below a headline that ends at the unit `last`, with nothing but other lines of headlines and credits between."""
    for body in bodies:
        if body.order > last and all(unit.kind != "paragraph" for unit in units[last + 1 : body.order]):
            return body
    return None


def _joins_claimed(headline: Headline, units: Sequence[Unit], bodies: Sequence[TextBody]) -> bool:
    """Give a kicker or a subtitle to the body that the headline beside it went to, where that body is right below."""
    below = _right_below(headline.last, units, bodies)
    if below is None:
        return False
    beside = [other for other in below.headlines if other.first == headline.last + 1 or other.last == headline.first - 1]
    if beside:
        below.headlines.append(replace(headline, shadow=True) if beside[0].first > headline.first else headline)
    return bool(beside)


def _labels(headline: Headline, units: Sequence[Unit], bodies: Sequence[TextBody]) -> bool:
    """Give the name of a column, a few characters that no body is about, to the body right below it, beside its headline."""
    below = _right_below(headline.last, units, bodies)
    if below is None or not below.headlines or len(headline.strip.text) > LONGEST_LABEL:
        return False
    below.headlines.append(replace(headline, shadow=True))
    return True


def _headless(bodies: Sequence[TextBody]) -> list[TextBody]:
    return [body for body in bodies if not body.headlines and marks.find_dateline(body.text) is not None]


def _divided(headlines: Sequence[Headline], bodies: Sequence[TextBody]) -> list[Headline]:
    """The headlines with those divided that are too many lines for one: as many as there are bodies without, else pairs of lines."""
    wanted = len(_headless(bodies))
    found: list[Headline] = []
    for headline in headlines:
        count = len(headline.lines)
        parts = wanted if 1 < wanted <= count <= MOST_LINES * wanted else -(-count // 2) if count > MOST_LINES else 1
        if headline.teaser or parts < 2:
            found.append(headline)
            continue
        ends = [round(count * part / parts) for part in range(parts + 1)]
        groups = [headline.lines[start:end] for start, end in pairwise(ends)]
        found += [
            Headline(headline.first + start, headline.first + start + len(g) - 1, join(g), lines=g)
            for start, g in zip(ends, groups, strict=False)
        ]
    return found


def _claim_in_order(headlines: Sequence[Headline], bodies: Sequence[TextBody]) -> list[Headline]:
    """Give the headlines that no body claims to the bodies without, in the order of the page, where these are as many; returns the rest."""
    free = [headline for headline in headlines if not headline.teaser]
    headless = _headless(bodies)
    if not free or len(free) != len(headless):
        return list(headlines)
    for headline, body in zip(free, headless, strict=True):
        body.headlines.append(headline)
    return [headline for headline in headlines if headline.teaser]


def _ends_subtitle(subtitle: str, line: str, index: Index) -> bool:
    """Whether a line goes on with the subtitle above it: no longer than that, and about no body of its own."""
    return len(line) < len(subtitle) and (index.holds(subtitle[-1] + line[0]) or index.find(line, 0) is None)


def _is_second_line(first: Headline, second: Headline, joined: bool, *, index: Index) -> bool:
    head, tail = first.strip.text, second.strip.text
    if joined and first.shadow == second.shadow and _breaks_within(head, tail):
        return True
    bodies = index.find(head, first.first), index.find(tail, second.first)
    if first.shadow != second.shadow:
        return joined and (len(tail) <= FRAGMENT or index.holds(head[-1] + tail[0]))
    if bodies[1] is not None and bodies[0] is not bodies[1]:
        # A headline broken in two may tell what it is about in its second line alone; a kicker stands above a line of its own length.
        return joined and bodies[0] is None and (index.holds(head[-1] + tail[0]) or width(tail) <= width(head))
    if first.first == first.last and _is_kicker(head, tail, index):
        return False
    fragment = len(tail) <= FRAGMENT or (len(tail) <= SECOND_LINE and marks.opens_second_line(tail))
    return joined or (fragment and first.first == first.last) or index.holds(head[-1] + tail[0])


def _is_kicker(head: str, tail: str, index: Index) -> bool:
    """Whether the first of two lines is the name of a column or a kicker: the first line of one headline is about as wide as any."""
    return width(head) < NARROW * width(tail) and not index.holds(head[-1] + tail[0]) and head[-1] not in "：:，、"


def _breaks_within(head: str, tail: str) -> bool:
    """Whether a line ends within a number, or within quotes or brackets that the next closes."""
    if head[-1:].isdigit() and (tail[:1].isdigit() or HAN_RUN.match(tail)):
        return True
    return any(head.count(a) > head.count(b) and tail.count(b) > tail.count(a) for a, b in zip(PAIRED[::2], PAIRED[1::2], strict=True))


def _claim_next(headline: Headline, bodies: Sequence[TextBody]) -> bool:
    """Give a headline that shares too few words with any body to the one right below it, if that has none from elsewhere."""
    for body in bodies:
        if body.order == headline.last + 1 and not body.headlines:
            body.headlines.append(headline)
            return True
    return False


def _items(body: TextBody, bodies: Sequence[TextBody]) -> list[TextBody]:
    """The items of a digest column, which has neither headline nor dateline nor indents, as bodies of their own; else the body."""
    paragraphs = body.paragraphs
    if body.headlines or len(bodies) == 1 or len(paragraphs) < DIGEST or len(paragraphs) < len(body.units):
        return [body]
    if any(unit.indented or marks.find_dateline(unit.strip.text) is not None for unit in paragraphs):
        return [body]
    if any(len(STOP.findall(unit.strip.text)) > DIGEST for unit in paragraphs):
        return [body]
    return [TextBody(body.order + place, [unit]) for place, unit in enumerate(paragraphs)]


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
    # A sum that does not depend on the order of a set, which differs from run to run.
    whole = fsum(1 / max(1, weights[word]) for word in words)
    return fsum(1 / max(1, weights[word]) for word in words & set(held)) / whole if whole else 0.0
