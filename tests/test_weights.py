"""The model file of edges: the shipped one is sound and small; what is broken, foreign or of another version is told in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_networks import STUMP

from kg.errors import InputError
from kg.mentions import read_weights
from kg.mentions.signs import CATEGORIES, NUMBERS
from kg.mentions.weights import NOTE, to_note
from kg.networks.trees import write_trees
from kg.ontology import ontology_folder

OLD = json.dumps({"format": 0, "codes": [], "least": {}, "gold": "", "documents": 0, "categories": [], "numbers": []})


def written(folder: Path, content: bytes) -> Path:
    path = folder / "model.onnx"
    path.write_bytes(content)
    return path


def test_the_shipped_model_is_small_and_says_what_it_was_fitted_on() -> None:
    weights = read_weights()
    assert (ontology_folder() / "edges.onnx").stat().st_size < 5_000_000
    assert weights.documents > 900
    assert len(weights.gold) == 64
    assert len(weights.codes) == len(CATEGORIES)
    assert weights.gold[:12] in weights.version


def test_a_model_comes_back_from_its_file(tmp_path: Path) -> None:
    codes = [{"a": 1}] * len(CATEGORIES)
    weights = read_weights(written(tmp_path, write_trees(STUMP, to_note(codes, {"Event": 0.5}, gold="0" * 64, documents=3))))
    assert (weights.documents, weights.least, weights.codes[0]) == (3, {"Event": 0.5}, {"a": 1})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "broken"),
        (b"PK\x03\x04 no network at all", "broken"),
        (write_trees(STUMP, {}), "broken"),
        (write_trees(STUMP, {NOTE: "[1, 2]"}), "broken"),
        (write_trees(STUMP, {NOTE: '{"format": 1}'}), "broken"),
        (write_trees(STUMP, {NOTE: OLD}), "another version"),
    ],
    ids=["empty", "no network", "foreign network", "other note", "note in part", "old version"],
)
def test_a_file_that_is_no_model_is_told_in_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said) as told:
        read_weights(written(tmp_path, content))
    assert "\n" not in str(told.value)
    assert "kg train" in told.value.in_language("zh")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere.onnx"):
        read_weights(tmp_path / "nowhere.onnx")


def test_the_signs_have_names_of_their_own() -> None:
    assert len({*CATEGORIES, *NUMBERS}) == len(CATEGORIES) + len(NUMBERS)
