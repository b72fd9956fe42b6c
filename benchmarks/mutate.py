"""How many small faults put into kg its tests notice: `make mutate`.

    python benchmarks/mutate.py [--sample 200] [--seed 1] [--begin 0] [--under kg/mentions] [--minutes 60]

A fault is one changed operator, condition, number, argument or result in a copy of the project. The tests of its module run on the copy:
its doctests with the tests of its name, then those that import it, the fastest kind first. A fault that makes them hang is noticed too.
What survives is listed, to be given a test, or to be deleted where nothing needs it. Each run over the whole of kg is a line of
benchmarks/reliability.jsonl, so that a sample may be tried in parts: those before `--begin` are left out.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fuzz import LOG, note

ROOT = Path(__file__).parents[1]
WHOLE = "kg"
PARTS = ("kg", "tests", "ontology", "examples", "docs", "benchmarks", "pyproject.toml", "README.md", "Makefile", "LICENSE", "NOTICE")
# Tests of browsers, servers and whole builds: slow, and run for their own modules alone.
LATE = re.compile(
    r"test_(page|query_page|server|site|packaging|wheel|notebooks|endpoint|push|building|docs|cli|library|inputs_hostile|train|weights|ask_strangers|engine_real)"
)
NO_TESTS = 5  # the exit code of pytest where a module has no doctest and no test of its own
HANGS = 10  # times as long as the tests take without a fault
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
}
Change = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """The `number`-th place in the module at `path` where something can be changed; `line` and `what` are for people."""

    path: str
    number: int
    line: int
    what: str


def changes(tree: ast.Module) -> Iterator[tuple[int, str, Change]]:
    """Line, description, and the change itself, of each fault that a module can have, in the order of the tree."""
    for node in inside_functions(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
            new = SWAPS[type(node.ops[0])]
            yield line, f"{type(node.ops[0]).__name__} -> {new.__name__}", lambda n=node, o=new: n.ops.__setitem__(0, o())
        elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in SWAPS:
            new = SWAPS[type(node.op)]
            yield line, f"{type(node.op).__name__} -> {new.__name__}", lambda n=node, o=new: setattr(n, "op", o())
        elif isinstance(node, ast.If | ast.IfExp | ast.While) and not isinstance(node, ast.While):
            yield line, "condition negated", lambda n=node: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))
        elif isinstance(node, ast.Constant) and type(node.value) in (bool, int):
            other = not node.value if isinstance(node.value, bool) else node.value + 1
            yield line, f"{node.value} -> {other}", lambda n=node, o=other: setattr(n, "value", o)
        elif isinstance(node, ast.Return) and node.value is not None and not is_nothing(node.value):
            yield line, "return -> None", lambda n=node: setattr(n, "value", ast.Constant(None))


def is_nothing(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not value.value


def inside_functions(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes of functions but for their annotations and the messages that they raise."""
    stack: list[tuple[ast.AST, bool]] = [(tree, False)]
    while stack:
        node, inside = stack.pop()
        if isinstance(node, ast.Raise | ast.AnnAssign) and not (isinstance(node, ast.AnnAssign) and inside):
            continue
        if inside:
            yield node
        inside = inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        unread = {getattr(node, "annotation", None), getattr(node, "returns", None)}
        stack += [(child, inside) for child in reversed(list(ast.iter_child_nodes(node))) if child not in unread]


def find_faults(under: str) -> list[Fault]:
    """Every fault below a folder of the project, sorted by module and place."""
    modules = sorted(path for path in (ROOT / under).rglob("*.py")) if (ROOT / under).is_dir() else [ROOT / under]
    return [
        Fault(module.relative_to(ROOT).as_posix(), number, line, what)
        for module in modules
        for number, (line, what, _) in enumerate(changes(ast.parse(module.read_text(encoding="utf-8"))))
    ]


def with_fault(fault: Fault, source: str) -> str:
    """The source of a module with a fault in it."""
    tree = ast.parse(source)
    next(change for number, (_, _, change) in enumerate(changes(tree)) if number == fault.number)()
    return ast.unparse(ast.fix_missing_locations(tree))


