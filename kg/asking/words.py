"""The words of questions, from `ontology/questions.ttl`, the grammar's verbs and the ontology's labels."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from rdflib import RDF, RDFS, Graph, Namespace, URIRef

from kg.asking.wordings import Wording, WordRow, load_rows, load_wordings
from kg.grammar import load_grammar
from kg.ontology import KG, Ontology, load_ontology, local_name

QUESTION = Namespace("https://example.org/kg/question/")
# Senses of these kinds stand for nouns, or for speech that implies the relation; no question asks by them.
SILENT = frozenset({"label", "work", "say", "apposition", "dismiss"})
LONGEST_WORD = 12
# The list of the grammar with the last words of the names of a class -> the class.
HEADS = {"orgHead": "Organization", "eventHead": "Event", "documentHead": "Document", "productHead": "Product", "venueHead": "Place"}


@dataclass(frozen=True, slots=True)
class Verb:
    """A relation that a verb states; a `reverse` one (获得) has its object for a subject."""

    relation: str
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer to yes or no: the modality of the claims it rests on ("" for none), and its words."""

    name: str
    modality: str
    rank: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Level:
    """A level of places: what their names end with; what those end with that they stand right below, and what no name of theirs may."""

    endings: tuple[str, ...]
    below: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """The words of questions.

    `lists` holds a word's lists (who, which, filler ...), `verbs` and `nouns` what each states or asks for, `classes` nouns for a whole
    class, `heads` nouns that names of a class end with, `shared` the relations by which bodies work together, `instead` what is looked
    for where the graph has none of a relation, `kinds` what the names of those have that a word such as 企业 stands for, `ministers` posts
    of ministers in short (财长) with what they end with in full, `events` what the names of events of a kind (展览) end with and what they
    do not, `levels` how places that 省 or 城市 stands for are known, `weeks` expressions for weeks of a calendar, `examples` a question or
    more of each kind, `span` the noun for both dates of a thing, `short` short names of events and what they are
    short for, `asked_of` what is asked of a name where a question goes on from another, `rows` and `wordings` the tables of the module
    of that name.
    """

    ontology: Ontology
    lists: Mapping[str, frozenset[str]]
    verbs: Mapping[str, tuple[Verb, ...]]
    nouns: Mapping[str, tuple[tuple[str, str], ...]]
    classes: Mapping[str, str]
    heads: Mapping[str, str]
    posts: frozenset[str]
    ministers: Mapping[str, tuple[str, ...]]
    deputies: frozenset[str]
    chiefs: frozenset[str]
    talks: tuple[str, ...]
    joints: tuple[str, ...]
    same_posts: Mapping[str, str]
    symmetric: frozenset[str]
    shared: tuple[str, ...]
    instead: Mapping[str, str]
    kinds: Mapping[str, tuple[str, ...]]
    events: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    levels: Mapping[str, Level]
    weeks: Mapping[str, re.Pattern[str]]
    verdicts: tuple[Verdict, ...]
    examples: Mapping[str, tuple[str, ...]]
    suggestions: Mapping[str, tuple[str, ...]]
    opening: re.Pattern[str]
    doubled: re.Pattern[str]
    parted: re.Pattern[str]
    whether: str
    span: str
    short: Mapping[str, str]
    asked_of: Mapping[str, str]
    rows: tuple[WordRow, ...]
    wordings: tuple[Wording, ...]

    def knows(self, word: str) -> bool:
        """Whether a word is one of these."""
        return any(word in words for words in (self.lists, self.verbs, self.nouns, self.classes, self.heads))

    def verdict(self, modality: str) -> Verdict:
        """The answer that a claim of that modality gives."""
        return next(one for one in self.verdicts if one.modality == modality)


