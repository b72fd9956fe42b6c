"""Fits the weights of confidence to gold: a logistic regression with a penalty, and what it is worth on documents that it did not see."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg import __version__
from kg.building import graph_of
from kg.confidence import Weights, find_signs
from kg.evaluate.gold import fold_of, read_gold
from kg.evaluate.run import judge_claims
from kg.graph import claim_iri
from kg.inputs import check_account, read_inputs
from kg.interpret import Read, engine_of, interpret, to_read, vocabulary_of
from kg.mentions import Weights as EdgeWeights
from kg.model import Doc
from kg.namespaces import BASE
from kg.script import as_written

Edges = Callable[[str], EdgeWeights]
Floats = npt.NDArray[np.float64]

SEEN = 4  # claims that bear a sign at the least
PENALTY = 10.0
STEPS = 40
FOLDS = 5
ENOUGH = 20
# Chances below which claims may be left out: higher ones gain a little more on short news and lose much on long reviews.
THRESHOLDS = (0.0, 0.05, 0.1, 0.15, 0.2)


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim of a gold document: its signs and its triple, and whether that is right."""

    document: str
    signs: frozenset[str]
    triple: str
    right: bool


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights, and what they are worth on documents that they did not see (by cross-validation).

    `gap` is the mean distance of confidence and share of right claims over bands of 20 claims and more; `before` and `after` are F1 without
    and with the claims below `least`.
    """

    signs: dict[str, float]
    least: float
    claims: int
    gap: float
    before: float
    after: float


def judge(paths: Sequence[Path], edges: Edges | None = None, docs: Iterable[Doc] | None = None) -> tuple[list[Judged], int]:
    """The claims that gold files speak of, optional facts left out, and how many facts they require.

    `edges` are the weights of names by which the document of an id is read, by default the shipped ones; `docs` the annotated documents,
    where they are at hand.
    """
    documents = read_gold(paths)
    reads: list[Read] = []
    signs: dict[str, frozenset[str]] = {}
    for doc in docs if docs is not None else engine_of("bundled")(check_account(read_inputs(paths))):
        read, discourse, found = interpret(doc, edges=edges(doc.article.id) if edges else None)
        claims = as_written(found, doc, read)
        signs.update(
            zip((claim_iri(BASE, claim) for claim in claims), find_signs(found, read, discourse, ontology=vocabulary_of()), strict=True)
        )
        reads.append(to_read(doc, claims, discourse))
    graph = graph_of(reads, options={"version": __version__, "engine": "bundled"})
    judged = [
        Judged(document, signs[claim.iri], str((claim.subject, claim.relations, claim.object)), verdict == "right")
        for document, claim, verdict in judge_claims(graph, documents)
        if verdict != "optional" and claim.iri in signs
    ]
    return judged, sum(not fact.optional for document in documents for fact in document.facts)


def fit(judged: Sequence[Judged], *, penalty: float = PENALTY) -> dict[str, float]:
    """The weight of each sign that enough claims bear, and of "always"; the same for the same claims."""
    count = Counter(sign for claim in judged for sign in claim.signs)
    names = ["always", *sorted(sign for sign, times in count.items() if times >= SEEN)]
    place = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(judged), len(names)))
    table[:, 0] = 1
    for row, claim in enumerate(judged):
        table[row, [place[sign] for sign in claim.signs if sign in place]] = 1
    right = np.array([float(claim.right) for claim in judged])
    weights = _newton(table, right, penalty)
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def _newton(table: Floats, right: Floats, penalty: float) -> Floats:
    """Newton's steps on the penalised likelihood; the intercept goes unpenalised (Hastie, Tibshirani, Friedman, 2009, 4.4)."""
    ridge = np.full(table.shape[1], penalty)
    ridge[0] = 1e-6
    weights = np.zeros(table.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (right - chance) - ridge * weights
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-6:
            break
    return weights


def cross_validate(judged: Sequence[Judged], *, penalty: float = PENALTY) -> list[float]:
    """The chance of each claim by weights fitted on the other folds' documents."""
    folds = [fold_of(claim.document, FOLDS) for claim in judged]
    fitted = [Weights(fit([c for c, k in zip(judged, folds, strict=True) if k != fold], penalty=penalty), 0) for fold in range(FOLDS)]
    return [fitted[fold].chance(claim.signs) for claim, fold in zip(judged, folds, strict=True)]


def fit_weights(paths: Sequence[Path], edges: Edges | None = None, docs: Iterable[Doc] | None = None) -> Fitted:
    """Weights fitted on all documents of the gold files, with the threshold that cross-validation found best; the rest as for `judge`."""
    judged, wanted = judge(paths, edges, docs)
    chances = cross_validate(judged)
    scores = {least: find_f1(judged, chances, wanted, least=least) for least in THRESHOLDS}
    best = max(scores, key=lambda least: (scores[least], -least))
    return Fitted(fit(judged), best, len(judged), find_gap(judged, chances), scores[0], scores[best])


def find_f1(judged: Sequence[Judged], chances: Sequence[float], wanted: int, *, least: float) -> float:
    """F1 of the triples of which some claim has at least this chance."""
    kept = {(c.document, c.triple): c.right for c, chance in zip(judged, chances, strict=True) if chance >= least}
    return 2 * sum(kept.values()) / (len(kept) + wanted)


def find_gap(judged: Sequence[Judged], chances: Sequence[float]) -> float:
    """The mean distance of chance and share of right claims, over bands of a tenth that hold enough claims."""
    gaps = []
    for band in range(10):
        inside = [(chance, c.right) for c, chance in zip(judged, chances, strict=True) if band == min(9, int(chance * 10))]
        if len(inside) >= ENOUGH:
            gaps.append(abs(sum(chance for chance, _ in inside) - sum(right for _, right in inside)) / len(inside))
    return sum(gaps) / len(gaps) if gaps else 0.0


def write_weights(fitted: Fitted, path: Path) -> None:
    """The file that `kg.confidence.read_weights` reads, one sign a line."""
    content = {"least": fitted.least, "signs": fitted.signs}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
