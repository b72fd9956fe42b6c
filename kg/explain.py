"""A text read sentence by sentence, with everything the reading rests on: tokens, names, mentions, the line, frames and claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kg.annotate import open_engine
from kg.discourse import Discourse, read_discourse
from kg.frames import halves, serves
from kg.grammar import SYMBOLS, Grammar, Sense, load_grammar
from kg.lines import Line, draw_line
from kg.mentions import Reading, read_sentences
from kg.model import Article, Claim, Doc, Mention
from kg.names import load_names
from kg.ontology import load_ontology
from kg.relations import find_claims
from kg.script import as_simplified

SHOWN = {symbol: kind for kind, symbol in SYMBOLS.items()}


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence: words, mentions with what they name, the line that constructions see, claims, and what blocked a verb."""

    sentence: str
    kind: str
    tokens: tuple[str, ...]
    mentions: tuple[Mention, ...]
    line: str
    claims: tuple[Claim, ...]
    blocked: tuple[str, ...]


def explain(articles: Sequence[Article], *, engine: str = "bundled", ontology: Sequence[Path] = ()) -> Iterator[Explanation]:
    """Explain each sentence of the articles in order."""
    vocabulary = load_ontology(tuple(ontology))
    grammar = load_grammar(vocabulary)
    known = frozenset(name for name, kind in load_names(tuple(ontology)).all_names().items() if kind == "ORGANIZATION")
    for written in open_engine(engine)(articles):
        doc = as_simplified(written)
        discourse = read_discourse(doc, read_sentences(doc, grammar, known), grammar)
        claims = find_claims(doc, discourse, grammar, vocabulary)
        for reading in discourse.readings:
            here = tuple(claim for claim in claims if claim.evidence == reading.sentence.span)
            yield _explained(doc, reading, here, grammar, discourse)


def _explained(doc: Doc, reading: Reading, claims: tuple[Claim, ...], grammar: Grammar, discourse: Discourse) -> Explanation:
    text = doc.article.text
    line = draw_line(reading, grammar)
    return Explanation(
        reading.sentence.span.of(text),
        reading.sentence.kind,
        tuple(f"{word.text}/{word.pos}" for word in reading.words.words),
        reading.mentions,
        "".join(SHOWN.get(char, "" if ord(char) >= 0xF0000 else char) for char in line.string),
        claims,
        tuple(_blocked(doc, line, claims, grammar, discourse, reading)),
    )


def _blocked(doc: Doc, line: Line, claims: tuple[Claim, ...], grammar: Grammar, discourse: Discourse, reading: Reading) -> Iterator[str]:
    """For each verb and relation without a claim: the constructions of which one half fits, or that the frame found no ends."""
    said = {(claim.predicate, claim.relation) for claim in claims}
    framed = {(frame.predicate, frame.relation) for frame in discourse.frames if frame.sentence == reading.sentence.span}
    for place, span in line.verbs:
        verb = span.of(doc.article.text)
        senses = grammar.senses.get(verb, ())
        for relation in dict.fromkeys(sense.relation for sense in senses):
            if (span, relation) in said:
                continue
            if (span, relation) in framed:
                yield f"{verb} {relation}: ends of the wrong class or without a name"
                continue
            found = dict.fromkeys(_halves(line, place, [sense for sense in senses if sense.relation == relation], grammar))
            yield f"{verb} {relation}: no construction" + (f"; {', '.join(islice(found, 3))}" if found else "")


def _halves(line: Line, place: int, senses: Sequence[Sense], grammar: Grammar) -> Iterator[str]:
    """The constructions of which one half alone fits the line at a verb in one of these senses."""
    for construction in grammar.constructions:
        for sense in senses:
            if serves(construction, sense):
                left, right = halves(construction, sense, grammar)
                fits = left.search(line.string[:place]) is not None, right.match(line.string, place + 2) is not None
                if sum(fits) == 1:
                    yield f"{construction.name} ({'left' if fits[0] else 'right'} only)"
