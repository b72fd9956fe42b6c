"""Builds killed at random moments, and texts of any kind: python benchmarks/reliability.py [-k KILLS] [-m MINUTES]; --report.

A build is killed (SIGKILL) after a random part of the time that a whole one takes, started again, and its files are compared byte by byte
with those of a build that was not disturbed. Then texts made of the words of the ontology, of figures, marks and any other characters
are read for some minutes: each reading must end, quote its text, and come back from the store as it was. What came of it is added to
benchmarks/reliability.jsonl, a line for ten kills and one for the texts; --report prints all runs of that log, with those of fuzz.py and
mutate.py, as `make figures` puts them into docs/reliability.md.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from extraction import make_articles
from fuzz import LOG, note
from fuzz import report as fuzz_report

from kg.building import build
from kg.interpret import Read, engine_of, grammar_of, read_doc
from kg.model import Article
from kg.names import load_names
from kg.readings.plain import from_plain, to_plain

ARTICLES = 40
TEN = 10
OTHER = "，。；：、！？“”《》（）()[]{}·—…\n \t%$0123456789０１２３两三十百千万亿年月日ABCxyzéяあ한😀\u200b\ufeff\x00\ue000臺灣發"


def build_apart(inputs: Path, out: Path, *, stop: float | None = None) -> bool:
    """Build in a process of its own, or kill it after `stop` seconds; tells whether it ended by itself.

    The process is forked from this one, which has loaded everything, so that the time goes into building.
    """
    child = os.fork()
    if not child:
        build([inputs], out, workers=2, page=False)
        os._exit(0)
    if stop is not None:
        time.sleep(stop)
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in (0, -signal.SIGKILL):
        raise SystemExit(f"a build failed: {code}")
    return code == 0


def contents(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file() and not p.name.startswith("readings.")}


def kill_builds(kills: int, chance: random.Random) -> Counter[str]:
    """How builds ended that were killed and started again, half of them over an earlier graph."""
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = [{"id": a.id, "text": a.text, "date": str(a.date)} for a in make_articles(ARTICLES + 1)]
        for part, chosen in (("old", lines[1:]), ("new", lines[:-1])):
            (folder / f"{part}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in chosen), encoding="utf-8")
        build_apart(folder / "old.jsonl", folder / "old")
        begin = time.perf_counter()
        build_apart(folder / "new.jsonl", folder / "new")
        whole, right = time.perf_counter() - begin, contents(folder / "new")
        before = contents(folder / "old")
        while sum(found.values()) < kills:
            out = folder / "out"
            shutil.rmtree(out, ignore_errors=True)
            over = chance.random() < 0.5
            if over:
                shutil.copytree(folder / "old", out)
                if chance.random() < 0.5:
                    (out / "readings.sqlite").unlink()
            if build_apart(folder / "new.jsonl", out, stop=chance.random() * whole):
                continue  # it was faster this time
            left = contents(out) if out.exists() else {}
            torn = over and any(left.get(name) not in (before.get(name), right.get(name)) for name in ("graph.ttl", "inputs.csv"))
            build_apart(folder / "new.jsonl", out)
            found["torn" if torn else "right" if contents(out) == right else "wrong"] += 1
            print(dict(found), file=sys.stderr)
    return found


def make_text(chance: random.Random, words: list[str]) -> str:
    """A text of up to 400 words, of the ontology's and of others."""
    pieces = []
    for _ in range(chance.randint(0, 400)):
        kind = chance.random()
        if kind < 0.6:
            pieces.append(chance.choice(words))
        elif kind < 0.97:
            pieces.append(chance.choice(OTHER))
        else:
            pieces.append(chr(chance.randrange(0x110000)))
    return "".join(pieces).encode("utf-8", "replace").decode("utf-8")


