"""What claims of gold documents teach of their signs: which are judged, which are right, and the weights that follow."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kg.confidence import read_weights
from kg.evaluate.weights import fit_weights, judge, write_weights
from kg.interpret import interpret
from kg.model import Claim, Doc
from tests.sentences import ARTICLES, doc_of

OPTIONAL, WRONG = {"heldAt"}, {"position", "organizes"}  # what the gold of these tests says of relations


@pytest.fixture(scope="module")
def docs() -> list[Doc]:
    found = [doc_of(number, line) for number, line in enumerate(ARTICLES, start=1)]
    return [replace(doc, article=replace(doc.article, id=f"d{doc.article.id}")) for doc in found]


@pytest.fixture(scope="module")
def claims(docs: list[Doc]) -> dict[str, list[Claim]]:
    return {doc.article.id: interpret(doc)[2] for doc in docs}


@pytest.fixture(scope="module")
def gold(docs: list[Doc], claims: dict[str, list[Claim]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gold that takes what is said for right, for another's, or for nothing that has to be said, by its relation."""
    lines = []
    for doc in docs:
        facts = [
            {
                "p": c.relation,
                "s": ["不是他" if c.relation in WRONG else c.subject.name],
                "o": [c.object.name],
                "opt": c.relation in OPTIONAL,
            }
            for c in claims[doc.article.id]
        ]
        row = {"id": doc.article.id, "date": str(doc.article.date or "2024-05-20"), "text": doc.article.text, "facts": facts}
        lines.append(json.dumps(row, ensure_ascii=False))
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_claims_are_judged_by_what_gold_says_of_them(docs: list[Doc], claims: dict[str, list[Claim]], gold: Path) -> None:
    judged, wanted = judge([gold], docs=docs)
    said = [claim for found in claims.values() for claim in found]
    required = {(c.article, c.relation, c.subject.name, c.object.name) for c in said if c.relation not in OPTIONAL}
    assert len(required) <= wanted <= len([c for c in said if c.relation not in OPTIONAL])
    assert {one.document for one in judged} <= set(claims) and len(judged) > 100
    known = {c.relation for c in said}
    right, wrong = (
        {next(name for name in one.triple.split("'") if name in known) for one in judged if one.right is is_so} for is_so in (True, False)
    )
    assert all(one.signs for one in judged)
    assert right and not right & (WRONG | OPTIONAL)
    assert wrong >= WRONG and not wrong & OPTIONAL


def test_what_is_always_wrong_weighs_less(docs: list[Doc], gold: Path, tmp_path: Path) -> None:
    fitted = fit_weights([gold], docs=docs)
    judged, _ = judge([gold], docs=docs)
    assert fitted.claims == len(judged) and "always" in fitted.signs
    shares = {}
    for sign in fitted.signs:
        bearing = [one.right for one in judged if sign in one.signs]
        shares[sign] = sum(bearing) / len(bearing) if bearing else 0.5
    bad, good = min(shares, key=lambda sign: shares[sign]), max(shares, key=lambda sign: shares[sign])
    assert fitted.signs[bad] < 0 < fitted.signs[good]
    assert 0 <= fitted.before <= fitted.after <= 1 and 0 <= fitted.gap < 0.5
    write_weights(fitted, tmp_path / "weights.json")
    weights = read_weights(tmp_path / "weights.json")
    assert weights.chance({good}) > weights.chance({bad})
