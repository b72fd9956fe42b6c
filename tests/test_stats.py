"""The figures are those of the graph, the same every time, and safe to show."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef

from kg.errors import GraphError, OutputError
from kg.graph import read_graph
from kg.ontology import BASE, KG, mint
from kg.stats import Stats, measure, to_json, to_page, to_tables, to_text, write_page

SAMPLE = Path(__file__).parent / "data" / "sample.ttl"


@pytest.fixture(scope="module")
def stats() -> Stats:
    return measure(SAMPLE)


def _said_once(graph: Graph) -> list[object]:
    claims = set(graph.subjects(RDF.type, KG.Claim)) - set(graph.subjects(RDF.type, KG.AliasClaim))
    said = Counter(node for claim in claims for p in (RDF.subject, RDF.object) for node in graph.objects(claim, p))
    return [node for node in graph.subjects(RDF.type, KG.Entity) if said[node] == 1]


def test_counts(stats: Stats) -> None:
    graph = read_graph(SAMPLE)
    claims = set(graph.subjects(RDF.type, KG.Claim)) - set(graph.subjects(RDF.type, KG.AliasClaim))
    assert stats.counts == {
        "articles": 3,
        "entities": len(set(graph.subjects(RDF.type, KG.Entity))),
        "facts": 33,
        "claims": len(claims),
        "aliases": len(set(graph.subjects(RDF.type, KG.AliasClaim))),
        "shared labels": 0,
        "namesakes": 0,
        "said once": len(_said_once(graph)),
    }
    assert stats.classes == {"Organization": 9, "Event": 5, "Person": 4, "Document": 3, "Place": 3, "Product": 1}
    assert stats.modalities == {"asserted": 34, "planned": 3, "former": 2, "denied": 1, "desired": 1, "hypothetical": 1}
    assert sum(stats.modalities.values()) == stats.counts["claims"]


def test_relations(stats: Stats) -> None:
    rows = {row.name: row for row in stats.relations}
    issues, acquires = rows["issues"], rows["acquires"]
    assert (issues.facts, issues.single_source, issues.articles, issues.claims) == (1, 1, 1, {"asserted": 2})
    assert (acquires.facts, acquires.articles, acquires.claims) == (0, 1, {"denied": 1, "desired": 1})
    assert sum(row.facts for row in stats.relations) == stats.counts["facts"]


def test_periods(stats: Stats) -> None:
    assert [(p.period, p.articles, sum(p.claims.values())) for p in stats.periods] == [("2023-05", 2, 33), ("2023-06", 1, 9)]
    assert stats.periods[1].claims["meets"] == 1


def test_network(stats: Stats) -> None:
    first = stats.entities[0]
    assert (first.label, first.degree, first.facts) == ("第三届海岸机器人博览会", 7, 7)
    assert 0 < first.betweenness < 1
    assert stats.components == (20,) and stats.isolated == 5
    assert sum(community.size for community in stats.communities) == 20
    assert sum(stats.degrees.values()) == 25 and stats.degrees[0] == 5
    assert len(measure(SAMPLE, top=2).entities) == 2


def test_long_spans_are_counted_by_year() -> None:
    graph = read_graph(SAMPLE)
    issued = URIRef("http://purl.org/dc/terms/issued")
    for month in range(40):
        article = URIRef(f"{BASE}article/x{month}")
        graph.add((article, RDF.type, URIRef("https://schema.org/NewsArticle")))
        graph.add((article, issued, Literal(f"{2019 + month // 12}-{month % 12 + 1:02}-01")))
    graph.add((URIRef(f"{BASE}article/y"), RDF.type, URIRef("https://schema.org/NewsArticle")))
    found = [(p.period, p.articles) for p in measure(graph).periods]
    assert found == [("", 1), ("2019", 12), ("2020", 12), ("2021", 12), ("2022", 4), ("2023", 3)]


def test_big_networks_are_estimated() -> None:
    graph = Graph(bind_namespaces="none")
    for i in range(900):
        node = URIRef(f"{BASE}person/{i}")
        for cls in (KG.Person, KG.Agent, KG.Entity):
            graph.add((node, RDF.type, cls))
        claim = URIRef(f"{BASE}claim/{i}")
        other = URIRef(f"{BASE}person/{(i + 1) % 900}" if i % 3 else f"{BASE}person/0")
        for predicate, value in ((RDF.subject, node), (RDF.predicate, KG.meets), (RDF.object, other), (KG.modality, KG.asserted)):
            graph.add((claim, predicate, value))
    assert measure(graph).entities[0].id == "person:0" and measure(graph) == measure(graph)


def test_empty_graph() -> None:
    stats = measure(Graph(bind_namespaces="none"))
    assert set(stats.counts.values()) == {0} and stats.entities == () and stats.components == ()
    assert "总数" in to_text(stats) and "</html>" in to_page(stats)


# Shown


def test_text_is_aligned(stats: Stats) -> None:
    text = to_text(stats)
    lines = text.splitlines()
    assert lines[lines.index("按发表时间") + 1 :][:3] == ["  时间     文章  陈述", "  2023-05     2    33", "  2023-06     1     9"]
    assert "Best connected entities" in to_text(stats, lang="en") and "organizes" in to_text(stats, lang="en")


def test_every_table_has_its_columns(stats: Stats) -> None:
    for lang in ("zh", "en"):
        tables = to_tables(stats, lang=lang)  # type: ignore[arg-type]
        assert len({table.name for table in tables}) == len(tables) == 10
        assert all(len(row) == len(table.head) for table in tables for row in table.rows)
        assert {cell for table in tables for cell in table.head if not cell} == set()
    assert not re.search("[一-鿿]", "".join(c for t in to_tables(stats, lang="en") for c in (t.title, *t.head)))


def test_json(stats: Stats) -> None:
    read = json.loads(to_json(stats))
    assert read["counts"]["entities"] == 25 and read["relations"][0]["claims"] and read["entities"][0]["label"] == "第三届海岸机器人博览会"


class Tags(HTMLParser):
    """Collects elements and the addresses that they name."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "xlink:href") or name.startswith("on")]


