"""Counting by SPARQL, measures of the network by networkx; the same graph gives the same figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import networkx as nx
from rdflib import Graph

from kg.network import Network, Node, read_network, term_name
from kg.query import Rows, open_graph, read_support, select
from kg.stats.values import Community, EntityRow, PeriodRow, RelationRow, Stats

ARTICLES = """SELECT ?article (MIN(STR(?day)) AS ?issued) WHERE {
  ?article a schema:NewsArticle OPTIONAL { ?article dcterms:issued ?day } } GROUP BY ?article"""
CLAIMS = """SELECT ?relation ?modality ?article (COUNT(?claim) AS ?number) WHERE {
  ?claim rdf:predicate ?relation ; prov:wasDerivedFrom ?article . FILTER(?relation != skos:altLabel)
  OPTIONAL { ?claim kg:modality ?given } BIND(COALESCE(?given, kg:asserted) AS ?modality) } GROUP BY ?relation ?modality ?article"""
SAID = """SELECT ?node (COUNT(DISTINCT ?claim) AS ?number) {
  { ?claim rdf:subject ?node } UNION { ?claim rdf:object ?node }
  ?claim rdf:predicate ?relation . ?node a kg:Entity FILTER(?relation != skos:altLabel) } GROUP BY ?node"""
ALIASES = "SELECT (COUNT(DISTINCT ?claim) AS ?number) WHERE { ?claim a kg:AliasClaim }"

# Beyond this many nodes, betweenness is estimated from so many sources (Brandes and Pich 2007).
EXACT_UP_TO, SOURCES = 800, 100
MONTHS_UP_TO = 36
LEADING = 5

ClaimRow = tuple[str, str, str, int]


def measure(graph: Graph | Path | str, *, top: int = 20) -> Stats:
    """The figures of a graph; `top` is the number of entities and of communities that are listed.

    >>> measure("tests/data/sample.ttl").counts["articles"]
    3
    """
    source = open_graph(graph)
    network = read_network(source)
    articles = select(source, ARTICLES)
    issued = dict(zip(articles.column("article"), articles.column("issued"), strict=True))
    claims = _read_claims(select(source, CLAIMS))
    support = read_support(source)
    relations = _relations(claims, support)
    modalities: Counter[str] = Counter()
    for _, modality, _, number in claims:
        modalities[modality] += number
    bearers = Counter(node.label for node in network.nodes)
    shared = {label: number for label, number in bearers.items() if number > 1}
    counts = {
        "articles": len(issued),
        "entities": len(network.nodes),
        "facts": len(support),
        "claims": sum(modalities.values()),
        "aliases": int(select(source, ALIASES).column("number")[0]),
        "shared labels": len(shared),
        "namesakes": sum(shared.values()),
        "said once": select(source, SAID).column("number").count("1"),
    }
    together = _connect(network)
    communities = _communities(together)
    return Stats(
        counts=counts,
        classes=dict(sorted(Counter(node.cls for node in network.nodes).items(), key=_most_first)),
        modalities=dict(sorted(modalities.items(), key=_most_first)),
        relations=relations,
        periods=_periods(claims, issued),
        entities=_rank(network.nodes, together, communities)[:top],
        components=tuple(sorted((len(part) for part in nx.connected_components(together) if len(part) > 1), reverse=True)),
        isolated=sum(degree == 0 for _, degree in together.degree()),
        communities=tuple(_describe(number, members, network.nodes, graph=together) for number, members in enumerate(communities[:top], 1)),
        degrees=dict(sorted(Counter(degree for _, degree in together.degree()).items())),
        labels=network.labels,
    )


def _read_claims(rows: Rows) -> list[ClaimRow]:
    columns = (rows.column(variable) for variable in ("relation", "modality", "article", "number"))
    return sorted((term_name(r), term_name(m), article, int(number)) for r, m, article, number in zip(*columns, strict=True))


def _relations(claims: Sequence[ClaimRow], support: Mapping[tuple[str, str, str], int]) -> tuple[RelationRow, ...]:
    said: dict[str, Counter[str]] = defaultdict(Counter)
    articles: dict[str, set[str]] = defaultdict(set)
    for relation, modality, article, number in claims:
        said[relation][modality] += number
        articles[relation].add(article)
    facts = Counter(term_name(relation) for _, relation, _ in support)
    single = Counter(term_name(relation) for (_, relation, _), originals in support.items() if originals == 1)
    rows = [RelationRow(r, facts[r], single[r], len(articles[r]), dict(sorted(said[r].items()))) for r in sorted(said)]
    return tuple(sorted(rows, key=lambda row: (-row.facts, -sum(row.claims.values()), row.name)))


def _periods(claims: Sequence[ClaimRow], issued: Mapping[str, str]) -> tuple[PeriodRow, ...]:
    """By month of publication, by year where there are many months."""
    length = 7 if len({day[:7] for day in issued.values()}) <= MONTHS_UP_TO else 4
    articles = Counter(day[:length] for day in issued.values())
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for relation, _, article, number in claims:
        said[issued.get(article, "")[:length]][relation] += number
    return tuple(PeriodRow(p, articles[p], dict(sorted(said[p].items()))) for p in sorted({*articles, *said}))


def _connect(network: Network) -> nx.Graph:
    """The entities by their place in `network.nodes`, tied where an asserted fact stands between them; `weight` counts such facts.

    Numbers, because networkx goes through sets of nodes, whose order depends on the hash of a string but not of a number.
    """
    places = {node.id: place for place, node in enumerate(network.nodes)}
    graph = nx.Graph()
    graph.add_nodes_from(range(len(places)))
    for edge in network.edges:
        one, other = places[edge.source], places[edge.target]
        if edge.modality == "asserted" and one != other:
            graph.add_edge(one, other, weight=graph.get_edge_data(one, other, {"weight": 0})["weight"] + 1)
    return graph


def _communities(graph: nx.Graph) -> list[list[int]]:
    """Communities of two or more by Louvain (Blondel and others 2008), the biggest first."""
    tied = graph.subgraph(sorted(node for node, degree in graph.degree() if degree))
    found = nx.community.louvain_communities(tied, weight="weight", seed=0) if tied.number_of_edges() else []
    return sorted((sorted(members) for members in found), key=lambda members: (-len(members), members))


def _rank(nodes: Sequence[Node], graph: nx.Graph, communities: Sequence[Sequence[int]]) -> tuple[EntityRow, ...]:
    number_of = {place: number for number, members in enumerate(communities, 1) for place in members}
    sources = None if len(nodes) <= EXACT_UP_TO else SOURCES
    between = nx.betweenness_centrality(graph, k=sources, seed=0)
    facts = dict(graph.degree(weight="weight"))
    rows = [
        EntityRow(node.id, node.title, node.cls, graph.degree(place), facts[place], round(between[place], 6), number_of.get(place, 0))
        for place, node in enumerate(nodes)
    ]
    return tuple(sorted(rows, key=lambda row: (-row.degree, -row.betweenness, -row.facts, row.id)))


def _describe(number: int, members: Sequence[int], nodes: Sequence[Node], *, graph: nx.Graph) -> Community:
    leading = sorted(members, key=lambda place: (-graph.degree(place), nodes[place].id))[:LEADING]
    return Community(number, len(members), tuple(nodes[place].title for place in leading))


def _most_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]
