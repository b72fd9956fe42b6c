"""The figures of the documentation, from the benchmarks' own outputs: `make figures`.

    python benchmarks/figures.py [--only NAME ...] [--gold FILE.jsonl ... [--about SENTENCE]]

Each measure runs on this machine and its output takes the place of the last one in docs/figures.md, with the day, the version and
the machine; what is not run stays as it stands. Kills and fuzzing take hours: they are summed up, in docs/reliability.md, from the log
that their own commands write. Accuracy needs labelled news of one's own (`--gold`), which is none of the project.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import __version__

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "figures.md"
RELIABILITY = ROOT / "docs" / "reliability.md"
HEAD = """# Figures · 数字

Made by `make figures`; nothing here is written by hand. Each part says when and on what machine it was measured.
Accuracy is measured with `make figures GOLD="FILE.jsonl ..." ABOUT="what it is"` on labelled news.
What was tried and why is told in [core](core.md); kills and fuzzing stand in [reliability](reliability.md).

由 `make figures` 生成，没有手写的数字；每节注明测量的日期和机器。准确程度需要自备标准答案：`make figures GOLD="文件.jsonl ..."`。
"""
RELIABILITY_HEAD = """# Reliability · 可靠性

`kg build` 随时可以被终止（断电、`kill -9`），再运行同样的命令即可接着做，结果一字不差；任何文字、任何损坏的文件都只会得到一句说明。
下面的数字由命令生成，没有手写的：`python benchmarks/reliability.py`（终止与任意文字）、`python benchmarks/fuzz.py`（各阶段的任意输入）、
`python benchmarks/mutate.py`（代码中故意放入的错误）。

A build may be killed at any moment: the same command goes on from where it was, to the same bytes. What follows is made by
`make figures` from the log of these three commands; nothing is written by hand.

What tests hold for good is in `tests/test_readings.py`: kills at chosen moments, full disk, damaged store, two builds at once, articles
that fail, take too long, take too much memory, or end their process; `tests/test_cluster.py` kills workers of a cluster,
`tests/test_fuzzed.py` breaks graph files.
"""
HEADS = {PAGE: HEAD, RELIABILITY: RELIABILITY_HEAD}


@dataclass(frozen=True)
class Measure:
    """A part of the page: its heading, and the benchmark with its arguments."""

    heading: str
    command: tuple[str, ...]
    fenced: bool = True
    page: Path = PAGE


MEASURES = {
    "start": Measure("Starting · 启动：CPU seconds of commands, and times those of the libraries alone", ("start.py", "--times", "5")),
    "engine": Measure("The engine · 引擎", ("engine.py",)),
    "build": Measure("A build beside its engine · 建图与引擎", ("extraction.py",)),
    "resolution": Measure("Resolution · 同一性：articles, CPU seconds, memory", ("resolution.py", "-n", "10000", "30000")),
    "query": Measure("Queries on a million triples · 百万三元组上的查询：seconds", ("query.py", "--no-rdflib")),
    "reliability": Measure("Measured · 实测", ("reliability.py", "--report"), fenced=False, page=RELIABILITY),
}


def machine() -> str:
    """The processor, its cores, the memory and Python; no name or path of the machine."""
    model = platform.machine()
    told = Path("/proc/cpuinfo")
    if told.is_file() and (found := re.search(r"model name\s*: (.+)", told.read_text(encoding="utf-8"))):
        model = found[1]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"


def with_part(page: str, name: str, part: str) -> str:
    """The page with a part in the place of the one of that name, or behind all others."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    old = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    new = f"{begin}{part.rstrip()}\n{end}"
    return old.sub(lambda _: new, page) if old.search(page) else f"{page.rstrip()}\n\n{new}"


def to_part(heading: str, output: str, *, fenced: bool = True, about: str = "") -> str:
    """What a benchmark printed, under its heading with day, version and machine."""
    said = f"```text\n{output.strip()}\n```" if fenced else output.strip()
    return f"## {heading}\n\n{datetime.date.today().isoformat()}, kg {__version__}, {machine()}.{about and f' {about}'}\n\n{said}\n"


def run(command: Sequence[str]) -> str:
    """What a command printed; it runs in the project's folder."""
    return subprocess.run([sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def measure_accuracy(gold: Sequence[Path]) -> str:
    """What `kg eval` says of a graph that was built of the gold's own texts."""
    with tempfile.TemporaryDirectory() as folder:
        files = [str(path) for path in gold]
        run(["-m", "kg", "--lang", "en", "build", *files, "-o", folder, "--no-page"])
        return run(["-m", "kg", "--lang", "en", "eval", folder, *files]).replace(folder, "GRAPH")


def main() -> None:
    """Measure, and write the page after each part, so that what was measured is kept when a later one fails."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="+", choices=[*MEASURES, "accuracy"], default=[])
    parser.add_argument("--gold", nargs="*", type=Path, default=[])
    parser.add_argument("--about", default="", help="what the gold is: a sentence, above all whether the rules were written with it")
    given = parser.parse_args()
    wanted: dict[str, Callable[[], str]] = {
        name: lambda one=one: to_part(one.heading, run([f"benchmarks/{one.command[0]}", *one.command[1:]]), fenced=one.fenced)  # type: ignore[misc]
        for name, one in MEASURES.items()
    }
    if given.gold:
        wanted["accuracy"] = lambda: to_part(
            "Accuracy · 准确程度", measure_accuracy([path.resolve() for path in given.gold]), about=given.about
        )
    for name, measure in wanted.items():
        if not given.only or name in given.only:
            print(name, flush=True)
            path = MEASURES[name].page if name in MEASURES else PAGE
            page = path.read_text(encoding="utf-8") if path.is_file() else HEADS[path]
            path.write_text(with_part(page, name, measure()), encoding="utf-8")


if __name__ == "__main__":
    main()
