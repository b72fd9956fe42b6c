"""Web pages whose lines are about as long, and as full of links, as what tells prose, furniture, captions and lines of facts apart."""

from __future__ import annotations

import random
from zlib import crc32

from kg.errors import InputError
from kg.inputs.web import read_page

LENGTHS = (2, 3, 4, 5, 6, 12, 24, 25, 26, 29, 30, 31, 39, 40, 41, 44, 45, 46, 49, 50, 51, 59, 60, 61, 119, 120, 121)
WORDS = "海岚渔港今晨雾散归船满载鲜虾码头人声渐起潮水退去滩涂上孩子们拾贝老人修补渔网远处灯塔依旧"
OPENINGS = (
    "",
    "",
    "",
    "",
    "来源：",
    "责任编辑：",
    "分享到",
    "版权所有",
    "上一篇：",
    "记者 石望舒 ",
    "图为",
    "【打印】",
    "作者：",
    "点击数：",
    "声明：",
    "当前位置：",
)
DAYS = ("2024-05-22", "2024年5月22日", "2024/5/2 09:30", "5月22日", "2024 05/22", "1999.1.2")
NAMES = (
    "海岚晚报",
    "来源：海岚晚报",
    "来源：《海岚晚报》 作者：石望舒",
    "编辑：范知远",
    "第3版",
    "星期三",
    "字号：大 中 小",
    "浏览次数：12 来源：作者：",
    "石望舒 范知远",
    "来源|海岚网",
)
TAGS = ("p", "p", "p", "div", "li", "h2", "h3", "td", "span", "dd")
CLASSES = ("", "", "", "article", "content", "comment", "side-bar", "related", "source", "info from", "footer", "keywords", "hotnews")
METAS = ("pubdate", "og:title", "author", "source", "og:site_name", "date", "contentsource", "articletitle", "mediaid", "headline")


def page_of(seed: int) -> str:
    """The page of that number."""
    chance = random.Random(seed)
    title = _words(chance, chance.choice((3, 4, 5, 6, 14, 20)))
    told = "".join(f'<meta name="{name}" content="{_meta(chance, title)}">' for name in chance.sample(METAS, chance.choice((0, 0, 1, 2))))
    window = chance.choice((title, title[:-1], f"要闻 {title}", "")) + chance.choice(
        ("", "_海岚网", "-要闻-海岚网", " | 海岚网", "--海岚网")
    )
    parts = [f"<h1>{title}</h1>" if chance.random() < 0.4 else f"<div>{title}</div>" if chance.random() < 0.7 else ""]
    parts += [_line(chance) for _ in range(chance.choice((0, 1, 2, 4)))]
    if chance.random() < 0.6:
        parts.append(f"<div class='{chance.choice(CLASSES)}'>{chance.choice(NAMES)} {chance.choice(DAYS)} {chance.choice(NAMES)}</div>")
    for _ in range(chance.choice((1, 1, 2, 3))):
        inner = "".join(_line(chance) for _ in range(chance.randint(1, 6)))
        parts.append(
            f"<{(tag := chance.choice(('div', 'div', 'section', 'td', 'aside', 'nav')))} class='{chance.choice(CLASSES)}'>{inner}</{tag}>"
        )
    parts += [_line(chance) for _ in range(chance.choice((0, 1, 2, 13)))]
    if chance.random() < 0.1:
        parts.append("<time datetime='2023-01-02T08:00'>旧日</time>")
    if chance.random() < 0.1:
        chance.shuffle(parts)
    saved = "<!-- saved from url=(0031)https://news.example.org/1.html -->" if chance.random() < 0.1 else ""
    return f"{saved}<html><head><title>{window}</title>{told}</head><body>{''.join(parts)}</body></html>"


def _meta(chance: random.Random, title: str) -> str:
    return chance.choice((*DAYS, *NAMES, title, "石望舒", "海岚网", ""))


def _line(chance: random.Random) -> str:
    """A line of one of the lengths, with links, an end and an opening where chance has them; or a picture, or a line of facts."""
    if chance.random() < 0.1:
        return "<p><img src='a.jpg'></p>"
    if chance.random() < 0.1:
        return f"<p>{chance.choice(NAMES)} {chance.choice((*DAYS, ''))}</p>"
    opening, end = chance.choice(OPENINGS), chance.choice(("", "", "。", "！", ". ", "。」"))
    length = max(1, chance.choice(LENGTHS) - len(opening) - len(end.strip()))
    text = opening + _words(chance, length) + end
    if chance.random() < 0.2:
        at = len(text) * chance.choice((2, 4, 5, 8, 10)) // 10
        text = f"<a href='#'>{text[:at]}</a>{text[at:]}"
    tag, kind = chance.choice(TAGS), chance.choice(CLASSES) if chance.random() < 0.1 else ""
    return f"<{tag} class='{kind}'>{text}</{tag}>"


def _words(chance: random.Random, length: int) -> str:
    first = chance.randrange(len(WORDS))
    return (WORDS * 5)[first : first + length]


def told(seed: int) -> str:
    """What is read of a page: its title and facts, how its text begins and ends, the sum of all of it and of what is left aside."""
    try:
        record = read_page(page_of(seed).encode(), "page")
    except InputError as error:
        return f"{seed} ! {error.in_language('zh')}"
    text = record.text.replace("\n", "/")
    facts = (record.title, record.date, record.publisher, record.byline, record.url)
    summed = crc32(repr((record.text, record.unused)).encode())
    return f"{seed} | {' | '.join(map(str, facts))} | {text[:12]}…{text[-12:]} {len(text)} | {summed:08x}"
