"""The body of a web page: the element with the most prose for the least furniture, and of its lines those that are news."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.inputs.markup import Line
from kg.text.words import opens_with, page_words

STOP = re.compile("[。！？；]|[.!?](?:\\s|$)")
# Class names and ids by which makers of pages call what is not the article.
ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|pinglun|footer|foot|copyright|breadcrumbs?|crumbs?|navs?|navbar|menu|sidebar|aside|side|related|relate|recommend|rec|"
    r"hot|rank|share|advert|ads?|login|search|toolbar|tags?|keywords?|disclaimer|declare|statement)(?:$|[\s_-])",
    re.I,
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "title"})
LONG, SHORT = 50, 60
LINKED = 0.5
CAPTION = 45
# What a line costs that is a link, or furniture, beside its length.
COST = 12
# Also where the year stands in an element of its own: 2024 05/22.
DATE = re.compile(r"(?:19|20)\d\d(?:\s?[-年/.]\s?|\s(?=\d{1,2}[-/.]))\d{1,2}\s?[-月/.]\s?\d{1,2}\s?日?")
YEAR_APART = re.compile(r"((?:19|20)\d\d)\s(\d{1,2})[-/.](\d{1,2})")


@dataclass(frozen=True, slots=True)
class PageBody:
    """The lines of a page: those of its article, the places of the first and last of them, and those inside it that are not."""

    lines: tuple[str, ...]
    first: int
    last: int
    unused: tuple[str, ...]


def find_body(lines: Sequence[Line], *, titles: Sequence[str] = ()) -> PageBody:
    """The body among the lines of a page whose title is one of `titles` or the beginning of one; no lines where there is no prose."""
    heads = {id(line) for line in lines if _is_head(line, titles)}
    element = _densest(lines, heads)
    inside = [number for number, line in enumerate(lines) if element is not None and _within(line.element, element)]
    prose = [number for number in inside if is_prose(lines[number]) and id(lines[number]) not in heads]
    if not prose:
        return PageBody((), len(lines), len(lines), ())
    kept: list[int] = []
    unused: list[int] = []
    for number in range(inside[0], inside[-1] + 1):
        line = lines[number]
        if line.text and line.text.strip("\u3000 -—_=*|"):
            before = lines[number - 1] if number else line
            (unused if is_aside(line) or _is_caption(line, before) else kept).append(number)
    # What stands above the first prose belongs to it only where it is open at its end, as a subtitle or a first subhead is.
    return PageBody(tuple(lines[n].text for n in kept), prose[0], prose[-1], tuple(lines[n].text for n in unused))


def _is_head(line: Line, titles: Sequence[str]) -> bool:
    """Whether the line is a heading, or the beginning of a title of the page."""
    return bool(line.text) and (line.element.tag in HEADINGS or any(title.startswith(line.text) for title in titles))


def is_prose(line: Line) -> bool:
    """Whether the line is a sentence or more, and no furniture."""
    text = line.text
    if not text or line.links >= LINKED * len(text) or is_furniture(text):
        return False
    return STOP.search(text) is not None or len(text) >= LONG


def is_furniture(text: str) -> bool:
    """Whether a line opens like what every page of a site has."""
    return opens_with("furniture").match(text) is not None and (len(text) < SHORT or opens_with("notice").match(text) is not None)


def is_info(text: str) -> bool:
    """Whether a line tells when, by whom and where the article was published, and little else."""
    if len(text) > 2 * SHORT or "。" in text:
        return False
    labels = len(_labels().findall(text))
    dated = DATE.search(text)
    rest = DATE.sub("", text) if dated else text
    return labels > 1 or (labels > 0 and len(text) < SHORT) or (dated is not None and len(rest) < 30)


def is_aside(line: Line) -> bool:
    """Whether a line inside the body is none of the article: links, furniture, the line of facts, editors."""
    text = line.text
    if line.links >= 0.8 * len(text) and (STOP.search(text) is None or len(text) < 30):
        return True
    if is_furniture(text) or _editors().match(text) is not None:
        return True
    return is_info(text)


def _is_caption(line: Line, before: Line) -> bool:
    return before.picture and len(line.text) <= CAPTION and (STOP.search(line.text) is None or len(line.text) < 25)


def _densest(lines: Sequence[Line], heads: Collection[int]) -> Any:
    """The element whose lines weigh most, headings nothing; the innermost of those alike."""
    weights: dict[Any, float] = {}
    for line in lines:
        if line.text and id(line) not in heads:
            weights[line.element] = weights.get(line.element, 0) + _weight(line)
    if not weights:
        return None
    root = lines[0].element.getroottree().getroot()
    order = list(root.iter())
    # Children stand behind their parents in document order: from the end each weight is whole when it is handed up.
    best, most = None, 0.0
    for element in reversed(order):
        weight = weights.get(element, 0)
        if _named_aside(element):
            weight = min(weight, 0) - COST
        if weight > most:
            best, most = element, weight
        parent = element.getparent()
        if parent is not None and weight:
            weights[parent] = weights.get(parent, 0) + weight
    return best


def _weight(line: Line) -> float:
    if is_prose(line):
        return len(line.text)
    if line.links >= LINKED * len(line.text) or is_furniture(line.text):
        return -COST - min(len(line.text), LONG) / 2
    return -1


def _named_aside(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in ("html", "body"):
        return False
    if element.tag in ("nav", "footer", "aside"):
        return True
    return ASIDE.search(f"{element.get('class', '')} {element.get('id', '')}") is not None


def _within(element: Any, outer: Any) -> bool:
    while element is not None:
        if element is outer:
            return True
        element = element.getparent()
    return False


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=\W)|(?<=\d)){page_words('infoLabel')}\s?[：:｜|/]|(?<=[【\s]){page_words('infoLabel')}(?=[】\s\[])")


@cache
def _editors() -> re.Pattern[str]:
    roles = rf"(?:{page_words('editorLine')}|{page_words('authorLabel')}|{page_words('sourceLabel')})"
    return re.compile(rf"[\W_]*{roles}\s?[：:｜|/丨\s][^。！？]{{1,60}}$")
