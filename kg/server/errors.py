"""Errors as HTTP answers: the right status and one JSON shape, `{"status": 400, "error": "...", "error_zh": "..."}`."""

from __future__ import annotations

import html

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from kg.errors import AnswerLimit, EndpointError, FormatError, KgError, QueryError, QueryLimit
from kg.messages import SOURCE, Localized, languages, message
from kg.server.pool import Busy, Gone

PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{status}</title><main style="max-width:50em;margin:3em auto;font:1rem/1.6 sans-serif"><h1>{status}</h1>
{lines}<p><a href="{root}">首页 Home</a></p></main></html>"""


class HttpError(KgError):
    """A request that is answered with an error of this HTTP status."""

    def __init__(self, status: int, message: Localized) -> None:
        super().__init__(message)
        self.status = status


async def answer_error(request: Request, error: Exception) -> Response:
    """The response for any error that a request meets."""
    if isinstance(error, HTTPException):
        told = {404: message("Not Found"), 405: message("Method Not Allowed")}.get(error.status_code)
        return _shape(request, error.status_code, told or message("{detail}", detail=error.detail), headers=dict(error.headers or {}))
    if isinstance(error, KgError):
        status = _status(error)
        return _shape(request, status, error, headers={"Retry-After": "5"} if status == 503 else {})
    return _shape(request, 500, message("the server failed at this request"))


def _status(error: KgError) -> int:
    if isinstance(error, HttpError):
        return error.status
    kinds: tuple[tuple[type[KgError], int], ...] = (
        (Busy, 503),
        (Gone, 499),  # nobody reads it
        (QueryLimit, 504),
        (AnswerLimit, 413),
        (EndpointError, 502),
        (FormatError, 406),
        (QueryError, 400),
    )
    return next((status for kind, status in kinds if isinstance(error, kind)), 500)


def _shape(request: Request, status: int, told: Localized, *, headers: dict[str, str] | None = None) -> Response:
    accept = request.headers.get("accept", "")
    headers = (headers or {}) | {"Cache-Control": "no-store"}
    if accept.lower().startswith("text/html"):  # a browser: RDF clients name HTML last
        lines = "".join(f'<p lang="{lang}">{html.escape(told.in_language(lang))}</p>\n' for lang in reversed(languages()))
        return HTMLResponse(
            PAGE.format(status=status, lines=lines, root=html.escape(str(request.base_url))),
            status,
            headers | {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"},
        )
    others = {f"error_{lang}": _plain(told.in_language(lang)) for lang in languages() if lang != SOURCE}
    return JSONResponse({"status": status, "error": _plain(told.in_language(SOURCE)), **others}, status, headers)


def _plain(text: str) -> str:
    """The text without lone surrogates, which no UTF-8 holds."""
    return text.encode("utf-8", "replace").decode("utf-8")
