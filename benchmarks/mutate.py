"""How many small faults put into kg its tests notice: `make mutate`.

    python benchmarks/mutate.py [--sample 200] [--seed 1] [--begin 0] [--under kg/mentions] [--minutes 60] [--seconds 60] [--seen FILE]

A fault is one changed operator, condition, number, argument or result in a copy of the project. Those tests are tried on it that run its
line, the quickest first, for a minute of the processor at most, or `--seconds`. Which test runs which line is recorded once, in FILE, and
again for each file of tests that has changed. A fault that makes a test hang is noticed too; a test that fails without the fault as well is
not counted.
What survives is listed, to be given a test, or to be deleted where nothing needs it. Each run over the whole of kg is a line of
benchmarks/reliability.jsonl, so that a sample may be tried in parts: those before `--begin` are left out.
"""

from __future__ import annotations

import argparse
import ast
import random
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from covering import SECONDS, Covering, cover, file_of, lines_of, run_tests
from fuzz import LOG, note

ROOT = Path(__file__).parents[1]
WHOLE = "kg"
PARTS = ("kg", "tests", "ontology", "examples", "docs", "benchmarks", "pyproject.toml", "README.md", "Makefile", "LICENSE", "NOTICE")
SEEN = ROOT / "output" / "covering.json.gz"
PASSED, NO_TESTS = 0, 5  # exit codes of pytest
FEW = 3  # files of tests that are tried first
HANGS = 2  # times as long as the tests may take without a fault
CACHES = ("cache", "lru_cache")
# Arguments that no reader of a result can tell apart: how long to wait, how much to keep, and checks of what cannot be.
UNSEEN = ("timeout", "maxsize", "strict", "daemon", "slots", "frozen")
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
    lines: tuple[str, ...]  # those of the statement, by the names that `covering` gives them


def changes(tree: ast.Module) -> Iterator[tuple[ast.AST, range, str, Change]]:
    """Place, lines of the statement, description, and the change itself, of each fault that a module can have, in the order of the tree."""
    for node, lines in inside_functions(tree):
        if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
            new = SWAPS[type(node.ops[0])]
            yield node, lines, f"{type(node.ops[0]).__name__} -> {new.__name__}", lambda n=node, o=new: n.ops.__setitem__(0, o())
        elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in SWAPS:
            new = SWAPS[type(node.op)]
            yield node, lines, f"{type(node.op).__name__} -> {new.__name__}", lambda n=node, o=new: setattr(n, "op", o())
        elif isinstance(node, ast.If | ast.IfExp):
            yield node, lines, "condition negated", lambda n=node: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))
        elif isinstance(node, ast.Constant) and type(node.value) in (bool, int):
            other = not node.value if isinstance(node.value, bool) else node.value + 1
            yield node, lines, f"{node.value} -> {other}", lambda n=node, o=other: setattr(n, "value", o)
        elif isinstance(node, ast.Return) and node.value is not None and not is_nothing(node.value):
            yield node, lines, "return -> None", lambda n=node: setattr(n, "value", ast.Constant(None))


