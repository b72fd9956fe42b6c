"""Sentences of the graph that speak of what a question asks, where it is not read as a question of facts: no answer, but evidence.

Two neighbouring characters of the question are a sign of what a sentence speaks of, and so are three; a sign counts the more, the fewer
sentences of the graph have it. A sentence has the signs of the names of the nodes too that its claims are about, whatever it calls them.
Where the texts of the articles lie beside the graph, the sentences from which nothing was read are looked through too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.asking.reach import Reach
from kg.asking.reading import ASKING
from kg.asking.tokens import Token, have
from kg.asking.words import Questions
from kg.ontology import local_name
from kg.query import Rows, encode_iri
from kg.query.texts import Having, plain

# What is asked by, or stands between what is asked of: no sign of what a sentence is about.
SILENT = frozenset({*ASKING, "filler", "whether", "ending", "measure", "at", "goal", "tell", "closing", "pronoun", "again", "by", "beyond"})
LOUD = frozenset({"name", "rest", "verb", "head", "post"})
# So many sentences are shown, so many about the names are looked at, and so many signs are looked for.
SHOWN, ABOUT, SIGNS = 3, 200, 80
# A question of fewer signs is about too much: 科技部怎么样.
FEWEST = 3
# How much the more a sentence speaks of a question: it states a relation of its verbs, has what is asked for, is about its names, is of
# its time.
SAID, HELD, NAMED, DATED = 0.15, 0.15, 0.3, 0.5
# Three characters in a row, beside the two pairs in them, and one alone; a sign in the title of a sentence, or in the one before it, alone;
# a title by itself; a figure of what is counted.
THREE, ONE, IN_TITLE, TITLE, COUNTED = 0.5, 0.1, 0.4, 0.8, 0.3
# A title by itself, where its article's sentences are at hand.
TITLE_OF_TEXT = 0.6
# A sentence speaks of a question when it has so much of its signs, and so much of what the best one has; longer ones have more by chance.
LEAST, BESIDE, LONG = 0.25, 0.6, 120
FESTIVAL = 4
# Figures that are no dates.
FIGURE = re.compile(r"[0-9][0-9.,]*[0-9万亿千百余多]*(?![0-9.年月日号时届])[^\W\d_]{0,2}%?")
DAY = re.compile(r"\d{4}(-\d\d)*")
# A day as a sentence says it.
DAYS = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{4}年|\d{1,2}日")
DAY_SAID = re.compile(r"(?<=[0-9])号")

CLAIMS = """SELECT ?claim ?sentence ?article ?title ?issued ?said ?subject ?object ?s ?o ?when ?place {
  CHOSEN ?claim kg:sentence ?sentence ; rdf:subject ?s ; rdf:predicate ?said ; rdf:object ?o . FILTER(?said != skos:altLabel)
  OPTIONAL { ?s rdfs:label ?subject } OPTIONAL { ?o rdfs:label ?name } BIND(COALESCE(?name, STR(?o)) AS ?object)
  OPTIONAL { ?claim kg:when ?when } OPTIONAL { ?claim kg:where/rdfs:label ?place }
  OPTIONAL { ?claim prov:wasDerivedFrom ?article
    OPTIONAL { ?article dcterms:title ?title } OPTIONAL { ?article dcterms:issued ?issued } }
} ORDER BY ?sentence ?claim"""
HAVING = "VALUES ?sentence { TEXTS }"
TITLED = "VALUES ?heading { TEXTS } ?paper dcterms:title ?heading . ?claim prov:wasDerivedFrom ?paper ."
NAMING = """{ SELECT DISTINCT ?sentence {
  VALUES ?node { NODES } { ?about rdf:subject ?node } UNION { ?about rdf:object ?node } ?about kg:sentence ?sentence
} ORDER BY ?sentence LIMIT LIMITED }"""
TITLES = """SELECT ?article ?title ?issued {
  VALUES ?title { TEXTS } ?article dcterms:title ?title OPTIONAL { ?article dcterms:issued ?issued }
}"""
CLASSES = "SELECT ?node ?cls { VALUES ?node { NODES } ?node a ?cls }"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence, or the title of an article, that speaks of a question; `asked` is what it has of the kind asked for."""

    asked: str
    sentence: str
    title: str
    issued: str
    article: str


