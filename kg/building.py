"""The whole way from files to a graph and its page, readable from top to bottom."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from rdflib import DCTERMS, Graph
from rdflib.namespace import SDO

from kg import __version__
from kg.collector import uncollected
from kg.decisions import Decision, hash_decisions, read_decisions
from kg.entities import find_unmatched, link_entities, read_authority, resolve
from kg.errors import InputError, KgError
from kg.files import make_folder
from kg.given import check_cluster, check_engine, check_out, find_files
from kg.graph import FOLDER, GraphFacts, find_shards, open_shards, to_graph, write_boxes, write_facts
from kg.inputs import Account, Inputs, check_account, read_inputs, sort_inputs, write_account
from kg.interpret import Read, grammar_of, names_of, vocabulary_of
from kg.mentions import read_weights as read_edges
from kg.messages import message
from kg.namespaces import BASE
from kg.ontology import check_base
from kg.placing import Placing, placing
from kg.query import open_graph, select
from kg.readings import BATCH, Basis, Limits, Rejected, Store, basis_of, open_store, read_all, resolve_all
from kg.reprints import match_sketches, order_of, reprints_as_triples, sketch_version, to_sketch

Progress = Callable[[int, int, str], None]
STORE = "readings.sqlite"
REJECTED = "rejected.jsonl"
BOXES = "boxes.csv"
IDS = f"SELECT ?id {{ [] a <{SDO.NewsArticle}> ; <{DCTERMS.identifier}> ?id }}"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made: counts, the account of its inputs, where graph and page lie, and decisions that match nothing any more.

    `read` articles were read in this build, `again` of them because they or one of `changed` (engine, ontology, model, code) are not as
    they were; the readings of the others were in the store. `gone` are the ids of articles that are there no more, `rejected` what was put
    aside.
    """

    articles: int
    entities: int
    claims: int
    account: Account
    graph: Path
    page: Path | None
    unmatched: tuple[Decision, ...] = ()
    read: int = 0
    again: int = 0
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    shards: Path | None = None


def build(
    inputs: Inputs,
    out: Path | str,
    *,
    date: datetime.date | None = None,
    metadata: Path | None = None,
    columns: Mapping[str, str] | None = None,
    strict: bool = False,
    base: str = BASE,
    engine: str = "bundled",
    ontology: Sequence[Path] = (),
    model: Path | None = None,
    decisions: Sequence[Path] = (),
    authority: Sequence[Path] = (),
    workers: int = 1,
    ray: str = "",
    limits: Limits | None = None,
    keep: bool = False,
    title: str = "",
    page: bool = True,
    shards: int = 0,
    lang: str = "zh",
    progress: Progress | None = None,
) -> BuildReport:
    """Read `inputs` into `out`/graph.ttl, `out`/graph.html, `out`/articles and, with what came of each, `out`/inputs.csv.

    Where lines of a PDF stand in print is told by `out`/boxes.csv. The triples stand once more in so many `shards` of N-Quads in
    `out`/shards, those of one subject in one file.

    The result is the same whatever the number of `workers`, on a Ray cluster at the address `ray`, and whatever was built into `out`
    before: an article that has not changed is not read again, one that is not among the inputs any more is gone with all that it said,
    unless `keep`. An article that cannot be read within the `limits` is put aside in `out`/rejected.jsonl. Inputs, `date`, `metadata`,
    `columns` are as for `kg.inputs.read_inputs`; what cannot be read stands in the account of the report, unless nothing can or the
    build is `strict`, which is an error. `decisions` are files of the user's decisions on identity, `authority` files whose nodes
    entities are linked to.
    Raises KgError; what lay in `out` before stays until the new files are complete, and what was read is kept for the next build.
    """
    given, out = sort_inputs(inputs), Path(out)
    if given.paths:
        find_files(given.paths)
    check_out(given.paths, out, STORE)
    check_engine(engine)
    check_cluster(ray)
    check_base(base)
    edges = read_edges(model)
    extra = tuple(ontology)
    vocabulary = vocabulary_of(extra)
    grammar_of(extra), names_of(extra)  # what is wrong with a file is told before anything is read
    decided, known = read_decisions(decisions, vocabulary), read_authority(authority)
    basis = basis_of(engine, extra, model)
    account = read_inputs(given.all, date=date, metadata=metadata, columns=columns)
    articles = check_account(account, strict=strict)
    make_folder(out)
    with open_store(out / STORE) as store, ExitStack() as rest:
        plan = store.plan(articles, basis, keep=keep)
        outcomes = read_all(plan.to_read, engine=engine, ontology=extra, model=model, workers=workers, ray=ray, limits=limits)
        rejected = _keep_readings(store, basis, outcomes, progress=lambda done, name: progress and progress(done, len(plan.to_read), name))
        rest.enter_context(uncollected())  # names, triples and page are values without cycles
        store.move(plan.moved)
        store.drop([*plan.gone, *(one.article.id for one in rejected)])
        held = store.ids()
        _check_any(held, rejected)
        entities = resolve_all(store.entities(), base=base, ontology=extra, decisions=decided, workers=workers, ray=ray)
        options = {"version": __version__, "engine": store.engine(), "date": date.isoformat() if date else ""}
        options["model"] = edges.version
        options["decisions"] = hash_decisions(decisions) if decisions else ""
        # From here on texts and claims pass by one article after the other: what is held in memory are names.
        facts = GraphFacts(
            link_entities(entities, known) if known else entities,
            vocabulary,
            base=base,
            ties=reprints_as_triples(_find_reprints(store), base),
            dropped={decision.claim for decision in decided if decision.verdict == "drop"},
        )
        with placing(out) as new:
            new.place_texts(store.articles(), gone=store.written() if store.settled else {*store.written(), *_ids_in(out / "graph.ttl")})
            _place_boxes(new, store)
            write_account(account, new.path("inputs.csv"), lang=lang)
            new.place_lines(REJECTED, [_as_line(one) for one in rejected])
            _place_graph(new, facts, store, options=options, shards=shards)
            if page:
                # The libraries of the page take half a second to load.
                from kg.view import write_page

                write_page(new.folder / "graph.ttl", new.path("graph.html"), title=title, lang=lang, articles=new.folder / "articles")
            store.write({*store.written(), *held})
        store.write(held)
        store.settle(basis)
        unmatched = find_unmatched(store.entities(), decided)
    nodes = {entity.iri for entity in entities.values()}
    lost = [decision for decision in decided if decision.verdict == "drop" and decision.claim in facts.unseen]
    shown = out / "graph.html" if page else None
    return BuildReport(
        len(held),
        len(nodes),
        facts.claims,
        account,
        out / "graph.ttl",
        shown,
        (*unmatched, *lost),
        read=len(plan.to_read),
        again=plan.again,
        changed=plan.changed,
        gone=plan.gone,
        rejected=tuple(rejected),
        shards=out / FOLDER if shards else None,
    )


