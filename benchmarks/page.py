"""How fast the page is written, opens, answers and pans, beside stock pyvis on the same graph.

    python benchmarks/page.py [--sizes 60,1000,10000] [--stock 60,1000]

Needs Chromium and chromedriver (`--chromium`, `--chromedriver`). Times are in seconds, sizes in megabytes of 10^6 bytes.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyvis.network import Network
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SDO, XSD
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from kg.ontology import BASE, KG
from kg.view import write_page

CLASSES = ("Person", "Organization", "Place", "Event", "Document", "Product")
FOLDERS = dict(zip(CLASSES, ("person", "body", "place", "event", "doc", "product"), strict=True))
RELATIONS = ("organizes", "hosts", "supports", "attends", "issues", "develops", "heldAt", "signs", "establishes", "visits")
SYLLABLES = "云海青岭江禾星岚桥松石川雅宁泽峰林瑞安和启明远航知行文博天工"
TAILS = {"Person": "", "Organization": "研究院", "Place": "市", "Event": "论坛", "Document": "行动方案", "Product": "观测仪"}
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1440,900",
)


def make_graph(entities: int, facts: int, *, seed: int = 7) -> Graph:
    """A graph in the shape of a build: a few hubs, many leaves, one sentence for each fact, twenty facts an article."""
    chance, graph = random.Random(seed), Graph()
    nodes = []
    for number in range(entities):
        cls = CLASSES[number * 7 % 6]
        label = "".join(chance.choices(SYLLABLES, k=3)) + TAILS[cls] + (f"第{number}号" if cls != "Person" else str(number))
        iri = URIRef(f"{BASE}{FOLDERS[cls]}/{label}")
        nodes.append((iri, label))
        for triple in ((RDF.type, KG[cls]), (RDF.type, KG.Entity), (RDFS.label, Literal(label, lang="zh")), (KG.name, Literal(label))):
            graph.add((iri, *triple))
    for number in range(facts):
        _add_fact(graph, nodes, number, chance)
    return graph


def _add_fact(graph: Graph, nodes: list[tuple[URIRef, str]], number: int, chance: random.Random) -> None:
    first = nodes[number] if number < len(nodes) else nodes[int(len(nodes) * chance.random() ** 3)]
    second = nodes[int(len(nodes) * chance.random() ** 3)]
    relation, article = RELATIONS[number % 10], URIRef(f"{BASE}article/news{number // 20}")
    day = f"2023-{number // 20 % 12 + 1:02d}-{number // 20 % 28 + 1:02d}"
    lead = "据介绍，为进一步推动相关工作，"
    sentence = f"{lead}{first[1]}日前参与{second[1]}的有关安排，各项筹备正在有序推进之中。"
    start, middle = 40 * number + len(lead), 40 * number + len(lead) + len(first[1])
    claim = URIRef(f"{BASE}claim/news{number // 20}__{relation}-{start}-{number:x}")
    properties = {
        RDF.type: KG.Claim,
        RDF.subject: first[0],
        RDF.predicate: KG[relation],
        RDF.object: second[0],
        PROV.wasDerivedFrom: article,
        KG.modality: KG.asserted,
        KG.sentence: Literal(sentence, lang="zh"),
        KG.begin: Literal(40 * number),
        KG.end: Literal(40 * number + len(sentence)),
        KG.confidence: Literal("0.9", datatype=XSD.decimal),
        KG.pattern: Literal("bench"),
        KG.subjectAt: Literal(f"char={start},{middle}"),
        KG.predicateAt: Literal(f"char={middle + 2},{middle + 4}"),
        KG.objectAt: Literal(f"char={middle + 4},{middle + 4 + len(second[1])}"),
        KG.earliest: Literal(day, datatype=XSD.date),
        KG.latest: Literal(day, datatype=XSD.date),
    }
    for predicate, value in properties.items():
        graph.add((claim, predicate, value))
    graph.add((first[0], KG[relation], second[0]))
    graph.add((article, RDF.type, SDO.NewsArticle))
    graph.add((article, DCTERMS.identifier, Literal(f"news{number // 20}")))
    graph.add((article, DCTERMS.title, Literal(f"要闻第{number // 20}期", lang="zh")))
    graph.add((article, DCTERMS.issued, Literal(day, datatype=XSD.date)))


@contextmanager
def browser(chromium: str, chromedriver: str) -> Iterator[Any]:
    """Headless Chromium with an empty profile and every host unreachable."""
    with tempfile.TemporaryDirectory() as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = chromium
        for switch in (*SWITCHES, f"--user-data-dir={profile}", "--host-resolver-rules=MAP * ~NOTFOUND"):
            options.add_argument(switch)
        driver = webdriver.Chrome(options=options, service=Service(chromedriver))
        driver.set_script_timeout(500)
        driver.command_executor.client_config.timeout = 600
        try:
            yield driver
        finally:
            driver.quit()


FIRST_PICTURE = """
const done = arguments[0], small = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const painted = () => [...document.querySelectorAll("canvas")].some((canvas) => {
  if (!canvas.width) return false;
  small.clearRect(0, 0, 60, 60); small.drawImage(canvas, 0, 0, 60, 60);
  const pixels = new Uint32Array(small.getImageData(0, 0, 60, 60).data.buffer);
  return pixels.some((pixel) => pixel !== pixels[0]); });
