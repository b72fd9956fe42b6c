"""The linguistic part of the ontology: word lists, the senses of verbs, and constructions compiled to regular expressions.

A sentence is matched as a line in which a mention or a verb is two characters: its kind (`SYMBOLS`) and its number. Templates are
split at V and matched leftwards and rightwards from each verb, with bounded gaps, so that time stays linear in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import count
from types import MappingProxyType

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import OntologyError
from kg.messages import message
from kg.ontology import KG, Ontology, load_ontology, local_name
from kg.patterns import compile_pattern
from kg.templates import CLOSING, OPEN, Parts, Pieces, Slot, coordination, one, read_expression, read_template

# Which kinds of symbol can be a mention of a class.
CLASS_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "Agent": "PORrG",
        "Person": "Pr",
        "Organization": "OR",
        "Place": "GgO",
        "Event": "ENQ",
        "Document": "DQ",
        "Product": "KDQ",
        "Date": "T",
        "Words": "QW",
    }
)
ROLE_KINDS: Mapping[str, str] = MappingProxyType({"words": "QW", "time": "T", "place": "GgO", "setting": "ENQ"})


@dataclass(frozen=True, slots=True)
class Sense:
    """What a verb states, which roles its ends fill, and where the sense is at home.

    `relation` is the topmost relation above the one that claims bear, `told`: constructions and discourse ask for the former alone.
    `object_name` is the object that the verb itself names (访华: 中国).
    """

    relation: str
    told: str
    verbs: tuple[str, ...]
    subject_role: str
    object_roles: tuple[str, ...]
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    kind: str = ""
    heads: frozenset[str] = frozenset()
    constructions: frozenset[str] = frozenset()
    tail: str = ""
    not_heads: frozenset[str] = frozenset()
    object_name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Construction:
    """One template, split at its verb, with its label in Chinese and (`en`) English.

    `only` names the kind of senses it serves; `not_before` is a pattern that must not follow, None where anything may.
    """

    name: str
    label: str
    left: Parts
    right: Parts
    rank: int
    confidence: float
    unsaid: tuple[str, ...]
    only: str
    not_before: re.Pattern[str] | None
    example: str
    en: str = ""


SETTING = "setting"  # the kind of senses whose words are no verbs, and stay as they are written


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """Word lists by name, senses by verb, constructions by falling rank.

    `settings` has what tells by itself that somebody acts (上， of 会上，) with its senses, as `senses` has the verbs; `bases` has
    for each class, a user's own too, the one by whose kinds of mentions it is read.
    """

    words: Mapping[str, frozenset[str]]
    modality_lists: tuple[tuple[str, str], ...]
    senses: Mapping[str, tuple[Sense, ...]]
    settings: Mapping[str, tuple[Sense, ...]]
    constructions: tuple[Construction, ...]
    verb_pattern: re.Pattern[str]
    verbs: frozenset[str]
    generic: Mapping[str, tuple[str, ...]]
    pieces: Pieces
    bases: Mapping[str, str]

    @property
    def anniversary(self) -> tuple[str, ...]:
        """The endings of words that count years since something."""
        return tuple(self.words["anniversary"])

    def senses_of(self, word: str) -> tuple[Sense, ...]:
        """The senses of a verb or of a setting; none for any other word."""
        return self.senses.get(word) or self.settings.get(word, ())

    def has(self, words: str, word: str) -> bool:
        """Whether `word` stands in the list `words`."""
        return word in self.words[words]

    def only(self, words: str) -> str:
        """The one word of a list that holds no other."""
        return next(iter(self.words[words]))

    def pattern(self, name: str) -> re.Pattern[str]:
        """The characters that a piece or a list of words stands for, in a line or in a name."""
        return self.pieces.pattern(name)

    def bare(self, verb: str) -> str:
        """A verb, or what ends in one, without the mark of what is done behind it: 签署了."""
        return next((verb.removesuffix(mark) for mark in self.words["perfectiveMark"] if verb.endswith(mark)), verb)

    def quoted(self, relation: str, construction: str) -> bool:
        """Whether bare quoted words may name the thing: for relations marked so, or in constructions marked so."""
        return relation in self.words["quotedRelation"] or construction in self.words["quotedConstruction"]

    def ends(self, words: str, word: str) -> bool:
        """Whether `word` ends in an entry of the list `words`."""
        return bool(_ending(self, words, word))

    def ending(self, words: str, word: str) -> str:
        """The longest entry of the list `words` that `word` ends in, "" for none."""
        return _ending(self, words, word)


def load_grammar(ontology: Ontology | None = None) -> Grammar:
    """The grammar of an ontology, by default the bundled one; raises OntologyError that names the node and what is wrong with it."""
    return _load(ontology or load_ontology())


@lru_cache(maxsize=1 << 16)
def compiled(
    grammar: Grammar, construction: Construction, subjects: tuple[str, ...], *, objects: tuple[str, ...]
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The left and the right pattern of a construction for the classes of a verb's ends; left ends at the verb, right begins behind it."""
    acting, acted = (kinds_of(grammar.bases.get(c, c) for c in classes) for classes in (subjects, objects))
    return _compiled(grammar, construction, acting, objects=acted)


