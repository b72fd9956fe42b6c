"""kg: Chinese news into a knowledge graph that people can read, query and trust."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`kg.show`, loaded on first use: the page needs libraries that nothing else does (PEP 562)."""
    if name == "show":
        from kg.view import show

        return show
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
