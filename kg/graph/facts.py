"""Articles, claims and entities as triples; a direct triple stands for every asserted claim and for nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain

from rdflib import DCTERMS, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import PROV, SDO
from rdflib.term import Node

from kg.errors import GraphError
from kg.graph.descriptions import find_descriptions
from kg.graph.posts import find_employments
from kg.graph.terms import to_dataset, to_terms
from kg.model import ISO_DATE, Alias, Article, Claim, Entity, Mention, Modality, Span
from kg.namespaces import BASE
from kg.ontology import KG, Ontology, check_base, digest, mint, mint_article, prefix_table
from kg.times import date_bounds

Triple = tuple[Node, Node, Node]
Key = tuple[str, str, str, str]

DATED: tuple[Modality, ...] = ("asserted", "planned")
DATE_TYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")  # ISO 8601-2 as the Library of Congress types it
SENTENCE_END = re.compile(r"[。！？!?\n]")


def to_graph(
    articles: Sequence[Article],
    claims: Sequence[Claim],
    entities: Mapping[Key, Entity],
    *,
    ontology: Ontology,
    base: str = BASE,
    options: Mapping[str, str],
    ties: Iterable[Triple] = (),
    dropped: Collection[str] = (),
) -> Graph:
    """The graph of a build; it depends on the values alone, not on their order.

    `entities` gives for (article id, class, name, scope) of every mention of the claims its node. Nodes that `Entity.links` points at are
    to be among the values. Of two claims that the same words of an article make, the more confident stays. `options` may hold
    "version", "engine", "decisions" (a hash), "licence" (an IRI) and the options of the build. Raises GraphError where the values
    contradict each other.
    """
    graph = Graph(bind_namespaces="none")
    table = prefix_table(check_base(base), ontology)
    own = {prefix: str(namespace) for prefix, namespace in ontology.graph.namespaces() if str(namespace) not in table.values()}
    for prefix, namespace in (own | table).items():
        graph.bind(prefix, namespace)
    builder = _Builder(articles, entities, ontology, base=base)
    employments = find_employments(articles, claims, entities, ontology=ontology)
    kept = [claim for claim in (*claims, *employments) if not dropped or claim_iri(base, claim) not in dropped]
    described = builder.descriptions_as_triples(find_descriptions(articles, kept, entities, ontology=ontology))
    said = (builder.articles_as_triples(), builder.entities_as_triples(), described, builder.claims_as_triples(kept), ties)
    for triple in chain(*said, to_dataset(base, ontology, options)):
        graph.add(triple)
    for triple in to_terms(graph, ontology):
        graph.add(triple)
    return graph


class _Builder:
    """What the triples of one build share: the articles by id and the terms of names, classes and relations made once."""

    def __init__(self, articles: Sequence[Article], entities: Mapping[Key, Entity], ontology: Ontology, *, base: str) -> None:
        self.articles = _by_id(articles)
        self.entities = entities
        self.ontology = ontology
        self.base = base
        self.article_nodes = {identifier: URIRef(mint_article(base, identifier)) for identifier in self.articles}
        self._refuse_shared_iris()
        self.nodes = {iri: URIRef(iri) for iri in sorted({entity.iri for entity in entities.values()})}

    def articles_as_triples(self) -> Iterator[Triple]:
        """What is known of each article itself."""
        for article in self.articles.values():
            node = self.article_nodes[article.id]
            yield node, RDF.type, SDO.NewsArticle
            yield node, DCTERMS.identifier, Literal(article.id)
            yield node, KG.sha256, Literal(article.sha256)
            named = ((DCTERMS.title, article.title), (DCTERMS.publisher, article.publisher), (DCTERMS.creator, article.byline))
            yield from ((node, predicate, _words(value)) for predicate, value in named if value)
            if article.page:
                yield node, SDO.pageStart, Literal(article.page)
            if article.date:
                yield node, DCTERMS.issued, Literal(article.date.isoformat(), datatype=XSD.date)
            if article.dated:
                yield node, KG.dateOrigin, Literal(article.dated.removeprefix("from").lower())
            if article.source:
                yield node, DCTERMS.source, URIRef(article.source) if _is_iri(article.source) else Literal(article.source)

    def entities_as_triples(self) -> Iterator[Triple]:
        """Classes, names, links and alias claims of each node."""
        seen: dict[str, Entity] = {}
        for entity in self.entities.values():
            known = seen.setdefault(entity.iri, entity)
            if known is entity:
                yield from self._entity(entity)
            elif (known.cls, known.label) != (entity.cls, entity.label):
                raise GraphError(
                    f"{entity.iri}: two entities share it, {known.cls} {known.label} and {entity.cls} {entity.label}",
                    f"{entity.iri}：两个实体共用此 IRI：{known.cls} {known.label} 与 {entity.cls} {entity.label}",
                )
            elif known != entity:
                yield from self._entity(entity)

    def descriptions_as_triples(self, described: Iterable[tuple[str, str]]) -> Iterator[Triple]:
        """What tells nodes of one name apart."""
        return ((self.nodes[iri], SDO.disambiguatingDescription, _words(_nfc(text))) for iri, text in described)

    def _entity(self, entity: Entity) -> Iterator[Triple]:
        node = self.nodes[entity.iri]
        cls = self.ontology.classes.get(entity.cls)
        if cls is None:
            raise GraphError(f"{entity.iri}: no class {entity.cls} in the ontology", f"{entity.iri}：本体中没有类 {entity.cls}")
        for role in (cls, *(self.ontology.classes[name] for name in entity.roles)):
            for name in (role.name, *role.parents):
                yield node, RDF.type, self.ontology.classes[name].iri
        label = _nfc(entity.label)
        yield node, RDFS.label, _words(label)
        yield node, KG.name, Literal(label)
        for predicate, value in entity.links:
            yield node, URIRef(predicate), value if isinstance(value, (URIRef, Literal)) else _link_value(value)
        for alias in entity.aliases:
            if _nfc(alias.name) != label:
                yield node, SKOS.altLabel, _words(_nfc(alias.name))
                yield node, KG.name, Literal(_nfc(alias.name))
                yield from self._alias_claim(node, entity, alias)

    def _alias_claim(self, node: URIRef, entity: Entity, alias: Alias) -> Iterator[Triple]:
        name = _nfc(alias.name)
        place = f"{alias.span.start}-{alias.span.end}" if alias.span else digest(entity.iri)
        claim = URIRef(mint(self.base, "Claim", alias.source, scope=f"altLabel-{place}-{digest(alias.source, name)[:8]}"))
        yield claim, RDF.type, KG.AliasClaim
        yield claim, RDF.type, KG.Claim
        yield claim, RDF.subject, node
        yield claim, RDF.predicate, SKOS.altLabel
        yield claim, RDF.object, _words(name)
        yield claim, KG.modality, KG.asserted
        if alias.span is None:
            yield from self._authority(claim, alias.source)
        else:
            article = self._article(alias.source)
            yield claim, PROV.wasDerivedFrom, self.article_nodes[article.id]
            yield claim, KG.objectAt, _char(alias.span)
            yield from _evidence(claim, article, sentence_around(article.text, alias.span))

    def _authority(self, claim: URIRef, source: str) -> Iterator[Triple]:
        node = URIRef(source if _is_iri(source) else mint(self.base, "Source", source))
        yield claim, PROV.wasDerivedFrom, node
        yield node, RDF.type, PROV.Entity
        yield node, DCTERMS.identifier, Literal(source)

    def claims_as_triples(self, claims: Sequence[Claim]) -> Iterator[Triple]:
        """Every claim, the direct triple of every asserted one, and the days between which claims and what they date lie."""
        bounds: dict[Node, list[tuple[str, str]]] = {}
        for iri, claim in _best(self.base, claims).items():
            node, subject, predicate, obj = URIRef(iri), *self._fact(claim)
            if subject == obj:  # two names of one thing: nothing is said of it
                continue
            yield from self._claim(node, claim)
            yield from ((node, RDF.subject, subject), (node, RDF.predicate, predicate), (node, RDF.object, obj))
            if claim.modality == "asserted":
                yield subject, predicate, obj
            if claim.object.cls == "Date" and claim.modality in DATED:
                bounds.setdefault(subject, []).append(date_bounds(claim.object.name))
            edtf = claim.when or (claim.object.name if claim.object.cls == "Date" else "")
            if edtf:
                bounds[node] = [date_bounds(edtf)]
        for dated, pairs in bounds.items():
            yield from _bounds_as_triples(dated, pairs)

    def _fact(self, claim: Claim) -> tuple[URIRef, URIRef, Node]:
        relation = self.ontology.relations.get(claim.relation)
        if relation is None:
            raise GraphError(
                f"article {claim.article}: no relation {claim.relation} in the ontology",
                f"文章 {claim.article}：本体中没有关系 {claim.relation}",
            )
        return self._node(claim, claim.subject), relation.iri, self._term(claim, claim.object)

    def _claim(self, node: URIRef, claim: Claim) -> Iterator[Triple]:
        article = self._article(claim.article)
        yield node, RDF.type, KG.Claim
        yield node, KG.modality, KG[claim.modality]
        yield node, PROV.wasDerivedFrom, self.article_nodes[article.id]
        yield from _evidence(node, article, claim.evidence)
        yield node, KG.subjectAt, _char(claim.subject.span)
        yield node, KG.predicateAt, _char(claim.predicate)
        yield node, KG.objectAt, _char(claim.object.span)
        yield node, KG.confidence, Literal(_shortest(claim.confidence), datatype=XSD.decimal)
        yield node, KG.pattern, Literal(claim.pattern)
        if claim.when:
            yield node, KG.when, _date(claim.when) if ISO_DATE.fullmatch(claim.when) else Literal(claim.when, datatype=EDTF)
        if claim.where:
            yield node, KG.where, self._node(claim, claim.where)
        if claim.speaker:
            yield node, KG.saidBy, self._node(claim, claim.speaker)

    def _term(self, claim: Claim, mention: Mention) -> Node:
        if mention.cls == "Words":
            return _words(mention.name)
        if mention.cls == "Date":
            if not ISO_DATE.fullmatch(mention.name):
                raise GraphError(
                    f"article {claim.article}: {mention.name!r} is no date; YYYY, YYYY-MM or YYYY-MM-DD is needed",
                    f"文章 {claim.article}：{mention.name!r} 不是日期；应为 YYYY、YYYY-MM 或 YYYY-MM-DD",
                )
            return _date(mention.name)
        return self._node(claim, mention)

    def _node(self, claim: Claim, mention: Mention) -> URIRef:
        entity = self.entities.get((claim.article, mention.cls, mention.name, mention.scope))
        if entity is None:
            raise GraphError(
                f"article {claim.article}: no entity for {mention.cls} {mention.name!r}",
                f"文章 {claim.article}：{mention.cls} {mention.name!r} 没有对应的实体",
            )
        return self.nodes[entity.iri]

    def _article(self, identifier: str) -> Article:
        if identifier not in self.articles:
            raise GraphError(
                f"a claim names the article {identifier!r}, which is not there", f"有陈述出自文章 {identifier!r}，但没有这篇文章"
            )
        return self.articles[identifier]

    def _refuse_shared_iris(self) -> None:
        by_node: dict[URIRef, str] = {}
        for identifier, node in self.article_nodes.items():
            other = by_node.setdefault(node, identifier)
            if other != identifier:
                raise GraphError(
                    f"the articles {other!r} and {identifier!r} get one IRI; rename one",
                    f"文章 {other!r} 与 {identifier!r} 的 IRI 相同；请改名",
                )


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


def _by_id(articles: Iterable[Article]) -> dict[str, Article]:
    by_id: dict[str, Article] = {}
    for article in articles:
        if article.id in by_id:
            raise GraphError(
                f"two articles have the id {article.id!r}; give each its own", f"两篇文章的标识同为 {article.id!r}；请分别命名"
            )
        by_id[article.id] = article
    return by_id


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


def _evidence(node: URIRef, article: Article, span: Span) -> Iterator[Triple]:
    yield node, KG.sentence, _words(span.of(article.text))
    yield node, KG.begin, Literal(span.start)
    yield node, KG.end, Literal(span.end)


def _bounds_as_triples(node: Node, pairs: Iterable[tuple[str, str]]) -> Iterator[Triple]:
    pairs = list(pairs)
    first = min((earliest for earliest, _ in pairs if earliest), default="")
    last = max((latest for _, latest in pairs if latest), default="")
    if first:
        yield node, KG.earliest, Literal(first, datatype=XSD.date)
    if last:
        yield node, KG.latest, Literal(last, datatype=XSD.date)


def _link_value(value: str) -> Node:
    return URIRef(value) if _is_iri(value) else Literal(value)


def _is_iri(value: str) -> bool:
    return re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", value) is not None


def _words(text: str) -> Literal:
    return Literal(text, lang="zh")


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _char(span: Span) -> Literal:
    return Literal(f"char={span.start},{span.end}")


def _date(iso: str) -> Literal:
    return Literal(iso, datatype=DATE_TYPES[len(iso)])


def _shortest(number: Decimal) -> str:
    digits = f"{number.normalize():f}"
    return digits if "." in digits else f"{digits}.0"
