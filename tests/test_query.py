"""SPARQL: the guard, hints, formats, sources, limits, and every named query on the sample graph."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fuzzing import WRITERS
from growth import grows_linearly
from rdflib import Graph
from rdflib.compare import isomorphic
from serving import listening

from kg.errors import GraphError, OntologyError, QueryError, QueryLimit
from kg.query import (
    Source,
    Worker,
    find_query,
    named_queries,
    open_endpoint,
    open_graph,
    query,
    read_quads,
    read_rows,
    read_support,
    run_named,
    select,
    select_named,
)
from kg.query.named import read_query
from kg.query.syntax import check, limit_rows, read_lexemes

SAMPLE = Path(__file__).parent / "data" / "query_sample.ttl"
TRIG = "@prefix ex: <http://ex/> . ex:a ex:p 1 . ex:g { ex:b ex:p 2 }"


@pytest.fixture(scope="module")
def sample() -> Source:
    return open_graph(SAMPLE)


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    with listening() as one:
        yield one


def test_all_prefixes_are_known(sample: Source) -> None:
    rows = select(sample, "SELECT ?机构 { ?机构 kg:organizes event:第七届世界智能大会 } ORDER BY ?机构")
    assert rows.variables == ("机构",)
    assert [cell for (cell,) in rows.cells(sample.prefixes)] == ["body:国家发展和改革委员会", "body:天津市人民政府", "body:科学技术部"]


def test_prefixes_of_the_file_come_first(tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text("@prefix event: <http://other/> . event:a event:p event:b .")
    assert query(open_graph(tmp_path / "g.ttl"), "ASK { event:a ?p ?o }").text == '{"head":{},"boolean":true}'


REFUSED = [
    ("SELECT * { SERVICE <{url}> { ?s ?p ?o } }", "SERVICE"),
    ("SELECT * { SERVICE SILENT <{url}> { ?s ?p ?o } }", "SERVICE"),
    ("PREFIX ex: <{url}> SELECT * { SERVICEex:a { ?s ?p ?o } }", "SERVICE"),
    ("PREFIX ex: <{url}> SELECT * { ?s ?p trueSERVICE#\nex:a { ?s ?p ?o } }", "SERVICE"),
    ("SELECT * { VALUES ?g { <{url}> } SERVICE ?g { ?s ?p ?o } }", "SERVICE"),
    ("SELECT * FROM <{url}> { ?s ?p ?o }", "FROM"),
    ("SELECT * FROM NAMED <{url}> { GRAPH ?g { ?s ?p ?o } }", "FROM"),
    ("PREFIX ex: <{url}> ASK FROM ex:a { ?s ?p ?o }", "FROM"),
    ("BASE <{url}> ASK FROM <a> { ?s ?p ?o }", "FROM"),
    ("LOAD <{url}>", "LOAD"),
    ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT"),
    ("PREFIX ex: <{url}> DELETE WHERE { ?s ?p ?o }", "DELETE"),
    ("WITH <{url}> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH"),
]


@pytest.mark.parametrize(("sparql", "named"), REFUSED)
def test_the_guard_refuses(sample: Source, listener: tuple[str, list[str]], sparql: str, named: str) -> None:
    url, hits = listener
    with pytest.raises(QueryError, match=named) as caught:
        query(sample, sparql.replace("{url}", url))
    assert "第 1 行" in caught.value.in_language("zh") or "第 2 行" in caught.value.in_language("zh")
    assert hits == []


@pytest.mark.parametrize(
    "sparql",
    ['ASK { ?s ?p "SERVICE <http://x> FROM" }', "ASK { ?service ?from ?load } # SERVICE <http://x>", "ASK { ?s <http://x/SERVICE> ?o }"],
)
def test_the_guard_lets_words_in_strings_and_names_pass(sample: Source, sparql: str) -> None:
    assert query(sample, sparql).form == "ask"


def test_mutated_queries_reach_no_network_and_raise_one_error(sample: Source, listener: tuple[str, list[str]]) -> None:
    url, hits = listener
    chance = random.Random(7)
    pieces = [
        " ",
        "\n",
        "#\n",
        "SERVICE",
        f"<{url}>",
        "ex:a",
        "{",
        "}",
        "?x",
        '"',
        "'",
        "<",
        ">",
        ".",
        "\\",
        "true",
        "FILTER(?a<1)",
        "@en",
        "1",
        "_:b",
        "\ud800",
        "\0",
    ]
    base = [
        f"PREFIX ex: <{url}> SELECT * {{ ?s ?p ?o . SERVICE ex:a {{ ?s ?p ?o }} }}",
        "SELECT ?x { ?x a kg:Event ; kg:name '大会' } LIMIT 3",
        "CONSTRUCT WHERE { ?s kg:hosts ?o }",
    ]
    refused = 0
    for _ in range(2000):
        text = chance.choice(base)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(text))
            text = text[:at] + chance.choice(pieces) + text[at + chance.choice((0, 0, 1, 3)) :]
        try:
            query(sample, text, limit=5)
        except QueryError as error:
            refused += 1
            assert "\n" not in str(error) and "\n" not in error.in_language("zh")
    assert hits == []
    assert 1000 < refused < 2000


WRONG = [
    ("SELECT * {\n  ?s ？p ?o }", "line 2, column 6", "full-width “？”"),
    ("SELECT * { ?s kg:name “大会” }", "line 1, column 23", "full-width ““”"),
    ("SELECT * { ?s kg:name ?n。?n ?p }", "line 1, column 25", "full-width “。”"),
    ("SELECT * { ?s a kg:Event；kg:name ?n }", "line 1, column 25", "full-width “；”"),
    ("SELECT ?s WHERE ｛ ?s ?p ?o }", "line 1, column 17", "full-width “｛”"),
    ("SELECT * { ?s ?p ?o } LIMIT ５", "line 1, column 29", "full-width “５”"),
    ("SELECT * { ?s foo:p ?o }", "line 1, column 15", "unknown prefix foo:"),
    ("SELECT * { ?s ?p ?o", "line 1, column 10", "never closed"),
    ("SELECT * { ?s ?p ?o }}", "line 1, column 22", "closes nothing"),
    ("SELECT * {\n ?s ?p 'a }", "line 2, column 8", "not closed"),
    ("SELECT ?s WHER { ?s ?p ?o }", "line 1, column 16", "cannot be understood"),
    ("SELECT ?a (COUNT(*) AS ?n) { ?b ?p ?o }", "line 1, column 1", "not bind or group"),
    ("", "line 1, column 1", "begins with SELECT"),
    ("你好", "line 1, column 1", "begins with SELECT"),
]


@pytest.mark.parametrize(("sparql", "place", "hint"), WRONG)
def test_a_wrong_query_gets_place_and_hint(sample: Source, sparql: str, place: str, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        query(sample, sparql)
    assert str(caught.value).startswith(place)
    assert hint in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("sparql", ["SELECT * { event:大会。 ?p ?o }", "SELECT ?d。 { ?d。 a kg:Event }", "SELECT * { ?s a kg:Event， }"])
def test_a_name_that_ends_in_chinese_punctuation_warns(sample: Source, sparql: str) -> None:
    notices = query(sample, sparql).notices
    assert any("，" in str(n) or "。" in str(n) for n in notices)


@pytest.mark.parametrize(
    ("sparql", "warned"),
    [
        ('SELECT * { ?s rdfs:label "科技部" }', True),
        ('SELECT * { ?s rdfs:label "科技部"@zh }', False),
        ('SELECT * { ?s kg:name "没有这个" }', False),
        ('SELECT * { ?s kg:name ?n FILTER(?n = "没有这个") }', False),
        ('SELECT * { ?s skos:altLabel "科技部"@zh }', False),
    ],
)
def test_an_empty_answer_to_a_literal_without_zh_says_so(sample: Source, sparql: str, warned: bool) -> None:
    assert any("@zh" in n.in_language("zh") for n in query(sample, sparql).notices) is warned


HINTS = [
    ("SELECT * { ?s a kg:Evnt }", "kg:Event"),
    ("SELECT * { ?s kg:organises ?o }", "kg:organizes"),
    ("SELECT * { ?s kg:Organizes ?o }", "kg:organizes"),
    ("PREFIX 库: <https://example.org/kg/ontology#> SELECT * { ?s 库:organises ?o }", "库:organizes"),
    ("SELECT * { ?s <https://example.org/kg/ontology#organises> ?o }", "kg:organizes"),
    ("SELECT * { event:第七届智能大会 ?p ?o }", "event:第七届世界智能大会"),
    ('SELECT * { ?s kg:name "科技部"@zh }', "without @zh"),
    ('SELECT * { ?s kg:name "科技"@en }', "without @en"),
    ('SELECT * { ?s kg:startDate "2023-05-18" }', "^^xsd:date"),
    ('SELECT * { ?s kg:startDate ?d FILTER(?d = "2023-05") }', "^^xsd:gYearMonth"),
    ('SELECT * { ?s kg:name "世界智能大" }', "第七届世界智能大会"),
    ('SELECT * { ?s kg:name "第七屆世界智能大會" }', "第七届世界智能大会"),
    ('SELECT * { ?s kg:name "第７届世界智能大会" }', "第七届世界智能大会"),
]


@pytest.mark.parametrize(("sparql", "hint"), HINTS)
@pytest.mark.parametrize("timeout", [None, 60.0])
def test_an_empty_answer_says_what_may_be_meant(sample: Source, sparql: str, hint: str, timeout: float | None) -> None:
    answer = query(sample, sparql, timeout=timeout)
    assert answer.empty and any(hint in str(notice) for notice in answer.notices)


def test_a_relation_that_no_fact_bears_is_not_said_to_be_like_itself(sample: Source) -> None:
    [notice] = query(sample, "SELECT * { ?s kg:chairs ?o }").notices
    assert "the ontology has kg:chairs" in str(notice) and "similar" not in str(notice)


def test_roles_are_told_by_the_relation_that_the_news_states(sample: Source) -> None:
    rows = select(sample, find_query("roles").bind({"event": "智能算力论坛"})).cells({})
    assert ["南开大学", "承办", "智能算力论坛", "已发生", "1"] in rows and not any("举办" in row for row in rows)


@pytest.mark.parametrize(
    "sparql", ["SELECT * { ?s a kg:Event }", "SELECT * { ?s a kg:Event ; kg:acquires ?o }", "ASK { GRAPH ?g { ?s a kg:Evnt } }"]
)
def test_no_hint_where_there_is_none_to_give(sample: Source, sparql: str) -> None:
    assert query(sample, sparql).notices == ()


def test_a_named_query_offers_the_nearest_names(sample: Source) -> None:
    (notice,) = run_named(sample, "organizers", {"agent": "科技术部"}).notices
    assert "科学技术部" in notice.in_language("zh") and "@zh" not in notice.in_language("zh")


def test_a_series_reaches_its_editions(tmp_path: Path) -> None:
    own = "event:第七届世界智能大会 kg:editionOf event:世界智能大会 ."
    (tmp_path / "g.ttl").write_text(SAMPLE.read_text(encoding="utf-8") + own, encoding="utf-8")
    source = open_graph(tmp_path / "g.ttl")
    assert set(select_named(source, "organizers", {"event": "世界智能大会"}).column("event")) >= {"第七届世界智能大会"}
    # Having one more way to its name, an edition is still one row.
    assert len(select_named(source, "organizers").rows) == len(select_named(open_graph(SAMPLE), "organizers").rows)


ALL_NAMES = "SELECT ?n { ?s a kg:Event ; kg:name ?n } ORDER BY ?n"


@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
def test_row_formats(sample: Source, format: str) -> None:
    answer = query(sample, ALL_NAMES, format=format)
    assert answer.complete
    assert answer.text.count("第七届世界智能大会") == 1
    assert not query(sample, ALL_NAMES, format=format, limit=2).complete
    assert "第七届世界智能大会" not in query(sample, ALL_NAMES, format=format, limit=2).text


@pytest.mark.parametrize(
    ("sparql", "limit", "count", "complete"),
    [
        ("SELECT * { ?s ?p ?o }", 5, 5, False),
        ("SELECT * { ?s ?p ?o } LIMIT 3", 5, 3, True),
        ("SELECT * { ?s ?p ?o } LIMIT 5", 5, 5, True),
        ("SELECT * { body:南开大学 kg:name ?o }", 5, 1, True),
        ("CONSTRUCT WHERE { ?s ?p ?o }", 5, 5, False),
        ("CONSTRUCT { ?s kg:x ?o . ?o kg:x ?s } WHERE { ?s kg:organizes ?o }", 5, 5, False),
        ("CONSTRUCT WHERE { body:南开大学 kg:name ?o }", 1, 1, True),
        ("ASK {}", 1, 1, True),
    ],
)
def test_a_limit_of_rows_or_triples(sample: Source, sparql: str, limit: int, count: int, complete: bool) -> None:
    answer = query(sample, sparql, format="nt" if sparql.startswith("C") else "json", limit=limit)
    found = len(answer.text.splitlines()) if answer.format == "nt" else len(read_rows(answer.body).rows)
    assert (found, answer.complete) == (count, complete)


ODD = """@prefix x: <http://x/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
x:a x:b 1.50, 1.0E6, "5"^^xsd:int, 007, "2024-05-01T10:00:00.500"^^xsd:dateTime, "x"@zh . x:c x:d 2.50, 2.5 .
"""
WRITTEN = ["1.50", "1.0E6", "5", "007", "2024-05-01T10:00:00.500"]


@pytest.fixture(scope="module", params=["memory", "cache", "worker"])
def odd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, str], str]]:
    """What a query for numbers in odd forms gives in a format, in each way that a file is opened."""
    folder = tmp_path_factory.mktemp("odd")
    path = folder / "g.ttl"
    path.write_text(ODD, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        for _ in range(2):  # the second time from the cache
            source = open_graph(path, cache=request.param == "cache")
        if request.param == "worker":
            with Worker(source) as worker:
                yield lambda sparql, format: worker.evaluate(sparql, timeout=120, format=format).text
        else:
            yield lambda sparql, format: query(source, sparql, format=format).text


def test_literals_in_rows_are_written_as_in_the_file(odd: Callable[[str, str], str]) -> None:
    marks = {"json": '"value":"{}"', "xml": ">{}<", "csv": "\n{}\r\n", "tsv": "\n{}\n"}
    for format, mark in marks.items():
        found = odd("SELECT ?o { <http://x/a> ?p ?o }", format)
        inside = ["1.50", "1.0E6", "007"] if format == "tsv" else WRITTEN  # the others have their type behind them
        assert [one for one in inside if mark.format(one) not in f"\n{found}"] == []
        assert "#int" in found or format == "csv"


def test_literals_in_graphs_are_written_as_in_the_file(odd: Callable[[str, str], str]) -> None:
    for format in ("nt", "ttl", "rdfxml", "jsonld", "trig", "nq"):
        found = odd("CONSTRUCT WHERE { <http://x/a> ?p ?o }", format)
        assert [one for one in WRITTEN if one not in found] == [], format


def test_what_a_query_computes_and_what_has_two_forms_is_written_by_its_value(odd: Callable[[str, str], str]) -> None:
    # Seven rows, and 007 stands in the file.
    counted = odd("SELECT (COUNT(?o) AS ?n) (SAMPLE(?o) AS ?one) { { ?s ?p ?o } FILTER(?s = <http://x/a> || ?o = 2.5) }", "csv")
    assert counted.splitlines()[1].startswith("7,")
    assert odd("SELECT ?o { <http://x/c> ?p ?o FILTER(?o = 2.50) }", "csv").split() == ["o", "2.5"]
    assert odd("SELECT ?s { ?s ?p 1.5 }", "csv").split() == ["s", "http://x/a"]


def test_csv_is_read_by_the_csv_module(sample: Source) -> None:
    rows = list(csv.reader(io.StringIO(query(sample, ALL_NAMES, format="csv").text)))
    assert rows[0] == ["n"] and ["全国科技活动周"] in rows


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser
@pytest.mark.parametrize(("format", "rdflib_name"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdfxml", "xml")])
def test_graph_formats_are_the_same_graph(sample: Source, format: str, rdflib_name: str) -> None:
    sparql = "DESCRIBE event:第七届世界智能大会"
    answer = query(sample, sparql, format=format)
    expected = Graph().parse(data=query(sample, sparql, format="nt").text, format="nt")
    assert len(expected) > 10
    assert isomorphic(Graph().parse(data=answer.text, format=rdflib_name), expected)


def test_the_same_graph_gives_the_same_bytes() -> None:
    sparql = "CONSTRUCT WHERE { ?s kg:organizes ?o ; rdfs:label ?l }"
    assert len({query(open_graph(SAMPLE), sparql).body for _ in range(5)}) == 1


@pytest.mark.parametrize(("sparql", "format"), [("ASK {}", "ttl"), ("DESCRIBE kg:Event", "csv"), ("SELECT * {}", "docx")])
def test_a_format_that_does_not_fit_is_refused(sample: Source, sparql: str, format: str) -> None:
    with pytest.raises(QueryError, match=f"--format {format}"):
        query(sample, sparql, format=format)


@pytest.mark.parametrize(
    ("sparql", "limited"),
    [
        ("SELECT * {} LIMIT 5", "SELECT * {} LIMIT 3"),
        ("SELECT * {} LIMIT 2 OFFSET 9", "SELECT * {} LIMIT 2 OFFSET 9"),
        ("SELECT * { { SELECT * {} LIMIT 9 } }", "SELECT * { { SELECT * {} LIMIT 9 } } LIMIT 3"),
        ("SELECT ?x { } VALUES ?x { 1 }", "SELECT ?x { } LIMIT 3 VALUES ?x { 1 }"),
        ("SELECT * {} # end", "SELECT * {} # end LIMIT 3"),
    ],
)
def test_limit_rows(sparql: str, limited: str) -> None:
    assert limit_rows(sparql, 3).split() == limited.split()


def test_lexemes_know_chinese_names_and_less_than() -> None:
    assert [x.text for x in read_lexemes("FILTER(?a<?b && ?c>?d) body:科技部。 'a#b' # c")] == [
        *["FILTER", "(", "?a", "<", "?b", "&", "&", "?c", ">", "?d", ")", "body:科技部。", "'a#b'"]
    ]


TEDIOUS = ['"a."', "a.", "a-b.", '""" \\"""b"', '"\\', "1.", ":.", "<a", "_:a.", "?", "@a-", '"', "#\n", "a:b。 ", "％", "_.a"]


@pytest.mark.parametrize("piece", TEDIOUS)
def test_lexing_takes_time_linear_in_the_query(piece: str) -> None:
    def read(size: int, attempt: int) -> None:
        read_lexemes(f"SELECT {attempt} {{ {piece * (size // len(piece))} }}")  # another text each time, for what was read is remembered

    assert grows_linearly(read, 15_000)


DEEP = {
    "parentheses": "SELECT * { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
    "never closed": "SELECT * " + "{" * 10_000,
    "calls": "ASK { FILTER(" + "STR(" * 2_000 + "1" + ")" * 2_000 + "='1') }",
    "exists": "ASK {" + "FILTER EXISTS {" * 2_000 + "?s ?p 1" + "}" * 2_000 + "}",
    "unions": "ASK { {?s ?p 1}" + "UNION{?s ?p 1}" * 8_000 + "}",
    "or": "ASK { FILTER(true" + "||true" * 30_000 + ") }",
    "not": "ASK { FILTER(" + "!" * 30_000 + "true) }",
    "binds": "ASK {" + "".join(f"BIND(1 AS ?v{i})" for i in range(4_096)) + "}",
}


@pytest.mark.parametrize("name", DEEP)
def test_a_query_too_deep_is_refused_and_does_not_end_the_process(name: str, tmp_path: Path) -> None:
    (tmp_path / "deep.rq").write_text(DEEP[name], encoding="utf-8")
    command = [sys.executable, "-m", "kg", "--lang", "en", "query", str(SAMPLE), "--file", str(tmp_path / "deep.rq")]
    run = subprocess.run(command, capture_output=True, text=True, cwd=SAMPLE.parents[2])
    assert run.returncode == 1 and run.stderr.startswith("kg: line 1, column ") and run.stderr.count("\n") == 1


def test_many_values_and_long_lists_are_not_too_deep(sample: Source) -> None:
    assert query(sample, "ASK { VALUES ?x { " + "1 " * 20_000 + "} }").text.endswith("true}")
    assert query(sample, "ASK { FILTER(1 IN (1" + ",1" * 20_000 + ")) }").text.endswith("true}")


def test_a_byte_order_mark_before_a_query_is_no_error(sample: Source) -> None:
    assert query(sample, "\ufeffASK {}").text.endswith("true}")


def test_a_curly_quote_that_should_close_a_string_is_named(sample: Source) -> None:
    with pytest.raises(QueryError, match="full-width “’” closes no string"):
        query(sample, "SELECT * { ?s kg:name '大会’ }")


@pytest.mark.parametrize(("name", "format"), [("g.nt", "nt"), ("g.rdf", "xml"), ("g.jsonld", "json-ld"), ("g.ttl", "turtle")])
def test_every_file_format_gives_the_same_rows(sample: Source, tmp_path: Path, name: str, format: str) -> None:
    Graph().parse(SAMPLE).serialize(tmp_path / name, format=format, encoding="utf-8")
    assert query(open_graph(tmp_path / name), ALL_NAMES).body == query(sample, ALL_NAMES).body


def test_a_graph_in_memory_is_asked_too(sample: Source) -> None:
    assert query(open_graph(Graph().parse(SAMPLE)), ALL_NAMES).body == query(sample, ALL_NAMES).body


def test_the_cache_keeps_a_store_by_content(sample: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for _ in range(2):
        assert query(open_graph(SAMPLE, cache=True), ALL_NAMES).body == query(sample, ALL_NAMES).body
    (store,) = (tmp_path / "kg" / "stores").iterdir()
    folder = open_graph(store / "store")
    assert query(folder, ALL_NAMES).body == query(sample, ALL_NAMES).body
    assert folder.prefixes["event"] == sample.prefixes["event"]


def test_without_a_cache_folder_the_graph_is_read_into_memory(sample: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert query(open_graph(SAMPLE, cache=True), ALL_NAMES).body == query(sample, ALL_NAMES).body


def test_old_stores_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    open_graph(SAMPLE, cache=True)
    (old,) = (tmp_path / "kg" / "stores").iterdir()
    os.utime(old, (0, 0))
    (tmp_path / "other.ttl").write_text("<http://a> <http://b> 1 .")
    open_graph(tmp_path / "other.ttl", cache=True)
    assert not old.exists()


def test_named_graphs_and_from(tmp_path: Path) -> None:
    (tmp_path / "g.trig").write_text(TRIG)
    source = open_graph(tmp_path / "g.trig")
    assert source.graphs == {"http://ex/g"}
    assert select(source, "SELECT ?o { ?s ?p ?o }").column("o") == ["1"]
    assert select(source, "SELECT ?o FROM <http://ex/g> { ?s ?p ?o }").column("o") == ["2"]
    assert select(source, "SELECT ?o { GRAPH ex:g { ?s ?p ?o } }").column("o") == ["2"]


def test_triples_in_named_graphs_alone_are_told(tmp_path: Path) -> None:
    (tmp_path / "g.trig").write_text("@prefix ex: <http://ex/> . ex:g { ex:b ex:p 2 }")
    source = open_graph(tmp_path / "g.trig")
    assert "FROM <http://ex/g>" in query(source, "SELECT * { ?s ?p ?o }").notices[0].in_language("zh")
    assert query(source, "SELECT * { GRAPH ?g { ?s ?p ?o } }").notices == ()


BROKEN = [
    ("g.ttl", b"<a> <b> .", "line 1"),
    ("g.ttl", b"\xff\xfe", "cannot be parsed"),
    ("g.jsonld", b'{"@context": "http://127.0.0.1:9/c", "name": "x"}', "nothing is fetched"),
    ("g.jsonld", b"{", "cannot be parsed"),
    ("g.txt", b"", "no RDF file"),
    ("none.ttl", None, "No such file"),
    ("none", None, "no such file"),
]


@pytest.mark.parametrize("read", [open_graph, lambda path: list(read_quads(path))], ids=["opened", "read"])
@pytest.mark.parametrize(("name", "content", "reason"), BROKEN)
def test_a_broken_graph_file_is_named(tmp_path: Path, name: str, content: bytes | None, *, reason: str, read: Callable[..., Any]) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(GraphError, match=reason) as caught:
        read(tmp_path / name)
    assert name in caught.value.in_language("zh") and "\n" not in str(caught.value)


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "g.rdf").write_text(
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:e="http://e/"><rdf:Description rdf:about="http://a"><e:b>&x;</e:b></rdf:Description></rdf:RDF>'
    )
    with pytest.raises(GraphError):
        open_graph(tmp_path / "g.rdf")


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".jsonld", ".rdf", ".trig"])
def test_quads_are_read_without_a_store_as_with_one(tmp_path: Path, suffix: str) -> None:
    graph = Graph().parse(data='@prefix ex: <http://ex/> . ex:甲 ex:p ex:乙 , "丙"@zh , 1 , "2023-05-01"^^ex:d .')
    path = tmp_path / f"g{suffix}"
    path.write_bytes(TRIG.encode() if suffix == ".trig" else graph.serialize(format=WRITERS[suffix], encoding="utf-8"))
    quads = {str(quad) for quad in read_quads(path)}
    assert quads == {str(quad) for quad in open_graph(path, cache=False).store}
    assert len(quads) == (2 if suffix == ".trig" else 4)


def test_a_folder_without_a_graph_is_named(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="neither an Oxigraph store"):
        open_graph(tmp_path)


def test_a_folder_of_a_build_opens_its_graph(sample: Source, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_bytes(SAMPLE.read_bytes())
    assert query(open_graph(tmp_path), ALL_NAMES).body == query(sample, ALL_NAMES).body


DEATH = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_a_time_limit_kills_the_query(sample: Source) -> None:
    with pytest.raises(QueryError, match="longer than 0.5 s") as caught:  # left alone, it runs for days
        query(sample, DEATH, timeout=0.5)
    assert "超过 0.5 秒" in caught.value.in_language("zh")
    assert query(sample, ALL_NAMES, timeout=120).body == query(sample, ALL_NAMES).body


GREEDY = "SELECT DISTINCT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f }"


def test_a_stop_that_comes_late_does_not_end_the_next_query(sample: Source) -> None:
    with Worker(sample) as worker:
        worker.start()
        worker.stop(QueryLimit("too much"))
        with pytest.raises(QueryLimit, match="too much"):
            worker.evaluate("ASK {}", timeout=30)
        worker.stop()
        worker.rest()
        assert worker.evaluate("ASK {}", timeout=30).body


@pytest.mark.skipif(sys.platform != "linux", reason="the bound is the system's")
def test_a_memory_limit_stops_the_query_and_the_next_one_runs(sample: Source) -> None:
    with Worker(sample, memory=300 << 20) as worker:
        with pytest.raises(QueryLimit, match="memory"):
            worker.evaluate(GREEDY, timeout=600)
        assert worker.evaluate(ALL_NAMES, timeout=120).body == query(sample, ALL_NAMES).body


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_ends_with_its_parent(tmp_path: Path) -> None:
    parent = (
        "import os, sys, threading; from pathlib import Path; from kg.query import Worker, open_graph\n"
        f"worker = Worker(open_graph({str(SAMPLE)!r})); worker.start(); print(worker._process.pid, flush=True)\n"
        f"threading.Thread(target=worker.evaluate, args=({DEATH!r},), kwargs={{'timeout': 60}}, daemon=True).start()\n"
        "threading.Event().wait(0.5); os._exit(0)"
    )
    run = subprocess.run([sys.executable, "-c", parent], capture_output=True, text=True, check=True, cwd=SAMPLE.parents[2], timeout=120)
    proc = Path("/proc") / run.stdout.strip()
    for _ in range(600):
        if not proc.exists() or "Z" in (proc / "stat").read_text().split(")")[1].split()[0]:
            return
        time.sleep(0.1)
    pytest.fail("the worker goes on without its parent")


def test_an_error_inside_the_worker_is_the_same_error(sample: Source) -> None:
    with pytest.raises(QueryError, match="unknown prefix foo:"):
        query(sample, "ASK { foo:a ?p ?o }", timeout=120)


@pytest.mark.parametrize("options", [{"limit": 0}, {"timeout": 0.0}, {"timeout": float("nan")}])
def test_limits_that_are_none_are_refused(sample: Source, options: dict[str, float]) -> None:
    with pytest.raises(QueryError):
        query(sample, "ASK {}", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/", "sparql", ""])
def test_an_endpoint_is_an_http_url(url: str) -> None:
    with pytest.raises(QueryError, match="http"):
        open_endpoint(url)


def test_an_endpoint_that_answers_nonsense_or_not_at_all(listener: tuple[str, list[str]]) -> None:
    with pytest.raises(QueryError, match="answered 404"):
        query(open_endpoint(listener[0]), "ASK {}")
    with pytest.raises(QueryError, match="cannot be reached"):
        query(open_endpoint("http://127.0.0.1:1/"), "ASK {}")


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"results": {}}', b"\xff"])
def test_no_results_are_an_error(body: bytes) -> None:
    with pytest.raises(QueryError):
        read_rows(body)


# Named queries


@pytest.mark.parametrize("name", list(named_queries()))
def test_a_named_query_answers_its_example(sample: Source, name: str) -> None:
    named = named_queries()[name]
    rows = select_named(sample, name, named.example)
    assert named.expected
    assert [tuple(row) for row in rows.cells(sample.prefixes)][: len(named.expected)] == list(named.expected)
    assert set(rows.variables) == set(named.columns)
    assert all((named.label.zh, named.label.en, named.description.zh, named.description.en))


def test_there_are_at_least_twenty_named_queries() -> None:
    assert len(named_queries()) >= 20


@pytest.mark.parametrize(
    ("begin", "end", "found"),
    [
        ("2023-05-10", "2023-05-20", True),
        ("2023-05-31", "2023-06-30", True),
        ("2023-06-01", "2023-06-30", False),
        ("2022", "2023-04", False),
        ("2023", "2023", True),
    ],
)
def test_an_event_of_a_month_is_found_between_days(sample: Source, begin: str, end: str, found: bool) -> None:
    rows = select_named(sample, "events-in", {"place": "北京市", "from": begin, "to": end})
    assert ("2023年全国科技活动周" in rows.column("event")) is found


def test_everything_about_a_name_takes_all_its_nodes(sample: Source) -> None:
    rows = select_named(sample, "about", {"name": "深圳市"})
    assert {tuple(row[:2]) for row in rows.cells({})} == {("深圳市", "机构"), ("深圳市", "地点")}


def test_a_user_relation_below_a_relation_is_found(tmp_path: Path) -> None:
    own = (
        "@prefix my: <http://my/> . my:coorganizes rdfs:subPropertyOf kg:organizes ; rdfs:label '共办'@zh ."
        " claim:x rdf:predicate my:coorganizes ; rdf:subject body:南开大学 ; rdf:object event:世界智能大会 ; kg:modality kg:asserted ."
    )
    (tmp_path / "g.ttl").write_text(SAMPLE.read_text(encoding="utf-8") + own, encoding="utf-8")
    rows = select_named(open_graph(tmp_path / "g.ttl"), "organizers", {"agent": "南开大学"})
    assert rows.column("event") == ["世界智能大会"]


def test_support_counts_originals(sample: Source) -> None:
    kg, base = sample.prefixes["kg"], "https://example.org/kg/id/"
    event = f"{base}event/第七届世界智能大会"
    support = read_support(sample)
    assert support[f"{base}body/天津市人民政府", f"{kg}organizes", event] == 2  # three articles, one a reprint
    assert support[f"{base}body/科学技术部", f"{kg}organizes", event] == 1  # an article and its reprint
    assert (f"{base}body/天津市人民政府", f"{kg}organizes", f"{base}event/第八届世界智能大会") not in support  # planned


@pytest.mark.parametrize("value", ['科技部" } } #', "a\\", "x\ny", "{", "}", "\ud800", "\0", "' UNION"])
def test_parameters_are_bound_safely(sample: Source, value: str) -> None:
    assert select_named(sample, "organizers", {"agent": value}).rows == ()


def test_several_values_are_alternatives(sample: Source) -> None:
    rows = select_named(sample, "organizers", {"agent": ["科技部", "天津市人民政府"]})
    assert set(rows.column("agent")) == {"科学技术部", "天津市人民政府"}


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("nothing", {}, "organizers"),
        ("organizers", {"who": "x"}, "no parameter 'who'"),
        ("organizers", {"agent": " "}, "some words"),
        ("events-in", {"from": "2023-02-30"}, "a date that exists"),
        ("events-in", {"from": "二〇二三"}, "YYYY"),
        ("together", {"least": "-1"}, "whole number"),
        ("organizers", {"lang": "fr"}, "zh or en"),
        ("about", {}, "about needs: name"),
        ("connections", {"one": "王志刚"}, "needs: other"),
    ],
)
def test_wrong_arguments_are_named(sample: Source, name: str, arguments: dict[str, str], reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        run_named(sample, name, arguments)


def test_labels_come_in_the_language_asked(sample: Source) -> None:
    assert select_named(sample, "meetings", {"person": "赵岚"}, lang="en").column("modality") == ["asserted"]
    assert find_query("meetings").heading("one", "zh") == "甲"


@pytest.mark.parametrize(
    "text", ["# title zh: 题\n\nSELECT * {}", "# nonsense\n\nSELECT * {}", "# parameter x name zh: 甲 en: x\n\nSELECT * {}"]
)
def test_a_broken_query_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match="q.rq"):
        read_query(tmp_path / "q.rq")


def test_json_answers_are_json(sample: Source) -> None:
    assert json.loads(query(sample, "ASK {}", format="json").body)["boolean"] is True


def test_what_was_found_of_a_query_holds_for_no_other_graph() -> None:
    """What a query says by itself is remembered; prefixes and graphs are of the graph that is asked."""
    text = "SELECT * FROM <https://example.org/g> { ?s own:p ?o }"
    for _ in range(2):
        assert check(text, prefixes={"own": "https://example.org/"}, graphs=["https://example.org/g"]) == "select"
        with pytest.raises(QueryError, match="own"):
            check(text, prefixes={}, graphs=["https://example.org/g"])
        with pytest.raises(QueryError, match="no graph of this store"):
            check(text, prefixes={"own": "https://example.org/"}, graphs=[])
