"""A graph is a function of texts, ontology and decisions; deleting a decision undoes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from identity import Said, article, local
from rdflib import Graph

from kg.decisions import Decision, Reference, add_decisions, hash_decisions, make_decision, read_decisions
from kg.entities import ArticleEntities, find_unmatched, link_entities, read_authority, resolve
from kg.errors import InputError
from kg.grammar import load_grammar
from kg.model import Entity
from kg.names import load_names
from kg.ontology import BASE, KG, load_ontology, mint

Made = dict[tuple[str, str, str, str], Entity]


def attends(name: str, post: str = "") -> list[Said]:
    said: list[Said] = [("Person", name, "attends", "Event", "开幕式")]
    return [*said, ("Person", name, "position", "Words", post)] if post else said


def hosts(*bodies: str) -> list[Said]:
    return [("Organization", body, "hosts", "Event", "第三届海岸机器人博览会") for body in bodies]


ARTICLES = [
    local(article("a1", attends("王伟", "临海大学校长"))),
    local(article("a2", attends("王伟", "临海大学校长"))),
    local(article("a3", attends("王伟", "北湾市市长"))),
    local(article("b1", hosts("蓝鲸集团", "蓝鲸"))),
    local(article("b2", hosts("江西省科学技术厅", "江西省科技厅"))),
]


def made(*decisions: Decision, articles: list[ArticleEntities] = ARTICLES) -> Made:
    return resolve(articles, base=BASE, grammar=load_grammar(), names=load_names(), decisions=decisions)


def person(identifier: str) -> tuple[str, str, str, str]:
    return identifier, "Person", "王伟", ""


A1, A2, A3 = (Reference("Person", "王伟", f"a{i}") for i in (1, 2, 3))


def test_same_joins_what_the_rules_keep_apart() -> None:
    assert made()[person("a1")] == made()[person("a2")] != made()[person("a3")]
    joined = made(make_decision("same", [A1, A3]))
    assert joined[person("a1")] == joined[person("a2")] == joined[person("a3")]
    assert joined[person("a3")].iri == made()[person("a1")].iri


def test_different_parts_what_the_rules_join() -> None:
    parted = made(make_decision("different", [A1, A2]))
    assert parted[person("a1")].iri != parted[person("a2")].iri
    assert parted[person("a1")].iri == made()[person("a1")].iri


def test_different_parts_two_names_of_one_article() -> None:
    full, short = (Reference("Organization", name, "b2") for name in ("江西省科学技术厅", "江西省科技厅"))
    keys = [("b2", "Organization", name, "") for name in (full.name, short.name)]
    assert made()[keys[0]] == made()[keys[1]]
    parted = made(make_decision("different", [full, short]))
    assert parted[keys[0]].iri != parted[keys[1]].iri
    assert [parted[key].label for key in keys] == [full.name, short.name]


def test_same_joins_two_names_of_one_article() -> None:
    joined = made(make_decision("same", [Reference("Organization", "蓝鲸集团", "b1"), Reference("Organization", "蓝鲸", "b1")]))
    assert joined["b1", "Organization", "蓝鲸", ""].label == "蓝鲸集团"


def test_rename_and_reclass() -> None:
    renamed = made(make_decision("rename", [Reference("Person", "王伟", "a1")], value="王维"))
    assert [renamed[person(f"a{i}")].label for i in (1, 2, 3)] == ["王维", "王维", "王伟"]
    assert renamed[person("a1")].iri == made()[person("a1")].iri
    reclassed = made(make_decision("reclass", [Reference("Organization", "蓝鲸", "b1")], value="Product"))
    assert reclassed["b1", "Organization", "蓝鲸", ""].cls == "Product"


def test_a_decision_that_names_nothing_is_reported_and_changes_nothing() -> None:
    lost = make_decision("same", [A1, Reference("Person", "王伟", "a9")])
    assert find_unmatched(ARTICLES, [lost, make_decision("same", [A1, A3])]) == [lost]
    assert made(make_decision("rename", [Reference("Person", "无此人")], value="王维")) == made()


def test_the_order_of_decisions_and_articles_does_not_matter() -> None:
    decisions = [make_decision("same", [A1, A3]), make_decision("different", [A1, A2]), make_decision("rename", [A3], value="王维")]
    assert made(*decisions) == made(*reversed(decisions), articles=ARTICLES[::-1])


# The file


def test_decisions_are_written_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "decisions.ttl"
    decisions = [
        make_decision("same", [A1, A3]),
        make_decision("rename", [Reference("Event", '“蓝鲸"\\杯')], value="蓝鲸杯"),
        make_decision("drop", claim=f"{BASE}claim/x"),
    ]
    assert (add_decisions(path, decisions[:1]), add_decisions(path, decisions)) == (1, 2)
    assert read_decisions([path], load_ontology()) == sorted(decisions, key=lambda d: d.iri)
    assert not [node for node in Graph().parse(path).all_nodes() if type(node).__name__ == "BNode"]


def test_what_users_wrote_stays_and_deleting_lines_undoes(tmp_path: Path) -> None:
    path = tmp_path / "decisions.ttl"
    path.write_text("@prefix kg: <https://example.org/kg/ontology#> .\n# 王伟: 由图书馆核对\n", encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    add_decisions(path, [make_decision("same", [A1, A3])])
    text = path.read_text(encoding="utf-8")
    assert text.startswith(before) and text.count("@prefix") == 1
    assert made(*read_decisions([path], load_ontology()))[person("a3")].iri == made()[person("a1")].iri
    path.write_text(before, encoding="utf-8")
    assert made(*read_decisions([path], load_ontology())) == made()


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "decisions.ttl"
    add_decisions(path, [make_decision("same", [A1, A3])])
    first = hash_decisions([path])
    add_decisions(path, [make_decision("same", [A1, A2])])
    assert first != hash_decisions([path])


HEAD = "@prefix kg: <https://example.org/kg/ontology#> . @prefix : <https://example.org/d/> .\n"
BROKEN = [
    (":a a kg:Decision ; kg:verdict kg:maybe .", "kg:same"),
    (':a a kg:Decision ; kg:verdict kg:same ; kg:about :r . :r kg:ofClass kg:Person ; kg:called "王伟" .', "two kg:about"),
    (':a a kg:Decision ; kg:verdict kg:rename ; kg:about :r . :r kg:ofClass kg:Person ; kg:called "王伟" .', "kg:value"),
    (":a a kg:Decision ; kg:verdict kg:drop .", "kg:claim"),
    (':a a kg:Decision ; kg:verdict kg:rename ; kg:value "x" ; kg:about :r . :r kg:ofClass kg:Ghost ; kg:called "王伟" .', "kg:Ghost"),
    (":a a kg:Decision", "no valid Turtle"),
]


@pytest.mark.parametrize(("text", "said"), BROKEN)
def test_a_broken_file_says_what_is_wrong(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "decisions.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_decisions([path], load_ontology())
    assert said.removeprefix("kg:") in str(raised.value) and str(path) in str(raised.value) and "\n" not in str(raised.value)


def test_contradicting_decisions_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "decisions.ttl"
    add_decisions(path, [make_decision("same", [A1, A3]), make_decision("different", [A3, A1])])
    with pytest.raises(InputError, match="contradict"):
        read_decisions([path], load_ontology())


# Authority files

PREFIXES = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix schema: <https://schema.org/> .
@prefix : <https://example.org/authority/> .
"""
AUTHORITY = [
    ("a concept by name", ':c a skos:Concept ; skos:prefLabel "江西省科学技术厅"@zh .', "exactMatch", "c"),
    ("a thing by alias", ':o a schema:Organization ; schema:name "江西科技" ; schema:alternateName "江西省科技厅" .', "sameAs", "o"),
    ("of another class", ':p a schema:Person ; schema:name "江西省科学技术厅" .', "", ""),
    ("two of one name", ':c skos:prefLabel "江西省科学技术厅" . :d skos:prefLabel "江西省科学技术厅" .', "", ""),
    (
        "told apart by place",
        ':c skos:prefLabel "江西省科学技术厅" ; schema:location "江西省" . '
        ':d skos:prefLabel "江西省科学技术厅" ; schema:location "湖北省" .',
        "sameAs",
        "c",
    ),
    ("another place", ':c skos:prefLabel "江西省科学技术厅" ; schema:location "湖北省" .', "", ""),
]


@pytest.mark.parametrize(("text", "predicate", "target"), [case[1:] for case in AUTHORITY], ids=[case[0] for case in AUTHORITY])
def test_authority_links(text: str, predicate: str, target: str, tmp_path: Path) -> None:
    path = tmp_path / "authority.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    linked = link_entities(made(), read_authority([path]))
    entity = linked["b2", "Organization", "江西省科学技术厅", ""]
    outside = [(p.rpartition("#")[2], v) for p, v in entity.links if "authority" in str(v)]
    assert outside == ([(predicate, f"https://example.org/authority/{target}")] if predicate else [])
    assert (str(KG.inPlace), mint(BASE, "Place", "江西省")) in entity.links


def test_namesakes_are_not_linked(tmp_path: Path) -> None:
    path = tmp_path / "authority.ttl"
    path.write_text(PREFIXES + ':w a schema:Person ; schema:name "王伟" .', encoding="utf-8")
    linked = link_entities(made(), read_authority([path]))
    assert not any("authority" in str(value) for entity in linked.values() for _, value in entity.links)


def test_an_authority_file_without_names_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "authority.ttl"
    path.write_text(PREFIXES, encoding="utf-8")
    with pytest.raises(InputError, match="no named node"):
        read_authority([path])
