"""Errors as HTTP answers: the right status and one JSON shape, `{"status": 400, "error": "...", "error_zh": "..."}`."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.errors import KgError, QueryError, QueryLimit
from kg.server.pool import Busy


class HttpError(KgError):
    """A request that is answered with an error of this HTTP status."""

    def __init__(self, status: int, en: str, zh: str) -> None:
        super().__init__(en, zh)
        self.status = status


async def answer_error(request: Request, error: Exception) -> Response:
    """The response for any error that a request meets."""
    if isinstance(error, HTTPException):
        headers = dict(error.headers or {})
        return _shape(
            error.status_code, str(error.detail), {404: "没有这个页面", 405: "不允许这种方法"}.get(error.status_code, ""), headers
        )
    if isinstance(error, KgError):
        status = _status(error)
        return _shape(status, error.en, error.zh, {"Retry-After": "5"} if status == 503 else {})
    return _shape(500, "the server failed at this request", "服务器处理这个请求时出错")


def _status(error: KgError) -> int:
    if isinstance(error, HttpError):
        return error.status
    if isinstance(error, Busy):
        return 503
    if isinstance(error, QueryLimit):
        return 504
    return 400 if isinstance(error, QueryError) else 500


def _shape(status: int, en: str, zh: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"status": status, "error": en, "error_zh": zh or en}, status, headers)
