"""B-cubed precision and recall of resolution against clusters labelled by hand: python benchmarks/identity.py LABELS CORPUS...

LABELS is JSON: a list of sets {"articles": [id, ...], "same": [[[class, name], ...], ...], "different": [[class, name], ...]}.
Names that are equal are one thing within a set unless listed under "different" (then one for each article); "same" joins different
names. CORPUS are JSON lines with id, date, title and text. Each set is resolved by itself. B-cubed is that of Bagga and Baldwin (1998),
over the names of each article.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.build import read_all
from kg.entities import resolve
from kg.grammar import load_grammar
from kg.inputs import read_articles
from kg.model import Article
from kg.names import load_names
from kg.ontology import BASE

Key = tuple[str, str, str, str]


def score(gold: Mapping[Key, object], found: Mapping[Key, object]) -> tuple[float, float]:
    """The sums of precision and recall over the names of one set."""
    precision = recall = 0.0
    for key in gold:
        ours = {other for other in gold if found[other] == found[key]}
        theirs = {other for other in gold if gold[other] == gold[key]}
        precision += len(ours & theirs) / len(ours)
        recall += len(ours & theirs) / len(theirs)
    return precision, recall


def label(key: Key, labelled: Mapping[str, Any]) -> object:
    """The thing that a name means by the labels."""
    article, cls, name, _ = key
    for number, group in enumerate(labelled["same"]):
        if [cls, name] in group:
            return number
    return (article, cls, name) if [cls, name] in labelled["different"] else (cls, name)


def main(labels: Path, corpus: Sequence[Path]) -> None:
    """Read the articles of all sets once, resolve each set, print the figures and every set that is not perfect."""
    sets = json.loads(labels.read_text(encoding="utf-8"))
    wanted = {article for labelled in sets for article in labelled["articles"]}
    articles: list[Article] = [a for path in corpus for a in read_articles(path) if a.id in wanted]
    reads = {read.article.id: read for read in read_all(articles)}
    names = total_precision = total_recall = 0.0
    for labelled in sets:
        entities = resolve([reads[a].entities for a in labelled["articles"]], base=BASE, grammar=load_grammar(), names=load_names())
        found = {key: entity.iri for key, entity in entities.items() if key[0]}
        gold = {key: label(key, labelled) for key in found}
        precision, recall = score(gold, found)
        names, total_precision, total_recall = names + len(gold), total_precision + precision, total_recall + recall
        if min(precision, recall) < len(gold) - 1e-9:
            sys.stdout.write(f"{labelled['articles'][0]} P {precision / len(gold):.3f} R {recall / len(gold):.3f}\n")
            for key in sorted(gold, key=lambda k: (str(gold[k]), k)):
                same = [k for k in gold if gold[k] == gold[key]]
                if {k for k in gold if found[k] == found[key]} != set(same):
                    sys.stdout.write(f"   {key[0]} {key[1]} {key[2]} -> {found[key].rpartition('/')[2]}\n")
    sys.stdout.write(f"{len(sets)} sets, {names:.0f} names: B-cubed P {total_precision / names:.3f} R {total_recall / names:.3f}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
