"""The page's content, columns, layout and file, without a browser."""

from __future__ import annotations

import datetime
import json
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF, RDFS

from kg.cli import main
from kg.errors import GraphError, InputError, OutputError
from kg.ontology import BASE, KG, load_ontology
from kg.query import open_graph, read_support
from kg.table import LiteralValue, to_table
from kg.view import make_page, page, show, write_page
from kg.view.content import MODALITIES, read_content
from kg.view.hanzi import fold_table, readings
from kg.view.layout import BOX, choose_core, place
from kg.view.marks import utf16_span
from kg.view.payload import count_support, to_networkx, to_payload
from tests.telling import GOLDEN, compare

ANAPHORS = ("本届科学周", "大赛", "论坛", "双方", "祁连江", "邹寒松")
SAMPLE = Path(__file__).parent / "data" / "page_sample.ttl"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph(bind_namespaces="none").parse(SAMPLE)


def data_of(html: str, name: str) -> object:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', html, re.S)
    assert found
    return json.loads(found[1])


def small_graph(label: str, sentence: str = "", **spans: str) -> Graph:
    graph, claim = Graph(), URIRef(BASE + "claim/one")
    subject, value = URIRef(BASE + "person/one"), URIRef(BASE + "event/two")
    for node, cls, name in ((subject, KG.Person, label), (value, KG.Event, "论坛")):
        graph.add((node, RDF.type, cls))
        graph.add((node, RDFS.label, Literal(name, lang="zh")))
    for predicate, end in ((RDF.type, KG.Claim), (RDF.subject, subject), (RDF.predicate, KG.attends), (RDF.object, value)):
        graph.add((claim, predicate, end))
    graph.add((claim, PROV.wasDerivedFrom, URIRef(BASE + "article/a")))
    graph.add((claim, KG.sentence, Literal(sentence)))
    for name, span in spans.items():
        graph.add((claim, KG[name], Literal(span)))
    return graph


def test_every_entity_fact_claim_and_article_is_read(graph: Graph) -> None:
    content = read_content(graph)
    assert (len(content.nodes), len(content.statements), len(content.aliases), len(content.articles)) == (61, 100, 7, 14)
    assert [term.zh for term in content.classes] == ["人物", "机构", "事件", "文件", "产品", "地点"]


def test_a_graph_file_and_the_graph_read_from_it_give_the_same_page(graph: Graph) -> None:
    assert make_page(SAMPLE) == make_page(graph)


def test_regions_are_countries_and_provinces_by_their_codes() -> None:
    graph = Graph()
    for name, code in (("越南", (KG.isoCode, "VN")), ("四川省", (KG.divisionCode, "510000")), ("绵阳市", (KG.divisionCode, "510700"))):
        node = URIRef(f"{BASE}place/{name}")
        for fact in ((RDF.type, KG.Place), (RDF.type, KG.Entity), (RDFS.label, Literal(name, lang="zh")), (code[0], Literal(code[1]))):
            graph.add((node, *fact))
    assert [label for label, _ in read_content(graph).regions] == ["四川省", "越南"]


def test_places_know_the_outermost_place_and_events_that_of_where_they_are_held(graph: Graph) -> None:
    regions = {node.label: node.regions for node in read_content(graph).nodes}
    assert regions["成都市天府会堂"] == regions["长江上游保护论坛"] == (BASE + "place/四川省",)
    assert regions["戚明舟"] == ()


def test_a_direct_triple_without_a_claim_is_shown_without_evidence() -> None:
    graph = small_graph("甲")
    graph.add((URIRef(BASE + "person/one"), KG.worksFor, URIRef(BASE + "event/two")))
    unclaimed = [fact for fact in read_content(graph).statements if not fact.iri]
    assert [(fact.relation, fact.article) for fact in unclaimed] == [(str(KG.worksFor), "")]


@pytest.mark.parametrize(
    ("text", "begin", "span", "expected"),
    [
        ("科技部主办论坛", 0, (0, 3), (0, 3)),
        ("科技部主办论坛", 20, (23, 25), (3, 5)),
        ("𠮷野家开业", 10, (13, 15), (4, 6)),
        ("开业的𠮷野家", 0, (3, 4), (3, 5)),
        ("科技部", 20, (10, 13), None),
        ("科技部", 20, (22, 25), None),
        ("科技部", 0, (-1, -1), None),
        ("科技部", 0, (2, 2), None),
    ],
)
def test_spans_become_utf16_offsets(text: str, begin: int, span: tuple[int, int], expected: tuple[int, int] | None) -> None:
    assert utf16_span(text, begin, span) == expected


