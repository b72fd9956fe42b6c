"""The graph says what the claims say and nothing else, in the same bytes every time."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import sample
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import PROV, SDO, VOID
from reading import tagged_doc

from kg.errors import GraphError, InputError, OutputError
from kg.graph import GraphFacts, article_file, claim_iri, read_graph, to_graph, write_articles, write_facts, write_graph
from kg.graph.facts import claims_by_article, sentence_around
from kg.interpret import read_doc
from kg.model import Alias, Article, Claim, Entity, Mention, Span
from kg.ontology import BASE, KG, Ontology, load_ontology, mint, mint_article

DATA = Path(__file__).parent / "data"
OPTIONS = {"engine": "by hand", "licence": "https://www.apache.org/licenses/LICENSE-2.0", "date": "2023-05-21"}

EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")


def build(claims: list[Claim] | None = None, entities: Mapping[sample.Key, Entity] | None = None, **options: object) -> Graph:
    given = {"ontology": load_ontology(), "options": OPTIONS} | options
    return to_graph(sample.ARTICLES, sample.claims() if claims is None else claims, entities or sample.entities(), **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def graph() -> Graph:
    return build()


def node(cls: str, name: str, scope: str = "") -> URIRef:
    return URIRef(mint(BASE, cls, name, scope=scope))


def turtle(graph: Graph, tmp_path: Path) -> str:
    write_graph(graph, tmp_path / "graph.ttl")
    return (tmp_path / "graph.ttl").read_text(encoding="utf-8")


def claims_of(graph: Graph, subject: URIRef, predicate: URIRef, obj: URIRef | Literal) -> list[URIRef]:
    return [c for c in graph.subjects(RDF.subject, subject) if (c, RDF.predicate, predicate) in graph and (c, RDF.object, obj) in graph]  # type: ignore[misc]


# Facts


def test_relation_triples_are_those_of_asserted_claims(graph: Graph) -> None:
    relations = {relation.iri for relation in load_ontology().relations.values()}
    direct = {(s, p, o) for s, p, o in graph if p in relations}
    asserted = {
        (graph.value(c, RDF.subject), graph.value(c, RDF.predicate), graph.value(c, RDF.object))
        for c in graph.subjects(KG.modality, KG.asserted)
        if (c, RDF.type, KG.AliasClaim) not in graph
    }
    assert direct == asserted and len(direct) > 30


def test_claims_are_complete_and_their_evidence_is_the_text(graph: Graph) -> None:
    texts = {mint_article(BASE, article.id): article.text for article in sample.ARTICLES}
    one = (
        RDF.subject,
        RDF.predicate,
        RDF.object,
        KG.modality,
        PROV.wasDerivedFrom,
        KG.sentence,
        KG.begin,
        KG.end,
        KG.subjectAt,
        KG.predicateAt,
        KG.objectAt,
    )
    claims = [c for c in graph.subjects(RDF.type, KG.Claim) if (c, RDF.type, KG.AliasClaim) not in graph]
    assert len(claims) > 35
    for claim in claims:
        assert [len(list(graph.objects(claim, predicate))) for predicate in one] == [1] * len(one), claim
        text = texts[str(graph.value(claim, PROV.wasDerivedFrom))]
        begin, end = (int(str(graph.value(claim, predicate))) for predicate in (KG.begin, KG.end))
        assert text[begin:end] == str(graph.value(claim, KG.sentence))
        assert re.fullmatch(r"char=\d+,\d+", str(graph.value(claim, KG.subjectAt)))


@pytest.mark.parametrize("modality", ["planned", "former", "denied", "desired", "hypothetical"])
def test_what_is_not_asserted_is_a_claim_alone(modality: str, graph: Graph) -> None:
    claims = list(graph.subjects(KG.modality, KG[modality]))
    assert claims
    for claim in claims:
        assert (graph.value(claim, RDF.subject), graph.value(claim, RDF.predicate), graph.value(claim, RDF.object)) not in graph


def test_one_fact_in_two_sentences_is_one_triple_and_two_claims(graph: Graph) -> None:
    fact = (node("Organization", "国家海岸技术局"), KG.issues, node("Document", "海岸机器人发展规划"))
    assert fact in graph and len(claims_of(graph, *fact)) == 2


def test_of_two_readings_of_the_same_words_the_more_confident_stays() -> None:
    claim = sample.claims()[4]
    weaker = replace(claim, confidence=Decimal("0.4"), modality="planned", pattern="a")
    for order in ([claim, weaker], [weaker, claim]):
        built = build(order)
        assert [str(o) for o in built.objects(URIRef(claim_iri(BASE, claim)), KG.confidence)] == ["0.9"]
        assert list(built.subjects(KG.modality, KG.planned)) == []


def test_speaker_place_and_time_of_a_claim(graph: Graph) -> None:
    said = next(graph.subjects(KG.saidBy, node("Person", "郑一帆")))
    assert graph.value(said, RDF.predicate) == KG.organizes
    (met,) = claims_of(graph, node("Person", "顾长青"), KG.meets, node("Person", "安娜·维特"))
    assert graph.value(met, KG.where) == node("Place", "临海市")
    assert graph.value(met, KG.when) == Literal("2023-06", datatype=XSD.gYearMonth)
    assert [str(graph.value(met, p)) for p in (KG.earliest, KG.latest)] == ["2023-06-01", "2023-06-30"]
    (visited,) = claims_of(graph, node("Person", "顾长青"), KG.visits, node("Organization", "蓝鲸科技"))
    assert graph.value(visited, KG.when) == Literal("2023-06/2023-07", datatype=EDTF)
    assert [str(graph.value(visited, p)) for p in (KG.earliest, KG.latest)] == ["2023-06-01", "2023-07-31"]


def test_days_of_an_event_take_in_its_plan(graph: Graph) -> None:
    fair = node("Event", "第三届海岸机器人博览会")
    assert list(graph.objects(fair, KG.startDate)) == [Literal("2023-05-20", datatype=XSD.date)]
    assert list(graph.objects(fair, KG.endDate)) == []
    assert [str(graph.value(fair, p)) for p in (KG.earliest, KG.latest)] == ["2023-05-20", "2023-05-23"]


@pytest.mark.parametrize(
    ("confidence", "written"),
    [("1", "1.0"), ("0.90", "0.9"), ("0.850", "0.85"), ("0", "0.0"), ("1E-3", "0.001")],
)
def test_confidence_in_its_shortest_form(confidence: str, written: str, tmp_path: Path) -> None:
    assert f"kg:confidence {written} ;" in turtle(build([replace(sample.claims()[0], confidence=Decimal(confidence))]), tmp_path)


def test_posts_say_where_people_work(graph: Graph) -> None:
    employed = {(str(graph.value(s, RDFS.label)), str(graph.value(o, RDFS.label))) for s, o in graph.subject_objects(KG.worksFor)}
    assert employed == {("顾长青", "国家海岸技术局"), ("陆明远", "海岸标准委员会"), ("安娜·维特", "白石国海洋部"), ("郑一帆", "蓝鲸科技")}
    (former,) = claims_of(graph, node("Person", "陆明远"), KG.worksFor, node("Organization", "临海大学"))
    assert graph.value(former, KG.modality) == KG.former and (former, KG.when, None) not in graph
    (present,) = claims_of(graph, node("Person", "郑一帆"), KG.worksFor, node("Organization", "蓝鲸科技"))
    assert str(graph.value(present, KG.when)) == "2023-06-12" and str(graph.value(present, KG.objectAt)) == "char=75,79"


def test_a_body_name_that_two_bodies_bear_says_nothing() -> None:
    entities = sample.entities()
    entities["talks#2", "Organization", "蓝鲸科技", "北湾市"] = Entity(
        mint(BASE, "Organization", "蓝鲸科技", scope="北湾市"), "Organization", "蓝鲸科技"
    )
    assert list(build(entities=entities).objects(node("Person", "郑一帆"), KG.worksFor)) == []


@pytest.mark.parametrize(
    ("words", "employer"),
    [
        ("临海市副市长", "临海市人民政府"),
        ("临海市图书馆馆长", None),
        ("临海市人民政府副秘书长", "临海市人民政府"),
        ("临海市", None),
        ("馆长", None),
    ],
)
def test_a_territory_employs_only_its_head(words: str, employer: str | None) -> None:
    claim = next(c for c in sample.claims() if c.relation == "position" and c.subject.name == "顾长青")
    built = build([replace(claim, object=replace(claim.object, name=words))])
    found = [str(built.value(o, RDFS.label)) for o in built.objects(node("Person", "顾长青"), KG.worksFor)]
    assert found == ([employer] if employer else [])


# Names


def test_names_of_a_node(graph: Graph) -> None:
    body = node("Organization", "国家海岸技术局")
    assert list(graph.objects(body, RDFS.label)) == [Literal("国家海岸技术局", lang="zh")]
    assert list(graph.objects(body, SKOS.altLabel)) == [Literal("海岸技术局", lang="zh")]
    assert set(graph.objects(body, KG.name)) == {Literal("国家海岸技术局"), Literal("海岸技术局")}
    assert set(graph.objects(body, RDF.type)) == {KG.Organization, KG.Agent, KG.Entity}


def test_alias_claims_name_their_source(graph: Graph) -> None:
    found = claims_of(graph, node("Organization", "国家海岸技术局"), SKOS.altLabel, Literal("海岸技术局", lang="zh"))
    assert {str(graph.value(c, PROV.wasDerivedFrom)) for c in found} == {mint_article(BASE, i) for i in ("fair", "plan.txt")}
    assert all((c, RDF.type, KG.AliasClaim) in graph and (c, RDF.type, KG.Claim) in graph for c in found)
    (listed,) = claims_of(graph, node("Organization", "临海大学"), SKOS.altLabel, Literal("临大", lang="zh"))
    source = graph.value(listed, PROV.wasDerivedFrom)
    assert str(source) == f"{BASE}source/names_ttl" and graph.value(source, DCTERMS.identifier) == Literal("names.ttl")


def test_the_label_is_no_alias_of_itself() -> None:
    entities = sample.entities()
    entities["fair", "Person", "顾长青", ""] = replace(entities["fair", "Person", "顾长青", ""], aliases=(Alias("顾长青", "names.ttl"),))
    built = build(entities=entities)
    assert (
        list(built.objects(node("Person", "顾长青"), SKOS.altLabel)) == [] and list(built.objects(node("Person", "顾长青"), KG.name)) != []
    )


def test_links_become_triples(graph: Graph) -> None:
    assert (node("Organization", "临海市人民政府"), KG.governs, node("Place", "临海市")) in graph
    assert (node("Place", "临海市"), SDO.identifier, Literal("331082")) in graph
    assert (node("Organization", "蓝鲸科技"), SKOS.exactMatch, URIRef("https://example.org/register/91330000")) in graph


@pytest.mark.parametrize(
    ("text", "word", "sentence"),
    [("甲来了。乙走了！", "乙", "乙走了！"), ("标题\n甲来了", "甲", "甲来了"), ("标题\n甲来了", "题", "标题"), ("甲", "甲", "甲")],
)
def test_sentence_around(text: str, word: str, sentence: str) -> None:
    at = text.index(word)
    assert sentence_around(text, Span(at, at + 1)).of(text) == sentence


# The file


def test_articles(graph: Graph) -> None:
    article = URIRef(mint_article(BASE, "fair"))
    assert str(article) == f"{BASE}article/fair"
    assert {p: str(o) for p, o in graph.predicate_objects(article)} == {
        RDF.type: str(SDO.NewsArticle),
        DCTERMS.identifier: "fair",
        DCTERMS.title: "第三届海岸机器人博览会在临海市开幕",
        DCTERMS.issued: "2023-05-21",
        DCTERMS.publisher: "临海晚报",
        DCTERMS.creator: "苏禾",
        DCTERMS.source: "https://example.org/news/fair",
        KG.sha256: sample.ARTICLES[0].sha256,
    }


def test_the_file_stands_alone(graph: Graph) -> None:
    for term in {*graph.predicates(), *graph.objects(None, RDF.predicate), *graph.objects(None, RDF.type)}:
        if str(term).startswith(KG):
            assert {o.language for o in graph.objects(term, RDFS.label) if isinstance(o, Literal)} == {"zh", "en"}, term
    assert (KG.Person, RDFS.subClassOf, KG.Agent) in graph and (
        KG.meets,
        RDFS.subPropertyOf,
        URIRef("http://xmlns.com/foaf/0.1/knows"),
    ) in graph
    (dataset,) = graph.subjects(RDF.type, VOID.Dataset)
    assert graph.value(dataset, KG.engine) == Literal("by hand") and graph.value(dataset, KG.option) == Literal("date=2023-05-21")
    assert graph.value(dataset, KG.ontologyHash) == Literal(load_ontology().sha256)


def test_no_blank_nodes_and_no_language_but_chinese(graph: Graph) -> None:
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]
    instances = [(s, o) for s, _, o in graph if str(s).startswith(BASE) and isinstance(o, Literal)]
    assert {o.language for _, o in instances} == {None, "zh"}


def test_bytes_do_not_depend_on_order(tmp_path: Path, graph: Graph) -> None:
    expected = turtle(graph, tmp_path)
    for seed in range(3):
        shuffled = random.Random(seed)
        claims, entities = sample.claims(), list(sample.entities().items())
        articles = list(sample.ARTICLES)
        for values in (claims, entities, articles):
            shuffled.shuffle(values)  # type: ignore[arg-type]
        built = to_graph(articles, claims, dict(entities), ontology=load_ontology(), options=dict(reversed(OPTIONS.items())))
        assert turtle(built, tmp_path) == expected


def streamed(entities: Mapping[sample.Key, Entity], claims: list[Claim], path: Path) -> bytes:
    """The file of the sample's articles, written without a graph in memory."""
    facts = GraphFacts(entities, load_ontology())
    write_facts(facts, claims_by_article(sample.ARTICLES, claims), path, options=OPTIONS)
    assert os.listdir(path.parent) == [path.name]
    return path.read_bytes()


