"""Made cases: small graphs, and what figures, causes, tables and page must be; a reference scorer gives the same where one is named."""

import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from sample import TEXTS

from kg.errors import GraphError, InputError
from kg.evaluate import RELATIONS, Cause, evaluate, read_gold
from kg.evaluate.excerpts import excerpt_of_claim, find_names
from kg.evaluate.figures import Counts, find_interval
from kg.evaluate.gold import fold
from kg.evaluate.page import to_page, write_errors
from kg.evaluate.report import read_words, to_json, to_text
from kg.ontology import load_ontology
from kg.statements import Statement

DATA = Path(__file__).parent / "data"
HEAD = """@prefix kg: <https://example.org/kg/ontology#> .
@prefix : <https://example.org/made/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:news dcterms:identifier "news" . :paper dcterms:identifier "paper" . :page dcterms:identifier "news#2" .
"""
TEXT = "松江市茶叶协会主办的第八届山茶节4月2日在松江市开幕。茶协印发《采茶公约》。\n"
TEXT += "山茶节开幕音乐会1日在湖心岛举行。林小满会见岳大川。山茶节人气很旺。"
BODY = ["松江市茶叶协会", "茶协"]
FEAST = ["第八届山茶节", "山茶节"]
CONCERT = ["山茶节开幕音乐会", "开幕音乐会"]
ORGANIZED = {"p": "organizes", "s": BODY, "o": FEAST}
FACTS = [
    ORGANIZED,
    {"p": "heldAt", "s": FEAST, "o": ["松江市", "松江"]},
    {"p": "heldAt", "s": CONCERT, "o": ["湖心岛"]},
    {"p": "startDate", "s": FEAST, "o": ["2024-04-02"]},
    {"p": "endDate", "s": FEAST, "o": ["2024-04"], "opt": True},
    {"p": "meets", "s": ["林小满"], "o": ["岳大川"]},
    {"p": "issues", "s": BODY, "o": ["采茶公约"]},
]


def node(key: str, *names: str, cls: str = "Organization") -> str:
    """A node with its label and further names."""
    label, *others = names
    return f':{key} a kg:{cls} ; rdfs:label "{label}"@zh ' + "".join(f'; skos:altLabel "{name}"@zh ' for name in others) + ".\n"


def claim(subject: str, relation: str, value: str, *, more: str = "", article: str = ":news", direct: bool = True) -> str:
    """A claim, named by its words, and its direct triple."""
    triple = f"{subject} kg:{relation} {value}"
    iri = f"<https://example.org/claim/{hash_of(triple + more + article)}>"
    parts = f"{iri} rdf:subject {subject} ; rdf:predicate kg:{relation} ; rdf:object {value} ; prov:wasDerivedFrom {article} {more}.\n"
    return (f"{triple} .\n" if direct else "") + parts


def hash_of(text: str) -> int:
    """A number that is the same in every run."""
    return int.from_bytes(text.encode("utf-8"), "big") % (2**61 - 1)


def modality(name: str) -> str:
    """The part of a claim that tells its modality."""
    return f"; kg:modality kg:{name} "


TEA, FAIR, SHOW = node("tea", *BODY), node("fair", *FEAST, cls="Event"), node("show", *CONCERT, cls="Event")
CITY, ISLAND = node("city", "松江市", cls="Place"), node("island", "湖心岛", cls="Place")
LIN, YUE, PACT = node("lin", "林小满", cls="Person"), node("yue", "岳大川", cls="Person"), node("pact", "采茶公约", cls="Document")
NODES = TEA + FAIR + SHOW + CITY + ISLAND + LIN + YUE + PACT
TWINS = node("a", "茶协") + node("b", "松江市茶叶协会") + FAIR
ONE = claim(":tea", "organizes", ":fair")
DAY = '"2024-04-02"^^xsd:date'
MONTH = '"2024-04"^^xsd:gYearMonth'

