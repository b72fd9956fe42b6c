"""Files from anybody: no command asks the network or another file, bombs are refused at once, and nothing in a file is altered."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from serving import listening

from kg.cli import main
from kg.errors import GraphError
from kg.export import export_graph
from kg.export.rdf import to_jsonld
from kg.graph import read_graph
from kg.query import list_triples, open_graph, query
from kg.rdf import read_rdf
from kg.unpacked import FORMATS

SAMPLE = Path(__file__).parent / "data" / "sample.ttl"
RDF_XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">{}</rdf:RDF>'
ABOUT = '<rdf:Description rdf:about="http://a"><e:b>{}</e:b></rdf:Description>'


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    with listening() as one:
        yield one


def reaching(url: str, secret: Path) -> dict[str, str]:
    """File name -> a content by which a parser might be led to ask `url` or to open `secret`."""
    entity = '<!DOCTYPE r [<!ENTITY x SYSTEM "{}">]>' + RDF_XML.format(ABOUT.format("&x;"))
    return {
        "context.jsonld": json.dumps({"@context": f"{url}context", "name": "x"}),
        "listed.jsonld": json.dumps({"@context": [{"name": "http://e/name"}, f"{url}context"], "name": "x"}),
        "inner.json": json.dumps({"http://e/a": {"@context": f"{url}context", "name": "x"}}),
        "scoped.jsonld": json.dumps({"@context": {"a": {"@id": "http://e/a", "@context": f"{url}context"}}, "a": {"name": "x"}}),
        "imported.jsonld": json.dumps({"@context": {"@version": 1.1, "@import": f"{url}context"}, "name": "x"}),
        "file.jsonld": json.dumps({"@context": secret.as_uri(), "name": "x"}),
        "entity.rdf": entity.format(f"{url}entity"),
        "file.xml": entity.format(secret.as_uri()),
        "parameter.owl": f'<!DOCTYPE r [<!ENTITY % x SYSTEM "{url}dtd"> %x;]>' + RDF_XML.format(ABOUT.format("x")),
        "packed.rdf.gz": entity.format(f"{url}entity"),
    }


COMMANDS = [
    "validate FILE",
    "export FILE --to turtle -o OUT/g.ttl",
    "export FILE --to csv -o OUT/csv",
    "export FILE --to gexf -o OUT/g.gexf",
    "query FILE ASK{}",
    "ask FILE 谁主办了展会？",
    "view FILE -o OUT/g.html",
    "stats FILE",
    "eval FILE OUT/gold.jsonl",
    "resolve FILE",
    "push FILE --to http://127.0.0.1:1/",
    "serve FILE",
    "build OUT/article.txt -o OUT/built --authority FILE",
]


# Every command with two files, and every file with one command of each reader.
READERS = [command for command in COMMANDS if command.split()[0] in ("validate", "query", "build")]
PAIRS = {(command, name) for command in COMMANDS for name in ("context.jsonld", "file.xml")} | {
    (command, name) for command in READERS for name in reaching("", Path("/"))
}


@pytest.mark.parametrize(("command", "name"), sorted(PAIRS))
def test_no_command_asks_the_network_or_another_file(
    command: str, name: str, listener: tuple[str, list[str]], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    url, hits = listener
    secret, file = tmp_path / "secret.jsonld", tmp_path / name
    secret.write_text('{"@context": {"name": "http://e/secret"}}', encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text('{"id": "a", "text": "x", "facts": []}\n', encoding="utf-8")
    (tmp_path / "article.txt").write_text("5月20日，临海市举办展会。", encoding="utf-8")
    content = reaching(url, secret)[name].encode("utf-8")
    file.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    words = command.replace("FILE", str(file)).replace("OUT", str(tmp_path)).split()
    assert main(["--lang", "en", *words]) == 1
    told = capfd.readouterr().err.splitlines()
    assert any(name in line and ("fetched" in line or "entity" in line) for line in told), told
    assert hits == []


BOMB = (
    '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12))
    + "]>"
    + RDF_XML.format(ABOUT.format("&m;"))
)


@pytest.mark.parametrize("read", [read_rdf, open_graph])
def test_an_entity_bomb_is_refused_before_it_is_read(read: object, tmp_path: Path) -> None:
    (tmp_path / "g.rdf").write_text(BOMB, encoding="utf-8")
    with pytest.raises(GraphError, match="made of entities"):
        read(tmp_path / "g.rdf")  # type: ignore[operator]


def test_entities_that_stand_for_namespaces_are_read(tmp_path: Path) -> None:
    text = '<!DOCTYPE rdf:RDF [<!ENTITY e "http://e/">]>' + RDF_XML.format(
        '<rdf:Description rdf:about="&e;a"><e:b>1</e:b></rdf:Description>'
    )
    (tmp_path / "g.owl").write_text(text, encoding="utf-8")
    assert (URIRef("http://e/a"), URIRef("http://e/b"), Literal("1")) in read_rdf(tmp_path / "g.owl")
    assert query(open_graph(tmp_path / "g.owl"), "ASK { <http://e/a> ?p ?o }").text.endswith("true}")


FORMS = {".ttl": "turtle", ".nt": "nt", ".rdf": "xml", ".xml": "xml", ".jsonld": "json-ld", ".json": "json-ld", ".trix": "trix"}


def in_form(graph: Graph, form: str) -> bytes:
    if form != "trix":
        return graph.serialize(format=form, encoding="utf-8")
    dataset = Dataset()
    for triple in graph:
        dataset.graph(URIRef("http://x/g")).add(triple)
    return dataset.serialize(format="trix", encoding="utf-8")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own serializers
@pytest.mark.parametrize("suffix", FORMS)
@pytest.mark.parametrize("dress", ["plain", "bom", "gz", "bom.gz"])
def test_marked_and_packed_files_are_read(suffix: str, dress: str, tmp_path: Path) -> None:
    graph = Graph().parse(SAMPLE)
    content = in_form(graph, FORMS[suffix])
    content = b"\xef\xbb\xbf" + content if "bom" in dress else content
    path = tmp_path / f"g{suffix}{'.gz' if 'gz' in dress else ''}"
    path.write_bytes(gzip.compress(content) if "gz" in dress else content)
    assert isomorphic(read_graph(path), graph)
    assert len(list_triples(open_graph(path), "http://x/g" if suffix == ".trix" else "")) == len(graph)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_trix_is_known_by_its_content(tmp_path: Path) -> None:
    graph = Graph().parse(SAMPLE)
    (tmp_path / "g.xml").write_bytes(in_form(graph, "trix"))
    assert isomorphic(read_rdf(tmp_path / "g.xml"), graph)
    source = open_graph(tmp_path / "g.xml")
    assert query(source, "ASK { GRAPH ?g { ?s a kg:Claim } }").text.endswith("true}")


@pytest.mark.parametrize(
    "content", [b"\x1f\x8b broken", b"no gzip at all", gzip.compress(b"x" * 100, mtime=0)[:-9]], ids=["broken", "none", "cut"]
)
def test_a_broken_archive_is_named(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "g.ttl.gz").write_bytes(content)
    for read in (read_rdf, open_graph):
        with pytest.raises(GraphError, match=r"g\.ttl\.gz"):
            read(tmp_path / "g.ttl.gz")


ODD = """@prefix x: <http://x/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
x:a x:b 1.50, 1.0E6, "5"^^xsd:int, "01"^^xsd:integer, "1"^^xsd:boolean, "1"^^xsd:decimal, "+1.0"^^xsd:decimal, "2023-5"^^xsd:gYear,
  "1e400"^^xsd:double, "abc"^^xsd:integer, "x y"@zh-Hans, "tab\\there", "quote\\"" , <http://x/公司.> , <http://x/a.b.> , <http://x/-> .
