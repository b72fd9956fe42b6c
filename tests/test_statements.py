"""A claim as it is read from a graph: whole, with what it lacks left empty, or not at all."""

from __future__ import annotations

import itertools

import pytest

from kg.statements import OBJECT, PREDICATE, SUBJECT, read_statement
from kg.table import LiteralValue

ROW = {SUBJECT: ["u:s"], PREDICATE: ["u:p"], OBJECT: ["u:o"]}


@pytest.mark.parametrize("kept", [kept for size in range(3) for kept in itertools.combinations(ROW, size)], ids=lambda kept: str(len(kept)))
def test_what_lacks_an_end_or_its_relation_is_no_claim(kept: tuple[str, ...]) -> None:
    assert read_statement("u:c", {name: ROW[name] for name in kept}) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(("value", "words"), [("u:o", "u:o"), (LiteralValue("同行", "zh"), "同行")])
def test_what_a_claim_does_not_say_is_empty(value: str | LiteralValue, words: str) -> None:
    claim = read_statement("u:c", {**ROW, OBJECT: [value]})  # type: ignore[dict-item]
    assert claim is not None
    assert (claim.iri, claim.subject, claim.relation, claim.object, claim.words) == ("u:c", "u:s", "u:p", value, words)
    assert (claim.modality, claim.article, claim.sentence) == ("asserted", "", "")