# graph, gold facts, (right, predicted, wanted)
CASES = {
    "one fact": (NODES + ONE, FACTS, (1, 1, 6)),
    "nothing said": (NODES, FACTS, (0, 0, 6)),
    "said twice under two nodes": (TWINS + claim(":a", "organizes", ":fair") + claim(":b", "organizes", ":fair"), FACTS, (1, 1, 6)),
    "two sayings do not thin out a wrong one": (
        TWINS + CITY + claim(":a", "organizes", ":fair") + claim(":b", "organizes", ":fair") + claim(":a", "organizes", ":city"),
        FACTS,
        (1, 2, 6),
    ),
    "node of many names": (node("all", "杂", *BODY, *FEAST, *CONCERT, "湖心岛") + claim(":all", "heldAt", ":all"), FACTS, (0, 1, 6)),
    "one triple finds one fact": (
        NODES + ONE,
        [ORGANIZED, {"p": "organizes", "s": ["茶协"], "o": ["山茶节"]}],
        (1, 1, 2),
    ),
    "largest matching moves a triple": (
        TWINS + claim(":a", "organizes", ":fair") + claim(":b", "organizes", ":fair"),
        [ORGANIZED, {"p": "organizes", "s": ["茶协"], "o": FEAST}],
        (2, 2, 2),
    ),
    "node of forty further names": (node("tea", *BODY, *map(str, range(39))) + FAIR + ONE, [ORGANIZED], (1, 1, 1)),
    "node of too many further names": (node("tea", *BODY, *map(str, range(40))) + FAIR + ONE, [ORGANIZED], (0, 1, 1)),
    "article that is a part": (
        NODES + ":part dcterms:isPartOf :news .\n" + claim(":tea", "organizes", ":fair", article=":part"),
        FACTS,
        (1, 1, 6),
    ),
    "merged node counts by its label": (
        node("both", FEAST[0], CONCERT[0], cls="Event")
        + CITY
        + ISLAND
        + claim(":both", "heldAt", ":city")
        + claim(":both", "heldAt", ":island"),
        FACTS,
        (1, 2, 6),
    ),
    "asserted without triple": (NODES + claim(":tea", "organizes", ":fair", direct=False), FACTS, (0, 0, 6)),
    "triple without claim": (NODES + ":tea kg:organizes :fair .\n", FACTS, (0, 1, 6)),
    "triple that only a planned claim bears": (NODES + claim(":tea", "organizes", ":fair", more=modality("planned")), FACTS, (1, 2, 6)),
    "words where a node belongs": (NODES + claim(":tea", "organizes", '"第八届山茶节"'), FACTS, (0, 1, 6)),
    "node where a date belongs": (NODES + node("day", "2024-04-02") + claim(":fair", "startDate", ":day"), FACTS, (0, 1, 6)),
    "planned": (NODES + claim(":tea", "organizes", ":fair", more=modality("planned"), direct=False), FACTS, (1, 1, 6)),
    "former": (NODES + claim(":tea", "organizes", ":fair", more=modality("former"), direct=False), FACTS, (1, 1, 6)),
    "denied": (NODES + claim(":tea", "organizes", ":fair", more=modality("denied"), direct=False), FACTS, (0, 0, 6)),
    "desired with a triple": (NODES + claim(":tea", "organizes", ":fair", more=modality("desired")), FACTS, (0, 1, 6)),
    "name only inside the longer one": (
        TEA + node("fair", "第八届山茶节", "第八届山茶", cls="Event") + ONE,
        [{"p": "organizes", "s": BODY, "o": ["第八届山茶"]}],
        (0, 1, 1),
    ),
    "short name used alone": (TEA + node("fair", "松江第八届山茶节", "山茶节", cls="Event") + ONE, FACTS, (1, 1, 6)),
    "meets, both ways": (NODES + claim(":yue", "meets", ":lin") + claim(":lin", "meets", ":yue"), FACTS, (1, 1, 6)),
    "reverse triple of meets needs no claim": (NODES + claim(":lin", "meets", ":yue") + ":yue kg:meets :lin .\n", FACTS, (1, 1, 6)),
    "more specific property": (
        NODES + "kg:cohosts rdfs:subPropertyOf kg:organizes .\n" + claim(":tea", "cohosts", ":fair"),
        FACTS,
        (1, 1, 6),
    ),
    "property outside the ontology": (NODES + claim(":tea", "likes", ":fair"), FACTS, (0, 0, 6)),
    "optional fact": (NODES + claim(":fair", "endDate", MONTH), FACTS, (0, 0, 6)),
    "date too coarse": (NODES + claim(":fair", "startDate", MONTH), FACTS, (0, 1, 6)),
    "date": (NODES + claim(":fair", "startDate", DAY), FACTS, (1, 1, 6)),
    "claim of another article": (NODES + claim(":tea", "organizes", ":fair", article=":paper"), FACTS, (0, 0, 6)),
    "second article of the page": (NODES + claim(":tea", "organizes", ":fair", article=":page"), FACTS, (1, 1, 6)),
    "marks, widths, dashes": (
        TEA + node("pact", "采茶〔２〕—《Ａ》\u200b") + claim(":tea", "issues", ":pact"),
        [{"p": "issues", "s": BODY, "o": ["采茶（2）－－a"]}],
        (1, 1, 1),
    ),
    "another relation is as good": (NODES + claim(":tea", "hosts", ":fair"), [{**ORGANIZED, "or": ["hosts", "supports"]}], (1, 1, 1)),
    "no facts in the gold": (NODES + ONE, [], (0, 1, 0)),
}
IDS = list(CASES)


