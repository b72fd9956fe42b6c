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

A message gives the place, the bad value, what is accepted and what to do, on one line, in the language asked for (`KgError.in_language`).
"""

from __future__ import annotations

from kg.messages import Localized


class KgError(Exception):
    """An error whose message is meant for the user, one line in each language of the interface; as a string it is English."""

    def __init__(self, message: Localized | str) -> None:
        super().__init__(message)
        self.message = message

    def in_language(self, lang: str) -> str:
        """The message in `lang`, one of `kg.messages.languages`."""
        return self.message if isinstance(self.message, str) else self.message.in_language(lang)


class InputError(KgError):
    """A text, page or JSON line cannot be read."""


class IdClash(InputError):
    """Two articles have one id."""


class Unread(InputError):
    """Several inputs cannot be read; `reasons` holds the error of each, in their order."""

    def __init__(self, message: Localized, *, reasons: tuple[KgError, ...]) -> None:
        super().__init__(message)
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
