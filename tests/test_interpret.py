"""What the sentences of the ontology's examples say, through every stage but the engine; and how a user's own verbs are read."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from reading import tagged_doc

from kg.errors import OntologyError
from kg.interpret import grammar_of, interpret, read_batch, read_doc
from kg.model import Article, Doc
from tests.sentences import PARTS, SENTENCES, all_told, part_of
from tests.telling import compare

FORUM = "第三届/m 川西/LOC 生态/n 论坛/n 。/w"


@pytest.mark.parametrize("part", range(PARTS))
def test_what_the_sentences_say_is_what_it_was(part: int, pytestconfig: pytest.Config) -> None:
    compare(f"said-{part}.txt", all_told(part_of(part, SENTENCES)), rewrite=pytestconfig.getoption("--rewrite-golden"))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "own.ttl"
    path.write_text(
        '@prefix kg: <https://example.org/kg/ontology#> . kg:organizes kg:verb "张罗", "操办", "精心操办", "筹" .', encoding="utf-8"
    )
    return path


@pytest.mark.parametrize(
    ("words", "organizer", "cut"),
    [
        ("周敏/PER 张罗/PER", "周敏", "周敏 张罗"),
        ("绵阳文化馆/ORG 操办/n", "绵阳文化馆", "绵阳文化馆 操办"),
        ("绵阳文化馆操办/ORG", "绵阳文化馆", "绵阳文化馆 操办"),
        ("绵阳文化馆精心操办/ORG", "绵阳文化馆", "绵阳文化馆 精心操办"),
        ("绵阳馆操办/ORG", "绵阳馆", "绵阳馆 操办"),
        ("文馆操办/ORG", "", "文馆操办"),
        ("绵阳文化馆筹/ORG", "", "绵阳文化馆筹"),
        ("绵阳文化馆/ORG 主办/n", "", "绵阳文化馆 主办"),
    ],
)
def test_a_users_verb_is_a_word_of_its_own(words: str, organizer: str, cut: str, own: Path) -> None:
    """Also where the engine takes it for a name, or glues it to one: behind two characters at least, of two at least."""
    read, _, claims = interpret(tagged_doc(f"{words} {FORUM}"), (own,))
    assert [claim.subject.name for claim in claims] == [organizer] * bool(organizer)
    count = len(cut.split())
    assert [token.span.of(read.article.text) for token in read.sentences[0].tokens[:count]] == cut.split()
    names = {name.span.of(read.article.text) for name in read.sentences[0].names}
    assert names == {*(word for word in cut.split()[:1]), "川西"}
    assert organizer == "" or read.sentences[0].tokens[1].pos == "v"
    assert interpret(tagged_doc(f"{words} {FORUM}"))[2] == []


def test_a_word_that_an_engine_has_parsed_stays_whole(own: Path) -> None:
    """Its dependencies are told by the numbers of words."""
    doc = tagged_doc(f"绵阳文化馆操办/ORG {FORUM}")
    parsed = replace(doc, sentences=(replace(doc.sentences[0], dependencies=tuple((0, "root") for _ in doc.sentences[0].tokens)),))
    assert [len(interpret(one, (own,))[0].sentences[0].tokens) for one in (doc, parsed)] == [7, 6]


def test_a_verb_that_is_all_of_a_parsed_word_is_one(own: Path) -> None:
    doc = tagged_doc(f"周敏/PER 张罗/PER {FORUM}")
    parsed = replace(doc, sentences=(replace(doc.sentences[0], dependencies=tuple((0, "root") for _ in doc.sentences[0].tokens)),))
    assert [token.pos for token in interpret(parsed, (own,))[0].sentences[0].tokens[:2]] == ["PER", "v"]


def test_a_batch_is_annotated_and_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the engine of that name, opened once, which is told the names that the lexicon knows."""
    opened = []

    def fake(name: str, names: Mapping[str, str]) -> Callable[[Sequence[Article]], list[Doc]]:
        opened.append((name, len(names) > 100))
        return lambda articles: [doc for doc in docs if doc.article in articles]

    docs = [tagged_doc(f"{who}/ORG 主办/v {FORUM}") for who in ("涪江大学", "蜀光公司")]
    monkeypatch.setattr("kg.interpret.open_engine", fake)
    for _ in range(2):
        found = read_batch([doc.article for doc in docs], "made up", ())
        assert [[claim.subject.name for claim in read.claims] for read in found] == [["涪江大学"], ["蜀光公司"]]
    assert opened == [("made up", True)]
    assert found[0] == read_doc(docs[0]) and (found[0].article, found[0].engine) == (docs[0].article, "by hand")
    assert found[0].entities.article == docs[0].article.id and len(found[0].entities.entities) >= 2


def test_a_file_that_is_not_there_is_an_error_each_time(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(OntologyError, match="gone"):
            grammar_of((tmp_path / "gone.ttl",))
    (tmp_path / "gone.ttl").write_text("", encoding="utf-8")
    assert grammar_of((tmp_path / "gone.ttl",)).verbs == grammar_of().verbs


def test_a_file_that_is_edited_is_read_again(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    for verb, other in (("张罗", "筹划"), ("筹划", "张罗")):
        own.write_text(f'@prefix kg: <https://example.org/kg/ontology#> . kg:organizes kg:verb "{verb}" .', encoding="utf-8")
        os.utime(own, ns=(len(verb), ord(verb[0])))
        assert {verb, other} & grammar_of((own,)).verbs == {verb} and grammar_of((own,)) is grammar_of((own,))
