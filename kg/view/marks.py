"""Where the parts of a claim stand in its sentence, counted in UTF-16 units as JavaScript counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.statements import Statement


def utf16_span(text: str, begin: int, span: tuple[int, int]) -> tuple[int, int] | None:
    """A span of the article, in code points, as UTF-16 offsets into the sentence `text` that begins at `begin`; None outside it.

    >>> utf16_span("𠮷野家开业", 10, (13, 15))
    (4, 6)
    """
    start, end = span[0] - begin, span[1] - begin
    if span[0] < 0 or start < 0 or end > len(text) or start >= end:
        return None
    if text.isascii() or max(text) < "\U00010000":
        return start, end
    return _units(text[:start]), _units(text[:end])


def find_marks(claim: Statement) -> list[int]:
    """Start and end of subject, predicate and object in the sentence, -1 for what is not in it; empty where nothing is."""
    found = [utf16_span(claim.sentence, claim.begin, span) or (-1, -1) for span in claim.spans]
    return [offset for span in found for offset in span] if any(start >= 0 for start, _ in found) else []


def sentences_by_article(statements: Iterable[Statement]) -> Mapping[str, Mapping[int, str]]:
    """The sentences that claims cite, by article and offset."""
    sentences: dict[str, dict[int, str]] = {}
    for claim in statements:
        if claim.sentence:
            sentences.setdefault(claim.article, {})[claim.begin] = claim.sentence
    return sentences


def find_outside(claim: Statement, sentences: Mapping[int, str]) -> list[tuple[int, tuple[int, int], int, tuple[int, int] | None]]:
    """The parts that stand in another sentence: which (0 subject, 1 predicate, 2 object), its span in the article, and, where one of
    `sentences` (text by offset) holds it, that sentence's offset and the span in it."""
    outside = []
    for which, span in enumerate(claim.spans):
        if span[0] < 0 or not claim.sentence or utf16_span(claim.sentence, claim.begin, span):
            continue
        holders = ((begin, inner) for begin, text in sentences.items() if (inner := utf16_span(text, begin, span)))
        begin, inner = next(holders, (-1, None))
        outside.append((which, span, begin, inner))
    return outside


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
