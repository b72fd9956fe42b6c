"""What resolution costs for made-up names with the statistics of news: python benchmarks/resolution.py [-n NAMES ...].

Each article names eight things. How often a name comes up follows Zipf's law (exponent 1), as in the pool of news; one person in five
bears a name that others bear too. CPU seconds and the growth of memory are those of `kg.entities.resolve` alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

import numpy as np

from kg.entities import ArticleEntities
from kg.entities.values import Bearer, Local
from kg.model import Span

SIGNS = "涪岷沱嘉渠乌赤綦芙蓉青白锦江汉清川南北东西华新光安平和顺达通远宏泰盛昌隆"
KINDS = ("Organization", "Person", "Event", "Document")
ENDS = {"Organization": "集团公司", "Person": "", "Event": "技术交流大会", "Document": "建设管理办法"}
EACH = 8


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
import json, os, resource, sys
sys.path.insert(0, sys.argv[2])
from resolution import make_articles
from kg.entities import resolve
from kg.grammar import load_grammar
from kg.names import load_names
from kg.ontology import BASE
articles, grammar, names = make_articles(int(sys.argv[1])), load_grammar(), load_names()
def held(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before, start = held(), sum(os.times()[:2])
found = resolve(articles, base=BASE, grammar=grammar, names=names)
print(json.dumps([len(articles), len({e.iri for e in found.values()}), sum(os.times()[:2]) - start, held() - before]))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, nargs="*", default=[10_000, 30_000, 100_000, 300_000])
    print("mentions articles nodes CPU-seconds MB microseconds/mention")
    for mentions in parser.parse_args().n:
        words = [sys.executable, "-c", ONE, str(mentions), sys.path[0]]
        run = subprocess.run(words, capture_output=True, text=True, check=True)
        articles, nodes, seconds, grown = json.loads(run.stdout.strip().split("\n")[-1])
        print(mentions, articles, nodes, f"{seconds:.2f} {grown:.0f} {1e6 * seconds / mentions:.0f}", flush=True)


if __name__ == "__main__":
    main()
