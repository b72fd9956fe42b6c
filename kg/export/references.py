"""The articles behind a graph or a selection as a list of references: BibTeX and RIS."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.evidence import Core, Report

# What BibTeX or LaTeX would read as its own signs.
SIGNS = {"\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "%": "\\%", "&": "\\&", "#": "\\#", "$": "\\$", "_": "\\_"}
SPACE = re.compile(r"\s+")


def to_bibtex(core: Core) -> bytes:
    """An @article for each article with title, journal, author, day and address; the key is the article's id."""
    keys: set[str] = set()
    return "\n".join(_bibtex(report, _key(report, keys)) for report in core.articles).encode()


def to_ris(core: Core) -> bytes:
    """A NEWS record for each article (RIS format specification, Research Information Systems)."""
    return "\r\n".join("\r\n".join(f"{tag}  - {value}" for tag, value in _ris(report)) + "\r\n" for report in core.articles).encode()


def _bibtex(report: Report, key: str) -> str:
    fields = {
        "title": report.title,
        "journal": report.publisher,
        "author": report.creator,
        "year": report.issued[:4],
        "date": report.issued,
        "url": report.url if "://" in report.url else "",
        "note": report.identifier,
    }
    lines = [f"  {name} = {{{value if name == 'url' else _escape(value)}}}" for name, value in fields.items() if value]
    return f"@article{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _ris(report: Report) -> Iterator[tuple[str, str]]:
    yield "TY", "NEWS"
    fields = {"TI": report.title, "AU": report.creator, "T2": report.publisher, "DA": report.issued.replace("-", "/"), "UR": report.url}
    fields |= {"PY": report.issued[:4], "ID": report.identifier}
    yield from ((tag, SPACE.sub(" ", value)) for tag, value in fields.items() if value)
    yield "ER", ""


def _key(report: Report, taken: set[str]) -> str:
    """The id with what a key may hold, numbered where two would be alike."""
    plain = re.sub(r"[^\w.:/-]+|_+", "-", report.identifier or report.iri).strip("-") or "article"
    key, number = plain, 1
    while key in taken:
        number += 1
        key = f"{plain}-{number}"
    taken.add(key)
    return key


def _escape(text: str) -> str:
    return SPACE.sub(" ", "".join(SIGNS.get(char, char) for char in text))
