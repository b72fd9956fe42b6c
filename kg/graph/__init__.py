"""Claims and entities become RDF, which is written and read again."""

from kg.graph.articles import article_file, write_articles, write_boxes
from kg.graph.facts import claim_iri, to_graph
from kg.graph.turtle import read_graph, write_graph

__all__ = ["article_file", "claim_iri", "read_graph", "to_graph", "write_articles", "write_boxes", "write_graph"]