def read_texts(minutes: float, chance: random.Random) -> tuple[int, int, int, Counter[str]]:
    """Texts, characters and claims read in so many minutes, and what went wrong."""
    grammar = grammar_of()
    words = sorted({*grammar.verbs, *(word for found in grammar.words.values() for word in found), *load_names().by_name})
    texts = characters = claims = 0
    wrong: Counter[str] = Counter()
    end = time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        article = Article(str(texts), make_text(chance, words))
        texts, characters = texts + 1, characters + len(article.text)
        try:
            [doc] = engine_of("bundled")([article])
            begin = time.process_time()
            read = read_doc(doc)
            if time.process_time() - begin > 10:
                wrong["more than 10 CPU seconds"] += 1
            claims += len(read.claims)
            spans = [m for claim in read.claims for m in (claim.subject, claim.object)]
            wrong["a claim that does not quote its text"] += any(m.span.of(article.text) != m.text for m in spans)
            wrong["a reading that the store changes"] += from_plain(Read, json.loads(json.dumps(to_plain(read)))) != read
        except Exception as error:
            wrong[f"{type(error).__name__}: {str(error)[:80]}"] += 1
            Path(f"/tmp/kg-fuzz-{sum(wrong.values())}.txt").write_text(article.text, encoding="utf-8")
    return texts, characters, claims, +wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-k", type=int, default=50, help="builds to kill")
    parser.add_argument("-m", type=float, default=10, help="minutes of reading any texts")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--log", type=Path, default=LOG)
    parser.add_argument("--report", action="store_true")
    asked = parser.parse_args()
    if asked.report:
        print(report(asked.log))
        return
    chance = random.Random(asked.seed)
    if asked.m:
        texts, characters, claims, wrong = read_texts(asked.m, chance)
        note(asked.log, what="reading", minutes=asked.m, texts=texts, characters=characters, claims=claims, faults=dict(wrong))
    for begin in range(0, asked.k, TEN):
        ends = kill_builds(min(TEN, asked.k - begin), chance)
        note(asked.log, what="kills", kills=sum(ends.values()), seed=asked.seed, **ends)


def report(log: Path) -> str:
    """All runs of the log, summed up for the documentation."""
    runs = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    kills = sum(
        (Counter({k: run.get(k, 0) for k in ("kills", "right", "wrong", "torn")}) for run in runs if run["what"] == "kills"), Counter[str]()
    )
    read = [run for run in runs if run["what"] == "reading"]
    reads = sum((Counter({k: run[k] for k in ("minutes", "texts", "characters", "claims")}) for run in read), Counter[str]())
    found = sum((Counter(run["faults"]) for run in read), Counter[str]())
    faults = "\n".join(f"- {count} × {what}" for what, count in sorted(found.items())) or "- none"
    return f"""Runs of {" and ".join(sorted({run["day"] for run in runs}))}.

### Killed builds · 中途终止的建图

{kills["kills"]} builds of {ARTICLES} articles with two workers were killed (SIGKILL) at a random moment and started again with the
same command. About half of them wrote over the graph of an earlier state. {kills["right"]} ended with the same bytes as a build that nobody
disturbed, {kills["wrong"]} with others; {kills["torn"]} left a torn graph or account behind before they were started again.

### Any text through the engine · 任意文字

{reads["texts"]:,} texts ({reads["characters"]:,} characters) of words of the ontology and other characters were annotated and read in
{reads["minutes"]:g} minutes; they gave {reads["claims"]:,} claims. Faults found:

{faults}

### Any values for each stage · 各阶段的任意输入

`benchmarks/fuzz.py`: raw text to articles and sentences, date words to dates, annotated documents (any tokens, tags, names and
roles) through mentions, frames and claims to a graph, and builds that are cut off, torn and damaged upon the store of readings.
The minutes are those of the clock, on a machine that others used too; the CPU minutes are what was spent.

{fuzz_report(log)}

### Faults put into the code · 代码中故意放入的错误

`benchmarks/mutate.py`: how many of a random sample of small faults (an operator, a condition, a number, a result) are noticed by the tests
that run their line, or by as many of them as take so many seconds of the processor. Asked are 85 %.

{mutation_report(runs)}
"""


def mutation_report(runs: Sequence[Mapping[str, Any]]) -> str:
    """The samples of faults, those of one day, seed and limit together."""
    sums: dict[tuple[str, int, int], Counter[str]] = defaultdict(Counter)
    for run in runs:
        if run["what"] == "mutation":
            sums[run["day"], run["seed"], run.get("seconds", 60)].update({name: run[name] for name in ("tried", "own", "other")})
    rows = [
        f"| {day} | {seed} | {seconds} | {n['tried']} | {n['own'] + n['other']} | {n['own']} | {(n['own'] + n['other']) / n['tried']:.0%} |"
        for (day, seed, seconds), n in sorted(sums.items())
    ]
    return "\n".join(
        ["| day | seed | seconds | faults | noticed | by the tests of its own name | share |", "|---|---:|---:|---:|---:|---:|---:|", *rows]
    )


if __name__ == "__main__":
    main()
