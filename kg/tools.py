"""What an assistant may ask of a graph: questions, SPARQL, entities, facts, sentences, articles; each answer bounded, with its sources."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.asking import ask_with, reach_worker
from kg.errors import QueryError
from kg.evidence import Cited, cite
from kg.graph import read_article
from kg.messages import message
from kg.ontology import load_ontology, local_name
from kg.query import Candidate, Lookup, Rows, Source, Worker, encode_iri, encode_text, is_iri, open_graph, read_rows
from kg.statements import select_claims

Found = dict[str, Any]

NEWEST = "DESC(?issued) ?subject ?p ?object ?claim"
PROPERTIES = "SELECT ?property ?value WHERE { NODE ?property ?value } ORDER BY ?property ?value LIMIT 200"
ARTICLE = "SELECT ?property ?value WHERE { NODE a schema:NewsArticle ; ?property ?value } ORDER BY ?property ?value"
FIND_ARTICLE = "SELECT ?article WHERE { ?article a schema:NewsArticle ; dcterms:identifier WORDS } LIMIT 1"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one call may cost: seconds, rows, characters of an article, bytes of memory of the process that answers, of the query."""

    seconds: float = 20.0
    rows: int = 100
    characters: int = 20_000
    memory: int = 1 << 30
    query: int = 20_000


