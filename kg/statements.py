"""The claims of a graph: one value for each, read in one way from triples and from the rows of a query."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib.namespace import PROV, RDF

from kg.ontology import KG, local_name
from kg.query import Rows, Term
from kg.table import LiteralValue, Raw, Row, text_of, texts_of, values_of

SUBJECT, PREDICATE, OBJECT = str(RDF.subject), str(RDF.predicate), str(RDF.object)
_DERIVED, _MODALITY, _SENTENCE, _BEGIN = str(PROV.wasDerivedFrom), str(KG.modality), str(KG.sentence), str(KG.begin)
_SUBJECT_AT, _PREDICATE_AT, _OBJECT_AT = str(KG.subjectAt), str(KG.predicateAt), str(KG.objectAt)
_WHEN, _WHERE, _SPEAKER = str(KG.when), str(KG.where), str(KG.saidBy)
_CONFIDENCE, _PATTERN = str(KG.confidence), str(KG.pattern)
_EARLIEST, _LATEST = str(KG.earliest), str(KG.latest)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_RANGE = re.compile(r"char=(\d+),(\d+)\Z")
NOWHERE = (-1, -1)
ASSERTED = "asserted"

# Variable of `select_claims` -> the property of a claim that it is bound to.
_COLUMNS = {
    "s": SUBJECT,
    "p": PREDICATE,
    "o": OBJECT,
    "m": _MODALITY,
    "sentence": _SENTENCE,
    "article": _DERIVED,
    "confidence": _CONFIDENCE,
    "when": _WHEN,
}
_LABELS = ("subject", "relation", "object", "modality", "title", "url", "issued")
_CLAIMS = """SELECT ?claim ?s ?p ?o ?m ?sentence ?article ?confidence ?when LABELS WHERE {
  WHICH
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o FILTERED
  OPTIONAL { ?claim kg:modality ?given } BIND(COALESCE(?given, kg:asserted) AS ?m)
  OPTIONAL { ?claim kg:sentence ?sentence } OPTIONAL { ?claim prov:wasDerivedFrom ?article ABOUT }
  OPTIONAL { ?claim kg:confidence ?confidence } OPTIONAL { ?claim kg:when ?when }
  TOLD
} ORDER BY ORDER"""
_TOLD = """OPTIONAL { ?s rdfs:label ?subject } OPTIONAL { ?o rdfs:label ?label } BIND(COALESCE(?label, STR(?o)) AS ?object)
  OPTIONAL { ?p rdfs:label ?relation FILTER(LANG(?relation) = "LANG") }
  OPTIONAL { ?m rdfs:label ?modality FILTER(LANG(?modality) = "LANG") }"""
# Asked within what names the article: without one, the titles of all would be those of the claim.
_ABOUT = "OPTIONAL { ?article dcterms:title ?title } OPTIONAL { ?article dcterms:source ?url } OPTIONAL { ?article dcterms:issued ?issued }"


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim, or a direct triple that no claim backs (then without IRI, article and sentence).

    `subject` and `relation` are IRIs, `modality` is a local name, `confidence` a decimal from 0 to 1. `spans` are the subject's,
    predicate's and object's half-open offsets in the article's text, in code points; (-1, -1) where unknown. `begin` is the sentence's own
    offset. Of `first` and `last`, ISO days, an empty one is an open end; both empty: no date. What is not known is "".
    """

    iri: str
    subject: str
    relation: str
    object: str | LiteralValue
    modality: str
    article: str = ""
    sentence: str = ""
    begin: int = 0
    spans: tuple[tuple[int, int], ...] = (NOWHERE, NOWHERE, NOWHERE)
    when: LiteralValue | None = None
    where: str = ""
    speaker: str = ""
    confidence: str = ""
    pattern: str = ""
    first: str = ""
    last: str = ""

    @property
    def words(self) -> str:
        """The object as text: its IRI, or the words of a literal."""
        return self.object.text if isinstance(self.object, LiteralValue) else self.object


