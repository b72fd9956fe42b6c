"""What a file is, told by its first bytes; its name decides only where bytes cannot, between kinds of plain text."""

from __future__ import annotations

import json
import re
import zipfile

from kg.errors import InputError
from kg.inputs.closed import SLIDES, check_open, check_package, check_text, closed
from kg.inputs.encodings import decode
from kg.inputs.limits import HEAD
from kg.inputs.words import column_of
from kg.messages import message

TAR_MAGIC = slice(257, 262)
PACKED = ((b"\x1f\x8b", "gz"), (b"\xfd7zXZ\0", "xz"), (b"BZh", "bz2"))
OFFICE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\t\x08")
PICTURES = re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|BM.{4}\0\0\0\0|RIFF.{4}WEBP", re.S)
MIME = re.compile(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]+\n)*)+", re.I)
MAIL = re.compile(rb"^(?:MIME-Version|Message-ID|Snapshot-Content-Location):|multipart/related", re.I | re.M)
TAGS = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|div|p|br|table|span|h1|article|title)\b[^<>]*/?>", re.I)
PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
RDF = re.compile(r"\s*(?:#[^\n]*\n\s*)*@?prefix\s+[\w-]*:\s*<", re.I)
XML = re.compile(r"\s*<\?xml\b")
FEED = re.compile(r"\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*)*<(?:rss\b|(?:\w+:)?feed\b|rdf:RDF\b[^>]*purl\.org/rss/)", re.S)
# Names whose texts may be in any language; a text of another name must hold Chinese to be taken for news.
TEXT_NAMES = (".txt", ".text", ".md", ".markdown", "stdin")
PACKAGES = {".docx": "docx", ".odt": "odt", ".epub": "epub", ".xlsx": "workbook", ".ods": "workbook"}
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


def find_kind(head: bytes, name: str) -> str:
    """The kind of a file that begins with `head`: a name in `ontology/inputs.ttl`, or "office" for the containers of old Office files.

    A ZIP archive is "zip" whatever is in it; `find_package` tells more. A text: plain, markdown, page, feed, json, jsonl, csv, tsv or rdf.

    Raises:
        InputError: it is of a kind that cannot be read; the message tells what to do.
    """
    check_open(head, name)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head[TAR_MAGIC] == b"ustar":
        return "tar"
    if any(head.startswith(magic) for magic, _ in PACKED):
        return "packed"
    if head.startswith(OFFICE):
        return "office"
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if PICTURES.match(head):
        return "picture"
    if (headers := MIME.match(head)) and MAIL.search(headers[0]):
        return "mime"
    return _text_kind(decode(head, name).text, name, whole=len(head) < HEAD)


def find_package(archive: zipfile.ZipFile, name: str) -> str:
    """What a ZIP archive is: docx, odt, epub, workbook, or zip for a plain one.

    Raises:
        InputError: a package of a kind that cannot be read.
    """
    names = frozenset(archive.namelist()[:2000])
    if "word/document.xml" in names:
        return "docx"
    if names & {"xl/workbook.xml", "xl/workbook.bin"}:
        return "workbook"
    if "mimetype" in names and "content.xml" in names:
        with archive.open("mimetype") as stream:
            kind = stream.read(80).decode("ascii", "replace")
        if "presentation" in kind:
            raise closed(name, SLIDES)
        return "workbook" if "spreadsheet" in kind else "odt"
    if "META-INF/container.xml" in names:
        return "epub"
    check_package(names, name)
    return "zip"


def package_named(name: str) -> str:
    """What a ZIP archive that cannot be opened would be, by its name: to who has it, a Word document cut off is no archive."""
    return PACKAGES.get(name[name.rfind(".") :].lower(), "zip")


def packing_of(head: bytes) -> str:
    """The compression of a file of the kind "packed": gz, xz or bz2."""
    return next(name for magic, name in PACKED if head.startswith(magic))


def _text_kind(text: str, name: str, *, whole: bool) -> str:
    check_text(text, name)
    suffix = name[name.rfind(".") :].lower() if "." in name else name
    if PAGE.match(text) or (suffix in (".html", ".htm", ".xhtml", ".shtml") and TAGS.search(text)):
        return "page"
    if RDF.match(text):
        return "rdf"
    if FEED.match(text):
        return "feed"
    if XML.match(text):
        raise InputError(message("{name}: XML that is no web page; save it as .txt or .csv", name=name))
    if (kind := _json_kind(text, suffix, whole=whole)) is not None:
        return kind
    if suffix in (".csv", ".tsv", ".tab"):
        return "csv" if suffix == ".csv" else "tsv"
    if (kind := _table_kind(text)) is not None:
        return kind
    if len(TAGS.findall(text)) > 3 and TAGS.search(text[:2000]):
        return "page"
    if suffix not in TEXT_NAMES and len(HAN.findall(text)) * 10 < len(text.split()) + len(text) // 10:
        raise InputError(
            message("{name}: hardly any Chinese in it, and its name is none of a text; name it .txt if it is an article", name=name),
        )
    return "markdown" if suffix in (".md", ".markdown") else "plain"


def _json_kind(text: str, suffix: str, *, whole: bool) -> str | None:
    if suffix in (".jsonl", ".ndjson"):
        return "jsonl"
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] not in ("{", "["):
        return "json" if suffix == ".json" else None
    first, rest = start.partition("\n")[::2]
    if start[0] == "{" and rest.strip() and _is_json(first):
        return "jsonl"
    if suffix == ".json" or _is_json(start) or (not whole and re.match(r'[\[{]\s*(?:\{\s*)?"[^"]+"\s*:', start)):
        return "json"
    return None


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _table_kind(text: str) -> str | None:
    """csv or tsv for a text of another name whose first line names a column of texts and one more that is read."""
    first = text.lstrip("\ufeff").partition("\n")[0]
    for kind, mark in (("tsv", "\t"), ("csv", ",")):
        columns = {column_of(heading.strip().strip('"')) for heading in first.split(mark)}
        if "text" in columns and len(columns - {None}) > 1:
            return kind
    return None
