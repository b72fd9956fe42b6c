"""Who and what fills the roles around a verb: the mentions that a construction matched, and the place, time and setting beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from kg.changes import ends_a_span
from kg.grammar import Construction, Grammar, Sense
from kg.lines import Line
from kg.listing import each_place, open_list
from kg.mentions import Reading
from kg.mentions.cuts import Word
from kg.mentions.words import NOMINAL
from kg.model import Filler, Mention, Span
from kg.patterns import compile_pattern
from kg.templates import SYMBOLS, Slot, one

WINDOW = 240
MARKS = "“”‘’"
DASHES = ("——", "———", "－－")
BARE = 5  # characters of what may be a body of a kind rather than one by name: 研究生院
PERSON_BEFORE = re.compile(f"{SYMBOLS['P']}.", re.DOTALL)
NEXT = 4  # characters, at most, between a subject and its verb where nothing but adverbs stands
NEAR = r"[^，。；]{0,12}?\Z"  # from the end of a place to its verb
DATED_CLAUSE = re.compile(f"{SYMBOLS['T']}.[^，。；{SYMBOLS['V']}]{{0,3}}，\\Z")
DATED_SENTENCE = re.compile(f"[^，。；]{{0,6}}({SYMBOLS['T']}.)[^，。；{SYMBOLS['V']}]{{0,3}}，")


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A verb, or the setting of an act, where it stands: `place` in the line of its sentence, `span` in the text."""

    line: Line
    place: int
    span: Span
    reading: Reading
    grammar: Grammar

    @property
    def end(self) -> int:
        """Where the line goes on: behind the symbol of a verb, or the characters of a setting."""
        drawn = self.line.string[self.place] in (SYMBOLS["V"], SYMBOLS["v"])
        return self.place + (2 if drawn else len(self.span))

    @property
    def described(self) -> bool:
        """Whether the verb is that of a relative clause: 主办的."""
        return self.grammar.pattern("attributiveMark").match(self.line.string, self.end) is not None

    def behind(self, mention: Mention) -> bool:
        """Whether a mention stands behind the verb."""
        return mention.span.start >= self.line.offsets[self.place]


def find_fillers(
    site: Site, sense: Sense, construction: Construction, *, halves: tuple[re.Match[str], re.Match[str]]
) -> list[Filler] | None:
    """The fillers that both halves of a construction matched, or None where those left do not fill its roles."""
    line, acts = site.line, sense.subject_role == "agent"
    described = construction.name == "relative" or site.described
    spoken_at = described and site.grammar.pattern("settingMark").match(line.string, halves[1].end()) is not None
    fillers = [f for f in _matched(site, halves) if f.mention.cls != "Person" or not (spoken_at or _only_there(f.mention, site))]
    if spoken_at and acts and "agent" not in _roles(fillers):
        return None
    fillers = _of_sense(fillers, site, sense)
    if acts and not _governed(construction, site.grammar):
        fillers = _without_adverbials(fillers, site)
    core = _roles(fillers)
    if not core >= wanted_roles(construction) - ({"agent"} if spoken_at else set()):
        return None
    if sense.object_name:
        fillers.append(Filler("theme", Mention(site.span, site.span.of(line.text), sense.objects[-1], sense.object_name, "unsaid")))
    fillers.extend(_beside(site, fillers, core))
    return fillers if not sense.heads or any(_headed(f, sense) for f in fillers) else None


def _only_there(mention: Mention, site: Site) -> bool:
    """Whether a person is at, or writes to, what a relative clause says is held: 某人在某日举行的发布会上, 某人向在某地举行的峰会."""
    words, lists = site.line.text, site.grammar.words
    apart = words.startswith((*lists["placeMark"], *lists["regarding"]), mention.span.end)
    return apart and site.described and not site.behind(mention) and site.span.of(words) in lists["holdVerb"]


def _governed(construction: Construction, grammar: Grammar) -> bool:
    """Whether the template itself has a preposition before the agent."""
    parts = pairwise(construction.left)
    return any(before in grammar.words["agentPreposition"] and isinstance(part, Slot) and part.role == "agent" for before, part in parts)


def _beside(site: Site, fillers: list[Filler], core: set[str]) -> list[Filler]:
    """Place, time and setting of the clause for the roles that are open; no body that acts is its place (在某社与某局举办的……)."""
    agents = {f.mention for f in fillers if f.role == "agent" and f.mention.cls == "Organization"}
    return [f for f in _adjuncts(site) if f.role not in core and f.mention not in agents]


def _roles(fillers: list[Filler]) -> set[str]:
    return {f.role for f in fillers}


