"""The core of the graph as tables: CSV and workbooks for Excel, CSV for `neo4j-admin database import`."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from kg.network import Edge, Network, Node

Row = Sequence[str | int]

BETWEEN = "；"
# Excel and its like run a cell that begins so as a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Excel's limit for one cell.
LONGEST_CELL = 32767
# The earliest time that a ZIP archive can hold.
EPOCH = (1980, 1, 1, 0, 0, 0)
STAMP = "1980-01-01T00:00:00Z"

NODE_HEAD = ("标识", "名称", "类", "其他名称", "最早日期", "最晚日期")
ABOUT_HEAD = "说明"
ENDS_HEAD = ("主体标识", "主体", "关系", "客体标识", "客体")
SUPPORT_HEAD = ("语气", "独立来源", "句数")


def to_tables(network: Network) -> Mapping[str, bytes]:
    """`nodes.csv` and `edges.csv` with Chinese headers, in UTF-8 with a byte order mark, by which Excel knows it."""
    tables = {"nodes.csv": _node_table(network), "edges.csv": _edge_table(network)}
    return {name: _csv([[_harmless(cell) for cell in row] for row in table]).encode("utf-8-sig") for name, table in tables.items()}


def to_workbook(network: Network) -> bytes:
    """A workbook with the sheets 实体 and 事实; text that looks like a formula stays text."""
    book = Workbook(write_only=True)
    for title, table in (("实体", _node_table(network)), ("事实", _edge_table(network))):
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(table):
            cells = [WriteOnlyCell(sheet) for _ in row]
            for cell, value in zip(cells, row, strict=True):
                cell.value = value if isinstance(value, int) else ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
                cell.data_type = "n" if isinstance(value, int) else "s"
                cell.font = Font(bold=number == 0)
            sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return _without_clock(stream.getvalue())


def to_neo4j(network: Network) -> Mapping[str, bytes]:
    """`nodes.csv` and `relationships.csv` for `neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv`.

    Labels are the classes, types the relations; arrays are divided by `;`. The formats are those of the Neo4j operations manual, "Import".
    """
    relations = sorted({relation for node in network.nodes for relation in node.values})
    head = [
        "id:ID",
        "iri",
        "name",
        "names:string[]",
        "description",
        "earliest:date",
        "latest:date",
        *(f"{r}:string[]" for r in relations),
        ":LABEL",
    ]
    nodes: list[Row] = [head]
    for node in network.nodes:
        values = [_array(node.values.get(relation, ())) for relation in relations]
        nodes.append(
            [node.id, node.iri, node.label, _array(node.names), node.about, node.earliest, node.latest, *values, _array(node.classes)]
        )
    edges: list[Row] = [(":START_ID", ":END_ID", ":TYPE", "modality", "support:int", "claims:int")]
    edges += [(e.source, e.target, e.relation, e.modality, e.support, e.claims) for e in network.edges]
    return {"nodes.csv": _csv(nodes).encode("utf-8"), "relationships.csv": _csv(edges).encode("utf-8")}


def _node_table(network: Network) -> list[Row]:
    relations = sorted({relation for node in network.nodes for relation in node.values})
    table: list[Row] = [(*NODE_HEAD, ABOUT_HEAD, *(network.label(relation) for relation in relations), "IRI")]
    return table + [_node_row(network, node, relations) for node in network.nodes]


def _node_row(network: Network, node: Node, relations: Iterable[str]) -> Row:
    others = BETWEEN.join(name for name in node.names if name != node.label)
    values = [BETWEEN.join(node.values.get(relation, ())) for relation in relations]
    return [node.id, node.label, network.label(node.cls), others, node.earliest, node.latest, node.about, *values, node.iri]


def _edge_table(network: Network) -> list[Row]:
    labels = {node.id: node.label for node in network.nodes}
    table: list[Row] = [(*ENDS_HEAD, *SUPPORT_HEAD)]
    return table + [_edge_row(network, edge, labels) for edge in network.edges]


def _edge_row(network: Network, edge: Edge, labels: Mapping[str, str]) -> Row:
    ends = (edge.source, labels[edge.source], network.label(edge.relation), edge.target, labels[edge.target])
    return (*ends, network.label(edge.modality), edge.support, edge.claims)


def _csv(rows: Iterable[Row]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def _harmless(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _array(values: Iterable[str]) -> str:
    return ";".join(value.replace(";", BETWEEN) for value in values)


def _without_clock(archive: bytes) -> bytes:
    """The same workbook with every time in it, of entries and of the document, set to one day."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(?<=>)\d{4}-\d\d-\d\dT[\d:]+Z(?=<)", STAMP.encode(), content)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return stream.getvalue()
