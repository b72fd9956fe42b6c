"""The child process of a `Worker`: it opens the graph, or asks the endpoint, then does one task after another until its input ends."""

from __future__ import annotations

import os
import pickle
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

from kg.errors import KgError
from kg.query.answers import Answer
from kg.query.hints import with_hints
from kg.query.lookup import begin_names, describe_nodes, extend_nodes, match_names
from kg.query.relay import dump_endpoint, relay
from kg.query.remote import Endpoint
from kg.query.select import answer_query
from kg.query.shortening import short_name
from kg.query.spotting import near_names, spot_names
from kg.query.store import Source, dump_graph, evaluate_spooled, open_graph
from kg.query.texts import texts_having


def evaluate_hinting(source: Source | Endpoint, sparql: str, **options: Any) -> Answer:
    """Answer a query, and where nothing is found say why that may be."""
    answer = answer_query(source, sparql, **options)
    return answer if isinstance(source, Endpoint) else with_hints(source, sparql, answer)


def spool(source: Source | Endpoint, sparql: str, **options: Any) -> Answer:
    """The same for a server, without hints."""
    return relay(source, sparql, **options) if isinstance(source, Endpoint) else evaluate_spooled(source, sparql, **options)


def spool_hinting(source: Source | Endpoint, sparql: str, **options: Any) -> Answer:
    """The same for a server."""
    answer = spool(source, sparql, **options)
    return answer if isinstance(source, Endpoint) else with_hints(source, sparql, answer)


def dump(source: Source | Endpoint, graph: str | None, format: str, **options: Any) -> Answer:
    """A graph, or all of them."""
    return dump_endpoint(source, graph, format, **options) if isinstance(source, Endpoint) else dump_graph(source, graph, format, **options)


TASKS: Mapping[str, Callable[..., object]] = {
    "evaluate": answer_query,
    "evaluate_spooled": spool,
    "evaluate_hinting": evaluate_hinting,
    "spool_hinting": spool_hinting,
    "dump_graph": dump,
    "match_names": match_names,
    "begin_names": begin_names,
    "describe_nodes": describe_nodes,
    "extend_nodes": extend_nodes,
    "spot_names": spot_names,
    "near_names": near_names,
    "short_name": short_name,
    "texts_having": texts_having,
}


def main() -> None:
    """The child: opens the graph, then answers one query after another until its input ends."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    origin, prefixes, forms, memory, nice = pickle.load(requests)
    try:
        source = origin if isinstance(origin, Endpoint) else replace(open_graph(origin), prefixes=prefixes, forms=forms)
    except KgError as error:
        return _reply(answers, error)
    _bound_memory(memory)
    if nice and sys.platform != "win32":
        os.nice(nice)
    _reply(answers, None)
    while True:
        try:
            task, words, options = pickle.load(requests)
        except EOFError:
            return
        try:
            _reply(answers, TASKS[task](source, *words, **options))
        except KgError as error:
            _reply(answers, error)
        except MemoryError:
            return


def _end_with(parent: int) -> None:
    """End this process when its parent is gone, even amid a query: Oxigraph lets other threads run."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _reply(answers: BinaryIO, message: object) -> None:
    pickle.dump(message, answers)
    answers.flush()


def _bound_memory(limit: int | None) -> None:
    if limit is not None and sys.platform != "win32":
        import resource  # Unix only

        # Of what is written to alone: a store maps its files, and each thread reserves far more than it uses.
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
