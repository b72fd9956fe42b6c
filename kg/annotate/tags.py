"""Parts of speech and kinds of names of every engine in the project's closed sets, by the tables of `ontology/tags.ttl`."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rdflib import RDF

from kg.ontology import KG, load_ontology, local_name

# The sets of parts of speech, the nearest to the closed one first: where a document does not say which it uses, the first that knows all.
SETS = ("lac", "pku", "ctb", "863")
NAMES = "ner"
OTHER = "x"


@dataclass(frozen=True, slots=True)
class Tags:
    """The closed set, and for each set of an engine the closed tag of each of its tags."""

    closed: frozenset[str]
    maps: Mapping[str, Mapping[str, str]]


@cache
def read_tags() -> Tags:
    """The tables of tags.ttl."""
    graph = load_ontology().graph
    maps: dict[str, dict[str, str]] = {}
    for node in graph.subjects(RDF.type, KG.TagMap):
        closed = str(graph.value(node, KG.closedTag))
        table = maps.setdefault(str(graph.value(node, KG.tagSet)), {})
        table.update({str(tag): closed for tag in graph.objects(node, KG.tag)})
    return Tags(frozenset(local_name(node) for node in graph.subjects(RDF.type, KG.Tag)), maps)


def set_of(task: str, tags: Iterable[str]) -> str:
    """The set of a task's tags: that of its key (pos/pku), else the first that knows the most of them.

    >>> set_of("pos/pku", []), set_of("pos", ["NR", "VV"])
    ('pku', 'ctb')
    """
    named = task.partition("/")[2]
    if named in SETS:
        return named
    seen = set(tags)
    return max(SETS, key=lambda name: (len(seen & read_tags().maps[name].keys()), -SETS.index(name)))


def close(tag: str, tag_set: str) -> str:
    """The closed tag of a tag of a set; one that the table lacks is reported once, and is "x" (a name of such a kind: "").

    >>> close("NN", "ctb"), close("nr", "pku"), close("GPE", "ner"), close("MONEY", "ner")
    ('n', 'PER', 'LOCATION', '')
    """
    if not tag:
        return ""
    found = read_tags().maps[tag_set].get(tag)
    if found is not None:
        return found
    _report(tag, tag_set)
    return "" if tag_set == NAMES else OTHER


@cache
def _report(tag: str, tag_set: str) -> None:
    taken = "no name" if tag_set == NAMES else f"{OTHER} (other)"
    warnings.warn(
        f"tag {tag!r} is not in the tag set {tag_set} of ontology/tags.ttl; it counts as {taken}; add it there as kg:tag"
        f" / 标记 {tag!r} 不在 ontology/tags.ttl 的标注集 {tag_set} 中，暂按“其他”处理；请在该文件中补上",
        stacklevel=2,
    )
