"""The decisions of users applied to members and clusters; what no decision names is left as the rules made it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.decisions import Decision, Reference
from kg.entities.union import Union
from kg.entities.values import ArticleEntities, Local, Target
from kg.model import Packed


@dataclass(frozen=True, slots=True)
class Member(Packed):
    """One thing of one article, with the day of its publication."""

    article: str
    local: Local
    date: str = ""


def find_unmatched(articles: Iterable[ArticleEntities], decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions with a reference that names nothing in any article; those about claims are not looked at."""
    asked = [decision for decision in decisions if decision.about]
    members = [Member(one.article, local, one.date) for one in articles for local in one.entities] if asked else []
    return [d for d in asked if not all(any(matches(r, m) for m in members) for r in d.about)]


def matches(reference: Reference, member: Member) -> bool:
    """Whether a reference names the thing: by any name that the article uses for it, and the class that it had or was given."""
    if reference.article and reference.article != member.article:
        return False
    local = member.local
    classes = {local.target[0], *(cls for cls, _, _ in local.keys)}
    return reference.cls in classes and reference.name in {local.target[1], local.label, *_names(local)}


def reclass(members: Sequence[Member], decisions: Sequence[Decision]) -> list[Member]:
    """The members with the classes that decisions give them, and names apart that one article took for one thing."""
    found = list(members)
    for decision in decisions:
        if decision.verdict == "reclass":
            found = [_with_class(m, decision.value) if any(matches(r, m) for r in decision.about) else m for m in found]
        elif decision.verdict == "different":
            found = [part for m in found for part in _split(m, decision.about)]
        elif decision.verdict == "same":
            cls = decision.about[0].cls
            found = [_with_class(m, cls) if any(matches(r, m) for r in decision.about) else m for m in found]
    return found


def regroup(groups: Mapping[Member, Target], decisions: Sequence[Decision]) -> dict[Member, Target]:
    """Member -> node, after joining what is decided to be the same and parting what is decided to be different."""
    nodes = dict(groups)
    union: Union[Target] = Union(sorted(set(nodes.values())))
    first: dict[Target, Target] = {}
    for decision in decisions:
        if decision.verdict == "same":
            named = [_nodes(nodes, reference) for reference in decision.about]
            if not named[0]:
                continue
            for target in (target for targets in named for target in targets):
                union.join(named[0][0], target)
            first[union.find(named[0][0])] = named[0][0]
    shown = {union.find(target): target for target in first.values()}
    nodes = {member: shown.get(union.find(target), target) for member, target in nodes.items()}
    for decision in decisions:
        if decision.verdict == "different":
            for reference in decision.about[1:]:
                kept = _nodes(nodes, decision.about[0])
                parted = [m for m, t in nodes.items() if t in kept and matches(reference, m) and not matches(decision.about[0], m)]
                nodes |= {m: (nodes[m][0], reference.name, m.article) for m in parted}
    return nodes


def find_labels(clusters: Mapping[Target, Sequence[Member]], decisions: Sequence[Decision]) -> dict[Target, str]:
    """The labels that decisions give to nodes."""
    renamed = [d for d in decisions if d.verdict == "rename"]
    return {t: d.value for d in renamed for t, members in clusters.items() if any(matches(r, m) for r in d.about for m in members)}


def _nodes(nodes: Mapping[Member, Target], reference: Reference) -> list[Target]:
    return sorted({target for member, target in nodes.items() if matches(reference, member)})


def _names(local: Local) -> set[str]:
    return {name for _, name, _ in local.keys} | {name for name, _ in local.aliases}


def _with_class(member: Member, cls: str) -> Member:
    _, name, scope = member.local.target
    return replace(member, local=replace(member.local, target=(cls, name, scope), also=()))


def _split(member: Member, about: Sequence[Reference]) -> list[Member]:
    """The parts of a thing that two references name by different names."""
    named = [r for r in about if matches(r, member)]
    if len({r.name for r in named}) < 2:
        return [member]
    local, parts = member.local, []
    for reference in named[1:]:
        keys = tuple(key for key in local.keys if key[1] == reference.name)
        if keys and len(keys) < len(local.keys):
            local = replace(
                local,
                keys=tuple(key for key in local.keys if key not in keys),
                aliases=tuple(pair for pair in local.aliases if pair[0] != reference.name),
            )
            target = (local.target[0], reference.name, member.article if reference.name == local.target[1] else "")
            parts.append(replace(member, local=Local(target, reference.name, keys, bearer=local.bearer)))
    if local.label in {part.local.label for part in parts}:
        local = replace(local, label=named[0].name)
    return [replace(member, local=local), *parts]
