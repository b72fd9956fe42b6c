"""Mentions of all articles to entities: one node for what is certainly one thing, two for what may be two."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.discourse import core_name
from kg.grammar import Grammar
from kg.mentions.phrases import EDITION
from kg.model import Alias, Article, Claim, Entity, Mention, Span
from kg.names import Names
from kg.ontology import KG, mint
from kg.places import locate

Key = tuple[str, str, str, str]
LOCAL = re.compile(r"[省市县区州镇乡村校院]")


@dataclass(frozen=True, slots=True)
class ArticleEntities:
    """What one article's mentions name: for each (class, name, scope) the canonical name, the scope that tells it apart, and further names with places."""

    article: str
    canonical: tuple[tuple[tuple[str, str, str], tuple[str, str, str]], ...]
    aliases: tuple[tuple[tuple[str, str, str], tuple[tuple[str, Span], ...]], ...]
    posts: tuple[tuple[str, tuple[str, ...]], ...]


def resolve_article(article: Article, claims: Sequence[Claim], grammar: Grammar, names: Names) -> ArticleEntities:
    """Group the names of one article's claims, a pure function of the article."""
    mentions = [m for c in claims for m in (c.subject, c.object, c.where, c.speaker) if m is not None and m.cls not in {"Words", "Date"}]
    groups: dict[tuple[str, str, str], str] = {}
    by_class: dict[str, list[str]] = defaultdict(list)
    for mention in mentions:
        if mention.name not in by_class[mention.cls]:
            by_class[mention.cls].append(mention.name)
    for cls, listed in by_class.items():
        for name, full in _group(cls, listed, names).items():
            groups[cls, name, ""] = full
    canonical, found = {}, defaultdict(set)
    for mention in mentions:
        key = (mention.cls, mention.name, mention.scope)
        full = groups[mention.cls, mention.name, ""]
        target = (mention.cls, full, _scope(article, mention.cls, full, grammar, names))
        canonical[key] = target
        if mention.name != full:
            found[target].add((mention.name, mention.span))
        if mention.form in {"name", "short"} and _proper_alias(mention, full):
            found[target].add((re.sub(r"\s+|[《》“”]", "", mention.text), mention.span))
    posts = defaultdict(set)
    for claim in claims:
        if claim.relation == "position":
            posts[claim.subject.name].add(claim.object.name)
    return ArticleEntities(
        article.id,
        tuple(sorted(canonical.items())),
        tuple((target, tuple(sorted(_first(pairs).items()))) for target, pairs in sorted(found.items())),
        tuple((person, tuple(sorted(words))) for person, words in sorted(posts.items())),
    )


def resolve(articles: Iterable[ArticleEntities], *, base: str, names: Names) -> dict[Key, Entity]:
    """The node of every mention of every article; the same whatever the order of articles."""
    articles = sorted(articles, key=lambda a: a.article)
    people = _people(articles)
    aliases: dict[str, set[Alias]] = defaultdict(set)
    nodes: dict[Key, tuple[str, str, str]] = {}
    for one in articles:
        for key, (cls, name, scope) in one.canonical:
            scope = people.get((one.article, name), scope) if cls == "Person" else scope
            nodes[one.article, *key] = (cls, name, scope)
        for (cls, name, scope), pairs in one.aliases:
            scope = people.get((one.article, name), scope) if cls == "Person" else scope
            iri = mint(base, cls, name, scope)
            aliases[iri].update(Alias(alias, one.article, span) for alias, span in pairs if alias != name)
    entities: dict[tuple[str, str, str], Entity] = {}
    for cls, name, scope in sorted(set(nodes.values())):
        iri = mint(base, cls, name, scope)
        entities[cls, name, scope] = Entity(iri, cls, name, tuple(sorted(_first_alias(aliases[iri]), key=lambda a: (a.name, a.source))))
    placed = {target: replace(entity, links=_links(entity, base)) for target, entity in _merged_labels(entities).items()}
    out = {key: placed[target] for key, target in nodes.items()}
    out.update(_containers(placed.values(), base))
    return out


def _group(cls: str, listed: Sequence[str], names: Names) -> dict[str, str]:
    """Each name of one class in an article with the name that stands for its group."""
    chosen: dict[str, str] = {}
    for name in sorted(listed, key=lambda n: (-len(n), n)):
        known = names.find(name) if cls in {"Organization", "Person"} else None
        full = known.label if known is not None and known.cls == cls else name
        if cls == "Place":
            full = _division(name)
        match = next((other for other in chosen.values() if _same(cls, full, other)), None)
        chosen[name] = match or full
    return chosen


def _same(cls: str, short: str, long: str) -> bool:
    """Whether two names of one article name one thing; `long` is the longer."""
    if short == long:
        return True
    if cls == "Event":
        ours, theirs = EDITION.findall(short), EDITION.findall(long)
        if ours and theirs and not set(ours) & set(theirs):
            return False
        return core_name(short) == core_name(long)
    if cls == "Person":
        return "·" in long and short in re.split("[·•]", long)[-1:]
    if cls == "Organization":
        return short.replace("政府", "人民政府") == long or _is_short_form(short, long)
    return False


