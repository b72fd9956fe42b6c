"""The texts of the articles, one file each, beside the graph that counts its offsets in them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from pathlib import Path

from kg.files import replacing
from kg.model import Article
from kg.ontology import digest, mint_article

# Bytes of a file name that every file system takes, less the suffix and the ending of the draft.
LONGEST_NAME = 180


def article_file(identifier: str) -> str:
    """The name of the file that holds the text of the article with this identifier.

    >>> article_file("20230522-1")
    '20230522-1.txt'
    """
    name = mint_article("", identifier).partition("/")[2]
    if len(name.encode("utf-8")) > LONGEST_NAME:
        name = name.encode("utf-8")[: LONGEST_NAME - 18].decode("utf-8", "ignore") + f"__{digest(identifier)}"
    return f"{name}.txt"


def write_articles(articles: Iterable[Article], folder: Path) -> None:
    """Write each article's text to `folder`, in UTF-8, characters and line ends as they are; other files there are left alone."""
    for article in articles:
        with replacing(folder / article_file(article.id)) as draft:
            draft.write_bytes(article.text.encode("utf-8"))


def read_article(folder: Path, identifier: str, sha256: str = "") -> str:
    """The text of an article in a folder, empty where it holds none, or another than the one with that SHA-256 in hexadecimal."""
    try:
        raw = (folder / article_file(identifier)).read_bytes()
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return "" if sha256 and hashlib.sha256(raw).hexdigest() != sha256 else text


def write_boxes(articles: Iterable[Article], path: Path) -> None:
    """Write where each line of the articles stands in print, as CSV: `begin` and `end` count characters of the article's text.

    `page` counts the pages of the file from 1; the sides are points (1/72 inch) from the left and from the top of the page.
    """
    rows = [
        (article.id, article.source, box.span.start, box.span.end, box.page, box.x0, box.y0, box.x1, box.y1)
        for article in articles
        for box in article.boxes
    ]
    with replacing(path) as draft, draft.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        csv.writer(stream).writerows([("article", "file", "begin", "end", "page", "left", "top", "right", "bottom"), *rows])
