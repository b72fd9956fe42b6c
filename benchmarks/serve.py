"""The server under many clients with a mix of the named queries: errors, latencies, memory.

    python benchmarks/serve.py [GRAPH] [--clients 32] [--seconds 60]

One client in every run sends a query of death again and again; its answers count apart. Server and clients share this machine's cores.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import httpx

from kg.query import named_queries

SAMPLE = Path(__file__).parents[1] / "tests" / "data" / "query_sample.ttl"
DEATH = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
PORT = 8765
SERVER = "import sys; from pathlib import Path; from kg.server import serve; from kg.server.pool import Limits; "
SERVER += "serve(Path(sys.argv[1]), port=int(sys.argv[2]), limits=Limits(seconds=5, workers=4))"


def memory(pid: int) -> int:
    """Megabytes of memory of a process and its children."""
    rows = [
        line.split()
        for line in subprocess.run(["ps", "-eo", "pid,ppid,rss"], capture_output=True, text=True, check=True).stdout.splitlines()[1:]
    ]
    return sum(int(rss) for one, parent, rss in rows if pid in (int(one), int(parent))) // 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("graph", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    url, statuses, deaths = f"http://127.0.0.1:{PORT}/", Counter[int](), Counter[int]()
    spans: list[float] = []
    most = 0
    with subprocess.Popen([sys.executable, "-c", SERVER, str(options.graph), str(PORT)]) as server:
        for _ in range(300):
            try:
                httpx.get(f"{url}sparql?query=ASK%7B%7D")
                break
            except httpx.TransportError:
                time.sleep(0.1)
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
