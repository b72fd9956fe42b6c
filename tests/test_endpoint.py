"""A server over the graph of another store: it answers as the server over the file does, on Oxigraph, Virtuoso and itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from serving import serving

from kg.cli import main
from kg.errors import EndpointError
from kg.push import Target, push
from kg.query import lookup, open_endpoint, remote, survey_endpoint
from kg.server import create_app
from kg.server.pool import Limits

SAMPLE = Path(__file__).parent / "data" / "query_sample.ttl"
GRAPH = "http://example.org/news"
LIMITS = Limits(seconds=30, workers=1)
EVENT = "https://example.org/kg/id/event/第七届世界智能大会"
BROWSER = {"Accept": "text/html", "Accept-Language": "zh"}
STORES = ("kg", "oxigraph", "virtuoso")


@pytest.fixture(scope="module")
def client(cache: None) -> Iterator[httpx.Client]:
    """The server over the file."""
    with serving(SAMPLE, LIMITS) as root, httpx.Client(base_url=root, timeout=60) as one:
        yield one


@pytest.fixture(scope="module")
def stores(client: httpx.Client, request: pytest.FixtureRequest) -> Iterator[dict[str, httpx.Client]]:
    """Store -> a client of the server over it; each is started when it is first asked for."""
    with ExitStack() as stack:
        yield Opened(request, stack)


class Opened(dict[str, httpx.Client]):
    def __init__(self, request: pytest.FixtureRequest, stack: ExitStack) -> None:
        self.request, self.stack = request, stack

    def __missing__(self, store: str) -> httpx.Client:
        root = str(self.request.getfixturevalue("client" if store == "kg" else store))
        if store == "kg":
            url = f"{self.request.getfixturevalue('client').base_url}sparql"
        elif store == "oxigraph":
            list(push(SAMPLE, Target(f"{root}store")))
            url = f"{root}query"
        else:
            list(push(SAMPLE, Target(f"{root}sparql-graph-crud-auth", "gsp", "dba", "dba"), graph=GRAPH))
            url = f"{root}sparql"
        served = self.stack.enter_context(serving(open_endpoint(url), LIMITS))
        self[store] = self.stack.enter_context(httpx.Client(base_url=served, timeout=60))
        return self[store]


ROWS = "SELECT ?e ?n ?d { ?e a kg:Event ; kg:name ?n OPTIONAL { ?e kg:startDate ?d } } ORDER BY ?e ?n"
DATA = {
    "csv": ("/sparql", {"query": ROWS, "format": "csv"}),
    "ask": ("/sparql", {"query": "ASK { ?e kg:name '第七届世界智能大会' }", "format": "xml"}),
    "turtle": ("/sparql", {"query": f"CONSTRUCT {{ <{EVENT}> ?p ?o }} WHERE {{ <{EVENT}> ?p ?o }}", "format": "ttl"}),
    "thing": ("/data", {"iri": EVENT, "format": "nt"}),
    "named": ("/queries/organizers", {"agent": "科技部", "format": "csv"}),
    "question": ("/ask", {"q": "谁协办了全国科技活动周？"}),
    "suggestions": ("/reconcile/suggest/entity", {"prefix": "世界智能"}),
    "candidates": ("/reconcile", {"queries": json.dumps({"q": {"query": "世界智能大會", "limit": 3}})}),
    "preview": ("/preview", {"iri": EVENT}),
    "page": ("/page", {"iri": EVENT}),
    "home": ("/", {}),
    "void": ("/void", {"format": "nt"}),
}


# Virtuoso 7 loses rows of queries with several VALUES, property paths and groups, and its default graph holds its own schema too.
NOT_THERE = {("virtuoso", "named"), ("virtuoso", "question"), ("virtuoso", "void")}


@pytest.mark.parametrize(("store", "name"), [(store, name) for store in STORES for name in DATA if (store, name) not in NOT_THERE])
def test_what_is_asked_of_a_file_is_answered_from_an_endpoint(
    client: httpx.Client, stores: dict[str, httpx.Client], store: str, name: str
) -> None:
    path, parameters = DATA[name]
    headers = BROWSER if name in ("page", "home", "preview") else {}
    theirs, ours = (one.get(path, params=parameters, headers=headers) for one in (stores[store], client))
    assert theirs.status_code == ours.status_code == 200, theirs.text
    assert "ETag" not in theirs.headers  # the graph there may change
    roots = (str(stores[store].base_url), str(client.base_url))
    assert comparable(theirs.text.replace(*roots)) == comparable(ours.text)


def comparable(text: str) -> list[str]:
    """The lines of a text, or of JSON the parts, in an order of their own."""
    if not text.startswith("{"):
        return sorted(text.splitlines())
    return sorted(
        json.dumps([key, one]) for key, value in json.loads(text).items() for one in (value if isinstance(value, list) else [value])
    )


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("query", [ROWS, "--format", "csv"]),
        ("query", ["--named", "organizers", "--arg", "agent=科技部", "--format", "csv"]),
        ("ask", ["谁协办了全国科技活动周？"]),
        ("ask", ["科技部主办了多少场活动？", "--sparql"]),
    ],
    ids=["select", "named", "ask", "count"],
)
def test_a_command_prints_of_a_store_what_it_prints_of_the_file(
    oxigraph: str, command: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    list(push(SAMPLE, Target(f"{oxigraph}store")))
    assert main([command, str(SAMPLE), *words]) == 0
    ours = capsys.readouterr().out
    assert main([command, *words, "--endpoint", f"{oxigraph}query"]) == 0
    assert comparable(capsys.readouterr().out) == comparable(ours) != []


def test_the_graph_store_and_the_page_of_the_graph(client: httpx.Client, stores: dict[str, httpx.Client]) -> None:
    theirs, ours = (sorted(one.get("/store?default&format=nt").text.splitlines()) for one in (stores["oxigraph"], client))
    assert theirs == ours
    page = stores["oxigraph"].get("/graph").text
    assert "世界智能大会" in page and '"/sparql"' in page


def test_a_graph_that_the_endpoint_has_is_given_by_its_name(stores: dict[str, httpx.Client]) -> None:
    there = stores["virtuoso"]
    assert "世界智能大会" in there.get("/store", params={"graph": GRAPH, "format": "nt"}).text
    assert there.get("/sparql", params={"query": f"ASK FROM <{GRAPH}> {{ ?s a kg:Event }}", "format": "json"}).json()["boolean"] is True
    refused = there.get("/sparql", params={"query": "ASK FROM <http://elsewhere.example/g> { ?s ?p ?o }"})
    assert refused.status_code == 400 and "no graph of this store" in refused.json()["error"]


def test_names_of_a_big_endpoint_are_looked_up_there(stores: dict[str, httpx.Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "MOST_INDEXED", 3)
    endpoint = open_endpoint(f"{stores['kg'].base_url}sparql")
    for words in ("第七届世界智能大会", "第七届世界智能", "七届世界智能大会在"):
        assert EVENT in [one.iri for one in lookup.begin_names(endpoint, words)], words
    assert lookup.index_names(endpoint) is None


def test_rows_are_cut_as_those_of_a_file(stores: dict[str, httpx.Client], client: httpx.Client) -> None:
    with serving(open_endpoint(f"{client.base_url}sparql"), Limits(seconds=30, workers=1, rows=3)) as root, httpx.Client() as one:
        cut = one.get(f"{root}sparql", params={"query": ROWS, "format": "json"})
        assert len(cut.json()["results"]["bindings"]) == 3 and "warning" in cut.json() and cut.headers["X-SPARQL-MaxRows"] == "3"
        assert one.get(f"{root}sparql", params={"query": ROWS, "format": "csv"}).status_code == 413


def test_an_endpoint_that_fails_is_a_bad_gateway(cache: None) -> None:
    """The endpoint goes away while the server runs; a query that it would not understand is still the client's fault."""
    with ExitStack() as stack:
        inner = ExitStack()
        root = inner.enter_context(serving(SAMPLE, LIMITS))
        outer = stack.enter_context(serving(open_endpoint(f"{root}sparql"), LIMITS))
        assert httpx.get(f"{outer}sparql", params={"query": ROWS}, timeout=60).status_code == 200
        assert httpx.get(f"{outer}sparql", params={"query": "SELECT * { ?s ?p"}, timeout=60).status_code == 400
        inner.close()
        gone = httpx.get(f"{outer}sparql", params={"query": ROWS}, timeout=60)
        assert (
            gone.status_code == 502 and set(gone.json()) == {"status", "error", "error_zh"} and "cannot be reached" in gone.json()["error"]
        )


