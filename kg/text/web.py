"""A page of a web site that was copied whole loses what is not its article: navigation, buttons, lists of other articles, notices.

A line is judged by all that it says and by the block that it stands in, never by one word in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kg.text import marks
from kg.text.page import share_of_words
from kg.text.strip import Strip
from kg.text.words import layout_words

Part = Literal["navigation", "share", "related", "rights", "editor", "meta", "text", "short"]

FEWEST_LINES = 4
STOP = re.compile(r"[。！？!?][”’」』）)]*")
TRAIL = re.compile(r"\S{1,12}\s*(?:>{1,2}|›|»|＞|/|→)\s*\S{1,12}(?:\s*(?:>{1,2}|›|»|＞|/|→)\s*\S{1,24})*")
PIECE = re.compile(r"[\s|｜/·•\-—_,，、:：()（）\[\]【】<>＞›»→+\d]+")
WHEN = re.compile(rf"{marks.DAY}\s?\d{{0,2}}(?:[:：]\d\d){{0,2}}")
BRACKETS = "（()） [［【】］]"
LONG_TEXT = 40
LEAST_TITLE = 5
MOSTLY = 0.7
FURNITURE: tuple[Part, ...] = ("navigation", "share", "related", "rights")


@dataclass(frozen=True, slots=True)
class WebPage:
    """The article of a page copied whole: its headline, its paragraphs, and the lines that tell of date, source and writer."""

    title: Strip | None
    paragraphs: tuple[Strip, ...]
    credits: tuple[str, ...]


@cache
def _words(*groups: str) -> re.Pattern[str]:
    words = layout_words()
    return re.compile("|".join(words[group] for group in groups))


def read_web_page(lines: Sequence[Strip]) -> WebPage | None:
    """The article among the lines of a web page copied whole; None where they are no such page, so that nothing is left out."""
    if len(lines) < FEWEST_LINES:
        return None
    parts = [part_of(line.text) for line in lines]
    if len({part for part in parts if part in FURNITURE}) < 2:
        return None
    first = _first_text(parts)
    if first is None:
        return None
    last = _end(parts, first)
    title = _title(lines, parts, first, last)
    kept = [_without_notice(line) for line, part in zip(lines[first:last], parts[first:last], strict=True) if part in ("text", "short")]
    above = [] if title is None else _subtitles(lines, parts, title, first)
    credits = tuple(_told(line.text) for line, part in zip(lines, parts, strict=True) if part == "meta")
    return WebPage(None if title is None else lines[title], (*above, *kept), credits)


def part_of(line: str) -> Part:
    """What a line of a web page is, from all its words.

    >>> part_of("版权所有 某某日报 未经授权禁止转载"), part_of("5月9日，展会开幕。版权所有，禁止转载。")
    ('rights', 'text')
    """
    bare = line.strip().strip(BRACKETS).strip()
    if _words("related").match(bare) and (len(bare) <= 12 or bare[_words("related").match(bare).end() :][:1] in "：:"):  # type: ignore[union-attr]
        return "related"
    if _is_meta(line):
        return "meta"
    if _is_editor(bare):
        return "editor"
    if _says_mostly(bare, "rights") or (_words("rights").match(bare) and _all_notice(bare)):
        return "rights"
    if _says_mostly(bare, "share"):
        return "share"
    if _says_mostly(bare, "navigation", "section") or (
        TRAIL.fullmatch(bare) and not STOP.search(bare) and _words("navigation", "section").search(bare)
    ):
        return "navigation"
    return "text" if STOP.search(line) or len(line) > LONG_TEXT else "short"


def _told(meta: str) -> str:
    """What a line of date and source says beside its date and its buttons."""
    return WHEN.sub(" ", meta).strip(" \u3000|｜")


def _is_meta(line: str) -> bool:
    """Whether a line tells when and where the text was published, and may bear buttons behind."""
    if STOP.search(line) or len(line) > 100:
        return False
    if marks.marks().origin.match(line.strip()) or marks.find_date(line.strip()) is not None:
        return True
    return re.match(rf"(?:{layout_words()['published']}\s?[：:]?\s?)?{marks.DAY}", line.strip()) is not None and (
        marks.marks().origin.search(line) is not None or _words("share").search(line) is not None or len(line) <= 24
    )


def _is_editor(bare: str) -> bool:
    return len(bare) <= 60 and not STOP.search(bare) and re.match(rf"{layout_words()['editor']}\s?[：:/]", bare) is not None


def _says_mostly(bare: str, *groups: str) -> bool:
    """Whether a line without a sentence is made of words of these groups."""
    if not bare or "。" in bare:
        return False
    whole = PIECE.sub("", bare)
    rest = PIECE.sub("", _words(*groups).sub("", bare))
    found = bool(_words(*groups).search(bare))
    share = 1 - len(rest) / max(1, len(whole))
    if groups == ("rights",):
        return found and (share >= 0.4 or len(_words(*groups).findall(bare)) >= 2)
    return found and share >= MOSTLY


def _all_notice(line: str) -> bool:
    """Whether each sentence of a line speaks of rights."""
    return all(_words("rights").search(piece) for piece in STOP.split(line) if len(piece) > 3)


def _without_notice(line: Strip) -> Strip:
    """The line without the notices behind its last sentence."""
    ends = [match.end() for match in STOP.finditer(line.text)]
    while (
        ends
        and (tail := line.text[ends[-1] :].strip()) == ""
        or (ends and _words("rights").match(line.text[ends[-1] :].strip(BRACKETS + " ")))
    ):
        if tail:
            return _without_notice(line.cut(0, ends[-1]))
        ends.pop()
    return line.stripped()


def _first_text(parts: Sequence[Part]) -> int | None:
    """The first paragraph: the first text below the line of date and source, else the first text."""
    meta = next((n for n, part in enumerate(parts) if part == "meta"), -1)
    below = [n for n, part in enumerate(parts) if part == "text" and n > meta]
    above = [n for n, part in enumerate(parts) if part == "text"]
    return below[0] if below else above[0] if above else None


def _end(parts: Sequence[Part], first: int) -> int:
    """Where the article ends: before the editors, other articles or notices below its text."""
    for n in range(first + 1, len(parts)):
        if parts[n] in ("editor", "related", "rights"):
            return n
        if parts[n] in ("share", "navigation") and "text" not in parts[n + 1 : n + 4]:
            return n
    return len(parts)


def _title(lines: Sequence[Strip], parts: Sequence[Part], first: int, last: int) -> int | None:
    """The line above the text that says most of what the text says; of equals the lowest."""
    text = "".join(line.text for line in lines[first:last])
    found = [
        n for n in range(first) if parts[n] in ("short", "text") and len(lines[n].text) >= LEAST_TITLE and not lines[n].text.startswith("—")
    ]
    meta = next((n for n in range(first) if parts[n] == "meta"), None)
    return max(
        found, key=lambda n: (share_of_words(lines[n].text, text) + (0.5 if meta is not None and n == meta - 1 else 0.0), n), default=None
    )


def _subtitles(lines: Sequence[Strip], parts: Sequence[Part], title: int, first: int) -> list[Strip]:
    return [lines[n] for n in range(title + 1, first) if parts[n] == "short" and lines[n].text.startswith("—")]