def _check_any(held: Sequence[str], rejected: Sequence[Rejected]) -> None:
    if not held:
        raise InputError(
            message(
                "no article could be read, the first: {id}: {reason}",
                id=rejected[0].article.id,
                reason=rejected[0].reason,
            ),
        )


def _keep_readings(
    store: Store, basis: Basis, outcomes: Iterable[Read | Rejected], *, progress: Callable[[int, str], object]
) -> list[Rejected]:
    """Put readings into the store as they come; gives what was put aside. What was read before an interrupt is kept too."""
    rejected: list[Rejected] = []
    waiting: list[Read] = []
    try:
        for done, outcome in enumerate(outcomes, start=1):
            if isinstance(outcome, Rejected):
                rejected.append(outcome)
            else:
                waiting.append(outcome)
            if len(waiting) == BATCH:
                store.add(waiting, basis)
                waiting = []
            progress(done, outcome.article.id)
    finally:
        if waiting:
            store.add(waiting, basis)
    return rejected


def _find_reprints(store: Store) -> dict[str, str]:
    """The reprints among all articles of the store, which keeps a sketch of each text: only new texts are looked at again."""
    known, made, orders = store.sketches(), dict[str, tuple[str, bytes]](), {}
    for article in store.articles():
        orders[article.id] = order_of(article)
        key = f"{sketch_version()} {article.sha256}"
        if known.get(article.id, ("", b""))[0] != key:
            known[article.id] = made[article.id] = key, to_sketch(article.text)
    store.keep_sketches(made)
    return match_sketches({id: known[id][1] for id in orders}, orders, text_of=lambda id: store.article(id).text)


def _place_boxes(new: Placing, store: Store) -> None:
    """Write where lines stand in print, or take the file away where no article was printed."""
    if any(article.boxes for article in store.articles()):
        write_boxes(store.articles(), new.path(BOXES))
    else:
        new.removes.add(BOXES)


def _place_graph(new: Placing, facts: GraphFacts, store: Store, *, options: Mapping[str, str], shards: int) -> None:
    """Write the Turtle, and in the place of earlier shards so many new ones."""
    told = {name: value for name, value in options.items() if value}
    new.removes |= {f"{FOLDER}/{path.name}" for path in find_shards(new.out / FOLDER)}
    with open_shards(new.folder / FOLDER, shards) if shards else nullcontext() as parts:
        write_facts(facts, store.said(), new.path("graph.ttl"), options=told, shards=parts)
    new.moves |= {f"{FOLDER}/{path.name}" for path in find_shards(new.folder / FOLDER)}


def _as_line(rejected: Rejected) -> dict[str, str]:
    article = rejected.article
    return {
        "id": article.id,
        "source": article.source,
        "sha256": article.sha256,
        "reason": str(rejected.reason),
        "原因": rejected.reason.in_language("zh"),
    }


def _ids_in(graph: Path) -> Iterator[str]:
    """The ids of the articles of a graph that was built without a store, or whose store was lost; none where it cannot be read."""
    with suppress(KgError):
        if graph.is_file():
            yield from select(open_graph(graph), IDS).column("id")


def graph_of(reads: Sequence[Read], ontology: tuple[Path, ...] = (), *, options: Mapping[str, str]) -> Graph:
    """The graph of what was read and nothing else: no decisions, authority files or reprints."""
    entities = resolve([read.entities for read in reads], base=BASE, grammar=grammar_of(ontology), names=names_of(ontology))
    claims = [claim for read in reads for claim in read.claims]
    articles = [read.article for read in reads]
    return to_graph(articles, claims, entities, ontology=vocabulary_of(ontology), base=BASE, options=options)
