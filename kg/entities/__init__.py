"""Mentions of all articles to entities: within the article, then across articles, then what users decided and what their files know."""

from kg.entities.across import Resolved, divide, gather, resolve, resolve_batch
from kg.entities.article import resolve_article
from kg.entities.authority import link_entities, read_authority
from kg.entities.decided import Member, find_unmatched
from kg.entities.generic import named_only
from kg.entities.namesakes import tell_apart
from kg.entities.values import ArticleEntities

__all__ = [
    "ArticleEntities",
    "Member",
    "Resolved",
    "divide",
    "find_unmatched",
    "gather",
    "link_entities",
    "named_only",
    "read_authority",
    "resolve",
    "resolve_article",
    "resolve_batch",
    "tell_apart",
]
