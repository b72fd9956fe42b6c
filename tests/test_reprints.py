"""Reprints are tied straight to the earliest article, whatever the order of input."""

from __future__ import annotations

import datetime
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Article
from kg.ontology import BASE, KG, mint_article
from kg.reprints import find_reprints, match_sketches, order_of, reprints_as_triples, to_sketch

NEWS = (
    "第三届海岸机器人博览会二十日在临海市会展中心开幕，来自十二个国家和地区的三百多家企业带来一千余件展品。"
    "博览会由国家海岸技术局和临海市人民政府共同主办，临海大学承办，设深潜、巡检、救援、养护四个展区。"
    "开幕式上，临海大学与蓝鲸科技签署合作协议，双方将共建海洋机器人研究院，培养水下作业人才。"
)
CUT = NEWS[:90]
OTHER = (
    "北湾市昨天启动清洁海滩行动，两千多名志愿者沿二十公里海岸线捡拾垃圾，全年计划开展二十四次。"
    "市海洋部门介绍，行动使用无人机巡查，发现的问题当天交办，居民也可以用手机拍照上报。"
)


def article(identifier: str, text: str, day: int | None = 20) -> Article:
    return Article(identifier, text, date=datetime.date(2024, 5, day) if day else None)


CASES = [
    ("the same text", NEWS, NEWS, True),
    ("another medium's opening", "本报讯（记者 苏禾）" + NEWS, "临海新闻网5月20日电 " + NEWS, True),
    ("a few words changed", NEWS, NEWS.replace("三百多家", "逾三百家").replace("培养水下作业人才", "培养人才"), True),
    ("cut", NEWS, CUT, True),
    ("another matter", NEWS, OTHER, False),
    ("one sentence in common", NEWS, OTHER + NEWS[:45], False),
    ("too short to tell", "大会今天开幕。", "大会今天开幕。", False),
]


@pytest.mark.parametrize(("one", "other", "same"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_near_duplicates(one: str, other: str, same: bool) -> None:
    found = find_reprints([article("a", one, 20), article("b", other, 21)])
    assert found == ({"b": "a"} if same else {})


def test_the_earliest_is_by_date_then_id_and_undated_ones_come_last() -> None:
    articles = [article("a", NEWS, None), article("b", NEWS, 22), article("d", NEWS, 21), article("c", NEWS, 21)]
    assert find_reprints(articles) == {"a": "c", "b": "c", "d": "c"}


def test_only_texts_of_candidates_are_asked_for() -> None:
    articles = [article("a", NEWS), article("b", NEWS + "完"), article("c", OTHER), article("d", "短讯。")]
    asked = []

    def text_of(identifier: str) -> str:
        asked.append(identifier)
        return next(one.text for one in articles if one.id == identifier)

    sketches = {one.id: to_sketch(one.text) for one in articles}
    assert sketches["d"] == b"" and len({len(sketches[name]) for name in "abc"}) == 1
    assert match_sketches(sketches, {one.id: order_of(one) for one in articles}, text_of=text_of) == {"b": "a"}
    assert sorted(asked) == ["a", "b"]


VARIANTS = [article(f"n{i}", NEWS[:cut] + OTHER[: 8 * i], 20 + i) for i, cut in enumerate((130, 126, 120, 112, 100))]


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_no_chains_and_no_order(shuffler: random.Random) -> None:
    shuffled = [*VARIANTS, article("o1", OTHER), article("o2", OTHER, 25)]
    expected = find_reprints(shuffled)
    shuffler.shuffle(shuffled)
    found = find_reprints(shuffled)
    assert found == expected and found["o2"] == "o1"
    assert not set(found) & set(found.values())


def test_the_triples_tie_articles() -> None:
    [(subject, predicate, obj)] = reprints_as_triples({"b": "a"}, BASE)
    assert (subject, predicate, obj) == (mint_article(BASE, "b"), str(KG.reprintOf), mint_article(BASE, "a"))
