"""The core of the graph as tables: CSV and workbooks for Excel, CSV for `neo4j-admin database import`."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kg.evidence import Core
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
SOURCE_HEAD = ("文章标识", "标题", "网址", "日期")
EVIDENCE_HEAD = ("句子", *SOURCE_HEAD, "置信度")
NEO4J_EVIDENCE = ("sentence", "article", "title", "url", "issued", "confidence")
TITLES = ("实体", "事实", "陈述", "文章")
MARK_HEAD, CLAIM_IRI = "裁定", "陈述标识"
CLAIM_HEAD = (MARK_HEAD, "主体", "关系", "客体", *("语气", "时间"), *EVIDENCE_HEAD, "独立来源", CLAIM_IRI)
ARTICLE_HEAD = (*SOURCE_HEAD, "媒体", "署名", "句数", "IRI")
# Columns are as wide as the widest of so many rows, but no wider than a sentence can be read in.
MEASURED, WIDEST = 200, 60


def to_tables(core: Core) -> Mapping[str, bytes]:
    """`nodes.csv`, `edges.csv`, `claims.csv` and `articles.csv`, heads in Chinese, in UTF-8 with the mark that Excel looks for."""
    tables = dict(zip(("nodes.csv", "edges.csv", "claims.csv", "articles.csv"), to_sheets(core).values(), strict=True))
    return {name: _csv([[_harmless(cell) for cell in row] for row in table]).encode("utf-8-sig") for name, table in tables.items()}


def to_sheets(core: Core) -> dict[str, list[Row]]:
    """The tables of a workbook by title: entities, facts, claims and articles, each with its head."""
    network = core.network
    tables = (_node_table(network), _edge_table(core), _claim_table(core), _article_table(core))
    return dict(zip(TITLES, tables, strict=True))


def read_sheets(path: Path) -> dict[str, list[list[str]]]:
    """The cells of a workbook as text, by the title of the sheet; raises OSError, ValueError or KeyError for what is none."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile) as error:
        raise ValueError(str(error)) from error
    return {
        sheet.title: [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }


def to_workbook(core: Core) -> bytes:
    """A workbook with the sheets 实体, 事实, 陈述 and 文章, each with filters and fitting columns; text like a formula stays text.

    Whoever edits names and classes in 实体, or marks claims in the first column of 陈述, gets decisions from it (`kg resolve --from`).
    """
    # Loaded here, as other tables need nothing of it.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for title, table in to_sheets(core).items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for number, width in enumerate(_widths(table), 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table[0]))}{len(table)}"
        for number, row in enumerate(table):
            cells = [WriteOnlyCell(sheet) for _ in row]
            for cell, value in zip(cells, row, strict=True):
                cell.value = value if isinstance(value, int) else ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
                cell.data_type = "n" if isinstance(value, int) else "s"
                cell.font = Font(bold=number == 0)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return _without_clock(stream.getvalue())


def to_neo4j(core: Core) -> Mapping[str, bytes]:
    """`nodes.csv` and `relationships.csv` for `neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv`.

    Labels are the classes, types the relations; arrays are divided by `;`. The formats are those of the Neo4j operations manual, "Import".
    """
    network = core.network
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
    edges: list[Row] = [(":START_ID", ":END_ID", ":TYPE", "modality", "support:int", "claims:int", *NEO4J_EVIDENCE)]
    iris = _iris(network)
    edges += [(e.source, e.target, e.relation, e.modality, e.support, e.claims, *evidence_of(core, e, iris)) for e in network.edges]
    return {"nodes.csv": _csv(nodes).encode("utf-8"), "relationships.csv": _csv(edges).encode("utf-8")}


def _node_table(network: Network) -> list[Row]:
    relations = sorted({relation for node in network.nodes for relation in node.values})
    table: list[Row] = [(*NODE_HEAD, ABOUT_HEAD, *(network.label(relation) for relation in relations), "IRI")]
    return table + [_node_row(network, node, relations) for node in network.nodes]


def _node_row(network: Network, node: Node, relations: Iterable[str]) -> Row:
    others = BETWEEN.join(name for name in node.names if name != node.label)
    values = [BETWEEN.join(node.values.get(relation, ())) for relation in relations]
    return [node.id, node.label, network.label(node.cls), others, node.earliest, node.latest, node.about, *values, node.iri]


def _edge_table(core: Core) -> list[Row]:
    network = core.network
    labels, iris = {node.id: node.label for node in network.nodes}, _iris(network)
    table: list[Row] = [(*ENDS_HEAD, *SUPPORT_HEAD, *EVIDENCE_HEAD)]
    return table + [(*_edge_row(network, edge, labels), *evidence_of(core, edge, iris)) for edge in network.edges]


def evidence_of(core: Core, edge: Edge, iris: Mapping[str, str]) -> tuple[str, ...]:
    """Sentence, article, title, address, day and confidence of the surest claim of an edge; `iris` are those of the nodes by id."""
    one = core.evidence(iris[edge.source], edge.relation, iris[edge.target], modality=edge.modality)
    if one is None:
        return ("",) * 6
    report = one.article
    return one.sentence, report.identifier or report.iri, report.title, report.url, report.issued, one.confidence


def _claim_table(core: Core) -> list[Row]:
    """Every claim; the first column is for the marks of a reader."""
    network = core.network
    known = {node.iri: node for node in network.nodes}
    table: list[Row] = [CLAIM_HEAD]
    for one in core.statements:
        subject, object_ = known.get(one.subject), known.get(one.object)
        ends = (subject.label if subject else one.subject, network.label(one.relation), object_.label if object_ else one.object)
        report = one.article
        source = (one.sentence, report.identifier or report.iri, report.title, report.url, report.issued)
        table.append(("", *ends, network.label(one.modality), one.when, *source, one.confidence, one.support, one.claim))
    return table


def _article_table(core: Core) -> list[Row]:
    claims = Counter(one.article.iri for one in core.statements)
    table: list[Row] = [ARTICLE_HEAD]
    return table + [(a.identifier, a.title, a.url, a.issued, a.publisher, a.creator, claims[a.iri], a.iri) for a in core.articles]


def _widths(table: Sequence[Row]) -> list[int]:
    """Columns as wide as most of their cells need, a Chinese character counted as two."""
    columns = zip(*table[:MEASURED], strict=True)
    return [min(WIDEST, max(sum(2 if char > "\u2e7f" else 1 for char in str(cell)) for cell in column) + 2) for column in columns]


def _iris(network: Network) -> dict[str, str]:
    return {node.id: node.iri for node in network.nodes}


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
