"""Nodes found by name: an index of all names, exact and by pairs of neighbouring characters, and what tells namesakes apart."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

import opencc

from kg.query.answers import Rows, read_rows
from kg.query.candidates import Candidate, Lookup
from kg.query.remote import Endpoint, age_of
from kg.query.select import answer_query, select
from kg.query.store import Source
from kg.query.terms import encode_iri, encode_text, is_iri

ENTITIES = """SELECT ?node ?label ?class ?name {
  ?class rdfs:subClassOf* kg:Entity . ?node a ?class ; rdfs:label ?label ; kg:name ?name
}"""
# What tells namesakes apart: what the graph says for that purpose, else posts, days, places.
DESCRIBED = """SELECT ?node ?rank ?words {
  VALUES ?node { NODES }
  { ?node schema:disambiguatingDescription ?words BIND(0 AS ?rank) }
  UNION { ?node kg:position ?words BIND(1 AS ?rank) }
  UNION { ?node kg:worksFor/rdfs:label ?words BIND(2 AS ?rank) }
  UNION { ?node kg:earliest ?day BIND(STR(?day) AS ?words) BIND(3 AS ?rank) }
  UNION { ?node kg:heldAt/rdfs:label ?words BIND(4 AS ?rank) }
  UNION { ?node kg:inPlace/rdfs:label ?words BIND(5 AS ?rank) }
  UNION { ?node kg:governs/rdfs:label ?words BIND(6 AS ?rank) }
} ORDER BY ?node ?rank ?words"""
VALUES = """SELECT ?node ?relation ?value ?label {
  VALUES ?node { NODES } VALUES ?relation { RELATIONS } ?node ?relation ?value OPTIONAL { ?value rdfs:label ?label }
} ORDER BY ?node ?relation ?label ?value"""
HAVING = "SELECT DISTINCT ?node { VALUES ?value { TERMS } ?node RELATION ?value } ORDER BY ?node LIMIT 100"

HOLDING = """SELECT DISTINCT ?name ?score {
  ?node kg:name ?name BIND(SCORE AS ?score) FILTER(?score >= LEAST)
} ORDER BY DESC(?score) STRLEN(?name) ?name LIMIT 20"""

# The names of an endpoint that has more are looked up there for each text, as they stand in it.
MOST_INDEXED = 50_000
LONGEST_LIKE, LONGEST_STRETCH, MOST_PAIRS = 200, 40, 30
SURE = 100.0
# No name is longer; of a longer text the beginning is looked up.
LONGEST = 200
# Pairs of characters that most names have (公司) tell little: the rare ones are looked up first, and no more names than this are weighed.
MOST_NAMES = 20_000
# Candidates whose properties are looked at.
WEIGHED = 50
SAID = 3


class NameIndex:
    """An index of all names: exact, and by pairs of neighbouring characters."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self.labels: dict[str, str] = {}
        self.classes: dict[str, set[str]] = defaultdict(set)
        self.exact: dict[str, set[str]] = defaultdict(set)
        self._sizes: dict[str, int] = {}
        self._having: dict[str, list[str]] = defaultdict(list)
        for iri, label, cls, name in rows:
            self.labels[iri] = label
            self.classes[iri].add(cls)
            self.exact[fold(name)].add(iri)
        for name in self.exact:
            pairs = _pairs(name)
            self._sizes[name] = len(pairs)
            for pair in pairs:
                self._having[pair].append(name)

    def find(self, name: str, *, classes: frozenset[str] = frozenset(), limit: int = 10) -> list[Candidate]:
        """The nodes that `name` may mean, of one of `classes` where any is given, the likeliest first."""
        scores = self._score(fold(name[:LONGEST]))
        kept = [iri for iri in scores if not classes or self.classes[iri] & classes]
        kept.sort(key=lambda iri: (-scores[iri], self.labels[iri], iri))
        return [self.candidate(iri, scores[iri]) for iri in kept[: max(0, limit)]]

    def begin(self, prefix: str, limit: int = 10) -> list[Candidate]:
        """The nodes with a name that begins with `prefix`."""
        folded = fold(prefix[:LONGEST])
        iris = sorted({iri for name, found in self.exact.items() if name.startswith(folded) for iri in found}) if folded else []
        return [self.candidate(iri, SURE) for iri in iris[: max(0, limit)]]

    def candidate(self, iri: str, score: float) -> Candidate:
        """The node of an IRI as a candidate."""
        return Candidate(iri, self.labels[iri], tuple(sorted(self.classes[iri])), round(score, 1))

    def _score(self, folded: str) -> dict[str, float]:
        pairs = _pairs(folded) if folded else set()
        shared: Counter[str] = Counter()
        weighed = 0
        for pair in sorted(pairs, key=lambda pair: (len(self._having.get(pair, ())), pair)):
            names = self._having.get(pair, ())
            if weighed and weighed + len(names) > MOST_NAMES:
                break
            weighed += len(names)
            shared.update(names)
        scores: dict[str, float] = dict.fromkeys(self.exact.get(folded, ()), SURE)
        for other, count in shared.items():
            score = 99 * 2 * count / (self._sizes[other] + len(pairs))
            for iri in self.exact[other]:
                scores[iri] = max(scores.get(iri, 0.0), SURE if other == folded else score)
        return scores


