"""Articles to readings, wherever these are made: in this process, in several of this machine, or on a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.model import Article
from kg.readings.cluster import read_over_ray
from kg.readings.limits import Limits
from kg.readings.pool import BATCH, Outcome, Way, read_here


def read_all(
    articles: Sequence[Article],
    *,
    engine: str = "bundled",
    ontology: tuple[Path, ...] = (),
    model: Path | None = None,
    workers: int = 1,
    ray: str = "",
    limits: Limits | None = None,
) -> Iterator[Outcome]:
    """Each article read on its own, or put aside, in the order given; the same whatever the number of `workers`, and on a cluster.

    `ray` is the address of a Ray cluster, whose processors then count instead of `workers`.
    Raises EngineError, InputError or OntologyError where nothing could be read at all: no engine, no model, a broken ontology, no cluster.
    """
    way = Way(engine, ontology, model, limits or Limits())
    batches = [tuple(articles[i : i + BATCH]) for i in range(0, len(articles), BATCH)]
    if not batches:
        return
    yield from read_over_ray(batches, way, ray) if ray else read_here(batches, way, workers)