def read_statement(iri: str, row: Row) -> Statement | None:
    """The claim of this IRI whose properties are `row`; None where it lacks subject, predicate or object."""
    objects = values_of(row, OBJECT)
    if not objects or SUBJECT not in row or PREDICATE not in row:
        return None
    begin, when = text_of(row, _BEGIN), values_of(row, _WHEN)
    return Statement(
        iri=iri,
        subject=text_of(row, SUBJECT),
        relation=text_of(row, PREDICATE),
        object=objects[0],
        modality=local_name(text_of(row, _MODALITY)) or ASSERTED,
        article=text_of(row, _DERIVED),
        sentence=text_of(row, _SENTENCE),
        begin=int(begin) if begin.isdecimal() else 0,
        spans=(_span(row, _SUBJECT_AT), _span(row, _PREDICATE_AT), _span(row, _OBJECT_AT)),
        when=LiteralValue(*when[0]) if when and isinstance(when[0], LiteralValue) else None,
        where=text_of(row, _WHERE),
        speaker=text_of(row, _SPEAKER),
        confidence=text_of(row, _CONFIDENCE),
        pattern=text_of(row, _PATTERN),
        first=read_day(row, _EARLIEST),
        last=read_day(row, _LATEST),
    )


def count_ends(row: Row) -> tuple[int, int, int]:
    """How many subjects, predicates and objects a claim has, one each where it is sound."""
    return len(texts_of(row, SUBJECT)), len(texts_of(row, PREDICATE)), len(values_of(row, OBJECT))


def read_day(row: Row, predicate: str) -> str:
    """The ISO day that a literal begins with, or nothing."""
    match = _DAY.match(text_of(row, predicate))
    return match[0] if match else ""


def _span(row: Row, predicate: str) -> tuple[int, int]:
    match = _RANGE.match(text_of(row, predicate))
    return (int(match[1]), int(match[2])) if match else NOWHERE


def select_claims(which: str = "", *, order: str, aliases: bool = False, lang: str = "", limit: int = 0) -> str:
    """The query whose rows `read_claims` reads: the claims that `which` binds `?claim` to, else all; with `aliases` those of names too.

    With `lang`, "zh" or "en", the rows tell labels of ends, relation and modality, and title, url and day of the article too; `order` may
    name these variables. No `limit` is 0.
    """
    told, labels = (_TOLD.replace('"LANG"', f'"{lang}"'), " ?".join(("", *_LABELS))) if lang else ("", "")
    filled = {
        "LABELS": labels,
        "WHICH": which,
        "FILTERED": "" if aliases else "FILTER(?p != skos:altLabel)",
        "ABOUT": _ABOUT if lang else "",
        "TOLD": told,
        "ORDER BY ORDER": f"ORDER BY {order}" + (f" LIMIT {limit}" if limit else ""),
    }
    # In one pass: what was filled in may hold any words.
    return re.sub("|".join(filled), lambda found: filled[found[0]], _CLAIMS)


def read_claims(rows: Rows) -> Iterator[tuple[Statement, Mapping[str, str]]]:
    """Each claim of the rows of `select_claims` once, with the labels that were asked for, "" for one that the graph lacks."""
    seen = set[str]()
    for row in rows.rows:
        cells = dict(zip(rows.variables, row, strict=True))
        claim = cells["claim"]
        if claim is None or claim.value in seen:
            continue
        known = {name: _value(term) for variable, name in _COLUMNS.items() if (term := cells[variable]) is not None}
        if (statement := read_statement(claim.value, known)) is not None:
            seen.add(claim.value)
            yield statement, {name: term.value if (term := cells.get(name)) else "" for name in _LABELS}


def _value(term: Term) -> Raw:
    return LiteralValue(term.value, term.lang, term.datatype) if term.kind == "literal" else term.value