def write_case(folder: Path, ttl: str, facts: list[dict[str, object]], text: str = TEXT) -> tuple[Path, Path]:
    graph, gold = folder / "graph.ttl", folder / "gold.jsonl"
    graph.write_text(HEAD + ttl, encoding="utf-8")
    row = {"id": "news", "date": "2024-04-03", "text": text, "facts": facts}
    gold.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    return graph, gold


def differences_of(folder: Path, ttl: str, facts: list[dict[str, object]]) -> list[tuple[str, str, Cause]]:
    graph, gold = write_case(folder, ttl, facts)
    return [(d.kind, d.relation, d.cause) for d in evaluate(graph, [gold]).differences]


@pytest.mark.parametrize("case", IDS)
def test_strict_counts(case: str, tmp_path: Path) -> None:
    ttl, facts, (right, predicted, wanted) = CASES[case]
    graph, gold = write_case(tmp_path, ttl, facts)
    assert evaluate(graph, [gold]).figures["strict"].total == Counts(right, predicted, wanted)


@pytest.mark.parametrize(
    ("label", "others", "counts"),
    [
        ("第八届山茶节", (), (1, 1, 1)),
        ("松江第八届山茶节", ("山茶节",), (1, 1, 0)),
        ("松江第八届山茶节", (), (0, 1, 0)),
        ("松江市松江湖畔第八届山茶节", (), (0, 0, 0)),
        ("第八届山茶节开幕", (), (0, 0, 0)),
    ],
)
def test_modes(label: str, others: tuple[str, ...], counts: tuple[int, int, int], tmp_path: Path) -> None:
    graph, gold = write_case(tmp_path, TEA + node("fair", label, *others, cls="Event") + ONE, [ORGANIZED])
    figures = evaluate(graph, [gold]).figures
    assert tuple(figures[mode].total.right for mode in ("strict", "relaxed", "label")) == counts