def test_the_file_written_without_a_graph_has_the_bytes_that_rdflib_writes(tmp_path: Path, graph: Graph) -> None:
    expected = turtle(graph, tmp_path).encode()
    for seed in range(3):
        claims, entities, shuffled = sample.claims(), list(sample.entities().items()), random.Random(seed)
        shuffled.shuffle(claims)
        shuffled.shuffle(entities)
        assert streamed(dict(entities), claims, tmp_path / "graph.ttl") == expected


LITERALS = [
    ("1.50", XSD.decimal),
    ("-0", XSD.integer),
    ("1.", XSD.decimal),
    ("true", XSD.boolean),
    ("inf", XSD.double),
    ("2023", XSD.gYear),
]
LITERALS += [("x", URIRef("http://example.org/type#of it")), ("x", URIRef("urn:type")), ("x", XSD.string)]


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(("form", "datatype"), LITERALS, ids=[f"{form} {datatype.rpartition('#')[2]}" for form, datatype in LITERALS])
def test_literals_of_an_authority_are_written_as_rdflib_writes_them(form: str, datatype: URIRef, tmp_path: Path) -> None:
    entities, key = sample.entities(), ("fair", "Person", "顾长青", "")
    links = ((str(SDO.identifier), Literal(form, datatype=datatype)), (str(SDO.identifier), Literal("a", lang="en")), ("urn:p", "b"))
    entities[key] = replace(entities[key], links=links)
    entities = {k: entities[key] if e.iri == entities[key].iri else e for k, e in entities.items()}
    expected = turtle(build(entities=entities), tmp_path).encode()
    assert streamed(entities, sample.claims(), tmp_path / "graph.ttl") == expected


