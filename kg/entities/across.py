"""The things of all articles to nodes: one node for what is certainly one thing, two for what may be two."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.decisions import Decision
from kg.entities.bodies import BODY, office_names
from kg.entities.decided import Member, find_labels, reclass, regroup
from kg.entities.links import containers, node_entity
from kg.entities.people import find_people, scope_of
from kg.entities.union import Union
from kg.entities.values import ArticleEntities, Bearer, Target
from kg.grammar import Grammar
from kg.model import Alias, Entity, Span
from kg.names import Names

Key = tuple[str, str, str, str]
LEXICON = "names.ttl"
OFFICES = "identity.ttl"


def resolve(
    articles: Iterable[ArticleEntities], *, base: str, grammar: Grammar, names: Names, decisions: Sequence[Decision] = ()
) -> dict[Key, Entity]:
    """The node of every mention of every article, and the nodes that these lie in or belong to; the same whatever the order of articles.

    The key is (article, class, name, scope) of the mention; nodes that no mention names have an empty article.
    """
    members = [Member(one.article, local) for one in sorted(articles, key=lambda a: a.article) for local in one.entities]
    clusters = cluster(members, decisions)
    return to_entities(clusters, find_labels(clusters, decisions), base=base, grammar=grammar, names=names)


def cluster(members: Sequence[Member], decisions: Sequence[Decision] = ()) -> dict[Target, list[Member]]:
    """The members that are one thing, by the node that stands for them."""
    members = reclass(members, decisions)
    scopes = _person_scopes(members)
    placed = [(_told_apart(member, scopes), member) for member in members]
    union: Union[Target] = Union(sorted({target for target, _ in placed}))
    for target, other in _shared_names(placed):
        union.join(target, other)
    groups = {target: min(group, key=_preference) for group in union.groups() for target in group}
    clusters: dict[Target, list[Member]] = defaultdict(list)
    for member, target in regroup({member: groups[target] for target, member in placed}, decisions).items():
        clusters[target].append(member)
    return {target: clusters[target] for target in sorted(clusters)}


def to_entities(
    clusters: Mapping[Target, Sequence[Member]], labels: Mapping[Target, str], *, base: str, grammar: Grammar, names: Names
) -> dict[Key, Entity]:
    """The nodes of clusters, by the mentions that name them; `labels` are those that users gave."""
    entities: dict[Key, Entity] = {}
    nodes: dict[Target, Entity] = {}
    by_iri: dict[str, Entity] = {}
    for target, members in clusters.items():
        label = labels.get(target) or find_label(members)
        aliases = _alias_values(target, label, members, names)
        entity = node_entity(target, label, aliases, _facts(members), base=base, grammar=grammar, names=names)
        entity = by_iri.setdefault(entity.iri, entity)
        nodes[target] = entity
        entities.update({(member.article, *key): entity for member in members for key in member.local.keys})
    for target, entity in containers(nodes, base=base, grammar=grammar, names=names).items():
        if entity.iri not in by_iri:
            by_iri[entity.iri] = entities["", *target] = entity
    return entities


def find_label(members: Sequence[Member]) -> str:
    """The fullest name that texts use, of two as long the more frequent."""
    counted = Counter(member.local.label for member in members)
    return min(counted, key=lambda name: (-len(name), -counted[name], name))


def _told_apart(member: Member, scopes: Mapping[tuple[str, str], str]) -> Target:
    cls, name, scope = member.local.target
    return (cls, name, scopes[member.article, name]) if cls == "Person" else (cls, name, scope)


def _person_scopes(members: Sequence[Member]) -> dict[tuple[str, str], str]:
    """(article, name) -> what tells this person from namesakes, "" where all articles speak of one."""
    bearers: dict[str, dict[str, Bearer]] = defaultdict(dict)
    for member in members:
        cls, name, _ = member.local.target
        if cls == "Person":
            bearers[name][member.article] = member.local.bearer or Bearer()
    scopes: dict[tuple[str, str], str] = {}
    for name, by_article in sorted(bearers.items()):
        groups = find_people(by_article)
        told = [scope_of(group, by_article) for group in groups]
        for group, scope in zip(groups, told, strict=True):
            unique = scope if told.count(scope) == 1 else min(group)
            scopes |= {(article, name): "" if len(groups) == 1 else unique for article in group}
    return scopes


def _shared_names(placed: Sequence[tuple[Target, Member]]) -> list[tuple[Target, Target]]:
    """Nodes that another name of a member leads to, where it leads to that one from one node only."""
    offered: dict[Target, set[Target]] = defaultdict(set)
    present = {target for target, _ in placed}
    for target, member in placed:
        for other in member.local.also:
            if other != target:
                offered[other].add(target)
    joined = [(next(iter(targets)), other) for other, targets in offered.items() if len(targets) == 1 and other in present]
    numbers = [(min(targets), target) for other, targets in offered.items() if other[0] == "Document" for target in sorted(targets)]
    return sorted(joined) + sorted(numbers)


def _preference(target: Target) -> tuple[bool, int, Target]:
    """A title before a number, an ordinal before a year, then the shorter name."""
    return not target[1].startswith("第"), -len(target[1]), target


def _alias_values(target: Target, label: str, members: Sequence[Member], names: Names) -> tuple[Alias, ...]:
    """Every other name with each article that uses it, and what the lexicon has."""
    found = {Alias(name, member.article, span) for member in members for name, span in member.local.aliases if name != label}
    found |= {Alias(m.local.label, m.article, _where(m)) for m in members if m.local.label != label and _where(m) is not None}
    if target[0] == BODY and not target[2]:
        found |= {Alias(name, OFFICES) for name in office_names(target[1], names) if name != label}
    known = names.find(target[1]) if target[0] == BODY and not target[2] else None
    if known is not None:
        learnt = (known.label, *known.aliases, *(name for name, _ in known.former))
        found |= {Alias(name, LEXICON) for name in learnt if name != label and len(name) > 1}
    return tuple(sorted(found, key=lambda a: (a.name, a.source, a.span or Span(0, 0))))


def _where(member: Member) -> Span | None:
    return dict(member.local.aliases).get(member.local.label)


def _facts(members: Sequence[Member]) -> tuple[tuple[str, str], ...]:
    """Further facts of the members: places that they belong to and numbers."""
    found = {("place", m.local.place) for m in members if m.local.place} | {("number", m.local.number) for m in members if m.local.number}
    return tuple(sorted(found))
