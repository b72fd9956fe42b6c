"""What the sentences of the ontology's examples say, through every stage but the engine."""

from __future__ import annotations

import pytest

from tests.sentences import PARTS, SENTENCES, all_told, part_of
from tests.telling import compare


@pytest.mark.parametrize("part", range(PARTS))
def test_what_the_sentences_say_is_what_it_was(part: int, pytestconfig: pytest.Config) -> None:
    compare(f"said-{part}.txt", all_told(part_of(part, SENTENCES)), rewrite=pytestconfig.getoption("--rewrite-golden"))
