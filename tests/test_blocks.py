"""Resolution in blocks: the same nodes however the things are divided, in whatever order they come and whoever resolves them."""

from __future__ import annotations

import os
import random
import signal
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.decisions import Decision, Reference, make_decision
from kg.entities import ArticleEntities, Member, divide, gather, resolve, resolve_batch
from kg.entities.blocks import in_batches, to_blocks
from kg.entities.values import Bearer, Local, Target
from kg.errors import EngineError
from kg.grammar import load_grammar
from kg.model import Entity
from kg.names import load_names
from kg.ontology import BASE
from kg.readings import resolve_all, resolving
from kg.readings.pool import map_here
from kg.readings.resolving import Rules, resolve_as_here

Key = tuple[str, str, str, str]
NAMES = {
    "Person": ("王伟", "维特", "安娜·维特", "贝拉·维特", "顾长卿", "顾校长", "顾长卿女士"),
    "Organization": ("宁波市", "海州大学", "海州大学（筹）", "海州大学(筹)", "海大", "宁波市教育局"),
    "Place": ("宁波市", "浙江省", "宁波市海岸园区", "海岸园区", "杭州市西湖区"),
    "Event": (
        "第三届东方海岸博览会",
        "第三届海博会",
        "第四届东方海岸博览会",
        "2024年东方海岸博览会",
        "2023年东方海岸博览会",
        "东方海岸博览会",
        "海博会",
        "第三届东方海岸博览会开幕式",
        "第三届海博会开幕式",
        "开幕式",
    ),
    "Document": ("海岸规划", "海岸规划（2024年）", "海发〔2024〕3号", "《海岸规划》"),
}
POSTS = ("海州大学校长", "海州大学教授", "宁波市市长", "校长")
SCOPES = ("", "", "", "宁波市", "a1")
DAYS = ("2023-05-20", "2024-05-20", "2024-05-23", "")


@st.composite
def locals_of(draw: st.DrawFn, article: str) -> tuple[Local, ...]:
    found = []
    kinds = draw(st.lists(st.tuples(st.sampled_from(sorted(NAMES)), st.integers(0, 9)), max_size=5, unique=True))
    for cls, number in kinds:
        names = NAMES[cls]
        name = names[number % len(names)]
        scope = draw(st.sampled_from(SCOPES))
        also = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
        others: tuple[Target, ...] = tuple((cls, other, draw(st.sampled_from(("", "", scope)))) for other in also if other != name)
        posts = frozenset(draw(st.lists(st.sampled_from(POSTS), max_size=2)))
        day = draw(st.sampled_from(DAYS))
        bearer = Bearer(posts, frozenset(post[:4] for post in posts if len(post) > 4), day=day) if cls == "Person" else None
        key = (cls, f"{name}{number}", "")
        place = draw(st.sampled_from(("", "宁波市"))) if cls == "Organization" else ""
        said = tuple((other[1], draw_span(draw)) for other in others)
        found.append(
            Local((cls, name, scope), name, (key, *((cls, o, str(number)) for _, o, _ in others)), said, others, place, "", bearer)
        )
    return tuple(found)


def draw_span(draw: st.DrawFn):  # type: ignore[no-untyped-def]
    from kg.model import Span

    start = draw(st.integers(0, 50))
    return Span(start, start + 3)


@st.composite
def worlds(draw: st.DrawFn) -> list[ArticleEntities]:
    count = draw(st.integers(1, 7))
    return [ArticleEntities(f"a{i}", draw(locals_of(f"a{i}")), draw(st.sampled_from(DAYS))) for i in range(count)]


REFERENCES = st.builds(
    lambda pair, article: Reference(*pair, article),
    st.sampled_from([(cls, name) for cls, names in NAMES.items() for name in names]),
    st.sampled_from(("", "a0", "a1", "a2")),
)
DECISIONS = st.lists(
    st.one_of(
        st.builds(lambda about: make_decision("same", about), st.lists(REFERENCES, min_size=2, max_size=3)),
        st.builds(lambda about: make_decision("different", about), st.lists(REFERENCES, min_size=2, max_size=3)),
        st.builds(lambda one, name: make_decision("rename", [one], value=name), REFERENCES, st.sampled_from(("新名", "别名"))),
        st.builds(lambda one, cls: make_decision("reclass", [one], value=cls), REFERENCES, st.sampled_from(sorted(NAMES))),
    ),
    max_size=3,
)


