"""`import kg`: what it offers is what docs/library.md documents, its examples run, and it leaves the program that uses it alone."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import types
import typing
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph

import kg
from kg.errors import GraphError, InputError, KgError, QueryError
from kg.evidence import read_core
from kg.inputs import read_inputs, sort_inputs
from kg.network import read_network
from kg.query import open_graph

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "library.md"
SAMPLE = ROOT / "tests" / "data" / "query_sample.ttl"
PUBLIC = ["Account", "Article", "BuildReport", "Explanation", "KgError", "NewsGraph", "Page", "build", "explain", "open", "read", "show"]


def examples() -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)


def test_all_is_what_is_documented() -> None:
    documented = set(re.findall(r"\bkg\.([A-Za-z]\w*)", re.sub(r"kg\.query\.\w+", "", PAGE.read_text(encoding="utf-8"))))
    assert kg.__all__ == sorted(kg.__all__) == PUBLIC
    assert documented == set(kg.__all__)


def test_methods_are_those_documented() -> None:
    own = {name for name, value in vars(kg.NewsGraph).items() if isinstance(value, types.FunctionType) and not name.startswith("_")}
    assert set(re.findall(r"^\| `(\w+)\(", PAGE.read_text(encoding="utf-8"), re.M)) == own


@pytest.mark.parametrize("name", PUBLIC)
def test_each_name_says_what_it_does(name: str) -> None:
    found = getattr(kg, name)
    assert found.__doc__ and not found.__doc__.startswith(f"{name}(")
    if isinstance(found, types.FunctionType):
        told = set(typing.get_type_hints(found, {**vars(sys.modules[found.__module__]), "networkx": Any, "pandas": Any}))
        assert told == {*found.__code__.co_varnames[: found.__code__.co_argcount + found.__code__.co_kwonlyargcount], "return"}


def test_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line with an arrow gives what stands behind it."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    scope: dict[str, Any] = {}
    told = 0
    for source in examples():
        lines = source.split("\n")
        for statement in ast.parse(source).body:
            arrow = lines[(statement.end_lineno or 1) - 1].partition("  # → ")[2]
            code, printed = ast.unparse(statement), StringIO()
            with redirect_stdout(printed):
                if isinstance(statement, ast.Expr):
                    value = eval(code, scope)
                    assert not arrow or repr(value) == arrow, code
                else:
                    exec(code, scope)
                    assert not arrow or printed.getvalue().strip() == arrow, code
            told += bool(arrow)
    assert told > 15


ALONE = """
import json, locale, logging, os, signal, sys
def state():
    loggers = [logging.getLogger(name) for name in ("", "kg", "rdflib")]
    return [
        [[logger.level, len(logger.handlers), logger.disabled] for logger in loggers],
        [str(signal.getsignal(one)) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)],
        locale.setlocale(locale.LC_ALL),
        sys.getrecursionlimit(),
        os.getcwd(),
    ]
