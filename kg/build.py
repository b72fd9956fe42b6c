"""The whole way from files to a graph and its page, readable from top to bottom."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, Graph

from kg import __version__
from kg.decisions import Decision, hash_decisions, read_decisions
from kg.entities import find_unmatched, link_entities, read_authority, resolve
from kg.files import make_folder
from kg.given import check_engine, find_files
from kg.graph import claim_iri, to_graph, write_articles, write_graph
from kg.inputs import Account, check_account, read_inputs, write_account
from kg.interpret import Read, grammar_of, names_of, read_batch, vocabulary_of
from kg.mentions import read_weights as read_edges
from kg.model import Article, Claim
from kg.ontology import BASE, KG, check_base
from kg.reprints import find_reprints, reprints_as_triples

BATCH = 32
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made: counts, the account of its inputs, where graph and page lie, and decisions that match nothing any more."""

    articles: int
    entities: int
    claims: int
    account: Account
    graph: Path
    page: Path | None
    unmatched: tuple[Decision, ...] = ()


def build(
    inputs: Sequence[Path],
    out: Path,
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
    title: str = "",
    page: bool = True,
    lang: str = "zh",
    progress: Progress | None = None,
) -> BuildReport:
    """Read `inputs` into `out`/graph.ttl, `out`/graph.html, `out`/articles and, with what came of each, `out`/inputs.csv.

    The result is the same whatever the number of `workers`. Inputs, `date`, `metadata`, `columns` are as for `kg.inputs.read_inputs`;
    what cannot be read stands in the account of the report, unless nothing can or the build is `strict`, which is an error. `decisions`
    are files of the user's decisions on identity, `authority` files whose nodes entities are linked to.
    Raises KgError; what lay in `out` before stays until the new files are complete.
    """
    find_files(inputs)
    check_engine(engine)
    check_base(base)
    edges = read_edges(model)
    extra = tuple(ontology)
    vocabulary = vocabulary_of(extra)
    decided, known = read_decisions(decisions, vocabulary), read_authority(authority)
    account = read_inputs(inputs, date=date, metadata=metadata, columns=columns)
    articles = check_account(account, strict=strict)
    make_folder(out)
    reads = []
    for read in read_all(articles, engine=engine, ontology=extra, model=model, workers=workers):
        reads.append(read)
        if progress is not None:
            progress(len(reads), len(articles), read.article.id)
    claims = [claim for read in reads for claim in read.claims]
    found = [read.entities for read in reads]
    entities = resolve(found, base=base, grammar=grammar_of(extra), names=names_of(extra), decisions=decided)
    options = {"version": __version__, "engine": reads[0].engine, "date": date.isoformat() if date else ""}
    options["model"] = edges.version
    options["decisions"] = hash_decisions(decisions) if decisions else ""
    graph = to_graph(
        [read.article for read in reads],
        claims,
        link_entities(entities, known) if known else entities,
        ontology=vocabulary,
        base=base,
        options={name: value for name, value in options.items() if value},
        ties=reprints_as_triples(find_reprints([read.article for read in reads]), base),
        dropped={decision.claim for decision in decided if decision.verdict == "drop"},
    )
    write_articles([r.article for r in reads], out / "articles")
    write_account(account, out / "inputs.csv", lang=lang)
    write_graph(graph, out / "graph.ttl")
    shown = out / "graph.html" if page else None
    if shown is not None:
        # The libraries of the page take half a second to load.
        from kg.view import write_page

        write_page(graph, shown, title=title, lang=lang, articles=out / "articles")
    nodes = {entity.iri for entity in entities.values()}
    unmatched = (*find_unmatched(found, decided), *_lost_drops(decided, claims, base))
    written = set(graph.subjects(RDF.type, KG.Claim)) - set(graph.subjects(RDF.type, KG.AliasClaim))
    return BuildReport(len(reads), len(nodes), len(written), account, out / "graph.ttl", shown, unmatched)


def _lost_drops(decided: Sequence[Decision], claims: Sequence[Claim], base: str) -> list[Decision]:
    """Decisions to leave out a claim that is not there."""
    drops = [decision for decision in decided if decision.verdict == "drop"]
    known = {claim_iri(base, claim) for claim in claims} if drops else set()
    return [decision for decision in drops if decision.claim not in known]


def read_all(
    articles: Sequence[Article],
    *,
    engine: str = "bundled",
    ontology: tuple[Path, ...] = (),
    model: Path | None = None,
    workers: int = 1,
) -> Iterator[Read]:
    """Each article read on its own, in order; with several workers in processes of one thread each."""
    batches = [tuple(articles[i : i + BATCH]) for i in range(0, len(articles), BATCH)]
    if workers <= 1 or len(batches) == 1:
        for batch in batches:
            yield from read_batch(batch, engine, ontology, model)
        return
    with ProcessPoolExecutor(max_workers=workers) as pool:
        for reads in pool.map(read_batch, batches, [engine] * len(batches), [ontology] * len(batches), [model] * len(batches)):
            yield from reads


def graph_of(reads: Sequence[Read], ontology: tuple[Path, ...] = (), *, options: Mapping[str, str]) -> Graph:
    """The graph of what was read and nothing else: no decisions, authority files or reprints."""
    entities = resolve([read.entities for read in reads], base=BASE, grammar=grammar_of(ontology), names=names_of(ontology))
    claims = [claim for read in reads for claim in read.claims]
    articles = [read.article for read in reads]
    return to_graph(articles, claims, entities, ontology=vocabulary_of(ontology), base=BASE, options=options)
