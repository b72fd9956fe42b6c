"""What SHACL cannot say, or only in quadratic time: claims against their triples, nodes without names, dates out of order."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from kg.messages import message
from kg.ontology import load_ontology
from kg.query import Source, Term, encode_iri, select
from kg.times import date_bounds
from kg.validate.problems import Problem, make_problem, name_of

CLAIMS = """SELECT ?claim ?subject ?predicate ?object ?modality WHERE {
  ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
  OPTIONAL { ?claim kg:modality ?modality }
  FILTER(?predicate != skos:altLabel) }"""
FACTS = """SELECT ?subject ?predicate ?object WHERE {
  { SELECT DISTINCT ?predicate WHERE { ?predicate kg:subjectClass ?cls } } ?subject ?predicate ?object }"""
NAMELESS = """SELECT DISTINCT ?node WHERE {
  { ?claim rdf:subject ?node } UNION { ?claim rdf:object ?node } UNION { ?claim kg:where ?node } UNION { ?claim kg:saidBy ?node }
  UNION { ?other kg:inPlace|kg:governs|kg:editionOf ?node } UNION { ?node a kg:Entity }
  FILTER(!isLiteral(?node) && (NOT EXISTS { ?node rdfs:label ?label } || NOT EXISTS { ?node kg:name ?name })) }"""
INCOMPLETE = """SELECT DISTINCT ?claim ?part WHERE {
  ?claim a kg:Claim .
  VALUES ?part { kg:sentence kg:begin kg:end kg:subjectAt kg:predicateAt kg:objectAt kg:confidence kg:pattern }
  FILTER NOT EXISTS { ?claim a kg:AliasClaim }
  FILTER NOT EXISTS { ?claim ?part ?value } }"""
MISPLACED = """SELECT DISTINCT ?claim ?node WHERE {
  { ?claim rdf:predicate ?predicate ; rdf:subject ?node . ?predicate kg:subjectClass ?any
    FILTER NOT EXISTS { ?predicate kg:subjectClass ?cls . ?node a ?cls } }
  UNION
  { ?claim rdf:predicate ?predicate ; rdf:object ?node . ?predicate kg:objectClass ?any
    FILTER(?any NOT IN (kg:Words, kg:Date))
    FILTER NOT EXISTS { ?predicate kg:objectClass ?cls . ?node a ?cls } } }"""
DATES = """SELECT ?node ?start ?end WHERE { ?node kg:startDate ?start ; kg:endDate ?end }"""

Fact = tuple[Term, Term, Term]


def find_fact_problems(graph: Graph, source: Source) -> Iterator[Problem]:
    """Asserted claims and triples that do not go together, nodes without names, claims that lack a part, dates out of order."""
    yield from _unbacked(graph, source)
    for (node,) in _rows(source, NAMELESS):
        yield make_problem(graph, "name", _node(node), wrong=message("an entity has a label and a name"))
    for claim, part in _rows(source, INCOMPLETE):
        lacking = part.value.partition("#")[2]
        yield make_problem(graph, "part", _node(claim), value=f"kg:{lacking}", wrong=message("the claim lacks a part"))
    for claim, node in _rows(source, MISPLACED):
        wrong = message("an end of the claim is not of the class that its relation takes")
        yield make_problem(graph, "end", _node(claim), value=name_of(graph, _node(node)), wrong=wrong)
    yield from _out_of_order(graph, source)


def _unbacked(graph: Graph, source: Source) -> Iterator[Problem]:
    claims = list(_rows(source, CLAIMS))
    relations = {str(relation.iri) for relation in load_ontology().relations.values()}
    facts = set(_facts(source, relations))
    asserted = {(s, p, o) for _, s, p, o, modality in claims if _is_asserted(modality)}
    for claim, *fact, modality in claims:
        if _is_asserted(modality) and tuple(fact) not in facts:
            yield make_problem(graph, "triple", _node(claim), wrong=message("an asserted claim without its triple"))
    for s, p, o in facts - asserted:
        about = " ".join(name_of(graph, _node(term)) for term in (s, p, o))
        wrong = message("a triple that no asserted claim backs")
        yield Problem("claim", s.value, o.value, about, "", wrong)


def _facts(source: Source, relations: set[str]) -> Iterator[Fact]:
    """The triples of the relations that the graph describes and of those that kg knows."""
    known = " ".join(encode_iri(iri) for iri in sorted(relations))
    for sparql in (FACTS, f"SELECT ?s ?p ?o WHERE {{ VALUES ?p {{ {known} }} ?s ?p ?o }}"):
        yield from _rows(source, sparql)  # type: ignore[misc]


def _out_of_order(graph: Graph, source: Source) -> Iterator[Problem]:
    for node, start, end in _rows(source, DATES):
        first, last = (_bound(term, edge) for term, edge in ((start, 0), (end, 1)))
        if first and last and first > last:
            value = f"{start.value} > {end.value}"
            yield make_problem(graph, "dates", _node(node), value=value, wrong=message("it ends before it begins"))


def _bound(date: Term, edge: int) -> str:
    try:
        return date_bounds(date.value)[edge]
    except ValueError:  # no date at all: the shapes say so
        return ""


def _is_asserted(modality: Term | None) -> bool:
    return modality is None or modality.value.endswith("#asserted")


def _rows(source: Source, sparql: str) -> Iterator[tuple[Term, ...]]:
    yield from select(source, sparql).rows  # type: ignore[misc]


def _node(term: Term) -> Node:
    return URIRef(term.value) if term.kind == "uri" else Literal(term.value, lang=term.lang or None)
