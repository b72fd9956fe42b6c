"""Where in a file a node is described, for those who open the file to mend it."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

PREFIX = re.compile(r"@?prefix\s+([^\s:]*):\s*<([^>]*)>", re.IGNORECASE)
SUBJECT = re.compile(r"(?:<([^>]*)>|([^\s:<\"_]*):([^\s;,]*))\s")


def find_lines(path: Path, nodes: Collection[str]) -> dict[str, int]:
    """IRI -> the line, from 1 on, that begins with it as a subject, in Turtle and N-Triples; other files have no such lines."""
    if path.suffix.lower() not in (".ttl", ".nt", ".nq", ".trig"):
        return {}
    wanted, found, prefixes = set(nodes), dict[str, int](), dict[str, str]()
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        for number, line in enumerate(stream, 1):
            declared = PREFIX.match(line)
            if declared:
                prefixes[declared[1]] = declared[2]
                continue
            subject = SUBJECT.match(line)
            if not subject:
                continue
            iri = subject[1] if subject[1] is not None else prefixes.get(subject[2], "") + subject[3]
            if iri in wanted:
                found.setdefault(iri, number)
    return found
