"""The things of all articles to nodes: one node for what is certainly one thing, two for what may be two."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.decisions import Decision
from kg.entities.blocks import in_batches, to_blocks
from kg.entities.bodies import BODY, office_names
from kg.entities.decided import Member, find_labels, reclass, regroup
from kg.entities.events import is_joint, read_event
from kg.entities.foreign import join_last_names
from kg.entities.links import containers, node_entity, tie_events
from kg.entities.people import find_people, scope_of
from kg.entities.series import LEXICON, edition_aliases, learn_series, with_series, years_of
from kg.entities.union import Union
from kg.entities.values import ArticleEntities, Bearer, Target
from kg.grammar import Grammar
from kg.model import Alias, Entity, Span
from kg.names import Names
from kg.namespaces import BASE
from kg.ontology import mint

Key = tuple[str, str, str, str]
TWO_ROLES = (BODY, "Place")
BATCH = 4096
OFFICES = "identity.ttl"


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of some things: the node of each mention by its key, and the nodes of the places `above` them by what these are."""

    entities: dict[Key, Entity]
    above: dict[Target, Entity]


def resolve(
    articles: Iterable[ArticleEntities], *, base: str, grammar: Grammar, names: Names, decisions: Sequence[Decision] = ()
) -> dict[Key, Entity]:
    """The node of every mention of every article, and the nodes that these lie in or belong to; the same whatever the order of articles.

    The key is (article, class, name, scope) of the mention; nodes that no mention names have an empty article.
    """
    batches = divide(articles, grammar=grammar, names=names, decisions=decisions)
    return gather(resolve_batch(batch, base=base, grammar=grammar, names=names, decisions=decisions) for batch in batches)


def divide(
    articles: Iterable[ArticleEntities], *, grammar: Grammar, names: Names, decisions: Sequence[Decision] = (), size: int = BATCH
) -> Iterator[list[Member]]:
    """The things of all articles in batches of about `size`, none of which shares a name with another; each is let go when it is given."""
    found = sorted(articles, key=lambda one: one.article)
    series = learn_series(((one.article, local) for one in found for local in one.entities), names, grammar)
    named = [Member(one.article, with_series(local, series, one.date[:4]), one.date) for one in found for local in one.entities]
    members = reclass(named, decisions)
    del found, named
    blocks = to_blocks(members, decisions, grammar=grammar)
    del members
    return in_batches(blocks, size)


def resolve_batch(members: Sequence[Member], *, base: str, grammar: Grammar, names: Names, decisions: Sequence[Decision] = ()) -> Resolved:
    """The nodes of a batch, a pure function of it: no other batch changes them."""
    clusters = cluster(members, decisions, grammar=grammar)
    return to_entities(clusters, find_labels(clusters, decisions), base=base, grammar=grammar, names=names)


def gather(parts: Iterable[Resolved]) -> dict[Key, Entity]:
    """The nodes of all batches, and of the places that hold them those that no batch names."""
    entities: dict[Key, Entity] = {}
    above: dict[Target, Entity] = {}
    for part in parts:
        entities.update(part.entities)
        above.update(part.above)
    known = {entity.iri for entity in entities.values()}
    for target in sorted(above):
        if above[target].iri not in known:
            known.add(above[target].iri)
            entities["", *target] = above[target]
    return entities


def cluster(members: Sequence[Member], decisions: Sequence[Decision] = (), *, grammar: Grammar) -> dict[Target, list[Member]]:
    """The members that are one thing, by the node that stands for them; of members all that bear a name must be given."""
    scopes = _person_scopes(members, grammar)
    placed = [(_told_apart(member, scopes), member) for member in members]
    union: Union[Target] = Union(sorted({target for target, _ in placed}))
    join_last_names(union, [(target, member.local.bearer or Bearer()) for target, member in placed])
    join_shared_names(union, placed)
    for target in sorted(union.above):
        if target[0] == BODY and ("Place", *target[1:]) in union.above:
            union.join(target, ("Place", *target[1:]))
    join_one_iri(union)
    titled = titles_of(members)
    groups = {
        target: min(group, key=lambda one: (one[0] == "Person" and one[1] in titled, _preference(one)))
        for group in union.groups()
        for target in group
    }
    clusters: dict[Target, list[Member]] = defaultdict(list)
    for member, target in regroup({member: groups[target] for target, member in placed}, decisions).items():
        clusters[target].append(member)
    return {target: clusters[target] for target in sorted(clusters)}