def kinds_of(classes: Iterable[str]) -> str:
    """The kinds of symbols that can be mentions of these classes."""
    return "".join(dict.fromkeys(k for c in classes for k in CLASS_KINDS.get(c, CLASS_KINDS["Product"])))


@lru_cache(maxsize=1 << 16)
def _ending(grammar: Grammar, words: str, word: str) -> str:
    entries = grammar.words[words]
    for i in range(len(word)):  # asked of every new word, and a generator takes twice as long
        if word[i:] in entries:
            return word[i:]
    return ""


@cache
def _load(ontology: Ontology) -> Grammar:
    graph = ontology.graph
    words = {local_name(node): frozenset(str(o) for o in graph.objects(node, KG.word)) for node in graph.subjects(RDF.type, KG.WordList)}
    modality = tuple(sorted((local_name(s), local_name(o)) for s, o in graph.subject_objects(KG.modality) if local_name(s) in words))
    senses: dict[str, list[Sense]] = {}
    settings: dict[str, list[Sense]] = {}
    for sense in sorted(_senses(graph, ontology, words), key=lambda s: (s.relation, s.told == s.relation, s.told, s.kind, s.verbs)):
        for verb in sense.verbs:
            (settings if sense.kind == SETTING else senses).setdefault(verb, []).append(sense)
    pieces = _pieces(graph, words)
    constructions = sorted(
        (_construction(graph, node, pieces) for node in graph.subjects(RDF.type, KG.Construction)), key=lambda c: (-c.rank, c.name)
    )
    pattern = compile_pattern("|".join(re.escape(v) for v in sorted(senses, key=lambda v: (-len(v), v))))
    return Grammar(
        MappingProxyType(words),
        modality,
        MappingProxyType({v: tuple(s) for v, s in senses.items()}),
        MappingProxyType({v: tuple(s) for v, s in settings.items()}),
        tuple(constructions),
        pattern,
        frozenset(senses),
        MappingProxyType(
            {w: _texts(graph, node, KG.ending) for node in graph.subjects(RDF.type, KG.GenericHead) for w in _texts(graph, node, KG.word)}
        ),
        pieces,
        MappingProxyType({c.name: next((p for p in (c.name, *c.parents) if p in CLASS_KINDS), c.name) for c in ontology.classes.values()}),
    )


def _senses(graph: Graph, ontology: Ontology, words: Mapping[str, frozenset[str]]) -> Iterable[Sense]:
    for relation in ontology.relations.values():
        if verbs := _texts(graph, relation.iri, KG.verb):
            yield Sense(
                ontology.topmost(relation.name),
                relation.name,
                verbs,
                "agent",
                ("theme",),
                relation.subjects,
                relation.objects,
                not_heads=_listed(graph, relation.iri, KG.notHead, words=words),
            )
    for node in graph.subjects(RDF.type, KG.Sense):
        target = graph.value(node, KG.relation)
        known = ontology.relations.get(local_name(target)) if target is not None else None
        if known is None:
            raise OntologyError(
                message(
                    "kg:Sense of {target}: kg:relation must name a relation of the ontology ({relations})",
                    target=target,
                    relations=ontology.relations,
                ),
            )
        yield Sense(
            ontology.topmost(known.name),
            known.name,
            _texts(graph, node, KG.verb),
            _text(graph, node, KG.subjectRole) or "agent",
            tuple((_text(graph, node, KG.objectRole) or "theme").split()),
            tuple(sorted(local_name(o) for o in graph.objects(node, KG.subjectClass))) or known.subjects,
            tuple(sorted(local_name(o) for o in graph.objects(node, KG.objectClass))) or known.objects,
            _text(graph, node, KG.kind),
            frozenset().union(*(words[local_name(o)] for o in graph.objects(node, KG.objectHead))),
            frozenset(local_name(o) for o in graph.objects(node, KG.construction)),
            _text(graph, node, KG.tail),
            _listed(graph, known.iri, KG.notHead, words=words),
            _text(graph, node, KG.objectName),
        )