def test_texts_and_claims_pass_by_and_are_not_held(tmp_path: Path) -> None:
    """Two hundred articles of 100,000 characters: what Python holds at once stays that of a few."""
    size, entities = 100_000, sample.entities()
    claim = next(claim for claim in sample.claims() if claim.article == "fair")

    def said() -> Iterator[tuple[Article, list[Claim]]]:
        yield sample.ARTICLES[0], [claim]
        for number in range(200):
            yield Article(f"{number:03}", f"{number:03}" + "长" * size), []

    alone = {key: replace(entity, aliases=()) for key, entity in entities.items()}
    facts = GraphFacts(alone, load_ontology())
    tracemalloc.start()
    write_facts(facts, said(), tmp_path / "graph.ttl", options={})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * 2 * size, f"{peak:,} bytes"


def test_two_names_of_one_thing_say_nothing_of_it() -> None:
    one = next(claim for claim in sample.claims() if claim.subject.cls == "Organization")
    graph = build([replace(one, relation="subEventOf", object=one.subject)])
    assert not list(graph.subjects(RDF.predicate, KG.subEventOf))


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_sample_file_is_what_is_built_whatever_the_hash_seed(seed: str, tmp_path: Path) -> None:
    """`tests/data/sample.ttl` is written by `python tests/sample.py`; the hash of the ontology may differ."""
    out = tmp_path / "sample.ttl"
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(DATA.parent.parent)}
    subprocess.run([sys.executable, str(Path(__file__).parent / "sample.py"), str(out)], env=environment, check=True)
    texts = [re.sub('kg:ontologyHash "[0-9a-f]+"', "", path.read_text(encoding="utf-8")) for path in (out, DATA / "sample.ttl")]
    assert texts[0] == texts[1]


