"""Bytes to articles: decoding, layout repair, articles of a page, and sentences as spans."""

from kg.text.articles import split_articles
from kg.text.files import find_files, read_articles, read_inputs
from kg.text.sentences import split_sentences

__all__ = ["find_files", "read_articles", "read_inputs", "split_articles", "split_sentences"]
