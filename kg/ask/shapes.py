"""The shapes of questions, from `ontology/questions.ttl` and the verbs of the grammar, and the readings of a question in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from types import MappingProxyType

from rdflib import RDF, Graph, URIRef

from kg.grammar import load_grammar
from kg.ontology import KG, Ontology, load_ontology, local_name

# Senses of these kinds stand for nouns, or for speech that implies the relation; no question asks by them.
SILENT = frozenset({"label", "work", "say", "apposition"})
# Longer than any question; matching time grows faster than length.
LONGEST = 200
MARKS = "《》〈〉“”\"'‘’「」『』【】 \u3000"


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to ask: patterns left and right of the word that names the relation ("V" a verb, "N" a noun, "" none).

    Each side has two patterns, with short names and with long ones: 会 ends a name (大会) or is an adverb.
    """

    name: str
    asks: str
    answer: str
    rank: int
    word: str
    left: tuple[re.Pattern[str], re.Pattern[str]]
    right: tuple[re.Pattern[str], re.Pattern[str]]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question may mean: the shape, its word, the names in it, and the class that a noun such as 活动 narrows the answer to."""

    shape: Shape
    word: str
    names: Mapping[str, str]
    cls: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """The shapes by falling rank; verbs and nouns -> (relation, the end that a noun asks for); nouns of classes."""

    shapes: tuple[Shape, ...]
    verbs: Mapping[str, tuple[str, ...]]
    nouns: Mapping[str, tuple[tuple[str, str], ...]]
    classes: Mapping[str, str]
    opening: re.Pattern[str]
    closing: re.Pattern[str]
    interrogative: re.Pattern[str]
    adverb: re.Pattern[str]
    conjunction: re.Pattern[str]

    def read(self, question: str) -> Iterator[Reading]:
        """The readings of a question, by falling rank, longer words first."""
        text = self.tidy(question)
        if len(text) > LONGEST:
            return
        for shape in self.shapes:
            words = {"V": self.verbs, "N": self.nouns}.get(shape.word)
            for start, end in _places(text, words) if words is not None else [(0, 0)]:
                for left, right in product(shape.left, shape.right):
                    parts = left.fullmatch(text, 0, start), right.fullmatch(text, end)
                    yield from self._read(shape, text[start:end], parts[0], parts[1])

    def _read(self, shape: Shape, word: str, left: re.Match[str] | None, right: re.Match[str] | None) -> Iterator[Reading]:
        """The reading of one match, and those with the adverbs at the end of the first name taken off one by one."""
        if left is None or right is None:
            return
        found = {str(key): str(value) for key, value in (left.groupdict() | right.groupdict()).items() if value}
        noun = next((found[key] for key in ("noun1", "noun2", "noun3") if key in found), "")
        names = {key: value.strip(MARKS) for key, value in found.items() if key in ("x", "y")}
        while all(names.values()) and not any(self.interrogative.search(name) for name in names.values()):
            yield Reading(shape, word, names, self.classes.get(noun, ""))
            adverb = self.adverb.search(names.get("x", ""))
            if adverb is None:
                return
            names = {**names, "x": names["x"][: adverb.start()].strip(MARKS)}

    def tidy(self, question: str) -> str:
        """The question without what is said around it and its closing mark."""
        text = unicodedata.normalize("NFC", question).strip(" \u3000？?。.！!，,")
        return self.closing.sub("", self.opening.sub("", text)).strip(" \u3000，,：:")


@cache
def load_questions() -> Questions:
    """The questions of the bundled ontology."""
    ontology = load_ontology()
    graph = ontology.graph
    groups = {URIRef(str(node)) for node in graph.subjects(KG.word) if "/question/" in str(node)}
    lists = {local_name(group): _join(_words(graph, group, KG.word)) for group in groups}
    classes = {noun: cls.name for cls in ontology.classes.values() for noun in _words(graph, cls.iri, KG.noun)}
    shapes = [_shape(graph, URIRef(str(node)), lists, classes) for node in graph.subjects(RDF.type, KG.Question)]
    return Questions(
        tuple(sorted(shapes, key=lambda s: (-s.rank, s.name))),
        MappingProxyType(_verbs(graph, ontology)),
        MappingProxyType(_nouns(graph)),
        MappingProxyType(classes),
        re.compile(f"^(?:{lists['opening']})"),
        re.compile(f"(?:{lists['closing']})$"),
        re.compile("|".join(lists[name] for name in ("who", "which", "when", "whether"))),
        re.compile(f"(?:{lists['adverb']})$"),
        re.compile(f"、|{lists['and']}"),
    )


def _verbs(graph: Graph, ontology: Ontology) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for verb, senses in load_grammar(ontology).senses.items():
        for sense in senses:
            if sense.kind not in SILENT:
                found.setdefault(verb, set()).add(sense.told)
    for node, relation in _own_words(graph):
        for verb in _words(graph, node, KG.verb):
            found.setdefault(verb, set()).add(relation)
    return {verb: tuple(sorted(relations)) for verb, relations in sorted(found.items())}


def _nouns(graph: Graph) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for senses in load_grammar().senses.values():
        for sense in senses:
            if sense.kind == "label":
                for noun in sense.verbs:
                    found.setdefault(noun, set()).add((sense.told, "subject"))
    for node, relation in _own_words(graph):
        for noun in _words(graph, node, KG.noun):
            found.setdefault(noun, set()).add((relation, str(graph.value(node, KG.asks))))
    return {noun: tuple(sorted(ends)) for noun, ends in sorted(found.items())}


def _own_words(graph: Graph) -> list[tuple[URIRef, str]]:
    """The nodes of `questions.ttl` that give a relation further words."""
    pairs = {(URIRef(str(s)), local_name(o)) for s, o in graph.subject_objects(KG.relation) if "/question/" in str(s)}
    return sorted(pairs)


def _shape(graph: Graph, node: URIRef, lists: Mapping[str, str], classes: Mapping[str, str]) -> Shape:
    template = str(graph.value(node, KG.template))
    word = next((c for c in "VN" if re.search(rf"(?<![A-Za-z]){c}(?![A-Za-z])", template)), "")
    left, right = template.split(word, 1) if word else ("", template)
    return Shape(
        local_name(node),
        str(graph.value(node, KG.asks)),
        str(graph.value(node, KG.answer) or ""),
        int(str(graph.value(node, KG["rank"]))),
        word,
        (_compile(left, lists, classes, "1", ".+?"), _compile(left, lists, classes, "1", ".+")),
        (_compile(right, lists, classes, "2", ".+?"), _compile(right, lists, classes, "2", ".+")),
        tuple(_words(graph, node, KG.example)),
    )


def _compile(template: str, lists: Mapping[str, str], classes: Mapping[str, str], half: str, name: str) -> re.Pattern[str]:
    noun, which = f"(?P<noun{half}>{_join(list(classes))})", lists["which"]
    agents = _join([noun for noun, cls in classes.items() if cls in ("Agent", "Organization", "Person")])
    measured = f"(?:{lists['measure']})?"
    fixed = {
        "x": f"(?P<x>{name})",
        "y": f"(?P<y>{name})",
        "adverb": f"(?:{lists['adverb']})*",
        "aspect": f"(?:{lists['aspect']})?",
        "who": f"(?:{lists['who']}|(?:{which}){measured}(?P<noun3>{agents}))",
        "what": f"(?:{lists['where']}|{lists['who']}|(?:{which}){measured}{noun}?)",
        "noun": noun,
    }
    pattern = re.sub(r"\{(\w+)\}", lambda m: fixed.get(m[1]) or f"(?:{lists[m[1]]})", template)
    return re.compile(_unique(pattern))


def _unique(pattern: str) -> str:
    """The pattern with each group named once: the first keeps its name."""
    seen: set[str] = set()

    def name(match: re.Match[str]) -> str:
        first = match[1] not in seen
        seen.add(match[1])
        return match[0] if first else "(?:"

    return re.sub(r"\(\?P<(\w+)>", name, pattern)


def fold_marks(name: str) -> str:
    """The name without quotation marks and spaces.

    >>> fold_marks("“科普进山区”行动")
    '科普进山区行动'
    """
    return "".join(char for char in name if char not in MARKS)


def _places(text: str, words: Mapping[str, object]) -> list[tuple[int, int]]:
    """Where a word of `words` stands in `text`, longer ones first."""
    spans = [(i, j) for i in range(len(text)) for j in range(i + 1, min(len(text), i + 12) + 1) if text[i:j] in words]
    return sorted(spans, key=lambda span: (span[0] - span[1], span[0]))


def _words(graph: Graph, node: URIRef, predicate: URIRef) -> list[str]:
    return sorted(str(o) for o in graph.objects(node, predicate))


def _join(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))
