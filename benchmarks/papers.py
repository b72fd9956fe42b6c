"""Newspaper pages whose truth is known, each of a different make: CSS columns, frames that text flows through, sections of a word processor.

They differ from the pages that the tests are made with, which print lines at places of our own choosing: here the program that makes
the PDF breaks the lines and fills the columns. Texts are given, or invented by `tests/newspaper.py`.
"""

from __future__ import annotations

import base64
import html
import io
import random
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.newspaper import Story

PAPERS = ("云岭晨报", "江湾时报", "北原科技报", "滨海日报")
SECTIONS = ("要闻", "综合新闻", "科教", "经济", "民生", "文化")
NAMES = ("许听澜", "方知秋", "孟繁星", "何以宁", "曹景行", "温如玉")
ROLES = ("本报记者 {}", "□ 本报记者 {}", "■{}", "本报通讯员 {} 记者 {}", "")


@dataclass
class Paper:
    """A page with its truth; `teasers` are titles that send to other pages."""

    name: str
    date: str
    number: str
    stories: list[Story] = field(default_factory=list)
    teasers: list[str] = field(default_factory=list)


def dress(rng: random.Random, title: str, paragraphs: Sequence[str], other: str) -> Story:
    """An article with what papers print around it."""
    byline = rng.choice(ROLES).format(*rng.sample(NAMES, 2))
    return Story(
        title,
        tuple(paragraphs),
        kicker=other[:9] if rng.random() < 0.2 else "",
        subtitle="——" + other[:14] if rng.random() < 0.2 else "",
        byline=byline if rng.random() < 0.5 else "",
    )


def new_paper(rng: random.Random) -> Paper:
    """An empty page."""
    date = f"2024-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    return Paper(rng.choice(PAPERS), date, f"{rng.randint(2, 16):02d}")


# ------------------------------------------------------------------ Chromium: cells in rows, text in CSS columns


def css_page(rng: random.Random, stories: Iterator[Story]) -> tuple[Paper, str]:
    """A page as HTML whose articles the browser sets in columns."""
    paper = new_paper(rng)
    size = rng.choice([9, 9.5, 10, 10.5, 11])
    width = rng.choice([1000, 900, 780])
    total = max(3, round(width / (size * rng.choice([15, 17, 20]))))
    rows = []
    for _ in range(rng.choice([2, 3, 3])):
        rows.append(_css_row(rng, paper, stories, total))
    foot = _css_foot(rng, paper)
    css = (
        f"@page{{margin:0}}body{{margin:24pt;width:{width - 48}pt;font:{size}pt/{rng.choice([1.35, 1.5, 1.65])} "
        f"'{rng.choice(['Noto Serif CJK SC', 'Noto Sans CJK SC'])}'}}p{{margin:0;text-indent:2em;text-align:justify}}h1,h2,h3,h4{{margin:0;"
        f"line-height:1.2;text-align:{rng.choice(['center', 'left'])}}}.r{{display:flex;gap:{rng.choice([14, 18, 24])}pt;margin-bottom:16pt}}"
        f".x{{column-gap:{rng.choice([12, 16, 20])}pt}}.box{{border:1px solid;padding:8pt}}.v{{writing-mode:vertical-rl;height:20em;text-align:left}}"
        "figure{margin:0;break-inside:avoid}figure i{display:block;height:60pt;background:#ccc}figcaption{font-size:.85em;text-indent:0}"
        ".t{display:flex;gap:30pt}.by{text-indent:0}.sh{text-shadow:1.2pt 1pt #999}"
    )
    return paper, f"<!doctype html><meta charset=utf-8><style>{css}</style><body>{_css_head(rng, paper)}{''.join(rows)}{foot}"


