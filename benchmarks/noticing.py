"""A plugin of pytest for mutate.py: which test runs which lines of kg; or, of the tests that are wanted, which one fails.

The folder $NOTICING holds `wanted`, ids of tests, one a line: these alone are run, in this order, and the first that fails is written
to `failed`. Without it all are run, measured by coverage under their ids (those fixtures that tests share, under an id of their own),
and `tests.json` says what each took, in seconds of the processor: those of the clock tell what else the machine did.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(os.environ["NOTICING"])
WANTED = FOLDER / "wanted"
CONTEXT = "NOTICING_CONTEXT"


class Runner:
    """Runs the wanted tests alone."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        order = {name: number for number, name in enumerate(WANTED.read_text(encoding="utf-8").splitlines())}
        items[:] = sorted((item for item in items if item.nodeid in order), key=lambda item: order[item.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            (FOLDER / "failed").write_text(report.nodeid, encoding="utf-8")


class Recorder:
    """Tells coverage whose lines are run, also in the processes that a test begins."""

    def __init__(self) -> None:
        self.tests: dict[str, tuple[float, list[str]]] = {}
        self.fixtures: dict[str, float] = {}
        self.spent: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        enter(item.nodeid)
        self.spent[item.nodeid] = 0
        begin = seconds_of_processor()
        shared = getattr(item, "_fixtureinfo", None)
        found = [name_of(one) for each in shared.name2fixturedefs.values() for one in each if one.scope != "function"] if shared else []
        self.tests[item.nodeid] = 0, found
        try:
            return (yield)
        finally:
            enter("")
            if item.nodeid in self.tests:
                self.tests[item.nodeid] = max(0.0, seconds_of_processor() - begin + self.spent.pop(item.nodeid)), found

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: pytest.FixtureRequest) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield)
        before, begin = os.environ.get(CONTEXT, ""), seconds_of_processor()
        enter(name_of(fixturedef))
        try:
            return (yield)
        finally:
            enter(before)
            self.fixtures[name_of(fixturedef)] = seconds = seconds_of_processor() - begin
            if before in self.spent:
                self.spent[before] -= seconds

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.outcome != "passed":
            self.tests.pop(report.nodeid, None)

    def pytest_sessionfinish(self) -> None:
        told = {"tests": self.tests, "fixtures": self.fixtures}
        (FOLDER / "tests.json").write_text(json.dumps(told), encoding="utf-8")


def name_of(fixture: Any) -> str:
    return f"{fixture.baseid}::{fixture.argname}"


def seconds_of_processor() -> float:
    """What this process has used, and those that it began and that have ended."""
    return sum(os.times()[:4])


def enter(context: str) -> None:
    # Coverage is only needed where tests are recorded.
    import coverage

    os.environ[CONTEXT] = context
    measured = coverage.Coverage.current()
    assert measured is not None, "coverage does not measure this run"
    measured.switch_context(context)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Runner() if WANTED.exists() else Recorder())
