"""A feed (RSS 2.0, RSS 1.0, Atom) becomes a record for each of its items, which holds the text or a summary of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import tostring

from kg.errors import DateError, InputError
from kg.inputs.documents import parse_xml
from kg.inputs.encodings import decode
from kg.inputs.markup import text_of_markup
from kg.inputs.tables import Row, record_of
from kg.messages import message

DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
# What an item calls each column, the fullest text and the first day of publication first.
TAGS = {
    "text": ("encoded", "content", "description", "summary"),
    "title": ("title",),
    "date": ("pubDate", "published", "date", "issued", "updated"),
    "source": ("source",),
    "author": ("creator", "author"),
    "url": ("link",),
}


def read_feed(content: bytes, place: str) -> Iterator[Row]:
    """The items of a feed, of which the paper is the feed's title where they name none.

    Raises:
        InputError: the XML is broken, or no item is in it; `place` names the feed there.
    """
    decoded = decode(content, place)
    root = parse_xml(DECLARATION.sub("", decoded.text).encode("utf-8", "replace"), place)
    items = [node for node in root.iter() if _name(node) in ("item", "entry")]
    if not items:
        raise InputError(message("{place}: a feed without items", place=place))
    channel = next((node for node in root.iter() if _name(node) == "channel"), root)
    paper = text_of_markup(_first(channel, ("title",)))
    for number, item in enumerate(items, start=1):
        where = f"{place}:{number}"
        fields = {name: value for name, tags in TAGS.items() if (value := _first(item, tags))}
        if "text" not in fields:
            yield where, _no_text(where)
            continue
        try:
            title = text_of_markup(fields["title"]) if "title" in fields else ""
            yield record_of({"source": paper, **fields, "title": title}, where, encoding=decoded.encoding, lost=decoded.lost)
        except DateError as error:
            yield where, error


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _first(node: Any, tags: tuple[str, ...]) -> str:
    """What the first of these children that holds something says; of a link without words its address, of an author the name."""
    for tag in tags:
        for child in node:
            if _name(child) == tag and (value := _words(child) or _address(child)):
                return value
    return ""


def _words(node: Any) -> str:
    """What a child says; elements inside it, which Atom allows, are HTML."""
    if not len(node) or _name(node) not in TAGS["text"]:
        return "".join(node.itertext()).strip()
    for inner in node.iter():
        inner.tag = _name(inner)
    return text_of_markup(tostring(node, encoding="unicode", method="html"))


def _address(node: Any) -> str:
    return str(node.get("href", "")).strip() if node.get("rel", "alternate") == "alternate" else ""


def _no_text(place: str) -> InputError:
    return InputError(message("{place}: the item has a title and no text; save the page that it leads to", place=place))
