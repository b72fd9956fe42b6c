"""Reading on a cluster: the same bytes as in one process, whatever of it is killed; what is wrong with it is told at once."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kg.building import build
from kg.cli import main
from kg.errors import EngineError, InputError
from kg.given import check_cluster
from kg.model import Article
from kg.readings import BATCH, basis_of
from kg.readings.cluster import read_as_here
from kg.readings.pool import Way

BODIES = ("涪江大学", "蜀光公司", "清江大学", "三峡文旅集团", "岭南医院")
# A build on a cluster that is started for it, with two workers. The second batch kills the worker that reads it the first time it is
# read; whatever reads the article "bad" is killed each time. Of what resolves names the first is killed.
BUILD = """
import os, signal, sys, warnings
from pathlib import Path
warnings.simplefilter("error")
inputs, out, mark = map(Path, sys.argv[1:4])
import ray
ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False)
import kg.readings.cluster, kg.readings.resolving
from kg.building import build

def read_or_die(batch, way, here, mark=mark):
    from kg.readings.cluster import read_as_here
    first = batch[0].id == "032" and not mark.exists()
    if first:
        mark.write_text(str(os.getpid()))
    if first or any(article.id == "bad" for article in batch):
        os.kill(os.getpid(), signal.SIGKILL)
    return read_as_here(batch, way, here)

def resolve_or_die(members, rules, here, mark=mark.with_suffix(".resolving")):
    from kg.readings.resolving import resolve_as_here
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return resolve_as_here(members, rules, here)

kg.readings.cluster.read_as_here = read_or_die
kg.readings.resolving.resolve_as_here, kg.readings.resolving.MANY, kg.readings.resolving.BATCH = resolve_or_die, 1, 8
build([inputs], out, page=False, ray="local")
"""


def write_inputs(path: Path, *others: str) -> Path:
    lines = [{"id": f"{i:03}", "text": f"{BODIES[i % 5]}与{BODIES[(i + 2) % 5]}成立第{i}研究院。"} for i in range(BATCH * 2 + 5)]
    lines += [{"id": name, "text": "岭南医院成立。"} for name in others]
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def contents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.t*") if path.is_file()}


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed_and_an_article_kills_its_own(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="needs kg[ray]")
    inputs, out, mark = write_inputs(tmp_path / "in.jsonl", "bad"), tmp_path / "out", tmp_path / "killed"
    run = subprocess.run([sys.executable, "-c", BUILD, str(inputs), str(out), str(mark)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert mark.exists() and mark.with_suffix(".resolving").exists()
    build([write_inputs(tmp_path / "in.jsonl")], tmp_path / "here", page=False)
    assert contents(out) == contents(tmp_path / "here") and len(contents(out)) == BATCH * 2 + 6
    [line] = (out / "rejected.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["id"] == "bad" and "killed" in json.loads(line)["reason"]


def test_a_machine_that_would_read_in_another_way_is_told() -> None:
    article, here = Article("a", "5月20日，涪江大学与蜀光公司成立清江研究院。"), basis_of("bundled")
    [read] = read_as_here((article,), Way("bundled", (), None), here)
    assert read.article == article
    with pytest.raises(EngineError, match="of the cluster reads with another model, code;"):
        read_as_here((article,), Way("bundled", (), None), replace(here, code="0", model="0"))


@pytest.mark.parametrize("address", ["somewhere", "host:", ":6379", "host:99999", "http://host:x"])
def test_what_is_no_address_is_told(address: str) -> None:
    pytest.importorskip("ray", reason="needs kg[ray]")
    with pytest.raises(InputError, match=r"no address; accepted: HOST:PORT") as caught:
        check_cluster(address)
    assert "\n" not in str(caught.value) + caught.value.in_language("zh") and caught.value.in_language("zh") != str(caught.value)


def test_a_cluster_that_is_not_there_is_told_before_anything_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("ray", reason="needs kg[ray]")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    inputs, out = write_inputs(tmp_path / "in.jsonl"), tmp_path / "out"
    assert main(["--lang", "en", "build", str(inputs), "-o", str(out), "--ray", address]) == 1
    assert capsys.readouterr().err.startswith(f"kg: --ray {address}: cannot be reached: ")
    assert not out.exists()


def test_ray_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(InputError, match=r"pip install kg\[ray\]"):
        check_cluster("local")
    check_cluster("")
