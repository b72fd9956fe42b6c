"""Documents built by hand from tagged words, and what the stages make of them: no engine."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from kg.discourse import Discourse, read_discourse
from kg.grammar import load_grammar
from kg.mentions import Reading, read_sentences
from kg.model import Article, Claim, Doc, Kind, Name, Sentence, Span, Token
from kg.ontology import load_ontology
from kg.relations import find_claims

LABELS = {"PER": "PERSON", "LOC": "LOCATION", "ORG": "ORGANIZATION", "TIME": "TIME"}


def tagged_doc(*sentences: str, date: str = "", publisher: str = "", kinds: tuple[Kind, ...] = ()) -> Doc:
    r"""A document of sentences such as "涪江大学/ORG 举办/v 论坛/n 。/w"; a sentence that begins with "\n" opens a paragraph.

    `kinds` are those of the sentences in order, body where it ends.
    """
    text, made = "", []
    for i, tagged in enumerate(sentences):
        text += "\n" * tagged.startswith("\n")
        start, tokens = len(text), []
        for word in tagged.split():
            written, _, pos = word.rpartition("/")
            tokens.append(Token(Span(len(text), len(text) + len(written)), pos))
            text += written
        names = tuple(Name(token.span, LABELS[token.pos]) for token in tokens if token.pos in LABELS)
        made.append(Sentence(Span(start, len(text)), kinds[i] if i < len(kinds) else "body", tuple(tokens), names))
    day = datetime.date.fromisoformat(date) if date else None
    return Doc(Article("a", text, date=day, publisher=publisher), tuple(made), "by hand")


def read(doc: Doc) -> list[Reading]:
    """The readings of a document's sentences."""
    return read_sentences(doc, load_grammar())


def discourse_of(doc: Doc) -> Discourse:
    """The document as a whole."""
    return read_discourse(doc, read(doc), load_grammar())


def claims_of(doc: Doc) -> list[Claim]:
    """The claims of a document."""
    return find_claims(doc, discourse_of(doc), load_grammar(), ontology=load_ontology())


def told(doc: Doc) -> list[str]:
    """The claims as "subject relation object", followed by the modality where it is not asserted."""
    return [
        f"{c.subject.name} {c.relation} {c.object.name}" + (f" {c.modality}" if c.modality != "asserted" else "") for c in claims_of(doc)
    ]


def told_in_full(doc: Doc) -> list[str]:
    """The claims, sorted, as `told` gives them, with how an end is named unless by its name, day, place and speaker."""
    found = []
    for claim in claims_of(doc):
        ends = [f"{end.name} ({end.form})" if end.form != "name" else end.name for end in (claim.subject, claim.object)]
        how = "" if claim.modality == "asserted" else claim.modality
        where, speaker = f"at {claim.where.name}" if claim.where else "", f"says {claim.speaker.name}" if claim.speaker else ""
        found.append(" ".join(filter(None, (ends[0], claim.relation, ends[1], how, claim.when, where, speaker))))
    return sorted(found)


def cases(name: str) -> Iterator[tuple[str, list[str]]]:
    """The tagged lines of a file of `tests/data/said`, each with the indented lines below it; `#` begins a remark."""
    lines = (Path(__file__).parent / "data" / "said" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    found: list[tuple[str, list[str]]] = []
    for line in (line for line in lines if not line.startswith("#")):
        if line.startswith(" "):
            found[-1][1].append(line.strip())
        else:
            found.append((line, []))
    yield from found
