"""The days that bound every date, and the offsets of claims, against what they are drawn from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from rdflib import RDF, XSD, Graph, Literal
from rdflib.term import Node

from kg.messages import message
from kg.ontology import KG
from kg.times import date_bounds
from kg.validate.problems import Problem, make_problem

DATED = {KG.asserted, KG.planned, None}
DATES = {XSD.date, XSD.gYearMonth, XSD.gYear}
# The IRI of a claim rests on where its words stand: relation, then the offsets of predicate, subject and object.
OFFSETS = re.compile(r"-(\d+)-(\d+)-(\d+)-[0-9a-f]{8}$")
AT = re.compile(r"char=(\d+),(\d+)")


def find_day_problems(graph: Graph) -> Iterator[Problem]:
    """Nodes whose kg:earliest or kg:latest is not that of their asserted and planned dates."""
    wanted: dict[Node, list[tuple[str, str]]] = defaultdict(list)
    for claim in graph.subjects(RDF.type, KG.Claim):
        subject, value, when = (graph.value(claim, p, any=True) for p in (RDF.subject, RDF.object, KG.when))
        found = _bounds(value)
        if found and subject is not None and graph.value(claim, KG.modality, any=True) in DATED:
            wanted[subject].append(found)
        if found and when is None:
            yield from _outside(graph, claim, found)
    for node, pairs in wanted.items():
        for predicate, day in ((KG.earliest, min(first for first, _ in pairs)), (KG.latest, max(last for _, last in pairs))):
            given = graph.value(node, predicate, any=True)
            if str(given or "") != day:
                name = predicate.partition("#")[2]
                wrong = message("kg:{name} is not that of its dates, {day}", name=name, day=day)
                yield make_problem(graph, "days", node, value=str(given or ""), wrong=wrong)


def find_offset_problems(graph: Graph) -> Iterator[Problem]:
    """Claims whose offsets do not go with their sentence or with their IRI."""
    for claim, sentence in graph.subject_objects(KG.sentence):
        begin, end = (_number(graph.value(claim, predicate, any=True)) for predicate in (KG.begin, KG.end))
        if begin is not None and end is not None and begin <= end and end - begin != len(str(sentence)):
            wrong = message("the sentence is not as long as its offsets say")
            yield make_problem(graph, "length", claim, value=f"{begin},{end}", wrong=wrong)
        in_iri = OFFSETS.search(str(claim))
        places = [AT.fullmatch(str(graph.value(claim, p, any=True))) for p in (KG.predicateAt, KG.subjectAt, KG.objectAt)]
        if in_iri and all(places) and in_iri.groups() != tuple(place[1] for place in places if place):
            value = " ".join(place[0] for place in places if place)
            wrong = message("the offsets are not those that the IRI of the claim rests on")
            yield make_problem(graph, "offsets", claim, value=value, wrong=wrong)


def _outside(graph: Graph, claim: Node, days: tuple[str, str]) -> Iterator[Problem]:
    """A claim whose days do not hold those of its date; they may be more, for the text may give a period of which this is one end."""
    earliest, latest = (str(graph.value(claim, predicate, any=True) or "") for predicate in (KG.earliest, KG.latest))
    if not (earliest and latest and earliest <= days[0] and days[1] <= latest):
        wrong = message("kg:earliest and kg:latest do not hold its date")
        yield make_problem(graph, "days", claim, value=f"{earliest} {latest}".strip(), wrong=wrong)


def _bounds(value: Node | None) -> tuple[str, str] | None:
    if not isinstance(value, Literal) or value.datatype not in DATES:
        return None
    try:
        first, last = date_bounds(str(value))
    except ValueError:  # no date at all: the shapes say so
        return None
    return (first, last) if first and last else None


def _number(value: Node | None) -> int | None:
    return int(str(value)) if value is not None and str(value).isdecimal() else None
