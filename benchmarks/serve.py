"""The server under many clients with a mix of the named queries: errors, latencies, memory.

    python benchmarks/serve.py [GRAPH] [--clients 32] [--seconds 60]
    python benchmarks/serve.py [GRAPH] --heavy 48 [--seconds 60]
    python benchmarks/serve.py [GRAPH] --requests 5000

One client in every run of the first kind sends a query of death again and again; its answers count apart. With `--heavy` so many clients
send nothing else, and it is told how long cheap requests of one more take, beside how long they take when it is alone. With `--requests`
so many of every kind are sent, and it is told how the memory of the server grew. Server and clients share this machine's cores.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import httpx

from kg.query import named_queries

SAMPLE = Path(__file__).parents[1] / "tests" / "data" / "query_sample.ttl"
EVENT = "https://example.org/kg/id/event/第七届世界智能大会"
DEATH = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
PORT = 8765
SERVER = "import sys; from pathlib import Path; from kg.server import serve; from kg.server.pool import Limits; "
SERVER += "serve(Path(sys.argv[1]), port=int(sys.argv[2]), limits=Limits(seconds=float(sys.argv[3]), workers=4))"


def memory(pid: int) -> int:
    """Megabytes of memory of a process and its children."""
    rows = [
        line.split()
        for line in subprocess.run(["ps", "-eo", "pid,ppid,rss"], capture_output=True, text=True, check=True).stdout.splitlines()[1:]
    ]
    return sum(int(rss) for one, parent, rss in rows if pid in (int(one), int(parent))) // 1000


CHEAP = (
    "",
    "health",
    "query",
    "page?iri=https://example.org/kg/id/person/赵岚",
    "reconcile/suggest/entity?prefix=第",
    "preview?iri=" + EVENT,
)
MIXED = (
    *CHEAP,
    "sparql?query=SELECT * { ?s ?p ?o }",
    "sparql?query=SELECT * { ?s ?p ?o } ORDER BY ?o&format=csv",
    "sparql?query=CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "sparql?query=SELECT * {",
    "sparql?query=SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c }",
    "store?default",
    "data?iri=" + EVENT,
    "ask?q=谁主办了第七届世界智能大会",
    "ask?q=nonsense",
    "nowhere",
)


def take(client: httpx.Client, paths: Sequence[str], *, until: float = 0.0, count: int = 0) -> list[float]:
    """The seconds that each of so many requests took, or of those until a moment of the monotonic clock."""
    spans: list[float] = []
    chance = random.Random(7)
    while len(spans) < count or time.monotonic() < until:
        begin = time.monotonic()
        client.get(chance.choice(paths).replace("?query=", "?salt=" + str(len(spans)) + "&query="))
        spans.append(time.monotonic() - begin)
    return sorted(spans)


def crowd(client: httpx.Client, url: str, options: argparse.Namespace) -> None:
    """Cheap requests alone, then while so many clients send queries of death."""
    take(client, CHEAP, count=60)
    alone = take(client, CHEAP, count=600)
    end, statuses = time.monotonic() + options.seconds, Counter[int]()

    def die() -> None:
        with httpx.Client(base_url=url, timeout=60) as one:
            while time.monotonic() < end:
                statuses[one.get("sparql", params={"query": DEATH}).status_code] += 1
                time.sleep(0.5)  # who is told to come again later does not come at once

    threads = [threading.Thread(target=die) for _ in range(options.heavy)]
    for thread in threads:
        thread.start()
    among = take(client, CHEAP, until=end)
    for thread in threads:
        thread.join()
    for name, spans in (("alone", alone), (f"beside {options.heavy} heavy", among)):
        print(f"{name:16}{len(spans):6} cheap requests  median {spans[len(spans) // 2]:.3f} s  p99 {spans[int(len(spans) * 0.99)]:.3f} s")
    print(f"heavy queries {dict(statuses)}")


def grow(client: httpx.Client, pid: int, count: int) -> None:
    """The memory of the server and its processes before and after so many requests of every kind."""
    take(client, MIXED, count=4 * len(MIXED))
    before = memory(pid)
    take(client, MIXED, count=count)
    after = memory(pid)
    print(f"{count} requests of {len(MIXED)} kinds: {before} MB before, {after} MB after, {after / before:.2f} times")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("graph", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--heavy", type=int, default=0)
    parser.add_argument("--requests", type=int, default=0)
    options = parser.parse_args()
    url, statuses, deaths = f"http://127.0.0.1:{PORT}/", Counter[int](), Counter[int]()
    spans: list[float] = []
    most = 0
    limit = "0.5" if options.requests else "5"  # seconds of a query: thousands of requests, of which some are endless, take minutes
    with subprocess.Popen([sys.executable, "-c", SERVER, str(options.graph), str(PORT), limit]) as server:
        for _ in range(300):
            try:
                httpx.get(f"{url}sparql?query=ASK%7B%7D")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        if options.heavy or options.requests:
            with httpx.Client(base_url=url, timeout=60) as client:
                if options.heavy:
                    crowd(client, url, options)
                else:
                    grow(client, server.pid, options.requests)
            server.terminate()
            return
        end = time.monotonic() + options.seconds

        def ask(seed: int) -> None:
            chance, queries = random.Random(seed), list(named_queries().values())
            with httpx.Client(base_url=url, timeout=60) as client:
                while time.monotonic() < end:
                    named, begin = chance.choice(queries), time.monotonic()
                    statuses[client.get(f"queries/{named.name}", params=dict(named.example)).status_code] += 1
                    spans.append(time.monotonic() - begin)

        def die() -> None:
            with httpx.Client(base_url=url, timeout=60) as client:
                while time.monotonic() < end:
                    deaths[client.get("sparql", params={"query": DEATH}).status_code] += 1

        threads = [threading.Thread(target=ask, args=(i,)) for i in range(options.clients)] + [threading.Thread(target=die)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            most = max(most, memory(server.pid))
            time.sleep(1)
        server.terminate()
    spans.sort()
    at = {share: spans[min(len(spans) - 1, int(len(spans) * share))] for share in (0.5, 0.99)}
    print(f"answers {dict(statuses)}  queries of death {dict(deaths)}")
    print(f"requests a second {len(spans) / options.seconds:.0f}  median {at[0.5]:.3f} s  p99 {at[0.99]:.3f} s  most memory {most} MB")


if __name__ == "__main__":
    main()
