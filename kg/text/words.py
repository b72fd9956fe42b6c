"""The words of `ontology/layout.ttl`, and those of web pages in `ontology/inputs.ttl`, as alternatives for regular expressions."""

from __future__ import annotations

import re
from functools import cache

from rdflib import Graph, URIRef

from kg.errors import OntologyError
from kg.messages import message
from kg.namespaces import ontology_folder
from kg.ontology import KG

FILE = "layout.ttl"


@cache
def layout_words() -> dict[str, str]:
    """Group name to its words as one non-capturing regular expression group, longest word first.

    >>> layout_words()["topic"]
    '(?:题)'
    """
    return _groups(FILE)


@cache
def _groups(file: str) -> dict[str, str]:
    path = ontology_folder() / file
    try:
        graph = Graph().parse(path, format="turtle")
    except Exception as error:  # the parser raises whatever it meets
        raise OntologyError(message("{path}: not Turtle ({error})", path=path, error=error)) from error
    groups: dict[str, list[str]] = {}
    for subject, word in graph.subject_objects(URIRef(KG.word)):
        groups.setdefault(str(subject).rsplit("#", 1)[1], []).append(str(word))
    return {name: _alternatives(words) for name, words in groups.items()}


@cache
def page_words(group: str) -> str:
    """A group of the words of web pages in `ontology/inputs.ttl`, as `layout_words` gives those of the layout."""
    return _groups("inputs.ttl").get(group, "(?!)")


@cache
def opens_with(group: str) -> re.Pattern[str]:
    """Lines of web pages that begin with a word of a group, whatever marks stand before it.

    >>> opens_with("notice").match("● 版权声明：本网原创") is not None
    True
    """
    return re.compile(rf"[\W_]*{page_words(group)}", re.I)


def _alternatives(words: list[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in ordered) + ")"