def find_index(source: Source | Endpoint, text: str) -> NameIndex:
    """An index of names among which those in `text`, those that begin with it and those like it are: of all names, where that can be."""
    whole = index_names(source)
    return whole if whole is not None else _index_like(source, text)


def index_names(source: Source | Endpoint) -> NameIndex | None:
    """The index of the names of a graph, made at the first use; None for an endpoint that has more than MOST_INDEXED."""
    return _index_all(source, age_of(source))


@lru_cache(maxsize=1)
def _index_all(source: Source | Endpoint, age: int) -> NameIndex | None:
    if not isinstance(source, Endpoint):
        return _index(select(source, ENTITIES))
    answer = answer_query(source, f"{ENTITIES} LIMIT {MOST_INDEXED + 1}")
    rows = read_rows(answer.body)
    return _index(rows) if answer.complete and len(rows.rows) <= MOST_INDEXED else None


def _index(rows: Rows) -> NameIndex:
    # Sorted here, for there are stores that sort no more than some thousands of rows.
    return NameIndex(sorted([term.value if term else "" for term in row] for row in rows.rows))


def _index_like(source: Source | Endpoint, text: str) -> NameIndex:
    """The names at an endpoint that are a stretch of the text, begin with it, or hold half of its pairs of characters."""
    text = text[:LONGEST_LIKE].strip()
    stretches = {text[i:j] for i in range(len(text)) for j in range(i + 2, min(len(text), i + LONGEST_STRETCH) + 1)} | {text}
    values = " ".join(encode_text(words) for words in sorted(stretches))
    among = select(source, ENTITIES.replace("{", f"{{ VALUES ?name {{ {values} }} ", 1))
    pairs = sorted(_pairs(text))[:MOST_PAIRS]
    score = " + ".join(f"IF(CONTAINS(?name, {encode_text(pair)}), 1, 0)" for pair in pairs)
    begins = f"STRSTARTS(?name, {encode_text(text)})"
    holding = HOLDING.replace("SCORE", f"IF({begins}, {len(pairs)}, {score})").replace("LEAST", str((len(pairs) + 1) // 2))
    names = " ".join(encode_text(name) for name in select(source, holding).column("name"))
    like = select(source, ENTITIES.replace("{", f"{{ VALUES ?name {{ {names} }} ", 1)).rows if names else ()
    return _index(replace(among, rows=(*among.rows, *like)))


def match_names(source: Source | Endpoint, lookups: Sequence[Lookup]) -> list[list[Candidate]]:
    """For each lookup its candidates, the likeliest first, with descriptions."""
    return [_match(source, find_index(source, one.name), one) for one in lookups]


def begin_names(source: Source | Endpoint, prefix: str, limit: int = 10) -> list[Candidate]:
    """The nodes with a name that begins with `prefix`, then those with one like it."""
    names = find_index(source, prefix)
    found = {candidate.iri: candidate for candidate in (*names.begin(prefix, limit), *names.find(prefix, limit=limit))}
    return _described(source, list(found.values())[: max(0, limit)])


def describe_nodes(source: Source | Endpoint, iris: Sequence[str]) -> dict[str, str]:
    """IRI -> a few words that tell the node from its namesakes, "" where the graph says none; what is no IRI is left out."""
    known = [iri for iri in iris if is_iri(iri)]
    if not known:
        return {}
    rows = select(source, DESCRIBED.replace("NODES", _iris(known)))
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for node, rank, words in zip(*map(rows.column, rows.variables), strict=True):
        found[node][rank].append(words)
    return {iri: _describe(found[iri]) for iri in known}


def extend_nodes(source: Source | Endpoint, iris: Sequence[str], relations: Sequence[str]) -> list[tuple[str, str, str, str]]:
    """(node, relation, value, label of the value or "") for each value that one of the nodes has of one of the relations."""
    nodes, asked = [iri for iri in iris if is_iri(iri)], [iri for iri in relations if is_iri(iri)]
    if not nodes or not asked:
        return []
    sparql = VALUES.replace("NODES", _iris(nodes)).replace("RELATIONS", _iris(asked))
    rows = select(source, sparql)
    return list(zip(*map(rows.column, rows.variables), strict=True))


def fold(name: str) -> str:
    """The name without what two spellings of one name differ in: width, case, traditional characters, spaces around.

    >>> fold(" ＡＩ產業聯盟 ")
    'ai产业联盟'
    """
    return str(_converter().convert(unicodedata.normalize("NFKC", name.encode("utf-8", "replace").decode("utf-8")))).casefold().strip()


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _match(source: Source | Endpoint, names: NameIndex, one: Lookup) -> list[Candidate]:
    wanted = frozenset(one.classes)
    allowed = wanted if one.strict == "any" else frozenset[str]()
    found = names.find(one.name, classes=allowed, limit=WEIGHED + one.limit) if one.name.strip() else _having(source, names, one)
    if one.strict == "all":
        found = [candidate for candidate in found if wanted <= set(candidate.classes)]
    weighed = [_weigh(source, names, one, candidate=candidate) for candidate in found]
    weighed.sort(key=lambda candidate: (-candidate.score, candidate.label, candidate.iri))
    return _described(source, weighed[: max(0, one.limit)])


def _having(source: Source | Endpoint, names: NameIndex, one: Lookup) -> list[Candidate]:
    """The nodes that have the first property asked for, for a lookup without a name."""
    for relation, values in one.properties[:1]:
        iris = {iri for value in values for iri in names.exact.get(fold(value), ())} | {value for value in values if is_iri(value)}
        words = " ".join(f"{encode_text(value)} {encode_text(value)}@zh" for value in values)
        sparql = HAVING.replace("TERMS", f"{_iris(sorted(iris))} {words}").replace("RELATION", encode_iri(relation))
        nodes = select(source, sparql).column("node")
        return [names.candidate(iri, 0.0) for iri in nodes if iri in names.labels]
    return []


def _weigh(source: Source | Endpoint, names: NameIndex, one: Lookup, *, candidate: Candidate) -> Candidate:
    """The candidate with the share of the properties asked for that it has in its score."""
    fits = bool(set(one.classes) & set(candidate.classes)) or not one.classes or one.strict != "should"
    features = [("name", candidate.score)]
    score = candidate.score if fits else candidate.score * 0.8
    if one.properties:
        values = _values_of(source, candidate.iri, [relation for relation, _ in one.properties])
        has = [any(fold(value) in values.get(relation, ()) for value in wanted) for relation, wanted in one.properties]
        features += [(relation, 100.0 if had else 0.0) for (relation, _), had in zip(one.properties, has, strict=True)]
        score = (0.7 if one.name.strip() else 0.0) * score + (30 if one.name.strip() else 100) * sum(has) / len(has)
    sure = fits and all(value == SURE for _, value in features if one.name.strip() or _ != "name")
    return Candidate(candidate.iri, candidate.label, candidate.classes, round(score, 1), "", tuple(features), sure)


def _values_of(source: Source | Endpoint, iri: str, relations: Sequence[str]) -> Mapping[str, set[str]]:
    values: dict[str, set[str]] = defaultdict(set)
    for _, relation, value, label in extend_nodes(source, [iri], relations):
        values[relation] |= {fold(value), fold(label)} - {""}
    return values


def _described(source: Source | Endpoint, candidates: Sequence[Candidate]) -> list[Candidate]:
    words = describe_nodes(source, [candidate.iri for candidate in candidates])
    return [Candidate(c.iri, c.label, c.classes, c.score, words.get(c.iri, ""), c.features, c.sure) for c in candidates]


def _describe(found: Mapping[str, Sequence[str]]) -> str:
    if "0" in found:
        return found["0"][0]
    said = [words for _, several in sorted(found.items()) for words in several[:1]]
    return "，".join(dict.fromkeys(said[:SAID]))


def _iris(iris: Sequence[str]) -> str:
    return " ".join(encode_iri(iri) for iri in iris)


def _pairs(name: str) -> set[str]:
    return {name[i : i + 2] for i in range(len(name) - 1)} or {name}
