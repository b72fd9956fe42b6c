"""A graph into another store, by Graph Store Protocol or SPARQL Update, in batches, going on where it was broken off."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import platformdirs

from kg.errors import GraphError, OutputError
from kg.graph import find_shards
from kg.messages import message
from kg.query import encode_iri, list_triples, open_graph

Protocol = Literal["gsp", "update"]

TIMEOUT = 120.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of all triples the other store has by now."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Target:
    """Where triples go: the URL of a Graph Store or of an update endpoint, and a user where one is needed."""

    url: str
    protocol: Protocol = "gsp"
    user: str = ""
    password: str = ""


def push(path: Path, target: Target, *, graph: str = "", batch: int = 5000, restart: bool = False) -> Iterator[Progress]:
    """Load the graph at `path` into the target, `batch` triples a request, and tell after each how far it is.

    Of a folder of shards one after the other is loaded, so that no more than one lies in memory.

    The default graph goes into `graph` (an IRI, "" for the target's default graph), named graphs keep their names. What was loaded
    is noted in the user's cache folder by content and target, so that a second call goes on; `restart` forgets the note. Loading a
    batch twice does no harm. Raises GraphError for a graph with blank nodes, whose batches could not be told apart, and OutputError
    when the target refuses or cannot be reached.
    """
    if urllib.parse.urlsplit(target.url).scheme not in ("http", "https"):
        raise OutputError(message("--to {url}: an http or https URL is needed", url=target.url))
    if graph:
        encode_iri(graph, "--graph")
    parts = find_shards(path) if path.is_dir() else []
    total, before, notes = sum(map(_count_lines, parts)), 0, []
    opener = _open(target)
    for part in parts or [path]:
        lines = _read_lines(part, graph)
        note = _note(lines, target, batch)
        notes.append(note)
        done = 0 if restart or not note.exists() else int(json.loads(note.read_text(encoding="utf-8"))["batches"])
        yield Progress(before + min(done * batch, len(lines)), total or len(lines))
        for number, start in enumerate(range(0, len(lines), batch)):
            if number < done:
                continue
            _send(opener, target, lines[start : start + batch])
            _write_note(note, number + 1)
            yield Progress(before + min((number + 1) * batch, len(lines)), total or len(lines))
        before += len(lines)
    for note in notes:
        note.unlink(missing_ok=True)


def _count_lines(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))


def _read_lines(path: Path, graph: str) -> list[tuple[str, str]]:
    """(graph, triple) in a fixed order."""
    source = open_graph(path)
    lines = [(graph, line) for line in list_triples(source)]
    for name in sorted(source.graphs):
        lines += [(name, line) for line in list_triples(source, name)]
    blank = next((line for _, line in lines if line.startswith("_:") or " _:" in line.split('"')[0]), None)
    if blank is not None:
        raise GraphError(
            message("{path}: blank nodes cannot be pushed in batches: {blank}; give them IRIs", path=path, blank=blank),
        )
    return lines


def _note(lines: Sequence[tuple[str, str]], target: Target, batch: int) -> Path:
    key = hashlib.sha256(f"{target.url} {target.protocol} {batch}".encode())
    for graph, line in lines:
        key.update(f"{graph} {line}\n".encode())
    return Path(platformdirs.user_cache_dir("kg", appauthor=False)) / "push" / f"{key.hexdigest()[:32]}.json"


def _write_note(note: Path, batches: int) -> None:
    note.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=note.parent, delete=False, encoding="utf-8") as file:
        json.dump({"batches": batches}, file)
    os.replace(file.name, note)


def _open(target: Target) -> urllib.request.OpenerDirector:
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    if target.user:
        passwords.add_password(None, target.url, target.user, target.password)
    return urllib.request.build_opener(urllib.request.HTTPDigestAuthHandler(passwords), urllib.request.HTTPBasicAuthHandler(passwords))


def _send(opener: urllib.request.OpenerDirector, target: Target, part: Sequence[tuple[str, str]]) -> None:
    for graph in sorted({name for name, _ in part}):
        triples = "\n".join(line for name, line in part if name == graph) + "\n"
        request = _insert(target.url, graph, triples) if target.protocol == "update" else _post(target.url, graph, triples)
        try:
            with opener.open(request, timeout=TIMEOUT) as response:
                response.read()
        except urllib.error.HTTPError as error:
            reason = " ".join(error.read(2000).decode("utf-8", "replace").split())[:300]
            raise OutputError(
                message("{url}: answered {code}: {reason}; run again to go on", url=target.url, code=error.code, reason=reason),
            ) from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise OutputError(message("{url}: cannot be reached: {error}; run again to go on", url=target.url, error=error)) from error


def _post(url: str, graph: str, triples: str) -> urllib.request.Request:
    where = f"graph={urllib.parse.quote(graph, safe='')}" if graph else "default"
    full = f"{url}{'&' if '?' in url else '?'}{where}"
    return urllib.request.Request(full, triples.encode("utf-8"), {"Content-Type": "application/n-triples"}, method="POST")


def _insert(url: str, graph: str, triples: str) -> urllib.request.Request:
    inner = f"GRAPH {encode_iri(graph)} {{\n{triples}}}" if graph else triples
    return urllib.request.Request(url, f"INSERT DATA {{\n{inner}}}".encode(), {"Content-Type": "application/sparql-update"}, method="POST")
