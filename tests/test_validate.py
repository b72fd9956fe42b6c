"""Every fault of a graph is found, and told in both languages with the entity and the sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sample
from rdflib import DCTERMS, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import PROV

from kg.cli import main
from kg.errors import InputError
from kg.graph import article_file, read_graph, write_articles, write_graph
from kg.ontology import BASE, KG, load_ontology, mint, mint_article
from kg.validate import Problem, validate

SAMPLE = Path(__file__).parent / "data" / "sample.ttl"
FAIR = URIRef(mint(BASE, "Event", "第三届海岸机器人博览会"))
BUREAU = URIRef(mint(BASE, "Organization", "国家海岸技术局"))
LINHAI = URIRef(mint(BASE, "Place", "临海市"))
GU = URIRef(mint(BASE, "Person", "顾长青"))
ARTICLE = URIRef(mint_article(BASE, "fair"))


@pytest.fixture
def graph() -> Graph:
    return read_graph(SAMPLE)


def claim_of(graph: Graph, relation: str, modality: str = "asserted") -> URIRef:
    return min(c for c in graph.subjects(RDF.predicate, KG[relation]) if (c, KG.modality, KG[modality]) in graph)  # type: ignore[type-var, return-value]


def test_the_sample_is_valid(graph: Graph, tmp_path: Path) -> None:
    write_articles(sample.ARTICLES, tmp_path)
    assert validate(graph, articles=tmp_path) == []


Change = Callable[[Graph], object]


def cut(relation: str, predicate: URIRef, modality: str = "asserted") -> Change:
    """Takes away one part of a claim."""
    return lambda g: g.remove((claim_of(g, relation, modality), predicate, None))


def put(relation: str, predicate: URIRef, value: object) -> Change:
    """Gives one part of a claim another value."""
    return lambda g: g.set((claim_of(g, relation), predicate, value if isinstance(value, (URIRef, Literal)) else Literal(value)))


def add(*triples: tuple[object, object, object]) -> Change:
    return lambda g: [g.add(triple) for triple in triples]  # type: ignore[arg-type]


def moved(graph: Graph, predicate: URIRef) -> None:
    """Moves the place of some words of a claim by one character."""
    claim = claim_of(graph, "attends")
    first, last = (int(number) + 1 for number in str(graph.value(claim, predicate)).removeprefix("char=").split(","))
    graph.set((claim, predicate, Literal(f"char={first},{last}")))


def both_ways(place: object) -> list[tuple[object, object, object]]:
    return [(LINHAI, KG.inPlace, place), (place, KG.inPlace, LINHAI)]


FAULTS: list[tuple[str, Change, set[str]]] = [
    ("claim without its triple", lambda g: g.remove((GU, KG.attends, None)), {"triple"}),
    ("triple without claim", add((GU, KG.organizes, FAIR)), {"claim"}),
    ("triple of a plan", add((FAIR, KG.endDate, Literal("2023-05-23", datatype=XSD.date))), {"claim"}),
    ("literal of another type", lambda g: g.set((FAIR, KG.theme, Literal("机器与海"))), {"triple", "claim", "ThemeObject"}),
    ("entity without label", lambda g: g.remove((GU, RDFS.label, None)), {"name", "Entity rdfs:label"}),
    ("entity without name", lambda g: g.remove((GU, KG.name, None)), {"name", "Entity kg:name"}),
    ("node that is only linked to", add((LINHAI, KG.inPlace, URIRef("urn:x"))), {"name"}),
    ("two labels", add((GU, RDFS.label, Literal("顾某", lang="zh"))), {"Entity rdfs:label"}),
    ("label without language", lambda g: g.set((GU, RDFS.label, Literal("顾长青"))), {"Entity rdfs:label"}),
    ("alias without language", add((GU, SKOS.altLabel, Literal("老顾"))), {"Entity skos:altLabel"}),
    (
        "superclass missing",
        lambda g: [g.remove((GU, RDF.type, c)) for c in (KG.Entity, KG.Agent)],
        {"AgentIsEntity rdf:type", "PersonIsAgent rdf:type"},
    ),
    ("wrong class", lambda g: g.set((GU, RDF.type, KG.Place)), {"PlaceIsEntity rdf:type", "end", "AttendsSubject"}),
    ("blank node", add((BNode(), RDF.type, KG.Claim)), {"Named", "Claim rdf:subject", "part"}),
    ("no sentence", cut("attends", KG.sentence), {"part"}),
    ("no confidence", cut("endDate", KG.confidence, "planned"), {"part"}),
    ("no source", cut("attends", PROV.wasDerivedFrom), {"Claim prov:wasDerivedFrom"}),
    ("no modality", cut("attends", KG.modality), {"Claim kg:modality"}),
    ("unknown modality", put("attends", KG.modality, KG.negated), {"Claim kg:modality", "claim"}),
    ("two subjects", lambda g: g.add((claim_of(g, "launches"), RDF.subject, GU)), {"Claim rdf:subject", "triple"}),
    ("confidence over 1", put("attends", KG.confidence, Literal("1.5", datatype=XSD.decimal)), {"Claim kg:confidence"}),
    ("begin after end", put("attends", KG.begin, 100000), {"Claim kg:begin"}),
    ("place of the words", put("attends", KG.subjectAt, "12-14"), {"Claim kg:subjectAt"}),
    ("where is no place", put("attends", KG.where, GU), {"Claim kg:where"}),
    ("speaker is a place", put("attends", KG.saidBy, LINHAI), {"Claim kg:saidBy"}),
    ("time is no date", put("attends", KG.when, "5月"), {"WhenIsDate kg:when"}),
    ("days out of order", lambda g: g.set((FAIR, KG.earliest, Literal("2024-01-01", datatype=XSD.date))), {"Days kg:earliest"}),
    (
        "latest is a month",
        lambda g: g.set((FAIR, KG.latest, Literal("2023-06", datatype=XSD.gYearMonth))),
        {"Days kg:latest"},
    ),
    ("ends before it begins", add((FAIR, KG.endDate, Literal("2023-04", datatype=XSD.gYearMonth))), {"dates", "claim"}),
    ("plan with a wrong end", put("organizes", RDF.object, GU), {"end", "claim", "triple"}),
    ("article without id", lambda g: g.remove((ARTICLE, DCTERMS.identifier, None)), {"Article dcterms:identifier"}),
    ("article with a month", lambda g: g.set((ARTICLE, DCTERMS.issued, Literal("2023-05"))), {"Article dcterms:issued"}),
    ("article that is not there", lambda g: g.set((claim_of(g, "attends"), PROV.wasDerivedFrom, URIRef(f"{ARTICLE}x"))), {"article"}),
    ("empty label", lambda g: g.set((GU, RDFS.label, Literal(" ", lang="zh"))), {"blank"}),
    ("empty name", add((GU, KG.name, Literal(""))), {"blank"}),
    ("place within itself", add((LINHAI, KG.inPlace, LINHAI)), {"circle"}),
    (
        "places within each other",
        lambda g: [g.add(t) for place in [next(p for p in g.subjects(RDF.type, KG.Place) if p != LINHAI)] for t in both_ways(place)],
        {"circle"},
    ),
    ("earliest after the first date", lambda g: g.set((FAIR, KG.earliest, Literal("2023-05-22", datatype=XSD.date))), {"days"}),
    ("latest before the last date", lambda g: g.set((FAIR, KG.latest, Literal("2023-05-01", datatype=XSD.date))), {"days"}),
    ("earliest missing", lambda g: g.remove((FAIR, KG.earliest, None)), {"days"}),
    ("sentence cut short", put("attends", KG.sentence, Literal("出席", lang="zh")), {"length"}),
    ("moved subject", lambda g: moved(g, KG.subjectAt), {"offsets"}),
    ("moved object", lambda g: moved(g, KG.objectAt), {"offsets"}),
    ("data set without version", lambda g: g.remove((None, KG.version, None)), {"Dataset kg:version"}),
]


@pytest.mark.parametrize(("change", "checks"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_faults_are_found(change: Change, checks: set[str], graph: Graph) -> None:
    change(graph)
    problems = validate(graph)
    assert checks <= {problem.check for problem in problems}
    for problem in problems:
        for lang in ("zh", "en"):
            assert problem.about in problem.in_language(lang) and "\n" not in problem.in_language(lang)
        assert any("一" <= char <= "鿿" for char in problem.wrong.in_language("zh")) and problem.wrong.in_language("en").isascii()


def test_a_message_names_entity_and_sentence(graph: Graph) -> None:
    graph.remove((GU, KG.attends, None))
    (problem,) = validate(graph)
    sentence = "海岸技术局局长顾长青出席开幕式并发表题为《让机器下海》的演讲。"
    assert isinstance(problem, Problem)
    assert problem.in_language("zh") == f"顾长青 出席 开幕式：已发生陈述没有对应的三元组：{sentence}"
    assert problem.in_language("en") == f"顾长青 出席 开幕式: an asserted claim without its triple: {sentence}"


@pytest.mark.parametrize("text", ["", "<http://x/a> <http://x/b> <http://x/c> ."])
def test_an_empty_or_foreign_graph_is_a_problem(text: str) -> None:
    assert [problem.check for problem in validate(Graph().parse(data=text, format="turtle"))] == ["empty"]


def test_the_command_names_claim_and_line(graph: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claim = claim_of(graph, "attends")
    graph.set((claim, KG.modality, KG.negated))
    write_graph(graph, tmp_path / "g.ttl")
    assert main(["--lang", "zh", "validate", str(tmp_path / "g.ttl")]) == 1
    name = str(claim).rpartition("/")[2]
    number = next(i for i, line in enumerate((tmp_path / "g.ttl").read_text().splitlines(), 1) if line.startswith(f"claim:{name} "))
    assert f"{tmp_path / 'g.ttl'}:{number}: {name}: 顾长青 出席 开幕式：" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "check"),
    [
        (put("attends", KG.begin, 0), "sentence"),
        (put("attends", KG.end, 100000), "sentence"),
        (put("attends", KG.objectAt, "char=5,100000"), "place"),
        (put("attends", KG.objectAt, "char=9,5"), "place"),
        (lambda g: g.set((ARTICLE, KG.sha256, Literal("0" * 64))), "text"),
    ],
    ids=["begin", "end", "beyond the end", "backwards", "another text"],
)
def test_faults_against_the_texts(change: Change, check: str, graph: Graph, tmp_path: Path) -> None:
    write_articles(sample.ARTICLES, tmp_path)
    change(graph)
    assert check in [problem.check for problem in validate(graph, articles=tmp_path)]


def test_text_missing(graph: Graph, tmp_path: Path) -> None:
    write_articles(sample.ARTICLES, tmp_path)
    (tmp_path / article_file("plan.txt")).unlink()
    (problem,) = validate(graph, articles=tmp_path)
    assert problem.check == "text" and problem.value.endswith(article_file("plan.txt"))
    with pytest.raises(InputError, match="no such folder"):
        validate(graph, articles=tmp_path / "none")


def test_every_relation_has_its_shapes() -> None:
    shapes = Graph().parse(Path(load_ontology.__code__.co_filename).parent.parent / "ontology" / "shapes.ttl")
    names = {str(s).partition("#")[2] for s in shapes.subjects()}
    for name, relation in load_ontology().relations.items():
        wanted = {f"{name[0].upper()}{name[1:]}Subject"} | (
            {f"{name[0].upper()}{name[1:]}Object"} if relation.objects != ("Date",) else set()
        )
        assert wanted <= names
