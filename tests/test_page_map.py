"""The map of the page: a tile for each province, cities and events of the chosen one, the page's filters and periods."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import SAMPLE, Browser, needs_chromium
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS

from kg.ontology import BASE, KG
from kg.view import write_page

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The sample, and an event abroad."""
    graph = Graph(bind_namespaces="none").parse(SAMPLE)
    event, city, country = URIRef(BASE + "event/海外论坛"), URIRef(BASE + "place/河内"), URIRef(BASE + "place/越南")
    for node, cls in ((event, KG.Event), (city, KG.Place), (country, KG.Place)):
        graph.add((node, RDF.type, cls))
        graph.add((node, RDFS.label, Literal(str(node).rpartition("/")[2], lang="zh")))
    graph.add((city, KG.inPlace, country))
    claim = URIRef(BASE + "claim/abroad")
    ends = {RDF.type: KG.Claim, RDF.subject: event, RDF.predicate: KG.heldAt, RDF.object: city, KG.modality: KG.asserted}
    for predicate, value in ends.items():
        graph.add((claim, predicate, value))
    return graph


@pytest.fixture(scope="module")
def page(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "map.html"
    write_page(graph, path, title="江河科学新闻")
    return path


def held(graph: Graph) -> dict[str, set[str]]:
    """Label of the outermost place -> labels of the events that claims place in it, read from the Turtle."""
    events, found = set(graph.subjects(RDF.type, KG.Event)), dict[str, set[str]]()
    for claim in graph.subjects(RDF.type, KG.Claim):
        ends = {graph.value(claim, RDF.subject), graph.value(claim, RDF.object)}
        places = [graph.value(claim, KG.where)]
        if graph.value(claim, RDF.predicate) == KG.heldAt:
            places.append(graph.value(claim, RDF.object))
        for place in filter(None, places):
            while outer := graph.value(place, KG.inPlace):
                place = outer
            for event in ends & events:
                found.setdefault(str(graph.value(place, RDFS.label)), set()).add(str(graph.value(event, RDFS.label)))
    return found


def shown(browser: Browser) -> dict[str, int]:
    """Name of each tile and country with a number -> the number."""
    tiles = browser.run(
        "return [...document.querySelectorAll('.tile:not(:disabled), .abroad button')].map((b) => "
        "[b.firstElementChild.innerText, b.lastElementChild.innerText])"
    )
    return {name: int(number) for name, number in tiles}


def test_each_province_and_country_counts_its_events(browser: Browser, page: Path, graph: Graph) -> None:
    browser.open(page)
    browser.click("#tab-map")
    short = {label.rstrip("省市"): len(events) for label, events in held(graph).items()}
    assert shown(browser) == {**short, "越南": 1}
    assert len(browser.texts(".tile")) == 34
    places = browser.run("return [...document.querySelectorAll('.tile')].map((t) => t.style.gridArea)")
    assert len(set(places)) == 34, "no tile lies on another"
    assert browser.problems() == []


def test_a_click_opens_the_province_with_its_cities_and_events(browser: Browser, page: Path, graph: Graph) -> None:
    browser.open(page, "view=map")
    browser.run("[...document.querySelectorAll('.tile')].find((t) => t.innerText.startsWith('湖北')).click()")
    assert browser.text("#panel h2").strip() == "湖北省"
    assert "region=" in browser.run("return location.hash")
    listed = {line.strip() for line in browser.texts("#map .happened .head .name")}
    assert listed == held(graph)["湖北省"]
    cities = [line.split("\n")[0].strip() for line in browser.texts("#map .happened h3")]
    assert "武汉市" in cities and len(set(cities)) == len(cities)
    dates = browser.texts("#map .happened section:first-of-type time")
    assert dates == sorted(dates)
    browser.run("document.querySelector('#map .happened h3 .name').click()")
    assert browser.text("#panel h2").strip() == cities[0]


def test_filters_and_periods_hold_on_the_map(browser: Browser, page: Path, graph: Graph) -> None:
    browser.open(page, "view=map")
    everything = shown(browser)
    browser.open(page, "view=map&from=2024-07-01&to=2024-07-31")
    july = shown(browser)
    assert july and sum(july.values()) < sum(everything.values()) and july.keys() <= everything.keys()
    browser.open(page, "view=map&words=没有这样的话")
    assert shown(browser) == {} and "没有写明地点的事件" in browser.text("#map .hint")


def test_facts_are_counted_as_the_facet_counts_them(browser: Browser, page: Path) -> None:
    browser.open(page, "view=map")
    browser.click("#counted-facts")
    assert browser.run("return document.activeElement.id") == "counted-facts"
    facet = {name.rstrip("省市"): number for name, number in browser.counts("prov").items() if number}
    assert shown(browser) == facet
    assert "counted=facts" in browser.run("return location.hash")


def test_the_map_fits_a_phone(browser: Browser, page: Path) -> None:
    browser.open(page, "view=map", width=390, height=844)
    assert not browser.run("return document.documentElement.scrollWidth > innerWidth")
    assert browser.run("return Math.min(...[...document.querySelectorAll('.tile')].map((t) => t.offsetHeight))") >= 44
    assert browser.run("return document.querySelector('#map').scrollWidth <= document.querySelector('#map').clientWidth")


def test_what_is_known_to_be_in_the_country_alone_is_not_abroad(browser: Browser, graph: Graph, tmp_path: Path) -> None:
    home, event = URIRef(BASE + "place/中国"), URIRef(BASE + "event/全国论坛")
    fresh = Graph() + graph
    triples = [(home, RDF.type, KG.Place), (home, RDFS.label, Literal("中国", lang="zh")), (home, KG.isoCode, Literal("CN"))]
    triples += [
        (URIRef(BASE + "place/越南"), KG.isoCode, Literal("VN")),
        (event, RDF.type, KG.Event),
        (event, RDFS.label, Literal("全国论坛", lang="zh")),
    ]
    claim = URIRef(BASE + "claim/home")
    ends = {RDF.type: KG.Claim, RDF.subject: event, RDF.predicate: KG.heldAt, RDF.object: home, KG.modality: KG.asserted}
    for triple in [*triples, *((claim, predicate, value) for predicate, value in ends.items())]:
        fresh.add(triple)
    write_page(fresh, tmp_path / "map.html")
    browser.open(tmp_path / "map.html", "view=map")
    rows = dict(row.split("\n", 1) for row in browser.texts(".abroad"))
    assert rows["未分省"].startswith("中国")
    assert "越南" in rows["境外"] and "中国" not in rows["境外"]