def is_nothing(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not value.value


def inside_functions(tree: ast.Module) -> Iterator[tuple[ast.AST, range]]:
    """The nodes of functions with the lines they need, but for annotations, messages that are raised, and what changes no result."""
    stack: list[tuple[ast.AST, range | None]] = [(tree, None)]
    while stack:
        node, lines = stack.pop()
        if isinstance(node, ast.Raise | ast.AnnAssign) and not (isinstance(node, ast.AnnAssign) and lines):
            continue
        if is_unseen(node):
            continue
        if isinstance(node, ast.stmt) and lines:
            lines = range(node.lineno, node.lineno + 1)
        if lines:
            yield node, range(lines[0], max(lines[-1], getattr(node, "lineno", 0)) + 1)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            # Its own statements narrow this down; its defaults belong to each of them.
            lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        unread = {getattr(node, "annotation", None), getattr(node, "returns", None)}
        stack += [(child, lines) for child in reversed(list(ast.iter_child_nodes(node))) if child not in unread]


def is_unseen(node: ast.AST) -> bool:
    """Whether no change to it shows in a result: the size of a cache, a wait, what a person at a prompt sees of a value."""
    called = node.func if isinstance(node, ast.Call) else node
    named = getattr(called, "attr", getattr(called, "id", None))
    return (
        (isinstance(node, ast.Call) and named in CACHES)
        or (isinstance(node, ast.keyword) and node.arg in UNSEEN)
        or (isinstance(node, ast.FunctionDef) and node.name == "__repr__")
    )


def find_faults(under: str) -> list[Fault]:
    """Every fault below a folder of the project, sorted by module and place."""
    modules = sorted(path for path in (ROOT / under).rglob("*.py")) if (ROOT / under).is_dir() else [ROOT / under]
    return [fault for module in modules for fault in faults_in(module)]


def faults_in(module: Path) -> Iterator[Fault]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    path = module.relative_to(ROOT).as_posix()
    names = dict(lines_of(tree))
    for number, (node, lines, what, _) in enumerate(changes(tree)):
        yield Fault(path, number, getattr(node, "lineno", 0), what, tuple(f"{path}:{names[line]}" for line in lines if line in names))


def with_fault(fault: Fault, source: str) -> str:
    """The source of a module with a fault in it."""
    tree = ast.parse(source)
    next(change for number, (*_, change) in enumerate(changes(tree)) if number == fault.number)()
    return ast.unparse(ast.fix_missing_locations(tree))


def own_tests(path: str) -> list[str]:
    """The files of tests of a module: itself, for its examples, and those of its name."""
    name = Path(path).with_suffix("").parts[1]
    files = sorted((ROOT / "tests").glob("test_*.py"))
    return [path, *(f"tests/{file.name}" for file in files if re.match(rf"test_{re.escape(name)}[_.](?!page)", file.name))]


class Copy:
    """A copy of the project in which faults are tried, with a cache of its own."""

    def __init__(self, folder: Path, seen: Path, *, seconds: float = SECONDS) -> None:
        self.folder, self.seconds = folder, seconds
        self.right: set[str] = set()
        self.wrong: set[str] = set()
        for part in PARTS:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
            elif (ROOT / part).exists():
                shutil.copy(ROOT / part, folder / part)
        self.covering: Covering = cover(folder, seen)

    def notices(self, fault: Fault) -> str:
        """The test that notices a fault; "" where none does."""
        chosen = self.covering.choose(fault.lines, own_tests(fault.path), seconds=self.seconds)
        first = set(list(dict.fromkeys(map(file_of, chosen)))[:FEW])
        # Most faults are noticed by the first few files, and to begin all takes as long as they do.
        for part in ([test for test in chosen if file_of(test) in first], [test for test in chosen if file_of(test) not in first]):
            if failed := self._noticed(fault, part):
                return failed
        return ""

    def _noticed(self, fault: Fault, chosen: list[str]) -> str:
        whole = self.folder / fault.path
        before = whole.read_text(encoding="utf-8")
        while wanted := [test for test in chosen if test not in self.wrong]:
            try:
                whole.write_text(with_fault(fault, before), encoding="utf-8")
                failed = self._failed(wanted)
            finally:
                whole.write_text(before, encoding="utf-8")
            if not failed or failed in self.right or not self._failed([failed] if failed in wanted else wanted):
                self.right |= {failed} & set(wanted)
                return failed
            if failed not in wanted:
                return ""  # nothing runs even without the fault
            self.wrong.add(failed)
        return ""

    def _failed(self, wanted: list[str]) -> str:
        """The first of some tests that fails, or what else went wrong; "" where all pass."""
        seconds = sum(self.covering.tests[test][0] for test in wanted) + sum(self.covering.fixtures.values())
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            told = Path(name)
            (told / "wanted").write_text("\n".join(wanted), encoding="utf-8")
            code = run_tests(self.folder, told, list(dict.fromkeys(map(file_of, wanted))), limit=HANGS * seconds + 30)
            if code in (PASSED, NO_TESTS):
                return ""
            failed = told / "failed"
            return failed.read_text(encoding="utf-8") if failed.exists() else "hangs" if code is None else "does not begin"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--begin", type=int, default=0, help="how many of the sample to leave out")
    parser.add_argument("--under", default=WHOLE)
    parser.add_argument("--minutes", type=float, default=0, help="begin no further fault after so many minutes; 0: no limit")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long the tests of a fault may take")
    parser.add_argument("--seen", type=Path, default=SEEN, help="the file that keeps which test runs which line")
    options = parser.parse_args()
    faults = find_faults(options.under)
    sample = random.Random(options.seed).sample(faults, min(options.sample, len(faults)))
    print(f"{len(faults)} places under {options.under}; {len(sample)} sampled, seed {options.seed}", flush=True)
    noticed: Counter[str] = Counter()
    survivors = []
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        copy = Copy(Path(folder), options.seen, seconds=options.seconds)
        end = time.monotonic() + options.minutes * 60 if options.minutes else float("inf")
        for number, fault in enumerate(sample[options.begin :], start=options.begin + 1):
            if time.monotonic() > end:
                break
            begin = time.monotonic()
            test = copy.notices(fault)
            by = "" if not test else "own" if file_of(test) in own_tests(fault.path) else "other"
            noticed[by] += 1
            survivors += [] if by else [fault]
            took = f"{time.monotonic() - begin:.0f} s"
            print(f"{number:4}  {by or 'SURVIVES':8}  {fault.path}:{fault.line}  {fault.what}  {took}  {test[:100]}", flush=True)
    tried = noticed.total()
    print(f"{tried - noticed['']} of {tried} noticed ({1 - noticed[''] / max(tried, 1):.0%})")
    if tried and options.under == WHOLE:
        found = {"tried": tried, "own": noticed["own"], "other": noticed["other"]}
        note(LOG, what="mutation", seed=options.seed, seconds=int(options.seconds), places=len(faults), **found)
    for fault in sorted(survivors, key=lambda one: (one.path, one.line)):
        print(f"survives: {fault.path}:{fault.line}  {fault.what}")


if __name__ == "__main__":
    main()
