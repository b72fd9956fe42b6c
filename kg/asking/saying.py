"""How a question was understood, in words; and questions that the graph at hand can answer."""

from __future__ import annotations

from collections.abc import Iterator

from kg.asking.meaning import Argument, Condition, Meaning
from kg.asking.periods import FIRST_DAY, LAST_DAY
from kg.asking.reach import Reach
from kg.asking.words import Questions
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


def describe(meaning: Meaning, questions: Questions) -> tuple[str, str]:
    """What was looked for, in Chinese and in English."""
    return _describe(meaning, questions, "zh"), _describe(meaning, questions, "en")


def _describe(meaning: Meaning, questions: Questions, lang: str) -> str:
    zh = lang == "zh"
    told = [_condition(one, questions, lang) for one in meaning.conditions]
    if meaning.narrow in questions.ontology.classes:
        cls = questions.ontology.classes[meaning.narrow]
        told.append(f"？是{cls.zh}" if zh else f"? is {cls.en}")
    return ("；" if zh else "; ").join((*told, *(one if zh else other for one, other in _bounds(meaning, questions))))


def _bounds(meaning: Meaning, questions: Questions) -> Iterator[tuple[str, str]]:
    """What narrows the answer beside its conditions, in Chinese and in English."""
    if meaning.verb:
        relation = questions.ontology.relations[meaning.conditions[0].relations[0]]
        yield f"图谱把“{meaning.verb}”记作“{relation.zh}”", f"the graph holds “{meaning.verb}” as “{relation.en}”"
    if meaning.level:
        yield f"？是所在的“{meaning.level}”", f"? is the “{meaning.level}” in which it lies"
    elif meaning.head:
        yield f"？的名称含“{meaning.head}”", f"? is called “{meaning.head}”"
    if meaning.post:
        yield f"？的职务是“{_either(meaning.post, '或')}”", f"? is “{_either(meaning.post, ' or ')}”"
    if any(meaning.period):
        days = "–".join(dict.fromkeys("…" if day in ("", FIRST_DAY, LAST_DAY) else day for day in meaning.period))
        yield f"时间 {days}", f"time {days}"
    if meaning.without:
        left = Argument("nodes", meaning.without)
        yield f"？不是{_term(left, 'zh', questions)}", f"? is not {_term(left, 'en', questions)}"
    if meaning.coming:
        yield "尚未发生", "yet to come"
    if meaning.region is not None:
        yield f"地点 {_term(meaning.region, 'zh', questions)}", f"place {_term(meaning.region, 'en', questions)}"
    if meaning.within is not None and meaning.within.names:
        where = Argument("nodes", meaning.within.names)
        yield f"？在{_term(where, 'zh', questions)}境内", f"? is in {_term(where, 'en', questions)}"
    if meaning.within is not None and meaning.within.words:
        either = ("或", "or ") if meaning.within.names else ("", "")
        yield f"{either[0]}？的名称以“{meaning.within.words}”开头", f"{either[1]}its name begins with “{meaning.within.words}”"
    if meaning.told:
        yield "？是说这件事的原句", "? is the sentence that says so"
    if meaning.setting is not None:
        yield f"同一报道中的 {_term(meaning.setting, 'zh', questions)}", f"in one article with {_term(meaning.setting, 'en', questions)}"
    if words := meaning.held or meaning.spoken:
        yield f"句中有“{_either(words, '或')}”", f"its sentence has “{_either(words, ' or ')}”"


def _either(words: str, joint: str) -> str:
    return words.replace("|", joint)


def _condition(one: Condition, questions: Questions, lang: str) -> str:
    relations = [questions.ontology.relations[name] for name in one.relations]
    said = ("或" if lang == "zh" else " or ").join(relation.zh if lang == "zh" else relation.en for relation in relations)
    said = "…" if len(relations) > MANY else said
    whole = " ".join(part for part in (_term(one.subject, lang, questions), said, _term(one.object, lang, questions)) if part)
    return whole.replace("… …", "…")


def _term(term: Argument, lang: str, questions: Questions) -> str:
    """An end as it was understood: the node's name, and what was said where that is another."""
    marks = {"answer": "？", "any": "…", "shared": "同一事" if lang == "zh" else "the same"}
    if term.kind in marks:
        return marks[term.kind] if lang == "zh" else marks[term.kind].replace("？", "?")
    found = []
    for token in term.names:
        labels = list(dict.fromkeys(node.label for node in token.spot.nodes)) if token.spot else []
        label = ("、" if lang == "zh" else ", ").join(labels[:3])
        found.append(label if labels == [token.text] else f"{label}（“{token.text}”）" if lang == "zh" else f"{label} (“{token.text}”)")
    if term.kind == "kind":
        cls = questions.ontology.classes[term.words]
        return cls.zh if lang == "zh" else cls.en
    if term.kind == "chief":
        found.append("负责人" if lang == "zh" else "head")
    if term.words:
        found.append(f"“{term.words}”")
    return ("、" if lang == "zh" else ", ").join(found)