def test_turtle_in_turtle_out_same_bytes(tmp_path: Path) -> None:
    expected = (DATA / "sample.ttl").read_text(encoding="utf-8")
    assert turtle(read_graph(DATA / "sample.ttl"), tmp_path) == expected


def test_chinese_names_are_abbreviated(graph: Graph, tmp_path: Path) -> None:
    text = turtle(graph, tmp_path)
    assert "body:临海商会 a kg:Agent," in text and "kg:supports event:第三届海岸机器人博览会 ." in text
    written_out = re.findall(f"<{BASE}[^>]*>", text.split("\n\n", 1)[1])
    assert set(written_out) == {f"<{BASE}dataset>"}


def test_base(tmp_path: Path) -> None:
    built = build(base="https://图谱.example/节点/", entities={k: replace(e, iri="urn:x/" + e.label) for k, e in sample.entities().items()})
    text = turtle(built, tmp_path)
    assert "@prefix article: <https://图谱.example/节点/article/> ." in text and "article:fair a schema:NewsArticle" in text


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1), st.text(st.characters(codec="utf-8")))
def test_any_text_comes_back(text: str, name: str) -> None:
    article = Article(text, text, title=text)
    subject = Mention(Span(0, 1), text[:1], "Event", name)
    words = Mention(Span(0, len(text)), text, "Words", text)
    claim = Claim("x", subject, "theme", words, Span(0, 1), Span(0, len(text)), "p", Decimal("0.5"))
    entity = Entity(mint(BASE, "Event", name), "Event", name, (Alias(text, "names.ttl"),))
    claim = replace(claim, article=article.id)
    built = to_graph([article], [claim], {(article.id, "Event", name, ""): entity}, ontology=load_ontology(), options={})
    path = DATA.parent / f".any-{os.getpid()}.ttl"
    try:
        write_graph(built, path)
        assert isomorphic(read_graph(path), built)
        first = path.read_bytes()
        write_graph(read_graph(path), path)
        assert path.read_bytes() == first
        facts = GraphFacts({(article.id, "Event", name, ""): entity}, load_ontology())
        write_facts(facts, [(article, [claim])], path, options={})
        assert path.read_bytes() == first
    finally:
        path.unlink(missing_ok=True)


