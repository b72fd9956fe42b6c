"""The command line: what it prints, in which language, where, and with which exit code. The real engine reads the examples once."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any, get_args

import pytest
from rdflib import RDF, Graph

from kg import __version__
from kg.cli import main, make_command
from kg.cli.building import ExportFormat
from kg.cli.language import split_language
from kg.cli.querying import Format
from kg.decisions import Reference, add_decisions, make_decision
from kg.export import FORMATS as EXPORTS
from kg.messages import languages
from kg.ontology import KG, load_ontology
from kg.query import FORMATS

ROOT = Path(__file__).parents[1]
SAMPLE = "tests/data/sample.ttl"
GOLD_RELATIONS = """
organizes hosts supports launches issues formulates attends delivers signs develops exhibits establishes awards meets visits acquires
heldAt startDate endDate issuedOn theme position subEventOf
"""
HAN = re.compile("[\u4e00-\u9fff]")
EVENTS = "SELECT ?name { ?x a kg:Event ; rdfs:label ?name } ORDER BY ?name"


@pytest.fixture(autouse=True)
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """`python -m kg` as a process of its own."""
    return subprocess.run([sys.executable, "-m", "kg", *words], capture_output=True, text=True, cwd=ROOT, env={**os.environ, **environ})


def commands(command: Any, path: tuple[str, ...] = ()) -> list[tuple[str, Any]]:
    children = getattr(command, "commands", {})
    return [(" ".join(path), command), *(pair for name, child in children.items() for pair in commands(child, (*path, name)))]


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("path", [path for path, _ in commands(make_command("en"))])
def test_help_is_in_the_language(path: str, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main([*path.split(), "--help", "--lang", lang]) == 0
    shown = capsys.readouterr().out
    assert bool(HAN.search(shown)) == (lang == "zh")
    assert "…" not in shown.replace("[ARGS]...", ""), "a help text is cut off; make it shorter"


@pytest.mark.parametrize("path, command", commands(make_command("en")))
def test_each_option_has_help(path: str, command: Any) -> None:
    assert command.help, path
    assert all(parameter.help for parameter in command.params), path


@pytest.mark.parametrize(
    "words, environ, lang, rest",
    [
        ([], {"LANG": "zh_CN.UTF-8"}, "zh", []),
        ([], {"LC_ALL": "", "LC_MESSAGES": "en_US", "LANG": "zh_CN"}, "en", []),
        ([], {"LC_ALL": "C.UTF-8", "LANG": "zh_CN"}, "en", []),
        ([], {}, "en", []),
        (["query", "g.ttl", "--lang=zh"], {}, "zh", ["--lang", "zh", "query", "g.ttl"]),
        (["query", "--", "--lang", "zh"], {}, "en", ["query", "--", "--lang", "zh"]),
        (["build", "--lang", "fr"], {"LANG": "zh_TW"}, "zh", ["--lang", "fr", "build"]),
        (["build", "--lang"], {}, "en", ["build", "--lang"]),
    ],
)
def test_split_language(words: list[str], environ: dict[str, str], lang: str, rest: list[str]) -> None:
    assert split_language(words, environ) == (lang, rest)


# Words -> what standard error says in English and in Chinese.
WRONG_USAGE = {
    "bild": ("No such command 'bild'. Did you mean 'build'?", "没有命令 bild；是不是 'build'？"),
    "zzz": ("No such command 'zzz'", "没有命令 zzz（"),
    "build": ("Missing argument 'INPUT...'", "缺少参数 INPUT..."),
    "build examples": ("Missing option '--out' / '-o'", "缺少选项 '--out' / '-o'"),
    "build examples -o OUT --speed 3": ("No such option: --speed", "没有选项 --speed"),
    "build examples -o OUT --titel x": ("--title", "没有选项 --titel；有：--help, --strict, --title"),
    f"serve {SAMPLE} --port 99999": ("less than or equal to 65535", "'--port' 不能大于 65535（"),
    "build examples -o OUT --workers 0": ("greater than or equal to 1", "'--workers' 不能小于 1（"),
    "build examples -o OUT --workers no": ("Invalid value for '--workers'", "'--workers' 的值不对"),
    "build examples -o": ("requires an argument", "缺少值"),
    "query": ("give GRAPH or --endpoint", "请给出 GRAPH 或 --endpoint"),
    f"query {SAMPLE}": ("give one of SPARQL", "请给出 SPARQL"),
    f"query {SAMPLE} ASK{{}} --named about": ("give one of SPARQL", "请给出 SPARQL"),
    f"query {SAMPLE} --named about --arg name": ("write KEY=VALUE", "请写成 KEY=VALUE"),
    f"query {SAMPLE} ASK{{}} --format pdf": ("--format", "--format"),
    f"validate {SAMPLE} more": ("unexpected extra argument", "多余的参数：more"),
    "--lang fr build": ("--lang", "--lang"),
}


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("words", WRONG_USAGE)
def test_wrong_usage_is_one_line_and_exit_code_2(words: str, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    language_first = [] if "--lang" in words else ["--lang", lang]
    assert main([*language_first, *words.replace("OUT", str(tmp_path / "out")).split()]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert WRONG_USAGE[words][0 if language_first == [] or lang == "en" else 1] in said.err
    assert said.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


# Words -> what standard error names.
BAD_INPUT = {
    "build nowhere.txt -o OUT": "nowhere.txt",
    "build EMPTY -o OUT": "empty.txt",
    "build FOLDER -o OUT": "folder",
    "build BYTES -o OUT": "bytes.txt",
    "build examples -o OUT --date 2023-02-30": "2023-02-30",
    "build examples -o OUT --date yesterday": "yesterday",
    "build examples -o OUT --engine magic": "magic",
    "build examples -o OUT --engine hanlp:NO_SUCH_MODEL": "NO_SUCH_MODEL",
    "build examples -o OUT --ontology BROKEN": "broken.ttl",
    "build examples -o OUT --ontology none.ttl": "none.ttl",
    "build examples -o EMPTY": "empty.txt",
    "build examples -o OUT --decisions BROKEN": "broken.ttl",
    "build examples -o OUT --authority none.ttl": "none.ttl",
    "query nowhere.ttl ASK{}": "nowhere.ttl",
    "query BROKEN ASK{}": "broken.ttl",
    f"query {SAMPLE} ASK{{": "line 1",
    f"query {SAMPLE} --named nothing": "nothing",
    f"query {SAMPLE} --file none.rq": "none.rq",
    "queries nothing": "nothing",
    "validate nowhere.ttl": "nowhere.ttl",
    "view nowhere.ttl -o OUT": "nowhere.ttl",
    f"view {SAMPLE} -o OUT --server localhost:8000": "localhost:8000",
    "model check magic": "magic",
    "explain none.txt": "none.txt",
    "export nowhere.ttl --to gexf -o OUT": "nowhere.ttl",
    "eval nowhere.ttl gold.jsonl": "gold.jsonl",
    "stats nowhere.ttl": "nowhere.ttl",
    "serve nowhere.ttl": "nowhere.ttl",
    "resolve nowhere.ttl": "nowhere.ttl",
    f"resolve {SAMPLE} --rename 临海大学=临海学院": "CLASS:NAME=VALUE",
    f"resolve {SAMPLE} --reclass Place:临海=Town": "Organization",
    f"resolve {SAMPLE} --decisions BROKEN": "broken.ttl",
    f"ask {SAMPLE} 今天天气好吗": "今天天气好吗",
    "ask nowhere.ttl 谁主办了大会": "nowhere.ttl",
    f"push {SAMPLE} --to ftp://example.org": "ftp://example.org",
    f"push {SAMPLE} --to http://127.0.0.1:9/store": "127.0.0.1:9",
}


@pytest.mark.parametrize("words", BAD_INPUT)
def test_bad_input_is_one_line_and_exit_code_1(words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes.txt").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "broken.ttl").write_text("kg:a kg:b")
    (tmp_path / "out" / "articles").mkdir(parents=True)
    for name in ("graph.ttl", "inputs.csv"):
        (tmp_path / "out" / name).write_text("before")
    places = {"OUT": "out", "EMPTY": "empty.txt", "FOLDER": "folder", "BYTES": "bytes.txt", "BROKEN": "broken.ttl"}
    assert main([str(tmp_path / places[word]) if word in places else word for word in words.split()]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(("kg: ", "kg：")) and said.err.count("\n") == 1
    assert BAD_INPUT[words] in said.err
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"articles", "graph.ttl", "inputs.csv"}
    assert (tmp_path / "out" / "graph.ttl").read_text() == "before"


def test_errors_speak_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "没有.txt", "-o", "output", "--lang", "zh"]) == 1
    assert HAN.search(capsys.readouterr().err.removeprefix("kg：没有.txt"))


def test_the_demo_shows_every_class_and_most_relations(demo: Path) -> None:
    ontology, graph = load_ontology(), Graph().parse(demo / "graph.ttl")
    shown = {str(cls).removeprefix(str(KG)) for cls in graph.objects(None, RDF.type)}
    assert {"Person", "Organization", "Place", "Event", "Document", "Product"} <= shown
    stated = {relation.name for relation in ontology.relations.values() if (None, RDF.predicate, relation.iri) in graph}
    assert len(stated & set(GOLD_RELATIONS.split())) >= 20
    assert {"denied", "planned"} <= {str(o).removeprefix(str(KG)) for o in graph.objects(None, KG.modality)}


def test_build_says_what_it_made(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\x00\x01\xff" * 9)
    decision = make_decision("rename", [Reference("Person", "无此人")], value="某人")
    add_decisions(tmp_path / "decisions.ttl", [decision])
    (tmp_path / "good.txt").write_text("5月20日，绵阳市人民政府主办第五届川北机器人博览会。\n", encoding="utf-8")
    shown = run(
        "build",
        str(tmp_path),
        "-o",
        str(tmp_path / "out"),
        "--date",
        "2024-05-22",
        "--no-page",
        "--lang",
        "zh",
        "--decisions",
        str(tmp_path / "decisions.ttl"),
    )
    assert shown.returncode == 3, shown.stderr
    *account, summary, graph, inputs = shown.stdout.splitlines()
    assert account[0].startswith("类型") and account[-1].split("\t") == ["合计", "3", "1", "27", "1", "1"]
    assert re.fullmatch(r"1 篇文章，\d+ 个实体，\d+ 条陈述", summary)
    assert graph == str(tmp_path / "out" / "graph.ttl") and Path(graph).is_file()
    assert inputs == str(tmp_path / "out" / "inputs.csv") and "bad.txt" in Path(inputs).read_text(encoding="utf-8")
    assert "未读：bad.txt" in shown.stderr and "阅读 1/1" in shown.stderr and decision.iri in shown.stderr
    assert "jionlp" not in (shown.stdout + shown.stderr).lower()


def test_query_formats(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["query", SAMPLE, EVENTS, "--format", "csv"]) == 0
    csv = capfd.readouterr().out.split("\r\n")
    assert csv[0] == "name" and "第三届海岸机器人博览会" in csv
    assert main(["query", SAMPLE, EVENTS]) == 0
    assert capfd.readouterr().out.split("\n") == csv
    assert main(["query", SAMPLE, EVENTS, "--limit", "1"]) == 0
    cut = capfd.readouterr()
    assert len(cut.out.splitlines()) == 2 and "--limit" in cut.err
    assert main(["query", SAMPLE, "CONSTRUCT WHERE { ?x kg:organizes ?y }"]) == 0
    assert len(Graph().parse(data=capfd.readouterr().out, format="turtle")) > 0


def test_query_by_name_file_and_folder(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "events.rq").write_text(EVENTS, encoding="utf-8")
    assert main(["query", str(demo), "--file", str(tmp_path / "events.rq")]) == 0
    assert "第五届川北机器人博览会" in capsys.readouterr().out
    assert main(["query", str(demo), "--named", "organizers", "--arg", "event=第五届川北机器人博览会", "--lang", "zh"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.startswith("主体\t活动")
    assert {row.split("\t")[0] for row in rows} >= {"四川省科学技术厅", "绵阳市人民政府"}


def test_queries_lists_and_shows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["queries"]) == 0
    assert "\norganizers\tWho organized what\t" in capsys.readouterr().out
    assert main(["queries", "organizers", "--lang", "zh"]) == 0
    assert "谁主办了什么" in (shown := capsys.readouterr().out) and "SELECT" in shown


def test_validate(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(demo)]) == 0
    assert "no problems" in capsys.readouterr().out
    (tmp_path / "graph.ttl").write_text(
        (demo / "graph.ttl").read_text(encoding="utf-8").replace("kg:asserted", "kg:guessed"), encoding="utf-8"
    )
    assert main(["validate", str(tmp_path), "--articles", str(demo / "articles")]) == 1
    assert "problems" in capsys.readouterr().out


def test_view_writes_what_build_writes(demo: Path, tmp_path: Path) -> None:
    assert main(["view", str(demo), "-o", str(tmp_path / "page.html")]) == 0
    assert (tmp_path / "page.html").read_bytes() == (demo / "graph.html").read_bytes()


def test_view_names_the_server_that_the_page_asks(demo: Path, tmp_path: Path) -> None:
    assert main(["view", str(demo), "-o", str(tmp_path / "page.html"), "--limit", "5", "--server", "http://127.0.0.1:8000/sparql"]) == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "connect-src http://127.0.0.1:8000;" in page and '"server":"http://127.0.0.1:8000/sparql"' in page


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "绵阳市人民政府主办第五届川北机器人博览会。", "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    assert "提及  绵阳市人民政府 (机构); 第五届川北机器人博览会 (活动)" in shown
    assert "绵阳市人民政府 主办 第五届川北机器人博览会 (" in shown
    assert main(["explain", "examples/2024-05-20-wire.txt", "--lang", "en"]) == 0
    assert "李慧敏 visits 川北大学" in capsys.readouterr().out


@pytest.mark.parametrize("characters", [80, 90, 200, 300])
def test_explain_takes_text_longer_than_any_name_of_a_file(characters: int, capsys: pytest.CaptureFixture[str]) -> None:
    """A sentence's bytes, not its characters, are more than the file system takes for a name."""
    sentence = "绵阳市人民政府主办第五届川北机器人博览会。"
    assert main(["explain", sentence + "天" * (characters - len(sentence)), "--lang", "en"]) == 0
    assert "绵阳市人民政府 organizes 第五届川北机器人博览会" in capsys.readouterr().out


