"""One article's mentions to the things it names, by the article alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.discourse import Discourse
from kg.entities.bodies import BODY, COUNTRY, full_name, read_body
from kg.entities.documents import read_number, telling
from kg.entities.events import editions, plain_event
from kg.entities.namesakes import find_namesakes, is_title
from kg.entities.nodes import ArticleContext, find_node, same_thing
from kg.entities.places import canonical_place, surroundings
from kg.entities.posts import STATE, read_posts, titles
from kg.entities.rivals import family_name
from kg.entities.short import find_short_names, strip_description
from kg.entities.values import ArticleEntities, Bearer, Local, Target
from kg.grammar import Grammar
from kg.model import Claim, Doc, Mention, Span
from kg.names import Names
from kg.topic import declared_names

MARKS = re.compile(r"\s+|[《》〈〉“”]")


def resolve_article(doc: Doc, claims: Sequence[Claim], discourse: Discourse, *, grammar: Grammar, names: Names) -> ArticleEntities:
    """The things that the claims of one article are about, a pure function of the article."""
    spoken = [m for reading in discourse.readings for m in reading.mentions if m.name]
    dateline = next((s.span.of(doc.article.text) for s in doc.sentences if s.kind == "dateline"), "")
    publisher = full_name(discourse.publisher, grammar=grammar, names=names)
    said = [m.name for m in spoken if m.cls in ("Place", BODY)]
    around = surroundings(dateline, said, publisher=publisher, short=names.short_places)
    declared = {short: full for short, (full, _) in declared_names(doc, discourse.readings, grammar).items()}
    context = ArticleContext(doc, claims, spoken, around, declared, publisher, {}, {}, grammar, names)
    posts = _posts(discourse, claims, find_namesakes(discourse))
    by_class: dict[str, dict[str, list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for mention in _ends(claims):
        by_class[mention.cls][mention.name].append(mention)
    bodies = {m.name for m in spoken if m.cls == BODY}
    short = find_short_names(by_class[BODY], bodies, publisher, grammar=grammar, names=names)
    plain = {name: rest for name in bodies if (rest := strip_description(name, bodies, grammar=grammar, names=names)) != name}
    context = replace(context, declared={**short, **declared}, short=short, plain=plain)
    found: list[Local] = []
    for cls, named in sorted(by_class.items()):
        for group in _group(cls, named, context):
            found += _by_scope(_local(cls, group, named, context=context))
    date = doc.article.date.isoformat() if doc.article.date else ""
    return ArticleEntities(context.article, tuple(_with_bearers(_merged(found), posts, context)), date)


def _ends(claims: Iterable[Claim]) -> Iterable[Mention]:
    ends = (m for c in claims for m in (c.subject, c.object, c.where, c.speaker) if m is not None)
    return (m for m in ends if m.cls not in ("Words", "Date"))


def _group(cls: str, named: Mapping[str, Sequence[Mention]], context: ArticleContext) -> list[list[str]]:
    """The names of one class in groups that name one thing each, the fullest name first."""
    groups: list[list[str]] = []
    unsaid = {context.short[name] for name in named if name in context.short} if cls == BODY else set()
    for name in sorted({*named, *unsaid}, key=lambda n: (cls == "Person" and is_title(n, context.grammar), -len(n), n)):
        fitting = [group for group in groups if any(same_thing(cls, name, other, context=context) for other in group)]
        if len(fitting) == 1:
            fitting[0].append(name)
        else:
            groups.append([name])
    return groups


def _local(cls: str, group: Sequence[str], named: Mapping[str, Sequence[Mention]], *, context: ArticleContext) -> Local:
    """What the article says of the thing that a group of names means."""
    mentions = sorted((m for name in group for m in named.get(name, ())), key=lambda m: m.span)
    keys = tuple(sorted({(cls, m.name, m.scope) for m in mentions}))
    target, label, place, also = find_node(cls, group, mentions, context=context)
    number, aliases = "", _aliases(cls, group, label, mentions=mentions, context=context)
    if cls == "Document":
        numbers = [found for m in mentions if (found := read_number(context.doc.article.text, m.span.end)) is not None]
        if numbers:
            number, start, end = numbers[0]
            aliases[number] = Span(start, end)
            also = (("Document", number, ""),)
            target = (cls, target[1], "")
    aliases.pop(label, None)
    if cls == "Event":
        also = tuple(dict.fromkeys((*also, *editions([*group, *aliases], target))))
    said = min((m.span for m in mentions if m.name == label and m.form == "name"), default=None)
    return Local(target, label, keys, tuple(sorted(aliases.items())), also, place, number, said=said)


def _by_scope(local: Local) -> Iterator[Local]:
    """One thing for each of two people of one name, who are told apart by the scopes of their mentions."""
    cls, name, _ = local.target
    scopes = {scope for _, _, scope in local.keys} if cls == "Person" else set()
    if len(scopes) < 2:
        yield local
        return
    for scope in sorted(scopes):
        yield replace(local, target=(cls, name, scope), keys=tuple(key for key in local.keys if key[2] == scope))


def _aliases(cls: str, group: Sequence[str], label: str, *, mentions: Sequence[Mention], context: ArticleContext) -> dict[str, Span]:
    """Further proper names and where each stands first: the other names of the group and short forms that the text uses."""
    found: dict[str, Span] = {}
    for mention in mentions:
        text = MARKS.sub("", mention.text)
        if mention.form == "short" and len(text) > 1 and (cls != "Document" or telling(text, context.grammar) > 2):
            found.setdefault(text, mention.span)
        if mention.name != label and (mention.form in ("name", "short") or mention.name not in found):
            found.setdefault(mention.name, mention.span)
    found = {
        name: span
        for name, span in found.items()
        if name not in context.plain and (cls != "Event" or plain_event(name, context.grammar) == name)
    }
    text = context.doc.article.text
    for short, full in sorted(context.declared.items()):
        place = text.find(short)
        if full in group and place >= 0 and (cls != "Document" or telling(short, context.grammar) > 2):
            found.setdefault(short, Span(place, place + len(short)))
    return found


def _merged(found: Iterable[Local]) -> list[Local]:
    """Things of one node made one."""
    by_target: dict[Target, list[Local]] = defaultdict(list)
    for local in found:
        by_target[local.target].append(local)
    return [_merge(by_target[target]) for target in sorted(by_target)]


def _merge(same: Sequence[Local]) -> Local:
    if len(same) == 1:
        return same[0]
    first = min(same, key=lambda local: (-len(local.label), local.label))
    aliases: dict[str, Span] = {}
    for local in same:
        for name, span in (*local.aliases, *([(local.label, local.said)] if local.said is not None else [])):
            aliases[name] = min(span, aliases.get(name, span))
    return Local(
        first.target,
        first.label,
        tuple(sorted({key for local in same for key in local.keys})),
        tuple(sorted((name, span) for name, span in aliases.items() if name != first.label)),
        tuple(sorted({target for local in same for target in local.also})),
        first.place,
        first.number,
        said=first.said,
    )


def _posts(discourse: Discourse, claims: Sequence[Claim], scopes: Mapping[Span, str]) -> dict[tuple[str, str], set[str]]:
    """Name and scope of a person -> words of the posts that the article gives, in claims and elsewhere."""
    posts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for reading in discourse.readings:
        for post in reading.posts:
            posts[post.person.name, scopes.get(post.person.span, post.person.scope)].add(post.words.name)
    for claim in claims:
        if claim.relation == "position":
            posts[claim.subject.name, claim.subject.scope].add(claim.object.name)
    return posts


def _with_bearers(found: Sequence[Local], posts: Mapping[tuple[str, str], set[str]], context: ArticleContext) -> list[Local]:
    """The things, the people among them with what tells them from namesakes."""
    target_of = {key: local.target for local in found for key in local.keys}
    bodies = _shared_bodies(context)
    around = {*bodies.values(), context.publisher} | {
        canonical_place(m.name, context.around, context.article)[1] for m in context.mentions if m.cls == "Place"
    }
    people = {m.name for m in context.mentions if m.cls == "Person" and len(m.name) > 2}
    out = []
    for local in found:
        if local.target[0] != "Person":
            out.append(local)
            continue
        called = {name for _, name, _ in local.keys}
        own = [post for _, name, scope in local.keys for post in posts.get((name, scope), ())]
        held = read_posts(own, bodies, publisher=context.publisher, around=context.around, grammar=context.grammar, names=context.names)
        bearer = Bearer(
            frozenset(post.words for post in held),
            frozenset().union(*(post.employers for post in held)),
            frozenset(around - {COUNTRY, ""}),
            frozenset(people - called),
            frozenset(target for target in _taken_part_in(called, target_of, context) if not target[2]),
            frozenset().union(*(post.offices for post in held)),
            context.doc.article.date.isoformat() if context.doc.article.date else "",
            context.publisher,
        )
        out.append(replace(local, bearer=bearer, also=_titled(local, bearer, context.grammar)))
    return [_without_common_signs(local, out) for local in out]


def _shared_bodies(context: ArticleContext) -> dict[str, str]:
    """Each name that the article has for a body -> the body's canonical name, where that means the same in every article."""
    named = dict.fromkeys(m.name for m in context.mentions if m.cls == BODY)
    read = {name: read_body(name, context.article, context.around, grammar=context.grammar, names=context.names) for name in named}
    return {name: body.target[1] for name, body in read.items() if not body.target[2]}


