"""How fast the page is written, opens, answers and pans, beside stock pyvis, sigma.js and cytoscape.js on the same graph.

    python benchmarks/page.py [--sizes 60,1000,10000] [--stock 60,1000] [--beside node_modules] [--view 100000]

Needs Chromium and chromedriver (`--chromium`, `--chromedriver`). Times are in seconds, sizes in megabytes of 10^6 bytes.
`--beside` is a folder made by `npm install sigma graphology cytoscape`; these two draw given places.
`--view` writes a graph of so many entities as N-Triples and takes the processor's seconds of `kg view`. `calibration` is the time of a
fixed loop in the browser just before: divide by it to compare runs on busy machines; `picture_cpu` is what the page took of the
processor until its first picture.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

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
    # sigma.js draws by WebGL; without a graphics card Chromium computes it.
    "--enable-unsafe-swiftshader",
)


class Sink(Protocol):
    """What takes triples."""

    def add(self, triple: Any, /) -> object: ...


class Lines:
    """A file of N-Triples that takes triples as a graph does."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("w", encoding="utf-8")

    def add(self, triple: Any, /) -> None:
        self.file.write(" ".join(term.n3() for term in triple) + " .\n")


def make_graph(entities: int, facts: int) -> Graph:
    """A graph in the shape of a build."""
    graph = Graph()
    fill(graph, entities, facts)
    return graph


def fill(graph: Sink, entities: int, facts: int, *, seed: int = 7) -> None:
    """A few hubs, many leaves, one sentence for each fact, twenty facts an article."""
    chance = random.Random(seed)
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


def _add_fact(graph: Sink, nodes: list[tuple[URIRef, str]], number: int, chance: random.Random) -> None:
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


CALIBRATION = """
let sum = 0; const start = performance.now(); for (let k = 0; k < 5e7; k++) sum += k; return [(performance.now() - start) / 1000, sum][0];
"""
# From the click on the tab until the frame that shows every dot has been drawn.
OVERVIEW = """
const done = arguments[0], start = performance.now(); document.querySelector("#tab-overview").click();
requestAnimationFrame(() => setTimeout(() => done([(performance.now() - start) / 1000, Object.keys(kgPage.overview().dots).length]), 0));
"""
# Frames while the whole picture is drawn across.
SWEEP = """
const done = arguments[0], canvas = document.querySelector("#overview canvas"), frame = canvas.getBoundingClientRect();
canvas.setPointerCapture = () => {};
let x = frame.left + 300, y = frame.top + 300, frames = 0; const from = performance.now();
const fire = (type) => canvas.dispatchEvent(new PointerEvent(type, {
  clientX: x, clientY: y, bubbles: true, pointerId: 1, buttons: 1, isPrimary: true, pointerType: "mouse", button: 0 }));
fire("pointerdown");
const step = () => { x += 2; y += 1; fire("pointermove"); frames++; const now = performance.now();
  if (now - from < 3000) requestAnimationFrame(step); else { fire("pointerup"); done([frames / (now - from) * 1000, frames]); } };
requestAnimationFrame(step);
"""


def measure(driver: Any, page: Path, *, kind: str) -> dict[str, float]:
    """First picture, first search answered, drawing rate while panning, and the overview of all."""
    driver.get("about:blank")
    found = {"calibration": driver.execute_script(CALIBRATION)}
    driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    busy = _busy(driver)
    driver.get(page.as_uri())
    if kind in ("sigma", "cytoscape"):
        found["picture"] = _poll(driver, PAINT)
        found["picture_cpu"] = _busy(driver) - busy
        return found
    found["picture"] = driver.execute_async_script(FIRST_PICTURE)
    if kind == "kg":
        found["picture"] = driver.execute_script(PAINT)
    found["picture_cpu"] = _busy(driver) - busy
    if kind == "kg":
        found["search"], _, _ = driver.execute_script(SEARCH, "yhq")
    found["fps"], found["worst_ms"] = driver.execute_async_script(PAN)
    if kind == "kg":
        busy = _busy(driver)
        found["overview"], found["dots"] = driver.execute_async_script(OVERVIEW)
        found["overview_cpu"] = _busy(driver) - busy
        busy = _busy(driver)
        found["overview_fps"], frames = driver.execute_async_script(SWEEP)
        found["overview_frame_cpu_ms"] = (_busy(driver) - busy) / frames * 1000
    found["heap_MB"] = driver.execute_script("return performance.memory.usedJSHeapSize / 1e6")
    return found


