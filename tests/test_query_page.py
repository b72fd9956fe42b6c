"""The query page in a real browser: what it proposes, how it tells errors, and its four ways to show results."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Browser, needs_chromium
from serving import serving

from kg.server.pool import Limits

pytestmark = needs_chromium

SAMPLE = Path(__file__).parent / "data" / "query_sample.ttl"
MORE = """
place:天津市 kg:divisionCode "120000" .
place:深圳市 kg:divisionCode "440300" .
event:标记 a kg:Event, kg:Entity ; rdfs:label "<img src=x onerror=document.title=1>"@zh ; kg:name "<img src=x onerror=document.title=1>" .
"""


class Page:
    """The query page with the gestures that the tests make."""

    def __init__(self, browser: Browser, root: str) -> None:
        self.browser, self.root = browser, root

    def open(self, lang: str = "zh") -> None:
        self.browser.driver.get(f"{self.root}query?lang={lang}")
        self.browser.wait(lambda: self.browser.run("return typeof yasgui === 'object' && Boolean(yasgui.getTab()?.getYasqe())"))
        self.browser.driver.get_log("browser")

    def ask(self, sparql: str, plugin: str = "table") -> None:
        self.browser.run(
            "const tab = yasgui.getTab(); tab.getYasr().selectPlugin(arguments[1]);"
            "window.drawn = false; tab.getYasr().once('drawn', () => { window.drawn = true });"
            "tab.getYasqe().setValue(arguments[0]); tab.getYasqe().query().catch(() => {})",
            sparql,
            plugin,
        )
        self.browser.wait(lambda: self.browser.run("return window.drawn"))

    def type(self, before: str, typed: str, after: str = "") -> None:
        """Write `typed` as a hand would, at the cursor between two texts."""
        self.browser.run(
            "const editor = yasgui.getTab().getYasqe(); editor.setValue(arguments[0] + arguments[1]); editor.focus();"
            "editor.getDoc().setCursor(editor.getDoc().posFromIndex(arguments[0].length))",
            before,
            after,
        )
        for char in typed:
            self.browser.command("Input.insertText", text=char)

    def proposals(self) -> list[str]:
        return list(self.browser.texts(".CodeMirror-hints li"))

    def accept(self) -> str:
        self.browser.run("yasgui.getTab().getYasqe().state.completionActive.widget.pick()")
        return str(self.browser.run("return yasgui.getTab().getYasqe().getValue()"))

    def drawn(self, what: str) -> list[str]:
        """The words in a drawing, once it is there."""
        find = f"return [...document.querySelectorAll('.drawn_{what} svg text')].map((one) => one.textContent)"
        return list(self.browser.wait(lambda: self.browser.run(find)))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("query")
    graph = folder / "graph.ttl"
    graph.write_text(SAMPLE.read_text(encoding="utf-8") + MORE, encoding="utf-8")
    browser = Browser(tmp_path_factory.mktemp("profile"), tmp_path_factory.mktemp("downloads"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        with serving(graph, Limits(workers=2)) as root:
            one = Page(browser, root)
            one.open()
            yield one
    browser.driver.quit()


def test_things_lead_to_their_pages_and_words_stand_without_tag_and_type(page: Page) -> None:
    page.open()
    page.ask("SELECT ?event ?label ?day { ?event a kg:Event ; rdfs:label ?label OPTIONAL { ?event kg:startDate ?day } } ORDER BY ?label")
    cells = page.browser.texts("table.dataTable td")
    assert {"event:第七届世界智能大会", "第七届世界智能大会", "2023-05-18"} <= set(cells)
    assert not any("@zh" in cell or "^^" in cell or cell.startswith('"') for cell in cells)
    address, *_ = page.browser.run(
        "return [...document.querySelectorAll('table a')].filter((a) => a.innerText.includes('第七届')).map((a) => a.href)"
    )
    page.browser.driver.get(address)
    assert page.browser.text("h1") == "第七届世界智能大会"


def test_markup_in_results_is_text(page: Page) -> None:
    page.open()
    page.ask("SELECT ?l { event:标记 rdfs:label ?l }")
    assert "<img src=x onerror=document.title=1>" in page.browser.texts("table.dataTable td")
    for drawing in ("graph", "timeline"):
        page.ask("SELECT ?e ?d { event:标记 a ?e BIND('2024-01-01'^^xsd:date AS ?d) }", drawing)
    assert page.browser.run("return document.title") != "1" and page.browser.driver.get_log("browser") == []


@pytest.mark.parametrize(("lang", "words"), [("zh", "没有配对"), ("en", "line 1")])
def test_errors_are_told_as_text(page: Page, lang: str, words: str) -> None:
    page.open(lang)
    page.ask("SELECT * { ?e a kg:Event ")
    told = page.browser.text(".yasr_results")
    assert told.startswith("400") and words in told and '{"' not in told


@pytest.mark.parametrize(
    ("plugin", "query", "words"),
    [
        ("graph", "SELECT ?a ?e { ?a kg:organizes ?e }", ["科学技术部", "第七届世界智能大会", "e"]),
        ("graph", "CONSTRUCT { ?a kg:organizes ?e } WHERE { ?a kg:organizes ?e }", ["科学技术部", "第七届世界智能大会", "kg:organizes"]),
        ("timeline", "SELECT ?e ?d { ?e kg:startDate ?d }", ["第七届世界智能大会"]),
        ("timeline", "SELECT ?e { ?e a kg:Event }", ["第七届世界智能大会", "第八届世界智能大会"]),
        ("map", "SELECT ?e { ?e a kg:Event }", ["天津市", "深圳市"]),
        ("map", "SELECT ?p { ?p a kg:Place }", ["天津市", "深圳市"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_results_are_drawn(page: Page, plugin: str, query: str, words: list[str]) -> None:
    page.open()
    page.ask(query, plugin)
    assert set(words) <= set(page.drawn(plugin))
    assert page.browser.driver.get_log("browser") == []


@pytest.mark.parametrize(
    ("before", "typed", "after", "shown", "made"),
    [
        ("SELECT * { ?x a ", "kg:Ev", " }", "kg:Event  活动", "?x a kg:Event }"),
        ("SELECT * { ?x a ", "活动", " }", "kg:Event  活动", "?x a kg:Event }"),
        ("SELECT * { ?x ", "主办", " ?y }", "kg:organizes  主办", "?x kg:organizes ?y }"),
        ("SELECT * { ?x a kg:Event ; ", "kg:startD", " ?y }", "kg:startDate", "; kg:startDate ?y }"),
        ("SELECT * { ?x kg:organizes ", "event:第七", "", "第七届世界智能大会", "event:第七届世界智能大会"),
        ('SELECT * { ?x kg:name "', "世界", '" }', "世界智能大会", '?x kg:name "世界智能大会" }'),
        ('SELECT * { ?x rdfs:label "', "世界", '" }', "世界智能大会", '?x rdfs:label "世界智能大会"@zh }'),
    ],
    ids=lambda value: value,
)
def test_the_editor_proposes(page: Page, before: str, typed: str, after: str, shown: str, made: str) -> None:
    page.open()
    page.type(before, typed, after)
    page.browser.wait(lambda: (page.proposals() or [""])[0].startswith(shown))  # for half a word others are proposed first
    assert made in page.accept()


def test_the_editor_declares_the_prefixes_of_the_graph(page: Page) -> None:
    page.open()
    page.type("SELECT * { ?x a ", "kg:Event", " }")
    page.browser.wait(
        lambda: "PREFIX kg: <https://example.org/kg/ontology#>" in page.browser.run("return yasgui.getTab().getYasqe().getValue()")
    )
