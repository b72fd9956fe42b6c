"""The reconciliation service API, so that OpenRefine matches names of a table to nodes of the graph, and fetches what they have.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from kg import __version__
from kg.messages import Message, message
from kg.ontology import Class, Relation, load_ontology
from kg.query import Candidate, Lookup, is_iri
from kg.server.answers import respond_json
from kg.server.errors import HttpError
from kg.server.pool import Pool
from kg.server.protocol import read_body

LIMIT, MOST_CANDIDATES = 10, 100
MOST_QUERIES, MOST_PROPERTIES, MOST_VALUES, MOST_IDS = 50, 10, 10, 200
LONGEST = 1000
# Deeper JSON than any request of the protocol is.
DEEPEST = 20
FLYOUT = '<p style="font:13px sans-serif;margin:6px"><b>{name}</b><br>{words}</p>'


async def reconcile(request: Request) -> Response:
    """The service: its manifest, the answers to a batch of queries, or values of nodes (data extension)."""
    parameters = _read_form(request.url.query)
    if request.method == "POST":
        parameters |= _read_form(await read_body(request))
    if "queries" in parameters:
        batch = _read_batch(_read_json(parameters["queries"], "queries"))
        pool: Pool = request.app.state.pool
        found: list[list[Candidate]] = await pool.find("match_names", list(batch.values()))
        return respond_json({key: {"result": _results(candidates)} for key, candidates in zip(batch, found, strict=True)})
    if "extend" in parameters:
        return respond_json(await _extend(request, _read_json(parameters["extend"], "extend")))
    return respond_json(_manifest(request))


async def suggest(request: Request) -> Response:
    """Suggestions for entities, types and properties that begin with `prefix`. Raises HttpError, 404, for suggestions of another kind."""
    prefix, kind = request.query_params.get("prefix", "")[:LONGEST], request.path_params["kind"]
    if kind == "entity":
        pool: Pool = request.app.state.pool
        found: list[Candidate] = await pool.find("begin_names", prefix) if prefix else []
        entities = [_shape(one) | {"notable": [kind["id"] for kind in _shape(one)["type"]]} for one in found]
        return respond_json({"result": entities})
    terms = _terms(kind)
    if terms is None:
        raise HttpError(404, message("suggest/{kind}: entity, type or property is needed", kind=kind))
    fits = [term for term in terms.values() if any(w.lower().startswith(prefix.lower()) for w in (term.name, term.zh, term.en))]
    return respond_json({"result": [_term(term) for term in fits]})


async def fly_out(request: Request) -> Response:
    """A few words of HTML on one entity, type or property, that OpenRefine shows beside a suggestion.

    Raises HttpError, 404, for what is not known.
    """
    iri, kind = request.query_params.get("id", "")[:LONGEST], request.path_params["kind"]
    if kind == "entity":
        name, words = await _words_of(request, iri)
    else:
        term = next((one for one in (_terms(kind) or {}).values() if str(one.iri) == iri), None)
        name, words = (term.zh, term.en) if term else ("", "")
    if not name:
        raise HttpError(404, message("{iri}: not known", iri=iri))
    return respond_json({"id": iri, "html": FLYOUT.format(name=_escape(name), words=_escape(words))})


async def propose_properties(request: Request) -> Response:
    """The relations that nodes of a type have, for data extension."""
    ontology, given = load_ontology(), request.query_params.get("type", "")[:LONGEST]
    limit = request.query_params.get("limit", "")
    cls = next((one for one in ontology.classes.values() if str(one.iri) == given), None)
    fits = [r for r in ontology.relations.values() if cls is None or any(ontology.is_a(cls.name, one) for one in r.subjects)]
    most = int(limit) if limit.isascii() and limit.isdigit() and len(limit) < 5 else len(fits)
    known = {"type": given} if given else {}
    return respond_json({"properties": [{"id": str(one.iri), "name": one.zh} for one in fits[:most]], "limit": most, **known})


def _manifest(request: Request) -> dict[str, Any]:
    root, base = str(request.base_url), request.app.state.base
    pool: Pool = request.app.state.pool
    service = root.rstrip("/")
    settings = {"type": "number", "default": 0, "label": "most values (0: all)", "name": "limit", "help_text": "0 is all"}
    return {
        "versions": ["0.1", "0.2"],
        "name": "kg",
        "identifierSpace": base,
        "schemaSpace": pool.source.prefixes["kg"],
        "documentation": root,
        "serviceVersion": __version__,
        "batchSize": MOST_QUERIES,
        "defaultTypes": [{"id": str(cls.iri), "name": cls.zh} for cls in load_ontology().classes.values()],
        "view": {"url": f"{root}page?iri={{{{id}}}}"},
        "preview": {"url": f"{root}preview?iri={{{{id}}}}", "width": 430, "height": 300},
        "suggest": {
            kind: {
                "service_url": service,
                "service_path": f"/reconcile/suggest/{kind}",
                "flyout_service_url": service,
                "flyout_service_path": f"/reconcile/flyout/{kind}?id=${{id}}",
            }
            for kind in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": service, "service_path": "/reconcile/properties"},
            "property_settings": [settings],
        },
    }


def _read_form(text: str) -> dict[str, str]:
    try:
        return {name: values[0] for name, values in parse_qs(text, max_num_fields=100).items()}
    except ValueError as error:
        raise HttpError(400, message("more than 100 parameters")) from error


def _read_json(text: str, name: str) -> Any:
    depth = deepest = 0
    for char in text:
        depth += (char in "[{") - (char in "]}")
        deepest = max(deepest, depth)
    try:
        if deepest > DEEPEST:
            raise ValueError
        return json.loads(text, parse_int=_number, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise HttpError(400, message("{name} is no JSON that can be read", name=name)) from error


def _number(text: str) -> int:
    return int(text) if len(text) < 19 else 10**18  # longer ones take quadratic time


def _refuse(text: str) -> float:
    raise ValueError(text)


def _read_batch(given: Any) -> dict[str, Lookup]:
    wanted = message('queries: {{"q0": {{"query": "..."}}}} is needed')
    if not isinstance(given, dict) or not all(isinstance(one, dict) for one in given.values()):
        raise HttpError(400, wanted)
    if len(given) > MOST_QUERIES:
        raise HttpError(
            413,
            message("queries: {given}, at most {most_queries} are taken at a time", given=len(given), most_queries=MOST_QUERIES),
        )
    return {key: _read_lookup(key, one) for key, one in given.items()}


def _read_lookup(key: str, one: Mapping[str, Any]) -> Lookup:
    name, limit, strict = one.get("query", ""), one.get("limit", LIMIT), one.get("type_strict", "any")
    if not isinstance(name, str) or not (name.strip() or one.get("properties")):
        raise _wrong(key, "query", message("some text"))
    classes = _read_types(key, one.get("type") or [])
    if isinstance(limit, bool) or not isinstance(limit, int | float) or limit < 0:
        raise _wrong(key, "limit", message("a number from 0 on"))
    if strict not in ("any", "all", "should"):
        raise _wrong(key, "type_strict", message("any, all or should"))
    asked = _read_properties(key, one.get("properties") or [])
    return Lookup(name[:LONGEST], classes, strict, min(int(limit), MOST_CANDIDATES), asked)


def _read_types(key: str, given: Any) -> tuple[str, ...]:
    """The IRIs of classes: one, {"id": one}, or a list of them."""
    listed = [given] if isinstance(given, str | Mapping) else given
    iris = [one.get("id") if isinstance(one, dict) else one for one in listed] if isinstance(listed, list) else [None]
    if not all(isinstance(iri, str) for iri in iris):
        raise _wrong(key, "type", message("an IRI or a list of them"))
    return tuple(iri for iri in iris[:MOST_PROPERTIES] if iri)


def _read_properties(key: str, given: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(IRI of a relation, what a node should have by it), as [{"pid": "...", "v": ...}] tells them."""
    if not isinstance(given, list) or not all(isinstance(p, dict) and isinstance(p.get("pid"), str) and "v" in p for p in given):
        raise _wrong(key, "properties", message('[{{"pid": "...", "v": "..."}}]'))
    asked = tuple((p["pid"][:LONGEST], _read_values(p["v"])) for p in given[:MOST_PROPERTIES] if is_iri(p["pid"]))
    if given and not asked:
        raise _wrong(key, "properties", message("the IRI of a relation as pid"))
    return asked


