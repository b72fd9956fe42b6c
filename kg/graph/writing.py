"""A build's triples to an rdflib graph, or straight to a sorted Turtle file that never lies in memory as a whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from rdflib import Graph, URIRef

from kg.errors import OutputError
from kg.files import replacing
from kg.graph.blocks import TurtleBlocks, rank_of, to_rows
from kg.graph.facts import GraphFacts, Key, claims_by_article
from kg.graph.quads import Shards
from kg.messages import message
from kg.model import Article, Claim, Entity
from kg.namespaces import BASE
from kg.ontology import Ontology, check_base, prefix_table
from kg.rdf import Fact, to_node

Said = Iterable[tuple[Article, Sequence[Claim]]]


def to_graph(
    articles: Sequence[Article],
    claims: Sequence[Claim],
    entities: Mapping[Key, Entity],
    *,
    ontology: Ontology,
    base: str = BASE,
    options: Mapping[str, str],
    ties: Iterable[Fact] = (),
    dropped: Collection[str] = (),
) -> Graph:
    """The graph of a build in memory. The values are as for `GraphFacts`, `options` as for its last method; raises GraphError."""
    graph, facts = _empty_graph(base, ontology), GraphFacts(entities, ontology, base=base, ties=ties, dropped=dropped)
    for article, said in claims_by_article(articles, claims):
        _add(graph, facts.of_article(article, said))
    for _, told in facts.of_entities():
        _add(graph, told)
    _add(graph, facts.of_the_rest(options))
    return graph


def write_facts(facts: GraphFacts, said: Said, path: Path, *, options: Mapping[str, str], shards: Shards | None = None) -> None:
    """Write what is `said` in each article, and all else that `facts` tell, to `path`: the bytes that `write_graph` gives for `to_graph`.

    The same triples go into `shards`. What is held in memory grows with the names, not with the texts. Raises GraphError, and OutputError
    where the file or the one beside it that holds what is not sorted yet cannot be written.
    """
    blocks = TurtleBlocks({prefix: str(namespace) for prefix, namespace in _empty_graph(facts.base, facts.ontology).namespaces()})
    with replacing(path) as draft, closing(_Sorter(path.with_name(f".{path.name}.sorting.part"))) as sorter:
        for rows in map(to_rows, _in_turn(facts, said, options)):
            sorter.add((rank_of(row), iri, blocks.block(iri, row)) for iri, row in rows.items())
            if shards:
                shards.add(rows)
        with draft.open("wb") as stream:
            stream.write(blocks.head().encode("utf-8"))
            stream.writelines(sorter)
            stream.write(b"\n")


def _in_turn(facts: GraphFacts, said: Said, options: Mapping[str, str]) -> Iterator[Iterable[Fact]]:
    """What is told of one article after the other, of each entity, and of the rest."""
    for article, claims in said:
        yield facts.of_article(article, claims)
    for _, told in facts.of_entities():
        yield told
    yield facts.of_the_rest(options)


def _empty_graph(base: str, ontology: Ontology) -> Graph:
    """A graph without triples, but with the prefixes of a build."""
    graph = Graph(bind_namespaces="none")
    table = prefix_table(check_base(base), ontology)
    own = {prefix: str(namespace) for prefix, namespace in ontology.graph.namespaces() if str(namespace) not in table.values()}
    for prefix, namespace in (own | table).items():
        graph.bind(prefix, namespace)
    return graph


def _add(graph: Graph, facts: Iterable[Fact]) -> None:
    for subject, predicate, value in facts:
        graph.add((URIRef(subject), URIRef(predicate), to_node(value)))


class _Sorter:
    """Blocks of text by rank and IRI, on the disk: an SQLite file without any safety, which is deleted when all is written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.unlink(missing_ok=True)
        self.connection = sqlite3.connect(path, isolation_level=None)
        for line in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA locking_mode = EXCLUSIVE"):
            self.connection.execute(line)
        self.connection.execute("CREATE TABLE block (rank INTEGER, iri TEXT, text BLOB, PRIMARY KEY (rank, iri)) WITHOUT ROWID")
        self.connection.execute("BEGIN")

    def add(self, found: Iterable[tuple[int, str, str]]) -> None:
        rows = ((rank, iri, text.encode("utf-8", "replace")) for rank, iri, text in found)
        try:
            self.connection.executemany("INSERT OR REPLACE INTO block VALUES (?, ?, ?)", rows)
        except sqlite3.Error as error:
            raise OutputError(
                message("{path}: cannot be written: {error}; free space or choose another folder with -o", path=self.path, error=error),
            ) from error

    def __iter__(self) -> Iterator[bytes]:
        return (text for (text,) in self.connection.execute("SELECT text FROM block ORDER BY rank, iri"))

    def close(self) -> None:
        self.connection.close()
        self.path.unlink(missing_ok=True)
