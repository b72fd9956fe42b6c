"""Which format a client wants: `?format=` as other endpoints have it, else the Accept header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.requests import Request

from kg.messages import message
from kg.query import GRAPH_FORMATS, MEDIA_TYPES, ROW_FORMATS
from kg.server.errors import HttpError

# Further media types that clients ask for -> format.
ALSO_ROWS: Mapping[str, str] = {"application/json": "json", "application/xml": "xml", "text/xml": "xml"}
ALSO_GRAPHS: Mapping[str, str] = {
    "application/x-turtle": "ttl",
    "text/plain": "nt",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
    "text/xml": "rdfxml",
    "application/x-trig": "trig",
    "text/x-nquads": "nq",
}
# What other endpoints call our formats in `?format=` and `?output=`.
CALLED: Mapping[str, Sequence[str]] = {
    "json": ("json", "jsonld"),
    "xml": ("xml", "rdfxml"),
    "csv": ("csv",),
    "tsv": ("tsv",),
    "ttl": ("ttl",),
    "turtle": ("ttl",),
    "nt": ("nt",),
    "ntriples": ("nt",),
    "n-triples": ("nt",),
    "jsonld": ("jsonld",),
    "json-ld": ("jsonld",),
    "rdf": ("rdfxml",),
    "rdfxml": ("rdfxml",),
    "rdf+xml": ("rdfxml",),
    "trig": ("trig",),
    "nq": ("nq",),
    "nquads": ("nq",),
    "n-quads": ("nq",),
}
# A header with more ranges is read as far as here.
MOST_RANGES = 40


def wanted_formats(request: Request, *, given: str = "") -> tuple[str, ...]:
    """The format of rows and that of graphs that the client likes best; raises HttpError 406 where it likes none.

    `given` is a format that the client named elsewhere than in the URL, such as in a form.
    """
    named = given or named_format(request)
    if named:
        return tuple(read_format(named))
    accept = request.headers.get("accept", "")
    found = (_pick(accept, ROW_FORMATS, ALSO_ROWS), _pick(accept, GRAPH_FORMATS, ALSO_GRAPHS))
    if any(found):
        return tuple(format for format in found if format)
    raise _not_acceptable(accept, MEDIA_TYPES)


def graph_format(request: Request) -> str:
    """The format of graphs that the client likes best. Raises HttpError, 406, where it names none that there is."""
    named = named_format(request)
    if named:
        found = [format for format in read_format(named) if format in GRAPH_FORMATS]
        if found:
            return found[0]
        raise _no_format(named, GRAPH_FORMATS)
    return pick_media(request.headers.get("accept", ""), GRAPH_FORMATS, ALSO_GRAPHS)


def named_format(request: Request) -> str:
    """What `?format=` or `?output=` says."""
    return request.query_params.get("format", "") or request.query_params.get("output", "")


def read_format(named: str) -> Sequence[str]:
    """The formats that a name or a media type means; raises HttpError 406."""
    known = named.strip().lower()
    if known in CALLED:
        return CALLED[known]
    media = {kind.split(";")[0]: format for format, kind in MEDIA_TYPES.items()}
    found = [table[known] for table in (media, ALSO_ROWS, ALSO_GRAPHS) if known in table]
    if found:
        return found
    raise _no_format(named, CALLED)


def pick_media(accept: str, formats: Mapping[str, str], also: Mapping[str, str] = {}) -> str:  # noqa: B006
    """The format that an Accept header likes best; raises HttpError 406 where none fits.

    >>> pick_media("text/csv;q=0.5, application/sparql-results+json", ROW_FORMATS)
    'json'
    >>> pick_media("*/*, application/sparql-results+json;q=0", ROW_FORMATS)
    'xml'
    """
    found = _pick(accept, formats, also)
    if found:
        return found
    raise _not_acceptable(accept, formats)


def prefers_html(request: Request) -> bool:
    """Whether the client likes a page better than any format of data: browsers do, RDF clients name HTML last."""
    if named_format(request):
        return False
    accept = request.headers.get("accept", "")
    return "text/html" in accept and _pick(accept, {**MEDIA_TYPES, "html": "text/html"}, ALSO_ROWS) == "html"


def _pick(accept: str, formats: Mapping[str, str], also: Mapping[str, str]) -> str:
    """The format of the highest quality, the earliest range first, "" for none; of the ranges that fit a type the closest counts."""
    ranges = _read_accept(accept)
    offered = [(media.split(";")[0], format) for format, media in formats.items()] + list(also.items())
    best: tuple[float, int, int] | None = None
    chosen = ""
    for place, (media, format) in enumerate(offered):
        fitting = [(closeness, quality, i) for i, (one, quality) in enumerate(ranges) if (closeness := _closeness(one, media))]
        if not fitting:
            continue
        closeness, quality, i = max(fitting, key=lambda one: (one[0], -one[2]))
        if quality > 0 and (best is None or (quality, -i, -place) > best):
            best, chosen = (quality, -i, -place), format
    return chosen


def _closeness(wanted: str, media: str) -> int:
    if wanted == media:
        return 3
    return 2 if wanted.endswith("/*") and media.startswith(wanted[:-1]) and wanted != "*/*" else int(wanted == "*/*")


def _read_accept(accept: str) -> list[tuple[str, float]]:
    ranges = []
    for part in (accept.strip() or "*/*").split(",", MOST_RANGES)[:MOST_RANGES]:
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        ranges.append((media, _quality(parameters)))
    return ranges


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                quality = float(parameter[2:])
            except ValueError:
                return 0.0
            return quality if 0 <= quality <= 1 else 0.0
    return 1.0


def _not_acceptable(accept: str, formats: Mapping[str, str]) -> HttpError:
    names, shown = ", ".join(media.split(";")[0] for media in formats.values()), accept[:200]
    return HttpError(406, message("Accept: {shown}: none of these is offered; offered: {names}", shown=shown, names=names))


def _no_format(named: str, formats: Mapping[str, object]) -> HttpError:
    names, shown = ", ".join(formats), named[:100]
    return HttpError(406, message("format={shown}: no such format; offered: {names}", shown=shown, names=names))
