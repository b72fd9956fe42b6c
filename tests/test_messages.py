"""What kg says: every line stands in the catalogues, with the fields that its call gives, and a further language is a folder."""

from __future__ import annotations

import ast
import io
import pickle
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from kg import messages
from kg.cli.language import split_language
from kg.errors import InputError
from kg.messages import LOCALE, Label, languages, message, translate

KG = Path(__file__).parents[1] / "kg"
METHODS = [("server/templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {"message": None, "marked": None, "_": None}
OTHERS = [lang for lang in languages() if lang != messages.SOURCE]


def said() -> set[str]:
    """All lines of the code and the pages of the server."""
    return {str(line) for _, _, line, _, _ in extract_from_dir(KG, METHODS, keywords=KEYWORDS)}


def catalogue(lang: str) -> Catalog:
    with (LOCALE / lang / "LC_MESSAGES" / "kg.po").open("rb") as file:
        return read_po(file, locale=lang)


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def calls() -> Iterator[tuple[str, str, set[str]]]:
    """(place, template, names of the values) of each call of `message` with a template of its own."""
    for path in sorted(KG.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message":
                [template] = node.args
                if isinstance(template, ast.Constant):
                    yield f"{path.name}:{node.lineno}", str(template.value), {str(keyword.arg) for keyword in node.keywords}


@pytest.mark.parametrize("lang", OTHERS)
def test_a_catalogue_holds_every_line_and_no_other(lang: str) -> None:
    """`make messages` makes it so; a line that is all fields needs no words of its own."""
    held = {line.id: line for line in catalogue(lang) if line.id}
    assert set(held) == said()
    for template, line in held.items():
        words = "".join(literal for literal, *_ in Formatter().parse(template))
        assert not line.fuzzy and (line.string or not any(map(str.isalpha, words))), template


@pytest.mark.parametrize("lang", OTHERS)
def test_the_catalogue_that_is_read_is_the_one_that_is_written(lang: str) -> None:
    with (LOCALE / lang / "LC_MESSAGES" / "kg.mo").open("rb") as file:
        compiled = {line.id: line.string for line in read_mo(file) if line.id}
    assert compiled == {line.id: line.string for line in catalogue(lang) if line.id and line.string}


def test_every_call_gives_the_fields_of_its_line_in_every_language() -> None:
    told = list(calls())
    assert len(told) > 400
    for place, template, given in told:
        lines = [template, *(translate(template, lang) for lang in OTHERS)]
        assert {name for line in lines for name in fields(line)} == given, (place, lines)


def test_a_line_is_told_with_its_parts_in_one_language() -> None:
    empty = message("no file in the folder that can be read")
    line = message("{path}: {reason}", path=Path("a"), reason=empty)
    assert (str(line), line.in_language("zh")) == (
        "a: no file in the folder that can be read",
        "a：文件夹里没有可读的文件",
    )
    label = message("? is {cls}", cls=Label("person", "人物"))
    assert (str(label), label.in_language("zh")) == ("? is person", "？是人物")


@pytest.mark.parametrize(
    ("template", "values", "en", "zh"),
    [
        ("{facts:sentence|sentences}", {"facts": 1}, "1 sentence", "1 句"),
        ("{facts:sentence|sentences}", {"facts": 2}, "2 sentences", "2 句"),
        ("{names}", {"names": ["a", "b", "c"]}, "a, b, c", "a、b、c"),
        ("{told:;}", {"told": (message("yet to come"), "x")}, "yet to come; x", "尚未发生；x"),
        ("{relations:or}", {"relations": iter("ab")}, "a or b", "a或b"),
        ("{parts:_}", {"parts": ["a", "b"]}, "a b", "a b"),
        ("{place!r:.4}", {"place": ["a", None, 1.5]}, "['a'", "['a'"),
        ("{place!r}", {"place": {"a": [1]}}, "{'a': [1]}", "{'a': [1]}"),
        ("{size:,}", {"size": 12000}, "12,000", "12,000"),
        ("{seconds:g} s", {"seconds": 0.5}, "0.5 s", "0.5 s"),
        ("no field {{a}}", {}, "no field {a}", "no field {a}"),
        ("", {}, "", ""),
    ],
)
def test_how_values_are_told(template: str, values: dict[str, object], en: str, zh: str) -> None:
    line = message(template, **values)
    assert (line.in_language("en"), line.in_language("zh")) == (en, zh)


def test_an_error_is_the_same_in_another_process() -> None:
    error = InputError(message("{path}: cannot be read: {reason}", path=Path("a"), reason=OSError("gone")))
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, InputError) and again.in_language("zh") == error.in_language("zh") == "a：无法读取：gone"
    assert str(again) == "a: cannot be read: gone" and hash(again.message) == hash(error.message)
    assert InputError("plain words").in_language("zh") == "plain words"


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A further language, with three forms of the plural, that has two lines so far."""
    own = Catalog(locale="pl", domain="kg", fuzzy=False)
    own.add("{facts:sentence|sentences}", "{facts:zdanie|zdania|zdań}")
    own.add("{path}: cannot be read: {reason}", "{path}: nie można odczytać: {reason}")
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with io.BytesIO() as compiled:
        write_mo(compiled, own)
        (folder / "kg.mo").write_bytes(compiled.getvalue())
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    for kept in (messages.languages, messages._catalogue):
        kept.cache_clear()
    yield
    monkeypatch.undo()
    for kept in (messages.languages, messages._catalogue):
        kept.cache_clear()


@pytest.mark.usefixtures("polish")
def test_a_folder_is_a_language() -> None:
    assert languages() == ("en", "pl")
    assert [message("{facts:sentence|sentences}", facts=n).in_language("pl") for n in (1, 3, 5)] == ["1 zdanie", "3 zdania", "5 zdań"]
    assert message("{path}: cannot be read: {reason}", path="a", reason="b").in_language("pl") == "a: nie można odczytać: b"
    assert message("yet to come").in_language("pl") == "yet to come"  # what it lacks is told in English
    assert split_language(["build"], {"LANG": "pl_PL.UTF-8"}) == ("pl", ["build"])
    assert split_language(["--lang", "pl"], {})[0] == "pl" and split_language(["--lang", "zh"], {})[0] == "en"
