"""A remote SPARQL 1.1 endpoint, asked over HTTP with the same guard, prefixes, limits and formats as a file."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

from kg.errors import EndpointError, QueryError
from kg.messages import message
from kg.namespaces import FOLDERS, known_prefixes
from kg.query.answers import MEDIA_TYPES, Answer, count_rows, pick_format, read_rows
from kg.query.spool import Spool
from kg.query.syntax import check, declare_prefixes, find_untagged, find_warnings, limit_rows

DEFAULT_TIMEOUT = 60.0
# What was read of an endpoint is read again after so long.
KEPT_SECONDS = 300


# Graphs that an endpoint is asked to name.
MOST_GRAPHS = 1000
GRAPHS = f"SELECT DISTINCT ?graph {{ GRAPH ?graph {{ ?s ?p ?o }} }} LIMIT {MOST_GRAPHS}"
SOME_NODE = "SELECT ?class ?node { VALUES ?class { CLASSES } ?node a ?class } LIMIT 20"


@dataclass(frozen=True, slots=True, eq=False)
class Endpoint:
    """A SPARQL endpoint on the network; only an `http` or `https` URL that the user named is ever asked.

    `graphs` are the graphs that FROM may name, None any: what a server passes on for others is bounded, what its user asks is not.
    """

    url: str
    prefixes: Mapping[str, str]
    graphs: frozenset[str] | None = None


def open_endpoint(url: str) -> Endpoint:
    """The endpoint at `url`; raises QueryError for what is no http(s) URL."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise QueryError(message("--endpoint {url}: an http or https URL is needed", url=url))
    return Endpoint(url, known_prefixes())


def age_of(graph: object) -> int:
    """A number that changes when what was read of a graph is to be read again: a file stays the same, an endpoint does not."""
    return int(time.monotonic() // KEPT_SECONDS) if isinstance(graph, Endpoint) else 0


def survey_endpoint(endpoint: Endpoint) -> Endpoint:
    """The endpoint with its named graphs, and with the prefixes of the base that its nodes have; raises QueryError."""
    graphs = read_rows(ask_endpoint(endpoint, GRAPHS).body).column("graph")
    classes = " ".join(f"kg:{name}" for name in FOLDERS)
    rows = read_rows(ask_endpoint(endpoint, SOME_NODE.replace("CLASSES", classes)).body)
    base = next(filter(None, map(_base_of, rows.column("class"), rows.column("node"))), "")
    own = known_prefixes(base) if base else {}
    return replace(endpoint, graphs=frozenset(graphs), prefixes={**endpoint.prefixes, **own})


def _base_of(cls: str, node: str) -> str:
    """What stands before `event/` in the IRI of a kg:Event, "" where that is not how it is made."""
    before, folder, _ = node.rpartition(f"/{FOLDERS[cls.rpartition('#')[2]]}/")
    return f"{before}/" if folder else ""


def ask_endpoint(
    endpoint: Endpoint, sparql: str, *, format: str = "json", limit: int | None = None, timeout: float | None = None
) -> Answer:
    """Answer a query at the endpoint; raises QueryError for a refused query, an error of the server, or after `timeout` seconds."""
    form = check(sparql, prefixes=endpoint.prefixes, graphs=endpoint.graphs)
    format = pick_format(form, format)
    text = sparql if limit is None or form == "ask" else limit_rows(sparql, limit)
    spool, accept = Spool(), MEDIA_TYPES[format].split(";")[0]
    cut = fetch(endpoint, text, spool, accept=accept, timeout=timeout)
    body = bytes(spool.body)
    if form == "ask" and format == "json":
        body = as_boolean(body)
    rows = count_rows(body, format) if form == "select" else 1
    notices = (*find_warnings(sparql), *([] if rows else find_untagged(sparql)))
    return Answer(form, format, body, notices, complete=not cut and (limit is None or form != "select" or rows < limit))


def as_boolean(body: bytes) -> bytes:
    """The answer to an ASK in JSON; Virtuoso gives some of them as a row of one number."""
    if b"__ASK_RETVAL" not in body:
        return body
    value = next(iter(read_rows(body).column("__ASK_RETVAL")), "0")
    return json.dumps({"head": {}, "boolean": value == "1"}).encode()


def fetch(
    endpoint: Endpoint,
    sparql: str,
    spool: Spool,
    *,
    accept: str,
    dataset: Sequence[tuple[str, str]] = (),
    timeout: float | None = None,
) -> bool:
    """Write what the endpoint answers in the media type `accept` to the spool; whether it says that this is not all.

    Virtuoso and kg send a header where they cut. `dataset` are parameters of the SPARQL protocol that name graphs.
    Raises EndpointError where it is not reached or refuses, with QueryError or QueryLimit where it says why, also after `timeout`
    seconds.
    """
    import http.client  # with its TLS longer to load than most queries on a file take
    import urllib.error
    import urllib.request

    url, seconds = endpoint.url, timeout or DEFAULT_TIMEOUT
    form = urlencode([("query", declare_prefixes(sparql, endpoint.prefixes)), *dataset]).encode()
    headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
    deadline = time.monotonic() + seconds
    try:
        with urllib.request.urlopen(urllib.request.Request(url, form, headers), timeout=seconds) as response:
            got = response.headers.get_content_type()
            if got != accept:
                raise EndpointError(message("{url}: answered in {got}, asked was {accept}", url=url, got=got, accept=accept))
            while part := response.read1(1 << 16):
                spool.write(part)
                if time.monotonic() > deadline:
                    raise TimeoutError
            return "X-SPARQL-MaxRows" in response.headers
    except urllib.error.HTTPError as error:
        reason = " ".join(error.read(2000).decode("utf-8", "replace").split())[:300]
        kind = QueryError if error.code in (400, 413) else EndpointError
        raise kind(message("{url}: answered {code}: {reason}", url=url, code=error.code, reason=reason)) from error
    except TimeoutError as error:
        raise EndpointError(message("{url}: no answer within {seconds:g} s", url=url, seconds=seconds)) from error
    except (OSError, http.client.HTTPException) as error:
        raise EndpointError(message("{url}: cannot be reached: {error}", url=url, error=error)) from error
