"""Of whom a sentence says what was asked: not all who attended a meeting chaired it, nor did all of them speak."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.asking.meaning import ANY, Meaning
from kg.asking.words import Questions
from kg.query import Rows

# Whoever stands at the subject of one of these did what the word says.
DONE = frozenset({"delivers", "awards"})
CLAUSE = re.compile("[，,；;。：:！!？?]")
PARTS = re.compile("[·•・]")


def only_doers(rows: Rows, meaning: Meaning, questions: Questions) -> Rows:
    """The rows whose sentence tells the word that was asked of the one who is asked for or named."""
    verbs = [word for word in meaning.spoken.split("|") if word in questions.verbs]
    doer = meaning.conditions[0].subject if meaning.conditions else ANY
    if not verbs or doer.kind not in ("answer", "nodes") or any(set(one.relations) <= DONE for one in meaning.conditions):
        return rows
    nodes = [node.label for token in doer.names if token.spot for node in token.spot.nodes]
    own = {*nodes, *(token.text for token in doer.names)}
    asked = list(zip(rows.rows, rows.column("answer"), rows.column("sentence0"), strict=True))
    beside: dict[str, set[str]] = defaultdict(set)
    for _, answer, sentence in asked:
        beside[sentence] |= {answer} if doer.kind == "answer" else own
    joints = tuple(word for word, kinds in questions.lists.items() if "and" in kinds)
    told = {sentence: told_of(sentence, verbs, names=names, joints=joints) for sentence, names in beside.items()}
    return Rows(rows.variables, tuple(row for row, answer, sentence in asked if told[sentence] & (own or {answer})))


def told_of(sentence: str, verbs: Sequence[str], *, names: Iterable[str], joints: tuple[str, ...]) -> set[str]:
    """The names of which a sentence says one of the verbs: those of the clause before it, of a list that ends there, or of the clause
    before where a word for “and” alone stands between.

    >>> told_of("白川出席并讲话，会议由副馆长云岫主持", ["主持"], names=["白川", "云岫"], joints=("并",))
    {'云岫'}
    >>> sorted(told_of("馆长白川，秘书长云岫出席会议，并讲话", ["讲话"], names=["白川", "云岫"], joints=("并",)))
    ['云岫', '白川']
    """
    short = {name: PARTS.split(name)[-1] for name in names}
    places = [place.start() for verb in verbs for place in re.finditer(re.escape(verb), sentence)]
    clauses = [clause for place in places for clause in _clauses(sentence[:place], tuple(short.values()), joints)]
    return {name for name, part in short.items() if any(part in clause for clause in clauses)}


def _clauses(text: str, names: tuple[str, ...], joints: tuple[str, ...]) -> Iterator[str]:
    """The clauses at the end of a text that say who does what stands behind it."""
    clauses = CLAUSE.split(text)
    while len(clauses) > 1 and not any(name in clauses[-1] for name in names) and (not clauses[-1] or clauses[-1].startswith(joints)):
        clauses.pop()
    yield clauses.pop()
    while clauses and clauses[-1].endswith(names):
        yield clauses.pop()
