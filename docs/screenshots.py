"""The pictures of `docs/page.md`, taken of the page of the example articles in a Chromium without a display.

    kg build examples -o output --title 五月要闻
    python docs/screenshots.py output/graph.html

Look at each before it is kept: would the graphics desk of a newspaper print it?
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

FOLDER = Path(__file__).parent / "img"


@dataclass(frozen=True, slots=True)
class Picture:
    """What is opened, behind the "#" of the address, and on what; sizes in pixels."""

    fragment: str = ""
    width: int = 1440
    height: int = 900
    dark: bool = False


PICTURES = {
    "page": Picture(),
    "page-dark": Picture(dark=True),
    "page-entity": Picture("node=event/第五届川北机器人博览会"),
    "page-reading": Picture("article=2024-05-18-hangzhou.txt"),
    "page-answer": Picture("ask=谁主办了第五届川北机器人博览会？"),
    "page-map": Picture("view=map"),
    "page-timeline": Picture("view=timeline"),
    "page-overview": Picture("view=overview"),
    "page-together": Picture("view=together"),
    "page-phone": Picture(width=390, height=844),
    "page-phone-answer": Picture("ask=谁主办了第五届川北机器人博览会？", width=390, height=844),
}
DRAWN = "const done = arguments[0]; setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done())), 500)"


def start(profile: str) -> webdriver.Chrome:
    """Chromium that reads Chinese and reaches nothing."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    switches = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--lang=zh-CN", "--host-resolver-rules=MAP * ~NOTFOUND")
    for switch in (*switches, f"--user-data-dir={profile}"):
        options.add_argument(switch)
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver") or ""))


def take(driver: webdriver.Chrome, page: Path, picture: Picture, out: Path) -> None:
    """Writes one picture."""
    size = {"width": picture.width, "height": picture.height, "deviceScaleFactor": 1, "mobile": picture.width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if picture.dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme, {"name": "prefers-reduced-motion", "value": "reduce"}]})
    agent = driver.execute_script("return navigator.userAgent")
    driver.execute_cdp_cmd("Emulation.setUserAgentOverride", {"userAgent": agent, "acceptLanguage": "zh-CN"})
    driver.get("about:blank")
    driver.get(f"{page.resolve().as_uri()}#{picture.fragment}")
    driver.execute_async_script(DRAWN)
    out.parent.mkdir(parents=True, exist_ok=True)
    driver.save_screenshot(str(out))


def main() -> None:
    """All pictures, or those that are named behind the page."""
    page, *names = sys.argv[1:]
    with tempfile.TemporaryDirectory() as profile:
        driver = start(profile)
        for name in names or PICTURES:
            take(driver, Path(page), PICTURES[name], FOLDER / f"{name}.png")
            print(FOLDER / f"{name}.png")
        driver.quit()


if __name__ == "__main__":
    main()
