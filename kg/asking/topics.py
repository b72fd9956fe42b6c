"""An event that a question calls by the last word of its name alone: 博览会 in 博览会的主题是什么."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.asking.reach import Reach
from kg.asking.tokens import Token, have
from kg.asking.words import Questions
from kg.messages import Message, message
from kg.query import encode_text

# So many names can be read at a glance.
SHOWN = 8


def name_topic(reach: Reach, tokens: Sequence[Token], questions: Questions) -> tuple[list[Token], tuple[Message, ...]]:
    """The tokens with such a word as the name of the one event that it can mean, or a word that it may mean several; else nothing."""
    first = tokens[0] if tokens else None
    if first is None or len(first.text) < 2 or have(tokens, "name", "most") or not _is_topic(tokens, questions):
        return [], ()
    rows = reach.run(f"SELECT DISTINCT ?label {{ ?x a kg:Event ; rdfs:label ?label FILTER(STRENDS(?label, {encode_text(first.text)})) }}")
    labels = sorted(set(rows.column("label")))
    spots = [spot for label in labels[:1] for spot in reach.named(label)]
    if len(labels) == 1 and spots:
        return [replace(first, kinds=frozenset({"name"}), spot=spots[0]), *tokens[1:]], ()
    if len(labels) < 2:
        return [], ()
    choose = message("“{text}” may be one of these, give its name in full; they are: {labels}", text=first.text, labels=labels[:SHOWN])
    return [], (message("{labels} and more", labels=choose) if len(labels) > SHOWN else choose,)


def _is_topic(tokens: Sequence[Token], questions: Questions) -> bool:
    """Whether the first word is one for events, of which something is asked."""
    first, behind = tokens[0], tokens[1] if len(tokens) > 1 else None
    event = questions.heads.get(first.text, questions.classes.get(first.text)) == "Event"
    apart = behind is not None and behind.kinds.isdisjoint({"during", "class", "head", "rest", "which"})
    told = any(token.kinds & {"verb", "noun", "when", "where", "who"} and not token.kinds & {"class"} for token in tokens[1:])
    return event and apart and told
