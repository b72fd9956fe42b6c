"""The texts of the articles that a page carries to be read beside the graph: packed, and no more than a page can bear."""

from __future__ import annotations

import base64
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kg.graph import read_article
from kg.statements import Statement
from kg.text import told_sentences
from kg.view.content import Article

BUDGET = 2_000_000
"""A page carries texts of at most so many characters, those of the articles first that most claims come from."""


def read_texts(articles: Sequence[Article], folder: Path | None) -> list[str]:
    """The text of each article, empty where `folder` holds none or another than the graph was made from (by its SHA-256)."""
    return [read_article(folder, article.id, article.digest) if folder else "" for article in articles]


def choose_texts(articles: Sequence[Article], texts: Sequence[str], statements: Iterable[Statement], *, budget: int = BUDGET) -> list[str]:
    """The texts with those left out, as empty strings, that would exceed the budget."""
    claims = Counter(statement.article for statement in statements)
    chosen = [""] * len(texts)
    for place in sorted(range(len(texts)), key=lambda place: (-claims[articles[place].iri], place)):
        if len(texts[place]) <= budget:
            budget -= len(texts[place])
            chosen[place] = texts[place]
    return chosen


def pack(texts: Sequence[str], articles: Sequence[Article]) -> str:
    """The texts and where their sentences begin and end, as base64 of deflated JSON, empty where there is no text.

    >>> article = Article("", "", "甲", "", "", "", "")
    >>> unpack(pack(["甲。乙。", ""], [article, article]))
    [['甲。乙。', ''], [[0, 2, 2, 4], []]]
    """
    if not any(texts):
        return ""
    cuts = [[end for ends in told_sentences(text, article.title) for end in ends] for text, article in zip(texts, articles, strict=True)]
    body = json.dumps([list(texts), cuts], ensure_ascii=False).encode("utf-8", "replace")
    return base64.b64encode(zlib.compress(body, 9)).decode()


def unpack(packed: str) -> list[Any]:
    """What `pack` packed."""
    texts: list[Any] = json.loads(zlib.decompress(base64.b64decode(packed)))
    return texts
