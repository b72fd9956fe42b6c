"""Posts as the graph writes them: what stands before one is one word where a post of the graph has it; and who held one last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kg.asking.meaning import Meaning
from kg.asking.reach import Reach
from kg.asking.reading import ASKING
from kg.asking.tokens import Token
from kg.query import Rows, encode_text

# What may stand before a post as it is read, and what nothing of a post is.
READ = frozenset({"name", "rest", "head", "class", "post", "deputy"})
OUTSIDE = frozenset({*ASKING, "period", "current", "former", "whether", "ending", "closing"})
STOPS = OUTSIDE | {"aspect", "name", "and", "by", "at", "goal", "negation", "measure"}
OFFICES = frozenset({"position", "worksFor"})
POSTS = "SELECT DISTINCT ?post {{ ?claim rdf:predicate kg:position ; rdf:object ?post FILTER(CONTAINS(STR(?post), {words})) }}"
FORMER = "former"


def join_posts(reach: Reach, tokens: Sequence[Token]) -> list[Token]:
    """The tokens with what is cut before a post as one word, where a post of the graph has it: 委 内 瑞拉 of 委内瑞拉外长."""
    done = list(tokens)
    for i in range(len(done) - 1, 0, -1):
        if i < len(done) and "post" in done[i] and not done[i].kinds & {"verb", "noun"}:
            last = i - 1 if done[i - 1].text != "的" else i - 2
            first = _first(reach, done, last, post=done[i].text)
            if first <= last:
                text = "".join(token.text for token in done[first : last + 1])
                done[first : last + 1] = [Token(text, done[first].start, done[last].end, frozenset({"rest"}))]
    return done


def _first(reach: Reach, tokens: Sequence[Token], last: int, *, post: str) -> int:
    """Where the word begins that ends at `last` and stands before a post: as the graph has it, else where lone characters begin that
    nothing knows (越 共 of 越共总书记); behind it where nothing is cut."""
    starts = []
    for first in range(last, -1, -1):
        if tokens[first].kinds & OUTSIDE or not tokens[first].text[0].isalnum():
            break
        starts.append(first)
    if all(tokens[first].kinds & READ for first in starts):
        return last + 1
    words = reach.run(POSTS.format(words=encode_text(tokens[last].text + post))).column("post")
    found = [first for first in starts if any("".join(token.text for token in tokens[first : last + 1]) + post in word for word in words)]
    first = min(found, default=_first_lone(tokens, last))
    return last + 1 if all(token.kinds & READ for token in tokens[first : last + 1]) else first


def _first_lone(tokens: Sequence[Token], last: int) -> int:
    first = last + 1
    while (
        first
        and (tokens[first - 1].kinds == {"rest"} or len(tokens[first - 1].text) == 1)
        and not (tokens[first - 1].kinds & STOPS or tokens[first - 1].text == "的")
    ):
        first -= 1
    return next((i for i in range(first, last + 1) if tokens[i].kinds == {"rest"}), last + 1)


def only_holders(rows: Rows, meaning: Meaning) -> Rows:
    """The rows of who holds a post, without those of whom the newest article says that they no longer do, where there are others."""
    asked = all(set(one.relations) <= OFFICES and one.subject.kind == "answer" for one in meaning.conditions)
    if not asked or meaning.former or not meaning.conditions:
        return rows
    told: dict[str, dict[bool, str]] = defaultdict(dict)
    holders = rows.column("x")
    for holder, how, day in zip(holders, rows.column("how"), rows.column("issued0"), strict=True):
        is_former = how.rpartition("#")[2] == FORMER
        told[holder][is_former] = max(day, told[holder].get(is_former, ""))
    former = {holder for holder, days in told.items() if True in days and days[True] >= days.get(False, "")}
    if not former or former == told.keys():
        return rows
    return Rows(rows.variables, tuple(row for row, holder in zip(rows.rows, holders, strict=True) if holder not in former))