def join_one_iri(union: Union[Target]) -> None:
    """Join nodes whose names differ only in signs that no IRI keeps: （扩大） and (扩大)."""
    first: dict[str, Target] = {}
    for target in sorted(union.above):
        union.join(first.setdefault(mint(BASE, target[0], target[1], scope=target[2]), target), target)


def to_entities(
    clusters: Mapping[Target, Sequence[Member]], labels: Mapping[Target, str], *, base: str, grammar: Grammar, names: Names
) -> Resolved:
    """The nodes of clusters; `labels` are those that users gave."""
    nodes: dict[Target, Entity] = {}
    by_iri: dict[str, Entity] = {}
    for target, members in clusters.items():
        label = labels.get(target) or find_label(members)
        aliases = _alias_values(target, label, members, names=names)
        entity = node_entity(target, label, aliases, facts=_facts(members), base=base, names=names)
        roles = {m.local.target[0] for m in members} & set(TWO_ROLES) - {target[0]} if target[0] in TWO_ROLES else set()
        entity = replace(entity, roles=tuple(sorted(roles)))
        nodes[target] = by_iri.setdefault(entity.iri, entity)
    tied = tie_events(nodes, base=base, grammar=grammar, names=names)
    by_iri |= {entity.iri: entity for entity in tied.values()}
    nodes = {target: by_iri[entity.iri] for target, entity in nodes.items()}
    entities = {(m.article, *key): nodes[target] for target, members in clusters.items() for m in members for key in m.local.keys}
    entities |= {("", *target): entity for target, entity in tied.items() if target not in nodes}
    return Resolved(entities, containers(nodes, base=base, names=names))


def find_label(members: Sequence[Member]) -> str:
    """The name that most articles call a place or body by, of anything else the fullest that texts use; of two as good the longer, the more
    frequent. That of a joint event, or a family name with a title, only where there is no other."""
    counted, titled = Counter(member.local.label for member in members), titles_of(members)
    if members[0].local.target[0] in TWO_ROLES:
        return min(counted, key=lambda name: (-counted[name], -len(name), name))
    return min(counted, key=lambda name: (name in titled, is_joint(name), -len(name), -counted[name], name))


def titles_of(members: Sequence[Member]) -> frozenset[str]:
    """The names of people that are a family name with the title of one of them."""
    return frozenset(other[1] for member in members for other in member.local.also if other[0] == "Person")


def _told_apart(member: Member, scopes: Mapping[tuple[str, str], str]) -> Target:
    """The node of a member; a government that goes by the name of its place is that place, with the role of a body."""
    cls, name, scope = member.local.target
    if cls == BODY and not scope and member.local.place == name:
        return "Place", name, ""
    return (cls, name, scopes[_bearer_id(member), name]) if cls == "Person" else (cls, name, scope)


def _bearer_id(member: Member) -> str:
    """The article that names a person, with what tells two of one name in it apart."""
    return f"{member.article} {member.local.target[2]}".rstrip()


def _person_scopes(members: Sequence[Member], grammar: Grammar) -> dict[tuple[str, str], str]:
    """(bearer, name) -> what tells this person from namesakes, "" where all articles speak of one."""
    bearers: dict[str, dict[str, Bearer]] = defaultdict(dict)
    for member in members:
        cls, name, _ = member.local.target
        if cls == "Person":
            bearers[name][_bearer_id(member)] = member.local.bearer or Bearer()
    scopes: dict[tuple[str, str], str] = {}
    for name, by_article in sorted(bearers.items()):
        groups = find_people(name, by_article, grammar)
        told = [scope_of(group, by_article) for group in groups]
        for group, scope in zip(groups, told, strict=True):
            unique = scope if told.count(scope) == 1 else min(group)
            scopes |= {(article, name): "" if len(groups) == 1 else unique for article in group}
    return scopes


