"""Documents of word processors become text: DOCX and ODT from the XML in them, RTF by striprtf, Markdown by markdown-it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from kg.errors import InputError
from kg.inputs.archives import BROKEN, broken, locked
from kg.inputs.encodings import Decoded, decode
from kg.inputs.limits import WHOLE, Budget
from kg.inputs.record import Record
from kg.inputs.tables import record_of
from kg.inputs.words import column_of
from kg.messages import message
from kg.text.layout import is_closed

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
# Deleted text, notes, comments, and the second copy that Word keeps of a text box for older programs.
SKIPPED = frozenset(
    {f"{WORD}del", f"{WORD}moveFrom", f"{WORD}instrText", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
    | {f"{TEXT}tracked-changes", f"{TEXT}note", f"{OFFICE}annotation", f"{TEXT}sequence-decls"}
)
PARAGRAPHS = frozenset({f"{WORD}p", f"{TEXT}p", f"{TEXT}h"})
ROWS = frozenset({f"{WORD}tr", "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-row"})
LONGEST_CELL = 40  # characters
SPACES = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n", f"{TEXT}s": " "}
FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)


def read_package(archive: zipfile.ZipFile, part: str, place: str) -> str:
    """The paragraphs of a DOCX or ODT file, one a line; `part` is the member that holds its text.

    Raises:
        InputError: the package is broken, locked, or holds entities, which no word processor writes.
    """
    return "\n".join(_paragraphs(parse_xml(read_member(archive, part, place), place)))


def read_member(archive: zipfile.ZipFile, name: str, place: str) -> bytes:
    """A member of a package; raises InputError for one that is missing, broken, locked or too large."""
    try:
        with archive.open(name) as stream:
            return _bounded(stream, archive, place)
    except RuntimeError as error:
        raise locked(place) from error
    except (*BROKEN, KeyError) as error:
        raise broken(place, error) from error


def parse_xml(content: bytes, place: str) -> Any:
    """The root of an XML document; raises InputError for a broken one and for one with entities."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        return fromstring(content)
    except DefusedXmlException as error:
        raise InputError(message("{place}: its XML defines entities, as an attack does; not read", place=place)) from error
    except (ParseError, ValueError, LookupError) as error:
        raise broken(place, error) from error


def check_package(archive: zipfile.ZipFile, budget: Budget, place: str) -> None:
    """Unpack every member once and let go of it; raises InputError for what is broken or grows too large."""
    for info in archive.infolist():
        try:
            with archive.open(info) as stream:
                while block := stream.read(1 << 20):
                    budget.spend(len(block), place)
        except RuntimeError as error:
            raise locked(place) from error
        except BROKEN as error:
            raise broken(place, error) from error


