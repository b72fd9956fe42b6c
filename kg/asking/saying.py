"""How a question was understood, in words; and questions that the graph at hand can answer."""

from __future__ import annotations

from collections.abc import Iterator

from kg.asking.meaning import Argument, Condition, Meaning
from kg.asking.periods import FIRST_DAY, LAST_DAY
from kg.asking.reach import Reach
from kg.asking.words import Questions
from kg.messages import Localized, Message, message
from kg.ontology import Relation, local_name

# For each relation its newest fact whose ends have short names.
FACTS = """SELECT ?said ?subject ?object ?issued {
  ?claim rdf:predicate ?said ; rdf:subject ?s ; rdf:object ?o ; kg:modality kg:asserted ; prov:wasDerivedFrom ?article .
  ?s rdfs:label ?subject . OPTIONAL { ?o rdfs:label ?label } OPTIONAL { ?article dcterms:issued ?issued }
  BIND(COALESCE(?label, STR(?o)) AS ?object)
  FILTER(STRLEN(?subject) < 20 && STRLEN(?object) < 20 && ?said != skos:altLabel)
} ORDER BY DESC(?issued) ?subject ?object LIMIT 300"""
SUGGESTED = 4
# So many relations are as good as any.
ANY = "…"
MANY = 8


def suggest(reach: Reach, questions: Questions) -> list[str]:
    """Questions about the newest facts of the graph, else the examples of the ontology."""
    rows = reach.run(FACTS)
    found: dict[str, str] = {}
    for said, subject, object_ in zip(*(rows.column(name) for name in ("said", "subject", "object")), strict=True):
        relation = questions.ontology.relations.get(local_name(said))
        if relation is None or relation.name in found:
            continue
        templates = questions.suggestions["node" if _acts(relation, questions) else "words"]
        template = templates[len(found) % len(templates)]
        found[relation.name] = template.format(subject=subject, object=object_, relation=relation.zh)
        if len(found) == SUGGESTED:
            break
    return list(found.values()) or [examples[0] for examples in list(questions.examples.values())[:SUGGESTED]]


def _acts(relation: Relation, questions: Questions) -> bool:
    """Whether its subject is one of whom 谁 asks, and its object a thing."""
    return not relation.literal and any(questions.ontology.is_a(cls, "Agent") for cls in relation.subjects)


def describe(meaning: Meaning, questions: Questions) -> Message:
    """What was looked for."""
    told = [_condition(one, questions) for one in meaning.conditions]
    if meaning.narrow in questions.ontology.classes:
        told.append(message("? is {cls}", cls=questions.ontology.classes[meaning.narrow].label))
    return message("{told:;}", told=[*told, *_bounds(meaning, questions)])


def _bounds(meaning: Meaning, questions: Questions) -> Iterator[Message]:
    """What narrows the answer beside its conditions."""
    if meaning.verb:
        relation = questions.ontology.relations[meaning.conditions[0].relations[0]]
        yield message("the graph holds “{verb}” as “{relation}”", verb=meaning.verb, relation=relation.label)
    if meaning.level:
        yield message("? is the “{level}” in which it lies", level=meaning.level)
    elif meaning.head:
        yield message("? is called “{head}”", head=meaning.head)
    if meaning.post:
        yield message("? is “{posts:or}”", posts=meaning.post.split("|"))
    if any(meaning.period):
        days = "–".join(dict.fromkeys("…" if day in ("", FIRST_DAY, LAST_DAY) else day for day in meaning.period))
        yield message("time {days}", days=days)
    if meaning.without:
        yield message("? is not {others}", others=_term(Argument("nodes", meaning.without), questions))
    if meaning.coming:
        yield message("yet to come")
    if meaning.region is not None:
        yield message("place {region}", region=_term(meaning.region, questions))
    if meaning.within is not None and meaning.within.names:
        yield message("? is in {place}", place=_term(Argument("nodes", meaning.within.names), questions))
    if meaning.within is not None and meaning.within.words:
        begins = message("its name begins with “{words}”", words=meaning.within.words)
        yield message("or {begins}", begins=begins) if meaning.within.names else begins
    if meaning.told:
        yield message("? is the sentence that says so")
    if meaning.setting is not None:
        yield message("in one article with {setting}", setting=_term(meaning.setting, questions))
    if words := meaning.held or meaning.spoken:
        yield message("its sentence has “{words:or}”", words=words.split("|"))


def _condition(one: Condition, questions: Questions) -> Message:
    """Subject, relation and object; what may be anything is told once."""
    relations = [questions.ontology.relations[name].label for name in one.relations]
    said = ANY if len(relations) > MANY else message("{relations:or}", relations=relations) if relations else ""
    parts = [part for part in (_term(one.subject, questions), said, _term(one.object, questions)) if part]
    return message("{parts:_}", parts=[part for before, part in zip(["", *parts], parts, strict=False) if (before, part) != (ANY, ANY)])


def _term(term: Argument, questions: Questions) -> Localized | str:
    """An end as it was understood: the node's name, and what was said where that is another; "" for none."""
    marks: dict[str, Localized | str] = {"answer": message("?"), "any": ANY, "shared": message("the same")}
    if term.kind in marks:
        return marks[term.kind]
    if term.kind == "kind":
        return questions.ontology.classes[term.words].label
    found: list[Localized | str] = []
    for token in term.names:
        labels = list(dict.fromkeys(node.label for node in token.spot.nodes)) if token.spot else []
        found.append(token.text if labels == [token.text] else message("{labels} (“{text}”)", labels=labels[:3], text=token.text))
    if term.kind == "chief":
        found.append(message("head"))
    if term.words:
        found.append(f"“{term.words}”")
    return message("{found}", found=found) if found else ""
