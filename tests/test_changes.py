"""First plans, new days and places: which of several days counts, and that a neighbouring sentence's plan is not meant."""

from __future__ import annotations

from reading import claims_of, tagged_doc


def test_a_first_plan_reaches_no_further_than_its_sentence() -> None:
    fifth = "第五/m 届/q 岷江/LOC 诗会/n 原定/v 7月6日/TIME 举行/v 。/w"
    sixth = "第六/m 届/q 岷江/LOC 诗会/n 7月9日/TIME 在/p 眉山市/LOC 举行/v 。/w"
    found = {(c.subject.name, c.relation, c.object.name, c.modality) for c in claims_of(tagged_doc(fifth, sixth, date="2023-06-20"))}
    assert ("第五届岷江诗会", "startDate", "2023-07-06", "denied") in found
    assert ("第六届岷江诗会", "startDate", "2023-07-09", "asserted") in found
    assert ("第六届岷江诗会", "heldAt", "眉山市", "asserted") in found
