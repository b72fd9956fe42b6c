"""One article as a whole: its main event, what 本届大会, 《方案》, 该校 and 我校 point to, and the ends that a clause leaves unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg import pointing
from kg.carried import carried_subject, unsaid
from kg.frames import find_frames
from kg.grammar import Grammar
from kg.mentions import Reading
from kg.model import Doc, Filler, Frame, Mention, Span
from kg.offices import of_same_town
from kg.places import country_named, country_of_side, division_of
from kg.topic import core_name, declared_names, find_main_event, find_publisher, led_by_holder

REPRESENTED = 12
HALF = 4  # characters of a head that alone points to one half of a double title


@dataclass(frozen=True, slots=True, eq=False)
class Discourse:
    """The readings of an article with every anaphor resolved where it could be, and its frames with unsaid ends filled."""

    readings: tuple[Reading, ...]
    frames: tuple[Frame, ...]
    main: Mention | None
    publisher: str


def read_discourse(doc: Doc, readings: Sequence[Reading], grammar: Grammar) -> Discourse:
    """Resolve an article's anaphors in reading order, then fill the frames of each sentence."""
    main = find_main_event(doc, readings, grammar)
    publisher = find_publisher(doc, readings, grammar)
    state = _State(doc, grammar, main, publisher=publisher, declared=declared_names(doc, readings, grammar))
    resolved, frames = [], []
    for reading in readings:
        here = state.resolve(reading)
        resolved.append(here)
        if here.sentence.kind in {"dateline", "byline"}:
            continue
        for frame in find_frames(here, grammar):
            filled = state.fill(frame, here)
            if filled is not None:
                frames.append(filled)
        state.remember(here)
    return Discourse(tuple(resolved), tuple(frames), main, publisher)


