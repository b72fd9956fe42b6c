"""B-cubed of the nodes of a graph against labelled names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from identity import Said, article, local, resolved
from rdflib import Graph

from kg.cli import main
from kg.errors import InputError
from kg.evaluate.clusters import Labelled, read_clusters, score_clusters
from kg.graph import to_graph
from kg.ontology import BASE, load_ontology


def graph_of(*said: list[Said]) -> Graph:
    made = [article(f"a{number}", one) for number, one in enumerate(said)]
    claims = [claim for _, claims, _ in made for claim in claims]
    entities = resolved(*map(local, made))
    return to_graph([doc.article for doc, _, _ in made], claims, entities, ontology=load_ontology(), base=BASE, options={})


def holder(post: str) -> list[Said]:
    return [("Person", "王伟", "position", "Words", post)]


@pytest.fixture(scope="module")
def graph() -> Graph:
    return graph_of(holder("临海大学校长"), holder("临海大学教授"), holder("北湾市市长"))


def people(*entities: str) -> list[Labelled]:
    return [Labelled(f"a{number}", "Person", "王伟", entity) for number, entity in enumerate(entities)]


@pytest.mark.parametrize(
    ("entities", "precision", "recall"),
    [(("e1", "e1", "e2"), 1.0, 1.0), (("e1", "e2", "e3"), 2 / 3, 1.0), (("e1", "e1", "e1"), 1.0, 5 / 9)],
)
def test_b_cubed(graph: Graph, entities: tuple[str, ...], precision: float, recall: float) -> None:
    figures = score_clusters(graph, people(*entities))
    assert (figures.precision, figures.recall) == (pytest.approx(precision), pytest.approx(recall))
    assert figures.f1 == pytest.approx(2 / (1 / precision + 1 / recall))
    assert (figures.names, figures.missing) == (3, 0)


def test_a_name_that_the_graph_lacks_counts_as_a_thing_of_its_own(graph: Graph) -> None:
    labelled = [*people("e1", "e1", "e2"), Labelled("a0", "Person", "顾长青", "e1")]
    figures = score_clusters(graph, labelled)
    assert figures.missing == 1 and figures.precision == 1.0 and figures.recall == pytest.approx((4 / 3 + 1 / 3 + 1) / 4)


def test_labels_are_read_and_a_wrong_line_is_told(tmp_path: Path) -> None:
    path = tmp_path / "clusters.jsonl"
    row = {"article": "a0", "cls": "Person", "name": "王伟", "entity": "e1", "at": 3}
    path.write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    assert read_clusters([path]) == [Labelled("a0", "Person", "王伟", "e1", 3)]
    path.write_text(json.dumps(row) + "\n" + json.dumps(row | {"cls": "Ghost"}), encoding="utf-8")
    with pytest.raises(InputError, match=r"clusters.jsonl:2: cls is one of Agent"):
        read_clusters([path])
    with pytest.raises(InputError, match="no labelled name"):
        read_clusters([])


def test_the_command_line_tells_them_in_words_or_as_json(graph: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph.serialize(tmp_path / "graph.ttl")
    rows = [{"article": f"a{n}", "cls": "Person", "name": name, "entity": "e1"} for n, name in enumerate(("王伟", "王伟", "顾长青"))]
    (tmp_path / "clusters.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    words = ["eval", str(tmp_path), "--clusters", str(tmp_path / "clusters.jsonl")]
    for lang, told in (("zh", "3 个名称，图谱中没有 1 个"), ("en", "3 names, 1 not in the graph")):
        assert main([*words, "--lang", lang]) == 0
        said = capsys.readouterr().out
        assert said.startswith("B-cubed  P 1.000  R 0.556  F1 0.714") and told in said
    assert main([*words, "--json"]) == 0
    figures = {"precision": 1.0, "recall": 0.5556, "f1": 0.7143, "names": 3, "missing": 1}
    assert json.loads(capsys.readouterr().out) == {"clusters": figures}


def test_what_is_evaluated_against_must_be_named(graph: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph.serialize(tmp_path / "graph.ttl")
    assert main(["eval", str(tmp_path), "--lang", "en"]) == 2
    assert "GOLD or --clusters FILE is needed" in capsys.readouterr().err
