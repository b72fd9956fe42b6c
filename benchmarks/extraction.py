"""CPU time of the whole build beside that of the engine alone, in one run: python benchmarks/extraction.py [FILE.jsonl] [-n N].

Without a file the articles are made up. The engine is warmed up first, so that neither side pays for loading it; the build pays for reading
the ontology, for entities, graph and page. The children of several workers count.
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import tempfile
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from kg.annotate import open_engine
from kg.building import build
from kg.inputs import read_articles
from kg.interpret import read_doc
from kg.model import Article

SENTENCES = (
    "{day}，{event}在{place}开幕。",
    "本届活动由{body}、{body}主办，{body}承办，以“携手向未来”为主题。",
    "{body}{post}{person}出席开幕式并致辞。",
    "{person}表示，{body}将继续扩大合作，让更多群众受益。",
    "{body}与{body}签署《合作框架协议》。",
    "{body}日前印发《{place}发展规划》，提出到2030年建成现代化产业体系。",
    "{body}研发的水质检测机器人在现场展出，吸引了许多观众。",
    "据介绍，今年前{n}个月，{place}接待游客{n}.5万人次，同比增长{n}%。",
    "{person}在{place}考察{body}，并同{person}座谈。",
    "记者在现场看到，展厅里人头攒动，孩子们围着展台问个不停。",
)
FILLERS = {
    "day": ("5月18日", "昨天", "3月12日上午"),
    "event": ("第三届清江生态博览会", "2024年川西读书节", "首届滨海健身大会"),
    "place": ("绵阳市", "恩施国际会展中心", "青岛"),
    "body": ("涪江大学", "蜀光公司", "湖北省生态环境厅", "恩施州人民政府", "岭南科技集团"),
    "post": ("校长", "副主任", "董事长"),
    "person": ("周敏", "李强明", "欧阳晓兰", "马科斯·席尔瓦"),
    "n": ("3", "12", "25"),
}


def make_articles(count: int) -> list[Article]:
    """Articles of about 600 characters, the same on every run."""
    chance = random.Random(0)
    articles = []
    for i in range(count):
        paragraphs = []
        while sum(map(len, paragraphs)) < 600:
            chosen = chance.choices(SENTENCES, k=chance.randint(2, 4))
            paragraphs.append("".join(s.format_map(_Chosen(chance)) for s in chosen))
        articles.append(Article(str(i), "\n".join(paragraphs), date=datetime.date(2024, 5, 20)))
    return articles


class _Chosen(dict[str, str]):
    """Another filler at each place."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance

    def __missing__(self, key: str) -> str:
        return self.chance.choice(FILLERS[key])


def cpu_seconds(run: Callable[[], object]) -> float:
    """CPU seconds of this process and its children for one run."""
    start = sum(os.times()[:4])
    run()
    return sum(os.times()[:4]) - start


def write_texts(articles: Sequence[Article], folder: Path) -> None:
    """One text file for each article."""
    for i, article in enumerate(articles):
        (folder / f"{i:05}.txt").write_text(article.text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, help="articles in JSON lines, one document a line with its text")
    parser.add_argument("-n", "--number", type=int, default=200, help="how many articles (200)")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    given = list(islice(read_articles(options.file), options.number)) if options.file else make_articles(options.number)
    characters = sum(len(article.text) for article in given)
    engine = open_engine()
    docs = list(engine(given[:1]))
    read_doc(docs[0])
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in").mkdir()
        write_texts(given, Path(folder) / "in")
        seconds = {
            "engine alone": cpu_seconds(lambda: docs.extend(engine(given))),
            "reading claims from its documents": cpu_seconds(lambda: [read_doc(doc) for doc in docs[1:]]),
            "whole build without the page": cpu_seconds(
                lambda: build([Path(folder) / "in"], Path(folder) / "bare", workers=options.workers, page=False)
            ),
            "whole build": cpu_seconds(lambda: build([Path(folder) / "in"], Path(folder) / "out", workers=options.workers)),
        }
    print(f"{len(given)} articles, {characters} characters, {options.workers} workers")
    for name, spent in seconds.items():
        print(f"{name:<36}{spent:>8.2f} s{characters / spent:>10,.0f} characters/s{spent / seconds['engine alone']:>7.2f} times the engine")


if __name__ == "__main__":
    main()
