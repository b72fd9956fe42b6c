"""Boosted trees grown on labelled candidates, as an ONNX network: LightGBM (Ke et al. 2017) with one category against the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.errors import ModelMissing
from kg.mentions.reading import Reading
from kg.mentions.signs import CATEGORIES, Numbers, Signs
from kg.messages import message
from kg.networks.ensemble import AT_MOST, EQUAL, LEAF, Trees
from kg.train.labels import Truth

# Chosen by cross-validation on 915 documents; a word that fewer candidates show than RARE has no code of its own.
OPTIONS: Mapping[str, Any] = {
    "objective": "binary",
    "num_leaves": 31,
    "learning_rate": 0.05,
    "min_data_in_leaf": 8,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "feature_fraction": 0.25,
    "lambda_l2": 2.0,
    "max_cat_to_onehot": 1 << 30,
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}
ROUNDS, RARE = 400, 4
# The probability from which a candidate of a class is taken.
LEAST: Mapping[str, float] = {"Event": 0.33, "Post": 0.5}

Codes = tuple[dict[str, int], ...]
Labels = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The candidates of one sentence of a document with what the gold says of each: true, false, or nothing."""

    document: str
    reading: Reading
    signs: Signs
    truth: Mapping[str, Truth]
    labels: tuple[bool | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Trees with the codes of the categories they were grown on."""

    trees: Trees
    codes: Codes


def fit(samples: Sequence[Sample], *, start: Fitted | None = None, margins: Sequence[Labels] | None = None, rounds: int = ROUNDS) -> Fitted:
    """Trees grown on the samples; with `start`, further trees that correct its sums, `margins`, one array a sample."""
    kept = list(choose_rows(samples))
    codes = extended(start.codes if start else None, samples, kept)
    rows = np.concatenate([samples[i].signs.rows(codes).table[taken] for i, taken in kept])
    labels = np.array([samples[i].labels[k] for i, taken in kept for k in taken], dtype=np.float64)
    sums = None if margins is None else np.concatenate([margins[i][taken] for i, taken in kept])
    grown = _grown(rows, labels, sums, rounds=rounds)
    return Fitted(start.trees + grown if start else grown, codes)


def choose_rows(samples: Sequence[Sample]) -> Iterator[tuple[int, list[int]]]:
    """For each sample that the gold can judge the numbers of the candidates that it judges."""
    for i, sample in enumerate(samples):
        taken = [k for k, label in enumerate(sample.labels) if label is not None]
        if taken:
            yield i, taken


def extended(codes: Codes | None, samples: Sequence[Sample], kept: Sequence[tuple[int, list[int]]]) -> Codes:
    """The codes with those of further words that at least RARE of the kept candidates show, by falling number."""
    counts: list[Counter[str]] = [Counter() for _ in CATEGORIES]
    for i, taken in kept:
        signs = list(samples[i].signs.categories())
        for k in taken:
            for count, value in zip(counts, signs[k], strict=True):
                count[value] += 1
    made = []
    for number, count in enumerate(counts):
        code = dict(codes[number]) if codes else {}
        for value, times in sorted(count.items(), key=lambda pair: (-pair[1], pair[0])):
            if times >= RARE and value not in code:
                code[value] = len(code) + 1
        made.append(code)
    return tuple(made)


def _grown(rows: Numbers, labels: Labels, margins: Labels | None, *, rounds: int) -> Trees:
    try:
        import lightgbm
    except ImportError as error:
        raise ModelMissing(
            message("kg train: the package lightgbm is not installed; install it with: pip install 'kg[train]'"),
        ) from error
    given = lightgbm.Dataset(rows, labels, init_score=margins, categorical_feature=list(range(len(CATEGORIES))), free_raw_data=False)
    options = dict(OPTIONS) if margins is None else {**OPTIONS, "boost_from_average": False}
    return to_trees(lightgbm.train(options, given, rounds).dump_model())


def to_trees(model: Mapping[str, Any]) -> Trees:
    """The trees of a LightGBM model as it dumps them."""
    nodes: list[tuple[int, int, str, int, float, int, int]] = []
    for number, tree in enumerate(model["tree_info"]):
        _add(tree["tree_structure"], number, nodes, counter=[0])
    columns = list(zip(*nodes, strict=True)) if nodes else [()] * 7
    return Trees(*columns)


def _add(node: Mapping[str, Any], tree: int, nodes: list[tuple[int, int, str, int, float, int, int]], *, counter: list[int]) -> int:
    """Append a node and what hangs on it; gives its number in the tree."""
    own = counter[0]
    counter[0] += 1
    if "leaf_value" in node:
        nodes.append((tree, own, LEAF, 0, float(node["leaf_value"]), 0, 0))
        return own
    place = len(nodes)
    mode = EQUAL if node["decision_type"] == "==" else AT_MOST
    yes, no = _add(node["left_child"], tree, nodes, counter=counter), _add(node["right_child"], tree, nodes, counter=counter)
    nodes.insert(place, (tree, own, mode, int(node["split_feature"]), float(node["threshold"]), yes, no))
    return own
