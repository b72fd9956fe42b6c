"""The page in Firefox, spoken to by WebDriver BiDi, which needs no driver beside the browser."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox") or ""
websocket = pytest.importorskip("websocket")
pytestmark = pytest.mark.skipif(not FIREFOX, reason="needs Firefox")
QUIET = (
    'user_pref("app.update.enabled", false);',
    'user_pref("browser.shell.checkDefaultBrowser", false);',
    'user_pref("datareporting.policy.dataSubmissionEnabled", false);',
    'user_pref("intl.accept_languages", "zh-CN");',
    'user_pref("network.dns.disabled", true);',
    'user_pref("network.captive-portal-service.enabled", false);',
    'user_pref("network.connectivity-service.enabled", false);',
    'user_pref("toolkit.telemetry.enabled", false);',
)


class Firefox:
    """A Firefox without a display; `problems` holds the errors that its console told."""

    def __init__(self, profile: Path) -> None:
        (profile / "user.js").write_text("\n".join(QUIET), encoding="utf-8")
        words = [
            FIREFOX,
            "--headless",
            "--no-remote",
            "--profile",
            str(profile),
            "--remote-debugging-port",
            "0",
            "--window-size",
            "1440,900",
        ]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.socket = websocket.create_connection(f"{self._address(profile)}/session", timeout=120, suppress_origin=True)
        self.numbers, self.problems = itertools.count(1), list[str]()
        self.command("session.new", capabilities={})
        self.command("session.subscribe", events=["log.entryAdded"])
        self.context = self.command("browsingContext.getTree")["contexts"][0]["context"]

    def _address(self, profile: Path) -> str:
        """Where it listens, as it writes into its profile once it does."""
        for _ in range(2400):
            if (told := profile / "WebDriverBiDiServer.json").exists() and (text := told.read_text(encoding="utf-8")).endswith("}"):
                found = json.loads(text)
                return f"ws://{found['ws_host']}:{found['ws_port']}"
            assert self.process.poll() is None, "Firefox ended without listening"
            time.sleep(0.05)
        raise AssertionError("Firefox did not listen in two minutes")

    def command(self, method: str, **params: Any) -> Any:
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            told = json.loads(self.socket.recv())
            if told.get("method") == "log.entryAdded" and told["params"]["level"] == "error":
                self.problems.append(told["params"]["text"])
            if told.get("id") == number:
                assert told["type"] == "success", told
                return told["result"]

    def open(self, page: Path, fragment: str = "") -> None:
        self.command("browsingContext.navigate", context=self.context, url="about:blank", wait="complete")
        self.problems.clear()
        self.command("browsingContext.navigate", context=self.context, url=f"{page.as_uri()}#{fragment}", wait="complete")
        self.wait("Boolean(window.kgPage)")

    def run(self, expression: str) -> Any:
        """The value of an expression, by way of JSON."""
        script = f"JSON.stringify({expression})"
        told = self.command("script.evaluate", expression=script, target={"context": self.context}, awaitPromise=True)
        assert told["type"] == "success", told
        return json.loads(told["result"].get("value", "null"))

    def wait(self, expression: str) -> Any:
        for _ in range(1200):
            if found := self.run(expression):
                return found
            time.sleep(0.05)
        raise AssertionError(f"the page did not get there in a minute: {expression}")

    def type(self, keys: str) -> None:
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.command("input.performActions", context=self.context, actions=[{"type": "key", "id": "keys", "actions": actions}])

    def click(self, x: int, y: int) -> None:
        move = {"type": "pointerMove", "x": x, "y": y}
        press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self.command("input.performActions", context=self.context, actions=[{"type": "pointer", "id": "mouse", "actions": [move, *press]}])

    def close(self) -> None:
        self.socket.close()
        self.process.terminate()
        self.process.wait(60)


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    found = Firefox(tmp_path_factory.mktemp("firefox"))
    yield found
    found.close()


HEADING = "document.querySelector('#panel h2').textContent.trim()"
MIDDLE = (
    "(() => { const at = kgPage.positions()['body/长江云图科技公司'], box = document.querySelector('#canvas').getBoundingClientRect();"
    " return [Math.round(at.x + box.left), Math.round(at.y + box.top)] })()"
)


def test_a_name_is_searched_opened_and_proved(firefox: Firefox, page: Path) -> None:
    firefox.open(page)
    assert firefox.run("document.documentElement.lang") == "zh-CN"
    firefox.type("/")
    firefox.wait("document.activeElement.id === 'query'")
    firefox.type("yuntu\ue007")
    firefox.wait(f"{HEADING} === '长江云图科技公司'")
    marks = firefox.run("[...document.querySelectorAll('#panel blockquote mark')].map((m) => m.className + m.textContent)")
    assert {"s长江云图科技公司", "p赞助"} <= set(marks)
    assert firefox.problems == []


def test_a_click_opens_an_entity_and_every_view_draws(firefox: Firefox, page: Path) -> None:
    firefox.open(page)
    firefox.click(*firefox.run(MIDDLE))
    firefox.wait(f"{HEADING} === '长江云图科技公司'")
    for view in ("table", "timeline", "map", "overview", "together", "sparql"):
        firefox.run(f"document.querySelector('#tab-{view}').click()")
        assert firefox.run(f"document.querySelector('#{view}').innerText.length") > 20, view
    assert firefox.problems == []


def test_files_and_answers_are_those_of_chromium(firefox: Firefox, page: Path) -> None:
    firefox.open(page)
    assert firefox.run("kgPage.turtle()").count(" a kg:Claim") == 100
    assert firefox.run("kgPage.ask('谁支持了第三届长江生态科学周？').answers.map(([label]) => label)")
    assert firefox.run("kgPage.labels().filter((label) => label.isNode).length") >= 55
