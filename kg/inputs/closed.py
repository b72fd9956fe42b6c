"""Kinds of file that hold no text to be read, told by how they begin: what each is, and what to do instead."""

from __future__ import annotations

import re

from kg.errors import InputError

SOUND = ("a sound recording; write down what is said and give that", "录音；请转写成文字再给")
FILM = ("a video; write down what is said and give that", "视频；请转写成文字再给")
PROGRAM = ("a program, which holds no articles; leave it out", "程序文件，里面没有文章；请不要放入")
FONT = ("a font, which holds no articles; leave it out", "字体文件，里面没有文章；请不要放入")
PACKED = ("a compressed file of a kind that is not read; unpack it, or make a .zip", "不能读取的压缩格式；请先解压，或改用 .zip")
DATABASE = ("a database; write it as CSV or JSON lines", "数据库；请导出为 CSV 或 JSONL")
DATA = ("data of another program; write it as CSV or JSON lines", "其他程序的数据文件；请导出为 CSV 或 JSONL")
CAJ = ("a CAJ document; open it in CAJViewer and print it as PDF, or copy its text", "CAJ 文献；请用 CAJViewer 打印成 PDF，或复制其文字")
FIXED = ("a document with fixed pages; print it as PDF", "版式文档；请打印或导出为 PDF")
BOOK = ("an e-book of a kind that is not read; convert it to .epub", "不能读取的电子书格式；请转换为 .epub")
PHOTO = ("a picture of a kind that is not read; save it as .png or .jpg", "不能读取的图片格式；请另存为 .png 或 .jpg")
# Where a file begins to tell (bytes from its beginning), what stands there, and what it is: in English and Chinese, with what to do.
CLOSED = (
    (0, b"7z\xbc\xaf\x27\x1c", ("a 7z archive; unpack it, or make a .zip", "7z 压缩包；请先解压，或改用 .zip")),
    (0, b"Rar!", ("a RAR archive; unpack it, or make a .zip", "RAR 压缩包；请先解压，或改用 .zip")),
    (0, b"\x28\xb5\x2f\xfd", ("a zstd file; unpack it first", "zstd 压缩文件；请先解压")),
    *((0, magic, PACKED) for magic in (b"\x04\x22\x4d\x18", b"\x1f\x9d", b"\x5d\0\0\x80\0", b"MSCF", b"xar!")),
    *((0, magic, PROGRAM) for magic in (b"\x7fELF", b"MZ", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\0asm", b"dex\n")),
    *((0, magic, FONT) for magic in (b"\0\1\0\0\0", b"OTTO", b"ttcf", b"wOFF", b"wOF2")),
    (0, b"SQLite format 3", DATABASE),
    *((4, magic, DATABASE) for magic in (b"Standard Jet DB", b"Standard ACE DB")),
    (0, b"PAR1", ("a Parquet file; write it as CSV or JSON lines", "Parquet 文件；请导出为 CSV 或 JSONL")),
    *((0, magic, DATA) for magic in (b"ARROW1", b"\x93NUMPY", b"\x80\4\x95", b"\x89HDF", b"$FL2", b"<stata_dta>", b"bplist00")),
    *((0, magic, SOUND) for magic in (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf1", b"OggS", b"fLaC", b"#!AMR", b"MThd")),
    *((8, magic, SOUND) for magic in (b"WAVEfmt", b"M4A ", b"M4B ", b"AIFF")),
    *((8, magic, PHOTO) for magic in (b"heic", b"heix", b"mif1", b"msf1", b"avif")),
    *((0, magic, FILM) for magic in (b"\x1aE\xdf\xa3", b"FLV\1", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", b"\0\0\1\xba", b".RMF")),
    *((8, magic, FILM) for magic in (b"AVI LIST",)),
    *((4, magic, FILM) for magic in (b"ftyp", b"moov", b"mdat")),
    *((0, magic, PHOTO) for magic in (b"8BPS", b"\0\0\0\x0cjP  ", b"\0\0\1\0\1", b"HH\2\0")),
    *((0, magic, CAJ) for magic in (b"CAJ\0", b"HN\0\0", b"KDH ", b"TEB\0")),
    (0, b"%!PS", ("PostScript; write it as PDF", "PostScript；请转为 PDF")),
    *((0, magic, FIXED) for magic in (b"AT&TFORM", b"Founder CEB")),
    *((0, magic, BOOK) for magic in (b"ITSF", b"TPZ0")),
    (60, b"BOOKMOBI", BOOK),
    (0, b"L\0\0\0\1\x14\2\0", ("a shortcut to a file; give the file itself", "快捷方式；请给文件本身")),
)
SLIDES = ("slides; save the text as .docx or .txt", "幻灯片；请把文字另存为 .docx 或 .txt")
# Packages in ZIP: a member that no other kind has.
PACKAGES = (
    ("ppt/presentation.xml", SLIDES),
    ("OFD.xml", ("an OFD document; export it as PDF", "OFD 版式文件；请导出为 PDF")),
    (
        "Index/Document.iwa",
        (
            "a document of Pages, Numbers or Keynote; export it as .docx, .xlsx or PDF",
            "Pages、Numbers 等文稿；请导出为 .docx、.xlsx 或 PDF",
        ),
    ),
    ("AndroidManifest.xml", PROGRAM),
    ("META-INF/MANIFEST.MF", PROGRAM),
    ("FixedDocSeq.fdseq", FIXED),
    ("FixedDocumentSequence.fdseq", FIXED),
)
REFERENCES = (
    "references, no articles; give the documents themselves, or a table with titles and abstracts",
    "文献目录，不是文章；请给文献本身，或含题名、摘要的表格",
)
SUBTITLES = ("subtitles; keep what is said, in sentences, and save it as .txt", "字幕；请只留说的话，整理成句，另存为 .txt")
SETTINGS = ("data or settings of a program; write texts as JSON lines or CSV", "程序的数据或设置；若是文章，请导出为 JSONL 或 CSV")
SOURCE = ("the source of a program, which holds no articles; leave it out", "程序源代码，里面没有文章；请不要放入")
# Texts that are no articles, by how they begin, and by their names where that tells nothing.
WRITTEN = (
    (re.compile(r"\s*BEGIN:VCALENDAR\b", re.I), ("a calendar; write its events as CSV", "日历；请导出为 CSV")),
    (re.compile(r"\s*BEGIN:VCARD\b", re.I), ("an address book, which holds no articles; leave it out", "通讯录，里面没有文章；请不要放入")),
    (
        re.compile(
            r"\s*(?:WEBVTT\b|(?:\d+\s*\n\s*)?(?:\d\d:)?\d\d:\d\d[,.]\d{1,3}\s*-->|\[Script Info\]|(?:\[\w+:[^\]\n]*\]\s*)*\[\d\d:\d\d[.:])"
        ),
        SUBTITLES,
    ),
    (
        re.compile(r"\s*(?:%[^\n]*\n\s*)*\\(?:document(?:class|style)|begin|input|usepackage)\b"),
        ("a LaTeX source; print it as PDF and give that", "LaTeX 源文件；请编译成 PDF 再给"),
    ),
    (re.compile(r"\s*(?:@\w+\s*\{[^\n]*,\s*\n|TY  - |%0 \w|\{Reference Type\})"), REFERENCES),
    (
        re.compile(r"\s*(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*\s+\W?(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)|\d+(?:\.\d+){3} \S+ \S+ \[)"),
        ("a log of a program, which holds no articles; leave it out", "程序日志，里面没有文章；请不要放入"),
    ),
)
NAMED = {
    **dict.fromkeys((".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".properties", ".plist", ".po"), SETTINGS),
    **dict.fromkeys(
        (".py", ".js", ".ts", ".css", ".java", ".c", ".h", ".cpp", ".cs", ".go", ".rs", ".sh", ".bat", ".ps1", ".sql", ".ipynb"), SOURCE
    ),
}
LINK = re.compile(rb"\s*\[InternetShortcut\]|\s*\[Desktop Entry\]", re.I)
# What stands in no text; by it a program that begins with MZ is told from an article that does.
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\xff]")
BEGINNING = 512


def check_open(head: bytes, name: str) -> None:
    """Raises InputError for a file that begins with `head` and is of a kind that is not read; the message tells its kind and what to do."""
    if LINK.match(head):
        raise InputError(f"{name}: a link to a page, not the page; open and save it", f"{name}：网页链接，不是网页；请打开并保存网页")
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


def closed(name: str, told: tuple[str, str]) -> InputError:
    """The error of a file of a kind that is not read; `told` says in English and Chinese what it is and what to do."""
    en, zh = told
    return InputError(f"{name}: {en}", f"{name}：{zh}")
