"""Readings are kept between builds: the same bytes as from nothing, whatever changed, whatever was killed, whatever cannot be read."""

from __future__ import annotations

import datetime
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import interpret
from kg.annotate import from_json
from kg.building import STORE, build
from kg.errors import InputError, OutputError
from kg.graph import article_file
from kg.interpret import Read, read_doc
from kg.model import Article, Doc
from kg.readings import BATCH, Limits, Rejected, basis_of, open_store, read_all
from kg.readings.basis import HOUSE, code_files
from kg.readings.plain import from_plain, to_plain

GOLDEN = sorted(path for path in (Path(__file__).parent / "golden").iterdir() if path.is_dir())
BODIES = ("涪江大学", "蜀光公司", "清江大学", "三峡文旅集团", "岭南医院")


def news(number: int, verb: str = "成立") -> str:
    return f"5月{number % 28 + 1}日，{BODIES[number % 5]}与{BODIES[(number + 2) % 5]}{verb}第{number}研究院。"


def write(folder: Path, articles: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, text in articles.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def contents(out: Path) -> dict[str, bytes]:
    """All files of an output folder but the store, whose rows are compared instead."""
    found = {file.relative_to(out).as_posix(): file.read_bytes() for file in sorted(out.rglob("*")) if file.is_file()}
    return {name: body for name, body in found.items() if not name.startswith(STORE)}


def rows(out: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(out / STORE) as store:
        return [row for table in ("reading", "fact", "written", "sketch") for row in store.execute(f"SELECT * FROM {table} ORDER BY 1")]


def fresh(inputs: Path, out: Path) -> dict[str, bytes]:
    build([inputs], out, page=False)
    return contents(out)


# What is kept


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case.name)
def test_a_reading_comes_back_from_json(case: Path) -> None:
    read = read_doc(from_json((case / "doc.json").read_text(encoding="utf-8")))
    assert len(read.claims) >= 5
    assert from_plain(Read, json.loads(json.dumps(to_plain(read)))) == read


def test_values_of_other_kinds_are_refused() -> None:
    with pytest.raises(TypeError, match="no value that is kept"):
        to_plain({"a": 1})
    with pytest.raises(ValueError):
        from_plain(Article, ["too short"])


RUNS = """
import sys
from kg.interpret import read_batch
from kg.model import Article
read = lambda: read_batch([Article("a", "4月20日，涪江大学校长王伟在北京出席第三届海岸博览会。")], "bundled", ())
read()
ran = set()
def watch(frame, event, _):
    if event == "call" and frame.f_code.co_name != "<module>":
        ran.add(frame.f_code.co_filename)
sys.setprofile(watch)
read()
sys.setprofile(None)
print(*sorted(f for f in ran if f.endswith(".py")), sep="\\n")
"""


def test_the_basis_covers_all_code_that_reads() -> None:
    run = subprocess.run([sys.executable, "-c", RUNS], capture_output=True, text=True, check=True)
    ran = {path for line in run.stdout.splitlines() if (path := Path(line)).is_relative_to(HOUSE)}
    assert HOUSE / "entities" / "article.py" in ran and HOUSE / "annotate" / "lac.py" in ran and len(ran) > 40
    assert ran <= set(code_files())


@pytest.mark.parametrize("path", ["mentions/places.py", "entities/article.py"])
def test_what_reads_makes_readings_old(path: str) -> None:
    assert HOUSE / path in code_files()


@pytest.mark.parametrize("path", ["building.py", "cli/building.py", "entities/across.py", "entities/people.py", "entities/decided.py"])
def test_what_comes_after_reading_makes_no_reading_old(path: str) -> None:
    assert (HOUSE / path).is_file() and HOUSE / path not in code_files()


# Incremental builds


@pytest.mark.slow
def test_each_article_is_deleted_changed_and_added_in_turn(tmp_path: Path) -> None:
    articles = {f"{i:02}": news(i) for i in range(50)}
    out = tmp_path / "out"
    build([write(tmp_path / "in", articles)], out, page=False)
    for i in range(50):
        gone, changed, added = f"{i:02}", f"{(i + 1) % 50:02}", f"{i - 1:02}"
        now = {**articles, changed: news(i, "筹建"), **({added: news(i - 1)} if i else {})}
        del now[gone]
        articles = now
        report = build([write(tmp_path / "in", now)], out, page=False)
        assert (report.read, report.again, report.gone) == (1 + (i > 0), 1, (f"{gone}.txt",))
        assert sorted(os.listdir(out / "articles")) == sorted(article_file(f"{name}.txt") for name in now)
        if i % 5 == 0:
            assert contents(out) == fresh(tmp_path / "in", tmp_path / f"fresh{i}")
    assert contents(out) == fresh(tmp_path / "in", tmp_path / "last")


def test_reprints_come_and_go_with_their_originals_and_old_texts_are_not_looked_at_again(tmp_path: Path) -> None:
    text, out = "\n".join(news(i) for i in range(5)), tmp_path / "out"
    articles = {"a": text, "b": text + "（记者 周明）", "c": news(7), "d": "\n".join(news(i, "筹建") for i in range(20, 25))}

    def sketched() -> dict[str, int]:
        with sqlite3.connect(out / STORE) as store:
            return dict(store.execute("SELECT id, rowid FROM sketch"))

    def ties() -> int:
        return (out / "graph.ttl").read_text(encoding="utf-8").count(" kg:reprintOf article:")

    build([write(tmp_path / "in", articles)], out, page=False)
    first = sketched()
    assert ties() == 1 and sorted(first) == ["a.txt", "b.txt", "c.txt", "d.txt"]
    build([write(tmp_path / "in", {**articles, "a": articles["d"] + "。"})], out, page=False)
    again = sketched()
    assert ties() == 1 and {name for name in first if again[name] == first[name]} == {"b.txt", "c.txt", "d.txt"}
    assert contents(out) == fresh(tmp_path / "in", tmp_path / "fresh")
    build([write(tmp_path / "in", {"b": articles["b"], "c": articles["c"]})], out, page=False)
    assert ties() == 0 and sorted(sketched()) == ["b.txt", "c.txt"]


def test_what_has_not_changed_is_not_read_again(tmp_path: Path) -> None:
    inputs, out = write(tmp_path / "in", {str(i): news(i) for i in range(3)}), tmp_path / "out"
    first = build([inputs], out)
    before = contents(out)
    again = build([inputs], out)
    assert (first.read, again.read, again.again, again.changed) == (3, 0, 0, ())
    assert contents(out) == before


def test_what_only_comes_from_another_place_is_not_read_again(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(i), "text": news(i)}) + "\n" for i in range(3)]
    old, new, out = tmp_path / "in" / "old.jsonl", tmp_path / "in" / "new.jsonl", tmp_path / "out"
    old.parent.mkdir()
    old.write_text("".join(lines), encoding="utf-8")
    build([old.parent], out, page=False)
    old.rename(new)
    new.write_text("".join([json.dumps({"id": "above", "text": news(9)}) + "\n", *lines]), encoding="utf-8")
    report = build([new.parent], out, page=False)
    assert (report.read, report.again, report.gone) == (1, 0, ())
    assert contents(out) == fresh(new.parent, tmp_path / "fresh") and "old.jsonl" not in (out / "graph.ttl").read_text(encoding="utf-8")
    assert build([new.parent], out, page=False).read == 0


