"""The lexicon: what stands in names.ttl, and how names are resolved."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import SKOS

from kg.errors import OntologyError
from kg.names import load_names
from kg.ontology import BASE, KG, mint, ontology_folder


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph(bind_namespaces="none").parse(ontology_folder() / "names.ttl")


def test_at_least_400_bodies_each_with_one_label_that_gives_its_iri(graph: Graph) -> None:
    bodies = set(graph.subjects(RDF.type, KG.Organization))
    assert len(bodies) >= 400
    for body in bodies:
        (label,) = graph.objects(body, RDFS.label)
        assert body == URIRef(mint(BASE, "Organization", str(label)))


def test_no_name_of_two_bodies(graph: Graph) -> None:
    names = [str(o) for p in (RDFS.label, SKOS.altLabel) for o in graph.objects(None, p)]
    names += [str(o) for o in graph.objects(None, KG.ambiguousName)]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_successors_and_former_names_are_nodes_of_the_file(graph: Graph) -> None:
    for predicate in (KG.succeededBy, KG.formerName, KG.mayMean):
        for node in graph.objects(None, predicate):
            assert (node, RDF.type, None) in graph, node


def test_bodies_are_sorted(graph: Graph) -> None:
    text = (ontology_folder() / "names.ttl").read_text(encoding="utf-8")
    labels = [line.split('rdfs:label "')[1].split('"')[0] for line in text.splitlines() if " a kg:Organization" in line]
    assert labels == sorted(set(labels))


def test_at_least_120_universities() -> None:
    labels = {known.label for known in load_names().by_name.values()}
    assert sum("大学" in label for label in labels) >= 120


@pytest.mark.parametrize(
    ("name", "official"),
    [
        ("科技部", "科学技术部"),
        ("发展改革委", "国家发展和改革委员会"),
        ("国家发改委", "国家发展和改革委员会"),
        ("工信部", "工业和信息化部"),
        ("中国科协", "中国科学技术协会"),
        ("中宣部", "中共中央宣传部"),
        ("中央宣传部", "中共中央宣传部"),
        ("北师大", "北京师范大学"),
        ("人民日报", "人民日报社"),
        ("北京市政府", "北京市人民政府"),
        ("广西政协", "中国人民政治协商会议广西壮族自治区委员会"),
        ("上海体育学院", "上海体育大学"),
        ("联合国教科文组织", "联合国教育、科学及文化组织"),
        ("沙特", "沙特阿拉伯"),
        ("科学技术部", "科学技术部"),
    ],
)
def test_official(name: str, official: str) -> None:
    assert load_names().official(name) == official


@pytest.mark.parametrize("name", ["人大", "南大", "中大", "交大", "华师大", "南航", "中国地质大学", "民进", "某某局", ""])
def test_ambiguous_and_unknown_names_give_none(name: str) -> None:
    assert load_names().official(name) is None
    assert load_names().kind(name) is None
    assert name not in load_names().all_names()


def test_a_successor_is_another_body() -> None:
    names = load_names()
    old = names.find("中国银保监会")
    assert old is not None
    assert (old.label, old.successor, old.until) == ("中国银行保险监督管理委员会", "国家金融监督管理总局", "2023-03")
    assert names.official("金融监管总局") == "国家金融监督管理总局"


def test_a_government_is_tied_to_its_place() -> None:
    known = load_names().find("广州市政府")
    assert known is not None
    assert (known.governs, known.cls) == ("广州市", "Organization")


def test_all_names_bear_engine_labels() -> None:
    names = load_names().all_names()
    assert names["科技部"] == "ORGANIZATION"
    assert names["俄罗斯"] == "LOCATION"
    assert "北大" not in names
    assert list(names) == sorted(names)


def test_names_of_the_user_are_added_and_clashes_name_none(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(
        "@prefix kg: <https://example.org/kg/ontology#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<https://example.org/kg/id/body/科学技术局> a kg:Organization ;\n"
        'rdfs:label "科学技术局"@zh ; skos:altLabel "科技部"@zh , "科技局"@zh .\n',
        encoding="utf-8",
    )
    names = load_names([file])
    assert names.official("科技局") == "科学技术局"
    assert names.official("科技部") is None
    assert load_names().official("科技部") == "科学技术部"


def test_a_broken_file_of_the_user_is_named(tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("kg: nothing", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"broken\.ttl"):
        load_names([file])
