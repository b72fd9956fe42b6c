"""Archives and compressed files become the files in them: nothing is written to disk, and nothing grows beyond its limits."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from kg.errors import InputError
from kg.given import HIDDEN, is_hidden
from kg.inputs.limits import DEPTH, HEAD, MEMBERS, Budget
from kg.inputs.record import Source
from kg.messages import Message, message

# What the libraries raise at archives that are broken, cut off, or locked.
BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    gzip.BadGzipFile,
    EOFError,
    NotImplementedError,
    ValueError,
    OSError,
)
UTF8_NAME = 0x800
LOCKED = 0x1
LINK = 0o120000
SUFFIXES = {"gz": (".gz",), "xz": (".xz",), "bz2": (".bz2",)}
SHORT = {".tgz": ".tar", ".txz": ".tar", ".tbz": ".tar", ".tbz2": ".tar"}
Member = Source | tuple[str, InputError] | tuple[str, Message]


class Counted(io.RawIOBase):
    """A stream whose bytes are counted against a budget; errors of the packing become InputError."""

    def __init__(self, stream: Any, budget: Budget, place: str) -> None:
        self._stream, self._budget, self._place = stream, budget, place

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read the next bytes, counted; raises InputError where the archive is broken, locked, or larger than its budget."""
        try:
            content = self._stream.read(len(buffer))
            while 0 < len(content) < len(buffer) and (more := self._stream.read(len(buffer) - len(content))):
                content += more
        except BROKEN as error:
            raise broken(self._place, error) from error
        except RuntimeError as error:  # what zipfile raises for a wrong or missing password
            raise locked(self._place) from error
        self._budget.spend(len(content), self._place)
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        self._stream.close()
        super().close()


def broken(place: str, error: Exception) -> InputError:
    """The error of an archive or package that cannot be unpacked."""
    reason = " ".join(str(error).split())[:80] or type(error).__name__
    return InputError(message("{place}: broken or cut off ({reason}); fetch it again", place=place, reason=reason))


def locked(place: str) -> InputError:
    """The error of what is protected by a password."""
    return InputError(message("{place}: protected by a password; unpack it first", place=place))


def unzip(archive: zipfile.ZipFile, source: Source) -> Iterator[Member]:
    """The files in a ZIP archive; for each that cannot be had the reason."""
    for info in _few(archive.infolist(), source.name):
        if info.is_dir():
            continue
        name = f"{source.name}/{_zip_name(info)}"
        if (error := _refused(name, _zip_name(info))) is not None:
            yield name, error
        elif (info.external_attr >> 16) & 0o170000 == LINK:
            yield name, _link(name)
        elif is_hidden(PurePosixPath(_zip_name(info)).parts):
            yield name, HIDDEN
        elif info.flag_bits & LOCKED:
            yield name, locked(name)
        else:
            yield inside(source, name, partial(_open_zipped, archive, info, source, name=name))


def untar(archive: tarfile.TarFile, source: Source) -> Iterator[Member]:
    """The files in a TAR archive; for each that cannot be had the reason. Raises InputError at the first of more than MEMBERS."""
    for number, info in enumerate(archive):
        if number >= MEMBERS:
            raise _too_many(source.name)
        inner = _readable(info.name)
        name = f"{source.name}/{inner.removeprefix('./')}"
        if info.isdir():
            continue
        if (error := _refused(name, inner)) is not None:
            yield name, error
        elif info.issym() or info.islnk():
            yield name, _link(name)
        elif is_hidden(PurePosixPath(inner).parts):
            yield name, HIDDEN
        elif not info.isfile():
            yield name, InputError(message("{name}: neither a file nor a folder", name=name))
        else:
            yield inside(source, name, partial(_open_tarred, archive, info, source, name=name))


def unpack(stream: io.BufferedReader, packing: str, source: Source) -> Source:
    """What is in a compressed file, under its name without the ending."""
    openers = {"xz": lzma.LZMAFile, "bz2": bz2.BZ2File}
    unpacked = openers[packing](stream) if packing in openers else gzip.GzipFile(fileobj=stream)
    name = _unpacked_name(source.name, packing)
    return inside(source, name, lambda: _counted(unpacked, source, source.name))


def budget_of(source: Source) -> Budget:
    """The budget that the source shares with the archive around it.

    Raises ValueError where it has none, which only a source of no archive has.
    """
    if source.budget is None:
        raise ValueError(f"{source.name}: no budget")
    return source.budget


def _unpacked_name(name: str, packing: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    if dot and f".{suffix.lower()}" in SUFFIXES[packing]:
        return stem
    return stem + SHORT[f".{suffix.lower()}"] if dot and f".{suffix.lower()}" in SHORT else name


def inside(source: Source, name: str, opener: Callable[[], io.BufferedReader]) -> Source:
    """What lies in a source, one deeper, on the same budget."""
    return Source(name, opener, source.depth + 1, source.budget)


def check_depth(source: Source) -> None:
    """Raises InputError for an archive too deep in others."""
    if source.depth > DEPTH:
        raise InputError(
            message("{name}: an archive in an archive, more than {depth} deep; unpack it yourself", name=source.name, depth=DEPTH),
        )


def _few(infos: list[zipfile.ZipInfo], place: str) -> list[zipfile.ZipInfo]:
    if len(infos) > MEMBERS:
        raise _too_many(place)
    return infos


def _too_many(place: str) -> InputError:
    return InputError(message("{place}: more than {members:,} files in one archive", place=place, members=MEMBERS))


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; without the flag for UTF-8 its bytes are those of the system that packed it, in China GB18030."""
    if info.flag_bits & UTF8_NAME:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename


def _readable(name: str) -> str:
    raw = name.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _refused(name: str, inner: str) -> InputError | None:
    parts = inner.replace("\\", "/").split("/")
    if inner.startswith(("/", "\\")) or ".." in parts or parts[0].endswith(":"):
        return InputError(message("{name}: its name leads out of the archive; not read", name=name))
    return None


def _link(name: str) -> InputError:
    return InputError(message("{name}: a link; pack the file itself", name=name))


def _counted(stream: Any, source: Source, name: str) -> io.BufferedReader:
    return io.BufferedReader(Counted(stream, budget_of(source), name), HEAD)


def _open_zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: Source, *, name: str) -> io.BufferedReader:
    try:
        stream = archive.open(info)
    except BROKEN as error:
        raise broken(name, error) from error
    except RuntimeError as error:
        raise locked(name) from error
    return _counted(stream, source, name)


def _open_tarred(archive: tarfile.TarFile, info: tarfile.TarInfo, source: Source, *, name: str) -> io.BufferedReader:
    stream = archive.extractfile(info)
    if stream is None:
        raise InputError(message("{name}: cannot be unpacked", name=name))
    return _counted(stream, source, name)
