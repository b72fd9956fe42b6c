"""Three producers of PDF print the pages of `tests/newspaper.py`: reportlab, Chromium and LibreOffice."""

from __future__ import annotations

import base64
import html
import io
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.newspaper import HEIGHT, WIDTH, Page, Print


def print_reportlab(page: Page) -> bytes:
    """The page with one text object a line."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    made = io.BytesIO()
    sheet = canvas.Canvas(made, pagesize=(WIDTH, HEIGHT), invariant=1)
    for x, y, width, height in page.boxes:
        sheet.rect(x, HEIGHT - y - height, width, height)
    for line in page.prints:
        sheet.setFont("STSong-Light", line.size)
        base = HEIGHT - line.y - line.size * 0.88
        if line.vertical:
            for row, character in enumerate(line.text):
                sheet.drawString(line.x, base - row * line.pitch, character)
        else:
            sheet.drawString(line.x, base, line.text, charSpace=line.pitch - line.size)
    sheet.showPage()
    sheet.save()
    return made.getvalue()


def print_chromium(pages: Sequence[Page], folder: Path) -> list[bytes]:
    """The pages as absolutely placed lines of one HTML document a page, printed by a real browser."""
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options

    options = Options()
    for option in ("--headless=new", "--no-sandbox", "--disable-gpu"):
        options.add_argument(option)
    driver = webdriver.Chrome(options=options)
    try:
        found = []
        for number, page in enumerate(pages):
            file = folder / f"{number}.html"
            file.write_text(to_html(page), encoding="utf-8")
            driver.get(file.as_uri())
            size = {
                "paperWidth": WIDTH / 72,
                "paperHeight": HEIGHT / 72,
                "marginTop": 0,
                "marginBottom": 0,
                "marginLeft": 0,
                "marginRight": 0,
            }
            found.append(base64.b64decode(driver.execute_cdp_cmd("Page.printToPDF", {**size, "printBackground": True})["data"]))
        return found
    finally:
        driver.quit()


def to_html(page: Page) -> str:
    """The page as HTML."""
    boxes = [f'<i style="left:{x}pt;top:{y}pt;width:{w}pt;height:{h}pt"></i>' for x, y, w, h in page.boxes]
    return (
        "<!doctype html><meta charset=utf-8><style>@page{margin:0}body{margin:0;font-family:'Noto Serif CJK SC'}"
        "b,p{position:absolute;margin:0;white-space:pre;line-height:1;font-weight:normal}b{font-weight:bold}"
        "i{position:absolute;border:1px solid}.v{writing-mode:vertical-rl}</style><body>" + "".join([*boxes, *map(_html_line, page.prints)])
    )


def _html_line(line: Print) -> str:
    tag = "b" if line.bold else "p"
    space = f"letter-spacing:{line.pitch - line.size:.2f}pt;" if line.pitch != line.size else ""
    style = f"left:{line.x:.2f}pt;top:{line.y:.2f}pt;font-size:{line.size:.2f}pt;{space}"
    return f'<{tag}{" class=v" if line.vertical else ""} style="{style}">{html.escape(line.text)}</{tag}>'


def print_libreoffice(pages: Sequence[Page], folder: Path) -> list[bytes]:
    """The pages as flat drawings with a text frame a line."""
    soffice = shutil.which("soffice")
    assert soffice
    for number, page in enumerate(pages):
        (folder / f"{number}.fodg").write_text(to_drawing(page), encoding="utf-8")
    names = [str(folder / f"{number}.fodg") for number in range(len(pages))]
    command = [
        soffice,
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *names,
    ]
    subprocess.run(command, check=True, capture_output=True)
    return [(folder / f"{number}.pdf").read_bytes() for number in range(len(pages))]


def to_drawing(page: Page) -> str:
    """The page as flat OpenDocument drawing."""
    sizes = sorted({(line.size, line.bold) for line in page.prints})
    styles = "".join(
        f'<style:style style:name="T{number}" style:family="text"><style:text-properties fo:font-size="{size}pt" '
        f'style:font-size-asian="{size}pt" style:font-name-asian="Noto Serif CJK SC" fo:font-family="Noto Serif CJK SC"'
        f"{' style:font-weight-asian=' + chr(34) + 'bold' + chr(34) if bold else ''}/></style:style>"
        for number, (size, bold) in enumerate(sizes)
    )
    frames = "".join(_frame(piece, sizes.index((piece.size, piece.bold))) for line in page.prints for piece in _pieces(line))
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}"'
        for name, space in (
            ("office", "office:1.0"),
            ("style", "style:1.0"),
            ("text", "text:1.0"),
            ("draw", "drawing:1.0"),
            ("fo", "xsl-fo-compatible:1.0"),
            ("svg", "svg-compatible:1.0"),
        )  # fmt: skip
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.graphics"><office:styles/><office:automatic-styles>'
        '<style:style style:name="P" style:family="drawing-page"/>'
        f'<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="{_cm(WIDTH)}" fo:page-height="{_cm(HEIGHT)}" '
        'style:print-orientation="portrait" fo:margin-top="0cm" fo:margin-left="0cm" fo:margin-right="0cm" fo:margin-bottom="0cm"/>'
        '</style:page-layout><style:style style:name="F" style:family="graphic"><style:graphic-properties '
        'draw:stroke="none" draw:fill="none" fo:padding-left="0cm" fo:padding-top="0cm" fo:padding-right="0cm" fo:padding-bottom="0cm" '
        'draw:textarea-horizontal-align="left" fo:wrap-option="no-wrap"/></style:style>'
        '<style:style style:name="R" style:family="paragraph"><style:paragraph-properties style:text-autospace="none"/></style:style>'
        f'{styles}</office:automatic-styles><office:master-styles><style:master-page style:name="M" style:page-layout-name="L" '
        'draw:style-name="P"/>'
        f'</office:master-styles><office:body><office:drawing><draw:page draw:name="1" draw:style-name="P" draw:master-page-name="M">'
        f"{frames}</draw:page>"
        "</office:drawing></office:body></office:document>"
    )


def _pieces(line: Print) -> list[Print]:
    """A vertical line as characters, one under the other."""
    if not line.vertical:
        return [line]
    return [Print(character, line.x, line.y + row * line.pitch, line.size, line.size, line.bold) for row, character in enumerate(line.text)]


def _frame(line: Print, style: int) -> str:
    wide = _cm(len(line.text) * line.size * 1.2 + 20)
    place = f'svg:x="{_cm(line.x)}" svg:y="{_cm(line.y)}" svg:width="{wide}" svg:height="{_cm(line.size * 1.4)}"'
    said = f'<text:span text:style-name="T{style}">{html.escape(line.text)}</text:span>'
    return (
        f'<draw:frame draw:style-name="F" {place}><draw:text-box><text:p text:style-name="R">{said}</text:p></draw:text-box></draw:frame>'
    )


def _cm(points: float) -> str:
    return f"{points * 2.54 / 72:.3f}cm"
