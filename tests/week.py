"""The printed pages of examples/: a newspaper page in PDF (reportlab) and a notice as a Word file (python-docx).

`python -m tests.week` prints them anew; `tests/test_examples.py` holds that what lies in examples/ reads as what this prints.
"""

from __future__ import annotations

import datetime
import io
import random
from pathlib import Path

from tests.newspaper import Page, Setter, Story, furnish
from tests.presses import print_reportlab

EXAMPLES = Path(__file__).parents[1] / "examples"
PAPER = Story(
    "博览会迎来首个周末",
    (
        "本报讯（记者 林知秋）第五届川北机器人博览会19日迎来首个周末，两万名观众走进绵阳国际会展中心。"
        "星河动力科技公司展出“云梯”救援机器人。",
        "19日上午，川北大学与绵阳师范学校签署《机器人教师培训协议》。川北大学校长陆明远出席签约仪式。",
    ),
)
CHAIR = Story(
    "秦可当选绵阳市机器人行业协会会长",
    (
        "本报讯（记者 何小山）19日，绵阳市机器人行业协会召开会员大会。秦可当选绵阳市机器人行业协会会长。前任会长莫问渠出席大会并讲话。",
        "秦可现任川北大学教授。",
    ),
)
CONTEST = Story(
    "“小小工程师”创意大赛举行",
    (
        "本报讯（记者 白露）由绵阳师范学校主办的“小小工程师”创意大赛19日在绵阳市举行。大赛由涪江银行协办，三十所学校的学生参加大赛。",
        "绵阳师范学校校长夏拾光向获奖学生颁发了奖杯。",
    ),
)
MUSEUM = Story(
    "绵阳市将成立机器人博物馆",
    (
        "本报讯（通讯员 何小山）绵阳市科学技术局局长谷雨生19日宣布，绵阳市将于2026年成立绵阳机器人博物馆。",
        "绵阳市科学技术局与岷江机器人有限公司签署《绵阳机器人博物馆建设协议》。",
    ),
)
NOTICE = (
    "第二届川江科普奖颁奖典礼在成都举行",
    "发布时间：2024-05-24",
    "5月24日，第二届川江科普奖颁奖典礼在成都市举行。颁奖典礼由四川省科学技术协会主办，由川北大学承办。"
    "四川省科学技术协会主席方远舟出席颁奖典礼并致辞。",
    "四川省科学技术协会授予凉山科技馆“川江科普奖”。",
)


def print_paper() -> bytes:
    """Page 2 of an invented evening paper, in two rows of two articles."""
    page = Page("绵州晚报", "2024-05-19", "02")
    # A seed of its own gives one layout, so that two runs print the same bytes.
    setter = Setter(random.Random(7), page, size=10.5)
    top = furnish(setter.rng, page, setter, front=False)
    for row in ((PAPER, CHAIR), (CONTEST, MUSEUM)):
        top = max(_set(setter, news, 2 * place, top) for place, news in enumerate(row)) + 40
    return print_reportlab(page)


def _set(setter: Setter, news: Story, first: int, top: float) -> float:
    body = setter.head(news, setter.x_of(first), setter.width_of(2), top)
    return setter.columns(setter.lines_of(news, setter.length), [(setter.x_of(first + n), body) for n in range(2)])


def print_notice() -> bytes:
    """A notice as a Word file: a heading and paragraphs."""
    import docx

    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = datetime.datetime(2024, 5, 24)
    document.core_properties.author = "四川省科学技术协会"
    document.add_heading(NOTICE[0], level=1)
    for paragraph in NOTICE[1:]:
        document.add_paragraph(paragraph)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


PRINTED = {"2024-05-19-绵州晚报.pdf": print_paper, "2024-05-24-notice.docx": print_notice}

if __name__ == "__main__":
    for name, printed in PRINTED.items():
        (EXAMPLES / name).write_bytes(printed())
