"""The documentation is true: every command and option stands in it, and every command that it shows runs.

`python tests/test_docs.py` writes docs/cli.md anew from the command line itself.
"""

from __future__ import annotations

import doctest
import importlib
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from enum import EnumType
from pathlib import Path
from typing import Any, get_args

import pytest

from kg.cli import main, make_command
from kg.query import named_queries, open_graph, select

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "cli.md"
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```(?:sh|console|bash)\n(.*?)^```", re.M | re.S)
TURTLE = re.compile(r"^```turtle\n(.*?)^```", re.M | re.S)
SESSION = re.compile(r"^```console\n(.*?)^```", re.M | re.S)
RECIPE = re.compile(r"^## (\d+)\..*?```sparql\n(.*?)^```\n\n→ `(.*?)`$", re.M | re.S)
HAN = re.compile("[\u4e00-\u9fff]")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)")

# Commands that the test does not run to their end: they serve, or need another server or the network. Only their words are parsed.
ENDLESS = {"serve", "push", "mcp"}
FETCHING = re.compile(r"kg model fetch|--engine (?:hanlp|restful):|--endpoint")


def shown_commands(page: Path) -> list[str]:
    """The command lines of a page's code blocks, without prompts, outputs, comments."""
    lines: list[str] = []
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        whole = block.replace("\\\n", " ").splitlines()
        prompted = [line[2:] for line in whole if line.startswith("$ ")]
        lines += prompted or [line for line in whole if line.strip() and not line.startswith("#")]
    return lines


