"""The values that pass between the stages: frozen, hashable, and nothing but what a text says.

Offsets are half-open and count Unicode code points of `Article.text`, the one coordinate system.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, Literal

Kind = Literal["headline", "dateline", "byline", "caption", "label list", "body"]
Form = Literal["name", "short", "anaphor", "unsaid"]
Use = Literal["", "venue", "quoted", "motto"]
Modality = Literal["asserted", "planned", "former", "denied", "desired", "hypothetical"]

# The name of a date: a day, a month or a year (ISO 8601).
ISO_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")


class Packed:
    """A frozen value of two fields or more that goes to other processes as these: in half the time that dataclasses take by themselves."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        kind: Any = type(self)
        return kind, _values_of(kind)(self)


@cache
def _values_of(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(field.name for field in fields(kind)))


@dataclass(frozen=True, slots=True, order=True)
class Span(Packed):
    """A half-open range of characters of an article's text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Run:
    """`length` characters of an article's text, from `start`, that stand in the decoded raw file from `raw`, in the same order."""

    start: int
    raw: int
    length: int


@dataclass(frozen=True, slots=True)
class Box:
    """Where the characters of `span` stand in print: a line of the page `page` of the file, counted from 1.

    The sides of the box are points (1/72 inch) from the left and from the top of the page.
    """

    span: Span
    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Article:
    """One article after layout repair.

    `text` is the headline (when there is one) on lines of its own, then one paragraph a line. `runs` maps characters of `text`
    to the raw file; characters outside every run were inserted by the repair. `id` is the `dcterms:identifier`. `page` is the number
    that the newspaper prints on its page; `boxes`, in order of their spans, say where in a PDF each line stands.
    `dated` names where the date came from, one of the origins in `ontology/inputs.ttl`; `source` is the address, else the file.
    """

    id: str
    text: str
    title: str = ""
    byline: str = ""
    publisher: str = ""
    date: datetime.date | None = None
    source: str = ""
    runs: tuple[Run, ...] = ()
    page: str = ""
    boxes: tuple[Box, ...] = ()
    dated: str = ""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    def raw_offset(self, offset: int) -> int | None:
        """The place in the decoded raw file of the character at `offset`, or None for one that the repair inserted."""
        for run in self.runs:
            if run.start <= offset < run.start + run.length:
                return run.raw + offset - run.start
        return None

    def boxes_of(self, span: Span) -> list[Box]:
        """Where the characters of `span` stand in print: the lines that hold them, in order."""
        return [box for box in self.boxes if box.span.overlaps(span)]


@dataclass(frozen=True, slots=True)
class Token:
    """One word with its part of speech in the engine's own tag set."""

    span: Span
    pos: str


@dataclass(frozen=True, slots=True)
class Name:
    """A named entity as the engine gives it; `label` is PERSON, LOCATION, ORGANIZATION or TIME."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Role:
    """An argument of a predicate with its PropBank label (ARG0, ARG1, ARGM-TMP, ...)."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Srl:
    """One predicate of semantic role labelling with its arguments."""

    predicate: Span
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Dependency:
    """The head of a token (index into `Sentence.tokens`, -1 for the root) and the relation to it."""

    head: int
    relation: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its kind, and what the engine says of it; `srl` and `dependencies` are empty where the engine gives none."""

    span: Span
    kind: Kind = "body"
    tokens: tuple[Token, ...] = ()
    names: tuple[Name, ...] = ()
    srl: tuple[Srl, ...] = ()
    dependencies: tuple[Dependency, ...] = ()


@dataclass(frozen=True, slots=True)
class Doc:
    """An article and its annotated sentences; `engine` names the engine and its version."""

    article: Article
    sentences: tuple[Sentence, ...]
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A typed span of an article: `article.text[span] == text`.

    `name` is the name that the mention stands for, without quotation or title marks: its own words for a name, the antecedent's for
    an anaphor (本届大会) or an unsaid end, which then has the span of the antecedent. `cls` is the local name of a class of the ontology,
    or "Words" or "Date" where the end is a literal; a Date's `name` is its ISO form.
    `scope` tells apart what the name alone does not (the superior place of a local office, the parent event of a bare 开幕式).
    `use` is "venue" for a place that stands where something is held, "quoted" for words in quotation marks that may name something,
    "motto" for those that are said to be a theme or an honour.
    """

    span: Span
    text: str
    cls: str
    name: str
    form: Form = "name"
    head: str = ""
    scope: str = ""
    use: Use = ""


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills one role (agent, theme, place, time, coagent, topic) of a frame."""

    role: str
    mention: Mention


@dataclass(frozen=True, slots=True)
class Frame:
    """A predicate with its role fillers: one firing of one construction, or one SRL predicate."""

    predicate: Span
    relation: str
    fillers: tuple[Filler, ...]
    construction: str
    sentence: Span
    modality: Modality = "asserted"
    speaker: Mention | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact as one sentence says it; `when` is EDTF, `evidence` the span of the sentence, `pattern` the construction's name."""

    article: str
    subject: Mention
    relation: str
    object: Mention
    predicate: Span
    evidence: Span
    pattern: str
    confidence: Decimal
    modality: Modality = "asserted"
    speaker: Mention | None = None
    when: str = ""
    where: Mention | None = None


@dataclass(frozen=True, slots=True)
class Alias(Packed):
    """A further proper name of an entity and where it was learnt: an article with a span, or (span None) an ontology or authority file."""

    name: str
    source: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Entity(Packed):
    """A node of the graph. `links` are (property IRI, node or literal) pairs beyond the names: `kg:inPlace`, `owl:sameAs`, codes.

    `roles` are further classes: a town that acts and where things happen is a Place with the role of an Organization.
    """

    iri: str
    cls: str
    label: str
    aliases: tuple[Alias, ...] = ()
    links: tuple[tuple[str, Any], ...] = ()
    roles: tuple[str, ...] = ()
