"""The named queries of `ontology/queries/*.rq`: their titles, typed parameters, columns and examples, all read from comments at their head.

A parameter `place` binds the data blocks `VALUES ?PLACE { ... }` of the query, and nothing else of its text ever changes.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kg.errors import OntologyError, QueryError
from kg.messages import Label, Message, message
from kg.namespaces import ontology_folder
from kg.query.answers import Answer, Rows, read_rows
from kg.query.remote import Endpoint
from kg.query.run import query
from kg.query.store import Source
from kg.query.terms import encode_text

Arguments = Mapping[str, str | Sequence[str]]

HEADER = re.compile(r"# (title|description|parameter|column|example|expect)\b ?(.*)")
BILINGUAL = re.compile(r"(?:(\w+) )?(?:(\w+) )?(needed )?zh: (.*?) en: (.*)")
DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its `type` is name (one of a node's names), text, number, from and to (dates), or lang; `zh` and `en` name it.

    A `needed` one has no default that would make sense.
    """

    name: str
    type: str
    label: Label
    needed: bool = False


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the project; `example` holds arguments, `expected` the first rows of its answer on the sample graph of the tests."""

    name: str
    sparql: str
    label: Label
    description: Label
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Label]
    example: Mapping[str, str]
    expected: tuple[tuple[str, ...], ...]

    def title(self, lang: str) -> str:
        """The title in `lang`."""
        return self.label.in_language(lang)

    def heading(self, variable: str, lang: str) -> str:
        """What stands above the column of a variable in a table."""
        return self.columns[variable].in_language(lang) if variable in self.columns else variable

    def bind(self, arguments: Arguments) -> str:
        """The query with its parameters bound, several values of one as alternatives; raises QueryError for a wrong name or value.

        >>> "VALUES ?AGENT { \\"科技部\\" }" in find_query("organizers").bind({"agent": "科技部"})
        True
        """
        known, sparql = {p.name: p for p in self.parameters}, self.sparql
        for name, value in arguments.items():
            if name not in known:
                names = ", ".join(known) or "none"
                raise QueryError(
                    message("{name} has no parameter {parameter!r}; it has: {names}", name=self.name, parameter=name, names=names)
                )
            values = [value] if isinstance(value, str) else value
            block = " ".join(_encode(known[name], v) for v in values)
            sparql = _block(name).sub(lambda m, block=block: f"{m[1]}{block} }}", sparql)  # type: ignore[misc]
        missing = [p.name for p in self.parameters if p.needed and p.name not in arguments]
        if missing:
            names = ", ".join(missing)
            raise QueryError(message("{name} needs: {names}", name=self.name, names=names))
        return sparql


@cache
def named_queries() -> Mapping[str, NamedQuery]:
    """All named queries by name, sorted; raises OntologyError for a file with a broken head."""
    return MappingProxyType({path.stem: read_query(path) for path in sorted((ontology_folder() / "queries").glob("*.rq"))})


def find_query(name: str) -> NamedQuery:
    """The named query; raises QueryError with the names that there are."""
    queries = named_queries()
    if name in queries:
        return queries[name]
    names = ", ".join(queries)
    raise QueryError(message("no named query {name!r}; there are: {names}", name=name, names=names))


def run_named(
    source: Source | Endpoint,
    name: str,
    arguments: Arguments | None = None,
    *,
    lang: str = "zh",
    format: str = "table",
    limit: int | None = None,
    timeout: float | None = None,
) -> Answer:
    """Answer a named query; labels of relations and classes come in `lang` ("zh" or "en").

    >>> from kg.query import open_graph
    >>> answer = run_named(open_graph("tests/data/query_sample.ttl"), "acquisitions")
    >>> read_rows(answer.body).column("buyer")
    ['星河机器人有限公司']
    """
    named = find_query(name)
    in_lang = {p.name: lang for p in named.parameters if p.type == "lang"}
    return query(source, named.bind(in_lang | dict(arguments or {})), format=format, limit=limit, timeout=timeout)


def select_named(source: Source | Endpoint, name: str, arguments: Arguments | None = None, *, lang: str = "zh") -> Rows:
    """The rows of a named query."""
    return read_rows(run_named(source, name, arguments, lang=lang, format="json").body)


def read_support(source: Source | Endpoint) -> dict[tuple[str, str, str], int]:
    """(subject IRI, relation IRI, object IRI or words) -> the number of independent originals that assert it."""
    rows = select_named(source, "support")
    columns = (rows.column(v) for v in ("subject", "predicate", "object", "support"))
    return {(s, p, o): int(n) for s, p, o, n in zip(*columns, strict=True)}


def read_query(path: Path) -> NamedQuery:
    """The named query of one file; raises OntologyError that names the file and the line."""
    text = path.read_text(encoding="utf-8")
    head = [line for line in text.split("\n\n", 1)[0].split("\n") if line]
    titles: dict[str, str] = {}
    parameters: list[Parameter] = []
    columns: dict[str, Label] = {}
    example: dict[str, str] = {}
    expected: list[tuple[str, ...]] = []
    for number, line in enumerate(head, 1):
        match = HEADER.fullmatch(line)
        kind, rest = match.groups() if match else ("", "")
        two = BILINGUAL.fullmatch(rest)
        if kind in ("title", "description") and rest[:4] in ("zh: ", "en: "):
            titles[f"{kind} {rest[:2]}"] = rest[4:]
        elif kind == "parameter" and two and all(two.group(1, 2)) and _block(two[1]).search(text):
            parameters.append(Parameter(two[1], two[2], Label(two[5], two[4]), bool(two[3])))
        elif kind == "column" and two and two[1] and not two[2]:
            columns[two[1]] = Label(two[5], two[4])
        elif kind == "example" and "=" in rest:
            example[rest.split("=", 1)[0]] = rest.split("=", 1)[1]
        elif kind == "expect":
            expected.append(tuple(cell.strip() for cell in rest.split("|")))
        else:
            raise OntologyError(message("{path}, line {number}: no valid head line: {line}", path=path, number=number, line=line))
    try:
        return NamedQuery(
            path.stem,
            text,
            Label(titles["title en"], titles["title zh"]),
            Label(titles["description en"], titles["description zh"]),
            tuple(parameters),
            MappingProxyType(columns),
            MappingProxyType(example),
            tuple(expected),
        )
    except KeyError as error:
        raise OntologyError(message("{path}: the head lacks “{args}”", path=path, args=error.args[0])) from error


def _block(parameter: str) -> re.Pattern[str]:
    return re.compile(rf"(VALUES \?{parameter.upper()} \{{ )[^{{}}]*\}}")


def _encode(parameter: Parameter, value: str) -> str:
    """The value as a SPARQL term of the parameter's type."""
    value = unicodedata.normalize("NFC", value.strip())
    if parameter.type in ("from", "to"):
        return f'"{_read_day(parameter, value).isoformat()}"^^xsd:date'
    if parameter.type == "number":
        if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
            raise _wrong(parameter, value, message("a whole number"))
        return value
    if parameter.type == "lang":
        if value not in ("zh", "en"):
            raise _wrong(parameter, value, message("zh or en"))
        return f'"{value}"'
    if not value:
        raise _wrong(parameter, value, message("some words"))
    return encode_text(value)


def _read_day(parameter: Parameter, value: str) -> datetime.date:
    """The first day of a date, month or year for "from", the last one for "to"."""
    match = DATE.fullmatch(value)
    if match:
        year, month, day = (int(part) if part else None for part in match.groups())
        last = parameter.type == "to"
        try:
            if day is not None:
                return datetime.date(year or 0, month or 0, day)
            first = datetime.date(year or 0, month or (12 if last else 1), 1)
            return _last_of_month(first) if last else first
        except ValueError as error:
            raise _wrong(parameter, value, message("a date that exists")) from error
    raise _wrong(parameter, value, message("YYYY, YYYY-MM or YYYY-MM-DD"))


def _last_of_month(first: datetime.date) -> datetime.date:
    import calendar  # loads the locales

    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _wrong(parameter: Parameter, value: str, wanted: Message) -> QueryError:
    return QueryError(message("{name}={value}: {wanted} is needed", name=parameter.name, value=value, wanted=wanted))
