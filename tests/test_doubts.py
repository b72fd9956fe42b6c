"""Doubtful merges and separations of a graph, the most doubtful first, each with its evidence; what is decided is left out."""

from __future__ import annotations

import pytest
from identity import article, local, resolved
from rdflib import Graph

from kg.decisions import Verdict, make_decision
from kg.doubts import Doubt, find_doubts, group_doubts, instance_base
from kg.graph import to_graph
from kg.ontology import BASE, load_ontology

MADE = [
    article("a1", [("Person", "王伟", "position", "Words", "临海大学校长")]),
    article("a2", [("Person", "王伟", "position", "Words", "北湾市市长")]),
    article("b1", [("Organization", "蓝鲸海洋科技公司", "attends", "Event", "第三届海岸博览会")]),
    article("b2", [("Organization", "蓝鲸科技公司", "attends", "Event", "第三届海岸博览会")]),
    article("c1", [("Organization", "北湾市人民政府", "attends", "Event", "第三届海岸博览会")]),
]


@pytest.fixture(scope="module")
def graph() -> Graph:
    entities = resolved(*map(local, MADE))
    claims = [claim for _, claims, _ in MADE for claim in claims]
    return to_graph([doc.article for doc, _, _ in MADE], claims, entities, ontology=load_ontology(), base=BASE, options={})


def names(doubt: Doubt) -> list[str]:
    return [doubt.kind, *(side.reference.name for side in doubt.sides)]


def test_doubts_come_most_doubtful_first_with_evidence(graph: Graph) -> None:
    doubts = find_doubts(graph)
    assert [names(doubt) for doubt in doubts] == [["apart", "王伟", "王伟"], ["apart", "蓝鲸科技公司", "蓝鲸海洋科技公司"]]
    assert [side.reference.article for side in doubts[0].sides] == ["a1", "a2"]
    assert [side.evidence for side in doubts[0].sides] == [(("a1", "王伟临海大学校长。"),), (("a2", "王伟北湾市市长。"),)]
    assert doubts == sorted(doubts, key=lambda d: -d.probability)


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_what_is_decided_is_left_out(graph: Graph, verdict: Verdict) -> None:
    first, *rest = find_doubts(graph)
    assert find_doubts(graph, [make_decision(verdict, [side.reference for side in first.sides])]) == rest


def test_nodes_of_one_name_are_one_group_the_most_facts_first() -> None:
    made = [
        article("a1", [("Person", "王伟", "position", "Words", "临海大学校长")]),
        *(article(f"b{n}", [("Person", "王伟", "position", "Words", "北湾市市长")], text=f"王伟北湾市市长{n}。") for n in (1, 2)),
        article("c1", [("Person", "王伟", "position", "Words", "东湖银行行长")]),
    ]
    claims = [claim for _, claims, _ in made for claim in claims]
    entities = resolved(*map(local, made))
    graph = to_graph([doc.article for doc, _, _ in made], claims, entities, ontology=load_ontology(), base=BASE, options={})
    doubts = find_doubts(graph)
    [group] = group_doubts(doubts)
    assert len(doubts) == 3 and [side.facts for side in group.sides] == [2, 1, 1]
    assert [side.about.partition("，")[0] for side in group.sides] == ["北湾市市长", "临海大学校长", "东湖银行行长"]
    assert find_doubts(graph, [make_decision("same", [side.reference for side in group.sides])]) == []


def test_the_base_is_read_from_the_graph(graph: Graph) -> None:
    assert instance_base(graph) == BASE
    assert instance_base(Graph()) == BASE
