"""Columns that a copy has mixed line by line are recognized: there the next line does not go on where one breaks off."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from kg.text.lines import HAN

PAIR = re.compile(rf"(?=([{HAN}]{{2}}))")
PAUSE = re.compile("[，。、；]")
WIDE_GAP = re.compile(rf"(?<=[{HAN}，。、；：！？”）])(?: {{3,}}|\u3000{{3,}}|\t+)(?=[{HAN}“（\d])")
FEWEST, MANY = 24, 60  # lines that break off within a sentence
# Of the share of pairs of characters that a page uses more than once: what is known at the breaks of its lines. On eight pages
# it was 0.8 or more in order, 0.01 to 0.28 where two or three columns were mixed.
FEW_KNOWN, MANY_KNOWN = 0.25, 0.45
# In a stretch of a page, where the rest may be in order; a line of two to four mixed columns goes on so many lines further, which few do
# on a page in order.
BESIDE_STEPS = (2, 3, 4)
STRETCH, STEP, FEW_KNOWN_THERE = 50, 5, 0.3
# Side by side in one line: running text before and behind a wide gap. Looked for from the gap, so that a long line costs no more.
BESIDE = re.compile(rf"(?<=[{HAN}，。、；：！？”）]{{5}})(?: {{3,}}|\u3000{{3,}}|\t+)[{HAN}“（\d，。、；：！？”）]{{5}}")
GAP = re.compile(" {3}|\u3000{3}|\t")
FEWEST_BESIDE, SOME = 4, 0.04  # lines, and their share
LEAST_USUAL = 0.15
MOSTLY = 0.3  # of the lines have a wide gap, or a pause


def are_interleaved(lines: Sequence[str]) -> bool:
    """Whether the lines of several columns stand between one another, or side by side in one line.

    Where a line breaks off within a sentence, the pair of characters across the break is one that the page uses elsewhere, nearly as
    often as any pair is; where columns are mixed, hardly ever. Few lines tell nothing.
    """
    if len(lines) < FEWEST // 2 or sum(PAUSE.search(line) is not None for line in lines) < MOSTLY * len(lines):
        return False
    return _are_beside(lines) or _break_unknown(lines)


def _are_beside(lines: Sequence[str]) -> bool:
    """Whether many lines have a wide gap, or some have one with running text before and behind it."""
    gapped = [line for line in lines if GAP.search(line)]
    if sum(WIDE_GAP.search(line) is not None for line in gapped) > MOSTLY * len(lines):
        return True
    beside = sum(BESIDE.search(line) is not None for line in gapped)
    return beside >= FEWEST_BESIDE and beside > SOME * len(lines)


def _break_unknown(lines: Sequence[str]) -> bool:
    """Whether the pairs of characters across the breaks of lines, on the page or in a stretch of it, are hardly ever used elsewhere."""
    breaks = [n for n, (a, b) in enumerate(pairwise(lines)) if a and b and PAIR.match(a[-1] + b[0])]
    if len(breaks) < FEWEST:
        return False
    inner = Counter(pair for line in lines for pair in PAIR.findall(line))
    usual = sum(count for count in inner.values() if count > 1) / max(1, inner.total())
    if usual < LEAST_USUAL:
        return False

    def known(places: Sequence[int], step: int) -> int:
        return sum(n + step < len(lines) and lines[n][-1] + lines[n + step][:1] in inner for n in places)

    if known(breaks, 1) < (MANY_KNOWN if len(breaks) >= MANY else FEW_KNOWN) * usual * len(breaks):
        return True
    stretches = (breaks[start : start + STRETCH] for start in range(0, len(breaks) - STRETCH + 1, STEP))
    few = (stretch for stretch in stretches if known(stretch, 1) < FEW_KNOWN_THERE * usual * STRETCH)
    return any(known(stretch, step) > known(stretch, 1) for stretch in few for step in BESIDE_STEPS)