def tests_of(path: str) -> list[list[str]]:
    """The test files of a module in the order in which they are tried: its own, by name; then those that import it.

    A module that no test imports is tried with the tests of those modules that import it.
    """
    name = Path(path).with_suffix("").parts[1]
    every = sorted((ROOT / "tests").glob("test_*.py"))
    files = [file for file in every if not LATE.match(file.name)]
    own = [file for file in every if re.match(rf"test_{re.escape(name)}[_.](?!page)", file.name)]
    other = importing(name, files)
    if not own and not other:
        above = {file.relative_to(ROOT / "kg").with_suffix("").parts[0] for file in importing(name, (ROOT / "kg").rglob("*.py"))}
        other = [file for one in sorted(above) for file in importing(one, files)]
    files_of = [[f"tests/{file.name}" for file in stage] for stage in (own, [file for file in dict.fromkeys(other) if file not in own])]
    return [[path, *files_of[0]], *([files_of[1]] if files_of[1] else [])]


def importing(name: str, files: Iterable[Path]) -> list[Path]:
    """Those files that import a module of kg."""
    used = re.compile(rf"^\s*(?:from kg\.{name}[ .]|import kg\.{name}\b|from kg import .*\b{name}\b)", re.M)
    return [file for file in files if used.search(file.read_text(encoding="utf-8"))]


class Copy:
    """A copy of the project in which faults are tried, with a cache of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.times: dict[tuple[str, ...], float] = {}
        for part in PARTS:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
            elif (ROOT / part).exists():
                shutil.copy(ROOT / part, folder / part)

    def notices(self, fault: Fault) -> str:
        """Which tests notice a fault, "own" or "other"; "" where none does."""
        stages = tests_of(fault.path)
        limits = [HANGS * self._time_without(tests) + 30 for tests in stages]
        whole = self.folder / fault.path
        before = whole.read_text(encoding="utf-8")
        try:
            whole.write_text(with_fault(fault, before), encoding="utf-8")
            for tests, limit in zip(stages, limits, strict=True):
                if self._run(tests, limit):
                    return "own" if tests is stages[0] else "other"
            return ""
        finally:
            whole.write_text(before, encoding="utf-8")

    def _time_without(self, tests: list[str]) -> float:
        """The seconds that the tests take on the copy as it is; raises SystemExit where they fail then."""
        key = tuple(tests)
        if key not in self.times:
            begin = time.monotonic()
            if self._run(tests, 3600):
                raise SystemExit(f"{' '.join(tests)}: fail without any fault; mend them first")
            self.times[key] = time.monotonic() - begin
        return self.times[key]

    def _run(self, tests: list[str], limit: float) -> str:
        environment = os.environ | {"PYTHONPATH": str(self.folder), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
        with tempfile.TemporaryDirectory(dir=self.folder) as cache:  # what a fault leaves in a cache must not be read afterwards
            words = [
                sys.executable,
                "-m",
                "pytest",
                "-x",
                "-q",
                "--doctest-modules",
                "-p",
                "no:cacheprovider",
                f"--basetemp={cache}/tests",
                *tests,
            ]
            run = subprocess.Popen(
                words,
                cwd=self.folder,
                env=environment | {"XDG_CACHE_HOME": cache},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                return "failed" if run.wait(limit) not in (0, NO_TESTS) else ""
            except subprocess.TimeoutExpired:
                return "hung"
            finally:
                if run.poll() is None:
                    os.killpg(run.pid, signal.SIGKILL)
                    run.wait()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--begin", type=int, default=0, help="how many of the sample to leave out")
    parser.add_argument("--under", default=WHOLE)
    parser.add_argument("--minutes", type=float, default=0, help="begin no further fault after so many minutes; 0: no limit")
    options = parser.parse_args()
    faults = find_faults(options.under)
    sample = random.Random(options.seed).sample(faults, min(options.sample, len(faults)))
    print(f"{len(faults)} places under {options.under}; {len(sample)} sampled, seed {options.seed}", flush=True)
    end = time.monotonic() + options.minutes * 60 if options.minutes else float("inf")
    noticed: Counter[str] = Counter()
    survivors = []
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        copy = Copy(Path(folder))
        for number, fault in enumerate(sample[options.begin :], start=options.begin + 1):
            if time.monotonic() > end:
                break
            by = copy.notices(fault)
            noticed[by] += 1
            survivors += [] if by else [fault]
            print(f"{number:4}  {by or 'SURVIVES':8}  {fault.path}:{fault.line}  {fault.what}", flush=True)
    tried = noticed.total()
    print(f"{tried - noticed['']} of {tried} noticed ({1 - noticed[''] / max(tried, 1):.0%})")
    if tried and options.under == WHOLE:
        note(LOG, what="mutation", seed=options.seed, places=len(faults), tried=tried, own=noticed["own"], other=noticed["other"])
    for fault in sorted(survivors, key=lambda one: (one.path, one.line)):
        print(f"survives: {fault.path}:{fault.line}  {fault.what}")


if __name__ == "__main__":
    main()
