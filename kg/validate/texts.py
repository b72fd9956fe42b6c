"""Offsets and sentences of claims against the texts of the articles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from rdflib import DCTERMS, RDF, Graph, URIRef
from rdflib.namespace import PROV, SDO
from rdflib.term import Node

from kg.errors import InputError
from kg.graph import article_file
from kg.messages import message
from kg.ontology import KG
from kg.validate.problems import Problem, make_problem


def find_text_problems(graph: Graph, folder: Path) -> Iterator[Problem]:
    """Articles without their text or with another one, and claims whose sentence or places do not lie in it.

    Raises InputError where there is no such folder.
    """
    if not folder.is_dir():
        raise InputError(message("{folder}: no such folder; the articles' texts are needed", folder=folder))
    for article in sorted(graph.subjects(RDF.type, SDO.NewsArticle), key=str):
        path = folder / article_file(str(graph.value(article, DCTERMS.identifier, any=True)))
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            yield make_problem(graph, "text", article, value=str(path), wrong=message("the text of the article cannot be read"))
            continue
        if str(graph.value(article, KG.sha256, any=True)) != hashlib.sha256(text.encode("utf-8")).hexdigest():
            wrong = message("the text is not the one that the graph was built from")
            yield make_problem(graph, "text", article, value=str(path), wrong=wrong)
        for claim in graph.subjects(PROV.wasDerivedFrom, article):
            yield from _claim_problems(graph, claim, text)


def _claim_problems(graph: Graph, claim: Node, text: str) -> Iterator[Problem]:
    begin, end, sentence = (graph.value(claim, predicate, any=True) for predicate in (KG.begin, KG.end, KG.sentence))
    if begin is not None and end is not None and sentence is not None:
        said = _cut(text, str(begin), str(end))
        if said != str(sentence):
            wrong = message("the text has something else at these offsets")
            yield make_problem(graph, "sentence", claim, value=f"{begin},{end}", wrong=wrong)
    for predicate in (KG.subjectAt, KG.predicateAt, KG.objectAt):
        for place in graph.objects(claim, predicate):
            found = re.fullmatch(r"char=(\d+),(\d+)", str(place))
            if found and _cut(text, *found.groups()) is None:
                wrong = message("kg:{predicate} lies outside the text", predicate=_local(predicate))
                yield make_problem(graph, "place", claim, value=str(place), wrong=wrong)


def _cut(text: str, begin: str, end: str) -> str | None:
    """The words between two offsets, or None where they are no offsets into the text."""
    if not (begin.isdecimal() and end.isdecimal() and int(begin) <= int(end) <= len(text)):
        return None
    return text[int(begin) : int(end)]


def _local(predicate: URIRef) -> str:
    return predicate.rpartition("#")[2]
