"""Builds killed at random moments, and texts of any kind: python benchmarks/reliability.py [-k KILLS] [-m MINUTES].

A build is killed (SIGKILL) after a random part of the time that a whole one takes, started again, and its files are compared byte by byte
with those of a build that was not disturbed. Then texts made of the words of the ontology, of figures, marks and any other characters
are read for some minutes: each reading must end, quote its text, and come back from the store as it was. `make figures` puts what it prints
into the documentation.
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
from collections import Counter
from pathlib import Path

from extraction import make_articles

from kg.building import build
from kg.interpret import Read, engine_of, grammar_of, read_doc
from kg.model import Article
from kg.names import load_names
from kg.readings.plain import from_plain, to_plain

ARTICLES = 40
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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-k", type=int, default=50)
    parser.add_argument("-m", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    texts, characters, claims, wrong = read_texts(given.m, chance)
    ends = kill_builds(given.k, chance)
    faults = "\n".join(f"- {count} × {what}" for what, count in sorted(wrong.items())) or "- none"
    print(
        f"""By `python benchmarks/reliability.py -k {given.k} -m {given.m:g} --seed {given.seed}`; numbers are of that run.

### Killed builds

{sum(ends.values())} builds of {ARTICLES} articles with two workers were killed (SIGKILL) at a random moment and started again with the
same command. About half of them wrote over the graph of an earlier state. {ends["right"]} ended with the same bytes as a build that nobody
disturbed, {ends["wrong"]} with others; {ends["torn"]} left a torn graph or account behind before they were started again.

### Any text

{texts:,} texts ({characters:,} characters) of words of the ontology and other characters were annotated and read in
{given.m:g} minutes; they gave {claims:,} claims. Faults found:

{faults}

What tests hold for good is in `tests/test_readings.py`: kills at chosen moments, full disk, damaged store, two builds at once,
articles that fail, take too long, take too much memory, or end their process.
"""
    )


if __name__ == "__main__":
    main()
