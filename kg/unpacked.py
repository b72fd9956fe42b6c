"""The bytes of RDF files from anybody, as a parser may have them.

What a file could make a parser fetch is looked for before it is parsed: a JSON-LD `@context` or `@import` elsewhere, an external entity
of XML. Entities made of entities are refused, for they grow a thousandfold at each step.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import GraphError
from kg.messages import message

# Suffix -> what rdflib calls the format.
FORMATS: Mapping[str, str] = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nt": "nt",
    ".nq": "nquads",
    ".n3": "turtle",
    ".jsonld": "json-ld",
    ".json": "json-ld",
    ".rdf": "xml",
    ".xml": "xml",
    ".owl": "xml",
    ".trix": "trix",
}
BOM = b"\xef\xbb\xbf"
# A packed file of some kilobytes can hold gigabytes of zeros.
MOST_UNPACKED, MOST_TIMES = 4 << 30, 200
# A declaration stands in the head of a document.
HEAD = 1 << 16
ENTITY = re.compile(rb"<!ENTITY\s+(%\s+)?[^\s>]+\s+(SYSTEM|PUBLIC)?\s*(\"[^\"]*\"|'[^']*')?")
ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s/>]")


def find_format(path: Path) -> str:
    """The format of a file by its suffix, that of `.gz` aside; raises GraphError for one that is not known."""
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    form = FORMATS.get(suffix.lower())
    if form is None:
        accepted = " ".join(FORMATS)
        raise GraphError(
            message("{path}: not a graph file by its suffix; accepted are {accepted}, each also with .gz", path=path, accepted=accepted),
        )
    return form


def read_content(path: Path) -> tuple[bytes, str]:
    """The bytes of a file, unpacked and without a byte order mark, and its format, looked into; raises GraphError and OSError.

    Nothing in them makes a parser ask for anything else.
    """
    form = find_format(path)
    content = _unpack(path) if path.suffix.lower() == ".gz" else path.read_bytes()
    content = content.removeprefix(BOM)
    if form in ("xml", "trix"):
        _check_entities(path, content)
        form = "trix" if _root(content) == b"TriX" else "xml"
    if form == "json-ld":
        _check_contexts(path, content)
    return content, form


def needs_preparing(path: Path) -> bool:
    """Whether a parser cannot take the file as it lies: packed, with a byte order mark, or XML, which is to be looked into."""
    if path.suffix.lower() == ".gz" or find_format(path) in ("xml", "trix"):
        return True
    with path.open("rb") as stream:
        return stream.read(len(BOM)) == BOM


def _unpack(path: Path) -> bytes:
    parts, size, packed = [], 0, path.stat().st_size
    try:
        with gzip.open(path, "rb") as stream:
            while part := stream.read(1 << 20):
                size += len(part)
                if size > MOST_UNPACKED or (size > 1 << 28 and size > packed * MOST_TIMES):
                    raise GraphError(message("{path}: unpacks to more than a graph can be", path=path))
                parts.append(part)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise GraphError(message("{path}: cannot be unpacked: {error}", path=path, error=error)) from error
    return b"".join(parts)


def _root(content: bytes) -> bytes:
    body = re.sub(rb"<!DOCTYPE.*?(?:\[.*?\]\s*)?>|<!--.*?-->|<\?.*?\?>", b"", content[:HEAD], flags=re.DOTALL)
    found = ROOT.search(body)
    return found[1] if found else b""


def _check_entities(path: Path, content: bytes) -> None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:100]:
        raise GraphError(message("{path}: XML in another encoding than UTF-8; convert it", path=path))
    start = content.find(b"<!DOCTYPE")
    if start < 0:
        return
    for parameter, outside, value in ENTITY.findall(content, start):
        if parameter or outside:
            raise GraphError(
                message("{path}: an external entity: no other file is read; take the declaration out", path=path),
            )
        if b"&" in value.replace(b"&#", b""):
            raise GraphError(
                message("{path}: an entity made of entities may grow without end; write the words themselves", path=path),
            )


def _check_contexts(path: Path, content: bytes) -> None:
    try:
        document = json.loads(content)
    except RecursionError as error:
        raise GraphError(message("{path}: nested too deeply", path=path)) from error
    if any(_elsewhere(context) for context in _contexts(document)):
        raise GraphError(
            message("{path}: its @context lies on the network, and nothing is fetched; put the context into the file", path=path),
        )


def _contexts(document: Any) -> Iterator[Any]:
    """Every value of @context and @import, at any depth."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            yield from (value[key] for key in ("@context", "@import") if key in value)
            waiting += value.values()


def _elsewhere(context: Any) -> bool:
    return isinstance(context, str) or (isinstance(context, list) and any(isinstance(one, str) for one in context))