def _read_values(given: Any) -> tuple[str, ...]:
    values = [one.get("id") or one.get("name") if isinstance(one, dict) else one for one in (given if isinstance(given, list) else [given])]
    return tuple(str(value)[:LONGEST] for value in values[:MOST_VALUES] if value is not None)


def _wrong(key: str, part: str, wanted: Message) -> HttpError:
    return HttpError(400, message("queries, {key}, {part}: {wanted} is needed", key=key[:50], part=part, wanted=wanted))


async def _extend(request: Request, given: Any) -> dict[str, Any]:
    ids, properties = (given.get("ids"), given.get("properties")) if isinstance(given, dict) else (None, None)
    if (
        not isinstance(ids, list)
        or not isinstance(properties, list)
        or not all(isinstance(one, str) for one in ids)
        or not all(isinstance(one, dict) and isinstance(one.get("id"), str) for one in properties)
    ):
        raise HttpError(
            400,
            message('extend: {{"ids": ["..."], "properties": [{{"id": "..."}}]}} is needed'),
        )
    if len(ids) > MOST_IDS or len(properties) > MOST_PROPERTIES:
        raise HttpError(
            413,
            message(
                "extend: at most {most_ids} ids and {most_properties} properties at a time",
                most_ids=MOST_IDS,
                most_properties=MOST_PROPERTIES,
            ),
        )
    pool: Pool = request.app.state.pool
    relations = {one["id"]: _most(one.get("settings")) for one in properties}
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {iri: {relation: [] for relation in relations} for iri in ids}
    for node, relation, value, label in await pool.find("extend_nodes", ids, list(relations)):
        cells = rows[node][relation]
        if len(cells) < relations[relation] and (cell := {"id": value, "name": label} if label else {"str": value}) not in cells:
            cells.append(cell)
    return {"meta": [_describe_relation(relation) for relation in relations], "rows": rows}


