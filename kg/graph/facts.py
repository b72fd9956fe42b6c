"""Articles, claims and entities as triples in plain values; a direct triple stands for every asserted claim and for nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Any

from rdflib import DCTERMS, RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.namespace import PROV, SDO

from kg.errors import GraphError
from kg.graph.descriptions import Described
from kg.graph.posts import Employers
from kg.graph.terms import to_dataset, to_terms
from kg.messages import message
from kg.model import ISO_DATE, Alias, Article, Claim, Entity, Mention, Modality, Span
from kg.namespaces import BASE
from kg.ontology import KG, Ontology, digest, mint, mint_article
from kg.rdf import Fact, LiteralValue, Value, to_value
from kg.times import date_bounds

Key = tuple[str, str, str, str]

DATED: tuple[Modality, ...] = ("asserted", "planned")
DATE_TYPES = {4: str(XSD.gYear), 7: str(XSD.gYearMonth), 10: str(XSD.date)}
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"  # ISO 8601-2 as the Library of Congress types it
SENTENCE_END = re.compile(r"[。！？!?\n]")
# Plain strings: those of rdflib are a class of their own, which costs as much again in every comparison.
TYPE, SUBJECT, PREDICATE, OBJECT = (str(term) for term in (RDF.type, RDF.subject, RDF.predicate, RDF.object))
LABEL, ALT_LABEL, NAME = str(RDFS.label), str(SKOS.altLabel), str(KG.name)
CLAIM, ALIAS_CLAIM, ASSERTED, MODALITY = (str(term) for term in (KG.Claim, KG.AliasClaim, KG.asserted, KG.modality))
IDENTIFIER, DERIVED = str(DCTERMS.identifier), str(PROV.wasDerivedFrom)
SENTENCE, BEGIN, END = str(KG.sentence), str(KG.begin), str(KG.end)
SUBJECT_AT, PREDICATE_AT, OBJECT_AT = str(KG.subjectAt), str(KG.predicateAt), str(KG.objectAt)
CONFIDENCE, PATTERN, WHEN = str(KG.confidence), str(KG.pattern), str(KG.when)
WHERE, SAID_BY = str(KG.where), str(KG.saidBy)
INTEGER, DECIMAL, DATE = str(XSD.integer), str(XSD.decimal), str(XSD.date)


@dataclass(slots=True)
class _Gathered:
    """What claims of any article say of one entity: its direct triples, and the days that date it."""

    facts: dict[tuple[str, Value], None] = field(default_factory=dict)
    days: list[tuple[str, str]] = field(default_factory=list)


class GraphFacts:
    """The triples of a build, article by article and then entity by entity; they depend on the values alone, not on their order.

    `entities` gives for (article id, class, name, scope) of every mention of the claims its node. Nodes that `Entity.links` point at are
    to be among the values. Of two claims that the same words of an article make, the more confident stays; those whose IRIs are `dropped`
    are left out. Every method raises GraphError where the values contradict each other.
    """

    def __init__(
        self,
        entities: Mapping[Key, Entity],
        ontology: Ontology,
        *,
        base: str = BASE,
        ties: Iterable[Fact] = (),
        dropped: Collection[str] = (),
    ) -> None:
        self.entities = entities
        self.ontology = ontology
        self.base = base
        self.dropped = dropped
        self.unseen = set(dropped)  # the claims to drop that were not there
        self.claims = 0
        self._ties: dict[str, list[Fact]] = defaultdict(list)
        for tie in ties:
            self._ties[tie[0]].append(tie)
        self._ids: set[str] = set()
        self._id_of: dict[str, str] = {}
        self._used: set[str] = {str(KG.subjectClass), str(KG.objectClass)}
        self._nodes = self._group_entities()
        self._aliases, self._learnt = self._group_aliases()
        self._gathered: dict[str, _Gathered] = defaultdict(_Gathered)
        self._employers = Employers(entities, ontology)
        self._described = Described(entities, ontology)

    def of_article(self, article: Article, claims: Sequence[Claim]) -> Iterator[Fact]:
        """The triples whose subjects are this article, its claims, and the claims of names that it uses."""
        node = self._take(article)
        employments = self._employers.of_article(article, claims)
        kept = [claim for claim in (*claims, *employments) if not self._is_dropped(claim)]
        self._described.read(article, kept)
        aliases = (self._alias_claim(entity, alias, article) for entity, alias in self._aliases.pop(article.id, ()))
        said = (self._article(node, article), *aliases, self._claims(kept, article), self._ties.pop(node, ()))
        yield from self._noted(chain.from_iterable(said))

    def of_entities(self) -> Iterator[tuple[str, list[Fact]]]:
        """Each entity with its triples, by IRI; asked for when all articles are told."""
        self._refuse_unknown_sources()
        described = dict(self._described.describe())
        for iri in sorted(self._nodes):
            about = described.get(iri)
            facts = [fact for entity in self._nodes[iri] for fact in self._entity(entity)]
            facts += [(iri, str(SDO.disambiguatingDescription), _words(_nfc(about)))] if about else []
            if iri in self._gathered:
                facts += [(iri, *fact) for fact in self._gathered[iri].facts] + list(_bounds(iri, self._gathered[iri].days))
            yield iri, list(self._noted(facts))

    def of_the_rest(self, options: Mapping[str, str]) -> Iterator[Fact]:
        """What is told of sources, of the build, and of the terms that were used; asked for when all else is told.

        `options` may hold "version", "engine", "decisions" (a hash), "licence" (an IRI) and the options of the build.
        """
        learnt = (self._alias_claim(entity, alias) for entity, alias in self._learnt)
        dataset = ((str(s), str(p), to_value(o)) for s, p, o in to_dataset(self.base, self.ontology, options))
        yield from self._noted(chain(*learnt, *self._ties.values(), dataset))
        yield from ((str(s), str(p), to_value(o)) for s, p, o in to_terms(self._used, self.ontology))

    def _noted(self, facts: Iterable[Fact]) -> Iterator[Fact]:
        """The same triples; the terms among them are remembered."""
        used = self._used
        for fact in facts:
            used.add(fact[1])
            if fact[1] in (TYPE, PREDICATE, MODALITY) and isinstance(fact[2], str):
                used.add(fact[2])
            yield fact

    def _take(self, article: Article) -> str:
        """The IRI of an article that was not told before."""
        if article.id in self._ids:
            raise GraphError(message("two articles have the id {id!r}; give each its own", id=article.id))
        self._ids.add(article.id)
        node = mint_article(self.base, article.id)
        other = self._id_of.setdefault(node, article.id)
        if other != article.id:
            raise GraphError(
                message("the articles {other!r} and {id!r} get one IRI; rename one", other=other, id=article.id),
            )
        return node

    def _is_dropped(self, claim: Claim) -> bool:
        if not self.dropped:
            return False
        iri = claim_iri(self.base, claim)
        self.unseen.discard(iri)
        return iri in self.dropped

    def _group_entities(self) -> dict[str, list[Entity]]:
        """IRI -> the values that stand for it, one but for callers who give several."""
        nodes: dict[str, list[Entity]] = {}
        for entity in self.entities.values():
            found = nodes.setdefault(entity.iri, [])
            if any(known is entity for known in found) or entity in found:
                continue
            if found and (found[0].cls, found[0].label) != (entity.cls, entity.label):
                known = found[0]
                raise GraphError(
                    message(
                        "{iri}: two entities share it, {cls} {label} and {other_cls} {other}",
                        iri=entity.iri,
                        cls=known.cls,
                        label=known.label,
                        other_cls=entity.cls,
                        other=entity.label,
                    ),
                )
            found.append(entity)
        return nodes

    def _group_aliases(self) -> tuple[dict[str, list[tuple[Entity, Alias]]], list[tuple[Entity, Alias]]]:
        """Article id -> the names that it gives to entities; and those that come from no article."""
        by_article: dict[str, list[tuple[Entity, Alias]]] = defaultdict(list)
        learnt: list[tuple[Entity, Alias]] = []
        for entity in chain.from_iterable(self._nodes.values()):
            label = _nfc(entity.label)
            for alias in entity.aliases:
                if _nfc(alias.name) != label:
                    (learnt if alias.span is None else by_article[alias.source]).append((entity, alias))
        return by_article, learnt

    def _refuse_unknown_sources(self) -> None:
        for source in self._aliases:
            raise GraphError(message("a claim names the article {source!r}, which is not there", source=source))

    def _article(self, node: str, article: Article) -> Iterator[Fact]:
        """What is known of an article itself."""
        yield node, TYPE, str(SDO.NewsArticle)
        yield node, IDENTIFIER, LiteralValue(article.id)
        yield node, str(KG.sha256), LiteralValue(article.sha256)
        named = ((DCTERMS.title, article.title), (DCTERMS.publisher, article.publisher), (DCTERMS.creator, article.byline))
        yield from ((node, str(predicate), _words(value)) for predicate, value in named if value)
        if article.page:
            yield node, str(SDO.pageStart), LiteralValue(article.page)
        if article.date:
            yield node, str(DCTERMS.issued), LiteralValue(article.date.isoformat(), "", DATE)
        if article.dated:
            yield node, str(KG.dateOrigin), LiteralValue(article.dated.removeprefix("from").lower())
        if article.source:
            yield node, str(DCTERMS.source), _link_value(article.source)

    def _entity(self, entity: Entity) -> Iterator[Fact]:
        """Classes, names and links of a node."""
        node = entity.iri
        if entity.cls not in self.ontology.classes:
            raise GraphError(message("{iri}: no class {cls} in the ontology", iri=entity.iri, cls=entity.cls))
        label = _nfc(entity.label)
        for role in (entity.cls, *entity.roles, *self.ontology.find_kinds(entity.cls, label)):
            for name in (role, *self.ontology.classes[role].parents):
                yield node, TYPE, str(self.ontology.classes[name].iri)
        yield node, LABEL, _words(label)
        yield node, NAME, LiteralValue(label)
        for predicate, value in entity.links:
            yield node, str(predicate), _link_value(value)
        for alias in entity.aliases:
            name = _nfc(alias.name)
            if name != label:
                yield node, ALT_LABEL, _words(name)
                yield node, NAME, LiteralValue(name)

    def _alias_claim(self, entity: Entity, alias: Alias, article: Article | None = None) -> Iterator[Fact]:
        name = _nfc(alias.name)
        place = f"{alias.span.start}-{alias.span.end}" if alias.span else digest(entity.iri)
        claim = mint(self.base, "Claim", alias.source, scope=f"altLabel-{place}-{digest(alias.source, name)[:8]}")
        yield claim, TYPE, ALIAS_CLAIM
        yield claim, TYPE, CLAIM
        yield claim, SUBJECT, entity.iri
        yield claim, PREDICATE, ALT_LABEL
        yield claim, OBJECT, _words(name)
        yield claim, MODALITY, ASSERTED
        if alias.span is None or article is None:
            yield from self._authority(claim, alias.source)
        else:
            yield claim, DERIVED, mint_article(self.base, article.id)
            yield claim, OBJECT_AT, _char(alias.span)
            yield from _evidence(claim, article, sentence_around(article.text, alias.span))

    def _authority(self, claim: str, source: str) -> Iterator[Fact]:
        node = source if _is_iri(source) else mint(self.base, "Source", source)
        yield claim, DERIVED, node
        yield node, TYPE, str(PROV.Entity)
        yield node, IDENTIFIER, LiteralValue(source)

    def _claims(self, claims: Sequence[Claim], article: Article) -> Iterator[Fact]:
        """Every claim, with the days between which it lies; what it says of its subject is gathered."""
        for iri, claim in _best(self.base, claims).items():
            subject, predicate, obj = self._fact(claim)
            if subject == obj:  # two names of one thing: nothing is said of it
                continue
            self.claims += 1
            yield from self._claim(iri, claim, article)
            yield from ((iri, SUBJECT, subject), (iri, PREDICATE, predicate), (iri, OBJECT, obj))
            if claim.modality == "asserted":
                self._gathered[subject].facts[predicate, obj] = None
            if claim.object.cls == "Date" and claim.modality in DATED:
                self._gathered[subject].days.append(date_bounds(claim.object.name))
            edtf = claim.when or (claim.object.name if claim.object.cls == "Date" else "")
            if edtf:
                yield from _bounds(iri, [date_bounds(edtf)])

    def _fact(self, claim: Claim) -> tuple[str, str, Value]:
        relation = self.ontology.relations.get(claim.relation)
        if relation is None:
            raise GraphError(
                message("article {article}: no relation {relation} in the ontology", article=claim.article, relation=claim.relation),
            )
        return self._node(claim, claim.subject), str(relation.iri), self._term(claim, claim.object)

    def _claim(self, node: str, claim: Claim, article: Article) -> Iterator[Fact]:
        yield node, TYPE, CLAIM
        yield node, MODALITY, str(KG[claim.modality])
        yield node, DERIVED, mint_article(self.base, article.id)
        yield from _evidence(node, article, claim.evidence)
        yield node, SUBJECT_AT, _char(claim.subject.span)
        yield node, PREDICATE_AT, _char(claim.predicate)
        yield node, OBJECT_AT, _char(claim.object.span)
        yield node, CONFIDENCE, LiteralValue(_shortest(claim.confidence), "", DECIMAL)
        yield node, PATTERN, LiteralValue(claim.pattern)
        if claim.when:
            yield node, WHEN, _date(claim.when) if ISO_DATE.fullmatch(claim.when) else LiteralValue(claim.when, "", EDTF)
        if claim.where:
            yield node, WHERE, self._node(claim, claim.where)
        if claim.speaker:
            yield node, SAID_BY, self._node(claim, claim.speaker)

    def _term(self, claim: Claim, mention: Mention) -> Value:
        if mention.cls == "Words":
            return _words(mention.name)
        if mention.cls == "Date":
            if not ISO_DATE.fullmatch(mention.name):
                raise GraphError(
                    message(
                        "article {article}: {name!r} is no date; YYYY, YYYY-MM or YYYY-MM-DD is needed",
                        article=claim.article,
                        name=mention.name,
                    ),
                )
            return _date(mention.name)
        return self._node(claim, mention)

    def _node(self, claim: Claim, mention: Mention) -> str:
        entity = self.entities.get((claim.article, mention.cls, mention.name, mention.scope))
        if entity is None:
            raise GraphError(
                message("article {article}: no entity for {cls} {name!r}", article=claim.article, cls=mention.cls, name=mention.name),
            )
        return entity.iri


def claims_by_article(articles: Iterable[Article], claims: Iterable[Claim]) -> Iterator[tuple[Article, list[Claim]]]:
    """Each article with its claims; raises GraphError where a claim names none of them."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.article].append(claim)
    for article in articles:
        yield article, found.pop(article.id, [])
    for source in found:
        raise GraphError(message("a claim names the article {source!r}, which is not there", source=source))