def test_ask(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", str(demo), "谁主办了第五届川北机器人博览会？", "--sparql"]) == 0
    shown = capsys.readouterr()
    assert {"四川省科学技术厅", "绵阳市人民政府"} <= {line.split("\t")[0] for line in shown.out.splitlines()}
    assert "SELECT" in shown.err


def test_ask_takes_the_graph_first_or_the_output_of_a_build(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "谁主办了第五届川北机器人博览会？"
    (tmp_path / "output").symlink_to(demo)
    monkeypatch.chdir(tmp_path)
    assert main(["ask", question]) == 0
    answer = capsys.readouterr().out
    assert main(["ask", "output", question]) == 0
    assert capsys.readouterr().out == answer and "绵阳市人民政府" in answer
    assert main(["ask", "output"]) == main(["ask"]) == 0 and "？" in capsys.readouterr().out
    assert main(["--lang", "zh", "ask", "问" * 3000]) == 1 and "没有听懂" in capsys.readouterr().err
    assert main(["ask", "output", question, "--endpoint", "http://127.0.0.1:9/sparql"]) == 2


@pytest.mark.parametrize(("lang", "head"), [("zh", "答案\t语气\t陈述数"), ("en", "answer\tmodality\tclaims")])
def test_answers_have_headings_in_the_language(demo: Path, lang: str, head: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", str(demo), "谁主办了第五届川北机器人博览会？", "--lang", lang]) == 0
    assert capsys.readouterr().out.splitlines()[0] == head


def test_a_decision_on_what_the_graph_lacks_is_kept_and_says_what_is_near(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decisions = str(tmp_path / "mine.ttl")
    words = ["--rename", "机构:临海大=临海学院", "--drop", "https://example.org/none", "--decisions", decisions]
    assert main(["--lang", "zh", "resolve", str(SAMPLE), *words]) == 0
    said = capsys.readouterr().out
    assert "机构 临海大：图谱中没有此名；相近的有：临海大学" in said and "https://example.org/none：图谱中没有这条陈述" in said
    assert "临海大" in Path(decisions).read_text(encoding="utf-8")
    assert main(["--lang", "zh", "resolve", str(SAMPLE), "--rename", "机构:临海大学=临海学院", "--decisions", decisions]) == 0
    assert "没有此名" not in capsys.readouterr().out


def test_resolve_writes_decisions_that_build_applies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, post in (("2024-05-01", "四川省教育厅厅长"), ("2024-05-02", "涪江银行行长")):
        (tmp_path / f"{day}.txt").write_text(f"{post}王伟出席第{day[-1]}届川北机器人博览会开幕式。\n", encoding="utf-8")
    out, decisions = str(tmp_path / "out"), str(tmp_path / "decisions.ttl")
    build = ["build", str(tmp_path), "-o", out, "--no-page"]
    assert main(build) == 0
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.StringIO("x\ns\n"))
    assert main(["resolve", out, "--decisions", decisions, "--decide", "--rename", "Person:王伟=王炜"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("1. 王伟 ≠ 王伟 [person] 50%") and "2 decisions" in shown
    assert "x: not understood" in shown and "(1) 王伟 " in shown and "四川省教育厅厅长，2024-05-01" in shown
    assert main(["resolve", out, "--decisions", decisions]) == 0
    assert "王伟 ≠ 王伟" not in capsys.readouterr().out
    assert main([*build, "--decisions", decisions]) == 0
    assert "decision" not in capsys.readouterr().err
    people = list(Graph().parse(tmp_path / "out" / "graph.ttl").subjects(RDF.type, KG.Person))
    assert len(people) == 1
    assert "王炜" in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")


def test_formats_of_the_command_line_are_those_of_the_library() -> None:
    assert get_args(Format) == FORMATS
    assert get_args(ExportFormat) == tuple(EXPORTS)


def test_eval_and_stats(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fact = {"p": "organizes", "s": ["绵阳市人民政府"], "o": ["第五届川北机器人博览会"]}
    document = {"id": "2024-05-18-newspaper.txt", "date": "2024-05-18", "text": "开幕。", "facts": [fact]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
    words = ["eval", str(demo), str(tmp_path / "gold.jsonl"), "--relation", "organizes"]
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["strict"]["recall"] == 1
    assert main([*words, "--errors", str(tmp_path / "errors.html")]) == 0
    assert (tmp_path / "errors.html").is_file() and "organizes" in capsys.readouterr().out
    assert main(["stats", str(demo), "--json", "--page", str(tmp_path / "stats.html")]) == 0
    assert json.loads(capsys.readouterr().out) and (tmp_path / "stats.html").is_file()


def test_export(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(demo), "--to", "ntriples", "-o", str(tmp_path / "graph.nt")]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'graph.nt'}\n"
    assert len(Graph().parse(tmp_path / "graph.nt")) == len(Graph().parse(demo / "graph.ttl"))


def test_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "list", "--lang", "zh"]) == 0
    assert "bundled\t是\t" in capsys.readouterr().out
    assert main(["model", "check"]) == 0
    assert "开幕式" in capsys.readouterr().out


def test_serve_until_interrupted() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "kg", "serve", SAMPLE, "--port", str(port), "--workers", "1"]
    address = f"http://127.0.0.1:{port}/sparql?query=" + urllib.parse.quote(EVENTS)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None and f":{port}/" in server.stdout.readline()
            # Whoever reads the address can open it at once.
            with urllib.request.urlopen(address, timeout=120) as answer:
                assert "第三届海岸机器人博览会" in answer.read().decode()
            server.send_signal(signal.SIGINT)
            assert server.wait(timeout=120) in (0, 130)
        finally:
            server.kill()


def test_a_stream_that_lacks_a_character_shows_a_question_mark() -> None:
    shown = run("query", SAMPLE, EVENTS, PYTHONIOENCODING="latin-1")
    assert shown.returncode == 0 and "????" in shown.stdout


def test_a_closed_pipe_is_no_error() -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
    shell = f"{sys.executable} -m kg query {SAMPLE} '{query}' --format csv | head -1"
    shown = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, cwd=ROOT)
    assert shown.stdout.count("\n") == 1 and shown.stderr == ""


@pytest.mark.parametrize("words", [["--version"], ["--lang", "zh", "--version"], ["--version", "query"]])
def test_the_version_is_shown_without_a_command(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    assert capsys.readouterr().out == f"kg {__version__}\n"
