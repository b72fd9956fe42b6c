"""Queries and names put together at random, and all that is told of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from asking import asking_graph
from pypinyin import lazy_pinyin

from kg.errors import KgError
from kg.ontology import KG
from kg.query import FORMATS, Source, lookup, open_graph, query
from kg.query.candidates import Candidate, Lookup
from kg.query.named import named_queries
from kg.query.shortening import rank_of, short_name
from kg.query.spotting import near_names, simplify, spot_names, squeeze
from kg.query.syntax import check, declare_prefixes, explain, find_untagged, find_warnings, limit_rows, read_lexemes
from kg.query.texts import texts_having

SAMPLE = Path(__file__).parent / "data" / "query_sample.ttl"
OWN = (
    "PREFIX ex: <https://example.org/kg/ontology#>\nSELECT ?e ?n { ?e a ex:Event ; kg:name ?n } ORDER BY ?n LIMIT 7",
    "SELECT ?n { ?e kg:startDate '2023-05-18' ; rdfs:label '第七届世界智能大会' ; kg:name ?n }",
    "SELECT ?n { ?e rdfs:label '第七届世界智能大会'@zh ; kg:name \"智能大会\"@zh . { SELECT ?e { ?e a kg:Event } LIMIT 3 } }",
    "BASE <https://example.org/>\nCONSTRUCT { ?e kg:name ?n } FROM <kg/a> FROM NAMED kg:b WHERE { ?e kg:name ?n FILTER(?n IN ('甲')) }",
    "BASE <http://a/> SELECT * FROM <http://[> { ?s ?p ?o }",
    "CONSTRUCT { ?e kg:name ?n ; kg:theme ?t } WHERE { ?e kg:name ?n OPTIONAL { ?e kg:theme ?t } }",
    'SELECT (COUNT(?e) AS ?count) { VALUES ?x { 1 2.50 "a"^^xsd:string } ?e kg:hostz ?x } GROUP BY ?x VALUES ?y { 1 }',
    "ASK { GRAPH ?g { body:科学技术部 kg:organizes ?e } }",
    "DESCRIBE event:第七届世界智能大会 # 大会",
    'SELECT * { ?e a kg:event . <https://example.org/kg/id/event/第八届世界智慧大会> kg:theme \'\'\'智行天下\'\'\' , """能\\"动""" }',
)
PIECES = (
    "", "", " ", "\n", "#", "{", "}", "(", ")", "[", "]", "'", '"', "“", "”", "，", "；", "。", "？", "｛", "＝", "１", "Ａ", "@zh", "@en",
    "^^xsd:date", "?名", "?x。", "kg:Event，", "nope:x", "kg:hosts", "kg:Evant", "body:没有的", "LIMIT 2", "LIMIT 9", "VALUES", "UNION",
    "SERVICE <http://x/>", "FROM <urn:x>", "FROM NAMED kg:x", "DELETE", "SELECT", "PREFIX kg: <urn:y#>", "'大会'", "'2023-05'",
    '"世界智慧大会"', "'第七届世界智能大会'@en", "\u00a0", "\u3000", "a:b:c", "_:b", "3.5e2", "\\",
)  # fmt: skip
SPELT = "的大会市省第三届国际科技“”《》 展AI花2024年部长"
DEEP = (
    "SELECT * { " + "{ " * 101 + "}" * 101 + " }",
    "ASK { FILTER(" + "!" * 2001 + "?x) }",
    "ASK { " + "?a kg:name ?b . " * 300 + "nope:x ?y ?z }",
)


@cache
def sample() -> Source:
    return open_graph(SAMPLE)


@cache
def names() -> Source:
    return open_graph(asking_graph("names.txt"))


def queries(seed: int, count: int) -> Iterator[str]:
    """Queries with pieces put in, or in the place of some characters."""
    chance = random.Random(seed)
    base = [*OWN, *OWN, *(one.sparql for _, one in sorted(named_queries().items()))]
    yield from DEEP if not seed else ()
    for _ in range(count):
        text = chance.choice(base)
        for _ in range(chance.choice((0, 1, 1, 2))):
            at = chance.randrange(len(text))
            at = text.find(" ", at) if chance.random() < 0.5 else at
            text = text[:at] + chance.choice(("", " ")) + chance.choice(PIECES) + text[at + chance.choice((0, 0, 1, 4)) :]
        yield text


