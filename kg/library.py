"""An opened graph for those who program: asked in SPARQL or Chinese, read as values, shown, and taken to other libraries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rdflib import Graph

from kg.asking import Asked, ask
from kg.errors import InputError, QueryError
from kg.evidence import Cited, Core, read_core
from kg.export import export_graph
from kg.files import graph_file
from kg.messages import message
from kg.network import Network, Node, read_network, term_name, to_networkx
from kg.query import Arguments, Lookup, Rows, Source, open_graph, query, read_rows, run_named, select
from kg.query.lookup import match_names
from kg.view import Page, show

if TYPE_CHECKING:
    import networkx
    import pandas

ABOVE = "SELECT ?relation ?above { ?relation rdfs:subPropertyOf+ ?above }"
# A query in SPARQL holds braces; the name of a named query none.
NAME = re.compile(r"[\w-]+")
SIMILAR = 3  # names offered for one that is not known
# What `to_pandas` gives of a claim; the IRI of an object is empty where that is words or a date.
OF_CLAIM = ("subject_label", "relation_label", "object_label", "modality", "when", "sentence", "confidence", "support")
OF_ARTICLE = ("title", "issued", "publisher", "url")
OF_GRAPH = ("subject", "object", "claim")
COLUMNS = (*(name.removesuffix("_label") for name in OF_CLAIM), *OF_ARTICLE, *(f"{name}_iri" for name in OF_GRAPH))


class NewsGraph:
    """A graph of news, opened by `kg.open`. It is read when it is asked for something, and kept; nothing of it changes the file.

    `source` is what the functions of `kg.query` take.
    """

    def __init__(self, graph: Graph | Path) -> None:
        self._graph = graph
        self.source: Source = open_graph(graph)

    def query(self, sparql: str, arguments: Arguments | None = None, *, timeout: float | None = None) -> Rows:
        """The rows of a SELECT or ASK, or of the named query of that name with its `arguments`; ASK is one row, "true" or "false".

        All prefixes of kg are known without being declared. `timeout` is in seconds; without one the query may take its time.

        Raises:
            QueryError: the query is wrong or refused, its name or an argument unknown, or it gives triples, not rows.
            QueryLimit: it did not end within `timeout`.

        Examples:
            >>> open("tests/data/query_sample.ttl").query("acquisitions").column("buyer")
            ['星河机器人有限公司']
        """
        if NAME.fullmatch(sparql.strip()) and sparql.strip().upper() not in ("SELECT", "ASK"):
            answer = run_named(self.source, sparql.strip(), arguments, format="json", timeout=timeout)
        else:
            answer = query(self.source, sparql, timeout=timeout)
        if answer.form not in ("select", "ask"):
            raise QueryError(
                message("{upper} gives triples, not rows; write SELECT, or use kg.query.query", upper=answer.form.upper()),
            )
        return read_rows(answer.body)

    def ask(self, question: str, *, after: str = "", timeout: float | None = None) -> Asked:
        """The answer to a question in Chinese, with the sentences that say so; `after` is the question that it goes on from.

        Raises:
            QueryError: the question is not understood, and in which words.
            QueryLimit: it was not answered within `timeout` seconds.

        Examples:
            >>> open("tests/data/query_sample.ttl").ask("谁协办了全国科技活动周？").rows.column("answer")
            ['国家发展和改革委员会', '工业和信息化部']
        """
        return ask(self.source, question, after=after, timeout=timeout)

    def entity(self, name: str) -> Node:
        """The entity of a name or IRI, of several namesakes the likeliest: classes, names, words and dates told of it, external links.

        Raises:
            QueryError: no entity has that name; similar names are offered.

        Examples:
            >>> open("tests/data/query_sample.ttl").entity("科技部").label
            '科学技术部'
        """
        if name in self._nodes:
            return self._nodes[name]
        [found] = match_names(self.source, [Lookup(name, limit=SIMILAR)])
        if found and found[0].sure and found[0].iri in self._nodes:
            return self._nodes[found[0].iri]
        similar = [candidate.label for candidate in found]
        none = message("no entity is named {name!r}", name=name)
        raise QueryError(message("{none}; similar: {similar}", none=none, similar=similar) if similar else none)

    def facts(self, name: str = "", relation: str = "") -> tuple[Cited, ...]:
        """The claims about an entity, or all; each with sentence, modality, article, support. One fact has a claim for each sentence.

        `relation` is a label (主办) or local name (organizes), and means those below it too. Sorted by subject, relation and object.

        Raises:
            QueryError: no entity has that name, or the graph has no such relation.

        Examples:
            >>> [(fact.subject_label, fact.modality) for fact in open("tests/data/query_sample.ttl").facts("科技部", "主办")][:1]
            [('科学技术部', 'asserted')]
        """
        about = self.entity(name).iri if name else ""
        wanted = self._relations(relation) if relation else frozenset[str]()
        return tuple(
            one
            for one in self._core.statements
            if (not about or about in (one.subject, one.object)) and (not relation or one.relation in wanted)
        )

    def show(self, *, title: str = "", lang: str = "zh", height: int = 760) -> Page:
        """The page of the graph as a value that a notebook shows, `height` pixels high; `lang` is "zh" or "en".

        Raises:
            GraphError: the graph cannot be read any more.
        """
        return show(self._graph, title=title, lang=lang, height=height)

    def to_networkx(self) -> networkx.MultiDiGraph:
        """The entities and the facts between them for networkx: nodes with label, class, names, IRI; an edge a fact and modality."""
        return to_networkx(self._network)

    def to_pandas(self, sparql: str = "", arguments: Arguments | None = None) -> pandas.DataFrame:
        """The rows of a query for pandas, without one of every claim: labels, modality, sentence, article, support. `support` is a
        number, all other cells are strings.

        Raises:
            InputError: pandas is not installed.
            QueryError: as for `query`.
        """
        try:
            import pandas
        except ImportError as error:
            raise InputError(message("to_pandas needs pandas; install it: pip install pandas")) from error
        if sparql:
            rows = self.query(sparql, arguments)
            return pandas.DataFrame(rows.cells({}), columns=list(rows.variables))
        return pandas.DataFrame([_record(one) for one in self._core.statements], columns=list(COLUMNS))

    def export(self, to: str, out: Path | str, *, select: str = "", arguments: Arguments | None = None) -> tuple[Path, ...]:
        """Write the graph in a format of `kg export`, and give the files written; `out` is a folder for csv, neo4j and parquet.

        `select` is a SPARQL SELECT or the name of a named query, whose entities and claims alone are kept.

        Raises:
            InputError: there is no such format. QueryError: as for `query`. OutputError: `out` cannot be written.
        """
        return export_graph(self._graph, to, Path(out), select=select, arguments=arguments)

    @cached_property
    def _network(self) -> Network:
        return read_network(self.source)

    @cached_property
    def _nodes(self) -> Mapping[str, Node]:
        return {node.iri: node for node in self._network.nodes}

    @cached_property
    def _core(self) -> Core:
        return read_core(self.source, self._network)

    def _relations(self, relation: str) -> frozenset[str]:
        """The local names of a relation and of those below it."""
        labels = self._network.labels
        used = {one.relation for one in self._core.statements}
        named = {name for name in {*labels, *used} if relation in (name, labels.get(name))}
        if not named:
            accepted = "、".join(sorted(self._network.label(name) for name in used))
            raise QueryError(message("{relation}: no relation of the graph; there are: {accepted}", relation=relation, accepted=accepted))
        rows = select(self.source, ABOVE)
        below = zip(rows.column("relation"), rows.column("above"), strict=True)
        return frozenset(named | {term_name(one) for one, above in below if term_name(above) in named})


def open(graph: Graph | Path | str) -> NewsGraph:
    """Open an RDF file, an output folder of `kg build`, an Oxigraph store folder, or an rdflib graph.

    Raises:
        GraphError: there is no such file, or it cannot be read.

    Examples:
        >>> open("tests/data/query_sample.ttl").entity("南开大学").label
        '南开大学'
    """
    if isinstance(graph, Graph):
        return NewsGraph(graph)
    return NewsGraph(graph_file(Path(graph)))


def _record(one: Cited) -> list[Any]:
    """The cells of a claim in the order of COLUMNS."""
    told = [getattr(value, name) for value, names in ((one, OF_CLAIM), (one.article, OF_ARTICLE)) for name in names]
    return [*told, one.subject, "" if one.literal else one.object, one.claim]
