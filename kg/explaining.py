"""A text read sentence by sentence, with everything the reading rests on: words, names, what each verb says of whom and what not."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from kg.confidence import Weights, find_signs, read_weights, weigh
from kg.discourse import Discourse
from kg.fillers import Site
from kg.frames import candidates, halves, serves
from kg.grammar import Construction, Grammar
from kg.inputs import Inputs, check_account, read_inputs, sort_inputs
from kg.interpret import engine_of, grammar_of, interpret, vocabulary_of
from kg.lines import Line, draw_line
from kg.mentions import Reading
from kg.mentions import read_weights as read_edges
from kg.model import Claim, Doc, Frame, Mention, Span
from kg.templates import SYMBOLS

SHOWN = {symbol: kind for kind, symbol in SYMBOLS.items()}
BEST = 2  # candidates shown of a verb and a relation
HEAVIEST = 4  # signs shown of a claim
# What the dates of a span give beside the relation of the verb.
OF_A_SPAN = {"startDate": frozenset({"endDate"})}
Reason = Literal["", "no construction", "ends", "unlikely"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what a verb says: its role, its mention, and the sentence that it was filled from, empty where its clause has it."""

    role: str
    mention: Mention
    source: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """A claim with the chance that the fitted weights give it, the heaviest signs that speak for and against it, and whether it is kept."""

    claim: Claim
    signs: tuple[tuple[str, float], ...]
    kept: bool