def _without_adverbials(fillers: list[Filler], site: Site) -> list[Filler]:
    """The fillers without the agents that stand behind a preposition of their own; what a list joins to one that stays, stays too."""
    kept: list[Filler] = []
    for filler in (_owned(filler, site) for filler in fillers):
        joined = bool(kept) and kept[-1].role == filler.role == "agent" and _joined(kept[-1].mention, filler.mention, site)
        if filler.role != "agent" or joined or not _adverbial(filler.mention, site):
            kept.append(filler)
    return kept


def _owned(filler: Filler, site: Site) -> Filler:
    """An agent that only owns the body named right behind it (某集团/旗下企业/某公司) as that body."""
    mark = site.grammar.pattern("ownedMark").match(site.line.text, filler.mention.span.end) if filler.role == "agent" else None
    bodies = (m for m in site.line.mentions if mark and m.span.start == mark.end() and m.cls == "Organization" and m.name)
    return next((replace(filler, mention=m) for m in bodies), filler)


def _joined(one: Mention, other: Mention, site: Site) -> bool:
    """Whether a list mark stands between two mentions, and nothing else."""
    return site.line.text[one.span.end : other.span.start] in site.grammar.words["coordinator"]


def _of_sense(fillers: list[Filler], site: Site, sense: Sense) -> list[Filler]:
    """The fillers as the kind and the relation of a sense take them."""
    if sense.kind == "label":
        fillers = [Filler(f.role, _employer(f.mention, site)) for f in fillers]
    if sense.kind == "named":
        fillers = [f for f in (Filler(f.role, _title_of(f.mention)) for f in fillers) if f.mention.cls != "Event"]
    if site.grammar.has("attendRelation", sense.relation):
        return _without_senders([*fillers, *_listed_people(site, fillers)], site)
    between = _behind_agents(site, fillers) if site.grammar.has("speechRelation", sense.relation) else ""
    if any(word in between for word in site.grammar.words["respectively"]):
        return [f for f in (*fillers, *_listed_people(site, fillers)) if f.role != "agent" or f.mention.cls == "Person"]
    honoured = site.grammar.has("awardRelation", sense.relation)
    return _without_kinds(_ends(_honoured(fillers, site) if honoured else fillers, site, sense), site, sense)


def _ends(fillers: list[Filler], site: Site, sense: Sense) -> list[Filler]:
    """The fillers without themes that are no end of the relation."""
    return [f for f in fillers if f.role != "theme" or not _is_no_end(f.mention, site, sense)]


def _honoured(fillers: list[Filler], site: Site) -> list[Filler]:
    """The fillers with the people of a body as those who are given what is given."""
    return [Filler(f.role, m) for f in fillers for m in (_of_body(f.mention, site) if f.role == "theme" else (f.mention,))]


def _of_body(mention: Mention, site: Site) -> Iterator[Mention]:
    """The people named right behind a body of theirs (授予某校/张三、李四/教授), else the mention itself."""
    people = {m.span.start: m for m in site.line.mentions if m.cls == "Person" and m.name}
    person = people.get(mention.span.end) if mention.cls != "Person" else None
    if person is None:
        yield mention
    while person is not None:
        yield person
        joined = [m for m in people.values() if site.line.text[person.span.end : m.span.start] in site.grammar.words["coordinator"]]
        person = joined[0] if joined else None


def _without_kinds(fillers: list[Filler], site: Site, sense: Sense) -> list[Filler]:
    """The fillers without a list of what is carried out of which each member only tells a kind."""
    themes = [f.mention for f in fillers if f.role == "theme"]
    carried = len(themes) > 1 and site.grammar.has("carryRelation", sense.told)
    kinds = carried and all(_is_a_kind(mention, site.grammar) for mention in themes)
    return [f for f in fillers if f.role != "theme"] if kinds else fillers


def _is_a_kind(mention: Mention, grammar: Grammar) -> bool:
    """Whether a member of a list tells a kind of activity and names none: 开展亲情陪伴、生活照料等服务活动."""
    named = any(mark in mention.text for mark in MARKS) or grammar.pattern("edition").search(mention.name)
    return not named and not any(grammar.ends(heads, mention.name) for heads in ("eventHead", "eventSuffix", "programmeHead"))


def _is_no_end(mention: Mention, site: Site, sense: Sense) -> bool:
    """Whether a theme only modifies what is founded or honoured, or is no body by name: 表彰供销合作社系统先进集体."""
    if site.grammar.has("foundRelation", sense.relation):
        return _modifies(mention, site) or _in_founded(mention, site)
    modifies = _modifies(mention, site) or not site.behind(mention) and _tells_whose(mention, site)
    return site.grammar.has("awardRelation", sense.relation) and mention.cls != "Person" and modifies