def _taken_part_in(called: Collection[str], target_of: Mapping[tuple[str, str, str], Target], context: ArticleContext) -> set[Target]:
    """The events, documents and products that the article ties to a person of one of these names."""
    return {
        target_of[other.cls, other.name, other.scope]
        for claim in context.claims
        for end, other in ((claim.subject, claim.object), (claim.object, claim.subject))
        if end.cls == "Person" and end.name in called and other.cls in ("Event", "Document", "Product")
    }


def _titled(local: Local, bearer: Bearer, grammar: Grammar) -> tuple[Target, ...]:
    """The family name with the title, which in all articles means the one who holds an office of the whole state."""
    family = family_name(local.label, grammar) if STATE in bearer.offices else ""
    heads = {head for post in bearer.posts for head in titles(post, grammar)} if family else ()
    return tuple(("Person", family + head, "") for head in sorted(heads))


def _without_common_signs(local: Local, found: Sequence[Local]) -> Local:
    """Of one of two people of one name in one article only what the other has not: what the article shares tells neither."""
    cls, name, _ = local.target
    others = [other.bearer for other in found if other is not local and other.target[:2] == (cls, name) and other.bearer is not None]
    if local.bearer is None or not others:
        return local
    common = frozenset().union(*(other.employers for other in others))
    own = Bearer(local.bearer.posts, local.bearer.employers - common, offices=local.bearer.offices, day=local.bearer.day)
    return replace(local, bearer=own)