def read_rtf(content: bytes, place: str) -> str:
    """The text of an RTF document, in whatever code page it says.

    Raises InputError where it is broken or cut off; `place` names it there.
    """
    from striprtf.striprtf import rtf_to_text

    codepage = re.search(rb"\\ansicpg(\d+)", content[:2000])
    encoding = f"cp{codepage[1].decode()}" if codepage is not None else "gb18030"
    raw = content.decode("latin-1")
    if not raw.isascii():  # some programs write the bytes themselves and not \'xx
        raw = decode(content, place).text
    try:
        text = str(rtf_to_text(raw, encoding="gb18030" if encoding in ("cp936", "cp65001") else encoding, errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, RecursionError, IndexError) as error:
        raise broken(place, error) from error
    if not content.rstrip(b"\0 \r\n").endswith(b"}"):
        raise broken(place, ValueError("no closing brace"))
    return text


def read_markdown(decoded: Decoded, place: str) -> list[Record]:
    """A Markdown text, a paragraph, heading or row a line; the YAML block at its head may tell title, date, source, url.

    Several headings of the first level, each with text below it, open an article each, whose place has the number of the heading's line.

    Raises:
        DateError: the date in the block is none.

    >>> [record.text for record in read_markdown(Decoded("# 展会开幕\\n\\n**展会**昨日在[上海](http://a.cn)开幕。", "UTF-8"), "a.md")]
    ['展会开幕\\n展会昨日在上海开幕。']
    """
    text, above = decoded.text.replace("\r\n", "\n"), 0
    fields: dict[str, str] = {}
    if (front := FRONT.match(text)) is not None:
        pairs = (line.partition(":")[::2] for line in front[1].split("\n"))
        fields = {name: value.strip().strip("\"'") for key, value in pairs if (name := column_of(key)) and value.strip()}
        above, text = text.count("\n", 0, front.end()), text[front.end() :]
    record = partial(record_of, encoding=decoded.encoding, lost=decoded.lost)
    (_, head), *articles = _by_headings(text)
    if len(articles) > 1 and not head and all(len(lines) > 1 for _, lines in articles):
        shared = {name: value for name, value in fields.items() if name not in ("title", "id")}
        return [record({**shared, "text": "\n".join(lines)}, f"{place}:{above + number}") for number, lines in articles]
    return [record({**fields, "text": "\n".join([*head, *(line for _, lines in articles for line in lines)])}, place)]


def _by_headings(text: str) -> list[tuple[int, list[str]]]:
    """The lines above the first heading of the first level (0), then those of each such heading with the number of its line."""
    from markdown_it import MarkdownIt

    parts: list[tuple[int, list[str]]] = [(0, [])]
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "heading_open" and token.tag == "h1" and token.level == 0 and token.map:
            parts.append((token.map[0] + 1, []))
        elif token.type == "inline" and (line := "".join(_inline(token.children or [])).strip()):
            parts[-1][1].append(line)
    return parts


def _inline(children: list[Any]) -> Iterator[str]:
    for child in children:
        if child.type in ("text", "code_inline"):
            yield str(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            yield "\n"


def _bounded(stream: Any, archive: zipfile.ZipFile, place: str) -> bytes:
    content = bytes(stream.read(WHOLE + 1))
    size = sum(info.compress_size for info in archive.infolist())
    Budget(size).spend(len(content), place)
    if len(content) > WHOLE:
        raise InputError(message("{place}: its text is larger than {whole} MB", place=place, whole=WHOLE >> 20))
    return content


def _paragraphs(root: Any) -> Iterator[str]:
    """The words of each paragraph, in the order of the document; a paragraph inside another (a text box) follows it.

    The short cells of a row of a table are one line.
    """
    words: list[list[str]] = [[]]
    rows: list[list[str]] = []
    stack: list[Any] = [("in", root)]
    while stack:
        way, node = stack.pop()
        if way == "text":
            words[-1].append(node)
        elif way == "out":
            lines = _as_row(rows.pop()) if node.tag in ROWS else ["".join(words.pop()).strip()]
            if rows:
                rows[-1] += filter(None, lines)
            else:
                yield from filter(None, lines)
        elif node.tag not in SKIPPED:
            if node.tag in PARAGRAPHS or node.tag in ROWS:
                (rows if node.tag in ROWS else words).append([])
                stack.append(("out", node))
            stack += reversed(list(_content(node)))


def _as_row(cells: list[str]) -> list[str]:
    """The cells of a row as one line where all are short, as those of a table; else as they are, since tables set out pages too."""
    short = all(len(cell) <= LONGEST_CELL and not is_closed(cell) for cell in cells)
    return ["；".join(cells)] if short else cells


def _content(node: Any) -> Iterator[tuple[str, Any]]:
    if node.tag in SPACES:
        yield "text", SPACES[node.tag] * max(1, min(int(node.get(f"{TEXT}c", "1") or 1), 100))
    # Word puts blank space between its elements; only w:t holds words. In ODT every text below a paragraph is words.
    word = node.tag.startswith(WORD)
    if node.text and (not word or node.tag == f"{WORD}t"):
        yield "text", node.text
    for child in node:
        yield "in", child
        if child.tail and not word:
            yield "text", child.tail


def open_zip(stream: BinaryIO, place: str) -> zipfile.ZipFile:
    """The archive in a stream; raises InputError for a broken one."""
    try:
        return zipfile.ZipFile(stream)
    except (*BROKEN, NotImplementedError) as error:
        raise broken(place, error) from error