def _most(settings: Any) -> int:
    limit = settings.get("limit", 0) if isinstance(settings, dict) else 0
    limit = int(limit) if isinstance(limit, str) and limit.isascii() and limit.isdigit() else limit
    return int(limit) if isinstance(limit, int | float) and 0 < limit < MOST_CANDIDATES else MOST_CANDIDATES


def _describe_relation(iri: str) -> dict[str, Any]:
    ontology = load_ontology()
    relation = next((one for one in ontology.relations.values() if str(one.iri) == iri), None)
    if relation is None:
        return {"id": iri, "name": iri}
    types = [ontology.classes[name] for name in relation.objects if name in ontology.classes]
    return {"id": iri, "name": relation.zh} | ({"type": {"id": str(types[0].iri), "name": types[0].zh}} if len(types) == 1 else {})


async def _words_of(request: Request, iri: str) -> tuple[str, str]:
    """The label and the description of a node, "" where there is none."""
    if not is_iri(iri):
        raise HttpError(400, message("id={iri}: an IRI is needed", iri=iri))
    pool: Pool = request.app.state.pool
    labels = (await pool.select(f"SELECT ?label {{ <{iri}> rdfs:label ?label }} LIMIT 1")).column("label")
    described: dict[str, str] = await pool.find("describe_nodes", [iri])
    return (labels[0] if labels else ""), described.get(iri, "")


def _results(candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    sure = [candidate for candidate in candidates if candidate.sure]
    return [
        _shape(one)
        | {
            "score": one.score,
            "match": len(sure) == 1 and one is sure[0],
            "features": [{"id": name, "value": value} for name, value in one.features],
        }
        for one in candidates
    ]


def _shape(candidate: Candidate) -> dict[str, Any]:
    labels = {str(cls.iri): cls.zh for cls in load_ontology().classes.values()}
    types = [{"id": iri, "name": labels.get(iri, iri)} for iri in candidate.classes]
    described = {"description": candidate.description} if candidate.description else {}
    return {"id": candidate.iri, "name": candidate.label, "type": types, **described}


def _terms(kind: str) -> Mapping[str, Class | Relation] | None:
    ontology = load_ontology()
    return {"type": ontology.classes, "property": ontology.relations}.get(kind)  # type: ignore[return-value]


def _term(term: Class | Relation) -> dict[str, str]:
    return {"id": str(term.iri), "name": term.zh, "description": term.en}


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