SHOWN = [(page.name, line) for page in PAGES for line in shown_commands(page)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, demo: Path) -> Path:
    """A folder in which the demo has been built, with the files that the documentation speaks of."""
    folder = tmp_path_factory.mktemp("docs")
    for name in ("examples", "ontology"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(demo, folder / "output")
    shutil.copytree(folder / "examples", folder / "my-news")
    (folder / "my.ttl").write_text("".join(TURTLE.findall((ROOT / "docs" / "words.md").read_text(encoding="utf-8"))), encoding="utf-8")
    fact = '{"p": "organizes", "s": ["绵阳市人民政府"], "o": ["第五届川北机器人博览会"]}'
    (folder / "mine.ttl").write_text("@prefix kg: <https://example.org/kg/ontology#> .\n", encoding="utf-8")
    for name in ("gold.jsonl", "more.jsonl"):
        line = f'{{"id": "{name}", "date": "2024-05-18", "text": "{name}", "facts": [{fact}]}}\n'
        (folder / name).write_text(line, encoding="utf-8")
    return folder


@pytest.mark.parametrize("page, line", [(page, line) for page, line in SHOWN if re.match(r"(?:\.venv/bin/)?kg ", line)])
def test_each_command_runs(page: str, line: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = shlex.split(line.removeprefix(".venv/bin/").split(" | ")[0])[1:]
    if words[0] in ENDLESS or FETCHING.search(line):
        make_command("en").make_context("kg", words, obj="en")
        return
    monkeypatch.chdir(folder)
    assert main(words) == 0


def shown_sessions(page: Path) -> list[tuple[str, str, str]]:
    """Language, command line and printed text of each command that a page shows with its output; Chinese comes first."""
    chinese, _, english = page.read_text(encoding="utf-8").partition("# In English")
    return [
        (lang, line, printed)
        for lang, part in (("zh", chinese), ("en", english))
        for block in SESSION.findall(part)
        for line, _, printed in (step.partition("\n") for step in block.removeprefix("$ ").split("\n$ "))
    ]


def as_pattern(printed: str) -> str:
    """A line `…` stands for any lines, `…` within a line for any characters."""
    lines = printed.rstrip("\n").split("\n")
    return "".join("(?:.*\n)*?" if line.strip() == "…" else ".*?".join(map(re.escape, line.rstrip().split("…"))) + " *\n" for line in lines)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if any(printed for _, _, printed in shown_sessions(page))], ids=lambda page: page.name
)
def test_commands_print_what_the_page_shows(
    page: Path, tmp_path: Path, demo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sessions = shown_sessions(page)
    shutil.copytree(ROOT / "examples", tmp_path / "my-news")
    if not any(line.startswith("kg build") for _, line, _ in sessions):
        shutil.copytree(demo, tmp_path / "output")
    monkeypatch.chdir(tmp_path)
    for lang, line, printed in sessions:
        spoken = [] if "--lang" in line else ["--lang", lang]
        assert main([*shlex.split(line)[1:], *spoken]) == 0
        found = capsys.readouterr().out.replace("\r\n", "\n")
        assert re.fullmatch(as_pattern(printed), found.rstrip("\n") + "\n"), f"$ {line}\n{found}"


@pytest.mark.parametrize("page, line", [(page, line) for page, line in SHOWN if not re.match(r"(?:\.venv/bin/)?kg ", line)])
def test_other_commands_are_those_of_the_makefile(page: str, line: str) -> None:
    """`make X` names a target; Python and pip lines are what `make` itself would run."""
    if line.startswith("make "):
        assert re.search(rf"^{line.split()[1]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
        return
    if not re.match(r"python3? |\.venv/bin/python ", line):
        pytest.skip("no command of the project's")
    plan = subprocess.run(["make", "-n", "-B", "demo", "test"], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert line in plan.replace(" -q ", " ").replace('"', "").splitlines()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize(
    "number, query, row", RECIPE.findall((ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")), ids=lambda value: value[:3]
)
def test_each_recipe_finds_its_row(number: str, query: str, row: str, demo: Path) -> None:
    source = open_graph(demo / "graph.ttl")
    found = [" | ".join(map(str, cells)) for cells in select(source, query).cells(source.prefixes)]
    assert any(re.fullmatch(as_pattern(row), line + "\n") for line in found), found


def test_there_are_thirty_recipes() -> None:
    assert [int(number) for number, _, _ in RECIPE.findall((ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8"))] == list(
        range(1, 31)
    )


def test_each_named_query_has_its_description_and_an_example() -> None:
    page = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    parts = re.findall(r"^## (\S+?)：(.*) · (.*)\n\n(.*)\n\n```console\n\$ kg query output --named (\S+)", page, re.M)
    known = [(one.name, one.title("zh"), one.title("en"), one.description.zh, one.name) for one in named_queries().values()]
    assert parts == known


@pytest.mark.parametrize("page", ["page.md", "identity.md"])
def test_buttons_are_called_as_the_page_calls_them(page: str) -> None:
    labels = (ROOT / "kg" / "view" / "templates" / "js" / "words.js").read_text(encoding="utf-8")
    told = [name for name in re.findall(r"\*\*([^*]+)\*\*", (ROOT / "docs" / page).read_text(encoding="utf-8")) if HAN.search(name)]
    buttons = [name for name in told if page == "page.md" or "……" in name]
    assert buttons and [name for name in buttons if f'"{name}"' not in labels] == []


def test_the_reference_is_that_of_the_command_line() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == reference(), "run: python tests/test_docs.py"


@pytest.mark.parametrize("module", sorted((ROOT / "kg").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_examples_in_docstrings_run(module: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if ">>>" not in module.read_text(encoding="utf-8"):
        return
    monkeypatch.chdir(ROOT)
    name = ".".join(module.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted and not found.failed


def _walk(command: Any, path: str = "kg") -> Iterator[tuple[str, Any]]:
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from _walk(child, f"{path} {name}")


COMMANDS = dict(_walk(make_command("en")))


@pytest.mark.parametrize("path", [path for path, command in COMMANDS.items() if not hasattr(command, "commands")])
def test_commands_take_graph_and_output_in_one_way(path: str) -> None:
    parameters = COMMANDS[path].params
    arguments = [one for one in parameters if one.param_type_name == "argument"]
    options = [one for one in parameters if one.param_type_name == "option"]
    of_a_graph = [one for one in parameters if one.metavar in ("GRAPH", "[GRAPH]", "OUT")]
    assert [one.metavar.strip("[]") for one in of_a_graph] in ([], ["GRAPH"]) and of_a_graph == arguments[: len(of_a_graph)]
    written = [one for one in options if one.name == "out" or "-o" in one.opts or "written" in (one.help or "")]
    assert all(one.opts == ["--out", "-o"] for one in written) and len(written) <= 1


def reference() -> str:
    """docs/cli.md: each command with what it does and its options, in both languages."""
    head = """# The command line

Messages are in Chinese or English: `--lang zh` or `--lang en`, before or after the command; without it the locale decides.
Exit code 0: done; 1: a known error, told on one line; 2: wrong usage; 3: done, but some
inputs or articles could not be read; 130: interrupted; 143: asked to end. This page is made by `tests/test_docs.py`.
"""
    return head + "".join(_section(*both) for both in zip(_walk(make_command("en")), _walk(make_command("zh")), strict=True))


def _section(english: tuple[str, Any], chinese: tuple[str, Any]) -> str:
    path, command = english
    words = [parameter.metavar or parameter.name.upper() for parameter in command.params if parameter.param_type_name == "argument"]
    lines = [f"\n## {' '.join([path, *words])}\n", f"{command.help} {chinese[1].help}\n"]
    rows = [_row(*both) for both in zip(command.params, chinese[1].params, strict=True)]
    if rows:
        lines += ["| | | | |", "|---|---|---|---|", *rows, ""]
    return "\n".join(lines)


def _row(english: Any, chinese: Any) -> str:
    if english.param_type_name == "argument":
        return f"| `{english.metavar}` | | {english.help} | {chinese.help} |"
    names = ", ".join(f"`{name}`" for name in (*english.opts, *english.secondary_opts))
    annotation = english.type_descriptor.annotation
    listed = list(annotation.__members__) if isinstance(annotation, EnumType) else get_args(annotation)
    choices = [choice for choice in listed if isinstance(choice, str)]
    default = [] if english.default in (None, "", False, True, ()) else [f"default `{english.default}`"]
    value = [f"`{english.metavar}`"] if english.metavar else [" ".join(f"`{choice}`" for choice in choices)] if choices else []
    notes = "; ".join([*value, *(["required"] if english.required else default)])
    return f"| {names} | {notes} | {english.help} | {chinese.help} |"


if __name__ == "__main__":
    REFERENCE.write_text(reference(), encoding="utf-8")
