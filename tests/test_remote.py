"""Inputs on shared storage: the same articles, ids and graph as from a folder; what is wrong with an address is told at once."""

from __future__ import annotations

import io
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.building import build
from kg.cli import main
from kg.errors import InputError
from kg.given import find_files
from kg.inputs import Account, read_inputs
from kg.remote import Address, is_address, open_stored, to_place

fsspec = pytest.importorskip("fsspec")

NEWS = {
    "2024-05-21.txt": "5月20日，涪江大学与蜀光公司在绵阳市成立清江研究院。",
    "晚报/2024-05-22.txt": "茂林大学昨日主办第二届草业论坛。",
    "晚报/表.csv": "编号,日期,正文\n一,2024-05-23,岭南医院与清江大学签署合作协议。\n",
    "晚报/.hidden.txt": "隐藏。",
    "某页.html": "<html><body><p>蜀光公司研制出新型水轮机。</p></body></html>",
    "某页_files/note.txt": "附件。",
    "旧/graph.ttl": "",
    "旧/inputs.csv": "",
    "旧/articles/a.txt": "茂林大学。",
}


def zipped() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.txt", "清江大学成立草业研究所。")
    return content.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in NEWS.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    (tmp_path / "in" / "旧报.zip").write_bytes(zipped())
    return tmp_path / "in"


@pytest.fixture
def store(folder: Path) -> Iterator[str]:
    """The same files in a storage that lives in this process."""
    system = fsspec.filesystem("memory")
    system.put(f"{folder}/", "/desk/in/", recursive=True)
    yield "memory://desk/in"
    system.rm("/desk", recursive=True)


def rows(account: Account) -> list[tuple[object, ...]]:
    return [
        (e.place, e.kind, e.state, e.remark_in("zh"), [(a.id, a.sha256, a.date, a.source) for a in e.articles]) for e in account.entries
    ]


def test_a_folder_of_a_storage_is_read_as_one_on_the_disk(folder: Path, store: str) -> None:
    found = read_inputs(store)
    assert rows(found) == rows(read_inputs(folder))
    assert len(found.articles) == 5
    assert {entry.place for entry in found.entries if entry.state == "left out"} >= {"晚报/.hidden.txt", "某页_files/note.txt"}


def test_files_and_patterns(folder: Path, store: str) -> None:
    system = fsspec.filesystem("memory")
    one = Address(f"{store}/2024-05-21.txt")
    assert [given.name for given in find_files([one, one])] == ["2024-05-21.txt"]
    assert [given.name for given in find_files([Address(f"{store}/*/2024*.txt")])] == ["晚报/2024-05-22.txt"]
    assert [given.name for given in find_files([Address("memory://desk/*")])] == [f"in/{g.name}" for g in find_files([Address(store)])]
    # A name that looks like a pattern is that of a file where there is one.
    system.pipe("/desk/in/[一].txt", "海州大学。".encode())
    assert [given.name for given in find_files([Address(f"{store}/[一].txt")])] == ["[一].txt"]
    # One file twice, by its address and by its path, and two of one name.
    local = folder / "2024-05-21.txt"
    assert len(find_files([Address(f"file://{local}"), local])) == 1
    assert len({given.name for given in find_files([one, local])}) == 2


