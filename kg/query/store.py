"""Graph files and Oxigraph stores, opened and asked.

A big file is loaded once into a store in the user's cache folder, under the hash of its bytes, and opened from there afterwards.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import platformdirs
import pyoxigraph as ox

from kg.errors import AnswerLimit, GraphError, QueryError
from kg.files import graph_file
from kg.messages import Message, message, reason_of
from kg.namespaces import BASE, known_prefixes
from kg.query.answers import Answer, count_rows, cut_rows, offer_format, pick_format
from kg.query.forms import Forms, computed_by, find_forms, put_back, put_back_quads, with_forms
from kg.query.spool import IN_MEMORY, Spool
from kg.query.syntax import check, explain, find_warnings, limit_rows
from kg.unpacked import needs_preparing, read_content

if TYPE_CHECKING:
    from rdflib import Graph

FILE_FORMATS: Mapping[str, ox.RdfFormat] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".n3": ox.RdfFormat.N3,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".trix": ox.RdfFormat.RDF_XML,
}
ROW_WRITERS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_WRITERS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}
WITH_PREFIXES = ("ttl", "trig")

# Below this a file is parsed anew each time, in about a tenth of a second.
# The classes of terms in the quads of read_quads that are no IRIs or blank nodes.
LITERAL, QUOTED = ox.Literal, ox.Triple
CACHED_FROM_BYTES = 2 << 20
PACKED_FROM_BYTES = 200_000
CACHE_DAYS, KEPT = 30, 2  # KEPT goes up when what stands beside a store does


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """An opened graph: `name` as the user gave it, its prefixes, and the IRIs of its named graphs.

    `path` is the file or store folder that opens it again, None for a graph in memory; `forms` are the literals that the store changed.
    """

    name: str
    store: ox.Store
    prefixes: Mapping[str, str]
    graphs: frozenset[str]
    path: Path | None = None
    forms: Forms = field(default_factory=dict)


def open_graph(graph: Path | str | Graph, *, cache: bool | None = None) -> Source:
    """Open an RDF file, an Oxigraph store folder, a folder with a graph.ttl, or an rdflib graph; raises GraphError.

    `cache` True keeps the file's store in the user's cache folder, False never does; by default big files are kept.
    """
    if not isinstance(graph, Path | str):
        return _open_rdflib(graph)
    path = _find(graph)
    if path.is_dir():
        return _open_store(path, str(graph))
    with _reading(path):
        big = path.stat().st_size >= (PACKED_FROM_BYTES if path.suffix.lower() == ".gz" else CACHED_FROM_BYTES)
        return _open_cached(path) if cache or (cache is None and big) else _load_file(path, ox.Store())


def read_quads(graph: Path | str) -> Iterator[ox.Quad]:
    """The quads of what `open_graph` opens, in no order; what a file says twice may come twice. Raises GraphError, also on the way.

    A file is read as it stands, without a store, in half the time and memory.
    """
    path = _find(graph)
    if path.is_dir():
        yield from _open_store(path, str(graph)).store
        return
    with _reading(path):
        options, format = _given(path)
        yield from ox.parse(**options, format=format, base_iri=path.resolve().as_uri())


def _find(graph: Path | str) -> Path:
    """The file or the store folder that a path stands for; raises GraphError where the name tells no format."""
    path = graph_file(Path(graph))
    if path.is_dir():
        return path
    if _suffix(path) not in FILE_FORMATS:
        kinds = " ".join(FILE_FORMATS)
        state = message("no such file") if not path.exists() else message("no RDF file")
        raise GraphError(message("{path}: {state}; accepted: {kinds}, or a store folder", path=path, state=state, kinds=kinds))
    return path


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Turns what hinders reading a file into a GraphError with its reason."""
    try:
        yield
    except OSError as error:
        raise GraphError(message("{path}: cannot be read: {reason}", path=path, reason=reason_of(error))) from error
    except (SyntaxError, ValueError) as error:
        reason = " ".join(str(error).split())
        if "LoadDocumentCallback" in reason:
            raise GraphError(
                message("{path}: its @context lies on the network, and nothing is fetched; put the context into the file", path=path),
            ) from error
        raise GraphError(message("{path}: cannot be parsed: {reason}", path=path, reason=reason)) from error