def test_marks_cut_the_words_that_the_claim_names(graph: Graph) -> None:
    payload = to_payload(read_content(graph))
    labels, sentences, marks = payload["entities"][2], payload["sentences"][2], payload["claims"][4]
    seen = 0
    for fact, sentence, spans in zip(payload["claims"][0], payload["claims"][2], marks, strict=True):
        subject = labels[payload["facts"][0][fact]]
        if spans and spans[0] >= 0 and subject in sentences[sentence]:
            assert sentences[sentence][spans[0] : spans[1]] in (subject, *ANAPHORS)
            seen += 1
    assert seen > 80


def test_a_subject_in_another_sentence_names_that_sentence(graph: Graph) -> None:
    payload = to_payload(read_content(graph))
    known = [row for rows in payload["claims"][5] if rows for row in rows if len(row) == 6]
    assert known
    for which, _start, _end, sentence, start, end in known:
        assert which in (0, 1, 2)
        assert payload["sentences"][2][sentence][start:end]


def test_a_span_outside_every_known_sentence_keeps_its_offsets() -> None:
    payload = to_payload(read_content(small_graph("甲", "他出席论坛。", subjectAt="char=90,91", objectAt="char=3,5")))
    assert payload["claims"][5] == [[[0, 90, 91]]]
    assert payload["claims"][4] == [[-1, -1, -1, -1, 3, 5]]


def test_the_best_connected_are_kept_and_the_rest_is_counted(graph: Graph) -> None:
    content = read_content(graph)
    payload = to_payload(content, limit=10)
    assert len(payload["entities"][0]) == 10
    assert payload["left"][0] == 51
    assert len(payload["facts"][0]) + payload["left"][1] == 95
    whole = to_payload(content)
    assert whole["left"] == [0, 0]
    assert payload["entities"][2] == whole["entities"][2][:10]


def test_the_support_of_a_fact_is_what_the_named_query_counts(graph: Graph) -> None:
    fresh = Graph().parse(SAMPLE)
    for later, earlier in (("a02", "a01"), ("a09", "a08"), ("a08", "a07")):
        fresh.add((URIRef(f"{BASE}article/{later}"), KG.reprintOf, URIRef(f"{BASE}article/{earlier}")))
    for one in (graph, fresh):
        content = read_content(one)
        counted = count_support(content.statements, content.articles)
        named = {key: number for key, number in read_support(open_graph(one)).items() if number}
        assert {(s, p, o.text if isinstance(o, LiteralValue) else o): number for (s, p, o), number in counted.items()} == named
    assert max(named.values()) == 2


@pytest.mark.parametrize(("char", "expected"), [("重", "zhong chong tong"), ("部", "bu pou"), ("绿", "lv lu"), ("A", None), ("，", None)])
def test_readings_of_a_character(char: str, expected: str | None) -> None:
    assert {value: key for key, value in readings(char).items()}.get(char) == expected


def test_traditional_characters_fold_to_those_that_occur() -> None:
    old, new = fold_table("科学技术部")
    assert dict(zip(old, new, strict=True))["學"] == "学"
    assert "國" not in old
    assert "学" in fold_table("學")[1]


def test_the_core_of_a_large_graph_is_connected_and_bounded() -> None:
    graph = nx.barabasi_albert_graph(500, 2, seed=1)
    nx.set_edge_attributes(graph, 1, "weight")
    core = choose_core(graph)
    assert 50 <= len(core) <= 70
    assert all(set(graph[node]) & set(core) for node in core)


def test_positions_repeat_keep_labels_apart_and_stay_near_the_box(graph: Graph) -> None:
    payload = to_payload(read_content(graph))
    joined, labels = to_networkx(payload), dict(enumerate(payload["entities"][2]))
    points = place(joined, labels)
    assert points == place(joined, labels)
    assert set(points) == set(joined)
    assert all(abs(x) < BOX[0] and abs(y) < BOX[1] for x, y in points.values())
    close = [(a, b) for a in points for b in points if a < b and abs(points[a][0] - points[b][0]) + abs(points[a][1] - points[b][1]) < 18]
    assert not close


