"""The examples of the ontology come out of the real engine and cover all of the grammar; users add relations and words without code."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, Literal
from rdflib.term import Node

from kg.annotate import open_engine
from kg.entities import resolve
from kg.errors import OntologyError
from kg.grammar import compiled, kinds_of, load_grammar
from kg.interpret import read_doc
from kg.model import Article, Claim, Entity, Mention
from kg.names import load_names
from kg.ontology import BASE, KG, load_ontology, ontology_folder
from kg.templates import SYMBOLS

MODALITIES = ("planned", "former", "denied", "desired", "hypothetical")
SCORED = ("asserted", "planned", "former")
PREFIXES = """@prefix kg: <https://example.org/kg/ontology#> . @prefix kgp: <https://example.org/kg/pattern/> .
@prefix kgl: <https://example.org/kg/lexicon/> . @prefix my: <https://example.org/my#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


@dataclass(frozen=True)
class Fact:
    """A fact of an example; "*" stands for any word, `objects` are equally right."""

    relation: str
    subject: str
    objects: tuple[str, ...]
    modality: str


@dataclass(frozen=True)
class Example:
    """One kg:Example; `of` is the local name of its construction or relation."""

    name: str
    of: str
    text: str
    date: str
    facts: tuple[Fact, ...]
    optional: tuple[Fact, ...]
    none: bool
    fails: str


@dataclass(frozen=True)
class Found:
    """A claim with the names that its ends go by."""

    claim: Claim
    subjects: frozenset[str]
    objects: frozenset[str]


def read_examples(graph: Graph) -> list[Example]:
    """All examples of the ontology, by name."""
    return [_example(graph, node) for node in sorted(graph.subjects(RDF.type, KG.Example), key=str)]


def _example(graph: Graph, node: Node) -> Example:
    facts, optional = (tuple(_fact(str(o)) for o in sorted(graph.objects(node, p), key=str)) for p in (KG.fact, KG.optional))
    text, of = graph.value(node, KG["text"]), graph.value(node, KG["of"])
    none = graph.value(node, KG.noFact) == Literal(True)
    date, fails = (str(graph.value(node, p) or "") for p in (KG.date, KG.expectFail))
    return Example(str(node).rpartition("/")[2], re.split("[#/]", str(of))[-1], str(text), date, facts, optional, none, fails)


def _fact(written: str) -> Fact:
    parts = written.split("|")
    modality = parts.pop() if parts[-1] in MODALITIES else "asserted"
    relation, subject, objects = parts
    return Fact(relation, subject, tuple(objects.split("/")), modality)


GRAPH = load_ontology().graph
EXAMPLES = read_examples(GRAPH)
CONSTRUCTIONS = sorted(construction.name for construction in load_grammar().constructions)


def marked(example: Example) -> object:
    fails = [pytest.mark.xfail(reason=example.fails, strict=True)] if example.fails else []
    return pytest.param(example, id=f"{example.name} {example.text}", marks=fails)


@pytest.fixture(scope="session")
def found() -> dict[str, list[Found]]:
    """The claims of every example by its name, read in one batch."""
    return read([Article(e.name, e.text, date=datetime.date.fromisoformat(e.date) if e.date else None) for e in EXAMPLES])


def read(articles: Iterable[Article], ontology: tuple[Path, ...] = ()) -> dict[str, list[Found]]:
    """The claims of each article, the names of their ends as its entities have them."""
    grammar, names = load_grammar(load_ontology(ontology)), load_names(ontology)
    claims = {}
    for doc in open_engine()(articles):
        one = read_doc(doc, ontology)
        entities = resolve([one.entities], base=BASE, grammar=grammar, names=names)
        claims[doc.article.id] = [
            Found(c, _names(doc.article.id, c.subject, entities), _names(doc.article.id, c.object, entities)) for c in one.claims
        ]
    return claims


def _names(article: str, mention: Mention, entities: Mapping[tuple[str, str, str, str], Entity]) -> frozenset[str]:
    entity = entities.get((article, mention.cls, mention.name, mention.scope))
    also = (entity.label, *(alias.name for alias in entity.aliases)) if entity else ()
    return frozenset(folded(name) for name in (mention.name, *also))


def folded(name: str) -> str:
    """A name without blanks and quotation marks, as facts are compared."""
    return re.sub(r"[\s“”‘’\"'《》〈〉]", "", unicodedata.normalize("NFKC", name))


def says(found: Found, fact: Fact) -> bool:
    """Whether a claim states a fact; a meeting may be told from either side."""
    claim, ends = found.claim, [(found.subjects, found.objects)]
    if claim.relation == "meets":
        ends.append((found.objects, found.subjects))
    return (
        fact.relation in (claim.relation, "*")
        and (fact.modality == claim.modality or "*" in (fact.relation, fact.subject, *fact.objects))
        and any(
            (fact.subject == "*" or folded(fact.subject) in subjects) and any(o == "*" or folded(o) in objects for o in fact.objects)
            for subjects, objects in ends
        )
    )


