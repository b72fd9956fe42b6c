"""Who may ask a server, and in which format it answers: tables of headers, without a server."""

from __future__ import annotations

import base64
import random

import pytest
from starlette.requests import Request

from kg.errors import OutputError
from kg.query.answers import GRAPH_FORMATS, ROW_FORMATS
from kg.server.access import Access, check_access, origins
from kg.server.errors import HttpError
from kg.server.media import ALSO_GRAPHS, ALSO_ROWS, graph_format, pick_media, prefers_html, read_format, wanted_formats
from tests.telling import compare

LOCAL, OPEN = Access(), Access(host="0.0.0.0", public_url="https://news.example.org/kg/")


@pytest.mark.parametrize(
    ("host", "local", "outside"),
    [
        ("localhost", True, True),
        ("localhost:8000", True, True),
        ("LOCALHOST.", True, True),
        ("kg.localhost", True, True),
        ("127.0.0.1:8000", True, True),
        ("127.9.9.9", True, True),
        ("[::1]:8000", True, True),
        ("192.0.2.7:8000", False, True),
        ("[2001:db8::1]", False, True),
        ("news.example.org", False, True),
        ("news.example.org:443", False, True),
        ("example.org", False, False),
        ("localhost.example.org", False, False),
        ("", False, False),
    ],
)
def test_hosts(host: str, local: bool, outside: bool) -> None:
    assert (LOCAL.allows_host(host), OPEN.allows_host(host)) == (local, outside)


def test_the_name_that_is_listened_on_is_a_host() -> None:
    assert Access(host="Kg.Example.Net").allows_host("kg.example.net:80") and not Access(host="kg.example.net").allows_host("example.net")


def basic(words: str) -> str:
    return "Basic " + base64.b64encode(words.encode()).decode()


@pytest.mark.parametrize(
    ("header", "allowed"),
    [
        ("Bearer 密令", True),
        ("bearer   密令 ", True),
        ("Bearer 密", False),
        ("Bearer", False),
        ("", False),
        ("Digest 密令", False),
        ("密令", False),
        (basic("谁:密令"), True),
        (basic("密令:"), False),
        (basic("密令"), False),
        ("Basic ???", False),
        ("Basic " + base64.b64encode(b"a:\xff").decode(), False),
    ],
)
def test_tokens(header: str, allowed: bool) -> None:
    assert Access(token="密令").allows_token(header) is allowed


def test_origins() -> None:
    access = Access(cors=origins(("https://a.example/", "null")))
    assert [access.allows_origin(one) for one in ("https://a.example", "https://a.example/", "null", "https://b.example")] == [
        True,
        False,
        True,
        False,
    ]
    assert Access(cors=("*",)).allows_origin("https://b.example")


@pytest.mark.parametrize("origin", ["a.example", "https://", "https://a.example/path", "https://a.example?x", "https:a"])
def test_what_is_no_origin(origin: str) -> None:
    with pytest.raises(OutputError, match="an origin is needed"):
        check_access(Access(cors=("*", "null", "https://a.example", origin)))


@pytest.mark.parametrize("url", ["ftp://a.example/", "https:///kg", "https://a.example/?x", "https://a.example/#x", "a.example"])
def test_what_is_no_public_url(url: str) -> None:
    with pytest.raises(OutputError, match="an http or https URL is needed"):
        check_access(Access(public_url=url))
    assert check_access(OPEN) is OPEN


RANGES = (
    "text/csv", "application/sparql-results+json", "application/json", "*/*", "text/*", "application/*", "text/turtle", "text/html",
    "image/png",
    "application/rdf+xml", "application/n-triples", "text/plain", "application/ld+json", "application/xml", "TEXT/TURTLE",
)  # fmt: skip
QUALITIES = ("", "", "", ";q=0.5", "; q=0.9", ";q=0", ";q=1.5", ";q=x", ";charset=utf-8;q=0.3", ";q=-1", ";level=1")
NAMED = ("json", "XML", " csv ", "turtle", "text/csv", "application/rdf+xml", "rdf", "nq", "html", "", "text/plain", "x-trig")


def asking(accept: str, query: str = "") -> Request:
    return Request({"type": "http", "headers": [(b"accept", accept.encode())] if accept else [], "query_string": query.encode()})


def test_formats_are_picked_as_they_were(pytestconfig: pytest.Config) -> None:
    """For lists of media ranges: the format of rows, of graphs, of either, and whether a page is liked better."""
    chance, told = random.Random(5), []
    accepts = ["", "text/html,application/xhtml+xml,*/*;q=0.8", *RANGES]
    accepts += [", ".join(f"{one}{chance.choice(QUALITIES)}" for one in chance.sample(RANGES, chance.randint(1, 5))) for _ in range(150)]
    for accept in accepts:
        picked = []
        for pick in (
            lambda a: pick_media(a, ROW_FORMATS, ALSO_ROWS),
            lambda a: pick_media(a, GRAPH_FORMATS, ALSO_GRAPHS),
            lambda a: wanted_formats(asking(a)),
            lambda a: graph_format(asking(a, "output=rdf")),
            lambda a: prefers_html(asking(a)),
        ):
            try:
                picked.append(str(pick(accept)))
            except HttpError as error:
                picked.append(str(error.status))
        told.append(f"{accept} | {' | '.join(picked)}")
    for named in NAMED:
        for read in (
            lambda n: read_format(n),
            lambda n: graph_format(asking("", f"format={n}")),
            lambda n: wanted_formats(asking("text/csv"), given=n),
        ):
            try:
                told.append(f"{named} | {read(named)}")
            except HttpError as error:
                told.append(f"{named} | {error.status} {str(error)} {error.in_language('zh')}")
    compare("formats.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))


def test_a_header_of_many_ranges_is_read_as_far_as_forty() -> None:
    many = ["image/png"] * 39
    assert pick_media(", ".join([*many, "text/csv"]), ROW_FORMATS) == "csv"
    with pytest.raises(HttpError):
        pick_media(", ".join([*many, "image/png", "text/csv"]), ROW_FORMATS)