@pytest.mark.parametrize("case", [*IDS, "sample"])
def test_figures_are_those_of_the_reference(case: str, tmp_path: Path) -> None:
    scorer = os.environ.get("KG_SCORER")
    if not scorer:
        pytest.skip("KG_SCORER names no reference scorer")
    graph, gold = (DATA / "sample.ttl", DATA / "sample_gold.jsonl") if case == "sample" else write_case(tmp_path, *CASES[case][:2])
    printed = subprocess.run([sys.executable, scorer, graph, gold, "--json"], capture_output=True, encoding="utf-8", check=True).stdout
    reference = json.loads(printed)
    ours = to_json(evaluate(graph, [gold]))
    assert {mode: ours[mode] for mode in reference} == reference


def test_figures_of_the_sample() -> None:
    evaluation = evaluate(DATA / "sample.ttl", [DATA / "sample_gold.jsonl"])
    strict = evaluation.figures["strict"]
    assert strict.total == Counts(right=30, predicted=30, wanted=31)
    assert strict.relations["establishes"] == Counts(right=1, predicted=1, wanted=2)
    assert (strict.total.precision, strict.total.recall, strict.total.f1) == (1.0, 30 / 31, 60 / 61)
    low, high = strict.interval
    assert low < strict.total.f1 < high


def test_interval_draws_the_same_documents_each_time() -> None:
    rows = ((3, 4, 5), (0, 2, 3), (7, 7, 7), (1, 6, 2), (5, 5, 9), (2, 8, 4))
    documents = [Counts(*row) for row in rows]
    assert find_interval(documents) == pytest.approx((36 / 122, 60 / 73))
    assert find_interval(documents[:1]) == (documents[0].f1, documents[0].f1)


@pytest.mark.parametrize(
    ("ttl", "missed", "wrong"),
    [
        (NODES, Cause.UNKNOWN, None),
        (NODES + claim(":tea", "issues", ":pact"), Cause.ONE_END, Cause.ONE_END),
        (NODES + claim(":tea", "issues", ":pact") + claim(":fair", "heldAt", ":city"), Cause.UNRELATED, Cause.ONE_END),
        (NODES + ":tea kg:organizes :fair .\n", Cause.NO_CLAIM, Cause.NO_CLAIM),
        (NODES + claim(":tea", "organizes", ":fair", direct=False), Cause.UNBACKED, None),
        (NODES + claim(":tea", "organizes", ":fair", more=modality("desired"), direct=False), Cause.MODALITY, None),
        (NODES + claim(":tea", "hosts", ":fair"), Cause.RELATION, Cause.RELATION),
        (NODES + claim(":fair", "organizes", ":tea"), Cause.DIRECTION, Cause.DIRECTION),
        (TEA + node("fair", "松江第八届山茶节", cls="Event") + ONE, Cause.NAME, Cause.NAME),
        (NODES + claim(":tea", "organizes", ":show"), Cause.NAME, Cause.NAME),
        (TEA + node("ball", "元宵灯会", cls="Event") + claim(":tea", "organizes", ":ball"), Cause.EVENT, Cause.EVENT),
        (TEA + node("hall", "纪念堂", cls="Place") + claim(":tea", "organizes", ":hall"), Cause.OBJECT, Cause.OBJECT),
        (NODES + claim(":lin", "organizes", ":fair"), Cause.SUBJECT, Cause.SUBJECT),
        (TEA + claim(":tea", "organizes", '"山茶节"'), Cause.LITERAL, Cause.LITERAL),
        (TEA + node("fair", "茶会", "第八届山茶节", cls="Event") + ONE, None, None),
        (
            TEA + node("fair", "茶会", "第八届山茶节", "松江市茶叶协会主办的第八届山茶节", cls="Event") + ONE,
            Cause.UNCOUNTED,
            Cause.UNCOUNTED,
        ),
    ],
)
def test_causes(ttl: str, missed: Cause | None, wrong: Cause | None, tmp_path: Path) -> None:
    found = differences_of(tmp_path, ttl, [ORGANIZED])
    causes = {kind: cause for kind, _, cause in found}
    assert (causes.get("missed"), causes.get("wrong")) == (missed, wrong)


