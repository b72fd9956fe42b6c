"""Precision, recall, F1 with its interval over documents, and how far the confidence of claims can be trusted."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Literal

from kg.evaluate.claims import GraphClaim, Triple
from kg.evaluate.matching import Case, Judgement

# The bootstrap of Efron (1979): documents are drawn with replacement, always the same draws.
ROUNDS, SEED = 1000, 0
BAND_EDGES = tuple(map(Decimal, ("0", "0.5", "0.6", "0.7", "0.8", "0.9", "1")))

Verdict = Literal["right", "optional", "wrong"]


@dataclass(frozen=True, slots=True)
class Counts:
    """`right` facts were found, `predicted` are these and the wrong triples, `wanted` are the required facts."""

    right: int = 0
    predicted: int = 0
    wanted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.predicted + other.predicted, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        """The share of what was said that is right; 0 where nothing was said."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of what was wanted that was found; 0 where nothing was wanted."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one mode; `interval` holds F1 in 95 of 100 draws of the documents, `relations` the counts of each relation."""

    total: Counts
    interval: tuple[float, float]
    relations: Mapping[str, Counts]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Claims of one confidence band or one pattern; `optional` ones say a fact that is neither required nor wrong.

    `confidence` is their mean confidence, None where they bear none.
    """

    name: str
    right: int
    optional: int
    wrong: int
    confidence: float | None

    @property
    def claims(self) -> int:
        """The number of claims."""
        return self.right + self.optional + self.wrong

    @property
    def share(self) -> float | None:
        """The share of right ones among right and wrong; None where there are none."""
        judged = self.right + self.wrong
        return self.right / judged if judged else None


def count(cases: Sequence[Case], judgements: Sequence[Judgement], loose: Iterable[Triple], *, scored: Sequence[str]) -> Figures:
    """The figures of all documents; each triple of `loose`, which no claim bears, counts as wrong."""
    rows = dict.fromkeys(scored, Counts())
    documents = []
    for case, judgement in zip(cases, judgements, strict=True):
        own = [
            (fact.relation, Counts(i in judgement.found, i in judgement.found, 1)) for i, fact in enumerate(case.facts) if not fact.optional
        ]
        own += [(relation, Counts(predicted=1)) for relation, _, _ in judgement.wrong]
        for relation, counts in own:
            rows[relation] += counts
        documents.append(reduce(add, (counts for _, counts in own), Counts()))
    for relation, _, _ in loose:
        rows[relation] += Counts(predicted=1)
    used = {relation: counts for relation, counts in rows.items() if counts.predicted or counts.wanted}
    return Figures(reduce(add, used.values(), Counts()), find_interval(documents), used)


def find_interval(documents: Sequence[Counts]) -> tuple[float, float]:
    """The 95 % interval of F1 over documents: the 2.5th and 97.5th of a hundred parts of 1,000 draws."""
    draws = random.Random(SEED)
    samples = (draws.choices(documents, k=len(documents)) for _ in range(ROUNDS))
    f1 = sorted(
        Counts(*(sum(column) for column in zip(*((c.right, c.predicted, c.wanted) for c in sample), strict=True))).f1 for sample in samples
    )
    return f1[int(0.025 * ROUNDS)], f1[int(0.975 * ROUNDS)]


def verdicts(claims: Iterable[GraphClaim], case: Case, judgement: Judgement) -> list[tuple[GraphClaim, Verdict]]:
    """Each counted claim of a document with what the gold says of it; saying a found fact again is right."""
    return [(claim, _verdict(claim, case, judgement)) for claim in claims if claim.counts]


def by_confidence(judged: Sequence[tuple[GraphClaim, Verdict]]) -> tuple[Reliability, ...]:
    """The reliability table: claims by band of confidence, those without one last; empty bands are left out."""
    rows = []
    for low, high in zip(BAND_EDGES, BAND_EDGES[1:], strict=False):
        last = high == BAND_EDGES[-1]
        inside = [(c, v) for c, v in judged if c.confidence is not None and low <= c.confidence and (last or c.confidence < high)]
        rows.append(_row(f"{low}–{high}", inside))
    rows.append(_row("", [(claim, verdict) for claim, verdict in judged if claim.confidence is None]))
    return tuple(row for row in rows if row.claims)


def by_pattern(judged: Sequence[tuple[GraphClaim, Verdict]]) -> tuple[Reliability, ...]:
    """The same for each pattern, those with most wrong claims first."""
    patterns = sorted({claim.pattern for claim, _ in judged})
    rows = [_row(pattern, [(c, v) for c, v in judged if c.pattern == pattern]) for pattern in patterns]
    return tuple(sorted(rows, key=lambda row: (-row.wrong, -row.claims, row.name)))


def _verdict(claim: GraphClaim, case: Case, judgement: Judgement) -> Verdict:
    hits = [fact for triple in claim.triples for fact in judgement.hits[triple]]
    if not hits:
        return "wrong"
    return "optional" if all(case.facts[fact].optional for fact in hits) else "right"


def _row(name: str, judged: Sequence[tuple[GraphClaim, Verdict]]) -> Reliability:
    said = [verdict for _, verdict in judged]
    known = [claim.confidence for claim, _ in judged if claim.confidence is not None]
    mean = float(sum(known, Decimal()) / len(known)) if known else None
    return Reliability(name, said.count("right"), said.count("optional"), said.count("wrong"), mean)