const poll = () => { if (painted()) done(performance.now() / 1000); else setTimeout(poll, 30); }; poll();
"""
PAINT = "return (performance.getEntriesByName('first-kg-picture')[0] || {startTime: -1}).startTime / 1000"
SEARCH = """
const field = document.querySelector("#query"), start = performance.now(); field.focus(); field.value = arguments[0];
field.dispatchEvent(new InputEvent("input")); const hits = document.querySelectorAll("#hits [role=option]").length;
return [(performance.now() - start) / 1000, performance.now() / 1000, hits];
"""
PAN = """
const done = arguments[0], canvas = document.querySelector("#canvas canvas, #mynetwork canvas"), frame = canvas.getBoundingClientRect();
let x = frame.left + 40, y = frame.top + 40, frames = 0, start = performance.now(), last = start, worst = 0;
const fire = (type) => canvas.dispatchEvent(new PointerEvent(type, {
  clientX: x, clientY: y, bubbles: true, pointerId: 1, buttons: 1, isPrimary: true, pointerType: "mouse", button: 0 }));
fire("pointerdown");
const step = () => { const now = performance.now(); worst = Math.max(worst, now - last); last = now;
  x += 3; y += 1; fire("pointermove"); frames++;
  if (now - start < 2000) requestAnimationFrame(step); else { fire("pointerup"); done([frames / (now - start) * 1000, worst]); } };
requestAnimationFrame(step);
"""


def measure(driver: Any, page: Path, *, ours: bool) -> dict[str, float]:
    """First picture, first search answered, drawing rate while panning."""
    driver.get("about:blank")
    driver.get(page.as_uri())
    found = {"picture": driver.execute_async_script(FIRST_PICTURE)}
    if ours:
        found["picture"] = driver.execute_script(PAINT)
        found["search"], _, _ = driver.execute_script(SEARCH, "yhq")
    found["fps"], found["worst_ms"] = driver.execute_async_script(PAN)
    found["heap_MB"] = driver.execute_script("return performance.memory.usedJSHeapSize / 1e6")
    return found


def write_stock(graph: Graph, out: Path) -> None:
    """The same entities and facts in pyvis as its documentation shows it, with its scripts inlined."""
    network = Network(directed=True, cdn_resources="in_line")
    labels = {subject: str(label) for subject, label in graph.subject_objects(RDFS.label)}
    for subject, label in sorted(labels.items()):
        network.add_node(str(subject), label=label)
    for claim in graph.subjects(RDF.type, KG.Claim):
        subject, value = graph.value(claim, RDF.subject), graph.value(claim, RDF.object)
        network.add_edge(str(subject), str(value), label=str(graph.value(claim, RDF.predicate)).split("#")[-1])
    out.write_text(network.generate_html(), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="60,1000,10000")
    parser.add_argument("--stock", default="60,1000")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--chromedriver", default="/usr/bin/chromedriver")
    options = parser.parse_args()
    stock = {int(size) for size in options.stock.split(",") if size}
    with browser(options.chromium, options.chromedriver) as driver, tempfile.TemporaryDirectory() as folder:
        for size in map(int, options.sizes.split(",")):
            graph = make_graph(size, size * 3 // 2)
            for name in ("kg", "pyvis") if size in stock else ("kg",):
                page = Path(folder) / f"{name}{size}.html"
                start, cpu = time.perf_counter(), time.process_time()
                write_page(graph, page) if name == "kg" else write_stock(graph, page)
                row: dict[str, Any] = {"page": name, "entities": size, "facts": size * 3 // 2, "write": time.perf_counter() - start}
                row["write_cpu"] = time.process_time() - cpu
                row["MB"] = page.stat().st_size / 1e6
                row.update(measure(driver, page, ours=name == "kg"))
                print(json.dumps({key: round(value, 3) if isinstance(value, float) else value for key, value in row.items()}), flush=True)


if __name__ == "__main__":
    main()