@dataclass(frozen=True, slots=True)
class Marked:
    """One with the share that it `has` of the question's signs, its `mark`, which is that with what else speaks for it, and how many
    signs the question has."""

    near: Near
    has: float
    mark: float
    signs: int


class _Signs:
    """What a question says: its signs with their weights, the nodes that it names, the relations that its words may state, its time."""

    def __init__(self, reach: Reach, tokens: Sequence[Token], questions: Questions) -> None:
        self.reach, self.tokens, self.questions = reach, tokens, questions
        runs = list(_runs(tokens))
        pairs = list(dict.fromkeys(pair for run in runs for pair in _parts(run, 2)))[:SIGNS]
        having = reach.having(" ".join(pairs)) if pairs else Having({}, ())
        self.pairs, self.texts, self.said = having.weights, " ".join(having.texts), having.said
        self.unit = max(self.pairs.values(), default=0.0)
        threes = dict.fromkeys(three for run in runs for three in _parts(run, 3))
        more = {one: THREE * (self.pairs.get(one[:2], 0.0) + self.pairs.get(one[1:], 0.0)) / 2 for one in threes}
        more |= {one: ONE * self.unit for run in runs for one in run if one.isalnum()}
        self.weights = {**self.pairs, **more}
        self.whole = sum(self.weights.values())
        self.nodes = {node.iri: token for token in tokens if token.spot for node in token.spot.nodes}
        self.relations = _relations(tokens, questions)
        self.period = next((token.period for token in tokens if "period" in token), ("", ""))
        self.counted = _counted(tokens)
        self.verbs = _verbs(tokens)
        self.texted = {one.article for one in self.said}
        self.before = {(one.article, plain(one.sentence)): plain(one.before) for one in self.said}

    def sum(self, text: str, title: str = "") -> float:
        """The weights of the signs of a text, and a part of those that its title or what stands before it alone has."""
        found = 0.0
        for sign, weight in self.weights.items():
            found += weight if sign in text else IN_TITLE * weight if sign in title else 0.0
        return found

    def counts(self, sentence: str) -> bool:
        """Whether a sentence has a figure of what is counted: 45名选手."""
        return self.counted is not None and bool(self.counted.search(sentence))

    def says(self, sentence: str) -> bool:
        """Whether a sentence has a verb of the question."""
        return any(verb in sentence for verb in self.verbs)

    def more(self, sentence: str, rows: Sequence[Row] = ()) -> float:
        """What its words say besides: a verb of the question, or a relation of its claims, and a figure of what is counted."""
        states = any(local_name(row["said"]) in self.relations for row in rows)
        return (SAID if states or self.says(sentence) else 0.0) + (COUNTED if self.counts(sentence) else 0.0)

    def mark(self, rows: Sequence[Row]) -> tuple[float, float]:
        """How much of the question's signs a sentence has, whose claims are the rows, and what else speaks for it."""
        sentence, title = plain(rows[0]["sentence"]), plain(rows[0]["title"])
        ends = [row[end] for row in rows for end in ("subject", "object")]
        named = [self.nodes[row[end]].text for row in rows for end in ("s", "o") if row[end] in self.nodes]
        if any(pair in sentence for pair in self.pairs):
            title += "\n" + self.before.get((rows[0]["article"], sentence), "")
        has = self.sum("\n".join([sentence, *map(plain, (*ends, *named))]), title) / max(1.0, (len(sentence) / LONG) ** 0.5)
        more = self.more(sentence, rows)
        days = [day[:10] for row in rows for day in (row["when"], row["object"], row["issued"]) if DAY.match(day)]
        first, last = self.period
        about = {self.nodes[row[end]].start for row in rows for end in ("s", "o") if row[end] in self.nodes}
        more += NAMED * len(about) / len({token.start for token in self.nodes.values()}) if about else 0.0
        return has, more + (DATED if first and any(first <= day <= last for day in days) else 0.0)