def _css_head(rng: random.Random, paper: Paper) -> str:
    year, month, day = (int(part) for part in paper.date.split("-"))
    when = f"{year}年{month}月{day}日 星期{rng.choice('一二三四五六日')}"
    if rng.random() < 0.3:
        paper.number = "01"
        return (
            f"<div style='font-size:52pt;font-weight:bold'>{paper.name}</div><div>{when} 农历三月初七 第{rng.randint(2000, 9000)}期 "
            f"国内统一连续出版物号 CN 00-00{rng.randint(10, 99)} 今日8版</div><hr>"
        )
    section, editor = rng.choice(SECTIONS), rng.choice(NAMES)
    parts = [f"<b style='font-size:18pt'>{paper.number}</b>", f"<b style='font-size:14pt'>{section}</b>", when]
    parts += [f"责编 {editor} 美编 {rng.choice(NAMES)}", f"<b style='font-size:15pt'>{paper.name}</b>"]
    if rng.random() < 0.5:
        parts = parts[::-1]
    return "<div style='display:flex;justify-content:space-between'>" + "".join(f"<span>{p}</span>" for p in parts) + "</div><hr>"


def _css_row(rng: random.Random, paper: Paper, stories: Iterator[Story], total: int) -> str:
    cells, left = [], total
    while left > 0:
        span = rng.randint(1, left) if left > 1 else 1
        if span == left == total and rng.random() < 0.7:
            continue
        count = rng.choice([1, 1, 2]) if span < 3 else 1
        inner = "".join(_css_story(rng, paper, next(stories), span) for _ in range(count))
        cells.append(f"<div style='flex:{span} 1 0;min-width:0'>{inner}</div>")
        left -= span
    return f"<div class=r>{''.join(cells)}</div>"