def test_users_relation_and_class(tmp_path: Path) -> None:
    own = tmp_path / "my.ttl"
    own.write_text(
        "@prefix kg: <https://example.org/kg/ontology#> . @prefix my: <https://my.example/#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'my:Contest rdfs:subClassOf kg:Event ; rdfs:label "竞赛"@zh .\n'
        "my:judges rdfs:subPropertyOf kg:attends ; kg:subjectClass kg:Person ; kg:objectClass my:Contest .\n",
        encoding="utf-8",
    )
    ontology: Ontology = load_ontology([own])
    entities = sample.entities()
    entities["fair", "Contest", "蓝鲸杯", ""] = Entity(mint(BASE, "Contest", "蓝鲸杯"), "Contest", "蓝鲸杯")
    attends = next(claim for claim in sample.claims() if claim.relation == "attends")
    judges = replace(attends, relation="judges", object=replace(attends.object, cls="Contest", name="蓝鲸杯", scope=""))
    text = turtle(build([judges], entities, ontology=ontology), tmp_path)
    assert "my:judges contest:蓝鲸杯" in text and "contest:蓝鲸杯 a kg:Entity,\n        kg:Event,\n        my:Contest ;" in text
    assert 'my:judges a owl:ObjectProperty ;\n    rdfs:label "judges"@zh ;\n    rdfs:subPropertyOf kg:attends ;' in text


