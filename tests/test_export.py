"""Every export is read back by a library that is not ours and holds what the graph holds."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from pathlib import Path

import igraph
import networkx as nx
import openpyxl
import pandas
import pyoxigraph
import pytest
from rdflib import RDF, RDFS, XSD, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import OWL

from kg.errors import GraphError, InputError, OutputError
from kg.evidence import Core, read_core
from kg.export import FORMATS, export_graph
from kg.graph import read_graph
from kg.network import Network, read_network
from kg.ontology import BASE, KG, mint
from kg.query import open_graph

SAMPLE = Path(__file__).parent / "data" / "sample.ttl"
SINGLE = [name for name, suffix in FORMATS.items() if suffix]
FAIR = "event:第三届海岸机器人博览会"


@pytest.fixture(scope="module")
def network() -> Network:
    return read_network(SAMPLE)


def export(to: str, folder: Path, graph: Graph | Path = SAMPLE) -> Path:
    out = folder / f"out{FORMATS[to]}"
    export_graph(graph, to, out)
    return out


def with_name(name: str) -> Graph:
    """The sample with a person of that name who attends the fair."""
    graph = read_graph(SAMPLE)
    node, claim = URIRef(mint(BASE, "Person", "某人")), URIRef(f"{BASE}claim/x")
    parts = {
        RDF.subject: node,
        RDF.predicate: KG.attends,
        RDF.object: URIRef(mint(BASE, "Event", "第三届海岸机器人博览会")),
        KG.modality: KG.asserted,
    }
    for cls in (KG.Person, KG.Agent, KG.Entity):
        graph.add((node, RDF.type, cls))
    graph.add((node, RDFS.label, Literal(name, lang="zh")))
    graph.add((node, KG.name, Literal(name)))
    for predicate, value in parts.items():
        graph.add((claim, predicate, value))
    return graph


# RDF

# rdflib 7.6 uses its own deprecated names where it reads TriG, N-Quads and JSON-LD.
deprecated_in_rdflib = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning", "ignore:Dataset.default_context is deprecated:DeprecationWarning"
)

OXIGRAPH = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
}
RDFLIB = {"turtle": "turtle", "trig": "trig", "ntriples": "nt", "nquads": "nquads", "jsonld": "json-ld", "rdfxml": "xml"}


@deprecated_in_rdflib
@pytest.mark.parametrize("to", OXIGRAPH)
def test_rdf_round_trips(to: str, tmp_path: Path) -> None:
    out, graph = export(to, tmp_path), read_graph(SAMPLE)
    read = Dataset(default_union=True)
    with out.open("rb") as stream:
        read.parse(stream, format=RDFLIB[to])
    triples = Graph(bind_namespaces="none")
    for triple in read.triples((None, None, None)):
        triples.add(triple)
    assert isomorphic(triples, graph)
    quads = {(q.subject, q.predicate, q.object) for q in pyoxigraph.parse(path=str(out), format=OXIGRAPH[to])}
    expected = {(q.subject, q.predicate, q.object) for q in pyoxigraph.parse(path=str(SAMPLE), format=pyoxigraph.RdfFormat.TURTLE)}
    assert quads == expected
    assert isomorphic(read_graph(out), graph)


def test_turtle_in_turtle_out_same_bytes(tmp_path: Path) -> None:
    assert export("turtle", tmp_path).read_bytes() == SAMPLE.read_bytes()


@deprecated_in_rdflib
@pytest.mark.parametrize("to", [to for to in OXIGRAPH if to != "rdfxml"])
@pytest.mark.parametrize(
    "name", ["\x00\x07", '"\\"', "a\r\nb\t", "𠮷\u2028", "'''\"\"\""], ids=["control", "quotes", "lines", "astral", "triple quotes"]
)
def test_odd_names_round_trip(to: str, name: str, tmp_path: Path) -> None:
    graph = with_name(name)
    assert isomorphic(read_graph(export(to, tmp_path, graph)), graph)


def test_rdfxml_says_what_it_cannot_hold(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"U\+0007, which XML cannot") as raised:
        export("rdfxml", tmp_path, with_name("\x07甲"))
    assert "U+0007" in raised.value.in_language("zh") and not list(tmp_path.iterdir())


def test_every_export_is_the_same_whatever_the_hash_seed(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from kg.export import FORMATS, export_graph\n"
        "for to in FORMATS: export_graph(Path(sys.argv[1]), to, Path(sys.argv[2]) / to)"
    )
    root = Path(__file__).parent.parent
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
        subprocess.run([sys.executable, "-c", program, str(SAMPLE), str(tmp_path / seed)], env=environment, check=True)
    files = [path.relative_to(tmp_path / "1") for path in sorted((tmp_path / "1").rglob("*")) if path.is_file()]
    assert len(files) == len(FORMATS) + 3 + 1 + 3
    assert [f for f in files if (tmp_path / "1" / f).read_bytes() != (tmp_path / "2" / f).read_bytes()] == []


# Networks


def test_graphml_by_networkx_and_igraph(network: Network, tmp_path: Path) -> None:
    out = export("graphml", tmp_path)
    graph = nx.read_graphml(out, force_multigraph=True)
    assert graph.is_directed()
    check_network(graph, network)
    other = igraph.Graph.Read_GraphML(str(out))
    assert (other.vcount(), other.ecount()) == (len(network.nodes), len(network.edges))
    assert other.vs.find(id=FAIR)["label"] == "第三届海岸机器人博览会" and {"主办", "承办"} <= set(other.es["label"])


def test_gexf_by_networkx(network: Network, tmp_path: Path) -> None:
    out = export("gexf", tmp_path)
    text = out.read_text(encoding="utf-8")
    assert "lastmodified" not in text and not re.search(r"20\d\d-\d\d-\d\dT", text)
    graph = nx.read_gexf(out)
    check_network(graph, network)
    assert len({tuple(sorted(viz["color"].items())) for _, viz in graph.nodes(data="viz")}) == 6


def check_network(graph: nx.MultiDiGraph, network: Network) -> None:
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(network.nodes), len(network.edges))
    assert graph.nodes[FAIR]["label"] == "第三届海岸机器人博览会"
    assert (graph.nodes[FAIR]["class"], graph.nodes[FAIR]["class_zh"], graph.nodes[FAIR]["theme"]) == ("Event", "活动", "机器与海")
    (issues,) = [
        e for _, o, e in graph.out_edges("body:国家海岸技术局", data=True) if o == "doc:海岸机器人发展规划" and e["relation"] == "issues"
    ]
    assert (issues["label"], issues["modality"], issues["support"], issues["claims"], issues["weight"]) == ("发布", "asserted", 1, 2, 1)
    (denied,) = [e for _, _, e in graph.out_edges("body:国家海岸技术局", data=True) if e["modality"] == "denied"]
    assert (denied["relation"], denied["support"]) == ("acquires", 0)


@pytest.mark.parametrize("to", ["graphml", "gexf"])
def test_what_xml_cannot_hold_is_left_out_of_networks(to: str, tmp_path: Path) -> None:
    out = export(to, tmp_path, with_name("甲\x07<b>&乙"))
    graph = nx.read_graphml(out) if to == "graphml" else nx.read_gexf(out)
    assert graph.nodes["person:某人"]["label"] == "甲<b>&乙"


# Tables


def test_csv_by_pandas(network: Network, tmp_path: Path) -> None:
    folder = export("csv", tmp_path)
    assert all((folder / name).read_bytes().startswith(b"\xef\xbb\xbf") for name in ("nodes.csv", "edges.csv"))
    nodes, edges = (pandas.read_csv(folder / name, dtype=str, keep_default_na=False) for name in ("nodes.csv", "edges.csv"))
    check_tables(nodes, edges, network)


def test_xlsx_by_openpyxl_and_pandas(network: Network, tmp_path: Path) -> None:
    out = export("xlsx", tmp_path)
    sheets = pandas.read_excel(out, engine="openpyxl", sheet_name=None, dtype=str, keep_default_na=False)
    check_tables(sheets["实体"], sheets["事实"], network)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["实体", "事实", "陈述", "文章"] and book["事实"]["G2"].value == 1 and book["事实"].freeze_panes == "A2"


def check_tables(nodes: pandas.DataFrame, edges: pandas.DataFrame, network: Network) -> None:
    assert list(nodes["标识"]) == [node.id for node in network.nodes]
    fair = nodes[nodes["标识"] == FAIR].iloc[0]
    assert (fair["名称"], fair["类"], fair["最早日期"], fair["主题"]) == ("第三届海岸机器人博览会", "活动", "2023-05-20", "机器与海")
    assert list(edges["主体标识"]) == [edge.source for edge in network.edges]
    issues = edges[(edges["主体"] == "国家海岸技术局") & (edges["关系"] == "发布")].iloc[0]
    assert (issues["客体"], issues["语气"], issues["独立来源"], issues["句数"]) == ("海岸机器人发展规划", "已发生", "1", "2")


@pytest.mark.parametrize("name", ["=1+1", "+甲", "-乙", "@丙", "\t丁"])
def test_names_that_look_like_formulas_stay_text(name: str, tmp_path: Path) -> None:
    graph = with_name(name)
    folder = export("csv", tmp_path / "csv", graph)
    nodes = pandas.read_csv(folder / "nodes.csv", dtype=str, keep_default_na=False)
    assert f"'{name}" in set(nodes["名称"])
    cells = [cell for row in openpyxl.load_workbook(export("xlsx", tmp_path, graph))["实体"] for cell in row if cell.value == name]
    assert cells and all(cell.data_type == "s" for cell in cells)


def test_control_characters_do_not_break_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export("xlsx", tmp_path, with_name("甲\x07乙")))
    assert "甲乙" in {cell.value for cell in book["实体"]["B"]}


def test_neo4j_by_pandas(network: Network, tmp_path: Path) -> None:
    folder = export("neo4j", tmp_path)
    nodes, edges = (pandas.read_csv(folder / name, dtype=str, keep_default_na=False) for name in ("nodes.csv", "relationships.csv"))
    assert list(nodes["id:ID"]) == [node.id for node in network.nodes] and nodes["id:ID"].is_unique
    bureau = nodes[nodes["id:ID"] == "body:国家海岸技术局"].iloc[0]
    assert (bureau[":LABEL"], bureau["names:string[]"]) == ("Organization;Agent;Entity", "国家海岸技术局;海岸技术局")
    assert set(edges[":START_ID"]) | set(edges[":END_ID"]) <= set(nodes["id:ID"])
    assert set(edges[":TYPE"]) >= {"organizes", "governs"} and edges["support:int"].str.isdecimal().all()


# Wikibase

COMMAND = re.compile(
    r'CREATE|(?:LAST|Q\d+)\t(?:[LA]zh\t"[^"\t\n]+"|P\d+\t(?:Q\d+|\+\d{4}-\d\d-\d\dT00:00:00Z/(?:9|10|11))(?:\tS854\t"https?://[^"\t\n]+")?)'
)


def commands(tmp_path: Path, graph: Graph | Path = SAMPLE) -> list[list[str]]:
    text = export("wikibase-quickstatements", tmp_path, graph).read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if not COMMAND.fullmatch(line)] == []
    return list(csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_quickstatements_make_items(network: Network, tmp_path: Path) -> None:
    rows = commands(tmp_path)
    assert sum(row == ["CREATE"] for row in rows) == len(network.nodes)
    at = rows.index(["LAST", "Lzh", '"第三届海岸机器人博览会"'])
    assert rows[at - 1] == ["CREATE"]
    assert rows[at + 1 : at + 3] == [
        ["LAST", "P31", "Q1656682"],
        ["LAST", "P580", "+2023-05-20T00:00:00Z/11", "S854", '"https://example.org/news/fair"'],
    ]


def test_quickstatements_point_at_items_that_are_known(tmp_path: Path) -> None:
    graph = read_graph(SAMPLE)
    bureau, fair = URIRef(mint(BASE, "Organization", "国家海岸技术局")), URIRef(mint(BASE, "Event", "第三届海岸机器人博览会"))
    graph.add((bureau, OWL.sameAs, URIRef("http://www.wikidata.org/entity/Q42")))
    rows = commands(tmp_path, graph)
    at = rows.index(["LAST", "Lzh", '"第三届海岸机器人博览会"'])
    assert ["LAST", "P664", "Q42", "S854", '"https://example.org/news/fair"'] in rows[at : at + 5]
    assert ["Q42", "Azh", '"海岸技术局"'] in rows and ["LAST", "Lzh", '"国家海岸技术局"'] not in rows
    graph.add((fair, OWL.sameAs, URIRef("https://www.wikidata.org/wiki/Q7")))
    assert ["Q7", "P664", "Q42", "S854", '"https://example.org/news/fair"'] in commands(tmp_path, graph)


def test_matched_items_are_not_made_again(network: Network, tmp_path: Path) -> None:
    nodes = pandas.read_csv(export("csv", tmp_path / "csv") / "nodes.csv", dtype=str, keep_default_na=False)
    nodes["item"] = ["Q7" if node == FAIR else "" for node in nodes["标识"]]
    nodes.to_csv(tmp_path / "matched.csv", index=False)
    export_graph(SAMPLE, "wikibase-quickstatements", tmp_path / "a.qs", items=tmp_path / "matched.csv")
    lines = (tmp_path / "a.qs").read_text(encoding="utf-8").splitlines()
    assert lines.count("CREATE") == len(network.nodes) - 1 and any(line.startswith("Q7\tP580") for line in lines)
    nodes["item"] = "四十二"
    nodes.to_csv(tmp_path / "wrong.csv", index=False)
    with pytest.raises(InputError, match="no item"):
        export_graph(SAMPLE, "wikibase-quickstatements", tmp_path / "b.qs", items=tmp_path / "wrong.csv")


def test_quickstatements_state_no_plans(tmp_path: Path) -> None:
    graph = read_graph(SAMPLE)
    graph.add((URIRef(mint(BASE, "Organization", "临海大学")), OWL.sameAs, URIRef("http://www.wikidata.org/entity/Q9")))
    assert "P112" not in {row[1] for row in commands(tmp_path, graph) if len(row) > 1}


@pytest.mark.parametrize(
    ("day", "kind", "written"), [("2023", XSD.gYear, "+2023-00-00T00:00:00Z/9"), ("2023-05", XSD.gYearMonth, "+2023-05-00T00:00:00Z/10")]
)
def test_quickstatements_dates(day: str, kind: URIRef, written: str, tmp_path: Path) -> None:
    graph = read_graph(SAMPLE)
    plan = URIRef(mint(BASE, "Document", "海岸机器人发展规划"))
    claim = graph.value(predicate=RDF.object, object=Literal("2023-05-24", datatype=XSD.date))
    graph.set((claim, RDF.object, Literal(day, datatype=kind)))
    graph.set((plan, KG.issuedOn, Literal(day, datatype=kind)))
    assert ["LAST", "P577", written] in commands(tmp_path, graph)


# Bad input


def test_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--to dot: no such format; accepted: turtle, trig"):
        export_graph(SAMPLE, "dot", tmp_path / "x")


def test_no_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="cannot be read"):
        export_graph(tmp_path / "none.ttl", "gexf", tmp_path / "x")


@pytest.mark.parametrize("to", FORMATS)
def test_place_that_cannot_be_written(to: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        export_graph(SAMPLE, to, tmp_path / "file" / "out")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("to", FORMATS)
def test_an_empty_graph_gives_an_empty_export(to: str, tmp_path: Path) -> None:
    assert all(path.is_file() for path in export_graph(Graph(bind_namespaces="none"), to, tmp_path / "out"))


# Evidence, selections, references


def claims_of(graph: Path) -> Core:
    source = open_graph(graph)
    return read_core(source, read_network(source))


def test_fact_rows_carry_their_evidence(tmp_path: Path) -> None:
    edges = pandas.read_csv(export("csv", tmp_path) / "edges.csv", dtype=str, keep_default_na=False)
    issues = edges[(edges["主体"] == "国家海岸技术局") & (edges["关系"] == "发布")].iloc[0]
    core = claims_of(SAMPLE)
    one = next(s for s in core.statements if s.relation == "issues" and s.subject.endswith("国家海岸技术局") and s.modality == "asserted")
    assert issues["句子"] in {s.sentence for s in core.statements if s.fact == one.fact} and issues["句子"]
    assert issues["标题"] in {a.title for a in core.articles} and issues["日期"].startswith("20") and float(issues["置信度"]) > 0
    for graph in (nx.read_graphml(export("graphml", tmp_path), force_multigraph=True), nx.read_gexf(export("gexf", tmp_path))):
        (edge,) = [e for _, _, e in graph.edges(data=True) if e.get("sentence") == issues["句子"] and e["relation"] == "issues"]
        same = {"title": "标题", "url": "网址", "issued": "日期"}  # where there is one
        assert {one: edge.get(one, "") for one in same} == {one: issues[column] for one, column in same.items()}
        assert edge["modality"] == "asserted"
        assert float(edge["confidence"]) == float(issues["置信度"]) and int(edge["support"]) == int(issues["独立来源"])
    facts = pandas.read_excel(export("xlsx", tmp_path), engine="openpyxl", sheet_name="事实", dtype=str, keep_default_na=False)
    assert issues["句子"] in set(facts["句子"]) and list(facts.columns) == list(edges.columns)
    neo4j = pandas.read_csv(export("neo4j", tmp_path / "n") / "relationships.csv", dtype=str, keep_default_na=False)
    assert issues["句子"] in set(neo4j["sentence"]) and issues["日期"] in set(neo4j["issued"])


def test_a_workbook_has_claims_and_articles_with_filters_and_widths(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export("xlsx", tmp_path))
    core = claims_of(SAMPLE)
    assert book["陈述"].max_row == len(core.statements) + 1 and book["文章"].max_row == len(core.articles) + 1
    assert all(sheet.auto_filter.ref == sheet.dimensions for sheet in book.worksheets)
    assert book["陈述"].column_dimensions["G"].width == 60 > book["陈述"].column_dimensions["A"].width


def test_gexf_has_places_and_days(tmp_path: Path) -> None:
    graph = nx.read_gexf(export("gexf", tmp_path))
    places = [(viz["position"]["x"], viz["position"]["y"]) for _, viz in graph.nodes(data="viz")]
    assert len(set(places)) == len(places)
    assert graph.nodes[FAIR]["start"] == "2023-05-20" and 'timeformat="date"' in (tmp_path / "out.gexf").read_text(encoding="utf-8")


def test_parquet_by_pandas(network: Network, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    folder = export("parquet", tmp_path)
    edges = pandas.read_parquet(folder / "edges.parquet")
    assert len(edges) == len(network.edges) and edges["独立来源"].dtype == "int64"
    assert {path.name for path in folder.iterdir()} == {"nodes.parquet", "edges.parquet", "claims.parquet", "articles.parquet"}


def test_references_by_other_libraries(tmp_path: Path) -> None:
    rispy, bibtexparser = pytest.importorskip("rispy"), pytest.importorskip("bibtexparser")
    titles = sorted(report.title for report in claims_of(SAMPLE).articles)
    records = rispy.loads(export("ris", tmp_path).read_text(encoding="utf-8"))
    assert sorted(record["title"] for record in records) == titles and all(record["type_of_reference"] == "NEWS" for record in records)
    text = export("bibtex", tmp_path).read_text(encoding="utf-8")
    entries = bibtexparser.loads(text).entries if hasattr(bibtexparser, "loads") else bibtexparser.parse_string(text).entries
    assert sorted(entry["title"] if isinstance(entry, dict) else entry.fields_dict["title"].value for entry in entries) == titles


SELECTED = "SELECT ?event { ?event a kg:Event ; kg:name '第三届海岸机器人博览会' }"


def test_a_query_selects_entities_with_their_facts(network: Network, tmp_path: Path) -> None:
    export_graph(SAMPLE, "csv", tmp_path / "part", select=SELECTED)
    edges = pandas.read_csv(tmp_path / "part" / "edges.csv", dtype=str, keep_default_na=False)
    assert 0 < len(edges) < len(network.edges)
    assert all(FAIR in (row["主体标识"], row["客体标识"]) for _, row in edges.iterrows() if row["句数"] != "0")


def test_a_named_query_selects_by_the_names_in_its_rows(tmp_path: Path) -> None:
    export_graph(SAMPLE, "bibtex", tmp_path / "a.bib", select="organizers", arguments={"event": ["第三届海岸机器人博览会"]})
    some, every = (tmp_path / "a.bib").read_text(encoding="utf-8"), export("bibtex", tmp_path).read_text(encoding="utf-8")
    assert 0 < some.count("@article") <= every.count("@article")


def test_a_part_of_the_graph_is_whole_in_itself(tmp_path: Path) -> None:
    export_graph(SAMPLE, "turtle", tmp_path / "part.ttl", select=SELECTED)
    part, whole = read_graph(tmp_path / "part.ttl"), read_graph(SAMPLE)
    claims = set(part.subjects(RDF.type, KG.Claim))
    assert 0 < len(claims) < len(set(whole.subjects(RDF.type, KG.Claim)))
    ends = {end for claim in claims for p in (RDF.subject, RDF.object) for end in part.objects(claim, p) if isinstance(end, URIRef)}
    assert all((end, RDFS.label, None) in part for end in ends) and set(part) <= set(whole)


@pytest.mark.parametrize("wanted", ["ASK {}", "SELECT ?x { ?x a kg:Nothing }"])
def test_a_selection_of_nothing_is_said(wanted: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--select"):
        export_graph(SAMPLE, "csv", tmp_path / "none", select=wanted)
    assert not (tmp_path / "none").exists()
