"""The fitted weights of edges: a file of boosted trees that tells how likely a candidate is a name with its true edges.

The file is an ONNX network with one note, a JSON object: the signs, the codes of their categories, thresholds, and what it was fitted
on. No code comes with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from kg.errors import InputError
from kg.mentions.signs import CATEGORIES, NUMBERS, SHARED, Numbers, SignRows
from kg.messages import message, reason_of
from kg.namespaces import ontology_folder
from kg.networks import Ensemble, open_ensemble

NOTE = "kg.edges"
FORMAT = 1
SHIPPED = "edges.onnx"


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A fitted model of edges.

    `codes` gives for each of CATEGORIES the numbers of the words it knows, `least` the probability from which a candidate of a class is
    taken, `gold` the SHA-256 of the gold that it was fitted on and `documents` how many there were.
    """

    trees: Ensemble
    codes: tuple[Mapping[str, int], ...]
    least: Mapping[str, float]
    gold: str
    documents: int
    path: Path = Path()

    @property
    def version(self) -> str:
        """The format of the model, how many documents it was fitted on, and the first twelve digits of their hash."""
        return f"edges {FORMAT}, {self.documents} documents, {self.gold[:12]}"

    def probabilities(self, rows: SignRows) -> Numbers:
        """The probability of each row of signs, between 0 and 1."""
        return np.asarray(1 / (1 + np.exp(-self.trees.sums(rows.table, (rows.firsts, rows.lasts)))), dtype=np.float32)


def read_weights(path: Path | None = None) -> Weights:
    """The weights in the file, by default the shipped ones; raises InputError for a file that is broken, not ours, or outdated."""
    shown = path or ontology_folder() / SHIPPED
    try:
        stamp = shown.stat()
    except OSError as error:
        raise InputError(
            message("{shown}: cannot be read: {reason}; name a file that kg train wrote", shown=shown, reason=reason_of(error)),
        ) from error
    return _read(shown, stamp.st_mtime_ns, stamp.st_size)


@cache
def _read(path: Path, stamp: int, size: int) -> Weights:
    """The weights of one state of the file, read once."""
    try:
        trees, notes = open_ensemble(path.read_bytes(), SHARED)
        note = json.loads(notes[NOTE])
        weights = Weights(trees, tuple(note["codes"]), note["least"], note["gold"], note["documents"], path)
        fits = note["format"] == FORMAT and note["categories"] == list(CATEGORIES) and note["numbers"] == list(NUMBERS)
        fits = fits and trees.columns <= len(CATEGORIES) + len(NUMBERS)
    except (ValueError, KeyError, TypeError, OSError, RecursionError) as error:
        raise InputError(
            message("{path}: no model of kg train, or a broken one; make it anew with: kg train GOLD -o MODEL", path=path),
        ) from error
    if not fits:
        raise InputError(
            message("{path}: a model of another version of kg; make it anew with: kg train GOLD -o MODEL", path=path),
        )
    return weights


def to_note(codes: Sequence[Mapping[str, int]], least: Mapping[str, float], *, gold: str, documents: int) -> dict[str, str]:
    """What `read_weights` needs to know of a network, as the notes to be written into it."""
    known = {"format": FORMAT, "categories": CATEGORIES, "numbers": NUMBERS, "gold": gold, "documents": documents}
    return {NOTE: json.dumps({**known, "codes": list(codes), "least": dict(least)}, ensure_ascii=False, sort_keys=True)}
