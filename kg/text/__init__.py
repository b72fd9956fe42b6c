"""Bytes to articles: decoding, layout repair, articles of a page, and sentences as spans."""

from kg.text.articles import split_articles
from kg.text.files import read_articles
from kg.text.sentences import split_sentences

__all__ = ["read_articles", "split_articles", "split_sentences"]
