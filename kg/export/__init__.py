"""Graphs in the formats of other programs.

RDF formats hold the whole graph; the formats of networks, tables and Neo4j its core, entities and the facts between them with modality and
support; QuickStatements what Wikibase can take.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from rdflib import Graph

from kg.errors import InputError
from kg.export.networks import to_gexf, to_graphml
from kg.export.rdf import to_jsonld, to_nquads, to_ntriples, to_rdfxml, to_trig, to_turtle
from kg.export.tables import to_neo4j, to_tables, to_workbook
from kg.export.wikibase import to_quickstatements
from kg.files import replacing
from kg.graph import read_graph
from kg.network import Network, read_network
from kg.query import Source, open_graph

__all__ = ["FORMATS", "export_graph"]

RDF: Mapping[str, Callable[[Graph], bytes]] = {
    "turtle": to_turtle,
    "trig": to_trig,
    "ntriples": to_ntriples,
    "nquads": to_nquads,
    "jsonld": to_jsonld,
    "rdfxml": to_rdfxml,
}
ONE_FILE: Mapping[str, Callable[[Network], bytes]] = {"graphml": to_graphml, "gexf": to_gexf, "xlsx": to_workbook}
FOLDER: Mapping[str, Callable[[Network], Mapping[str, bytes]]] = {"csv": to_tables, "neo4j": to_neo4j}
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
        QUICKSTATEMENTS: ".qs",
    }
)


def export_graph(graph: Path | Graph, to: str, out: Path) -> tuple[Path, ...]:
    """Write a graph file or an rdflib graph to `out` in the format `to`; returns the files written, each of them whole or not at all.

    `out` is a folder for csv and neo4j, else a file. Raises InputError for a format that there is not, GraphError for a graph that cannot
    be read or that the format cannot hold, OutputError for a place that cannot be written.

    >>> export_graph(Path("tests/data/sample.ttl"), "ntriples", Path("/tmp/kg-doctest.nt"))
    (PosixPath('/tmp/kg-doctest.nt'),)
    """
    if to not in FORMATS:
        accepted = ", ".join(FORMATS)
        raise InputError(f"--to {to}: no such format; accepted: {accepted}", f"--to {to}：没有这种格式；可用：{accepted}")
    if to in RDF:
        files = {out: RDF[to](graph if isinstance(graph, Graph) else read_graph(graph))}
    else:
        files = _export_core(open_graph(graph), to, out)
    for path, content in files.items():
        with replacing(path) as draft:
            draft.write_bytes(content)
    return tuple(files)


def _export_core(source: Source, to: str, out: Path) -> dict[Path, bytes]:
    network = read_network(source)
    if to in FOLDER:
        return {out / name: content for name, content in FOLDER[to](network).items()}
    return {out: to_quickstatements(network, source) if to == QUICKSTATEMENTS else ONE_FILE[to](network)}
