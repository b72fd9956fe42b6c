"""The tables `kg:Row` and `kg:Wording` of the ontology: words that mean in a row what none means alone, questions put in other words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from kg.ontology import KG, local_name

# In a wording any English verb of the ontology; what stands between the marks of a template is such a word, to be read in Chinese.
ANY_WORD = "{verb}"
UNIT = re.compile(r"\[([^\]=]*)(?:=((?:[^\[\]]|\[[^\]]*\])*))?\]")


@dataclass(frozen=True, slots=True)
class WordRow:
    """A row of words of which those in parentheses are of the kinds `becomes`, as one word where `joined`; `late` once names are known."""

    pattern: re.Pattern[str]
    becomes: frozenset[str]
    joined: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """How a question may be put, and the words it is read in."""

    pattern: re.Pattern[str]
    template: str


def load_rows(graph: Graph) -> tuple[WordRow, ...]:
    """The rows of the ontology, in the order of their names."""
    nodes = sorted(graph.subjects(RDF.type, KG.Row), key=str)
    return tuple(
        WordRow(
            re.compile(expand(_said(graph, node, KG.row))),
            frozenset(local_name(str(kind)) for kind in graph.objects(node, KG.becomes)),
            (node, KG.joined, None) in graph,
            (node, KG.late, None) in graph,
        )
        for node in nodes
    )


def load_wordings(graph: Graph) -> tuple[Wording, ...]:
    """The other wordings of questions, in the order of their names."""
    nodes = sorted(graph.subjects(RDF.type, KG.Wording), key=str)
    words = sorted({str(word) for word in graph.objects(None, KG.english)}, key=lambda word: (-len(word), word))
    each = [(_said(graph, node, KG.said).replace(ANY_WORD, f"({'|'.join(words)})"), _said(graph, node, KG.read)) for node in nodes]
    each += [(f"¤(?:{one})¤", _said(graph, node, KG.read)) for node, one in sorted(graph.subject_objects(KG.english), key=str)]
    return tuple(Wording(re.compile(said, re.IGNORECASE), read) for said, read in [*each, ("¤", "")])


def _said(graph: Graph, node: Node, predicate: URIRef) -> str:
    return str(graph.value(node, predicate) or "")


def expand(row: str) -> str:
    """The expression for a row of words as `written` writes them.

    >>> bool(re.search(expand("[which][measure]?([rest=..+])[class|head]"), "<,which,|哪><,measure,|家><,rest,|媒体><,class,|单位>"))
    True
    """
    return UNIT.sub(lambda unit: f"(?:<[^|>]*{_kinds(unit[1])}[^|>]*\\|(?:{(unit[2] or '.*').replace('.', '[^>]')})>)", row)


def _kinds(kinds: str) -> str:
    return f",(?:{kinds})," if kinds else ""


def put_otherwise(question: str, wordings: Sequence[Wording]) -> str:
    """The question in the words that it is read in."""
    for one in wordings:
        question = one.pattern.sub(re.sub(r"\$(\d)", r"\\g<\1>", one.template), question)
    return question
