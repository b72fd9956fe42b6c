"""A page of a web site that was copied whole loses what is not its article: navigation, buttons, lists of other articles, notices.

A line is judged by all that it says and by the block that it stands in, never by one word in it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Literal

from kg.text import marks
from kg.text.page import share_of_words
from kg.text.strip import Strip
from kg.text.words import layout_words, opens_with, page_words

Part = Literal["navigation", "share", "related", "rights", "editor", "meta", "text", "short"]

FEWEST_LINES = 4
STOP = re.compile(r"[。！？!?][”’」』）)]*")
TRAIL = re.compile(r"\S{1,12}\s*(?:>{1,2}|›|»|＞|/|→)\s*\S{1,12}(?:\s*(?:>{1,2}|›|»|＞|/|→)\s*\S{1,24})*")
PIECE = re.compile(r"[\s|｜/·•\-—_,，、:：()（）\[\]【】<>＞›»→+\d]+")
WHEN = re.compile(rf"{marks.DAY}\s?\d{{0,2}}(?:[:：]\d\d){{0,2}}")
BRACKETS = "（()） [［【】］]"
LONG_TEXT = 40
LEAST_TITLE = 5
LISTED = 5  # short lines one below the other
SHORT_FURNITURE, SHORT_LABEL, LONGEST_REST = 40, 40, 16
ABOVE_FACTS, BELOW_FACTS, LOWEST = 1.1, 0.5, 0.2  # of a share of words: what the place of a title is worth
RUNNING = 20  # characters of a line of running text
SHORTEST, MOSTLY_CLOSED = 8, 0.45  # characters of a line of running text in a narrow column; a share of characters
PAUSE = re.compile("[，。；]")
CLOSED = re.compile(r"[。！？!?…；：][”’」』）)】]*$")
DATED = re.compile(r"(?:19|20)\d\d\s?[-年/.\s]\s?\d{1,2}\s?[-月/.]\s?\d{1,2}\s?日?")
CLOCK = re.compile(r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?")
FILE = re.compile(r".{1,60}\.(?:docx?|xlsx?|pptx?|pdf|zip|rar|wps|jpg|png)", re.I)
CONTROL = re.compile(
    r"(?:[#＃][^\s#＃]{1,12}[#＃]?\s*)+|(?:【\d{1,2}】\s*)+\S{0,4}|[<＜>＞\d\s./…]{1,12}|[^\W\d_]{2,4}\s?[（(]?\d[\d.,]*[万千]?\+?[）)]?"
)
MOSTLY = 0.7
FURNITURE: tuple[Part, ...] = ("navigation", "share", "related", "rights")


@dataclass(frozen=True, slots=True)
class WebPage:
    """The article of a page copied whole: its headline, its paragraphs, and the lines that tell of date, source and writer."""

    title: Strip | None
    paragraphs: tuple[Strip, ...]
    credits: tuple[str, ...]
    date: datetime.date | None = None


@cache
def _info() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=\W)|(?<=\d)){page_words('infoLabel')}\s?[：:｜|/]")


@cache
def _next() -> re.Pattern[str]:
    """Words that introduce the article before or behind this one, or others like it."""
    return re.compile(rf"[\W_]*{layout_words()['neighbour']}")


@cache
def _words(*groups: str) -> re.Pattern[str]:
    words = layout_words()
    return re.compile("|".join(words[group] for group in groups))


def read_web_page(lines: Sequence[Strip]) -> WebPage | None:
    """The article among the lines of a web page copied whole; None where they are no such page, so that nothing is left out."""
    if len(lines) < FEWEST_LINES:
        return None
    parts = [part_of(line.text) for line in lines]
    found = {part for part in parts if part in FURNITURE}
    told = {part for part in parts if part in ("meta", "editor")}
    if not found or len(found) + len(told) + _is_listed(parts) < 2:
        return None
    prose = _first_text(lines, parts)
    if prose is None or not _are_paragraphs(lines):
        return None
    last = _end(lines, parts, prose)
    title = _title(lines, parts, prose, last=last)
    first = _begin(parts, title, prose)
    kept = [
        line
        for n in range(first, last)
        if parts[n] in ("text", "short") and n != title and (line := _without_notice(lines[n])).text and not _is_mark(line.text)
    ]
    above = [] if title is None else _subtitles(lines, parts, title, first=first)
    credits = tuple(_told(line.text) for line, part in zip(lines, parts, strict=True) if part == "meta")
    return WebPage(None if title is None else lines[title], (*above, *kept), credits, _date(lines, parts))


def _date(lines: Sequence[Strip], parts: Sequence[Part]) -> datetime.date | None:
    """The first day in the lines of facts."""
    for line, part in zip(lines, parts, strict=True):
        if part in ("meta", "editor") and (match := DATED.search(line.text)) is not None:
            return marks.to_date(*re.findall(r"\d+", match[0])[:3])
    return None


def _are_paragraphs(lines: Sequence[Strip]) -> bool:
    """Whether running text mostly stands in lines that end a sentence, as that of a newspaper page copied out of a PDF does not.

    Of 240 web pages and 84 pages of newspapers such lines held 63 of 100 characters and more, and 28 at most.
    """
    running = [line.text for line in lines if len(line.text) >= SHORTEST and PAUSE.search(line.text)]
    return sum(len(text) for text in running if CLOSED.search(text)) >= MOSTLY_CLOSED * sum(map(len, running))


def _begin(parts: Sequence[Part], title: int | None, prose: int) -> int:
    """Where the article begins: right below its headline and the lines of facts, where nothing but short lines stands above the text."""
    start = title + 1 if title is not None else prose
    while start < prose and parts[start] not in ("short", "text"):
        start += 1
    return start if all(part in ("short", "text") for part in parts[start:prose]) else prose


def _is_listed(parts: Sequence[Part]) -> bool:
    """Whether many short lines follow one another, as menus and lists of other articles do."""
    runs = [len(list(run)) for short, run in groupby(parts, key=lambda part: part == "short") if short]
    return max(runs, default=0) >= LISTED


def part_of(line: str) -> Part:
    """What a line of a web page is, from all its words.

    >>> part_of("版权所有 某某日报 未经授权禁止转载"), part_of("5月9日，展会开幕。版权所有，禁止转载。")
    ('rights', 'text')
    """
    bare = line.strip().strip(BRACKETS).strip()
    if FILE.fullmatch(bare) or _is_control(bare):
        return "share"
    if _is_related(bare):
        return "related"
    if _is_meta(line):
        return "meta"
    if _is_editor(bare):
        return "editor"
    if _is_rights(bare):
        return "rights"
    if _says_mostly(bare, "share"):
        return "share"
    if _is_navigation(bare):
        return "navigation"
    if len(bare) <= SHORT_FURNITURE and opens_with("furniture").match(bare) and STOP.search(bare) is None:
        return "share"
    return "text" if STOP.search(line) or len(line) > LONG_TEXT else "short"


def _is_related(bare: str) -> bool:
    """Whether a line introduces other articles, or names one behind such words and a colon."""
    if _next().match(bare) and STOP.search(bare) is None:
        return True
    opening = _words("related").match(bare)
    return opening is not None and (len(bare) <= 12 or bare[opening.end() :][:1] in "：:")


def _is_rights(bare: str) -> bool:
    if _says_mostly(bare, "rights") or opens_with("notice").match(bare):
        return True
    return _words("rights").match(bare) is not None and _all_notice(bare)


def _is_navigation(bare: str) -> bool:
    """Whether a line is a menu, or the trail of sections that leads to the page: 首页 > 新闻 > 正文."""
    if _says_mostly(bare, "navigation", "section"):
        return True
    trail = TRAIL.fullmatch(bare) is not None and STOP.search(bare) is None
    return trail and _words("navigation", "section").search(bare) is not None


def _told(meta: str) -> str:
    """What a line of date and source says beside its date and its buttons."""
    return WHEN.sub(" ", meta).strip(" \u3000|｜")


def _is_meta(line: str) -> bool:
    """Whether a line tells when and where the text was published, and may bear buttons behind."""
    bare = line.strip().strip("《》")
    if STOP.search(bare) or len(bare) > 100:
        return False
    if marks.marks().origin.match(bare) or marks.find_date(bare) is not None:
        return True
    dated, labels = DATED.search(bare), len(_info().findall(bare))
    rest = PIECE.sub("", DATED.sub("", CLOCK.sub("", bare)))
    return labels > 1 or (dated is not None and (labels > 0 or len(rest) <= LONGEST_REST)) or (labels == 1 and len(bare) <= SHORT_LABEL)


def _is_control(bare: str) -> bool:
    """Whether a line is a hash tag, the number of a page, or a count of readers."""
    return CONTROL.fullmatch(bare) is not None


def _is_mark(text: str) -> bool:
    return not any(character.isalnum() for character in text)


def _is_editor(bare: str) -> bool:
    if STOP.search(bare) or len(bare) > 60:
        return False
    roles = rf"(?:{layout_words()['editor']}|{page_words('editorLine')}|{page_words('sourceLabel')})"
    return re.match(rf"[\W_]*{roles}\s?[：:/／|｜丨]", bare) is not None or _writers().fullmatch(bare) is not None


@cache
def _writers() -> re.Pattern[str]:
    """Up to four of those who made a text, each behind what he did: 文/林一 摄影：石望舒."""
    words = layout_words()
    role = f"(?:{words['writer']}|{words['shortWriter']}|{words['photographer']}|{words['editor']})"
    return re.compile(rf"(?:{role}[/／|｜：:]\s?[^\W\d_]{{2,4}}[\s、]*){{1,4}}")


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


def _first_text(lines: Sequence[Strip], parts: Sequence[Part]) -> int | None:
    """The first line of the stretch of running text that says most; furniture and headers of lists divide the page into such stretches."""
    best, most, start, weight = None, 0, None, 0
    for n, part in enumerate([*parts, "related"]):
        if part == "text" and _is_prose(lines[n].text):
            start, weight = (n if start is None else start), weight + max(0, len(lines[n].text) - RUNNING)
        elif (part == "related" and (n == len(parts) or not _holds_title(lines[n].text))) or part == "rights":
            if weight > most:
                best, most = start, weight
            start, weight = None, 0
    return best


def _is_prose(text: str) -> bool:
    return "。" in text or (len(text) > LONG_TEXT and PAUSE.search(text) is not None)


def _holds_title(text: str) -> bool:
    """Whether a line names another article beside the words that introduce it: 相关阅读：老街换新颜."""
    _, colon, rest = text.replace(":", "：").partition("：")
    return bool(colon) and len(rest.strip()) >= LEAST_TITLE


def _end(lines: Sequence[Strip], parts: Sequence[Part], first: int) -> int:
    """Where the article ends: before the editors, other articles or notices below its text."""
    for n in range(first + 1, len(parts)):
        if (
            parts[n] == "related"
            and _holds_title(lines[n].text)
            and _next().match(lines[n].text) is None
            and "text" in parts[n + 1 : n + 3]
        ):
            continue
        if parts[n] in ("editor", "related", "rights"):
            return _before_shorts(lines, parts, n)
        if parts[n] in ("share", "navigation", "meta") and "text" not in parts[n + 1 : n + 4]:
            return _before_shorts(lines, parts, n)
    return _before_shorts(lines, parts, len(parts))


def _before_shorts(lines: Sequence[Strip], parts: Sequence[Part], end: int) -> int:
    """The end without the short lines before it that end no sentence, as tags and counts are."""
    while opens_with("furniture").match(lines[end - 1].text) and len(lines[end - 1].text) <= SHORT_FURNITURE:
        end -= 1
    while parts[end - 1] == "short" and not marks.is_byline(lines[end - 1].text) and not marks.is_note(lines[end - 1].text):
        end -= 1
    return end


def _title(lines: Sequence[Strip], parts: Sequence[Part], first: int, *, last: int) -> int | None:
    """The line above the text that says most of what the text says, the better for standing beside the line of date and source."""
    text = "".join(line.text for line in lines[first:last])
    found = [
        n for n in range(first) if parts[n] in ("short", "text") and len(lines[n].text) >= LEAST_TITLE and not lines[n].text.startswith("—")
    ]
    if not found:
        return None
    metas = [n for n in range(first) if parts[n] == "meta"]
    # Above the last line of facts over the text, or below it where nothing but the head of the page stands above.
    above, below = (metas[-1] - 1, metas[-1] + 1) if metas else (-1, -1)
    while above in metas or (above > 0 and lines[above].text.startswith("—")):
        above -= 1

    def claim(n: int) -> tuple[float, int]:
        beside = (
            ABOVE_FACTS if n == above > 0 else BELOW_FACTS if n == below and above <= 0 else LOWEST if n == found[-1] and not metas else 0.0
        )
        return share_of_words(lines[n].text, text) + beside, n

    return max(found, key=claim)


def _subtitles(lines: Sequence[Strip], parts: Sequence[Part], title: int, *, first: int) -> list[Strip]:
    return [lines[n] for n in range(title + 1, first) if parts[n] == "short" and lines[n].text.startswith("—")]
