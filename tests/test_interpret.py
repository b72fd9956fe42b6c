"""The sentences of the ontology's examples, with the words that the engine gave them, through every stage but the engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from reading import tagged_doc

from kg.entities import resolve
from kg.grammar import load_grammar
from kg.interpret import interpret, to_read
from kg.mentions import Reading, read_sentences
from kg.model import Claim, Doc, Entity, Mention
from kg.names import load_names
from kg.ontology import BASE
from kg.script import as_simplified
from tests.telling import compare

SENTENCES = (Path(__file__).parent / "data" / "sentences.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def docs() -> list[Doc]:
    """The sentences as articles of their own, each with the day of its article where one is needed."""
    found = []
    for number, line in enumerate(SENTENCES, start=1):
        day, _, tagged = line.partition(" ")
        doc = tagged_doc(*tagged.split(" | "), date=day.strip("-"))
        found.append(replace(doc, article=replace(doc.article, id=f"{number}")))
    return found


def test_what_is_named_in_the_sentences_is_what_it_was(docs: list[Doc], pytestconfig: pytest.Config) -> None:
    """Not all of it is right: whoever changes how names are found sees what comes of it."""
    told = [f"{doc.article.text} | {' | '.join(map(tell_reading, read_sentences(as_simplified(doc), load_grammar())))}" for doc in docs]
    compare("named.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))


def test_what_the_sentences_say_is_what_it_was(docs: list[Doc], pytestconfig: pytest.Config) -> None:
    told, entities = [], []
    for doc in docs:
        _, discourse, claims = interpret(doc)
        told += [f"{doc.article.id} {tell_claim(claim, doc.article.text)}" for claim in claims]
        entities.append(to_read(doc, claims, discourse).entities)
    nodes = resolve(entities, base=BASE, grammar=load_grammar(), names=load_names())
    told += sorted({tell_node(node) for node in nodes.values()})
    compare("said.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))


def tell_reading(reading: Reading) -> str:
    posts = [f"{post.person.name}: {post.words.name} ({post.modality})" for post in reading.posts]
    return "; ".join([*map(tell_mention, reading.mentions), *posts])


def tell_mention(mention: Mention) -> str:
    """Class, place and words of a mention, then what it stands for and how, where that is told otherwise."""
    other = [mention.name] * (mention.name != mention.text) + [mention.form] * (mention.form != "name")
    return " ".join(filter(None, (mention.cls, f"{mention.span.start}", mention.text, *other, mention.head, mention.scope, mention.use)))


def tell_claim(claim: Claim, text: str) -> str:
    where = f"at {tell_mention(claim.where)}" if claim.where else ""
    speaker = f"by {tell_mention(claim.speaker)}" if claim.speaker else ""
    ends = f"{tell_mention(claim.subject)} > {claim.relation} > {tell_mention(claim.object)}"
    how = "" if claim.modality == "asserted" else claim.modality
    return " ".join(filter(None, (ends, "|", claim.predicate.of(text), claim.pattern, how, claim.when, where, speaker)))


def tell_node(node: Entity) -> str:
    aliases = sorted({alias.name for alias in node.aliases})
    links = sorted(f"{relation.replace('#', '/').rpartition('/')[2]}={str(value).rpartition('/')[2]}" for relation, value in node.links)
    return " ".join((node.iri.rpartition("/id/")[2], node.cls, *node.roles, node.label, *aliases, *links))
