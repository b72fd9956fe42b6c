"""Terms as SPARQL writes them: whatever comes from outside goes into a query through here, and nothing of it can leave its term."""

from __future__ import annotations

import re

from kg.errors import QueryError
from kg.messages import message

CONTROL = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
# IRIREF of SPARQL 1.1 with a scheme (RFC 3987); Oxigraph takes no other.
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20\x7f-\x9f\ud800-\udfff]*")


def is_iri(text: str) -> bool:
    """Whether `text` is an absolute IRI.

    >>> [is_iri(text) for text in ("https://example.org/会", "https://example.org/> ?p ?o", "会")]
    [True, False, False]
    """
    return IRI.fullmatch(text) is not None


def encode_iri(text: str, name: str = "") -> str:
    """An IRI between its brackets; raises QueryError, which says that it was given as `name`, for what is no absolute IRI."""
    if is_iri(text):
        return f"<{text}>"
    shown, given = ascii(text) if not text.isprintable() else text, f"{name} " if name else ""
    raise QueryError(
        message(
            "{given}{shown}: an absolute IRI is needed, such as https://example.org/news, without spaces and <>", given=given, shown=shown
        ),
    )


def encode_text(value: str) -> str:
    """A plain string literal; what cannot be printed goes as its code, lone surrogates as U+FFFD."""
    codes = (c.translate(CONTROL) if c.isprintable() or ord(c) in CONTROL else _code(c) for c in value)
    return f'"{"".join(codes)}"'


def _code(char: str) -> str:
    return "\ufffd" if "\ud800" <= char <= "\udfff" else f"\\U{ord(char):08X}"
