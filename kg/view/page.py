"""The one HTML file: a pyvis network in the project's own template, which fetches nothing and runs nothing but its own scripts."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from jinja2 import ChoiceLoader, Environment, PackageLoader, select_autoescape
from markupsafe import Markup
from pyvis.network import Network

from kg.view.layout import choose_core, find_communities, place
from kg.view.payload import main_entities, to_networkx

VIS = "lib/vis-9.1.2/vis-network.min.js"
"""vis-network 9.1.2, Apache-2.0 or MIT, as pyvis ships it; its licence stands at its head."""

MODULES = (
    "dom",
    "words",
    "data",
    "look",
    "state",
    "text",
    "layout",
    "labels",
    "graph",
    "pointer",
    "decide",
    "notes",
    "work",
    "evidence",
    "panel",
    "reading",
    "facets",
    "searchbox",
    "centrality",
    "arrange",
    "map",
    "overview",
    "table",
    "together",
    "timeline",
    "spotting",
    "asking",
    "periods",
    "kinds",
    "posts",
    "given",
    "parts",
    "doers",
    "near",
    "answer",
    "sparql",
    "remote",
    "export",
    "keys",
    "main",
)
"""The page's scripts in the order in which they run; they share one scope."""


class PageNetwork(Network):  # type: ignore[misc]
    """A directed pyvis network whose HTML is the exploration page.

    pyvis's own template fetches styles from the network, runs markup in headings and writes in the locale's encoding; this one does not.
    """

    def __init__(self, payload: Mapping[str, Any], *, title: str) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.path = "page.html.j2"
        self.templateEnv = _environment()
        self.page = {"kg": payload, "title": title, "lang": payload["lang"], "connect": _origin(payload["server"])}

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:
        """The page as a string of valid Unicode."""
        scripts = [_vendored(), _own_scripts()]
        style = _template("page.css")
        self.templateEnv.globals.update(
            self.page,
            scripts=[Markup(script) for script in scripts],
            style=Markup(style),
            script_sources=Markup(" ".join(map(_csp_hash, scripts))),
            style_sources=Markup(_csp_hash(style)),
        )
        html: str = super().generate_html(name, local, False)
        return html.encode("utf-8", "replace").decode("utf-8")


def render(payload: Mapping[str, Any], *, title: str, lang: str, server: str = "") -> str:
    """The page of a payload: the best connected entities placed, the rest as data.

    `server` is the URL of a SPARQL endpoint that answers for what the page leaves out, or a path on the page's own host.
    """
    payload = {**payload, "lang": lang, "server": server}
    graph = to_networkx(payload)
    labels, classes = payload["entities"][2], payload["entities"][3]
    core = choose_core(graph, main_entities(payload))
    points = place(graph.subgraph(core), dict(enumerate(labels)))
    network = PageNetwork({**payload, "communities": find_communities(graph)}, title=title)
    for node in core:
        x, y = points[node]
        network.add_node(node, label=labels[node], group=classes[node], x=x, y=y)
    for source, target in _core_pairs(payload, set(core)):
        network.add_edge(source, target)
    return network.generate_html()


def _core_pairs(payload: Mapping[str, Any], core: set[int]) -> list[tuple[int, int]]:
    subjects, _, values, _ = payload["facts"]
    return sorted({(s, o) for s, o in zip(subjects, values, strict=True) if s in core and o in core and s != o})


def _environment() -> Environment:
    loader = ChoiceLoader([PackageLoader("kg.view", "templates"), PackageLoader("pyvis", "templates")])
    environment = Environment(loader=loader, autoescape=select_autoescape(default=True, default_for_string=True))
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": False}
    return environment


@cache
def _template(name: str) -> str:
    return (resources.files("kg.view") / "templates" / name).read_text(encoding="utf-8")


@cache
def _vendored() -> str:
    return (resources.files("pyvis") / "templates" / VIS).read_text(encoding="utf-8")


@cache
def _own_scripts() -> str:
    body = "\n".join(_template(f"js/{name}.js") for name in MODULES)
    return f'(() => {{\n"use strict";\n{body}\n}})();\n'


def _origin(server: str) -> str:
    """What the page may connect to: nothing, its own host, or the host of a URL."""
    if not server:
        return "'none'"
    parts = urlsplit(server)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else "'self'"


def _csp_hash(text: str) -> str:
    """The source expression of an inline script or style (Content Security Policy Level 3, section 2.3.1)."""
    digest = hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
