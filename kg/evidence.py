"""The claims of a graph one by one, each with its sentence, and the articles that they come from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from kg.network import Network, term_name
from kg.query import Source, read_support, select

STATEMENTS = """SELECT ?claim ?s ?p ?o ?m ?sentence ?article ?confidence ?when WHERE {
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o FILTER(?p != skos:altLabel)
  OPTIONAL { ?claim kg:modality ?given } BIND(COALESCE(?given, kg:asserted) AS ?m)
  OPTIONAL { ?claim kg:sentence ?sentence } OPTIONAL { ?claim prov:wasDerivedFrom ?article }
  OPTIONAL { ?claim kg:confidence ?confidence } OPTIONAL { ?claim kg:when ?when }
} ORDER BY ?s ?p ?o ?m ?claim"""
ARTICLES = """SELECT ?article ?identifier ?title ?url ?issued ?publisher ?creator WHERE {
  ?article a schema:NewsArticle
  OPTIONAL { ?article dcterms:identifier ?identifier } OPTIONAL { ?article dcterms:title ?title }
  OPTIONAL { ?article dcterms:source ?url } OPTIONAL { ?article dcterms:issued ?issued }
  OPTIONAL { ?article dcterms:publisher ?publisher } OPTIONAL { ?article dcterms:creator ?creator }
} ORDER BY ?article"""


@dataclass(frozen=True, slots=True)
class Report:
    """An article: IRI, the id it was given, title, address or file, ISO day, publisher and byline; "" for what is not known."""

    iri: str
    identifier: str = ""
    title: str = ""
    url: str = ""
    issued: str = ""
    publisher: str = ""
    creator: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim: `subject` an IRI, `object` an IRI or, where it is `literal`, words or a date, each with its label in Chinese.

    `relation` and `modality` are local names, `confidence` a decimal from 0 to 1, `when` a date in EDTF, "" where none is told. `support`
    is the number of independent originals that assert the fact, 0 where it is not asserted.
    """

    claim: str
    subject: str
    relation: str
    object: str
    literal: bool
    modality: str
    sentence: str
    article: Report
    confidence: str
    when: str
    support: int
    subject_label: str = ""
    relation_label: str = ""
    object_label: str = ""

    @property
    def fact(self) -> tuple[str, str, str, str]:
        """What all claims of one fact in one modality share."""
        return self.subject, self.relation, self.object, self.modality


@dataclass(frozen=True, slots=True, eq=False)
class Core:
    """What tables and networks are made of: the entities with the facts between them, every claim, and the articles behind these."""

    network: Network
    statements: tuple[Statement, ...]
    articles: tuple[Report, ...]
    best: Mapping[tuple[str, str, str, str], Statement] = field(default_factory=dict)

    def evidence(self, source: str, relation: str, target: str, *, modality: str) -> Statement | None:
        """The surest claim of a fact, then the earliest; its ends are IRIs. None for ties that no sentence states."""
        return self.best.get((source, relation, target, modality))


def read_core(source: Source, network: Network, selected: Collection[str] | None = None) -> Core:
    """The claims and articles of a network; with `selected`, IRIs of entities and claims, only what belongs to these.

    The facts of a selected entity come with their other ends; of a selected claim both ends come.
    """
    reports = _read_reports(source)
    statements = _read_statements(source, reports, network)
    if selected is not None:
        picked = frozenset(selected)
        statements = [one for one in statements if picked & {one.claim, one.subject, one.object}]
        network = _within(network, picked, statements)
    used = {one.article.iri for one in statements}
    articles = tuple(report for iri, report in sorted(reports.items()) if iri in used or selected is None)
    best: dict[tuple[str, str, str, str], Statement] = {}
    for one in sorted(statements, key=lambda one: (-float(one.confidence or 0), one.article.issued or "9999", one.claim)):
        best.setdefault(one.fact, one)
    return Core(network, tuple(statements), articles, best)


def _within(network: Network, picked: frozenset[str], statements: list[Statement]) -> Network:
    """The nodes that were picked and those at the ends of the statements, with the edges that these make."""
    ends = picked | {end for one in statements for end in (one.subject, one.object)}
    nodes = tuple(node for node in network.nodes if node.iri in ends)
    iris = {node.id: node.iri for node in nodes}
    facts = {one.fact for one in statements}
    edges = tuple(
        edge
        for edge in network.edges
        if edge.source in iris
        and edge.target in iris
        and (not edge.claims or (iris[edge.source], edge.relation, iris[edge.target], edge.modality) in facts)
    )
    return Network(nodes, edges, network.labels)


def _read_reports(source: Source) -> dict[str, Report]:
    rows = select(source, ARTICLES)
    reports: dict[str, Report] = {}
    for cells in zip(*(rows.column(variable) for variable in rows.variables), strict=True):
        reports.setdefault(cells[0], Report(*cells))
    return reports


def _read_statements(source: Source, reports: Mapping[str, Report], network: Network) -> list[Statement]:
    labels = {node.iri: node.label for node in network.nodes}
    support, found = read_support(source), dict[str, Statement]()
    for claim, s, p, o, m, sentence, article, confidence, when in select(source, STATEMENTS).rows:
        if claim is None or s is None or p is None or o is None or m is None or claim.value in found:
            continue
        modality = term_name(m.value)
        report = reports.get(article.value, Report(article.value)) if article else Report("")
        found[claim.value] = Statement(
            claim.value,
            s.value,
            term_name(p.value),
            o.value,
            o.kind == "literal",
            modality,
            sentence.value if sentence else "",
            report,
            confidence.value if confidence else "",
            when.value if when else "",
            support.get((s.value, p.value, o.value), 0) if modality == "asserted" else 0,
            labels.get(s.value, term_name(s.value)),
            network.label(term_name(p.value)),
            o.value if o.kind == "literal" else labels.get(o.value, term_name(o.value)),
        )
    return list(found.values())
