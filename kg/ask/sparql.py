"""A reading of a question as SPARQL."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.ask.shapes import Questions, Reading
from kg.ontology import Ontology
from kg.query import encode_text, find_query

TIME = r"(\d{4})年(?:度|(\d{1,2})月(?:份|(\d{1,2})[日号])?)?"
CIRCUMSTANCE = re.compile(rf"(?:从)?{TIME}(?:(?:到|至|—|-){TIME})?(?:期间|间|内|里|中)?")
MODALITIES = "kg:asserted, kg:planned, kg:former"


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, in the form that the named queries read."""

    begin: str
    end: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """A reading whose names have been looked at: the classes that each name has in the graph, and what is said beside the first name.

    That is a period, a place, or further names of a coordination, which must all have done, or been done to, the same.
    """

    reading: Reading
    names: Mapping[str, str]
    classes: Mapping[str, frozenset[str]]
    period: Period | None = None
    place: str = ""
    also: tuple[str, ...] = ()

    @property
    def unknown(self) -> int:
        """How many of the names do not stand in the graph."""
        return sum(not found for found in self.classes.values())


def split_period(name: str) -> tuple[str, Period | None]:
    """A name without the time said before or behind it.

    >>> split_period("科技部在2023年5月")
    ('科技部', Period(begin='2023-05', end='2023-05'))
    """
    for match in CIRCUMSTANCE.finditer(name):
        before, after = name[: match.start()].rstrip("在于"), name[match.end() :].lstrip("在，,")
        if not before or not after:
            begin, end = _iso(match.groups()[:3]), _iso(match.groups()[3:])
            return before or after, Period(begin, end or begin)
    return name, None


def relations_of(meaning: Meaning, questions: Questions, ontology: Ontology) -> list[tuple[str, str]]:
    """The (relation, asked end) pairs that fit the word, the classes of the names and the kind of answer."""
    reading = meaning.reading
    asks, answer, x = reading.shape.asks, reading.shape.answer, meaning.classes.get("x", frozenset())
    end = asks.removeprefix("count ")
    if end == "noun":
        return [pair for pair in questions.nouns[reading.word] if _fits(ontology, pair[0], _other(pair[1]), x)]
    if asks in ("holder", "post"):
        return [("position", "subject" if asks == "holder" else "object")]
    names = questions.verbs.get(reading.word, ())
    if reading.shape.name == "asTheme":
        return [("theme", "object")]
    if end not in ("subject", "object"):
        return [(name, end) for name in names if not ontology.relations[name].literal or end == "ask"]
    pairs = [(name, end) for name in names if _answers(ontology, name, end, answer, reading.cls) and _fits(ontology, name, _other(end), x)]
    if not pairs and end == "object" and answer in ("Date", "Place"):
        # 主办 names no date: an event's own dates and place answer.
        pairs = [(r.name, end) for r in ontology.relations.values() if answer in r.objects and _fits(ontology, r.name, "subject", x)]
        pairs = [pair for pair in pairs if pair[0] in ("heldAt", "issuedOn", "startDate")]
    return pairs


