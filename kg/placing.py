"""The files of one build, made apart and put in place together: one that ends early leaves all as it was, one cut off later is finished.

Everything is first written into a folder of its own inside the output folder. When it is complete a list of what goes where is written, and
only then are the files moved, which takes no space and next to no time. A list that is found by the next build is worked off first.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import OutputError
from kg.files import replacing
from kg.graph import article_file
from kg.messages import message, reason_of
from kg.model import Article

STAGING = ".kg-new"
LIST = "list.json"


@dataclass(slots=True)
class Placing:
    """The new files of a build in `folder`, and by their names what is to be moved from there into `out` and what deleted there."""

    out: Path
    folder: Path
    moves: set[str] = field(default_factory=set)
    removes: set[str] = field(default_factory=set)

    def path(self, name: str) -> Path:
        """Where to write the new file of this name."""
        self.moves.add(name)
        return self.folder / name

    def place_lines(self, name: str, lines: Sequence[Mapping[str, str]]) -> None:
        """A file of JSON lines; where there are none, none of that name is left."""
        if lines:
            text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            self.path(name).write_text(text, encoding="utf-8", errors="replace", newline="\n")
        else:
            self.removes.add(name)

    def place_texts(self, articles: Iterable[Article], *, gone: Iterable[str]) -> None:
        """All texts stand in `folder`/articles, and those that are not in `out` yet are moved; those of the ids `gone` are deleted."""
        (self.folder / "articles").mkdir()
        self.removes |= {f"articles/{article_file(identifier)}" for identifier in gone}
        for article in articles:
            name, text = f"articles/{article_file(article.id)}", article.text.encode("utf-8")
            self.removes.discard(name)
            if _holds(self.out / name, text):
                _link(self.out / name, self.folder / name)
            else:
                self.path(name).write_bytes(text)


@contextmanager
def placing(out: Path) -> Iterator[Placing]:
    """New files for `out`, put in place when the block ends without an error; raises OutputError.

    Only one process at a time may do this in one folder.
    """
    new = Placing(out, _open(out))
    try:
        yield new
        _commit(new)
    except OSError as error:
        raise _refusal(out, error) from error
    finally:
        if not (new.folder / LIST).is_file():  # else the next build works it off
            shutil.rmtree(new.folder, ignore_errors=True)


def _open(out: Path) -> Path:
    """The empty folder for new files, after what an earlier build left there was put in place or away."""
    folder = out / STAGING
    try:
        if (folder / LIST).is_file():
            _work_off(out, json.loads((folder / LIST).read_text(encoding="utf-8")))
        shutil.rmtree(folder, ignore_errors=True)
        for draft in (*out.glob(".*.part"), *(out / "articles").glob(".*.part")):
            draft.unlink(missing_ok=True)
        folder.mkdir(parents=True)
    except (OSError, ValueError) as error:
        raise _refusal(folder, error) from error
    return folder


def _commit(new: Placing) -> None:
    for name in sorted(new.moves):
        if (new.out / name).is_dir():
            raise OutputError(
                message("{out}: cannot be written: a folder of that name is in the way; move it", out=new.out / name),
            )
    listed = {"move": sorted(new.moves), "remove": sorted(new.removes - new.moves)}
    with replacing(new.folder / LIST) as draft, draft.open("w", encoding="utf-8", errors="surrogateescape") as stream:
        json.dump(listed, stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    _work_off(new.out, listed)
    (new.folder / LIST).unlink()


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _link(old: Path, new: Path) -> None:
    """The file `old` under another name as well, copied where the file system has no links."""
    with suppress(OSError):
        os.link(old, new)
        return
    shutil.copyfile(old, new)


def _work_off(out: Path, listed: dict[str, list[str]]) -> None:
    for name in listed["move"]:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # moved by the build that was cut off
            os.replace(out / STAGING / name, out / name)
    for name in listed["remove"]:
        (out / name).unlink(missing_ok=True)
    for folder in {(out / name).parent for name in listed["remove"]} - {out}:
        with suppress(OSError):  # there is something in it still
            folder.rmdir()


def _refusal(place: Path, error: Exception) -> OutputError:
    reason = reason_of(error)
    return OutputError(
        message("{place}: cannot be written: {reason}; free space or choose another folder with -o", place=place, reason=reason),
    )
