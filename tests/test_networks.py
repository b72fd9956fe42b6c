"""Trees as ONNX networks: the same sums as the library that grew them, the same bytes, and back again."""

from __future__ import annotations

import lightgbm
import numpy as np
import pytest

from kg.networks import BROKEN_FILE, open_network, read_note
from kg.networks.trees import Trees, read_trees, write_trees
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


def test_trees_come_back_and_add_up() -> None:
    assert read_trees(write_trees(STUMP, {"a": "b"})) == STUMP
    both = open_network(write_trees(STUMP + STUMP, {}))
    assert both.run(None, {"rows": np.array([[0, 7]], dtype=np.float32)})[0].tolist() == [[4.0]]


def test_notes_are_kept_and_bytes_repeat() -> None:
    made = write_trees(STUMP, {"b": "2", "a": "1"})
    assert made == write_trees(STUMP, {"a": "1", "b": "2"})
    network = open_network(made)
    assert (read_note(network, "a"), read_note(network, "c")) == ("1", "")


@pytest.mark.parametrize("content", [b"", b"no network", b"\x08\x09" * 40], ids=["empty", "text", "noise"])
def test_a_broken_file_is_told(content: bytes) -> None:
    with pytest.raises(BROKEN_FILE):
        open_network(content)