def to_sparql(meaning: Meaning, pairs: Sequence[tuple[str, str]]) -> str:
    """The query for a meaning; `pairs` are its relations with the asked end, all of one end."""
    end = pairs[0][1]
    asked = "  VALUES ?asked { " + " ".join(f"kg:{relation}" for relation, _ in pairs) + " }\n  ?said rdfs:subPropertyOf* ?asked .\n"
    where = _where(meaning)
    if end in ("ask", "ask by", "other"):
        return _mutual(meaning, asked, where, pairs)
    if end in ("when", "where"):
        return _circumstance(meaning, asked, end)
    known, wanted = ("?o", "?s") if end == "subject" else ("?s", "?o")
    claims = f"  ?claim rdf:predicate ?said ; rdf:subject ?s ; rdf:object ?o ; kg:modality ?how .\n  FILTER(?how IN ({MODALITIES}))\n"
    label = f"  OPTIONAL {{ {wanted} rdfs:label ?label }}\n  OPTIONAL {{ {wanted} schema:disambiguatingDescription ?about }}\n"
    label += f"  BIND(COALESCE(?label, STR({wanted})) AS ?answer)\n"
    narrowed = f"  {wanted} a kg:{meaning.reading.cls} .\n" if meaning.reading.cls else ""
    both = " UNION { ?claim rdf:subject ?o ; rdf:object ?s }" if any(r == "meets" for r, _ in pairs) else ""
    if both:
        claims = claims.replace("  ?claim rdf:predicate ?said ; rdf:subject ?s ; rdf:object ?o ; kg:modality ?how .\n", "")
        claims = f"  ?claim rdf:predicate ?said ; kg:modality ?how .\n  {{ ?claim rdf:subject ?s ; rdf:object ?o }}{both}\n{claims}"
    body = f"{asked}{_named(meaning, known, 'x', end, pairs)}{claims}{_together(meaning, end, wanted)}{narrowed}{where}{label}"
    if meaning.reading.shape.asks.startswith("count"):
        return f"SELECT (COUNT(DISTINCT {wanted}) AS ?answer) WHERE {{\n{body}}}"
    return (
        f"SELECT ?answer ?about ?modality (COUNT(DISTINCT ?claim) AS ?claims) WHERE {{\n{body}{_modality()}}}\n"
        f"GROUP BY {wanted} ?answer ?about ?modality\nORDER BY DESC(?claims) ?answer ?modality"
    )


def events_sparql(meaning: Meaning) -> str:
    """What happened in a place or a period, by the named queries of that name."""
    arguments = {"from": meaning.period.begin, "to": meaning.period.end} if meaning.period else {}
    if meaning.names["x"]:
        return find_query("events-in").bind(arguments | {"place": meaning.names["x"]})
    return find_query("timeline").bind(arguments)


def _mutual(meaning: Meaning, asked: str, where: str, pairs: Sequence[tuple[str, str]]) -> str:
    turn = any(relation == "meets" for relation, _ in pairs)
    ends = (
        "{ ?claim rdf:subject ?s ; rdf:object ?o } UNION { ?claim rdf:subject ?o ; rdf:object ?s }"
        if turn
        else "?claim rdf:subject ?s ; rdf:object ?o ."
    )
    claims = f"  ?claim rdf:predicate ?said ; kg:modality ?how .\n  {ends}\n  FILTER(?how IN ({MODALITIES}))\n"
    if pairs[0][1] == "other":
        body = f"{asked}{_name_of(meaning, '?s', 'x')}{claims}{where}  ?o rdfs:label ?answer .\n{_modality()}"
        return f"SELECT DISTINCT ?answer ?modality WHERE {{\n{body}}}\nORDER BY ?answer ?modality"
    first, second = ("?o", "?s") if pairs[0][1] == "ask by" else ("?s", "?o")
    return f"ASK {{\n{asked}{_name_of(meaning, first, 'x')}{_name_of(meaning, second, 'y')}{claims}{where}}}"


def _circumstance(meaning: Meaning, asked: str, end: str) -> str:
    names = _name_of(meaning, "?s", "x") + _name_of(meaning, "?o", "y")
    claims = f"  ?claim rdf:predicate ?said ; rdf:subject ?s ; rdf:object ?o ; kg:modality ?how .\n  FILTER(?how IN ({MODALITIES}))\n"
    found = (
        "  { ?claim kg:when ?answer } UNION { ?o kg:issuedOn|kg:startDate ?answer }\n"
        if end == "when"
        else "  { ?claim kg:where ?place } UNION { ?o kg:heldAt ?place }\n  ?place rdfs:label ?answer .\n"
    )
    return f"SELECT DISTINCT ?answer ?modality WHERE {{\n{asked}{names}{claims}{found}{_modality()}}}\nORDER BY ?answer ?modality"


