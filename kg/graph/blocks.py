"""Subject after subject as Turtle, from plain values: the bytes that rdflib gives for the same graph, in a tenth of its time.

rdflib needs the whole graph in memory and a term of its own for everything; a test holds the two to the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rdflib import RDF, XSD
from rdflib.namespace import OWL, PROV, SDO, VOID

from kg.graph.terms import FIRST_PREDICATES
from kg.ontology import KG, TURTLE_NAME
from kg.rdf import Fact, LiteralValue, Value, to_node

# The order in which kinds of subjects stand in the file; within a kind they are sorted by IRI.
KINDS = (
    VOID.Dataset,
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    KG.Modality,
    SDO.NewsArticle,
    KG.Person,
    KG.Organization,
    KG.Place,
    KG.Event,
    KG.Document,
    KG.Product,
    KG.Entity,
    PROV.Entity,
    KG.AliasClaim,
    KG.Claim,
)
RANKS = {str(kind): rank for rank, kind in enumerate(KINDS)}
# A part of PN_LOCAL of Turtle 1.1 that needs no escapes.
LOCAL_NAME = re.compile(f"(?![-·])(?:{TURTLE_NAME.pattern}|_)*")
# The forms that every reader of Turtle gives back as they are, without quotation marks.
BARE: Mapping[str, re.Pattern[str]] = {
    str(XSD.integer): re.compile(r"0|-?[1-9][0-9]*"),
    str(XSD.decimal): re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+"),
    str(XSD.boolean): re.compile("true|false"),
}
TYPE, DATE, OWN = str(RDF.type), str(XSD.date), str(KG)

Row = dict[str, list[Value]]


class TurtleBlocks:
    """Subjects as Turtle with the prefixes of `prefixes`; remembers which of these were needed."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = {namespace: prefix for prefix, namespace in prefixes.items()}
        self._needed: dict[str, str] = {}
        self._names: dict[str, str] = {}  # of predicates, classes, datatypes and other terms, which come again and again
        self._places = {str(predicate): (place, "") for place, predicate in enumerate(FIRST_PREDICATES)}

    def head(self) -> str:
        """The prefixes that the blocks so far need, sorted."""
        return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(self._needed.items()))

    def block(self, subject: str, row: Row) -> str:
        """What is told of one subject, predicates and objects in order, each object once."""
        lines = [self._line(predicate, row[predicate]) for predicate in sorted(row, key=self._place)]
        return f"\n{self._name(subject)} " + " ;\n    ".join(lines) + " .\n"

    def _line(self, predicate: str, values: list[Value]) -> str:
        verb = "a" if predicate == TYPE else self._term(predicate)
        if len(values) == 1:
            return f"{verb} {self._value(values[0])}"
        return f"{verb} " + ",\n        ".join(map(self._value, sorted(dict.fromkeys(values), key=_n3)))

    def _place(self, predicate: str) -> tuple[int, str]:
        return self._places.get(predicate) or (len(FIRST_PREDICATES), predicate)

    def _value(self, value: Value) -> str:
        if isinstance(value, str):
            return self._term(value) if value.startswith(OWN) else self._name(value)
        if not value.datatype:
            return f"{_quote(value.text)}@{value.lang}" if value.lang else _quote(value.text)
        bare = BARE.get(value.datatype)
        if bare and bare.fullmatch(value.text):
            self._term(value.datatype)  # rdflib names the prefix of a datatype that is left out, too
            return value.text
        if value.datatype == DATE or value.datatype in self._names:
            return f"{_quote(value.text)}^^{self._term(value.datatype)}"
        return self._rare(value)

    def _rare(self, value: LiteralValue) -> str:
        """A literal of any datatype, as rdflib writes it."""
        return to_node(value)._literal_n3(use_plain=False, qname_callback=self._short)  # type: ignore[union-attr]

    def _term(self, iri: str) -> str:
        if iri not in self._names:
            self._names[iri] = self._name(iri)
        return self._names[iri]

    def _name(self, iri: str) -> str:
        return self._short(iri) or f"<{iri}>"

    def _short(self, iri: str) -> str | None:
        """The prefixed name of an IRI, or None where no prefix or no plain local name fits."""
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        namespace = iri[:cut]
        prefix = self._prefixes.get(namespace)
        if prefix is None or not LOCAL_NAME.fullmatch(iri, cut):
            return None
        # Turtle knows no prefix that begins with _; rdflib puts a p before it.
        prefix = f"p{prefix}" if prefix.startswith("_") else prefix
        self._needed[prefix] = namespace
        return f"{prefix}:{iri[cut:]}"


def to_rows(facts: Iterable[Fact]) -> dict[str, Row]:
    """Triples by subject and predicate, in the order in which they come."""
    rows: dict[str, Row] = {}
    for subject, predicate, value in facts:
        rows.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return rows


def rank_of(row: Row) -> int:
    """The place of a subject's kind in the file."""
    return min((RANKS.get(kind, len(KINDS)) for kind in row.get(TYPE, ()) if isinstance(kind, str)), default=len(KINDS))


def _n3(value: Value) -> str:
    """What objects of one predicate are sorted by."""
    if isinstance(value, str):
        return f"<{value}>"
    if value.datatype:
        return to_node(value).n3()  # which has forms of its own for numbers without end
    return f"{_quote(value.text)}@{value.lang}" if value.lang else _quote(value.text)


def _quote(text: str) -> str:
    """Text between quotation marks, as rdflib writes it."""
    if "\n" in text:
        text = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
        if text[-1] == '"' and text[-2] != "\\":
            text = f'{text[:-1]}\\"'
        text = text.replace("\r", "\\r")
        return f'"""{text}"""'
    if "\\" in text or '"' in text or "\r" in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r")
    return f'"{text}"'
