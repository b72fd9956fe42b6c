"""Claims and entities become RDF, which is written and read again."""

from kg.graph.articles import article_file, read_article, write_articles, write_boxes
from kg.graph.facts import GraphFacts, claim_iri
from kg.graph.quads import FOLDER, find_shards, open_shards
from kg.graph.turtle import read_graph, write_graph
from kg.graph.writing import to_graph, write_facts

__all__ = [
    "FOLDER",
    "GraphFacts",
    "article_file",
    "claim_iri",
    "find_shards",
    "open_shards",
    "read_article",
    "read_graph",
    "to_graph",
    "write_articles",
    "write_boxes",
    "write_facts",
    "write_graph",
]