def test_a_build_goes_on_where_it_was(folder: Path, store: str, tmp_path: Path) -> None:
    build([folder], tmp_path / "here", page=False)
    first = build([store], tmp_path / "there", page=False)
    for name in ("graph.ttl", "inputs.csv"):
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()
    assert first.read == first.articles == 5
    fsspec.filesystem("memory").pipe("/desk/in/2024-05-21.txt", "5月20日，涪江大学成立海岸研究院。".encode())
    fsspec.filesystem("memory").rm("/desk/in/晚报/表.csv")
    again = build([store], tmp_path / "there", page=False)
    assert (again.read, again.gone) == (1, ("一",))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("memory://nowhere/a.txt", "no such file or folder"),
        ("memory://nowhere/*.txt", "no such file or folder"),
        ("nosuch://bucket/a.txt", "Protocol not known: nosuch"),
        ("https://example.org/a.html", "pages of the web are not fetched"),
        ("zip://a.txt::memory://desk/a.zip", "a chain of storages"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_wrong_with_an_address_is_one_line(
    url: str, words: str, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", url, "-o", str(tmp_path / "out"), "--lang", lang]) == 1
    said = capsys.readouterr().err.strip()
    assert "\n" not in said and url in said and (words in said) is (lang == "en" or url.startswith("nosuch"))
    assert not (tmp_path / "out").exists()


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(InputError, match=r"a package for s3:// is not installed .*kg\[remote\]"):
        find_files([Address("s3://bucket/a.txt")])
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(InputError, match=r"addresses need fsspec, which is not installed: pip install kg\[remote\]"):
        find_files([Address("s3://bucket/a.txt")])


def test_a_password_is_not_told() -> None:
    with pytest.raises(InputError) as caught:
        find_files([Address("nosuch://reader:secret@store/a.txt")])
    assert "nosuch://reader@store/a.txt" in str(caught.value) and "secret" not in str(caught.value) + caught.value.in_language("zh")


def test_what_breaks_off_is_refused_and_the_rest_read(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = type(fsspec.filesystem("memory")).open

    def break_off(self: Any, path: str, *words: Any, **more: Any) -> Any:
        if path.endswith(".html"):
            raise RuntimeError("the line\nis dead")
        return whole(self, path, *words, **more)

    monkeypatch.setattr(type(fsspec.filesystem("memory")), "open", break_off)
    account = read_inputs(store)
    assert [entry.remark_in("en") for entry in account.refused] == ["某页.html: cannot be read (the line is dead)"]
    assert len(account.articles) == 4


def test_small_files_are_fetched_ahead_where_a_storage_serves_several(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kind, before = type(fsspec.filesystem("memory")), read_inputs(store)
    whole, meeting = kind.cat_file, threading.Barrier(3)

    def wait(self: Any, path: str, *words: Any, **more: Any) -> Any:
        if path.endswith(".txt"):  # three of them, which go on only when all have been asked for
            meeting.wait(timeout=30)
        if path.endswith(".html"):
            raise RuntimeError("the line\nis dead")
        return whole(self, path, *words, **more)

    monkeypatch.setattr(kind, "async_impl", True)
    monkeypatch.setattr(kind, "cat_file", wait)
    fsspec.filesystem("memory").pipe("/desk/in/晚报/三.txt", "海州大学开学。".encode())
    account = read_inputs(store)
    assert [entry.remark_in("en") for entry in account.refused] == ["某页.html: cannot be read (the line is dead)"]
    kept = [article.id for article in before.articles if article.id != "某页.html"]
    assert [article.id for article in account.articles if article.id != "晚报/三.txt"] == kept
    # One that is large is read when its turn comes.
    monkeypatch.setattr("kg.remote.SMALL", 0)
    assert len(read_inputs(store).articles) == 6


def test_a_stream_goes_back_and_forth(store: str) -> None:
    [given] = find_files([Address(f"{store}/2024-05-21.txt")])
    with open_stored(given.path) as stream:  # type: ignore[arg-type]
        whole = stream.read()
        assert whole.decode() == NEWS["2024-05-21.txt"]
        assert stream.seek(-9, io.SEEK_END) == len(whole) - 9 == stream.tell()
        assert stream.read() == whole[-9:] and stream.read() == b""
        assert stream.seek(3) == 3 and stream.read(3) == whole[3:6]


def test_words_are_addresses_or_paths() -> None:
    assert to_place("s3://桶/新闻/*.txt") == Address("s3://桶/新闻/*.txt")
    assert to_place("新闻/a.txt") == Path("新闻/a.txt")
    assert not is_address("s3:/a") and not is_address("a b://c")


@pytest.fixture
def bucket(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The same files in a bucket of a server on this machine that speaks S3."""
    moto, s3fs = pytest.importorskip("moto.server"), pytest.importorskip("s3fs")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    for name, value in (("ACCESS_KEY_ID", "desk"), ("SECRET_ACCESS_KEY", "desk"), ("ENDPOINT_URL", f"http://127.0.0.1:{port}")):
        monkeypatch.setenv(f"AWS_{name}", value)
    s3fs.S3FileSystem.clear_instance_cache()
    system = s3fs.S3FileSystem()
    system.makedirs("desk", exist_ok=True)
    system.put(f"{folder}/", "desk/in/", recursive=True)
    system.touch("desk/in/空/")  # as some programs mark a folder
    yield "s3://desk/in"
    server.stop()
    s3fs.S3FileSystem.clear_instance_cache()


def test_a_bucket_is_read_as_a_folder(folder: Path, bucket: str) -> None:
    assert rows(read_inputs(bucket)) == rows(read_inputs(folder))
    assert rows(read_inputs("s3://desk/in/旧报.zip")) == rows(read_inputs(folder / "旧报.zip"))
    assert [given.name for given in find_files([Address("s3://desk/*/*.zip")])] == ["in/旧报.zip"]
    for url, words in (("s3://desk/none", "no such file"), ("s3://nobody/a.txt", "no such file"), ("s3://nobody", "no such file")):
        with pytest.raises(InputError, match=words):
            find_files([Address(url)])


def test_a_bucket_out_of_reach_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    s3fs = pytest.importorskip("s3fs")
    for name, value in (("ACCESS_KEY_ID", "desk"), ("SECRET_ACCESS_KEY", "desk"), ("ENDPOINT_URL", "http://127.0.0.1:9")):
        monkeypatch.setenv(f"AWS_{name}", value)
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(InputError, match="s3://desk/in: cannot be reached: .*connect"):
        find_files([Address("s3://desk/in")])
