"""The confidence of claims: signs, weights, what is left out, and the fit of the weights."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from reading import claims_of, discourse_of, tagged_doc

from kg.confidence import Weights, find_signs, read_weights, weigh
from kg.errors import InputError
from kg.evaluate.gold import fold_of
from kg.evaluate.weights import FOLDS, Judged, cross_validate, find_f1, find_gap, fit
from kg.interpret import interpret
from kg.ontology import load_ontology
from tests.sentences import ARTICLES, doc_of, joined
from tests.telling import compare

FAIR = tagged_doc(
    "第三届/m 川西/LOC 科技/n 博览会/n 5月18日/TIME 在/p 绵阳/LOC 开幕/v 。/w",
    "涪江大学/ORG 主办/v 本届/r 博览会/n 。/w",
    date="2024-05-20",
)


def signs_of(relation: str) -> set[str]:
    claims = claims_of(FAIR)
    found = find_signs(claims, FAIR, discourse_of(FAIR), ontology=load_ontology())
    return next(set(signs) for claim, signs in zip(claims, found, strict=True) if claim.relation == relation)


@pytest.mark.parametrize(
    ("relation", "sign"),
    [
        ("organizes", "relation organizes"),
        ("organizes", "pattern svo"),
        ("organizes", "verb 主办"),
        ("organizes", "object anaphor"),
        ("organizes", "object is the main event"),
        ("organizes", "subject Organization as the engine has it"),
        ("organizes", "subject before the verb, gap 0"),
        ("heldAt", "subject Event with edition"),
        ("heldAt", "early in the article"),
        ("startDate", "date of 10 characters"),
        ("startDate", "modality asserted"),
    ],
)
def test_signs(relation: str, sign: str) -> None:
    assert sign in signs_of(relation)


def test_the_signs_of_the_claims_of_articles_are_as_many_as_they_were(pytestconfig: pytest.Config) -> None:
    """How often each is met, in articles and in sentences put together; those of verbs and constructions apart, which other tests tell."""
    met: Counter[str] = Counter()
    for number, line in enumerate(ARTICLES + joined(), start=1):
        read, discourse, claims = interpret(doc_of(number, line))
        for signs in find_signs(claims, read, discourse, ontology=load_ontology()):
            met.update(sign for sign in signs if not sign.startswith(("verb ", "pattern ")) and " by " not in sign)
    compare("signs-met.txt", [f"{count} {sign}" for sign, count in sorted(met.items())], rewrite=pytestconfig.getoption("--rewrite-golden"))


def weighed(weights: Weights) -> dict[str, Decimal]:
    claims = claims_of(FAIR)
    return {
        claim.relation: claim.confidence for claim in weigh(claims, FAIR, discourse_of(FAIR), ontology=load_ontology(), weights=weights)
    }


KNOWN = {
    f"{kind} {name}": 0.0
    for kind, name in (("pattern", "svo"), ("pattern", "eventSubject"), ("relation", "organizes"), ("relation", "heldAt"))
}


def test_weights_of_the_signs_of_a_claim_add_up() -> None:
    chances = weighed(Weights({**KNOWN, "always": 1.0, "verb 主办": 1.0}, 0))
    assert chances["organizes"] == Decimal("0.88")
    assert chances["heldAt"] == Decimal("0.73")


def test_an_unlikely_claim_is_left_out() -> None:
    assert set(weighed(Weights({**KNOWN, "verb 主办": -1.0}, 0.4))) == {"heldAt", "startDate"}


def test_claims_that_the_weights_do_not_know_keep_their_confidence() -> None:
    said = {claim.relation: claim.confidence for claim in claims_of(FAIR)}
    assert weighed(Weights({}, 0.99)) == said


def test_the_bundled_weights_know_every_relation_they_were_fitted_on() -> None:
    weights = read_weights()
    claims = claims_of(FAIR)
    assert all(map(weights.knows, find_signs(claims, FAIR, discourse_of(FAIR), ontology=load_ontology())))
    assert 0 <= weights.least < 0.5
    unknown = replace(claims[0], pattern="mine")
    assert not any(map(weights.knows, find_signs([unknown], FAIR, discourse_of(FAIR), ontology=load_ontology())))


def test_a_kind_of_a_relation_is_weighed_as_the_relation() -> None:
    general = replace(claims_of(FAIR)[0], relation="hosts")
    found = [
        find_signs([claim], FAIR, discourse_of(FAIR), ontology=load_ontology()) for claim in (general, replace(general, relation="chairs"))
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize("content", ["", "[]", '{"signs": {}}', '{"least": "x", "signs": {}}', '{"least": 0.1, "signs": {"a": "b"}}'])
def test_a_broken_file_of_weights(content: str, tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"weights\.json.*\"least\".*\"signs\"") as raised:
        read_weights(path)
    assert "\n" not in str(raised.value) + raised.value.in_language("zh")


# The fit


def judged(right: int, wrong: int, sign: str, *, documents: str = "abcdefghij") -> list[Judged]:
    """Claims with a sign of which so many are right and so many wrong, dealt out to documents."""
    return [Judged(documents[i % len(documents)], frozenset({sign}), f"{sign} {i}", i < right) for i in range(right + wrong)]


def test_fitted_chances_are_near_the_shares() -> None:
    claims = [*judged(90, 10, "good"), *judged(20, 80, "bad")]
    weights = Weights(fit(claims, penalty=0.1), 0)
    assert weights.chance(frozenset({"good"})) == pytest.approx(0.9, abs=0.02)
    assert weights.chance(frozenset({"bad"})) == pytest.approx(0.2, abs=0.02)


def test_rare_signs_get_no_weight_and_order_does_not_matter() -> None:
    claims = [*judged(30, 10, "good"), *judged(10, 30, "bad"), *judged(2, 1, "rare")]
    assert "rare" not in fit(claims)
    assert json.dumps(fit(claims)) == json.dumps(fit(claims))


def test_no_claim_is_weighed_by_its_own_fold() -> None:
    own = "a"
    told = [*judged(40, 0, "told", documents=own), *judged(40, 40, "other")]
    assert {fold_of(claim.document, FOLDS) for claim in told if "told" in claim.signs} == {fold_of(own, FOLDS)}
    chances = [chance for claim, chance in zip(told, cross_validate(told), strict=True) if "told" in claim.signs]
    assert max(chances) < 0.6


def test_f1_without_the_unlikely_and_gap() -> None:
    claims = [Judged("a", frozenset(), "1", True), Judged("a", frozenset(), "2", False), Judged("a", frozenset(), "2", False)]
    assert find_f1(claims, [0.9, 0.1, 0.1], 2, least=0) == pytest.approx(0.5)
    assert find_f1(claims, [0.9, 0.1, 0.1], 2, least=0.5) == pytest.approx(2 / 3)
    sure = [Judged("a", frozenset(), str(i), i < 15) for i in range(20)]
    assert find_gap(sure, [0.95] * 20) == pytest.approx(0.2)
