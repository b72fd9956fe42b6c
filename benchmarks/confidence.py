"""Fits the weights of confidence to gold and says what they are worth: python benchmarks/confidence.py GOLD.jsonl... [-o FILE].

The names of each document are read with weights that were fitted on other documents of the gold (three folds), as doubtful as in news that
nobody labelled. The figures are those of five-fold cross-validation by document. Without -o nothing is written; the bundled file is
ontology/confidence.json.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.evaluate.weights import fit_weights, write_weights
from kg.train.run import held_out


def main() -> None:
    """Fit, say the figures, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path)
    options = parser.parse_args()
    docs, edges = held_out(options.gold)
    fitted = fit_weights(options.gold, edges, docs)
    print(f"{fitted.claims} claims, {len(fitted.signs)} signs; mean gap of confidence and share of right claims {fitted.gap:.3f}")
    print(f"F1 {fitted.before:.4f} of all claims, {fitted.after:.4f} without those below {fitted.least}")
    if options.out is not None:
        write_weights(fitted, options.out)


if __name__ == "__main__":
    main()