# Examples


@pytest.mark.parametrize("example", [marked(example) for example in EXAMPLES])
def test_example(example: Example, found: dict[str, list[Found]]) -> None:
    claims = found[example.name]
    if example.none:
        assert [shown(f) for f in claims if f.claim.modality in SCORED and not any(says(f, o) for o in example.optional)] == []
        return
    missed = [fact for fact in example.facts if not any(says(f, fact) for f in claims)]
    wrong = [shown(f) for f in claims if not any(says(f, fact) for fact in (*example.facts, *example.optional))]
    assert (missed, wrong) == ([], [])


def shown(found: Found) -> str:
    claim = found.claim
    return f"{claim.relation}|{claim.subject.name}|{claim.object.name}|{claim.modality} by {claim.pattern}"


def test_examples_are_many_and_differ() -> None:
    assert len(EXAMPLES) >= 150
    assert len({example.text for example in EXAMPLES}) == len(EXAMPLES)
    assert all(example.none != bool(example.facts) for example in EXAMPLES)
    assert sum(bool(example.fails) for example in EXAMPLES) <= 25
    assert sum(example.none for example in EXAMPLES) >= 10


def test_every_construction_has_two_examples() -> None:
    count = Counter(example.of for example in EXAMPLES)
    assert {name: count[name] for name in CONSTRUCTIONS if count[name] < 2} == {}
    assert sorted(count.keys() - {*CONSTRUCTIONS, *load_ontology().relations}) == []


# Constructions whose sentences another construction, of higher rank, always reads first.
SHADOWED = {"byOfQuoted", "heldOf"}


@pytest.mark.parametrize("construction", [name for name in CONSTRUCTIONS if name not in SHADOWED])
def test_construction_is_what_reads_one_of_the_examples(construction: str, found: dict[str, list[Found]]) -> None:
    assert any(f.claim.pattern == construction for claims in found.values() for f in claims)


@pytest.mark.parametrize("relation", sorted(set(load_ontology().relations) - {"worksFor"}))
def test_every_relation_has_four_examples(relation: str) -> None:
    assert sum(any(fact.relation == relation for fact in example.facts) for example in EXAMPLES) >= 4


@pytest.mark.parametrize("modality", ["asserted", *MODALITIES])
def test_every_modality_is_read(modality: str, found: dict[str, list[Found]]) -> None:
    assert any(f.claim.modality == modality for claims in found.values() for f in claims)


# What a user adds


MINE = """my:coaches a owl:ObjectProperty ; rdfs:label "执教"@zh, "coaches"@en ; rdfs:comment "执教一支队伍。"@zh, "Coaches a team."@en ;
  kg:subjectClass kg:Person ; kg:objectClass kg:Organization ; kg:verb "执教", "带教" .
kg:develops kg:verb "攒出" .
kg:organizes kg:verb "张罗", "操办" .
kgp:topicFirst a kg:Construction ; rdfs:label "丙呢，甲V"@zh ; kg:template "{theme}呢，{agent}V" ; kg:rank 99 ; kg:confidence 0.51 ."""
# Sentence -> claims with the file, the pattern of the last where it is the user's own.
OWN = {
    "周敏执教绵阳市游泳协会。": ["周敏 coaches 绵阳市游泳协会 asserted"],
    "曾获冠军的李强明将执教津沽大学。": ["李强明 coaches 津沽大学 planned"],
    "周敏带教涪江大学、绵阳师范学院。": ["周敏 coaches 涪江大学 asserted", "周敏 coaches 绵阳师范学院 asserted"],
    "涪江大学执教绵阳师范学院。": [],
    "周敏没有执教津沽大学。": ["周敏 coaches 津沽大学 denied"],
    "蜀光公司攒出水下清淤机器人。": ["蜀光公司 develops 水下清淤机器人 asserted"],
    # What the engine takes for a name, and for the end of one.
    "涪江大学张罗第三届川西生态论坛。": ["涪江大学 organizes 第三届川西生态论坛 asserted"],
    "由云漪市文化馆操办的第二届云漪读书节": ["云漪市文化馆 organizes 第二届云漪读书节 asserted"],
    "《古桥记》呢，沈若溪发布。": ["沈若溪 issues 古桥记 asserted"],
}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Found]]:
    """What the sentences say by an ontology file of a user."""
    path = tmp_path_factory.mktemp("user") / "my.ttl"
    path.write_text(PREFIXES + MINE, encoding="utf-8")
    return read([Article(text, text) for text in OWN], (path,))


