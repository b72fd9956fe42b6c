"""Web pages of invented news as many makers build them: where title, day, source and author stand, and what surrounds the text."""

from __future__ import annotations

import json
import random

from tests.newspaper import Story, write_news

SITE, PAPER, WRITER = "海岚新闻网", "海岚日报", "石望舒"
MENU = ("首页", "要闻", "财经", "体育", "关于我们")
RELATED = ("赤岩县新修水渠通水", "老街改造完工", "雁洲湾电动渡轮首航")
FEET = (
    "版权所有 海岚新闻网",
    "责任编辑：范知远",
    "网站地图 | 联系我们",
    "【打印】 【关闭】",
    "扫一扫在手机打开当前页",
    "上一篇：老街改造完工",
)
ORIGINS = (
    "来源：{paper}　作者：{writer}　{day} 09:30",
    "{day} 09:30 来源：{paper}",
    "{paper} {day}",
    "发布时间：{day}　浏览次数：1209",
    "记者 {writer} {day}",
    "<span class='year'>{year}</span> <em>{rest}</em>",
    "【字号：大 中 小】 {day} 信息来源：{paper}",
)


def page_of(seed: int) -> str:
    """The page of that number."""
    chance = random.Random(seed)
    news = write_news(chance, sentences=chance.randint(2, 9))
    year, month, day = 2024, chance.randint(1, 12), chance.randint(1, 28)
    written = chance.choice((f"{year}-{month:02}-{day:02}", f"{year}年{month}月{day}日", f"{year}/{month}/{day}"))
    origin = chance.choice(ORIGINS).format(paper=PAPER, writer=WRITER, day=written, year=year, rest=f"{month:02}/{day:02}")
    heading = chance.choice(("<h1>{}</h1>", "<h2 class='title'>{}</h2>", "<div class='tit'>{}</div>", "")).format(news.title)
    article = "\n".join((heading, f"<div class='{chance.choice(('info', 'source', 'x1'))}'>{origin}</div>", body(chance, news)))
    aside = "".join(f"<li><a href='{n}.html'>{title}</a></li>" for n, title in enumerate(RELATED))
    parts = [
        "<div class='nav'>" + chance.choice((" | ", "")).join(f"<a href='/'>{word}</a>" for word in MENU) + "</div>",
        f"<div class='{chance.choice(('main', 'content', 'wrap', 'detail'))}'>{article}</div>",
        f"<div class='{chance.choice(('related', 'box', 'right'))}'><h3>相关阅读</h3><ul>{aside}</ul></div>",
        f"<div class='foot'>{'<br>'.join(chance.sample(FEET, 3))}</div>",
    ]
    if chance.random() < 0.3:
        parts[1], parts[2] = parts[2], parts[1]
    window = news.title + chance.choice((f"_{SITE}", f" - 要闻 - {SITE}", f"|{SITE}", ""))
    return f"<html><head><title>{window}</title>{metas(chance, news, written)}</head><body>{''.join(parts)}</body></html>"


def metas(chance: random.Random, news: Story, day: str) -> str:
    """What the head of the page says, of all or of nothing."""
    held = {
        "publishdate": day,
        "contentsource": PAPER,
        "author": WRITER,
        "og:title": news.title,
        "og:site_name": SITE,
        "source": f"来源：{PAPER}",
    }
    said = "".join(f'<meta name="{name}" content="{held[name]}">' for name in chance.sample(sorted(held), chance.choice((0, 0, 1, 3))))
    if chance.random() < 0.2:
        told = {"@graph": [{"headline": news.title, "datePublished": "2024-03-12T08:00"}]}
        said += f'<script type="application/ld+json">{json.dumps(told)}</script>'
    if chance.random() < 0.2:
        said += "<link rel='canonical' href='https://news.example.org/2024/0312/1.html'>"
    return said


def body(chance: random.Random, news: Story) -> str:
    """The paragraphs, with subtitle, picture, editors and a table where chance has them."""
    told = [f"<p>{indent}{line}</p>" for line in news.paragraphs for indent in [chance.choice(("", "　　", "&nbsp;&nbsp;"))]]
    if chance.random() < 0.3:
        told = ["<br><br>".join(news.paragraphs)]
    if news.subtitle:
        told.insert(0, f"<p><strong>{news.subtitle}</strong></p>")
    if chance.random() < 0.4:
        told.insert(chance.randint(0, len(told)), f"<p><img src='a.jpg'></p><p>图为现场。{WRITER} 摄</p>")
    if chance.random() < 0.2:
        told.append("<table><tr><td>单位</td><td>数量</td></tr><tr><td>海岚市图书馆</td><td>12</td></tr></table>")
    if chance.random() < 0.4:
        told.append(f"<p>（责任编辑：{WRITER}）</p>")
    return "".join(told)
