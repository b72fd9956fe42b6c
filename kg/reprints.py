"""Near-duplicate articles, found by MinHash, each tied straight to the earliest article of its text."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from kg.model import Article
from kg.ontology import KG, mint_article

PERMUTATIONS = 64
SHINGLE = 5
# Texts are compared in full where one of 14 bands of 4 permutations is the same: at a resemblance of 0.5 that is so of three in five.
BANDS, ROWS = 14, 4
HASH = "<u4"  # as it is kept
RESEMBLANCE = 0.7  # shared shingles of all shingles (Broder 1997) at which one is a reprint of the other
CONTAINED = 0.9  # shared shingles of those of the shorter text: a cut reprint
COMPARED = 256  # articles whose shingles are held while they are compared
SHORTEST = 40  # characters; below this, formulas alone make texts alike


Order = tuple[bool, str, str]
Hashes = npt.NDArray[np.uint32]


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
    factors, summands = _permutations()
    permuted = _mixed(np.fromiter(shingles, dtype=np.uint32))[:, None] * factors + summands
    return bytes(permuted.min(axis=0).astype(HASH).tobytes())


def sketch_version() -> str:
    """What a sketch rests on beside its text."""
    return f"murmur3 {PERMUTATIONS} {SHINGLE} {SHORTEST}"


@cache
def _permutations() -> tuple[Hashes, Hashes]:
    """The factors, odd ones, and summands that permute the numbers of 32 bits."""
    chance = np.random.RandomState(1)
    factors = chance.randint(0, 1 << 31, PERMUTATIONS, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, chance.randint(0, 1 << 32, PERMUTATIONS, dtype=np.uint32)


def _mixed(hashes: Hashes) -> Hashes:
    """The hashes with their bits mixed (MurmurHash3), since sums of a checksum keep its order."""
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        hashes = (hashes ^ (hashes >> np.uint32(shift))) * np.uint32(factor)
    return hashes


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
    shingles = lru_cache(COMPARED)(lambda id: _shingles(text_of(id)))
    for one, other in _likely(sketches):
        if _resemble(shingles(one), shingles(other)):
            alike[one].append(other)
            alike[other].append(one)
    return alike


def _likely(sketches: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """The pairs of articles whose sketches agree in a band, sorted."""
    pairs, ids, size = set[tuple[str, str]](), sorted(sketches), ROWS * np.dtype(HASH).itemsize
    for start in range(0, BANDS * size, size):
        bearers = defaultdict[bytes, list[str]](list)
        for id in ids:
            bearers[sketches[id][start : start + size]].append(id)
        pairs |= {pair for found in bearers.values() if len(found) > 1 for pair in combinations(found, 2)}
    return sorted(pairs)


def _resemble(one: frozenset[int], other: frozenset[int]) -> bool:
    shared = len(one & other)
    return shared >= RESEMBLANCE * len(one | other) or shared >= CONTAINED * min(len(one), len(other))


def _shingles(text: str) -> frozenset[int]:
    letters = re.sub(r"[\W_]+", "", text)
    return frozenset(zlib.crc32(letters[i : i + SHINGLE].encode("utf-8")) for i in range(max(0, len(letters) - SHINGLE + 1)))
