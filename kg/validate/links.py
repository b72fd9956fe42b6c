"""Whether what a graph points at is there, and leads nowhere in a circle; and whether it is a graph of news at all."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Graph, URIRef

from kg.messages import message
from kg.query import Source, select
from kg.validate.problems import Problem, make_problem, name_of

DANGLING = """SELECT DISTINCT ?claim ?article WHERE {
  ?claim a kg:Claim ; prov:wasDerivedFrom ?article
  FILTER NOT EXISTS { ?claim a kg:AliasClaim }
  FILTER NOT EXISTS { ?article a schema:NewsArticle } }"""
BLANK = """SELECT DISTINCT ?node WHERE {
  ?node rdfs:label|kg:name|skos:altLabel|kg:sentence|dcterms:title|dcterms:identifier ?words FILTER(!REGEX(STR(?words), "\\\\S")) }"""
CIRCLES = """SELECT DISTINCT ?node ?link WHERE {
  { ?node kg:inPlace+ ?node BIND(kg:inPlace AS ?link) }
  UNION { ?node kg:editionOf+ ?node BIND(kg:editionOf AS ?link) }
  UNION { ?node kg:partOf+ ?node BIND(kg:partOf AS ?link) }
  UNION { ?node kg:governs ?node BIND(kg:governs AS ?link) } }"""
ANY = "ASK { { ?node a kg:Claim } UNION { ?node a kg:Entity } UNION { ?node a schema:NewsArticle } }"


def find_link_problems(graph: Graph, source: Source) -> Iterator[Problem]:
    """Claims from articles that are not there, names without words, circles of places and editions, a graph of something else."""
    if select(source, ANY).column("answer") == ["false"]:
        foreign = message("nothing of kg is in this graph: no claim, no entity, no article")
        yield Problem("empty", "", "", f"{len(graph)} triples", "", foreign if len(graph) else message("the graph is empty"))
    for claim, article in _pairs(source, DANGLING):
        yield make_problem(graph, "article", claim, value=str(article), wrong=message("the article is not in the graph"))
    for (node,) in _pairs(source, BLANK):
        yield make_problem(graph, "blank", node, wrong=message("a name or sentence without words"))
    for node, link in _pairs(source, CIRCLES):
        wrong = message("it leads back to itself")
        yield make_problem(graph, "circle", node, value=name_of(graph, link), wrong=wrong)


def _pairs(source: Source, sparql: str) -> Iterator[tuple[URIRef, ...]]:
    for row in select(source, sparql).rows:
        yield tuple(URIRef(term.value if term else "") for term in row)
