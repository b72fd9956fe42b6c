"""A claim as it is read from a graph: whole, with what it lacks left empty, or not at all."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from kg.ontology import KG
from kg.query import Rows, Source, Term, open_graph, select
from kg.statements import NOWHERE, OBJECT, PREDICATE, SUBJECT, count_ends, read_claims, read_statement, select_claims
from kg.table import LiteralValue, Raw

ROW = {SUBJECT: ["u:s"], PREDICATE: ["u:p"], OBJECT: ["u:o"]}


@pytest.mark.parametrize("kept", [kept for size in range(3) for kept in itertools.combinations(ROW, size)], ids=lambda kept: str(len(kept)))
def test_what_lacks_an_end_or_its_relation_is_no_claim(kept: tuple[str, ...]) -> None:
    assert read_statement("u:c", {name: ROW[name] for name in kept}) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(("value", "words"), [("u:o", "u:o"), (LiteralValue("同行", "zh"), "同行")])
def test_what_a_claim_does_not_say_is_empty(value: str | LiteralValue, words: str) -> None:
    claim = read_statement("u:c", {**ROW, OBJECT: [value]})  # type: ignore[dict-item]
    assert claim is not None
    assert (claim.iri, claim.subject, claim.relation, claim.object, claim.words) == ("u:c", "u:s", "u:p", value, words)
    assert (claim.modality, claim.article, claim.sentence) == ("asserted", "", "")


TURTLE = """@prefix : <u:> . @prefix kg: <https://example.org/kg/ontology#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:first rdf:subject :s ; rdf:predicate :p ; rdf:object :o ; kg:modality kg:planned ; kg:sentence "甲办乙。" ; prov:wasDerivedFrom :a ;
  kg:confidence 0.9 ; kg:when "2024-05" .
:second rdf:subject :s ; rdf:predicate :p ; rdf:object "同行"@zh .
:third rdf:subject :s ; rdf:predicate skos:altLabel ; rdf:object "甲大"@zh .
:s rdfs:label "甲" , "甲大学" . :p rdfs:label "举办"@zh , "hosts"@en . :o rdfs:label "乙" . kg:planned rdfs:label "计划"@zh .
:a dcterms:title "消息" ; dcterms:source "http://a" ; dcterms:issued "2024-05-20" .
"""
FIRST = {
    "subject": "甲",
    "relation": "举办",
    "object": "乙",
    "modality": "计划",
    "title": "消息",
    "url": "http://a",
    "issued": "2024-05-20",
}
NOTHING = dict.fromkeys(FIRST, "")
SECOND = {**NOTHING, "subject": "甲", "relation": "举办", "object": "同行"}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Source:
    path = tmp_path_factory.mktemp("claims") / "graph.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    return open_graph(path)


@pytest.mark.parametrize(
    ("which", "asked", "found"),
    [
        ("", {}, {"u:first": NOTHING, "u:second": NOTHING}),
        ("", {"aliases": True}, {"u:first": NOTHING, "u:second": NOTHING, "u:third": NOTHING}),
        ("", {"limit": 1}, {"u:first": NOTHING}),
        ("BIND(<u:second> AS ?claim)", {}, {"u:second": NOTHING}),
        ("", {"lang": "zh"}, {"u:first": FIRST, "u:second": SECOND}),
        ("BIND(<u:first> AS ?claim)", {"lang": "en"}, {"u:first": {**FIRST, "relation": "hosts", "modality": ""}}),
    ],
    ids=["all", "also aliases", "as many as asked", "some", "in Chinese", "in English"],
)
def test_claims_are_asked_for_and_read_once_each(
    which: str, asked: dict[str, Any], found: dict[str, dict[str, str]], graph: Source
) -> None:
    """Also where a label comes twice, so that an answer has two rows of a claim."""
    rows = select(graph, select_claims(which, order="?claim ?subject" if "lang" in asked else "?claim", **asked))
    assert {claim.iri: told for claim, told in read_claims(rows)} == found
    assert len({claim.iri for claim, _ in read_claims(rows)}) == len(list(read_claims(rows)))


def test_what_was_asked_for_may_hold_the_words_of_the_query() -> None:
    assert 'FILTER(?sentence = "TOLD WHICH")' in select_claims('FILTER(?sentence = "TOLD WHICH")', order="?claim")


def test_a_claim_of_a_query_is_as_whole_as_one_of_triples(graph: Source) -> None:
    one, other = (claim for claim, _ in read_claims(select(graph, select_claims(order="?claim"))))
    assert (one.subject, one.relation, one.object, one.modality, one.article, one.sentence, one.confidence) == (
        "u:s", "u:p", "u:o", "planned", "u:a", "甲办乙。", "0.9",
    )  # fmt: skip
    assert one.when == LiteralValue("2024-05") and other.when is None
    assert (other.object, other.modality, other.article) == (LiteralValue("同行", "zh"), "asserted", "")


def test_a_row_without_a_claim_or_without_an_end_is_left_out() -> None:
    names = ("claim", "s", "p", "o", "m", "sentence", "article", "confidence", "when")
    whole = [Term("uri", "u:c"), Term("uri", "u:s"), Term("uri", "u:p"), Term("uri", "u:o"), *[None] * 5]
    rows = Rows(names, tuple(tuple(None if at == lost else cell for at, cell in enumerate(whole)) for lost in (0, 1, 3, 8)))
    assert [claim.subject for claim, _ in read_claims(rows)] == ["u:s"]


@pytest.mark.parametrize(
    ("told", "field", "value"),
    [
        ({str(KG.begin): ["12"]}, "begin", 12),
        ({str(KG.begin): ["then"]}, "begin", 0),
        ({str(KG.subjectAt): ["char=3,5"]}, "spans", ((3, 5), NOWHERE, NOWHERE)),
        ({str(KG.predicateAt): ["char=5,7"], str(KG.objectAt): ["http://a#char=7,9"]}, "spans", (NOWHERE, (5, 7), NOWHERE)),
        ({str(KG.objectAt): ["char=7,9"]}, "spans", (NOWHERE, NOWHERE, (7, 9))),
        ({str(KG.when): [LiteralValue("2024"), LiteralValue("2025")]}, "when", LiteralValue("2024")),
        ({str(KG.when): ["u:then"]}, "when", None),
        ({str(KG.earliest): [LiteralValue("2024-05-01T00:00:00")]}, "first", "2024-05-01"),
        ({str(KG.latest): [LiteralValue("2024-05")]}, "last", ""),
        ({str(KG.latest): [LiteralValue("2024-05-31")]}, "last", "2024-05-31"),
        ({str(KG.where): ["u:there"]}, "where", "u:there"),
        ({str(KG.saidBy): ["u:who"]}, "speaker", "u:who"),
        ({str(KG.pattern): ["u:svo"]}, "pattern", "u:svo"),
    ],
)
def test_what_a_claim_says(told: dict[str, list[Raw]], field: str, value: object) -> None:
    claim = read_statement("u:c", {**ROW, **told})  # type: ignore[dict-item]
    assert getattr(claim, field) == value


def test_what_is_not_known_of_a_claim() -> None:
    claim = read_statement("u:c", ROW)  # type: ignore[arg-type]
    assert claim is not None
    assert (claim.begin, claim.spans, claim.when, claim.first, claim.last) == (0, ((-1, -1),) * 3, None, "", "")


def test_ends_are_counted() -> None:
    assert count_ends({SUBJECT: ["u:s", "u:t"], OBJECT: [LiteralValue("同行")]}) == (2, 0, 1)
