"""The things of all articles in blocks that share no name: what is in one can become one node with nothing in another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.decisions import Decision
from kg.entities.decided import Member, matches
from kg.entities.events import series
from kg.entities.foreign import DOT
from kg.entities.links import whole_event
from kg.entities.union import Union
from kg.entities.values import Local
from kg.grammar import Grammar
from kg.ontology import iri_part


def to_blocks(members: Iterable[Member], decisions: Sequence[Decision] = (), *, grammar: Grammar) -> list[list[Member]]:
    """The connected parts of the graph whose nodes are names and whose edges are things that bear two of them.

    Members keep their order, blocks come in that of their first members.
    """
    union: Union[str] = Union()
    names: dict[tuple[object, ...], str] = {}
    placed: list[tuple[Member, str]] = []
    for member in members:
        local = member.local
        same = local.target, local.also
        if same not in names:
            names[same] = _join(union, ties(local, grammar))
        decided = list(_decided(member, decisions))
        placed.append((member, _join(union, [names[same], *decided]) if decided else names[same]))
    found: dict[str, list[Member]] = {}
    for member, name in placed:
        found.setdefault(union.find(name), []).append(member)
    return list(found.values())


def ties(local: Local, grammar: Grammar) -> Iterator[str]:
    """All that a thing could be joined or tied by, its own name first: what an IRI keeps of a name, whatever the class and scope.

    Its other names; the last name of a foreign person; of an event the series, and the event that it is a part of.
    """
    cls, name, scope = local.target
    yield iri_part(name)
    for _, other, _ in local.also:
        yield iri_part(other)
    if cls == "Person" and DOT in name:
        yield iri_part(name.split(DOT)[-1])
    if cls == "Event" and not scope:
        yield from (iri_part(whole) for whole in (series(name, grammar), whole_event(name, grammar)) if whole)


def in_batches(blocks: list[list[Member]], size: int) -> Iterator[list[Member]]:
    """Whole blocks together, so many things at once or as many as the largest block holds; a block is let go when its batch is given."""
    blocks.reverse()
    batch: list[Member] = []
    while blocks:
        if batch and len(batch) + len(blocks[-1]) > size:
            yield batch
            batch = []
        batch += blocks.pop()
    if batch:
        yield batch


def _decided(member: Member, decisions: Sequence[Decision]) -> Iterator[str]:
    """What users have tied a thing to: all that they say is the same, and the name by which they tell it apart."""
    for number, decision in enumerate(decisions):
        if decision.verdict in ("same", "different"):
            for reference in decision.about:
                if matches(reference, member):
                    # No IRI keeps a blank.
                    yield f"decision {number}" if decision.verdict == "same" else iri_part(reference.name)


def _join(union: Union[str], names: Iterable[str]) -> str:
    """Make one group of names; the first of them."""
    first, *others = names
    for name in (first, *others):
        union.add(name)
        union.join(first, name)
    return first
