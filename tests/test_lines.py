"""The line on which constructions are matched: what has a symbol in it, of which kind, and what is left out."""

from __future__ import annotations

import pytest
from reading import cases, read, tagged_doc

from kg.grammar import load_grammar
from kg.lines import draw_line
from tests.sentences import SENTENCES, doc_of, tell_line
from tests.telling import compare

CASES = dict(cases("lines"))


@pytest.mark.parametrize(("tagged", "expected"), CASES.items(), ids=list(CASES))
def test_the_line_of_a_sentence(tagged: str, expected: list[str]) -> None:
    [reading] = read(doc_of(1, f"2024-05-20 {tagged}"))
    assert [tell_line(reading)] == expected


def test_each_place_of_a_line_is_one_of_the_text() -> None:
    [reading] = read(tagged_doc("涪江大学/ORG （/w 绵阳/LOC ）/w 今天/TIME 发布/v “/w 春雨/n ”/w 行动/n 方案/n 。/w"))
    line = draw_line(reading, load_grammar())
    assert len(line.offsets) == len(line.string) and list(line.offsets) == sorted(line.offsets)
    assert [span.of(line.text) for _, span in line.verbs] == ["发布"] and line.verbs[0][1].start == line.offsets[line.verbs[0][0]]
    assert [word.text for word in line.plain] == ["今天", "发布", "。"]


def test_a_symbol_is_that_of_its_mention() -> None:
    [reading] = read(tagged_doc("涪江大学/ORG 和/c 浦江大学/ORG 举办/v 第三届/m 川西/LOC 生态/n 论坛/n 。/w"))
    line = draw_line(reading, load_grammar())
    assert [mention.name for mention in line.mentions_of(line.string)] == ["涪江大学", "浦江大学", "第三届川西生态论坛"]
    assert line.mentions_of(None) == []


def test_characters_of_which_symbols_are_made_are_none_in_a_text() -> None:
    [reading] = read(tagged_doc("涪江大学/ORG 很/d \ue000\ue001/n 。/w"))
    assert draw_line(reading, load_grammar()).string.endswith("\ufffd\ufffd。")


def test_the_lines_of_the_sentences_are_what_they_were(pytestconfig: pytest.Config) -> None:
    told = [f"{at} {' / '.join(map(tell_line, read(doc_of(at, line))))}" for at, line in enumerate(SENTENCES, start=1)]
    compare("lines.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))