before = state()
import kg
light = sorted({"rdflib", "networkx", "pyoxigraph", "hanlp", "torch", "pyvis", "typer", "numpy", "kg.model"} & set(sys.modules))
graph = kg.open(kg.build("茂林大学主办第二届草业论坛。", sys.argv[1], workers=2).graph)
graph.ask("谁主办了草业论坛？"), graph.query("ASK {}", timeout=60), graph.show(), graph.to_networkx(), list(kg.explain("天气很好。"))
print(json.dumps([light, before == state()]))
"""


def test_the_program_that_uses_it_is_left_alone(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", ALONE, str(tmp_path)], capture_output=True, text=True, cwd=ROOT, check=True)
    assert json.loads(run.stdout) == [[], True]
    assert run.stderr == ""


def test_an_unknown_name_is_none() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        kg.nothing  # noqa: B018


def test_paths_texts_and_articles_are_told_apart(tmp_path: Path) -> None:
    article = kg.Article("a", "甲。")
    (tmp_path / "b.txt").write_text("乙公司很大。", encoding="utf-8")
    found = sort_inputs(["丙公司很小。", str(tmp_path / "b.txt"), article, tmp_path, "none/*.txt", "none.jsonl"])
    assert found.paths == (tmp_path / "b.txt", tmp_path, Path("none/*.txt"), Path("none.jsonl"))
    assert (found.texts, found.articles) == (("丙公司很小。",), (article,))
    with pytest.raises(InputError, match="int"):
        sort_inputs([3])  # type: ignore[list-item]


def test_texts_and_articles_keep_their_ids() -> None:
    """One text more changes no other's id, and an article stays as it is."""
    article = kg.Article("a", "  甲。")
    one, two = read_inputs(["乙公司很大。"]).articles, read_inputs([article, "丙公司很小。", "乙公司很大。"]).articles
    assert {*one, article} < set(two)
    assert [entry.kind for entry in read_inputs([article, "丙公司很小。"]).entries] == ["plain", "article"]


def test_a_bad_input_is_told(tmp_path: Path) -> None:
    account = read_inputs(["好好学习。", "", kg.Article("a", "甲。"), kg.Article("a", "乙。")])
    assert [entry.place for entry in account.refused] == ["text:2", "a"]
    with pytest.raises(InputError, match="none.txt"):
        kg.build("none.txt", tmp_path / "out")
    with pytest.raises(InputError, match="no input"):
        kg.read([])
    assert not (tmp_path / "out").exists()


@pytest.fixture(scope="module")
def graph() -> kg.NewsGraph:
    return kg.open(SAMPLE)


def test_a_graph_in_memory_answers_as_its_file(graph: kg.NewsGraph) -> None:
    other = kg.open(Graph().parse(SAMPLE))
    assert other.facts() == graph.facts() != ()
    assert other.show().html == graph.show().html


def test_facts_of_an_entity(graph: kg.NewsGraph) -> None:
    core = read_core(open_graph(SAMPLE), read_network(SAMPLE))
    assert graph.facts() == core.statements
    entity = graph.entity("科技部")
    own = graph.facts("科技部")
    assert own == graph.facts(entity.iri) == tuple(one for one in core.statements if entity.iri in (one.subject, one.object)) != ()
    assert {one.relation_label for one in graph.facts("科技部", "主办")} == {
        one.relation_label for one in graph.facts("科技部", "organizes")
    }
    assert all(label for one in own for label in (one.subject_label, one.relation_label, one.object_label))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda graph: graph.entity("科技布"), "科学技术部"),
        (lambda graph: graph.facts("科技部", "吃掉"), "主办"),
        (lambda graph: graph.query("no-such-query"), "organizers"),
        (lambda graph: graph.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"), "SELECT"),
        (lambda graph: graph.query("SELECT ?x {"), "line"),
        (lambda graph: graph.ask("吃了吗"), "?"),
    ],
    ids=["entity", "relation", "name", "construct", "sparql", "question"],
)
def test_wrong_questions_say_what_is_accepted(call: Any, words: str, graph: kg.NewsGraph) -> None:
    with pytest.raises(QueryError) as told:
        call(graph)
    assert words in str(told.value) or words == "?"
    assert "\n" not in str(told.value) + told.value.in_language("zh")


def test_a_missing_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"none\.ttl"):
        kg.open(tmp_path / "none.ttl")
    assert issubclass(GraphError, KgError)


def test_rows_and_claims_for_pandas(graph: kg.NewsGraph) -> None:
    pandas = pytest.importorskip("pandas")
    table = graph.to_pandas()
    assert isinstance(table, pandas.DataFrame) and len(table) == len(graph.facts())
    rows = graph.query("acquisitions")
    assert graph.to_pandas("acquisitions").columns.tolist() == list(rows.variables)
    assert graph.to_pandas("acquisitions").values.tolist() == rows.cells({})
