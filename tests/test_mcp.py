"""The tools for assistants, by the protocol's official client: over standard input and output, over HTTP, and their limits."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from asking import asking_graph

from kg.errors import QueryError
from kg.tools import Bounds, Toolbox, open_toolbox

ROOT = Path(__file__).parents[1]
TOOLS = {"ask", "sparql", "entity", "facts", "evidence", "article"}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mcp") / "graph.nt"
    path.write_text(asking_graph().serialize(format="nt"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def toolbox(graph: Path) -> Iterator[Toolbox]:
    box = open_toolbox(graph, bounds=Bounds(rows=5))
    yield box
    box.close()


def test_an_answer_comes_with_its_sentences(toolbox: Toolbox) -> None:
    found = toolbox.ask("云岭智行收购了曲靖客车厂吗？")
    assert found["verdict"] == "denied" and found["evidence"][0]["sentence"] == "云岭智行否认收购曲靖客车厂。"
    assert toolbox.ask("那滇南电池有限公司呢？", after="云岭智行收购了滇南电池有限公司吗？")["complete"]


def test_entities_facts_and_sentences(toolbox: Toolbox) -> None:
    best = toolbox.entity("云岭智行")["candidates"][0]
    assert (best["label"], best["class"]) == ("云岭智行科技有限公司", "机构")
    facts = toolbox.facts("云岭智行", relation="收购")["facts"]
    assert {(one["object"], one["modality"]) for one in facts} == {("滇南电池有限公司", "asserted"), ("曲靖客车厂", "denied")}
    assert all(one["sentence"] and one["title"] and one["issued"] for one in facts)
    told = toolbox.evidence("昆明市人民政府", "花博会")["facts"]
    assert [one["relation"] for one in told] == ["主办"]
    assert toolbox.evidence("花博会", "花开四季")["facts"][0]["sentence"] == "花博会以“花开四季”为主题。"


def test_long_answers_say_that_they_are_cut(toolbox: Toolbox) -> None:
    found = toolbox.facts("第三届滇池国际花卉博览会")
    assert len(found["facts"]) == 5 and not found["complete"]
    rows = toolbox.sparql("SELECT ?claim { ?claim a kg:Claim }")
    assert len(rows["rows"]) == 5 and not rows["complete"]


@pytest.mark.parametrize(
    "query", ["DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SELECT " + "?x " * 9000]
)
def test_nothing_is_written_fetched_or_too_long(query: str, toolbox: Toolbox) -> None:
    with pytest.raises(QueryError):
        toolbox.sparql(query)


def test_an_article_comes_with_its_text_only_if_it_is_the_one_read(tmp_path: Path, demo: Path) -> None:
    shutil.copytree(demo, tmp_path / "out")
    box = open_toolbox(tmp_path / "out", bounds=Bounds(characters=50))
    try:
        (name,) = (row[0] for row in box.sparql("SELECT ?id { ?a dcterms:identifier ?id FILTER(CONTAINS(?id, 'wire')) }")["rows"])
        found = box.article(name)
        assert len(found["text"]) == 50 and found["text_cut"] and found["facts"]
        for path in (tmp_path / "out" / "articles").iterdir():
            path.write_text("别的文字", encoding="utf-8")
        assert box.article(name)["text"] == ""
    finally:
        box.close()


async def talk(target: Any) -> None:
    from mcp.client import Client

    async with Client(target) as client:
        listed = (await client.list_tools()).tools
        assert {tool.name for tool in listed} == TOOLS
        assert all(tool.annotations is not None and tool.annotations.read_only_hint for tool in listed)
        answer = await client.call_tool("ask", {"question": "谁主办了花博会？"})
        assert not answer.is_error and "云南省农业农村厅" in str(answer.content)
        wrong = await client.call_tool("sparql", {"query": "SELEC ?x {}"})
        assert wrong.is_error and "/" in str(wrong.content)


def test_the_official_client_over_standard_input_and_output(graph: Path) -> None:
    stdio = pytest.importorskip("mcp.client.stdio")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    asyncio.run(talk(stdio.StdioServerParameters(command=sys.executable, args=["-m", "kg", "mcp", str(graph)], env=environment)))


def test_the_official_client_over_http(graph: Path) -> None:
    pytest.importorskip("mcp")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kg", "mcp", str(graph), "--transport", "http", "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as server:
        try:
            url = f"http://127.0.0.1:{port}/mcp"
            while server.poll() is None:
                try:
                    strange = httpx.post(url, headers={"Host": "evil.example"}, json={}, timeout=60)
                    break
                except httpx.ConnectError:
                    time.sleep(0.1)
            assert strange.status_code == 421  # a page of another site that has its name lead here reads nothing
            asyncio.run(talk(url))
        finally:
            server.terminate()
            server.wait(30)


def test_without_the_package_one_line_says_what_to_install(
    graph: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from kg.cli import main

    monkeypatch.setitem(sys.modules, "mcp", None)
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    monkeypatch.delitem(sys.modules, "kg.mcp", raising=False)
    assert main(["mcp", str(graph)]) == 1
    assert "kg[mcp]" in capsys.readouterr().err