@pytest.mark.parametrize(("date", "cause"), [(MONTH, Cause.PRECISION), ('"2024-04-03"^^xsd:date', Cause.DATE)])
def test_causes_of_dates(date: str, cause: Cause, tmp_path: Path) -> None:
    found = differences_of(tmp_path, NODES + claim(":fair", "startDate", date), [FACTS[3]])
    assert found == [("missed", "startDate", cause), ("wrong", "startDate", cause)]


def test_a_place_of_another_event_of_the_gold(tmp_path: Path) -> None:
    found = differences_of(tmp_path, NODES + claim(":show", "heldAt", ":city"), FACTS[1:3])
    assert found == [("missed", "heldAt", Cause.EVENT), ("missed", "heldAt", Cause.OBJECT), ("wrong", "heldAt", Cause.EVENT)]


def test_a_triple_that_finds_another_fact_is_the_cause_of_a_miss(tmp_path: Path) -> None:
    found = differences_of(tmp_path, NODES + ONE, [ORGANIZED, {"p": "organizes", "s": ["茶协"], "o": ["山茶节"]}])
    assert found == [("missed", "organizes", Cause.SHARED)]


def test_reliability(tmp_path: Path) -> None:
    said = [(":fair", "0.95"), (":show", "0.9"), (":city", "0.9"), (":pact", "1.0"), (":island", "0.55"), (":lin", "")]
    ttl = NODES + "".join(claim(":tea", "organizes", value, more=f"; kg:confidence {c} " if c else "") for value, c in said)
    optional = {"p": "organizes", "s": BODY, "o": ["采茶公约"], "opt": True}
    graph, gold = write_case(tmp_path, ttl, [ORGANIZED, {"p": "organizes", "s": BODY, "o": CONCERT}, optional])
    rows = [(row.name, row.right, row.optional, row.wrong, row.share) for row in evaluate(graph, [gold]).reliability]
    assert rows == [("0.5–0.6", 0, 0, 1, 0.0), ("0.9–1", 2, 1, 1, 2 / 3), ("", 0, 0, 1, 0.0)]


def test_wrong_fact_leads_to_its_claims_and_the_nearest_gold_fact(tmp_path: Path) -> None:
    more = '; kg:pattern "verb" ; kg:confidence 0.8 ; kg:sentence "茶协承办山茶节。"@zh ; kg:begin 30 ; kg:subjectAt "char=30,32" '
    graph, gold = write_case(tmp_path, NODES + claim(":tea", "hosts", ":fair", more=more), [ORGANIZED])
    missed, wrong = evaluate(graph, [gold]).differences
    assert missed.claims == wrong.claims and missed.fact == wrong.fact
    (found,) = wrong.claims
    assert (found.pattern, found.confidence, found.said.spans[0]) == ("verb", Decimal("0.8"), (30, 32))
    assert (wrong.subject, wrong.object) == ("松江市茶叶协会", "第八届山茶节")


def test_relations_chosen(tmp_path: Path) -> None:
    facts = [ORGANIZED, {**FACTS[1], "or": ["visits"]}]
    graph, gold = write_case(tmp_path, NODES + ONE + claim(":fair", "visits", ":city") + claim(":fair", "visits", ":island"), facts)
    assert evaluate(graph, [gold], relations=["organizes"]).figures["strict"].total == Counts(1, 1, 1)
    assert evaluate(graph, [gold], relations=["visits"]).figures["strict"].total == Counts(0, 1, 0)
    with pytest.raises(InputError, match="organises"):
        evaluate(graph, [gold], relations=["organises"])


