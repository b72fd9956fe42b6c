"""Which tests of the project run which lines of kg, recorded once and kept in a file, and again for each file of tests that has changed.

A line is named by its function and its place there (`kg/lines.py:Lines.read+3`), so that what is recorded outlives changes elsewhere.
Browsers are left out, and what surrounds the package: they are slow, and notice other things.
"""

from __future__ import annotations

import ast
import gzip
import hashlib
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LEFT_OUT = re.compile(r"test_(page_|query_page|words_page|evaluate_page|site|packaging|wheel|notebooks|engine_real|inputs_hostile)")
SECONDS = 60  # how long the tests that are chosen for a line may take
TOGETHER = 12  # files of tests that are recorded in one run
CROWDED = 5  # times as long as its time of the processor may a run take by the clock, on a machine that does other things
SETTINGS = """[run]
source = {kg}
data_file = {data}
parallel = true
sigterm = true
context = ${{NOTICING_CONTEXT-}}
patch = fork, _exit, subprocess
disable_warnings = no-data-collected, module-not-imported, module-not-measured
"""


@dataclass(slots=True)
class Covering:
    """What each test and shared fixture takes, in seconds of the processor, and which of them run a line."""

    files: dict[str, str] = field(default_factory=dict)
    tests: dict[str, tuple[float, list[str]]] = field(default_factory=dict)
    fixtures: dict[str, float] = field(default_factory=dict)
    runs: dict[str, set[str]] = field(default_factory=dict)

    def choose(self, lines: Iterable[str], own: Sequence[str], *, seconds: float = SECONDS) -> list[str]:
        """The tests that run one of the lines, then others that run its module: what is kept in a cache is run by the first alone.

        The quickest come first, those of the files `own` before others as quick, as many as take so long; those of a file together.
        """
        ran, near = self._running(set(lines)), self._running({one for one in self.runs for line in lines if _are_of_one_module(one, line)})
        takes = {test: own_time + sum(self.fixtures.get(one, 0) for one in shared) for test, (own_time, shared) in self.tests.items()}
        ranked = [
            (who is near, takes[test] / (5 if file_of(test) in own else 1), test)
            for test, (_, shared) in self.tests.items()
            if (who := next((who for who in (ran, near) if test in who or not who.isdisjoint(shared)), None)) is not None
        ]
        chosen: list[str] = []
        paid: set[str] = set()
        spent = 0.0
        for *_, test in sorted(ranked):
            own_time, shared = self.tests[test]
            more = own_time + sum(self.fixtures.get(one, 0) for one in shared if one not in paid)
            if spent + more <= seconds or not chosen:
                chosen.append(test)
                paid.update(shared)
                spent += more
        # Those of a file stay together, or what they share would be made again for each.
        files = {file: at for at, file in enumerate(dict.fromkeys(map(file_of, chosen)))}
        return sorted(chosen, key=lambda test: files[file_of(test)])

    def _running(self, lines: set[str]) -> set[str]:
        return set().union(*(self.runs.get(line, ()) for line in lines))

    def forget(self, files: set[str]) -> None:
        """Drop what was recorded of some files of tests."""
        gone = {test for test in self.tests if file_of(test) in files} | {name for name in self.fixtures if file_of(name) in files}
        self.files = {file: one for file, one in self.files.items() if file not in files}
        self.tests = {test: what for test, what in self.tests.items() if test not in gone}
        self.fixtures = {name: seconds for name, seconds in self.fixtures.items() if name not in gone}
        self.runs = {line: left for line, who in self.runs.items() if (left := who - gone)}

    def save(self, path: Path) -> None:
        names = sorted(set().union(*self.runs.values())) if self.runs else []
        number = {name: at for at, name in enumerate(names)}
        runs = {line: sorted(number[name] for name in who) for line, who in sorted(self.runs.items())}
        path.parent.mkdir(parents=True, exist_ok=True)
        with gzip.open(path, "wt", encoding="utf-8") as stream:
            json.dump({"files": self.files, "tests": self.tests, "fixtures": self.fixtures, "names": names, "runs": runs}, stream)


def _are_of_one_module(line: str, other: str) -> bool:
    return line.partition(":")[0] == other.partition(":")[0]


def load(path: Path) -> Covering:
    if not path.exists():
        return Covering()
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        kept = json.load(stream)
    tests = {test: (seconds, shared) for test, (seconds, shared) in kept["tests"].items()}
    runs = {line: {kept["names"][at] for at in who} for line, who in kept["runs"].items()}
    return Covering(kept["files"], tests, kept["fixtures"], runs)


