"""What resolution costs for made-up names as news has them: python benchmarks/resolution.py [-n NAMES ...] [--workers N] [--plot].

Each article names eight things. How often a name comes up follows Zipf's law (exponent 1), as in the pool of news; one person in five
bears a name that others bear too. CPU seconds and the growth of memory beyond the names given are those of `kg.readings.resolve_all`
alone; with several workers `own` are the CPU seconds of the process that divides the names and gathers the nodes.
Each run is a line of benchmarks/resolution.jsonl; --plot draws the last run of each size into docs/img/resolution.svg;
--blocks OUT counts the parts into which the names of a build could be divided.
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from kg.entities import ArticleEntities, divide
from kg.entities.values import Bearer, Local
from kg.grammar import load_grammar
from kg.model import Span
from kg.names import load_names
from kg.readings import open_store

SIGNS = "涪岷沱嘉渠乌赤綦芙蓉青白锦江汉清川南北东西华新光安平和顺达通远宏泰盛昌隆"
KINDS = ("Organization", "Person", "Event", "Document")
ENDS = {"Organization": "集团公司", "Person": "", "Event": "技术交流大会", "Document": "建设管理办法"}
EACH = 8
LOG = Path(__file__).with_name("resolution.jsonl")
PLOT = Path(__file__).parents[1] / "docs" / "img" / "resolution.svg"


def make_articles(mentions: int) -> list[ArticleEntities]:
    """So many mentions of things in articles of eight, the same on every run."""
    chance = np.random.default_rng(0)
    count = max(mentions // 3, 1)
    weights = 1 / np.arange(1, count + 1)
    drawn = chance.choice(count, size=mentions, p=weights / weights.sum())
    articles = []
    for number in range(0, mentions, EACH):
        found = {name_of(int(rank)): int(rank) for rank in drawn[number : number + EACH]}
        identifier = f"{number:09}"
        articles.append(ArticleEntities(identifier, tuple(local_of(*key, identifier) for key in sorted(found)), "2024-05-20"))
    return articles


def name_of(rank: int) -> tuple[str, str]:
    kind = KINDS[rank % len(KINDS)]
    number = rank // 5 * 4 if kind == "Person" and rank % 5 == 0 else rank
    digits = []
    for _ in range(2 if kind == "Person" else 4):
        number, digit = divmod(number, len(SIGNS))
        digits.append(SIGNS[digit])
    return kind, ("周" if kind == "Person" else "") + "".join(digits) + (str(number) if number else "") + ENDS[kind]


def local_of(kind: str, name: str, article: str) -> Local:
    bearer = Bearer(frozenset({"校长"}), frozenset({f"第{int(article) % 97}大学"})) if kind == "Person" else None
    return Local((kind, name, ""), name, ((kind, name, ""),), bearer=bearer, said=Span(0, len(name)))


ONE = """
import gc, json, os, resource, sys
sys.path.insert(0, sys.argv[3])
from resolution import make_articles
from kg.interpret import grammar_of, names_of
from kg.ontology import BASE
from kg.readings import resolve_all
gc.disable()  # as in a build
articles, _, _ = make_articles(int(sys.argv[1])), grammar_of(), names_of()
def held(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
def given():  # as a store gives them
    while articles:
        yield articles.pop()
count, before, start, own = len(articles), held(), sum(os.times()[:4]), sum(os.times()[:2])
found = resolve_all(given(), base=BASE, workers=int(sys.argv[2]))
seconds = [sum(os.times()[:4]) - start, sum(os.times()[:2]) - own]
print(json.dumps([count, len({e.iri for e in found.values()}), *seconds, held() - before, held()]))
"""


def measure(mentions: int, workers: int) -> dict[str, Any]:
    """What so many mentions cost, in a process of their own and so many workers."""
    words = [sys.executable, "-c", ONE, str(mentions), str(workers), sys.path[0]]
    run = subprocess.run(words, capture_output=True, text=True, check=True)
    articles, nodes, seconds, own, grown, held = json.loads(run.stdout.strip().split("\n")[-1])
    told = {"day": datetime.date.today().isoformat(), "mentions": mentions, "articles": articles, "nodes": nodes, "workers": workers}
    return {**told, "seconds": round(seconds, 2), "own": round(own, 2), "MB": round(grown), "held": round(held)}


def plot(runs: Iterable[dict[str, Any]]) -> None:
    """Time and memory by the number of names, both axes by powers of ten, beside lines of proportion; the same bytes for the same runs."""
    # Needed for this alone.
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "kg", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot

    last = {run["mentions"]: run for run in runs if run.get("workers", 1) == 1}
    sizes = sorted(last)
    figure, axes = pyplot.subplots(1, 2, figsize=(8, 3.2), layout="constrained")
    for axis, name, unit in zip(axes, ("seconds", "MB"), ("CPU seconds", "memory, MB"), strict=True):
        found = [last[size][name] for size in sizes]
        axis.loglog(sizes, found, "o-", label="measured")
        axis.loglog(sizes, [found[-1] * size / sizes[-1] for size in sizes], "--", color="grey", label="in proportion to the last")
        axis.set(xlabel="mentions of names", ylabel=unit)
        axis.legend()
    PLOT.parent.mkdir(exist_ok=True)
    figure.savefig(PLOT, metadata={"Date": None})


def blocks(out: Path) -> str:
    """How many blocks the names of a build fall into, and how large the largest is."""
    grammar = load_grammar()
    with open_store(out / "readings.sqlite") as store:
        found = list(divide(store.entities(), grammar=grammar, names=load_names(), size=1))
    count, largest = sum(map(len, found)), max(found, key=len)
    [(name, _)] = Counter(member.local.target[1] for member in largest).most_common(1)
    return f"{count} things in {len(found)} blocks, the largest of {len(largest)} ({len(largest) / count:.1%}), that of {name}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-n", type=int, nargs="*", default=[10_000, 30_000, 100_000, 300_000])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--log", type=Path, default=LOG)
    parser.add_argument("--plot", action="store_true")
    parser.add_argument("--blocks", type=Path, metavar="OUT", help="an output folder of kg build, whose names are counted by blocks")
    asked = parser.parse_args()
    if asked.blocks:
        print(blocks(asked.blocks))
        return
    if asked.plot:
        plot(json.loads(line) for line in asked.log.read_text(encoding="utf-8").splitlines())
        return
    print("mentions articles nodes CPU-seconds own MB held microseconds/mention")
    for mentions in asked.n:
        run = measure(mentions, asked.workers)
        with asked.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(run) + "\n")
        per = f"{1e6 * run['seconds'] / mentions:.0f}"
        print(*(run[name] for name in ("mentions", "articles", "nodes", "seconds", "own", "MB", "held")), per, flush=True)


if __name__ == "__main__":
    main()