def _is_short_form(short: str, long: str) -> bool:
    """A clipped name of the same body: 江西省科技厅 of 江西省科学技术厅, 四达时代 of 四达时代集团; never a bare head or another place."""
    if len(short) < 4 or len(short) >= len(long):
        return False
    if long.startswith(short):
        return bool(re.fullmatch(r"集团|公司|有限公司|股份有限公司|集团公司|集团有限公司|集团股份有限公司", long[len(short) :]))
    if short[:2] != long[:2] or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(char in rest for char in short) and len(short) >= len(long) - 3


def _division(name: str) -> str:
    """A province or city by its official name; anything else as it is written."""
    place = locate(name)
    if place is not None and not place.rest and place.country == "CN" and place.level in {"province", "city"}:
        return place.name
    return name


def _scope(article: Article, cls: str, name: str, grammar: Grammar, names: Names) -> str:
    """What tells this node from others of its name in other articles: nothing, the year, or the article."""
    if cls == "Organization":
        return article.id if LOCAL.match(name) or (names.find(name) is None and len(name) < 4 and name in grammar.words["orgHead"]) else ""
    if cls == "Event":
        if EDITION.search(name):
            return ""
        proper = "“" in name or len(name) >= 8
        return str(article.date.year) if proper and article.date else article.id
    if cls == "Document":
        return "" if len(name) >= 7 else article.id
    if cls == "Product":
        return "" if len(name) >= 4 else article.id
    return ""


def _people(articles: Sequence[ArticleEntities]) -> dict[tuple[str, str], str]:
    """(article, name) -> scope of a person: empty where all bearers of the name share posts, else the post, else the article."""
    bearers: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for one in articles:
        posts = dict(one.posts)
        for name in sorted({target[1] for _, target in one.canonical if target[0] == "Person"}):
            bearers[name].append((one.article, frozenset(posts.get(name, ()))))
    scopes: dict[tuple[str, str], str] = {}
    for name, found in bearers.items():
        clusters = _clusters(found)
        for cluster in clusters:
            counted = Counter(post for _, posts in cluster for post in posts)
            scope = min(counted, key=lambda p: (-counted[p], p)) if counted else cluster[0][0]
            for article, _ in cluster:
                scopes[article, name] = "" if len(clusters) == 1 else scope
    return scopes


def _clusters(found: Sequence[tuple[str, frozenset[str]]]) -> list[list[tuple[str, frozenset[str]]]]:
    """Articles joined by shared posts; one without a post stays alone."""
    clusters: list[list[tuple[str, frozenset[str]]]] = []
    for article in found:
        joined = [c for c in clusters if any(article[1] & other[1] for other in c)]
        clusters = [c for c in clusters if c not in joined] + [sorted([*(a for c in joined for a in c), article])]
    return sorted(clusters)


def _proper_alias(mention: Mention, full: str) -> bool:
    text = re.sub(r"\s+|[《》“”]", "", mention.text)
    return mention.form == "short" and text != full and len(text) > 1


def _first(pairs: Iterable[tuple[str, Span]]) -> dict[str, Span]:
    first: dict[str, Span] = {}
    for name, span in sorted(pairs, key=lambda p: (p[0], p[1])):
        first.setdefault(name, span)
    return first


def _first_alias(aliases: Iterable[Alias]) -> list[Alias]:
    return sorted(aliases, key=lambda a: (a.name, a.source, a.span or Span(0, 0)))


def _merged_labels(entities: Mapping[tuple[str, str, str], Entity]) -> dict[tuple[str, str, str], Entity]:
    """Nodes whose IRIs coincide (names that differ only in characters no IRI keeps) share the first label and all names."""
    first: dict[str, Entity] = {}
    for entity in entities.values():
        known = first.get(entity.iri)
        first[entity.iri] = entity if known is None else replace(known, aliases=tuple(sorted({*known.aliases, *entity.aliases}, key=lambda a: (a.name, a.source, a.span or Span(0, 0)))))
    return {target: first[entity.iri] for target, entity in entities.items()}


def _links(entity: Entity, base: str) -> tuple[tuple[str, str], ...]:
    """The division that a place lies in."""
    if entity.cls != "Place":
        return ()
    container = _container(entity.label)
    return ((str(KG.inPlace), mint(base, "Place", container)),) if container and container != entity.label else ()


def _container(name: str) -> str:
    place = locate(name)
    if place is None or place.country != "CN":
        return ""
    chain = [part for part in (place.province, place.city, place.county) if part]
    if not place.rest and chain and chain[-1] == place.name:
        chain.pop()
    return chain[-1] if chain and chain[-1] != name else ""


def _containers(entities: Iterable[Entity], base: str) -> dict[Key, Entity]:
    """The divisions that places of the texts lie in, up to the province, as nodes of their own."""
    found: dict[Key, Entity] = {}
    known = {entity.iri for entity in entities}
    queue = [entity.label for entity in entities if entity.cls == "Place"]
    while queue:
        container = _container(queue.pop())
        iri = mint(base, "Place", container) if container else ""
        if container and iri not in known:
            known.add(iri)
            entity = Entity(iri, "Place", container)
            found["", "Place", container, ""] = replace(entity, links=_links(entity, base))
            queue.append(container)
    return found
