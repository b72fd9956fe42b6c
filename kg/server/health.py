"""Whether the server is well: for those who watch over it, in JSON and in the text format of Prometheus."""

from __future__ import annotations

import time

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from kg import __version__
from kg.server.answers import respond_json
from kg.server.pool import Pool


async def show_health(request: Request) -> Response:
    """That the server answers, and how many of its processes are there."""
    pool: Pool = request.app.state.pool
    lanes = {name: lane.count() for name, lane in pool.lanes.items()}
    return JSONResponse({"status": "ok", "version": __version__, "lanes": lanes}, headers={"Cache-Control": "no-store"})


async def list_running(request: Request) -> Response:
    """The users' queries that run or wait at this moment, the oldest first."""
    pool: Pool = request.app.state.pool
    now = time.monotonic()
    running = [
        {
            "query": one.text,
            "client": one.client,
            "state": "waiting" if one.started is None else "running",
            "seconds": round(now - (one.started or one.came), 1),
        }
        for _, one in sorted(pool.queries.asked.items())
    ]
    return respond_json(running, {"Cache-Control": "no-store"})


async def show_metrics(request: Request) -> Response:
    """The same numbers for Prometheus (text format 0.0.4)."""
    pool: Pool = request.app.state.pool
    lines = []
    for kind in ("running", "waiting", "processes", "resident_bytes"):
        lines.append(f"# TYPE kg_lane_{kind} gauge")
        lines += [f'kg_lane_{kind}{{lane="{name}"}} {lane.count()[kind]}' for name, lane in pool.lanes.items()]
    lines.append("# TYPE kg_queries_total counter")
    lines += [
        f'kg_queries_total{{lane="{name}",end="{end}"}} {n}' for name, lane in pool.lanes.items() for end, n in sorted(lane.ends.items())
    ]
    return PlainTextResponse("\n".join(lines) + "\n", headers={"Cache-Control": "no-store"}, media_type="text/plain; version=0.0.4")
