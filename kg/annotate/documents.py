"""HanLP documents (of a pipeline, a multi-task model, the RESTful service, a JSON file) turned into annotated sentences.

A HanLP document maps task keys to one row a sentence, or to one flat row where a single string was analysed. Positions in rows of
`ner` and `srl` count tokens, the end exclusive; heads in `dep` count from 1, 0 is the root (HanLP documentation, "Data Format").
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import Any

from kg.annotate.tags import NAMES, close, set_of
from kg.errors import EngineError
from kg.messages import message
from kg.model import Article, Dependency, Doc, Name, Role, Sentence, Span, Srl, Token

TASKS = {
    "tok": ("tok/fine", "tok", "tok/coarse"),
    "pos": ("pos/lac", "pos/pku", "pos/ctb", "pos/863", "pos"),
    "ner": ("ner/lac", "ner/msra", "ner/ontonotes", "ner/pku", "ner"),
    "srl": ("srl",),
    "dep": ("dep",),
}
"""For each layer of a document the exact keys of the tasks that can give it, the best first."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence of a HanLP document: token texts, and the other layers in token positions; `pos` in the closed set of tags.ttl."""

    words: Sequence[str]
    pos: Sequence[str]
    ner: Sequence[Sequence[Any]]
    srl: Sequence[Sequence[Sequence[Any]]]
    dep: Sequence[Sequence[Any]]


def to_doc(article: Article, document: Mapping[str, Any], *, sentences: Sequence[Sentence] | None = None, engine: str = "") -> Doc:
    """Turn a HanLP document of `article`'s text into a Doc.

    With `sentences`, row i is the analysis of sentence i. Without, the rows are found one after the other in the text, and each
    gives a sentence of kind body from its first token to its last.

    Raises EngineError when rows and sentences are not equally many or layers of a row are not equally long.

    >>> from kg.model import Article
    >>> doc = to_doc(Article(id="1", text="他 来了。"), {"tok/fine": [["他", "来", "了", "。"]], "pos/ctb": [["PN", "VV", "AS", "PU"]]})
    >>> [(token.span.start, token.pos) for token in doc.sentences[0].tokens]
    [(0, 'r'), (2, 'v'), (3, 'u'), (4, 'w')]
    """
    found = read_rows(document)
    if sentences is None:
        sentences = find_sentences(article.text, found)
    elif len(sentences) != len(found):
        raise EngineError(
            message(
                "article {id}: the engine answered {found} sentences for {sentences}; check the model or the service",
                id=article.id,
                found=len(found),
                sentences=len(sentences),
            ),
        )
    return Doc(article, tuple(annotated(article.text, s, row) for s, row in zip(sentences, found, strict=True)), engine)


def read_rows(document: Mapping[str, Any]) -> list[Row]:
    """The sentences of a HanLP document; of rival tasks (`pos/ctb`, `pos/pku`) the best is taken, its tags in the closed set.

    Raises EngineError where layers have unequally many sentences.
    """
    layers = _layers(document)
    words = layers["tok"]
    columns: dict[str, Any] = {layer: row if row else [[]] * len(words) for layer, row in layers.items()}
    if uneven := [layer for layer, column in columns.items() if len(column) != len(words)]:
        raise EngineError(
            message(
                "HanLP document: {uneven} has {columns} rows, tok has {words}; one row a sentence is accepted",
                uneven=uneven[0],
                columns=len(columns[uneven[0]]),
                words=len(words),
            ),
        )
    task = next((key for key in TASKS["pos"] if document.get(key) is not None), "")
    tag_set = set_of(task, (tag for row in columns["pos"] for tag in row))
    columns["pos"] = [[close(tag, tag_set) for tag in row] for row in columns["pos"]]
    return [Row(*row) for row in zip(*(columns[layer] for layer in TASKS), strict=True)]


def _layers(document: Mapping[str, Any]) -> dict[str, Any]:
    """Layer -> one row a sentence, none where the document lacks it; tokens as their texts."""
    found: dict[str, Any] = {
        layer: next((document[key] for key in keys if document.get(key) is not None), []) for layer, keys in TASKS.items()
    }
    if found["tok"] and is_token(found["tok"][0]):  # a single string was analysed
        found = {layer: [row] if row else [] for layer, row in found.items()}
    return found | {"tok": [[cell if isinstance(cell, str) else cell[0] for cell in row] for row in found["tok"]]}


def is_token(cell: Any) -> bool:
    """Whether `cell` is a token: a string or, from a tokenizer with `output_spans`, [string, begin, end]."""
    return isinstance(cell, str) or (len(cell) == 3 and isinstance(cell[1], int))


