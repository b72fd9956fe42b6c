"""Bytes to articles: decoding, layout repair, articles of a page, and sentences as spans."""

from kg.text.articles import split_articles
from kg.text.sentences import split_sentences, told_sentences

__all__ = ["split_articles", "split_sentences", "told_sentences"]
