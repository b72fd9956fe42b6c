"""What was given to be read: files, folders, patterns, addresses, standard input. Looked at before anything heavy is loaded."""

from __future__ import annotations

import importlib.util
import os
import socket
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath

from kg.errors import EngineError, InputError
from kg.messages import Message, message, reason_of
from kg.remote import MAGIC, Address, Place, Stored, find_stored

# What a table may tell of an article, and of a file.
COLUMNS = ("text", "title", "date", "source", "url", "id", "author", "file")
STDIN = Path("-")
# The names of engines that `kg.annotate.open_engine` accepts.
ENGINES = ("bundled", "hanlp:NAME_OR_PATH", "restful:URL")
# Ray clusters that have no address: one that runs on this machine, one that is started for a build.
HERE = ("auto", "local")
# Seconds that the machine of a cluster may take to answer.
PATIENCE = 10
# What browsers call the folder beside a page that they saved whole; it holds pictures, styles and scripts.
SAVED = ("_files", ".files", "_file")
PAGES = (".html", ".htm", ".xhtml", ".shtml")
# What marks a folder that `kg build` has written.
WRITTEN = ("graph.ttl", "inputs.csv", "articles")
# Folders and files that systems and programs keep for themselves.
HIDDEN = message("hidden, or kept by the system")
OWN = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini", "$RECYCLE.BIN", "System Volume Information"})


@dataclass(frozen=True, slots=True)
class Given:
    """A file to read. `name` is what the ids of its articles begin with; `left_out` says why it is none of the news, where it is not."""

    path: Path | Stored
    name: str
    left_out: Message | None = None


def find_files(inputs: Sequence[Place]) -> list[Given]:
    """Each file of the inputs, in the order given and below a folder sorted by path; a file given twice stands once.

    Raises:
        InputError: an input does not exist or cannot be read, a folder holds no file, a pattern matches none, a storage is out of reach.
    """
    found: list[Given] = []
    for path in inputs:
        found += _tell_apart(path, list(_below(path)))
    if not found:
        raise InputError(message("no input; name a file, a folder or - for standard input"))
    return _named_apart(_once(found))


def check_engine(name: str) -> None:
    """Raises EngineError for a name that is no engine's."""
    kind, _, place = name.partition(":")
    if name != "bundled" and not (kind in ("hanlp", "restful") and place):
        raise EngineError(
            message("engine {name!r}: unknown; accepted: {engines}", name=name, engines=ENGINES),
        )


def check_cluster(address: str) -> None:
    """Raises InputError where Ray is missing, or nothing listens where its cluster should be; "" is no cluster."""
    if not address:
        return
    if importlib.util.find_spec("ray") is None:
        raise InputError(message("--ray needs Ray, which is not installed: pip install kg[ray]"))
    if address in HERE:
        return
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise InputError(
            message("--ray {address}: no address; accepted: HOST:PORT, ray://HOST:PORT, auto, local", address=address),
        )
    try:
        socket.create_connection((host, int(port)), timeout=PATIENCE).close()
    except OSError as error:
        raise InputError(
            message(
                "--ray {address}: cannot be reached: {reason}; start a cluster with `ray start --head`, or give local",
                address=address,
                reason=reason_of(error),
            ),
        ) from error


def check_files(paths: Sequence[Path], option: str) -> None:
    """Raises InputError for the first file of an option that is not there."""
    for path in paths:
        if not path.is_file():
            raise InputError(message("{option} {path}: no such file; check the name", option=option, path=path))


def check_out(inputs: Sequence[Place], out: Path, store: str) -> None:
    """See that a build into `out` takes nothing of anybody else's away; `store` is the file by which a folder of kg is known.

    Raises:
        InputError: `out` is a folder of the inputs, or holds files of such names that no build has written.
    """
    if not out.is_dir():
        return
    if any(isinstance(place, Path) and place.is_dir() and place.samefile(out) for place in inputs):
        raise InputError(message("{folder}: is an input too; name another folder with -o, such as -o output", folder=out))
    names = [name for name in ("graph.ttl", "graph.html", "inputs.csv") if (out / name).is_file()]
    if names and not (out / store).exists() and not all((out / name).exists() for name in WRITTEN):
        line = message(
            "{folder}: holds {names}, which kg build did not write; name another folder with -o, or move them", folder=out, names=names
        )
        raise InputError(line)


def parse_columns(pairs: Iterable[str]) -> dict[str, str]:
    """The columns that `--columns text=HEADING` names: heading to column.

    Raises:
        InputError: a pair is none, or names no column.

    >>> parse_columns(["text=报道", "date=见报"])
    {'报道': 'text', '见报': 'date'}
    """
    found = {}
    for pair in pairs:
        column, equals, heading = pair.partition("=")
        if not equals or column.strip() not in COLUMNS or not heading.strip():
            raise InputError(
                message("--columns {pair}: write COLUMN=HEADING, such as text=正文; COLUMN is one of {names}", pair=pair, names=COLUMNS)
            )
        found[heading.strip()] = column.strip()
    return found


def readable_name(name: str) -> str:
    """The name with the characters that its bytes mean: names from Chinese Windows are GB18030 where the system expects UTF-8."""
    try:
        name.encode("utf-8")
        return name
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")


