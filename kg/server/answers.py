"""Answers as HTTP responses: streamed, with an entity tag by which a client knows that it has them already (RFC 9110, section 8.8.3)."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from kg.query import Answer
from kg.server.pool import Pool

# The graph does not change while the server runs; another one may run at this address tomorrow, so clients ask whether it is the same.
CACHED: Mapping[str, str] = {"Cache-Control": "no-cache"}
PIECE = 1 << 16


def make_etag(request: Request, *parts: str) -> str:
    """The entity tag of the answer to this request: the graph, the version of kg, the address, and what else the answer rests on.

    "" where the graph may change unseen.
    """
    if not request.app.state.tag:
        return ""
    key = hashlib.sha256(f"{request.app.state.tag} {request.url.path}?{request.url.query}".encode("utf-8", "replace"))
    for part in parts:
        key.update(f"\0{part}".encode("utf-8", "replace"))
    return f'W/"{key.hexdigest()[:24]}"'


def find_unchanged(request: Request, etag: str) -> Response | None:
    """The answer 304 where the client has this answer already."""
    if not etag or request.method not in ("GET", "HEAD"):
        return None
    known = [one.strip() for one in request.headers.get("if-none-match", "").split(",", 50)]
    return Response(status_code=304, headers={"ETag": etag, "Vary": "Accept", **CACHED}) if etag in known or "*" in known else None


def respond(request: Request, answer: Answer, etag: str = "") -> Response:
    """The answer as a response; `X-SPARQL-MaxRows` and a member of the JSON tell where the limit of rows cut it off."""
    pool: Pool = request.app.state.pool
    headers = {"Vary": "Accept", **CACHED}
    if etag and request.method != "POST":
        headers["ETag"] = etag
    if not answer.complete:
        headers["X-SPARQL-MaxRows"] = str(pool.limits.rows)
    if answer.path is None:
        return Response(answer.body, media_type=answer.media_type, headers=headers)
    return Spooled(_take(answer.path), answer.media_type, headers)


def respond_json(value: Any, headers: Mapping[str, str] | None = None) -> Response:
    """A value as JSON, lone surrogates in it, which no UTF-8 holds, as question marks."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(body, media_type="application/json", headers=dict(headers or {}))


async def wait_until_left(request: Request) -> None:
    """Returns when the client has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        continue


def _take(path: Path) -> BinaryIO:
    """The file, opened; it has no name any more, so that it goes with its last reader, whatever becomes of that one."""
    stream = path.open("rb")
    with suppress(OSError):  # not on Windows: there it stays until the server ends
        path.unlink()
    return stream


class Spooled(StreamingResponse):
    """An answer that comes piece by piece out of a file, which is closed whether or not the client stays to the end."""

    def __init__(self, stream: BinaryIO, media_type: str, headers: Mapping[str, str]) -> None:
        self.stream = stream
        size = {"Content-Length": str(os.fstat(stream.fileno()).st_size)}
        super().__init__(iter(partial(stream.read, PIECE), b""), media_type=media_type, headers={**headers, **size})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.stream.close()