@pytest.mark.parametrize("text", OWN)
def test_relation_verb_and_construction_of_a_user(text: str, own: dict[str, list[Found]]) -> None:
    claims = [f.claim for f in own[text]]
    assert [f"{c.subject.name} {c.relation} {c.object.name} {c.modality}" for c in claims] == OWN[text]


def test_construction_of_a_user_gives_pattern_and_confidence(own: dict[str, list[Found]]) -> None:
    [found] = own["《古桥记》呢，沈若溪发布。"]
    assert (found.claim.pattern, str(found.claim.confidence)) == ("topicFirst", "0.51")


def test_what_a_user_added_is_unknown_without_the_file() -> None:
    assert [shown(found) for claims in read([Article(text, text) for text in OWN]).values() for found in claims] == []


def test_a_user_adds_ways_to_say_a_piece_and_words_to_a_list(tmp_path: Path) -> None:
    path = tmp_path / "my.ttl"
    path.write_text(PREFIXES + 'kgp:partner kg:template "友好 单位" . kgl:arrival kg:word "赶赴" .', encoding="utf-8")
    mine, bundled = load_grammar(load_ontology((path,))).pieces, load_grammar().pieces
    for name, added in (("partner", "友好单位"), ("arrival", "赶赴")):
        assert re.fullmatch(mine.expression(name), added)
        assert not re.fullmatch(bundled.expression(name), added)
    assert re.fullmatch(mine.expression("arrival"), "来到")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('kgp:bad a kg:Construction ; kg:template "{agent}[在于]V{theme}" .', r"bad.*'\[在于\]V\{th' at character 8: "),
        ('kgp:bad a kg:Construction ; kg:template "{agent}V" ; kg:rank 1 ; kg:confidence 1 ; kg:notBefore "(?=的)" .', "bad: kg:notBefore"),
        ('kgp:bad a kg:Piece ; kg:template "甲|乙" .', "kg:Piece bad: kg:template"),
        ("kgp:bad a kg:Piece .", "kg:Piece bad needs a kg:template"),
        ('kgp:arrival a kg:Piece ; kg:template "甲" .', "kg:Piece arrival .*no kg:WordList"),
        ('kgp:bad a kg:Construction ; kg:template "{agent}和{theme}" .', "bad.*'{agent}和{theme}'.*V for the verb"),
        ("kgp:bad a kg:Construction .", "bad.*V for the verb"),
        ('[] a kg:Sense ; kg:relation my:nothing ; kg:verb "搞" .', "nothing.*organizes"),
        ('[] a kg:Sense ; kg:verb "搞" .', "None.*must name a relation"),
        ('kgp:bad a kg:Construction ; kg:template "{agent}(V{theme}" .', "bad.*template"),
        ('kgp:bad a kg:Construction ; kg:template "{agnt}V{theme}" .', "bad.*agnt"),
        ('kgp:bad a kg:Construction ; kg:template "{agent}V{theme}" ; kg:rank "high" .', "bad.*rank.*high"),
        ('kgp:bad a kg:Construction ; kg:template "{agent}V{theme}" ; kg:rank 1 ; kg:confidence 7 .', "bad.*confidence.*7"),
        ('kgp:bad a kg:Construction ; kg:template "{agent}V{theme}" ; kg:rank 1 ; kg:confidence 1.5 .', "bad.*confidence.*1.5.* 0 to 1$"),
        ('kgp:bad a kg:Construction ; kg:template "{agent}V{theme}" ; kg:rank 1 ; kg:confidence -0.5 .', "bad.*confidence.*-0.5"),
        ('kgp:bad a kg:Construction ; kg:template "{agent}V{theme}" ; kg:rank 1000 ; kg:confidence 1 .', "bad.*rank.*1000.* 0 to 999$"),
        ('kgp:bad a kg:Construction ; kg:template "{agent}V{theme}" ; kg:rank -1 ; kg:confidence 1 .', "bad.*rank.*-1"),
    ],
    ids=[
        "regular expression",
        "regular expression behind the verb",
        "bar outside of a group",
        "piece without template",
        "piece and list of one name",
        "no V",
        "no template",
        "sense of an unknown relation",
        "sense of no relation",
        "open bracket",
        "unknown role",
        "rank",
        "confidence",
        "confidence above one",
        "confidence below nothing",
        "rank too high",
        "rank below nothing",
    ],
)
def test_broken_grammar(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text(PREFIXES + content, encoding="utf-8")
    with pytest.raises(OntologyError, match=message) as raised:
        load_grammar(load_ontology((path,)))
    assert "\n" not in str(raised.value) + raised.value.in_language("zh")


# Compilation


@pytest.mark.parametrize(
    ("classes", "kinds"), [(("Person",), "Pr"), (("Agent",), "PORrG"), (("Document", "Product"), "DQK"), (("my-class",), "KDQ")]
)
def test_kinds_of_classes(classes: tuple[str, ...], kinds: str) -> None:
    assert set(kinds_of(classes)) >= set(kinds)


def test_templates_compile_and_anchor_at_the_verb() -> None:
    grammar = load_grammar()
    for construction in grammar.constructions:
        for relation in (load_ontology().relations[name] for name in ("organizes", "meets", "theme")):
            left, right = compiled(grammar, construction, relation.subjects, objects=relation.objects)
            assert left.pattern.endswith(r"\Z"), construction.name


def test_a_grammar_tells_of_words() -> None:
    grammar = load_grammar()
    assert [grammar.bare(verb) for verb in ("签署了", "签署", "共同签署了", "了签署")] == ["签署", "签署", "共同签署", "了签署"]
    assert [grammar.ending("orgSuffix", name) for name in ("绵阳市办公厅", "办公厅", "绵阳", "")] == ["办公厅", "办公厅", "", ""]
    assert [grammar.ends("orgSuffix", name) for name in ("绵阳市办公厅", "绵阳")] == [True, False]
    assert (grammar.has("placeMark", "在"), grammar.has("placeMark", "由"), grammar.only("placeRelation")) == (True, False, "heldAt")
    assert (grammar.quoted("theme", "svo"), grammar.quoted("hosts", "by"), grammar.quoted("hosts", "svo")) == (True, True, False)
    assert {sense.relation for sense in grammar.senses_of("收购")} == {"acquires"} and grammar.senses_of("睡觉") == ()
    assert "周年" in grammar.anniversary and grammar.pattern("placeMark").fullmatch("在")


def test_senses_tell_what_is_no_end_and_what_stands_behind() -> None:
    grammar, ontology = load_grammar(), load_ontology()
    assert {sense.tail for sense in grammar.senses_of("完成")} == {"", "签约"}
    for relation in ontology.relations.values():
        barred = {frozenset(s.not_heads) for senses in grammar.senses.values() for s in senses if s.told == relation.name}
        assert len(barred) <= 1, relation.name
    assert any(sense.not_heads for senses in grammar.senses.values() for sense in senses if sense.kind)


def test_constructions_come_by_falling_rank_and_senses_in_one_order() -> None:
    grammar = load_grammar()
    ranks = [(-one.rank, one.name) for one in grammar.constructions]
    assert ranks == sorted(ranks) and len({rank for rank, _ in ranks}) > 10
    assert all(0 < one.confidence <= 1 for one in grammar.constructions)
    assert any(one.not_before for one in grammar.constructions) and any(one.unsaid for one in grammar.constructions)
    for senses in (*grammar.senses.values(), *grammar.settings.values()):
        keys = [(s.relation, s.told == s.relation, s.told, s.kind, s.verbs) for s in senses]
        assert keys == sorted(keys)


def test_grammar_is_read_once() -> None:
    assert load_grammar() is load_grammar(load_ontology())


def test_line_symbols_are_private_characters() -> None:
    assert all("\ue000" <= symbol <= "\uf8ff" for symbol in SYMBOLS.values())
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)


