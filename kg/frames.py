"""Frames: what each verb says of the mentions around it, by the constructions of the clause grammar and by the engine's SRL."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice, takewhile

from kg.changes import with_changes
from kg.fillers import WINDOW, Site, find_fillers
from kg.grammar import Construction, Grammar, Sense, compiled
from kg.lines import Line, draw_line
from kg.mentions import Reading
from kg.model import Filler, Frame, Modality, Srl
from kg.templates import SYMBOLS

MODALITIES: Mapping[str, Modality] = {
    "asserted": "asserted",
    "planned": "planned",
    "former": "former",
    "denied": "denied",
    "desired": "desired",
    "hypothetical": "hypothetical",
}
REACH = 12  # characters ahead of the first end in which its clause may tell the modality
BREAK = re.compile(r"[。；！？]")
CLAUSE = re.compile(r"[，；：]")


def find_frames(reading: Reading, grammar: Grammar) -> list[Frame]:
    """The frames of one sentence: each verb fires, for each relation, its highest construction that fits."""
    line = draw_line(reading, grammar)
    frames = [frame for place, span in line.verbs for frame in _frames_at(Site(line, place, span, reading, grammar))]
    return list(with_changes([*frames, *_srl_frames(reading, grammar, frames)], line, grammar))


def _frames_at(site: Site) -> Iterator[Frame]:
    """The frames of one verb, the senses that ask for certain heads first."""
    done: set[str] = set()
    verb, around = site.span.of(site.line.text), _Around(site)
    for number, (construction, sense) in enumerate(_constructions_of(verb, site.grammar)):
        if sense.relation in done or "carried out" in done and sense.subject_role == "agent":
            continue
        left, right = _patterns_of(verb, number, site.grammar)
        after = around.behind(right)  # tried first, as it fails sooner
        frame = _fire(around, sense, construction, left=left, after=after) if after is not None else None
        if frame is not None:
            done.update({sense.relation, "carried out"} if sense.heads and sense.subject_role == "agent" else {sense.relation})
            yield frame


@cache
def _constructions_of(verb: str, grammar: Grammar) -> tuple[tuple[Construction, Sense], ...]:
    """The constructions that the senses of a verb stand in, each with the sense, in the order in which they are tried."""
    senses = sorted(grammar.senses_of(verb), key=lambda s: not s.heads)
    return tuple((construction, sense) for construction in grammar.constructions for sense in senses if serves(construction, sense))


@cache
def _patterns_of(verb: str, number: int, grammar: Grammar) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The halves of one of the constructions of a verb, made when it is tried first."""
    construction, sense = _constructions_of(verb, grammar)[number]
    return halves(construction, sense, grammar)


def candidates(site: Site) -> Iterator[tuple[Construction, Frame]]:
    """Every construction that fits a verb in one of its senses, with the frame that it would give, the highest first."""
    around = _Around(site)
    for construction in site.grammar.constructions:
        for sense in site.grammar.senses_of(site.span.of(site.line.text)):
            if serves(construction, sense):
                left, right = halves(construction, sense, site.grammar)
                after = around.behind(right)
                frame = _fire(around, sense, construction, left=left, after=after) if after is not None else None
                if frame is not None:
                    yield construction, frame


def serves(construction: Construction, sense: Sense) -> bool:
    """Whether a construction is one that a sense of a verb stands in."""
    if sense.constructions:
        return construction.name in sense.constructions
    if sense.kind:
        return construction.only == sense.kind or (sense.kind in {"speech", "mutual", "give", "happen"} and not construction.only)
    if construction.only == "list":
        return "Product" in sense.objects
    return not construction.only


