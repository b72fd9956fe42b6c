"""The page for linguists is true: what its Turtle adds reads its sentences, and nothing reads them so without it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.interpret import read_batch
from kg.model import Article

PAGE = (Path(__file__).parents[1] / "docs" / "words.md").read_text(encoding="utf-8")
TURTLE = "".join(re.findall(r"^```turtle\n(.*?)^```", PAGE, re.M | re.S))
CHANGES = PAGE[PAGE.index("## What it changes") :]
ROWS = [(sentence, fact) for sentence, fact in re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", CHANGES, re.M) if "·" not in sentence]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("words") / "my.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    return path


def facts(sentence: str, ontology: tuple[Path, ...]) -> set[str]:
    """The facts that a sentence says by an ontology, as the page writes them."""
    [read] = read_batch([Article("a", sentence)], "bundled", ontology)
    return {f"{c.subject.name} {c.relation} {c.object.name}" for c in read.claims}


def test_the_page_has_a_sentence_for_each_step() -> None:
    assert len(ROWS) == 10


@pytest.mark.parametrize(("sentence", "fact"), ROWS)
def test_sentence_is_read_with_the_file_and_not_without(sentence: str, fact: str, own: Path) -> None:
    assert fact in facts(sentence, (own,))
    assert fact not in facts(sentence, ())
