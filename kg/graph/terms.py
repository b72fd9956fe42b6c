"""The terms that a graph uses, with labels and hierarchy, and the node that says how the graph was built: a graph stands alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Literal, URIRef
from rdflib.namespace import VOID
from rdflib.term import Node

from kg import __version__
from kg.ontology import KG, Ontology

Triple = tuple[Node, Node, Node]

# The predicates that come first in a file, in this order; the others follow by IRI.
FIRST_PREDICATES = (RDF.type, RDFS.label, SKOS.altLabel, KG.name, RDF.subject, RDF.predicate, RDF.object, KG.modality)
COPIED = (RDFS.label, RDFS.subClassOf, RDFS.subPropertyOf, KG.subjectClass, KG.objectClass)


def to_terms(used: Iterable[str], ontology: Ontology) -> Iterator[Triple]:
    """Labels and hierarchy of every class, relation, property and modality of the ontology that is `used`, and of those above them."""
    seen: set[Node] = set()
    waiting: list[Node] = [URIRef(iri) for iri in used]
    while waiting:
        term = waiting.pop()
        if term in seen or not isinstance(term, URIRef) or not _is_described(ontology, term):
            continue
        seen.add(term)
        yield from _describe(ontology, term)
        waiting += [above for predicate in (RDF.type, RDFS.subPropertyOf) for above in ontology.graph.objects(term, predicate)]


def to_dataset(base: str, ontology: Ontology, options: Mapping[str, str]) -> Iterator[Triple]:
    """What made the graph: versions, hashes, options, licence; no time of day."""
    node = URIRef(f"{base}dataset")
    yield node, RDF.type, VOID.Dataset
    yield node, DCTERMS.title, Literal("新闻知识图谱", lang="zh")
    yield node, VOID.vocabulary, URIRef(str(KG).rstrip("#"))
    yield node, KG.version, Literal(options.get("version", __version__))
    yield node, KG.ontologyHash, Literal(ontology.sha256)
    for name, value in sorted(options.items()):
        if name == "engine":
            yield node, KG.engine, Literal(value)
        elif name == "decisions":
            yield node, KG.decisionsHash, Literal(value)
        elif name == "licence":
            yield node, DCTERMS.license, URIRef(value)
        elif name != "version":
            yield node, KG.option, Literal(f"{name}={value}")


def _is_described(ontology: Ontology, term: URIRef) -> bool:
    return (term, RDFS.label, None) in ontology.graph or (term, KG.subjectClass, None) in ontology.graph


def _describe(ontology: Ontology, term: URIRef) -> Iterator[Triple]:
    types = [kind for kind in ontology.graph.objects(term, RDF.type) if kind != OWL.NamedIndividual]
    relation = next((r for r in ontology.relations.values() if r.iri == term), None)
    if relation is not None and not types:
        types = [OWL.DatatypeProperty if relation.literal else OWL.ObjectProperty]
    yield from ((term, RDF.type, kind) for kind in types)
    for predicate in COPIED:
        yield from ((term, predicate, value) for value in ontology.graph.objects(term, predicate) if isinstance(value, (URIRef, Literal)))
    if (term, RDFS.label, None) not in ontology.graph and relation is not None:
        yield term, RDFS.label, Literal(relation.zh, lang="zh")