def cover(folder: Path, path: Path) -> Covering:
    """What the tests of the copy of the project at `folder` run; of files that have not changed since, as `path` keeps it."""
    covering = load(path)
    now = {one.relative_to(folder).as_posix(): one for one in (*folder.glob("tests/test_*.py"), *folder.glob("kg/**/*.py"))}
    now = {name: one for name, one in now.items() if not LEFT_OUT.match(one.name) and has_tests(one)}
    hashes = {name: hashlib.sha256(one.read_bytes()).hexdigest() for name, one in now.items()}
    changed = {name for name in hashes | covering.files if hashes.get(name) != covering.files.get(name)}
    covering.forget(changed)
    waiting = sorted(changed & set(hashes))
    for begin in range(0, len(waiting), TOGETHER):
        files = waiting[begin : begin + TOGETHER]
        record(folder, files, covering)
        covering.files |= {file: hashes[file] for file in files}
        covering.save(path)  # what a stop would lose is no more than these
        print(f"{begin + len(files)} of {len(waiting)} files of tests recorded", flush=True)
    return covering


def has_tests(path: Path) -> bool:
    return path.name.startswith("test_") or ">>> " in path.read_text(encoding="utf-8")


def record(folder: Path, files: Sequence[str], covering: Covering) -> None:
    """Run some files of tests, and add what they run to what is known."""
    # Only the recording needs coverage.
    import coverage

    with tempfile.TemporaryDirectory(prefix="covering-") as name:
        settings = Path(name) / "settings"
        settings.write_text(SETTINGS.format(kg=folder / "kg", data=Path(name) / "lines"), encoding="utf-8")
        run_tests(folder, Path(name), files, COVERAGE_PROCESS_START=str(settings), limit=7200)
        told = json.loads((Path(name) / "tests.json").read_text(encoding="utf-8"))
        if not told["tests"]:
            # Else every fault would seem to survive.
            raise SystemExit(f"no test of {', '.join(files)} ran under coverage: is its .pth file in this environment?")
        measured = coverage.Coverage(config_file=str(settings))
        measured.combine([name])
        data = measured.get_data()
        for path in (path for path in data.measured_files() if path.endswith(".py")):
            names = dict(lines_of(ast.parse(Path(path).read_text(encoding="utf-8"))))
            for line, contexts in data.contexts_by_lineno(path).items():
                if line in names and (who := {one for one in contexts if one}):
                    covering.runs.setdefault(f"{Path(path).relative_to(folder).as_posix()}:{names[line]}", set()).update(who)
    covering.tests |= {test: (seconds, shared) for test, (seconds, shared) in told["tests"].items()}
    covering.fixtures |= told["fixtures"]


def lines_of(node: ast.AST, name: str = "") -> Iterator[tuple[int, str]]:
    """The lines of the functions in a tree, each with its name; those of a function within another come later."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if not isinstance(child, ast.ClassDef):
                yield from (
                    (line, f"{name}{child.name}+{line - child.lineno}") for line in range(child.lineno, (child.end_lineno or 0) + 1)
                )
            yield from lines_of(child, f"{name}{child.name}.")
        else:
            yield from lines_of(child, name)


def file_of(test: str) -> str:
    return test.split("::")[0]


def run_tests(folder: Path, told: Path, files: Sequence[str], *, limit: float, **environ: str) -> int | None:
    """The exit code of some files of tests under the plugin `noticing`; None where they use `limit` seconds of the processor, or hang."""
    here = str(Path(__file__).parent)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(folder), here)), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    # What a fault leaves in a cache must not be read afterwards.
    environment |= {"NOTICING": str(told), "XDG_CACHE_HOME": str(told / "cache"), **environ}
    words = ["-m", "pytest", *(["-x"] if (told / "wanted").exists() else []), "-q", "--doctest-modules", "-p", "noticing"]
    words += ["-p", "no:cacheprovider", f"--basetemp={told / 'tests'}", *files]
    run = subprocess.Popen(
        [sys.executable, *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 1)),
    )
    try:
        code = run.wait(CROWDED * limit)
        return None if code in (-signal.SIGXCPU, -signal.SIGKILL) else code
    except subprocess.TimeoutExpired:
        return None
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