def annotated(text: str, sentence: Sentence, row: Row) -> Sentence:
    """`sentence` with what `row` says of it, in offsets of the article's `text`; tokens of mere blanks are left out.

    Raises EngineError where the row has not one tag and one head a token.
    """
    spans = align(row.words, sentence.span.of(text), sentence.span.start)
    kept = [i for i, span in enumerate(spans) if span is not None]
    pos = row.pos or [""] * len(row.words)
    dep = row.dep
    for layer, cells in (("pos", pos), ("dep", dep)):
        if cells and len(cells) != len(row.words):
            raise EngineError(
                message(
                    "HanLP document: {layer} has {cells} cells, tok has {words}: {text}",
                    layer=layer,
                    cells=len(cells),
                    words=len(row.words),
                    text="".join(row.words)[:20],
                ),
            )
    return replace(
        sentence,
        tokens=tuple(Token(span, tag) for span, tag in zip(spans, pos, strict=True) if span is not None),
        names=tuple(find_names(row, spans)),
        srl=tuple(find_frames(row, spans)),
        dependencies=tuple(find_dependencies(row, kept)) if dep else (),
    )


def find_names(row: Row, spans: Sequence[Span | None]) -> list[Name]:
    """The names of the four kinds that the project knows, in order of appearance."""
    found = [(cover(spans, begin, end), close(label, NAMES)) for _, label, begin, end in (cell[:4] for cell in row.ner)]
    names = [Name(span, label) for span, label in found if span is not None and label]
    return sorted(names, key=lambda name: (name.span, name.label))


def find_frames(row: Row, spans: Sequence[Span | None]) -> list[Srl]:
    """The predicates with their arguments, both in order of appearance; a frame without predicate is left out."""
    frames = []
    for cells in row.srl:
        roles = [(cover(spans, begin, end), label) for _, label, begin, end in (cell[:4] for cell in cells)]
        predicate = next((span for span, label in roles if span is not None and label == "PRED"), None)
        if predicate is not None:
            arguments = [Role(span, label) for span, label in roles if span is not None and label != "PRED"]
            frames.append(Srl(predicate, tuple(sorted(arguments, key=lambda role: (role.span, role.label)))))
    return sorted(frames, key=lambda frame: frame.predicate)


def find_dependencies(row: Row, kept: Sequence[int]) -> list[Dependency]:
    """The head of each kept token; a token whose head was left out hangs on that head's head."""
    place = {old: new for new, old in enumerate(kept)}
    heads = [int(cell[0]) - 1 for cell in row.dep]
    found = []
    for token in kept:
        head = heads[token]
        for _ in heads:
            if head < 0 or head in place:
                break
            head = heads[head] if head < len(heads) else -1
        found.append(Dependency(place.get(head, -1), str(row.dep[token][1])))
    return found


def cover(spans: Sequence[Span | None], begin: int, end: int) -> Span | None:
    """The span of tokens `begin` to `end` (exclusive)."""
    inner = [span for span in spans[begin:end] if span is not None]
    return Span(inner[0].start, inner[-1].end) if inner else None


def align(words: Sequence[str], text: str, offset: int = 0) -> list[Span | None]:
    """The span of each word in `text`, moved by `offset`; None for words that are blank or have no counterpart.

    Blanks may stand or lack on either side. Words of another width, case or script are aligned character by character as long as
    they are equally many, else by the longest common blocks.
    """
    solid = [offset + i for i, character in enumerate(text) if not character.isspace()]
    pieces = ["".join(word.split()) for word in words]
    bounds = list(accumulate(map(len, pieces), initial=0))
    written, bare = "".join(pieces), "".join(text.split())
    if written == bare:
        return [Span(solid[b], solid[e - 1] + 1) if b < e else None for b, e in pairwise(bounds)]
    places = counterparts(written, bare)
    found = ([place for place in places[b:e] if place is not None] for b, e in pairwise(bounds))
    return [Span(solid[here[0]], solid[here[-1]] + 1) if here else None for here in found]


def counterparts(written: str, bare: str) -> list[int | None]:
    """For each character of `written` its place in `bare`, in rising order, or None."""
    left, right = (unicodedata.normalize("NFKC", s).casefold() for s in (written, bare))
    if (len(left), len(right)) != (len(written), len(bare)):
        left, right = written, bare
    places: list[int | None] = [None] * len(written)
    for _, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        places[i : i + min(j - i, m - k)] = range(k, k + min(j - i, m - k))
    return places


def find_sentences(text: str, found: Sequence[Row]) -> list[Sentence]:
    """A sentence for each row, found one after the other in `text`."""
    every = align([word for row in found for word in row.words], text)
    sentences: list[Sentence] = []
    first = 0
    for row in found:
        here = [span for span in every[first : first + len(row.words)] if span is not None]
        first += len(row.words)
        end = sentences[-1].span.end if sentences else 0
        sentences.append(Sentence(Span(here[0].start, here[-1].end) if here else Span(end, end)))
    return sentences
