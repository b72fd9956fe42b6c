"""Graph files broken in every way, from a fixed seed: a reader gives a graph or one line of error, and touches nothing else."""

from __future__ import annotations

import gzip
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rdflib import Dataset, Graph

from kg.cli import main
from kg.errors import KgError
from kg.query import open_graph, query
from kg.rdf import read_rdf

SAMPLE = Path(__file__).parent / "data" / "sample.ttl"
WRITERS = {".ttl": "turtle", ".nt": "nt", ".nq": "nquads", ".trig": "trig", ".jsonld": "json-ld", ".rdf": "xml", ".trix": "trix"}
# What a parser may stumble over, wherever it stands.
SPLINTERS = [
    b"\x00",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b'"',
    b"<",
    b">",
    b"\\",
    b"\\uD800",
    b"\n",
    b"{",
    b"[" * 300,
    b"]",
    b"@",
    b"^^",
    b"&x;",
]
SPLINTERS += [
    b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
    b"<!DOCTYPE r [<!ENTITY x SYSTEM 'HTTP'>]>",
    b'"@context": "file://SECRET",',
    b"<file://SECRET>",
    b'"@context": "HTTP",',
    b"@prefix : <HTTP> .",
    b"<HTTP>",
    b"&#0;",
    b"9" * 400,
]


@contextmanager
def watched(secret: Path) -> Iterator[list[str]]:
    """What the block connects to or starts, and whether it opens the file `secret` or another that the splinters name."""
    seen: list[str] = []
    on = [True]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        named = event == "open" and str(arguments[0]) in (str(secret), "/etc/passwd")
        if on[0] and (named or event in ("socket.connect", "subprocess.Popen", "os.system", "urllib.Request")):
            seen.append(f"{event} {arguments[:2]}")

    sys.addaudithook(hook)
    try:
        yield seen
    finally:
        on[0] = False


def originals() -> dict[str, bytes]:
    """The sample in each format."""
    graph, dataset = Graph(), Dataset()
    for triple in sorted(Graph().parse(SAMPLE))[:60]:
        graph.add(triple)
        dataset.add(triple)
    return {
        suffix: (dataset if suffix in (".nq", ".trig", ".trix") else graph).serialize(format=f, encoding="utf-8")
        for suffix, f in WRITERS.items()
    }


def break_file(content: bytes, chance: random.Random, url: str, secret: str) -> bytes:
    """The content with some bytes changed, taken out, put in, or a part of it again."""
    body = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 6))):
        i = chance.randrange(len(body) + 1)
        what = chance.randrange(4)
        if what == 0:
            body[i : i + 1] = bytes([chance.randrange(256)])
        elif what == 1:
            del body[i : i + chance.randint(1, 200)]
        elif what == 2:
            body[i:i] = chance.choice(SPLINTERS).replace(b"HTTP", url.encode()).replace(b"SECRET", secret.encode())
        else:
            j = chance.randrange(len(body) + 1)
            body[i:i] = body[j : j + chance.randint(1, 300)]
    return bytes(body)


def send_files(count: int, folder: Path, url: str, secret: Path) -> dict[str, int]:
    """How many of `count` broken files were read and refused; fails on any error that is not told as one."""
    chance, found, known = random.Random(5), {"read": 0, "refused": 0}, originals()
    for number in range(count):
        suffix = chance.choice(list(known))
        content = break_file(known[suffix], chance, url, str(secret))
        path = folder / f"g{number}{suffix}"
        if chance.random() < 0.1:
            path, content = folder / f"{path.name}.gz", gzip.compress(content) if chance.random() < 0.7 else content
        path.write_bytes(content)
        for read in (lambda path=path: query(open_graph(path, cache=False), "ASK { ?s ?p ?o }"), lambda path=path: read_rdf(path)):
            try:
                read()
                found["read"] += 1
            except KgError as error:
                assert str(path) in str(error) and "\n" not in str(error) + error.in_language("zh") and "Traceback" not in str(error), (
                    path,
                    str(error),
                )
                found["refused"] += 1
        if number % 20 == 0:
            for words in (["validate", str(path)], ["export", str(path), "--to", "ntriples", "-o", str(folder / "out.nt")]):
                assert main(words) in (0, 1), (path, words)
        path.unlink()
    return found
