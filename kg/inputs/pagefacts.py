"""What a web page tells of its article: title, date of publication, source, author, address."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.day import read_day
from kg.inputs.markup import Line
from kg.inputs.pagebody import DATE, YEAR_APART, PageBody, find_body, is_furniture, is_info
from kg.text.words import layout_words, page_words

# Names of meta elements, in the order in which they are believed (schema.org, Open Graph, the Chinese government's standard for sites).
TITLES = ("articletitle", "og:title", "headline", "title")
DATES = (
    "pubdate",
    "publishdate",
    "article:published_time",
    "datepublished",
    "og:release_date",
    "og:published_time",
    "weibo:article:create_at",
    "publish-date",
    "publish_time",
    "publishtime",
    "firstpublishedtime",
    "releasedate",
    "dc.date",
    "dcterms.issued",
    "date",
)
SOURCES = ("contentsource", "source", "mediaid", "copyright-source", "og:article:source")
AUTHORS = ("author", "article:author", "og:article:author")
SITES = ("sitename", "og:site_name")
SOURCE_NAMES = re.compile(r"(?:^|[\s_-])(?:source|laiyuan|origin|medianame|from|js_name|ly)(?:$|[\s_-])", re.I)
SUFFIX = re.compile(r"\s*(?:[_|｜丨–—]+|\s-+\s|--+|-(?=[^-]*$))\s*")
SAVED_FROM = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s<>]+)", re.I)
CLOCK = re.compile(r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?")
DAY = re.compile(r"\d{1,2}月\d{1,2}日")
# What is no source beside a date: weekdays, numbers of pages, who wrote it.
OTHER = re.compile(rf"{layout_words()['weekday']}|第\s?\w{{1,3}}\s?[版页期]\S*|{layout_words()['writer']}\s+[^\W\d_]{{2,4}}")
BETWEEN = re.compile(r"[\s|｜·/《》（）()【】]+")
NAME = re.compile(r"[\w·“”《》（）()]{2,25}")
NEAR = 12


@dataclass(frozen=True, slots=True)
class Facts:
    """Title, date, source, author and address; each empty where the page does not tell it."""

    title: str = ""
    date: datetime.date | None = None
    source: str = ""
    author: str = ""
    url: str = ""


def read_lines(root: Any, lines: Sequence[Line], *, markup: str) -> tuple[PageBody, Facts]:
    """The body and the facts of the page whose lines these are; `markup` is the page itself, for its comments."""
    metas = _metas(root)
    told = next(_structured(root), {})
    meta = _first(metas, TITLES) or _words(told.get("headline"))
    body = find_body(lines, titles=[name for name in (window_title(root), meta) if name])
    title = _title(root, lines, body, meta=meta)
    info = _info_lines(lines, body, title)
    return body, Facts(
        title,
        _date(root, info, _words(told.get("datePublished")), metas=metas, lines=lines, body=body),
        _source(root, info, metas) or _site(root, title),
        _author(info, metas),
        _address(root, markup, metas),
    )


def window_title(root: Any) -> str:
    """The title of the window."""
    return " ".join((root.findtext(".//title") or "").split())


def _metas(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        if name and (content := (meta.get("content") or "").strip()):
            found.setdefault(name.lower(), " ".join(content.split()))
    return found


def _first(metas: dict[str, str], names: Sequence[str]) -> str:
    return next((metas[name] for name in names if metas.get(name)), "")


def _structured(root: Any) -> Iterator[dict[str, Any]]:
    """The objects of JSON-LD that have a headline or a date of publication."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            stack = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        while stack:
            held = stack.pop()
            if isinstance(held, dict):
                if "headline" in held or "datePublished" in held:
                    yield held
                stack += [value for value in held.values() if isinstance(value, dict | list)]
            elif isinstance(held, list):
                stack += reversed(held)


