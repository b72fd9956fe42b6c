"""A remote SPARQL 1.1 endpoint, asked over HTTP with the same guard, prefixes, limits and formats as a file."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import QueryError
from kg.ontology import prefix_table
from kg.query.answers import MEDIA_TYPES, Answer, count_rows, pick_format
from kg.query.syntax import check, declare_prefixes, find_untagged, find_warnings, limit_rows

DEFAULT_TIMEOUT = 60.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A SPARQL endpoint on the network; only an `http` or `https` URL that the user named is ever asked."""

    url: str
    prefixes: Mapping[str, str]


def open_endpoint(url: str) -> Endpoint:
    """The endpoint at `url`; raises QueryError for what is no http(s) URL."""
    if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        raise QueryError(f"--endpoint {url}: an http or https URL is needed", f"--endpoint {url}：应为 http 或 https 网址")
    return Endpoint(url, prefix_table())


def ask_endpoint(
    endpoint: Endpoint, sparql: str, *, format: str = "json", limit: int | None = None, timeout: float | None = None
) -> Answer:
    """Answer a query at the endpoint; raises QueryError for a refused query, an error of the server, or after `timeout` seconds."""
    form = check(sparql, prefixes=endpoint.prefixes, graphs=None)
    format = pick_format(form, format)
    text = sparql if limit is None or form == "ask" else limit_rows(sparql, limit)
    accept = MEDIA_TYPES[format].split(";")[0]
    body, cut = _post(endpoint.url, declare_prefixes(text, endpoint.prefixes), accept, timeout or DEFAULT_TIMEOUT)
    rows = count_rows(body, format) if form == "select" else 1
    notices = (*find_warnings(sparql), *([] if rows else find_untagged(sparql)))
    return Answer(form, format, body, notices, complete=not cut and (limit is None or form != "select" or rows < limit))


def _post(url: str, sparql: str, accept: str, timeout: float) -> tuple[bytes, bool]:
    """What the endpoint answers, and whether it says that this is not all: Virtuoso and kg send this header where they cut."""
    form = urllib.parse.urlencode({"query": sparql}).encode()
    headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
    deadline, parts = time.monotonic() + timeout, []
    try:
        with urllib.request.urlopen(urllib.request.Request(url, form, headers), timeout=timeout) as response:
            got, cut = response.headers.get_content_type(), "X-SPARQL-MaxRows" in response.headers
            while part := response.read1(1 << 16):
                parts.append(part)
                if time.monotonic() > deadline:
                    raise TimeoutError
    except urllib.error.HTTPError as error:
        reason = " ".join(error.read(2000).decode("utf-8", "replace").split())[:300]
        raise QueryError(f"{url}: answered {error.code}: {reason}", f"{url}：返回 {error.code}：{reason}") from error
    except TimeoutError as error:
        raise QueryError(f"{url}: no answer within {timeout:g} s", f"{url}：{timeout:g} 秒内没有回答") from error
    except (OSError, http.client.HTTPException) as error:
        raise QueryError(f"{url}: cannot be reached: {error}", f"{url}：无法连接：{error}") from error
    if got != accept:
        raise QueryError(f"{url}: answered in {got}, asked was {accept}", f"{url}：返回的是 {got}，要求的是 {accept}")
    return b"".join(parts), cut
