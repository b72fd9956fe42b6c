"""`ontology/*.ttl` as one read-only value: classes and relations with their labels, prefixes, and the one function that mints IRIs."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib import __version__ as rdflib_version
from rdflib.term import Node

from kg.cache import remember
from kg.collector import uncollected
from kg.errors import InputError, OntologyError
from kg.messages import SOURCE, Label, message, reason_of
from kg.namespaces import BASE, FOLDERS, VOCABULARIES, known_prefixes, ontology_folder
from kg.rows import from_rows, to_rows


class _Vocabulary(Namespace):
    """A namespace that makes each term once: rdflib finds a term several times faster by identity than by comparing."""

    def term(self, name: str) -> URIRef:
        found = _TERMS.get(name)
        return _TERMS.setdefault(name, URIRef(f"{self}{name}")) if found is None else found


_TERMS: dict[str, URIRef] = {}
KG = _Vocabulary(VOCABULARIES["kg"])
# What begins the names that are kg's: terms, and word lists.
OWN = (str(KG), str(KG).rstrip("#").removesuffix("ontology") + "lexicon/")

LITERAL_KINDS = ("Words", "Date")

# PN_CHARS of Turtle 1.1 without U+0300-036F, section 6.5.
TURTLE_NAME = re.compile(
    "[-·0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)


@dataclass(frozen=True, slots=True)
class Class:
    """A class of entities. `parents` are the names of all its superclasses up to Entity, nearest first; `folder` begins its IRIs.

    `heads` are the words in which the names of its entities end, where such words tell it from the class above.
    """

    name: str
    iri: URIRef
    zh: str
    en: str
    parents: tuple[str, ...]
    folder: str
    heads: tuple[str, ...] = ()

    @property
    def label(self) -> Label:
        """Its label in each language."""
        return Label(self.en, self.zh)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that a claim may state.

    `subjects` and `objects` are names of classes; `objects` is ("Words",) or ("Date",) where the object is a literal.
    `parents` are the IRIs of its super-properties of kg or of the user, nearest first.
    """

    name: str
    iri: URIRef
    zh: str
    en: str
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    parents: tuple[URIRef, ...]

    @property
    def label(self) -> Label:
        """Its label in each language."""
        return Label(self.en, self.zh)

    @property
    def literal(self) -> bool:
        """Whether the object is words or a date."""
        return self.objects[0] in LITERAL_KINDS


@dataclass(frozen=True, slots=True, eq=False)
class Ontology:
    """What `ontology/*.ttl` (without the shapes) and the user's own files say; `sha256` is over names and bytes of the files."""

    graph: Graph
    classes: Mapping[str, Class]
    relations: Mapping[str, Relation]
    sha256: str

    def is_a(self, cls: str, ancestor: str) -> bool:
        """Whether class `cls` is `ancestor` or below it.

        >>> load_ontology().is_a("Person", "Agent")
        True
        """
        return cls == ancestor or (cls in self.classes and ancestor in self.classes[cls].parents)

    def find_kinds(self, cls: str, name: str) -> list[str]:
        """The classes below `cls` whose words end a name, that of a user's `my:Contest` for 第三届川西诗歌大赛."""
        return [one.name for one in self.classes.values() if one.heads and name.endswith(one.heads) and cls in one.parents]

    def topmost(self, relation: str) -> str:
        """The name of the highest relation of kg above a relation, or its own: 承办 is a kind of 举办.

        >>> load_ontology().topmost("undertakes")
        'hosts'
        """
        known = self.relations.get(relation)
        above = [local_name(parent) for parent in known.parents if parent.startswith(str(KG))] if known else []
        return above[-1] if above else relation

    def label(self, term: Node, lang: str) -> str:
        """The label of a term in `lang`, else in English, else its local name."""
        labels = [o for o in self.graph.objects(term, RDFS.label) if isinstance(o, Literal)]
        told = sorted((o.language != lang, str(o)) for o in labels if o.language in (lang, SOURCE))
        return told[0][1] if told else local_name(str(term))


def load_ontology(extra: Sequence[Path] = ()) -> Ontology:
    """The ontology with the user's own files; raises OntologyError that names the file and what is wrong in it.

    >>> load_ontology().relations["organizes"].zh
    '主办'
    """
    return _load(extra) if extra else _load_bundled()


def mint(base: str, cls: str, name: str, *, scope: str = "") -> str:
    """The IRI of the thing of class `cls` that `name`, or `name` within `scope`, identifies.

    Names are brought to NFC; each run of characters other than letters, digits, `-` and `·` becomes `_` (rdflib abbreviates nothing
    that holds them), none at the ends. `__`, which no name can yield, divides name and scope. A name without any letter or digit
    gives its code points.

    >>> mint(BASE, "Event", "“创新”大会", scope="2023年")
    'https://example.org/kg/id/event/创新_大会__2023年'
    """
    local = iri_part(name) + (f"__{iri_part(scope)}" if scope else "")
    return f"{base}{_folder(cls)}/{local}"