class _State:
    """What the text has spoken of so far, most recent last."""

    def __init__(self, doc: Doc, grammar: Grammar, main: Mention | None, *, publisher: str, declared: dict[str, tuple[str, str]]) -> None:
        self.doc = doc
        self.grammar = grammar
        self.main = main
        self.edition = grammar.pattern("edition")
        self.publisher = publisher
        self.declared = declared
        self.events: list[Mention] = []
        self.documents: list[Mention] = []
        self.bodies: list[Mention] = []
        self.places: list[Mention] = []
        self.people: list[Mention] = []
        self.guests: tuple[Mention, ...] = ()
        self.subject: tuple[Mention, ...] = ()
        self.subject_sentence: Span | None = None
        self.last: Reading | None = None
        self.read: list[Reading] = []
        self.titled: dict[str, dict[str, None]] = {}
        self.held: dict[str, Mention] = {}
        self.parts: set[str] = set()
        self.shorts: set[str] = set()
        self.unnamed = False  # whether the text brings in a meeting of no name, which a bare 会议 means from there on

    def resolve(self, reading: Reading) -> Reading:
        """The reading with a name for each anaphor that points to something named."""
        mentions = []
        here: list[Mention] = []
        bare = (
            *pointing.find_titles(reading, self.titled, grammar=self.grammar),
            *pointing.find_tails(reading, self.events, grammar=self.grammar),
            *pointing.find_heads(reading, self.events, grammar=self.grammar),
        )
        for mention in sorted((*reading.mentions, *bare), key=lambda m: m.span):
            found = self._declared(mention)
            if found.form == "anaphor" and not found.name:
                self._bring_in(found, here, reading)
                found = self._by_ceremony(pointing.by_title(self._antecedent(found, here, reading)))
            elif found.cls == "Event" and found.form == "name":
                found = self._fuller(found)
            elif found.cls == "Organization" and found.form == "name":
                found = of_same_town(found, here[-1] if here else None, self.doc.article.text, grammar=self.grammar)
            here.append(found)
            mentions.append(found)
        return replace(reading, mentions=tuple(mentions))

    def _bring_in(self, mention: Mention, here: Sequence[Mention], reading: Reading) -> None:
        """Note that 召开会议 brings in a meeting of no name, where the text has told of none; one told later is not the main event."""
        ends = self.grammar.generic.get(mention.head, ())
        if self.unnamed or not ends or not pointing.brings_in(mention, reading, self.grammar):
            return
        told = any(m.name.endswith(ends) for m in (*self.events, *here) if m.cls == "Event" and m.name)
        if not told and (self.main is None or self.main.span.start > mention.span.start):
            self.unnamed, self.main = True, None

    def _meant(self, events: list[Mention]) -> list[Mention]:
        """The events that a bare noun may mean: once a meeting of no name was brought in, those that are said to take place."""
        return [m for m in events if m.name in self.held] if self.unnamed else events

    def _remember_titles(self, reading: Reading) -> None:
        """Whom each title was said of, before the name (国家主席某某) or behind it (某某总书记)."""
        for title in self.grammar.words["bareTitle"]:
            for post in reading.posts:
                if post.words.name.endswith(title):
                    self.titled.setdefault(title, {})[post.person.name] = None
            for mention in reading.mentions:
                if mention.cls == "Person" and mention.form == "name" and reading.words.text.startswith(title, mention.span.end):
                    self.titled.setdefault(title, {})[mention.name] = None

    def remember(self, reading: Reading) -> None:
        """Take a sentence's mentions into the lists of what was spoken of."""
        self.last = reading
        self.read.append(reading)
        self._remember_titles(reading)
        for mention in reading.mentions:
            if not mention.name:
                continue
            target = {
                "Event": self.events,
                "Document": self.documents,
                "Organization": self.bodies,
                "Person": self.people,
                "Place": self.places,
            }.get(mention.cls)
            if target is not None:
                target.append(mention)

    def fill(self, frame: Frame, reading: Reading) -> Frame | None:
        """The frame with its unsaid ends filled, or None where nothing fits; the subject of this clause is kept for the next.

        Who acts in a relative clause (甲出席乙主办的会议，并……; 甲与乙共建的实验室发布……) is none.
        """
        construction = next((c for c in self.grammar.constructions if c.name == frame.construction), None)
        unsaid = construction.unsaid if construction else ()
        fillers = self._said(frame, reading)
        if _indefinite(frame, reading, self.grammar):
            return None
        roles = {f.role for f in fillers}
        lost = {f.role for f in frame.fillers} - roles
        for role in dict.fromkeys((*unsaid, *sorted(lost & {"agent", "theme"}))):
            added = [] if role in roles else self._fill_unsaid(role, frame, fillers, reading=reading)
            if added is None:
                return None
            fillers.extend(added)
        agents = tuple(f.mention for f in fillers if f.role == "agent")
        described = self.grammar.pattern("attributiveMark").match(reading.words.text, frame.predicate.end)
        if agents and not described and frame.construction not in {"srl", "saySetting"} and "coagent" not in unsaid:
            self.subject, self.subject_sentence = agents, reading.sentence.span
        self._remember_held(frame, fillers)
        return replace(frame, fillers=tuple(fillers))

    def _remember_held(self, frame: Frame, fillers: list[Filler]) -> None:
        """Take the events that a frame says take place into those that a bare 会议 may mean, and note the parts of the main one."""
        wholes = {f.mention.name for f in fillers if f.role == "setting"}
        if self.grammar.has("partRelation", frame.relation) and self.main is not None and self.main.name in wholes:
            self.parts.update(f.mention.name for f in fillers if f.role == "theme")
        if frame.modality != "planned" and frame.predicate.of(self.doc.article.text) in self.grammar.words["holdVerb"]:
            self.held.update({f.mention.name: f.mention for f in fillers if f.role == "theme" and f.mention.cls == "Event"})

    def _just_held(self) -> list[Mention]:
        """The events that the sentence before says take place."""
        return [m for m in _events_of(self.last) if m.name in self.held] if self.last is not None else []

    def _said(self, frame: Frame, reading: Reading) -> list[Filler]:
        """The fillers that have names, with the guests whom 客人 means."""
        fillers = [f for f in self._with_sides(frame, reading) if f.mention.name]
        meant = {f.role for f in frame.fillers if f.mention.text in self.grammar.words["guest"]}
        fillers.extend(Filler(role, replace(guest, form="anaphor")) for role in sorted(meant) for guest in self.guests)
        if self.grammar.has("visitRelation", frame.relation):
            self.guests = tuple(f.mention for f in fillers if f.role == "agent" and f.mention.cls == "Person")
        return fillers

    def _fill_unsaid(self, role: str, frame: Frame, fillers: list[Filler], *, reading: Reading) -> list[Filler] | None:
        """What fills a role that the clause leaves unsaid, or None where nothing does and the frame falls."""
        if role == "theme" and self.grammar.has("visitRelation", frame.relation):
            return self._fill_host(frame, fillers, reading)
        if role == "theme" and self.grammar.has("awardRelation", frame.relation):
            return self._fill_receiver(fillers, reading)
        if role == "theme":
            event = self._unsaid_event(frame, fillers, reading)
            return None if event is None or self._means_another(frame, event, reading) else [Filler("theme", event)]
        if role == "setting":
            whole = self._spoken_of()
            return None if whole is None else [Filler("setting", whole)]
        said = self.subject if self.subject_sentence == reading.sentence.span else ()
        agents = carried_subject(reading, frame.predicate, self.grammar, said=said, last=self.last)
        if not agents and role == "agent":
            return None
        return [Filler("agent", a) for a in (agents[:1] if role == "coagent" else agents)]

    def _means_another(self, frame: Frame, event: Mention, reading: Reading) -> bool:
        """Whether the clause names an event of its own that points back to nothing (工作部署会上), and of another head than `event`."""
        lost = [f.mention for f in frame.fillers if f.role == "theme" and f.mention.cls == "Event" and not f.mention.name]
        before = [m for m in reading.mentions if m.span.end <= frame.predicate.start]
        lost += [m for m in before if m.cls == "Event" and not m.name and self._is_setting(m)]
        prized = event.name.endswith(tuple(self.grammar.words["prize"])) and bool(lost)
        return prized or any(not pointing.bears(event, m.head, self.grammar) for m in pointing.own_events(lost, reading, self.grammar))

    def _spoken_of(self) -> Mention | None:
        """The event that 期间 at the head of a sentence means: the main event, where the sentence before names it."""
        before = _events_of(self.last) if self.last is not None else []
        return self.main if self.main is not None and any(m.name == self.main.name for m in before) else None

    def _fill_receiver(self, fillers: list[Filler], reading: Reading) -> list[Filler] | None:
        """Who was given what a clause says (被某市授予……): the subject of the clause or the sentence before."""
        givers = [f.mention.span for f in fillers if f.role == "agent"]
        said = self.subject if self.subject_sentence == reading.sentence.span else ()
        found = carried_subject(reading, min(givers), self.grammar, said=said, last=self.last) if givers else ()
        return [Filler("theme", one) for one in found] or None

    def _fill_host(self, frame: Frame, fillers: list[Filler], reading: Reading) -> list[Filler] | None:
        """The publisher, whom guests visit, unless they are its own people."""
        guests = {f.mention.span for f in fillers if f.role == "agent"}
        own = any(p.person.span in guests and self.publisher in p.words.name for p in reading.posts)
        if not self.publisher or own:
            return None
        said = frame.predicate.of(reading.words.text)
        return [Filler("theme", Mention(frame.predicate, said, "Organization", self.publisher, "unsaid"))]

    def _with_sides(self, frame: Frame, reading: Reading) -> tuple[Filler, ...]:
        """The fillers with 双方 as the two bodies that the text sets side by side, also where people sign on their behalf."""
        words = self.grammar.words["bothSides"]
        before = reading.words.text[max(reading.sentence.span.start, frame.predicate.start - REPRESENTED) : frame.predicate.start]
        meant = [f for f in frame.fillers if f.role == "agent" and f.mention.text in words and not f.mention.name]
        represented = self.grammar.has("signRelation", frame.relation) and any(
            mark + side in before for mark in self.grammar.words["onBehalf"] for side in words
        )
        if not meant and not represented:
            return frame.fillers
        return (*frame.fillers, *(Filler("agent", unsaid(side)) for side in self._sides(reading)))

    def _sides(self, reading: Reading) -> list[Mention]:
        """The first two bodies that 与, 和 or 、 joins, and no third, in this sentence or before."""
        for sentence in (reading, *self.read):
            bodies = [m for m in sentence.mentions if m.cls in {"Organization", "Place"} and m.name]
            between = (reading.words.text[one.span.end : other.span.start].strip() for one, other in pairwise(bodies))
            joined = [False, *(bool(text) and text in self.grammar.words["coordinator"] for text in between), False]
            for i in range(1, len(joined) - 1):  # a list of three has no two sides
                if joined[i - 1 : i + 2] == [False, True, False]:
                    return bodies[i - 1 : i + 1]
        return []

    def _declared(self, mention: Mention) -> Mention:
        key = mention.text.strip("《》“”")
        if key in self.declared and mention.name != self.declared[key][0]:
            name, cls = self.declared[key]
            return replace(mention, name=name, cls=cls, form="short")
        return mention

    def _antecedent(self, mention: Mention, here: list[Mention], reading: Reading) -> Mention:
        if mention.cls == "Event":
            found = pointing.plays_part(mention, here, self.doc.article.text, grammar=self.grammar) or self._event_for(mention, here)
        elif mention.cls == "Document":
            found = self._document_for(mention, here)
        else:
            found = self._agent_for(mention, here)
        if found is None:
            return mention
        return replace(mention, name=found.name, cls=found.cls, scope=found.scope)

    def _event_for(self, mention: Mention, here: list[Mention]) -> Mention | None:
        """The event that 本届大会 or a bare 大会 means: same head first, the main event, then the last event."""
        spoken = self._meant([m for m in [*self.events, *here] if m.cls == "Event" and m.name])
        head = mention.head
        pointed = mention.text.startswith(tuple(self.grammar.words["demonstrative"]))
        if not pointed and (part := self._part_of_head(head)):
            return self._part(part, spoken, of=head.removesuffix(part), setting=self._is_setting(mention))
        same = [m for m in spoken if pointing.bears(m, head, self.grammar)]
        if self.main is not None and (pointed or not same) and (head in self.shorts or pointing.bears(self.main, head, self.grammar)):
            return self.main
        if not same and (whole := pointing.whole_of(head, spoken, self.grammar)):
            return whole
        kind = self.grammar.generic.get(head)
        if same:
            return self._likeliest(same[-1], here, kind, pointed=pointed, head=head) if kind else same[-1]
        return None if kind is None and not pointed else self._of_kind(kind, spoken, [] if pointed else here)

    def _likeliest(self, last: Mention, here: list[Mention], kind: tuple[str, ...], *, pointed: bool, head: str) -> Mention:
        """What a bare noun means: an event that the text says is held, or the main one, before one with that head named in passing."""
        held = [m for m in self.held.values() if m.name.endswith(kind)]
        if held and not pointed and last.name not in self.held and last not in here:
            return held[-1]
        if last in here and self.main is not None and not pointing.bears(self.main, head, self.grammar):
            return last  # 某博览会的某大会召开，甲出席大会
        return self.main if self.main is not None and self._in_passing(last, here, kind) else last

    def _of_kind(self, kind: tuple[str, ...] | None, spoken: list[Mention], here: list[Mention]) -> Mention | None:
        """The event of a kind that is likeliest meant: the last of this sentence, the main event, the last spoken of."""
        near = [m for m in here if m.cls == "Event" and m.name and m.form == "name"]
        likely = [*near[-1:], *([self.main] if self.main else []), *reversed(spoken)]
        return next((m for m in likely if not kind or m.name.endswith(kind)), None)

    def _in_passing(self, event: Mention, here: list[Mention], kind: tuple[str, ...]) -> bool:
        """Whether the main event is of the same kind and `event` was named some sentences ago, or without an edition where it has one."""
        main = self.main
        if main is None or not main.name.endswith(kind):
            return False
        if main.name in self.held and (event.name not in self.held or event.name in self.parts) and event not in here:
            return True
        near = event in here or self.last is not None and event in self.last.mentions
        return not near or self.edition.search(main.name) is not None and self.edition.search(event.name) is None

    def _part_of_head(self, head: str) -> str:
        """The head of a part in which a bare head ends (开幕式; 开幕式 of 论坛开幕式), "" where it tells of a whole."""
        parts = self.grammar.words["partHead"]
        if head in parts:
            return head
        return next((head[i:] for i in range(1, len(head)) if head[i:] in parts and head[:i] in self.grammar.words["eventHead"]), "")

    def _by_ceremony(self, mention: Mention) -> Mention:
        """A ceremony that points back to nothing (授牌仪式) as an event of that name."""
        tails = tuple(self.grammar.words["ceremonyTail"])
        named = mention.cls == "Event" and not mention.name and mention.text.endswith(tails) and mention.text not in tails
        return replace(mention, name=mention.text, form="name") if named else mention

    def _is_setting(self, mention: Mention) -> bool:
        """Whether a mention is where somebody acts: 开幕式上."""
        return self.doc.article.text.startswith(tuple(self.grammar.words["settingTail"]), mention.span.end)

    def _part(self, head: str, spoken: list[Mention], *, of: str, setting: bool) -> Mention | None:
        """开幕式 of the event spoken of: a node of its own that bears the event's name before its own.

        As a setting it is the event itself; a meeting with the press (赛后发布会上) is another, of which the text tells nothing.

        `of` is what the text calls the whole (论坛 in 论坛开幕式), "" where it does not say.
        """
        ends = (of + head, *(head + joint for joint in self.grammar.words["jointTitle"]))  # 某某颁奖典礼暨联谊会
        if named := [m for m in spoken if m.name.endswith(ends[0]) and m.name != ends[0] or any(end in m.name for end in ends[1:])]:
            return named[-1]
        likely = (*([self.main] if self.main else []), *reversed(spoken))
        whole = next((m for m in likely if not of or pointing.bears(m, of, self.grammar)), None)
        if whole is None or whole.name.endswith(head) or whole.head[:2] == head[:2]:
            return whole
        if setting:
            return None if head in self.grammar.words["pressHead"] else whole
        name = whole.name.removesuffix(pointing.part_behind(whole.name, self.grammar)) + head  # 某杯闭幕式和决赛
        return Mention(whole.span, whole.text, "Event", name, "name", head)

    def _fuller(self, mention: Mention) -> Mention:
        """A clipped name of the main event (国际某某展 of 第三届国际某某展; 某会第25届年会 of 某某协会第25届年会) as the full one."""
        main = self.main
        if main is None or mention.name == main.name:
            return mention
        mine, theirs = set(self.edition.findall(mention.name)), set(self.edition.findall(main.name))
        core, full = core_name(mention.name, self.grammar), core_name(main.name, self.grammar)
        half = any(core + joint in full for joint in self.grammar.words["jointTitle"])  # 毕业典礼 of 某校毕业典礼暨学位授予仪式
        clipped = not mine and (len(core) >= 5 and full.endswith(core) or len(core) >= HALF and half)
        ordinal = {e for e in mine & theirs if self.grammar.pattern("ordinalPrefix").match(e)}
        same_edition = bool(ordinal) and mention.head == main.head and len(core) < len(full) and set(core) <= set(full) | set(core[:6])
        led = led_by_holder(mention.name, main.name, self.grammar)
        short = not mine and pointing.shortens(core, full, mention.head) and main.head.endswith(mention.head)
        if short:
            self.shorts.add(core)
        return replace(mention, name=main.name, form="short") if clipped or same_edition or led or short else mention

    def _document_for(self, mention: Mention, here: list[Mention]) -> Mention | None:
        spoken = [m for m in [*self.documents, *here] if m.cls == "Document" and m.name]
        same = [m for m in spoken if mention.head in m.name]
        return same[-1] if same else None

    def _agent_for(self, mention: Mention, here: list[Mention]) -> Mention | None:
        if mention.text in self.grammar.words["ownBody"] and self.publisher:
            return Mention(mention.span, mention.text, "Organization", self.publisher)
        if mention.text in self.grammar.words["guest"]:
            return None
        if mention.cls == "Person":
            spoken = [m for m in [*self.people, *here] if m.cls == "Person" and m.name]
            return spoken[-1] if spoken else None
        if mention.text in self.grammar.words["ownCountry"]:
            return Mention(mention.span, mention.text, "Organization", self.grammar.only("homeCountry"))
        if mention.text in self.grammar.words["side"]:
            country = country_of_side(mention.text, self.grammar.only("homeCountry") + self.doc.article.text)
            return Mention(mention.span, mention.text, "Organization", country) if country else None
        if mention.text in self.grammar.words["divisionAnaphor"] | self.grammar.words["countryAnaphor"]:
            return self._division_for(mention, here)
        return self._body_for(mention, here)

    def _division_for(self, mention: Mention, here: list[Mention]) -> Mention | None:
        """The division or country that 该省, 该国 mean: the last one that a place, a body or a post names."""
        posts = [post.words for reading in self.read for post in reading.posts]
        named = [m for m in (*self.places, *self.bodies, *posts, *here) if m.name and m.cls in {"Place", "Organization", "Words"}]
        country = mention.text in self.grammar.words["countryAnaphor"]
        for one in sorted(named, key=lambda m: m.span, reverse=True):
            if found := country_named(one.name) if country else division_of(one.name, mention.text[-1]):
                return Mention(one.span, one.text, "Organization", found)
        return None

    def _body_for(self, mention: Mention, here: list[Mention]) -> Mention | None:
        """The body that ends with a bare noun, else the last of its kind where the words point back."""
        bodies = [m for m in [*self.bodies, *here] if m.cls == "Organization"]
        if whole := [m for m in bodies if m.name.endswith(mention.text) and m.name != mention.text]:
            return whole[-1]
        lists, tails = self.grammar.words, [mention.text[-1]]
        if mention.text in lists["companyAnaphor"]:
            tails += lists["companyNoun"]
        spoken = [m for m in bodies if m.name and m.name.endswith(tuple(tails))]
        points = self.grammar.pattern("demonstrative").match(mention.text) or mention.text in lists["companyNoun"]
        return spoken[-1] if spoken and points else None

    def _unsaid_event(self, frame: Frame, fillers: list[Filler], reading: Reading) -> Mention | None:
        setting = [f.mention for f in fillers if f.role == "setting" and f.mention.cls == "Event"]
        if setting:
            return setting[-1]
        if before := [m for m in _events_of(reading) if m.span.end <= frame.predicate.start]:
            opens = before[0].span.start - reading.sentence.span.start <= 12
            near = "，" not in reading.words.text[before[-1].span.end : frame.predicate.start]  # 出席某大会并致辞
            return unsaid(before[0] if opens and not near else before[-1])
        if self.main is not None and (self.main.name in self.held or not self._just_held()):
            return unsaid(self.main)
        if just := self._just_held():
            return unsaid(just[-1])
        spoken = self._meant(_events_of(self.last)) if self.last is not None else []
        return unsaid(spoken[-1]) if spoken and self.grammar.has("attendRelation", frame.relation) else None


def _indefinite(frame: Frame, reading: Reading, grammar: Grammar) -> bool:
    """Whether the object is a bare 会议 behind its verb, which brings in an event of its own, and none that bears the agent's name."""
    if not grammar.has("holdingRelation", frame.relation):
        return False
    agents = [f.mention.name for f in frame.fillers if f.role == "agent" and f.mention.name]
    describes = grammar.pattern("attributiveMark")
    themes = sorted((f.mention for f in frame.fillers if f.role == "theme"), key=lambda m: m.span)
    bare = [
        m
        for m in themes
        if m.form == "anaphor"
        and not m.text.startswith(tuple(grammar.words["demonstrative"]))
        and (m.text == m.head or not describes.search(reading.words.text, frame.predicate.end, m.span.start))
        and m.span.start >= frame.predicate.end
    ]
    told = bool(themes) and themes[0].form == "name"  # 某运动会开幕式和闭幕式
    return not told and any(not any(agent in m.name for agent in agents) for m in bare)


def _events_of(reading: Reading) -> list[Mention]:
    """The events of a sentence that have names."""
    return [m for m in reading.mentions if m.cls == "Event" and m.name]