def test_relation_of_ones_own(tmp_path: Path) -> None:
    funds = "https://example.org/own#rank"
    own = f'<{funds}> kg:objectClass kg:Words .\n:tea <{funds}> "甲等" .\n:k rdf:subject :tea ; rdf:predicate <{funds}> ; '
    graph, gold = write_case(
        tmp_path, NODES + own + 'rdf:object "甲等" ; prov:wasDerivedFrom :news .\n', [{"p": funds, "s": BODY, "o": ["甲等"]}]
    )
    assert evaluate(graph, [gold]).figures["strict"].relations == {funds: Counts(1, 1, 1)}


def test_relations_are_of_the_ontology() -> None:
    assert set(RELATIONS) <= set(load_ontology().relations)


def test_claim_with_two_objects_is_named(tmp_path: Path) -> None:
    graph, gold = write_case(tmp_path, ":odd rdf:subject :a ; rdf:predicate kg:hosts ; rdf:object :b, :c .\n", FACTS)
    with pytest.raises(GraphError, match="made/odd"):
        evaluate(graph, [gold])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "gold.jsonl:2: no valid JSON"),
        ("[1]", "gold.jsonl:2: a JSON object"),
        ('{"text": "文", "facts": []}', '"id" is None'),
        ('{"id": "a#2", "text": "文", "facts": []}', "without #"),
        ('{"id": "news", "text": "文", "facts": []}', "gold.jsonl:1 too"),
        ('{"id": "b", "text": " ", "facts": []}', '"text" is missing'),
        ('{"id": "b", "text": "文"}', '"facts" is no list'),
        ('{"id": "b", "date": "20240403x", "text": "文", "facts": []}', "YYYY-MM-DD"),
        ('{"id": "b", "text": "文", "facts": ["x"]}', "fact 1: 'x' is no JSON object"),
        ('{"id": "b", "text": "文", "facts": [{"p": "organises", "s": ["甲"], "o": ["乙"]}]}', "unknown relation 'organises'"),
        ('{"id": "b", "text": "文", "facts": [{"p": "hosts", "or": "issues", "s": ["甲"], "o": ["乙"]}]}', '"or" is'),
        ('{"id": "b", "text": "文", "facts": [{"p": "hosts", "s": "甲", "o": ["乙"]}]}', '"s" is'),
        ('{"id": "b", "text": "文", "facts": [{"p": "hosts", "s": ["甲"], "o": ["《》"]}]}', '"o" is'),
        ('{"id": "b", "text": "文", "facts": [{"p": "hosts", "s": ["甲"], "o": ["乙"], "opt": "no"}]}', '"opt" is'),
    ],
)
def test_broken_gold_is_named(line: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "news", "text": "文", "facts": []}\n' + line, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_gold([path])
    assert said in str(caught.value) and caught.value.in_language("zh") != str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"), [(b"\n \n", "no document"), ("文".encode("gb18030") + b"\xff", "not UTF-8 at byte 0"), (None, "cannot be read")]
)
def test_unreadable_gold_is_named(content: bytes | None, said: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "gold.jsonl").write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_gold([tmp_path / "gold.jsonl"])


