"""What is taken along is what is shown: table, CSV, Turtle, SPARQL and picture of one selection say the same."""

from __future__ import annotations

import csv
import io
import random
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from browsing import CLOUD, SAMPLE, Browser, needs_chromium
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS, XSD

from kg.ontology import BASE, KG
from kg.query import open_graph, select
from kg.view import write_page

pytestmark = needs_chromium
Triple = tuple[str, str, str]


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The sample with open ends, a tie that no claim says, words that look like formulas, and a source that is no IRI."""
    graph = Graph(bind_namespaces="none").parse(SAMPLE)
    claims = sorted(graph.subjects(RDF.predicate, KG.supports))
    graph.remove((claims[0], KG.earliest, None))
    graph.remove((claims[0], KG.latest, None))
    graph.add((claims[0], KG.earliest, Literal("2014-01-01", datatype=XSD.date)))
    graph.remove((claims[1], KG.earliest, None))
    graph.remove((claims[1], KG.latest, None))
    graph.add((claims[1], KG.latest, Literal("2019-12-31", datatype=XSD.date)))
    graph.add((URIRef(BASE + "body/湖北省科学技术厅"), KG.governs, URIRef(BASE + "place/湖北省")))
    formulas = ["＝cmd", " =1+1", "\n=1+1", "\u200b@SUM(1)", "－1"]
    for claim, words in zip(sorted(graph.subjects(RDF.predicate, KG.position)), formulas, strict=False):
        graph.set((claim, RDF.object, Literal(words, lang="zh")))
    graph.set((URIRef(BASE + "article/a01"), DCTERMS.source, Literal('http://news.example/"<b>甲</b>')))
    return graph


@pytest.fixture(scope="module")
def page(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "selection.html"
    write_page(graph, path, title="选择")
    return path


def fragments(count: int) -> list[str]:
    """Random filters, periods, words in either script, neighbourhoods and paths."""
    dice = random.Random(16)
    values = {
        "rel": ["organizes", "hosts", "supports", "attends", "position", "heldAt", "startDate", "governs"],
        "cls": ["Person", "Organization", "Event", "Place"],
        "prov": ["湖北省", "四川省", "上海市"],
        "mod": ["asserted", "planned", "denied"],
        "sup": ["0", "1", "2"],
        "conf": ["90", "80", "70", "none"],
        "art": ["a01", "a03", "a08"],
    }
    periods = [("from", "2024-05-01"), ("to", "2024-06-30"), ("from", "2020-01-01"), ("to", "2015-06-30")]
    ends = ["person/戚明舟", "body/长江云图科技公司", "event/长江上游保护论坛", "person/唐之涣"]
    found = []
    for number in range(count):
        chosen = [(key, value) for key in dice.sample(sorted(values), dice.choice([0, 1, 1, 2])) for value in dice.sample(values[key], 2)]
        chosen += [dice.choice(periods)] if number % 4 == 0 else []
        chosen += [("words", dice.choice(["长江", "長江", "水博會", "Ａ", "科學"]))] if number % 5 == 1 else []
        chosen += [("focus", dice.choice(ends)), ("hops", dice.choice("12"))] if number % 5 == 2 else []
        chosen += [("path", " ".join(dice.sample(ends, 2)))] if number % 10 == 3 else []
        found.append("&".join(f"{key}={value}" for key, value in chosen))
    return found


def named(graph: Graph, triple: Triple) -> Triple:
    """A triple in the words of the table."""

    def label(iri: str) -> str:
        labels = [one for one in graph.objects(URIRef(iri), RDFS.label) if isinstance(one, Literal) and one.language == "zh"]
        return str(labels[0]) if labels else iri.rpartition("#")[2]

    return label(triple[0]), label(triple[1]), label(triple[2]) if triple[2].startswith("http") else triple[2]


def taken_along(browser: Browser, graph: Graph) -> dict[str, set[Triple]]:
    """The facts of the current selection as each way of taking them says them."""
    browser.run("location.hash = location.hash.replace(/&?view=[a-z]*/, '') + '&view=table'")
    browser.wait(lambda: not browser.run("return document.querySelector('#table').hidden"))
    rows = "[...document.querySelectorAll('#table tbody tr')].map((tr) => [...tr.children].slice(0, 3).map((td) => td.textContent))"
    turtle = Graph().parse(data=browser.run("return kgPage.turtle()"), format="turtle")
    claims = [claim for claim in turtle.subjects(RDF.type, KG.Claim) if turtle.value(claim, RDF.predicate) != SKOS.altLabel]
    told = {tuple(str(turtle.value(claim, part)) for part in (RDF.subject, RDF.predicate, RDF.object)) for claim in claims}
    told |= {(str(s), str(p), str(o)) for s, p, o in turtle.triples((None, KG.governs, None))}
    answer = select(open_graph(graph), browser.run("return kgPage.sparql()"))
    asked = zip(answer.column("subject"), answer.column("relation"), answer.column("object"), strict=True)
    lines = list(csv.reader(io.StringIO(browser.run("return kgPage.csv()")[1:])))[1:]
    return {
        "table": {tuple(row) for row in browser.run(f"return {rows}")},
        "csv": {(line[0], line[1], line[2].removeprefix("'")) for line in lines},
        "turtle": {named(graph, triple) for triple in told},
        "sparql": {named(graph, triple) for triple in asked},
    }


def test_table_files_query_and_picture_agree_on_forty_selections(browser: Browser, page: Path, graph: Graph) -> None:
    sizes = []
    browser.open(page)
    for fragment in fragments(40):
        browser.run("location.hash = arguments[0]", fragment or "view=graph")
        browser.wait(lambda: browser.run("return document.querySelector('#table').hidden"))
        drawn = {named(graph, tuple(triple)) for triple in browser.run("return kgPage.drawn()")}
        ways = taken_along(browser, graph)
        for way, rows in ways.items():
            assert rows == ways["table"], (fragment, way)
        assert drawn <= ways["table"], fragment
        if "focus" in fragment or "path" in fragment:
            entities = {str(label) for label in graph.objects(None, RDFS.label)}
            assert drawn == {row for row in ways["table"] if row[2] in entities and row[0] != row[2]}, fragment
        sizes.append(len(ways["table"]))
    assert sum(size > 0 for size in sizes) >= 25
    assert len(set(sizes)) > 10


def test_an_open_end_stays_open(browser: Browser, page: Path, graph: Graph) -> None:
    first = sorted(graph.subjects(RDF.predicate, KG.supports))[0]
    browser.open(page)
    turtle = Graph().parse(data=browser.run("return kgPage.turtle()"), format="turtle")
    assert str(turtle.value(first, KG.earliest)) == "2014-01-01"
    assert turtle.value(first, KG.latest) is None
    for fragment, expected in (("rel=supports&from=2030-01-01", 1), ("rel=supports&to=2010-01-01", 1), ("rel=supports&to=2014-06-01", 2)):
        browser.open(page, fragment + "&view=table")
        assert len(browser.texts("#table tbody tr")) == expected, fragment
    browser.open(page, "rel=supports&from=2030-01-01&view=table")
    assert browser.text("#table tbody td:nth-child(4)") == "2014 起"


def test_no_cell_of_the_csv_is_a_formula(browser: Browser, page: Path) -> None:
    browser.open(page, "rel=position")
    cells = [cell for row in csv.reader(io.StringIO(browser.run("return kgPage.csv()")[1:])) for cell in row]
    for words in ("＝cmd", " =1+1", "\n=1+1", "\u200b@SUM(1)", "－1"):
        assert "'" + words in cells
        assert words not in cells


def test_a_source_that_is_no_iri_leaves_valid_turtle(browser: Browser, page: Path) -> None:
    browser.open(page)
    turtle = Graph().parse(data=browser.run("return kgPage.turtle()"), format="turtle")
    assert turtle.value(URIRef(BASE + "article/a01"), DCTERMS.source) == Literal('http://news.example/"<b>甲</b>')


@pytest.mark.parametrize("view", ["table", "timeline", "sparql"])
def test_pictures_from_another_view_show_the_graph(browser: Browser, page: Path, view: str) -> None:
    browser.open(page, "view=" + view)
    svg = ElementTree.fromstring(browser.run("return kgPage.svg()"))
    assert all(float(svg.attrib[name]) > 200 for name in ("width", "height"))
    words = {"".join(text.itertext()) for text in svg.iter("{http://www.w3.org/2000/svg}text")}
    assert "戚明舟" in words


def test_words_and_dates_stand_as_values_under_the_names(browser: Browser, page: Path) -> None:
    browser.open(page, "rel=startDate")
    shown, everything = browser.status()[2:]
    assert 0 < shown == everything
    lines = [line for label in browser.run("return kgPage.labels()") for line in label["lines"]]
    assert "2024-04-20" in lines
    browser.open(page, "node=" + CLOUD)
    assert browser.status()[3] > browser.status()[2] > 0
