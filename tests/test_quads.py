"""A graph in shards of N-Quads: the triples of the Turtle beside them, each subject in one file, the same bytes whatever was there."""

from __future__ import annotations

import http.server
import threading
from pathlib import Path

import pytest
import sample

from kg.building import build
from kg.cli import main
from kg.errors import OutputError
from kg.graph import GraphFacts, find_shards, open_shards, write_facts
from kg.graph.facts import claims_by_article
from kg.ontology import load_ontology
from kg.push import Target, push
from kg.query import list_triples, open_graph

NEWS = '5月20日，涪江大学校长周明说："好\\极了"。\n清江大学与蜀光公司成立第{}研究院。'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Inputs of a few articles, and their graph in four shards."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "in").mkdir()
    for number in range(4):
        (folder / "in" / f"{number}.txt").write_text(NEWS.format(number), encoding="utf-8")
    build([folder / "in"], folder / "out", page=False, shards=4)
    return folder / "in", folder / "out"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*")}


def test_shards_hold_the_triples_of_the_turtle_and_each_subject_once(built: tuple[Path, Path]) -> None:
    out = built[1]
    shards = find_shards(out / "shards")
    assert [path.name for path in shards] == [f"0000{n}-of-00004.nq" for n in range(4)]
    lines = [path.read_text(encoding="utf-8").splitlines() for path in shards]
    assert all(lines) and sorted(line for part in lines for line in part) == list_triples(open_graph(out / "graph.ttl"))
    subjects = [{line.split()[0] for line in part} for part in lines]
    assert len(set().union(*subjects)) == sum(map(len, subjects))


def test_literals_of_every_kind_are_read_as_the_turtle_has_them(tmp_path: Path) -> None:
    facts = GraphFacts(sample.entities(), load_ontology())
    with open_shards(tmp_path, 3) as parts:
        write_facts(
            facts, claims_by_article(sample.ARTICLES, sample.claims()), tmp_path / "g.ttl", options={"engine": 'a "\\\r\n'}, shards=parts
        )
    found = [line for path in find_shards(tmp_path) for line in list_triples(open_graph(path, cache=False))]
    assert sorted(found) == list_triples(open_graph(tmp_path / "g.ttl", cache=False)) and len(found) > 100


def test_shards_of_another_number_take_the_place_of_the_old_ones(built: tuple[Path, Path], tmp_path: Path) -> None:
    inputs, first = built
    out = tmp_path / "out"
    build([inputs], out, page=False, shards=7)
    build([inputs], out, page=False, shards=4, workers=2)
    assert contents(out / "shards") == contents(first / "shards")
    assert (out / "graph.ttl").read_bytes() == (first / "graph.ttl").read_bytes()
    (out / "shards" / "mine.txt").write_text("x")
    assert build([inputs], out, page=False).shards is None and [p.name for p in (out / "shards").iterdir()] == ["mine.txt"]
    build([inputs], out, page=False, shards=1)
    (out / "shards" / "mine.txt").unlink()
    build([inputs], out, page=False)
    assert not (out / "shards").exists()


def test_shards_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="fewer --shards"), open_shards(tmp_path / "file", 2):
        pass


def test_the_command_writes_shards_and_names_the_folder(
    built: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["build", str(built[0]), "-o", str(out), "--no-page", "--shards", "4"]) == 0
    assert str(out / "shards") in capsys.readouterr().out.splitlines()
    assert contents(out / "shards") == contents(built[1] / "shards")


class Failing(http.server.BaseHTTPRequestHandler):
    """A store that fails once, at its seventh batch."""

    taken: list[bytes] = []
    failed = False

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fails = len(self.taken) == 6 and not type(self).failed
        type(self).failed |= fails
        if not fails:
            self.taken.append(body)
        self.send_response(500 if fails else 204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_shards_are_pushed_one_after_the_other_and_go_on(built: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    whole = list_triples(open_graph(built[1] / "graph.ttl"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Failing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    target = Target(f"http://127.0.0.1:{server.server_port}/store")
    with pytest.raises(OutputError, match="run again"):
        list(push(built[1] / "shards", target, batch=50))
    steps = list(push(built[1] / "shards", target, batch=50))
    server.shutdown()
    server.server_close()
    assert (steps[-1].done, steps[-1].total) == (len(whole), len(whole))
    sent = [line for body in Failing.taken for line in body.decode().splitlines()]
    assert sorted(sent) == whole  # nothing was sent twice
    assert not list((tmp_path / "kg" / "push").glob("*"))
