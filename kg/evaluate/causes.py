"""Why a fact was missed and why a triple is wrong: each beside what comes nearest to it on the other side."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Literal as OneOf

from rdflib import Literal
from rdflib.term import Node

from kg.evaluate.claims import SYMMETRIC, GraphClaim, GraphClaims, Triple
from kg.evaluate.gold import GoldFact, fold
from kg.evaluate.matching import Case, Judgement, names_in, says

# Names this alike (difflib's ratio), or one inside the other, are taken for two writings of one name.
LEAST_RATIO = 0.6


class Cause(StrEnum):
    """How the graph and the gold differ in one fact, the nearest cause first; the first that holds is given."""

    LITERAL = "literal"  # a node where words or a date belong, or the reverse
    SHARED = "shared"  # the triple that says it finds another fact; a triple finds one only
    MODALITY = "modality"  # a claim says it, as denied, desired or hypothetical
    UNBACKED = "unbacked"  # an asserted claim says it, its direct triple is not in the file
    NO_CLAIM = "no claim"  # a direct triple says it, no claim does
    UNCOUNTED = "uncounted name"  # the node bears the name, but stands for two things, or the text never uses that name by itself
    RELATION = "relation"
    DIRECTION = "direction"
    PRECISION = "date precision"
    DATE = "date"
    NAME = "name"
    EVENT = "event"  # the other end fits another event
    SUBJECT = "subject"
    OBJECT = "object"
    UNRELATED = "unrelated"  # both ends are known on the other side, in other facts
    ONE_END = "one end"  # one end is known on the other side
    UNKNOWN = "unknown"  # neither is


@dataclass(frozen=True, slots=True)
class Difference:
    """A missed fact or a wrong triple of one document, with its cause and what comes nearest on the other side.

    `fact` is the missed fact, or the gold fact nearest to a wrong triple; `claims` bear the wrong triple, or the one nearest to the
    missed fact. `subject` and `object` are the names as gold or graph write them. `document` is "" for a triple without a claim.
    """

    kind: OneOf["missed", "wrong"]
    document: str
    relation: str
    subject: str
    object: str
    cause: Cause
    fact: GoldFact | None = None
    claims: tuple[GraphClaim, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """A triple with the folded names that count in the document, and with all names its ends bear; `cause` is set by its claim."""

    triple: Triple
    ends: tuple[frozenset[str], frozenset[str]]
    borne: tuple[frozenset[str], frozenset[str]]
    claims: tuple[GraphClaim, ...] = ()
    cause: Cause | None = None


def find_differences(case: Case, statements: GraphClaims, judgement: Judgement, *, kinds: Mapping[str, str]) -> Iterator[Difference]:
    """The missed facts of a document in the order of the gold, then its wrong triples."""
    comparer = _Comparer(case, statements, kinds)
    counted = [claim for claim in statements.claims.get(case.document.id, ()) if claim.counts]
    said = {triple: comparer.said(triple, counted) for triple in judgement.hits}
    yield from _missed(case, judgement, comparer, said=said)
    for triple in judgement.wrong:
        ranked = [(cause, i) for i in range(len(case.facts)) if (cause := comparer.compare(said[triple], i))]
        cause, fact = min(ranked, key=lambda pair: _rank(pair[0]), default=(None, None))
        yield Difference(
            "wrong",
            case.document.id,
            triple[0],
            statements.title(triple[1]),
            statements.title(triple[2]),
            cause or _distance(said[triple].ends, case.subjects + case.objects),
            None if fact is None else case.facts[fact],
            said[triple].claims,
        )


def find_unclaimed(statements: GraphClaims) -> Iterator[Difference]:
    """The direct triples that no claim bears, all of them wrong."""
    for relation, subject, value in statements.loose:
        yield Difference("wrong", "", relation, statements.title(subject), statements.title(value), Cause.NO_CLAIM)


def _missed(case: Case, judgement: Judgement, comparer: _Comparer, *, said: Mapping[Triple, _Said]) -> Iterator[Difference]:
    silent = list(comparer.silent())
    known = [end for s in said.values() for end in s.ends]
    for i, fact in enumerate(case.facts):
        if fact.optional or i in judgement.found:
            continue
        near = [(Cause.SHARED, said[triple]) for triple, facts in judgement.hits.items() if i in facts]
        near += [(cause, said[triple]) for triple in judgement.wrong if (cause := comparer.compare(said[triple], i))]
        near += [(s.cause, s) for s in silent if s.cause and comparer.compare(s, i) is Cause.SHARED]
        cause, nearest = min(near, key=lambda pair: _rank(pair[0]), default=(None, None))
        yield Difference(
            "missed",
            case.document.id,
            fact.relation,
            fact.subjects[0],
            fact.objects[0],
            cause or _distance((case.subjects[i], case.objects[i]), known),
            fact,
            nearest.claims if nearest else (),
        )


class _Comparer:
    """What the comparisons of one document share."""

    def __init__(self, case: Case, statements: GraphClaims, kinds: Mapping[str, str]) -> None:
        self.case = case
        self.statements = statements
        self.kinds = kinds

    def said(self, triple: Triple, claims: Iterable[GraphClaim] = (), cause: Cause | None = None) -> _Said:
        """`triple` with its names and those of `claims` that bear it."""
        subject, value = triple[1:]
        return _Said(
            triple,
            (self._counted(subject), self._counted(value)),
            (self._borne(subject), self._borne(value)),
            tuple(claim for claim in claims if triple in claim.triples),
            cause,
        )

    def silent(self) -> Iterator[_Said]:
        """What stands in the graph and is not scored: claims that state no fact, and triples without a claim."""
        for claim in self.statements.claims.get(self.case.document.id, ()):
            if not claim.counts:
                cause = Cause.UNBACKED if claim.modality == "asserted" else Cause.MODALITY
                yield from (self.said(triple, (claim,), cause) for triple in claim.triples)
        for triple in self.statements.loose:
            yield self.said(triple, (), Cause.NO_CLAIM)

    def compare(self, said: _Said, fact: int) -> Cause | None:
        """The nearest way in which `said` is the fact but for one thing; SHARED where it is the fact, None where it is not near it."""
        relation, subject, value = said.triple
        accepted = self.case.subjects[fact], self.case.objects[fact]
        fits = says(said.ends[0], accepted[0]), says(said.ends[1], accepted[1])
        swapped = says(said.ends[0], accepted[1]) and says(said.ends[1], accepted[0])
        if relation not in self.case.facts[fact].relations:
            return Cause.RELATION if all(fits) else None
        if all(fits) or (swapped and relation in SYMMETRIC):
            wanted = (False, bool(self.kinds[relation]))
            return Cause.SHARED if (isinstance(subject, Literal), isinstance(value, Literal)) == wanted else Cause.LITERAL
        if says(said.borne[0], accepted[0]) and says(said.borne[1], accepted[1]):
            return Cause.UNCOUNTED
        if swapped:
            return Cause.DIRECTION
        return self._other_end(said, accepted, fits)

    def _other_end(self, said: _Said, accepted: Sequence[frozenset[str]], fits: tuple[bool, bool]) -> Cause | None:
        relation, *nodes = said.triple
        if fits[0] and self.kinds[relation] == "Date":
            return Cause.PRECISION if any(_contain(day, other) for day in said.ends[1] for other in accepted[1]) else Cause.DATE
        alike = [fit or self._may_be(end, said, accepted[end]) for end, fit in enumerate(fits)]
        if all(alike) and (self.kinds[relation] != "Date" or fits[1]):
            return Cause.NAME
        if not any(fits):
            return None
        end = 1 if fits[0] else 0
        if nodes[end] in self.statements.events:
            return Cause.EVENT
        return (Cause.SUBJECT, Cause.OBJECT)[end]

    def _may_be(self, end: int, said: _Said, accepted: frozenset[str]) -> bool:
        """Whether an end bears a name like the accepted ones and is not another thing that the gold knows."""
        if not _are_alike(said.borne[end], accepted):
            return False
        return not any(said.ends[end] & names and not names & accepted for _, names in self.case.things)

    def _counted(self, node: Node) -> frozenset[str]:
        return names_in(self.case, node, self.statements)

    def _borne(self, node: Node) -> frozenset[str]:
        if isinstance(node, Literal):
            return frozenset((fold(str(node)),))
        names = self.statements.names.get(node)
        return names.labels | names.others if names else frozenset()


def _rank(cause: Cause) -> int:
    return list(Cause).index(cause)


def _distance(ends: tuple[frozenset[str], frozenset[str]], known: Iterable[frozenset[str]]) -> Cause:
    names = frozenset().union(*known)
    return (Cause.UNKNOWN, Cause.ONE_END, Cause.UNRELATED)[sum(bool(end & names) for end in ends)]


def _contain(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _are_alike(names: Iterable[str], accepted: Iterable[str]) -> bool:
    return any(_is_alike(name, other) for name in names for other in accepted)


@cache
def _is_alike(name: str, other: str) -> bool:
    if not name:
        return False
    return name in other or other in name or difflib.SequenceMatcher(None, name, other, autojunk=False).ratio() >= LEAST_RATIO