def test_word_lists_named_in_code_are_there() -> None:
    package = ontology_folder().parent / "kg"
    sources = [path.read_text(encoding="utf-8") for path in package.rglob("*.py")]
    named = {name for source in sources for name in re.findall(r"grammar\.words\[\"(\w+)\"\]", source)}
    assert len(named) > 20
    assert named - set(load_grammar().words) == set()


def test_word_lists_are_used() -> None:
    package = ontology_folder().parent / "kg"
    code = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    # Lists of verbs are also named after the list of heads that stand behind them: f"{heads}Verb".
    named = {*re.findall(r"[\"'](\w+)[\"']", code), "documentHeadVerb", "productHeadVerb", "madeHeadVerb"}
    in_ontology = {re.split("[#/]", str(t))[-1] for t in (*GRAPH.subjects(KG.modality), *GRAPH.objects(None, KG.objectHead))}
    not_head = {re.split("[#/]", str(o))[-1] for o in GRAPH.objects(None, KG.notHead)}
    templates = (*GRAPH.objects(None, KG.template), *GRAPH.objects(None, KG.notBefore))
    in_templates = {name for template in templates for name in re.findall(r"<(\w+)>", str(template))}
    assert sorted(set(load_grammar().words) - named - in_ontology - not_head - in_templates) == []


def test_a_construction_is_called_by_its_label_in_chinese_and_in_english() -> None:
    graph = Graph().parse(ontology_folder() / "grammar.ttl")
    labels = {
        (str(node).rpartition("/")[2].rpartition("#")[2], label.language): str(label) for node, label in graph.subject_objects(RDFS.label)
    }
    constructions = load_grammar().constructions
    assert len(constructions) > 100
    for one in constructions:
        assert (one.label, one.en) == (labels[one.name, "zh"], labels[one.name, "en"])
