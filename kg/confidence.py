"""How sure each claim is: a logistic regression over named signs of its names and its clause, whose weights are a small readable file.

`confidence` of a claim is the chance that it is right, as it was on labelled news (`kg.evaluate.weights` fits it). A claim whose chance is
below the file's `least` is left out; one of a construction that the file does not know, a user's own, keeps what the construction says.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

from kg.discourse import Discourse
from kg.errors import InputError
from kg.grammar import Grammar, load_grammar
from kg.mentions import Reading
from kg.mentions.words import NOMINAL
from kg.messages import message
from kg.model import Claim, Doc, Mention
from kg.namespaces import ontology_folder
from kg.ontology import Ontology

GAPS = (1, 5, 13, 31)  # characters between the verb and an end
LENGTHS = (3, 5, 9, 15, 26)  # characters of a name
EARLY = 3  # sentences


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The fitted weight of each sign, 0 for others, and the least chance with which a claim is kept."""

    signs: Mapping[str, float]
    least: float

    def chance(self, signs: frozenset[str]) -> float:
        """The chance that a claim with these signs is right."""
        return 1 / (1 + math.exp(-self.signs.get("always", 0) - sum(self.signs.get(sign, 0) for sign in sorted(signs))))

    def knows(self, signs: frozenset[str]) -> bool:
        """Whether claims of the relation and construction that these signs tell were among those that the weights were fitted on."""
        return all(sign in self.signs for sign in signs if sign.startswith(("pattern ", "relation ")))


def read_weights(path: Path | None = None) -> Weights:
    """The weights of a file, by default the bundled one; raises InputError that names the file and what is wrong with it."""
    return _read(path or ontology_folder() / "confidence.json")


