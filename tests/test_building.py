"""The whole way: golden cases from frozen parses, builds with the real engine, odd texts, bad input, the same bytes every time."""

from __future__ import annotations

import datetime
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from growth import grows_linearly
from rdflib import RDF, VOID, Graph, URIRef
from rdflib.namespace import PROV

from kg.annotate import from_json, open_engine, to_json
from kg.building import STORE, BuildReport, build
from kg.entities import resolve
from kg.errors import EngineError, InputError, KgError, OntologyError, OutputError
from kg.grammar import load_grammar
from kg.graph import to_graph, write_graph
from kg.inputs import read_articles, read_inputs
from kg.interpret import Read, read_doc
from kg.model import Article, Claim, Doc
from kg.names import load_names
from kg.ontology import BASE, KG, load_ontology
from kg.readings import BATCH

GOLDEN = sorted(path for path in (Path(__file__).parent / "golden").iterdir() if path.is_dir())
DATE = datetime.date(2024, 9, 13)
NEWS = "5月18日，涪江大学收购蜀光公司。"
FACT = ("涪江大学", "acquires", "蜀光公司")


def facts(claims: tuple[Claim, ...]) -> set[tuple[str, str, str]]:
    return {(claim.subject.name, claim.relation, claim.object.name) for claim in claims}


def graph_of(reads: list[Read]) -> Graph:
    """The graph of articles read, without the node that tells version and hashes of the run."""
    entities = resolve([r.entities for r in reads], base=BASE, grammar=load_grammar(), names=load_names())
    claims = [claim for r in reads for claim in r.claims]
    graph = to_graph([r.article for r in reads], claims, entities, ontology=load_ontology(), base=BASE, options={})
    for node in list(graph.subjects(RDF.type, VOID.Dataset)):
        graph.remove((node, None, None))
    return graph


# Golden cases


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case.name)
def test_golden(case: Path, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    rewrite = pytestconfig.getoption("--rewrite-golden")
    if rewrite and not (case / "doc.json").exists():
        [doc] = open_engine()([article_of(case)])
        (case / "doc.json").write_text(to_json(doc) + "\n", encoding="utf-8")
    write_graph(graph_of([read_doc(frozen(case))]), tmp_path / "expected.ttl")
    if rewrite:
        (case / "expected.ttl").write_bytes((tmp_path / "expected.ttl").read_bytes())
    assert (tmp_path / "expected.ttl").read_text(encoding="utf-8") == (case / "expected.ttl").read_text(encoding="utf-8")


def article_of(case: Path) -> Article:
    """The article of a case, whose name begins with its date."""
    [article] = read_articles(case / "article.txt", root=case.parent, date=datetime.date.fromisoformat(case.name[:10]))
    return replace(article, dated="")


def frozen(case: Path) -> Doc:
    """The frozen parse of a case; it is of the article that lies beside it."""
    doc = from_json((case / "doc.json").read_text(encoding="utf-8"))
    assert doc.article == article_of(case), f"{case.name}: the article has changed; delete doc.json and run pytest --rewrite-golden"
    return doc


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case.name)
def test_claims_quote_their_article(case: Path) -> None:
    doc = frozen(case)
    text, sentences = doc.article.text, {sentence.span for sentence in doc.sentences}
    claims = read_doc(doc).claims
    assert len(claims) >= 5
    for claim in claims:
        assert claim.evidence in sentences
        assert claim.predicate in claim.evidence
        for mention in filter(None, (claim.subject, claim.object, claim.where, claim.speaker)):
            assert mention.span.of(text) == mention.text


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case.name)
def test_graph_quotes_its_article(case: Path) -> None:
    doc = frozen(case)
    graph = graph_of([read_doc(doc)])
    claims = set(graph.subjects(KG.begin))
    assert claims
    for claim in claims:
        begin, end = (int(str(graph.value(claim, p))) for p in (KG.begin, KG.end))
        assert doc.article.text[begin:end] == str(graph.value(claim, KG.sentence))
        for place in graph.objects(claim, KG.subjectAt | KG.predicateAt | KG.objectAt):
            start, _, stop = str(place).removeprefix("char=").partition(",")
            assert 0 <= int(start) < int(stop) <= len(doc.article.text)


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case.name)
def test_direct_triples_are_those_of_asserted_claims(case: Path) -> None:
    graph = graph_of([read_doc(frozen(case))])
    relations = {URIRef(relation.iri) for relation in load_ontology().relations.values()} - {KG.worksFor}
    direct = {(s, p, o) for s, p, o in graph if p in relations}
    asserted = {
        (graph.value(c, RDF.subject), graph.value(c, RDF.predicate), graph.value(c, RDF.object))
        for c in graph.subjects(KG.modality, KG.asserted)
    }
    assert direct == {triple for triple in asserted if triple[1] in relations}


