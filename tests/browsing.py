"""Chromium without a display and without a network, with the few gestures that the tests of the page make."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains

SAMPLE = Path(__file__).parent / "data" / "page_sample.ttl"
CHROMIUM, CHROMEDRIVER = shutil.which("chromium") or "", shutil.which("chromedriver") or ""
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--window-size=1440,900",
)
FORUM, CLOUD, RIVER_WEEK = "event/长江上游保护论坛", "body/长江云图科技公司", "event/第三届长江生态科学周"

needs_chromium = pytest.mark.skipif(not CHROMIUM or not CHROMEDRIVER, reason="needs Chromium and chromedriver")


class Browser:
    """Chromium with the few gestures that the tests make; `problems` holds errors and requests since the page was opened."""

    def __init__(self, profile: Path, downloads: Path) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for switch in (*SWITCHES, f"--user-data-dir={profile}"):
            options.add_argument(switch)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(CHROMEDRIVER))
        self.driver.set_script_timeout(60)
        self.downloads = downloads
        self.speak("zh-CN")
        self.command("Page.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))

    def speak(self, language: str) -> None:
        agent = self.driver.execute_script("return navigator.userAgent")
        self.command("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage=language)

    def command(self, name: str, **arguments: Any) -> Any:
        return self.driver.execute_cdp_cmd(name, arguments)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def open(
        self, page: Path | str, fragment: str = "", *, width: int = 1440, height: int = 900, dark: bool = False, media: str = ""
    ) -> None:
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.command("Emulation.setEmulatedMedia", media=media, features=features)
        self.driver.get("about:blank")
        # Chromium keeps fifty steps of history, and of a full one drops those that no user made, the page's own among them.
        self.command("Page.resetNavigationHistory")
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        url = page.as_uri() if isinstance(page, Path) else page
        self.driver.get(url + ("#" + fragment if fragment else ""))
        self.wait(lambda: self.run("return Boolean(window.kgPage)"))

    def wait(self, condition: Callable[[], Any]) -> Any:
        for _ in range(2400):
            if found := condition():
                return found
            time.sleep(0.025)
        raise AssertionError("the page did not get there in a minute")

    def click(self, selector: str) -> None:
        self.run("document.querySelector(arguments[0]).click()", selector)

    def text(self, selector: str) -> str:
        return str(self.run("return document.querySelector(arguments[0])?.innerText ?? ''", selector))

    def texts(self, selector: str) -> list[str]:
        return list(self.run("return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText)", selector))

    def press(self, *keys: str) -> None:
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def search(self, words: str) -> list[str]:
        self.run("const q = document.querySelector('#query'); q.focus(); q.value = ''")
        self.command("Input.insertText", text=words)
        return self.texts("#hits li[role=option]")

    def status(self) -> list[int]:
        return [
            int(number.replace(",", ""))
            for number in self.run("return document.querySelector('#status').textContent.match(/\\d[\\d,]*\\d|\\d/g)")
        ]

    def check(self, facet: str, name: str) -> None:
        rows = f"document.querySelectorAll('[data-facet={facet}] .row')"
        self.run(f"[...{rows}].find((row) => row.querySelector('.text').textContent === arguments[0]).querySelector('input').click()", name)

    def counts(self, facet: str) -> dict[str, int]:
        rows = self.run(
            "return [...document.querySelectorAll(`[data-facet=${arguments[0]}] .row`)].map((row) => "
            "[row.querySelector('.text').textContent, row.querySelector('.number').textContent])",
            facet,
        )
        return {name: int(number.replace(",", "")) for name, number in rows}

    def point(self, key: str) -> tuple[int, int]:
        x, y = self.run(
            "const at = kgPage.positions()[arguments[0]], box = document.querySelector('#canvas').getBoundingClientRect();"
            "return [at.x + box.left, at.y + box.top]",
            key,
        )
        return round(x), round(y)

    def mouse(self, x: float, y: float, times: int = 1, *, shift: bool = False) -> None:
        """Clicks; the count goes with each, so that two are a double click however slow the machine."""
        for count in range(1, times + 1):
            for kind in ("mousePressed", "mouseReleased"):
                self.command("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=count, modifiers=8 if shift else 0)
        self.settle()

    def hover(self, x: float, y: float) -> None:
        self.command("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self.settle()

    def wheel(self, x: float, y: float, by: float) -> None:
        self.command("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=by)
        self.settle()

    def drag(self, start: tuple[float, float], by: tuple[float, float], steps: int = 8) -> None:
        (x, y), (dx, dy) = start, by
        self.command("Input.dispatchMouseEvent", type="mousePressed", x=x, y=y, button="left", clickCount=1)
        for step in range(1, steps + 1):
            x, y = start[0] + dx * step / steps, start[1] + dy * step / steps
            self.command("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y, button="left", buttons=1)
        self.command("Input.dispatchMouseEvent", type="mouseReleased", x=x, y=y, button="left", clickCount=1)
        self.settle()

    def settle(self) -> None:
        """Waits until the page has handled every input before: those that move the pointer are handled with the next frame."""
        self.driver.execute_async_script("const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))")

    def download(self, kind: str, title: str = "江河科学新闻") -> bytes:
        target = self.downloads / f"{title}.{kind}"
        target.unlink(missing_ok=True)
        self.click(f"[data-export='{kind}']")
        # The browser reserves the name with an empty file first.
        self.wait(lambda: target.exists() and target.stat().st_size)
        return target.read_bytes()

    def problems(self) -> list[str]:
        errors = [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                errors += [] if url.startswith(("file:", "data:", "blob:", "about:")) else [url]
        return errors