def _words(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _headings(root: Any, lines: Collection[str]) -> list[str]:
    """The headings of the page that are among the lines, those of the first level first."""
    found = [" ".join(heading.text_content().split()) for tag in ("h1", "h2") for heading in root.iter(tag)]
    return [heading for heading in found if heading in lines and len(heading) > 3]


def _title(root: Any, lines: Sequence[Line], body: PageBody, *, meta: str) -> str:
    """The title as the page shows it above its body: a line that the title of the window begins with, else a heading, else the window's."""
    window = window_title(root)
    told = {name for name in (window, meta) if name}
    above = [line.text for line in lines[: body.first] if line.text]
    shown = [text for text in above if len(text) > 3 and any(name.startswith(text) for name in told)]
    if shown:
        return max(shown, key=len)
    if headings := _headings(root, above):
        return max(headings[:3], key=len)
    inside = [text for text in above if len(text) > 5 and any(text in name for name in told)]
    return max(inside, key=len) if inside else _without_site(meta or window)


def _without_site(title: str) -> str:
    """The title of a window without the names of section and site behind it."""
    parts = SUFFIX.split(title)
    return max(parts[:2], key=len).strip() if parts else title


def _info_lines(lines: Sequence[Line], body: PageBody, title: str) -> list[Line]:
    """The lines that may tell date and source, those nearest below the title first, then those behind the body."""
    places = [number for number, line in enumerate(lines[: body.first]) if line.text == title]
    start = places[-1] + 1 if places else max(0, body.first - NEAR)
    below = [line for line in lines[start : body.first + 1] if line.text and len(line.text) < 200]
    above = [line for line in reversed(lines[max(0, start - NEAR) : start]) if line.text and not re.search(page_words("now"), line.text)]
    behind = [line for line in lines[body.last + 1 : body.last + NEAR] if line.text]
    return [line for line in (*below, *above, *behind) if is_info(line.spaced) or DATE.search(line.text) or len(line.text) < 40]


def _date(
    root: Any, info: Sequence[Line], structured: str, *, metas: dict[str, str], lines: Sequence[Line], body: PageBody
) -> datetime.date | None:
    ways = [structured, *(metas[name] for name in DATES if name in metas)]
    for text in ways:
        if (day := read_day(text)) is not None:
            return day
    for line in info:
        for match in DATE.finditer(line.spaced):
            if (day := read_day(YEAR_APART.sub(r"\1-\2-\3", match[0]))) is not None:
                return day
    for element in root.iter("time"):
        if (day := read_day(element.get("datetime") or "")) is not None:
            return day
    return None


def _source(root: Any, info: Sequence[Line], metas: dict[str, str]) -> str:
    meta = _first(metas, SOURCES)
    if meta and (name := _labelled(meta, "sourceLabel") or (meta if NAME.fullmatch(meta) else "")):
        return name
    for line in info:
        if name := _labelled(line.spaced, "sourceLabel"):
            return name
    for element in root.iter("span", "a", "em", "div", "p", "i", "b", "strong"):
        if SOURCE_NAMES.search(f"{element.get('class', '')} {element.get('id', '')}"):
            words = " ".join(element.text_content().split())
            if NAME.fullmatch(words) and not DATE.search(words):
                return words
    for line in info:
        if name := _unlabelled(line.spaced):
            return name
    return _first(metas, SITES)


def _site(root: Any, title: str) -> str:
    """The name of the site behind the title in that of the window."""
    window = window_title(root)
    rest = SUFFIX.split(window.removeprefix(title)) if title and window.startswith(title) else []
    return rest[-1] if len(rest) > 1 and NAME.fullmatch(rest[-1]) else ""


def _labelled(text: str, label: str) -> str:
    """What stands behind a label: 来源：海州晚报."""
    for match in _label(label).finditer(text):
        name = match["name"].strip("《》“” ")
        if name and not _any_label().match(f"{name}："):
            return name
    return ""


def _unlabelled(text: str) -> str:
    """The one name in a line with a date that is no date, time, or labelled: 海州晚报 2024-05-22 07:45."""
    if not (DATE.search(text) or DAY.search(text)) or "：" in CLOCK.sub("", text):
        return ""
    rest = OTHER.sub(" ", CLOCK.sub(" ", DAY.sub(" ", DATE.sub(" ", text))))
    names = [name for name in BETWEEN.split(rest) if re.fullmatch(r"[^\W\d_]{3,20}", name) and not is_furniture(name)]
    return names[0] if len(names) == 1 else ""


def _author(info: Sequence[Line], metas: dict[str, str]) -> str:
    for line in info:
        if name := _labelled(line.spaced, "authorLabel"):
            return name
    meta = _first(metas, AUTHORS)
    return meta if re.fullmatch(r"[^\W\d_A-Za-z]{2,4}(?:[\s、][^\W\d_A-Za-z]{2,4})*", meta) else ""


def _address(root: Any, markup: str, metas: dict[str, str]) -> str:
    saved = SAVED_FROM.search(markup[:4000])
    links = (link.get("href") or "" for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical")
    ways = (saved[1] if saved is not None else "", *links, metas.get("og:url", ""))
    return next((way for way in ways if way.startswith(("http://", "https://"))), "")


@cache
def _label(name: str) -> re.Pattern[str]:
    return re.compile(rf"{page_words(name)}\s?[：:]\s?(?P<name>[^\s：:|｜,，;；/\[\]【】<>]{{2,25}})(?!\s?[：:])")


@cache
def _any_label() -> re.Pattern[str]:
    return re.compile(rf"{page_words('infoLabel')}\s?[：:]")
