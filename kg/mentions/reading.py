"""What the first stage knows of one sentence: its words, its mentions, the posts of its people, and what its dates say."""

from __future__ import annotations

from dataclasses import dataclass

from kg.mentions.people import Post
from kg.mentions.words import Words
from kg.model import Mention, Sentence, Span
from kg.times import DateMention


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One sentence with its mentions in order, none overlapping, the posts of its people, and what its dates say by their spans."""

    sentence: Sentence
    words: Words
    mentions: tuple[Mention, ...]
    posts: tuple[Post, ...]
    dates: dict[Span, DateMention]
