"""What a question needs of a graph, here, in a worker or at an endpoint: rows for a query, the names in a text, those nearest to
one, the one that words are short for, the texts that have most of some signs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.query import Endpoint, Rows, Source, Worker, query, read_rows, select
from kg.query.shortening import short_name
from kg.query.spotting import Spotted, near_names, spot_names, squeeze
from kg.query.texts import Having, texts_having


@dataclass(frozen=True, slots=True)
class Reach:
    """Five ways to ask a graph."""

    run: Callable[[str], Rows]
    spot: Callable[[str], Sequence[Spotted]]
    near: Callable[[str], Sequence[str]]
    short: Callable[[str], Spotted | None]
    having: Callable[[str], Having]

    def named(self, label: str) -> list[Spotted]:
        """What a whole text names, whatever marks stand around it: “山行者”机器人."""
        whole = squeeze(label)[0]
        return [spot for spot in self.spot(label) if squeeze(label[spot.start : spot.end])[0] == whole]


def reach_source(source: Source) -> Reach:
    """A graph opened in this process."""
    return Reach(
        lambda sparql: select(source, sparql),
        lambda text: spot_names(source, text),
        lambda words: near_names(source, words),
        lambda words: short_name(source, words),
        lambda signs: texts_having(source, signs),
    )


def reach_worker(worker: Worker, timeout: Callable[[], float], run: Callable[[str], Rows] | None = None) -> Reach:
    """A graph in another process, each call within the seconds that `timeout` gives."""
    return Reach(
        run or (lambda sparql: read_rows(worker.evaluate(sparql, timeout=timeout()).body)),
        lambda text: worker.call("spot_names", text, timeout=timeout()),
        lambda words: worker.call("near_names", words, timeout=timeout()),
        lambda words: worker.call("short_name", words, timeout=timeout()),
        lambda signs: worker.call("texts_having", signs, timeout=timeout()),
    )


def reach_endpoint(endpoint: Endpoint, timeout: float | None) -> Reach:
    """A SPARQL endpoint: its names are indexed here where they are not too many, else looked up there."""

    def run(sparql: str) -> Rows:
        return read_rows(query(endpoint, sparql, format="json", timeout=timeout).body)

    return Reach(
        run,
        lambda text: spot_names(endpoint, text),
        lambda words: near_names(endpoint, words),
        lambda words: short_name(endpoint, words),
        lambda signs: texts_having(endpoint, signs),
    )