@cache
def _read(path: Path) -> Weights:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Weights({str(sign): float(weight) for sign, weight in content["signs"].items()}, float(content["least"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            message(
                '{path}: no weights of confidence ({error}); accepted is JSON with "least", a number, and "signs", numbers by name',
                path=path,
                error=error,
            ),
        ) from error


def weigh(claims: Sequence[Claim], doc: Doc, discourse: Discourse, *, ontology: Ontology, weights: Weights) -> list[Claim]:
    """The claims with their confidences, without those that are too unlikely; what one verb says of a list stays whole."""
    weighed = []
    listed = Counter((claim.predicate, claim.relation) for claim in claims)
    for claim, signs in zip(claims, find_signs(claims, doc, discourse, ontology=ontology), strict=True):
        if not weights.knows(signs):
            weighed.append(claim)
            continue
        chance = weights.chance(signs)
        if chance >= weights.least or listed[claim.predicate, claim.relation] > 1:
            weighed.append(replace(claim, confidence=Decimal(str(round(chance, 2))).normalize()))
    return weighed


def find_signs(claims: Sequence[Claim], doc: Doc, discourse: Discourse, *, ontology: Ontology) -> list[frozenset[str]]:
    """The signs of each claim of an article, by names that say what they mean; a relation counts as the topmost above it."""
    general = [replace(claim, relation=ontology.topmost(claim.relation)) for claim in claims]
    article = _Seen.of(general, doc, discourse, grammar=load_grammar(ontology))
    return [frozenset(_signs(claim, article)) for claim in general]


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What the signs of a claim ask of the article as a whole."""

    text: str
    grammar: Grammar
    main: str
    readings: Mapping[int, tuple[int, Reading]]
    names: Counter[str]
    said: Counter[tuple[str, str, str]]
    objects: Mapping[tuple[str, str], int]

    @classmethod
    def of(cls, claims: Sequence[Claim], doc: Doc, discourse: Discourse, *, grammar: Grammar) -> _Seen:
        """What `claims` and the readings of their article tell."""
        pairs = {(c.relation, c.subject.name, c.object.name) for c in claims}
        return cls(
            doc.article.text,
            grammar,
            discourse.main.name if discourse.main else "",
            {r.sentence.span.start: (i, r) for i, r in enumerate(discourse.readings)},
            Counter(m.name for r in discourse.readings for m in r.mentions if m.name),
            Counter((c.relation, c.subject.name, c.object.name) for c in claims),
            Counter((relation, subject) for relation, subject, _ in pairs),
        )


def _signs(claim: Claim, seen: _Seen) -> Iterator[str]:
    yield from (f"relation {claim.relation}", f"pattern {claim.pattern}", f"{claim.relation} by {claim.pattern}")
    yield f"verb {claim.predicate.of(seen.text)}" if not seen.grammar.has("postRelation", claim.relation) else "post"
    yield f"modality {claim.modality}"
    place, reading = seen.readings.get(claim.evidence.start, (EARLY, None))
    if reading is not None:
        yield f"in a {reading.sentence.kind}"
    if place < EARLY:
        yield "early in the article"
    if seen.said[claim.relation, claim.subject.name, claim.object.name] > 1:
        yield "said more than once"
    if seen.grammar.has("singleRelation", claim.relation) and seen.objects[claim.relation, claim.subject.name] > 1:
        yield f"{claim.relation} said of it more than once, differently"
    for end, mention in (("subject", claim.subject), ("object", claim.object)):
        yield from _signs_of_end(end, mention, claim, seen=seen)
    if reading is not None:
        for end, mention in (("subject", claim.subject), ("object", claim.object)):
            yield from _signs_of_edges(f"{end} {mention.cls}", mention, reading)


def _signs_of_end(end: str, mention: Mention, claim: Claim, *, seen: _Seen) -> Iterator[str]:
    kind = f"{end} {mention.cls}"
    yield from (kind, f"{claim.relation} of {kind}", f"{end} {mention.form}", f"{kind} {mention.form}")
    yield f"{kind} length {bisect_right(LENGTHS, len(mention.name))}"
    if mention.name == seen.main and mention.name:
        yield f"{end} is the main event"
    elif mention.cls == "Event" and seen.main:
        yield f"{end} is not the main event"
    if mention.cls == "Event":
        numbered = seen.grammar.pattern("edition").search(mention.name)
        yield f"{kind} {'with' if numbered else 'without'} edition"
    if mention.text[:1] in "“《":
        yield f"{kind} in marks"
    if seen.names[mention.name] > 1:
        yield f"{kind} named again"
    if any(mention.name in name and mention.name != name for name in seen.names):
        yield f"{kind} inside a longer name"
    if mention.cls == "Date":
        yield f"date of {len(mention.name)} characters"
    if mention.span not in claim.evidence:
        yield f"{end} in another sentence"
        return
    behind = mention.span.start >= claim.predicate.end
    between = sorted((claim.predicate.start, claim.predicate.end, mention.span.start, mention.span.end))[1:3]
    yield f"{end} {'behind' if behind else 'before'} the verb, gap {bisect_right(GAPS, between[1] - between[0])}"
    commas = sum(seen.text.count(mark, *between) for mark in "，；：")
    if commas:
        yield f"{end} beyond {min(commas, 3)} commas"


def _signs_of_edges(kind: str, mention: Mention, reading: Reading) -> Iterator[str]:
    """Whether the words around a name, and those in it, let doubt where it begins and ends."""
    if any(name.span == mention.span for name in reading.sentence.names):
        yield f"{kind} as the engine has it"
    words = reading.words.words
    for before, word in pairwise(words):
        if word.start == mention.span.start and before.end == word.start and before.pos in NOMINAL:
            yield f"{kind} right behind a noun"
        if before.end == mention.span.end and word.start == before.end and word.pos in NOMINAL:
            yield f"{kind} right before a noun"
    if any(mention.span.start <= word.start < mention.span.end and word.pos in {"v", "d", "u", "p", "c"} for word in words):
        yield f"{kind} holds a verb or a particle"
