"""The page of errors in a real browser: filters, languages, and words of the graph that look like markup."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from test_evaluate import FACTS, NODES, ONE, claim, write_case

from kg.evaluate import evaluate
from kg.evaluate.page import write_errors

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
EVIL = "茶协<img src=x onerror=document.title='reached'>承办山茶节。"

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium here")


def dump(folder: Path, fragment: str = "", lang: str = "zh") -> str:
    """The document as the browser has it after the page's script ran."""
    more = f'; kg:sentence "{EVIL}"@zh ; kg:begin 0 ; kg:subjectAt "char=0,2" '
    ttl = NODES + ONE + claim(":tea", "hosts", ":fair", more=more) + claim(":lin", "hosts", ":show")
    graph, gold = write_case(folder, ttl, FACTS)
    page = folder / "errors.html"
    write_errors(evaluate(graph, [gold]), page, lang="zh" if lang == "zh" else "en")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=2000"]
    command = [str(CHROMIUM), *flags, "--dump-dom", page.as_uri() + fragment]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=60).stdout


def rows(dom: str) -> list[str]:
    """The list of differences, each with its markup."""
    shown = re.search(r'<ol id="list">(.*?)</ol>', dom, re.DOTALL)
    assert shown
    return re.findall(r'<li class="\w+">.*?</li>', shown[1], re.DOTALL)


def test_all_differences_with_marked_sentences(tmp_path: Path) -> None:
    dom = dump(tmp_path)
    assert len(rows(dom)) == 7
    assert '<mark class="subject" title="主体">茶协</mark>' in dom
    assert "<title>漏报与错报</title>" in dom


def test_words_of_the_graph_stay_words(tmp_path: Path) -> None:
    dom = dump(tmp_path)
    assert "&lt;img src=x onerror" in dom
    assert "<img" not in dom and "<title>reached" not in dom


def test_filters_come_from_the_address(tmp_path: Path) -> None:
    shown = rows(dump(tmp_path, "#kind=%3Dwrong&relation=%3Dhosts&cause=%3Drelation"))
    assert len(shown) == 1 and "承办山茶节" in shown[0]


def test_english(tmp_path: Path) -> None:
    dom = dump(tmp_path, "#kind=%3Dmissed", lang="en")
    assert '<html lang="en">' in dom and "5 of 7" in dom and "By relation" in dom
