"""Why an answer may be empty: terms that the graph does not have, literals of another kind, names that are spelt otherwise."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urljoin

import pyoxigraph as ox

from kg.messages import Message, message
from kg.namespaces import BASE
from kg.ontology import load_ontology
from kg.query.answers import Answer
from kg.query.lookup import find_index
from kg.query.store import Source
from kg.query.syntax import MOST_NOTICES, Lexeme, find_untagged, read_lexemes

DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
TYPES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
# Looking through the terms of a bigger graph takes longer than a hint is worth.
MOST_TRIPLES = 1_000_000
NEAR, CLOSE = 3, 0.6


def with_hints(source: Source, sparql: str, answer: Answer) -> Answer:
    """The answer, and where it is empty also why that may be."""
    return replace(answer, notices=(*answer.notices, *find_hints(source, sparql))) if answer.empty else answer


def find_hints(source: Source, sparql: str) -> tuple[Message, ...]:
    """What the user should know of an empty answer, a few lines at most."""
    lexemes = read_lexemes(sparql)
    if len(lexemes) > 2000 or any(lexeme.keyword == "GRAPH" for lexeme in lexemes):
        return ()
    found = (*_unknown_terms(source, lexemes), *_odd_literals(source, lexemes, sparql))
    return tuple(dict.fromkeys(found))[:MOST_NOTICES]


def _unknown_terms(source: Source, lexemes: Sequence[Lexeme]) -> Iterator[Message]:
    """Classes, relations and nodes that no triple of the graph has."""
    declared = _prefixes(source, lexemes)
    for before, lexeme in zip([None, *lexemes], lexemes, strict=False):
        if lexeme.kind not in ("name", "iri") or (before is not None and (before.keyword in ("PREFIX", "BASE") or before.text == "^")):
            continue
        if before is not None and before.kind == "name" and before.text.endswith(":"):
            continue  # the IRI of a PREFIX line
        iri = _expand(lexeme, declared)
        if iri is None or iri.startswith("http://www.w3.org/2001/XMLSchema#") or _occurs(source, iri):
            continue
        if iri in _ontology_terms():
            yield message("nothing found: the ontology has {text}, but no fact of the graph bears it", text=lexeme.text)
            continue
        near = _near_terms(source, iri, declared)
        none = message("nothing found: {text} does not occur in the graph", text=lexeme.text)
        yield message("{none}; similar terms: {near}", none=none, near=near) if near else none


def _odd_literals(source: Source, lexemes: Sequence[Lexeme], sparql: str) -> Iterator[Message]:
    """Literals that differ from those of the graph in language, type or spelling."""
    for before, lexeme, after in zip([None, *lexemes], lexemes, [*lexemes[1:], None], strict=False):
        if lexeme.kind != "string" or (after is not None and after.text == "^"):
            continue
        words, tag = _words(lexeme.text), _tag(after)
        if DAY.fullmatch(words) and not tag:
            kind = TYPES[len(words)]
            yield message(
                "nothing found: {text} is text, no date; write {text}^^{kind}, or compare kg:earliest and kg:latest",
                text=lexeme.text,
                kind=kind,
            )
        elif tag and before is not None and before.text == "kg:name":
            yield message("nothing found: kg:name has plain words; write {text} without @{tag}", text=lexeme.text, tag=tag)
        elif not words.isascii() and not tag and _is_label(before) and _has_literal(source, words, "zh"):
            yield from (notice for notice in find_untagged(sparql) if f" {lexeme.text} " in str(notice))
        elif not words.isascii() and not any(_has_literal(source, words, one) for one in {tag, "", "zh"}):
            yield from _nearest(source, lexeme, words)


def _tag(after: Lexeme | None) -> str:
    """The language of a literal by what stands behind it, "" where it has none."""
    return after.text[1:] if after is not None and after.kind == "language" else ""


def _is_label(before: Lexeme | None) -> bool:
    """Whether what stands before a literal is a relation whose words have @zh."""
    return before is not None and before.kind in ("name", "iri") and before.text != "kg:name"


def _nearest(source: Source, lexeme: Lexeme, words: str) -> Iterator[Message]:
    """The names nearest to one that the graph does not have."""
    found = find_index(source, words).find(words, limit=5)
    near = "、".join(dict.fromkeys(candidate.label for candidate in found if candidate.score >= 30))
    if near:
        yield message("nothing found: no name is {text}; similar: {near}", text=lexeme.text, near=near)


def _has_literal(source: Source, words: str, tag: str) -> bool:
    literal = ox.Literal(words, language=tag) if tag else ox.Literal(words)
    return next(iter(source.store.quads_for_pattern(None, None, literal, None)), None) is not None


def _occurs(source: Source, iri: str) -> bool:
    """Whether a triple has the term; what the ontology alone says of a relation does not count."""
    node = ox.NamedNode(iri)
    used = (source.store.quads_for_pattern(None, node, None, None), source.store.quads_for_pattern(None, None, node, None))
    if any(next(iter(quads), None) is not None for quads in used):
        return True
    return next(iter(source.store.quads_for_pattern(node, None, None, None)), None) is not None


def _near_terms(source: Source, iri: str, prefixes: dict[str, str]) -> list[str]:
    """Terms of the graph and of the ontology that look like this one, with their prefixes."""
    namespace = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
    known = _ontology_terms()
    if len(source.store) <= MOST_TRIPLES:
        sparql = "SELECT DISTINCT ?term { { ?s ?term ?o } UNION { ?s a ?term } UNION { ?term a ?class } }"
        rows = source.store.query(sparql)
        known |= {row["term"].value for row in rows if isinstance(row["term"], ox.NamedNode)}  # type: ignore[union-attr]
    names = {term[len(namespace) :]: term for term in sorted(known) if term.startswith(namespace)}
    local = iri[len(namespace) :]
    folded = {name.casefold(): name for name in names}
    near = [folded[one] for one in difflib.get_close_matches(local.casefold(), folded, NEAR, CLOSE)]
    begins = [name for name in names if len(local) > 3 and name.casefold().startswith(local.casefold()[:-1])]
    prefix = next((p for p, n in prefixes.items() if n == namespace), None)
    return [f"{prefix}:{name}" if prefix is not None else f"<{namespace}{name}>" for name in dict.fromkeys([*near, *begins])][:NEAR]


def _ontology_terms() -> set[str]:
    return {str(term.iri) for terms in (load_ontology().classes, load_ontology().relations) for term in terms.values()}


def _prefixes(source: Source, lexemes: Sequence[Lexeme]) -> dict[str, str]:
    own = {
        name.prefix: iri.text[1:-1]
        for word, name, iri in zip(lexemes, lexemes[1:], lexemes[2:], strict=False)
        if word.keyword == "PREFIX" and name.kind == "name" and iri.kind == "iri"
    }
    return {**own, **{prefix: iri for prefix, iri in source.prefixes.items() if prefix not in own}}


def _expand(lexeme: Lexeme, prefixes: dict[str, str]) -> str | None:
    if lexeme.kind == "iri":
        return urljoin(BASE, lexeme.text[1:-1])
    local = re.sub(r"\\(.)", r"\1", lexeme.text.partition(":")[2])
    return prefixes[lexeme.prefix] + local if lexeme.prefix in prefixes and local else None


def _words(text: str) -> str:
    """The words of a string literal, its escapes resolved as far as they matter here."""
    quote = 3 if text[:3] in ('"""', "'''") else 1
    return re.sub(r"\\(.)", r"\1", text[quote:-quote])
