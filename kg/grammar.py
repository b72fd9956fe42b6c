"""The linguistic part of the ontology: word lists, the senses of verbs, and constructions compiled to regular expressions.

A sentence is matched as a line in which a mention or a verb is two characters: its kind (`SYMBOLS`) and its number. Templates are
split at V and matched leftwards and rightwards from each verb, with bounded gaps, so that time stays linear in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import OntologyError
from kg.ontology import KG, Ontology, load_ontology, local_name
from kg.patterns import compile_pattern

# Kinds of symbols in a line: one private character each, followed by the number of the mention.
KINDS = "PORrGgENDKQTWVva"
SYMBOLS = MappingProxyType({kind: chr(0xE000 + i) for i, kind in enumerate(KINDS)})
NUMBER = 0xF0000
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
ROLES = frozenset({"agent", "theme", "words", "coagent", "place", "time", "setting"})
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


@dataclass(frozen=True, slots=True)
class Construction:
    """One template, split at its verb, with its label in Chinese and (`en`) English.

    `only` names the kind of senses it serves; `not_before` is a pattern that must not follow.
    """

    name: str
    label: str
    left: str
    right: str
    rank: int
    confidence: float
    unsaid: tuple[str, ...]
    only: str
    not_before: str
    example: str
    en: str = ""


SETTING = "setting"  # the kind of senses whose words are no verbs, and stay as they are written


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """Word lists by name, senses by verb, constructions by falling rank.

    `settings` has what tells by itself that somebody acts (上， of 会上，) with its senses, as `senses` has the verbs.
    """

    words: Mapping[str, frozenset[str]]
    modality_lists: tuple[tuple[str, str], ...]
    senses: Mapping[str, tuple[Sense, ...]]
    settings: Mapping[str, tuple[Sense, ...]]
    constructions: tuple[Construction, ...]
    verb_pattern: re.Pattern[str]
    verbs: frozenset[str]
    generic: Mapping[str, tuple[str, ...]]
    macros: tuple[tuple[str, str], ...]

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

    def quoted(self, relation: str, construction: str) -> bool:
        """Whether bare quoted words may name the thing: for relations marked so, or in constructions marked so."""
        return relation in self.words["quotedRelation"] or construction in self.words["quotedConstruction"]

    def ends(self, words: str, word: str) -> bool:
        """Whether `word` ends in an entry of the list `words`."""
        return _ends(self, words, word)


def load_grammar(ontology: Ontology | None = None) -> Grammar:
    """The grammar of an ontology, by default the bundled one; raises OntologyError that names the node and what is wrong with it."""
    return _load(ontology or load_ontology())


@lru_cache(maxsize=1 << 16)
def compiled(
    grammar: Grammar, construction: Construction, subjects: tuple[str, ...], *, objects: tuple[str, ...]
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The left and the right pattern of a construction for the classes of a verb's ends; left ends at the verb, right begins behind it."""
    return _compiled(construction.left, construction.right, grammar.macros, ends=(kinds_of(subjects), kinds_of(objects)))


def kinds_of(classes: Iterable[str]) -> str:
    """The kinds of symbols that can be mentions of these classes."""
    return "".join(dict.fromkeys(k for c in classes for k in CLASS_KINDS.get(c, CLASS_KINDS["Product"])))


@lru_cache(maxsize=1 << 16)
def _ends(grammar: Grammar, words: str, word: str) -> bool:
    entries = grammar.words[words]
    return any(word[i:] in entries for i in range(len(word)))


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
    macros = tuple(sorted((_text(graph, node, KG.sign), _text(graph, node, KG.template)) for node in graph.subjects(RDF.type, KG.Macro)))
    constructions = sorted(
        (_construction(graph, node, macros) for node in graph.subjects(RDF.type, KG.Construction)), key=lambda c: (-c.rank, c.name)
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
        macros,
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
                f"kg:Sense of {target}: kg:relation must name a relation of the ontology ({', '.join(ontology.relations)})",
                f"{target} 的 kg:Sense：kg:relation 应为本体中的关系（{'、'.join(ontology.relations)}）",
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
            _listed(graph, target, KG.notHead, words=words) if target is not None else frozenset(),
            _text(graph, node, KG.objectName),
        )


def _listed(graph: Graph, node: Node, predicate: URIRef, *, words: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(words[local_name(o)] for o in graph.objects(node, predicate)))


def _construction(graph: Graph, node: Node, macros: tuple[tuple[str, str], ...]) -> Construction:
    template = _text(graph, node, KG.template)
    cut = _verb_of(template)
    if cut < 0:
        raise _broken(node, "kg:template", template, accepted="a V for the verb outside groups")
    unknown = {slot[1] for slot in SLOT.finditer(template)} - ROLES
    if unknown:
        raise _broken(node, "kg:template", template, accepted=f"the roles {', '.join(sorted(ROLES))}")
    rank, confidence = _number(graph, node, KG["rank"], low=0, high=999), _number(graph, node, KG.confidence, low=0, high=1)
    try:
        _compiled(template[:cut], template[cut + 1 :], macros, ends=("P", "E"))
    except re.error as error:
        raise _broken(node, "kg:template", template, accepted=f"brackets in pairs ({error})") from error
    return Construction(
        local_name(node),
        str(next((o for o in graph.objects(node, RDFS.label) if isinstance(o, Literal) and o.language == "zh"), local_name(node))),
        template[:cut],
        template[cut + 1 :],
        int(rank),
        confidence,
        tuple(_text(graph, node, KG.unsaid).split()),
        _text(graph, node, KG.only),
        _kinds_inside(_text(graph, node, KG.notBefore)),
        _text(graph, node, KG.example),
        str(next((o for o in graph.objects(node, RDFS.label) if isinstance(o, Literal) and o.language == "en"), local_name(node))),
    )