def in_parts(articles: list[ArticleEntities], size: int, decisions: list[Decision]) -> dict[Key, Entity]:
    grammar, names = load_grammar(), load_names()
    batches = divide(articles, grammar=grammar, names=names, decisions=decisions, size=size)
    return gather(resolve_batch(batch, base=BASE, grammar=grammar, names=names, decisions=decisions) for batch in batches)


@given(worlds(), DECISIONS, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_no_way_of_dividing_changes_a_node(articles: list[ArticleEntities], decisions: list[Decision], chance: random.Random) -> None:
    whole = in_parts(articles, 10**9, decisions)
    shuffled = list(articles)
    chance.shuffle(shuffled)
    assert in_parts(shuffled, 1, decisions) == whole
    assert in_parts(articles, 3, decisions) == whole


def member(cls: str, name: str, *also: str, article: str = "a", scope: str = "") -> Member:
    return Member(article, Local((cls, name, scope), name, ((cls, name, ""),), also=tuple((cls, other, "") for other in also)))


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        (member("Person", "王伟"), member("Person", "王伟", article="b"), True),
        (member("Person", "王伟"), member("Person", "王炜"), False),
        (member("Organization", "宁波市"), member("Place", "宁波市"), True),
        (member("Organization", "海州大学", "海大"), member("Organization", "海大"), True),
        (member("Person", "安娜·维特"), member("Person", "维特"), True),
        (member("Organization", "海州大学（筹）"), member("Organization", "海州大学(筹)"), True),
        (member("Event", "第三届东方海岸博览会"), member("Event", "第四届东方海岸博览会"), True),
        (member("Event", "第三届东方海岸博览会开幕式"), member("Event", "第三届东方海岸博览会"), True),
        (member("Event", "第三届东方海岸博览会", scope="a"), member("Event", "第四届东方海岸博览会", scope="b"), False),
    ],
)
def test_a_block_holds_what_might_be_one_or_tied(one: Member, other: Member, joined: bool) -> None:
    assert len(to_blocks([one, other], grammar=load_grammar())) == (1 if joined else 2)


def test_what_users_say_of_two_things_joins_their_blocks() -> None:
    things = [member("Person", "顾长卿"), member("Person", "王伟"), member("Person", "维特")]
    same = make_decision("same", [Reference("Person", "顾长卿"), Reference("Person", "维特")])
    assert to_blocks(things, [same], grammar=load_grammar()) == [[things[0], things[2]], [things[1]]]


def test_batches_hold_whole_blocks_and_let_them_go() -> None:
    blocks = [[member("Person", f"{number}")] * size for number, size in enumerate((2, 1, 5, 1, 1))]
    assert [len(batch) for batch in in_batches(blocks, 3)] == [3, 5, 2]
    assert blocks == []


ARTICLES = [ArticleEntities(f"a{i}", (member("Person", f"王{i % 40}伟", article=f"a{i}").local,), "2024-05-20") for i in range(200)]


def by_processes(workers: int, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Key, Entity]]:
    monkeypatch.setattr(resolving, "MANY", 2)
    monkeypatch.setattr(resolving, "BATCH", 8)
    return list(resolve_all(ARTICLES, base=BASE, workers=workers).items())


def test_processes_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    here = by_processes(1, monkeypatch)
    assert by_processes(2, monkeypatch) == here and len(here) == 200
    assert dict(here) == resolve(ARTICLES, base=BASE, grammar=load_grammar(), names=load_names())


def double_or_die(number: int, parent: int) -> int:
    if number == 7 and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def test_what_a_dead_process_was_at_is_done_here() -> None:
    assert list(map_here(partial(double_or_die, parent=os.getpid()), range(40), 2)) == [2 * number for number in range(40)]


def test_a_machine_with_another_kg_is_told(tmp_path: Path) -> None:
    rules = Rules(BASE)
    things = [member("Person", "王伟")]
    assert resolve_as_here(things, rules, rules.hash).entities.keys() == {("a", "Person", "王伟", "")}
    with pytest.raises(EngineError, match="resolves with another kg or ontology"):
        resolve_as_here(things, rules, "0")
