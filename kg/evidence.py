"""The claims of a graph one by one, each with its sentence, and the articles that they come from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from kg.network import Network, term_name
from kg.query import Rows, Source, read_support, select
from kg.statements import ASSERTED, Statement, read_claims, select_claims
from kg.table import LiteralValue

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
class Cited:
    """What a claim says, with all that it takes to cite it: its article, and labels for people of its ends, relation and modality.

    `support` is the number of independent originals that assert the fact, 0 where it is not asserted.
    """

    said: Statement
    article: Report
    support: int = 0
    subject_label: str = ""
    relation_label: str = ""
    object_label: str = ""
    modality_label: str = ""

    @property
    def claim(self) -> str:
        """The IRI of the claim."""
        return self.said.iri

    @property
    def subject(self) -> str:
        """The IRI of the subject."""
        return self.said.subject

    @property
    def relation(self) -> str:
        """The relation's local name."""
        return term_name(self.said.relation)

    @property
    def object(self) -> str:
        """The object's IRI or, where it is `literal`, its words or date."""
        return self.said.words

    @property
    def literal(self) -> bool:
        """Whether the object is words or a date."""
        return not isinstance(self.said.object, str)

    @property
    def modality(self) -> str:
        """The modality's local name."""
        return self.said.modality

    @property
    def sentence(self) -> str:
        """The sentence that says so, "" where the graph holds none."""
        return self.said.sentence

    @property
    def confidence(self) -> str:
        """A decimal from 0 to 1, "" where none is told."""
        return self.said.confidence

    @property
    def when(self) -> str:
        """A date in EDTF, "" where none is told."""
        return self.said.when.text if self.said.when else ""

    @property
    def fact(self) -> tuple[str, str, str, str]:
        """What all claims of one fact in one modality share."""
        return self.subject, self.relation, self.object, self.modality


@dataclass(frozen=True, slots=True, eq=False)
class Core:
    """What tables and networks are made of: the entities with the facts between them, every claim, and the articles behind these."""

    network: Network
    statements: tuple[Cited, ...]
    articles: tuple[Report, ...]
    best: Mapping[tuple[str, str, str, str], Cited] = field(default_factory=dict)

    def evidence(self, source: str, relation: str, target: str, *, modality: str) -> Cited | None:
        """The surest claim of a fact, then the earliest; its ends are IRIs. None for ties that no sentence states."""
        return self.best.get((source, relation, target, modality))


def read_core(source: Source, network: Network, selected: Collection[str] | None = None) -> Core:
    """The claims and articles of a network; with `selected`, IRIs of entities and claims, only what belongs to these.

    The facts of a selected entity come with their other ends; of a selected claim both ends come.
    """
    reports = _read_reports(source)
    statements = list(_cite_all(source, reports, network))
    if selected is not None:
        picked = frozenset(selected)
        statements = [one for one in statements if picked & {one.claim, one.subject, one.object}]
        network = _within(network, picked, statements)
    used = {one.article.iri for one in statements}
    articles = tuple(report for iri, report in sorted(reports.items()) if iri in used or selected is None)
    best: dict[tuple[str, str, str, str], Cited] = {}
    for one in sorted(statements, key=lambda one: (-float(one.confidence or 0), one.article.issued or "9999", one.claim)):
        best.setdefault(one.fact, one)
    return Core(network, tuple(statements), articles, best)


def _within(network: Network, picked: frozenset[str], statements: list[Cited]) -> Network:
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


def _cite_all(source: Source, reports: Mapping[str, Report], network: Network) -> Iterator[Cited]:
    labels = {node.iri: node.label for node in network.nodes}
    support = read_support(source)
    for one, _ in read_claims(select(source, select_claims(order="?s ?p ?o ?m ?claim"))):
        yield Cited(
            one,
            reports.get(one.article, Report(one.article)),
            support.get((one.subject, one.relation, one.words), 0) if one.modality == ASSERTED else 0,
            labels.get(one.subject, term_name(one.subject)),
            network.label(term_name(one.relation)),
            one.words if isinstance(one.object, LiteralValue) else labels.get(one.object, term_name(one.object)),
            network.label(one.modality),
        )


def cite(rows: Rows) -> Iterator[Cited]:
    """Each claim of the rows of `select_claims` in a language; a label that the graph lacks is "", of an object its IRI or words."""
    for one, told in read_claims(rows):
        article = Report(one.article, title=told["title"], url=told["url"], issued=told["issued"])
        yield Cited(one, article, 0, told["subject"], told["relation"], told["object"], told["modality"])
