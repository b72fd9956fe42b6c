"""Documents: titles with their versions, numbers given by issuers, and titles that many documents share."""

from __future__ import annotations

import re

from kg.entities.values import Target
from kg.grammar import Grammar
from kg.model import Mention

NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[［(（](?:19|20)\d\d[〕\]］)）]第?\d+号")
BEHIND = re.compile(rf"[》〉]?[（(](?P<number>{NUMBER.pattern})[）)]")
BRACKETS = str.maketrans("（）[]［］()", "（）〔〕〔〕（）")
STATE = "中华人民共和国"
TELLING = 3
UNMARKED = 6


def read_number(text: str, end: int) -> tuple[str, int, int] | None:
    """The number in brackets right behind a title that ends at `end`, with its place in `text`.

    >>> read_number("印发《海岸规划》（海发〔2024〕3号）", 8)
    ('海发〔2024〕3号', 9, 19)
    """
    found = BEHIND.match(text, end)
    return (normal_number(found["number"]), found.start("number"), found.end("number")) if found else None


def normal_number(number: str) -> str:
    """A number with its year in the brackets of the standard for official documents, GB/T 9704.

    >>> normal_number("海发[2024]3号")
    '海发〔2024〕3号'
    """
    return re.sub(r"[\[［(（]((?:19|20)\d\d)[\]］)）]", r"〔\1〕", number)


def is_number(name: str) -> bool:
    """Whether a name is nothing but a number."""
    return NUMBER.fullmatch(name) is not None


def normal_title(title: str) -> str:
    """A title as it is compared: no blank space, brackets and hyphens of one kind, the state's name left out before a law."""
    plain = re.sub(r"\s+", "", title).translate(BRACKETS).replace("－", "—").replace("-", "—")
    return plain.removeprefix(STATE) or plain


def read_document(mention: Mention, article: str, *, grammar: Grammar) -> Target:
    """The node of a document; one whose title tells nothing (战略合作协议, 政府工作报告) stays in its article."""
    if is_number(mention.name):
        return "Document", normal_number(mention.name), ""
    title = normal_title(mention.name)
    marked = mention.form != "name" or mention.text[:1] in "《〈" or "《" in mention.text
    return "Document", title, "" if telling(title, grammar) >= (TELLING if marked else UNMARKED) else article


def telling(title: str, grammar: Grammar) -> int:
    """How many characters of a title are left without the words that any title may hold."""
    rest = title
    for word in sorted(grammar.words["genericTitle"], key=lambda w: (-len(w), w)):
        rest = rest.replace(word, "")
    return len(re.sub(r"[^\w]", "", rest))
