"""What a build costs as it grows: python benchmarks/scale.py [FILE.jsonl] [-n N] [-o REPORT.json].

Without a file the articles are made up. CPU seconds, so that other work on the machine does not count; children count too. Ratios are of
one run: a rebuild with one changed article to the build from nothing, the last tenth of the reading to the first, memory at the end of
the reading to that after its first tenth, readings with two workers to those with one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path
from typing import Any

from extraction import make_articles

BUILD = """
import json, os, sys, time
from pathlib import Path
from kg.building import build
def cpu(): t = os.times(); return t.user + t.system + t.children_user + t.children_system
def memory():
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) / 1024
marks = []
def advance(done, total, name):
    if done % max(total // 10, 1) == 0: marks.append((done, cpu(), memory()))
inputs, out, workers, page = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "page"
begin, clock = cpu(), time.perf_counter()
report = build([inputs], out, workers=workers, page=page, progress=advance)
import resource
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
cost = dict(cpu=cpu() - begin, clock=time.perf_counter() - clock, peak=peak)
print(json.dumps(dict(cost, read=report.read, marks=marks, claims=report.claims)))
"""


def run_build(inputs: Path, out: Path, *, workers: int = 1, page: bool = True) -> dict[str, Any]:
    """One build in a process of its own, with what it cost."""
    words = [sys.executable, "-c", BUILD, str(inputs), str(out), str(workers), "page" if page else ""]
    run = subprocess.run(words, env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(run.stdout.strip().split("\n")[-1])
    return found


def run_command(*words: str) -> float:
    """The CPU seconds of a command, the least of three runs."""

    def once() -> float:
        before = os.times()
        subprocess.run([sys.executable, "-m", "kg", *words], capture_output=True, check=True)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    return min(once() for _ in range(3))


def write_inputs(lines: list[dict[str, str]], path: Path) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def measure(lines: list[dict[str, str]], folder: Path) -> dict[str, Any]:
    """All figures of one run."""
    inputs, out = write_inputs(lines, folder / "in.jsonl"), folder / "out"
    whole = run_build(inputs, out)
    again = run_build(inputs, out)
    lines[len(lines) // 2]["text"] += "清江大学与蜀光公司签署《合作备忘录》。"
    one = run_build(write_inputs(lines, inputs), out)
    marks = whole["marks"]
    tenths = [after[1] - before[1] for before, after in zip(marks, marks[1:], strict=False)]
    two = run_build(inputs, folder / "two", workers=2, page=False)
    single = run_build(inputs, folder / "single", workers=1, page=False)
    return {
        "articles": len(lines),
        "claims": whole["claims"],
        "CPU seconds of the build from nothing": round(whole["cpu"], 1),
        "CPU milliseconds an article, reading": round(1000 * sum(tenths) / (marks[-1][0] - marks[0][0]), 1),
        "last tenth of the reading to the first": round(tenths[-1] / tenths[0], 2),
        "MB after the first tenth, at the end of the reading, at the peak": [round(marks[0][2]), round(marks[-1][2]), round(whole["peak"])],
        "memory at the end of the reading to that after its first tenth": round(marks[-1][2] / marks[0][2], 2),
        "rebuild without a change to the build from nothing": round(again["cpu"] / whole["cpu"], 3),
        "rebuild with one changed article to the build from nothing": round(one["cpu"] / whole["cpu"], 3),
        "articles read in that rebuild": one["read"],
        "clock of two workers to one, without page": round(two["clock"] / single["clock"], 2),
        "CPU of two workers to one, without page": round(two["cpu"] / single["cpu"], 2),
        "CPU seconds: kg --help": round(run_command("--help"), 2),
        "CPU seconds: kg query on a small graph": round(run_command("query", "tests/data/query_sample.ttl", "ASK{}"), 2),
        "CPU seconds: kg build of one article": round(run_command("build", *_one(folder)), 2),
    }


def _one(folder: Path) -> list[str]:
    path = folder / "one.txt"
    path.write_text("5月18日，涪江大学与蜀光公司在绵阳市签署《合作框架协议》。", encoding="utf-8")
    out = folder / "one"
    return [str(path), "-o", str(out), "--base", "https://example.org/kg/id/"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("-n", type=int, default=500)
    parser.add_argument("-o", type=Path)
    given = parser.parse_args()
    if given.file:
        with given.file.open(encoding="utf-8") as stream:
            lines = [json.loads(line) for line in islice(stream, given.n)]
    else:
        lines = [{"id": a.id, "text": a.text, "date": str(a.date)} for a in make_articles(given.n)]
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(lines, Path(folder))
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    print(text)
    if given.o:
        given.o.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
