"""The site of the documentation is built without the network, with every link checked, and asks no other host for what it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import made_once

import kg

ROOT = Path(__file__).parents[1]
# Any Python that starts with this on its path is without a network.
OFFLINE = """
import socket

def refuse(*_, **__):
    raise OSError("no network in this test")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
"""
# What a browser loads by itself; `a` is for people to follow.
LOADED = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src")}
# A link that tells of another place without loading it.
TOLD = {"canonical", "alternate", "prev", "next"}


class Loads(HTMLParser):
    """The addresses that a page loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "link" and told.get("rel") in TOLD:
            return
        self.found += [value for name, value in attrs if (tag, name) in LOADED and value]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "made-site", build_site) / "site"


def build_site(out: Path) -> None:
    out.mkdir(exist_ok=True)
    (out / "sitecustomize.py").write_text(OFFLINE, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(out), "NO_MKDOCS_2_WARNING": "1"}
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(out / "site")]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr


def test_every_page_is_there_and_in_both_languages(site: Path) -> None:
    pages = {path.stem for path in (ROOT / "docs").glob("*.md")} | {"ontology", "CHANGELOG", "CONTRIBUTING"}
    assert pages <= {path.stem for path in site.glob("*.html")}
    assert not list(site.rglob("*.py"))
    home = (site / "index.html").read_text(encoding="utf-8")
    assert "十分钟" in home and "ten minutes" in home


def test_nothing_comes_from_another_host(site: Path) -> None:
    for page in site.glob("*.html"):
        parser = Loads()
        parser.feed(page.read_text(encoding="utf-8"))
        assert [address for address in parser.found if re.match(r"(?:https?:)?//", address)] == [], page.name
    sheets = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert not re.search(r"@import|url\([\"']?(?:https?:)?//", sheets)


def test_generated_pages_hold_what_they_show(site: Path) -> None:
    picture = (site / "architecture.html").read_text(encoding="utf-8")
    houses = {path.stem for path in (ROOT / "kg").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()} - {"__init__"}
    assert houses == set(re.findall(r"<text [^>]*>(\w+)</text>", picture))
    ontology = (site / "ontology.html").read_text(encoding="utf-8")
    assert "https://example.org/kg/ontology#Claim" in ontology and "主办" in ontology
    told = set(re.findall(r'id="kg\.[\w.]*?(\w+)"', (site / "reference.html").read_text(encoding="utf-8")))
    assert {getattr(kg, name).__name__ for name in kg.__all__} - told == set()
