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
from kg.ontology import KG
from kg.validate.problems import Problem, make_problem


def find_text_problems(graph: Graph, folder: Path) -> Iterator[Problem]:
    """Articles without their text or with another one, and claims whose sentence or places do not lie in it.

    Raises InputError where there is no such folder.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; the articles' texts are needed", f"{folder}：没有这个文件夹；需要文章文本")
    for article in sorted(graph.subjects(RDF.type, SDO.NewsArticle), key=str):
        path = folder / article_file(str(graph.value(article, DCTERMS.identifier, any=True)))
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            yield make_problem(graph, "text", article, value=str(path), en="the text of the article cannot be read", zh="读不到文章的文本")
            continue
        if str(graph.value(article, KG.sha256, any=True)) != hashlib.sha256(text.encode("utf-8")).hexdigest():
            en, zh = "the text is not the one that the graph was built from", "文本不是建图时的文本"
            yield make_problem(graph, "text", article, value=str(path), en=en, zh=zh)
        for claim in graph.subjects(PROV.wasDerivedFrom, article):
            yield from _claim_problems(graph, claim, text)


def _claim_problems(graph: Graph, claim: Node, text: str) -> Iterator[Problem]:
    begin, end, sentence = (graph.value(claim, predicate, any=True) for predicate in (KG.begin, KG.end, KG.sentence))
    if begin is not None and end is not None and sentence is not None:
        said = _cut(text, str(begin), str(end))
        if said != str(sentence):
            en, zh = "the text has something else at these offsets", "文本在此处并非此句"
            yield make_problem(graph, "sentence", claim, value=f"{begin},{end}", en=en, zh=zh)
    for predicate in (KG.subjectAt, KG.predicateAt, KG.objectAt):
        for place in graph.objects(claim, predicate):
            found = re.fullmatch(r"char=(\d+),(\d+)", str(place))
            if found and _cut(text, *found.groups()) is None:
                en, zh = f"kg:{_local(predicate)} lies outside the text", f"kg:{_local(predicate)} 在文本之外"
                yield make_problem(graph, "place", claim, value=str(place), en=en, zh=zh)


def _cut(text: str, begin: str, end: str) -> str | None:
    """The words between two offsets, or None where they are no offsets into the text."""
    if not (begin.isdecimal() and end.isdecimal() and int(begin) <= int(end) <= len(text)):
        return None
    return text[int(begin) : int(end)]


def _local(predicate: URIRef) -> str:
    return predicate.rpartition("#")[2]
