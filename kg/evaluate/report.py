"""An evaluation as JSON values and as lines of text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from kg.columns import pad, width_of
from kg.evaluate.causes import Cause, Difference
from kg.evaluate.figures import Counts, Figures, Reliability
from kg.evaluate.run import Evaluation
from kg.messages import SOURCE


def to_json(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation in plain values, shares rounded to four places, those of single relations to three."""
    return {
        **{mode: _figures(figures) for mode, figures in evaluation.figures.items()},
        "reliability": [_reliability(row) for row in evaluation.reliability],
        "patterns": [_reliability(row) for row in evaluation.patterns],
        "causes": {kind: count_causes(evaluation.differences, kind) for kind in ("missed", "wrong")},
        "differences": [_difference(difference) for difference in evaluation.differences],
    }


def to_text(evaluation: Evaluation, *, lang: str = "zh") -> str:
    """The figures, then tables by relation, by confidence and by cause, for people to read."""
    words = _Words(lang)
    bands = ("confidence", "claims", "right", "optional", "wrong", "share", "mean")
    parts = [
        "\n".join(f"{mode:8} {_line(figures, words)}" for mode, figures in evaluation.figures.items()),
        _table(
            [words("relation"), "P", "R", "F1", words("predicted"), words("wanted")],
            [_relation_row(name, counts) for name, counts in evaluation.figures["strict"].relations.items()],
        ),
        _table([words(head) for head in bands], [_reliability_row(row) for row in evaluation.reliability]),
        _table([words(head) for head in ("cause", "missed", "wrong")], _cause_rows(evaluation.differences, words)),
    ]
    return "\n\n".join(part for part in parts if part)


@cache
def read_words() -> dict[str, Any]:
    """The words of the interface and the meanings of the causes, each in the order of "languages"."""
    words: dict[str, Any] = json.loads(files("kg.evaluate").joinpath("templates", "words.json").read_text(encoding="utf-8"))
    return words


def count_causes(differences: Iterable[Difference], kind: str) -> dict[str, int]:
    """How often each cause stands behind what was missed, or behind what is wrong; the commonest first."""
    causes = [difference.cause for difference in differences if difference.kind == kind]
    return {str(cause): causes.count(cause) for cause in sorted(set(causes), key=lambda cause: (-causes.count(cause), cause))}


class _Words:
    """The words of one language."""

    def __init__(self, lang: str) -> None:
        known = read_words()["languages"]
        self.column = known.index(lang if lang in known else SOURCE)

    def __call__(self, key: str, kind: str = "interface") -> str:
        return str(read_words()[kind][key][self.column])


def _line(figures: Figures, words: _Words) -> str:
    total, (low, high) = figures.total, figures.interval
    found = f"{total.right}/{total.wanted} {words('found')}, {total.right}/{total.predicted} {words('right')}"
    shares = f"P {total.precision:.3f}  R {total.recall:.3f}  F1 {total.f1:.3f}"
    return f"{shares}   ({found}, {words('interval')} {low:.2f}–{high:.2f})"


def _relation_row(name: str, counts: Counts) -> list[str]:
    shares = [f"{share:.2f}" for share in (counts.precision, counts.recall, counts.f1)]
    return [name, *shares, str(counts.predicted), str(counts.wanted)]


def _reliability_row(row: Reliability) -> list[str]:
    shares = ["–" if share is None else f"{share:.2f}" for share in (row.share, row.confidence)]
    return [row.name or "–", str(row.claims), str(row.right), str(row.optional), str(row.wrong), *shares]


def _cause_rows(differences: Sequence[Difference], words: _Words) -> list[list[str]]:
    missed, wrong = (count_causes(differences, kind) for kind in ("missed", "wrong"))
    used = [cause for cause in Cause if cause in missed or cause in wrong]
    return [[words(cause, "causes"), str(missed.get(cause, 0)), str(wrong.get(cause, 0))] for cause in used]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The rows under their head, the first column to the left, numbers to the right; nothing where there are no rows."""
    if not rows:
        return ""
    lines = [head, *rows]
    widths = [max(map(width_of, column)) for column in zip(*lines, strict=True)]
    padded = [[pad(cell, width, right=i > 0) for i, (cell, width) in enumerate(zip(line, widths, strict=True))] for line in lines]
    return "\n".join("  ".join(line) for line in padded)


def _figures(figures: Figures) -> dict[str, Any]:
    total = figures.total
    return {
        "precision": round(total.precision, 4),
        "recall": round(total.recall, 4),
        "f1": round(total.f1, 4),
        "interval": list(figures.interval),
        "right": total.right,
        "predicted": total.predicted,
        "found": total.right,
        "wanted": total.wanted,
        "relations": {name: _counts(counts) for name, counts in figures.relations.items()},
    }


def _counts(counts: Counts) -> dict[str, Any]:
    shares = {"p": counts.precision, "r": counts.recall, "f1": counts.f1}
    return {name: round(share, 3) for name, share in shares.items()} | {"predicted": counts.predicted, "wanted": counts.wanted}


def _reliability(row: Reliability) -> dict[str, Any]:
    rounded = {"share": row.share, "confidence": row.confidence}
    counts = {"name": row.name, "claims": row.claims, "right": row.right, "optional": row.optional, "wrong": row.wrong}
    return counts | {name: None if share is None else round(share, 4) for name, share in rounded.items()}


def _difference(difference: Difference) -> dict[str, Any]:
    names = ("kind", "document", "relation", "subject", "object", "cause")
    return {name: str(getattr(difference, name)) for name in names} | {"claims": [claim.iri for claim in difference.claims]}
