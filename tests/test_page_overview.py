"""Every entity at once: dots in communities with named hulls, other layouts and sizes, zoom to detail, the keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from browsing import CLOUD, FORUM, SAMPLE, Browser, needs_chromium

from kg.view.content import read_content
from kg.view.layout import find_communities
from kg.view.payload import to_networkx, to_payload

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def graph() -> nx.Graph:
    return to_networkx(to_payload(read_content(SAMPLE)))


def seen(browser: Browser) -> dict[str, Any]:
    return dict(browser.run("return kgPage.overview()"))


def at(browser: Browser, key: str) -> tuple[int, int]:
    left, top = browser.run("const box = document.querySelector('#overview canvas').getBoundingClientRect(); return [box.left, box.top]")
    x, y, _ = seen(browser)["dots"][key]
    return round(left + x), round(top + y)


def coloured(browser: Browser, key: str) -> list[int]:
    """The pixel in the middle of a dot."""
    x, y, _ = seen(browser)["dots"][key]
    return list(
        browser.run(
            "return [...document.querySelector('#overview canvas').getContext('2d').getImageData(arguments[0], arguments[1], 1, 1).data]",
            round(x),
            round(y),
        )
    )


def test_communities_fall_where_ties_are_few() -> None:
    graph = nx.disjoint_union(nx.complete_graph(5), nx.complete_graph(4))
    graph.add_edge(0, 5)
    graph.add_node(9)
    assert find_communities(graph) == [0] * 5 + [1] * 4 + [-1]
    assert find_communities(graph) == find_communities(graph)


def test_every_entity_is_a_dot_inside_the_pane(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.click("#tab-overview")
    dots = seen(browser)["dots"]
    assert len(dots) == 61
    width, height = browser.run("const pane = document.querySelector('#overview'); return [pane.clientWidth, pane.clientHeight]")
    assert all(0 < x < width and 0 < y < height for x, y, _ in dots.values())
    assert len({(round(x), round(y)) for x, y, _ in dots.values()}) == 61
    assert coloured(browser, CLOUD)[3] == 255
    assert browser.problems() == []


def test_hulls_are_the_communities_and_bear_names(browser: Browser, page: Path, graph: nx.Graph) -> None:
    browser.open(page, "view=overview")
    found = seen(browser)
    communities = find_communities(graph)
    sizes = sorted((communities.count(number) for number in set(communities) - {-1}), reverse=True)
    assert [len(group) for group in found["groups"]] == [size for size in sizes if size > 3]
    named = [label["name"] for label in found["names"]]
    assert sum(name.endswith(f"等 {len(group)} 个") for name, group in zip(named, found["groups"], strict=False)) == len(found["groups"])
    overlapping = [
        (one["name"], other["name"])
        for k, one in enumerate(found["names"])
        for other in found["names"][k + 1 :]
        if one["x0"] < other["x1"] and other["x0"] < one["x1"] and one["y0"] < other["y1"] and other["y0"] < one["y1"]
    ]
    assert overlapping == []


def test_the_size_of_a_dot_is_its_share_of_shortest_ways(browser: Browser, page: Path, graph: nx.Graph) -> None:
    browser.open(page, "view=overview&size=betweenness")
    _, rests, names, *_ = to_payload(read_content(SAMPLE))["entities"]
    labels = [rest or name for rest, name in zip(rests, names, strict=True)]
    expected = {labels[n]: share for n, share in nx.betweenness_centrality(graph).items()}
    radii = {key.partition("/")[2]: dot[2] for key, dot in seen(browser)["dots"].items()}
    ranked = sorted(labels, key=lambda label: -radii[label])
    assert [expected[label] for label in ranked] == pytest.approx(sorted(expected.values(), reverse=True), abs=1e-9)


@pytest.mark.parametrize("layout", ["time", "class", "circle"])
def test_other_layouts_show_the_same_entities(browser: Browser, page: Path, layout: str) -> None:
    browser.open(page, "view=overview")
    first = seen(browser)["dots"]
    browser.run(
        "const field = document.querySelector('#overview-layout'); field.value = arguments[0]; field.dispatchEvent(new Event('change'))",
        layout,
    )
    assert f"layout={layout}" in browser.run("return location.hash")
    dots = seen(browser)["dots"]
    assert dots.keys() == first.keys() and dots != first
    assert browser.run("return document.activeElement.id") == "overview-layout"
    if layout == "time":
        assert dots["event/第三届长江生态科学周"][0] < dots[FORUM][0] < dots["event/上海国际水博会"][0]
        assert "2024-05" in seen(browser)["ticks"]


def test_zooming_keeps_the_point_under_the_wheel_and_brings_names(browser: Browser, page: Path) -> None:
    browser.open(page, "view=overview&size=facts")
    x, y = at(browser, FORUM)
    before = seen(browser)
    for _ in range(4):
        browser.wheel(x, y, -50)
    browser.wait(lambda: seen(browser)["scale"] > 2.5 * before["scale"])
    assert at(browser, FORUM) == pytest.approx((x, y), abs=3)
    browser.press("0")
    browser.run("document.querySelector('#overview canvas').focus()")
    browser.press("0")
    assert seen(browser)["scale"] == pytest.approx(before["scale"])
    browser.press("+", "+")
    assert seen(browser)["scale"] > before["scale"]


def test_a_click_opens_an_entity_and_a_stroke_moves_the_picture(browser: Browser, page: Path) -> None:
    browser.open(page, "view=overview")
    browser.mouse(*at(browser, CLOUD))
    browser.wait(lambda: browser.text("#panel h2") == "长江云图科技公司")
    x, y = at(browser, CLOUD)
    browser.drag((x, y), (60, 30), steps=5)
    assert at(browser, CLOUD) == pytest.approx((x + 60, y + 30), abs=2)
    browser.mouse(*at(browser, CLOUD), times=2)
    browser.wait(lambda: "focus=" in browser.run("return location.hash"))
    assert browser.run("return location.hash").startswith("#node=")


def test_filters_and_what_is_hidden_leave_the_overview_too(browser: Browser, page: Path) -> None:
    browser.open(page, f"view=overview&cls=Event&cls=Organization&hide={CLOUD}")
    dots = seen(browser)["dots"]
    assert FORUM in dots and CLOUD not in dots and not any(key.startswith("person/") for key in dots)
    assert browser.texts("#overview .choosers span")[0].startswith(f"{len(dots)} 个实体")


def test_what_no_filter_leaves_is_an_empty_picture(browser: Browser, page: Path) -> None:
    browser.open(page, "view=overview&words=没有这样的话&layout=time")
    assert seen(browser)["dots"] == {} and browser.problems() == []
