"""Newspaper pages whose truth is known: invented articles, typeset in many layouts. `tests/presses.py` prints them.

A page is a list of printed lines with their places, so that every producer of PDF prints the same page.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT, MARGIN = 1000.0, 1414.0, 40.0
COLUMNS = 5
GUTTER = 14.0
NOT_FIRST = "，。、；：！？”）》"
NOT_LAST = "“（《"
# How articles of more than a column are set: headline above, upright at the side, in a column of its own; a picture; a box.
STYLES = (*["top"] * 5, "tall", "side", "picture", "boxed")

TOWNS = ["青峦市", "银杉县", "海岚市", "云津市", "石泉县", "雁洲市", "禾川市", "松岭县", "白鹭市", "临溪县", "星湾市", "赤岩县"]
BODIES = [
    "科技局",
    "教育局",
    "农业农村局",
    "文化馆",
    "理工大学",
    "海洋研究所",
    "交通运输局",
    "青年联合会",
    "水务集团",
    "博物馆",
    "商务局",
    "图书馆",
]
EVENTS = ["氢能展", "荔枝节", "机器人大赛", "读书周", "渔业论坛", "竹编展", "龙舟赛", "古籍展", "招聘会", "运动会", "种业大会", "灯会"]
THINGS = ["深海机器人", "无人播种机", "潮汐电站", "慢行步道", "数字档案馆", "抗旱水稻", "环湖公交", "修复工坊", "智慧灌区", "候鸟观测站"]
NAMES = ["贺沧澜", "沈听雨", "陆明谦", "秦若川", "顾怀青", "范知远", "罗素秋", "邹一帆", "卢静山", "石望舒"]
CATCHY = [
    "大国重器挺进深蓝", "一片叶子富了一方人", "老街旧巷换新颜", "把论文写在大地上", "让沉睡的资源醒过来", "小窗口办成大事情",
    "春风又绿江南岸", "从有没有到好不好", "一张蓝图绘到底", "点亮回家的路", "荒山披上绿衣裳", "乡村夜校火起来",
]  # fmt: skip
SENTENCES = [
    "{day}，由{body}主办的{event}在{town}开幕，来自{n}个县区的代表参加了开幕式。",
    "{body}负责人{name}介绍，{event}期间将安排{n}场交流活动，预计有{m}人次到场参观。",
    "据了解，{thing}由{body}与{other}共同研制，历时{n}年完成，已经通过专家验收。",
    "“我们希望更多的年轻人走进{town}，看一看这里的变化。”{name}说。",
    "目前，{thing}已在{town}的{n}个乡镇投入使用，每年可节约开支{m}元。",
    "记者在现场看到，{thing}前围满了观众，讲解员正在演示它的操作方法。",
    "近年来，{town}坚持因地制宜，先后建成{n}处服务站点，方便了{m}名群众。",
    "下一步，{body}将继续加大投入，推动{thing}在更大范围内应用。",
    "{name}告诉记者，{event}已经连续举办{n}届，成为当地的一张名片。",
    "会上，{body}与{other}签署合作协议，双方将围绕{thing}开展为期{n}年的合作。",
    "{town}还设立了专项资金，对参与{thing}建设的单位给予补助；首批资金{m}元已经到位。",
    "数据显示，今年上半年{town}接待游客{m}人次，同比增长{n}.{k}%，其中外地游客占六成以上。",
]


@dataclass(frozen=True)
class Story:
    """One article of the truth: `inset` lines are kicker and subtitle, `caption` stands under its picture."""

    title: str
    paragraphs: tuple[str, ...]
    kicker: str = ""
    subtitle: str = ""
    byline: str = ""
    caption: str = ""

    @property
    def body(self) -> str:
        """All that is printed but title and caption."""
        return "".join((self.kicker, self.subtitle, self.byline, *self.paragraphs))

    @property
    def bodies(self) -> tuple[str, ...]:
        """What its body may be said to be: with and without kicker, subtitle, byline and caption."""
        text = "".join(self.paragraphs)
        return text, self.body, text + self.caption, self.body + self.caption


@dataclass(frozen=True)
class Print:
    """A line as it is printed: `x`, `y` of its upper left corner in points, `pitch` from one character to the next."""

    text: str
    x: float
    y: float
    size: float
    pitch: float
    bold: bool = False
    vertical: bool = False


@dataclass
class Page:
    """A page with its truth: `date` as ISO, articles in order, teasers (title, page)."""

    paper: str
    date: str
    number: str
    prints: list[Print] = field(default_factory=list)
    news: list[Story] = field(default_factory=list)
    teasers: list[str] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)


def write_news(rng: random.Random, *, sentences: int, catchy: float = 0.35) -> Story:
    """An invented article of about so many sentences."""
    town, event, thing = rng.choice(TOWNS), rng.choice(EVENTS), rng.choice(THINGS)
    body, other = (rng.choice(TOWNS) + rng.choice(BODIES) for _ in range(2))

    def say(template: str) -> str:
        return template.format(
            day=f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日", body=body, other=other, event=town + event, thing=thing, town=town,
            name=rng.choice(NAMES), n=rng.randint(3, 40), m=f"{rng.randint(2, 90)}万", k=rng.randint(0, 9),
        )  # fmt: skip

    told = [say(template) for template in (rng.sample(SENTENCES, min(sentences, len(SENTENCES))))]
    while len(told) < sentences:
        told.append(say(rng.choice(SENTENCES)))
    paragraphs = []
    while told:
        size = rng.randint(1, 3)
        paragraphs.append("".join(told[:size]))
        told = told[size:]
    byline = ""
    if rng.random() < 0.6:
        paragraphs[0] = f"本报讯（记者 {rng.choice(NAMES)}）" + paragraphs[0]
    else:
        byline = rng.choice(["本报记者 ", "□本报记者 ", "■ ", "本报通讯员 "]) + rng.choice(NAMES)
    title = rng.choice([f"{town}{event}开幕", f"{body}发布{thing}", f"{thing}在{town}投入使用", f"{town}举办{event}"])
    return Story(
        title=rng.choice(CATCHY) if rng.random() < catchy else title,
        paragraphs=tuple(paragraphs),
        kicker=rng.choice(["", "", f"{town}多措并举", "聚焦高质量发展", f"走进{event}"]),
        subtitle=rng.choice(["", "", f"——{town}{thing}建设见闻", f"——来自{event}的报道", f"首批{rng.randint(2, 30)}家单位参加"]),
        byline=byline,
    )


def break_lines(text: str, length: int, *, indent: int = 2) -> list[str]:
    """The lines of a paragraph of `length` characters each; the first is `indent` characters shorter; half-width characters count half."""
    lines, line, room = [], "", float(length - indent)
    for place, character in enumerate(text):
        wide = 0.5 if character.isascii() else 1.0
        follows = text[place + 1] if place + 1 < len(text) else ""
        if (wide > room and character not in NOT_FIRST) or (character in NOT_LAST and room < 2 and follows):
            lines.append(line)
            line, room = "", float(length)
        line += character
        room -= wide
    return [*lines, line] if line else lines


class Setter:
    """Sets articles on a page, row by row."""

    def __init__(self, rng: random.Random, page: Page, *, size: float, styles: Sequence[str] = STYLES) -> None:
        self.rng, self.page, self.size, self.styles = rng, page, size, styles
        self.leading = size * rng.choice([1.35, 1.5, 1.6])
        self.column = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GUTTER) / COLUMNS
        self.length = int(self.column / size)

    def x_of(self, column: int) -> float:
        """The left side of a column."""
        return MARGIN + column * (self.column + GUTTER)

    def width_of(self, columns: int) -> float:
        """The width of so many columns with the gutters between."""
        return columns * self.column + (columns - 1) * GUTTER

    def put(self, text: str, x: float, y: float, size: float, *, pitch: float = 0.0, bold: bool = False, vertical: bool = False) -> None:
        """Print a line."""
        self.page.prints.append(Print(text, x, y, size, pitch or size, bold, vertical))

    def head(self, news: Story, x: float, width: float, y: float) -> float:
        """Kicker, headline and subtitle one above the other; returns where the text may begin."""
        size = min(self.rng.choice([20.0, 24.0, 28.0, 34.0]), max(15.0, width / 7))
        top = y
        if news.kicker:
            small = max(self.size * 1.25, size * 0.55)
            self.put(news.kicker, x + max(0, (width - len(news.kicker) * small) / 2), top, small)
            top += small * 1.4
        lines = even_lines(news.title, max(1, int(width / size)))
        for line in lines:
            self.put(line, x + max(0, (width - len(line) * size) / 2), top, size, bold=True)
            top += size * 1.25
        if news.subtitle:
            small = max(self.size * 1.2, size * 0.5)
            for line in even_lines(news.subtitle, int(width / small)):
                self.put(line, x + max(0, (width - len(line) * small) / 2), top, small)
                top += small * 1.4
        if news.byline:
            self.put(news.byline, x + self.size * 2, top, self.size)
            top += self.leading
        return top + self.size * 0.5

    def tall_head(self, news: Story, x: float, y: float, room: float) -> float:
        """A vertical headline, its subtitle to the left of it as columns run from the right; returns the width taken."""
        size = min(26.0, room / max(4, len(news.title)))
        size = max(size, 14.0)
        lines = even_lines(news.title, max(2, int(room / (size * 1.1))))
        small = max(self.size * 1.2, size * 0.6)
        left = x
        if news.subtitle:
            self.put(news.subtitle, left, y + size, small, pitch=small * 1.1, vertical=True)
            left += small * 1.6
        for line in reversed(lines):
            self.put(line, left, y, size, pitch=size * 1.1, bold=True, vertical=True)
            left += size * 1.3
        return left - x + self.size

    def columns(self, lines: Sequence[tuple[str, bool]], places: Sequence[tuple[float, float]]) -> float:
        """Run lines (text, indented) down columns of even length from their (x, top); returns the lower end."""
        depths = [top for _, top in places]
        highest = min(depths)
        least, total = highest, 0
        while total < len(lines):
            least += self.leading
            total = sum(max(0, int((least - depth + 0.01) / self.leading)) for depth in depths)
        position = 0
        for x, top in places:
            count = max(0, int((least - top + 0.01) / self.leading))
            for row, (line, indented) in enumerate(lines[position : position + count]):
                self.body_line(line, x + (self.size * 2 if indented else 0.0), top + row * self.leading)
            position += count
        return least

    def body_line(self, line: str, x: float, y: float) -> None:
        """A line of body text."""
        self.put(line, x, y, self.size)

    def lines_of(self, news: Story, length: int) -> list[tuple[str, bool]]:
        """The broken lines of the paragraphs with whether each is indented."""
        return [(line, number == 0) for text in news.paragraphs for number, line in enumerate(break_lines(text, length))]

    def article(self, news: Story, first: int, span: int, y: float) -> float:
        """One article over `span` columns from column `first`; returns its lower end."""
        x, width = self.x_of(first), self.width_of(span)
        style = self.rng.choice(self.styles) if span > 1 else "top"
        lines = self.lines_of(news, self.length)
        if style == "tall" and len(lines) < 24:
            style = "top"
        if style == "tall":
            bare = Story(news.title, news.paragraphs, "", news.subtitle if len(news.subtitle) < 14 else "", "")
            room = max(10 * self.leading, len(lines) / max(1, span - 1) * self.leading * 0.8)
            taken = self.tall_head(bare, x, y, room)
            skip = 1 + int(taken > self.column)
            places = [(self.x_of(first + n), y) for n in range(skip, span)] or [(x + taken, y)]
            self.page.news.append(bare)
            return max(self.columns(lines, places), y + room)
        if style == "side":
            bare = Story(news.title, news.paragraphs, news.kicker, "", "")
            below = self.head(bare, x, self.column, y + self.leading)
            self.page.news.append(bare)
            return max(below, self.columns(lines, [(self.x_of(first + n), y) for n in range(1, span)]))
        top = self.head(news, x, width, y)
        places = [(self.x_of(first + n), top) for n in range(span)]
        if style == "picture":
            caption = f"图为{self.rng.choice(TOWNS)}的{self.rng.choice(THINGS)}。{self.rng.choice(NAMES)} 摄"
            tall = self.column * 0.6
            self.page.boxes.append((places[-1][0], top, self.column, tall))
            self.put(caption, places[-1][0], top + tall + 3, self.size * 0.9)
            places[-1] = (places[-1][0], top + tall + self.leading * 1.6)
            news = Story(news.title, news.paragraphs, news.kicker, news.subtitle, news.byline, caption)
        self.page.news.append(news)
        end = self.columns(lines, places)
        if style == "boxed":
            self.page.boxes.append((x - 5, y - 5, width + 10, end - y + 10))
        return end

    def briefs(self, first: int, y: float, count: int) -> float:
        """Short articles one under the other in one column."""
        for _ in range(count):
            news = write_news(self.rng, sentences=2)
            news = Story(news.title, news.paragraphs)
            y = self.article(news, first, 1, y) + self.leading
        return y


def even_lines(text: str, most: int) -> list[str]:
    """A headline in lines of about equal length."""
    count = -(-len(text) // max(1, most))
    size = -(-len(text) // count)
    return [text[start : start + size] for start in range(0, len(text), size)]


def furnish(rng: random.Random, page: Page, setter: Setter, *, front: bool) -> float:
    """Page head and foot; returns where the articles may begin."""
    year, month, day = (int(part) for part in page.date.split("-"))
    when = f"{year} 年 {month} 月 {day} 日 星期{rng.choice('一二三四五六日')}"
    if front:
        setter.put(page.paper, MARGIN, 30, 64, bold=True)
        setter.put(when, 600, 40, 12)
        setter.put("国内统一连续出版物号CN 99-0099 第12345期 今日8版", 600, 60, 9)
        top = 125.0
    else:
        setter.put(page.number, MARGIN, 22, 20, bold=True)
        setter.put(rng.choice(["综合新闻", "要闻", "科教", "民生·文化"]), MARGIN + 60, 26, 14)
        setter.put(when, 420, 28, 10)
        setter.put(f"责任编辑：{rng.choice(NAMES)} 版式设计：{rng.choice(NAMES)}", 640, 28, 9)
        setter.put(page.paper, 870, 22, 16, bold=True)
        top = 60.0
    if rng.random() < 0.7:
        setter.put("本报地址：云津市临江路9号 邮政编码：990000 电话：0999-8812345 零售价：1.00元", MARGIN, HEIGHT - 30, 8.5)
    return top


def set_page(seed: int, *, shadow: bool = False, styles: Sequence[str] = STYLES) -> Page:
    """An invented page; the same seed gives the same page."""
    rng = random.Random(seed)
    front = rng.random() < 0.3
    number = "01" if front else f"{rng.randint(2, 16):02d}"
    page = Page(
        rng.choice(["川江科技报", "海岚日报", "云津晚报", "青峦时报"]), f"2024-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}", number
    )
    setter = Setter(rng, page, size=rng.choice([9.0, 9.5, 10.0, 10.5]), styles=styles)
    y = furnish(rng, page, setter, front=front)
    while y < HEIGHT - 330:
        y = row(rng, setter, y) + 26
    if front and HEIGHT - y > 90:
        for n in range(3):
            title = rng.choice(CATCHY)
            setter.put(title, setter.x_of(n), y, 14, bold=True)
            setter.put(f"{rng.randint(2, 8)}版", setter.x_of(n) + 14 * len(title) + 8, y + 3, 9)
            page.teasers.append(title)
    if shadow:
        page.prints = list(with_shadows(rng, page.prints))
    return page


def row(rng: random.Random, setter: Setter, y: float) -> float:
    """A row of articles side by side; returns its lower end."""
    ends = []
    first = 0
    for span in rng.choice([(5,), (3, 2), (2, 3), (4, 1), (2, 2, 1), (1, 3, 1), (1, 4)]):
        if span == 1 and rng.random() < 0.5:
            ends.append(setter.briefs(first, y, 2))
        else:
            ends.append(setter.article(write_news(rng, sentences=span * rng.randint(4, 6)), first, span, y))
        first += span
    return max(ends)


def with_shadows(rng: random.Random, prints: Sequence[Print]) -> Iterator[Print]:
    """The prints with some headlines printed twice, a little beside themselves."""
    for line in prints:
        if line.size > 14 and rng.random() < 0.5:
            yield Print(line.text, line.x + 1.2, line.y + 1.0, line.size, line.pitch, line.bold, line.vertical)
        yield line
