"""Traditional characters: a document read as if it were written in simplified ones, and its claims as they are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.annotate import simplified
from kg.model import Claim, Doc, Mention


def as_simplified(doc: Doc) -> Doc:
    """The document with its text in simplified characters, of the same length; itself where nothing changes."""
    text = simplified(doc.article.text, doc.sentences)
    return doc if text == doc.article.text else replace(doc, article=replace(doc.article, text=text))


def as_written(claims: Iterable[Claim], doc: Doc, read: Doc) -> list[Claim]:
    """Claims of `read`, the simplified document, with names and words as `doc` writes them."""
    if doc is read:
        return list(claims)
    return [
        replace(
            claim,
            subject=_written(claim.subject, doc, read),
            object=_written(claim.object, doc, read),
            where=_written(claim.where, doc, read) if claim.where else None,
            speaker=_written(claim.speaker, doc, read) if claim.speaker else None,
        )
        for claim in claims
    ]


def _written(mention: Mention, doc: Doc, read: Doc) -> Mention:
    name = mention.name if mention.cls == "Date" else _name_as_written(mention.name, doc.article.text, read.article.text)
    return replace(mention, text=mention.span.of(doc.article.text), name=name)


def _name_as_written(name: str, written: str, read: str) -> str:
    """A name in the characters of the text; one that no sentence holds whole (a part behind its event) by its longest pieces."""
    pieces = []
    while name:
        length = next((n for n in range(len(name), 1, -1) if name[:n] in read), 1)
        place = read.find(name[:length])
        pieces.append(written[place : place + length] if place >= 0 else name[:length])
        name = name[length:]
    return "".join(pieces)
