"""Small worlds of invented articles in which names are shared, shortened and told with other posts: what becomes one node, and what two."""

from __future__ import annotations

import random
from collections.abc import Sequence

from identity import Said, article, entities

from kg.discourse import Discourse
from kg.model import Claim, Doc, Entity

Made = tuple[Doc, list[Claim], Discourse]
PEOPLE = ("王伟", "李静", "欧阳若谷", "司徒听澜", "古斯塔夫·林德", "林德", "安娜·林德", "贺沧澜", "金正浩")
# Those of a line may be called by one another's names.
BODIES = (
    ("岭州大学", "岭大", "岭州大学医学院", "岭州大学附属医院"),
    ("岭州市教育局", "市教育局", "教育局", "浙江省岭州市教育局"),
    ("岭州银行股份有限公司", "岭州银行", "岭州银行滨江支行", "中国岭州银行"),
    ("四川省科学技术厅", "四川省科技厅", "省科技厅", "科技厅"),
    ("中国竹业协会", "竹业协会", "中国竹协", "岭州市竹业协会"),
    ("星河动力科技公司", "星河动力", "星河集团", "星河动力（岭州）科技公司"),
)
EVENTS = (
    ("第三届岭州教育论坛", "第四届岭州教育论坛", "岭州教育论坛", "2024岭州教育论坛", "第三届岭州教育论坛开幕式"),
    ("第三届川北机器人博览会", "川北机器人博览会", "2024年川北机器人博览会", "第三届川北机器人博览会闭幕式"),
    ("第一次全体会议", "岭州大学第一次全体会议", "例行记者会", "科技部例行记者会", "智慧校园建设行动", "岭州市年度工作会议"),
    ("新闻发布会", "座谈会", "签约仪式", "岭州马拉松", "2023岭州马拉松"),
)
PLACES = ("岭州市", "岭州", "浙江省岭州市", "岭州市滨江区", "滨江区", "四川省", "成都", "巴西", "岭州国际会展中心")
TITLES = (
    "岭州教育规划",
    "岭州教育规划（2024年）",
    "教育合作协议",
    "岭教〔2024〕5号",
    "教育规划法",
    "中华人民共和国教育规划法",
    "岭州竹业报告",
)
NUMBERS = ("（岭教〔2024〕5号）", "（岭教〔2024〕6号）", "")
POSTS = ("校长", "教授", "局长", "行长", "秘书长", "记者", "副市长", "董事长")
OFFICES = ("巴西总统", "古巴外交部长", "岭州市市长", "岭州一中校长", "岭州二中校长", "前任岭州市市长", "中国竹业协会会长")


def invent(seed: int) -> list[Made]:
    """Some articles of one world."""
    chance = random.Random(seed)
    people, bodies, events = chance.sample(PEOPLE, 3), chance.sample(BODIES, 2), chance.sample(EVENTS, 2)
    return [_article(chance, f"a{number}", people, [*bodies], [*events]) for number in range(chance.randint(3, 7))]


def _article(
    chance: random.Random, name: str, people: Sequence[str], bodies: Sequence[Sequence[str]], events: Sequence[Sequence[str]]
) -> Made:
    said: list[Said] = []
    for _ in range(chance.randint(2, 5)):
        person, body, event = chance.choice(people), chance.choice(chance.choice(bodies)), chance.choice(chance.choice(events))
        place, title = chance.choice(PLACES), chance.choice(TITLES)
        said.append(
            chance.choice(
                (
                    ("Person", person, "attends", "Event", event),
                    ("Person", person, "worksFor", "Organization", body),
                    ("Person", person, "visits", "Place", place),
                    ("Person", person, "meets", "Person", chance.choice(people)),
                    ("Organization", body, "hosts", "Event", event),
                    ("Organization", body, "issues", "Document", title),
                    ("Organization", body, "signs", "Document", title),
                    ("Organization", chance.choice((body, place)), "organizes", "Event", event),
                    ("Event", event, "heldAt", "Place", place),
                    ("Event", event, "startDate", "Date", f"2024-05-{chance.randint(10, 28)}"),
                    ("Event", event, "subEventOf", "Event", chance.choice(chance.choice(events))),
                )
            )
        )
    body = chance.choice(chance.choice(bodies))
    posts = [(one, chance.choice((chance.choice(OFFICES), body + chance.choice(POSTS), chance.choice(POSTS)))) for one in people]
    return article(
        name,
        said,
        text="，".join(subject + (f"《{end}》{chance.choice(NUMBERS)}" if cls == "Document" else end) for _, subject, _, cls, end in said)
        + "。",
        date=f"2024-{chance.choice((5, 5, 5, 6, 9)):02}-{chance.randint(1, 28):02}",
        dateline=chance.choice(("", "本报岭州5月20日电", "新华社成都5月20日电")),
        spoken=[("Place", chance.choice(PLACES)), ("Organization", chance.choice(chance.choice(bodies)))],
        posts=chance.sample(posts, chance.randint(1, 3)),
    )


def tell(made: Sequence[Made]) -> list[str]:
    """Each name with its articles and the node that it stands for, then what is known of each node."""
    found = entities(*made)
    named: dict[tuple[str, str, str], list[str]] = {}
    for (where, cls, name, _), node in found.items():
        named.setdefault((cls, name, node.iri.rpartition("/id/")[2]), []).append(where)
    told = [f"{cls} {name} {' '.join(sorted(where))}: {node}" for (cls, name, node), where in sorted(named.items())]
    return told + sorted({f"  {_node(node)}" for node in found.values()})


def _node(node: Entity) -> str:
    aliases = sorted({alias.name for alias in node.aliases})
    links = sorted(f"{relation.replace('#', '/').rpartition('/')[2]}={str(value).rpartition('/id/')[2]}" for relation, value in node.links)
    return " ".join((node.iri.rpartition("/id/")[2], node.cls, *node.roles, node.label, *aliases, *links))
