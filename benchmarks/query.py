"""Queries on a graph of about a million triples: through kg, on pyoxigraph directly, and on rdflib; and how long opening takes.

    python benchmarks/query.py [--copies 900] [--no-rdflib]

The graph is the sample of the tests, copied under numbered names. Times are in seconds, the median of several runs.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
from rdflib import Graph

from kg.query import open_graph, query

SAMPLE = Path(__file__).parents[1] / "tests" / "data" / "query_sample.ttl"
# Every copy has things of its own of these kinds; people, bodies and places are shared by many copies.
OWN = ("event", "doc", "product", "claim", "article")
QUERIES = {
    "one body's events": 'SELECT ?e { ?b kg:name "科技部7" ; kg:organizes ?e }',
    "count by relation": "SELECT ?p (COUNT(?c) AS ?n) { ?c rdf:predicate ?p } GROUP BY ?p",
    "join, 30,000 rows": "SELECT ?a ?b { ?e a kg:Event . ?a kg:organizes ?e . ?b kg:organizes ?e FILTER(?a != ?b) } LIMIT 30000",
    "filter by date": 'SELECT ?x { ?x kg:earliest ?d ; kg:latest ?l FILTER(?d <= "2023-05-20"^^xsd:date && ?l >= "2023-05-10"^^xsd:date) }',
}


def write_graph(path: Path, copies: int) -> None:
    """The sample as N-Triples, `copies` times."""
    store = pyoxigraph.Store()
    store.load(path=str(SAMPLE), format=pyoxigraph.RdfFormat.TURTLE)
    lines = sorted(f"{quad.triple} ." for quad in store)
    with path.open("w", encoding="utf-8") as file:
        for number in range(copies):
            for line in lines:
                if number and "/kg/id/" not in line.split(" ", 1)[0]:
                    continue

                def rename(match: re.Match[str], number: int = number) -> str:
                    return f"/kg/id/{match[1]}/{match[2]}{number if match[1] in OWN else number % 60}>"

                renamed = re.sub(r"/kg/id/(\w+)/([^>]*)>", rename, line)
                if "#label>" in renamed or "ontology#name>" in renamed:
                    renamed = re.sub(r'"([^"]*)"', lambda m, n=number % 60: f'"{m[1]}{n}"', renamed)
                file.write(f"{renamed}\n")


def median(run: Callable[[], object], times: int) -> float:
    """The median seconds of a call."""
    spans = []
    for _ in range(times):
        begin = time.perf_counter()
        run()
        spans.append(time.perf_counter() - begin)
    return statistics.median(spans)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--copies", type=int, default=900)
    parser.add_argument("--no-rdflib", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        path = Path(folder) / "big.nt"
        write_graph(path, options.copies)
        print(f"first opening   {median(lambda: open_graph(path), 1):8.3f}")
        print(f"later openings  {median(lambda: open_graph(path), 5):8.3f}")
        source = open_graph(path)
        prefixes = dict(source.prefixes)
        (folder_of_store,) = (Path(folder) / "kg" / "stores").iterdir()
        print(f"opening a store {median(lambda: open_graph(folder_of_store / 'store'), 5):8.3f}")
        direct = pyoxigraph.Store.read_only(str(folder_of_store / "store"))
        print(f"triples         {len(direct):8d}")
        graph = Graph()
        if not options.no_rdflib:
            graph.parse(path, format="nt")
        print(f"{'':20}{'kg':>9}{'direct':>9}{'ratio':>7}{'rdflib':>9}{'times':>7}")
        for name, sparql in QUERIES.items():
            ours = median(lambda text=sparql: query(source, text, format="json"), 7)
            theirs = median(
                lambda text=sparql: direct.query(text, prefixes=prefixes).serialize(format=pyoxigraph.QueryResultsFormat.JSON), 7
            )
            line = f"{name:20}{ours:9.4f}{theirs:9.4f}{ours / theirs:7.2f}"
            if not options.no_rdflib:
                slow = median(lambda text=sparql: graph.query(text, initNs=prefixes).serialize(format="json"), 1)
                line += f"{slow:9.3f}{slow / ours:7.0f}"
            print(line, flush=True)


if __name__ == "__main__":
    main()
