"""What a reader does with the picture: picks, hides, keeps, pins, grows, writes notes, saves views; and who works with whom."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from browsing import CLOUD, FORUM, SAMPLE, Browser, needs_chromium
from rdflib import RDF, Graph, URIRef

from kg.ontology import BASE, KG
from kg.query import open_graph, select

pytestmark = needs_chromium
MING, PROVINCE = "person/戚明舟", "body/湖北省科学技术厅"
DRAWN = "return Object.keys(kgPage.positions())"
HASH = "return decodeURIComponent(location.hash.replaceAll('+', ' '))"


def rows(browser: Browser) -> list[list[str]]:
    return list(
        browser.run("return [...document.querySelectorAll('#together tbody tr')].map((tr) => [...tr.children].map((td) => td.innerText))")
    )


# ---- several at once


def test_several_are_picked_hidden_and_brought_back(browser: Browser, page: Path) -> None:
    browser.open(page)
    everything = browser.run(DRAWN)
    browser.mouse(*browser.point(CLOUD), shift=True)
    browser.wait(lambda: browser.text("#work"))
    browser.mouse(*browser.point(FORUM), shift=True)
    browser.wait(lambda: "已选 2 个实体" in browser.text("#work"))
    browser.click("#work-hide")
    assert set(everything) - set(browser.run(DRAWN)) == {CLOUD, FORUM}
    browser.run("location.hash = location.hash + '&view=table'")
    browser.wait(lambda: browser.texts("#table tbody tr"))
    assert not any("长江云图科技公司" in line.split("\t")[::2][:2] for line in browser.texts("#table tbody tr"))
    assert "\n长江云图科技公司," not in browser.run("return kgPage.csv()").replace("\r", "")
    browser.run("document.querySelector('#chips .chip').click()")
    assert any("长江云图科技公司" in line.split("\t")[::2][:2] for line in browser.texts("#table tbody tr"))
    for _ in range(3):
        browser.click("#undo")
    assert sorted(browser.run(DRAWN)) == sorted(everything)
    assert "已选 2 个实体" in browser.text("#work")


def test_only_what_is_picked_is_kept_in_picture_files_and_query(browser: Browser, page: Path) -> None:
    browser.open(page, f"pick={CLOUD}&pick=event/第三届长江生态科学周&pick={FORUM}")
    browser.click("#work-keepOnly")
    assert sorted(browser.run(DRAWN)) == sorted([CLOUD, "event/第三届长江生态科学周", FORUM])
    turtle = Graph().parse(data=browser.run("return kgPage.turtle()"), format="turtle")
    told = {str(turtle.value(claim, RDF.subject)) for claim in turtle.subjects(RDF.type, KG.Claim) if turtle.value(claim, RDF.predicate)}
    assert BASE + CLOUD in told and BASE + MING not in told
    browser.run("location.hash = location.hash + '&view=table'")
    browser.wait(lambda: browser.texts("#table tbody tr"))
    shown = len(browser.texts("#table tbody tr"))
    answer = select(open_graph(Graph().parse(SAMPLE)), browser.run("return kgPage.sparql()"))
    asked = set(zip(answer.column("subject"), answer.column("relation"), answer.column("object"), strict=True))
    assert shown == len(asked) > 0


def test_a_query_leaves_out_what_is_hidden(browser: Browser, page: Path) -> None:
    browser.open(page, f"view=table&hide={CLOUD}&hide={FORUM}&rel=supports&rel=hosts&rel=organizes")
    answer = select(open_graph(Graph().parse(SAMPLE)), browser.run("return kgPage.sparql()"))
    asked = set(zip(answer.column("subject"), answer.column("relation"), answer.column("object"), strict=True))
    assert len(browser.texts("#table tbody tr")) == len(asked) > 0


def test_a_pinned_entity_stays_where_it_was_put(browser: Browser, page: Path) -> None:
    browser.open(page, f"node={CLOUD}")
    browser.click("#pin")
    address = browser.run(HASH)
    assert address.count("pin=") == 1 and CLOUD in address
    browser.open(page, f"pin=-900 700 {CLOUD}&pin=x y {FORUM}&pin=1 2 body/没有")
    points = browser.run("return kgPage.positions()")
    assert points[CLOUD]["x"] == min(point["x"] for point in points.values())
    assert points[CLOUD]["y"] == max(point["y"] for point in points.values())
    assert browser.problems() == []


def test_the_keyboard_picks_and_hides(browser: Browser, page: Path) -> None:
    browser.open(page, f"node={CLOUD}")
    browser.run("document.querySelector('#canvas').focus()")
    browser.press(" ")
    assert "已选 1 个实体" in browser.text("#work")
    browser.press("\ue017")
    assert CLOUD not in browser.run(DRAWN) and browser.run("return document.querySelector('#work').hidden")


def test_one_relation_is_grown_without_the_others(browser: Browser, page: Path) -> None:
    browser.open(page, f"keep={CLOUD}&keep=event/第三届长江生态科学周&focus={CLOUD}")
    assert len(browser.run(DRAWN)) == 2
    browser.open(page, f"focus={FORUM}&node={CLOUD}")
    before = set(browser.run(DRAWN))
    headings = "[...document.querySelectorAll('#panel section')].filter((one) => one.querySelector('.grow'))"
    names = browser.run(f"return {headings}.map((one) => one.querySelector('h3').firstChild.textContent)")
    assert "支持 →" in names
    browser.run(f"{headings}.find((one) => one.querySelector('h3').textContent.startsWith('支持')).querySelector('.grow').click()")
    address = browser.run(HASH)
    graph = Graph().parse(SAMPLE)
    supported = {str(one).removeprefix(BASE) for one in graph.objects(URIRef(BASE + CLOUD), KG.supports)}
    grown = {part.removeprefix("grown=") for part in address.split("&") if part.startswith("grown=")}
    assert supported and grown <= supported | {CLOUD} and before


# ---- notes and views


def write(browser: Browser, selector: str, words: str) -> None:
    browser.run("const at = document.querySelector(arguments[0]); at.focus(); at.value = ''", selector)
    browser.command("Input.insertText", text=words)


def test_notes_are_kept_listed_saved_and_loaded(browser: Browser, page: Path, tmp_path: Path) -> None:
    browser.open(page)
    browser.run("localStorage.clear()")
    browser.open(page, f"node={CLOUD}&hide={MING}")
    write(browser, "#panel .note", "待核实 <img src=x onerror=alert(1)>")
    browser.click("#panel .add-note")
    write(browser, "#panel .fact .note", "与三月的报道不符")
    browser.open(page, f"hide={MING}")
    assert [line.split("\n")[-1] for line in browser.texts("#notes li")] == ["待核实 <img src=x onerror=alert(1)>", "与三月的报道不符"]
    write(browser, "#view-name", "没有戚明舟")
    browser.click("#save-view")
    work = browser.download("work.json")
    told = json.loads(work)
    assert [len(told[part]) for part in ("notes", "views", "decisions")] == [2, 1, 0]
    browser.run("localStorage.clear()")
    browser.open(page)
    assert browser.texts("#notes li") == [] and MING in browser.run(DRAWN)
    load(browser, tmp_path, work)
    browser.wait(lambda: len(browser.texts("#notes li")) == 2)
    assert MING not in browser.run(DRAWN)
    assert "读入 2 条笔记、1 个视图、0 条裁定" in browser.run("return document.querySelector('#live').textContent")
    assert browser.problems() == []


def load(browser: Browser, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "work.json"
    file.write_bytes(content)
    browser.driver.find_element("css selector", "#work-file").send_keys(str(file))


def test_a_saved_view_is_opened_and_deleted(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.run("localStorage.clear()")
    browser.open(page, "rel=supports&view=table")
    browser.click("#save-view")
    browser.open(page)
    assert browser.texts("#saved-views .name .name") == ["视图 1"]
    browser.click("#saved-views .name .name")
    assert "rel=supports" in browser.run(HASH)
    browser.click("#undo")
    assert browser.run(HASH) in ("", "#")
    browser.run("[...document.querySelectorAll('#saved-views button')].at(-1).click()")
    assert browser.texts("#saved-views li") == []


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"format": "kg-work", "version": 2}', b'{"format": "other"}', b"\xff\xfe"],
    ids=["empty", "cut", "list", "version", "format", "bytes"],
)
def test_what_is_no_file_of_work_is_said_to_be_none(browser: Browser, page: Path, tmp_path: Path, content: bytes) -> None:
    browser.open(page)
    load(browser, tmp_path, content)
    browser.wait(lambda: "不是本页保存的工作文件" in browser.run("return document.querySelector('#live').textContent"))
    assert browser.problems() == []


def test_a_hostile_file_of_work_stays_words(browser: Browser, page: Path, tmp_path: Path) -> None:
    hostile = "<img src=x onerror=\"document.title='ran'\">"
    work = {
        "format": "kg-work",
        "version": 1,
        "address": "view=x&pin=1e9 2 a&node=" + hostile,
        "notes": [[hostile, hostile], ["__proto__", "甲"], [1, 2], "甲"],
        "views": [[hostile, "javascript:alert(1)"], ["constructor", "node=" + hostile]],
        "decisions": [{"verdict": "same", "about": [["A> <b", "x", "y"]], "claim": "", "said": "甲"}, None, 3],
    }
    browser.open(page)
    browser.run("localStorage.clear()")
    load(browser, tmp_path, json.dumps(work).encode())
    browser.wait(lambda: len(browser.texts("#notes li")) == 2)
    assert browser.run("return document.querySelectorAll('#panel img').length") == 0
    assert browser.texts("#decisions li") == []
    browser.click("#saved-views .name .name")
    assert browser.run("return document.title") != "ran" and browser.problems() == []
    browser.run("localStorage.clear()")


# ---- who works with whom


def partners_in(graph: Graph) -> dict[frozenset[str], int]:
    """Pairs of bodies -> number of events that asserted claims join both to, read from the Turtle."""
    bodies, events = set(graph.subjects(RDF.type, KG.Organization)), set(graph.subjects(RDF.type, KG.Event))
    members: dict[str, set[str]] = {}
    for claim in graph.subjects(KG.modality, KG.asserted):
        ends = {graph.value(claim, RDF.subject), graph.value(claim, RDF.object)}
        for event in ends & events:
            members.setdefault(str(event), set()).update(map(str, ends & bodies))
    found: dict[frozenset[str], int] = {}
    for at in members.values():
        for pair in combinations(sorted(at), 2):
            found[frozenset(pair)] = found.get(frozenset(pair), 0) + 1
    return found


def test_one_click_says_which_bodies_cooperate_most(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.click("#tab-together")
    first, *rest = rows(browser)
    assert {first[0], first[1]} == {"长江云图科技公司", "湖北省科学技术厅"} and first[2] == "2"
    expected = partners_in(Graph().parse(SAMPLE))
    assert sorted((int(row[2]) for row in (first, *rest) if row[2] != "–"), reverse=True) == sorted(expected.values(), reverse=True)
    assert expected[frozenset({BASE + CLOUD, BASE + PROVINCE})] == 2
    assert browser.texts(".partners li")[0].startswith("长江云图科技公司")


def test_pairs_are_sorted_by_any_column_and_stand_in_the_address(browser: Browser, page: Path) -> None:
    browser.open(page, "view=together&pairs=-weight")
    weights = [float(row[3]) for row in rows(browser) if row[3] != "–"]
    assert weights == sorted(weights, reverse=True) and weights[0] > weights[-1]
    browser.click("#pairs-weight")
    assert "pairs=weight" in browser.run(HASH)
    assert browser.run("return document.activeElement.id") == "pairs-weight"
    assert [float(row[3]) for row in rows(browser) if row[3] != "–"] == sorted(weights)


def test_pairs_follow_the_filters_and_people_stand_apart(browser: Browser, page: Path) -> None:
    browser.open(page, "view=together&from=2024-07-01&to=2024-07-31")
    dated = {"数字流域试点", "2024年青少年江河观测大赛"}
    assert {event.strip() for row in rows(browser) if row[2] != "–" for event in row[5].split("\n")} == dated
    browser.open(page, "view=together&people=1")
    people = {str(one).removeprefix(BASE) for one in Graph().parse(SAMPLE).subjects(RDF.type, KG.Person)}
    assert rows(browser) and all(f"person/{name}" in people for row in rows(browser) for name in row[:2])
    browser.open(page, "view=together&words=没有这样的话")
    assert "没有共同的事件" in browser.text("#together")
