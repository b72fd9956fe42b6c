"""How much CPU time the commands take that read no text, against the libraries alone that they cannot do without.

    python benchmarks/start.py [--times 7]

The floor of `kg --help` is Python with Typer, which loads pydantic to convert arguments and rich to draw help; the floor of `kg query` is
that without the drawing, and Oxigraph. Seconds are the least of several runs: user and system time, not that of the clock.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from pathlib import Path

SAMPLE = str(Path(__file__).parents[1] / "tests" / "data" / "query_sample.ttl")
COMMAND_LINE = "import typer, typer._adapters"
FLOORS = {
    "python": "pass",
    "typer with pydantic": COMMAND_LINE,
    "and its help drawn by rich": f"{COMMAND_LINE}; import typer.rich_utils",
    "typer with pydantic, Oxigraph": f"{COMMAND_LINE}; import pyoxigraph",
    "rdflib": "import rdflib",
}
COMMANDS = {
    "kg --help": (["--help"], "and its help drawn by rich"),
    "kg --version": (["--version"], "typer with pydantic"),
    "kg query": (["query", SAMPLE, "ASK { ?event kg:name '第七届世界智能大会' }"], "typer with pydantic, Oxigraph"),
    "kg query --named": (["query", SAMPLE, "--named", "organizers", "--arg", "agent=科技部"], "typer with pydantic, Oxigraph"),
    "kg ask": (["ask", SAMPLE, "谁主办了第七届世界智能大会？"], "typer with pydantic, Oxigraph"),
}


def measure(words: list[str], times: int) -> float:
    """The least CPU seconds of a process."""
    spans = []
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spans.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return min(spans)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--times", type=int, default=7)
    times = parser.parse_args().times
    floors = {name: measure(["-c", code], times) for name, code in FLOORS.items()}
    for name, seconds in floors.items():
        print(f"{name:32}{seconds:7.3f}")
    for name, (words, floor) in COMMANDS.items():
        seconds = measure(["-m", "kg", *words], times)
        print(f"{name:32}{seconds:7.3f}{seconds / floors[floor]:6.2f} times {floor}", flush=True)


if __name__ == "__main__":
    main()