def _named(meaning: Meaning, node: str, key: str, end: str, pairs: Sequence[tuple[str, str]]) -> str:
    name = meaning.names[key]
    if end == "subject" and all(relation in ("position", "theme") for relation, _ in pairs):
        return f"  FILTER(CONTAINS(STR({node}), {encode_text(name)}))\n"
    return _name_of(meaning, node, key)


def _together(meaning: Meaning, end: str, wanted: str) -> str:
    """What holds of the first name must hold of the others of its coordination."""
    return "".join(
        f"  ?also{i} kg:name {encode_text(name)} .\n  ?claim{i} rdf:{_other(end)} ?also{i} ; rdf:predicate ?said ; rdf:{end} {wanted} .\n"
        for i, name in enumerate(meaning.also)
    )


def _name_of(meaning: Meaning, node: str, key: str) -> str:
    """The node of that name; where it names an event, the editions of a series of that name too."""
    words = encode_text(meaning.names[key])
    if "Event" in meaning.classes.get(key, ()):
        return f"  {{ {node} kg:name {words} }} UNION {{ {node} kg:editionOf/kg:name {words} }}\n"
    return f"  {node} kg:name {words} .\n"


def _where(meaning: Meaning) -> str:
    lines = ""
    if meaning.period:
        first, last = (f'"{day}"^^xsd:date' for day in bounds(meaning.period))
        lines += (
            "  OPTIONAL { ?o kg:earliest ?objectEarliest ; kg:latest ?objectLatest }\n"
            "  OPTIONAL { ?claim kg:earliest ?claimEarliest ; kg:latest ?claimLatest }\n"
            f"  FILTER(COALESCE(?objectEarliest, ?claimEarliest) <= {last} && COALESCE(?objectLatest, ?claimLatest) >= {first})\n"
        )
    if meaning.place:
        lines += (
            f"  ?region kg:name {encode_text(meaning.place)} .\n  ?venue kg:inPlace* ?region .\n"
            "  { ?claim kg:where ?venue } UNION { ?o kg:heldAt ?venue }\n"
        )
    return lines


def bounds(period: Period) -> tuple[str, str]:
    """First and last day as xsd:date, from the named query that reads such values."""
    bound = find_query("timeline").bind({"from": period.begin, "to": period.end})
    first, last = re.findall(r'VALUES \?(?:FROM|TO) \{ "([^"]+)"', bound)
    return first, last


def _modality() -> str:
    return (
        '  OPTIONAL { ?how rdfs:label ?word FILTER(LANG(?word) = "zh") }\n  BIND(COALESCE(?word, STRAFTER(STR(?how), "#")) AS ?modality)\n'
    )


def _other(end: str) -> str:
    return "object" if end == "subject" else "subject"


def _fits(ontology: Ontology, relation: str, end: str, classes: frozenset[str]) -> bool:
    """Whether a node of one of `classes` can stand at that end; one of unknown class can."""
    known = ontology.relations[relation]
    allowed = known.subjects if end == "subject" else known.objects
    return not classes or any(ontology.is_a(cls, one) for cls in classes for one in allowed)


def _answers(ontology: Ontology, relation: str, end: str, answer: str, cls: str) -> bool:
    """Whether what stands at that end is of the kind asked for."""
    known = ontology.relations[relation]
    allowed = known.subjects if end == "subject" else known.objects
    if answer == "Agent":
        return any(ontology.is_a(one, "Agent") for one in allowed)
    if answer:
        return answer in allowed
    if cls:
        return any(one in ontology.classes and (ontology.is_a(cls, one) or ontology.is_a(one, cls)) for one in allowed)
    return "Date" not in allowed


def _iso(parts: Sequence[str | None]) -> str:
    return "-".join(part.zfill(2) for part in parts if part)
