"""What is named in short sentences put together of pieces that the rules of names ask for, whether or not anybody would say them."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import read

from tests.sentences import doc_of, tell_reading
from tests.telling import compare

LINES = (Path(__file__).parent / "data" / "made.txt").read_text(encoding="utf-8").splitlines()


def test_what_is_named_in_sentences_put_together_is_what_it_was(pytestconfig: pytest.Config) -> None:
    """Each was chosen since it notices a fault that those before it do not; one that notices none any more may go."""
    told = [f"{line} | {' / '.join(map(tell_reading, read(doc_of(1, f'2024-05-20 {line}'))))}" for line in LINES]
    compare("made.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))
