"""Members of an open list that need not be known names: where they are cut, and which words name a product."""

from __future__ import annotations

import pytest
from reading import read, tagged_doc

from kg.grammar import load_grammar
from kg.lines import draw_line
from kg.listing import is_product, open_list
from kg.model import Mention


def members(tagged: str) -> list[Mention]:
    """What stands behind the first verb, as a list."""
    [reading] = read(tagged_doc(f"蜀光公司/ORG {tagged} 。/w"))
    line = draw_line(reading, load_grammar())
    return list(open_list(line, (line.verbs[0][0] + 2, line.string.rindex("。")), load_grammar()))


# What is said -> the words and the class of each member; a name other than these words stands behind them.
MEMBERS = {
    "展出/v 巡检/vn 机器人/n 、/w 清淤/vn 机器人/n 等/u": "巡检机器人 Product, 清淤机器人 Product",
    "展出/v 信息/n 服务/n 等/u 能/v 说/v 机器狗/n": "信息服务 Product",
    "展出/v 全自动/d 浇水/v 芯片/n 、/w 智慧/n 课堂/n": "全自动浇水芯片 Product",
    "展出/v 能/v 说/v 机器狗/n 以及/c 信息/n 服务/n": "能说机器狗 Product, 信息服务 Product",
    "展出/v 能/v 说/v 机器狗/n 和/c 会/v 说/v 机器狗/n": "能说机器狗 Product, 会说机器狗 Product",
    "展出/v 能/v 说/v 机器狗/n （/w 二代/m ）/w 、/w 信息/n 服务/n": "能说机器狗 Product, 信息服务 Product",
    "展出/v 很/d 好/a 的/u 能/v 说/v 机器狗/n 、/w 好看/a 的/u": "能说机器狗 Product",
    "研制/v 出/v 了/u 能/v 说/v 机器狗/n": "能说机器狗 Product",
    "研制/v 出/v": "",
    "研制/v 便宜/a 的/u": "",
    "研制/v 了/u 《/w 湖泊/n 报告/n 》/w": "《湖泊报告》 Document 湖泊报告",
    "研制/v 新型/n 《/w 湖泊/n 报告/n 》/w": "",
    "研制/v 第三届/m 川西/LOC 生态/n 论坛/n 、/w 涪江大学/ORG": "第三届川西生态论坛 Event",
    "研制/v 能/v 说/v 机器狗/n “/w 春雨/n ”/w": "“春雨” Product 春雨",
    "展出/v 能/v 说“/w 二号/m ”/w 机器狗/v": "能说“二号”机器狗 Product",
    "展出/v “/w 能/v 说/v 机器狗/v": "能说机器狗 Product",
    "展出/v 能/v 说/v 涪江大学/ORG 机器狗/n": "能说涪江大学机器狗 Product",
    "展出/v 能/v 说/v 机器狗/n 涪江大学/ORG": "",
}


@pytest.mark.parametrize(("tagged", "expected"), MEMBERS.items(), ids=list(MEMBERS))
def test_the_members_of_a_list(tagged: str, expected: str) -> None:
    assert ", ".join(f"{m.text} {m.cls} {m.name if m.name != m.text else ''}".strip() for m in members(tagged)) == expected


def test_a_member_stands_where_its_words_do() -> None:
    doc = tagged_doc("蜀光公司/ORG 展出/v 了/u 很/d 好/a 的/u 能/v 说/v 机器狗/n 和/c 会/v 说/v 机器狗/n 。/w")
    [reading] = read(doc)
    line = draw_line(reading, load_grammar())
    found = list(open_list(line, (line.verbs[0][0] + 2, len(line.string) - 1), load_grammar()))
    assert [(m.span.of(doc.article.text), m.head) for m in found] == [("能说机器狗", "器狗"), ("会说机器狗", "器狗")]


# A head is that of a product, not a product; what is counted, or has no such head, is none.
PRODUCTS = {
    "探伤仪": True,
    "新系统": True,
    "巡检机器人": True,
    "机器人": False,
    "新药": False,
    "新产品": False,
    "巡检时间": False,
    "二十台机器人": False,
    "三台巡检机器人": False,
    "探伤仪，机器人": False,
    "水" * 26 + "下机器人": True,
    "水" * 27 + "下机器人": False,
}


@pytest.mark.parametrize(("words", "product"), PRODUCTS.items(), ids=list(PRODUCTS))
def test_a_product_has_the_head_of_one_and_more_than_it(words: str, product: bool) -> None:
    assert is_product(words, load_grammar()) is product