def _listed(graph: Graph, node: Node, predicate: URIRef, *, words: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(words[local_name(o)] for o in graph.objects(node, predicate)))


def _pieces(graph: Graph, words: Mapping[str, frozenset[str]]) -> Pieces:
    """The pieces that templates name, each read once, so that what is broken in one is told even where nothing asks for it."""
    templates = {local_name(node): _texts(graph, node, KG.template) for node in graph.subjects(RDF.type, KG.Piece)}
    pieces = Pieces(MappingProxyType(templates), words)
    for name in sorted(templates):
        if not templates[name] or name in words:
            raise OntologyError(
                message("kg:Piece {name} needs a kg:template, and a name that no kg:WordList has", name=name),
            )
        pieces.expression(name)
    return pieces


def _construction(graph: Graph, node: Node, pieces: Pieces) -> Construction:
    left, right = read_template(_text(graph, node, KG.template), pieces, where=f"{node}: kg:template")
    rank, confidence = _number(graph, node, KG["rank"], low=0, high=999), _number(graph, node, KG.confidence, low=0, high=1)
    barred = [read_expression(template, pieces, where=f"{node}: kg:notBefore") for template in _texts(graph, node, KG.notBefore)]
    return Construction(
        local_name(node),
        str(next((o for o in graph.objects(node, RDFS.label) if isinstance(o, Literal) and o.language == "zh"), local_name(node))),
        left,
        right,
        int(rank),
        confidence,
        tuple(_text(graph, node, KG.unsaid).split()),
        _text(graph, node, KG.only),
        compile_pattern("|".join(barred)) if barred else None,
        _text(graph, node, KG.example),
        str(next((o for o in graph.objects(node, RDFS.label) if isinstance(o, Literal) and o.language == "en"), local_name(node))),
    )


def _broken(node: Node, part: str, value: str, *, accepted: str) -> OntologyError:
    return OntologyError(message("{node}: {part} {value!r} needs {accepted}", node=node, part=part, value=value, accepted=accepted))


def _number(graph: Graph, node: Node, predicate: URIRef, *, low: float, high: float) -> float:
    text = _text(graph, node, predicate)
    try:
        number = float(text)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise _broken(node, f"kg:{local_name(predicate)}", text, accepted=f"a number from {low} to {high}")
    return number


@cache
def _compiled(grammar: Grammar, construction: Construction, subjects: str, *, objects: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    places = count(1)
    left, right = (
        "".join(part if isinstance(part, str) else _slot(part, next(places), (subjects, objects), pieces=grammar.pieces) for part in half)
        for half in (construction.left, construction.right)
    )
    return compile_pattern(left + r"\Z"), compile_pattern(right)


def _slot(slot: Slot, place: int, ends: tuple[str, str], *, pieces: Pieces) -> str:
    """A role as a group, whose name is the role, its place and, for an open list, `open`."""
    name = f"{slot.role}_{place}"
    if slot.flag == "*":
        return f"(?P<{name}_open>{pieces.expression(OPEN)})"
    kinds = slot.kinds or (ends[0] if slot.role in ("agent", "coagent") else ROLE_KINDS.get(slot.role, ends[1]))
    if slot.flag == "+":
        return f"(?P<{name}>{coordination(kinds, pieces)}){pieces.expression(CLOSING)}"
    return f"(?P<{name}>{one(kinds)})"


def _texts(graph: Graph, node: Node, predicate: URIRef) -> tuple[str, ...]:
    return tuple(sorted(str(o) for o in graph.objects(node, predicate)))


def _text(graph: Graph, node: Node, predicate: URIRef) -> str:
    return " ".join(_texts(graph, node, predicate))