def test_a_change_of_ontology_reads_all_again_and_says_so(tmp_path: Path) -> None:
    inputs, out = write(tmp_path / "in", {"a": news(1), "b": news(2)}), tmp_path / "out"
    ontology = tmp_path / "my.ttl"
    ontology.write_text("@prefix x: <http://x.example/> . x:a x:b x:c .", encoding="utf-8")
    build([inputs], out, page=False)
    report = build([inputs], out, page=False, ontology=[ontology])
    assert (report.read, report.again, report.changed) == (2, 2, ("ontology",))
    (tmp_path / "in" / "c.txt").write_text(news(3), encoding="utf-8")
    report = build([inputs], out, page=False, ontology=[ontology])
    assert (report.read, report.again, report.changed) == (1, 0, ())


def test_a_date_that_changes_is_read_again(tmp_path: Path) -> None:
    inputs, out = write(tmp_path / "in", {"a": news(1)}), tmp_path / "out"
    build([inputs], out, page=False)
    report = build([inputs], out, page=False, date=datetime.date(2024, 5, 2))
    assert report.read == report.again == 1
    assert "2024-05-02" in (out / "graph.ttl").read_text(encoding="utf-8")


def test_keep_adds_and_takes_nothing_away(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for i in range(3):
        report = build([write(tmp_path / "in", {str(i): news(i)})], out, page=False, keep=True)
        assert (report.articles, report.read, report.gone) == (i + 1, 1, ())
    whole = fresh(write(tmp_path / "in", {str(i): news(i) for i in range(3)}), tmp_path / "fresh")
    kept = contents(out)
    del kept["inputs.csv"], whole["inputs.csv"]  # the account is of what was given last
    assert kept == whole
    model = tmp_path / "my.ttl"
    model.write_text("", encoding="utf-8")
    report = build([write(tmp_path / "in", {"0": news(0)})], out, page=False, keep=True, ontology=[model])
    assert (report.articles, report.read) == (3, 3)


def test_files_of_others_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([write(tmp_path / "in", {"a": news(1), "b": news(2)})], out, page=False)
    (out / "articles" / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    build([write(tmp_path / "in", {"b": news(2)})], out, page=False)
    assert sorted(os.listdir(out / "articles")) == [article_file("b.txt"), "notes.txt"]
    assert (out / "notes.txt").exists()


def test_a_damaged_store_is_begun_anew(tmp_path: Path) -> None:
    inputs, out = write(tmp_path / "in", {"a": news(1), "b": news(2)}), tmp_path / "out"
    build([inputs], out, page=False)
    before = contents(out)
    (out / STORE).write_bytes(b"no database at all" * 100)
    assert build([inputs], out, page=False).read == 2
    assert contents(out) == before
    with sqlite3.connect(out / STORE) as store:
        store.execute("UPDATE reading SET claims = x'00' WHERE id = 'a.txt'")
    store.close()
    with pytest.raises(OutputError, match=r"a\.txt is damaged.*again"):
        build([inputs], out, page=False)
    assert contents(out) == before
    assert build([inputs], out, page=False).read == 1
    assert contents(out) == before


def test_a_store_that_is_damaged_within_is_taken_away_and_begun_anew(tmp_path: Path) -> None:
    """A page of the table, not the head of the file: SQLite opens it and finds the fault on the way."""
    inputs, out = write(tmp_path / "in", {f"{i:02}": news(i) for i in range(12)}), tmp_path / "out"
    build([inputs], out, page=False)
    before = contents(out)
    with sqlite3.connect(out / STORE) as store:
        [root, size] = store.execute(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE name = 'reading'"
        ).fetchone()
    store.close()
    content = bytearray((out / STORE).read_bytes())
    content[(root - 1) * size : root * size] = b"\xff" * size
    (out / STORE).write_bytes(content)
    with pytest.raises(OutputError, match="is damaged .* taken away; run the same command again") as caught:
        build([inputs], out, page=False)
    assert "\n" not in str(caught.value) + caught.value.in_language("zh") and not (out / STORE).exists()
    assert contents(out) == before
    assert build([inputs], out, page=False).read == 12
    assert contents(out) == before


def test_a_store_whose_tables_have_no_names_is_begun_anew(tmp_path: Path) -> None:
    """SQLite quotes them in what it says, and they are no text."""
    inputs, out = write(tmp_path / "in", {"a": news(1)}), tmp_path / "out"
    build([inputs], out, page=False)
    before, content = contents(out), (out / STORE).read_bytes()
    (out / STORE).write_bytes(content.replace(b"CREATE TABLE written", b"CREATE TABLE \xe1 \xe1tten"))
    assert build([inputs], out, page=False).read == 1
    assert contents(out) == before


def test_a_store_with_an_id_that_is_no_text_is_taken_away_and_begun_anew(tmp_path: Path) -> None:
    """A flipped bit makes bytes of what was text."""
    inputs, out = write(tmp_path / "in", {"a": news(1), "b": news(2)}), tmp_path / "out"
    build([inputs], out, page=False)
    before = contents(out)
    with sqlite3.connect(out / STORE) as store:
        store.execute("UPDATE reading SET id = x'e181' WHERE rowid = 1")
    store.close()
    with pytest.raises(OutputError, match="is damaged .an id in it is no text. and was taken away"):
        build([inputs], out, page=False)
    assert build([inputs], out, page=False).read == 2
    assert contents(out) == before


def test_a_second_build_into_one_folder_says_so(tmp_path: Path) -> None:
    inputs, out = write(tmp_path / "in", {"a": news(1)}), tmp_path / "out"
    build([inputs], out, page=False)
    before = contents(out)
    with open_store(out / STORE), pytest.raises(OutputError, match="another kg build is writing there") as raised:
        build([inputs], out, page=False)
    assert "\n" not in str(raised.value) and raised.value.in_language("zh") != str(raised.value)
    assert contents(out) == before
    build([inputs], out, page=False)


# Ends that come early

KILLED = """
import os, signal, sys
from pathlib import Path
import kg.building, kg.graph.writing, kg.placing, kg.readings.store
inputs, out, where, count = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
left = [count]
def end(*_):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), getattr(signal, sys.argv[5]))
def before(module, name):
    real = getattr(module, name)
    def patched(*args, **options):
        end()
        return real(*args, **options)
    setattr(module, name, patched)
class Os:
    def __getattr__(self, name): return getattr(os, name)
    def replace(self, *args):
        end()
        return os.replace(*args)
if where == "placing":
    kg.placing.os = Os()
elif where == "store":
    before(kg.readings.store.Store, "add")
elif where == "writing":
    for name in ("resolve", "GraphFacts", "write_account", "write_facts"): before(kg.building, name)
elif where == "sorting":
    before(kg.graph.writing._Sorter, "add")
kg.building.build([inputs], out, page=False, workers=2, progress=end if where == "reading" else None)
print("done")
"""
MOMENTS = [
    ("reading", 1),
    ("reading", BATCH + 3),
    ("store", 1),
    *(("writing", n) for n in range(4)),
    *(("sorting", n) for n in (1, 40)),
    *(("placing", n) for n in (0, 1, 2)),
]


def run_killed(inputs: Path, out: Path, where: str, count: int, number: str = "SIGKILL") -> int:
    words = [sys.executable, "-c", KILLED, str(inputs), str(out), where, str(count), number]
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    return run.returncode


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, Path]]:
    """Inputs, the graph of an earlier state of them, and that of the present state, made from nothing."""
    folder = tmp_path_factory.mktemp("two")
    articles = {f"{i:03}": news(i) for i in range(BATCH * 2 + 5)}
    build([write(folder / "in", {**articles, "000": news(7, "撤销"), "zzz": news(99)})], folder / "old", page=False)
    build([write(folder / "in", articles)], folder / "new", page=False)
    yield folder / "in", folder / "old", folder / "new"


