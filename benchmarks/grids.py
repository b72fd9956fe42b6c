"""Newspaper pages of a third make: a grid cut into cells, each with an article in a style of its house, printed by Typst and WeasyPrint.

A house is what one paper keeps from page to page: its faces, sizes, grid, and what divides the articles. The reader was made with the
houses of `SEEN` and `UNSEEN` before the eyes; those of `FRESH` were never looked at and are only a score.
Both producers come with `pip install typst weasyprint`; one that is not installed is left out.
"""

from __future__ import annotations

import importlib.util
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice

from papers import NAMES, SECTIONS, Paper, Story, esc, new_paper, without_end

SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
MARGIN, HEAD = 36.0, 54.0
LABELS = ("今日观察", "记者手记", "一线见闻", "新春走基层", "问答", "人物")
SUBHEADS = ("老问题有了新解法", "一张图看明白", "从试点到推开", "路还要走下去")
FILLED = 0.93  # of the room for text in a cell


@dataclass(frozen=True)
class House:
    """How a paper sets its pages: measures in points, `rule` is what divides articles (line, box, tint or nothing)."""

    width: float
    height: float
    columns: int
    gutter: float
    size: float
    leading: float
    face: str = SERIF
    head_face: str = SANS
    align: str = "center"
    rule: str = "line"
    indent: bool = True
    byline: str = "above"
    quotes: bool = False
    subheads: bool = True
    labels: bool = True
    vertical: bool = True


SEEN = (
    House(1100, 1560, 6, 14, 9.5, 14.5),
    House(780, 1120, 4, 12, 9, 13.5, align="left", rule="box", face=SANS, labels=False),
    House(1100, 1500, 5, 20, 10.5, 15.5, head_face=SERIF, rule="none"),
)
UNSEEN = (
    House(1040, 1480, 7, 11, 8.8, 12.6, rule="none", byline="end"),
    House(800, 1180, 5, 13, 9.2, 14, align="left", rule="tint", quotes=True),
    House(1120, 1600, 8, 12, 9, 13, head_face=SERIF, rule="line", byline="end", quotes=True),
    House(880, 1240, 3, 22, 11, 17, face=SANS, indent=False, rule="box", vertical=False),
)

FRESH = (
    House(900, 1300, 5, 16, 10, 15, face=SANS, head_face=SERIF, align="left", byline="end", quotes=True),
    House(1200, 1680, 6, 18, 10.5, 16, align="left", rule="none", indent=False),
    House(760, 1080, 3, 15, 9.4, 13.8, head_face=SERIF, rule="tint", quotes=True, labels=False),
)


@dataclass(frozen=True)
class Cell:
    """A rectangle of the grid: `span` columns wide."""

    x: float
    y: float
    width: float
    height: float
    span: int


@dataclass(frozen=True)
class Piece:
    """A story with how it is set in its cell: `style` is where the headline stands."""

    cell: Cell
    story: Story
    style: str
    size: float
    label: str = ""
    quote: str = ""
    subheads: tuple[int, ...] = ()
    boxed: bool = False


def draw(rng: random.Random, stories: Iterator[Story], house: House) -> tuple[Paper, list[Piece]]:
    """A page of a house."""
    paper = new_paper(rng)
    pieces = [piece for cell in _cells(rng, house) if (piece := _piece(rng, next(stories), cell, house)) is not None]
    paper.stories = [_told(piece) for piece in pieces]
    return paper, pieces


def column_of(house: House) -> float:
    """The width of a column of the grid."""
    return (house.width - 2 * MARGIN - house.gutter * (house.columns - 1)) / house.columns


def _cells(rng: random.Random, house: House) -> Iterator[Cell]:
    """The grid cut into rows, rows into stretches, and some stretches in two again."""
    column, room = column_of(house), house.height - MARGIN - HEAD - MARGIN
    shares = [rng.uniform(0.7, 1.5) for _ in range(rng.choice([2, 3, 3, 4]))]
    top = MARGIN + HEAD
    for share in shares:
        height = room * share / sum(shares)
        first = 0
        for span in _spans(rng, house.columns):
            x = MARGIN + first * (column + house.gutter)
            width = span * column + (span - 1) * house.gutter
            parts = rng.choice([1, 2]) if height > 420 or (span <= 2 and height > 300) else 1
            for part in range(parts):
                yield Cell(x, top + part * height / parts, width, height / parts - 18, span)
            first += span
        top += height


