"""The tools of `kg.tools` for assistants over the Model Context Protocol (modelcontextprotocol.io): the door to package mcp."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from kg import __version__
from kg.errors import KgError
from kg.messages import languages
from kg.tools import Toolbox

INSTRUCTIONS = (
    "A knowledge graph of Chinese news. Answer from it alone, and cite for each fact the sentence, title and day that the tools give. "
    "A fact is asserted, planned, former, denied, desired or hypothetical: say which. What the graph lacks is unknown, not false. "
    "Begin with `ask`; where it does not understand, use `entity`, `facts`, `evidence`, then `sparql`."
)


def make_server(toolbox: Toolbox) -> Any:
    """A server with one read-only tool for each tool of the box."""
    server = MCPServer("kg", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING")
    for name, tool in toolbox.tools().items():
        hints = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
        server.add_tool(_saying(tool), name=name, description=tool.__doc__, annotations=hints)
    return server


def serve_stdio(toolbox: Toolbox) -> None:
    """Talk on standard input and output until they close."""
    make_server(toolbox).run("stdio")


def serve_http(toolbox: Toolbox, *, host: str, port: int) -> None:
    """Talk over HTTP at /mcp until interrupted; on a loopback address only to requests for a loopback name."""
    make_server(toolbox).run("streamable-http", host=host, port=port, stateless_http=True, json_response=True)


def _saying(tool: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """The tool with its errors as the protocol tells them to the assistant, in English and Chinese."""

    @functools.wraps(tool)
    def call(*args: Any, **options: Any) -> dict[str, Any]:
        try:
            return tool(*args, **options)
        except KgError as error:
            raise ToolError(" / ".join(error.in_language(lang) for lang in languages())) from error

    return call