@pytest.mark.slow
@pytest.mark.parametrize(("where", "count"), MOMENTS, ids=lambda value: str(value))
def test_a_killed_build_goes_on_to_the_same_bytes(where: str, count: int, two: tuple[Path, Path, Path], tmp_path: Path) -> None:
    inputs, old, new = two
    out = tmp_path / "out"
    subprocess.run(["cp", "-r", str(old), str(out)], check=True)
    if where in ("reading", "store"):
        (out / STORE).unlink()
    before = contents(out)
    assert run_killed(inputs, out, where, count) == -signal.SIGKILL
    if where != "placing":
        assert contents(out) == before | {name: body for name, body in contents(out).items() if name.startswith(".kg-new/")}
    report = build([inputs], out, page=False)
    assert contents(out) == contents(new)
    assert rows(out) == rows(new)
    if where == "reading":
        assert report.read == BATCH * 2 + 5 - BATCH * (count // BATCH)


def test_workers_end_with_the_build_that_started_them(tmp_path: Path, two: tuple[Path, Path, Path]) -> None:
    program = KILLED.replace('print("done")', "").replace("kg.building.build(", "print(os.getpgid(0), flush=True); kg.building.build(")
    words = [sys.executable, "-c", program, str(two[0]), str(tmp_path / "out"), "reading", "1", "SIGKILL"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, start_new_session=True, text=True) as run:
        assert run.stdout is not None
        group = int(run.stdout.readline())
        run.wait()
    for _ in range(300):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    raise AssertionError("workers live on")


FULL = """
import resource, sys
from pathlib import Path
from kg.building import build
from kg.errors import OutputError
import kg.interpret
kg.interpret.grammar_of()
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    build([Path(sys.argv[1])], Path(sys.argv[2]), page=False)
except OutputError as error:
    print(str(error))
"""


@pytest.mark.slow
@pytest.mark.parametrize("size", [1 << 12, 1 << 15, 1 << 16], ids=["the store", "later in the store", "with a store"])
def test_a_full_disk_is_told_and_the_old_graph_stays(size: int, two: tuple[Path, Path, Path], tmp_path: Path) -> None:
    inputs, old, new = two
    out = tmp_path / "out"
    subprocess.run(["cp", "-r", str(old), str(out)], check=True)
    if size < 1 << 16:
        (out / STORE).unlink()
    before = contents(old)
    words = [sys.executable, "-c", FULL, str(inputs), str(out), str(size)]
    run = subprocess.run(words, capture_output=True, text=True, check=True)
    assert "cannot be written" in run.stdout and run.stdout.count("\n") == 1, run.stderr
    assert {name: (out / name).read_bytes() for name in before} == before
    build([inputs], out, page=False)
    assert contents(out) == contents(new)


# Articles that cannot be read

GOOD = [Article(str(i), news(i)) for i in range(3)]
BAD = Article("bad", "坏：" + news(9))


def break_reading(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    real = interpret.interpret

    def broken(doc: Doc, *rest: object) -> object:
        if doc.article.id != "bad":
            return real(doc, *rest)  # type: ignore[arg-type]
        if how == "error":
            raise KeyError("grammar")
        if how == "time":
            while True:
                pass
        if how == "waiting":
            time.sleep(600)
        if how == "memory":
            return [bytes(1 << 20) for _ in range(1 << 20)]
        os._exit(9)

    monkeypatch.setattr(interpret, "interpret", broken)


REASONS = {
    "error": "reading failed: KeyError: 'grammar'",
    "time": "took longer than 2 seconds",
    "waiting": "took longer than 0.1 seconds",
    "memory": "took more than 200 MB of memory",
}


@pytest.mark.parametrize("how", REASONS)
def test_an_article_that_cannot_be_read_is_put_aside(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    list(read_all([*GOOD, BAD]))  # what is loaded at first counts for no article
    break_reading(monkeypatch, how)
    limits = {"error": None, "time": Limits(2, 2000), "waiting": Limits(0.1, 2000), "memory": Limits(100, 200)}
    outcomes = list(read_all([GOOD[0], BAD, *GOOD[1:]] if how != "waiting" else [BAD], limits=limits[how]))
    assert [type(outcome) for outcome in outcomes] == ([Read, Rejected, Read, Read] if how != "waiting" else [Rejected])
    [rejected] = [outcome for outcome in outcomes if isinstance(outcome, Rejected)]
    assert rejected.article == BAD and str(rejected.reason) == REASONS[how] and rejected.reason.in_language("zh") != REASONS[how]


def test_an_article_that_kills_its_worker_is_found_and_put_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    break_reading(monkeypatch, "death")
    articles = [Article(f"{i:03}", news(i)) for i in range(BATCH * 3)]
    outcomes = list(read_all([*articles[:40], BAD, *articles[40:]], workers=2))
    assert [outcome.article.id for outcome in outcomes if isinstance(outcome, Rejected)] == ["bad"]
    assert [outcome.article.id for outcome in outcomes if isinstance(outcome, Read)] == [article.id for article in articles]


def test_a_build_goes_on_without_it_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = tmp_path / "in.jsonl"
    lines = [{"id": article.id, "text": article.text} for article in (*GOOD, BAD)]
    inputs.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with monkeypatch.context() as patch:
        break_reading(patch, "error")
        report = build([inputs], tmp_path / "out", page=False)
        assert (report.articles, [one.article.id for one in report.rejected]) == (3, ["bad"])
        [line] = (tmp_path / "out" / "rejected.jsonl").read_text(encoding="utf-8").splitlines()
        assert json.loads(line)["id"] == "bad" and "KeyError" in json.loads(line)["reason"]
        inputs.write_text(json.dumps(lines[-1]), encoding="utf-8")
        with pytest.raises(InputError, match="no article could be read.*bad"):
            build([inputs], tmp_path / "none", page=False)
    report = build([inputs], tmp_path / "out", page=False, keep=True)
    assert (report.articles, report.read, report.rejected) == (4, 1, ())
    assert not (tmp_path / "out" / "rejected.jsonl").exists()


def test_the_basis_tells_what_changed(tmp_path: Path) -> None:
    model = tmp_path / "model.onnx"
    model.write_bytes(b"other")
    assert basis_of("bundled", (), model).changed(basis_of("bundled")) == ("model",)
    assert basis_of("hanlp:X").changed(basis_of("bundled")) == ("engine",)


# The command


def test_a_watched_folder_is_built_again(tmp_path: Path) -> None:
    pytest.importorskip("watchfiles")
    inputs = write(tmp_path / "in", {"a": news(1)})
    out = inputs / "out"  # what is written there is no change
    words = [sys.executable, "-m", "kg", "--lang", "en", "build", str(inputs), "-o", str(out), "--no-page", "--watch"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
        assert run.stdout is not None
        said: list[str] = []
        for line in run.stdout:
            said.append(line)
            if line.startswith("watching"):
                (inputs / "b.txt").write_text(news(2), encoding="utf-8")
            if "1 article read, 1 unchanged" in line:
                (inputs / "b.txt").write_bytes(bytes(range(256)) * 40)
                (inputs / "a.txt").unlink()
            if line.startswith("kg: b.txt"):
                (inputs / "b.txt").write_text(news(3), encoding="utf-8")
            if "1 article read, 0 unchanged" in line:
                run.send_signal(signal.SIGTERM)
        assert run.wait() == 143, "".join(said)
    assert sorted(os.listdir(out / "articles")) == [article_file("b.txt")]
    assert news(3) in (out / "articles" / article_file("b.txt")).read_text(encoding="utf-8")


def test_a_watch_needs_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(news(1), encoding="utf-8")
    run = kg("build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--watch")
    assert run.returncode == 2 and "--watch needs a folder" in run.stderr


def kg(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "kg", "--lang", "en", *words], capture_output=True, text=True, check=False)


def test_the_command_says_what_it_read_and_what_it_put_aside(tmp_path: Path) -> None:
    inputs, out = write(tmp_path / "in", {"a": news(1), "b": news(2)}), tmp_path / "out"
    first = kg("build", str(inputs), "-o", str(out), "--no-page")
    assert first.returncode == 0 and "unchanged" not in first.stdout
    (inputs / "a.txt").unlink()
    assert "0 articles read, 1 unchanged since the last build, 1 gone" in kg("build", str(inputs), "-o", str(out), "--no-page").stdout
    (inputs / "c.txt").write_text(news(3) * 3000, encoding="utf-8")
    last = kg("build", str(inputs), "-o", str(out), "--no-page", "--seconds", "0.3")
    assert last.returncode == 3, last.stderr
    assert "put aside: c.txt: took longer than 0.3 seconds" in last.stderr and "rejected.jsonl" in last.stderr


@pytest.fixture
def interruptible() -> Iterator[None]:
    """What this process starts hears SIGINT, also where the tests run in the background of a shell, which turns it off."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_the_command_stops_with_one_line(name: str, code: int, interruptible: None, tmp_path: Path) -> None:
    inputs, out = write(tmp_path / "in", {f"{i:03}": news(i) for i in range(BATCH * 3)}), tmp_path / "out"
    words = [sys.executable, "-m", "kg", "--lang", "en", "build", str(inputs), "-o", str(out), "--no-page", "--workers", "2"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True) as run:
        assert run.stderr is not None
        assert run.stderr.readline().startswith("reading")
        os.killpg(run.pid, getattr(signal, name))
        rest = run.stderr.read()
        assert run.wait() == code, rest
    assert [line for line in rest.splitlines() if not line.startswith("reading")] == [
        "kg: stopped; what was there before is untouched and what was read is kept: the same command goes on from here"
    ]
    assert kg("build", str(inputs), "-o", str(out), "--no-page").returncode == 0
