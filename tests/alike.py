"""Pairs of names put together at random that may or may not be of one body, event, document or person, and what is held of each."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zlib import crc32

from kg.entities import bodies, documents, events, namesakes, people, posts, rivals, short
from kg.entities.places import Surroundings, surroundings
from kg.entities.values import Bearer
from kg.grammar import load_grammar
from kg.names import load_names
from tests.test_namesakes import NAME, read

PLACES = (
    "",
    "",
    "浙江省",
    "浙江",
    "宁波市",
    "宁波",
    "鄞州区",
    "岭州市",
    "省",
    "市",
    "中国",
    "古巴",
    "俄罗斯",
    "全国",
    "海岸国联邦",
    "北京市",
)
CORES = (
    "科学技术",
    "科技",
    "教育",
    "海岸",
    "东方海岸",
    "星河动力",
    "人民",
    "外国语",
    "财经",
    "“彩虹”",
    "AI",
    "第一",
    "机器人与社会",
    "医学",
)
HEADS = (
    "局",
    "厅",
    "大学",
    "学院",
    "银行",
    "集团",
    "科技公司",
    "股份有限公司",
    "协会",
    "政府",
    "委员会",
    "研究院",
    "中心",
    "小学",
    "医院",
    "部",
    "办公室",
    "",
)
POSTS = (
    "局长",
    "副局长",
    "校长",
    "教授",
    "主席",
    "总统",
    "国家主席",
    "新任总统",
    "总统新闻秘书",
    "书记",
    "委员",
    "行长",
    "记者",
    "前首相",
    "总裁助理",
    "中心主任",
    "",
)
EDITIONS = (
    "",
    "",
    "第三届",
    "第四届",
    "首届",
    "2024年",
    "2023年第三届",
    "第二十一届",
    "2024",
    "本届",
    "第3届",
    "第一次",
    "2023年度",
    "3届",
)
MEETINGS = (
    "博览会",
    "论坛",
    "签约仪式",
    "座谈会",
    "新闻发布会",
    "例行记者会",
    "行动",
    "全体会议",
    "工作会议",
    "马拉松",
    "博览会开幕式",
    "博览会暨东方论坛",
    "海博会",
    "会",
)
TITLES = (
    "教育规划",
    "《海岸管理办法》",
    "岭教〔2024〕5号",
    "国发[2023]12号",
    "管理办法（试行）",
    "合作协议",
    "报告",
    "《海岸》报告（2024年）",
    "法",
)
PEOPLE = ("王伟", "欧阳若谷", "顾长青", "林德", "安娜·林德", "顾校长", "金正浩", "古斯塔夫•林德", "田中一郎", "顾")
DAYS = ("2024-05-20", "2024-05-24", "2024-05-27", "2024-05-28", "2023-01-02", "")
HOLDERS = ("岭州大学", "岭州银行", "古巴", "西班牙", "浙江省教育厅", "宁波市教育局", "海岸协会", "岭州市")

TOLD = (("2024-05-20", ""), ("", "2023-04-05"))  # when an article appeared, and on which day it says that something was
KINDS = (rivals.family_name, rivals.is_uncommon, rivals.is_rare, rivals.is_foreign, namesakes.is_title)


def pairs(seed: int, count: int) -> Iterator[tuple[str, str]]:
    """Two names of a kind, the second often made from the first."""
    chance = random.Random(seed)
    for _ in range(count):
        kinds = (
            (PLACES, CORES, HEADS),
            (PLACES, CORES, HEADS, POSTS),
            (EDITIONS, PLACES, CORES, MEETINGS),
            (PLACES, CORES, TITLES),
            (PEOPLE,),
        )
        kind = chance.choice((*kinds, kinds[0], kinds[1], kinds[2]))
        parts = [chance.choice(words) for words in kind]
        other = [word if chance.random() < 0.6 else chance.choice(words) for word, words in zip(parts, kind, strict=True)]
        one, two = "".join(parts) or "会", "".join(other) or "会"
        if chance.random() < 0.4:
            two = "".join(char for char in two if chance.random() < 0.75) or two
        yield one, two


def told_of_pair(pair: tuple[str, str]) -> str:
    """All that is held of two names."""
    grammar, names = load_grammar(), load_names()
    held: list[Any] = []
    around = surroundings("本报宁波5月20日电", [*pair, "浙江省教育厅"], publisher="海岸日报" if crc32(pair[0].encode()) % 2 else "")
    for one, two in (pair, pair[::-1]):
        read_one, read_two = events.read_event(one), events.read_event(two)
        held += [
            bodies.same_body(one, two, grammar),
            bodies.full_name(one, grammar=grammar, names=names),
            bodies.office_names(one, names),
            bodies.is_local(one, grammar, names),
            bodies.read_body(one, "a1", around, grammar=grammar, names=names),
            sorted(bodies.employers(one, {two: two, two[:4]: "甲"}, names=names, grammar=grammar)),
            short.is_short_for(one, two, "岭州日报", grammar=grammar, names=names),
            sorted(short.find_short_names([one, two], [one[:4], two[-4:]], two, grammar=grammar, names=names).items()),
            short.strip_description(one, [two, one[2:]], grammar=grammar, names=names),
            posts.said_in(one, two),
            _owned([f"{one}、{two}"], {two[:4]: two}, two[:3], around),
            _owned([one], {}, "", around),
            posts.stem(one, grammar),
            rivals.exclude([one], [two], grammar),
            rivals.of_two_states([one], [two]),
            rivals.state_served(one),
            [what(one, grammar) for what in KINDS],
            namesakes.same_person(one, two),
            namesakes.is_titled(one, two, grammar),
            (read_one.core, read_one.ordinal, read_one.year),
            events.same_event(one, two),
            events.abbreviates(read_one.core, read_two.core),
            events.plain_event(one, grammar),
            [events.event_targets(one, "a1", date, day=day, grammar=grammar, names=names) for date, day in TOLD],
            events.joint_target(one, "a1", "2024-05-20", grammar=grammar, names=names),
            [events.is_proper(read_one.core, grammar, edition=edition, quoted=not edition) for edition in (True, False)],
            events.series(one, grammar),
            list(events.editions([one, two], ("Event", one, ""))),
            [documents.read_number(one + two, end) for end in (len(one), len(one + two))],
            documents.is_number(one),
            documents.normal_title(one),
            documents.telling(one, grammar),
        ]
    return f"{pair[0]} {pair[1]} | {'; '.join(_shown(held))} | {crc32(repr(held).encode()):08x}"


def _owned(said: Sequence[str], known: Mapping[str, str], publisher: str, around: Surroundings) -> list[tuple[str, list[str], list[str]]]:
    """The posts in some words with whose they are."""
    found = posts.read_posts(said, known, publisher=publisher, around=around, grammar=load_grammar(), names=load_names())
    return sorted((post.words, sorted(post.employers), sorted(post.offices)) for post in found)


def _shown(held: Sequence[Any]) -> Iterator[str]:
    """What reads well of it."""
    yield from (
        name for name, at in (("one body", 0), ("short for", 6), ("said in", 9), ("one event", 20), ("short event", 21)) if held[at]
    )
    yield str(held[23][0][0][1:])


def bearers(seed: int, count: int) -> Iterator[tuple[str, dict[str, Bearer]]]:
    """A name, and what some articles tell of who bears it."""
    chance = random.Random(seed)
    known = [f"{holder}{post}" for holder in HOLDERS for post in POSTS[:7]]
    for _ in range(count):
        told: dict[str, Bearer] = {}
        some = chance.sample(known, 3)
        for number in range(chance.randint(1, 6)):
            held = [post for post in some if chance.random() < 0.35]
            held += [post[-chance.choice((2, 6)) :] for post in held if chance.random() < 0.2]
            own = [holder for holder in HOLDERS if any(post.startswith(holder) for post in held)]
            told[f"p{number // 2}#{number}" if chance.random() < 0.3 else f"a{number}"] = Bearer(
                frozenset(held),
                frozenset(own if chance.random() < 0.7 else ()),
                frozenset(chance.sample(HOLDERS, chance.choice((0, 0, 1, 2)))),
                frozenset(chance.sample(PEOPLE, chance.choice((0, 0, 1, 3)))),
                frozenset({("Event", chance.choice(EDITIONS) + "海岸论坛", "")} if chance.random() < 0.15 else ()),
                frozenset(chance.choice((["state"], ["浙江省教育厅"], own)) if held and chance.random() < 0.5 else ()),
                chance.choice(DAYS),
                chance.choice(("", "", "岭州大学")),
            )
        yield chance.choice(PEOPLE), told


def told_of_bearers(case: tuple[str, dict[str, Bearer]]) -> str:
    """Who of those that bear a name is one."""
    name, told = case
    groups = people.find_people(name, told, load_grammar())
    scopes = [people.scope_of(group, told) for group in groups]
    return f"{name} {len(told)} | {' / '.join(' '.join(group) for group in groups)} | {' '.join(scopes)}"


def namesakes_in(seed: int, count: int) -> Iterator[str]:
    """Texts with two or three of one name, each with a post."""
    chance = random.Random(seed)
    for _ in range(count):
        some = [f"{chance.choice(HOLDERS)}{chance.choice(('', '第一', '第二', '新任'))}{chance.choice(POSTS[:7])}" for _ in range(2)]
        marks = ("、", "和", "致辞。会后，", "出席。随后")
        yield "".join(f"{chance.choice((*some, some[0][-6:]))}{NAME}{chance.choice(marks)}" for _ in range(chance.choice((2, 2, 3))))


def told_of_namesakes(text: str) -> str:
    found = namesakes.find_namesakes(read(text))
    return f"{text} | {sorted((span.start, post) for span, post in found.items())}"