def _below(path: Place) -> Iterator[Given]:
    if isinstance(path, Address):
        yield from _in_storage(path)
    elif path == STDIN:
        yield Given(path, "stdin")
    elif path.is_dir():
        yield from _in_folder(path)
    elif os.path.lexists(path):
        yield Given(path, readable_name(path.name), _no_file(path))
    elif MAGIC & set(str(path)):
        yield from _matches(path)
    else:
        raise InputError(message("{path}: no such file or folder; check the name", path=path))


def _tell_apart(path: Place, found: list[Given]) -> list[Given]:
    """What was found, where anything of it can be read.

    Raises:
        InputError: nothing can.
    """
    if not found:
        raise InputError(message("{path}: no file in the folder", path=path))
    if all(given.left_out for given in found):
        reason = found[0].left_out if len(found) == 1 else message("no file in the folder that can be read")
        raise InputError(message("{path}: {reason}", path=path, reason=reason))
    return found


def _in_folder(folder: Path) -> Iterator[Given]:
    if not os.access(folder, os.R_OK | os.X_OK):
        raise InputError(message("{folder}: may not be read; ask for the right to", folder=folder))
    walked = []
    for place, folders, names in os.walk(folder):
        walked += [Path(place, name) for name in names]
        walked += [Path(place, name) for name in folders if Path(place, name).is_symlink()]
    for file in sorted(walked, key=lambda file: file.relative_to(folder).as_posix()):
        inside = file.relative_to(folder)
        aside = _aside(inside, lambda path: (folder / path).exists())
        yield Given(file, readable_name(inside.as_posix()), aside or _no_file(file))


def _in_storage(address: Address) -> Iterator[Given]:
    for shelf in find_stored(address):
        held = {path for name in shelf.files for path in (PurePosixPath(name), *PurePosixPath(name).parents)}
        for name, stored in shelf.files.items():
            aside = _aside(PurePosixPath(name), held.__contains__) if shelf.folder else None
            yield Given(stored, readable_name(shelf.prefix + name), aside)


def is_hidden(parts: Iterable[str]) -> bool:
    """Whether the path of these parts is hidden, or kept by a system or program for itself.

    >>> is_hidden(["__MACOSX", "._a.txt"]), is_hidden(["2024", "a.txt"])
    (True, False)
    """
    return any(part.startswith((".", "~$")) or part in OWN for part in parts)


def _aside(inside: PurePath, exists: Callable[[PurePath], bool]) -> Message | None:
    """Why a file of a folder is none of the news; None where it may be. `exists` tells what else there is in the folder."""
    if is_hidden(inside.parts):
        return HIDDEN
    for above in inside.parents:
        if all(exists(above / name) for name in WRITTEN):
            return message("written by kg itself")
        for suffix in SAVED:
            stem = above.name.removesuffix(suffix)
            if above.name.endswith(suffix) and any(exists(above.with_name(stem + end)) for end in PAGES):
                return message("belongs to the saved page beside it")
    return None


def _no_file(path: Path) -> Message | None:
    try:
        mode = path.stat().st_mode
    except OSError:
        return message("a link that leads nowhere; give the file itself")
    if stat.S_ISDIR(mode):
        return message("a link to a folder; give that folder itself")
    # A pipe that the shell made has a writer; any other might be waited for without end.
    if stat.S_ISREG(mode) or (stat.S_ISFIFO(mode) and path.parent in (Path("/dev/fd"), Path("/proc/self/fd"))):
        return None
    return message("neither a file nor a folder")


def _matches(pattern: Path) -> Iterator[Given]:
    parts = pattern.parts
    first = next(number for number, part in enumerate(parts) if MAGIC & set(part))
    root = Path(*parts[:first])
    try:
        found = sorted(root.glob(str(Path(*parts[first:]))))
    except (ValueError, NotImplementedError, OSError) as error:
        raise InputError(message("{pattern}: no pattern of names ({error})", pattern=pattern, error=error)) from error
    if not found:
        raise InputError(message("{pattern}: no file matches", pattern=pattern))
    for path in found:
        if path.is_dir():
            inner = path.relative_to(root).as_posix()
            yield from (replace(given, name=f"{inner}/{given.name}") for given in _in_folder(path))
        else:
            yield Given(path, readable_name(path.relative_to(root).as_posix()), _no_file(path))


def _once(found: Sequence[Given]) -> list[Given]:
    seen: set[str] = set()
    kept = []
    for given in found:
        where = "" if given.path == STDIN else _where(given)
        if where not in seen:
            seen.add(where)
            kept.append(given)
    return kept


def _named_apart(found: Sequence[Given]) -> list[Given]:
    """Files of one name from several inputs get the folders above that tell them apart."""
    counts = Counter(given.name for given in found)
    twice = [given for given in found if counts[given.name] > 1 and given.path != STDIN]
    if not twice:
        return list(found)
    root = os.path.commonpath([os.path.dirname(_where(given)) for given in twice])
    longer = {given: readable_name(Path(os.path.relpath(_where(given), root)).as_posix()) for given in twice}
    return [replace(given, name=longer.get(given, given.name)) for given in found]


def _where(given: Given) -> str:
    return given.path.where if isinstance(given.path, Stored) else os.path.abspath(given.path)