def _spans(rng: random.Random, columns: int) -> list[int]:
    found: list[int] = []
    while (left := columns - sum(found)) > 0:
        found.append(rng.randint(1 if left < 3 else 2, left) if rng.random() < 0.8 else 1)
    return found


def _piece(rng: random.Random, story: Story, cell: Cell, house: House) -> Piece | None:
    style = rng.choice(["top"] * 5 + ["side", "picture"] + ["vertical"] * house.vertical) if cell.span > 2 else "top"
    large = [22, 26, 30, 34] if cell.span > 2 else [16, 17, 18]
    size = float(rng.choice(large))
    if cell.span < 2:
        story = replace(story, kicker="")
    if style in ("vertical", "side"):
        story = replace(story, kicker="", subtitle="")
    boxed = house.rule in ("box", "tint") and rng.random() < 0.4
    label = rng.choice(LABELS) if house.labels and cell.span > 1 and style == "top" and rng.random() < 0.15 else ""
    piece = Piece(cell, story, style, size, label, boxed=boxed)
    lines = int(_room(piece, house) * FILLED)
    paragraphs = _fill(story.paragraphs, lines, int(column_of(house) / house.size))
    if sum(map(len, paragraphs)) < 60:
        return None
    piece = replace(piece, story=replace(story, paragraphs=paragraphs, caption=_caption(rng) if style == "picture" else ""))
    if house.quotes and cell.span > 2 and style == "top" and len(paragraphs) > 3 and rng.random() < 0.3:
        sentence = re.split("[。！？]", paragraphs[2])[0]
        piece = replace(piece, quote=sentence) if 8 < len(sentence) < 40 else piece
    if house.subheads and len(paragraphs) > 5 and rng.random() < 0.4:
        piece = replace(piece, subheads=(2, 4))
    return piece


