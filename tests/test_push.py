"""Pushing into real stores: Oxigraph's server and Virtuoso, broken off and gone on, refused and unreachable."""

from __future__ import annotations

import http.server
import threading
from pathlib import Path

import pytest
from serving import serving

from kg.cli import main
from kg.errors import GraphError, OutputError, QueryError
from kg.push import Target, push
from kg.query import list_triples, open_endpoint, open_graph, query
from kg.server.pool import Limits

SAMPLE = Path(__file__).parent / "data" / "query_sample.ttl"
GRAPH = "http://example.org/news"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def lines_in(endpoint: str, graph: str) -> list[str]:
    where = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    answer = query(open_endpoint(endpoint), f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}", format="nt")
    return sorted(answer.text.splitlines())


@pytest.mark.parametrize(("protocol", "path", "graph"), [("gsp", "store", ""), ("gsp", "store", GRAPH), ("update", "update", f"{GRAPH}/2")])
def test_into_oxigraph(oxigraph: str, protocol: str, path: str, graph: str) -> None:
    target = Target(f"{oxigraph}{path}", "gsp" if protocol == "gsp" else "update")
    steps = list(push(SAMPLE, target, graph=graph, batch=500))
    assert [step.done for step in steps] == [*range(0, steps[-1].total, 500), steps[-1].total]
    assert lines_in(f"{oxigraph}query", graph) == list_triples(open_graph(SAMPLE))


def test_into_virtuoso(virtuoso: str) -> None:
    target = Target(f"{virtuoso}sparql-graph-crud-auth", "gsp", "dba", "dba")
    total = list(push(SAMPLE, target, graph=GRAPH, batch=500))[-1].total
    count = query(open_endpoint(f"{virtuoso}sparql"), f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}", format="csv").text
    assert count.split()[-1].strip('"') == str(total)
    asked = f'ASK {{ GRAPH <{GRAPH}> {{ ?event kg:name "第七届世界智能大会" ; kg:startDate "2023-05-18"^^xsd:date }} }}'
    assert "true" in query(open_endpoint(f"{virtuoso}sparql"), asked, format="json").text


@pytest.mark.parametrize("most", [10_000, 3])
def test_the_page_of_an_endpoint(oxigraph: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], most: int) -> None:
    list(push(SAMPLE, Target(f"{oxigraph}store")))
    paths = tmp_path / "of_file.html", tmp_path / "of_endpoint.html"
    url = f"{oxigraph}query"
    assert main(["view", str(SAMPLE), "--out", str(paths[0]), "--server", url]) == 0
    assert main(["view", "--endpoint", url, "--out", str(paths[1]), "--limit", str(most)]) == 0
    told = capsys.readouterr().err
    if most == 3:
        assert "3" in told and url in told and paths[1].stat().st_size < paths[0].stat().st_size
        assert "科学技术部" in paths[1].read_text(encoding="utf-8")
    else:
        assert paths[0].read_bytes() == paths[1].read_bytes() and told == ""


def test_an_endpoint_that_cuts_its_answers_gives_no_page(oxigraph: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(SAMPLE, Limits(rows=5, workers=1)) as root:
        assert main(["--lang", "en", "view", "--endpoint", f"{root}sparql", "--out", str(tmp_path / "page.html")]) == 1
    assert "a part of its rows only" in capsys.readouterr().err and not (tmp_path / "page.html").exists()


@pytest.mark.parametrize("words", [[], ["x.ttl", "--endpoint", "http://127.0.0.1:1/"]], ids=["neither", "both"])
def test_a_page_is_of_a_file_or_of_an_endpoint(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "view", *words, "--out", "page.html"]) == 2
    assert "give GRAPH or --endpoint" in capsys.readouterr().err


class Broken(http.server.BaseHTTPRequestHandler):
    """A store that takes two batches, then fails until it is mended."""

    taken: list[bytes] = []
    mended = False

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        broken = len(self.taken) >= 2 and not type(self).mended
        if not broken:  # before the answer, upon which the next batch comes
            self.taken.append(body)
        self.send_response(500 if broken else 204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_a_push_goes_on_where_it_was_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # no note of an earlier push to a server of this port
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Broken)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    target = Target(f"http://127.0.0.1:{server.server_port}/store")
    with pytest.raises(OutputError, match="run again"):
        list(push(SAMPLE, target, batch=500))
    Broken.mended = True
    assert next(iter(push(SAMPLE, target, batch=500))).done == 1000
    list(push(SAMPLE, target, batch=500))
    assert sorted(b"".join(Broken.taken).decode().splitlines()) == list_triples(open_graph(SAMPLE))
    assert next(iter(push(SAMPLE, target, batch=500))).done == 0  # finished: the note is gone
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "file:///tmp/x", "http://127.0.0.1:1/store"])
def test_a_wrong_or_silent_target_is_named(url: str) -> None:
    with pytest.raises(OutputError, match=url.split(":")[0]):
        list(push(SAMPLE, Target(url)))


EVIL = ["http://x/> {} } ; CLEAR ALL ; #", "http://x/ y", "relative", "http://x/\n", "http://x/}"]


@pytest.mark.parametrize("graph", EVIL)
def test_a_graph_name_that_is_no_iri_is_refused_before_anything_is_sent(graph: str) -> None:
    for protocol in ("gsp", "update"):
        with pytest.raises(QueryError, match="--graph"):
            list(push(SAMPLE, Target("http://127.0.0.1:1/", "gsp" if protocol == "gsp" else "update"), graph=graph))


def test_a_push_sends_literals_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text('<http://x/a> <http://x/b> 1.50, "05"^^<http://www.w3.org/2001/XMLSchema#int> .', encoding="utf-8")
    assert [line.split()[2].split("^")[0] for line in list_triples(open_graph(tmp_path / "g.ttl"))] == ['"05"', '"1.50"']


def test_blank_nodes_are_refused(tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text('<http://a> <http://b> " _:x" , [ <http://c> 1 ] .')
    with pytest.raises(GraphError, match="blank nodes"):
        list(push(tmp_path / "g.ttl", Target("http://127.0.0.1:1/")))
