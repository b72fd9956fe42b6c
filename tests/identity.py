"""Articles, mentions and claims made by hand for the tests of identity."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import cast

from kg.discourse import Discourse
from kg.entities import ArticleEntities, resolve, resolve_article
from kg.grammar import load_grammar
from kg.mentions import Post, Reading
from kg.mentions.words import Words
from kg.model import Article, Claim, Doc, Entity, Form, Mention, Sentence, Span
from kg.names import load_names
from kg.ontology import BASE

Said = tuple[str, str, str, str, str]
"""Class and name of the subject, relation, class and name of the object."""


def mention(text: str, cls: str, name: str, *, form: Form = "name") -> Mention:
    """A mention at the first place of `name` in `text`; at the start where the text does not have it."""
    start = max(text.find(name), 0)
    words = name if text.startswith(name, start) else text[start : start + 1]
    if words and text[start - 1 : start] == "《":
        start, words = start - 1, f"《{words}》"
    return Mention(Span(start, start + len(words)), words, cls, name, form)


def article(
    identifier: str,
    said: Sequence[Said],
    *,
    text: str = "",
    date: str = "2024-05-20",
    dateline: str = "",
    spoken: Sequence[tuple[str, str]] = (),
    posts: Sequence[tuple[str, str]] = (),
) -> tuple[Doc, list[Claim], Discourse]:
    """One article that says `said`, speaks of `spoken` (class, name) and gives people (name, post)."""
    body = text or "，".join(f"{subject}{obj}" for _, subject, _, _, obj in said) + "。"
    whole = dateline + body
    made = Article(identifier, whole, date=datetime.date.fromisoformat(date))
    sentences = [Sentence(Span(0, len(dateline)), "dateline")] if dateline else []
    sentence = Sentence(Span(len(dateline), len(whole)))
    claims = [
        Claim(
            identifier,
            mention(whole, scls, subject),
            relation,
            mention(whole, ocls, obj),
            Span(0, 1),
            sentence.span,
            "hand",
            Decimal("0.9"),
        )
        for scls, subject, relation, ocls, obj in said
    ]
    ends = [end for claim in claims for end in (claim.subject, claim.object) if end.cls not in ("Words", "Date")]
    mentions = (*ends, *(mention(whole, cls, name) for cls, name in spoken))
    held = tuple(Post(mention(whole, "Words", words), mention(whole, "Person", name), "asserted") for name, words in posts)
    reading = Reading(sentence, cast(Words, None), mentions, held, {})
    return Doc(made, (*sentences, sentence)), claims, Discourse((reading,), (), None, "")


def local(made: tuple[Doc, list[Claim], Discourse]) -> ArticleEntities:
    """What resolution needs of one article."""
    doc, claims, discourse = made
    return resolve_article(doc, claims, discourse, grammar=load_grammar(), names=load_names())


def resolved(*articles: ArticleEntities) -> dict[tuple[str, str, str, str], Entity]:
    """The nodes of all mentions."""
    return resolve(articles, base=BASE, grammar=load_grammar(), names=load_names())


def entities(*made: tuple[Doc, list[Claim], Discourse]) -> dict[tuple[str, str, str, str], Entity]:
    """The nodes of hand-made articles."""
    return resolved(*map(local, made))
