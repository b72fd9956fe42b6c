"""Whether a question in the words of strangers is answered rightly: by names, by a verdict, by a number, or by the nearest name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.asking import Asked, ask
from kg.errors import QueryError
from kg.query import Source

FOLDER = Path(__file__).parent / "data" / "ask"


def read_questions(name: str) -> list[dict[str, Any]]:
    """The questions of one file, each with what is right."""
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def wrong(source: Source, question: dict[str, Any]) -> str:
    """What is wrong with the answer to a question; empty where it is right."""
    try:
        asked = ask(source, question["question"], after=question.get("after", ""))
    except QueryError as error:
        return "" if question.get("refuse") else error.in_language("zh")
    if is_right(asked, question):
        return ""
    return f"{understood(asked, 'zh')}: {asked.rows.cells({})} {[notice.in_language('zh') for notice in asked.notices]}"


def understood(asked: Asked, lang: str) -> str:
    """How a question was understood; empty where it was not."""
    return asked.understood.in_language(lang) if asked.understood else ""


def tell(source: Source, question: dict[str, Any]) -> str:
    """The whole answer to a question in one line, in both languages where they say different things."""
    try:
        asked = ask(source, question["question"], after=question.get("after", ""))
    except QueryError as error:
        return f"{question['question']} ! {error.in_language('zh')}"
    rows = "; ".join(", ".join(row) for row in asked.cells("zh"))
    notices = " ".join(f"{notice.in_language('zh')} ({notice})" for notice in asked.notices)
    sentences = " ".join(f"{one.title[:6]}: {one.sentence[:16]}" for one in asked.evidence)
    near = " ".join(f"[{one.asked}] {one.sentence[:16]}" for one in asked.near)
    meant = f"{understood(asked, 'zh')} / {understood(asked, 'en')}"
    told = f"{question['question']} | {asked.asks} {asked.verdict} | {meant} | {rows} | {notices} | {sentences}"
    return f"{told} | {near}" if near else told


def is_right(asked: Asked, right: dict[str, Any]) -> bool:
    """Whether all is said that is right and nothing else; `some` must be among the answers, and nothing of `not`.

    What is to be refused must have no answer and a word that says so; `told` must stand in such a word beside the answers.

    A product may be called by the name between its quotation marks; `any` lets nothing be said where nothing is known.
    """
    found = [cell for row in asked.rows.cells({}) for cell in row] if asked.asks == "about" else asked.rows.column("answer")
    if right.get("refuse"):
        return not asked.found and bool(asked.notices)
    if "told" in right and not any(right["told"] in notice.in_language("zh") for notice in asked.notices):
        return False
    if "verdict" in right:
        return asked.verdict == right["verdict"]
    if "count" in right:
        return asked.asks == "count" and found[:1] == [str(right["count"])]
    if "counted" in right:
        return asked.asks == "count" and found[:1] != ["0"]
    if "first" in right:
        return (
            asked.asks == "most"
            and found[:1] != []
            and found[0] in ([right["first"]] if isinstance(right["first"], str) else right["first"])
        )
    if "sentence" in right:
        return any(right["sentence"] in one.sentence for one in asked.evidence)
    if "nearest" in right or right.get("unknown"):
        named = any(right.get("nearest", "") in notice.in_language("zh") for notice in asked.notices)
        return not asked.rows.rows and not asked.verdict and named and bool(asked.notices)
    if right.get("any") and not found:
        return True
    wanted = right.get("answer", right.get("some", []))
    said = all(any(one in answer for answer in found) for one in wanted)
    more = [answer for answer in found if not any(one in answer for one in wanted)] if "answer" in right else []
    return said and not more and not set(found) & set(right.get("not", []))
