"""For everyone: axe-core finds nothing in any state, the keyboard keeps its place, what happens is said, a phone is enough."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browsing import CLOUD, FORUM, Browser, needs_chromium
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

pytestmark = needs_chromium
FOCUSED = "const at = document.activeElement; return at.id || at.tagName"


@pytest.fixture(scope="module")
def axe() -> str:
    pytest.importorskip("axe_core_python")
    return (resources.files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(browser: Browser, axe: str) -> list[Any]:
    browser.run(axe + "; window.axe = axe")
    found = browser.driver.execute_async_script(
        "axe.run(document, { resultTypes: ['violations'] }).then((one) => arguments[0](JSON.stringify("
        "one.violations.map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 120)).slice(0, 3)]))))"
    )
    return list(json.loads(found))


STATES = [
    "",
    "node=" + CLOUD,
    "node=" + FORUM + "&focus=" + FORUM + "&report=1",
    "edge=" + CLOUD + " event/第三届长江生态科学周",
    "path=person/唐之涣 person/韩漱石",
    "article=a01",
    "mod=planned&rel=attends&words=长江",
    "view=table",
    "view=timeline",
    "view=together",
    "ask=谁支持了第三届长江生态科学周",
    "ask=为什么",
    "view=map",
    "view=map&region=湖北省&counted=facts",
    "view=overview",
    "pick=" + CLOUD + "&hide=" + FORUM,
    "view=sparql",
]


@pytest.mark.parametrize("fragment", STATES)
def test_axe_finds_nothing(browser: Browser, page: Path, axe: str, fragment: str) -> None:
    browser.open(page, fragment)
    assert violations(browser, axe) == []


@pytest.mark.parametrize(
    ("dark", "width", "fragment"), [(True, 1440, "lang=en"), (True, 1440, "article=a01"), (False, 390, "node=" + CLOUD)]
)
def test_axe_finds_nothing_elsewhere(browser: Browser, page: Path, axe: str, dark: bool, width: int, fragment: str) -> None:
    browser.open(page, fragment, dark=dark, width=width)
    assert violations(browser, axe) == []


def test_axe_finds_nothing_in_the_open_drawer_and_suggestions(browser: Browser, page: Path, axe: str) -> None:
    browser.open(page, width=390, height=844)
    browser.click("#menu")
    assert violations(browser, axe) == []
    browser.open(page)
    browser.search("长江")
    assert violations(browser, axe) == []


def test_the_picture_is_one_step_away(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.press(Keys.TAB)
    assert browser.run(FOCUSED) == "skip"
    browser.press(Keys.ENTER)
    assert browser.run(FOCUSED) == "canvas"


def test_walking_says_where_one_is(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.run("document.querySelector('#canvas').focus()")
    heard = set()
    for key in (Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_UP):
        browser.press(key)
        heard.add(browser.run("return document.querySelector('#live').textContent"))
        assert any(words.startswith(browser.text("#panel h2").strip()) for words in heard)
    assert len(heard) > 1
    assert browser.run(FOCUSED) == "canvas"


def test_focus_never_falls_to_the_top(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.search("云图")
    browser.press(Keys.ENTER)
    assert browser.run(FOCUSED) == "H2"
    browser.press(Keys.ESCAPE)
    assert browser.run(FOCUSED) == "canvas"
    browser.run("document.querySelector('#facet-cls-0').focus()")
    browser.press(Keys.SPACE)
    assert browser.run(FOCUSED) == "facet-cls-0"
    browser.run("document.querySelector('[data-facet=cls] legend button').focus()")
    browser.press(Keys.ENTER)
    assert browser.run(FOCUSED).startswith("facet-cls")
    browser.open(page, "view=table")
    browser.run("document.querySelector('#table tbody .name').focus()")
    browser.press(Keys.ENTER)
    assert browser.run(FOCUSED) == "H2"
    browser.press(Keys.ESCAPE)
    assert browser.run(FOCUSED) == "table"


def test_zooming_and_fitting_need_no_focus_in_the_picture(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.click("#fit")
    browser.run("document.querySelector('#theme').focus()")
    before = browser.run("return kgPage.positions()")
    browser.press("+")
    assert browser.run("return kgPage.positions()") != before
    browser.press("0")
    assert browser.run("return kgPage.positions()") == before


def test_the_histogram_goes_by_keyboard(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.run("document.querySelector('#histogram').focus()")
    browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    ActionChains(browser.driver).key_down(Keys.SHIFT).send_keys(Keys.ARROW_RIGHT).key_up(Keys.SHIFT).perform()
    browser.press(Keys.ENTER)
    assert browser.run("return [...document.querySelectorAll('.dates input')].map((one) => one.value)") == ["2024-05-01", "2024-06-30"]
    assert browser.run(FOCUSED) == "histogram"


def test_controls_are_large_enough_and_a_phone_has_its_heading(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert browser.run("return Math.min(...[...document.querySelectorAll('#facets .row')].map((e) => e.offsetHeight))") >= 24
    assert browser.run("return document.querySelector('#facet-cls-0').offsetHeight") >= 16
    browser.open(page, width=390, height=844)
    headings = [node for node in browser.command("Accessibility.getFullAXTree")["nodes"] if node.get("role", {}).get("value") == "heading"]
    assert headings[0]["name"]["value"] == "江河科学新闻"


def test_chinese_says_so_on_the_english_page(browser: Browser, page: Path) -> None:
    browser.open(page, "node=" + CLOUD + "&lang=en")
    unsaid = (
        "const walk = document.createTreeWalker(document.querySelector('#panel'), NodeFilter.SHOW_TEXT), found = [];"
        "while (walk.nextNode()) { const { data, parentElement } = walk.currentNode;"
        "if (/[\\u4e00-\\u9fff]/.test(data) && !parentElement.closest('[lang^=zh]:not(html)')) found.push(data); }"
        "return found"
    )
    assert browser.run(unsaid) == []


# ---- the phone


def test_the_drawer_closes_by_touch(browser: Browser, page: Path) -> None:
    browser.open(page, width=390, height=844)
    visible = "return getComputedStyle(document.querySelector('#facets')).visibility"
    for way in ("#shut", "#shade"):
        browser.click("#menu")
        browser.wait(lambda: browser.run(visible) == "visible")
        box = browser.run("return document.querySelector(arguments[0]).getBoundingClientRect().toJSON()", way)
        x, y = box["right"] - 14, box["top"] + (16 if way == "#shut" else 300)
        browser.mouse(round(x), round(y))
        browser.wait(lambda: browser.run(visible) == "hidden")
    browser.click("#menu")
    size = browser.run("const box = document.querySelector('#shut').getBoundingClientRect(); return [box.width, box.height]")
    assert min(size) >= 44


@pytest.mark.parametrize("key", [CLOUD, FORUM, "person/戚明舟", "event/上海国际水博会"])
def test_a_tapped_entity_stays_in_sight(browser: Browser, page: Path, key: str) -> None:
    browser.open(page, width=390, height=844)
    browser.mouse(*browser.point(key))
    browser.wait(lambda: browser.text("#panel h2"))
    sheet = "return document.querySelector('#panel').getBoundingClientRect().top"
    browser.wait(lambda: browser.run(sheet) < 600)
    head = browser.run("return document.querySelector('#canvas').getBoundingClientRect().top")
    browser.wait(lambda: head < browser.point(key)[1] < browser.run(sheet))


def test_no_name_lies_under_the_buttons(browser: Browser, page: Path) -> None:
    browser.open(page, width=390, height=844)
    top = "document.querySelector(arguments[0]).getBoundingClientRect().top"
    foot = browser.run(f"return {top}", "#graph .tools") - browser.run(f"return {top}", "#canvas")
    labels = [label for label in browser.run("return kgPage.labels()") if label["isNode"]]
    assert labels
    assert [label["name"] for label in labels if label["y1"] > foot] == []


def test_resizing_keeps_the_zoom(browser: Browser, page: Path) -> None:
    browser.open(page)
    for _ in range(3):
        browser.click("#zoom-in")

    def span() -> float:
        found = browser.run("return Object.values(kgPage.positions()).map((at) => at.x)")
        return float(max(found) - min(found))

    before = span()
    browser.command("Emulation.setDeviceMetricsOverride", width=1300, height=700, deviceScaleFactor=1, mobile=False)
    browser.wait(lambda: browser.run("return document.querySelector('#canvas canvas').clientHeight") < 700)
    assert span() == pytest.approx(before, rel=0.01)


@pytest.mark.parametrize("view", ["table", "together"])
def test_the_tables_of_a_phone_show_all_columns_without_scrolling(browser: Browser, page: Path, view: str) -> None:
    browser.open(page, "view=" + view, width=390, height=844)
    assert browser.run(
        "return [...document.querySelectorAll(`#${arguments[0]} th[scope=col]`)].every((th) => th.getClientRects().length)", view
    )
    assert not browser.run("return document.documentElement.scrollWidth > innerWidth")
    cells = browser.run(
        "return [...document.querySelectorAll(`#${arguments[0]} tbody :is(th, td)`)].map((cell) => cell.getBoundingClientRect())"
        ".map(({ left, right, height }) => [left, right, height])",
        view,
    )
    assert cells
    assert all(0 <= left < right <= 390 for left, right, height in cells if height)


def test_a_searched_entity_comes_with_its_own_neighbourhood_above_the_sheet(browser: Browser, page: Path) -> None:
    browser.open(page, f"focus={FORUM}&hops=1", width=390, height=844)
    browser.search("长江云图科技公司")
    browser.press(Keys.ENTER)
    assert "focus=" + quote(CLOUD, safe="") in browser.run("return location.hash"), "not alone beside that of another"
    head, sheet = browser.run("return [document.querySelector('#canvas').getBoundingClientRect().top, innerHeight * 0.48]")
    assert head < browser.point(CLOUD)[1] < sheet


def test_the_focus_goes_along_with_the_number_keys(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.run("document.querySelector('#canvas').focus()")
    for number, view in enumerate(("graph", "table", "timeline", "map", "overview", "together", "sparql"), 1):
        browser.press(str(number))
        inside = "return Boolean(document.activeElement.closest(arguments[0]))"
        assert browser.run(inside, "#" + view), view