def test_gold_saved_by_an_editor_of_windows(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_bytes('\ufeff{"id": "a", "text": "文", "facts": []}\r\n'.encode())
    assert [document.id for document in read_gold([tmp_path / "gold.jsonl"])] == ["a"]


@pytest.mark.parametrize(
    ("name", "folded"),
    [("《春 茶》", "春茶"), ("Ｘ１——Ｙ", "x1-y"), ("卡尔·海因", "卡尔海因"), ("〔3〕号", "(3)号"), ("a\u200bb", "ab"), ("一～二", "一~二")],
)
def test_fold(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("names", "sentence", "found"),
    [
        (["山茶节", "第八届山茶节"], "第八届山茶节和山茶节", ["第八届山茶节", "山茶节"]),
        (["A市-B"], "在Ａ市——Ｂ举行", []),
        (["A市"], "在《Ａ 市》举行", ["Ａ 市"]),
        (["海"], "", []),
    ],
)
def test_names_in_a_sentence(names: list[str], sentence: str, found: list[str]) -> None:
    assert [span.of(sentence) for span in find_names(names, sentence)] == found


@pytest.mark.parametrize("begin", [0, 10], ids=["at the head of the text", "further on"])
def test_claims_ends_are_marked_in_its_sentence(begin: int) -> None:
    spans = ((begin, begin + 2), (begin + 2, begin + 4), (-1, -1) if begin == 0 else (2, 5))
    said = Statement("c", "s", "p", "o", "asserted", sentence="𠮷社承办灯会。", begin=begin, spans=spans)
    excerpt = excerpt_of_claim(said)
    assert excerpt is not None
    assert excerpt.pieces == (("𠮷社", "subject"), ("承办", "predicate"), ("灯会。", ""))


def content_of(page: str) -> dict[str, object]:
    match = re.search(r'<script type="application/json" id="content">(.*?)</script>', page, re.DOTALL)
    assert match
    content: dict[str, object] = json.loads(match[1])
    return content


def test_page_shows_the_sentences_of_a_missed_fact(tmp_path: Path) -> None:
    graph, gold = write_case(tmp_path, NODES, [ORGANIZED, FACTS[2], FACTS[3]])
    differences = content_of(to_page(evaluate(graph, [gold])))["differences"]
    marked = [[[p for p in pieces if p[1]] for pieces in d["excerpts"]] for d in differences]  # type: ignore[attr-defined]
    assert marked[0] == [[["松江市茶叶协会", "subject"], ["第八届山茶节", "object"]]]
    assert marked[1] == [[["山茶节开幕音乐会", "subject"], ["湖心岛", "object"]]]
    assert marked[2] == [[["第八届山茶节", "subject"], ["4月2日", "object"]]]


def test_page_holds_data_as_data(tmp_path: Path) -> None:
    evil = "</script><img src=x onerror=alert(1)>@@script@@\u2028&amp;"
    graph, gold = write_case(tmp_path, NODES, [{"p": "issues", "s": BODY, "o": [evil]}])
    page = to_page(evaluate(graph, [gold]), title="<b>")
    assert "<img" not in page and "<b>" not in page and "\u2028" not in page
    content = content_of(page)
    assert content["title"] == "<b>" and content["differences"][0]["object"] == evil  # type: ignore[index]


def test_page_reaches_for_nothing() -> None:
    page = to_page(evaluate(DATA / "sample.ttl", [DATA / "sample_gold.jsonl"]))
    assert "default-src 'none'" in page
    assert not re.search(r"\b(src|href)=|@import|url\(|innerHTML|insertAdjacent|document\.write", page)


def test_page_is_written_whole_and_alike(tmp_path: Path) -> None:
    evaluation = evaluate(DATA / "sample.ttl", [DATA / "sample_gold.jsonl"])
    write_errors(evaluation, tmp_path / "one.html")
    write_errors(evaluation, tmp_path / "two.html")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.html", "two.html"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ("95% 区间", "置信度", "两端已知，未见此关系     1")),
        ("en", ("30/30 right", "confidence", "both ends known, not so related       1")),
    ],
)
def test_text(lang: str, words: tuple[str, ...]) -> None:
    text = to_text(evaluate(DATA / "sample.ttl", [DATA / "sample_gold.jsonl"]), lang=lang)  # type: ignore[arg-type]
    assert all(word in text for word in words)
    assert text.startswith("strict")


def test_every_cause_has_its_words() -> None:
    words = read_words()
    assert list(words["causes"]) == [str(cause) for cause in Cause]
    rows = [row for table in ("interface", "causes") for row in words[table].values()]
    assert all(len(row) == len(words["languages"]) and all(row) for row in rows)


def test_sample_gold_is_of_the_sample_texts() -> None:
    texts = {document.id: document.text for document in read_gold([DATA / "sample_gold.jsonl"])}
    assert texts == {identifier.split("#")[0]: text for identifier, text in TEXTS.items()}