def _behind_agents(site: Site, fillers: list[Filler]) -> str:
    """The words between those who act and the verb."""
    ends = [f.mention.span.end for f in fillers if f.role == "agent" and not site.behind(f.mention)]
    return site.line.text[max(ends) : site.span.start] if ends else ""


def wanted_roles(construction: Construction) -> set[str]:
    """The roles that a construction's template names."""
    return {part.role for part in (*construction.left, *construction.right) if isinstance(part, Slot)}


def _headed(filler: Filler, sense: Sense) -> bool:
    """Whether a theme has one of the heads that the sense asks for."""
    return filler.role == "theme" and (filler.mention.head in sense.heads or filler.mention.name.endswith(tuple(sense.heads)))


def _matched(site: Site, halves: tuple[re.Match[str], re.Match[str]]) -> Iterator[Filler]:
    for match in halves:
        for group, symbols in match.groupdict().items():
            role = group.split("_")[0]
            if group.endswith("_open"):
                yield from (Filler(role, m) for m in open_list(site.line, match.span(group), site.grammar))
            else:
                yield from (Filler(role, _by_own_name(m, site.line)) for m in each_place(site.line, symbols, site.grammar))


def _by_own_name(mention: Mention, line: Line) -> Mention:
    """第一家银行——某某银行 by its own name: what stands behind a dash behind what says its kind."""
    dashed = next((m for m in line.mentions if m.cls == mention.cls and line.text[mention.span.end : m.span.start] in DASHES), None)
    return mention if dashed is None else dashed


def _modifies(mention: Mention, site: Site) -> bool:
    """Whether a mention behind the verb only modifies the noun behind it: 建立上市公司/培育库."""
    after = next((w for w in site.reading.words.words if w.start == mention.span.end), None)
    return site.behind(mention) and after is not None and after.pos in NOMINAL


def _tells_whose(mention: Mention, site: Site) -> bool:
    """Whether a body before the verb only tells whose people are meant: 为某学院/先进个人/颁奖."""
    after = next((w for w in site.reading.words.words if w.start == mention.span.end), None)
    return after is not None and after.pos in NOMINAL | {"a", "b"}


def _in_founded(mention: Mention, site: Site) -> bool:
    """Whether a mention behind a verb of founding is no body by name: 设立九十家分支机构, 成立由某大学组成的工作组, 建立研究生院的大学."""
    if not site.behind(mention):
        return False
    words, lists = site.reading.words, site.grammar.words
    clause = [w for w in words.words if site.span.end <= w.start < words.span.end]
    ahead = [w for w in clause if w.end <= mention.span.start and w.text not in MARKS]
    after = next((w for w in clause if w.start >= mention.span.end and w.text not in MARKS), None)
    counted = any(w.pos in {"m", "q"} and w.text[0] not in lists["countOfOne"] for w in ahead[-2:])
    composed = any(w.text in lists["compositionMark"] for w in ahead[:2]) and not any(w.text in lists["attributiveMark"] for w in ahead)
    return counted or composed or after is not None and _of_a_kind(mention, after, site.grammar)


def _of_a_kind(mention: Mention, after: Word, grammar: Grammar) -> bool:
    """Whether a body is counted behind its name (企业两家), or a bare one only tells of what follows: 研究生院的大学."""
    return after.pos == "m" or after.text in grammar.words["attributiveMark"] and len(mention.name) <= BARE


def _title_of(mention: Mention) -> Mention:
    """The title that opens the name of a speech: “……” of “……”专题讲座; a speech without one is no document."""
    quoted = re.match("“([^“”]{4,})”", mention.text) if mention.cls == "Event" else None
    if quoted is None:
        return mention
    span = Span(mention.span.start, mention.span.start + quoted.end())
    return Mention(span, quoted[0], "Document", quoted[1])


def _employer(mention: Mention, site: Site) -> Mention:
    """The body of a person's post that stands right behind a role: 承办方/某学校校长张三 means the school."""
    for post in site.reading.posts:
        body = post.words.name.removesuffix(post.words.head)
        begins = post.person.span == mention.span and post.words.span.start == site.span.end
        tagged = any(w.start == site.span.end and w.text == body and w.pos == "ORG" for w in site.reading.words.words)
        if begins and (tagged or site.grammar.ends("orgSuffix", body)):
            return Mention(post.words.span, body, "Organization", body)
    return mention


