"""The words of `kg ask` as the page carries them: the same table, grouped so that it is small."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.asking import load_questions
from kg.cache import remember
from kg.ontology import KG, Ontology, digest, load_ontology, local_name

FORMAT = 9
"""Goes up when what is packed changes."""


def question_words() -> dict[str, Any]:
    """Lists, verbs, nouns, classes, posts and relations of questions; groups of words are joined by spaces."""
    ontology = load_ontology()
    packed: dict[str, Any] = remember("questions", digest(FORMAT, ontology.sha256), lambda: _pack(ontology))
    return packed


def asking_characters(questions: Mapping[str, Any]) -> str:
    """The characters of the words, for the table that folds traditional ones: 誰主辦了."""
    groups = (questions[name] for name in ("lists", "verbs", "nouns", "classes", "heads"))
    return "".join(words for group in groups for words in group.values()) + str(questions["posts"])


def _pack(ontology: Ontology) -> dict[str, Any]:
    questions = load_questions()
    return {
        "lists": _grouped((word, kind) for word, kinds in questions.lists.items() for kind in sorted(kinds)),
        "verbs": _grouped(
            (word, " ".join(("-" if verb.reverse else "") + verb.relation for verb in verbs)) for word, verbs in questions.verbs.items()
        ),
        "nouns": _grouped((word, " ".join(f"{relation}.{end}" for relation, end in ends)) for word, ends in questions.nouns.items()),
        "classes": _grouped(questions.classes.items()),
        "heads": _grouped(questions.heads.items()),
        "posts": " ".join(sorted(questions.posts)),
        "samePosts": dict(questions.same_posts),
        "relations": {
            one.name: [list(one.subjects), list(one.objects), one.zh, one.en, _above(one.name, ontology)]
            for one in ontology.relations.values()
        },
        "kinds": {one.name: [one.name, *one.parents] for one in ontology.classes.values()},
        "classLabels": {one.name: one.zh for one in ontology.classes.values()},
        "shared": list(questions.shared),
        "instead": dict(questions.instead),
        "levels": {
            word: ["|".join(ends) for ends in (one.endings, one.below, one.other)] for word, one in sorted(questions.levels.items())
        },
        "endings": {word: list(ends) for word, ends in sorted(questions.kinds.items())},
        "eventEndings": {word: list(map("|".join, ends)) for word, ends in questions.events.items()},
        "ministers": {word: "|".join(ends) for word, ends in questions.ministers.items()},
        "span": questions.span,
        "shortEvents": dict(questions.short),
        "askedOf": dict(questions.asked_of),
        "rows": [[row.pattern.pattern, sorted(row.becomes), row.joined, row.late] for row in questions.rows],
        "wordings": [[one.pattern.pattern, one.template] for one in questions.wordings],
        "symmetric": sorted(questions.symmetric),
        "weeks": {name: one.pattern for name, one in sorted(questions.weeks.items())},
        "weekWords": _offsets(ontology, "week", None),
        "dayWords": _offsets(ontology, "dayword"),
        "yearParts": _parts(ontology, "aloneYear"),
        "years": _offsets(ontology, "yearword"),
        "months": _offsets(ontology, "monthword"),
        "monthParts": _parts(ontology, "monthPart"),
        "verdicts": [[one.modality, one.zh, one.en, one.name] for one in questions.verdicts],
        "templates": list(questions.suggestions["node"]),
    }


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Value -> the words that bear it."""
    groups: dict[str, list[str]] = {}
    for word, value in pairs:
        if value:
            groups.setdefault(value, []).append(word)
    return {value: " ".join(sorted(words)) for value, words in sorted(groups.items())}


def _above(name: str, ontology: Ontology) -> list[str]:
    """The relation and all that it is a kind of."""
    found, front = [name], [name]
    while front:
        known = ontology.relations.get(front.pop())
        wider = [local_name(iri) for iri in known.parents] if known else []
        front += [one for one in wider if one not in found]
        found += [one for one in wider if one not in found]
    return found


def _offsets(ontology: Ontology, dates: str, origin: str | None = "issued") -> Mapping[str, int]:
    """今年, 去年 or 下个月 -> years, months, weeks or days from that of the newest article."""
    graph = ontology.graph
    offsets = {node: int(str(value)) for node, value in graph.subject_objects(KG.offset)}
    groups = {node for node, group in graph.subject_objects(KG.dateGroup) if str(group) == dates}
    issued = {node for node in groups if origin is None or str(graph.value(node, KG["from"])) == origin}
    found = {str(word): offsets[node] for node in issued & offsets.keys() for word in graph.objects(node, KG.word)}
    return dict(sorted(found.items()))


def _parts(ontology: Ontology, dates: str) -> Mapping[str, list[int]]:
    """下旬 -> its first and last day, 上半年 -> its first and last month."""
    graph = ontology.graph
    nodes = [node for node, group in graph.subject_objects(KG.dateGroup) if str(group) == dates]
    bounds = {node: [int(str(graph.value(node, KG[name]) or 0)) for name in ("first", "last")] for node in nodes}
    return dict(sorted((str(word), bounds[node]) for node in nodes for word in graph.objects(node, KG.word)))