class Toolbox:
    """The tools over one graph, in a process of its own; one call at a time. Nothing of them writes."""

    def __init__(self, source: Source, *, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self.prefixes = dict(source.prefixes)
        self.folder = source.path.parent / "articles" if source.path is not None and source.path.is_file() else None
        self._worker = Worker(source, memory=self.bounds.memory)
        self._lock = threading.Lock()

    def close(self) -> None:
        """End the process."""
        self._worker.close()

    def tools(self) -> dict[str, Callable[..., Found]]:
        """Name -> tool."""
        found = (self.ask, self.sparql, self.entity, self.facts, self.evidence, self.article)
        return {tool.__name__: tool for tool in found}

    def ask(self, question: str, after: str = "") -> Found:
        """Answer a question in Chinese from the news graph, with the sentences that say so.

        The verdict of yes or no is yes, planned, former, denied, desired, hypothetical or none (not in the graph, which is no denial).
        `after` is the question before it, which one such as 那承办方呢 goes on from. Cite the sentences and titles of `evidence`.
        Where the question is not answered, `near` holds sentences that may: read them, they are no answer of the graph.
        """
        with self._lock:
            asked = ask_with(reach_worker(self._worker, lambda: self.bounds.seconds), question, after=after)
        answer = {
            "understood": asked.understood.in_language("zh") if asked.understood else "",
            "verdict": asked.verdict or None,
            "columns": list(asked.rows.variables),
        }
        rows, evidence = asked.rows.cells({}), [asdict(one) for one in asked.evidence]
        told = {"notices": [notice.in_language("zh") for notice in asked.notices], "near": [asdict(one) for one in asked.near]}
        return {**answer, "rows": rows[: self.bounds.rows], "evidence": evidence[: self.bounds.rows], **told, **self._cut(rows)}

    def sparql(self, query: str) -> Found:
        """Run a SPARQL 1.1 SELECT or ASK over the graph; prefixes kg:, rdf:, rdfs:, prov:, dcterms:, schema: are known.

        Facts are kg:Claim with rdf:subject, rdf:predicate, rdf:object, kg:modality, kg:sentence, prov:wasDerivedFrom. Nodes have kg:name.
        Raises QueryError for a query that is not accepted or too long, QueryLimit where it takes too long.
        """
        if len(query) > self.bounds.query:
            most = self.bounds.query
            raise QueryError(message("the query is longer than {most} characters; shorten it", most=most))
        with self._lock:
            answer = self._worker.evaluate(query, timeout=self.bounds.seconds, limit=self.bounds.rows, format="json")
        rows = read_rows(answer.body)
        notices = [str(notice) for notice in answer.notices]
        return {"columns": list(rows.variables), "rows": rows.cells(self.prefixes), "notices": notices, "complete": answer.complete}

    def entity(self, name: str) -> Found:
        """Find the entities that a name may mean, the likeliest first, and say what the graph knows of the best one."""
        with self._lock:
            matched: list[list[Candidate]] = self._call("match_names", [Lookup(name, limit=5)])
            found = [
                {"iri": c.iri, "label": c.label, "class": _local(c.classes), "about": c.description, "score": c.score} for c in matched[0]
            ]
            properties = self._select(PROPERTIES.replace("NODE", encode_iri(matched[0][0].iri))).cells(self.prefixes) if found else []
        return {"candidates": found, "properties": properties}

    def facts(self, name: str, relation: str = "") -> Found:
        """The facts about an entity, by its name or IRI, each with modality, sentence and article; `relation` is a label such as 主办."""
        which = f"{{ ?claim rdf:subject ?about }} UNION {{ ?claim rdf:object ?about }} {self._named(name)}"
        return self._claims(which + self._related(relation))

    def evidence(self, subject: str, object: str, relation: str = "") -> Found:
        """The sentences that tie two entities, or an entity and words, with their articles; use it to check a fact before citing it."""
        words = encode_text(object)
        right = f"?claim rdf:object ?right OPTIONAL {{ ?right kg:name ?called }} FILTER(STR(?right) = {words} || ?called = {words}) "
        return self._claims(f"?claim rdf:subject ?about . {self._named(subject)} {right}{self._related(relation)}")

    def article(self, article: str) -> Found:
        """An article by its IRI or id: title, day, address, what was read from it, and its text where that lies beside the graph.

        Raises QueryError where the graph has no such article.
        """
        with self._lock:
            asked = [] if is_iri(article) else self._select(FIND_ARTICLE.replace("WORDS", encode_text(article))).column("article")
            iri = article if is_iri(article) else next(iter(asked), "")
            rows = self._select(ARTICLE.replace("NODE", encode_iri(iri))) if iri else Rows(("property", "value"), ())
        if not rows.rows:
            raise QueryError(message("{article}: no article of the graph", article=article))
        known = {local_name(p): v for p, v in zip(rows.column("property"), rows.column("value"), strict=True)}
        text = self._text(known.get("identifier", ""), known.get("sha256", ""))
        cut = len(text) > self.bounds.characters
        described = {"iri": iri, **known, "text": text[: self.bounds.characters], "text_cut": cut}
        return described | self._claims(f"?claim prov:wasDerivedFrom {encode_iri(iri)} .")

    def _claims(self, which: str) -> Found:
        sparql = select_claims(which, order=NEWEST, lang="zh", limit=self.bounds.rows + 1)
        with self._lock:
            rows = self._select(sparql)
        facts = [_to_fact(one) for one in cite(rows)][: self.bounds.rows]
        return {"facts": facts, "complete": len(rows.rows) <= self.bounds.rows}

    def _named(self, name: str) -> str:
        return f"VALUES ?about {{ {encode_iri(name)} }} " if is_iri(name) else f"?about kg:name {encode_text(name)} . "

    def _related(self, relation: str) -> str:
        """What binds the relation of a claim to one of a label, local name, or below it."""
        if not relation:
            return ""
        known = load_ontology().relations.values()
        found = [r for r in known if relation in (r.zh, r.name, r.en)]
        if not found:
            accepted = " ".join(r.zh for r in known)
            raise QueryError(message("{relation}: no relation; there are: {accepted}", relation=relation, accepted=accepted))
        return f"?claim rdf:predicate/rdfs:subPropertyOf* {encode_iri(str(found[0].iri))} . "

    def _select(self, sparql: str) -> Rows:
        return read_rows(self._worker.evaluate(sparql, timeout=self.bounds.seconds).body)

    def _call(self, task: str, *words: Any) -> Any:
        return self._worker.call(task, *words, timeout=self.bounds.seconds)

    def _cut(self, rows: list[Any]) -> Found:
        return {"complete": len(rows) <= self.bounds.rows}

    def _text(self, identifier: str, digest: str) -> str:
        """The text of an article, "" where it does not lie beside the graph or is another than the graph was made from."""
        return read_article(self.folder, identifier, digest) if self.folder is not None and identifier and digest else ""


def open_toolbox(graph: Path | str, *, bounds: Bounds | None = None) -> Toolbox:
    """The tools over a graph file, store or output folder; raises GraphError."""
    return Toolbox(open_graph(graph), bounds=bounds)


def _local(classes: tuple[str, ...]) -> str:
    """The label of the most special class of a node."""
    known = {str(cls.iri): cls for cls in load_ontology().classes.values()}
    return max((known[iri] for iri in classes if iri in known), key=lambda cls: len(cls.parents)).zh if set(classes) & set(known) else ""


def _to_fact(one: Cited) -> Found:
    """What an assistant needs to cite a claim; what is not known is left out."""
    told = {
        "claim": one.claim,
        "subject": one.subject_label,
        "object": one.object_label,
        "sentence": one.sentence,
        "article": one.article.iri,
        "title": one.article.title,
        "url": one.article.url,
        "issued": one.article.issued,
        "confidence": one.confidence,
        "relation": one.relation_label or one.relation,
        "modality": one.modality,
    }
    return {key: value for key, value in told.items() if value}