def test_page_is_self_contained(stats: Stats) -> None:
    page = to_page(stats)
    tags = Tags()
    tags.feed(page)
    assert tags.addresses == [] and {"script", "link", "img", "iframe"}.isdisjoint(tags.tags) and "url(" not in page
    assert page.startswith('<!doctype html>\n<html lang="zh-Hans">') and tags.tags.count("svg") == 6


def test_plots_are_svg_with_a_bar_for_each_row(stats: Stats) -> None:
    plots = re.findall(r'<section id="(\w+)">\n<h2>[^<]*</h2>\n(<svg.*?</svg>)', to_page(stats), re.DOTALL)
    tables = {table.name: table for table in to_tables(stats)}
    for name, svg in plots:
        widths = [float(bar.get("width", "")) for bar in ElementTree.fromstring(svg).iter("rect")]
        assert len(widths) == len(tables[name].rows) and max(widths) == 420.0
    assert dict(plots).keys() == {"classes", "modalities", "relations", "periods", "entities", "degrees"}


def test_names_never_become_markup() -> None:
    graph = read_graph(SAMPLE)
    evil = '<script>alert(1)</script>"&'
    graph.set((URIRef(mint(BASE, "Event", "第三届海岸机器人博览会")), RDFS.label, Literal(evil, lang="zh")))
    tags = Tags()
    tags.feed(to_page(measure(graph)))
    assert "script" not in tags.tags and measure(graph).entities[0].label == evil


def test_page_replaces_whole(stats: Stats, tmp_path: Path) -> None:
    write_page(stats, tmp_path / "stats.html", lang="en")
    assert '<html lang="en">' in (tmp_path / "stats.html").read_text(encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        write_page(stats, tmp_path / "stats.html" / "x")


def test_same_bytes_whatever_the_hash_seed() -> None:
    program = (
        "import sys; from kg.stats import measure, to_json, to_page; s = measure(sys.argv[1]); sys.stdout.write(to_json(s) + to_page(s))"
    )
    shown = set()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONIOENCODING": "utf-8"}
        shown.add(subprocess.run([sys.executable, "-c", program, str(SAMPLE)], env=environment, check=True, capture_output=True).stdout)
    assert len(shown) == 1


def test_no_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphError):
        measure(tmp_path / "none.ttl")
