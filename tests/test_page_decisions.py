"""What a reader decides on the page: kept in the browser, taken back, downloaded, and taken by `kg build`."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import Browser, needs_chromium
from rdflib import RDF, Graph, URIRef

from kg.cli import main
from kg.decisions import read_decisions
from kg.ontology import BASE, KG, load_ontology

pytestmark = needs_chromium
TEXTS = {
    "2024-05-01": "四川省教育厅厅长王伟出席第一届川北机器人博览会开幕式。",
    "2024-05-02": "涪江银行行长王伟出席第二届川北机器人博览会开幕式。",
    "2024-05-03": "四川省教育厅厅长王伟出席第三届川北机器人博览会开幕式。",
}


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    for day, text in TEXTS.items():
        (folder / f"{day}.txt").write_text(text + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def page(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    assert main(["build", str(news), "-o", str(out), "--title", "江河科学新闻"]) == 0
    return out / "graph.html"


def people(graph: Path) -> dict[str, int]:
    """IRI of each person, behind the base -> number of claims about them."""
    read = Graph().parse(graph)
    return {str(one).removeprefix(BASE): len(list(read.subjects(RDF.subject, one))) for one in read.subjects(RDF.type, KG.Person)}


def rebuilt(news: Path, tmp_path: Path, decisions: bytes) -> Path:
    """The graph that `kg build` makes of the texts with a file of decisions; each must match something."""
    (tmp_path / "decisions.ttl").write_bytes(decisions)
    read_decisions([tmp_path / "decisions.ttl"], load_ontology())
    assert main(["build", str(news), "-o", str(tmp_path / "out"), "--no-page", "--decisions", str(tmp_path / "decisions.ttl")]) == 0
    return tmp_path / "out" / "graph.ttl"


def open_official(browser: Browser, page: Path) -> None:
    """The details of the one who heads the bureau, without decisions from before."""
    (official,) = (iri for iri, facts in people(page.with_name("graph.ttl")).items() if facts > 2)
    browser.open(page)
    browser.run("localStorage.clear()")
    browser.open(page, "node=" + official)
    assert "王伟" in browser.text("#panel h2")


def press(browser: Browser, word: str, place: str = "#panel") -> None:
    """Press the first button of a place that bears a word."""
    script = "[...document.querySelectorAll(arguments[0] + ' button')].find((one) => one.textContent === arguments[1]).click()"
    browser.run(script, place, word)


def listed(browser: Browser, page: Path) -> list[str]:
    """The decisions as the page lists them when it is opened again."""
    browser.open(page)
    return browser.texts("#decisions .name")


def test_namesakes_said_to_be_one_are_one_in_the_next_build(browser: Browser, news: Path, page: Path, tmp_path: Path) -> None:
    assert len(people(page.with_name("graph.ttl"))) == 2
    open_official(browser, page)
    press(browser, "同一")
    assert browser.run("return [...document.querySelectorAll('#panel .ranking [aria-pressed=true]')].map((b) => b.textContent)") == ["同一"]
    (said,) = listed(browser, page)
    assert said.count("王伟") == 2 and "=" in said
    assert len(people(rebuilt(news, tmp_path, browser.download("decisions.ttl")))) == 1
    assert browser.problems() == []


def test_another_entity_is_asked_for_by_name(browser: Browser, news: Path, page: Path, tmp_path: Path) -> None:
    open_official(browser, page)
    press(browser, "与……不同")
    assert browser.run("return document.activeElement.id") == "query"
    hits = browser.search("王伟")
    browser.run(
        "document.querySelectorAll('#hits li')[arguments[0]].dispatchEvent(new Event('pointerdown', {bubbles: true, cancelable: true}))", 1
    )
    assert len(hits) == 2
    (said,) = listed(browser, page)
    assert "≠" in said
    assert len(people(rebuilt(news, tmp_path, browser.download("decisions.ttl")))) == 2


def test_one_article_may_mean_another(browser: Browser, news: Path, page: Path, tmp_path: Path) -> None:
    open_official(browser, page)
    press(browser, "此文另有所指")
    assert len(listed(browser, page)) == 1
    assert len(people(rebuilt(news, tmp_path, browser.download("decisions.ttl")))) == 3


def test_a_wrong_fact_is_struck_and_left_out(browser: Browser, news: Path, page: Path, tmp_path: Path) -> None:
    before = Graph().parse(page.with_name("graph.ttl"))
    open_official(browser, page)
    press(browser, "有误")
    assert len(browser.texts("#panel .claim.dropped")) == 1
    listed(browser, page)
    after = Graph().parse(rebuilt(news, tmp_path, browser.download("decisions.ttl")))
    lost = set(before.subjects(RDF.type, KG.Claim)) - set(after.subjects(RDF.type, KG.Claim))
    assert len(lost) == 1 and URIRef(next(iter(lost))) in set(before.subjects(KG.sentence, None))


def test_a_decision_is_taken_back(browser: Browser, page: Path) -> None:
    open_official(browser, page)
    press(browser, "同一")
    press(browser, "同一")
    assert listed(browser, page) == []
    open_official(browser, page)
    press(browser, "有误")
    press(browser, "同一")
    press(browser, "不同")
    assert ["=" in said for said in listed(browser, page)] == [False, False]
    press(browser, "撤回")
    assert ["≠" in said for said in listed(browser, page)] == [True]
    press(browser, "撤回")
    assert listed(browser, page) == []
    assert browser.run("return document.querySelector(\"[data-export='decisions.ttl']\").disabled")


def test_what_the_browser_holds_may_be_broken(browser: Browser, page: Path) -> None:
    open_official(browser, page)
    press(browser, "同一")
    browser.run("for (const key of Object.keys(localStorage)) if (key.startsWith('kg-decisions')) localStorage.setItem(key, '{\"a\":')")
    assert listed(browser, page) == []
    assert browser.problems() == []
