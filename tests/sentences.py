"""Sentences of the ontology's examples and others, with the words that the engine gave them, and what golden files tell of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from reading import tagged_doc

from kg.entities import resolve
from kg.grammar import load_grammar
from kg.interpret import interpret, to_read
from kg.lines import draw_line
from kg.mentions import Reading
from kg.model import Claim, Doc, Entity, Kind, Mention
from kg.names import load_names
from kg.ontology import BASE
from kg.templates import NUMBER, SYMBOLS

DATA = Path(__file__).parent / "data"
SENTENCES = (DATA / "sentences.txt").read_text(encoding="utf-8").splitlines()
ARTICLES = (DATA / "articles.txt").read_text(encoding="utf-8").splitlines()
TOGETHER = 6  # sentences as one article
KIND_OF = {symbol: kind for kind, symbol in SYMBOLS.items()}
# In parts, so that a run on few cores spreads them, and one that tries faults has a quick one to begin with.
PARTS = 8
TAGS = ("n", "v", "vn", "nz", "nw", "s", "d", "a", "PER", "ORG", "LOC", "TIME", "m", "f", "c", "p", "u", "w", "r", "q")
AMONG = (
    "、/w", "，/w", "和/c", "的/u", "在/p", "将/d", "“/w", "”/w",
    "由/p", "等/u", "了/u", "与/p", "原/d", "（/w", "）/w", "当天/TIME", "并/c",
)  # fmt: skip


def doc_of(number: int, line: str) -> Doc:
    """A line as an article, with its day where it tells one. `¶` opens a paragraph, and `[kind]` a sentence that is none of the body."""
    day, _, tagged = line.partition(" ")
    opened, kinds = [], []
    for sentence in tagged.split(" | "):
        kind, close, words = sentence.removeprefix("¶").partition("]")
        kinds.append(cast(Kind, kind[1:]) if close and kind.startswith("[") else "body")
        opened.append("\n" * sentence.startswith("¶") + (words if kinds[-1] != "body" else sentence.removeprefix("¶")))
    doc = tagged_doc(*opened, date=day.strip("-"), kinds=tuple(kinds))
    return replace(doc, article=replace(doc.article, id=f"{number}"))


def part_of(part: int, lines: Sequence[str]) -> list[Doc]:
    """The lines of one part, each as an article of its own."""
    return [doc_of(number, line) for number, line in enumerate(lines, start=1) if number % PARTS == part]


def mistaken(tagged: str, chance: random.Random) -> str:
    """A line of tagged words with two mistakes."""
    words = tagged.split()
    for _ in range(2):
        at = chance.choice([i for i, word in enumerate(words) if word != "|"])
        written, _, tag = words[at].rpartition("/")
        cut = chance.randrange(1, len(written)) if len(written) > 1 else 0
        match chance.randrange(7):
            case 0 | 1:
                words[at] = f"{written}/{chance.choice(TAGS)}"
            case 2 if cut:
                words[at : at + 1] = [f"{written[:cut]}/{chance.choice((tag, 'n'))}", f"{written[cut:]}/{chance.choice((tag, 'n', 'v'))}"]
            case 3 if at and words[at - 1] != "|":
                before, _, other = words[at - 1].rpartition("/")
                words[at - 1 : at + 1] = [f"{before}{written}/{chance.choice((tag, other))}"]
            case 4 if len(words) > 3:
                del words[at]
            case 5:
                words.insert(at, chance.choice((words[at], *AMONG)))
            case _ if at and words[at - 1] != "|":
                words[at - 1], words[at] = words[at], words[at - 1]
    return " ".join(words)


def all_told(docs: Sequence[Doc]) -> list[str]:
    """The claims of articles, then what they speak of."""
    told, entities = [], []
    for doc in docs:
        _, discourse, claims = interpret(doc)
        told += [f"{doc.article.id} {tell_claim(claim, doc.article.text)}" for claim in claims]
        entities.append(to_read(doc, claims, discourse).entities)
    nodes = resolve(entities, base=BASE, grammar=load_grammar(), names=load_names())
    return told + sorted({tell_node(node) for node in nodes.values()})


def joined() -> list[str]:
    """The sentences one after the other, some to an article, of which every second opens a paragraph."""
    few = (SENTENCES[at : at + TOGETHER] for at in range(0, len(SENTENCES), TOGETHER))
    return [
        first + "".join(f" | {'' if at % 2 else '¶'}{line.partition(' ')[2]}" for at, line in enumerate(rest, start=1))
        for first, *rest in few
    ]


def tell_line(reading: Reading) -> str:
    """The line of a sentence: a capital for each mention, V or v for a verb, a for an adverb; then its verbs and settings."""
    line = draw_line(reading, load_grammar())
    drawn = "".join(KIND_OF.get(char, "" if ord(char) >= NUMBER else char) for char in line.string)
    return " ".join((drawn, *(f"{place}:{span.of(line.text)}" for place, span in line.verbs)))


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