def _listed_people(site: Site, fillers: list[Filler]) -> Iterator[Filler]:
    """The people whom a list joins to the agents before the verb, also over words that were not read as their posts."""
    line = site.line
    found = list(PERSON_BEFORE.finditer(line.string, 0, site.place))
    people = [line.mentions_of(match[0])[0] for match in found]
    between = site.grammar.pattern("betweenPeople")
    joined = [between.fullmatch(line.string, a.end(), b.start()) is not None for a, b in pairwise(found)]
    agents = {f.mention for f in fillers if f.role == "agent"}
    listed = {i for i, person in enumerate(people) if person in agents}
    for i in [*reversed(range(len(joined))), *range(len(joined))]:
        if joined[i] and listed & {i, i + 1}:
            listed |= {i, i + 1}
    yield from (Filler("agent", people[i]) for i in sorted(listed) if people[i] not in agents)


def _without_senders(fillers: list[Filler], site: Site) -> list[Filler]:
    """The fillers without the bodies whose unnamed people attend: 甲处、乙处负责人参加."""
    verb = site.line.offsets[site.place]
    bodies = [f.mention for f in fillers if f.role == "agent" and f.mention.cls != "Person" and f.mention.span.end <= verb]
    if not bodies:
        return fillers
    behind = site.line.text[max(m.span.end for m in bodies) : verb]
    if not any(noun in behind for noun in site.grammar.words["memberNoun"]):
        return fillers
    return [f for f in fillers if f.role != "agent" or f.mention not in bodies]


def _adverbial(mention: Mention, site: Site) -> bool:
    """Whether a mention left of the verb stands behind a preposition of its own: 为某县举办, 在某省的某地开展."""
    if site.behind(mention):
        return False
    lists, before = site.grammar.words, _word_before(mention, site)
    if before is not None and before.pos in {"p", "v"} and before.text in lists["beneficiary"]:
        return not site.described or before.text not in lists["regarding"]
    if before is not None and before.pos == "p" and before.text in lists["placeMark"] and not site.described:
        return True
    if mention.cls == "Place" and _in_place_phrase(mention, site) or _speaks_of(mention, site):
        return True
    return not site.described and _in_list_for(mention, site)


def _speaks_of(mention: Mention, site: Site) -> bool:
    """Whether a mention speaks of what another one does: 发言人围绕甲与乙举行丙回答……"""
    about = list(site.grammar.pattern("aboutWord").finditer(site.line.text, mention.span.end, site.line.offsets[site.place]))
    actors = (m for m in site.line.mentions if m.cls in {"Person", "Organization", "Place"} and not site.behind(m))
    verb = site.line.offsets[site.place]
    return bool(about) and any(m.span.start >= about[-1].end() and verb - m.span.end <= NEXT for m in actors)


def _in_list_for(mention: Mention, site: Site) -> bool:
    """Whether nouns and names alone stand between a mention and a preposition of whom an act is for: 为熊猫兄弟甲、乙."""
    lists = site.grammar.words
    for word in reversed(site.reading.words.words):
        if word.end > mention.span.start or word.pos in NOMINAL | {"PER"} or word.text in lists["coordinator"]:
            continue
        return word.pos in {"p", "v"} and word.text in lists["beneficiary"]
    return False


def _word_before(mention: Mention, site: Site) -> Word | None:
    """The word right before a mention, quotation marks aside."""
    words = site.reading.words
    before = next((w for w in reversed(words.words) if w.end <= mention.span.start and w.text not in MARKS), None)
    return None if before is None or words.text[before.end : mention.span.start].strip(MARKS) else before


def _in_place_phrase(mention: Mention, site: Site) -> bool:
    """Whether a place stands in a phrase with 在 that opened further left in its clause: 在某省的某地."""
    words, lists = site.reading.words, site.grammar.words
    clause = max(words.text.rfind(c, site.reading.sentence.span.start, mention.span.start) for c in "，。；：") + 1
    marks = [w for w in words.words if clause <= w.start < mention.span.start and w.pos == "p" and w.text in lists["placeMark"]]
    return bool(marks) and not any(marks[-1].end <= span.start < mention.span.start for _, span in site.line.verbs)


