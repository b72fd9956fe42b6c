"""The ontology says what it must, is OWL 2 DL and consistent, and mints one IRI for one name."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef

from kg.errors import InputError, OntologyError
from kg.ontology import BASE, KG, check_base, load_ontology, mint, mint_article, ontology_folder, prefix_table

KG_TTL = ontology_folder() / "kg.ttl"
OWLAPI = Path("/usr/share/java/owlapi-distribution.jar")
RELATIONS = frozenset(
    [
        *(
            "organizes",
            "hosts",
            "undertakes",
            "convenes",
            "chairs",
            "carriesOut",
            "supports",
            "launches",
            "issues",
            "formulates",
            "attends",
        ),
        *("delivers", "signs", "develops", "exhibits", "establishes", "awards", "meets", "visits", "acquires"),
        *("heldAt", "startDate", "endDate", "issuedOn", "theme", "position", "subEventOf"),
    ]
)


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    return Graph(bind_namespaces="none").parse(KG_TTL)


def test_all_relations_are_there() -> None:
    assert RELATIONS | {"worksFor"} == set(load_ontology().relations)


@pytest.mark.parametrize(
    ("relation", "subjects", "objects", "literal"),
    [
        ("organizes", ("Agent",), ("Event",), False),
        ("issues", ("Agent",), ("Document", "Product"), False),
        ("awards", ("Agent",), ("Organization", "Person", "Product"), False),
        ("theme", ("Event",), ("Words",), True),
        ("issuedOn", ("Document", "Product"), ("Date",), True),
    ],
)
def test_ends_of_relations(relation: str, subjects: tuple[str, ...], objects: tuple[str, ...], literal: bool) -> None:
    read = load_ontology().relations[relation]
    assert (read.subjects, read.objects, read.literal) == (subjects, objects, literal)


def test_superclasses_nearest_first() -> None:
    ontology = load_ontology()
    assert ontology.classes["Person"].parents == ("Agent", "Entity")
    assert ontology.is_a("Organization", "Agent") and ontology.is_a("Event", "Event") and not ontology.is_a("Agent", "Organization")
    assert not ontology.is_a("Words", "Entity")


def test_terms_have_labels_and_comments_in_both_languages(vocabulary: Graph) -> None:
    own = {s for s in vocabulary.subjects(RDF.type) if isinstance(s, URIRef) and s.startswith(KG)}
    languages = {
        (term, predicate): {o.language for o in vocabulary.objects(term, predicate) if isinstance(o, Literal)}
        for term in own
        for predicate in (RDFS.label, RDFS.comment)
    }
    assert len(own) > 60
    assert [key for key, found in languages.items() if found != {"zh", "en"}] == []


def test_terms_named_in_python_are_declared() -> None:
    known = {str(t).removeprefix(KG) for triple in load_ontology().graph for t in triple if str(t).startswith(KG)}
    sources = [p for p in Path(load_ontology.__code__.co_filename).parent.rglob("*.py")]
    used = {term for path in sources for term in re.findall(r"\bKG\.(\w+)", path.read_text(encoding="utf-8"))}
    assert used - known == set()


def test_the_vocabulary_is_closed() -> None:
    """Every term of kg: that an ontology file uses is declared in one, with its type."""
    graph = load_ontology().graph
    used = {str(t) for s, p, o in graph for t in (p, o) if isinstance(t, URIRef) and t.startswith(KG)}
    declared = {str(s) for s in graph.subjects(RDF.type)}
    assert sorted(used - declared) == []


def test_forbidden_axioms_are_absent(vocabulary: Graph) -> None:
    terms = {term for triple in vocabulary for term in triple}
    assert not terms & {RDF.Statement, RDF.subject, RDF.predicate, RDF.object, OWL.unionOf}
    assert not [o for o in vocabulary.objects(None, RDFS.range) if str(o).endswith(("#date", "#gYear", "#gYearMonth"))]


def owl_dl_report(path: Path) -> list[str]:
    program = Path(__file__).parent / "java" / "Owl2DlCheck.java"
    done = subprocess.run(["java", "-cp", "/usr/share/java/*", str(program), str(path)], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


needs_owlapi = pytest.mark.skipif(shutil.which("javac") is None or not OWLAPI.exists(), reason="needs a JDK and Debian's libowlapi-java")


@needs_owlapi
def test_owl_2_dl(tmp_path: Path) -> None:
    load_ontology().graph.serialize(tmp_path / "all.ttl", format="turtle", encoding="utf-8")
    for path in (KG_TTL, tmp_path / "all.ttl"):
        *violations, axioms = owl_dl_report(path)
        assert violations == [] and int(axioms.split()[-1]) > 500


@needs_owlapi
def test_owl_2_dl_check_can_fail(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text(KG_TTL.read_text(encoding="utf-8") + "\nkg:theme a owl:ObjectProperty ; rdfs:domain kg:Nowhere .\n", encoding="utf-8")
    assert len(owl_dl_report(broken)) > 2


@pytest.mark.parametrize(
    ("added", "consistent"),
    [("", True), ("kg:x a kg:Person , kg:Place .", False), ("kg:x kg:heldAt kg:y . kg:x a kg:Person .", False)],
    ids=["as it is", "two disjoint classes", "domain"],
)
@pytest.mark.skipif(shutil.which("java") is None, reason="HermiT runs on Java")
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_consistent_in_hermit(added: str, consistent: bool, tmp_path: Path) -> None:
    import owlready2

    graph = Graph(bind_namespaces="none").parse(KG_TTL)
    graph.parse(data=f"@prefix kg: <{KG}> . {added}", format="turtle")
    graph.serialize(tmp_path / "kg.nt", format="nt", encoding="utf-8")
    world = owlready2.World()
    with world.get_ontology(f"file://{tmp_path}/kg.nt").load():
        if consistent:
            owlready2.sync_reasoner_hermit(world, debug=0)
            assert list(world.inconsistent_classes()) == []
        else:
            with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
                owlready2.sync_reasoner_hermit(world, debug=0)


@pytest.mark.parametrize(
    ("name", "scope", "local"),
    [
        ("科学技术部", "", "body/科学技术部"),
        ("《方案》", "", "body/方案"),
        ("中国（北京）“创新”中心", "", "body/中国_北京_创新_中心"),
        ("约翰·史密斯", "", "body/约翰·史密斯"),
        ("COVID-19", "", "body/COVID-19"),
        ("开幕式", "第七届 大会", "body/开幕式__第七届_大会"),
        ("a__b", "", "body/a_b"),
        ("cafe\u0301", "", "body/café"),
        ("𠮷野家", "", "body/𠮷野家"),
        ("！？", "", "body/_ff01-ff1f"),
    ],
)
def test_mint(name: str, scope: str, local: str) -> None:
    assert mint(BASE, "Organization", name, scope=scope) == BASE + local


@given(st.text(), st.text())
def test_minted_iris_abbreviate_and_parse_back(name: str, scope: str) -> None:
    iri = mint(BASE, "Event", name, scope=scope)
    local = iri.removeprefix(f"{BASE}event/")
    assert unicodedata.is_normalized("NFC", local) and not re.search(r"[\s%<>\"{}|\\^`/#?]", local)
    assert mint(BASE, "Event", f"《{name}》", scope=scope) == iri or local.startswith("_")
    if not local.startswith(("-", "·")):
        turtle = f"@prefix event: <{BASE}event/> . event:{local} a event:x ."
        assert [str(s) for s in Graph().parse(data=turtle, format="turtle").subjects()] == [iri]


@given(st.text(), st.text(min_size=1), st.text())
def test_scope_never_runs_into_name(name: str, scope: str, other: str) -> None:
    assert mint(BASE, "Event", name, scope=scope) != mint(BASE, "Event", other) or (name, scope) == (other, "")


@pytest.mark.parametrize(("one", "other"), [("a b.txt", "a_b.txt"), ("a/b.txt", "a_b.txt"), ("x#1", "x_1")])
def test_articles_with_like_names_stay_apart(one: str, other: str) -> None:
    assert mint_article(BASE, one) != mint_article(BASE, other)


@pytest.mark.parametrize("base", ["", "kg/id/", "https://example.org/x", "https://example.org/a b/", "https://例子.org/<x>/"])
def test_bad_base(base: str) -> None:
    with pytest.raises(InputError, match="absolute IRI"):
        check_base(base)


def test_good_base() -> None:
    assert check_base("https://例子.org/图谱/") == "https://例子.org/图谱/"
    assert prefix_table("urn:x/")["body"] == "urn:x/body/"


OWN = """@prefix kg: <https://example.org/kg/ontology#> . @prefix my: <https://my.example/#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
my:Contest rdfs:subClassOf kg:Event ; rdfs:label "竞赛"@zh .
my:trains rdfs:subPropertyOf kg:supports ; kg:subjectClass kg:Organization ; kg:objectClass kg:Person, my:Contest ; kg:verb "培训" .
"""


def test_users_own_relation(tmp_path: Path) -> None:
    own = tmp_path / "my.ttl"
    own.write_text(OWN, encoding="utf-8")
    ontology = load_ontology([own])
    assert ontology.relations["trains"].objects == ("Contest", "Person")
    assert ontology.relations["trains"].parents == (KG.supports,)
    assert ontology.relations["trains"].zh == "trains"
    assert ontology.classes["Contest"].zh == "竞赛" and ontology.is_a("Contest", "Event")
    assert prefix_table(BASE, ontology)["contest"] == f"{BASE}contest/"
    assert mint(BASE, "Contest", "杯") == f"{BASE}contest/杯"
    assert ontology.sha256 != load_ontology().sha256
    assert "trains" not in load_ontology().relations


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("kg:x a ; b", "bad.ttl: no valid Turtle: .*line 1"),
        ("@prefix kg: <https://example.org/kg/ontology#> . kg:x kg:subjectClass kg:Agent .", "kg:objectClass is nothing"),
        ("@prefix kg: <https://example.org/kg/ontology#> . kg:x kg:subjectClass kg:Agnet ; kg:objectClass kg:Event .", "#Agnet; needed"),
        ("@prefix kg: <https://example.org/kg/ontology#> . kg:x kg:subjectClass kg:Date ; kg:objectClass kg:Event .", "#Date; needed"),
        (
            "@prefix kg: <https://example.org/kg/ontology#> . <u:x/meets> kg:subjectClass kg:Agent ; kg:objectClass kg:Event .",
            "share a name",
        ),
        (
            '@prefix kg: <https://example.org/kg/ontology#> . <https://example.org/kg/lexicon/eventsHead> kg:word "晒秋" .',
            "lexicon/eventsHead: no word list, class or relation of kg; similar terms: eventHead",
        ),
        ('@prefix kg: <https://example.org/kg/ontology#> . kg:organises kg:verb "操办" .', "#organises: no word.*: organizes"),
        ('@prefix kg: <https://example.org/kg/ontology#> . kg:zzzqq kg:verb "操办" .', "#zzzqq: no word list, class or relation of kg$"),
    ],
    ids=["syntax", "no object", "misspelt class", "literal as subject", "name taken", "no list", "no relation", "nothing like it"],
)
def test_broken_ontology(content: str, message: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(content, encoding="utf-8")
    with pytest.raises(OntologyError, match=message) as raised:
        load_ontology([bad])
    assert "\n" not in str(raised.value) + raised.value.in_language("zh")


def test_missing_ontology(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="cannot be read"):
        load_ontology([tmp_path / "none.ttl"])