def evaluate(
    source: Source,
    sparql: str,
    *,
    format: str = "json",
    limit: int | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Answer:
    """Answer a query in this process; raises QueryError.

    At most `limit` rows or triples come back. `default_graphs` and `named_graphs` take the place of the query's own dataset, as the
    SPARQL protocol says; all must be graphs of the store.
    """
    form = check(sparql, prefixes=source.prefixes, graphs=source.graphs)
    format = pick_format(form, format)
    text = sparql if limit is None or form != "select" else limit_rows(sparql, limit)
    with _explaining(sparql):
        solutions = _solve(source, text, default_graphs, named_graphs=named_graphs)
        if isinstance(solutions, ox.QueryTriples):
            triples = _restored(source, sparql, solutions if limit is None else islice(solutions, limit + 1))
            body, found = write_triples(triples[:limit], format, source.prefixes), len(triples)
            complete = limit is None or found <= limit
        else:
            spool = Spool(xml=format == "xml")
            solutions.serialize(output=cast(IO[bytes], spool), format=ROW_WRITERS[format])
            body = bytes(spool.body)
            found = _count(solutions, body, format, whole=text != sparql)
            complete = limit is None or text == sparql or found < limit
    return Answer(
        form, format, body, _find_notices(source, sparql, found, own=bool(default_graphs or named_graphs)), complete, None, not found
    )


def bound_rows(sparql: str, form: str, *, rows: int | None) -> tuple[bool, str]:
    """Whether a limit of `rows` bounds a query, and the query, of which one row more then tells that its answer is cut."""
    bounded = rows is not None and form == "select" and limit_rows(sparql, rows) != sparql
    return bounded, limit_rows(sparql, rows + 1) if bounded and rows is not None else sparql


def evaluate_spooled(
    source: Source,
    sparql: str,
    *,
    formats: Sequence[str],
    path: Path | None,
    rows: int | None = None,
    size: int | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Answer:
    """Answer a query for a server: in the one of `formats` that fits it, an answer of more than a megabyte in the file `path`.

    An answer of more than `rows` rows or triples is cut there where the format can say so (json), else it is an AnswerLimit, as is one
    of more than `size` bytes. Raises QueryError, and FormatError where none of `formats` fits.
    """
    form = check(sparql, prefixes=source.prefixes, graphs=source.graphs)
    format = offer_format(form, formats)
    bounded, text = bound_rows(sparql, form, rows=rows)
    spool, complete = Spool(path, limit=size, xml=format in ("xml", "rdfxml")), True
    with _explaining(sparql):
        solutions = _solve(source, text, default_graphs, named_graphs=named_graphs)
        if isinstance(solutions, ox.QueryTriples):
            triples = _restored(source, sparql, solutions if rows is None else islice(solutions, rows + 1))
            if rows is not None and len(triples) > rows:
                raise too_many_rows(rows)
            spool.write(write_triples(triples, format, source.prefixes))
            found = len(triples)
        else:
            solutions.serialize(output=cast(IO[bytes], spool), format=ROW_WRITERS[format])
            found = 1 if spool.size > IN_MEMORY else _count(solutions, bytes(spool.body), format, whole=False)
    spooled = spool.close()
    body = bytes(spool.body)
    if bounded and rows is not None:
        body = path.read_bytes() if spooled and path is not None else body
        spooled, complete = False, count_rows(body, format) <= rows
        if not complete and format != "json":
            raise too_many_rows(rows)
        body = body if complete else cut_rows(body, rows)
    notices = _find_notices(source, sparql, found, own=bool(default_graphs or named_graphs))
    return Answer(form, format, body, notices, complete, path if spooled else None, not found)


def dump_graph(source: Source, graph: str | None, format: str, *, path: Path | None = None, size: int | None = None) -> Answer:
    """One graph of the store, "" for the default graph, None for all of them, in a format of GRAPH_FORMATS; spooled as answers are."""
    name = None if graph is None else ox.NamedNode(graph) if graph else ox.DefaultGraph()
    spool = Spool(path, limit=size, xml=format == "rdfxml")
    if source.forms:
        quads = put_back_quads(source.store.quads_for_pattern(None, None, None, name), source.forms)
        kept = quads if name is None else (quad.triple for quad in quads)
        prefixes = dict(source.prefixes) if format in WITH_PREFIXES else None
        ox.serialize(kept, output=cast(IO[bytes], spool), format=GRAPH_WRITERS[format], prefixes=prefixes)
    elif format in WITH_PREFIXES:
        body = source.store.dump(format=GRAPH_WRITERS[format], from_graph=name, prefixes=dict(source.prefixes))
        spool.write(_sort_prefixes(bytes(body or b"")))
    else:
        source.store.dump(cast(IO[bytes], spool), format=GRAPH_WRITERS[format], from_graph=name)
    spooled = spool.close()
    return Answer("construct", format, bytes(spool.body), path=path if spooled else None)


def list_triples(source: Source, graph: str = "") -> list[str]:
    """One graph, "" for the default graph, as sorted lines of N-Triples, their literals as the file has them where there is one."""
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    if source.path is None or source.path.is_dir():
        triples = (quad.triple for quad in source.store.quads_for_pattern(None, None, None, name))
        return sorted(f"{triple} ." for triple in put_back(triples, source.forms))
    options, format = _given(source.path)
    quads = ox.parse(**options, format=format, base_iri=source.path.resolve().as_uri())
    return sorted({f"{quad.triple} ." for quad in quads if quad.graph_name == name})


def _open_rdflib(graph: Graph) -> Source:
    store = ox.Store()  # rdflib has brought the literals into its own forms before
    store.bulk_load(graph.serialize(format="nt", encoding="utf-8"), ox.RdfFormat.N_TRIPLES)
    return Source("graph", store, _all_prefixes({p: str(n) for p, n in graph.namespaces()}), frozenset())


def _open_store(folder: Path, name: str) -> Source:
    if not (folder / "CURRENT").exists():
        raise GraphError(message("{name}: neither an Oxigraph store nor a folder with a graph.ttl", name=name))
    try:
        store = ox.Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:
        raise GraphError(message("{name}: the store cannot be opened: {error}", name=name, error=error)) from error
    return Source(name, store, known_prefixes(), _named_graphs(store), folder)


def _open_cached(path: Path) -> Source:
    root = Path(platformdirs.user_cache_dir("kg", appauthor=False)) / "stores"
    with path.open("rb") as file:
        key = hashlib.file_digest(file, hashlib.sha256)
    key.update(f"{KEPT} {_suffix(path)} {path.suffix.lower()} {ox.__version__}".encode())
    folder = root / key.hexdigest()[:32]
    try:
        if not folder.is_dir():
            _forget_old_stores(root)
            _fill(folder, path)
        os.utime(folder)
        prefixes, forms = json.loads((folder / "beside.json").read_bytes())
        pairs = {(kept, kind): (given, other) for kept, kind, given, other in forms}
        return replace(_open_store(folder / "store", str(path)), prefixes=prefixes, forms=pairs)
    except OSError:  # no cache folder can be written, or its disk is full
        return _load_file(path, ox.Store())


def _fill(folder: Path, path: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="new-") as new:
        made = Path(new) / "made"
        made.mkdir()
        store = ox.Store(str(made / "store"))
        source = _load_file(path, store)
        store.optimize()
        store.flush()
        forms = sorted([*kept, *given] for kept, given in source.forms.items())
        (made / "beside.json").write_text(json.dumps([dict(source.prefixes), forms], sort_keys=True), encoding="utf-8")
        del source, store
        if not folder.exists():  # else another process was faster
            made.replace(folder)


def _forget_old_stores(root: Path) -> None:
    for folder in root.glob("*"):
        with suppress(FileNotFoundError):  # another process may forget at the same time
            if time.time() - folder.stat().st_mtime > CACHE_DAYS * 86400:
                shutil.rmtree(folder, ignore_errors=True)


def _load_file(path: Path, store: ox.Store) -> Source:
    """The file in a store; its faults come as those of Oxigraph."""
    base = path.resolve().as_uri()
    options, format = _given(path)
    store.bulk_load(**options, format=format, base_iri=base)
    parser = ox.parse(**options, format=format, base_iri=base)
    next(iter(parser), None)
    prefixes = parser.prefixes
    forms = find_forms(options.get("input", path), format, lambda: ox.parse(**options, format=format, base_iri=base))
    return Source(str(path), store, _all_prefixes(prefixes), _named_graphs(store), path, forms)


def _given(path: Path) -> tuple[dict[str, Any], ox.RdfFormat]:
    """What Oxigraph parses: the file itself, or its content where that must be unpacked or looked into before; and the format."""
    if not needs_preparing(path):
        return {"path": str(path)}, FILE_FORMATS[_suffix(path)]
    content, form = read_content(path)
    if form == "trix":  # which Oxigraph does not read
        from kg.rdf import read_trix  # rdflib takes longer to load than most queries

        return {"input": read_trix(content, path)}, ox.RdfFormat.N_QUADS
    return {"input": content}, FILE_FORMATS[_suffix(path)]


def _suffix(path: Path) -> str:
    """The suffix that tells the format: that of .gz does not."""
    return (Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix).lower()


def _all_prefixes(own: Mapping[str, str]) -> dict[str, str]:
    """The known prefixes, those of the file first: its base may be another."""
    return known_prefixes() | dict(own)


def _named_graphs(store: ox.Store) -> frozenset[str]:
    return frozenset(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))


def _solve(
    source: Source, sparql: str, default_graphs: Sequence[str], *, named_graphs: Sequence[str]
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    for iri in (*default_graphs, *named_graphs):
        if iri not in source.graphs:
            raise QueryError(message("{iri}: no graph of this store; nothing is fetched", iri=iri))
    dataset = bool(default_graphs or named_graphs)
    found = source.store.query(
        sparql.lstrip("\ufeff"),
        base_iri=BASE,
        # Oxigraph parses each: only what may be used.
        prefixes={prefix: iri for prefix, iri in source.prefixes.items() if f"{prefix}:" in sparql},
        default_graph=[ox.NamedNode(iri) for iri in default_graphs] if dataset else None,
        named_graphs=[ox.NamedNode(iri) for iri in named_graphs] if dataset else None,
    )
    return with_forms(found, source.forms, sparql) if source.forms and isinstance(found, ox.QuerySolutions) else found


@contextmanager
def _explaining(sparql: str) -> Iterator[None]:
    """Turns the errors of Oxigraph into a QueryError with place and hint."""
    try:
        yield
    except SyntaxError as error:
        raise explain(sparql, str(error)) from error
    except (OSError, RuntimeError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise QueryError(message("the query cannot be answered: {reason}", reason=reason)) from error


def _restored(source: Source, sparql: str, triples: Iterator[ox.Triple]) -> list[ox.Triple]:
    """The triples with the literals of the file, where all come from it."""
    return list(put_back(triples, source.forms) if source.forms and not computed_by(sparql) else triples)


def _count(solutions: ox.QuerySolutions | ox.QueryBoolean, body: bytes, format: str, *, whole: bool) -> int:
    """How many rows stand in `body`; but for the `whole` number only whether there are any."""
    if isinstance(solutions, ox.QuerySolutions) and _is_empty(body, format):
        return 0
    return count_rows(body, format) if whole else 1


def _find_notices(source: Source, sparql: str, found: int, *, own: bool) -> tuple[Message, ...]:
    return (
        *find_warnings(sparql),
        *([] if found or own else _find_empty_default(source)),
    )


def too_many_rows(rows: int) -> AnswerLimit:
    """The error for an answer of more than `rows` rows in a format that cannot say that it is cut."""
    return AnswerLimit(
        message(
            "the answer has more than {rows} rows; give the query LIMIT {rows}, narrow it, or ask for json, which can say that it is cut",
            rows=rows,
        ),
    )


def _find_empty_default(source: Source) -> list[Message]:
    """Says so when all triples stand in named graphs, which a query without GRAPH does not look into."""
    quads = source.store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    if not source.graphs or next(iter(quads), None) is not None:
        return []
    graph = min(source.graphs)
    return [message("nothing found: all triples stand in named graphs; write GRAPH ?g {{ ... }} or FROM <{graph}>", graph=graph)]


def _is_empty(body: bytes, format: str) -> bool:
    if format == "json":
        return body.endswith(b'"bindings":[]}}')
    return count_rows(body, format) == 0 if len(body) < 4096 else False


def write_triples(triples: list[ox.Triple], format: str, prefixes: Mapping[str, str]) -> bytes:
    """The triples sorted, so that the same graph gives the same bytes."""
    ordered = sorted(triples, key=str)
    iris = {
        term.value for triple in ordered for term in (triple.subject, triple.predicate, triple.object) if isinstance(term, ox.NamedNode)
    }
    used = {p: n for p, n in prefixes.items() if any(iri.startswith(n) for iri in iris)}
    return _sort_prefixes(
        bytes(ox.serialize(ordered, format=GRAPH_WRITERS[format], prefixes=used if format in WITH_PREFIXES else None) or b"")
    )


def _sort_prefixes(body: bytes) -> bytes:
    """The same Turtle with its prefix lines in order; Oxigraph writes them in that of a hash map."""
    end = 0
    while body.startswith(b"@prefix ", end):
        end = body.index(b"\n", end) + 1
    return b"".join(sorted(body[:end].splitlines(keepends=True))) + body[end:]