def told_of_query(sparql: str) -> str:
    """What the text of a query tells, what it is refused or answered with, and what is said beside an empty answer."""
    lexemes = read_lexemes(sparql)
    told: list[Any] = [[(one.kind, one.text, one.start) for one in lexemes]]
    parts: tuple[Callable[[], Any], ...] = (
        lambda: check(sparql, prefixes=sample().prefixes, graphs=frozenset({"https://example.org/kg/a"})),
        lambda: check(sparql, prefixes={}, graphs=None),
        lambda: [limit_rows(sparql, most) for most in (3, 100)],
        lambda: declare_prefixes(sparql, sample().prefixes),
        lambda: [notice.in_language(lang) for notice in (*find_warnings(sparql), *find_untagged(sparql)) for lang in ("zh", "en")],
        lambda: explain(sparql, _reason(sparql)).in_language("en"),
        lambda: answered(sparql),
    )
    told += [_said(part) for part in parts]
    shown = str(told[-1]).replace("\n", " ")
    return f"{sparql[:60]!r} | {len(lexemes)} {shown[:60]} | {_sum(told)}"


def answered(sparql: str) -> list[str]:
    """What it is answered with, in one of the formats, and what is said beside it."""
    chance = random.Random(sparql)
    answer = query(sample(), sparql, format=chance.choice(("table", "table", *FORMATS)), limit=chance.choice((1, 5, 500)))
    return [answer.text, *(notice.in_language(lang) for notice in answer.notices for lang in ("zh", "en"))]


def _reason(sparql: str) -> str:
    """Why the store cannot parse it."""
    try:
        sample().store.query(sparql, prefixes=dict(sample().prefixes))
    except (SyntaxError, ValueError, OSError) as error:
        return str(error)
    return 'error at 1:5: expected one of "(", "{", "FILTER"'


def _said(do: Callable[[], Any]) -> Any:
    try:
        return do()
    except KgError as error:
        return [str(error), error.in_language("zh"), error.in_language("en")]


def texts(seed: int, count: int) -> Iterator[str]:
    """Names of the graph with characters lost, doubled, changed, in another order, or two with something between."""
    chance = random.Random(seed)
    known = sorted(lookup.index_names(names()).exact)  # type: ignore[union-attr]
    for _ in range(count):
        text = chance.choice(known)
        for _ in range(chance.choice((0, 1, 1, 2, 3))):
            at = chance.randrange(len(text) + 1)
            way = chance.randrange(8)
            if way == 0:
                text = text[:at] + text[at + chance.choice((1, 2, 3)) :] or "会"
            elif way == 1:
                text = text[:at] + chance.choice(SPELT) + text[at + chance.choice((0, 1)) :]
            elif way == 2:
                text = text[at:] + text[:at]
            elif way == 3:
                text += chance.choice(("", "和", "的", "在", "、")) + chance.choice(known)
            elif way == 4:
                text = "".join(char for i, char in enumerate(text) if i % 2 == 0 or chance.random() < 0.6) or text
            elif way == 5:
                text = chance.choice(("", "谁会见了")) + chance.choice(("", " ")).join(lazy_pinyin(text))[: chance.choice((4, 9, 10, 60))]
            else:
                text = text[: max(2, at)] if way == 6 else text[-max(2, at) :]
        yield text


def told_of_name(text: str) -> str:
    """Which names stand in a text, which it is short for, which are like it, and which sentences have most of its characters."""
    chance = random.Random(text)
    found = [(spot.start, spot.end, spot.how, [node.label for node in spot.nodes]) for spot in spot_names(names(), text)]
    short = short_name(names(), text)
    having = texts_having(names(), " ".join(text[i : i + 2] for i in range(len(text) - 1)))
    other = chance.choice(sorted(lookup.index_names(names()).exact))  # type: ignore[union-attr]
    told = [
        found,
        short and (short.how, [node.label for node in short.nodes]),
        near_names(names(), text),
        [[(one.label, one.score, one.description, one.sure, one.features) for one in some] for some in _matched(text, chance)],
        [(one.label, one.score, one.description) for one in lookup.begin_names(names(), text[: chance.randrange(1, 6)], 5)],
        sorted(having.weights.items()),
        having.texts[:8],
        squeeze(text),
        simplify(text),
        [rank_of(text[:5], other, event=event) for event in (True, False)],
    ]
    shown = f"{[(text[start:end], how) for start, end, how, _ in found]} {short and [node.label for node in short.nodes]}"
    return f"{text[:40]} | {shown[:100]} | {_sum(told)}"


def _matched(text: str, chance: random.Random) -> list[list[Candidate]]:
    """The nodes that the text may name, of some classes, or with some properties."""
    strict, limit = chance.choice(("any", "all", "should")), chance.choice((0, 1, 4))
    classes = tuple(f"{KG}{name}" for name in chance.sample(["Event", "Person", "Organization", "Place"], 2))
    held = ((f"{KG}position", ("会长", "作家", "昆明市花卉产业协会会长")), (f"{KG}inPlace", ("昆明",)))
    return lookup.match_names(names(), [Lookup(text, classes=classes, limit=limit, strict=strict, properties=held[: chance.randrange(3)])])


def _sum(told: object) -> str:
    return f"{crc32(repr(told).encode()):08x}"
