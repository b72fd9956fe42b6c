"""Scanned pages and pictures are read by optical character recognition, where the extra `kg[ocr]` is installed."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from statistics import median
from typing import Any

from kg.errors import InputError
from kg.messages import message
from kg.pdf.characters import MOST_DOTS, Character, Sheet

TALL = 842.0  # points of the height that a picture of unknown measures is taken to have
LEAST_SCORE = 0.5  # what the recognizer is less sure of is mostly no text
MOST_SIDE = 10_000  # dots
LEVEL = 0.25  # of the height of a line: two boxes of one line begin and end so near
NEARLY = 1.2  # times larger or smaller than the body: of its size
UPRIGHT = 1.5  # a box so many times taller than wide holds a line that runs from top to bottom


Recognized = tuple[Sequence[Sequence[float]], str]  # the corners of a line from the upper left, clockwise, and what it says


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
    read: list[list[Character]] = []
    for corners, text in _whole([(corners, text) for corners, text, _ in lines]):
        begun = start + sum(map(len, read))
        if line := list(_characters([[x / scale, y / scale] for x, y in corners], text, begun)):
            read.append(line)
    body = median(line[0].size for line in read for _ in line) if read else 0.0
    even: list[list[Character]] = []
    for line in read:
        above = next((other for other in reversed(even) if _stands_below(line, other)), None)
        even.append([_even(character, body if above is None else above[0].size) for character in line])
    return Sheet(number, width / scale, height / scale, tuple(chain.from_iterable(even)))


def _whole(lines: Sequence[Recognized]) -> list[Recognized]:
    """The lines; a long one that was found in two boxes, which overlap by a character at most, is one again."""
    found: list[Recognized] = []
    for corners, text in lines:
        for place, (before, begun) in enumerate(found):
            (x0, y0), (x1, y1) = before[0], before[2]
            (left, top), (right, bottom) = corners[0], corners[2]
            high = max(1.0, y1 - y0)
            if max(abs(y0 - top), abs(y1 - bottom)) < LEVEL * high and 0 <= x1 - left < high and right > x1:
                rest = text[1:] if text[:1] == begun[-1:] else text
                found[place] = [[x0, y0], [right, y0], [right, y1], [x0, y1]], begun + rest
                break
        else:
            found.append((corners, text))
    return found


def _stands_below(line: Sequence[Character], above: Sequence[Character]) -> bool:
    """Whether a line stands right below another of nearly its size, as the second line of a headline does."""
    size, level = above[0].size, line[0].y0 - above[0].y1
    across = min(line[-1].x1, above[-1].x1) - max(line[0].x0, above[0].x0)
    near = size / NEARLY < line[0].size < size * NEARLY and abs(level) < size and across > 0
    return near and line[-1].y0 - line[0].y0 < size


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
                    message(
                        "{place}: {width} by {height} dots; accepted are {most_dots:,} dots: make it smaller",
                        place=place,
                        width=width,
                        height=height,
                        most_dots=MOST_DOTS,
                    ),
                )
            dots = numpy.asarray(picture.convert("RGB"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError(message("{place}: a picture that is damaged; save it again", place=place)) from error
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


def _even(character: Character, size: float) -> Character:
    """The character in a size that it nearly has, of the body or of the line above, since measures of scanned lines vary."""
    if not size / NEARLY < character.size < size * NEARLY:
        return character
    middle = character.cy
    return replace(character, size=size, y0=middle - size / 2, y1=middle + size / 2)


@cache
def _engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR

    # By default larger pictures are made smaller, and the gutters of a newspaper with them.
    return RapidOCR(max_side_len=MOST_SIDE)
