"""RDF files from anybody, read without asking the network or any other file: the one reader of every command.

What a file could make a parser fetch is looked for before it is parsed: a JSON-LD `@context` or `@import` elsewhere, an external entity
of XML. Entities made of entities are refused, for they grow a thousandfold at each step. Literals keep the form that the file gives them.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rdflib
from rdflib import Dataset, Graph, URIRef
from rdflib.term import Node

from kg.errors import GraphError

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
WITH_GRAPHS = frozenset({"trig", "nquads", "trix"})
BOM = b"\xef\xbb\xbf"
# A packed file of some kilobytes can hold gigabytes of zeros.
MOST_UNPACKED, MOST_TIMES = 4 << 30, 200
# A declaration stands in the head of a document.
HEAD = 1 << 16
ENTITY = re.compile(rb"<!ENTITY\s+(%\s+)?[^\s>]+\s+(SYSTEM|PUBLIC)?\s*(\"[^\"]*\"|'[^']*')?")
ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s/>]")
NO_IRI = re.compile(r"[<>\"{}|^`\\\x00-\x20]")


def find_format(path: Path) -> str:
    """The format of a file by its suffix, that of `.gz` aside; raises GraphError for one that is not known."""
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    form = FORMATS.get(suffix.lower())
    if form is None:
        accepted = " ".join(FORMATS)
        raise GraphError(
            f"{path}: not a graph file by its suffix; accepted are {accepted}, each also with .gz",
            f"{path}：后缀不是图谱文件；可用 {accepted}，均可再加 .gz",
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


def read_rdf(path: Path) -> Graph:
    """The triples of an RDF file, all its named graphs in one; raises GraphError that says what is wrong and where."""
    try:
        content, form = read_content(path)
        return check_iris(_parse(content, form, path), path)
    except GraphError:
        raise
    except OSError as error:
        raise GraphError(f"{path}: cannot be read: {error.strerror or error}", f"{path}：无法读取：{error.strerror or error}") from error
    except Exception as error:  # each of rdflib's parsers raises its own kind, some plain Exception
        form, reason = find_format(path), _reason(error)
        raise GraphError(f"{path}: no valid {form}: {reason}", f"{path}：不是有效的 {form}：{reason}") from error


def read_trix(content: bytes, path: Path) -> bytes:
    """TriX as N-Quads, for a parser that does not read TriX; raises GraphError."""
    dataset = Dataset()
    try:
        with literals_as_written():
            dataset.parse(data=content, format="trix", publicID=path.absolute().as_uri())
        return dataset.serialize(format="nquads", encoding="utf-8")
    except Exception as error:  # the parser raises whatever it meets
        raise GraphError(f"{path}: no valid TriX: {_reason(error)}", f"{path}：不是有效的 TriX：{_reason(error)}") from error


def check_iris(graph: Graph, path: Path) -> Graph:
    """The same graph; raises GraphError for an IRI that no format can write, such as one with a space."""
    for triple in graph:
        for term in triple:
            if isinstance(term, URIRef) and NO_IRI.search(term):
                shown = " ".join(str(term).split())[:200]
                raise GraphError(
                    f'{path}: <{shown}> is no IRI: spaces and <>"{{}}|\\^` must be written %XX',
                    f'{path}：<{shown}> 不是 IRI：空格和 <>"{{}}|\\^` 须写作 %XX',
                )
    return graph


@contextmanager
def literals_as_written() -> Iterator[None]:
    """Literals made in the block keep their form: 1.50 stays 1.50 (rdflib would make it 1.5)."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _parse(content: bytes, form: str, path: Path) -> Graph:
    graph = Graph(bind_namespaces="none")
    target = Dataset(default_union=True) if form in WITH_GRAPHS else graph
    with literals_as_written():
        target.parse(data=content, format=form, publicID=path.absolute().as_uri())
    if target is graph:
        return graph
    for prefix, namespace in target.namespaces():
        graph.bind(prefix, namespace)
    for triple in target.triples((None, None, None)):
        graph.add(_three(triple))
    return graph


def _three(triple: tuple[Node, ...]) -> tuple[Node, Node, Node]:
    return triple[0], triple[1], triple[2]


def _unpack(path: Path) -> bytes:
    parts, size, packed = [], 0, path.stat().st_size
    try:
        with gzip.open(path, "rb") as stream:
            while part := stream.read(1 << 20):
                size += len(part)
                if size > MOST_UNPACKED or (size > 1 << 28 and size > packed * MOST_TIMES):
                    raise GraphError(f"{path}: unpacks to more than a graph can be", f"{path}：解压后过大，不像图谱文件")
                parts.append(part)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise GraphError(f"{path}: cannot be unpacked: {error}", f"{path}：无法解压：{error}") from error
    return b"".join(parts)


def _root(content: bytes) -> bytes:
    body = re.sub(rb"<!DOCTYPE.*?(?:\[.*?\]\s*)?>|<!--.*?-->|<\?.*?\?>", b"", content[:HEAD], flags=re.DOTALL)
    found = ROOT.search(body)
    return found[1] if found else b""


def _check_entities(path: Path, content: bytes) -> None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:100]:
        raise GraphError(f"{path}: XML in another encoding than UTF-8; convert it", f"{path}：XML 不是 UTF-8 编码，请先转换")
    start = content.find(b"<!DOCTYPE")
    if start < 0:
        return
    for parameter, outside, value in ENTITY.findall(content, start):
        if parameter or outside:
            raise GraphError(
                f"{path}: an external entity: no other file is read; take the declaration out",
                f"{path}：含外部实体；不会读取其他文件，请删去声明",
            )
        if b"&" in value.replace(b"&#", b""):
            raise GraphError(
                f"{path}: an entity made of entities may grow without end; write the words themselves",
                f"{path}：实体中又有实体，可能无限膨胀；请直接写出文字",
            )


def _check_contexts(path: Path, content: bytes) -> None:
    try:
        document = json.loads(content)
    except RecursionError as error:
        raise GraphError(f"{path}: nested too deeply", f"{path}：嵌套过深") from error
    if any(_elsewhere(context) for context in _contexts(document)):
        raise GraphError(
            f"{path}: its @context lies on the network, and nothing is fetched; put the context into the file",
            f"{path}：@context 在网上，而程序不访问网络；请把 context 写进文件",
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


def _reason(error: Exception) -> str:
    """Line and reason of rdflib's BadSyntax, whose own text repeats the file; the words of any other error."""
    if hasattr(error, "lines") and hasattr(error, "_why"):
        return f"line {error.lines + 1}: {error._why}"
    return " ".join(str(error).split())[:200] or type(error).__name__