@lru_cache(4096)
def mint_article(base: str, identifier: str) -> str:
    """The IRI of the article with this identifier; ids that differ only in characters which no IRI keeps stay apart by a short hash.

    >>> mint_article(BASE, "20230522-1")
    'https://example.org/kg/id/article/20230522-1'
    """
    changed = iri_part(identifier) != identifier
    return mint(base, "Article", identifier, scope=digest(identifier)[:4] if changed else "")


@lru_cache(4096)
def iri_part(name: str) -> str:
    """What an IRI keeps of a name; names of which it keeps the same are one.

    >>> iri_part("“创新”大会（扩大）"), iri_part("创新大会(扩大)")
    ('创新_大会_扩大', '创新大会_扩大')
    """
    name = unicodedata.normalize("NFC", name)
    kept = re.sub("_+", "_", "".join(c if _keeps(c) else "_" for c in name)).strip("_")
    return kept or "_" + "-".join(f"{ord(c):x}" for c in name)


def digest(*parts: object) -> str:
    """Sixteen hexadecimal digits that stand for the words and numbers given."""
    return hashlib.sha256("\n".join(map(str, parts)).encode("utf-8")).hexdigest()[:16]


def check_base(base: str) -> str:
    """`base` itself, if IRIs of instances can begin with it; else raises InputError."""
    if re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]*[/#]", base):
        return base
    raise InputError(
        message("--base {base!r}: an absolute IRI that ends in / or # is needed, such as {example}", base=base, example=BASE),
    )


def prefix_table(base: str = BASE, ontology: Ontology | None = None) -> dict[str, str]:
    """Prefix -> namespace, for vocabularies and for instances under `base`, those of the user's classes included."""
    return known_prefixes(base, [c.folder for c in ontology.classes.values()] if ontology else ())


def _folder(cls: str) -> str:
    return FOLDERS.get(cls) or iri_part(cls).lower()


@cache
def _keeps(char: str) -> bool:
    return bool(TURTLE_NAME.match(char)) and (
        char in "-·" or unicodedata.category(char)[0] in "LM" or unicodedata.category(char) in ("Nd", "Nl")
    )


@cache
def _load_bundled() -> Ontology:
    return _load(())


def _load(extra: Sequence[Path]) -> Ontology:
    bundled = sorted(path for path in ontology_folder().glob("*.ttl") if path.name != "shapes.ttl")
    contents = {path: _read_file(path) for path in (*bundled, *extra)}
    hashed, places = hashlib.sha256(), hashlib.sha256(rdflib_version.encode())
    for path, content in contents.items():
        hashed.update(f"{path.name}\n".encode() + content)
        places.update(f"{path.resolve()}\n".encode("utf-8", "surrogatepass"))  # relative IRIs in it begin with its place
    with uncollected():
        graph = from_rows(remember("ontology", digest(hashed.hexdigest(), places.hexdigest()), partial(_parse, contents)))
    classes = _read_classes(graph)
    relations = _read_relations(graph, classes)
    if extra:
        _check_terms(graph)
    return Ontology(graph, MappingProxyType(classes), MappingProxyType(relations), hashed.hexdigest())


def _check_terms(graph: Graph) -> None:
    """Refuse words for a list, class or relation under the names of kg that is none: a misspelt name, whose words would do nothing."""
    for predicate in (KG.word, KG.verb):
        for term in sorted({str(s) for s in graph.subjects(predicate) if isinstance(s, URIRef) and str(s).startswith(OWN)}):
            if not (_says(graph, URIRef(term), RDF.type) or _says(graph, URIRef(term), KG.subjectClass)):
                space = next(own for own in OWN if term.startswith(own))
                known = {local_name(s) for s in graph.subjects(predicate) if str(s).startswith(space) and _says(graph, s, RDF.type)}
                near = difflib.get_close_matches(local_name(term), sorted(known), n=3)
                wrong = message("{term}: no word list, class or relation of kg", term=term)
                raise OntologyError(message("{none}; similar terms: {near}", none=wrong, near=near) if near else wrong)


def _says(graph: Graph, term: Node, predicate: URIRef) -> bool:
    return (term, predicate, None) in graph


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OntologyError(message("{path}: cannot be read: {reason}", path=path, reason=reason_of(error))) from error


def _parse(contents: Mapping[Path, bytes]) -> dict[str, Any]:
    """The files as one table of terms and triples."""
    graph = Graph(bind_namespaces="none")
    for path, content in contents.items():
        try:
            graph.parse(data=content, format="turtle", publicID=path.resolve().as_uri())
        except (SyntaxError, ValueError) as error:  # rdflib's BadSyntax is a SyntaxError
            reason = _syntax_reason(error)
            raise OntologyError(message("{path}: no valid Turtle: {reason}", path=path, reason=reason)) from error
    return to_rows(graph)


def _syntax_reason(error: Exception) -> str:
    """Line and reason of rdflib's BadSyntax, whose own text repeats the file."""
    if hasattr(error, "lines") and hasattr(error, "_why"):
        return f"line {error.lines + 1}: {error._why}"
    return " ".join(str(error).split())


def _read_classes(graph: Graph) -> dict[str, Class]:
    classes: dict[str, Class] = {}
    for iri in sorted({str(s) for s in graph.transitive_subjects(RDFS.subClassOf, KG.Entity) if isinstance(s, URIRef)}):
        node, name = URIRef(iri), local_name(iri)
        if name in classes or name in LITERAL_KINDS:
            raise _clash(classes[name].iri if name in classes else KG[name], node)
        parents = tuple(
            local_name(p) for p in _above(graph, node, RDFS.subClassOf) if KG.Entity in graph.transitive_objects(URIRef(p), RDFS.subClassOf)
        )
        heads = tuple(sorted(map(str, graph.objects(node, KG.word))))
        classes[name] = Class(name, node, *_labels(graph, node), parents, _folder(name), heads)
    folders: dict[str, Class] = {}
    for cls in classes.values():
        if folders.setdefault(cls.folder, cls) is not cls:
            raise _clash(folders[cls.folder].iri, cls.iri)
    return classes


def _read_relations(graph: Graph, classes: Mapping[str, Class]) -> dict[str, Relation]:
    relations: dict[str, Relation] = {}
    named = {str(s) for s in graph.subjects(KG.subjectClass) if isinstance(s, URIRef)}
    for iri in sorted(named):
        node, name = URIRef(iri), local_name(iri)
        if name in relations:
            raise _clash(relations[name].iri, node)
        ends = [_read_end(graph, node, predicate, classes=classes) for predicate in (KG.subjectClass, KG.objectClass)]
        parents = tuple(URIRef(p) for p in _above(graph, node, RDFS.subPropertyOf) if p in named)
        relations[name] = Relation(name, node, *_labels(graph, node), ends[0], ends[1], parents)
    return relations


def _read_end(graph: Graph, relation: URIRef, predicate: URIRef, *, classes: Mapping[str, Class]) -> tuple[str, ...]:
    iris = sorted(str(o) for o in graph.objects(relation, predicate))
    names = tuple(sorted(local_name(iri) for iri in iris))
    known = {str(c.iri) for c in classes.values()}
    literal = len(iris) == 1 and predicate == KG.objectClass and iris[0] in {str(KG[kind]) for kind in LITERAL_KINDS}
    if names and (literal or known.issuperset(iris)):
        return names
    given, accepted = ", ".join(iris) or "nothing", ", ".join(sorted(classes)) + ", Words, Date"
    raise OntologyError(
        message(
            "{relation}: kg:{predicate} is {given}; needed are classes of the ontology ({accepted}; literals alone, as objects)",
            relation=relation,
            predicate=local_name(predicate),
            given=given,
            accepted=accepted,
        ),
    )


def _above(graph: Graph, node: URIRef, predicate: URIRef) -> list[str]:
    """The IRIs above `node`, breadth first, each level sorted."""
    found: list[str] = []
    level = [str(node)]
    while level:
        level = sorted(
            {str(o) for iri in level for o in graph.objects(URIRef(iri), predicate) if isinstance(o, URIRef)} - {*found, str(node)}
        )
        found += level
    return found


def _labels(graph: Graph, node: URIRef) -> tuple[str, str]:
    labels = {
        lang: min((str(o) for o in graph.objects(node, RDFS.label) if isinstance(o, Literal) and o.language == lang), default="")
        for lang in ("zh", "en")
    }
    return labels["zh"] or labels["en"] or local_name(node), labels["en"] or local_name(node)


def _clash(one: URIRef, other: URIRef) -> OntologyError:
    return OntologyError(
        message("{one} and {other} share a name that IRIs and claims are made of; rename the second", one=one, other=other),
    )


def local_name(iri: object) -> str:
    """What follows the last "#" or "/" of an IRI.

    >>> local_name(KG.Event)
    'Event'
    """
    return re.split("[#/]", str(iri))[-1]
