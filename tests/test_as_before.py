"""Whatever is written of the sample graphs is what it was: tables, exports, measures, the page's data, the answers of named queries.

Not that it is right, which other tests hold: whoever changes it sees what comes of it.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.doubts import find_doubts
from kg.errors import QueryError
from kg.evaluate import evaluate
from kg.evaluate.page import to_page
from kg.evaluate.report import to_json, to_text
from kg.export import FORMATS, export_graph, read_sheets
from kg.graph import read_graph
from kg.query import named_queries, open_graph, query, select, select_named
from kg.query.lookup import begin_names
from kg.query.spotting import near_names, spot_names
from kg.stats import measure
from kg.stats import to_json as stats_to_json
from kg.stats import to_text as stats_to_text
from kg.validate import validate
from kg.view.content import read_content
from kg.view.payload import to_payload
from tests.telling import compare

DATA = Path(__file__).parent / "data"
# The formats of RDF are read back by others, and columns of numbers are no text.
TEXTS = [name for name in FORMATS if name in ("graphml", "gexf", "csv", "neo4j", "bibtex", "ris", "wikibase-quickstatements")]


def exported(folder: Path) -> Iterator[str]:
    for name in TEXTS:
        out = folder / f"out{FORMATS[name]}"
        export_graph(DATA / "sample.ttl", name, out)
        for path in sorted(out.iterdir()) if out.is_dir() else [out]:
            yield f"# {name} {path.name}"
            yield from path.read_text(encoding="utf-8-sig").splitlines()
    export_graph(DATA / "sample.ttl", "xlsx", folder / "out.xlsx")
    for title, rows in read_sheets(folder / "out.xlsx").items():
        yield f"# {title} {len(rows)} {len(rows[0])}"


def evaluated(folder: Path) -> Iterator[str]:
    found = evaluate(DATA / "sample.ttl", [DATA / "sample_gold.jsonl"])
    yield from to_text(found, lang="zh").splitlines()
    yield from to_text(found, lang="en").splitlines()
    yield from json.dumps(to_json(found), ensure_ascii=False, indent=1).splitlines()
    yield from map(str, found.differences)


def misjudged(folder: Path) -> Iterator[str]:
    """The same graph against gold that says other things: facts lost, told of others, by another relation, or on another day."""
    documents = [json.loads(line) for line in (DATA / "sample_gold.jsonl").read_text(encoding="utf-8").splitlines()]
    relations = sorted({fact["p"] for document in documents for fact in document["facts"]})
    for seed in range(12):
        chance = random.Random(seed)
        gold = [
            document | {"facts": [other for fact in document["facts"] for other in _otherwise(fact, relations, chance)]}
            for document in documents
        ]
        path = folder / f"{seed}.jsonl"
        path.write_text("".join(json.dumps(document, ensure_ascii=False) + "\n" for document in gold), encoding="utf-8")
        found = evaluate(DATA / "sample.ttl", [path])
        yield from to_text(found, lang="en" if seed % 2 else "zh").splitlines()
        yield from (f"{one.kind} {one.document} {one.relation} {one.subject} {one.object} {one.cause.name}" for one in found.differences)
        if seed < 2:  # the page that shows them, each with the sentences in which it might have been found
            shown = json.loads(to_page(found).partition('<script type="application/json" id="content">')[2].partition("</script>")[0])
            yield from (json.dumps(one, ensure_ascii=False) for one in shown["differences"])


def _otherwise(fact: dict[str, Any], relations: list[str], chance: random.Random) -> Iterator[dict[str, Any]]:
    """A fact of gold as it is, mostly, or lost, changed, or beside another."""
    match chance.randrange(16):
        case 0:
            return
        case 1:
            yield fact | {"p": chance.choice(relations)}
        case 2:
            yield fact | {"s": fact["o"], "o": fact["s"]}
        case 3:
            yield fact | {"s": [f"{name}中心" for name in fact["s"]]}
        case 4:
            yield fact | {"o": [name[:-1] for name in fact["o"]]}
        case 5:
            yield fact | {"opt": not fact["opt"]}
        case 6:
            yield fact | {"s": fact["s"][-1:], "o": fact["o"][-1:]}
        case 7:
            yield from (fact, fact | {"s": ["李静"]})
        case 8:
            yield fact | {"o": [re.sub("[0-9]$", "7", name) for name in fact["o"]]}
        case _:
            yield fact


def measured(folder: Path) -> Iterator[str]:
    for name, top in (("sample.ttl", 20), ("page_sample.ttl", 3)):
        found = measure(DATA / name, top=top)
        yield from stats_to_text(found, lang="zh").splitlines()
        yield from stats_to_text(found, lang="en").splitlines()
        yield from stats_to_json(found).splitlines()


def asked(folder: Path) -> Iterator[str]:
    source = open_graph(DATA / "query_sample.ttl")
    for name, named in sorted(named_queries().items()):
        yield f"# {name} {' '.join(named.columns)}"
        try:
            yield from ("\t".join(row) for row in select_named(source, name).cells(source.prefixes))
        except QueryError as error:
            yield f"! {error.in_language('zh')}"


def refused(folder: Path) -> Iterator[str]:
    """Named queries with a word or a character changed, lost or doubled: the error, or the number of rows and what is said beside them."""
    source, chance = open_graph(DATA / "query_sample.ttl"), random.Random(7)
    texts = ["\n".join(line for line in one.sparql.splitlines() if line[:1] != "#") for _, one in sorted(named_queries().items())]
    for number in range(360):
        text = chance.choice(texts)
        for _ in range(chance.choice((1, 2))):
            at = chance.randrange(len(text))
            other = chance.choice(("", "}", "。", "“", "x", "?名", " LIMIT 2", "@zh", "'", "kg:organises", "FILTER(", "\t", "#"))
            text = text[:at] + other + text[at + chance.choice((0, 1, 4)) :]
        try:
            answer = query(source, text)
            yield f"{number} {answer.text.count(chr(10))} {[notice.in_language('zh') for notice in answer.notices]}"
        except QueryError as error:
            yield f"{number} ! {error.in_language('zh')}"


def spotted(folder: Path) -> Iterator[str]:
    """The names of the graph, whole and in the ways in which people write them, as they are found in a text and looked up."""
    source, chance = open_graph(DATA / "query_sample.ttl"), random.Random(7)
    names = sorted(set(select(source, "SELECT ?n { ?s kg:name ?n }").column("n")))
    for name in names:
        at = chance.randrange(len(name))
        ways = [
            name,
            name[:at] + name[at + 1 :],
            name[: at + 1],
            name[at:],
            f"“{name}”",
            re.sub("第.届|[0-9]{4}年", "", name),
            name[:2] + name[-2:],
        ]
        for way in dict.fromkeys(ways):
            found = [f"{way[one.start : one.end]} {one.how} {[node.label for node in one.nodes]}" for one in spot_names(source, way)]
            yield f"{way} | {found} | {near_names(source, way)} | {[(one.label, one.score) for one in begin_names(source, way, 3)]}"


def doubted(folder: Path) -> Iterator[str]:
    """What is doubtful of the sample, and what its checks say of it without some of its triples."""
    for name in ("sample.ttl", "page_sample.ttl", "query_sample.ttl"):
        graph = read_graph(DATA / name)
        for doubt in find_doubts(graph):
            sides = [(side.reference.cls, side.reference.name, side.evidence) for side in doubt.sides]
            yield f"{name} {doubt.kind} {doubt.probability:.2f} {sides}"
        triples = sorted(graph, key=lambda triple: tuple(map(str, triple)))
        for number in range(0, len(triples), len(triples) // 12):
            graph.remove(triples[number])
        yield from sorted(
            f"{name} {problem.check} {problem.wrong.in_language('zh')} / {problem.wrong.in_language('en')}" for problem in validate(graph)
        )


def shown(folder: Path) -> Iterator[str]:
    (folder / "empty.ttl").touch()
    for graph in (DATA / "page_sample.ttl", DATA / "sample.ttl", DATA / "query_sample.ttl", folder / "empty.ttl"):
        payload = to_payload(read_content(graph))
        for key in sorted(payload.keys() - {"questions", "fold"}):  # words of the ontology, which come and go
            value = payload[key]
            rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else [("", value)]
            yield from (f"{key} {name} {json.dumps(row, ensure_ascii=False)}" for name, row in rows)


@pytest.mark.parametrize(
    "write", [exported, evaluated, misjudged, measured, asked, refused, spotted, doubted, shown], ids=lambda write: write.__name__
)
def test_what_is_written_is_what_it_was(write: Callable[[Path], Iterator[str]], tmp_path: Path, pytestconfig: pytest.Config) -> None:
    told = [line.replace(str(Path(__file__).parents[1]), "") for line in write(tmp_path)]
    compare(f"{write.__name__}.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))
