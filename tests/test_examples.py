"""The invented week of examples/: every kind of file, printed pages that read as they were written, and the questions of `make demo`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal
from rdflib.namespace import PROV
from rdflib.term import Node

from kg.cli import main
from kg.inputs import read_inputs
from kg.ontology import KG, load_ontology
from tests.telling import compare
from tests.week import EXAMPLES, PRINTED

ROOT = Path(__file__).parents[1]
AT = (KG.subjectAt, KG.predicateAt, KG.objectAt)
# What is told otherwise, follows from the rest, or changes whenever the weights are fitted anew.
UNTOLD = {RDF.subject, RDF.predicate, RDF.object, PROV.wasDerivedFrom, KG.sentence, KG.confidence, *AT}
QUESTIONS = re.findall(r"^QUESTIONS := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)[0].split()
# What the week tells, by question: words that stand in the answer.
ANSWERS = (("四川省科学技术厅", "绵阳市人民政府", "已发生"), ("否认",), ("第三届长江上游生态论坛", "计划", "已发生"))


def test_the_week_is_read_whole() -> None:
    account = read_inputs([EXAMPLES])
    assert len(account.articles) == 40 and not account.refused
    assert {path.suffix for path in EXAMPLES.iterdir()} == {".txt", ".csv", ".html", ".pdf", ".docx"}
    assert all(article.date for article in account.articles)


def test_the_week_tells_what_it_told(demo: Path, pytestconfig: pytest.Config) -> None:
    """All that is read of it, a line a claim or thing: whoever changes how it is read sees what comes of it."""
    graph = Graph().parse(demo / "graph.ttl")
    told = sorted(tell_claim(graph, claim) for claim in graph.subjects(RDF.type, KG.Claim))
    told += sorted(f"{short(thing)} {tell(graph, thing)}" for thing in graph.subjects(RDF.type, KG.Entity))
    compare("week.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))


def tell_claim(graph: Graph, claim: Node) -> str:
    """The article, what is said, the words that say it, and all else."""
    said = " ".join(map(short, (graph.value(claim, part) for part in (PROV.wasDerivedFrom, RDF.subject, RDF.predicate, RDF.object))))
    sentence, begin = str(graph.value(claim, KG.sentence)), int(str(graph.value(claim, KG.begin, default=0)))
    places = [place.removeprefix("char=").split(",") for part in AT for place in sorted(map(str, graph.objects(claim, part)))]
    return f"{said} “{'|'.join(sentence[int(start) - begin : int(end) - begin] for start, end in places)}” {tell(graph, claim)}"


def tell(graph: Graph, node: Node) -> str:
    """Whatever is said of a node, but for the relations that its claims tell."""
    left_out = {relation.iri for relation in load_ontology().relations.values()} | UNTOLD
    return " ".join(sorted(f"{short(p)}={short(o)}" for p, o in graph.predicate_objects(node) if p not in left_out))


def short(node: Node | None) -> str:
    return str(node) if isinstance(node, Literal) else str(node).replace("#", "/").rpartition("/")[2]


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_printed_anew_reads_the_same(name: str, tmp_path: Path) -> None:
    # Texts, not bytes: a new release of the printing library may write other bytes of the same page.
    (tmp_path / name).write_bytes(PRINTED[name]())
    fresh, kept = read_inputs([tmp_path / name]), read_inputs([EXAMPLES / name])
    assert [(article.title, article.date, article.text) for article in fresh.articles] == [
        (article.title, article.date, article.text) for article in kept.articles
    ]
    assert fresh.articles


@pytest.mark.parametrize("question, words", list(zip(QUESTIONS, ANSWERS, strict=True)))
def test_questions_of_the_demo_are_answered(question: str, words: tuple[str, ...], demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", str(demo), question, "--lang", "zh"]) == 0
    answer = capsys.readouterr().out.split("理解为")[0]
    assert [word for word in words if word not in answer] == []


def test_a_sentence_that_tells_of_two_answers_is_shown_once(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", str(demo), "谁主办了第五届长江青年徒步活动"]) == 0
    said = capsys.readouterr().out
    assert "荆楚大学" in said.split("理解为")[0] and said.count("活动由中国长江保护协会、荆楚大学主办") == 1


def test_to_come_to_the_same_event_is_no_partnership(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for agent, partners in (("郑一帆", {"陆明远\t1", "川北大学\t1", "岷江机器人有限公司\t1"}), ("顾长风", set())):
        assert main(["query", str(demo), "--named", "partners", "--arg", f"agent={agent}", "--lang", "zh"]) == 0
        rows = capsys.readouterr().out.splitlines()[1:]
        assert {row.removeprefix(f"{agent}\t") for row in rows} == partners


def test_the_demo_shows_what_it_says(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolve", str(demo), "--lang", "zh"]) == 0
    assert "李慧敏 = 李慧敏" in capsys.readouterr().out
    assert main(["query", str(demo), "--named", "reprints", "--lang", "zh"]) == 0
    assert "巴山早报" in capsys.readouterr().out
    assert main(["query", str(demo), "--named", "unasserted", "--lang", "zh"]) == 0
    assert "涪江银行" in capsys.readouterr().out
