"""Who chaired and who spoke, of those who attended; who holds a post now; posts cut wrongly by words of asking. The page answers alike."""

from __future__ import annotations

import pytest
from holding import ASKED, write_holding

from kg.asking import ask
from kg.query import Source, open_graph


@pytest.fixture(scope="module")
def holding(tmp_path_factory: pytest.TempPathFactory) -> Source:
    return open_graph(write_holding(tmp_path_factory.mktemp("holding") / "graph.ttl"))


@pytest.mark.parametrize("question", ASKED)
def test_only_those_answer_of_whom_it_is_said(holding: Source, question: str) -> None:
    asked = ask(holding, question)
    assert ([asked.verdict] if asked.verdict else sorted(asked.rows.column("answer"))) == sorted(ASKED[question])


def test_a_part_whose_name_is_another_word_is_told(holding: Source) -> None:
    assert "图谱把“协办”记作“支持”" in ask(holding, "望海港务论坛是谁协办的").understood.in_language("zh")


def test_a_question_goes_on_from_none_of_a_name_that_the_graph_lacks(holding: Source) -> None:
    assert not ask(holding, "谁主办过他", after="北岸商事的谁出席了望海港务论坛").found


def test_where_nobody_is_said_to_have_chaired_the_sentences_are_shown(holding: Source) -> None:
    asked = ask(holding, "望海港务论坛是谁主持的")
    assert not asked.found and asked.notices and "出席望海港务论坛" in asked.near[0].sentence