def invented_graph(nodes: int, seed: int) -> tuple[nx.Graph, dict[int, str]]:
    """A graph of some parts, with nodes that nothing joins, supports of different size and labels of different length."""
    chance = random.Random(seed)
    graph = nx.Graph()
    graph.add_nodes_from(range(nodes))
    for node in range(1, nodes * 3 // 4):
        for other in chance.sample(range(node), min(node, chance.choice((1, 1, 2)))):
            if chance.random() < 0.95:
                graph.add_edge(node, other, weight=chance.choice((0, 1, 1, 2, 5)))
    return graph, {
        node: chance.choice(("绵阳", "Arnold", "涪江大学", "第五届川北机器人博览会", "Sichuan-Chongqing forum")) for node in graph
    }


@pytest.mark.parametrize("nodes", [2, 3, 5, 12, 40, 70])
def test_invented_graphs_are_laid_out_as_they_were(nodes: int, pytestconfig: pytest.Config) -> None:
    """Within two pixels, which other libraries of linear algebra may differ by."""
    found = {str(node): list(at) for node, at in place(*invented_graph(nodes, nodes)).items()}
    golden = GOLDEN / f"placed-{nodes}.json"
    if pytestconfig.getoption("--rewrite-golden"):
        golden.write_text(json.dumps(found), encoding="utf-8")
    expected = json.loads(golden.read_text(encoding="utf-8"))
    assert list(found) == list(expected)
    assert [at for places in found.values() for at in places] == pytest.approx([at for places in expected.values() for at in places], abs=2)


@pytest.mark.parametrize("mains", [(), (3, 88, 99)], ids=["best connected", "chosen"])
def test_the_first_picture_of_an_invented_graph_is_what_it_was(mains: tuple[int, ...], pytestconfig: pytest.Config) -> None:
    told = []
    for seed, nodes in enumerate((89, 90, 91, 92, 150, 300)):
        graph, _ = invented_graph(nodes, seed)
        told.append(f"{nodes}: {' '.join(map(str, choose_core(graph, mains if nodes > 100 else ())))}")
    compare(f"core-{len(mains)}.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))


def test_what_the_page_holds_of_the_sample_is_what_it_was(graph: Graph, pytestconfig: pytest.Config) -> None:
    """Whole, and of the ten best connected; but for the words of questions and the folding of script, which the ontology gives."""
    told = []
    for limit in (1000, 10):
        payload = to_payload(read_content(graph), limit=limit)
        rows = {name: value for name, value in payload.items() if name not in ("questions", "fold", "pinyin", "texts")}
        told += [f"{limit} {name} {json.dumps(value, ensure_ascii=False)}" for name, value in rows.items()]
    compare("payload.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))


def test_a_table_without_rows_has_the_columns_of_one_with_rows(graph: Graph) -> None:
    full, empty = (to_payload(read_content(one)) for one in (graph, Graph()))
    columns = {name for name, value in full.items() if isinstance(value, list) and value and all(isinstance(one, list) for one in value)}
    assert {"articles", "entities", "sentences"} <= columns
    assert {name: len(empty[name]) for name in ("articles", "entities", "sentences")} == {
        name: len(full[name]) for name in ("articles", "entities", "sentences")
    }


@pytest.mark.parametrize("size", [0, 1, 2, 3])
def test_tiny_graphs_have_a_page(size: int) -> None:
    graph = Graph()
    for number in range(size):
        graph.add((URIRef(f"{BASE}place/{number}"), RDF.type, KG.Place))
    assert len(data_of(make_page(graph).html, "nodes")) == size  # type: ignore[arg-type]


def test_the_page_names_no_host_but_in_data_and_allows_only_its_own_scripts(graph: Graph) -> None:
    html = make_page(graph, title="试验").html
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert html.startswith('<!doctype html>\n<html lang="zh-CN">')
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]*\b(?:src|href)=", html)


def test_markup_in_titles_and_names_stays_text() -> None:
    evil = "</title></script><script>run()</script><img src=x onerror=run()>"
    html = make_page(small_graph(evil), title=evil).html
    assert evil not in html
    assert "<img src=x" not in html
    assert evil in data_of(html, "kg")["entities"][2]  # type: ignore[index, operator]


def test_the_page_is_the_same_whatever_the_hash_seed() -> None:
    script = f"import hashlib; from kg.view import make_page; print(hashlib.sha256(make_page({str(SAMPLE)!r}).html.encode()).hexdigest())"
    runs = {
        subprocess.run([sys.executable, "-c", script], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True, text=True).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


@pytest.mark.parametrize(
    ("lang", "title", "shown"), [("zh", "", "新闻知识图谱"), ("en", "", "News knowledge graph"), ("zh", "江河", "江河")]
)
def test_language_and_title(graph: Graph, tmp_path: Path, lang: str, title: str, shown: str) -> None:
    out = tmp_path / "页.html"
    write_page(graph, out, title=title, lang=lang)
    assert f"<title>{shown}</title>" in out.read_text(encoding="utf-8")


def test_a_lone_surrogate_does_not_stop_the_page() -> None:
    assert "甲" in make_page(small_graph("甲\ud800乙")).html


def test_a_frame_holds_the_whole_page_in_a_sandbox(graph: Graph) -> None:
    frame = show(graph, height=500)._repr_html_()
    assert frame.startswith('<iframe sandbox="allow-scripts allow-downloads allow-popups"')
    assert "height:500px" in frame
    assert "<script" not in frame


def test_a_page_is_the_same_from_every_file_of_a_graph(graph: Graph, tmp_path: Path) -> None:
    lines = graph.serialize(format="nt", encoding="utf-8")
    (tmp_path / "twice.nt").write_bytes(lines + lines)
    (tmp_path / "graph.jsonld").write_bytes(graph.serialize(format="json-ld", encoding="utf-8"))
    pages = [make_page(one).html for one in (graph, SAMPLE, tmp_path / "twice.nt", tmp_path / "graph.jsonld")]
    assert pages == pages[:1] * 4


def test_a_triple_that_comes_twice_stands_once() -> None:
    triples = [("s", "p", "b"), ("s", "p", "a"), ("s", "q", LiteralValue("一")), ("s", "r", "c")]
    assert to_table([*triples, *triples]) == to_table(triples) == {"s": {"p": ["a", "b"], "q": LiteralValue("一"), "r": "c"}}


def test_a_missing_graph_is_a_graph_error(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="none.ttl"):
        write_page(tmp_path / "none.ttl", tmp_path / "page.html")


@pytest.mark.parametrize("server", ["javascript:alert(1)", "http://a b/", "//evil.example/sparql'", "http://x/ ; script-src *"])
def test_a_server_that_is_none_is_refused(graph: Graph, server: str) -> None:
    with pytest.raises(InputError, match="SPARQL endpoint"):
        make_page(graph, server=server)


@pytest.mark.parametrize(
    ("server", "policy"), [("", "'none'"), ("/sparql", "'self'"), ("http://127.0.0.1:8000/sparql", "http://127.0.0.1:8000")]
)
def test_the_page_may_connect_to_its_server_only(graph: Graph, server: str, policy: str) -> None:
    assert f"connect-src {policy};" in make_page(graph, server=server).html.replace("&#39;", "'")


def test_an_unwritable_place_is_an_output_error_and_keeps_what_was_there(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError):
        write_page(graph, tmp_path / "file" / "page.html")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


def test_the_sample_is_dated_in_one_year(graph: Graph) -> None:
    days = [datetime.date.fromisoformat(fact.first) for fact in read_content(graph).statements if fact.first]
    assert days
    assert {day.year for day in days} == {2024}


def test_every_script_stands_in_the_page_and_in_the_type_check() -> None:
    folder = Path(page.__file__).parent / "templates" / "js"
    named = {f"{name}.js" for name in page.MODULES}
    assert named == {path.name for path in folder.glob("*.js")}
    checked = json.loads((folder / "jsconfig.json").read_text(encoding="utf-8"))["files"]
    assert [name for name in checked if name.endswith(".js")] == [f"{name}.js" for name in page.MODULES]


@pytest.mark.skipif(not shutil.which("tsc"), reason="needs TypeScript's compiler")
def test_the_scripts_keep_their_types() -> None:
    checked = subprocess.run(
        ["tsc", "-p", str(Path(page.__file__).parent / "templates" / "js" / "jsconfig.json")], capture_output=True, text=True
    )
    assert checked.stdout == ""


@pytest.mark.parametrize("words", ["view/templates/js/words.js", "evaluate/templates/words.json"])
def test_modalities_bear_the_names_that_the_ontology_gives_them(words: str) -> None:
    text = (Path(page.__file__).parents[1] / words).read_text(encoding="utf-8")
    labels = load_ontology().graph
    for modality in MODALITIES:
        named = {label.language: str(label) for label in labels.objects(KG[modality], RDFS.label) if isinstance(label, Literal)}
        assert re.search(rf'"?\b{modality}"?: \["{named["zh"]}", "{named["en"]}"\]', text), modality


def test_what_a_page_leaves_out_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["view", str(SAMPLE), "-o", str(tmp_path / "part.html"), "--limit", "20"]) == 0
    said = capsys.readouterr()
    assert said.out.strip() == str(tmp_path / "part.html")
    assert "41" in said.err and "--limit" in said.err
    assert main(["view", str(SAMPLE), "-o", str(tmp_path / "whole.html")]) == 0
    assert capsys.readouterr().err == ""
