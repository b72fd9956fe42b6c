"""The words of `ontology/inputs.ttl`, read once: names of columns, words of web pages, labels of kinds and of origins of dates."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from rdflib import RDFS, Graph, Literal, URIRef

from kg.errors import OntologyError
from kg.given import COLUMNS
from kg.messages import message
from kg.namespaces import ontology_folder
from kg.ontology import KG

FILE = "inputs.ttl"
LOOSE = re.compile(r"[\s_\-:：()（）\ufeff]+")


@cache
def input_words() -> dict[str, frozenset[str]]:
    """Group name to its words.

    >>> "正文" in input_words()["text"]
    True
    """
    found: dict[str, set[str]] = {}
    for subject, word in _graph().subject_objects(URIRef(KG.word)):
        found.setdefault(_local(subject), set()).add(str(word))
    return {name: frozenset(words) for name, words in found.items()}


@cache
def label_of(name: str, lang: str) -> str:
    """What a kind of input or an origin of a date is called.

    >>> label_of("page", "zh")
    '网页'
    """
    labels = {o.language: str(o) for s, o in _graph().subject_objects(RDFS.label) if _local(s) == name and isinstance(o, Literal)}
    return labels.get(lang, name)


@cache
def _columns() -> dict[str, str]:
    return {_folded(word): name for name in COLUMNS for word in input_words()[name]}


def column_of(heading: str) -> str | None:
    """The column that a heading names, None where it names none that is read.

    >>> column_of("发布 日期"), column_of("PubDate"), column_of("点击数")
    ('date', 'date', None)
    """
    return _columns().get(_folded(heading))


def _folded(heading: str) -> str:
    return LOOSE.sub("", unicodedata.normalize("NFKC", heading)).casefold()


@cache
def _graph() -> Graph:
    path = ontology_folder() / FILE
    try:
        return Graph().parse(path, format="turtle")
    except Exception as error:  # the parser raises whatever it meets
        raise OntologyError(message("{path}: not Turtle ({error})", path=path, error=error)) from error


def _local(term: object) -> str:
    return str(term).rsplit("#", 1)[-1]