def test_an_endpoint_that_is_not_there_is_told_at_the_start(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(EndpointError, match="cannot be reached"):
        create_app(open_endpoint("http://127.0.0.1:1/sparql"))
    assert main(["--lang", "en", "serve", "--endpoint", "http://127.0.0.1:1/sparql"]) == 1
    assert "cannot be reached" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["x.ttl", "--endpoint", "http://127.0.0.1:1/"]], ids=["neither", "both"])
def test_a_file_or_an_endpoint_is_served(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "serve", *words]) == 2
    assert "give GRAPH or --endpoint" in capsys.readouterr().err


def test_the_base_of_the_nodes_there_is_found(tmp_path: Path, cache: None) -> None:
    text = SAMPLE.read_text(encoding="utf-8").replace("https://example.org/kg/id/", "https://news.example/id/")
    (tmp_path / "other.ttl").write_text(text, encoding="utf-8")
    with serving(tmp_path / "other.ttl", LIMITS) as root:
        found = survey_endpoint(open_endpoint(f"{root}sparql"))
    assert found.prefixes["event"] == "https://news.example/id/event/" and found.graphs == frozenset()


def test_the_first_page_counts_anew_what_an_endpoint_has_gained(oxigraph: str, cache: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "KEPT_SECONDS", 0.001)
    list(push(SAMPLE, Target(f"{oxigraph}store")))
    added = "DATA { <https://example.org/kg/id/event/x> a <https://example.org/kg/ontology#Event> }"

    def update(verb: str) -> None:
        headers = {"Content-Type": "application/sparql-update"}
        httpx.post(f"{oxigraph}update", content=f"{verb} {added}", headers=headers, timeout=60).raise_for_status()

    with serving(open_endpoint(f"{oxigraph}query"), LIMITS) as root, httpx.Client(base_url=root, timeout=60, headers=BROWSER) as one:
        before = one.get("").text
        update("INSERT")
        after = one.get("").text
        update("DELETE")  # others look at the same store
        assert after != before and one.get("").text == before
