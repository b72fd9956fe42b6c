"""The request log: one line of JSON for each request, with the query that was asked, whatever became of it."""

from __future__ import annotations

import datetime
import json
import logging
import time
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import OutputError
from kg.messages import message, reason_of

# The part of the scope in which those further in say what they know of a request: "query", "client".
TOLD = "kg.told"
LONGEST = 2000


def open_log(path: Path) -> logging.Logger:
    """A log that writes to the end of the file at `path`, a new one where another program has moved it away; raises OutputError."""
    try:
        handler = WatchedFileHandler(path, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        reason = reason_of(error)
        raise OutputError(message("--log {path}: cannot be written: {reason}", path=path, reason=reason)) from error
    logger = logging.Logger("kg.requests")
    logger.addHandler(handler)
    return logger


def tell(scope: Scope, **words: str) -> None:
    """Add to the line of this request, if there is a log."""
    if TOLD in scope:
        scope[TOLD].update(words)


class RequestLog:
    """The middleware that writes the log; the outermost, so that refused requests stand in it too."""

    def __init__(self, app: ASGIApp, logger: logging.Logger) -> None:
        self.app, self.logger = app, logger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and log it when its answer is sent or its client has left (status 499)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told: dict[str, Any] = {"status": 499, "bytes": 0}
        begin, began = time.perf_counter(), datetime.datetime.now(datetime.UTC)

        async def sending(event: Message) -> None:
            if event["type"] == "http.response.start":
                told["status"] = event["status"]
            told["bytes"] += len(event.get("body", b""))
            await send(event)

        scope[TOLD] = {}
        try:
            await self.app(scope, receive, sending)
        finally:
            address = f"{scope['path']}?{scope['query_string'].decode('latin-1')}".rstrip("?")
            client = (scope.get("client") or ("",))[0]
            line = {"time": began.isoformat(timespec="milliseconds"), "client": client, "method": scope["method"], "url": address[:LONGEST]}
            line |= told | {"ms": round((time.perf_counter() - begin) * 1000, 1)} | {k: v[:LONGEST] for k, v in scope[TOLD].items()}
            self.logger.info("%s", json.dumps(line, ensure_ascii=False))