def halves(construction: Construction, sense: Sense, grammar: Grammar) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a construction asks of the line left and right of a verb in this sense."""
    acts = sense.subject_role == "agent"
    return compiled(grammar, construction, sense.subjects if acts else ("Agent",), objects=sense.objects if acts else sense.subjects)


class _Around:
    """What the halves of constructions match around a verb; constructions have halves in common, each of which is matched once."""

    def __init__(self, site: Site) -> None:
        string = site.line.string
        self.site, self.string, self.end = site, string, site.end
        self.stop = min(len(string), self.end + WINDOW)
        window = max(0, site.place - WINDOW)
        self.window = max([window, *(m.end() for m in BREAK.finditer(string, window, site.place))])
        self.ahead = string[self.window : site.place]
        # By the identity of the patterns, which live as long as the grammar.
        self._behind: dict[int, re.Match[str] | None] = {}
        self._before: dict[int, re.Match[str] | None] = {}

    def behind(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What the right half of a construction matches from the verb on."""
        key = id(pattern)
        if key not in self._behind:
            self._behind[key] = pattern.match(self.string, self.end, self.stop)
        return self._behind[key]

    def before(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What the left half of a construction matches up to the verb."""
        key = id(pattern)
        if key not in self._before:
            self._before[key] = _nearest(pattern, self.ahead)
        return self._before[key]


def _fire(around: _Around, sense: Sense, construction: Construction, *, left: re.Pattern[str], after: re.Match[str]) -> Frame | None:
    """The frame of a construction at a verb behind which its right half fits, or None where the left one does not."""
    site = around.site
    if not _goes_on(site, sense, construction, end=after.end()):
        return None
    before = around.before(left)
    if before is None:
        return None
    fillers = find_fillers(site, sense, construction, halves=(before, after))
    if fillers is None:
        return None
    modality = find_modality(site.line, around.window + before.start(), site.place, grammar=site.grammar)
    return Frame(site.span, sense.relation, tuple(fillers), construction.name, site.reading.sentence.span, modality)


def _goes_on(site: Site, sense: Sense, construction: Construction, *, end: int) -> bool:
    """Whether what stands behind a verb is none of what its construction forbids, and what its sense asks for at `end` stands there."""
    line = site.line
    if construction.not_before and construction.not_before.match(line.string, site.end):
        return False
    return not sense.tail or (end < len(line.offsets) and line.text.startswith(sense.tail, line.offsets[end]))


def _nearest(pattern: re.Pattern[str], string: str) -> re.Match[str] | None:
    """The match whose theme stands nearest to the verb, its other ends being the same."""
    best = pattern.search(string)
    while best is not None and (following := pattern.search(string, best.start() + 1)) is not None:
        same = all(best[g] == following[g] for g in best.groupdict() if not g.startswith("theme"))
        last = any(best.end(g) == following.end(g) for g in best.groupdict() if g.startswith("theme") and best[g])  # of a coordination
        if not same or last or best.groupdict() == following.groupdict():
            break
        best = following
    return best


def find_modality(line: Line, begin: int, place: int, *, grammar: Grammar) -> Modality:
    """The modality that the words between the first end and the verb give, the nearest mark deciding; asserted where none stands.

    What a document proposes (《规划》提出，组织实施……) is desired; what a rumour tells (网传某某收购某某) is hypothetical, if not denied.
    """
    ahead = line.string[:place]
    clause = max(ahead.rfind(c) for c in "，。；！？：") + 1
    first = max(clause, begin - REACH) if begin > clause else begin
    sentence = max(ahead.rfind(c) for c in "。！？") + 1
    start = line.offsets[sentence]
    if any(line.text.startswith(word, start) for word in grammar.words["hypoWord"]):
        return "hypothetical"
    said = _proposed(grammar).search(line.string[max(sentence, place - WINDOW) : place])
    nearest = "desired" if said else "asserted"
    plans, refuses = grammar.words["planWord"], False  # 否认将收购 denies the plan
    near = bisect_left(line.plain, line.offsets[first], key=lambda word: word.start)
    for word in takewhile(lambda word: word.start < line.offsets[place], islice(line.plain, near, None)):
        for words, modality in grammar.modality_lists:
            listed = word.text in grammar.words[words] or line.text[word.start : word.end + 1] in grammar.words[words]
            if listed and not (word.text in plans and refuses):
                nearest = modality
                refuses = word.text in grammar.words["refuseVerb"]
    rumoured = nearest in ("asserted", "planned") and _is_rumour(line.text[start : line.offsets[begin]], grammar)
    return "hypothetical" if rumoured else MODALITIES[nearest]


def _is_rumour(ahead: str, grammar: Grammar) -> bool:
    """Whether what stands ahead of a claim in its sentence tells that it is a rumour: no clause of another sort lies between."""
    rumours, speaks = grammar.words["rumourWord"], tuple(grammar.words["reportVerb"])
    start = max(ahead.rfind(word) for word in rumours)
    if start < 0 or ahead[:start].endswith(tuple(grammar.words["adjunctMark"])):  # 针对网传消息，甲宣布……
        return False
    return all(clause in rumours or clause.endswith(speaks) for clause in CLAUSE.split(ahead[start:])[:-1])


@cache
def _proposed(grammar: Grammar) -> re.Pattern[str]:
    """A document and the verb of what it says."""
    content = "|".join(sorted(grammar.words["contentVerb"]))
    unled = "".join(f"(?<!{word})" for word in sorted(grammar.words["adjunctMark"]))  # 根据《预案》规定 proposes nothing
    return re.compile(f"{unled}{SYMBOLS['D']}.[^，。；]{{0,6}}?({content})")


def _srl_frames(reading: Reading, grammar: Grammar, frames: list[Frame]) -> Iterator[Frame]:
    """Frames of the engine's semantic roles for verbs that no construction fired at."""
    fired = [frame.predicate for frame in frames]
    for srl in reading.sentence.srl:
        word = srl.predicate.of(reading.words.text)
        if any(srl.predicate.overlaps(f) for f in fired):
            continue
        fillers = tuple(_srl_fillers(reading, srl))
        if not {f.role for f in fillers} & {"agent", "theme"}:
            continue
        for relation in dict.fromkeys(sense.relation for sense in grammar.senses.get(word, ())):
            yield Frame(srl.predicate, relation, fillers, "srl", reading.sentence.span)


ROLE_OF_LABEL: Mapping[str, str] = {"ARG0": "agent", "ARG1": "theme", "ARGM-LOC": "place", "ARGM-TMP": "time", "ARG2": "coagent"}


def _srl_fillers(reading: Reading, srl: Srl) -> Iterator[Filler]:
    for role in srl.roles:
        name = ROLE_OF_LABEL.get(role.label)
        if name:
            yield from (Filler(name, m) for m in reading.mentions if m.span in role.span)
