"""What kg says to people: each line once, in English where it is said, and in other languages in the catalogues of `kg/locale`.

A line is a template with named fields; a catalogue of GNU gettext (`kg/locale/zh/LC_MESSAGES/kg.po`) holds it in another language, in which
fields may stand in another order. `make messages` gathers the lines of the code and compiles the catalogues. A further language is a folder
more (docs/extending.md).
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Protocol, runtime_checkable


def marked(template: str, /) -> str:
    """The template itself, marked for the catalogues where it is said later: help texts, and words that stand in tables.

    >>> translate(marked("answer"), "zh")
    '答案'
    """
    return template


# How several values of a field are joined: `{names}`, `{told:;}`, `{posts:or}`, `{words:_}`.
JOINTS = {"": marked(", "), ";": marked("; "), "or": marked(" or "), "_": " "}
DOMAIN = "kg"
LOCALE = Path(__file__).parent / "locale"
SOURCE = "en"


@runtime_checkable
class Localized(Protocol):
    """Words that are told in a language of the interface: a message, the label of a class or relation, an error."""

    def in_language(self, lang: str) -> str:
        """The words in `lang`, a name of `languages`; in English where they have none in it."""


@dataclass(frozen=True, slots=True)
class Message:
    """A line for people: its English template, by which the catalogues know it, and the values of its fields."""

    template: str
    values: tuple[tuple[str, Any], ...] = ()

    def in_language(self, lang: str) -> str:
        """The line in `lang`; values that are `Localized` are told in it too.

        >>> damaged = message("{lost:damaged character|damaged characters}", lost=2)
        >>> damaged.in_language("en"), damaged.in_language("zh")
        ('2 damaged characters', '有 2 个损坏的字')
        """
        return _Filling(lang).vformat(translate(self.template, lang), (), dict(self.values))

    def __str__(self) -> str:
        return self.in_language(SOURCE)


@dataclass(frozen=True, slots=True)
class Label:
    """Words that the ontology or a user's file gives in Chinese and English; another language takes the English."""

    en: str
    zh: str

    def in_language(self, lang: str) -> str:
        """The words in `lang`.

        >>> Label("signs", "签署").in_language("zh"), Label("signs", "签署").in_language("de")
        ('签署', 'signs')
        """
        return self.zh if lang == "zh" else self.en


def message(template: str, /, **values: object) -> Message:
    """A line to say, from its English template and the values of its fields.

    Fields are those of `str.format`. `{n:article|articles}` is a number with its noun, whose forms stand in the order of the language's
    plural forms (GNU gettext, Plural-Forms); a field that holds several values joins them as the language does, and as `JOINTS` says.

    >>> message("{path}: no such format; accepted: {names}", path="a.xyz", names=["csv", "ttl"]).in_language("en")
    'a.xyz: no such format; accepted: csv, ttl'
    """
    return Message(template, tuple((name, _kept(value)) for name, value in values.items()))


def translate(template: str, lang: str) -> str:
    """A template as the catalogue of `lang` has it, else itself.

    >>> translate("answer", "zh"), translate("what is in no catalogue", "zh")
    ('答案', 'what is in no catalogue')
    """
    return _catalogue(lang).gettext(template) if template else template


# What the system says of files, of which the catalogues have the commonest; anything else is told as it is.
_SYSTEM = (
    marked("File exists"),
    marked("Is a directory"),
    marked("Not a directory"),
    marked("Directory not empty"),
    marked("No such file or directory"),
    marked("Permission denied"),
    marked("Operation not permitted"),
    marked("Read-only file system"),
    marked("No space left on device"),
    marked("File name too long"),
    marked("Connection refused"),
    marked("Input/output error"),
)


def reason_of(error: Exception) -> Message:
    """Why the system refuses, in words that the catalogues have.

    >>> reason_of(FileExistsError(17, "File exists")).in_language("zh")
    '已有同名的文件或文件夹'
    """
    said = getattr(error, "strerror", None)
    return Message(said) if said in _SYSTEM else message("{reason}", reason=said or str(error) or type(error).__name__)


@cache
def languages() -> tuple[str, ...]:
    """The languages of the interface: English, and each that has a catalogue.

    >>> languages()
    ('en', 'zh')
    """
    return tuple(sorted({SOURCE, *(path.parents[1].name for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))}))


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE, languages=[lang], fallback=True)


class _Several(tuple[Any, ...]):
    """The values of one field: compared and hashed as a tuple, shown as the list that was given where the field asks for that."""

    def __repr__(self) -> str:
        return repr(list(self))


def _kept(value: object) -> object:
    """A value that can be told later and in another process: an open file or a node of a graph could not."""
    if value is None or isinstance(value, str | int | float | dict | Localized):
        return value
    return _Several(_kept(one) for one in value) if isinstance(value, Iterable) else str(value)


class _Filling(Formatter):
    """Fills a template's fields as its language says them."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, _Several):
            joint = JOINTS[format_spec]
            return (translate(joint, self.lang) if joint.strip() else joint).join(self.format_field(one, "") for one in value)
        if isinstance(value, Localized):
            return value.in_language(self.lang)
        if "|" in format_spec:
            plural: Callable[[int], int] = getattr(_catalogue(self.lang), "plural", lambda number: int(number != 1))
            return f"{value} {format_spec.split('|')[plural(value)]}"
        return str(super().format_field(value, format_spec))
