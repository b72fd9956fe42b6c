"""A graph file against gold files: figures, reliability of the confidences, and every difference with its cause."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rdflib import Graph, URIRef

from kg.errors import InputError
from kg.evaluate.causes import Difference, find_differences, find_unclaimed
from kg.evaluate.claims import GraphClaim, read_graph_claims
from kg.evaluate.figures import Figures, Reliability, Verdict, by_confidence, by_pattern, count, verdicts
from kg.evaluate.gold import RELATIONS, GoldDocument, read_gold
from kg.evaluate.matching import MODES, Judgement, Mode, judge, to_case
from kg.graph import read_graph
from kg.messages import message
from kg.ontology import KG, LITERAL_KINDS, load_ontology


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What `kg eval` knows: the figures of each mode, and of the strict one the reliability of claims and the differences."""

    figures: Mapping[Mode, Figures]
    reliability: tuple[Reliability, ...]
    patterns: tuple[Reliability, ...]
    differences: tuple[Difference, ...]
    documents: tuple[GoldDocument, ...]


def evaluate(graph_path: Path, gold_paths: Sequence[Path], *, relations: Collection[str] = ()) -> Evaluation:
    """The graph's facts against those of the gold.

    Scored are the relations of the gold format and further ones that the gold uses, or `relations` alone where given (as gold files
    name them). Raises InputError for a gold file and GraphError for a graph that is not as the formats say.
    """
    documents = read_gold(gold_paths)
    known = _known_relations(documents)
    scored = _choose(relations, known)
    documents = tuple(_only(document, frozenset(scored)) for document in documents)
    graph = read_graph(graph_path)
    kinds = _find_kinds(graph, known)
    statements = read_graph_claims(graph, {document.id for document in documents}, set(scored))
    cases = [to_case(document, kinds) for document in documents]
    judgements: dict[Mode, list[Judgement]] = {mode: [judge(case, statements, kinds, mode=mode) for case in cases] for mode in MODES}
    strict = list(zip(cases, judgements["strict"], strict=True))
    judged = [pair for case, found in strict for pair in verdicts(statements.claims.get(case.document.id, ()), case, found)]
    differences = [difference for case, found in strict for difference in find_differences(case, statements, found, kinds=kinds)]
    return Evaluation(
        {mode: count(cases, judgements[mode], statements.loose, scored=scored) for mode in MODES},
        by_confidence(judged),
        by_pattern(judged),
        (*differences, *find_unclaimed(statements)),
        documents,
    )


def judge_claims(graph: Graph, documents: Sequence[GoldDocument]) -> list[tuple[str, GraphClaim, Verdict]]:
    """Each claim of a graph about the documents with the document's id and what its gold says of it, strictly."""
    known = _known_relations(documents)
    kinds = _find_kinds(graph, known)
    statements = read_graph_claims(graph, {document.id for document in documents}, set(known))
    cases = [to_case(document, kinds) for document in documents]
    return [
        (case.document.id, claim, verdict)
        for case in cases
        for claim, verdict in verdicts(statements.claims.get(case.document.id, ()), case, judge(case, statements, kinds, mode="strict"))
    ]


def _known_relations(documents: Sequence[GoldDocument]) -> list[str]:
    used = {relation for document in documents for fact in document.facts for relation in fact.relations}
    return [*RELATIONS, *sorted(used - set(RELATIONS))]


def _choose(chosen: Collection[str], known: Sequence[str]) -> list[str]:
    unknown = sorted(set(chosen) - set(known))
    if unknown:
        accepted = " ".join(known)
        raise InputError(
            message(
                "--relation {unknown}: neither a relation of the gold format nor of this gold; accepted are {accepted}",
                unknown=unknown[0],
                accepted=accepted,
            ),
        )
    return [relation for relation in known if not chosen or relation in chosen]


def _only(document: GoldDocument, scored: frozenset[str]) -> GoldDocument:
    """The document with the facts that a scored relation states; one that it states as an alternative only becomes optional."""
    kept = tuple(replace(fact, optional=fact.optional or fact.relation not in scored) for fact in document.facts if fact.relations & scored)
    return replace(document, facts=kept)


def _find_kinds(graph: Graph, relations: Sequence[str]) -> dict[str, str]:
    """The kind of literal, Words or Date, that is the object of each relation, "" for others; of one outside kg the graph itself tells."""
    known = load_ontology().relations
    kinds = {}
    for name in relations:
        declared = [str(cls).removeprefix(str(KG)) for cls in graph.objects(URIRef(name), KG.objectClass)]
        classes = known[name].objects if name in known else declared
        kinds[name] = next((kind for kind in LITERAL_KINDS if kind in classes), "")
    return kinds
