"""Mentions of all articles to entities: within the article, then across articles."""

from kg.entities.across import resolve
from kg.entities.article import resolve_article
from kg.entities.values import ArticleEntities

__all__ = ["ArticleEntities", "resolve", "resolve_article"]
