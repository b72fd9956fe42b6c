"""kg: Chinese news into a knowledge graph that people can read, query and trust.

::

    import kg

    report = kg.build("news/", "output")  # files, texts or articles into a graph and its page
    graph = kg.open(report.graph)
    graph.ask("谁主办了草业论坛？")

Names are loaded when they are first used; importing kg alone loads none of its libraries, and nothing of kg touches logging, signals or the
locale of the program that uses it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.building import BuildReport, build
    from kg.errors import KgError
    from kg.explaining import Explanation, explain
    from kg.inputs import Account
    from kg.inputs import read_inputs as read
    from kg.library import NewsGraph, open
    from kg.model import Article
    from kg.view import Page, show

__version__ = "0.1.0"
__all__ = ["Account", "Article", "BuildReport", "Explanation", "KgError", "NewsGraph", "Page", "build", "explain", "open", "read", "show"]

_FOUND_IN = {
    "Account": "kg.inputs",
    "Article": "kg.model",
    "BuildReport": "kg.building",
    "Explanation": "kg.explaining",
    "KgError": "kg.errors",
    "NewsGraph": "kg.library",
    "Page": "kg.view",
    "build": "kg.building",
    "explain": "kg.explaining",
    "open": "kg.library",
    "read": "kg.inputs",
    "show": "kg.view",
}
_OTHERWISE_CALLED = {"read": "read_inputs"}


def __getattr__(name: str) -> Any:
    """A public name, loaded at its first use (PEP 562)."""
    if name not in _FOUND_IN:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_FOUND_IN[name]), _OTHERWISE_CALLED.get(name, name))
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
