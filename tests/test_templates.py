"""The language of templates: what each sign matches on a line, and that whatever is no part of it is refused where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from rdflib import Graph

import kg
from kg.errors import OntologyError
from kg.grammar import load_grammar
from kg.ontology import KG, ontology_folder
from kg.templates import NUMBER, SYMBOLS, Pieces, Slot, read_expression, read_template

PIECES = Pieces(
    {"adverbial": ("<a>", "又"), "either": ("甲", "甲 乙"), "loop": ("<loop> 甲",), "far": ("~3",)},
    {"mark": frozenset({"和", "以及", "."})},
)


def line(drawn: str) -> str:
    """A line from text in which a letter stands for a symbol of its kind."""
    return "".join(SYMBOLS[char] + chr(NUMBER) if char in SYMBOLS else char for char in drawn)


def fits(template: str, drawn: str) -> bool:
    """Whether a template fits a whole line."""
    return re.fullmatch(read_expression(template, PIECES, where="test"), line(drawn)) is not None


# Template -> lines that it fits, and lines that it does not.
LANGUAGE: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "<PO>": (("P", "O"), ("G", "PO", "")),
    "的 <V>": (("的V",), ("的", "V")),
    "受 到?": (("受", "受到"), ("到", "")),
    "受到?": (("受到", ""), ("受",)),
    "甲*": (("", "甲", "甲甲甲甲"), ("乙",)),
    "甲*2": (("", "甲甲"), ("甲甲甲",)),
    "甲+": (("甲", "甲甲甲"), ("",)),
    "甲+2": (("甲", "甲甲"), ("", "甲甲甲")),
    "(甲|乙 丙)": (("甲", "乙丙"), ("乙", "甲丙")),
    "~3": (("", "一二三", "P一"), ("一二三四", "一，二", "V", "一：")),
    "~2-3": (("一二", "一二三"), ("一",)),
    "~~3": (("一，二", "V一"), ("一。二", "一二三四")),
    "…2": (("一二", ""), ("P", "a", "V", "，")),
    "~3[no P的]": (("O一",), ("P一", "的")),
    "~3[with V]": (("V一",), ("，",)),
    "~3[with V no P]": (("V一",), ("P",)),
    "…3[with V]": (("V一", "一二三"), ("P", "a")),
    "<either>": (("甲", "甲乙"), ("乙",)),
    "<mark>": (("和", "以及", "."), ("以", "一")),
    "_ 甲": (("甲", "a又a甲"), ("一甲",)),
    "^ 甲": (("甲",), ()),
    "甲 $": (("甲",), ()),
    "甲 ␣ 乙": (("甲 乙",), ("甲乙",)),
    "&甲 ~1": (("甲",), ("乙",)),
    "!甲 ~1": (("乙", ""), ("甲",)),
    "~2 <!(被|由于)": (("甲", "被由"), ("甲被", "由于")),
    "<far>*2 甲": (("一二三四五六甲",), ("一二三四五六七甲",)),
    "，(：|:)": (("，：", "，:"), ("，",)),
}


@pytest.mark.parametrize("template", LANGUAGE)
def test_what_a_template_fits(template: str) -> None:
    fitting, others = LANGUAGE[template]
    assert [drawn for drawn in fitting if not fits(template, drawn)] == []
    assert [drawn for drawn in others if fits(template, drawn)] == []


def test_edge_and_end_of_a_line() -> None:
    edge, end = (read_expression(template, PIECES, where="test") for template in ("^ 甲", "甲 $"))
    assert re.search(edge, "乙，甲")
    assert not re.search(edge, "乙甲")
    assert not re.search(end, "甲乙")


def test_a_template_is_split_at_its_verb() -> None:
    left, right = read_template("{agent:PO+} 和 V {theme*}", PIECES, where="test")
    assert (left, right) == ((Slot("agent", "PO", "+"), "和"), (Slot("theme", "", "*"),))


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("{agent}(?:在|于)V", r"'\?:在.*character 9"),
        ("{agent}[在于]V", r"'\[在于"),
        ("{agent}.V", r"'\.V"),
        (r"{agent}\dV", r"'\\\\dV"),
        ("{agent}在{0,3}V", "0,3"),
        ("[^，]V", r"'\[\^"),
        ("(?<!被)V", r"'\(\?|'\?<"),
        ("{agent}(在V", r"'V'.*V outside groups"),
        ("{agent}(在 V", r"'V'.*character 11"),
        ("V(在", r"'\(在'"),
        ("{agent}(在|)V", r"'\(在"),
        ("{agent})V", r"'\)V"),
        ("{agent}|V", r"'\|V"),
        ("{agent}V&", "character 9"),
        ("?V", r"'\?V"),
        ("{agnt}V", "agnt"),
        ("{agent:PX}V", "PX"),
        ("<nothing>V", "<nothing>"),
        ("<PX>V", "<PX>"),
        ("{agent}和{theme}", "V for the verb"),
        ("{agent}V{theme}V", "V for the verb, once"),
        ("(V|<V>){theme}", r"'V\|<V>"),
        ("(~8)*V", "bound"),
        ("<far>+V", "bound"),
        ("_*V", "bound"),
        ("((甲|乙)* 丙?)*V", "bound"),
        ("~9-2V", "~9-2"),
        ("~900V", "at most 200"),
        ("~8[x]V", r"'\[x\]V"),
        ("<!~3 V", "words behind <!"),
    ],
)
def test_whatever_else_is_refused_where_it_stands(template: str, found: str) -> None:
    with pytest.raises(OntologyError, match=found) as raised:
        read_template(template, PIECES, where="kgp:bad")
    assert str(raised.value).startswith("kgp:bad ")
    assert "\n" not in str(raised.value) + raised.value.in_language("zh")


def test_a_piece_does_not_hold_itself() -> None:
    with pytest.raises(OntologyError, match="kg:Piece loop.*<loop>"):
        read_template("<loop>V", PIECES, where="kgp:bad")


def test_a_piece_has_neither_roles_nor_a_verb_of_its_own() -> None:
    for template in ("{agent}", "甲 V"):
        with pytest.raises(OntologyError, match="test"):
            read_expression(template, PIECES, where="test")


def test_every_piece_is_named_by_a_template_or_asked_for() -> None:
    graph = Graph()
    for name in ("grammar.ttl", "lexicon.ttl"):
        graph.parse(ontology_folder() / name)
    written = " ".join(str(template) for predicate in (KG.template, KG.notBefore) for template in graph.objects(None, predicate))
    code = "".join(path.read_text(encoding="utf-8") for path in Path(kg.__file__).parent.rglob("*.py"))
    asked = re.findall(r"(?:pattern|expression)\([\"'](\w+)", code)
    named = {*re.findall(r"<(\w+)>", written), *asked, "adverbial", "conjunction", "closing", "openMembers"}
    assert sorted(load_grammar().pieces.templates.keys() - named) == []
