"""The readings of one output folder, kept in an SQLite file beside the graph, by article and by what each rests on.

A build holds the file locked as long as it runs, so that two builds never write into one folder; what was read before a build was
killed is still there. The file can be deleted at any time: the next build reads everything again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TypeVar

from kg.entities import ArticleEntities
from kg.errors import OutputError
from kg.interpret import Read
from kg.messages import message
from kg.model import Article, Claim
from kg.readings.basis import Basis
from kg.readings.plain import from_plain, to_plain

# The number of this form of the tables; a file with another is begun anew.
FORMAT = 1
TABLES = """
CREATE TABLE IF NOT EXISTS reading (id TEXT PRIMARY KEY, hash TEXT, basis TEXT, engine TEXT, article BLOB, claims BLOB, entities BLOB);
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS written (id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS sketch (id TEXT PRIMARY KEY, key TEXT, body BLOB);
"""
# What SQLite says of a place that it cannot write to, not of what it finds there.
OUTER = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_TOOBIG,
        sqlite3.SQLITE_MISUSE,
    }
)
T = TypeVar("T")


class _Damaged(OutputError):
    """The file is none that can be used; it is taken away, so that the next build begins anew."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build has to do: articles that must be read, how many of these were read before on another basis or with another text.

    `moved` are articles of which only the place that they came from is another: a file renamed, a line put in above.
    `held` are the ids of all articles that the graph will be of, sorted, `gone` of those that the store lets go. `changed` names the parts
    of the basis that are not as they were.
    """

    to_read: tuple[Article, ...]
    moved: tuple[Article, ...]
    again: int
    held: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]


class Store:
    """The open file of one output folder; `damaged` tells that what lay there could not be used."""

    def __init__(self, path: Path, connection: sqlite3.Connection, *, damaged: bool) -> None:
        self.path = path
        self.connection = connection
        self.damaged = damaged

    def plan(self, articles: Sequence[Article], basis: Basis, *, keep: bool) -> Plan:
        """What is to be read so that the store holds `articles`, sorted by id; with `keep` also those that it holds already.

        Raises OutputError where the file is damaged.
        """
        with _telling(self.path):
            found = self.connection.execute("SELECT id, hash, basis FROM reading")
            known = {id: (*str(hash).partition(" ")[::2], key) for id, hash, key in found}  # damaged, it may be no text
            before = self._fact("basis")
            if not all(isinstance(id, str) for id in known):
                raise sqlite3.DatabaseError("an id in it is no text")
        given = {article.id: article for article in articles}
        others = sorted(known.keys() - given.keys())
        if keep:
            given |= {id: self.article(id) for id in others if known[id][2] != basis.key}
        to_read, moved = list[Article](), list[Article]()
        for id, article in sorted(given.items()):
            hash, place, key = known.get(id, ("", "", ""))
            if (hash, key) != (hash_article(article), basis.key):
                to_read.append(article)
            elif place != _hash(article.source):
                moved.append(article)
        changed = basis.changed(Basis(**before)) if before and known else ()
        held = sorted({*given, *(others if keep else ())})
        again = sum(article.id in known for article in to_read)
        return Plan(tuple(to_read), tuple(moved), again, tuple(held), () if keep else tuple(others), changed)

    def article(self, id: str) -> Article:
        """The article itself."""
        return next(self._column("article", Article, "WHERE id = ?", values=(id,)))

    def add(self, reads: Iterable[Read], basis: Basis) -> None:
        """Keep readings; they are on the disk when this returns."""
        rows = [
            (
                read.article.id,
                _key_of(read.article),
                basis.key,
                read.engine,
                _pack(read.article),
                _pack(read.claims),
                _pack(read.entities),
            )
            for read in reads
        ]
        with _telling(self.path), self._transaction():
            self.connection.executemany("INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def move(self, articles: Iterable[Article]) -> None:
        """Keep the articles with the places that they come from now; what was read of them stays."""
        rows = [(_key_of(article), _pack(article), article.id) for article in articles]
        with _telling(self.path), self._transaction():
            self.connection.executemany("UPDATE reading SET hash = ?, article = ? WHERE id = ?", rows)

    def drop(self, ids: Iterable[str]) -> None:
        """Let the readings of articles go."""
        with _telling(self.path), self._transaction():
            gone = [(id,) for id in ids]
            self.connection.executemany("DELETE FROM reading WHERE id = ?", gone)
            self.connection.executemany("DELETE FROM sketch WHERE id = ?", gone)

    def settle(self, basis: Basis) -> None:
        """Remember on what the readings rest, for the next build to tell what has changed."""
        with _telling(self.path), self._transaction():
            self.connection.execute("INSERT OR REPLACE INTO fact VALUES ('basis', ?)", (json.dumps(asdict(basis)),))

    @property
    def empty(self) -> bool:
        """Whether it holds no reading."""
        with _telling(self.path):
            return self.connection.execute("SELECT 1 FROM reading LIMIT 1").fetchone() is None

    @property
    def settled(self) -> bool:
        """Whether a build into this folder has come to its end with this store."""
        with _telling(self.path):
            return bool(self._fact("basis"))

    def engine(self) -> str:
        """The engine and its version, as the readings name it."""
        with _telling(self.path):
            row = self.connection.execute("SELECT engine FROM reading ORDER BY id LIMIT 1").fetchone()
        return str(row[0]) if row else ""

    def ids(self) -> list[str]:
        """The ids of all articles, sorted."""
        with _telling(self.path):
            return [id for (id,) in self.connection.execute("SELECT id FROM reading ORDER BY id")]

    def articles(self) -> Iterator[Article]:
        """All articles, by id."""
        return self._column("article", Article)

    def claims(self) -> Iterator[tuple[Claim, ...]]:
        """The claims of each article, in the order of `articles`."""
        return self._column("claims", tuple[Claim, ...])

    def entities(self) -> Iterator[ArticleEntities]:
        """The names of each article, in the order of `articles`."""
        return self._column("entities", ArticleEntities)

    def said(self) -> Iterator[tuple[Article, tuple[Claim, ...]]]:
        """Each article with its claims, by id."""
        return zip(self.articles(), self.claims(), strict=True)

    def sketches(self) -> dict[str, tuple[str, bytes]]:
        """By article id what was kept of its text to find its reprints, each with the key of what it rests on."""
        with _telling(self.path):
            return {id: (key, body) for id, key, body in self.connection.execute("SELECT id, key, body FROM sketch")}

    def keep_sketches(self, sketches: Mapping[str, tuple[str, bytes]]) -> None:
        """Keep these in place of those of the same articles."""
        with _telling(self.path), self._transaction():
            rows = [(id, key, body) for id, (key, body) in sketches.items()]
            self.connection.executemany("INSERT OR REPLACE INTO sketch VALUES (?, ?, ?)", rows)

    def written(self) -> set[str]:
        """The ids of the articles whose texts lie in the output folder, perhaps some more."""
        with _telling(self.path):
            return {id for (id,) in self.connection.execute("SELECT id FROM written")}

    def write(self, ids: Iterable[str]) -> None:
        """Remember the ids of the articles whose texts lie there."""
        with _telling(self.path), self._transaction():
            self.connection.execute("DELETE FROM written")
            self.connection.executemany("INSERT INTO written VALUES (?)", [(id,) for id in sorted(ids)])

    def close(self) -> None:
        """Give the file free."""
        self.connection.close()

    def _column(self, name: str, kind: type[T], condition: str = "", *, values: tuple[str, ...] = ()) -> Iterator[T]:
        with _telling(self.path):
            rows = self.connection.execute(f"SELECT id, {name} FROM reading {condition} ORDER BY id", values)
            for id, body in rows:
                try:
                    yield from_plain(kind, json.loads(zlib.decompress(body)))
                except (zlib.error, ValueError, TypeError, ArithmeticError) as error:
                    self.connection.execute("DELETE FROM reading WHERE id = ?", (id,))
                    raise OutputError(
                        message(
                            "{path}: the reading of {id} is damaged and was taken out; run the same command again", path=self.path, id=id
                        ),
                    ) from error

    def _fact(self, name: str) -> Mapping[str, str]:
        row = self.connection.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        with suppress(ValueError, TypeError):
            found = json.loads(row[0])
            return found if set(found) == set(Basis.__dataclass_fields__) else {}
        return {}

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")
            raise


@contextmanager
def open_store(path: Path) -> Iterator[Store]:
    """The store in `path`, made where there is none, held by this build alone.

    Raises OutputError where another build holds it or it cannot be written.
    """
    made = not path.exists()
    with _telling(path):
        try:
            store = Store(path, _connect(path), damaged=False)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if not _is_damage(error):
                raise
            path.unlink()
            store = Store(path, _connect(path), damaged=True)
    try:
        yield store
    except _Damaged:
        made = True
        raise
    except BaseException:
        made = made and store.empty
        raise
    else:
        made = False
    finally:
        store.close()
        if made:  # where a build fails before it has read anything, nothing is left of it, nor of what cannot be used
            path.unlink(missing_ok=True)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        [form] = connection.execute("PRAGMA user_version").fetchone()
        if form not in (0, FORMAT):
            for table in ("reading", "fact", "written", "sketch"):
                connection.execute(f"DROP TABLE IF EXISTS {table}")
        for table in TABLES.strip().split("\n"):
            connection.execute(table)
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.execute("COMMIT")
        return connection
    except BaseException:
        connection.close()
        raise


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """What SQLite says, in the words of the project."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError, OSError) as error:
        if "locked" in str(error):
            raise OutputError(
                message(
                    "{parent}: another kg build is writing there; wait for its end, or choose another folder with -o", parent=path.parent
                ),
            ) from error
        if _is_damage(error):
            raise _Damaged(
                message(
                    "{path}: is damaged ({error}) and was taken away; run the same command again, which reads all articles anew",
                    path=path,
                    error=error,
                ),
            ) from error
        raise OutputError(
            message(
                "{path}: cannot be written: {error}; free space or choose another folder with -o; what was read so far is kept",
                path=path,
                error=error,
            ),
        ) from error


def _is_damage(error: Exception) -> bool:
    """Whether an error tells of what the file holds; the low byte of SQLite's codes is their kind, and Python's own have none.

    Where SQLite's message quotes bytes of the file, Python may be unable to read the message.
    """
    if isinstance(error, UnicodeDecodeError):
        return True
    mine = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.ProgrammingError)
    return mine and getattr(error, "sqlite_errorcode", 0) & 0xFF not in OUTER


def hash_article(article: Article) -> str:
    """The hash of everything that is known of an article, its text among it, but the place that it came from, which is not read."""
    return _hash(json.dumps(to_plain(replace(article, source="")), ensure_ascii=False))


def _key_of(article: Article) -> str:
    return f"{hash_article(article)} {_hash(article.source)}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _pack(value: object) -> bytes:
    return zlib.compress(json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 1)


def _plain(value: object) -> object:
    return [to_plain(one) for one in value] if isinstance(value, tuple) else to_plain(value)
