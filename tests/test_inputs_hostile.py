"""Hostile files: each gets one clear line, in bounded time and memory; what lies beside it is read; nothing is fetched or written."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import stat
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.inputs import read_inputs

NEWS = "海洋馆昨日重新开馆\n海州海洋馆6月8日重新开馆。新馆分为三层，展出鱼类四百多种。"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'


def zipped(members: dict[str, bytes | str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def nested(depth: int) -> bytes:
    content: bytes = zipped({"a.txt": NEWS})
    for level in range(depth):
        content = zipped({f"{level}.zip": content})
    return content


def linked_zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return held.getvalue()


def tarred(*infos: tarfile.TarInfo, content: bytes = b"") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for info in infos:
            info.size = len(content) if info.isfile() else 0
            archive.addfile(info, io.BytesIO(content))
    return held.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def locked_zip() -> bytes:
    content = bytearray(zipped({"a.txt": NEWS}))
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(magic) + place] |= 1
    return bytes(content)


def docx(head: str, body: str) -> bytes:
    return zipped({"word/document.xml": f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'})


def odt(head: str, body: str) -> bytes:
    spaces = 'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    content = f'<?xml version="1.0"?>{head}<o:document-content {spaces}><o:body><text:p>{body}</text:p></o:body></o:document-content>'
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


# Name of the file -> what is in it, and a word of the line that says why it is refused.
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.zip": (lambda: zipped({"a.txt": "海".encode() * (30 << 20)}), "times its size|more than 64 MB"),
    "bomb.jsonl.gz": (lambda: gzip.compress(b'{"a":' + b"\n" * (300 << 20), 1), "times its size|more than 5,000,000 lines"),
    "bomb.txt.xz": (lambda: lzma.compress("海".encode() * (30 << 20), preset=0), "more than 64 MB|times its size|empty"),
    "nested.zip": (lambda: nested(6), "more than 3 deep"),
    "path.zip": (lambda: zipped({"../../etc/a.txt": NEWS}), "leads out of the archive"),
    "absolute.zip": (lambda: zipped({"/etc/a.txt": NEWS}), "leads out of the archive"),
    "drive.zip": (lambda: zipped({"C:\\a.txt": NEWS}), "leads out of the archive"),
    "link.zip": (linked_zip, "a link"),
    "link.tar": (lambda: tarred(member("a.txt", tarfile.SYMTYPE, "/etc/passwd")), "a link"),
    "hard.tar": (lambda: tarred(member("a.txt", tarfile.LNKTYPE, "/etc/passwd")), "a link"),
    "path.tar": (lambda: tarred(member("../a.txt"), content=NEWS.encode()), "leads out of the archive"),
    "device.tar": (lambda: tarred(member("null", tarfile.CHRTYPE)), "neither a file"),
    "locked.zip": (locked_zip, "password"),
    "empty.zip": (lambda: zipped({}), "no file in the archive"),
    "cut.zip": (lambda: zipped({"a.txt": NEWS})[:60], "broken or cut off"),
    "cut.txt.gz": (lambda: gzip.compress(NEWS.encode() * 9)[:-20], "broken or cut off"),
    "cut.txt.xz": (lambda: lzma.compress(NEWS.encode())[:-8], "broken or cut off"),
    "cut.tar": (lambda: tarred(member("a.txt"), content=NEWS.encode() * 90)[:900], "broken or cut off|no file"),
    "cut.docx": (lambda: docx("", paragraph(NEWS))[:-40], "broken or cut off"),
    "cut.rtf": (lambda: b"{\\rtf1\\ansi\\ansicpg936 \\'ba\\'a3", "broken or cut off"),
    "cut.xlsx": (lambda: zipped({"xl/workbook.xml": "<workbook"}), "broken or cut off"),
    "laughs.docx": (lambda: docx(LAUGHS, paragraph("&i;")), "defines entities"),
    "laughs.odt": (lambda: odt(LAUGHS, "&i;"), "defines entities"),
    "outside.docx": (lambda: docx(OUTSIDE, paragraph("&f;")), "defines entities"),
    "large.docx": (lambda: docx("", paragraph("a" * (66 << 20))), "larger than|times its size"),
    "line.txt": (lambda: "海".encode() * (23 << 20), "more than 64 MB"),
    "long.txt": (lambda: "海".encode() * 1_200_000, "characters in one text"),
    "line.jsonl": (lambda: b'{"text": "' + b"a" * (20 << 20), "a line of more than 16 MB"),
    "binary.txt": (lambda: bytes(range(256)) * 400, "no text"),
    "noise.dat": (lambda: bytes((i * 7919 + i // 3) % 256 for i in range(9000)), "no text|hardly any Chinese"),
    "nuls.txt": (lambda: bytes(5000), "empty"),
    "deep.json": (lambda: b"[" * 200_000, "not JSON"),
    "film.mp4": (lambda: b"\0\0\0\x20ftypisom\0\0\2\0isomiso2" + bytes(range(256)) * 40, "a video"),
    "speech.wav": (lambda: b"RIFF\0\0\1\0WAVEfmt " + bytes(range(256)) * 40, "a sound recording"),
    "photo.heic": (lambda: b"\0\0\0\x18ftypheic" + bytes(range(256)) * 40, "save it as .png or .jpg"),
    "thesis.caj": (lambda: b"CAJ\0\0" + bytes(range(256)) * 40, "a CAJ document"),
    "book.mobi": (lambda: b"book" + bytes(56) + b"BOOKMOBI" + bytes(range(256)) * 40, "convert it to .epub"),
    "notice.ofd": (lambda: zipped({"OFD.xml": "<a/>", "Doc_0/Document.xml": "<a/>"}), "an OFD document"),
    "talk.pptx": (lambda: zipped({"ppt/presentation.xml": "<a/>"}), "slides"),
    "cut.epub": (lambda: zipped({"META-INF/container.xml": "<container><rootfiles>"}), "broken or cut off"),
    "laughs.epub": (lambda: zipped({"META-INF/container.xml": f"{LAUGHS}<container>&i;</container>"}), "defines entities"),
    "page.url": (lambda: b"[InternetShortcut]\r\nURL=http://127.0.0.1:9/\r\n", "a link to a page"),
    "table.dbf": (lambda: b"\3\x7a\1\1" + bytes(range(256)) * 40, "no other kind that is read"),
    "old.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "old Office"),
    "sound.mp3": (lambda: b"ID3" + bytes(200), "sound"),
    "a.7z": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(200), "7z archive"),
    "a.rar": (lambda: b"Rar!\x1a\x07" + bytes(200), "RAR archive"),
    "list.html": (lambda: ("<html><body>" + "<li><a href='/a'>海洋馆昨日重新开馆</a></li>" * 50).encode(), "without an article"),
    "deep.html": (lambda: ("<div><span>" * 30_000 + "海州海洋馆6月8日重新开馆，馆长林一说准备了两年。").encode(), "without an article"),
    "data.xml": (lambda: f"<?xml version='1.0'?>{LAUGHS}<a>&i;</a>".encode(), "XML"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_files_are_refused_on_one_line_and_the_rest_is_read(name: str, tmp_path: Path) -> None:
    make, words = REFUSED[name]
    (tmp_path / name).write_bytes(make())
    (tmp_path / "z.txt").write_text(NEWS, encoding="utf-8")
    account = read_inputs([tmp_path])
    assert [article.id for article in account.articles] == ["z.txt"]
    assert 0 < len(account.refused) < 4
    assert any(word in entry.remark_in("en") for word in words.split("|") for entry in account.refused), account.refused
    for entry in account.refused:
        assert name.split(".")[0] in entry.remark_in("en") and entry.remark_in("en") != entry.remark_in("zh")
        told = entry.remark_in("zh"), entry.remark_in("en")
        assert "\n" not in "".join(told) and max(map(len, told)) < 400
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "z.txt"])


@pytest.mark.parametrize(("name", "kind"), [("cut.docx", "docx"), ("CUT.XLSX", "workbook"), ("cut.zip", "zip"), ("cut", "zip")])
def test_a_package_cut_off_is_told_as_what_its_name_says(name: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(docx("", paragraph(NEWS))[:-40])
    [refused] = read_inputs([tmp_path]).refused
    assert refused.kind == kind and "broken or cut off" in refused.remark_in("en")


# Files that look hostile and yet hold news.
READ: dict[str, bytes] = {
    "deep.html": ("<html><body>" + "<div>" * 1000 + "<p>海州海洋馆6月8日重新开馆，馆长林一说准备了两年。</p>").encode(),
    "surrogate.jsonl": json.dumps({"text": "海洋馆\ud800开馆。"}).encode(),
    "nul.txt": NEWS.encode().replace("。".encode(), "。\0".encode(), 1),
    "half.txt": NEWS.encode()[:-1],
    "picture.html": f"<html><body><p><img src='data:image/png;base64,{'A' * 9_000_000}'></p><p>{NEWS}</p></body></html>".encode(),
    "script.html": f"<html><body><script src='http://127.0.0.1:9/x.js'></script><iframe src='file:///etc/passwd'></iframe><p>{NEWS}</p>".encode(),
    "deep.docx": docx("", "<w:sdt>" * 5000 + paragraph(NEWS) + "</w:sdt>" * 5000),
}


@pytest.mark.parametrize("name", READ)
def test_odd_files_that_hold_news_are_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(READ[name])
    account = read_inputs([tmp_path])
    assert account.refused == ()
    assert "开馆" in account.articles[0].text and "\0" not in account.articles[0].text


MEASURED = """
import re, sys
from pathlib import Path
from kg.inputs import read_inputs
account = read_inputs([Path(sys.argv[1])])
print(len(account.articles), len(account.refused), int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is told by Linux")
def test_a_folder_of_bombs_takes_bounded_memory(tmp_path: Path) -> None:
    for name in ("bomb.zip", "bomb.jsonl.gz", "bomb.txt.xz", "line.txt", "line.jsonl", "large.docx"):
        (tmp_path / name).write_bytes(REFUSED[name][0]())
    run = subprocess.run([sys.executable, "-c", MEASURED, str(tmp_path)], capture_output=True, text=True, check=True, timeout=600)
    articles, refused, megabytes = map(int, run.stdout.split())
    assert articles == 0 and refused >= 6 and megabytes < 400
