"""Columns of plain text: what a terminal gives to wide characters, and cells filled up to their column."""

from __future__ import annotations

import unicodedata


def width_of(text: str) -> int:
    """Columns that a terminal gives the text: two for wide characters (Unicode Standard Annex 11).

    >>> width_of("F1 值")
    5
    """
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def pad(cell: str, width: int, *, right: bool) -> str:
    """The cell filled up to `width` columns, its text at the left or at the right."""
    space = " " * (width - width_of(cell))
    return space + cell if right else cell + space


def clip(text: str, width: int) -> str:
    """The text cut to `width` columns, its end then an ellipsis.

    >>> clip("海洋馆重新开馆", 9)
    '海洋馆重…'
    """
    if width_of(text) <= width:
        return text
    used = 0
    for index, char in enumerate(text):
        used += width_of(char)
        if used >= width:
            return text[:index] + "…"
    return text
