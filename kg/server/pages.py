"""Pages for people, in the languages of the interface, and the linked-data way to them: a thing's name leads by 303 to a page or to RDF."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response

from kg.asking import Reach, ask_with, load_questions, suggest
from kg.errors import QueryError, QueryLimit
from kg.evidence import Cited, cite
from kg.messages import languages, message, translate
from kg.query import Answer, Candidate, Endpoint, Rows, Term, Worker, encode_iri, find_query, is_iri, named_queries, read_rows
from kg.server.answers import CACHED, find_unchanged, make_etag, wait_until_left
from kg.server.errors import HttpError
from kg.server.media import graph_format, prefers_html
from kg.server.pool import Pool
from kg.server.protocol import answer_query, read_direct_graph
from kg.statements import select_claims
from kg.view import write_endpoint_page, write_page

T = TypeVar("T")
PROPERTIES = """SELECT ?property ?value ?word ?label {
  <IRI> ?property ?value
  OPTIONAL { ?property rdfs:label ?word FILTER(LANG(?word) = "LANG") }
  OPTIONAL { ?value rdfs:label ?label FILTER(LANG(?label) = "LANG" || NOT EXISTS { ?value rdfs:label ?own FILTER(LANG(?own) = "LANG") }) }
} ORDER BY ?property ?label ?value"""
TOUCHING = "{ ?claim rdf:subject <IRI> } UNION { ?claim rdf:object <IRI> } UNION { ?claim prov:wasDerivedFrom <IRI> }"
OLDEST = "?issued ?relation ?subject ?object ?claim"
MOST_CLAIMS, PREVIEWED = 500, 5
RDF_OF = """CONSTRUCT { <IRI> ?p ?o . ?claim ?q ?v } WHERE {
  { <IRI> ?p ?o } UNION { ?claim rdf:subject <IRI> ; ?q ?v } UNION { ?claim rdf:object <IRI> ; ?q ?v }
}"""
COUNTS = "SELECT ?class (COUNT(?thing) AS ?n) { ?thing a ?class . VALUES ?class { CLASSES } } GROUP BY ?class ORDER BY ?class"
ACTIVE = """SELECT ?agent ?label (COUNT(?claim) AS ?n) {
  ?claim rdf:subject ?agent ; rdf:predicate ?said ; kg:modality kg:asserted FILTER(?said != skos:altLabel)
  ?agent rdfs:label ?label
} GROUP BY ?agent ?label ORDER BY DESC(?n) ?label LIMIT 10"""
CLASSES = "kg:Person kg:Organization kg:Place kg:Event kg:Document kg:Product kg:Claim schema:NewsArticle"

# Parameters of an address that are none of a named query.
NO_ARGUMENTS = ("lang", "format", "output")
SHOWN_ROWS, SHOWN_NAMES, SHOWN_SENTENCES, LONGEST = 1000, 50, 100, 200

TEMPLATES = Environment(loader=PackageLoader("kg.server"), autoescape=select_autoescape(["html"]), trim_blocks=True, lstrip_blocks=True)


async def show_home(request: Request) -> Response:
    """The first page: what is in the graph, search, and the ways on."""
    pool: Pool = request.app.state.pool
    lang, words = _language(request), request.query_params.get("q", "").strip()[:LONGEST]
    numbers, active = await _overview(request, lang)
    found: list[Candidate] = await pool.find("begin_names", words, SHOWN_NAMES) if words else []
    return await _render(request, "home.html", lang, counts=numbers, found=found, words=words, active=[] if words else active)


async def _overview(request: Request, lang: str) -> tuple[list[tuple[str, str]], Sequence[Sequence[Term | None]]]:
    """(label of a class, number of its nodes), and the busiest agents; asked once, as long as the graph stays the same."""
    pool, known = request.app.state.pool, request.app.state.overviews
    if known.get("age") != pool.age:
        known.clear()
        known["age"] = pool.age
    if lang not in known:
        counts = await pool.select(COUNTS.replace("CLASSES", CLASSES))
        labels = await _labels_of(pool, counts.column("class"), lang)
        numbers = [(labels.get(cls, cls), n) for cls, n in zip(counts.column("class"), counts.column("n"), strict=True)]
        known[lang] = numbers, (await pool.select(ACTIVE)).rows
    overview: tuple[list[tuple[str, str]], Sequence[Sequence[Term | None]]] = known[lang]
    return overview


async def dereference(request: Request) -> Response:
    """The IRI of a thing: 303 to its page for people, to its RDF for machines."""
    iri = request.app.state.origin + request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    if iri in request.app.state.pool.graphs and not prefers_html(request):
        return await read_direct_graph(request)
    target = "page" if prefers_html(request) else "data"
    return RedirectResponse(f"{request.base_url}{target}?iri={quote(iri, safe='')}", 303, {"Vary": "Accept"})


async def show_thing(request: Request) -> Response:
    """The page of one thing: names, properties, and each claim with its sentence.

    Raises HttpError: 404 for what the graph lacks, 400 for no IRI.
    """
    pool: Pool = request.app.state.pool
    iri, lang = _read_iri(request), _language(request)
    etag = make_etag(request, lang)
    if unchanged := find_unchanged(request, etag):
        return unchanged
    fill = {"<IRI>": encode_iri(iri), '"LANG"': f'"{lang}"'}
    properties = (await pool.select(_fill(PROPERTIES, fill))).rows
    claims = await _claims_of(pool, iri, lang)
    if not properties and not claims:
        raise HttpError(404, message("{iri}: not in the graph", iri=iri))
    label = next((v.value for p, v, _, _ in properties if p and v and p.value.endswith(("#label", "/title"))), iri)
    return await _render(request, "thing.html", lang, etag=etag, iri=iri, label=label, properties=properties, claims=claims)


async def _claims_of(pool: Pool, iri: str, lang: str, *, limit: int = MOST_CLAIMS) -> list[Cited]:
    """The claims about a thing or of an article that have a sentence, the oldest first."""
    which = TOUCHING.replace("<IRI>", encode_iri(iri)) + " ?claim kg:sentence ?said ."
    return list(cite(await pool.select(select_claims(which, order=OLDEST, aliases=True, lang=lang, limit=limit))))


async def show_preview(request: Request) -> Response:
    """A small page of one thing, that OpenRefine shows in a frame. Raises HttpError: 404 for what the graph lacks, 400 for no IRI."""
    pool: Pool = request.app.state.pool
    iri, lang = _read_iri(request), _language(request)
    labels = (await pool.select(f"SELECT ?label {{ {encode_iri(iri)} rdfs:label ?label }} LIMIT 1")).column("label")
    if not labels:
        raise HttpError(404, message("{iri}: not in the graph", iri=iri))
    described: dict[str, str] = await pool.find("describe_nodes", [iri])
    sentences = dict.fromkeys(one.sentence for one in await _claims_of(pool, iri, lang, limit=PREVIEWED))
    return await _render(request, "preview.html", lang, iri=iri, label=labels[0], words=described.get(iri, ""), sentences=sentences)


async def give_rdf(request: Request) -> Response:
    """The RDF of one thing with the claims about it. Raises HttpError: 404 for what the graph lacks, 400 for no IRI."""
    pool: Pool = request.app.state.pool
    iri = _read_iri(request)
    known = await pool.select(f"ASK {{ {encode_iri(iri)} ?p ?o }}")
    if known.column("answer") != ["true"]:
        raise HttpError(404, message("{iri}: not in the graph", iri=iri))
    return await answer_query(request, RDF_OF.replace("<IRI>", encode_iri(iri)), format=graph_format(request), whole=True)


async def show_query_page(request: Request) -> Response:
    """The query page: Yasgui, with the named queries beside it."""
    lang = _language(request)
    queries = [{"name": q.name, "title": q.title(lang), "sparql": q.sparql.split("\n\n", 1)[1]} for q in named_queries().values()]
    pool: Pool = request.app.state.pool
    return await _render(
        request, "query.html", lang, queries=queries, base=request.app.state.base, prefixes=dict(sorted(pool.source.prefixes.items()))
    )


async def list_queries(request: Request) -> Response:
    """The named queries as JSON."""
    lang = _language(request)
    return JSONResponse(
        [
            {
                "name": q.name,
                "title": q.title(lang),
                "description": q.description.in_language(lang),
                "parameters": [{"name": p.name, "type": p.type, "title": p.label.in_language(lang)} for p in q.parameters],
                "sparql": q.sparql,
            }
            for q in named_queries().values()
        ]
    )


async def answer_named(request: Request) -> Response:
    """A named query: `/queries/organizers?agent=科技部`, a table for people, any result format for machines.

    Raises HttpError, 404, where there is none of that name.
    """
    pool: Pool = request.app.state.pool
    lang, name = _language(request), request.path_params["name"]
    if name not in named_queries():
        raise HttpError(404, message("no named query {name!r}", name=name))
    named = find_query(name)
    given = {key: [v for v in request.query_params.getlist(key) if v] for key in request.query_params if key not in NO_ARGUMENTS}
    arguments = {key: values for key, values in given.items() if values}
    if not prefers_html(request):
        return await answer_query(request, pool.bind(name, arguments, lang))
    if any(p.needed and p.name not in arguments for p in named.parameters):
        return await _render(request, "named.html", lang, named=named, heads=[], rows=None, arguments=arguments, complete=True)
    rows, answer = await _rows_for_page(request, pool.bind(name, arguments, lang))
    heads = [named.heading(variable, lang) for variable in rows.variables]
    return await _render(
        request,
        "named.html",
        lang,
        named=named,
        heads=heads,
        rows=rows.rows,
        arguments=arguments,
        complete=answer.complete,
        notices=answer.notices,
    )


async def _rows_for_page(request: Request, sparql: str) -> tuple[Rows, Answer]:
    """As many rows as a page shows, and the answer that they stand in."""
    pool: Pool = request.app.state.pool

    def work(worker: Worker) -> tuple[Rows, Answer]:
        answer: Answer = worker.call("spool_hinting", sparql, timeout=pool.limits.seconds, formats=("json",), path=None, rows=SHOWN_ROWS)
        return read_rows(answer.body), answer

    return await pool.queries.run(work, client=_client(request), left=lambda: wait_until_left(request), what=sparql)


async def answer_question(request: Request) -> Response:
    """`/ask?q=谁主办了…`: a question in Chinese, its answer with sentences, and the SPARQL that it became; JSON for machines.

    `after` is the question before it, which a question such as 那承办方呢 goes on from.
    """
    lang, question = _language(request), request.query_params.get("q", "").strip()
    html = prefers_html(request)
    asked, sorry, proposed = None, "", []
    try:
        if question or not html:
            asked = await _ask(request, lambda reach: ask_with(reach, question, after=request.query_params.get("after", "").strip()))
        else:
            proposed = await _ask(request, lambda reach: suggest(reach, load_questions()))
    except QueryLimit:
        raise
    except QueryError as error:
        if not html:
            raise
        sorry = error.in_language(lang)
    if html:
        return await _render(request, "ask.html", lang, question=question, asked=asked, sorry=sorry, proposed=proposed)
    assert asked is not None
    notices = [notice.in_language(lang) for notice in asked.notices]
    answer = {
        "question": question,
        "understood": asked.understood.in_language(lang) if asked.understood else "",
        "kind": asked.asks,
        "verdict": asked.verdict or None,
    }
    table = {
        "vars": asked.rows.variables,
        "rows": asked.rows.cells({}),
        "evidence": [asdict(one) for one in asked.evidence[:SHOWN_SENTENCES]],
        "near": [asdict(one) for one in asked.near],
    }
    return JSONResponse({**answer, "sparql": asked.sparql, "notices": notices, **table})


async def _ask(request: Request, work: Callable[[Reach], T]) -> T:
    """What `work` finds out; its queries go through one worker, its names through the one that has the index of names."""
    pool: Pool = request.app.state.pool
    loop = asyncio.get_running_loop()

    def working(worker: Worker) -> T:
        end = time.monotonic() + pool.limits.seconds

        def left() -> float:
            return max(0.1, end - time.monotonic())

        def run(sparql: str) -> Rows:
            answer: Answer = worker.call("evaluate_spooled", sparql, timeout=left(), formats=("json",), path=None, rows=SHOWN_ROWS)
            return read_rows(answer.body)

        def find(task: str, words: str) -> Any:
            return asyncio.run_coroutine_threadsafe(pool.find(task, words), loop).result()

        names = ("spot_names", "near_names", "short_name", "texts_having")
        return work(Reach(run, *((lambda words, task=task: find(task, words)) for task in names)))

    asked = request.query_params.get("q", "")
    return await pool.queries.run(working, client=_client(request), left=lambda: wait_until_left(request), what=asked)


async def show_graph(request: Request) -> Response:
    """The graph page, made at the first visit; it asks this server for what it leaves out."""
    state, server = request.app.state, f"{request.scope.get('root_path', '')}/sparql"
    page: Path = state.pool.folder / f"graph-{state.pool.age}.html"
    async with state.drawing:  # many may ask at the first visit
        if not page.exists():
            if isinstance(state.graph, Endpoint):
                await run_in_threadpool(write_endpoint_page, state.pool.source, page, server=server)
            else:
                await run_in_threadpool(write_page, state.graph, page, server=server)
    return FileResponse(page, media_type="text/html", headers=dict(CACHED))


async def _labels_of(pool: Pool, iris: list[str], lang: str) -> dict[str, str]:
    values = " ".join(encode_iri(iri) for iri in iris if is_iri(iri))
    rows = await pool.select(f'SELECT ?iri ?label {{ VALUES ?iri {{ {values} }} ?iri rdfs:label ?label FILTER(LANG(?label) = "{lang}") }}')
    return dict(zip(rows.column("iri"), rows.column("label"), strict=True))


def _fill(sparql: str, values: Mapping[str, str]) -> str:
    for key, value in values.items():
        sparql = sparql.replace(key, value)
    return sparql


def _read_iri(request: Request) -> str:
    iri = request.query_params.get("iri", "")
    if is_iri(iri):
        return iri
    raise HttpError(400, message("iri={iri}: an absolute IRI is needed", iri=iri))


def _language(request: Request) -> str:
    asked = request.query_params.get("lang", "")
    if asked in languages():
        return asked
    spoken = re.split("[-,;]", request.headers.get("accept-language", "zh").lower())[0].strip()
    return spoken if spoken in languages() else "zh"


def _client(request: Request) -> str:
    return request.client.host if request.client else ""


async def _render(request: Request, template: str, lang: str, *, etag: str = "", **values: Any) -> Response:
    pool: Pool = request.app.state.pool
    root = str(request.base_url)

    def link(term: Term) -> str:
        return f"{root}page?iri={quote(term.value, safe='')}&lang={lang}"

    def short(term: Term) -> str:
        return term.short(pool.source.prefixes)

    known = dict(lang=lang, root=root, link=link, short=short, quote=quote, Term=Term, _=partial(translate, lang=lang))
    page = await run_in_threadpool(TEMPLATES.get_template(template).render, **known, **values)
    headers = {
        **CACHED,
        **({"ETag": etag} if etag else {}),
        "Vary": "Accept, Accept-Language",
        "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:",
    }
    return HTMLResponse(page, headers=headers)
