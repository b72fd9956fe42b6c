"""HanLP's RESTful service: sentences out, HanLP documents back (protocol: HanLP documentation, "RESTful API", POST URL/parse)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from kg.annotate.documents import TASKS
from kg.errors import EngineError
from kg.messages import Message, message

REQUEST_CHARACTERS = 5_000
"""The greatest text that one request carries, unless a single sentence is longer; the public service refuses long ones."""
TIMEOUT = 60.0
"""Seconds to wait for the service."""
WANTED = [key for keys in TASKS.values() for key in keys]


def open_service(url: str, *, timeout: float = TIMEOUT) -> Callable[[Sequence[str]], Mapping[str, Any]]:
    """A function from sentences to one HanLP document, asked of the service at `url`.

    The key of a registered user is read from the environment variable HANLP_AUTH, as in HanLP's own client.
    Raises EngineError for an address that is none, and, when called, for a service that is not reached or refuses.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise EngineError(
            message("engine restful:{url}: no address; give one such as restful:https://hanlp.hankcs.com/api", url=url),
        )

    def parse(sentences: Sequence[str]) -> Mapping[str, Any]:
        document: dict[str, list[Any]] = {}
        for request in requests(sentences):
            answer = ask(url, request, timeout=timeout)
            for task, rows in answer.items():
                document.setdefault(task, []).extend(rows)
        return document

    return parse


def requests(sentences: Sequence[str]) -> Iterator[list[str]]:
    """The sentences in lists of at most REQUEST_CHARACTERS."""
    request: list[str] = []
    size = 0
    for sentence in sentences:
        if request and size + len(sentence) > REQUEST_CHARACTERS:
            yield request
            request, size = [], 0
        request.append(sentence)
        size += len(sentence)
    if request:
        yield request


def ask(url: str, sentences: list[str], *, timeout: float) -> dict[str, list[Any]]:
    """The service's document for `sentences`: for each task one row a sentence.

    Raises EngineError where the service refuses, is not reached within `timeout` seconds, or answers something else.
    """
    body = json.dumps({"text": sentences, "tokens": None, "tasks": None, "skip_tasks": None, "language": "zh"})
    headers = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"}
    if key := os.environ.get("HANLP_AUTH"):
        headers["Authorization"] = f"Basic {key}"
    try:
        with urlopen(Request(url.rstrip("/") + "/parse", body.encode(), headers), timeout=timeout) as response:
            answer = json.load(response)
    except HTTPError as error:
        with error:
            said = error.read(200).decode("utf-8", "replace").split("\n")[0]
        raise refused(url, f"{error.code} {error.reason}: {said}", refusal_advice(error.code)) from error
    except (OSError, HTTPException) as error:
        raise refused(url, str(error), message("check the address and the network")) from error
    except ValueError as error:
        raise refused(url, f"no JSON ({error})", message("check that this is a HanLP service")) from error
    layers = {task: answer.get(task) for task in WANTED} if isinstance(answer, dict) else {}
    rows = {task: row for task, row in layers.items() if row is not None}
    if not rows or any(not isinstance(row, list) or len(row) != len(sentences) for row in rows.values()):
        raise refused(url, "not one row for each sentence", message("check that this is a HanLP service"))
    return rows


def refusal_advice(code: int) -> Message:
    """What to do about an HTTP status (statuses: documentation of HanLP's client)."""
    if code in (401, 403):
        return message("set HANLP_AUTH to a valid key")
    if code == 429:
        return message("too many requests: wait, or set HANLP_AUTH to a key with a higher limit")
    return message("check the address; the service has to offer POST /parse")


def refused(url: str, reason: str, advice: Message) -> EngineError:
    """The error of a service that gave no document."""
    return EngineError(message("engine restful:{url}: {reason}; {advice}", url=url, reason=reason, advice=advice))
