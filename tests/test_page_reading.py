"""Reading: articles beside the graph, reports in the order of time, the timeline, paper; and the first picture of a large graph."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from browsing import CLOUD, SAMPLE, Browser, needs_chromium
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SDO, XSD

from kg.graph import article_file
from kg.ontology import BASE, KG
from kg.view import write_page

pytestmark = needs_chromium
PLANT = "𠮷田电厂"
TEXT = f"两家单位办会\n\n{PLANT}与滨海大学3日签约。\n次日，滨海大学发布《潮汐年报》。\n此后无事。"


def add_claim(graph: Graph, number: int, article: URIRef, text: str, parts: tuple[str, str, str], relation: URIRef, day: str) -> None:
    """A claim whose parts stand in the first sentence of `text` that holds them all."""
    begin = next(
        at for at in range(len(text)) if all(part in text[at : text.find("。", at) + 1] for part in parts) and text[at - 1] == "\n"
    )
    sentence = text[begin : text.index("。", begin) + 1]
    claim, ends = URIRef(f"{BASE}claim/c{number}"), [URIRef(f"{BASE}body/{parts[0]}"), URIRef(f"{BASE}doc/{parts[2]}")]
    for end, cls, name in zip(ends, (KG.Organization, KG.Document), (parts[0], parts[2]), strict=True):
        graph.add((end, RDF.type, cls))
        graph.add((end, RDFS.label, Literal(name, lang="zh")))
    for predicate, value in ((RDF.type, KG.Claim), (RDF.subject, ends[0]), (RDF.predicate, relation), (RDF.object, ends[1])):
        graph.add((claim, predicate, value))
    graph.add((claim, PROV.wasDerivedFrom, article))
    graph.add((claim, KG.sentence, Literal(sentence, lang="zh")))
    graph.add((claim, KG.begin, Literal(begin)))
    graph.add((claim, KG.earliest, Literal(day, datatype=XSD.date)))
    graph.add((claim, KG.latest, Literal(day, datatype=XSD.date)))
    for name, part in zip(("subjectAt", "predicateAt", "objectAt"), parts, strict=True):
        at = text.index(part, begin)
        graph.add((claim, KG[name], Literal(f"char={at},{at + len(part)}")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of two articles with their texts beside it; the second text is not the one that the graph was made from."""
    folder, graph = tmp_path_factory.mktemp("out"), Graph(bind_namespaces="none")
    (folder / "articles").mkdir()
    for number, text in enumerate((TEXT, TEXT.replace("3日", "4日"))):
        article = URIRef(f"{BASE}article/n{number}")
        told = {RDF.type: SDO.NewsArticle, DCTERMS.identifier: Literal(f"n{number}"), DCTERMS.title: Literal(f"第{number}篇", lang="zh")}
        told[DCTERMS.issued] = Literal(f"2024-05-0{number + 3}", datatype=XSD.date)
        told[KG.sha256] = Literal(hashlib.sha256(text.encode()).hexdigest())
        for predicate, value in told.items():
            graph.add((article, predicate, value))
        (folder / "articles" / article_file(f"n{number}")).write_bytes((text if number == 0 else "另一篇").encode())
        add_claim(graph, number * 2, article, text, (PLANT, "签约", "滨海大学"), KG.signs, f"2024-05-0{number + 3}")
        add_claim(graph, number * 2 + 1, article, text, ("滨海大学", "发布", "潮汐年报"), KG.issues, f"2021-01-0{number + 1}")
    graph.serialize(folder / "graph.ttl", format="turtle")
    write_page(folder / "graph.ttl", folder / "graph.html")
    return folder


def open_article(browser: Browser, folder: Path, number: int) -> None:
    browser.open(folder / "graph.html", "view=table")
    browser.run(f"[...document.querySelectorAll('#table .article button')].find((b) => b.textContent === '第{number}篇').click()")
    browser.wait(lambda: browser.run("return document.querySelector('#panel .reading')"))


def test_a_title_opens_the_whole_article_with_its_facts_marked(browser: Browser, folder: Path) -> None:
    open_article(browser, folder, 0)
    assert browser.texts("#panel .reading p") == [line for line in TEXT.split("\n") if line]
    marks = "return [...document.querySelectorAll('#panel .mark')].map((m) => m.textContent)"
    assert {PLANT, "签约", "滨海大学", "发布", "潮汐年报"} <= set(browser.run(marks))
    assert browser.problems() == []


def test_on_a_phone_an_article_leaves_the_page_one_column(browser: Browser, folder: Path) -> None:
    open_article(browser, folder, 0)
    address = browser.run("return location.hash")
    browser.open(folder / "graph.html", address[1:], width=390, height=844)
    assert browser.run("return document.body.className").split() == ["wide-panel"]
    assert len(browser.run("return getComputedStyle(document.body).gridTemplateColumns").split()) == 1


def test_text_and_facts_lead_to_each_other(browser: Browser, folder: Path) -> None:
    open_article(browser, folder, 0)
    told = "return [...document.querySelectorAll('#panel .mark.told')].map((m) => m.textContent)"
    browser.run("[...document.querySelectorAll('#panel .mark')].find((m) => m.textContent === '发布').click()")
    assert browser.run(told) == ["滨海大学", "发布", "潮汐年报"]
    assert "滨海大学 issues 潮汐年报" in browser.text("#panel .fact.told")
    browser.click("#previousFact")
    assert browser.run(told) == [PLANT, "滨海大学", "签约"]
    address = browser.run("return location.hash")
    browser.open(folder / "graph.html", address[1:])
    browser.wait(lambda: browser.run(told) == [PLANT, "滨海大学", "签约"])


