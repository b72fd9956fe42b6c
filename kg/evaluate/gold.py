"""Gold files: documents with the facts that a reader found in them, checked line by line; docs/gold-format.md describes them."""

from __future__ import annotations

import datetime
import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.messages import Message, message, reason_of
from kg.ontology import load_ontology

# The relations that every gold file is held to annotate; others are scored where a gold file uses them.
RELATIONS: tuple[str, ...] = (
    *("organizes", "hosts", "supports", "launches", "issues", "formulates", "attends", "delivers", "signs", "develops", "exhibits"),
    *("establishes", "awards", "meets", "visits", "acquires", "heldAt", "startDate", "endDate", "issuedOn", "theme", "position"),
    "subEventOf",
)

DASHES = str.maketrans({**dict.fromkeys("—–‐‑‒―−─━﹣", "-"), "〔": "(", "〕": ")", "～": "~", "〜": "~"})
DROPPED = frozenset("《》〈〉“”\"'‘’「」『』【】 \t\r\n\u3000·•・")


@dataclass(frozen=True, slots=True)
class GoldFact:
    """A fact of the gold: `subjects` and `objects` are the accepted names, best first; `alternatives` are relations that are as good."""

    relation: str
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    optional: bool = False
    alternatives: tuple[str, ...] = ()

    @property
    def relations(self) -> frozenset[str]:
        """All relations that state the fact."""
        return frozenset((self.relation, *self.alternatives))


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document with its facts; `date` is the day of publication."""

    id: str
    text: str
    facts: tuple[GoldFact, ...]
    date: datetime.date | None = None


def read_gold(paths: Iterable[Path]) -> tuple[GoldDocument, ...]:
    """The documents of the gold files, in order. Raises InputError with file, line and fact where one is not as the format says."""
    places: dict[str, str] = {}
    documents = []
    for path in paths:
        for place, row in _rows(path):
            document = _document(row, place)
            if document.id in places:
                first = places[document.id]
                raise _error(
                    place,
                    message('"id" {id!r} stands at {first} too; each document once', id=document.id, first=first),
                )
            places[document.id] = place
            documents.append(document)
    if not documents:
        raise InputError(message("the gold files hold no document; needed is one JSON object a line"))
    return tuple(documents)


@cache
def fold(name: str) -> str:
    """The form in which two names are compared: widths, dashes and case made one, quotation marks, title marks and spaces dropped.

    >>> fold("《 Ａ市——B计划 》")
    'a市-b计划'
    """
    folded = unicodedata.normalize("NFKC", name).lower().translate(DASHES)
    while "--" in folded:
        folded = folded.replace("--", "-")
    return "".join(char for char in folded if char not in DROPPED and unicodedata.category(char) not in ("Cf", "Cc", "Zs"))


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise InputError(message("{path}: not UTF-8 at byte {start}; save it as UTF-8", path=path, start=error.start)) from error
    except OSError as error:
        raise InputError(message("{path}: cannot be read: {reason}", path=path, reason=reason_of(error))) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            place = f"{path}:{number}"
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise _error(place, message("no valid JSON: {error}; one object a line", error=error)) from error
            if not isinstance(row, dict):
                raise _error(place, message("a JSON object is needed"))
            yield place, row


def _document(row: Mapping[str, Any], place: str) -> GoldDocument:
    identifier, text, facts = (row.get(key) for key in ("id", "text", "facts"))
    if not isinstance(identifier, str) or not identifier or "#" in identifier:
        raise _error(place, message('"id" is {identifier!r}; needed is a text without #', identifier=identifier))
    if not isinstance(text, str) or not text.strip():
        raise _error(place, message('"text" is missing or empty; needed is the text of the document'))
    if not isinstance(facts, list):
        raise _error(place, message('"facts" is no list; a document without facts has []'))
    read = tuple(_fact(fact, f"{place}: fact {number}") for number, fact in enumerate(facts, 1))
    return GoldDocument(identifier, text, read, _date(row.get("date"), place))


def _date(given: Any, place: str) -> datetime.date | None:
    if given in (None, ""):
        return None
    try:
        return datetime.date.fromisoformat(given)
    except (TypeError, ValueError) as error:
        raise _error(place, message('"date" is {given!r}; needed is YYYY-MM-DD', given=given)) from error


def _fact(row: Any, place: str) -> GoldFact:
    if not isinstance(row, dict):
        raise _error(place, message("{row!r} is no JSON object", row=row))
    optional = row.get("opt", False)
    if not isinstance(optional, bool):
        raise _error(place, message('"opt" is {optional!r}; needed is true or false', optional=optional))
    others = row.get("or", [])
    if not isinstance(others, list):
        raise _error(place, message('"or" is {others!r}; needed is a list of relations', others=others))
    split = [part for other in others for part in (other.split(",") if isinstance(other, str) and "/" not in other else [other])]
    relation, *alternatives = (_relation(name, place) for name in (row.get("p"), *split))
    return GoldFact(relation, _names(row, "s", place), _names(row, "o", place), optional, tuple(alternatives))


def _relation(name: Any, place: str) -> str:
    known = {*RELATIONS, *load_ontology().relations}
    if isinstance(name, str) and (name in known or "://" in name):
        return name
    accepted = " ".join(sorted(known))
    raise _error(place, message("unknown relation {name!r}; known are {accepted}, or a whole IRI", name=name, accepted=accepted))


def _names(row: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    names = row.get(key)
    if isinstance(names, list) and names and all(isinstance(name, str) and fold(name) for name in names):
        return tuple(names)
    raise _error(place, message('"{key}" is {names!r}; needed is a list of names, the best first', key=key, names=names))


def _error(place: str, wrong: Message) -> InputError:
    return InputError(message("{place}: {wrong}", place=place, wrong=wrong))


def fold_of(document: str, folds: int) -> int:
    """The fold of a document in cross-validation with so many: a function of its id alone, the same for all articles of one page."""
    return int(hashlib.md5(document.partition("#")[0].encode(), usedforsecurity=False).hexdigest(), 16) % folds
