"""Near-duplicate articles, found by MinHash, each tied straight to the earliest article of its text."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any

import numpy as np

from kg.model import Article
from kg.ontology import KG, mint_article

PERMUTATIONS = 64
SHINGLE = 5
LIKELY = 0.5  # estimated resemblance at which two texts are compared in full
RESEMBLANCE = 0.7  # shared shingles of all shingles (Broder 1997) at which one is a reprint of the other
CONTAINED = 0.9  # shared shingles of those of the shorter text: a cut reprint
COMPARED = 256  # articles whose shingles are held while they are compared
SHORTEST = 40  # characters; below this, formulas alone make texts alike


Order = tuple[bool, str, str]


def find_reprints(articles: Sequence[Article]) -> dict[str, str]:
    """Article id -> id of the earliest article with nearly its text; articles without such a forerunner are left out.

    The earliest is the first by date, then by id; an article without a date comes last. Order of input does not matter.
    """
    texts = {article.id: article.text for article in articles}
    sketches = {article.id: to_sketch(article.text) for article in articles}
    return match_sketches(sketches, {article.id: order_of(article) for article in articles}, text_of=texts.__getitem__)


def order_of(article: Article) -> Order:
    """What articles are ordered by, the earliest first."""
    return article.date is None, str(article.date), article.id


def to_sketch(text: str) -> bytes:
    """The MinHash of a text, by which those that resemble each other are found without their texts; empty for a text too short to tell."""
    shingles = _shingles(text)
    if len(shingles) < SHORTEST:
        return b""
    minhash = _empty_minhash().copy()
    minhash.update_batch(np.fromiter(sorted(shingles), dtype=np.uint64))
    return bytes(minhash.hashvalues.astype("<u8").tobytes())


@cache
def sketch_version() -> str:
    """What a sketch rests on beside its text."""
    return f"{version('datasketch')} {PERMUTATIONS} {SHINGLE} {SHORTEST}"


def match_sketches(sketches: Mapping[str, bytes], orders: Mapping[str, Order], *, text_of: Callable[[str], str]) -> dict[str, str]:
    """As `find_reprints`, from sketches kept earlier; `text_of` gives the text of the few articles that have to be compared."""
    originals: dict[str, str] = {}
    alike = _alike({article: sketch for article, sketch in sketches.items() if sketch}, text_of)
    for article in sorted(alike, key=orders.__getitem__):
        earlier = [originals.get(other, other) for other in alike[article] if orders[other] < orders[article]]
        if earlier:
            originals[article] = min(earlier, key=orders.__getitem__)
    return {article: originals[article] for article in sorted(originals)}


def reprints_as_triples(reprints: Mapping[str, str], base: str) -> Iterator[tuple[str, str, str]]:
    """kg:reprintOf from each reprint straight to its original."""
    for article, original in sorted(reprints.items()):
        yield mint_article(base, article), str(KG.reprintOf), mint_article(base, original)


def _alike(sketches: Mapping[str, bytes], text_of: Callable[[str], str]) -> dict[str, list[str]]:
    """Article id -> articles that its text resembles, or that hold it or are held by it."""
    alike: dict[str, list[str]] = defaultdict(list)
    if len(sketches) < 2:
        return alike
    # It brings scipy, which takes half a second to load.
    from datasketch import MinHashLSH  # type: ignore[import-untyped]

    index, shingles = MinHashLSH(threshold=LIKELY, num_perm=PERMUTATIONS), lru_cache(COMPARED)(lambda id: _shingles(text_of(id)))
    hashes = {id: _to_minhash(sketches[id]) for id in sorted(sketches)}
    for article, minhash in hashes.items():
        index.insert(article, minhash)
    for article, minhash in hashes.items():
        for other in sorted(index.query(minhash)):
            if other != article and _resemble(shingles(article), shingles(other)):
                alike[article].append(other)
    return alike


def _to_minhash(sketch: bytes) -> Any:
    minhash = _empty_minhash().copy()
    minhash.hashvalues = np.frombuffer(sketch, dtype="<u8").astype(minhash.hashvalues.dtype)
    return minhash


@cache
def _empty_minhash() -> Any:
    """To be copied: drawing its permutations takes as long as the rest of a sketch."""
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, hashfunc=int)


def _resemble(one: frozenset[int], other: frozenset[int]) -> bool:
    shared = len(one & other)
    return shared >= RESEMBLANCE * len(one | other) or shared >= CONTAINED * min(len(one), len(other))


def _shingles(text: str) -> frozenset[int]:
    """The sums of the runs of five letters in a text.

    >>> len(_shingles("大会今天，开幕。")), len(_shingles("大会开幕"))
    (2, 0)
    """
    letters = re.sub(r"[\W_]+", "", text)
    return frozenset(zlib.crc32(letters[i : i + SHINGLE].encode("utf-8")) for i in range(max(0, len(letters) - SHINGLE + 1)))