def test_a_users_class_is_told_by_the_ends_of_names(tmp_path: Path) -> None:
    own = tmp_path / "my.ttl"
    own.write_text(
        "@prefix kg: <https://example.org/kg/ontology#> . @prefix my: <https://my.example/#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'my:Contest rdfs:subClassOf kg:Event ; rdfs:label "竞赛"@zh ; kg:word "大赛", "杯" .\n'
        'my:Prize rdfs:subClassOf kg:Product ; kg:word "杯" .\n'
        'my:Race rdfs:subClassOf my:Contest ; kg:word "长跑大赛" .\n'
        'my:judges kg:subjectClass kg:Person ; kg:objectClass my:Contest ; kg:verb "评判" .\n',
        encoding="utf-8",
    )
    ontology = load_ontology([own])
    assert ontology.find_kinds("Event", "川西诗歌大赛") == ["Contest"]
    assert ontology.find_kinds("Event", "川西长跑大赛") == ["Contest", "Race"]
    assert ontology.find_kinds("Product", "蓝鲸杯") == ["Prize"]
    assert ontology.find_kinds("Event", "大赛论坛") == ontology.find_kinds("Person", "蓝鲸杯") == []
    tagged = ("周敏/PER 评判/v 第三届/m 川西/LOC 诗歌/n 大赛/n 。/w", "周敏/PER 评判/v 第三届/m 川西/LOC 生态/n 论坛/n 。/w")
    read = [read_doc(tagged_doc(one), (own,)) for one in tagged]
    assert [[(claim.relation, claim.object.name) for claim in one.claims] for one in read] == [[("judges", "第三届川西诗歌大赛")], []]
    entities = sample.entities()
    entities["fair", "Event", "蓝鲸杯", ""] = Entity(mint(BASE, "Event", "蓝鲸杯"), "Event", "蓝鲸杯")
    assert "event:蓝鲸杯 a kg:Entity,\n        kg:Event,\n        my:Contest ;" in turtle(
        build(entities=entities, ontology=ontology), tmp_path
    )


# Bad input


CLAIM = sample.claims()[0]


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        (replace(CLAIM, article="none"), "names the article 'none', which is not there"),
        (replace(CLAIM, relation="likes"), "no relation likes"),
        (replace(CLAIM, object=replace(CLAIM.object, name="某地")), "no entity for Place '某地'"),
        (replace(CLAIM, object=replace(CLAIM.object, cls="Date", name="5月")), "'5月' is no date"),
    ],
)
def test_claims_that_cannot_stand(claim: Claim, message: str) -> None:
    with pytest.raises(GraphError, match=message) as raised:
        build([claim])
    assert "\n" not in str(raised.value) + raised.value.in_language("zh")


def test_two_entities_of_one_iri() -> None:
    entities = sample.entities()
    entities["fair", "Event", "别的", ""] = replace(entities["fair", "Place", "临海市", ""], label="别的")
    with pytest.raises(GraphError, match="two entities share it"):
        build(entities=entities)


def test_two_articles_of_one_id() -> None:
    with pytest.raises(GraphError, match="two articles have the id 'fair'"):
        to_graph([*sample.ARTICLES, sample.ARTICLES[0]], [], {}, ontology=load_ontology(), options={})


def test_base_that_is_none() -> None:
    with pytest.raises(InputError, match="absolute IRI"):
        build(base="kg")


# rdflib 7.6 uses its own deprecated names where it reads TriG.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning", "ignore:Dataset.default_context:DeprecationWarning")
@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.ttl", None, "cannot be read"),
        ("a.csv", "x", "accepted are .ttl"),
        ("a.ttl", "a b", "no valid turtle"),
        ("a.nt", "a b", "no valid nt"),
        ("a.jsonld", "{", "no valid json-ld"),
        ("a.rdf", "<a", "no valid xml"),
        ("a.trig", "{", "no valid trig"),
    ],
)
def test_reading_what_is_no_graph(name: str, content: str | None, message: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(GraphError, match=message) as raised:
        read_graph(tmp_path / name)
    assert "\n" not in str(raised.value) + raised.value.in_language("zh")


def test_what_was_there_stays_when_writing_fails(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("old", encoding="utf-8")
    broken = Graph(bind_namespaces="none")
    broken.add((URIRef("urn:a b"), RDF.type, KG.Event))
    broken.add((URIRef("urn:c"), RDF.type, Literal("\ud800")))
    with pytest.raises(Exception):  # noqa: B017
        write_graph(broken, tmp_path / "graph.ttl")
    assert (tmp_path / "graph.ttl").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["graph.ttl"]


def test_a_place_that_cannot_be_written(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_graph(graph, tmp_path / "file" / "graph.ttl")


def test_write_articles(tmp_path: Path) -> None:
    text = "甲\r\n乙𠮷\n"
    articles = [Article("a/b.txt#2", text), Article("长" * 200, "x"), Article("长" * 201, "y"), *sample.ARTICLES]
    write_articles(articles, tmp_path / "articles")
    for article in articles:
        assert (tmp_path / "articles" / article_file(article.id)).read_bytes().decode("utf-8") == article.text
    assert len(list((tmp_path / "articles").iterdir())) == len(articles)
