"""The texts of the articles that a page carries to be read beside the graph: packed, and no more than a page can bear."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.graph import article_file
from kg.statements import Statement
from kg.view.content import Article

BUDGET = 2_000_000
"""A page carries texts of at most so many characters, those of the articles first that most claims come from."""


def read_texts(articles: Sequence[Article], folder: Path | None) -> list[str]:
    """The text of each article, empty where `folder` holds none or another than the graph was made from (by its SHA-256)."""
    return [_read_text(article, folder) if folder else "" for article in articles]


def _read_text(article: Article, folder: Path) -> str:
    try:
        raw = (folder / article_file(article.id)).read_bytes()
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return "" if article.digest and hashlib.sha256(raw).hexdigest() != article.digest else text


def choose_texts(articles: Sequence[Article], texts: Sequence[str], statements: Iterable[Statement], *, budget: int = BUDGET) -> list[str]:
    """The texts with those left out, as empty strings, that would exceed the budget."""
    claims = Counter(statement.article for statement in statements)
    chosen = [""] * len(texts)
    for place in sorted(range(len(texts)), key=lambda place: (-claims[articles[place].iri], place)):
        if len(texts[place]) <= budget:
            budget -= len(texts[place])
            chosen[place] = texts[place]
    return chosen


def pack(texts: Sequence[str]) -> str:
    """The texts as base64 of deflated JSON, empty where there is none.

    >>> unpack(pack(["甲", ""]))
    ['甲', '']
    """
    if not any(texts):
        return ""
    body = json.dumps(list(texts), ensure_ascii=False).encode("utf-8", "replace")
    return base64.b64encode(zlib.compress(body, 9)).decode()


def unpack(packed: str) -> list[str]:
    """What `pack` packed."""
    texts: list[str] = json.loads(zlib.decompress(base64.b64decode(packed)))
    return texts
