"""What was read of a page, a line an article, to be compared with what was read of it before."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.model import Article
from kg.text import split_sentences

GOLDEN = Path(__file__).parent / "golden"


def tell(name: str, articles: Sequence[Article]) -> Iterator[str]:
    """Name of the page, title, what a page tells of an article, its first and last words, and the sum of its text, sentences and boxes."""
    for article in articles:
        sentences = split_sentences(article)
        kinds = "".join(sentence.kind[0] for sentence in sentences)
        own = article.text.replace("\n", "/")
        # The sum tells apart what the first and last words do not.
        sums = [article.text, str([sentence.span for sentence in sentences]), str([(box.span, box.page) for box in article.boxes])]
        told = f"{article.date or ''} {article.publisher} {article.page}".strip()
        yield f"{name} {article.title} | {told} | {own[:24]}…{own[-24:]} | {len(own)} {kinds} {zlib.crc32(''.join(sums).encode()):08x}"


def compare(name: str, told: Sequence[str], *, rewrite: bool) -> None:
    """Raise AssertionError where something else is told than the golden file says; or write it anew."""
    path = GOLDEN / name
    if rewrite:
        path.write_text("\n".join(told) + "\n", encoding="utf-8")
    assert list(told) == path.read_text(encoding="utf-8").splitlines(), "look at each change, then run pytest --rewrite-golden"
