"""Who may ask: the Host that the request was sent to, the origin of the page that sent it, a token; and where the server stands for others.

A web page of any site can send requests to 127.0.0.1. It can read what comes back where the server allows its origin (CORS), or where
its own name has come to mean 127.0.0.1 (DNS rebinding); both are shut here. https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import OutputError
from kg.messages import message
from kg.server.errors import HttpError, answer_error
from kg.server.log import tell

ALLOWED = "GET, HEAD, POST, OPTIONS"
# In the order in which they are told.
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
LOCAL_NAMES = frozenset({"localhost", "localhost.localdomain", "ip6-localhost"})


@dataclass(frozen=True, slots=True)
class Access:
    """`host` is the address listened on; `cors` are origins whose pages may read answers ("*" any, "null" pages opened as files).

    `public_url` is where the server is seen from outside, behind a proxy, with its path; `token`, where not empty, must come with every
    request, as a Bearer token or as the password of Basic authentication.
    """

    host: str = "127.0.0.1"
    cors: tuple[str, ...] = ()
    public_url: str = ""
    token: str = ""

    def allows_host(self, given: str) -> bool:
        """Whether a Host header names this server: a loopback name, an address, or the host of `public_url`."""
        name = (urlsplit(f"//{given}").hostname or "").rstrip(".")
        if name in LOCAL_NAMES or name.endswith(".localhost") or _is_loopback(name):
            return True
        if self.public_url and name == urlsplit(self.public_url).hostname:
            return True
        # Another name can be made to mean any address, an address only itself.
        return not _is_local(self.host) and (_is_address(name) or name == self.host.lower())

    def allows_origin(self, origin: str) -> bool:
        """Whether a page of this origin may read answers."""
        return "*" in self.cors or origin in self.cors

    def allows_token(self, authorization: str) -> bool:
        """Whether an Authorization header holds the token."""
        scheme, _, given = authorization.partition(" ")
        given = given.strip()
        if scheme.lower() == "basic":
            try:
                given = base64.b64decode(given, validate=True).decode("utf-8").partition(":")[2]
            except (binascii.Error, UnicodeDecodeError):
                return False
        elif scheme.lower() != "bearer":
            return False
        return hmac.compare_digest(given.encode("utf-8"), self.token.encode("utf-8"))


def check_access(access: Access) -> Access:
    """The same, if it makes sense; raises OutputError for an origin or a URL that is none."""
    for origin in access.cors:
        parts = urlsplit(origin)
        if origin not in ("*", "null") and (not parts.scheme or not parts.netloc or parts.path or parts.query):
            raise OutputError(
                message(
                    "--cors {origin}: an origin is needed, such as https://example.org, or null for pages opened as files, or *",
                    origin=origin,
                ),
            )
    parts = urlsplit(access.public_url)
    if access.public_url and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment):
        raise OutputError(
            message(
                "--public-url {public_url}: an http or https URL is needed, such as https://example.org/news/", public_url=access.public_url
            ),
        )
    return access


class Guard:
    """The middleware that lets only those in who may ask, and gives the requests their address as seen from outside."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app, self.access = app, access
        self._public = urlsplit(access.public_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 421 for a foreign Host and 401 without the token; else pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin", "")
        sending = self._with_headers(send, origin)
        refusal = self._refuse(headers, scope["method"])
        if scope["method"] == "OPTIONS" and not (refusal and refusal.status == 421):
            allow = _methods_of(self._as_seen(scope, headers)).encode("latin-1")
            await sending({"type": "http.response.start", "status": 204, "headers": [(b"allow", allow)]})
            await sending({"type": "http.response.body", "body": b""})
            return
        scope = self._as_seen(scope, headers)
        tell(scope, client=(scope.get("client") or ("",))[0])
        if refusal is not None:
            response = await answer_error(Request(scope), refusal)
            await response(scope, receive, sending)
            return
        await self.app(scope, receive, sending)

    def _refuse(self, headers: Headers, method: str) -> HttpError | None:
        host = headers.get("host", "")
        if not self.access.allows_host(host):
            return HttpError(
                421,
                message("Host {host}: not a name of this server; use 127.0.0.1 or localhost, or start it with --public-url", host=host),
            )
        if self.access.token and not self.access.allows_token(headers.get("authorization", "")):
            return HttpError(401, message("a token is needed: Authorization: Bearer TOKEN"))
        return None

    def _as_seen(self, scope: Scope, headers: Headers) -> Scope:
        """The scope with scheme, host, prefix and client as a trusted proxy tells them: only with --public-url is there one."""
        if not self.access.public_url:
            return scope
        prefix, path = self._public.path.rstrip("/"), scope["path"]
        inner = path.removeprefix(prefix) if path == prefix or path.startswith(f"{prefix}/") else path
        others = [(name, value) for name, value in scope["headers"] if name != b"host"]
        client = headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        return {
            **scope,
            "scheme": self._public.scheme,
            "headers": [(b"host", self._public.netloc.encode("latin-1")), *others],
            "root_path": prefix,
            "path": prefix + (inner or "/"),
            "client": (client, 0) if client else scope.get("client"),
        }

    def _with_headers(self, send: Send, origin: str) -> Send:
        async def sending(event: Message) -> None:
            if event["type"] == "http.response.start":
                headers = MutableHeaders(scope=event)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                headers["Cross-Origin-Resource-Policy"] = "cross-origin" if self.access.cors else "same-origin"
                if event["status"] == 401:
                    headers["WWW-Authenticate"] = 'Basic realm="kg", charset="UTF-8"'
                if self.access.cors:
                    headers.add_vary_header("Origin")
                if origin and self.access.allows_origin(origin):
                    headers["Access-Control-Allow-Origin"] = origin
                    headers["Access-Control-Allow-Methods"] = ALLOWED
                    headers["Access-Control-Allow-Headers"] = "Accept, Authorization, Content-Type"
                    headers["Access-Control-Expose-Headers"] = "ETag, Retry-After, X-SPARQL-MaxRows"
            await send(event)

        return sending


def _methods_of(scope: Scope) -> str:
    """The methods of what stands at the path of a request."""
    found = next((route for route in scope["app"].routes if route.matches(scope)[0] != Match.NONE), None)
    own = getattr(found, "methods", None) or {"GET", "HEAD"}
    return ", ".join(method for method in METHODS if method in own or method == "OPTIONS")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(name: str) -> bool:
    return _is_address(name) and ipaddress.ip_address(name).is_loopback


def _is_local(host: str) -> bool:
    return host.lower() in LOCAL_NAMES or _is_loopback(host)


def origins(given: Sequence[str]) -> tuple[str, ...]:
    """Origins as browsers write them: without a slash at the end."""
    return tuple(origin.rstrip("/") for origin in given)
