"""The graph page: an RDF graph as one HTML file that explores, searches and proves itself without a network."""

from __future__ import annotations

import html
import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from rdflib import Graph

from kg.collector import uncollected
from kg.errors import GraphError, InputError
from kg.files import replacing
from kg.messages import languages, marked, message, translate
from kg.query import Endpoint, Part, fetch_busiest
from kg.view.content import read_content
from kg.view.page import render
from kg.view.payload import LIMIT, to_payload

__all__ = ["LIMIT", "Page", "make_page", "show", "write_endpoint_page", "write_page"]

_ADDRESS = re.compile(r"(https?://[\w.\-]+(:\d+)?)?/[\w./%?&=\-]*")
TITLE = marked("News knowledge graph")


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page. A notebook shows it in a sandboxed frame that holds the whole page, so that it survives nbconvert and moving.

    `left` counts the entities and the facts of the graph that it does not hold.
    """

    html: str
    height: int = 760
    left: tuple[int, int] = (0, 0)

    def _repr_html_(self) -> str:
        sandbox = "allow-scripts allow-downloads allow-popups"
        style = f"width:100%;height:{self.height}px;border:1px solid #ccc"
        return f'<iframe sandbox="{sandbox}" style="{style}" title="kg" srcdoc="{html.escape(self.html)}"></iframe>'


def make_page(
    graph: Graph | Path | str, *, title: str = "", lang: str = "zh", limit: int = LIMIT, server: str = "", articles: Path | None = None
) -> Page:
    """The page of an RDF graph or a graph file.

    `lang` is the language of the interface where the reader's browser asks for neither Chinese nor English. Of more than `limit`
    entities the page holds the best connected, and says what it leaves out; `server`, the URL of a SPARQL endpoint or its path on the
    page's own host, is asked for that on demand.
    `articles` is the folder with the articles' texts; of a graph file, else the folder of that name beside it.
    Raises GraphError where the file cannot be read and InputError where `server` is no such address.
    """
    if server and not _ADDRESS.fullmatch(server):
        raise InputError(
            message("{server}: no address of a SPARQL endpoint; write http://host:port/sparql, or a path such as /sparql", server=server),
        )
    lang = lang if lang in languages() else "zh"
    with uncollected():
        payload = to_payload(read_content(graph), limit=limit, texts=articles or _beside(graph))
        entities, facts = payload["left"]
        return Page(render(payload, title=title.strip() or translate(TITLE, lang), lang=lang, server=server), left=(entities, facts))


def _beside(graph: Graph | Path | str) -> Path | None:
    folder = None if isinstance(graph, Graph) else Path(graph).parent / "articles"
    return folder if folder is not None and folder.is_dir() else None


def write_page(
    graph: Graph | Path | str,
    out: Path,
    *,
    title: str = "",
    lang: str = "zh",
    limit: int = LIMIT,
    server: str = "",
    articles: Path | None = None,
) -> Page:
    """Writes the page of a graph to `out` in UTF-8 and gives it; what stood there before stays until the new page is whole.

    Raises GraphError where the graph cannot be read and OutputError where `out` cannot be written.
    """
    page = make_page(graph, title=title, lang=lang, limit=limit, server=server, articles=articles)
    with replacing(out) as draft:
        draft.write_text(page.html, encoding="utf-8", newline="\n")
    return page


def write_endpoint_page(endpoint: Endpoint, out: Path, *, title: str = "", lang: str = "zh", limit: int = LIMIT, server: str = "") -> Part:
    """Writes the page of the best connected part of the graph behind an endpoint to `out`, and gives what it holds.

    Raises GraphError where there is nothing to show, QueryError, OutputError. `server` is asked for the rest in place of the endpoint.
    """
    part = fetch_busiest(endpoint, limit)
    if not part.shown:
        raise GraphError(message("{url}: holds no kg:Entity in its default graph", url=endpoint.url))
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "part.nt"
        lines.write_text("\n".join(part.lines) + "\n", encoding="utf-8")
        write_page(lines, out, title=title, lang=lang, limit=limit, server=server or endpoint.url)
    return part


def show(graph: Graph | Path | str, *, title: str = "", lang: str = "zh", height: int = 760) -> Page:
    """The page as a value that a notebook shows; `height` in pixels."""
    return replace(make_page(graph, title=title, lang=lang), height=height)
