"""The reconciliation service API, so that OpenRefine matches names of a table to nodes of the graph.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.ontology import Class, Relation, load_ontology
from kg.server.errors import HttpError
from kg.server.pool import Pool
from kg.server.protocol import read_body

ENTITIES = """SELECT ?node ?label ?class ?name {
  ?class rdfs:subClassOf* kg:Entity . ?node a ?class ; rdfs:label ?label ; kg:name ?name
} ORDER BY ?node ?class ?name"""
LIMIT = 10
MAX_LIMIT = 100
SURE = 100.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A node that a name may mean, with a score of 0 to 100."""

    iri: str
    label: str
    classes: tuple[str, ...]
    score: float


class Names:
    """An index of all names: exact, and by pairs of neighbouring characters."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self.labels: dict[str, str] = {}
        self.classes: dict[str, set[str]] = defaultdict(set)
        self.exact: dict[str, set[str]] = defaultdict(set)
        self._sizes: dict[str, int] = {}
        self._having: dict[str, set[str]] = defaultdict(set)
        for iri, label, cls, name in rows:
            self.labels[iri] = label
            self.classes[iri].add(cls)
            self.exact[_fold(name)].add(iri)
        for name in self.exact:
            pairs = _pairs(name)
            self._sizes[name] = len(pairs)
            for pair in pairs:
                self._having[pair].add(name)

    def find(self, name: str, *, classes: frozenset[str] = frozenset(), limit: int = LIMIT) -> list[Candidate]:
        """The nodes that `name` may mean, of one of `classes` where any is given, the likeliest first."""
        folded = _fold(name)
        scores: dict[str, float] = {}
        shared = Counter(other for pair in _pairs(folded) for other in self._having.get(pair, ()))
        for other, count in shared.items():
            score = 99 * 2 * count / (self._sizes[other] + len(_pairs(folded)))
            for iri in self.exact[other]:
                scores[iri] = max(scores.get(iri, 0.0), SURE if other == folded else score)
        for iri in self.exact.get(folded, ()):
            scores[iri] = SURE
        kept = [iri for iri in scores if not classes or self.classes[iri] & classes]
        kept.sort(key=lambda iri: (-scores[iri], self.labels[iri], iri))
        return [Candidate(iri, self.labels[iri], tuple(sorted(self.classes[iri])), round(scores[iri], 1)) for iri in kept[:limit]]

    def begin(self, prefix: str, limit: int = LIMIT) -> list[Candidate]:
        """The nodes with a name that begins with `prefix`."""
        folded = _fold(prefix)
        iris = sorted({iri for name, found in self.exact.items() if name.startswith(folded) for iri in found})
        return [Candidate(iri, self.labels[iri], tuple(sorted(self.classes[iri])), SURE) for iri in iris[:limit]]


async def reconcile(request: Request) -> Response:
    """The service: its manifest, or the answers to a batch of queries."""
    parameters = {name: values[0] for name, values in parse_qs(request.url.query).items()}
    if request.method == "POST":
        parameters |= {name: values[0] for name, values in parse_qs(await read_body(request)).items()}
    if "queries" not in parameters:
        return JSONResponse(_manifest(request))
    names = await read_names(request)
    batch = _read_batch(parameters["queries"])
    return JSONResponse({key: {"result": _answer(names, one)} for key, one in batch.items()})


async def suggest(request: Request) -> Response:
    """Suggestions for entities, types and properties that begin with `prefix`."""
    prefix, kind = request.query_params.get("prefix", ""), request.path_params["kind"]
    if kind == "entity":
        names = await read_names(request)
        return JSONResponse({"result": [_shape(candidate) for candidate in (names.begin(prefix) if prefix else [])]})
    ontology = load_ontology()
    terms: Mapping[str, Class | Relation] | None = {"type": ontology.classes, "property": ontology.relations}.get(kind)  # type: ignore[assignment]
    if terms is None:
        raise HttpError(404, f"suggest/{kind}: entity, type or property is needed", f"suggest/{kind}：应为 entity、type 或 property")
    found = [term for term in terms.values() if any(w.lower().startswith(prefix.lower()) for w in (term.name, term.zh, term.en))]
    return JSONResponse({"result": [{"id": str(term.iri), "name": term.zh, "description": term.en} for term in found]})


async def read_names(request: Request) -> Names:
    """The index of names, made at the first use."""
    state = request.app.state
    if state.names is None:
        pool: Pool = state.pool
        rows = await run_in_threadpool(pool.select, ENTITIES, whole=True)
        state.names = Names([[term.value if term else "" for term in row] for row in rows.rows])
    names: Names = state.names
    return names


def _manifest(request: Request) -> dict[str, Any]:
    root, base = str(request.base_url), request.app.state.base
    ontology = load_ontology()
    pool: Pool = request.app.state.pool
    return {
        "versions": ["0.1", "0.2"],
        "name": "kg",
        "identifierSpace": base,
        "schemaSpace": pool.source.prefixes["kg"],
        "documentation": root,
        "defaultTypes": [{"id": str(cls.iri), "name": cls.zh} for cls in ontology.classes.values()],
        "view": {"url": f"{root}page?iri={{{{id}}}}"},
        "preview": {"url": f"{root}page?iri={{{{id}}}}", "width": 430, "height": 300},
        "suggest": {
            kind: {"service_url": root.rstrip("/"), "service_path": f"/reconcile/suggest/{kind}"} for kind in ("entity", "type", "property")
        },
    }


def _read_batch(text: str) -> Mapping[str, Mapping[str, Any]]:
    try:
        batch = json.loads(text)
    except ValueError as error:
        raise HttpError(400, "queries is no JSON", "queries 不是 JSON") from error
    if isinstance(batch, dict) and all(isinstance(one, dict) and isinstance(one.get("query"), str) for one in batch.values()):
        return batch
    raise HttpError(400, 'queries: {"q0": {"query": "..."}} is needed', 'queries：应为 {"q0": {"query": "..."}}')


def _answer(names: Names, one: Mapping[str, Any]) -> list[dict[str, Any]]:
    types = one.get("type", [])
    wanted = [types] if isinstance(types, str) else [t.get("id", "") if isinstance(t, dict) else str(t) for t in types or []]
    limit = one.get("limit", LIMIT)
    found = names.find(
        one["query"], classes=frozenset(w for w in wanted if w), limit=min(limit, MAX_LIMIT) if isinstance(limit, int) else LIMIT
    )
    sure = [candidate for candidate in found if candidate.score == SURE]
    return [_shape(c) | {"score": c.score, "match": len(sure) == 1 and c is sure[0]} for c in found]


def _shape(candidate: Candidate) -> dict[str, Any]:
    ontology = load_ontology()
    labels = {str(cls.iri): cls.zh for cls in ontology.classes.values()}
    types = [{"id": iri, "name": labels.get(iri, quote(iri))} for iri in candidate.classes]
    return {"id": candidate.iri, "name": candidate.label, "type": types}


def _fold(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _pairs(name: str) -> set[str]:
    return {name[i : i + 2] for i in range(len(name) - 1)} or {name}