def _busy(driver: Any) -> float:
    """The processor's seconds that the page's main thread has taken, whatever else the machine does."""
    metrics = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def _poll(driver: Any, script: str) -> float:
    """What a script returns as soon as it is not negative; -1 after two minutes."""
    for _ in range(1200):
        if (found := float(driver.execute_script(script))) >= 0:
            return found
        time.sleep(0.1)
    return -1.0


def write_beside(graph: Graph, out: Path, kind: str, modules: Path) -> None:
    """The same entities and facts in sigma.js or cytoscape.js, at places of a spiral, scripts and data inside."""
    labels = {str(subject): str(label) for subject, label in sorted(graph.subject_objects(RDFS.label))}
    places = {iri: (math.cos(k * 2.4) * math.sqrt(k) * 30, math.sin(k * 2.4) * math.sqrt(k) * 30) for k, iri in enumerate(labels)}
    edges = [(str(graph.value(one, RDF.subject)), str(graph.value(one, RDF.object))) for one in graph.subjects(RDF.type, KG.Claim)]
    told = json.dumps([[iri, labels[iri], *places[iri]] for iri in labels]), json.dumps(edges)
    names = {
        "sigma": ["graphology/dist/graphology.umd.min.js", "sigma/dist/sigma.min.js"],
        "cytoscape": ["cytoscape/dist/cytoscape.min.js"],
    }
    scripts = "".join(f"<script>{(modules / name).read_text(encoding='utf-8')}</script>" for name in names[kind])
    body = f"const nodes = {told[0]}, edges = {told[1]};" + BESIDE[kind]
    box = "<div id=box style='position:fixed;inset:0'></div>"
    out.write_text(f"<!doctype html><meta charset=utf-8>{box}{scripts}<script>{body}</script>", encoding="utf-8")


BESIDE = {
    "sigma": """
const graph = new graphology.MultiDirectedGraph();
for (const [id, label, x, y] of nodes) graph.addNode(id, { label, x, y, size: 4 });
for (const [from, to] of edges) graph.addEdge(from, to);
const drawn = new Sigma(graph, document.querySelector("#box"));
drawn.once("afterRender", () => performance.mark("first-kg-picture")); drawn.refresh();
""",
    "cytoscape": """
const points = nodes.map(([id, label, x, y]) => ({ data: { id, label }, position: { x, y } }));
const lines = edges.map(([source, target]) => ({ data: { source, target } }));
const style = [{ selector: "node", style: { label: "data(label)" } }], container = document.querySelector("#box");
const drawn = cytoscape({ container, style, layout: { name: "preset" }, elements: [...points, ...lines] });
drawn.one("render", () => performance.mark("first-kg-picture"));
""",
}


def view_large(size: int) -> dict[str, Any]:
    """What `kg view` of a file with so many entities takes of the processor, and what it says."""
    with tempfile.TemporaryDirectory() as folder:
        lines = Lines(Path(folder) / "large.nt")
        fill(lines, size, size * 3 // 2)
        lines.file.close()
        page = Path(folder) / "large.html"
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        words = [sys.executable, "-m", "kg", "view", str(Path(folder) / "large.nt"), "-o", str(page)]
        run = subprocess.run(words, capture_output=True, text=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        told = (run.stderr + run.stdout).replace(folder, "")
        return {
            "view": size,
            "facts": size * 3 // 2,
            "cpu": round(cpu, 1),
            "MB": page.stat().st_size / 1e6,
            "rss_MB": after.ru_maxrss / 1e3,
            "says": told,
        }


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
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--view", type=int, default=0)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--chromedriver", default="/usr/bin/chromedriver")
    options = parser.parse_args()
    stock = {int(size) for size in options.stock.split(",") if size}
    with browser(options.chromium, options.chromedriver) as driver, tempfile.TemporaryDirectory() as folder:
        for size in map(int, options.sizes.split(",")):
            graph = make_graph(size, size * 3 // 2)
            names = ["kg", *(["pyvis"] if size in stock else []), *(["sigma", "cytoscape"] if options.beside else [])]
            for name in names:
                page = Path(folder) / f"{name}{size}.html"
                start, cpu = time.perf_counter(), time.process_time()
                if name == "kg":
                    write_page(graph, page)
                elif name == "pyvis":
                    write_stock(graph, page)
                else:
                    write_beside(graph, page, name, options.beside)
                row: dict[str, Any] = {"page": name, "entities": size, "facts": size * 3 // 2, "write": time.perf_counter() - start}
                row["write_cpu"] = time.process_time() - cpu
                row["MB"] = page.stat().st_size / 1e6
                row.update(measure(driver, page, kind=name))
                print(json.dumps({key: round(value, 3) if isinstance(value, float) else value for key, value in row.items()}), flush=True)
    if options.view:
        print(json.dumps(view_large(options.view), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
