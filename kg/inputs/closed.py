"""Kinds of file that hold no text to be read, told by how they begin: what each is, and what to do instead."""

from __future__ import annotations

import re

from kg.errors import InputError
from kg.messages import Message, message

SOUND = message("a sound recording; write down what is said and give that")
FILM = message("a video; write down what is said and give that")
PROGRAM = message("a program, which holds no articles; leave it out")
FONT = message("a font, which holds no articles; leave it out")
PACKED = message("a compressed file of a kind that is not read; unpack it, or make a .zip")
DATABASE = message("a database; write it as CSV or JSON lines")
DATA = message("data of another program; write it as CSV or JSON lines")
CAJ = message("a CAJ document; open it in CAJViewer and print it as PDF, or copy its text")
FIXED = message("a document with fixed pages; print it as PDF")
BOOK = message("an e-book of a kind that is not read; convert it to .epub")
PHOTO = message("a picture of a kind that is not read; save it as .png or .jpg")
# Where a file begins to tell (bytes from its beginning), what stands there, and what it is: in English and Chinese, with what to do.
CLOSED = (
    (0, b"7z\xbc\xaf\x27\x1c", message("a 7z archive; unpack it, or make a .zip")),
    (0, b"Rar!", message("a RAR archive; unpack it, or make a .zip")),
    (0, b"\x28\xb5\x2f\xfd", message("a zstd file; unpack it first")),
    *((0, magic, PACKED) for magic in (b"\x04\x22\x4d\x18", b"\x1f\x9d", b"\x5d\0\0\x80\0", b"MSCF", b"xar!")),
    *((0, magic, PROGRAM) for magic in (b"\x7fELF", b"MZ", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\0asm", b"dex\n")),
    *((0, magic, FONT) for magic in (b"\0\1\0\0\0", b"OTTO", b"ttcf", b"wOFF", b"wOF2")),
    (0, b"SQLite format 3", DATABASE),
    *((4, magic, DATABASE) for magic in (b"Standard Jet DB", b"Standard ACE DB")),
    (0, b"PAR1", message("a Parquet file; write it as CSV or JSON lines")),
    *((0, magic, DATA) for magic in (b"ARROW1", b"\x93NUMPY", b"\x80\4\x95", b"\x89HDF", b"$FL2", b"<stata_dta>", b"bplist00")),
    *((0, magic, SOUND) for magic in (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf1", b"OggS", b"fLaC", b"#!AMR", b"MThd")),
    *((8, magic, SOUND) for magic in (b"WAVEfmt", b"M4A ", b"M4B ", b"AIFF")),
    *((8, magic, PHOTO) for magic in (b"heic", b"heix", b"mif1", b"msf1", b"avif")),
    *((0, magic, FILM) for magic in (b"\x1aE\xdf\xa3", b"FLV\1", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", b"\0\0\1\xba", b".RMF")),
    *((8, magic, FILM) for magic in (b"AVI LIST",)),
    *((4, magic, FILM) for magic in (b"ftyp", b"moov", b"mdat")),
    *((0, magic, PHOTO) for magic in (b"8BPS", b"\0\0\0\x0cjP  ", b"\0\0\1\0\1", b"HH\2\0")),
    *((0, magic, CAJ) for magic in (b"CAJ\0", b"HN\0\0", b"KDH ", b"TEB\0")),
    (0, b"%!PS", message("PostScript; write it as PDF")),
    *((0, magic, FIXED) for magic in (b"AT&TFORM", b"Founder CEB")),
    *((0, magic, BOOK) for magic in (b"ITSF", b"TPZ0")),
    (60, b"BOOKMOBI", BOOK),
    (0, b"L\0\0\0\1\x14\2\0", message("a shortcut to a file; give the file itself")),
)
SLIDES = message("slides; save the text as .docx or .txt")
# Packages in ZIP: a member that no other kind has.
PACKAGES = (
    ("ppt/presentation.xml", SLIDES),
    ("OFD.xml", message("an OFD document; export it as PDF")),
    (
        "Index/Document.iwa",
        message("a document of Pages, Numbers or Keynote; export it as .docx, .xlsx or PDF"),
    ),
    ("AndroidManifest.xml", PROGRAM),
    ("META-INF/MANIFEST.MF", PROGRAM),
    ("FixedDocSeq.fdseq", FIXED),
    ("FixedDocumentSequence.fdseq", FIXED),
)
REFERENCES = message("references, no articles; give the documents themselves, or a table with titles and abstracts")
SUBTITLES = message("subtitles; keep what is said, in sentences, and save it as .txt")
SETTINGS = message("data or settings of a program; write texts as JSON lines or CSV")
SOURCE_CODE = message("the source of a program, which holds no articles; leave it out")
# Texts that are no articles, by how they begin, and by their names where that tells nothing.
WRITTEN = (
    (re.compile(r"\s*BEGIN:VCALENDAR\b", re.I), message("a calendar; write its events as CSV")),
    (re.compile(r"\s*BEGIN:VCARD\b", re.I), message("an address book, which holds no articles; leave it out")),
    (
        re.compile(
            r"\s*(?:WEBVTT\b|(?:\d+\s*\n\s*)?(?:\d\d:)?\d\d:\d\d[,.]\d{1,3}\s*-->|\[Script Info\]|(?:\[\w+:[^\]\n]*\]\s*)*\[\d\d:\d\d[.:])"
        ),
        SUBTITLES,
    ),
    (
        re.compile(r"\s*(?:%[^\n]*\n\s*)*\\(?:document(?:class|style)|begin|input|usepackage)\b"),
        message("a LaTeX source; print it as PDF and give that"),
    ),
    (re.compile(r"\s*(?:@\w+\s*\{[^\n]*,\s*\n|TY  - |%0 \w|\{Reference Type\})"), REFERENCES),
    (
        re.compile(r"\s*(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*\s+\W?(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)|\d+(?:\.\d+){3} \S+ \S+ \[)"),
        message("a log of a program, which holds no articles; leave it out"),
    ),
)
NAMED = {
    **dict.fromkeys((".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".properties", ".plist", ".po"), SETTINGS),
    **dict.fromkeys(
        (".py", ".js", ".ts", ".css", ".java", ".c", ".h", ".cpp", ".cs", ".go", ".rs", ".sh", ".bat", ".ps1", ".sql", ".ipynb"),
        SOURCE_CODE,
    ),
}
LINK = re.compile(rb"\s*\[InternetShortcut\]|\s*\[Desktop Entry\]", re.I)
# What stands in no text; by it a program that begins with MZ is told from an article that does.
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\xff]")
BEGINNING = 512


def check_open(head: bytes, name: str) -> None:
    """Raises InputError for a file that begins with `head` and is of a kind that is not read; the message tells its kind and what to do."""
    if LINK.match(head):
        raise InputError(message("{name}: a link to a page, not the page; open and save it", name=name))
    if not CONTROL.search(head[:BEGINNING]) and not head.startswith(b"%!PS"):
        return
    for start, magic, told in CLOSED:
        if head[start : start + len(magic)] == magic:
            raise closed(name, told)


def check_text(text: str, name: str) -> None:
    """Raises InputError for a text that is no article: a calendar, subtitles, references, a log, settings, source of a program.

    >>> check_text("WEBVTT\\n\\n00:01.000 --> 00:04.000\\n大家好。", "a.vtt")
    Traceback (most recent call last):
    kg.errors.InputError: a.vtt: subtitles; keep what is said, in sentences, and save it as .txt
    """
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    told = next((told for begins, told in WRITTEN if begins.match(text)), NAMED.get(suffix))
    if told is not None:
        raise closed(name, told)


def check_package(names: frozenset[str], name: str) -> None:
    """Raises InputError for a ZIP archive of members `names` that is the document of a program whose documents are not read."""
    for sign, told in PACKAGES:
        if sign in names:
            raise closed(name, told)


def closed(name: str, told: Message) -> InputError:
    """The error of a file of a kind that is not read; `told` says what it is and what to do."""
    return InputError(message("{name}: {told}", name=name, told=told))