<http://x/公司.> x:b <http://x/> .
"""
FORMATS_BACK = {"turtle": ".ttl", "trig": ".trig", "ntriples": ".nt", "nquads": ".nq", "jsonld": ".jsonld", "rdfxml": ".rdf"}


@pytest.mark.filterwarnings("ignore")  # rdflib speaks of values that are none
@pytest.mark.parametrize("format", FORMATS_BACK)
def test_an_export_alters_no_literal_and_no_name(format: str, tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text(ODD, encoding="utf-8")
    out = tmp_path / f"out{FORMATS_BACK[format]}"
    export_graph(tmp_path / "g.ttl", format, out)
    assert list_triples(open_graph(out)) == list_triples(open_graph(tmp_path / "g.ttl"))
    assert {term.n3() for term in read_rdf(out).objects()} == {term.n3() for term in read_rdf(tmp_path / "g.ttl").objects()}


@pytest.mark.parametrize("command", ["validate", "query", "export", "stats", "view"])
def test_an_iri_with_a_space_is_told_on_one_line(command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "g.ttl").write_text("<http://x/a b> <http://x/b> <http://x/c> .", encoding="utf-8")
    more = {"query": ["ASK{}"], "export": ["--to", "nquads", "-o", str(tmp_path / "o.nq")], "view": ["-o", str(tmp_path / "o.html")]}
    assert main(["--lang", "en", command, str(tmp_path / "g.ttl"), *more.get(command, [])]) == 1
    err = capfd.readouterr().err
    assert err.count("\n") == 1 and "g.ttl" in err and "Traceback" not in err


def test_every_suffix_is_known_to_every_reader(tmp_path: Path) -> None:
    for suffix in FORMATS:
        (tmp_path / f"g{suffix}").write_bytes(b"\x00 nonsense {")
        for read in (read_rdf, open_graph):
            with pytest.raises(GraphError) as caught:
                read(tmp_path / f"g{suffix}")
            assert "\n" not in str(caught.value)


def test_a_list_keeps_its_order_in_json_ld_where_all_else_is_sorted() -> None:
    lines = '@prefix : <http://x/> . :a :z "2", "1" ; :m ( "c" "a" "b" ) ; :b :d .'
    [node] = json.loads(to_jsonld(Graph().parse(data=lines, format="turtle")))["@graph"]
    assert list(node) == ["@id", "http://x/b", "http://x/m", "http://x/z"]
    assert node["http://x/m"] == {"@list": ["c", "a", "b"]}
    assert node["http://x/z"] == ["1", "2"]
