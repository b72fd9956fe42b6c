"""Graphs in the formats of other programs.

RDF formats hold the whole graph; the formats of networks, tables and Neo4j its core, entities and the facts between them with modality,
support, sentence and article; QuickStatements what Wikibase can take; BibTeX and RIS the articles. A query may select a part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from rdflib import Graph

from kg.errors import InputError
from kg.evidence import Core, read_core
from kg.export.networks import to_gexf, to_graphml
from kg.export.parquet import to_parquet
from kg.export.rdf import to_jsonld, to_nquads, to_ntriples, to_rdfxml, to_trig, to_turtle
from kg.export.references import to_bibtex, to_ris
from kg.export.selection import cut_graph, find_selected
from kg.export.tables import CLAIM_IRI, MARK_HEAD, TITLES, read_sheets, to_neo4j, to_sheets, to_tables, to_workbook
from kg.export.wikibase import read_items, to_quickstatements, with_items
from kg.files import replacing
from kg.graph import read_graph
from kg.messages import message
from kg.network import read_network
from kg.query import Arguments, Source, open_graph

__all__ = ["CLAIM_IRI", "FORMATS", "MARK_HEAD", "TITLES", "export_graph", "read_sheets"]

RDF: Mapping[str, Callable[[Graph], bytes]] = {
    "turtle": to_turtle,
    "trig": to_trig,
    "ntriples": to_ntriples,
    "nquads": to_nquads,
    "jsonld": to_jsonld,
    "rdfxml": to_rdfxml,
}
ONE_FILE: Mapping[str, Callable[[Core], bytes]] = {
    "graphml": to_graphml,
    "gexf": to_gexf,
    "xlsx": to_workbook,
    "bibtex": to_bibtex,
    "ris": to_ris,
}
FOLDER: Mapping[str, Callable[[Core], Mapping[str, bytes]]] = {
    "csv": to_tables,
    "neo4j": to_neo4j,
    "parquet": lambda core: to_parquet(core, list(to_sheets(core).values())),
}
QUICKSTATEMENTS = "wikibase-quickstatements"

# What --to accepts -> the usual suffix, empty where the export is a folder of files.
FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "turtle": ".ttl",
        "trig": ".trig",
        "ntriples": ".nt",
        "nquads": ".nq",
        "jsonld": ".jsonld",
        "rdfxml": ".rdf",
        "graphml": ".graphml",
        "gexf": ".gexf",
        "csv": "",
        "xlsx": ".xlsx",
        "neo4j": "",
        "parquet": "",
        "bibtex": ".bib",
        "ris": ".ris",
        QUICKSTATEMENTS: ".qs",
    }
)


def export_graph(
    graph: Path | Graph, to: str, out: Path, *, select: str = "", arguments: Arguments | None = None, items: Path | None = None
) -> tuple[Path, ...]:
    """Write a graph file or an rdflib graph to `out` in the format `to`; returns the files written, each of them whole or not at all.

    `out` is a folder for csv, neo4j and parquet, else a file. `select` is a SPARQL SELECT or the name of a named query, with its
    `arguments`: entities and claims in its rows, by IRI or by name, are kept, with the facts of these entities.
    `items` is a table of entities matched with items of Wikidata, for QuickStatements, which then makes none anew for them.

    Raises InputError for a format that there is not, GraphError for a graph that cannot be read or that the format cannot hold, OutputError
    for a place that cannot be written.

    >>> export_graph(Path("tests/data/sample.ttl"), "ntriples", Path("/tmp/kg-doctest.nt"))
    (PosixPath('/tmp/kg-doctest.nt'),)
    """
    if to not in FORMATS:
        accepted = ", ".join(FORMATS)
        raise InputError(message("--to {to}: no such format; accepted: {accepted}", to=to, accepted=accepted))
    source = open_graph(graph) if select or to not in RDF else None
    selected = find_selected(source, select, arguments or {}) if source is not None and select else None
    if to in RDF:
        whole = graph if isinstance(graph, Graph) else read_graph(graph)
        part = whole if selected is None or source is None else cut_graph(whole, read_core(source, read_network(source), selected))
        files = {out: RDF[to](part)}
    else:
        assert source is not None
        files = _export_core(source, to, out, selected=selected, items=read_items(items) if items else {})
    for path, content in files.items():
        with replacing(path) as draft:
            draft.write_bytes(content)
    return tuple(files)


def _export_core(source: Source, to: str, out: Path, *, selected: frozenset[str] | None, items: Mapping[str, str]) -> dict[Path, bytes]:
    core = read_core(source, with_items(read_network(source), items), selected)
    if to in FOLDER:
        return {out / name: content for name, content in FOLDER[to](core).items()}
    return {out: to_quickstatements(core.network, source) if to == QUICKSTATEMENTS else ONE_FILE[to](core)}
