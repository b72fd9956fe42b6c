"""The names of all articles to nodes: batches that share no name, resolved one by one here, in several processes, or on a cluster."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path

from kg.collector import uncollected
from kg.decisions import Decision
from kg.entities import ArticleEntities, Member, Resolved, divide, gather, resolve_batch
from kg.entities.across import BATCH, Key
from kg.errors import EngineError
from kg.interpret import grammar_of, names_of, vocabulary_of
from kg.messages import message
from kg.model import Entity
from kg.ontology import digest
from kg.readings.basis import code_of
from kg.readings.cluster import map_over_ray
from kg.readings.pool import map_here

# Batches below which the start of processes takes longer than they save.
MANY = 12
MODULE = "kg.entities.across"


@dataclass(frozen=True, slots=True)
class Rules:
    """What resolution rests on beside the names."""

    base: str
    ontology: tuple[Path, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def hash(self) -> str:
        """Stands for the ontology and the code as this machine has them."""
        return digest(vocabulary_of(self.ontology).sha256, code_of(MODULE))


def resolve_all(
    articles: Iterable[ArticleEntities],
    *,
    base: str,
    ontology: tuple[Path, ...] = (),
    decisions: Sequence[Decision] = (),
    workers: int = 1,
    ray: str = "",
) -> dict[Key, Entity]:
    """The node of every mention, as `kg.entities.resolve` gives it: the same whatever the number of `workers`, and on a cluster.

    Few names are resolved in this process, whatever the workers. Raises InputError where there is no cluster at the address `ray`,
    EngineError where one of its machines would resolve in another way.
    """
    rules = Rules(base, tuple(path.absolute() for path in ontology), tuple(decisions))
    batches = divide(articles, grammar=grammar_of(ontology), names=names_of(ontology), decisions=rules.decisions, size=BATCH)
    first = list(islice(batches, MANY))
    many = len(first) == MANY
    return gather(_resolved(chain(_let_go(first), batches), rules, workers=workers if many else 1, ray=ray if many else ""))


def resolve_apart(members: Sequence[Member], rules: Rules) -> Resolved:
    """The nodes of one batch, with the grammar and the lexicon of this process."""
    extra = rules.ontology
    with uncollected():
        return resolve_batch(members, base=rules.base, grammar=grammar_of(extra), names=names_of(extra), decisions=rules.decisions)


def resolve_as_here(members: Sequence[Member], rules: Rules, here: str) -> Resolved:
    """`resolve_apart` on another machine; raises EngineError where it has not what the hash `here` stands for."""
    if rules.hash != here:
        machine = platform.node()
        raise EngineError(
            message(
                "machine {machine} of the cluster resolves with another kg or ontology; install the same kg, and share the same files",
                machine=machine,
            ),
        )
    return resolve_apart(members, rules)


def _resolved(batches: Iterator[list[Member]], rules: Rules, *, workers: int, ray: str) -> Iterator[Resolved]:
    if ray:
        return map_over_ray(partial(resolve_as_here, rules=rules, here=rules.hash), batches, ray)
    if workers > 1:
        return map_here(partial(resolve_apart, rules=rules), batches, workers)
    return (resolve_apart(batch, rules) for batch in batches)


def _let_go(batches: list[list[Member]]) -> Iterator[list[Member]]:
    """Each of a list, which is empty in the end."""
    while batches:
        yield batches.pop(0)
