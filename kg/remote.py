"""Files on shared storage (s3://, sftp:// and what else fsspec knows), found and opened; nothing is reached but what an address names."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.errors import InputError
from kg.messages import message, reason_of

if TYPE_CHECKING:
    from concurrent.futures import Future

# Two letters and more: what stands before a colon alone is a drive.
SCHEME = re.compile(r"([a-z][a-z0-9+.-]+)://")
PASSWORD = re.compile(r"(?<=://)([^/@:]*):[^/@]*@")
WEB = ("http", "https")
LOCAL = ("file", "local")
MAGIC = frozenset("*?[")
# Files of at most so many bytes are fetched whole, so many at once, so many before the first is asked for.
SMALL, AT_ONCE, AHEAD = 1 << 20, 16, 32


@dataclass(frozen=True, slots=True)
class Address:
    """Where a file or folder of shared storage lies, or a pattern of several: s3://bucket/2024/*.jsonl."""

    url: str

    def __str__(self) -> str:
        """The address without its password.

        >>> str(Address("sftp://reader:secret@store/news"))
        'sftp://reader@store/news'
        """
        return PASSWORD.sub(r"\1@", self.url)


Place: TypeAlias = Path | Address
"""A file, folder or pattern on this machine or on shared storage."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that an address leads to: its path there, its bytes, and `where` it lies as a path that is no other file's.

    `content` is what is fetched of it, None where it is to be read when it is asked for.
    """

    address: Address
    path: str
    size: int
    where: str
    content: Future[bytes] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one address, or one match of a pattern, leads to: a file, or all those below a `folder`, by their paths from there.

    `prefix` stands before these paths where a pattern has led there.
    """

    prefix: str
    files: dict[str, Stored]
    folder: bool


def is_address(words: str) -> bool:
    """Whether words open with the scheme of a URL.

    >>> is_address("s3://bucket/a.txt"), is_address("新闻/a.txt"), is_address("C://a.txt")
    (True, False, False)
    """
    return SCHEME.match(words) is not None


def to_place(words: str) -> Place:
    """What words of a command line name: an address with a scheme such as s3://, else a path.

    >>> to_place("s3://bucket/a.txt")
    Address(url='s3://bucket/a.txt')
    """
    return Address(words) if is_address(words) else Path(words)


def find_stored(address: Address) -> Iterator[Shelf]:
    """What an address leads to, as the storage tells it now; each part sorted by path.

    Raises:
        InputError: it leads nowhere, the storage cannot be reached, or a package is missing that would.
    """
    system, path = _open_system(address)
    try:
        # What was listed for an earlier build is not asked again by itself.
        system.invalidate_cache()
        found = list(_shelves(system, path, address))
    except Exception as error:  # each storage raises what its library does
        raise _unreachable(address, error) from error
    if not found:
        raise InputError(message("{address}: no such file or folder; check the address", address=address))
    yield from found


@contextmanager
def fetching() -> Iterator[Callable[[Stored], Stored]]:
    """A function that starts to fetch a small file and gives it with its content to come; as it is where a storage serves one at a time."""
    # Commands that fetch nothing start without it.
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(AT_ONCE)

    def fetch(stored: Stored) -> Stored:
        system, _ = _open_system(stored.address)
        at_once = stored.size <= SMALL and getattr(system, "async_impl", False)
        return replace(stored, content=pool.submit(_fetch, system, stored.path)) if at_once else stored

    try:
        yield fetch
    finally:
        pool.shutdown(cancel_futures=True)


def _fetch(system: Any, path: str) -> bytes:
    try:
        return bytes(system.cat_file(path))
    except Exception as error:
        raise _as_os_error(error) from error


def open_stored(stored: Stored) -> io.RawIOBase:
    """The bytes of a file. Raises InputError where the storage is out of reach; reading raises OSError, whatever the storage raises."""
    system, _ = _open_system(stored.address)
    return _Stream(system, stored)


class _Stream(io.RawIOBase):
    """A file of a storage, opened when it is first read, whose errors are those of files."""

    def __init__(self, system: Any, stored: Stored) -> None:
        self._system, self._path, self._size = system, stored.path, stored.size
        self._file: Any = None
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(0, start + offset)
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read the next bytes; raises OSError."""
        try:
            self._file = self._file or self._system.open(self._path, "rb")
            self._file.seek(self._place)
            content = self._file.read(len(buffer))
        except Exception as error:
            raise _as_os_error(error) from error
        buffer[: len(content)] = content
        self._place += len(content)
        return len(content)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


def _open_system(address: Address) -> tuple[Any, str]:
    """The storage of an address and the path in it. Nothing is asked of it yet."""
    scheme = address.url.partition("://")[0]
    if scheme in WEB:
        raise InputError(
            message("{address}: pages of the web are not fetched; save it and give the file", address=address),
        )
    if "::" in address.url:
        raise InputError(
            message("{address}: a chain of storages (::); give the archive itself, what is in it is read", address=address),
        )
    try:
        # An extra, and half a second with what it needs for some storages.
        import fsspec
    except ImportError as error:
        raise InputError(
            message("{address}: addresses need fsspec, which is not installed: pip install kg[remote]", address=address),
        ) from error
    try:
        system, path = fsspec.url_to_fs(address.url)
    except ImportError as error:
        raise InputError(
            message(
                "{address}: a package for {scheme}:// is not installed ({error}); pip install kg[remote] brings that of s3://",
                address=address,
                scheme=scheme,
                error=_reason(error),
            ),
        ) from error
    except Exception as error:  # each storage raises what its library does
        raise _unreachable(address, error) from error
    return system, str(path)


def _shelves(system: Any, path: str, address: Address) -> Iterator[Shelf]:
    if system.exists(path):
        yield _shelf(system, path, "", address=address)
    elif MAGIC & set(path):
        parts = path.split("/")
        root = "/".join(parts[: next(number for number, part in enumerate(parts) if MAGIC & set(part))])
        for match in sorted(system.glob(path)):
            yield _shelf(system, match, posixpath.relpath(match, root or "/" * match.startswith("/") or "."), address=address)


def _shelf(system: Any, path: str, prefix: str, *, address: Address) -> Shelf:
    """What lies at a path; `prefix` is that path from where a pattern begins."""
    if not system.isdir(path):
        stored = _stored(system, path, system.info(path), address=address)
        return Shelf("", {prefix or posixpath.basename(path): stored}, folder=False)
    found = {
        posixpath.relpath(each, path or "/" * each.startswith("/") or "."): _stored(system, each, info, address=address)
        for each, info in system.find(path, detail=True).items()
        # Some programs mark a folder by an object of its name that holds nothing.
        if not each.endswith("/")
    }
    return Shelf(f"{prefix}/" if prefix else "", dict(sorted(found.items())), folder=True)


def _stored(system: Any, path: str, info: dict[str, Any], *, address: Address) -> Stored:
    scheme, host = address.url.partition("://")[0], str(system.storage_options.get("host", ""))
    where = path if scheme in LOCAL else "/".join(("", scheme, host, path))
    return Stored(address, path, int(info.get("size") or 0), posixpath.normpath(where))


def _unreachable(address: Address, error: Exception) -> InputError:
    return InputError(
        message(
            "{address}: cannot be reached: {error}; check the address and your right to read it", address=address, error=_reason(error)
        ),
    )


def _as_os_error(error: Exception) -> OSError:
    return error if isinstance(error, OSError) else OSError(_reason(error))


def _reason(error: Exception) -> str:
    said = reason_of(error)
    return " ".join(str(said).split())[:200]