def claim_iri(base: str, claim: Claim) -> str:
    """The IRI of a claim: article, relation, offsets and words of its text, never a resolved IRI.

    The offsets are those of predicate, subject and object; the hash tells apart names that one span yields (中美两国).
    """
    starts = "-".join(str(span.start) for span in (claim.predicate, claim.subject.span, claim.object.span))
    ends = [(m.span.start, m.span.end, m.cls, m.name, m.scope) for m in (claim.subject, claim.object)]
    words = digest(claim.article, claim.predicate, claim.evidence, *ends)
    return mint(base, "Claim", claim.article, scope=f"{claim.relation}-{starts}-{words[:8]}")


def sentence_around(text: str, span: Span) -> Span:
    """The sentence that holds `span`, by its closing marks alone."""
    starts = [match.end() for match in SENTENCE_END.finditer(text, 0, span.start)]
    end = SENTENCE_END.search(text, span.end)
    if end is None:
        return Span(starts[-1] if starts else 0, len(text))
    return Span(starts[-1] if starts else 0, end.start() if end.group() == "\n" else end.end())


def _best(base: str, claims: Iterable[Claim]) -> dict[str, Claim]:
    """IRI -> claim; of several with one IRI the most confident, then the first by pattern, modality and time."""
    best: dict[str, Claim] = {}
    for claim in claims:
        iri = claim_iri(base, claim)
        if iri not in best or _preference(claim) < _preference(best[iri]):
            best[iri] = claim
    return best


