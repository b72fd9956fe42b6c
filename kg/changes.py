"""What an announcement takes back: the first day and place of what was put off, put forward or called off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.grammar import Grammar
from kg.lines import Line
from kg.model import Frame, Mention, Span

REACH = 40  # characters between an event and the verb that calls it off


def with_changes(frames: Iterable[Frame], line: Line, grammar: Grammar) -> Iterator[Frame]:
    """The frames of a sentence, of which those that the sentence takes back are denied.

    原定5月20日在甲地举行的乙推迟至6月3日: the first day is denied, the place is only planned, the new day is planned.
    """
    for frame in frames:
        if _moves(frame, line, grammar):
            yield replace(frame, modality="planned") if frame.modality in ("asserted", "denied") else frame
        elif frame.modality not in ("asserted", "planned"):
            yield frame
        elif _tells_holding(frame, grammar) and any(_called_off(line, m, frame.sentence, grammar=grammar) for m in _themes(frame)):
            yield replace(frame, modality="denied")
        elif _first_plan(line, frame, grammar):
            yield replace(frame, modality="denied" if _undone(line, frame, grammar) else "planned")
        else:
            yield frame


def ends_a_span(line: Line, date: Mention, grammar: Grammar) -> bool:
    """Whether a date is the end that a verb of lasting gives (持续至11月15日) and not the day of the verb behind it."""
    return line.text[: date.span.start].endswith(tuple(grammar.words["lastingVerb"]))


def _tells_holding(frame: Frame, grammar: Grammar) -> bool:
    """Whether a frame says when or where something is held."""
    return any(grammar.has(relations, frame.relation) for relations in ("dayRelation", "placeRelation"))


def _themes(frame: Frame) -> list[Mention]:
    return [f.mention for f in frame.fillers if f.role == "theme"]


def _moves(frame: Frame, line: Line, grammar: Grammar) -> bool:
    senses = grammar.senses_of(frame.predicate.of(line.text))
    return any(sense.kind in ("move", "remove") and sense.relation == frame.relation for sense in senses)


def _said(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


def _first_plan(line: Line, frame: Frame, grammar: Grammar) -> bool:
    """Whether 原定 stands before the verb in its clause without a new day or place between, and nothing says that it was kept."""
    text, sentence = line.text, frame.sentence
    if re.search(_said(grammar.words["keptPlan"]), sentence.of(text)):
        return False
    clause = max(text.rfind(c, sentence.start, frame.predicate.start) for c in "，。；：") + 1
    before = text[max(clause, sentence.start) : frame.predicate.start]
    marks = list(re.finditer(_said(grammar.words["firstPlan"]), before))
    return bool(marks) and not re.search(_said(grammar.words["newDay"] | grammar.words["newPlace"]), before[marks[-1].end() :])


def _undone(line: Line, frame: Frame, grammar: Grammar) -> bool:
    """Whether a first plan is denied: its day unless only the place is new, its place unless only the day is new; who holds it stays."""
    sentence = frame.sentence.of(line.text)
    place = re.search(rf"(?:{_said(grammar.words['newPlace'])})(?!\d)", sentence) is not None
    day = re.search(_said(grammar.words["newDay"]), sentence) is not None
    if grammar.has("dayRelation", frame.relation):
        return day or not place
    return grammar.has("placeRelation", frame.relation) and (place or not day)


def _called_off(line: Line, event: Mention, sentence: Span, *, grammar: Grammar) -> bool:
    """Whether the sentence calls an event off: 丙因故取消, 宣布取消丙."""
    verbs = _said(grammar.words["callOffVerb"])
    completed = _said(grammar.words["perfectiveMark"])
    kept = "".join(f"(?<!{word})" for word in sorted(grammar.words["notCalledOff"]))
    behind = line.text[event.span.end : min(sentence.end, event.span.end + REACH)]
    ahead = line.text[max(sentence.start, event.span.start - REACH) : event.span.start]
    other = next((m.span.start - event.span.end for m in line.mentions if m.cls == "Event" and m.span.start >= event.span.end), REACH)
    own = rf"(?:[^，。；]*|[^。；]*，(?:{_said(grammar.words['callOffLead'])})[^，。；]*|[^。；]*，)"
    found = re.match(rf"{own}{kept}({verbs})(?=[，。；！”]|{completed}[，。；]|{_said(grammar.words['holdVerb'])}|\Z)", behind)
    before = re.search(rf"{kept}(?:{verbs})(?:{completed})?[^，。；]*\Z", ahead)
    return found is not None and found.start(1) <= other or before is not None
