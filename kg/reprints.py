"""Near-duplicate articles, found by MinHash, each tied straight to the earliest article of its text."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from kg.model import Article
from kg.ontology import KG, mint_article

PERMUTATIONS = 64
SHINGLE = 5
LIKELY = 0.5  # estimated resemblance at which two texts are compared in full
RESEMBLANCE = 0.7  # shared shingles of all shingles (Broder 1997) at which one is a reprint of the other
CONTAINED = 0.9  # shared shingles of those of the shorter text: a cut reprint
SHORTEST = 40  # characters; below this, formulas alone make texts alike


def find_reprints(articles: Sequence[Article]) -> dict[str, str]:
    """Article id -> id of the earliest article with nearly its text; articles without such a forerunner are left out.

    The earliest is the first by date, then by id; an article without a date comes last. Order of input does not matter.
    """
    shingles = {a.id: found for a in articles if len(found := _shingles(a.text)) >= SHORTEST}
    first = {a.id: (a.date is None, str(a.date), a.id) for a in articles}
    originals: dict[str, str] = {}
    alike = _alike(shingles)
    for article in sorted(shingles, key=first.__getitem__):
        earlier = [originals.get(other, other) for other in alike[article] if first[other] < first[article]]
        if earlier:
            originals[article] = min(earlier, key=first.__getitem__)
    return {article: originals[article] for article in sorted(originals)}


def reprints_as_triples(reprints: Mapping[str, str], base: str) -> Iterator[tuple[str, str, str]]:
    """kg:reprintOf from each reprint straight to its original."""
    for article, original in sorted(reprints.items()):
        yield mint_article(base, article), str(KG.reprintOf), mint_article(base, original)


def _alike(shingles: Mapping[str, frozenset[int]]) -> dict[str, list[str]]:
    """Article id -> articles that its text resembles, or that hold it or are held by it."""
    if len(shingles) < 2:
        return defaultdict(list)
    # It brings scipy, which takes half a second to load.
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]

    index = MinHashLSH(threshold=LIKELY, num_perm=PERMUTATIONS)
    hashes = {}
    for article in sorted(shingles):
        hashes[article] = MinHash(num_perm=PERMUTATIONS, hashfunc=int)
        hashes[article].update_batch(np.fromiter(sorted(shingles[article]), dtype=np.uint64))
        index.insert(article, hashes[article])
    alike: dict[str, list[str]] = defaultdict(list)
    for article, minhash in hashes.items():
        for other in sorted(index.query(minhash)):
            if other != article and _resemble(shingles[article], shingles[other]):
                alike[article].append(other)
    return alike


def _resemble(one: frozenset[int], other: frozenset[int]) -> bool:
    shared = len(one & other)
    return shared >= RESEMBLANCE * len(one | other) or shared >= CONTAINED * min(len(one), len(other))


def _shingles(text: str) -> frozenset[int]:
    letters = re.sub(r"[\W_]+", "", text)
    return frozenset(zlib.crc32(letters[i : i + SHINGLE].encode("utf-8")) for i in range(max(0, len(letters) - SHINGLE + 1)))
