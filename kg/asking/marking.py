"""Words marked as what they are in a row: 媒体 in 哪家媒体 is a kind that nothing knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rdflib import URIRef

from kg.asking.tokens import Token
from kg.asking.wordings import WordRow
from kg.ontology import local_name


def written(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    """The words with their kinds in one line, and where each begins."""
    starts, line = [], ""
    for token in tokens:
        starts.append(len(line))
        kinds = {"quoted"} if token.quoted else {*token.kinds, *_classes(token)}
        line += f"<,{','.join(sorted(kinds))},|{token.text}>"
    return line, starts


def _classes(token: Token) -> Iterator[str]:
    """What a name may mean, as kinds: name:Place."""
    for node in token.spot.nodes if token.spot else ():
        yield from (f"name:{local_name(URIRef(cls))}" for cls in node.classes)


def mark_rows(tokens: Sequence[Token], rows: Sequence[WordRow]) -> list[Token]:
    """The tokens with the marked words of each row as what they are there."""
    done = list(tokens)
    for row in rows:
        line, starts = written(done)
        for found in reversed(list(row.pattern.finditer(line))):
            inside = [i for i, start in enumerate(starts) if found.start(1) <= start < found.end(1)]
            done[inside[0] : inside[-1] + 1] = _as_kind(done[inside[0] : inside[-1] + 1], row)
    return done


def _as_kind(tokens: Sequence[Token], row: WordRow) -> list[Token]:
    kinds = row.becomes
    if row.joined:
        return [Token("".join(token.text for token in tokens), tokens[0].start, tokens[-1].end, kinds)]
    return [replace(token, kinds=kinds) for token in tokens]
