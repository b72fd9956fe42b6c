"""The one door to JioNLP, imported when first needed: it takes 0.4 s and prints two banners."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import io
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any

from kg.cache import remember

# The number of the form in which JioNLP's table is kept; a change of `read_divisions` raises it.
WALK = 1


@cache
def _jionlp() -> Any:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        import jionlp
    return jionlp


@lru_cache(maxsize=4096)
def solar_term(name: str, year: int) -> datetime.date | None:
    """The day of a solar term (清明, 冬至) in a year, or None where JioNLP knows none."""
    seconds = datetime.datetime(2000, 1, 1).timestamp()
    try:
        found = _jionlp().parse_time(f"{year}年{name}", time_base=seconds)
        return datetime.date.fromisoformat(found["time"][0][:10])
    except (ValueError, KeyError, IndexError, TypeError):
        return None


@lru_cache(maxsize=4096)
def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> datetime.date | None:
    """The day of a date of the lunar calendar (1900 to 2100), or None where that calendar has none."""
    try:
        found: datetime.datetime = _jionlp().lunar2solar(year, month, day, leap)
        return found.date()
    except (ValueError, KeyError, IndexError, TypeError):
        return None


@cache
def read_divisions() -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    """The divisions of China down to counties, in the order of JioNLP's table: name, short name, GB/T 2260 code, names of those above."""
    key = hashlib.sha256(f"{version('jionlp')} {WALK}".encode()).hexdigest()
    rows = remember("divisions", key, _walk_divisions)
    return tuple((name, short, code, tuple(above)) for name, short, code, above in rows)


def _walk_divisions() -> list[tuple[str, str, str, tuple[str, ...]]]:
    rows: list[tuple[str, str, str, tuple[str, ...]]] = []

    def walk(table: dict[str, Any], above: tuple[str, ...]) -> None:
        for name, node in table.items():
            if isinstance(node, dict):
                short = node["_alias"]
                rows.append((name, short if isinstance(short, str) else short[0], node["_admin_code"], above))
                walk(node, (*above, name))

    walk(_jionlp().china_location_loader(), ())
    return rows
