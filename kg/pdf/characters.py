"""The bytes of a PDF become pages of characters with boxes."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import pypdfium2
import pypdfium2.raw as pdfium

from kg.errors import InputError
from kg.messages import message
from kg.text.radicals import as_ideograph

LEAST_CHARACTERS = 20  # on a page with a text layer
DOTS = 200  # an inch, of a page that is drawn to be recognized
MOST_DOTS = 40_000_000  # of one picture: a newspaper page at 300 dots an inch holds 25 million
MOST_PAGES = 1_000
MOST_CHARACTERS = 200_000  # on one page; the fullest newspaper page holds about 15,000
START = b"%PDF-"
IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
ASCENT, DESCENT = 0.88, 0.12  # shares of the size, as ideographs are drawn about the baseline


@dataclass(frozen=True, slots=True)
class Character:
    """A printed character: `place` is its number in the file, `size` the height of its type, boxes are in points from the upper left.

    `spaced` says that blank space stands before it in the file, `opens` that it begins a line for certain.
    """

    text: str
    place: int
    size: float
    x0: float
    y0: float
    x1: float
    y1: float
    spaced: bool = False
    opens: bool = False

    @property
    def cx(self) -> float:
        """The middle from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def cy(self) -> float:
        """The middle from top to bottom."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the file, `number` from 1, its measures in points, with its characters in the order of the file."""

    number: int
    width: float
    height: float
    characters: tuple[Character, ...]


# The sheet of a picture of rows of dots, from the number of the page, dots a point, and the number of the first character.
class Recognizer(Protocol):
    """Reads a picture of a page: its number, the dots a point, and the number of the first character."""

    def __call__(self, picture: Any, number: int, scale: float, *, start: int) -> Sheet: ...


def read_sheets(raw: bytes, place: str, *, recognize: Recognizer | None = None) -> Iterator[Sheet]:
    """The pages of a PDF in order; `place` names it in errors, `recognize` reads the pages that have no text layer.

    Raises:
        InputError: the file is no PDF, is damaged, needs a password, or has too many pages or characters.
    """
    if START not in raw[:1024]:
        raise InputError(message("{place}: no PDF (it does not begin with %PDF-)", place=place))
    try:
        file = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(place) from error
    try:
        yield from _sheets(file, place, recognize)
    finally:
        file.close()


def _unreadable(place: str) -> InputError:
    if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return InputError(
            message("{place}: the PDF needs a password; save a copy without one and give that", place=place),
        )
    return InputError(
        message("{place}: the PDF is damaged or cut off; save or download it again", place=place),
    )


def _sheets(file: pypdfium2.PdfDocument, place: str, recognize: Recognizer | None) -> Iterator[Sheet]:
    count = len(file)
    if not 0 < count <= MOST_PAGES:
        raise InputError(
            message(
                "{place}: {count} pages; accepted are 1 to {most_pages}: divide the file", place=place, count=count, most_pages=MOST_PAGES
            ),
        )
    start = 0
    for index in range(count):
        try:
            page = file[index]
            text = page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise InputError(
                message("{place}: page {index} is damaged; save or download the PDF again", place=place, index=index + 1),
            ) from error
        total = text.count_chars()
        if total > MOST_CHARACTERS:
            raise InputError(
                message(
                    "{place}: page {index} holds {total} characters; accepted are {most_characters}",
                    place=place,
                    index=index + 1,
                    total=total,
                    most_characters=MOST_CHARACTERS,
                ),
            )
        width, height = page.get_size()
        left, _, _, top = page.get_cropbox()
        sheet = Sheet(index + 1, width, height, tuple(_characters(text, left, top, start=start)))
        text.close()
        if recognize is not None and len(sheet.characters) < LEAST_CHARACTERS:
            scale = min(DOTS / 72, (MOST_DOTS / max(1.0, width * height)) ** 0.5)
            picture = page.render(scale=scale, rev_byteorder=True).to_numpy()
            sheet = recognize(picture[..., :3], index + 1, scale, start=start)
            total = max(total, len(sheet.characters))
        yield sheet
        start += total
        page.close()


def _characters(text: pypdfium2.PdfTextPage, left: float, top: float, *, start: int) -> Iterator[Character]:
    """The visible characters of a page whose upper left corner is at `left`, `top`; `start` is the number of the first.

    Heights are counted from the baseline and widths from the origin, since the boxes of fonts are large or small as their makers chose.
    """
    handle = text.raw
    matrix, box = pdfium.FS_MATRIX(), pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    to_matrix, to_box, to_x, to_y = (ctypes.byref(value) for value in (matrix, box, x, y))
    spaced = False
    for index in range(text.count_chars()):
        letter = _letter(pdfium.FPDFText_GetUnicode(handle, index))
        if not letter.strip():
            spaced = spaced or (bool(letter) and pdfium.FPDFText_IsGenerated(handle, index) != 1)
            continue
        pdfium.FPDFText_GetLooseCharBox(handle, index, to_box)
        pdfium.FPDFText_GetCharOrigin(handle, index, to_x, to_y)
        pdfium.FPDFText_GetMatrix(handle, index, to_matrix)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
        size = pdfium.FPDFText_GetFontSize(handle, index) * scale
        base, x0 = top - y.value, x.value - left
        if abs(matrix.b) > abs(matrix.a):  # turned on its side in a line that runs from top to bottom
            x0 -= DESCENT * size
            yield Character(letter, start + index, size, x0, base, x0 + size, max(top - box.bottom, base), spaced)
            spaced = False
            continue
        x1 = x0 + size * (matrix.a**2 + matrix.b**2) ** 0.5 / scale if IDEOGRAPH.match(letter) else max(box.right - left, x0)
        yield Character(letter, start + index, size, x0, base - ASCENT * size, x1, base + DESCENT * size, spaced)
        spaced = False


def _letter(code: int) -> str:
    """The character of a code; a hyphen at a line end, which PDFium gives as 2, is one again."""
    if code == 2:
        return "-"
    return as_ideograph(chr(code)) if 0x1F < code < 0xD800 or 0xDFFF < code < 0xFFFE or 0xFFFF < code < 0x110000 else ""