@lru_cache(maxsize=8)
def load_questions(extra: tuple[Path, ...] = ()) -> Questions:
    """The words of the bundled ontology, with those of the user's own files."""
    ontology = load_ontology(extra)
    graph, grammar = ontology.graph, load_grammar(ontology)
    lists: dict[str, set[str]] = defaultdict(set)
    negations = sorted(word for word in _words(graph, QUESTION.negation, KG.word) if len(word) == 1)
    for node in graph.subjects(KG.word):
        if "/question/" in str(node):
            for word in _words(graph, node, KG.word):
                lists[word].add(local_name(node))
    classes = {noun: cls.name for cls in ontology.classes.values() for noun in (cls.zh, *_words(graph, cls.iri, KG.noun))}
    heads = {word: cls for group, cls in HEADS.items() for word in grammar.words[group] if word not in classes}
    kinds, events = _kinds(graph, classes)
    return Questions(
        ontology,
        MappingProxyType({word: frozenset(kinds) for word, kinds in lists.items()}),
        MappingProxyType(_verbs(ontology)),
        MappingProxyType(_nouns(ontology)),
        MappingProxyType(classes),
        MappingProxyType(heads),
        frozenset(word.lower() for word in (*grammar.words["postHead"], *_of_list(lists, "post"))),
        MappingProxyType(dict.fromkeys(_words(graph, QUESTION.minister, KG.word), tuple(_words(graph, QUESTION.minister, KG.ending)))),
        frozenset(_of_list(lists, "deputy")),
        frozenset(_of_list(lists, "chiefPost")),
        tuple(_of_list(lists, "talk")),
        tuple(_of_list(lists, "joint")),
        MappingProxyType(dict(sorted(one.split("=") for one in _words(graph, QUESTION.samePost, KG.shortFor)))),
        frozenset(local_name(iri) for iri in graph.subjects(RDF.type, URIRef("http://www.w3.org/2002/07/owl#SymmetricProperty"))),
        tuple(sorted(local_name(iri) for iri in graph.objects(QUESTION.together, KG.relation))),
        MappingProxyType(_instead(graph)),
        MappingProxyType(kinds),
        MappingProxyType(_events(events)),
        MappingProxyType(_levels(graph, grammar.words["venueHead"])),
        MappingProxyType(_weeks(graph)),
        _verdicts(graph),
        MappingProxyType(_examples(graph)),
        MappingProxyType({kind: tuple(_words(graph, QUESTION[f"suggest{kind.title()}"], KG.template)) for kind in ("node", "words")}),
        re.compile(f"^(?:(?:{'|'.join(_longest_first(lists, 'opening'))})[，,、：: ]*)+"),
        # 卖没卖, 收购没收购: whether.
        re.compile(f"([\u4e00-\u9fff]{{1,2}})[{''.join(negations)}]\\1"),
        _parted(_words(graph, QUESTION.speech, KG.word), _words(graph, QUESTION.aspect, KG.word)),
        _words(graph, QUESTION.whether, KG.word)[0],
        _words(graph, QUESTION.span, KG.noun)[0],
        MappingProxyType(dict(sorted(one.split("=") for one in _words(graph, QUESTION.shortEvent, KG.shortFor)))),
        MappingProxyType({kind: _words(graph, QUESTION[f"{kind}Of"], KG.template)[0] for kind in ("employer", "day")}),
        load_rows(graph),
        load_wordings(graph),
    )


def _parted(words: Sequence[str], aspects: Sequence[str]) -> re.Pattern[str]:
    """What stands inside a word for a speech that is taken apart: 致了辞, 讲过话."""
    inside = "|".join(aspects)
    return re.compile("|".join(f"(?<={word[0]})(?:{inside})(?={word[1]})" for word in words if len(word) == 2))


def _of_list(lists: Mapping[str, set[str]], kind: str) -> list[str]:
    return sorted(word for word, kinds in lists.items() if kind in kinds)


def _longest_first(lists: Mapping[str, set[str]], kind: str) -> list[str]:
    return sorted((re.escape(word) for word, kinds in lists.items() if kind in kinds), key=len, reverse=True)


def _verbs(ontology: Ontology) -> dict[str, tuple[Verb, ...]]:
    """The verbs of the grammar and of questions, and the label of each relation: 收购, and of the user's own 代言."""
    found: dict[str, set[Verb]] = defaultdict(set)
    each = tuple(_words(ontology.graph, QUESTION.each, KG.word))
    for verb, senses in load_grammar(ontology).senses.items():
        for sense in senses:
            # 分别是 asks for each of several things, whatever they are.
            if sense.kind not in SILENT and not verb.startswith(each):
                found[verb].add(Verb(sense.told))
    for node, relation in _own_words(ontology.graph):
        reverse = str(ontology.graph.value(node, KG.kind) or "") == "reverse"
        for verb in _words(ontology.graph, node, KG.verb):
            found[verb].add(Verb(relation, reverse))
    for known in ontology.relations.values():
        if not known.literal:
            found[known.zh].add(Verb(known.name))
    return {
        verb: tuple(sorted((v for v in verbs if v.relation in ontology.relations), key=lambda v: v.relation))
        for verb, verbs in sorted(found.items())
    }


