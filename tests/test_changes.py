"""First plans, new days and places: which of several days counts, and that a neighbouring sentence's plan is not meant."""

from __future__ import annotations

import pytest
from reading import cases, claims_of, tagged_doc, told_in_full

from tests.sentences import doc_of

CASES = dict(cases("changes"))


def test_a_first_plan_reaches_no_further_than_its_sentence() -> None:
    fifth = "第五/m 届/q 岷江/LOC 诗会/n 原定/v 7月6日/TIME 举行/v 。/w"
    sixth = "第六/m 届/q 岷江/LOC 诗会/n 7月9日/TIME 在/p 眉山市/LOC 举行/v 。/w"
    found = {(c.subject.name, c.relation, c.object.name, c.modality) for c in claims_of(tagged_doc(fifth, sixth, date="2023-07-10"))}
    assert ("第五届岷江诗会", "startDate", "2023-07-06", "denied") in found
    assert ("第六届岷江诗会", "startDate", "2023-07-09", "asserted") in found
    assert ("第六届岷江诗会", "heldAt", "眉山市", "asserted") in found


SIXTH, HELD = "第六/m 届/q 岷江/LOC 诗会/n", "7月6日/TIME 在/p 乐山市/LOC"


@pytest.mark.parametrize(
    ("tagged", "modality"),
    [
        (f"拟/v 于/p {HELD} 举行/v 的/u {SIXTH} 因故/d 取消/v 。/w", "denied"),
        (f"将/d 于/p {HELD} 举行/v 的/u {SIXTH} 因/p 暴雨/n 取消/v ，/w 门票/n 退还/v 。/w", "denied"),
        (f"{SIXTH} 将/d 于/p {HELD} 举行/v ，/w 因/p 暴雨/n 取消/v 。/w", "denied"),
        (f"{SIXTH} 将/d 于/p {HELD} 举行/v ，/w 门票/n 全额/d 退还/v ，/w 现/d 宣布/v 取消/v 。/w", "denied"),
        (f"组委会/n 宣布/v 取消/v 将/d 于/p {HELD} 举行/v 的/u {SIXTH} 。/w", "denied"),
        (f"{HELD} 举行/v 的/u {SIXTH} 取消/v 了/u 。/w", "denied"),
        (f"{HELD} 举行/v 的/u {SIXTH} 叫停/v 。/w", "denied"),
        (f"{HELD} 举行/v 的/u {SIXTH} 没有/d 取消/v 。/w", "asserted"),
        (f"{HELD} 举行/v 的/u {SIXTH} 取消/v 了/u 门票/n 。/w", "asserted"),
        (f"{HELD} 举行/v 的/u {SIXTH} 吸引/v 了/u 百/m 人/n ，/w 晚会/n 取消/v 。/w", "asserted"),
        (f"{SIXTH} 将/d 于/p {HELD} 举行/v ，/w 不/d 取消/v 。/w", "planned"),
        (f"第五/m 届/q 岷江/LOC 诗会/n 取消/v 举行/v ，/w {SIXTH} 将/d 于/p {HELD} 举行/v 。/w", "planned"),
    ],
)
def test_what_is_called_off_is_denied(tagged: str, modality: str) -> None:
    found = {(c.subject.name, c.relation, c.object.name, c.modality) for c in claims_of(tagged_doc(tagged, date="2023-07-08"))}
    day, place = ("startDate", "2023-07-06", modality), ("heldAt", "乐山市", modality)
    assert found == {("第六届岷江诗会", *day), ("第六届岷江诗会", *place)}


@pytest.mark.parametrize(("tagged", "expected"), CASES.items(), ids=list(CASES))
def test_what_an_announcement_takes_back(tagged: str, expected: list[str]) -> None:
    assert told_in_full(doc_of(1, f"2024-05-20 {tagged}")) == expected
