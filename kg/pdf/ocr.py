"""Scanned pages and pictures are read by optical character recognition, where the extra `kg[ocr]` is installed."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from statistics import median
from typing import Any

from kg.errors import InputError
from kg.pdf.characters import MOST_DOTS, Character, Sheet

TALL = 842.0  # points of the height that a picture of unknown measures is taken to have
LEAST_SCORE = 0.5  # what the recognizer is less sure of is mostly no text
MOST_SIDE = 10_000  # dots
NEARLY = 1.2  # times larger or smaller than the body: of its size
UPRIGHT = 1.5  # a box so many times taller than wide holds a line that runs from top to bottom


def can_recognize() -> bool:
    """Whether the extra is installed."""
    try:
        return importlib.util.find_spec("rapidocr_onnxruntime") is not None
    except ValueError:  # a module that is held back
        return False


def recognize(picture: Any, number: int, scale: float, *, start: int) -> Sheet:
    """The page of a picture, an array of rows of dots; `scale` is dots a point, `start` the number of the first character."""
    found, _ = _engine()(picture)
    height, width = picture.shape[:2]
    lines = sorted((line for line in found or () if float(line[2]) >= LEAST_SCORE), key=lambda line: (line[0][0][1], line[0][0][0]))
    characters: list[Character] = []
    sizes = []
    for corners, text, _ in lines:
        line = list(_characters([[x / scale, y / scale] for x, y in corners], text, start + len(characters)))
        characters += line
        sizes += [line[0].size] * len(line)
    body = median(sizes) if sizes else 0.0
    return Sheet(number, width / scale, height / scale, tuple(_even(character, body) for character in characters))


def read_picture(raw: bytes, place: str) -> Sheet:
    """The page of a picture file; its measures are taken for those of a page of A4.

    Raises:
        InputError: it is damaged or too large.
    """
    import numpy
    from PIL import Image

    try:
        with Image.open(io.BytesIO(raw)) as picture:
            width, height = picture.size
            if width * height > MOST_DOTS:
                raise InputError(
                    f"{place}: {width} by {height} dots; accepted are {MOST_DOTS:,} dots: make it smaller",
                    f"{place}：{width}×{height} 点；最多 {MOST_DOTS:,} 点，请缩小",
                )
            dots = numpy.asarray(picture.convert("RGB"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError(f"{place}: a picture that is damaged; save it again", f"{place}：图片已损坏；请重新保存") from error
    return recognize(dots, 1, height / TALL, start=0)


def _characters(corners: Sequence[Sequence[float]], text: str, start: int) -> Iterator[Character]:
    """The characters of a line, set evenly into its box; their size is what their pitch tells, since boxes are loose."""
    letters = [letter for letter in text if letter.strip()]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    x0, y0, wide, high = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    shares = [0.55 if letter.isascii() else 1.0 for letter in letters]
    upright = len(letters) > 1 and high > UPRIGHT * wide
    pitch = (high if upright else wide) / max(1.0, sum(shares))
    size = min(pitch, wide if upright else high)
    place = 0.0
    for number, (letter, share) in enumerate(zip(letters, shares, strict=True)):
        if upright:
            top = y0 + place * pitch
            yield Character(letter, start + number, size, x0, top, x0 + size, top + size, opens=not number)
        else:
            left, top = x0 + place * pitch, y0 + (high - size) / 2
            yield Character(letter, start + number, size, left, top, left + share * pitch, top + size, opens=not number)
        place += share


def _even(character: Character, body: float) -> Character:
    """The character in the size of the body where it is nearly of that size, since measures of scanned lines vary."""
    if not body / NEARLY < character.size < body * NEARLY:
        return character
    middle = character.cy
    return replace(character, size=body, y0=middle - body / 2, y1=middle + body / 2)


@cache
def _engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR

    # By default larger pictures are made smaller, and the gutters of a newspaper with them.
    return RapidOCR(max_side_len=MOST_SIDE)
