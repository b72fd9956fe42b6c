"""An e-book (EPUB) is a ZIP archive of web pages without furniture: its chapters become records, in the order in which they are read."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from kg.day import read_day
from kg.errors import InputError
from kg.inputs.archives import broken
from kg.inputs.documents import parse_xml, read_member
from kg.inputs.encodings import decode
from kg.inputs.markup import lines_of, parse_html
from kg.inputs.record import Record
from kg.messages import message

CONTAINER, ENCRYPTED = "META-INF/container.xml", "META-INF/encryption.xml"
HEADINGS = frozenset({"h1", "h2", "h3"})


@dataclass(frozen=True, slots=True)
class Book:
    """The members that hold chapters, in order, and what the book says of itself."""

    chapters: tuple[str, ...]
    date: str = ""
    publisher: str = ""


def read_book(archive: zipfile.ZipFile, place: str) -> Iterator[Record | tuple[str, InputError]]:
    """A record for each chapter, with an empty text for a cover or title page; for one that cannot be read its place and why.

    Raises:
        InputError: the list of its chapters is broken or empty, or the book is protected against copying.
    """
    book = _open(archive, place)
    for name in book.chapters:
        inside = f"{place}/{name}"
        try:
            yield _chapter(read_member(archive, name, inside), inside, book)
        except InputError as error:
            yield inside, error


def _open(archive: zipfile.ZipFile, place: str) -> Book:
    root = parse_xml(read_member(archive, CONTAINER, place), place)
    package = next((node.get("full-path", "") for node in _nodes(root, "rootfile")), "")
    opened = parse_xml(read_member(archive, package, place), place)
    # The page "nav" is the table of contents of EPUB 3.
    items = {node.get("id"): node.get("href", "") for node in _nodes(opened, "item") if "nav" not in node.get("properties", "").split()}
    spine = [items[node.get("idref")] for node in _nodes(opened, "itemref") if node.get("idref") in items]
    found = tuple(dict.fromkeys(posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(href))) for href in spine))
    if not found:
        raise broken(place, ValueError("no chapters"))
    _check_unlocked(archive, found, place)
    date, publisher = (next((node.text or "" for node in _nodes(opened, name)), "") for name in ("date", "publisher"))
    return Book(found, date, publisher.strip())


def _chapter(content: bytes, place: str, book: Book) -> Record:
    decoded = decode(content, place)
    lines = [line for line in lines_of(parse_html(decoded.text, place)) if line.text]
    title = next((line.text for line in lines if line.element.tag in HEADINGS), "")
    return Record(
        "\n".join(line.text for line in lines if line.text != title),
        place,
        title=title,
        date=read_day(book.date),
        dated="fromField",
        publisher=book.publisher,
        encoding=decoded.encoding,
        lost=decoded.lost,
        paragraphs=True,
    )


def _check_unlocked(archive: zipfile.ZipFile, found: tuple[str, ...], place: str) -> None:
    """Fonts of any book may be encrypted, chapters only where copying is to be prevented."""
    if ENCRYPTED in archive.namelist():
        held = parse_xml(read_member(archive, ENCRYPTED, place), place)
        if {unquote(node.get("URI", "")) for node in _nodes(held, "CipherReference")} & set(found):
            raise InputError(message("{place}: an e-book protected against copying", place=place))


def _nodes(root: Any, name: str) -> Iterator[Any]:
    return (node for node in root.iter() if str(node.tag).rpartition("}")[2] == name)