def _css_story(rng: random.Random, paper: Paper, story: Story, span: int) -> str:
    story = replace(story, paragraphs=_as_many(story.paragraphs, span * rng.choice([180, 300, 420])))
    style = rng.choice(["top"] * 5 + ["vertical", "side", "box", "picture"]) if span > 1 else rng.choice(["top", "top", "box"])
    size = rng.choice([18, 20, 24, 30]) if span > 1 else rng.choice([15, 16, 17])
    if size < 18:
        story = replace(story, kicker="")
    small = 13.5  # larger than any text, as kickers and subtitles are
    shadow = " class=sh" if rng.random() < 0.15 else ""
    title = f"<h1 style='font-size:{size}pt'{shadow}>{esc(story.title)}</h1>"
    if style in ("vertical", "side"):
        story = replace(story, kicker="", subtitle="" if style == "vertical" else story.subtitle)
    kicker = f"<h3 style='font-size:{max(size * 0.55, small):.1f}pt'>{esc(story.kicker)}</h3>" if story.kicker else ""
    subtitle = f"<h4 style='font-size:{max(size * 0.6, small):.1f}pt'>{esc(story.subtitle)}</h4>" if story.subtitle else ""
    byline = f"<p class=by>{story.byline}</p>" if story.byline else ""
    lines = [f"<p>{esc(text)}</p>" for text in story.paragraphs]
    if style == "picture":
        story = replace(story, caption=f"图为活动现场。{rng.choice(NAMES)}摄")
        lines.insert(len(lines) // 2, f"<figure><i></i><figcaption>{story.caption}</figcaption></figure>")
    text = f"<div class=x style='columns:{span if style not in ('vertical', 'side') else span - 1}'>{byline}{''.join(lines)}</div>"
    paper.stories.append(story)
    if style == "vertical":
        return f"<div style='display:flex;gap:10pt'><div class=v>{title}</div><div style='flex:1'>{text}</div></div>"
    if style == "side":
        return (
            f"<div style='display:flex;gap:14pt'><div style='flex:1'>{title}{subtitle}</div><div style='flex:{span - 1}'>{text}</div></div>"
        )
    return f"<div class={'box' if style == 'box' else 'a'} style='margin-bottom:12pt'>{kicker}{title}{subtitle}{text}</div>"


def _as_many(paragraphs: Sequence[str], characters: int) -> tuple[str, ...]:
    """The paragraphs until there are so many characters."""
    kept: list[str] = []
    for text in paragraphs:
        if kept and sum(map(len, kept)) + len(text) > characters:
            break
        kept.append(text)
    return without_end(kept)


def without_end(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """The paragraphs without a subheading behind which nothing was left: no paper prints one."""
    kept = list(paragraphs)
    while len(kept) > 1 and kept[-1][-1] not in "。！？”’）)…；：":
        kept.pop()
    return tuple(kept)


def _css_foot(rng: random.Random, paper: Paper) -> str:
    foot = ""
    if paper.number == "01":
        paper.teasers = [
            f"{rng.choice(('老街', '新村', '江畔'))}{rng.choice(('灯火添新彩', '书声入梦来', '来了放映队'))}" for _ in range(2)
        ]
        foot = "<div class=t>" + "".join(f"<b>{title} {rng.randint(2, 8)}版</b>" for title in paper.teasers) + "</div>"
    if rng.random() < 0.6:
        foot += "<hr><div style='font-size:8pt'>社址：云岭市报业路2号 邮编：000000 广告热线：0000-1234567 印刷：云岭印务 每份2元</div>"
    return foot


def print_css(pages: Sequence[str]) -> list[bytes]:
    """The pages printed by a real browser."""
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options

    options = Options()
    for option in ("--headless=new", "--no-sandbox", "--disable-gpu"):
        options.add_argument(option)
    driver = webdriver.Chrome(options=options)
    try:
        made = []
        for page in pages:
            driver.get("data:text/html;base64," + base64.b64encode(page.encode()).decode())
            wide, high = driver.execute_script("return [document.body.offsetWidth + 64, document.documentElement.scrollHeight + 40]")
            size = {"paperWidth": wide / 96, "paperHeight": high / 96, "marginTop": 0, "marginBottom": 0, "marginLeft": 0, "marginRight": 0}
            printed = driver.execute_cdp_cmd("Page.printToPDF", {**size, "printBackground": True})
            made.append(base64.b64decode(printed["data"]))
        return made
    finally:
        driver.quit()


# ------------------------------------------------------------------ reportlab: one stream of text through the columns of a page


def frames_page(rng: random.Random, stories: Iterator[Story]) -> tuple[Paper, bytes]:
    """A page whose articles follow one another down the columns, each with its headline in its column."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    paper = new_paper(rng)
    width, height = rng.choice([(842, 1191), (900, 1300)])
    count, gap, size = rng.choice([3, 4, 5]), rng.choice([12, 18]), rng.choice([9, 10, 10.5])
    column = (width - 60 - gap * (count - 1)) / count
    body = ParagraphStyle("b", fontName="STSong-Light", fontSize=size, leading=size * 1.5, firstLineIndent=2 * size, wordWrap="CJK")
    flow = []
    need = count * (height - 110) * 0.94
    while need > 0:
        story = next(stories)
        story = replace(story, paragraphs=without_end(story.paragraphs[: rng.randint(3, 7)]), kicker="")
        big = rng.choice([15, 16, 18])
        head = ParagraphStyle(
            "h", parent=body, fontSize=big, leading=big * 1.3, firstLineIndent=0, spaceBefore=8, spaceAfter=5, keepWithNext=1
        )
        small = ParagraphStyle("s", parent=body, fontSize=max(12.5, big * 0.75), leading=big * 1.1, firstLineIndent=0, keepWithNext=1)
        held = [Paragraph(esc(story.title), head)]
        held += [Paragraph(esc(story.subtitle), small)] if story.subtitle else []
        held += [Paragraph(story.byline, replace_style(body, keepWithNext=1, firstLineIndent=0))] if story.byline else []
        held += [Paragraph(esc(text), body) for text in story.paragraphs] + [Spacer(1, 8)]
        tall = sum(part.wrap(column - 12, 9999)[1] + 4 for part in held)
        if tall > need:
            break
        need -= tall
        flow += held
        paper.stories.append(story)

    def draw(canvas: object, _document: object) -> None:
        canvas.setFont("STSong-Light", 16)  # type: ignore[attr-defined]
        canvas.drawString(30, height - 40, f"{paper.number} {SECTIONS[0]}")  # type: ignore[attr-defined]
        canvas.drawRightString(width - 30, height - 40, paper.name)  # type: ignore[attr-defined]
        canvas.setFont("STSong-Light", 9)  # type: ignore[attr-defined]
        canvas.drawCentredString(width / 2, height - 40, f"{paper.date.replace('-', '.')} 星期二 责任编辑 {NAMES[0]}")  # type: ignore[attr-defined]

    made = io.BytesIO()
    frames = [Frame(30 + n * (column + gap), 40, column, height - 100, showBoundary=0) for n in range(count)]
    document = BaseDocTemplate(made, pagesize=(width, height))
    document.addPageTemplates(PageTemplate(frames=frames, onPage=draw))
    document.build(flow)
    return paper, made.getvalue()


def replace_style(style: object, **changes: object) -> object:
    """The paragraph style with changes."""
    made = style.clone("c")  # type: ignore[attr-defined]
    for name, value in changes.items():
        setattr(made, name, value)
    return made


# ------------------------------------------------------------------ LibreOffice Writer: headings, and sections of several columns


def writer_page(rng: random.Random, stories: Iterator[Story]) -> tuple[Paper, str]:
    """A page as flat OpenDocument text, one article under the other, each in columns of its own."""
    paper = new_paper(rng)
    size = rng.choice([9.5, 10.5, 12])
    parts, sections = [], []
    font = 'style:font-name-asian="Noto Serif CJK SC" fo:font-family="Noto Serif CJK SC"'
    for number in range(rng.choice([2, 3, 4])):
        story = next(stories)
        columns = rng.choice([2, 3, 4])
        story = replace(story, paragraphs=without_end(story.paragraphs[: columns + 2]))
        big = rng.choice([18, 20, 24])
        for name, height in (("K", max(15, big * 0.6)), ("T", big), ("S", max(15, big * 0.65))):
            sections.append(
                f'<style:style style:name="{name}{number}" style:family="paragraph"><style:paragraph-properties fo:text-align="center" '
                f'fo:margin-top="0.2cm"/><style:text-properties fo:font-size="{height}pt" style:font-size-asian="{height}pt" {font}/></style:style>'
            )
        sections.append(
            f'<style:style style:name="C{number}" style:family="section"><style:section-properties text:dont-balance-text-columns="false">'
            f'<style:columns fo:column-count="{columns}" fo:column-gap="0.6cm"/></style:section-properties></style:style>'
        )
        for name, text in (("K", story.kicker), ("T", story.title), ("S", story.subtitle)):
            parts.append(f'<text:p text:style-name="{name}{number}">{esc(text)}</text:p>' if text else "")
        held = [f'<text:p text:style-name="N">{story.byline}</text:p>'] if story.byline else []
        held += [f'<text:p text:style-name="B">{esc(text)}</text:p>' for text in story.paragraphs]
        parts.append(f'<text:section text:style-name="C{number}" text:name="c{number}">{"".join(held)}</text:section>')
        paper.stories.append(story)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in {"office": "office", "style": "style", "text": "text", "fo": "xsl-fo-compatible"}.items()
    )
    text = f'fo:font-size="{size}pt" style:font-size-asian="{size}pt" {font}'
    year, month, day = (int(part) for part in paper.date.split("-"))
    head = f"{paper.number}版 {rng.choice(SECTIONS)} {year}年{month}月{day}日 {paper.name}"
    return paper, (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles><style:page-layout style:name="L">'
        '<style:page-layout-properties fo:page-width="29.7cm" fo:page-height="42cm" fo:margin="1.5cm"/></style:page-layout>'
        f'<style:style style:name="N" style:family="paragraph"><style:text-properties {text}/></style:style>'
        '<style:style style:name="B" style:family="paragraph"><style:paragraph-properties fo:text-align="justify" '
        f'fo:text-indent="{2 * size}pt"/><style:text-properties {text}/></style:style>{"".join(sections)}</office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L"/></office:master-styles>'
        f'<office:body><office:text><text:p text:style-name="N">{head}</text:p>{"".join(parts)}</office:text></office:body></office:document>'
    )


def print_writer(pages: Sequence[str], folder: Path) -> list[bytes] | None:
    """The pages printed by LibreOffice; None where it is not installed."""
    soffice = shutil.which("soffice")
    if soffice is None:
        return None
    names = []
    for number, page in enumerate(pages):
        (folder / f"w{number}.fodt").write_text(page, encoding="utf-8")
        names.append(str(folder / f"w{number}.fodt"))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *names], check=True, capture_output=True
    )
    return [(folder / f"w{number}.pdf").read_bytes() for number in range(len(pages))]


def esc(text: str) -> str:
    """The text with the marks of HTML and XML escaped."""
    return html.escape(text, quote=False)
