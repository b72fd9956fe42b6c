"""What a question needs of a graph, here, in a worker or at an endpoint: rows for a query, the names in a text, those nearest to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.query import Endpoint, Rows, Source, Worker, encode_text, query, read_rows, select
from kg.query.lookup import ENTITIES, Names
from kg.query.spotting import Spots, Spotted, near_names, spot_names

# The names of an endpoint that has more are looked up for each question, as they stand there.
MOST_NAMES = 50_000
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Reach:
    """Three ways to ask a graph."""

    run: Callable[[str], Rows]
    spot: Callable[[str], Sequence[Spotted]]
    near: Callable[[str], Sequence[str]]


def reach_source(source: Source) -> Reach:
    """A graph opened in this process."""
    return Reach(lambda sparql: select(source, sparql), lambda text: spot_names(source, text), lambda words: near_names(source, words))


def reach_worker(worker: Worker, timeout: Callable[[], float], run: Callable[[str], Rows] | None = None) -> Reach:
    """A graph in another process, each call within the seconds that `timeout` gives."""
    return Reach(
        run or (lambda sparql: read_rows(worker.evaluate(sparql, timeout=timeout()).body)),
        lambda text: worker.call("spot_names", text, timeout=timeout()),
        lambda words: worker.call("near_names", words, timeout=timeout()),
    )


def reach_endpoint(endpoint: Endpoint, timeout: float | None) -> Reach:
    """A SPARQL endpoint: its names are indexed here where they are not too many."""

    def run(sparql: str) -> Rows:
        return read_rows(query(endpoint, sparql, format="json", timeout=timeout).body)

    rows = run(f"{ENTITIES} LIMIT {MOST_NAMES + 1}")
    if len(rows.rows) <= MOST_NAMES:
        names = _index(rows)
        spots = Spots(names)
        return Reach(run, spots.find, lambda words: [c.label for c in names.find(words, limit=5) if c.score >= 25])
    return Reach(run, lambda text: Spots(_index(run(_among(text)))).find(text), lambda words: _holding(run, words))


def _index(rows: Rows) -> Names:
    return Names([term.value if term else "" for term in row] for row in rows.rows)


def _among(text: str) -> str:
    """The query for the names that are a stretch of the text."""
    stretches = {text[i:j] for i in range(len(text)) for j in range(i + 2, min(len(text), i + LONGEST_NAME) + 1)}
    values = " ".join(encode_text(words) for words in sorted(stretches))
    return ENTITIES.replace("{", f"{{ VALUES ?name {{ {values} }} ", 1)


def _holding(run: Callable[[str], Rows], words: str) -> list[str]:
    """The names that hold most pairs of characters of `words`, half of them at least."""
    pairs = sorted({words[i : i + 2] for i in range(len(words) - 1)})[:30]
    if not pairs:
        return []
    score = " + ".join(f"IF(CONTAINS(?name, {encode_text(pair)}), 1, 0)" for pair in pairs)
    found = f"SELECT DISTINCT ?name ?score {{ ?node kg:name ?name BIND({score} AS ?score) FILTER(?score >= {(len(pairs) + 1) // 2}) }}"
    return run(f"{found} ORDER BY DESC(?score) STRLEN(?name) ?name LIMIT 5").column("name")