def sentences_near(reach: Reach, tokens: Sequence[Token], questions: Questions) -> list[Marked]:
    """The sentences that speak of what a question asks, the best first; none where none has much of it."""
    signs = _Signs(reach, tokens, questions)
    if len(signs.pairs) < FEWEST - any(signs.period):
        return []
    found = [one for one in (*_sentences(signs), *_titles(signs), *_unread(signs)) if one.has >= LEAST]
    found.sort(key=lambda one: (-round(one.mark, 3), one.near.sentence, one.near.article))
    kept: list[Marked] = []
    for one in found:
        if one.mark >= BESIDE * found[0].mark and not any(_tells_again(one.near, other.near) for other in kept):
            kept.append(one)
    return kept


def _tells_again(near: Near, other: Near) -> bool:
    """Whether it is said already, or is no more than the title of what is."""
    return near.sentence == other.sentence or near.sentence == near.title and near.article == other.article


def signs_of(tokens: Sequence[Token]) -> list[Token]:
    """The words of a question that tell what it is about."""
    return [token for token in tokens if token.kinds & LOUD and not token.kinds & {*ASKING, "beyond"}]


def _sentences(signs: _Signs) -> Iterator[Marked]:
    chosen = [one.replace("TEXTS", signs.texts) for one in (HAVING, TITLED)] if signs.texts else []
    if signs.nodes:
        chosen.append(NAMING.replace("NODES", " ".join(map(encode_iri, signs.nodes))).replace("LIMITED", str(ABOUT)))
    found = {row["claim"]: row for one in chosen for row in _rows(signs.reach.run(CLAIMS.replace("CHOSEN", one)))}
    rows = sorted(found.values(), key=lambda row: (row["sentence"], row["claim"]))
    classes = _classes(signs, {row[end] for row in rows for end in ("s", "o") if ":" in row[end]})
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["sentence"], row["article"]), []).append(row)
    for some in groups.values():
        held = list(dict.fromkeys(_held(signs, some, classes)))[:SHOWN]
        has, more = signs.mark(some)
        yield _marked(signs, some[0], held, has=has / signs.whole, more=more + (HELD if held else 0.0))


def _marked(signs: _Signs, row: Row, held: Sequence[str], *, has: float, more: float) -> Marked:
    near = Near("、".join(held), row["sentence"], row["title"], row["issued"][:10], row["article"])
    bare = (TITLE_OF_TEXT if near.article in signs.texted else TITLE) if near.sentence == near.title else 1.0
    return Marked(near, has, has * (1 + more) * bare, len(signs.pairs))


def _titles(signs: _Signs) -> Iterator[Marked]:
    for row in _rows(signs.reach.run(TITLES.replace("TEXTS", signs.texts))) if signs.texts else ():
        has = signs.sum(plain(row["title"])) / signs.whole
        yield _marked(signs, {**row, "sentence": row["title"]}, (), has=has, more=0.0)


def _unread(signs: _Signs) -> Iterator[Marked]:
    """The sentences of the articles, of which no claim need tell anything."""
    for one in signs.said:
        if one.read:
            continue
        row, sentence = {"sentence": one.sentence, "title": one.title, "issued": one.issued, "article": one.article}, plain(one.sentence)
        held = list(dict.fromkeys(_told(signs, one.sentence)))[:SHOWN]
        has = signs.sum(sentence, plain(f"{one.title}\n{one.before}")) / max(1.0, (len(sentence) / LONG) ** 0.5) / signs.whole
        yield _marked(signs, row, held, has=has, more=signs.more(sentence) + (HELD if held else 0.0))


def _told(signs: _Signs, sentence: str) -> list[str]:
    """The figures or the days that a sentence has, where such are asked for."""
    wanted = _wanted(signs)
    return FIGURE.findall(sentence) if wanted == "Figure" else DAYS.findall(sentence) if wanted == "Date" else []


def _relations(tokens: Sequence[Token], questions: Questions) -> frozenset[str]:
    """What the words of a question may state."""
    said = [verb.relation for token in tokens for verb in questions.verbs.get(token.text, ())]
    return frozenset([*said, *(relation for token in tokens for relation, _ in questions.nouns.get(token.text, ()))])