def join_shared_names(union: Union[Target], placed: Sequence[tuple[Target, Member]]) -> None:
    """Join the node that another name of members leads to, where it leads to it from one node only, be it through other joins.

    Of the years that articles give one edition the most frequent counts; of those as frequent none.
    """
    present = set(union.above)
    offers = _count_offers(placed, present)
    numbers = [(min(found), target) for other, found in offers.items() if other[0] == "Document" for target in sorted(found)]
    for target, other in sorted(numbers):
        union.join(target, other)
    offers = _without_rare_years(offers)
    waiting, joined = sorted(offers), True
    while joined:
        single = [other for other in waiting if len({union.find(target) for target in offers[other]}) == 1]
        pairs = [(min(offers[other]), other) for other in single if other in present]
        joined = bool(pairs)
        for target, other in pairs:
            union.join(target, other)
        waiting = [other for other in waiting if other not in set(single)]


def _without_rare_years(offers: Mapping[Target, Mapping[Target, int]]) -> dict[Target, dict[Target, int]]:
    """The offers without the years that fewer articles give an edition than give it another year."""
    told: dict[tuple[Target, str], dict[Target, int]] = defaultdict(dict)
    for other, found in offers.items():
        if years_of([other]):
            for target, number in found.items():
                told[target, read_event(other[1]).core][other] = number
    rare = {
        (other, target)
        for (target, _), by_year in told.items()
        for other, number in by_year.items()
        if len(by_year) > 1 and (number < max(by_year.values()) or list(by_year.values()).count(number) > 1)
    }
    return {
        other: kept for other, found in offers.items() if (kept := {t: number for t, number in found.items() if (other, t) not in rare})
    }


def _preference(target: Target) -> tuple[bool, int, Target]:
    """A title before a number, an ordinal before a year, then the shorter name, a body before a place."""
    return not target[1].startswith("第"), -len(target[1]), target


def _count_offers(placed: Sequence[tuple[Target, Member]], present: Collection[Target]) -> dict[Target, dict[Target, int]]:
    """Node that another name means -> each node whose members have that name, and how many of them."""
    bearers: dict[str, list[Target]] = defaultdict(list)  # people told apart by their scopes, whom another name means all the same
    for cls, name, scope in sorted(present):
        if cls == "Person":
            bearers[name].append((cls, name, scope))
    offers: dict[Target, dict[Target, int]] = defaultdict(lambda: defaultdict(int))
    for target, member in placed:
        for also in member.local.also:
            for other in bearers.get(also[1], []) if also[0] == "Person" else [also]:
                if other != target:
                    offers[other][target] += 1
    return offers


def _alias_values(target: Target, label: str, members: Sequence[Member], *, names: Names) -> tuple[Alias, ...]:
    """Every other name with each article that uses it, and what the lexicon has."""
    found = {Alias(name, member.article, span) for member in members for name, span in member.local.aliases}
    found |= {Alias(m.local.label, m.article, m.local.said) for m in members if m.local.said is not None}
    # A name of one article alone is none that the lexicon could mean.
    found |= set() if target[2] else _learnt_names(target, names)
    return tuple(sorted((alias for alias in found if alias.name != label), key=lambda a: (a.name, a.source, a.span or Span(0, 0))))


def _learnt_names(target: Target, names: Names) -> set[Alias]:
    """The names that lexicon and table of offices have for a body or an edition of a series."""
    cls, name, _ = target
    if cls == "Event":
        return {Alias(alias, LEXICON) for alias in edition_aliases(name, names)}
    if cls != BODY:
        return set()
    known = names.find(name)
    learnt = (known.label, *known.aliases, *(former for former, _ in known.former)) if known is not None else ()
    offices = office_names(name, names)
    return {Alias(alias, OFFICES) for alias in (name, *offices) if offices} | {Alias(alias, LEXICON) for alias in learnt if len(alias) > 1}


def _facts(members: Sequence[Member]) -> tuple[tuple[str, str], ...]:
    """Further facts of the members: places that they belong to and numbers."""
    found = {("place", m.local.place) for m in members if m.local.place} | {("number", m.local.number) for m in members if m.local.number}
    return tuple(sorted(found))
