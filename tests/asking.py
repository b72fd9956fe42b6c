"""A graph of invented news from the table `tests/data/ask/facts.txt`, for questions; relations are found by their Chinese labels."""

from __future__ import annotations

from calendar import monthrange
from functools import cache
from pathlib import Path

from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV

from kg.asking import load_questions
from kg.ontology import BASE, KG, Relation, load_ontology, mint, mint_article

FOLDER = Path(__file__).parent / "data" / "ask"
# Words of the table that are no relation of claims.
PLACES = {"位于": KG.inPlace}
DATES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


@cache
def asking_graph(*files: str) -> Graph:
    """The graph; asked of it, `kg ask` finds names, sentences, plans and denials. `files` hold more of such lines."""
    graph, classes, article, sentence = Graph(), dict[str, str](), URIRef(""), ""
    ontology = load_ontology()
    for relation in ontology.relations.values():
        graph.add((relation.iri, RDFS.label, Literal(relation.zh, "zh")))
        for parent in relation.parents:
            graph.add((relation.iri, RDFS.subPropertyOf, parent))
    for cls in ontology.classes.values():
        graph.add((cls.iri, RDFS.label, Literal(cls.zh, "zh")))
        for above in cls.parents:
            graph.add((cls.iri, RDFS.subClassOf, KG[above]))
    for line in (line for file in ("facts.txt", *files) for line in (FOLDER / file).read_text(encoding="utf-8").splitlines()):
        word, _, rest = line.partition(" ")
        parts = [part.strip() for part in rest.split("|")]
        if not line or word == "#":
            continue
        if word == "class":
            for name in parts[0].split()[1:] + parts[1:]:
                classes[name] = parts[0].split()[0]
                _add_node(graph, name, classes[name])
        elif word == "alias":
            graph.add((_node(classes, parts[0]), KG.name, Literal(parts[1])))
        elif word == "article":
            article = URIRef(mint_article(BASE, parts[0]))
            graph.add((article, RDF.type, URIRef("https://schema.org/NewsArticle")))
            graph.add((article, DCTERMS.title, Literal(parts[1])))
            graph.add((article, DCTERMS.issued, Literal(parts[2], datatype=XSD.date)))
            graph.add((article, DCTERMS.source, Literal(f"news/{parts[0]}.txt")))
        elif word == "sentence":
            sentence = rest
        else:
            _add_fact(graph, classes, [part.strip() for part in line.split("|")], article=article, sentence=sentence)
    _add_bounds(graph)
    return graph


def _node(classes: dict[str, str], name: str) -> URIRef:
    return URIRef(mint(BASE, classes[name], name))


def _add_node(graph: Graph, name: str, cls: str) -> None:
    node = URIRef(mint(BASE, cls, name))
    for one in (cls, *load_ontology().classes[cls].parents):
        graph.add((node, RDF.type, KG[one]))
    graph.add((node, RDFS.label, Literal(name, "zh")))
    graph.add((node, KG.name, Literal(name)))


def _add_fact(graph: Graph, classes: dict[str, str], parts: list[str], *, article: URIRef, sentence: str) -> None:
    subject, label, said, modality, when = (*parts, *("asserted", "")[len(parts) - 3 :])
    if label in PLACES:
        graph.add((_node(classes, subject), PLACES[label], _node(classes, said)))
        return
    relation = _relation(label)
    kind = relation.objects[0]
    object_ = (
        Literal(said, "zh") if kind == "Words" else Literal(said, datatype=DATES[len(said)]) if kind == "Date" else _node(classes, said)
    )
    triple = (_node(classes, subject), relation.iri, object_)
    claim = URIRef(f"{BASE}claim/{len(graph):06}")
    if modality == "asserted":
        graph.add(triple)
    for predicate, value in zip((RDF.subject, RDF.predicate, RDF.object), triple, strict=True):
        graph.add((claim, predicate, value))
    graph.add((claim, RDF.type, KG.Claim))
    graph.add((claim, KG.modality, KG[modality]))
    graph.add((claim, KG.sentence, Literal(sentence, "zh")))
    graph.add((claim, KG.confidence, Literal("0.9", datatype=XSD.decimal)))
    graph.add((claim, PROV.wasDerivedFrom, article))
    if when:
        graph.add((claim, KG.when, Literal(when, datatype=DATES[len(when)])))
        first, last = _bounds(when)
        graph.add((claim, KG.earliest, Literal(first, datatype=XSD.date)))
        graph.add((claim, KG.latest, Literal(last, datatype=XSD.date)))


def _add_bounds(graph: Graph) -> None:
    """The earliest and latest day of each node that claims date."""
    days: dict[URIRef, list[str]] = {}
    dated = (KG.startDate, KG.endDate, KG.issuedOn)
    for claim in graph.subjects(RDF.type, KG.Claim):
        if graph.value(claim, RDF.predicate) in dated:
            days.setdefault(URIRef(str(graph.value(claim, RDF.subject))), []).append(str(graph.value(claim, RDF.object)))
    for node, found in days.items():
        graph.add((node, KG.earliest, Literal(min(_bounds(day)[0] for day in found), datatype=XSD.date)))
        graph.add((node, KG.latest, Literal(max(_bounds(day)[1] for day in found), datatype=XSD.date)))


def _relation(label: str) -> Relation:
    """The relation of a label, a verb or a noun of the ontology."""
    known, questions = load_ontology().relations, load_questions()
    labels = {relation.zh: relation.name for relation in known.values()}
    verbs = {verb: found[0].relation for verb, found in questions.verbs.items() if len(found) == 1}
    nouns = {noun: found[0][0] for noun, found in questions.nouns.items()}
    return known[{**nouns, **verbs, **labels}[label]]


def _bounds(day: str) -> tuple[str, str]:
    if len(day) == 10:
        return day, day
    return f"{day}-01", f"{day}-{monthrange(int(day[:4]), int(day[5:]))[1]}"
