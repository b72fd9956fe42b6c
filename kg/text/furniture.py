"""What belongs to the newspaper and not to its news: page heads and feet, imprints, contact lines, and the numbers of pages."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.text import marks
from kg.text.lines import HAN
from kg.text.words import layout_words

LONGEST = 160  # characters of a line of a page head or foot
DAY = re.compile(r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
PAGE = re.compile(r"(?:第\s*)?([A-Za-z]?\d{1,3})\s*版|第\s*([一二三四五六七八九十]{1,3})\s*版|(?<![\w.])([A-Za-z]\d{1,3}|0\d)(?![\w.-])")
EDGE_NUMBER = re.compile(r"^\s*([A-Za-z]?\d{1,3})(?!\d)|(?<!\d)([A-Za-z]?\d{1,3})\s*$")
BLANK = re.compile(r"\s+")
LABELLED = re.compile(r"[\u4e00-\u9fff]{2,8}[：:][^：:，；]{1,24}")
SEVERAL = 2
NOTHING = re.compile(r"[\W\dA-Za-z_]*")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the head of a page tells: the day, the paper and the number of the page; each may be missing."""

    date: datetime.date | None = None
    paper: str = ""
    page: str = ""


@cache
def _told() -> re.Pattern[str]:
    """What a page head or foot is made of: labels with values, dates, weekdays, numbers of pages and issues, sections, papers."""
    words = layout_words()
    label = rf"{words['imprintOwner']}?(?:{words['imprint']}|{words['editor']}|{words['photographer']})"
    value = rf"[^：:\s]{{0,30}}?(?=\s|{label}\s?[：:]|[A-Za-z]|\d{{3,}}|$)(?:[\s0-9A-Za-z@./_-]*)"
    return re.compile(
        rf"{label}(?:（[^）]*）)?\s?[：:/／|｜]\s?{value}|{label}\s+[^\W\d_]{{2,4}}(?=\s|$)|{label}\s?(?:CN)?[\s0-9A-Za-z./-]+(?:元|号)?"
        rf"|{DAY.pattern}|{words['weekday']}|总?第?\s?\d+\s?期|{words['pageCount']}?\s?第?\s?[A-Za-z]?\d+\s?版|第\s?[一二三四五六七八九十]+\s?版"
        rf"|{words['lunar']}[{HAN}]{{2,10}}|{words['stem']}{words['branch']}年[{HAN}]{{2,8}}"
        rf"|{words['halfDay']}?\s?\d{{1,2}}\s?[时:：](?:\d{{1,2}}分?)?{words['printed']}|{words['imprintWhole']}|[：:\s]\d[\d.]*\s?元"
    )


@cache
def _section() -> re.Pattern[str]:
    words = layout_words()
    return re.compile(rf"(?:{words['section']}[·•/、\s]*)+(?:{words['edition']})?")


@cache
def _paper() -> re.Pattern[str]:
    return re.compile(rf"[\u4e00-\u9fff]{{2,9}}{layout_words()['mediumEnding']}")


@cache
def _run_together() -> re.Pattern[str]:
    """Who made a page, where a recognized text has lost the blanks: 责任编辑周青版式赵磊."""
    words = layout_words()
    label = f"(?:{words['editor']}|{words['imprint']})"
    return re.compile(rf"{label}[{HAN}]{{2,3}}(?={label}|\s|$)")


def is_imprint(line: str) -> bool:
    """Whether the line tells of the paper itself, in so many words: 责任编辑：周青 版式设计：赵磊, 2024年5月9日 星期四, 第3版.

    >>> is_imprint("本报地址：云津市临江路9号 邮政编码：990000 零售价：1.00元"), is_imprint("云津市临江路9号院改造完工")
    (True, False)
    """
    line = line.strip()
    if not 0 < len(line) <= LONGEST or "。" in line:
        return False
    return _is_told(line) or (DAY.search(line) is not None and _is_told(_run_together().sub(" ", line)))


def _is_told(line: str) -> bool:
    rest, count = _told().subn(" ", line)
    left = [piece for piece in rest.split() if not NOTHING.fullmatch(piece)]
    # Among several labels that are known, one that is not has its value behind it too.
    return count > 0 and all(is_section(piece) or is_paper(piece) or (count >= SEVERAL and LABELLED.fullmatch(piece)) for piece in left)


def is_section(line: str) -> bool:
    """Whether the line is only the name of a section, which the number of the page may stand beside: 02 综合新闻."""
    bare = re.sub(r"^[A-Za-z]?\d{0,3}\s*(?:版\s*)?|\s*[A-Za-z]?\d{0,3}$", "", line.strip())
    return bool(bare) and _section().fullmatch(bare) is not None


def is_paper(line: str) -> bool:
    """Whether the line has the form of the name of a paper."""
    return _paper().fullmatch(BLANK.sub("", line)) is not None


def is_page_number(line: str) -> bool:
    """Whether the line is only the number of a page: 3版, 第03版, A2, 02."""
    return re.fullmatch(rf"[（(]?\s*(?:{PAGE.pattern})\s*[）)]?", line.strip()) is not None


def read_masthead(lines: Iterable[str]) -> Masthead:
    """What the lines of page head and foot tell of day, paper and page; of each the first that is told."""
    date: datetime.date | None = None
    paper = page = ""
    for line in lines:
        if date is None and (day := DAY.search(line)) is not None:
            year, month, number = (group for group in day.groups() if group)
            date = marks.to_date(year, month, number)
        paper = paper or _find_paper(line)
        page = page or _find_page(line)
    return Masthead(date, paper, page)


def _find_paper(line: str) -> str:
    """The first name of a paper in a line, which a section may stand before; "" where there is none."""
    for piece in [*BLANK.split(line), *BLANK.split(_told().sub(" ", line))]:
        bare = piece if is_paper(piece) else _section().sub("", piece, count=1)
        if is_paper(bare) and not marks.marks().own.match(bare):
            return bare
    return ""


def _find_page(line: str) -> str:
    """The number of the page that a line tells: it is all of the line, stands beside a section, or before 版; else ""."""
    if re.fullmatch(r"[A-Za-z]?\d{1,3}", line.strip()):
        return line.strip()
    if is_section(line) and (beside := EDGE_NUMBER.search(line)) is not None:
        return beside[1] or beside[2]
    number = PAGE.search(re.sub(rf"{layout_words()['pageCount']}\s?\d+\s?版", "", line))
    return next(group for group in number.groups() if group) if number is not None else ""