def _broken(node: Node, part: str, value: str, *, accepted: str) -> OntologyError:
    return OntologyError(f"{node}: {part} {value!r} needs {accepted}", f"{node}：{part} {value!r} 应有：{accepted}")


def _number(graph: Graph, node: Node, predicate: URIRef, *, low: float, high: float) -> float:
    text = _text(graph, node, predicate)
    try:
        number = float(text)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise _broken(node, f"kg:{local_name(predicate)}", text, accepted=f"a number from {low} to {high}")
    return number


def _verb_of(template: str) -> int:
    """The place of the V that is the construction's own verb: the last one outside a group."""
    depth, found = 0, -1
    for i, char in enumerate(template):
        depth += (char in "([") - (char in ")]")
        if char == "V" and depth == 0:
            found = i
    return found


@cache
def _compiled(
    left: str, right: str, macros: tuple[tuple[str, str], ...], *, ends: tuple[str, str]
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    expand = _Templates(macros, *ends)
    return compile_pattern(expand.expression(left) + r"\Z"), compile_pattern(expand.expression(right))


@cache
def _longest_first(macros: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(macros, key=lambda macro: -len(macro[0])))


@cache
def _hold_slots(macros: tuple[tuple[str, str], ...]) -> bool:
    return any(SLOT.search(inside) for _, inside in macros)


@cache
def _without_slots(template: str, macros: tuple[tuple[str, str], ...]) -> str:
    """The expression of a template without slots, the same wherever it stands."""
    return _Templates(macros, "", "").expression(template)


@dataclass(slots=True)
class _Templates:
    """Templates to regular expressions: macros by their signs, and the kinds of symbols that an agent and other ends may be."""

    macros: tuple[tuple[str, str], ...]
    subjects: str
    objects: str
    number: int = 0

    def expression(self, template: str) -> str:
        """A template as a regular expression; group names are role, number and, for an open list, `open`."""
        out, i = "", 0
        while i < len(template):
            piece, i = self._piece(template, i)
            out += piece
        return out

    def _piece(self, template: str, i: int) -> tuple[str, int]:
        if slot := SLOT.match(template, i):
            self.number += 1
            kinds = slot[2] or (self.subjects if slot[1] in ("agent", "coagent") else ROLE_KINDS.get(slot[1], self.objects))
            return self._slot(f"{slot[1]}_{self.number}", kinds, slot[3]), slot.end()
        if literal := LITERAL.match(template, i):
            return _kinds_inside(literal[0]), literal.end()
        if symbol := KIND.match(template, i):
            return _one(symbol[1]), symbol.end()
        if template[i] == "V":
            return _one("V"), i + 1
        for sign, inside in _longest_first(self.macros):
            if template.startswith(sign, i):
                return self._macro(inside), i + len(sign)
        return template[i], i + 1

    def _macro(self, template: str) -> str:
        """A macro within a template; slots of a macro would be numbered, so that it differs from place to place."""
        return self.expression(template) if _hold_slots(self.macros) else _without_slots(template, self.macros)

    def _slot(self, name: str, kinds: str, flag: str) -> str:
        one = _one(kinds)
        if flag == "*":
            return f"(?P<{name}_open>{self._macro(dict(self.macros)['{*}'])})"
        if flag == "+":
            signs = dict(self.macros)
            joint, rest = self._macro(signs["{+}"]), self._macro(signs["{+...}"])
            return f"(?P<{name}>{one}(?:{joint}(?:{_one('aT')})*{one}){{0,40}}){rest}"
        return f"(?P<{name}>{one})"


# {role}, {role+}, {role*}, {role:kinds}; groups, sets of characters and repeats, which are copied; <kinds>, one symbol.
SLOT = re.compile(r"\{(\w+)(?::(\w+))?([+*]?)\}")
LITERAL = re.compile(r"\[[^\]]*\]|\(\?(?:<?[=!]|:)|\{\d*,?\d*\}")
KIND = re.compile(r"<(\w+)>")


def _kinds_inside(literal: str) -> str:
    """A set of characters with <V> in it as that kind's symbol, and <> as those of all kinds."""
    return KIND.sub(lambda m: "".join(SYMBOLS[k] for k in m[1]), literal.replace("<>", "".join(SYMBOLS.values())))


def _one(kinds: str) -> str:
    return f"[{''.join(SYMBOLS[k] for k in kinds)}]."


def _texts(graph: Graph, node: Node, predicate: URIRef) -> tuple[str, ...]:
    return tuple(sorted(str(o) for o in graph.objects(node, predicate)))


def _text(graph: Graph, node: Node, predicate: URIRef) -> str:
    return " ".join(_texts(graph, node, predicate))