def _verbs(tokens: Sequence[Token]) -> list[str]:
    return [plain(token.text) for token in tokens if "verb" in token and len(token.text) > 1]


def _counted(tokens: Sequence[Token]) -> re.Pattern[str] | None:
    """A figure with what is counted behind it."""
    for i, token in enumerate(tokens):
        behind = [one for one in tokens[i + 1 : i + 3] if "measure" not in one and len(one.text) > 1]
        if "many" in token and behind:
            return re.compile(rf"[0-9一二三四五六七八九十百千万亿两]\w{{0,3}}{re.escape(plain(behind[0].text))}")
    return None


def _rows(rows: Rows) -> list[Row]:
    return [{name: (term.value if term else "") for name, term in zip(rows.variables, row, strict=True)} for row in rows.rows]


def _runs(tokens: Sequence[Token]) -> Iterator[str]:
    """What stands in a row between words of asking."""
    run, end = "", 0
    for i, token in enumerate(tokens):
        text = plain(token.text)
        silent = bool(text) and _is_silent(tokens, i)
        if run and (silent or token.start != end):
            yield run
            run = ""
        run, end = run if silent else run + DAY_SAID.sub("日", text), token.end
    yield run


def _is_silent(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word is no sign; 中 is one in 四中全会, a festival is one although it is a day."""
    token, beside = tokens[i], [*tokens[max(0, i - 1) : i], *tokens[i + 1 : i + 2]]
    if "period" in token:
        return len(token.text) < FESTIVAL or any(char.isdigit() for char in token.text)
    if len(token.text) == 1 and not token.kinds & {*ASKING} and any(one.kinds == {"rest"} and len(one.text) == 1 for one in beside):
        return False
    return bool(token.kinds & SILENT) and not token.kinds & LOUD


def _parts(run: str, length: int) -> Iterator[str]:
    yield from (run[i : i + length] for i in range(len(run) - length + 1) if run[i : i + length].isalnum())


def _classes(signs: _Signs, nodes: set[str]) -> dict[str, set[str]]:
    """The classes of the ontology of each node."""
    if not nodes:
        return {}
    known = {str(cls.iri): name for name, cls in signs.questions.ontology.classes.items()}
    found: dict[str, set[str]] = {}
    for row in _rows(signs.reach.run(CLASSES.replace("NODES", " ".join(map(encode_iri, sorted(nodes)))))):
        if row["cls"] in known:
            found.setdefault(row["node"], set()).add(known[row["cls"]])
    return found


def _held(signs: _Signs, rows: Sequence[Row], classes: Mapping[str, set[str]]) -> Iterator[str]:
    """What a sentence has of the kind asked for: days, figures, places, those that act; else the other ends of its claims."""
    wanted = _wanted(signs)
    if wanted == "Date":
        yield from (day for row in rows for day in (row["when"], row["object"]) if DAY.fullmatch(day))
    elif wanted == "Figure":
        yield from _told(signs, rows[0]["sentence"])
    else:
        is_a = signs.questions.ontology.is_a
        yield from (row["place"] for row in rows if wanted == "Place" and row["place"])
        for row, (end, label) in ((row, pair) for row in rows for pair in (("s", "subject"), ("o", "object"))):
            fits = not wanted or any(is_a(cls, wanted) for cls in classes.get(row[end], ()))
            if fits and row[end] not in signs.nodes and row[label]:
                yield row[label]


def _wanted(signs: _Signs) -> str:
    """The class of what is asked for."""
    tokens = signs.tokens
    for i, token in enumerate(tokens):
        if token.kinds & {"which", "many"}:
            behind = [one for one in tokens[i + 1 : i + 3] if one.kinds & {"class", "head"}]
            words = [signs.questions.classes.get(one.text) or signs.questions.heads.get(one.text, "") for one in behind]
            if "many" in token or words:
                return "Figure" if "many" in token else words[0]
    return next((cls for kind, cls in (("who", "Agent"), ("when", "Date"), ("where", "Place")) if have(tokens, kind)), "")
