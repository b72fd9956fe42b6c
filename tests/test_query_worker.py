"""What a server's worker does, done in this process: answers within limits, from a file and from an endpoint, dumps, nodes looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import serving

from kg.errors import KgError
from kg.query import Endpoint, Source, lookup, open_endpoint, open_graph, spool, survey_endpoint
from kg.query.answers import Answer
from kg.query.candidates import Lookup
from kg.query.child import TASKS
from kg.server.pool import Limits
from tests.telling import compare

SAMPLE = Path(__file__).parent / "data" / "query_sample.ttl"
NAMES = "SELECT ?n { ?e a kg:Event ; kg:name ?n } ORDER BY ?n"
QUERIES = (
    NAMES,
    f"{NAMES} LIMIT 3",
    "SELECT ?n ?d { ?e kg:name ?n OPTIONAL { ?e kg:startDate ?d } FILTER(?n = '第七届世界智能大会') }",
    "SELECT ?e { ?e kg:theme '智行天下 能动未来' }",
    "SELECT (COUNT(*) AS ?count) { ?e a kg:Event }",
    "ASK { ?e kg:name '第七届世界智能大会' }",
    "ASK { ?e kg:name '没有的大会' }",
    "CONSTRUCT { ?e kg:name ?n } WHERE { ?e a kg:Event ; kg:name ?n }",
    "CONSTRUCT { ?e kg:name ?n } WHERE { ?e kg:name ?n, '没有的大会' }",
    "DESCRIBE event:第七届世界智能大会",
    "SELECT ?e FROM <http://example.org/other> { ?e a kg:Event }",
    "SELECT ?e { SERVICE <http://example.org/> { ?e a kg:Event } }",
    "SELECT ?e { ?e a kg:Event",
)
ANSWERED: tuple[dict[str, Any], ...] = (
    {"formats": ["json", "ttl"]},
    {"formats": ["csv", "nt"], "rows": 2},
    {"formats": ["json", "rdfxml"], "rows": 2},
    {"formats": ["xml", "jsonld"], "rows": 500},
    {"formats": ["tsv", "ttl"], "size": 300},
    {"formats": ["json", "ttl"], "size": 300_000},
    {"formats": ["ttl"]},
)
EVENT, BODY, HELD, POST = (f"https://example.org/kg/ontology#{name}" for name in ("Event", "Organization", "heldAt", "position"))
LOOKUPS = (
    Lookup("科技部"),
    Lookup("世界智能大会", limit=2),
    Lookup("科学技术", classes=(BODY,)),
    Lookup("天津", classes=(EVENT,), strict="should"),
    Lookup("天津", classes=(EVENT, BODY), strict="all"),
    Lookup("天津", classes=(EVENT,), strict="any"),
    Lookup("智能", properties=((HELD, ("国家会展中心（天津）", "北京")), (POST, ("教授",)))),
    Lookup("李明", properties=((POST, ("南开大学教授",)),)),
    Lookup("", limit=3),
    Lookup("", limit=3, properties=((POST, ("科技部部长", "南开大学教授")),)),
    Lookup("", classes=(BODY,), properties=((HELD, ("国家会展中心（天津）", "https://example.org/kg/id/place/北京市")),)),
)


@pytest.fixture(scope="module")
def sample() -> Source:
    return open_graph(SAMPLE)


@pytest.fixture(scope="module")
def endpoint(cache: None) -> Iterator[Endpoint]:
    with serving(SAMPLE, Limits(seconds=30, workers=1)) as root:
        yield survey_endpoint(open_endpoint(f"{root}sparql"))


def answers(source: Source | Endpoint, folder: Path) -> Iterator[str]:
    """Every query in every way, then dumps and the nodes of names."""
    for sparql in QUERIES:
        for number, options in enumerate(ANSWERED):
            yield told(
                f"{sparql} {options}", lambda s=sparql, o=options, n=number: TASKS["spool_hinting"](source, s, path=folder / f"{n}", **o)
            )
        yield told(
            f"{sparql} of a graph",
            lambda s=sparql: TASKS["evaluate_spooled"](source, s, formats=["json"], path=None, default_graphs=["urn:x"]),
        )
    for format in ("ttl", "nt", "rdfxml", "nq", "trig"):
        for graph in ("", None) if format in ("nq", "trig") else ("", "urn:x"):
            yield told(f"dump {graph} {format}", lambda f=format, g=graph: TASKS["dump_graph"](source, g, f, path=folder / "dump"))
    yield told("dump of few bytes", lambda: TASKS["dump_graph"](source, "", "nt", size=100))
    for one in LOOKUPS:
        yield told(f"{one}", lambda one=one: lookup.match_names(source, [one]))
    for prefix in ("世界", "第七届世界智能大会", "天津", "", "没有的大会"):
        yield told(f"begins {prefix}", lambda p=prefix: lookup.begin_names(source, p, 4))
    found = [candidate.iri for name in ("王志刚", "李明", "第七届世界智能大会") for candidate in lookup.begin_names(source, name, 1)]
    yield told("described", lambda: lookup.describe_nodes(source, [*found, "no IRI"]))
    yield told("extended", lambda: lookup.extend_nodes(source, found, [POST, HELD]))
    yield told("nothing", lambda: (lookup.describe_nodes(source, []), lookup.extend_nodes(source, found, ["no IRI"])))


def told(asked: str, do: Callable[[], object]) -> str:
    """What came of it, in a line: what there is to know of an answer, and how it begins and ends."""
    try:
        done = do()
    except KgError as error:
        said: object = f"! {error.in_language('zh')} / {error}"
    else:
        said = done
        if isinstance(done, Answer):
            body = done.path.read_bytes() if done.path else done.body
            text = body.decode("utf-8")
            notices = [notice.in_language("zh") for notice in done.notices]
            flags = f"{done.form} {done.format} {done.complete=} {done.empty=} {bool(done.path)} {len(body)}".replace("done.", "")
            said = f"{flags} {notices} {text[:50]!r} {text[-50:]!r}"
    return re.sub(r"http://127.0.0.1:\d+/\S*", "URL", f"{asked} | {said}".replace("\n", " "))


def test_what_a_file_is_asked_is_answered_as_it_was(sample: Source, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    compare("worked.txt", list(answers(sample, tmp_path)), rewrite=pytestconfig.getoption("--rewrite-golden"))


def test_what_an_endpoint_is_asked_is_answered_as_it_was(endpoint: Endpoint, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    compare("relayed.txt", list(answers(endpoint, tmp_path)), rewrite=pytestconfig.getoption("--rewrite-golden"))


def test_long_answers_lie_in_files(sample: Source, endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "IN_MEMORY", 100)
    monkeypatch.setattr("kg.query.store.IN_MEMORY", 100)
    for number, source in enumerate((sample, endpoint)):
        for format in ("json", "csv", "xml"):
            path = tmp_path / f"{number}{format}"
            answer = TASKS["evaluate_spooled"](source, NAMES, formats=[format], path=path)
            assert isinstance(answer, Answer) and answer.path == path and answer.body == b"" and path.stat().st_size > 100
            short = TASKS["evaluate_spooled"](source, NAMES, formats=["json"], path=path, rows=1)
            assert (
                isinstance(short, Answer)
                and short.path is None
                and not short.complete
                and short.body.count(b'"n": ') + short.body.count(b'"n":{') == 1
            )
