"""An answer: its table, the sentences that it rests on, and how it was understood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rdflib import RDF

from kg.asking.meaning import Meaning
from kg.asking.near import Near
from kg.asking.words import Questions, load_questions
from kg.messages import Label, Localized, Message, message
from kg.ontology import KG, load_ontology
from kg.query import Rows, named_queries
from kg.query import Term as Cell


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that an answer rests on, with its claim and the title, day and IRI of its article; `answer` is what it says so of."""

    answer: str
    modality: str
    sentence: str
    title: str
    issued: str
    article: str
    claim: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, how it was understood (None where it was not), the SPARQL that it became, the answer and its sentences.

    `asks` is "list", "count", "most", "truth", "when", "where", "about" or "evidence"; `verdict` of "truth" names a `kg:YesOrNo`. The
    sentences that speak most of the question are `near`, where it has no answer, or one that leaves them or words of it aside.
    """

    question: str
    asks: str
    understood: Message | None
    sparql: str
    rows: Rows
    evidence: tuple[Evidence, ...] = ()
    notices: tuple[Message, ...] = ()
    verdict: str = ""
    near: tuple[Near, ...] = ()

    @property
    def found(self) -> bool:
        """Whether the graph says anything of it."""
        return bool(self.rows.rows) and self.verdict != "none" and not (self.asks == "count" and self.rows.column("answer") == ["0"])

    @property
    def heading(self) -> Message:
        """What stands above the sentences near to the question."""
        if self.found:
            return message("sentences nearest to the question, which the answer may leave aside")
        return message("no answer, but the sentences of the graph nearest to the question")

    def headings(self, lang: str) -> list[str]:
        """What stands above each column of the answer: the words of the named queries."""
        known: dict[str, Localized] = {name: label for named in named_queries().values() for name, label in named.columns.items()}
        known |= {"answer": message("answer"), "about": message("description"), "count": message("count"), "part": message("asked")}
        return [known[name].in_language(lang) if name in known else name for name in self.rows.variables]

    def cells(self, lang: str) -> list[list[str]]:
        """The table as words; a verdict in full."""
        said = {verdict.name: Label(verdict.en, verdict.zh).in_language(lang) for verdict in load_questions().verdicts}
        columns = {"modality": _modalities(lang)} | ({"answer": said} if self.asks == "truth" else {})
        words = [columns.get(name, {}) for name in self.rows.variables]
        return [[known.get(cell, cell) for known, cell in zip(words, row, strict=True)] for row in self.rows.cells({})]


@cache
def _modalities(lang: str) -> dict[str, str]:
    """The label of each modality, by its Chinese label, which queries give."""
    ontology = load_ontology()
    return {ontology.label(term, "zh"): ontology.label(term, lang) for term in ontology.graph.subjects(RDF.type, KG.Modality)}


def told_by(rows: Rows) -> Iterator[Evidence]:
    """The sentences, each once for each answer."""
    count = sum(name.startswith("claim") for name in rows.variables)
    seen = set()
    for row in rows.rows:
        cell = {name: (term.value if term else "") for name, term in zip(rows.variables, row, strict=True)}
        for i in range(count):
            one = Evidence(
                cell["answer"],
                cell["modality"],
                cell[f"sentence{i}"],
                cell[f"title{i}"],
                cell[f"issued{i}"],
                cell[f"article{i}"],
                cell[f"claim{i}"],
            )
            if one.sentence and (one.answer, one.sentence, one.article) not in seen:
                seen.add((one.answer, one.sentence, one.article))
                yield one


def _grouped(rows: Rows, *keys: str) -> dict[tuple[str, ...], set[str]]:
    """The claims behind each combination of the columns."""
    groups: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for *key, claim in zip(*(rows.column(name) for name in keys), rows.column("claim0"), strict=True):
        groups[tuple(key)].add(claim)
    return groups


def list_rows(rows: Rows, meaning: Meaning) -> Rows:
    """One row for each answer and modality, with the number of its claims."""
    keys = ("x", "answer", "about", "modality", *(("relation",) if meaning.each else ()))
    groups = sorted(_grouped(rows, *keys).items(), key=lambda group: (group[0][4:], -len(group[1]), group[0][1:], group[0][0]))
    described = any(key[2] for key, _ in groups)
    head = (*(("relation",) if meaning.each else ()), "answer", *(("about",) if described else ()), "modality", "claims")
    table = []
    for key, claims in groups:
        middle = (key[2],) if described else ()
        table.append(as_cells(*key[4:], key[1], *middle, key[3], str(len(claims))))
    return Rows(head, tuple(table))


def count_rows(rows: Rows, meaning: Meaning) -> Rows:
    """How many different answers there are, for each modality."""
    found: dict[str, set[str]] = defaultdict(set)
    for (x, modality), _ in _grouped(rows, "x", "modality").items():
        found[modality].add(x)
    counted = [as_cells(str(len(nodes)), modality) for modality, nodes in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))]
    return Rows(("answer", "modality"), tuple(counted or [as_cells("0", "")]))


def rank_rows(rows: Rows, meaning: Meaning) -> Rows:
    """The answers by the number of different things at the other end."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for x, answer, other in zip(rows.column("x"), rows.column("answer"), rows.column("other"), strict=True):
        found[x, answer].add(other)
    ranked = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0][1], pair[0][0]))
    return Rows(("answer", "count"), tuple(as_cells(answer, str(len(others))) for (_, answer), others in ranked))


def judge_rows(rows: Rows, questions: Questions) -> tuple[Rows, str]:
    """The verdicts that the claims give, the strongest first."""
    found = {
        questions.verdict(how.rsplit("#", 1)[-1]): modality
        for how, modality in zip(rows.column("how"), rows.column("modality"), strict=True)
    }
    verdicts = sorted(found, key=lambda verdict: -verdict.rank) or [questions.verdict("")]
    claims = _grouped(rows, "modality")
    table = tuple(
        as_cells(verdict.name, found.get(verdict, ""), str(len(claims.get((found.get(verdict, ""),), ())))) for verdict in verdicts
    )
    return Rows(("answer", "modality", "claims"), table), verdicts[0].name


def as_cells(*values: str) -> tuple[Cell | None, ...]:
    return tuple(Cell("literal", value) for value in values)
