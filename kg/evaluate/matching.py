"""One document's claims against its gold facts: each fact is found once, and each triple finds one fact."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal as OneOf

from rdflib import Literal
from rdflib.term import Node

from kg.evaluate.claims import SYMMETRIC, GraphClaims, NodeNames, Triple
from kg.evaluate.gold import GoldDocument, GoldFact, fold

Mode = OneOf["strict", "relaxed", "label"]
MODES: tuple[Mode, ...] = ("strict", "relaxed", "label")

# A node with more names than one thing has counts by none of them.
MOST_LABELS, MOST_OTHERS = 2, 40
# The least share of the longer name that the shorter one is in a relaxed match.
LEAST_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Case:
    """A gold document made ready for comparing: its text, names folded; `things` are the (best, accepted) names of all ends."""

    document: GoldDocument
    text: str
    subjects: tuple[frozenset[str], ...]
    objects: tuple[frozenset[str], ...]
    things: tuple[tuple[str, frozenset[str]], ...]

    @property
    def facts(self) -> tuple[GoldFact, ...]:
        """The facts, to which `subjects` and `objects` run parallel."""
        return self.document.facts


@dataclass(frozen=True, slots=True)
class Judgement:
    """`hits`: for each triple the facts (numbers) that it says, none where it is wrong; `found`: for each required fact its triple."""

    hits: Mapping[Triple, tuple[int, ...]]
    found: Mapping[int, Triple]

    @property
    def wrong(self) -> tuple[Triple, ...]:
        """The triples that say no fact of the gold."""
        return tuple(triple for triple, facts in self.hits.items() if not facts)


def to_case(document: GoldDocument, kinds: Mapping[str, str]) -> Case:
    """`document` made ready; `kinds` gives "Words" or "Date" for each relation whose objects are literals, "" for others."""
    ends = [names for fact in document.facts for names in ((fact.subjects,) if kinds[fact.relation] else (fact.subjects, fact.objects))]
    return Case(
        document,
        fold(document.text),
        tuple(frozenset(map(fold, fact.subjects)) for fact in document.facts),
        tuple(frozenset(map(fold, fact.objects)) for fact in document.facts),
        tuple(dict.fromkeys((fold(names[0]), frozenset(map(fold, names))) for names in ends)),
    )


def judge(case: Case, statements: GraphClaims, kinds: Mapping[str, str], *, mode: Mode = "strict") -> Judgement:
    """Which facts the claims of the document say, and a largest matching of triples and required facts."""
    claims = statements.claims.get(case.document.id, ())
    triples = sorted({triple for claim in claims if claim.counts for triple in claim.triples}, key=repr)
    names = {node: names_in(case, node, statements, label_only=mode == "label") for _, *ends in triples for node in ends}
    hits = {triple: _find_hits(triple, names, case, kinds=kinds, relaxed=mode == "relaxed") for triple in triples}
    required = {triple: [i for i in facts if not case.facts[i].optional] for triple, facts in hits.items() if facts}
    return Judgement(hits, match_most(required))


def names_in(case: Case, node: Node, statements: GraphClaims, *, label_only: bool = False) -> frozenset[str]:
    """The names by which `node` counts in one document, folded.

    They are its labels, and those further names that the text uses outside longer names of the node. A node that bears the best names
    of two things which the gold keeps apart counts by its labels alone, or by nothing; so does one with more names than a thing has.
    """
    if isinstance(node, Literal):
        return frozenset((fold(str(node)),))
    names = statements.names.get(node)
    if names is None or len(names.labels) > MOST_LABELS or len(names.others) > MOST_OTHERS:
        return frozenset()
    counted = names.labels if label_only else names.labels | _used_names(names, case.text)
    if not is_merged(counted, case):
        return counted
    return frozenset() if is_merged(names.labels, case) else names.labels


def is_merged(names: Set[str], case: Case) -> bool:
    """Whether `names` hold the best names of two things that the gold keeps apart."""
    held = [thing for thing in case.things if thing[0] in names]
    return any(a not in others and b not in accepted for i, (a, accepted) in enumerate(held) for b, others in held[:i])


def says(names: Iterable[str], accepted: Collection[str], *, relaxed: bool = False) -> bool:
    """Whether a name is an accepted one or, relaxed, holds it or is held by it, is not much shorter or longer, and ends alike."""
    return any(name in accepted or (relaxed and any(_is_alike(name, other) for other in accepted)) for name in names)


def match_most(options: Mapping[Triple, Sequence[int]]) -> dict[int, Triple]:
    """A largest matching of triples with the facts each may find, fact -> triple (Kuhn 1955, by augmenting paths)."""
    match: dict[int, Triple] = {}

    def place(triple: Triple, seen: set[int]) -> bool:
        for fact in options[triple]:
            if fact not in seen:
                seen.add(fact)
                if fact not in match or place(match[fact], seen):
                    match[fact] = triple
                    return True
        return False

    for triple in options:
        place(triple, set())
    return match


def _used_names(names: NodeNames, text: str) -> frozenset[str]:
    return frozenset(name for name in names.others - names.labels if name and name in _without_longer(name, names, text))


def _without_longer(name: str, names: NodeNames, text: str) -> str:
    longer = sorted(
        (other for other in names.labels | names.others if name in other and name != other), key=lambda other: (-len(other), other)
    )
    for other in longer:
        text = text.replace(other, "\0")
    return text


def _find_hits(
    triple: Triple, names: Mapping[Node, frozenset[str]], case: Case, *, kinds: Mapping[str, str], relaxed: bool
) -> tuple[int, ...]:
    relation, subject, value = triple
    if isinstance(subject, Literal) or isinstance(value, Literal) != bool(kinds[relation]):
        return ()
    return tuple(
        i
        for i, fact in enumerate(case.facts)
        if relation in fact.relations
        and (
            _ends_meet(names[subject], names[value], case, fact=i, relaxed=(relaxed, relaxed and kinds[relation] != "Date"))
            or (relation in SYMMETRIC and _ends_meet(names[value], names[subject], case, fact=i, relaxed=(relaxed, relaxed)))
        )
    )


def _ends_meet(subject: Set[str], value: Set[str], case: Case, *, fact: int, relaxed: tuple[bool, bool]) -> bool:
    return says(subject, case.subjects[fact], relaxed=relaxed[0]) and says(value, case.objects[fact], relaxed=relaxed[1])


def _is_alike(name: str, other: str) -> bool:
    if not name or not other or name[-2:] != other[-2:] or not (name in other or other in name):
        return False
    return min(len(name), len(other)) >= LEAST_SHARE * max(len(name), len(other))