def _nouns(ontology: Ontology) -> dict[str, tuple[tuple[str, str], ...]]:
    """Nouns of an end of a relation; the label of a relation stands for its object."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for senses in load_grammar(ontology).senses.values():
        for sense in senses:
            if sense.kind == "label":
                for noun in sense.verbs:
                    found[noun].add((sense.told, "subject"))
    for node, relation in _own_words(ontology.graph):
        for noun in _words(ontology.graph, node, KG.noun):
            found[noun].add((relation, str(ontology.graph.value(node, KG.asks))))
    for known in ontology.relations.values():
        if known.literal or known.zh not in found and len(known.zh) > 2:
            found[known.zh].add((known.name, "object"))
    return {noun: tuple(sorted(ends)) for noun, ends in sorted(found.items())}


def _own_words(graph: Graph) -> list[tuple[URIRef, str]]:
    """The nodes of questions that give relations further words."""
    pairs = {(URIRef(str(s)), local_name(o)) for s, o in graph.subject_objects(KG.relation) if "/question/" in str(s)}
    return sorted(pairs)


def _verdicts(graph: Graph) -> tuple[Verdict, ...]:
    found = []
    for node in graph.subjects(RDF.type, KG.YesOrNo):
        labels = {str(label.language): str(label) for label in graph.objects(node, RDFS.label)}  # type: ignore[attr-defined]
        modality = graph.value(node, KG.modality)
        rank = int(str(graph.value(node, KG["rank"])))
        found.append(Verdict(local_name(node), local_name(modality) if modality else "", rank, labels["zh"], labels["en"]))
    return tuple(sorted(found, key=lambda verdict: -verdict.rank))


def _examples(graph: Graph) -> dict[str, tuple[str, ...]]:
    nodes = sorted(str(node) for node in graph.subjects(RDF.type, KG.Question))
    return {local_name(node): tuple(_words(graph, URIRef(node), KG.example)) for node in nodes}


def _words(graph: Graph, node: object, predicate: URIRef) -> Sequence[str]:
    return sorted(str(o) for o in graph.objects(node, predicate))  # type: ignore[arg-type]


def _levels(graph: Graph, venues: Iterable[str]) -> dict[str, Level]:
    """The levels of places by what they are called."""
    ends = {node: tuple(_words(graph, node, KG.ending)) for node in graph.subjects(KG.levelWord)}
    found = {}
    for node, word in graph.subject_objects(KG.levelWord):
        below = tuple(end for above in graph.objects(node, KG.below) for end in ends[above])
        strange = {end for one, some in ends.items() for end in some if one != node} | {*venues}
        found[str(word)] = Level(ends[node], below, tuple(sorted(strange - {*ends[node]})) if below else ())
    return found


def _kinds(graph: Graph, classes: Mapping[str, str]) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """What kinds of bodies, and of events, are called -> what their names have."""
    found = {str(word): tuple(_words(graph, node, KG.ending)) for node, word in graph.subject_objects(KG.kindWord)}
    events = {word: ends for word, ends in found.items() if classes.get(word) == "Event"}
    return {word: ends for word, ends in found.items() if word not in events}, events


def _events(kinds: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """What the names of events of each kind end with, and what longer endings belong to another kind: 博览会 is no 会议."""
    known = sorted({end for ends in kinds.values() for end in ends})
    return {word: (ends, tuple(end for end in known if end not in ends and end.endswith(ends))) for word, ends in sorted(kinds.items())}


def _weeks(graph: Graph) -> dict[str, re.Pattern[str]]:
    """The expressions for weeks of a calendar."""
    return {local_name(node): re.compile(str(text)) for node, text in graph.subject_objects(KG.fragment) if "/question/" in str(node)}


def _instead(graph: Graph) -> dict[str, str]:
    """What is looked for where the graph has none of a relation: 举办 for 主办."""
    return {relation: local_name(other) for node, relation in _own_words(graph) for other in graph.objects(node, KG.instead)}
