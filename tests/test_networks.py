"""Trees as ONNX networks: the same sums as the library that grew them, the same bytes, and back again."""

from __future__ import annotations

import lightgbm
import numpy as np
import pytest

from kg.networks import BROKEN_FILE, Trees, open_ensemble, open_network, to_ensemble
from kg.networks.trees import read_trees, write_trees
from kg.train.fit import to_trees

STUMP = Trees((0, 0, 0), (0, 1, 2), ("BRANCH_EQ", "LEAF", "LEAF"), (1, 0, 0), (7.0, 2.0, -1.0), (1, 0, 0), (2, 0, 0))


def test_a_stump_tells_one_category_from_the_rest() -> None:
    network = open_network(write_trees(STUMP, {}))
    rows = np.array([[0, 7], [0, 8], [7, 0]], dtype=np.float32)
    assert network.run(None, {"rows": rows})[0][:, 0].tolist() == [2.0, -1.0, -1.0]


def test_the_sums_are_those_of_the_library_that_grew_the_trees() -> None:
    drawn = np.random.default_rng(3)
    rows = np.stack([drawn.integers(0, 9, 600), drawn.normal(size=600)], axis=1).astype(np.float32)
    labels = ((rows[:, 0] == 4) | (rows[:, 1] > 0.7)).astype(np.float64)
    options = {"objective": "binary", "max_cat_to_onehot": 1 << 30, "min_data_in_leaf": 3, "verbosity": -1, "num_threads": 1}
    model = lightgbm.train(options, lightgbm.Dataset(rows, labels, categorical_feature=[0]), 12)
    sums = open_network(write_trees(to_trees(model.dump_model()), {})).run(None, {"rows": rows})[0][:, 0]
    assert np.allclose(sums, model.predict(rows, raw_score=True), atol=1e-4)


def test_trees_summed_by_bits_are_those_of_the_network() -> None:
    drawn = np.random.default_rng(5)
    rows = np.stack([drawn.integers(0, most, 800) for most in (40, 3, 12, 90, 2)], axis=1).astype(np.float32)
    labels = ((rows[:, 0] % 7 == 4) ^ (rows[:, 1] == 1) | (rows[:, 3] > 70) & (rows[:, 2] < 5)).astype(np.float64)
    options = {"objective": "binary", "max_cat_to_onehot": 1 << 30, "min_data_in_leaf": 3, "verbosity": -1, "num_threads": 1}
    model = lightgbm.train(options, lightgbm.Dataset(rows, labels, categorical_feature=[0, 1]), 40)
    trees = to_trees(model.dump_model())
    rows[::5, 0], rows[::7, 3] = 1000, 1000  # what no tree asks for
    sums = open_network(write_trees(trees, {})).run(None, {"rows": rows})[0][:, 0]
    _, numbers = np.unique(rows[:, [0, 3]], axis=0, return_inverse=True)
    assert np.allclose(to_ensemble(trees).sums(rows), sums, atol=1e-4)
    assert np.allclose(to_ensemble(trees, [{0, 3}]).sums(rows, [numbers.reshape(-1)]), sums, atol=1e-4)
    kept, notes = open_ensemble(write_trees(trees, {"a": "b"}), [{0, 3}])
    again, _ = open_ensemble(write_trees(trees, {"a": "b"}), [{0, 3}])
    assert notes == {"a": "b"} and kept.columns == 5
    assert np.array_equal(kept.sums(rows), again.sums(rows)) and np.allclose(again.sums(rows), sums, atol=1e-4)


@pytest.mark.parametrize(
    "trees",
    [
        Trees((0, 0), (0, 1), ("BRANCH_EQ", "LEAF"), (1, 0), (7.0, 2.0), (1, 0), (0, 0)),
        Trees((0, 0, 0), (0, 1, 2), ("BRANCH_LT", "LEAF", "LEAF"), (1, 0, 0), (7.0, 2.0, -1.0), (1, 0, 0), (2, 0, 0)),
        Trees((0, 0, 0), (0, 1, 2), ("BRANCH_EQ", "LEAF", "LEAF"), (1, 0, 0), (1e9, 2.0, -1.0), (1, 0, 0), (2, 0, 0)),
    ],
    ids=["a node below itself", "another comparison", "a number too large"],
)
def test_what_is_no_tree_of_ours_is_refused(trees: Trees) -> None:
    with pytest.raises(ValueError, match="trees"):
        to_ensemble(trees)


def test_trees_come_back_and_add_up() -> None:
    assert read_trees(write_trees(STUMP, {"a": "b"})) == (STUMP, {"a": "b"})
    both = open_network(write_trees(STUMP + STUMP, {}))
    assert both.run(None, {"rows": np.array([[0, 7]], dtype=np.float32)})[0].tolist() == [[4.0]]


def test_notes_are_kept_and_bytes_repeat() -> None:
    made = write_trees(STUMP, {"b": "2", "a": "1"})
    assert made == write_trees(STUMP, {"a": "1", "b": "2"})
    assert read_trees(made)[1] == {"a": "1", "b": "2"}


@pytest.mark.parametrize("content", [b"", b"no network", b"\x08\x09" * 40], ids=["empty", "text", "noise"])
def test_a_broken_file_is_told(content: bytes) -> None:
    with pytest.raises(BROKEN_FILE):
        open_network(content)