def test_a_text_that_is_not_the_graphs_is_not_shown(browser: Browser, folder: Path) -> None:
    open_article(browser, folder, 0)
    browser.click("#nextArticle")
    browser.wait(lambda: browser.text("#panel h2").strip() == "第1篇")
    assert "未收录全文" in browser.text("#panel .reading")
    assert "另一篇" not in browser.text("#panel")
    assert "4日签约" in browser.text("#panel .reading")
    assert browser.run("return document.querySelector('#nextArticle').disabled")


def test_the_facts_of_an_entity_in_the_order_of_time(browser: Browser, folder: Path) -> None:
    browser.open(folder / "graph.html", "node=body/滨海大学&report=1")
    assert browser.texts("#panel .report time")[0].startswith("2021-01-0")
    assert browser.run("return document.querySelectorAll('#panel .report blockquote').length") >= 1


def test_printing_prints_the_graph(browser: Browser, tmp_path: Path) -> None:
    write_page(SAMPLE, tmp_path / "page.html")
    browser.open(tmp_path / "page.html", "node=" + CLOUD, media="print", dark=True)
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert "长江云图科技公司" in browser.run("return document.querySelector('#printed svg').textContent")
    box = browser.run("return document.querySelector('#printed svg').getBoundingClientRect().toJSON()")
    assert box["width"] > 300 and box["height"] > 200
    assert browser.run("return document.documentElement.dataset.theme") == "light"
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert browser.run("return document.documentElement.dataset.theme") == "dark"


@pytest.fixture(scope="module")
def islands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty stars of a body with its events in four decades, the larger ones joined by a person; one event is dated by its year only."""
    graph, claims = Graph(), 0
    for star in range(40):
        body = URIRef(f"{BASE}body/中心{star}")
        graph.add((body, RDF.type, KG.Organization))
        graph.add((body, RDFS.label, Literal(f"第{star}中心", lang="zh")))
        for number in range(3 + star % 9):
            event, claim = URIRef(f"{BASE}event/会{star}_{number}"), URIRef(f"{BASE}claim/c{claims}")
            claims += 1
            day = "1933-01-01" if (star, number) == (0, 0) else f"{1990 + star}-0{1 + number % 9}-11"
            graph.add((event, RDF.type, KG.Event))
            graph.add((event, RDFS.label, Literal(f"第{star}中心第{number}会", lang="zh")))
            graph.add((event, KG.earliest, Literal(day, datatype=XSD.date)))
            graph.add((event, KG.latest, Literal("1933-12-31" if day == "1933-01-01" else day, datatype=XSD.date)))
            for predicate, value in ((RDF.type, KG.Claim), (RDF.subject, body), (RDF.predicate, KG.organizes), (RDF.object, event)):
                graph.add((claim, predicate, value))
    path = tmp_path_factory.mktemp("islands") / "islands.html"
    write_page(graph, path)
    return path


def test_the_first_picture_holds_the_main_entities_with_neighbours(browser: Browser, islands: Path) -> None:
    browser.open(islands)
    names = set(browser.texts("#panel .ranking .name"))
    drawn = browser.run("return kgPage.drawn()")
    ends = {end for one, _, other in drawn for end in (one, other)}
    keys = browser.run("return Object.keys(kgPage.positions())")
    assert len(names) == 17
    assert len(keys) <= 70
    shown = {key.rpartition("/")[2] for key in keys}
    assert {name for name in names if name.endswith("中心")} <= {
        f"第{key.removeprefix('中心')}中心" for key in shown if key.startswith("中心")
    }
    assert len(ends) == len(keys), "nothing in the picture stands alone"


def test_what_is_looked_for_opens_with_its_neighbourhood(browser: Browser, islands: Path) -> None:
    browser.open(islands)
    browser.search("第38中心")
    browser.press("\ue007")
    browser.wait(lambda: browser.text("#panel h2").strip() == "第38中心")
    assert browser.status()[0] == 6
    assert len(browser.run("return kgPage.drawn()")) == 5


def test_the_timeline_opens_where_most_happened_and_shows_all_years(browser: Browser, islands: Path) -> None:
    browser.open(islands, "view=timeline")
    assert "1933" not in " ".join(browser.texts(".month h3"))
    assert 0 < len(browser.texts(".month li")) <= 300
    first = browser.run("return document.querySelector('#timeline .scale span').textContent")
    assert first[:4] <= "1933"
    browser.run("document.querySelector('#timeline .strip button').click()")
    assert browser.texts(".month h3") == ["1933\n仅知年份"]
    assert "全年" in browser.text(".month time")


def test_the_histogram_keeps_old_years(browser: Browser, islands: Path) -> None:
    browser.open(islands)
    assert browser.run("return document.querySelector('#histogram i').dataset.bar")[:4] <= "1933"
    heights = browser.run("return [...document.querySelectorAll('#histogram i')].map((i) => i.offsetHeight)")
    assert len(heights) <= 60
