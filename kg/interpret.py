"""Articles to what they say, one at a time: annotated, read, their claims weighed, their names resolved within the article.

Everything here is a pure function of one article, the engine, the ontology and the fitted weights; it runs in any process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kg.annotate import Engine, open_engine
from kg.confidence import read_weights, weigh
from kg.discourse import Discourse, read_discourse
from kg.entities import ArticleEntities, named_only, resolve_article, tell_apart
from kg.grammar import Grammar, load_grammar
from kg.mentions import Weights, read_sentences
from kg.mentions import read_weights as read_edges
from kg.model import Article, Claim, Doc, Sentence, Span, Token
from kg.names import Names, load_names
from kg.ontology import Ontology, load_ontology
from kg.relations import find_claims
from kg.script import as_simplified, as_written


@dataclass(frozen=True, slots=True)
class Read:
    """One article with its claims and the names of its entities: everything that resolution needs."""

    article: Article
    claims: tuple[Claim, ...]
    entities: ArticleEntities
    engine: str = ""


def read_batch(batch: Sequence[Article], engine: str, ontology: tuple[Path, ...], *, model: Path | None = None) -> list[Read]:
    """A batch of articles annotated and read."""
    edges = read_edges(model)
    return [read_doc(doc, ontology, edges) for doc in engine_of(engine, ontology)(batch)]


def read_doc(doc: Doc, ontology: tuple[Path, ...] = (), edges: Weights | None = None) -> Read:
    """The claims and entities of one document, a pure function of these; `edges` are by default the shipped weights."""
    read, discourse, claims = interpret(doc, ontology, edges)
    return to_read(
        doc,
        as_written(weigh(claims, read, discourse, ontology=vocabulary_of(ontology), weights=read_weights()), doc, read),
        discourse,
        ontology=ontology,
    )


def interpret(doc: Doc, ontology: tuple[Path, ...] = (), edges: Weights | None = None) -> tuple[Doc, Discourse, list[Claim]]:
    """A document in simplified script, what its discourse says, and the claims with the confidence of their construction alone."""
    grammar, read = grammar_of(ontology), _with_own_verbs(as_simplified(doc), ontology)
    discourse = read_discourse(read, read_sentences(read, grammar, known_bodies(ontology), weights=edges), grammar)
    claims = named_only(find_claims(read, discourse, grammar, ontology=vocabulary_of(ontology)), grammar)
    return read, discourse, tell_apart(claims, discourse)


def _with_own_verbs(doc: Doc, ontology: tuple[Path, ...]) -> Doc:
    """The document with verbs that the user's files add as verbs, also where the engine takes them for names: 张罗."""
    own = grammar_of(ontology).senses.keys() - grammar_of().senses.keys() if ontology else frozenset()
    if not own:
        return doc
    return replace(doc, sentences=tuple(_told_verbs(one, doc.article.text, own) for one in doc.sentences))


def _told_verbs(sentence: Sentence, text: str, verbs: Set[str]) -> Sentence:
    """The sentence with such a verb as a word of its own, also at the end of what the engine takes for one name: 文化馆操办."""
    ends = {token.span: _verb_at_end(token.span.of(text), verbs) for token in sentence.tokens}
    cuts = {span: span.end - len(verb) for span, verb in ends.items() if verb and not (sentence.dependencies and len(verb) < len(span))}
    if not cuts:
        return sentence
    tokens = [piece for token in sentence.tokens for piece in _cut_token(token, cuts.get(token.span, token.span.end))]
    found = [replace(name, span=Span(name.span.start, cuts.get(name.span, name.span.end))) for name in sentence.names]
    return replace(sentence, tokens=tuple(tokens), names=tuple(name for name in found if len(name.span)))


def _verb_at_end(word: str, verbs: Set[str]) -> str:
    """The verb that a word is, or that ends it behind a name; empty where none does."""
    ends = [verb for verb in verbs if word == verb or word.endswith(verb) and len(verb) > 1 and len(word) > len(verb) + 2]
    return max(ends, key=len, default="")


def _cut_token(token: Token, cut: int) -> Iterator[Token]:
    if token.span.start < cut:
        yield replace(token, span=Span(token.span.start, cut))
    if cut < token.span.end:
        yield Token(Span(cut, token.span.end), "v")


def to_read(doc: Doc, claims: Sequence[Claim], discourse: Discourse, *, ontology: tuple[Path, ...] = ()) -> Read:
    """The claims of a document, in its own script, with the names of their entities."""
    grammar, names = grammar_of(ontology), names_of(ontology)
    return Read(doc.article, tuple(claims), resolve_article(doc, claims, discourse, grammar=grammar, names=names), doc.engine)


def vocabulary_of(ontology: tuple[Path, ...] = ()) -> Ontology:
    """The ontology with the user's files, read once a process for each state of the files."""
    return _vocabulary(_stamped(ontology))


def grammar_of(ontology: tuple[Path, ...] = ()) -> Grammar:
    """The grammar of that ontology."""
    return _grammar(_stamped(ontology))


def names_of(ontology: tuple[Path, ...] = ()) -> Names:
    """The lexicon of that ontology."""
    return _names(_stamped(ontology))


def known_bodies(ontology: tuple[Path, ...] = ()) -> frozenset[str]:
    """The names of bodies that the lexicon knows."""
    return _bodies(_stamped(ontology))


Stamps = tuple[tuple[Path, int, int], ...]


def _stamped(ontology: tuple[Path, ...]) -> Stamps:
    """The files with the time and size of their last change, so that an edited one is read again."""
    found = [(path, path.stat() if path.exists() else None) for path in ontology]
    return tuple((path, stat.st_mtime_ns if stat else 0, stat.st_size if stat else 0) for path, stat in found)


@cache
def _vocabulary(stamps: Stamps) -> Ontology:
    return load_ontology(tuple(path for path, _, _ in stamps))


@cache
def _grammar(stamps: Stamps) -> Grammar:
    return load_grammar(_vocabulary(stamps))


@cache
def _names(stamps: Stamps) -> Names:
    return load_names(tuple(path for path, _, _ in stamps))


@cache
def _bodies(stamps: Stamps) -> frozenset[str]:
    return frozenset(name for name, kind in _names(stamps).all_names().items() if kind == "ORGANIZATION")


@cache
def engine_of(name: str, ontology: tuple[Path, ...] = ()) -> Engine:
    """The engine with the names of that ontology, opened once a process."""
    return open_engine(name, names_of(ontology).all_names())
