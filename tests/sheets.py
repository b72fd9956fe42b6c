"""Small pages put together at random, as characters with their places, and what is read of them.

Their type is ten points high and all stands at whole and half points, so that what is near enough, and what is just not, is met.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from kg.model import Article
from kg.pdf.articles import _read
from kg.pdf.characters import Character, Sheet
from tests.newspaper import Story, break_lines, write_news

BODY, HEIGHT = 10.0, 420.0
SIZES = (11.0, 11.5, 11.75, 12.0, 13.0, 15.0, 18.0, 20.0)
ASIDE = (0.5, 1.0, 2.0, 3.0, 3.5, 4.0, 6.0, 7.5, 10.0, 13.0, 20.0, 26.0)
LEADS = (1.0, 2.0, 3.0, 5.0, 8.0, 11.5)
CAPTIONS = ("图为展出的机器人。", "上图：孩子们在灯会上。 贺沧澜 摄", "贺沧澜 摄", "图①：试验田。图②：灌区一角。")
ODD = (
    "□本报记者 石望舒",
    "——来自现场的报道",
    "■ 卢静山",
    "今日看点",
    "（下转第3版）",
    "（上接第1版）",
    "11 30",
    "责任编辑：秦若川",
    "据《星湾晚报》报道",
)
HEADS = (
    "2024年5月20日 星期一",
    "第3版",
    "要闻",
    "星湾日报",
    "本版编辑 邹一帆",
    "1/2",
    "A03",
    "2024.5.20 要闻 03",
    "https://news.example/1.html",
)


@dataclass
class Press:
    """The characters of one page in the order in which they are printed."""

    chance: random.Random
    place: int
    characters: list[Character] = field(default_factory=list)

    def line(self, text: str, x: float, y: float, size: float = BODY, *, pitch: float = 0.0, down: bool = False) -> None:
        chance = self.chance
        if chance.random() < 0.08:
            x, y = x + chance.choice((-1, 1)) * chance.choice(ASIDE), y + chance.choice((-1, 1)) * chance.choice(ASIDE[:5])
        if chance.random() < 0.04:
            size *= chance.choice((0.75, 0.9, 1.1, 1.25))
        gap_at, gap = (chance.randrange(len(text)), chance.choice((3.0, 5.0, 9.5, 15.0, 23.0, 70.0))) if chance.random() < 0.03 else (0, 0)
        spaced, pitch = False, pitch or size
        self.place += chance.choice((0, 0, 0, 1, 3, 4, 60, 61))
        for number, letter in enumerate(text):
            if number == gap_at:
                x += gap
                spaced = gap > 0 and chance.random() < 0.7
            if letter == " ":
                x, spaced = x + size / 2, True
                continue
            wide = size / 2 if letter.isascii() else size
            at = (x, y + number * pitch) if down else (x, y)
            double = letter in "—…" and text[number - 1 : number] == letter and self.characters[-1].text == letter and chance.random() < 0.5
            at = (self.characters[-1].x0, self.characters[-1].y0) if double and not down else at
            self.add(Character(letter, self.place, size, *at, at[0] + wide, at[1] + size, spaced, chance.random() < 0.002))
            spaced = False
            x += 0 if down else wide + pitch - size
        if chance.random() < 0.02:  # a shadow
            for one in self.characters[-min(4, len(text.replace(" ", ""))) :]:
                self.add(Character(one.text, self.place, one.size, one.x0 + 1, one.y0 + 0.5, one.x1 + 1, one.y1 + 0.5))

    def add(self, one: Character) -> None:
        self.characters.append(one)
        self.place += 1


def put_together(seed: int) -> list[Sheet]:
    """A file of a page or two."""
    chance = random.Random(seed)
    sheets, place, left = [], 0, ""
    every = chance.choice(("", "", "星湾日报 2024年5月20日 第1版", "https://news.example/a.html"))
    for number in range(1, chance.choice((1, 1, 2, 3)) + 1):
        press = Press(chance, place)
        columns, wide = chance.choice((1, 2, 2, 3)), chance.choice((8, 10, 13))
        gutter = chance.choice((5.0, 10.0, 14.0, 20.0, 26.0, 40.0))
        if every:
            press.line(every.replace("第1版", f"第{number}版"), 20, chance.choice((8.0, 20.0, 40.0)))
        if chance.random() < 0.4:
            press.line(
                chance.choice(HEADS),
                chance.choice((20.0, 80.0)),
                chance.choice((10.0, 30.0, 46.0, 400.0)),
                chance.choice((8.0, BODY, 16.0)),
            )
        y, indent = 70.0, chance.choice((0, 0, 2, 2))
        while y < HEIGHT - 110:
            beside, foot = chance.choice((0, 0, columns - 1)), y
            for first in range(0, beside + 1):  # one over all columns, or one over each of some
                story = write_news(chance, sentences=chance.choice((1, 2, 3, 4)))
                x = 20.0 + first * (wide * BODY + gutter)
                left, end = _set(press, story, left, (x, y + chance.choice((0, 0, 0.5, 6.0)), wide, gutter, columns - beside, indent))
                foot = max(foot, end)
            y = foot + chance.choice((2.0, 8.0, 12.0, 20.0))
            if chance.random() < 0.4:
                break
        if left and chance.random() < 0.5:
            left = ""
        sheets.append(Sheet(number, 60.0 + columns * (wide * BODY + gutter), HEIGHT, tuple(press.characters)))
        place = press.place + 1
    return sheets


def _set(press: Press, story: Story, left: str, form: tuple[float, float, int, float, int, int]) -> tuple[str, float]:
    """Print an article below what stands above; what is left of its text for the next page, and where it ends."""
    x, y, wide, gutter, columns, indent = form
    chance = press.chance
    size, step = chance.choice(SIZES), wide * BODY + gutter
    within = chance.randint(1, columns)
    if chance.random() < 0.15:
        x = _head_aside(press, story, x, y, size=size)
    elif not left and chance.random() < 0.85:
        y = _head_above(press, story, x, y, size=size)
    if story.byline and chance.random() < 0.7:
        press.line(story.byline, x + chance.choice((0, 20, 40)), y)
        y += BODY + chance.choice((2, 5, 13))
    lines = [(line, 0.0) for line in left.split("/") if line]
    for paragraph in story.paragraphs:
        lines += [(line, 0.0 if number else indent * BODY) for number, line in enumerate(break_lines(paragraph, wide, indent=indent))]
    if chance.random() < 0.3:
        lines.insert(chance.randrange(len(lines) + 1), (chance.choice(ODD), chance.choice((0.0, 20.0, 30.0))))
    leading, deep = BODY + chance.choice(LEADS[:4]), -(-len(lines) // within)
    foot = y
    for column in range(within):
        top = y + (chance.choice(ASIDE) if chance.random() < 0.1 else 0.0)
        at, lost = _column(press, lines[column * deep : (column + 1) * deep], x + column * step, top, leading=leading)
        if lost:
            return "/".join(line for line, _ in [*lost, *lines[(column + 1) * deep :]]), at
        foot = max(foot, at)
    return "", foot


def _head_aside(press: Press, story: Story, x: float, y: float, *, size: float) -> float:
    """Print a headline from top to bottom; where the text begins beside it."""
    chance = press.chance
    halves = [story.title[:4], story.title[4:8]] if chance.random() < 0.4 and len(story.title) > 5 else [story.title[:6]]
    for number, half in enumerate(halves):
        along = size * chance.choice((1, 1.5)) * (number if chance.random() < 0.3 else len(halves) - 1 - number)
        press.line(half, x + along, y, size, pitch=size * chance.choice((1, 1.2, 1.9)), down=True)
    if chance.random() < 0.4:
        kicker, small = story.kicker or "渔乡见闻", size * chance.choice((0.6, 0.75))
        press.line(kicker, x + 2 * size, y + chance.choice((0, 20, 60)), small, down=True)
    return x + size * (1.5 * len(halves) - 0.5) + chance.choice((2.0, 10.0, 40.0))


def _head_above(press: Press, story: Story, x: float, y: float, *, size: float) -> float:
    """Print a headline with what stands above and below it; where the text begins."""
    chance = press.chance
    titles = [story.title[start : start + 9] for start in range(0, len(story.title), 9)] if chance.random() < 0.5 else [story.title]
    lines = [(title, chance.choice((0, 0, 15)), size) for title in titles]
    if story.kicker and chance.random() < 0.6:
        lines.insert(0, (story.kicker, chance.choice((0, 10, 30)), chance.choice((BODY, size * 0.8))))
    if story.subtitle and chance.random() < 0.6:
        lines.append((story.subtitle, chance.choice((0, 20)), chance.choice((BODY, size * 0.75, size))))
    for text, aside, own in lines:
        press.line(text, x + aside, y, own)
        y += size + chance.choice(LEADS)
    return y


def _column(
    press: Press, lines: Sequence[tuple[str, float]], x: float, at: float, *, leading: float
) -> tuple[float, list[tuple[str, float]]]:
    """Print the lines of a column, perhaps around a picture; where it ends, and the lines for which the page has no room."""
    chance = press.chance
    picture = chance.randrange(len(lines) + 1) if chance.random() < 0.25 else -1
    for number, (line, indented) in enumerate(lines):
        if number == picture:
            at += chance.choice((20.0, 60.0))
            press.line(chance.choice(CAPTIONS), x, at, chance.choice((8.0, 9.5, BODY)))
            at += BODY + chance.choice((2.0, 8.0, 12.0, 40.0))
        if at > HEIGHT - 30:
            return at, list(lines[number:])
        if chance.random() < 0.02:
            press.line("守护一江清水", x + 20, at, 11.0)
            at += leading
        press.line(line, x + indented, at)
        at += leading
    return at, []


def told(seed: int) -> str:
    """The articles of a file: the title, the first words and the last of each, and the sum of all that is known of it."""
    articles, empty = _read(iter(put_together(seed)))
    shown = " / ".join(
        f"{one.title or '…'}: {one.text[len(one.title) :].strip()[:8]}…{one.text[-6:]}".replace("\n", "_") for one in articles
    )
    return f"{seed} {len(articles)}{' empty' if empty else ''} | {shown} | {crc32(repr(list(_all(articles))).encode()):08x}"


def _all(articles: Sequence[Article]) -> Iterator[object]:
    for one in articles:
        yield one.title, one.text, one.byline, one.publisher, str(one.date), one.page, one.dated
        yield [(box.span.start, box.span.end, box.page, box.x0, box.y0, box.x1, box.y1) for box in one.boxes]
        yield [(run.start, run.raw, run.length) for run in one.runs]