def _adjuncts(site: Site) -> Iterator[Filler]:
    """Place, time and setting of the verb's clause: the nearest before it, a date also from an earlier part of the sentence."""
    ahead = site.line.string[: site.place]
    clause = max(ahead.rfind(c) for c in "，。；！？：") + 1
    yield from (Filler("place", m) for m in _places(site, clause))
    yield from (Filler("time", m) for m in _times(site, clause)[-1:])
    before = max(ahead.rfind(c) for c in "。；！？") + 1
    tails = f"{site.grammar.pieces.expression('settingTail')}|{site.grammar.pieces.expression('openingOrClosing')}"
    events = SYMBOLS["E"] + SYMBOLS["N"] + SYMBOLS["Q"]
    said = f"(?!{site.grammar.pieces.expression('speaksOf')}[，：])"  # 大会上介绍，某某已启动
    settings = re.findall(f"([{events}].)(?:{tails}){said}", ahead[max(before, site.place - WINDOW) :])
    yield from (Filler("setting", m) for m in site.line.mentions_of(settings[-1] if settings else ""))


@dataclass(frozen=True, slots=True)
class _PlaceForms:
    """How the place of a verb stands before it.

    Anywhere in its clause (`phrase`), near it (`near`, or a body `within` which or a place `gone` to), or `first` in the sentence.
    """

    phrase: re.Pattern[str]
    near: re.Pattern[str]
    within: re.Pattern[str]
    gone: re.Pattern[str]
    first: re.Pattern[str]


@cache
def _place_forms(grammar: Grammar) -> _PlaceForms:
    pieces, place = grammar.pieces, one("Gg")
    mark, within = pieces.expression("placeMark"), pieces.expression("withinMark")
    return _PlaceForms(
        compile_pattern(f"{pieces.expression('placeOpening')}({pieces.expression('placeList')})"),
        compile_pattern(f"{pieces.expression('situatedAt')}({place}){NEAR}"),
        compile_pattern(f"{within}({one('RO')}){NEAR}"),
        compile_pattern(f"{pieces.expression('goneTo')}({one('OGg')}){NEAR}"),
        compile_pattern(f"(?:\\A|[。；！？]){mark}({place})，\\Z"),
    )


def _places(site: Site, clause: int) -> list[Mention]:
    """The places of the verb's clause: of the last phrase with 在, else a venue or a body in which or to which the clause goes."""
    line = site.line
    string = line.string[clause : site.place]
    forms = _place_forms(site.grammar)
    phrases = forms.phrase.findall(string)
    near = forms.near.search(string)
    if phrases or near:
        return line.mentions_of(phrases[-1] if phrases else near[1] if near else "")
    holds = site.span.of(line.text) in site.grammar.words["holdVerb"]
    if holds and (first := forms.first.search(line.string, 0, clause)):
        return line.mentions_of(first[1])
    if body := forms.within.search(string) or (forms.gone.search(string) if holds else None):
        found = line.mentions_of(body[1])
        between = line.text[found[0].span.end : site.span.start] if found else ""
        return [] if any(word in between for word in site.grammar.words["circumstance"]) else found  # 在某大学的支持下
    marks = tuple(site.grammar.words["placeMark"])
    behind_mark = [m for m in _symbols(line, clause, site.place, kinds="gG") if line.text[: m.span.start].endswith(marks)]
    return behind_mark[-1:]


def _times(site: Site, clause: int) -> list[Mention]:
    """The dates of the verb's clause, else right behind the verb, else at the head of the sentence or in a clause of their own."""
    line, place = site.line, site.place
    stop = min([i for c in "，。；！？" if (i := line.string.find(c, place)) >= 0] or [len(line.string)])
    times = (
        _symbols(line, clause, place, kinds="T") or _symbols(line, place, min(stop, place + 8), kinds="T") or _leading_times(line, clause)
    )
    return [m for m in times if not ends_a_span(line, m, site.grammar) and not _of_another(m, site)]


def _of_another(time: Mention, site: Site) -> bool:
    """Whether a date is not the verb's: another verb speaks of it (甲当天围绕乙举行丙回答……), or it comes again (宣布每月举行)."""
    between = site.line.text[time.span.end : site.line.offsets[site.place]]
    return any(site.grammar.pattern(words).search(between) for words in ("aboutWord", "everyMark"))


def _symbols(line: Line, start: int, end: int, *, kinds: str) -> list[Mention]:
    return [m for kind in kinds for m in line.mentions_of("".join(re.findall(f"{SYMBOLS[kind]}.", line.string[start:end])))]


def _leading_times(line: Line, clause: int) -> list[Mention]:
    """A date that opens the sentence, or a clause of its own before the verb's."""
    ahead = line.string[:clause][:-1]
    before = max(ahead.rfind(c) for c in "，。；：！？") + 1
    if DATED_CLAUSE.search(line.string[before:clause]):
        return _symbols(line, before, clause, kinds="T")
    sentence = max(ahead.rfind(c) for c in "。；！？") + 1
    head = DATED_SENTENCE.match(line.string[sentence:clause])
    return line.mentions_of(head[1]) if head else []
