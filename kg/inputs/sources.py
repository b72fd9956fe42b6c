"""One source, whatever it is, becomes entries: its kind is told, its reader called, and what goes wrong is an entry too."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from kg.errors import DateError, InputError, KgError
from kg.inputs import archives, books, documents, kinds
from kg.inputs.account import Entry, refuse
from kg.inputs.articles import Options, date_article, to_entry
from kg.inputs.encodings import decode
from kg.inputs.feeds import read_feed
from kg.inputs.limits import HEAD, PDF, in_memory, read_whole
from kg.inputs.record import Record, Source
from kg.inputs.rows import empty
from kg.inputs.tables import Row, read_csv, read_json, read_json_lines, read_workbook
from kg.inputs.web import attachments, read_message, read_page
from kg.messages import Message, message
from kg.model import Article

# What Office before 2007 wrote, by the ending of its name.
OLD_WORKBOOKS = (".xls", ".et")


def source_entries(source: Source, options: Options) -> Iterator[Entry]:
    """The entries of a source, for an archive those of everything in it. What is wrong with it is an entry too; nothing is raised."""
    kind = "other"
    try:
        with source.open() as stream:
            head = stream.peek(HEAD)[:HEAD]
            if not head.strip(b"\0 \t\r\n"):
                raise empty(source.name)
            kind = kinds.find_kind(head, source.name)
            for entry in _entries(kind, stream, source, options=options):
                yield entry if entry.file else replace(entry, file=source.name)
    except (InputError, DateError) as error:
        yield refuse(source.name, kind if kind != "office" else "other", error)
    except OSError as error:
        reason = error.strerror or " ".join(str(error).split())
        yield refuse(source.name, kind, InputError(message("{name}: cannot be read ({reason})", name=source.name, reason=reason)))


def _entries(kind: str, stream: io.BufferedReader, source: Source, *, options: Options) -> Iterator[Entry]:
    if kind == "zip":
        yield from _zipped(stream, source, options)
    elif kind == "tar":
        yield from _tarred(stream, source, options)
    elif kind == "packed":
        archives.check_depth(source)
        packing = kinds.packing_of(stream.peek(HEAD))
        inner = archives.unpack(stream, packing, source)
        for entry in source_entries(inner, options):
            yield _named_as_given(entry, inner.name, source.name)
    elif kind in ("csv", "tsv"):
        yield from _records(read_csv(stream, source.name, columns=options.columns), kind, options)
    elif kind == "jsonl":
        yield from _records(read_json_lines(stream, source.name, columns=options.columns), kind, options)
    elif kind == "json":
        yield from _records(read_json(read_whole(stream, source.name), source.name, columns=options.columns), kind, options)
    elif kind == "feed":
        yield from _records(read_feed(read_whole(stream, source.name), source.name), kind, options)
    elif kind == "rdf":
        yield Entry(source.name, kind, "left out", remark=message("RDF, no text: an ontology, decisions, or a graph"))
    elif kind == "pdf":
        yield from _newspaper(stream, source, options)
    elif kind == "picture":
        yield _picture(stream, source, options)
    elif kind == "office":
        yield from _old_office(stream, source, options)
    elif kind == "mime":
        yield from _letter(read_whole(stream, source.name), source, options)
    elif kind == "markdown":
        decoded = decode(read_whole(stream, source.name), source.name)
        yield from _records(documents.read_markdown(decoded, source.name), kind, options)
    else:
        yield to_entry(_document(kind, stream, source), kind, options)


def _letter(content: bytes, source: Source, options: Options) -> Iterator[Entry]:
    """The entry of a letter or web archive, then those of what is attached to it."""
    archives.check_depth(source)
    attached = [
        archives.inside(source, f"{source.name}/{name}", partial(in_memory, inner)) for name, inner in attachments(content) if inner.strip()
    ]
    try:
        yield to_entry(read_message(content, source.name), "mime", options)
    except (InputError, DateError) as error:
        if not attached:
            raise
        yield refuse(source.name, "mime", error)
    for inner in attached:
        yield from source_entries(inner, options)


def _named_as_given(entry: Entry, inner: str, name: str) -> Entry:
    """What is packed alone is accounted for, and refused, under the name that was given: a.docx.gz, not a.docx."""
    if entry.error is not None and entry.place == inner:
        return refuse(name, entry.kind, _renamed(entry.error, inner, name), file=name)
    return replace(entry, file=name) if entry.file == inner else entry


def _renamed(error: KgError, inner: str, name: str) -> KgError:
    """The error with `name` in the place of `inner`, with which its line begins."""
    line = error.message
    if not isinstance(line, Message):
        return error
    values = (
        (key, value.replace(inner, name, 1) if isinstance(value, str) and value.startswith(inner) else value) for key, value in line.values
    )
    return InputError(Message(line.template, tuple(values)))


def _document(kind: str, stream: io.BufferedReader, source: Source) -> Record:
    """The record of a file that is one text."""
    name = source.name
    content = read_whole(stream, name)
    if kind == "page":
        return read_page(content, name)
    if kind == "rtf":
        return Record(documents.read_rtf(content, name), name, paragraphs=True)
    decoded = decode(content, name)
    return Record(decoded.text, name, encoding=decoded.encoding, lost=decoded.lost)


def _records(rows: Iterable[Row], kind: str, options: Options) -> Iterator[Entry]:
    """An entry for each row of a table."""
    for row in rows:
        if isinstance(row, Record):
            try:
                yield to_entry(row, kind, options)
            except KgError as error:
                yield refuse(row.place, kind, error)
        else:
            yield refuse(row[0], kind, row[1])


def _zipped(stream: io.BufferedReader, source: Source, options: Options) -> Iterator[Entry]:
    """The entries of a package or archive, which is read whole where it lies in another."""
    whole = stream if stream.seekable() else in_memory(read_whole(stream, source.name))
    try:
        opened = documents.open_zip(whole, source.name)
    except InputError as error:
        yield refuse(source.name, kinds.package_named(source.name), error)
        return
    with opened as archive:
        kind = kinds.find_package(archive, source.name)
        if kind == "zip":
            archives.check_depth(source)
            yield from _members(archives.unzip(archive, source), "zip", source, options=options)
            return
        try:
            yield from _package(kind, archive, whole, source=source, options=options)
        except (InputError, DateError) as error:
            yield refuse(source.name, kind, error)


def _package(kind: str, archive: zipfile.ZipFile, whole: io.BufferedReader, *, source: Source, options: Options) -> Iterator[Entry]:
    documents.check_package(archive, archives.budget_of(source), source.name)
    if kind == "epub":
        yield from _chapters(archive, source, options)
    elif kind == "workbook":
        whole.seek(0)
        yield from _records(read_workbook(read_whole(whole, source.name), source.name, columns=options.columns), kind, options)
    else:
        part = "word/document.xml" if kind == "docx" else "content.xml"
        yield to_entry(Record(documents.read_package(archive, part, source.name), source.name, paragraphs=True), kind, options)


def _chapters(archive: zipfile.ZipFile, source: Source, options: Options) -> Iterator[Entry]:
    for chapter in books.read_book(archive, source.name):
        if isinstance(chapter, Record) and not chapter.text.strip():
            remark = message("no text: a cover or title page")
            yield Entry(chapter.place, "epub", "left out", remark=remark, file=source.name)
        else:
            yield from _records([chapter], "epub", options)


def _tarred(stream: io.BufferedReader, source: Source, options: Options) -> Iterator[Entry]:
    archives.check_depth(source)
    try:
        with tarfile.open(fileobj=stream, mode="r:" if stream.seekable() else "r|", errorlevel=1) as archive:
            yield from _members(archives.untar(archive, source), "tar", source, options=options)
    except archives.BROKEN as error:
        raise archives.broken(source.name, error) from error


def _members(members: Iterable[archives.Member], kind: str, source: Source, *, options: Options) -> Iterator[Entry]:
    place, something = source.name, False
    for member in members:
        something = True
        if isinstance(member, Source):
            yield from source_entries(member, options)
        elif isinstance(member[1], InputError):
            yield refuse(member[0], "other", member[1])
        else:
            yield Entry(member[0], "other", "left out", remark=member[1])
    if not something:
        yield refuse(place, kind, InputError(message("{place}: no file in the archive", place=place)))


def _newspaper(stream: io.BufferedReader, source: Source, options: Options) -> Iterator[Entry]:
    """The articles of the pages of a PDF; pages without text are refused beside them."""
    # The library behind it is loaded for a PDF alone.
    from kg.pdf import read_pdf

    errors: list[KgError] = []
    pages: list[int] = []
    content = read_whole(stream, source.name, PDF)
    found = read_pdf(content, id=source.name, source=source.name, on_error=errors.append, on_recognized=pages.extend)
    articles = tuple(_dated(article, source.name, options) for article in found)
    yield Entry(source.name, "pdf", articles=articles, remark=_recognized(pages))
    for error in errors:
        yield refuse(source.name, "pdf", error)


def _picture(stream: io.BufferedReader, source: Source, options: Options) -> Entry:
    """The articles of a picture of a page."""
    from kg.pdf import read_picture

    found = read_picture(read_whole(stream, source.name), id=source.name, source=source.name)
    return Entry(source.name, "picture", articles=tuple(_dated(a, source.name, options) for a in found), remark=_recognized([1]))


def _recognized(pages: Sequence[int]) -> Message | str:
    """What is to be said of pages that were read by optical character recognition."""
    if not pages:
        return ""
    told = ", ".join(map(str, pages[:8])) + (" …" if len(pages) > 8 else "")
    return message("scanned, text recognized on page {told}: check it", told=told)


def _dated(article: Article, name: str, options: Options) -> Article:
    """The article of a page with its date; that of the page comes from its masthead."""
    known = options.metadata.find(article.id, name)
    dated = date_article(
        article, known=known, record=(article.date if article.dated == "fromMasthead" else None, "fromMasthead"), name=name, options=options
    )
    return replace(dated, publisher=known.publisher or article.publisher, source=known.url or article.source)


def _old_office(stream: io.BufferedReader, source: Source, options: Options) -> Iterator[Entry]:
    """Workbooks can be read; documents of Word before 2007, and what else is in such containers, cannot."""
    name = source.name
    if not name.lower().endswith(OLD_WORKBOOKS):
        raise InputError(
            message("{name}: a document of an old Office program (.doc, .wps) or one with a password; save it as .docx", name=name),
        )
    yield from _records(read_workbook(read_whole(stream, name), name, columns=options.columns), "workbook", options)