@dataclass(frozen=True, slots=True)
class Predication:
    """What a verb says by one relation: the constructions that fit, best first, the parts, the claims; else the reason why it says nothing.

    `near` are constructions of which but one half fits: the construction, and the half that does, "left" or "right" of the verb.
    """

    verb: str
    relation: str
    fits: tuple[Construction, ...]
    parts: tuple[Part, ...]
    claims: tuple[Weighed, ...]
    reason: Reason
    near: tuple[tuple[Construction, str], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence: words, mentions with what they name, its line in pieces (kind and words), what its verbs say, and its other claims.

    The kind of a piece is empty for plain words, "verb", "adverbial", or the class of a mention.
    """

    sentence: str
    kind: str
    tokens: tuple[str, ...]
    mentions: tuple[Mention, ...]
    line: tuple[tuple[str, str], ...]
    predications: tuple[Predication, ...]
    posts: tuple[Weighed, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of the sentence that are kept."""
        told = [*self.posts, *(weighed for predication in self.predications for weighed in predication.claims)]
        return tuple(weighed.claim for weighed in told if weighed.kept)


def explain(
    inputs: Inputs,
    *,
    date: datetime.date | None = None,
    engine: str = "bundled",
    ontology: Sequence[Path] = (),
    model: Path | None = None,
) -> Iterator[Explanation]:
    """Explain each sentence of `inputs`, read exactly as `kg.build` reads them: article by article, sorted by id.

    Inputs and `date` are as for `kg.read`, the other options as for `kg.build`. Spans of mentions and claims are half-open and count the
    code points of the article's text, from 0.

    Raises:
        KgError: an input, a part of it, an ontology file or the model cannot be read, or the engine is unknown or missing.

    Examples:
        >>> [said] = explain("茂林大学主办第二届草业论坛。")
        >>> [(claim.subject.name, claim.relation, claim.object.name) for claim in said.claims]
        [('茂林大学', 'organizes', '第二届草业论坛')]
    """
    extra, edges, given = tuple(ontology), read_edges(model), sort_inputs(inputs).all
    articles = check_account(read_inputs(given, date=date), strict=True) if given else ()
    for written in engine_of(engine, extra)(articles):
        doc, discourse, claims = interpret(written, extra, edges)
        weights = read_weights()
        signs = find_signs(claims, doc, discourse, ontology=vocabulary_of(extra))
        kept = {_identity(claim): claim for claim in weigh(claims, doc, discourse, ontology=vocabulary_of(extra), weights=weights)}
        weighed = [_weighed(claim, kept.get(_identity(claim)), its, weights=weights) for claim, its in zip(claims, signs, strict=True)]
        for reading in discourse.readings:
            yield _explained(doc, reading, weighed, grammar=grammar_of(extra), discourse=discourse)


def _identity(claim: Claim) -> tuple[object, ...]:
    return claim.predicate, claim.relation, claim.subject, claim.object


def _weighed(claim: Claim, kept: Claim | None, signs: frozenset[str], *, weights: Weights) -> Weighed:
    heavy = sorted(((sign, weights.signs.get(sign, 0.0)) for sign in signs), key=lambda pair: (-abs(pair[1]), pair[0]))
    return Weighed(kept or claim, tuple((sign, weight) for sign, weight in heavy[:HEAVIEST] if weight), kept is not None)


def _explained(doc: Doc, reading: Reading, weighed: Sequence[Weighed], *, grammar: Grammar, discourse: Discourse) -> Explanation:
    text = doc.article.text
    here = [w for w in weighed if w.claim.evidence == reading.sentence.span]
    line = draw_line(reading, grammar)
    predications: list[Predication] = []
    if reading.sentence.kind not in {"dateline", "byline"}:
        for place, span in line.verbs:
            predications += _predications(Site(line, place, span, reading, grammar), here, discourse)
    verbs = {span for _, span in line.verbs}
    return Explanation(
        reading.sentence.span.of(text),
        reading.sentence.kind,
        tuple(f"{word.text}/{word.pos}" for word in reading.words.words),
        reading.mentions,
        tuple(_pieces(line)),
        tuple(predications),
        tuple(w for w in here if w.claim.predicate not in verbs),
    )


def _pieces(line: Line) -> Iterator[tuple[str, str]]:
    """The line as a sequence of plain words, mentions by class, verbs and adverbials."""
    plain, i = "", 0
    verbs = {place: span.of(line.text) for place, span in line.verbs}
    while i < len(line.string):
        kind = SHOWN.get(line.string[i])
        if kind is None:
            plain, i = plain + line.string[i], i + 1
            continue
        if plain:
            yield "", plain
        plain = ""
        if kind in "Vv":
            yield "verb", verbs.get(i, "")
        elif kind == "a":
            yield "adverbial", ""
        else:
            mention = line.mentions_of(line.string[i : i + 2])[0]
            yield mention.cls, mention.text
        i += 2
    if plain:
        yield "", plain


def _predications(site: Site, weighed: Sequence[Weighed], discourse: Discourse) -> Iterator[Predication]:
    """What a verb says, a predication for each relation that its senses tell of."""
    senses = site.grammar.senses_of(site.span.of(site.line.text))
    fitting = list(candidates(site))
    for relation in dict.fromkeys(sense.relation for sense in senses):
        own = {sense.relation for sense in senses}
        told = {relation, *(s.told for s in senses if s.relation == relation)} | OF_A_SPAN.get(relation, frozenset()) - own
        fits = tuple(islice(dict.fromkeys(c for c, frame in fitting if frame.relation == relation), BEST))
        framed = [f for f in discourse.frames if f.predicate == site.span and f.relation == relation]
        parts = tuple(part for frame in framed for part in _parts(frame, site.line.text, discourse))
        claims = tuple(w for w in weighed if w.claim.predicate == site.span and w.claim.relation in told)
        near = () if fits else tuple(islice(_near(site, relation), 3))
        yield Predication(site.span.of(site.line.text), relation, fits, parts, claims, _reason(fits, claims), near)


def _reason(fits: Sequence[Construction], claims: Sequence[Weighed]) -> Reason:
    """Why a relation is not said, empty where it is."""
    if any(weighed.kept for weighed in claims):
        return ""
    return "unlikely" if claims else "ends" if fits else "no construction"


def _parts(frame: Frame, text: str, discourse: Discourse) -> Iterator[Part]:
    """The parts of a frame, each with the sentence that it was filled from where that is not its clause."""
    for filler in frame.fillers:
        found = filler.mention
        named = found.form in ("anaphor", "unsaid")
        yield Part(filler.role, found, _source(found, frame.sentence, text, discourse=discourse) if named else "")


def _source(mention: Mention, sentence: Span, text: str, *, discourse: Discourse) -> str:
    """The first sentence that names in full what a mention means, or the event of which it is a part."""
    for reading in discourse.readings:
        if any(m.form == "name" and m.name and mention.name.startswith(m.name) for m in reading.mentions):
            return reading.sentence.span.of(text).strip()
    return sentence.of(text).strip() if mention.span in sentence else ""


def _near(site: Site, relation: str) -> Iterator[tuple[Construction, str]]:
    """The constructions of which one half alone fits the line at a verb in one of the senses of a relation."""
    line, place = site.line, site.place
    for construction in site.grammar.constructions:
        for sense in site.grammar.senses_of(site.span.of(line.text)):
            if sense.relation == relation and serves(construction, sense):
                left, right = halves(construction, sense, site.grammar)
                fits = left.search(line.string[:place]) is not None, right.match(line.string, site.end) is not None
                if sum(fits) == 1:
                    yield construction, "left" if fits[0] else "right"