def _preference(claim: Claim) -> tuple[Decimal, str, str, str, str]:
    return -claim.confidence, claim.pattern, claim.modality, claim.when, repr((claim.speaker, claim.where))


def _evidence(node: str, article: Article, span: Span) -> Iterator[Fact]:
    yield node, SENTENCE, _words(span.of(article.text))
    yield node, BEGIN, LiteralValue(str(span.start), "", INTEGER)
    yield node, END, LiteralValue(str(span.end), "", INTEGER)


def _bounds(node: str, pairs: Sequence[tuple[str, str]]) -> Iterator[Fact]:
    first = min((earliest for earliest, _ in pairs if earliest), default="")
    last = max((latest for _, latest in pairs if latest), default="")
    if first:
        yield node, str(KG.earliest), LiteralValue(first, "", DATE)
    if last:
        yield node, str(KG.latest), LiteralValue(last, "", DATE)


def _link_value(value: Any) -> Value:
    """A link of an entity, which may be a term of rdflib or the text of one."""
    if isinstance(value, (URIRef, Literal)):
        return to_value(value)
    return value if _is_iri(value) else LiteralValue(value)


def _is_iri(value: str) -> bool:
    return re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", value) is not None


def _words(text: str) -> LiteralValue:
    return LiteralValue(text, "zh")


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _char(span: Span) -> LiteralValue:
    return LiteralValue(f"char={span.start},{span.end}")


def _date(iso: str) -> LiteralValue:
    return LiteralValue(iso, "", DATE_TYPES[len(iso)])


def _shortest(number: Decimal) -> str:
    digits = f"{number.normalize():f}"
    return digits if "." in digits else f"{digits}.0"
