"""Pages for people in Chinese and English, and the linked-data way to them: a name of a thing leads by 303 to a page or to RDF."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response

from kg.ask import ask_with
from kg.errors import QueryError, QueryLimit
from kg.query import GRAPH_FORMATS, ROW_FORMATS, Term, find_query, named_queries, read_rows
from kg.server.errors import HttpError
from kg.server.pool import Pool
from kg.server.protocol import ALSO_GRAPHS, ALSO_ROWS, pick_media, prefers_html, respond
from kg.server.reconcile import read_names
from kg.view import write_page

PROPERTIES = """SELECT ?property ?value ?word ?label {
  <IRI> ?property ?value
  OPTIONAL { ?property rdfs:label ?word FILTER(LANG(?word) = "LANG") }
  OPTIONAL { ?value rdfs:label ?label FILTER(LANG(?label) = "LANG" || NOT EXISTS { ?value rdfs:label ?own FILTER(LANG(?own) = "LANG") }) }
} ORDER BY ?property ?label ?value"""
CLAIMS = """SELECT ?claim ?s ?subject ?said ?relation ?o ?object ?how ?modality ?sentence ?article ?title ?issued {
  { ?claim rdf:subject <IRI> } UNION { ?claim rdf:object <IRI> } UNION { ?claim prov:wasDerivedFrom <IRI> }
  ?claim rdf:subject ?s ; rdf:predicate ?said ; rdf:object ?o ; kg:modality ?how ; kg:sentence ?sentence .
  OPTIONAL { ?claim prov:wasDerivedFrom ?article OPTIONAL { ?article dcterms:title ?title } OPTIONAL { ?article dcterms:issued ?issued } }
  OPTIONAL { ?s rdfs:label ?subject }
  OPTIONAL { ?o rdfs:label ?object }
  OPTIONAL { ?said rdfs:label ?relation FILTER(LANG(?relation) = "LANG") }
  OPTIONAL { ?how rdfs:label ?modality FILTER(LANG(?modality) = "LANG") }
} ORDER BY ?issued ?relation ?subject ?object ?claim LIMIT 500"""
RDF_OF = """CONSTRUCT { <IRI> ?p ?o . ?claim ?q ?v } WHERE {
  { <IRI> ?p ?o } UNION { ?claim rdf:subject <IRI> ; ?q ?v } UNION { ?claim rdf:object <IRI> ; ?q ?v }
}"""
COUNTS = "SELECT ?class (COUNT(?thing) AS ?n) { ?thing a ?class . VALUES ?class { CLASSES } } GROUP BY ?class ORDER BY ?class"
ACTIVE = """SELECT ?agent ?label (COUNT(?claim) AS ?n) {
  ?claim rdf:subject ?agent ; rdf:predicate ?said ; kg:modality kg:asserted FILTER(?said != skos:altLabel)
  ?agent rdfs:label ?label
} GROUP BY ?agent ?label ORDER BY DESC(?n) ?label LIMIT 10"""
CLASSES = "kg:Person kg:Organization kg:Place kg:Event kg:Document kg:Product kg:Claim schema:NewsArticle"

TEMPLATES = Environment(loader=PackageLoader("kg.server"), autoescape=select_autoescape(["html"]), trim_blocks=True, lstrip_blocks=True)


async def show_home(request: Request) -> Response:
    """The first page: what is in the graph, search, and the ways on."""
    pool: Pool = request.app.state.pool
    lang, words = _language(request), request.query_params.get("q", "").strip()
    counts = await run_in_threadpool(pool.select, COUNTS.replace("CLASSES", CLASSES))
    labels = await _labels_of(pool, counts.column("class"), lang)
    found = (await read_names(request)).find(words, limit=50) if words else []
    numbers = [(labels.get(cls, cls), n) for cls, n in zip(counts.column("class"), counts.column("n"), strict=True)]
    active = [] if words else (await run_in_threadpool(pool.select, ACTIVE)).rows
    return _render(request, "home.html", lang, counts=numbers, found=found, words=words, active=active)


async def dereference(request: Request) -> Response:
    """The IRI of a thing: 303 to its page for people, to its RDF for machines."""
    iri = request.app.state.origin + request.scope["path"]
    target = "page" if prefers_html(request) else "data"
    return RedirectResponse(f"{request.base_url}{target}?iri={quote(iri, safe='')}", 303, {"Vary": "Accept"})


async def show_thing(request: Request) -> Response:
    """The page of one thing: names, properties, and each claim with its sentence."""
    pool: Pool = request.app.state.pool
    iri, lang = _read_iri(request), _language(request)
    fill = {"<IRI>": f"<{iri}>", '"LANG"': f'"{lang}"'}
    properties = (await run_in_threadpool(pool.select, _fill(PROPERTIES, fill))).rows
    claims = await run_in_threadpool(pool.select, _fill(CLAIMS, fill))
    if not properties and not claims.rows:
        raise HttpError(404, f"{iri}: not in the graph", f"{iri}：图谱中没有")
    label = next((v.value for p, v, _, _ in properties if p and v and p.value.endswith(("#label", "/title"))), iri)
    table = [dict(zip(claims.variables, row, strict=True)) for row in claims.rows]
    return _render(request, "thing.html", lang, iri=iri, label=label, properties=properties, claims=table)


async def give_rdf(request: Request) -> Response:
    """The RDF of one thing with the claims about it."""
    pool: Pool = request.app.state.pool
    iri = _read_iri(request)
    format = pick_media(request.headers.get("accept", ""), GRAPH_FORMATS, ALSO_GRAPHS)
    known = await run_in_threadpool(pool.select, f"ASK {{ <{iri}> ?p ?o }}")
    if known.column("answer") != ["true"]:
        raise HttpError(404, f"{iri}: not in the graph", f"{iri}：图谱中没有")
    return respond(await run_in_threadpool(pool.ask, RDF_OF.replace("<IRI>", f"<{iri}>"), format=format), pool)


async def show_query_page(request: Request) -> Response:
    """The query page: Yasgui, with the named queries beside it."""
    lang = _language(request)
    queries = [{"name": q.name, "title": q.title(lang), "sparql": q.sparql.split("\n\n", 1)[1]} for q in named_queries().values()]
    pool: Pool = request.app.state.pool
    return _render(request, "query.html", lang, queries=queries, prefixes=dict(sorted(pool.source.prefixes.items())))


async def list_queries(request: Request) -> Response:
    """The named queries as JSON."""
    lang = _language(request)
    return JSONResponse(
        [
            {
                "name": q.name,
                "title": q.title(lang),
                "description": q.description_zh if lang == "zh" else q.description_en,
                "parameters": [{"name": p.name, "type": p.type, "title": p.zh if lang == "zh" else p.en} for p in q.parameters],
                "sparql": q.sparql,
            }
            for q in named_queries().values()
        ]
    )


async def answer_named(request: Request) -> Response:
    """A named query: `/queries/organizers?agent=科技部`, a table for people, any result format for machines."""
    pool: Pool = request.app.state.pool
    lang, name = _language(request), request.path_params["name"]
    if name not in named_queries():
        raise HttpError(404, f"no named query {name!r}", f"没有名为 {name!r} 的查询")
    named = find_query(name)
    given = {key: [value for value in request.query_params.getlist(key) if value] for key in request.query_params if key != "lang"}
    arguments = {key: values for key, values in given.items() if values}
    html = prefers_html(request)
    if html and any(p.needed and p.name not in arguments for p in named.parameters):
        return _render(request, "named.html", lang, named=named, heads=[], rows=None, arguments=arguments, complete=True)
    format = "json" if html else pick_media(request.headers.get("accept", ""), ROW_FORMATS, ALSO_ROWS)
    answer = await run_in_threadpool(pool.ask_named, name, arguments, lang=lang, format=format)
    if not html:
        return respond(answer, pool)
    rows = read_rows(answer.body)
    heads = [named.heading(variable, lang) for variable in rows.variables]
    return _render(request, "named.html", lang, named=named, heads=heads, rows=rows.rows, arguments=arguments, complete=answer.complete)


async def answer_question(request: Request) -> Response:
    """`/ask?q=谁主办了…`: a question in Chinese, its answer, and the SPARQL that it became; JSON for machines."""
    pool: Pool = request.app.state.pool
    lang, question = _language(request), request.query_params.get("q", "").strip()
    html = prefers_html(request)
    asked, sorry = None, ""
    try:
        asked = await run_in_threadpool(ask_with, pool.select, question) if question or not html else None
    except QueryLimit:
        raise
    except QueryError as error:
        if not html:
            raise
        sorry = error.in_language(lang)
    if html:
        return _render(request, "ask.html", lang, question=question, asked=asked, sorry=sorry)
    assert asked is not None
    notices = [notice.in_language(lang) for notice in asked.notices]
    return JSONResponse(
        {"question": question, "sparql": asked.sparql, "notices": notices, "vars": asked.rows.variables, "rows": asked.rows.cells({})}
    )


async def show_graph(request: Request) -> Response:
    """The graph page, made at the first visit; it asks this server for what it leaves out."""
    state = request.app.state
    page: Path = state.folder / "graph.html"
    if not page.exists():
        await run_in_threadpool(write_page, state.path, page, server="/sparql")
    return FileResponse(page, media_type="text/html")


async def _labels_of(pool: Pool, iris: list[str], lang: str) -> dict[str, str]:
    values = " ".join(f"<{iri}>" for iri in iris)
    rows = await run_in_threadpool(
        pool.select, f'SELECT ?iri ?label {{ VALUES ?iri {{ {values} }} ?iri rdfs:label ?label FILTER(LANG(?label) = "{lang}") }}'
    )
    return dict(zip(rows.column("iri"), rows.column("label"), strict=True))


def _fill(sparql: str, values: Mapping[str, str]) -> str:
    for key, value in values.items():
        sparql = sparql.replace(key, value)
    return sparql


def _read_iri(request: Request) -> str:
    iri = request.query_params.get("iri", "")
    if urlsplit(iri).scheme and not any(c in '<>"{}|^`\\' or c <= " " for c in iri):
        return iri
    raise HttpError(400, f"iri={iri}: an absolute IRI is needed", f"iri={iri}：应为绝对 IRI")


def _language(request: Request) -> str:
    asked = request.query_params.get("lang", "")
    if asked in ("zh", "en"):
        return asked
    spoken = request.headers.get("accept-language", "zh").lower()
    return "en" if spoken.startswith("en") else "zh"


def _render(request: Request, template: str, lang: str, **values: Any) -> Response:
    pool: Pool = request.app.state.pool
    root = str(request.base_url)

    def link(term: Term) -> str:
        return f"{root}page?iri={quote(term.value, safe='')}&lang={lang}"

    def short(term: Term) -> str:
        return term.short(pool.source.prefixes)

    page = TEMPLATES.get_template(template).render(
        lang=lang, root=root, link=link, short=short, quote=quote, Term=Term, zh=lang == "zh", **values
    )
    headers = {
        "Vary": "Accept, Accept-Language",
        "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:",
    }
    return HTMLResponse(page, headers=headers)