# Builds with the real engine


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    out = tmp_path_factory.mktemp("built")
    return build([GOLDEN[0] / "article.txt"], out, date=DATE)


def test_a_build_tells_how_far_it_is(tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_text("".join(json.dumps({"id": name, "text": NEWS}) + "\n" for name in "abc"), encoding="utf-8")
    told: list[tuple[int, int, str]] = []
    build([tmp_path / "news.jsonl"], tmp_path / "out", page=False, progress=lambda *how: told.append(how))
    assert told == [(1, 3, "a"), (2, 3, "b"), (3, 3, "c")]


def test_build_writes_graph_page_and_articles(built: BuildReport) -> None:
    out = built.graph.parent
    assert (built.articles, built.account.refused, built.page) == (1, (), out / "graph.html")
    assert sorted(path.name for path in out.iterdir()) == ["articles", "graph.html", "graph.ttl", "inputs.csv", "readings.sqlite"]
    graph = Graph().parse(built.graph)
    claims = set(graph.subjects(RDF.type, KG.Claim)) - set(graph.subjects(RDF.type, KG.AliasClaim))
    assert len(claims) == built.claims > 5
    sources = set(graph.objects(None, PROV.wasDerivedFrom))
    assert len(list((out / "articles").iterdir())) == 1 and sources


def test_real_engine_gives_the_frozen_parse(built: BuildReport) -> None:
    case = GOLDEN[0]
    [doc] = open_engine()([frozen(case).article])
    assert doc == frozen(case)


def articles_in_lines(folder: Path, count: int) -> Path:
    path = folder / "news.jsonl"
    bodies = ["涪江大学", "蜀光公司", "清江大学", "三峡文旅集团", "岭南医院"]
    said = [f"{bodies[i % 5]}与{bodies[(i + 2) % 5]}成立第{i}研究院。" for i in range(count)]
    lines = [json.dumps({"id": str(i), "date": f"2024-05-{i % 28 + 1:02}", "text": text}) for i, text in enumerate(said)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


BUILD = """
import sys
from pathlib import Path
from kg.building import build
build([Path(sys.argv[1])], Path(sys.argv[2]), workers=int(sys.argv[3]))
"""


def test_same_bytes_whatever_the_hash_seed_and_the_workers(tmp_path: Path) -> None:
    path = articles_in_lines(tmp_path, BATCH + 8)
    written = []
    for seed, workers in (("1", "1"), ("2", "2")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": "1"}
        out = tmp_path / f"out{seed}"
        done = subprocess.run(
            [sys.executable, "-c", BUILD, str(path), str(out), workers], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        written.append({file.relative_to(out): file.read_bytes() for file in sorted(out.rglob("*")) if file.is_file()})
        with sqlite3.connect(out / STORE) as store:  # whose bytes tell in what steps it was written
            written[-1][Path(STORE)] = repr(store.execute("SELECT * FROM reading ORDER BY id").fetchall()).encode()
    assert len(written[0]) > BATCH
    assert written[0] == written[1]


def test_order_of_inputs_does_not_matter(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(NEWS + name, encoding="utf-8")
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    assert read_inputs(paths).articles == read_inputs(paths[::-1]).articles == read_inputs([tmp_path]).articles


# Any text

ODD = {
    "5000 characters": "涪江大学继续加强合作，" * 455,
    "5000 characters of quotation": "“" + "很好的" * 1700 + "”",
    "marks left open": "“《（【涪江大学，“《（【",
    "marks the wrong way round": "”》）】涪江大学）》”",
    "many marks": "（" * 300 + "）" * 200 + "“”《》" * 50,
    "no punctuation": "涪江大学校长周敏在绵阳市考察蜀光公司并发布报告" * 30,
    "punctuation alone": "，。；：！？、……——",
    "emoji": "😀👨‍👩‍👧🇨🇳 🎉",
    "English": "The Asian Water Forum opened in Geneva on May 5; Dr. J. Smith of ACME Inc. spoke.",
    "English inside": "ACME公司CEO John Smith在AI Summit 2024上发布了Model X。",
    "traditional": "臺灣海洋學會在臺北舉辦漁業論壇，學者發表演講。",
    "table": "序号\t单位\t金额\n1\t涪江大学\t3.5\n2\t蜀光公司\t1,200",
    "list": "1. 甲\n2. 乙\n（一）丙\n- 丁\n• 戊",
    "one character": "在",
    "blanks": " \u3000\t ",
    "control characters": "涪江\x00大学\x07发布\u200b报告\ufeff。",
    "verbs alone": "主办承办协办发布印发签署会见考察",
    "coordination of 200": "、".join(f"第{i}大学" for i in range(200)) + "主办2024年生态论坛",
    "dates alone": "2024年5月1日5月2日13月45日2月30日",
    "titles in titles": "《" * 20 + "办法" + "》" * 20,
    "private character before a name": "\ue000中国发言",
    "private characters": "\ue000\ue001涪江\ue00c大学\U000f0000主办\ue006",
}  # fmt: skip


@pytest.fixture(scope="module")
def odd() -> dict[str, Read]:
    """What is read of each odd text, followed by a paragraph of plain news."""
    articles = [Article(name, f"{text}\n{NEWS}", date=DATE) for name, text in ODD.items()]
    return {doc.article.id: read_doc(doc) for doc in open_engine()(articles)}


@pytest.mark.parametrize("name", ODD)
def test_odd_text_does_not_hinder_the_rest(name: str, odd: dict[str, Read]) -> None:
    assert FACT in facts(odd[name].claims)
    text = odd[name].article.text
    for claim in odd[name].claims:
        assert all(m.span.of(text) == m.text for m in (claim.subject, claim.object))


CLAUSES = {
    "clauses": "涪江大学校长周敏在绵阳市考察，",
    "bodies": "涪江大学、",
    "quotation marks": "“甲”和（乙）",
    "verbs": "由涪江大学主办，蜀光公司承办，",
    "dates": "5月18日至20日、",
    "people": "院长周敏、校长林若谷、",
    "characters": "的的的的是是在在",
}  # fmt: skip


@pytest.mark.parametrize("name", CLAUSES)
def test_time_is_linear_in_the_length_of_a_sentence(name: str) -> None:
    docs = {characters: doc_of(CLAUSES[name], characters) for characters in (625, 5000)}
    assert grows_linearly(lambda characters, _attempt: read_doc(docs[characters]), 625)


def doc_of(clause: str, characters: int) -> Doc:
    [doc] = open_engine()([Article("a", (clause * (characters // len(clause) + 1))[:characters] + "。", date=DATE)])
    return doc


# Bad input


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


Make = Callable[[Path], Path]
BAD_INPUTS: dict[str, tuple[Make, str]] = {
    "no such file": (lambda folder: folder / "none.txt", "none.txt: no such file"),
    "empty file": (lambda folder: write(folder / "empty.txt", b""), "empty.txt"),
    "blank file": (lambda folder: write(folder / "blank.txt", b" \n\n"), "blank.txt"),
    "folder without text": (lambda folder: folder, "no file in the folder"),
    "no text": (lambda folder: write(folder / "picture.txt", bytes(range(256)) * 40), "picture.txt"),
    "broken line": (lambda folder: write(folder / "a.jsonl", b'{"text": "a"\n'), "a.jsonl"),
    "date that is none": (lambda folder: write(folder / "a.jsonl", '{"text": "甲。", "date": "2024-02-30"}\n'.encode()), "2024-02-30"),
}


EARLIER = ("graph.ttl", "graph.html", "inputs.csv")


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """An output folder with a graph and a page of an earlier build."""
    out = tmp_path / "out"
    (out / "articles").mkdir(parents=True)
    for name in EARLIER:
        (out / name).write_text("earlier", encoding="utf-8")
    return out


def stays(out: Path) -> bool:
    return {path.name: path.read_text(encoding="utf-8") for path in out.iterdir() if path.is_file()} == dict.fromkeys(EARLIER, "earlier")


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_bad_input(name: str, tmp_path: Path, before: Path) -> None:
    make, message = BAD_INPUTS[name]
    (tmp_path / "in").mkdir()
    with pytest.raises(KgError, match=message) as raised:
        build([make(tmp_path / "in")], before)
    assert "\n" not in str(raised.value) + raised.value.in_language("zh")
    assert raised.value.in_language("zh") != str(raised.value)
    assert stays(before)


def test_one_bad_file_among_good_ones_is_refused_and_named_or_an_error_when_strict(tmp_path: Path, before: Path) -> None:
    (tmp_path / "in").mkdir()
    write(tmp_path / "in" / "bad.txt", bytes(range(256)) * 40)
    write(tmp_path / "in" / "good.txt", NEWS.encode())
    with pytest.raises(InputError, match="bad.txt"):
        build([tmp_path / "in"], before, strict=True)
    assert stays(before)
    report = build([tmp_path / "in"], before, page=False)
    [refused] = report.account.refused
    assert report.articles == 1 and refused.place == "bad.txt" and "\n" not in refused.remark_in("zh") + refused.remark_in("en")
    listed = (before / "inputs.csv").read_text(encoding="utf-8-sig")
    assert [line.split(",")[0] for line in listed.splitlines()] == ["文件", "bad.txt", "good.txt"]


@pytest.mark.parametrize(
    ("content", "message"),
    [("kg:x a ; b", "my.ttl.*line 1"), ('kgp:bad a kg:Construction ; kg:template "没有动词" .', "my.ttl|bad")],
    ids=["syntax", "template"],
)
def test_broken_ontology(content: str, message: str, tmp_path: Path, before: Path) -> None:
    news = write(tmp_path / "news.txt", NEWS.encode())
    prefixes = "@prefix kg: <https://example.org/kg/ontology#> . @prefix kgp: <https://example.org/kg/pattern/> . "
    ontology = write(tmp_path / "my.ttl", (prefixes + content).encode())
    with pytest.raises(OntologyError, match=message) as raised:
        build([news], before, ontology=[ontology])
    assert "\n" not in str(raised.value) + raised.value.in_language("zh")
    assert stays(before)


def test_unknown_engine(tmp_path: Path, before: Path) -> None:
    news = write(tmp_path / "news.txt", NEWS.encode())
    with pytest.raises(EngineError, match="'nothing'.*bundled"):
        build([news], before, engine="nothing")
    assert stays(before)


@pytest.mark.parametrize("base", ["", "id/", "https://example.org/kg", "https://example.org/ 甲/"])
def test_bad_base(base: str, tmp_path: Path, before: Path) -> None:
    news = write(tmp_path / "news.txt", NEWS.encode())
    with pytest.raises(InputError, match="--base"):
        build([news], before, base=base)
    assert stays(before)


@pytest.mark.parametrize("name", ["graph.ttl", "graph.html", "inputs.csv"])
def test_a_build_takes_nothing_of_anybody_elses_away(name: str, tmp_path: Path) -> None:
    for folder in ("news", "own"):
        (tmp_path / folder).mkdir()
    news, own = write(tmp_path / "news" / "news.txt", NEWS.encode()), write(tmp_path / "own" / name, b"mine")
    with pytest.raises(InputError, match=f"own: holds {name}") as raised:
        build([news], tmp_path / "own")
    assert own.read_bytes() == b"mine" and "不是 kg build 写的" in raised.value.in_language("zh")
    with pytest.raises(InputError, match="news: is an input too"):
        build([news.parent], news.parent)
    assert list(news.parent.iterdir()) == [news]


def test_a_folder_that_a_build_has_written_is_its_own_without_what_was_read(tmp_path: Path) -> None:
    news = write(tmp_path / "news.txt", NEWS.encode())
    build([news], tmp_path / "out")
    (tmp_path / "out" / STORE).unlink()
    assert build([news], tmp_path / "out").articles == 1


@pytest.mark.parametrize("out", ["file", "file/below"])
def test_output_that_cannot_be_written(out: str, tmp_path: Path) -> None:
    news = write(tmp_path / "news.txt", NEWS.encode())
    write(tmp_path / "file", b"not a folder")
    with pytest.raises(OutputError, match="file") as raised:
        build([news], tmp_path / out)
    assert "\n" not in str(raised.value) + raised.value.in_language("zh")
    assert "已有同名的文件或文件夹" in raised.value.in_language("zh") or "路径中有一段是文件" in raised.value.in_language("zh")
    assert (tmp_path / "file").read_bytes() == b"not a folder"


def test_graph_that_cannot_be_replaced(tmp_path: Path) -> None:
    news = write(tmp_path / "news.txt", NEWS.encode())
    (tmp_path / "out" / "graph.ttl" / "in the way").mkdir(parents=True)
    with pytest.raises(KgError, match="graph.ttl"):
        build([news], tmp_path / "out", page=False)
