"""The errors that kg raises, all under one root.

::

    KgError
    ├── InputError        a text, page or JSON line that cannot be read
    │   ├── IdClash       two articles of one id
    │   └── Unread        several inputs that cannot be read, each with its reason
    ├── DateError         a date that is none
    ├── EngineError       an annotation engine that is unknown, missing or fails
    │   └── ModelMissing  a model that is neither cached nor reachable
    ├── OntologyError     an ontology, shapes, lexicon or query file that is broken
    ├── GraphError        a graph file that cannot be read or written
    ├── QueryError        a SPARQL query that is wrong or refused
    │   ├── QueryLimit    a query that was stopped at its limit of time or memory
    │   ├── AnswerLimit   an answer of more rows or bytes than allowed
    │   ├── FormatError   an answer asked for in a format that its kind has not
    │   └── EndpointError an endpoint that cannot be reached, fails, or answers what is no SPARQL result
    └── OutputError       an output folder or file that cannot be written

A message gives the place, the bad value, what is accepted and what to do, on one line, in Chinese or English (`KgError.in_language`).
"""

from __future__ import annotations


class KgError(Exception):
    """An error whose message is meant for the user; `en` and `zh` say the same thing on one line each."""

    def __init__(self, en: str, zh: str = "") -> None:
        super().__init__(en)
        self.en = en
        self.zh = zh or en

    def in_language(self, lang: str) -> str:
        """The message in `lang`, which is "zh" or "en"."""
        return self.zh if lang == "zh" else self.en


class InputError(KgError):
    """A text, page or JSON line cannot be read."""


class IdClash(InputError):
    """Two articles have one id."""


class Unread(InputError):
    """Several inputs cannot be read; `reasons` holds the error of each, in their order."""

    def __init__(self, en: str, zh: str, *, reasons: tuple[KgError, ...]) -> None:
        super().__init__(en, zh)
        self.reasons = reasons


class DateError(KgError):
    """A date is none."""


class EngineError(KgError):
    """An annotation engine is unknown, missing or fails."""


class ModelMissing(EngineError):
    """A model is neither in the cache nor reachable."""


class OntologyError(KgError):
    """An ontology, shapes, lexicon or query file is broken."""


class GraphError(KgError):
    """A graph file cannot be read or written."""


class QueryError(KgError):
    """A SPARQL query is wrong or refused."""


class QueryLimit(QueryError):
    """A query was stopped at its limit of time or memory."""


class AnswerLimit(QueryError):
    """An answer has more rows or bytes than allowed."""


class FormatError(QueryError):
    """An answer is asked for in a format that its kind has not."""


class EndpointError(QueryError):
    """An endpoint cannot be reached, fails, or answers what is no SPARQL result."""


class OutputError(KgError):
    """An output folder or file cannot be written."""
