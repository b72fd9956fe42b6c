"""The core of the graph for programs that draw and measure networks, such as Gephi, Cytoscape and yEd."""

from __future__ import annotations

import io
import re
from typing import Any

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from kg.evidence import Core
from kg.export.places import place_nodes
from kg.export.rdf import NOT_XML
from kg.export.tables import BETWEEN, NEO4J_EVIDENCE, evidence_of
from kg.network import Network, Node

# Okabe and Ito, Color Universal Design (2008): told apart by colour-blind readers.
COLOURS = ((0, 114, 178), (213, 94, 0), (0, 158, 115), (204, 121, 167), (230, 159, 0), (86, 180, 233), (240, 228, 66), (120, 120, 120))
CORE = ("Person", "Organization", "Place", "Event", "Document", "Product")


def to_graphml(core: Core) -> bytes:
    """GraphML with labels, classes, names, dates, relations, modality, support, weight, and the sentence with its article."""
    stream = io.BytesIO()
    # The writer in pure Python, because lxml, where it is there, writes other bytes.
    nx.write_graphml_xml(_plain(core), stream, encoding="utf-8", prettyprint=True)
    return stream.getvalue()


def to_gexf(core: Core) -> bytes:
    """GEXF 1.2 with the same, a colour for each class, a place in the picture, and the days of what is dated.

    The same graph is at the same places; the date of writing that networkx puts in is left out.
    """
    network = core.network
    graph = _plain(core)
    colours, places = _colours(network), _places(network)
    for node in network.nodes:
        red, green, blue = colours[node.cls]
        x, y = places[node.id]
        shown = {"color": {"r": red, "g": green, "b": blue, "a": 1.0}, "position": {"x": x, "y": y, "z": 0.0}}
        graph.nodes[node.id]["viz"] = shown
        # The first and last day of what is dated: Gephi's timeline.
        graph.nodes[node.id].update({key: day for key, day in (("start", node.earliest), ("end", node.latest)) if day})
    if any(node.earliest or node.latest for node in network.nodes):
        graph.graph |= {"mode": "dynamic"}
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(graph)
    text = re.sub(r' lastmodifieddate="[^"]*"', "", str(writer), count=1)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _places(network: Network) -> dict[str, tuple[float, float]]:
    return place_nodes([node.id for node in network.nodes], [(edge.source, edge.target) for edge in network.edges])


def _plain(core: Core) -> nx.MultiDiGraph:
    """Attributes as text and numbers alone, in Chinese where they are labels; without what XML cannot hold."""
    network, graph = core.network, nx.MultiDiGraph()
    iris = {node.id: node.iri for node in network.nodes}
    for node in network.nodes:
        graph.add_node(node.id, **_node_attributes(network, node))
    for number, edge in enumerate(network.edges):
        attributes: dict[str, Any] = {
            "label": _clean(network.label(edge.relation)),
            "relation": edge.relation,
            "modality": edge.modality,
            "support": edge.support,
            "claims": edge.claims,
            "weight": edge.weight,
        }
        evidence = zip(NEO4J_EVIDENCE, evidence_of(core, edge, iris), strict=True)
        attributes |= {name: _clean(value) for name, value in evidence if value}
        graph.add_edge(edge.source, edge.target, key=str(number), **attributes)
    return graph


def _node_attributes(network: Network, node: Node) -> dict[str, str]:
    attributes = {
        "label": node.label,
        "class": node.cls,
        "class_zh": network.label(node.cls),
        "iri": node.iri,
        "names": BETWEEN.join(node.names),
        "description": node.about,
        "earliest": node.earliest,
        "latest": node.latest,
    }
    attributes |= {relation: BETWEEN.join(values) for relation, values in node.values.items()}
    return {name: _clean(value) for name, value in attributes.items() if value}


def _colours(network: Network) -> dict[str, tuple[int, int, int]]:
    """Class -> colour, the same for the classes of kg in every graph."""
    own = sorted({node.cls for node in network.nodes} - set(CORE))
    return {cls: COLOURS[place % len(COLOURS)] for place, cls in enumerate([*CORE, *own])}


def _clean(text: str) -> str:
    return NOT_XML.sub("", text)
