"""The core network holds every entity and every fact between entities once."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, Literal, URIRef
from rdflib.namespace import SKOS

from kg.graph import read_graph
from kg.network import Edge, Network, read_network, to_networkx
from kg.ontology import BASE, KG, mint, mint_article

SAMPLE = Path(__file__).parent / "data" / "sample.ttl"
FAIR = "event:第三届海岸机器人博览会"


@pytest.fixture(scope="module")
def network() -> Network:
    return read_network(SAMPLE)


def test_nodes(network: Network) -> None:
    nodes = {node.id: node for node in network.nodes}
    assert len(nodes) == 25 and list(nodes) == sorted(nodes)
    bureau, fair = nodes["body:国家海岸技术局"], nodes[FAIR]
    assert (bureau.label, bureau.classes, bureau.names) == (
        "国家海岸技术局",
        ("Organization", "Agent", "Entity"),
        ("国家海岸技术局", "海岸技术局"),
    )
    assert (fair.cls, fair.earliest, fair.latest) == ("Event", "2023-05-20", "2023-05-23")
    assert dict(fair.values) == {"startDate": ("2023-05-20",), "theme": ("机器与海",)}
    assert nodes["person:陆明远"].values["position"] == ("海岸标准委员会主任",)
    assert nodes["body:蓝鲸科技"].same == ("https://example.org/register/91330000",)


@pytest.mark.parametrize(
    "edge",
    [
        Edge("body:国家海岸技术局", "issues", "doc:海岸机器人发展规划", "asserted", 1, 2),
        Edge("body:国家海岸技术局", "acquires", "body:蓝鲸科技", "denied", 0, 1),
        Edge("body:临海市人民政府", "governs", "place:临海市", "", 0, 0),
        Edge("event:开幕式__第三届海岸机器人博览会", "subEventOf", FAIR, "asserted", 1, 1),
    ],
    ids=lambda edge: f"{edge.relation} {edge.modality}",
)
def test_edges(edge: Edge, network: Network) -> None:
    assert edge in network.edges and edge.weight == 1


def test_support_counts_originals() -> None:
    graph = read_graph(SAMPLE)
    again = URIRef(f"{BASE}claim/again")
    subject, obj = URIRef(mint(BASE, "Organization", "临海大学")), URIRef(mint(BASE, "Event", "第三届海岸机器人博览会"))
    parts = ((RDF.subject, subject), (RDF.predicate, KG.undertakes), (RDF.object, obj), (KG.modality, KG.asserted))
    for predicate, value in parts:
        graph.add((again, predicate, value))
    wasDerivedFrom = URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")
    graph.add((again, wasDerivedFrom, URIRef(mint_article(BASE, "plan.txt"))))
    (edge,) = [edge for edge in read_network(graph).edges if edge.relation == "undertakes" and edge.modality == "asserted"]
    assert (edge.support, edge.claims, edge.weight) == (2, 2, 2)
    graph.add((URIRef(mint_article(BASE, "plan.txt")), KG.reprintOf, URIRef(mint_article(BASE, "fair"))))
    (edge,) = [edge for edge in read_network(graph).edges if edge.relation == "undertakes" and edge.modality == "asserted"]
    assert (edge.support, edge.claims) == (1, 2)


def test_a_plan_has_no_support_even_beside_the_fact() -> None:
    graph = read_graph(SAMPLE)
    planned = graph.value(predicate=KG.modality, object=KG.planned, any=True)
    said = next(c for c in graph.subjects(RDF.predicate, KG.undertakes) if (c, KG.modality, KG.asserted) in graph)
    assert planned is not None
    for predicate in (RDF.subject, RDF.predicate, RDF.object):
        graph.set((planned, predicate, graph.value(said, predicate)))
    edges = {
        edge.modality: edge.support
        for edge in read_network(graph).edges
        if edge.relation == "undertakes" and edge.source == "body:临海大学"
    }
    assert edges == {"asserted": 1, "planned": 0}


def test_order_of_triples_does_not_matter() -> None:
    graph = read_graph(SAMPLE)
    backwards = type(graph)(bind_namespaces="none")
    for prefix, namespace in graph.namespaces():
        backwards.bind(prefix, namespace)
    for triple in sorted(graph, reverse=True):
        backwards.add(triple)
    one, other = read_network(graph), read_network(backwards)
    assert (one.nodes, one.edges) == (other.nodes, other.edges)


def test_networkx(network: Network) -> None:
    graph = to_networkx(network)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(network.nodes), len(network.edges))
    assert graph.nodes[FAIR]["label"] == "第三届海岸机器人博览会"
    assert graph["body:临海大学"]["body:海洋机器人研究院"]["establishes planned"]["modality"] == "planned"


def test_a_label_for_every_relation(network: Network) -> None:
    assert {network.label(edge.relation) for edge in network.edges}.isdisjoint({edge.relation for edge in network.edges})
    assert network.label("nothing") == "nothing"


def test_a_node_without_label_has_its_short_iri() -> None:
    graph = read_graph(SAMPLE)
    node = URIRef(mint(BASE, "Person", "郑一帆"))
    graph.remove((node, None, Literal("郑一帆", lang="zh")))
    graph.remove((None, SKOS.altLabel, None))
    assert [n.label for n in read_network(graph).nodes if n.id == "person:郑一帆"] == ["person:郑一帆"]
