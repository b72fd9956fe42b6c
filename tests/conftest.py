"""Options of the test run, and what tests share: the browser of the tests of the page, the graph of the examples."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from stores import oxigraph_server, virtuoso_server

if TYPE_CHECKING:
    from browsing import Browser


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write what comes out into tests/golden instead of comparing with it")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A real Chromium for the tests of one module."""
    # Selenium is loaded where a page is tested.
    from browsing import Browser

    found = Browser(tmp_path_factory.mktemp("profile"), tmp_path_factory.mktemp("downloads"))
    yield found
    found.driver.quit()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the sample graph for the tests of one module; a module with a page of its own has its own."""
    from browsing import SAMPLE

    from kg.view import write_page

    path = tmp_path_factory.mktemp("page") / "page.html"
    write_page(SAMPLE, path, title="江河科学新闻")
    return path


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The user's cache, empty for the tests of one module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that one worker of a run makes and all others find; to be read only."""
    # The workers of pytest-xdist have folders side by side; the first to hold the lock makes it.
    base = factory.getbasetemp()
    out = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    done = out.with_name(f"{name}.done")
    with out.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make(out)
            done.touch()
    return out


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `kg build` makes of examples/. Tests that write copy it."""
    from kg.cli import main

    def make(out: Path) -> None:
        assert main(["build", str(Path(__file__).parents[1] / "examples"), "-o", str(out)]) == 0

    return made_once(tmp_path_factory, "demo", make)


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The root URL of Oxigraph's own server for the tests of one module."""
    with oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The root URL of a Virtuoso for the tests of one module."""
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as url:
        yield url