def _room(piece: Piece, house: House) -> float:
    """How many lines of text a cell holds beside its headline, with some left for what stands in the text."""
    cell, story = piece.cell, piece.story
    height, span = cell.height, float(cell.span)
    if piece.style in ("vertical", "side"):
        span -= 1 if piece.style == "side" else -(-_tall(piece) // (column_of(house) + house.gutter))
    else:
        lines = -(-len(story.title) * piece.size // (cell.width - 12))
        height -= lines * piece.size * 1.4 + bool(story.kicker) * 24 + bool(story.subtitle) * 24 + bool(piece.label) * 26 + 20
    if piece.style == "picture":
        span -= 0.5 + 30 / max(60.0, height)
    return max(0.0, span * (height - 16 * piece.boxed - 16) / house.leading - 2 * span - 3)


def _tall(piece: Piece) -> float:
    """How wide a headline from top to bottom is."""
    each = max(4, int((piece.cell.height - 20) / (piece.size * 1.15)))
    return -(-len(piece.story.title) // each) * piece.size * 1.35 + 14


def _fill(paragraphs: Sequence[str], lines: int, length: int) -> tuple[str, ...]:
    """The paragraphs, and sentences of the last, that so many lines hold."""
    found: list[str] = []
    for paragraph in paragraphs:
        kept = ""
        for sentence in re.findall(r"[^。！？]*[。！？][”’）]*|[^。！？]+$", paragraph):
            if -(-(len(kept + sentence) + 3) // length) > lines:
                break
            kept += sentence
        if kept:
            found.append(kept)
            lines -= -(-(len(kept) + 3) // length)
        if kept != paragraph:
            break
    return without_end(found) if found else ()


def _caption(rng: random.Random) -> str:
    return f"图为参观者在展台前了解情况。{rng.choice(NAMES)} 摄"


def _told(piece: Piece) -> Story:
    """The story with its subheadings among its paragraphs."""
    paragraphs = [p for n, text in enumerate(piece.story.paragraphs) for p in ([_subhead(n), text] if n in piece.subheads else [text])]
    return replace(piece.story, paragraphs=tuple(paragraphs))


def _subhead(number: int) -> str:
    return SUBHEADS[number % len(SUBHEADS)]


def _heading(rng: random.Random, paper: Paper) -> tuple[str, str, str]:
    year, month, day = (int(part) for part in paper.date.split("-"))
    when = f"{year}年{month}月{day}日 星期{rng.choice('一二三四五六日')}"
    return f"{paper.number} {rng.choice(SECTIONS)}", f"{when} 责任编辑 {rng.choice(NAMES)} 版式 {rng.choice(NAMES)}", paper.name


# ------------------------------------------------------------------ Typst


def print_typst(rng: random.Random, paper: Paper, pieces: Sequence[Piece], house: House) -> bytes:
    """The page printed by Typst."""
    import typst

    left, middle, right = _heading(rng, paper)
    parts = [
        f'#set page(width: {house.width}pt, height: {house.height}pt, margin: 0pt)\n#set text(font: "{house.face}", size: {house.size}pt, '
        f'lang: "zh", region: "cn", top-edge: 0.88em, bottom-edge: -0.12em)\n'
        f"#set par(justify: true, leading: {house.leading - house.size}pt, spacing: {house.leading - house.size}pt"
        f"{', first-line-indent: (amount: 2em, all: true)' if house.indent else ''})\n"
        f"#let flat(body) = {{ set par(first-line-indent: 0em); body }}\n"
        f"#place(dx: {MARGIN}pt, dy: {MARGIN}pt, block(width: {house.width - 2 * MARGIN}pt, stroke: (bottom: 0.6pt), inset: (bottom: 6pt), "
        f'flat(grid(columns: (1fr, 2fr, 1fr), text(16pt, weight: "bold")[{_typ(left)}], align(center)[{_typ(middle)}], '
        f'align(right, text(15pt, weight: "bold")[{_typ(right)}])))))'
    ]
    parts += [_typst_piece(piece, house) for piece in pieces]
    return typst.compile("\n".join(parts).encode())


def _typst_piece(piece: Piece, house: House) -> str:
    cell, story = piece.cell, piece.story
    head = f'#flat(align({house.align}, text({piece.size}pt, font: "{house.head_face}", weight: "bold")[{_typ(story.title)}]))\n'
    small = max(13.0, piece.size * 0.6)
    kicker = f"#flat(align({house.align}, text({small}pt)[{_typ(story.kicker)}]))\n" if story.kicker else ""
    subtitle = f"#flat(align({house.align}, text({small}pt)[{_typ(story.subtitle)}]))\n" if story.subtitle else ""
    label = f"#flat(box(fill: black, inset: 4pt, text(12pt, white)[{_typ(piece.label)}]))\n" if piece.label else ""
    body = []
    if story.byline and house.byline == "above":
        body.append(f"#flat[{_typ(story.byline)}]")
    for number, text in enumerate(story.paragraphs):
        if number in piece.subheads:
            body.append(
                f'#flat(align(center, text({house.size + 1.5}pt, font: "{house.head_face}", weight: "bold")[{_typ(_subhead(number))}]))'
            )
        if piece.quote and number == 1:
            body.append(f"#flat(block(inset: 8pt, text({house.size * 1.5}pt)[“{_typ(piece.quote)}”]))")
        if piece.style == "picture" and number == 1:
            body.append(f"#flat[#rect(width: 100%, height: 60pt, fill: gray)\n\n#text({house.size * 0.88}pt)[{_typ(story.caption)}]]")
        body.append(
            _typ(text)
            + (f"（{_typ(story.byline)}）" if story.byline and house.byline == "end" and number == len(story.paragraphs) - 1 else "")
        )
    column = column_of(house)
    inner = "\n\n".join(body)
    edge = {"box": "stroke: 0.6pt, inset: 6pt", "tint": "fill: luma(235), inset: 6pt"}[house.rule] if piece.boxed else ""
    tall = cell.height - 12 * piece.boxed
    if piece.style in ("vertical", "side"):
        taken = _tall(piece) if piece.style == "vertical" else column
        skip = -(-taken // (column + house.gutter)) if piece.style == "vertical" else 1
        text = _typst_columns(inner, cell.span - int(skip), tall, house)
        head = _typst_tall(piece, house) if piece.style == "vertical" else head
        wide = skip * (column + house.gutter) - house.gutter
        indent = f"#set par(first-line-indent: (amount: {2 * house.indent}em, all: true))"
        content = f"#flat(grid(columns: ({wide}pt, 1fr), gutter: {house.gutter}pt, [{head}], [{indent}\n{text}]))"
    else:
        room = f"#v({house.size * 0.4}pt)"
        used = cell.height - _height_of_head(piece) - 12 * piece.boxed
        content = label + kicker + head + subtitle + room + _typst_columns(inner, cell.span, used, house)
    size = f"width: {cell.width + 12 * piece.boxed}pt, height: {cell.height}pt"
    block = f"#place(dx: {cell.x - 6 * piece.boxed}pt, dy: {cell.y}pt, block({size}, {edge})[{content}])"
    line = (
        f"#place(dx: {cell.x}pt, dy: {cell.y + cell.height + 7}pt, line(length: {cell.width}pt, stroke: 0.4pt))"
        if house.rule == "line"
        else ""
    )
    return block + "\n" + line


def _height_of_head(piece: Piece) -> float:
    story = piece.story
    lines = -(-len(story.title) * piece.size // (piece.cell.width - 12))
    return float(lines * piece.size * 1.4 + bool(story.kicker) * 22 + bool(story.subtitle) * 22 + bool(piece.label) * 26 + 8)


def _typst_columns(inner: str, count: int, height: float, house: House) -> str:
    return f"#block(height: {height}pt, width: 100%, columns({max(1, count)}, gutter: {house.gutter}pt)[{inner}])"


def _typst_tall(piece: Piece, house: House) -> str:
    each = max(4, int((piece.cell.height - 20) / (piece.size * 1.15)))
    title = piece.story.title
    lines = [title[start : start + each] for start in range(0, len(title), each)]
    face = f'{piece.size}pt, font: "{house.head_face}", weight: "bold"'
    stacks = [
        f"stack(spacing: {piece.size * 0.15}pt, {', '.join(f'text({face})[{_typ(letter)}]' for letter in line)})"
        for line in reversed(lines)
    ]
    return f"#stack(dir: ltr, spacing: {piece.size * 0.35}pt, {', '.join(stacks)})"


def _typ(text: str) -> str:
    return re.sub(r"([\\#$*_`<>@\[\]~=/+\-\"'])", r"\\\1", text)


# ------------------------------------------------------------------ WeasyPrint


def print_weasy(rng: random.Random, paper: Paper, pieces: Sequence[Piece], house: House) -> bytes:
    """The page printed by WeasyPrint."""
    import weasyprint

    return weasyprint.HTML(string=to_html(rng, paper, pieces, house)).write_pdf()


def to_html(rng: random.Random, paper: Paper, pieces: Sequence[Piece], house: House) -> str:
    """The page as HTML with a block at a fixed place for each cell."""
    left, middle, right = _heading(rng, paper)
    css = (
        f"@page{{size:{house.width}pt {house.height}pt;margin:0}}body{{margin:0;font:{house.size}pt/{house.leading}pt '{house.face}'}}"
        f"p{{margin:0;text-align:justify;text-indent:{2 * house.indent}em}}"
        f"h1,h2,h3{{margin:0;text-align:{house.align};line-height:1.3;text-indent:0}}"
        f"h1{{font-family:'{house.head_face}'}}h2{{font-weight:normal}}"
        f"h3{{font-size:{house.size + 1.5}pt;text-align:center;font-family:'{house.head_face}'}}"
        ".c{position:absolute;overflow:hidden;box-sizing:border-box}.f{text-indent:0}i{display:block;height:60pt;background:#999}"
        f".q{{font-size:{house.size * 1.5}pt;line-height:1.4;margin:8pt;text-indent:0}}"
        f".cap{{font-size:{house.size * 0.88}pt;text-indent:0}}"
        f".box{{border:.6pt solid;padding:5pt}}.tint{{background:#eee;padding:6pt}}"
        f".l{{display:inline-block;background:#000;color:#fff;padding:3pt;font-size:12pt}}"
        f".k{{column-gap:{house.gutter}pt;column-fill:auto}}"
    )
    head = (
        f"<div class=c style='left:{MARGIN}pt;top:{MARGIN}pt;width:{house.width - 2 * MARGIN}pt;border-bottom:.6pt solid'>"
        f"<table width=100%><tr><td style='font-size:16pt;font-weight:bold'>{left}<td align=center>{middle}"
        f"<td align=right style='font-size:15pt'>{right}</table></div>"
    )
    return f"<!doctype html><meta charset=utf-8><style>{css}</style><body>{head}{''.join(_html_piece(p, house) for p in pieces)}"


def _html_piece(piece: Piece, house: House) -> str:
    cell, story = piece.cell, piece.story
    small = max(13.0, piece.size * 0.6)
    body = f"<p class=f>{esc(story.byline)}</p>" if story.byline and house.byline == "above" else ""
    for number, text in enumerate(story.paragraphs):
        body += f"<h3>{_subhead(number)}</h3>" if number in piece.subheads else ""
        body += f"<p class=q>“{esc(piece.quote)}”</p>" if piece.quote and number == 1 else ""
        body += f"<i></i><p class=cap>{story.caption}</p>" if piece.style == "picture" and number == 1 else ""
        end = f"（{esc(story.byline)}）" if story.byline and house.byline == "end" and number == len(story.paragraphs) - 1 else ""
        body += f"<p>{esc(text)}{end}</p>"
    title = f"<h1 style='font-size:{piece.size}pt'>{esc(story.title)}</h1>"
    column = column_of(house)
    tall = cell.height - 12 * piece.boxed
    if piece.style in ("vertical", "side"):
        skip = int(-(-_tall(piece) // (column + house.gutter))) if piece.style == "vertical" else 1
        wide = skip * (column + house.gutter)
        head = title if piece.style == "side" else _html_tall(piece, house)
        inner = (
            f"<div class=c style='left:0;top:0;width:{wide - house.gutter}pt'>{head}</div>"
            f"<div class='c k' style='left:{wide}pt;top:0;height:{tall}pt;"
            f"width:{cell.width - wide}pt;column-count:{max(1, cell.span - skip)}'>{body}</div>"
        )
    else:
        above = f"<span class=l>{piece.label}</span>" if piece.label else ""
        above += f"<h2 style='font-size:{small}pt'>{esc(story.kicker)}</h2>" if story.kicker else ""
        below = f"<h2 style='font-size:{small}pt'>{esc(story.subtitle)}</h2>" if story.subtitle else ""
        used = tall - _height_of_head(piece)
        inner = f"{above}{title}{below}<div class=k style='height:{used}pt;margin-top:4pt;column-count:{cell.span}'>{body}</div>"
    kind = house.rule if piece.boxed else ""
    place = f"left:{cell.x - 6 * piece.boxed}pt;top:{cell.y}pt;width:{cell.width + 12 * piece.boxed}pt;height:{cell.height}pt"
    line = (
        f"<hr class=c style='left:{cell.x}pt;width:{cell.width}pt;top:{cell.y + cell.height + 6}pt;margin:0'>"
        if house.rule == "line"
        else ""
    )
    return f"<div class='c {kind}' style='{place}'>{inner}</div>{line}"


def _html_tall(piece: Piece, house: House) -> str:
    each = max(4, int((piece.cell.height - 20) / (piece.size * 1.15)))
    title = piece.story.title
    found = ""
    for number, start in enumerate(reversed(range(0, len(title), each))):
        for row, character in enumerate(title[start : start + each]):
            place = f"left:{number * piece.size * 1.35}pt;top:{row * piece.size * 1.15}pt;font-size:{piece.size}pt;line-height:1"
            found += f"<b class=c style='{place}'>{esc(character)}</b>"
    return f"<div style='position:relative;height:{each * piece.size * 1.2}pt'>{found}</div>"


def printers() -> list[str]:
    """The producers that are installed."""
    return [name for name in ("typst", "weasyprint") if importlib.util.find_spec(name) is not None]


def print_pages(
    producer: str, rng: random.Random, stories: Iterator[Story], *, houses: Sequence[House], count: int
) -> Iterator[tuple[Paper, bytes]]:
    """So many pages of houses in turn, with their truth."""
    for house in islice(cycle(houses), count):
        paper, pieces = draw(rng, stories, house)
        yield paper, (print_typst if producer == "typst" else print_weasy)(rng, paper, pieces, house)
