"""What an answer leaves out, told beside it: what has no date where a time is asked for, a place that lies in no province known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.asking.answers import Asked
from kg.asking.meaning import Meaning
from kg.asking.reach import Reach
from kg.asking.sparql import to_sparql
from kg.asking.words import Questions
from kg.messages import Message, message
from kg.query import Rows

SHOWN = 5


def undated(reach: Reach, meaning: Meaning, asked: Asked, *, questions: Questions, parts: bool = False) -> Iterator[Message]:
    """What would answer too but has no date, so that nobody can say whether it lies in the time asked for."""
    if not any(meaning.period) or meaning.dated or meaning.asks not in ("list", "count"):
        return
    rows = reach.run(to_sparql(replace(meaning, undated=True), questions, parts=parts))
    known = set(asked.rows.column("answer")) if asked.found and meaning.asks == "list" else set()
    told = zip(*(rows.column(name) for name in ("answer", "how", "issued0")), strict=True)
    # What an article tells as done was done by its day.
    names = [name for name, how, day in told if name not in known and (not how.endswith("#asserted") or day >= meaning.period[0])]
    dated = _dated(reach, meaning, rows, questions=questions, parts=parts) if names else set()
    names = [name for name in dict.fromkeys(names) if name not in dated]
    if names:
        more = len(names) - SHOWN
        undated = message("without a date, so perhaps of that time: {names}", names=names[:SHOWN])
        yield message("{undated} and {more} more", undated=undated, more=more, all=len(names)) if more > 0 else undated


def _dated(reach: Reach, meaning: Meaning, undated: Rows, *, questions: Questions, parts: bool) -> set[str]:
    """The answers of any time of which something tells the date."""
    rows = reach.run(to_sparql(replace(meaning, period=("", "")), questions, parts=parts))
    claims = set(undated.column("claim0"))
    return {answer for answer, claim in zip(rows.column("answer"), rows.column("claim0"), strict=True) if claim not in claims}


def not_in_level(reach: Reach, meaning: Meaning, questions: Questions) -> Iterator[Message]:
    """That the graph knows where it was, but not in which of such places that lies."""
    if not meaning.level:
        return
    places = list(dict.fromkeys(reach.run(to_sparql(replace(meaning, level=""), questions)).column("answer")))
    if places:
        yield message("the graph does not say in which “{level}” it lies: {places}", level=meaning.level, places=places)
