"""The whole graph in the formats of RDF, sorted, so that the same graph gives the same bytes."""

from __future__ import annotations

import io
import json
import re
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.plugins.serializers.jsonld import Converter
from rdflib.plugins.shared.jsonld.context import Context

from kg.errors import GraphError
from kg.graph.turtle import SortedTurtle
from kg.messages import message

# What no XML 1.0 document can hold, not even escaped.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class AsWritten(Converter):
    """rdflib's conversion to JSON-LD, but a number whose form JSON would change (1.0E6, 01) stays a typed word."""

    def to_raw_value(self, graph: Graph, s: Any, o: Any, nodemap: dict[str, Any]) -> Any:
        """One value of a node."""
        if isinstance(o, Literal) and o.datatype and json.dumps(o.toPython(), default=str) != str(o):
            return {self.context.type_key: self.context.to_symbol(o.datatype), self.context.value_key: str(o)}
        return super().to_raw_value(graph, s, o, nodemap)


def to_turtle(graph: Graph) -> bytes:
    """Sorted Turtle, as a build writes it."""
    stream = io.BytesIO()
    SortedTurtle(graph).serialize(stream, encoding="utf-8")
    return stream.getvalue()


def to_trig(graph: Graph) -> bytes:
    """TriG with all triples in the default graph, which is Turtle (TriG 1.1, section 2)."""
    return to_turtle(graph)


def to_ntriples(graph: Graph) -> bytes:
    """N-Triples, one sorted line a triple."""
    lines = graph.serialize(format="nt", encoding="utf-8").splitlines(keepends=True)
    return b"".join(sorted(line for line in lines if line.strip()))


def to_nquads(graph: Graph) -> bytes:
    """N-Quads with all triples in the default graph, which are N-Triples."""
    return to_ntriples(graph)


def to_jsonld(graph: Graph) -> bytes:
    """JSON-LD with the prefixes of the graph, sorted by node."""
    context = {prefix: str(namespace) for prefix, namespace in sorted(graph.namespaces()) if prefix}
    document = AsWritten(Context(context), use_native_types=True, use_rdf_type=False).convert(graph)
    nodes = document if isinstance(document, list) else document.get("@graph") or [{k: v for k, v in document.items() if k != "@context"}]
    in_order = sorted((_sorted(node) for node in nodes), key=lambda node: node.get("@id", ""))
    text = json.dumps({"@context": context, "@graph": in_order}, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def to_rdfxml(graph: Graph) -> bytes:
    """RDF/XML; raises GraphError for a graph with characters that XML cannot hold."""
    # This store alone gives triples in the order in which they came.
    ordered = Graph("SimpleMemory", bind_namespaces="none")
    for prefix, namespace in sorted(graph.namespaces()):
        ordered.bind(prefix, namespace)
    triples = sorted(graph, key=lambda triple: tuple(term.n3() for term in triple))
    for subject, predicate, obj in triples:
        for term in (subject, obj):
            if found := NOT_XML.search(str(term)):
                raise _not_xml(str(term), found.group())
        ordered.add((subject, predicate, obj))
    # rdflib numbers the prefixes it lacks in the order in which it meets them.
    for iri in sorted({str(predicate) for predicate in ordered.predicates()}):
        ordered.compute_qname(URIRef(iri))
    return ordered.serialize(format="xml", encoding="utf-8")


def _sorted(value: Any) -> Any:
    """A JSON-LD value with keys and sets in order; the order within a @list is left."""
    if isinstance(value, dict):
        return {key: value[key] if key == "@list" else _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted((_sorted(member) for member in value), key=lambda member: json.dumps(member, ensure_ascii=False, sort_keys=True))
    return value


def _not_xml(text: str, char: str) -> GraphError:
    place, code = " ".join(text.split())[:60], f"U+{ord(char):04X}"
    return GraphError(
        message("{place!r} holds {code}, which XML cannot; export to another format, such as turtle", place=place, code=code),
    )
