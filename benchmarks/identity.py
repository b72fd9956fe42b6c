"""Which names lead to one node, against 40 groups of articles labelled by hand: python benchmarks/identity.py POOL

POOL are JSON lines (also .xz) with id, date, title and text; those articles that `identity_groups.jsonl` names are read, all at once, and
resolved together. The labels hold ids of articles and names, no text. One half of the groups is for mending: its faults are printed;
of the other half only the figures. B-cubed is that of Bagga and Baldwin (1998). The time of resolution is given beside that of annotation.
"""

from __future__ import annotations

import json
import lzma
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.entities import resolve
from kg.grammar import load_grammar
from kg.inputs import read_articles
from kg.interpret import Read, engine_of
from kg.model import Article, Entity
from kg.names import load_names
from kg.ontology import BASE
from kg.readings import read_all

LABELS = Path(__file__).with_name("identity_groups.jsonl")
Row = Mapping[str, str]
Key = tuple[str, str, str, str]


def articles_of(pool: Path, wanted: set[str]) -> list[Article]:
    """The articles of the pool with these ids."""
    with lzma.open(pool, "rt", encoding="utf-8") if pool.suffix == ".xz" else pool.open(encoding="utf-8") as lines:
        kept = [line for line in lines if json.loads(line)["id"] in wanted]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "groups.jsonl"
        path.write_text("".join(kept), encoding="utf-8")
        return list(read_articles(path))


def score(rows: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """B-cubed precision and recall of (entity, node) pairs."""
    pairs, gold, found = Counter(rows), Counter(e for e, _ in rows), Counter(n for _, n in rows)
    precision = sum(number * number / found[node] for (_, node), number in pairs.items())
    recall = sum(number * number / gold[entity] for (entity, _), number in pairs.items())
    return precision / len(rows), recall / len(rows)


def nodes_of(labels: Sequence[Row], entities: Mapping[Key, Entity]) -> list[str]:
    """The node of each labelled name; "?" and a number where the reading no longer has the name."""
    by_name: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for (article, cls, name, _), entity in entities.items():
        by_name[article, cls, name].add(entity.iri)
    found = [by_name.get((row["article"], row["cls"], row["name"]), set()) for row in labels]
    return [min(iris, default=f"?{number}") for number, iris in enumerate(found)]


def show_faults(rows: Sequence[tuple[str, str]]) -> None:
    """Nodes that hold several things, and things on several nodes."""
    things, nodes = defaultdict(set), defaultdict(set)
    for entity, node in rows:
        things[node].add(entity)
        nodes[entity].add(node.removeprefix(BASE))
    for node in sorted(node for node in things if len(things[node]) > 1):
        sys.stdout.write(f"  merged {node.removeprefix(BASE)}: {' | '.join(sorted(things[node]))}\n")
    for entity in sorted(entity for entity in nodes if len(nodes[entity]) > 1):
        sys.stdout.write(f"  split {entity}: {' | '.join(sorted(nodes[entity]))}\n")


def resolved(reads: Sequence[Read]) -> dict[Key, Entity]:
    """The node of every mention."""
    return resolve([read.entities for read in reads], base=BASE, grammar=load_grammar(), names=load_names())


def main(pool: Path) -> None:
    labels: list[Row] = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    articles = articles_of(pool, {row["article"] for row in labels})
    reads = [outcome for outcome in read_all(articles) if isinstance(outcome, Read)]
    sys.stdout.write(f"{len(reads)} of {len(articles)} articles read\n")
    entities = resolved(reads)
    nodes = nodes_of(labels, entities)
    for half in ("mend", "score"):
        rows = [(row["entity"], node) for row, node in zip(labels, nodes, strict=True) if row["half"] == half]
        missing = sum(node.startswith("?") for _, node in rows)
        precision, recall = score(rows)
        sys.stdout.write(f"{half}: {len(rows)} names, {missing} no longer read, B-cubed P {precision:.3f} R {recall:.3f}\n")
        if half == "mend":
            show_faults(rows)
    shuffled = random.Random(5).sample(reads, len(reads))
    start = time.process_time()
    assert resolved(shuffled) == entities, "the order of articles matters"
    middle = time.process_time()
    list(engine_of("bundled")(articles))
    sys.stdout.write(f"resolution takes {(middle - start) / (time.process_time() - middle):.1%} of annotation's time\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
