"""Which names of one class an article uses for one thing, and the node that the thing has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.entities.bodies import BODY, LEVEL, is_local, read_body, same_body
from kg.entities.documents import normal_title, read_document
from kg.entities.events import abbreviates, event_targets, joint_target, plain_event, read_event, same_event
from kg.entities.namesakes import is_titled, plain_name, same_person
from kg.entities.places import Surroundings, canonical_place, spoken_division, venue_targets
from kg.entities.values import Target
from kg.grammar import Grammar
from kg.model import Claim, Doc, Mention
from kg.names import Names
from kg.places import is_place

# Node, label, place and further nodes of a thing.
Found = tuple[Target, str, str, tuple[Target, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class ArticleContext:
    """What the resolution of one article's names looks at."""

    doc: Doc
    claims: Sequence[Claim]
    mentions: Sequence[Mention]
    around: Surroundings
    declared: Mapping[str, str]
    publisher: str
    short: Mapping[str, str]
    plain: Mapping[str, str]
    grammar: Grammar
    names: Names

    @property
    def article(self) -> str:
        return self.doc.article.id


def same_thing(cls: str, short: str, long: str, *, context: ArticleContext) -> bool:
    """Whether two names of one class in one article name one thing; a short form that fits two does not get here twice."""
    if context.declared.get(short) == long:
        return True
    if cls == BODY:
        return _one_body(short, long, context)
    if cls == "Event":
        ours, theirs = (plain_event(n, context.grammar) for n in (short, long))
        return same_event(ours, theirs) or _same_series(ours, theirs, context.names)
    if cls == "Person":
        return same_person(short, long) or is_titled(short, long, context.grammar)
    if cls == "Document":
        return normal_title(short) == normal_title(long)
    return cls == "Place" and _one_place(short, long, context)


def _one_body(short: str, long: str, context: ArticleContext) -> bool:
    if context.plain.get(long) == short:
        return True
    ours, theirs = (read_body(n, context.article, context.around, grammar=context.grammar, names=context.names) for n in (short, long))
    if ours.target == theirs.target:
        return True
    if ours.known and theirs.known:
        return False
    return same_body(short, long, context.grammar) or (short in context.names.offices and long.endswith(short))


def _one_place(short: str, long: str, context: ArticleContext) -> bool:
    first, second = (canonical_place(n, context.around, context.article) for n in (short, long))
    return first == second or (long.endswith(short) and len(short) > 3 and is_place(long[: -len(short)]))


def _same_series(short: str, long: str, names: Names) -> bool:
    """Whether two names are of editions that agree, of series of which one is named after the other or the lexicon knows both."""
    ours, theirs = read_event(short), read_event(long)
    if not (ours.may_be(theirs) and (ours.ordinal or ours.year or theirs.ordinal or theirs.year)):
        return False
    first, second = (names.series.get(read.core, read.core) for read in (ours, theirs))
    return first == second or abbreviates(first, second)


def find_node(cls: str, group: Sequence[str], mentions: Sequence[Mention], *, context: ArticleContext) -> Found:
    """Node, label, place and further nodes of a group of names of one class, the fullest name first."""
    full = group[0]
    if cls == BODY:
        return _body_node(group, context)
    if cls == "Event":
        return _event_node(group, context)
    if cls == "Document":
        return read_document(next(m for m in mentions if m.name == full), context.article, grammar=context.grammar), full, "", ()
    if cls == "Place":
        return _place_node(group, context)
    if cls == "Product":
        marked = any(re.search("[“‘《]", m.text) for m in mentions) or re.search("[A-Za-z0-9]", full)
        return (cls, full, "" if marked and len(full) > 2 else context.article), full, "", ()
    return (cls, plain_name(full) if cls == "Person" else full, ""), full, "", ()


def _body_node(group: Sequence[str], context: ArticleContext) -> Found:
    """A body that the lexicon knows before one that every article would mean, before one of this article alone."""
    spoken = dict.fromkeys(context.plain.get(name, name) for name in group)
    bodies = [read_body(name, context.article, context.around, grammar=context.grammar, names=context.names) for name in spoken]
    best = next((b for b in bodies if b.known), next((b for b in bodies if not b.target[2]), bodies[0]))
    short = [name for name in group[1:] if context.short.get(name) in group]
    also = tuple((BODY, name, "") for name in short if not LEVEL.match(name) and name not in context.names.offices)
    told = () if best.place == best.target[1] else (name for name in spoken if _tells(name, context))
    return best.target, next(iter(told), best.label), best.place, also


def _tells(name: str, context: ArticleContext) -> bool:
    """Whether the name of a body tells outside its article which body it is: 市教育局 does not."""
    return len(name) > 1 and (context.names.find(name) is not None or not is_local(name, context.grammar, context.names))


def _event_node(group: Sequence[str], context: ArticleContext) -> Found:
    """An edition by its number before one by its year, before an event of this article alone."""
    date = context.doc.article.date.isoformat() if context.doc.article.date else ""
    called = dict.fromkeys(plain_event(n, context.grammar) for n in group)
    targets = [
        target
        for name in called
        for target in event_targets(
            name, context.article, date, day=_first_day(group, context), grammar=context.grammar, names=context.names
        )
    ]
    shared = [target for target in targets if not target[2]]
    first = next((t for t in shared if t[1].startswith("第")), next(iter(shared), targets[0]))
    joint = [t for n in called for t in joint_target(n, context.article, date, grammar=context.grammar, names=context.names)]
    return first, plain_event(group[0], context.grammar), "", tuple(dict.fromkeys(t for t in (*shared, *joint) if t != first))


def _first_day(group: Sequence[str], context: ArticleContext) -> str:
    """When the article says that an event of one of these names begins: a day if it tells one, else a month or year, else ""."""
    days = [c.object.name for c in context.claims if c.relation == "startDate" and c.subject.name in group]
    return next((day for day in days if len(day) == 10), next(iter(days), ""))


def _place_node(group: Sequence[str], context: ArticleContext) -> Found:
    full = group[0]
    known = context.names.find(full)
    if known is not None and known.cls == BODY:
        return ("Place", known.label, ""), full, "", ()
    target = canonical_place(full, context.around, context.article)
    return target, spoken_division(target, full), "", tuple(t for n in group for t in venue_targets(n, context.around) if t != target)
