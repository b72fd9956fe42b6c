"""What a query answers: bytes in one of the standard formats, and the same as rows of terms for a table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kg.errors import FormatError, QueryError
from kg.messages import Message, message
from kg.query.syntax import Form

# Format -> media type; the first of each is what `table` is made from.
ROW_FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "json": "application/sparql-results+json",
        "xml": "application/sparql-results+xml",
        "csv": "text/csv; charset=utf-8",
        "tsv": "text/tab-separated-values; charset=utf-8",
    }
)
GRAPH_FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "ttl": "text/turtle; charset=utf-8",
        "nt": "application/n-triples",
        "jsonld": "application/ld+json",
        "rdfxml": "application/rdf+xml",
        "trig": "application/trig",
        "nq": "application/n-quads",
    }
)
MEDIA_TYPES: Mapping[str, str] = MappingProxyType({**ROW_FORMATS, **GRAPH_FORMATS})
FORMATS = ("table", *ROW_FORMATS, *GRAPH_FORMATS)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one query: `body` in `format` (a key of ROW_FORMATS or GRAPH_FORMATS), and what the user should know of it.

    `empty` is True where nothing was found; `complete` is False where the limit of rows or triples was reached, so that there may be
    more. Where `path` is not None, that file holds what `body` would hold; it belongs to the caller.
    """

    form: Form
    format: str
    body: bytes
    notices: tuple[Message, ...] = ()
    complete: bool = True
    path: Path | None = None
    empty: bool = False

    @property
    def media_type(self) -> str:
        """The media type of `body`."""
        return MEDIA_TYPES[self.format]

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")


@dataclass(frozen=True, slots=True)
class Term:
    """An RDF term of an answer; `kind` is "uri", "bnode", "literal" or "triple"."""

    kind: str
    value: str
    lang: str = ""
    datatype: str = ""

    def short(self, prefixes: Mapping[str, str]) -> str:
        """The term for people: an IRI with its prefix, the words of a literal.

        >>> Term("uri", "https://example.org/kg/ontology#Event").short({"kg": "https://example.org/kg/ontology#"})
        'kg:Event'
        """
        if self.kind == "bnode":
            return f"_:{self.value}"
        if self.kind != "uri":
            return self.value
        best = max(
            (p for p in prefixes if prefixes[p] and self.value.startswith(prefixes[p])), key=lambda p: len(prefixes[p]), default=None
        )
        return self.value if best is None else f"{best}:{self.value[len(prefixes[best]) :]}"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a SELECT; None stands where a variable is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def column(self, variable: str) -> list[str]:
        """The values of one variable, "" where it is unbound."""
        i = self.variables.index(variable)
        return ["" if (term := row[i]) is None else term.value for row in self.rows]

    def cells(self, prefixes: Mapping[str, str]) -> list[list[str]]:
        """The rows as text for a table, IRIs with their prefixes."""
        return [["" if term is None else term.short(prefixes) for term in row] for row in self.rows]


def pick_format(form: Form, format: str) -> str:
    """The format that an answer of this form is written in for the one asked; raises QueryError where they do not go together."""
    accepted = ROW_FORMATS if form in ("select", "ask") else GRAPH_FORMATS
    if format == "table":
        return next(iter(accepted))
    if format in accepted:
        return format
    names = ", ".join(["table", *accepted])
    raise FormatError(
        message("--format {format} does not go with {upper}; accepted: {names}", format=format, upper=form.upper(), names=names),
    )


def offer_format(form: Form, wanted: Sequence[str]) -> str:
    """The format among `wanted`, of which one at most is of rows and one of graphs; raises FormatError where none fits the form."""
    accepted = ROW_FORMATS if form in ("select", "ask") else GRAPH_FORMATS
    fitting = [format for format in wanted if format in accepted]
    if fitting:
        return fitting[0]
    names = ", ".join(accepted)
    raise FormatError(message("{upper} is not answered in the format asked for; offered: {names}", upper=form.upper(), names=names))


def cut_rows(body: bytes, rows: int) -> bytes:
    """The first `rows` rows of results in JSON, which say that they are not all (`"warning"`, a member that readers ignore).

    >>> cut_rows(b'{"head":{"vars":["x"]},"results":{"bindings":[{},{}]}}', 1)[:47]
    b'{"head": {"vars": ["x"]}, "warning": "only the '
    """
    document = json.loads(body)
    warning = f"only the first {rows} rows; there are more 只有前 {rows} 行，还有更多"
    bindings = document["results"]["bindings"][:rows]
    cut = {"head": document["head"], "warning": warning, "results": {"bindings": bindings}}
    return json.dumps(cut, ensure_ascii=False).encode("utf-8")


def read_rows(body: bytes) -> Rows:
    """The rows of SPARQL 1.1 results in JSON; an ASK is one row `answer` with true or false. Raises QueryError where `body` is none."""
    try:
        document = json.loads(body)
        if "boolean" in document:
            value = "true" if document["boolean"] else "false"
            return Rows(("answer",), ((Term("literal", value, "", "http://www.w3.org/2001/XMLSchema#boolean"),),))
        variables = tuple(document["head"]["vars"])
        return Rows(variables, tuple(_read_row(variables, binding) for binding in document["results"]["bindings"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QueryError(message("the answer is no SPARQL result in JSON")) from error


def count_rows(body: bytes, format: str) -> int:
    """How many rows of a SELECT stand in `body`."""
    if format == "json":
        return len(json.loads(body)["results"]["bindings"])
    if format == "xml":
        return body.count(b"<result>")
    if format == "tsv":
        return body.count(b"\n") - 1
    return _count_csv(body.decode("utf-8"))


def _count_csv(text: str) -> int:
    quoted = lines = 0
    for char in text:
        quoted ^= char == '"'
        lines += char == "\n" and not quoted
    return lines - 1


def _read_row(variables: Sequence[str], binding: Mapping[str, Mapping[str, object]]) -> tuple[Term | None, ...]:
    return tuple(_read_term(binding[v]) if v in binding else None for v in variables)


def _read_term(value: Mapping[str, object]) -> Term:
    kind = str(value["type"]).replace("typed-literal", "literal")
    words = value["value"]
    return Term(
        kind,
        words if isinstance(words, str) else json.dumps(words, ensure_ascii=False),
        str(value.get("xml:lang", "")),
        str(value.get("datatype", "")),
    )
