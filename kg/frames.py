"""Frames: what each verb says of the mentions around it, by the constructions of the clause grammar and by the engine's SRL."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, takewhile

from kg.grammar import NUMBER, SYMBOLS, Construction, Grammar, Sense, compiled
from kg.mentions import Reading
from kg.mentions.cuts import Word
from kg.mentions.people import is_post
from kg.mentions.words import NOMINAL, covered
from kg.model import Filler, Frame, Mention, Modality, Span, Srl

KIND_OF_CLASS: Mapping[str, str] = {
    "Person": "P",
    "Organization": "O",
    "Place": "G",
    "Event": "E",
    "Document": "D",
    "Product": "K",
    "Date": "T",
    "Words": "Q",
}
MODALITIES: Mapping[str, Modality] = {
    "asserted": "asserted",
    "planned": "planned",
    "former": "former",
    "denied": "denied",
    "desired": "desired",
    "hypothetical": "hypothetical",
}
WINDOW = 240
SYMBOL = re.compile(f"[{''.join(SYMBOLS.values())}].", re.DOTALL)
SETTING = re.compile("上|中|期间|现场")
REACH = 6
BREAK = re.compile(r"[。；！？]")


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A sentence with a symbol for each mention, verb and adverb.

    `offsets` gives the place in the text of each character of `string`, `verbs` the place in `string` and the span of each verb, `plain`
    the words outside mentions.
    """

    string: str
    offsets: tuple[int, ...]
    mentions: tuple[Mention, ...]
    verbs: tuple[tuple[int, Span], ...]
    plain: tuple[Word, ...]
    text: str

    def mentions_of(self, symbols: str | None) -> list[Mention]:
        """The mentions whose symbols a matched group holds, in order."""
        found = SYMBOL.findall(symbols or "")
        return [self.mentions[ord(pair[1]) - NUMBER] for pair in found if pair[0] not in (SYMBOLS["V"], SYMBOLS["v"], SYMBOLS["a"])]


def find_frames(reading: Reading, grammar: Grammar) -> list[Frame]:
    """The frames of one sentence: each verb fires, for each relation, its highest construction that fits."""
    line = draw_line(reading, grammar)
    frames: list[Frame] = []
    for place, span in line.verbs:
        word = span.of(line.text)
        done: set[str] = set()
        senses = sorted(grammar.senses.get(word, ()), key=lambda s: not s.heads)
        for construction in grammar.constructions:
            for sense in senses:
                if sense.relation in done or not _serves(construction, sense) or "carried out" in done and sense.subject_role == "agent":
                    continue
                frame = _fire(line, place, span, sense, construction, grammar, reading)
                if frame is not None:
                    done.update({sense.relation, "carried out"} if sense.heads else {sense.relation})
                    frames.append(frame)
    return frames + list(_srl_frames(reading, grammar, frames))


def draw_line(reading: Reading, grammar: Grammar) -> Line:
    """The line that constructions are matched on: mentions, verbs of relations and adverbs as symbols, brackets left out."""
    prepositions, adjuncts, places = (tuple(grammar.words[w]) for w in ("preposition", "adjunctMark", "placeMark"))
    marks: list[tuple[int, int, str]] = []
    bodies = {m.span.start for m in reading.mentions if m.cls == "Organization" and m.form == "name"}
    owned = [m.span for m in reading.mentions if m.text in grammar.words["ownBody"] and m.span.end in bodies]  # 我校/某某处
    for i, mention in enumerate(reading.mentions):
        if mention.span in owned:
            continue
        kind = KIND_OF_CLASS.get(mention.cls, "K")
        if mention.form == "anaphor":
            kind = {"E": "N", "O": "R", "P": "r"}.get(kind, kind)
        listed = (
            bool(marks)
            and marks[-1][2][0] == SYMBOLS["g"]
            and reading.words.text[marks[-1][1] : mention.span.start] in grammar.words["coordinator"]
        )
        if kind == "G" and (listed or text_before(reading, mention).endswith(prepositions)) and not _acts(reading, mention, grammar):
            kind = "g"
        if (
            kind in "OPG"
            and text_before(reading, mention).endswith(adjuncts)
            or kind == "P"
            and text_before(reading, mention).endswith(places)
        ):
            continue
        if mention.cls == "Words" and mention.head != "“”":
            kind = "W"
        marks.append((mention.span.start, mention.span.end, SYMBOLS[kind] + chr(NUMBER + i)))
    named = covered(mention.span for mention in reading.mentions)
    verbs = list(_verbs(reading, grammar, named))
    for start, end in verbs:
        noun = grammar_label(reading.words.text[start:end], grammar)
        marks.append((start, end, SYMBOLS["v" if noun else "V"] + chr(NUMBER)))
    taken = named | covered(Span(start, end) for start, end in verbs)
    for word in reading.words.words:
        adverb = word.pos in {"d", "ad", "vd", "TIME"} or word.text in grammar.words["adverb"]
        if (
            adverb
            and word.text not in grammar.words["keptAdverb"]
            and word.text not in grammar.words["coordinator"]
            and taken.isdisjoint(range(word.start, word.end))
        ):
            marks.append((word.start, word.end, SYMBOLS["a"] + chr(NUMBER)))
    skipped = [*owned, *_brackets(reading), *_titles_behind(reading, grammar), *_titles_before(reading, grammar)]
    plain = tuple(word for word in reading.words.words if word.start not in named)
    return _drawn(reading, sorted(marks), covered(skipped), plain)


def _titles_behind(reading: Reading, grammar: Grammar) -> Iterator[Span]:
    """拜登总统, 周其林院士: what is said of a person right behind the name."""
    people = {m.span.end for m in reading.mentions if m.cls == "Person" and m.form == "name"}
    for word in reading.words.words:
        closes = reading.words.text.startswith("一行，", word.start)
        if word.text in grammar.words["onBehalf"]:
            continue
        if word.start in people and not closes and (word.text in grammar.words["postHead"] or word.text in grammar.words["personal"]):
            yield Span(word.start, word.end)


def _titles_before(reading: Reading, grammar: Grammar) -> Iterator[Span]:
    """The posts in front of names, bare ones (副主任张三) included."""
    people = {m.span.start for m in reading.mentions if m.cls == "Person" and m.form == "name"}
    yield from (post.words.span for post in reading.posts if post.words.span.end <= post.person.span.start)
    for word in reading.words.words:
        if word.end in people and is_post(word.text, grammar):
            yield Span(word.start, word.end)


def _acts(reading: Reading, mention: Mention, grammar: Grammar) -> bool:
    """Whether a place is the subject of a relative clause: 在江西省出台的《……》中."""
    verb = grammar.verb_pattern.match(reading.words.text, mention.span.end)
    return verb is not None and reading.words.text.startswith("的", verb.end())


def text_before(reading: Reading, mention: Mention) -> str:
    """The four characters in front of a mention within its sentence."""
    return reading.words.text[max(reading.sentence.span.start, mention.span.start - 4) : mention.span.start]


def _drawn(reading: Reading, marks: list[tuple[int, int, str]], left_out: set[int], plain: tuple[Word, ...]) -> Line:
    text, span = reading.words.text, reading.sentence.span
    drawn: list[str] = []
    offsets: list[int] = []
    verbs = []
    position = span.start
    for start, end, symbol in [*marks, (span.end, span.end, "")]:
        for i in range(position, start):
            if i not in left_out and text[i] not in "“”‘’　":
                drawn.append(text[i])
                offsets.append(i)
        if symbol and start not in left_out:
            if symbol[0] in (SYMBOLS["V"], SYMBOLS["v"]):
                verbs.append((len(offsets), Span(start, end)))
            drawn.append(symbol)
            offsets.extend((start, start))
        position = max(position, end)
    return Line("".join(drawn), tuple(offsets), tuple(reading.mentions), tuple(verbs), plain, text)


def _verbs(reading: Reading, grammar: Grammar, taken: set[int]) -> Iterator[tuple[int, int]]:
    """The verbs of relations, at word edges, outside mentions, and not before a noun that makes them a modifier (主办单位)."""
    words = reading.words
    starts = {w.start for w in words.words}
    ends = {w.end: i for i, w in enumerate(words.words)}
    for found in grammar.verb_pattern.finditer(words.text, words.span.start, words.span.end):
        start, end = found.span()
        while end > start + 1 and not (end in ends and taken.isdisjoint(range(start, end)) and words.text[start:end] in grammar.verbs):
            end -= 1
        if start not in starts or end not in ends or words.text[start:end] not in grammar.verbs or not taken.isdisjoint(range(start, end)):
            continue
        i = ends[end]
        follower = words[i + 1].text if i + 1 < len(words) else ""
        if follower == "的" and words.text[start:end] in grammar.words["attributiveVerb"]:
            continue
        if (
            follower in grammar.words["notPredicateTail"]
            or follower.endswith(grammar.anniversary)
            or words[i].pos == "n"
            and words[i].start == start
            and not grammar_label(words.text[start:end], grammar)
        ):
            continue
        yield start, end


def grammar_label(word: str, grammar: Grammar) -> bool:
    """Whether `word` is a noun that serves as a verb: 主办单位, 主题."""
    return any(sense.kind in {"label", "motto", "work"} for sense in grammar.senses.get(word, ()))


def _brackets(reading: Reading) -> list[Span]:
    words = reading.words
    return [
        Span(words[i].start, words[j].end)
        for i, j in sorted(words.partner.items())
        if i < j and words[i].text in "（([【" and not any(Span(words[i].start, words[j].end) in m.span for m in reading.mentions)
    ]


def _serves(construction: Construction, sense: Sense) -> bool:
    if sense.constructions:
        return construction.name in sense.constructions
    if sense.kind:
        return construction.only == sense.kind or (sense.kind in {"speech", "mutual", "give", "happen"} and not construction.only)
    if construction.only == "list":
        return "Product" in sense.objects
    return not construction.only


def _fire(line: Line, place: int, span: Span, sense: Sense, construction: Construction, grammar: Grammar, reading: Reading) -> Frame | None:
    acts = sense.subject_role == "agent"
    left, right = compiled(grammar, construction, sense.subjects if acts else ("Agent",), sense.objects if acts else sense.subjects)
    window = max(0, place - WINDOW)
    window = max([window, *(m.end() for m in BREAK.finditer(line.string, window, place))])
    before = _nearest(left, line.string[window:place])
    if before is None:
        return None
    after = right.match(line.string, place + 2, min(len(line.string), place + 2 + WINDOW))
    if after is None or (construction.not_before and re.match(construction.not_before, line.string[place + 2 :])):
        return None
    end = after.end()
    if sense.tail and not (end < len(line.offsets) and line.text.startswith(sense.tail, line.offsets[end])):
        return None
    fillers: list[Filler] = []
    described = construction.name == "relative" or line.string.startswith("的", place + 2)
    spoken_at = described and re.match(SETTING, line.string[after.end() :]) is not None
    for match in (before, after):
        for group, symbols in match.groupdict().items():
            role = group.split("_")[0]
            if group.endswith("_open"):
                fillers.extend(Filler(role, m) for m in _open_list(line, match.start(group), match.end(group), grammar))
            else:
                fillers.extend(Filler(role, m) for m in line.mentions_of(symbols) if not (spoken_at and m.cls == "Person"))
    if spoken_at and acts and not any(f.role == "agent" for f in fillers):
        return None
    if sense.kind == "label":
        fillers = [Filler(f.role, _employer(f.mention, span, reading, grammar)) for f in fillers]
    if sense.relation == "attends":
        fillers = _without_senders(line, fillers, place, grammar)
    if sense.relation == "establishes":
        fillers = [f for f in fillers if f.role != "theme" or not _modifies(f.mention, place, line, reading)]
    if acts and "对{agent" not in construction.left:
        fillers = [f for f in fillers if f.role != "agent" or not _adverbial(line, f.mention, place, reading, grammar)]
    core = {f.role for f in fillers}
    if not core >= wanted_roles(construction) - ({"agent"} if spoken_at else set()):
        return None
    fillers.extend(f for f in _adjuncts(line, place, reading, grammar) if f.role not in core)
    if sense.heads and not any(
        f.mention.head in sense.heads or any(f.mention.name.endswith(h) for h in sense.heads) for f in fillers if f.role == "theme"
    ):
        return None
    begin = window + before.start()
    modality = find_modality(line, begin, place, grammar)
    return Frame(span, sense.relation, tuple(fillers), construction.name, reading.sentence.span, modality)


def _modifies(mention: Mention, place: int, line: Line, reading: Reading) -> bool:
    """Whether a mention behind the verb only modifies the noun behind it: 建立上市公司/培育库."""
    after = next((w for w in reading.words.words if w.start == mention.span.end), None)
    return mention.span.start > line.offsets[place] and after is not None and after.pos in NOMINAL


def _employer(mention: Mention, role: Span, reading: Reading, grammar: Grammar) -> Mention:
    """The body of a person's post that stands right behind a role: 承办方/某学校校长张三 means the school."""
    for post in reading.posts:
        body = post.words.name.removesuffix(post.words.head)
        if post.person.span == mention.span and post.words.span.start == role.end and grammar.ends("orgSuffix", body):
            return Mention(post.words.span, body, "Organization", body)
    return mention


def _without_senders(line: Line, fillers: list[Filler], place: int, grammar: Grammar) -> list[Filler]:
    """The fillers without the bodies whose unnamed people attend: 甲处、乙处负责人参加."""
    bodies = [f.mention for f in fillers if f.role == "agent" and f.mention.cls != "Person" and f.mention.span.end <= line.offsets[place]]
    if not bodies:
        return fillers
    behind = line.text[max(m.span.end for m in bodies) : line.offsets[place]]
    if not any(noun in behind for noun in grammar.words["memberNoun"]):
        return fillers
    return [f for f in fillers if f.role != "agent" or f.mention not in bodies]


def _adverbial(line: Line, mention: Mention, place: int, reading: Reading, grammar: Grammar) -> bool:
    """Whether a mention left of the verb stands behind a preposition of its own: 为某县举办, 在某省的某地开展."""
    if mention.span.start >= line.offsets[place]:
        return False
    before = next((w for w in reversed(reading.words.words) if w.end == mention.span.start), None)
    if before is not None and before.pos in {"p", "v"} and before.text in grammar.words["beneficiary"]:
        return not line.string.startswith("的", place + 2) or before.text not in grammar.words["regarding"]
    described = line.string.startswith("的", place + 2)
    if before is not None and before.pos == "p" and before.text in grammar.words["placeMark"] and not described:
        return True
    if mention.cls != "Place":
        return False
    clause = max(reading.words.text.rfind(c, reading.sentence.span.start, mention.span.start) for c in "，。；：") + 1
    marks = [
        w for w in reading.words.words if clause <= w.start < mention.span.start and w.pos == "p" and w.text in grammar.words["placeMark"]
    ]
    return bool(marks) and not any(marks[-1].end <= span.start < mention.span.start for _, span in line.verbs)


def _nearest(pattern: re.Pattern[str], string: str) -> re.Match[str] | None:
    """The match whose theme stands nearest to the verb, its other ends being the same."""
    best = pattern.search(string)
    while best is not None and (following := pattern.search(string, best.start() + 1)) is not None:
        same = all(best[g] == following[g] for g in best.groupdict() if not g.startswith("theme"))
        if not same or best.groupdict() == following.groupdict():
            break
        best = following
    return best


def wanted_roles(construction: Construction) -> set[str]:
    """The roles that a construction's template names."""
    return set(re.findall(r"\{(\w+)(?::\w+)?[+*]?\}", construction.left + construction.right))


def _open_list(line: Line, start: int, end: int, grammar: Grammar) -> Iterator[Mention]:
    """The members of a list that need not be known names: cut at 、 and 和, after the last 的, up to 等."""
    string = re.split(r"等|[（(]", line.string[start:end])[0]
    telling = any(_is_product(piece, grammar) for piece in re.split("、|以及", SYMBOL.sub("", string)))
    position = start
    described = string.rfind("的")
    for piece in re.split(r"(、|以及|(?<=[^\W\d_])和(?=[^\W\d_]))", string):
        here, position = position, position + len(piece)
        if piece in {"、", "以及", "和", "及", ""}:
            continue
        symbols = SYMBOL.findall(piece)
        if len(symbols) == 1 and len(piece.lstrip("了出")) == 2:
            yield from (m for m in line.mentions_of(symbols[0]) if m.cls in {"Product", "Document", "Event", "Words"})
            continue
        skip = max(piece.rfind("的") + 1, 1 if piece[0] in "了出" else 0)
        if here + len(piece) > len(line.offsets):
            continue
        first = line.offsets[here + skip] if skip < len(piece) else None
        if first is None:
            continue
        last = line.offsets[here + len(piece) - 1] + 1
        if symbols and SYMBOL.match(piece[-2:]):
            last = max(m.span.end for m in line.mentions_of(piece[-2:]) or [Mention(Span(first, last), "", "", "")])
        text = line.text[first:last].strip()
        modifier = here - start + len(piece) <= described  # 规模最大、技术领先的某网络
        if not modifier and (_is_product(text, grammar) or (telling and _is_listed(text, grammar))):
            begin = line.text.index(text, first)
            yield Mention(
                Span(begin, begin + len(text)),
                text,
                "Product",
                re.sub(r"[“”]", "", text) if text.count("“") != text.count("”") else text.strip("“”"),
                head=text[-2:],
            )


def _is_product(text: str, grammar: Grammar) -> bool:
    if not 3 <= len(text) <= 30 or re.search(r"[，。；：]|[0-9一二三四五六七八九十多几]+[余多]?[项个件套款种名家台]", text):
        return False
    return (
        text not in grammar.words["genericProduct"]
        and grammar.ends("productHead", text)
        and not any(text == w for w in grammar.words["productHead"])
    )


def _is_listed(text: str, grammar: Grammar) -> bool:
    """Whether a member of a list that holds products may be one: a phrase without figures and punctuation."""
    return 4 <= len(text) <= 30 and text not in grammar.words["genericProduct"] and not re.search(r"[，。；：了着过]|\d", text)


def _adjuncts(line: Line, place: int, reading: Reading, grammar: Grammar) -> Iterator[Filler]:
    """Place, time and setting of the verb's clause: the nearest before it, a date also from an earlier part of the sentence."""
    string = line.string
    clause = max(string.rfind(c, 0, place) for c in "，。；！？：") + 1
    stop = min([i for c in "，。；！？" if (i := string.find(c, place)) >= 0] or [len(string)])
    place_found = re.search(f"[在于](?:位于)?([{SYMBOLS['G']}{SYMBOLS['g']}].)[^，。；]{{0,12}}?\\Z", string[clause:place])
    places = re.findall(
        f"[在于](?:位于)?((?:[{SYMBOLS['G']}{SYMBOLS['g']}].)(?:[、和及](?:[{SYMBOLS['G']}{SYMBOLS['g']}].))*)", string[clause:place]
    )
    own = re.search(f"在([{SYMBOLS['R']}].)[^，。；]{{0,12}}?\\Z", string[clause:place])
    places = places or ([own[1]] if own else [])
    near = [m for m in _symbols(line, clause, place, "g") if line.text[: m.span.start].endswith(("在", "于"))]
    chosen = places[-1] if places else (place_found[1] if place_found else "")
    yield from (Filler("place", m) for m in near[-1:] if not chosen)
    for mention in line.mentions_of(chosen):
        yield Filler("place", mention)
    times = [m for m in _symbols(line, clause, place, "T")] or [m for m in _symbols(line, place, min(stop, place + 8), "T")]
    if not times:
        times = _leading_times(line, clause)
    if times:
        yield Filler("time", times[-1])
    before = max((string.rfind(c, 0, place) for c in "。；！？"), default=-1) + 1
    tails = "|".join(sorted(grammar.words["settingTail"], key=len, reverse=True))
    before = max(before, place - WINDOW)
    settings = re.findall(f"((?:[{SYMBOLS['E']}{SYMBOLS['N']}{SYMBOLS['Q']}].))(?:{tails}|开幕式|闭幕式)", string[before:place])
    if settings:
        for mention in line.mentions_of(settings[-1]):
            yield Filler("setting", mention)


def _symbols(line: Line, start: int, end: int, kinds: str) -> list[Mention]:
    return [m for kind in kinds for m in line.mentions_of("".join(re.findall(f"{SYMBOLS[kind]}.", line.string[start:end])))]


def _leading_times(line: Line, clause: int) -> list[Mention]:
    """A date that opens the sentence, or a clause of its own before the verb's."""
    before = max(line.string.rfind(c, 0, max(clause - 1, 0)) for c in "，。；：！？") + 1
    if re.search(f"{SYMBOLS['T']}.[^，。；]{{0,3}}，\\Z", line.string[before:clause]):
        return _symbols(line, before, clause, "T")
    sentence = max((line.string.rfind(c, 0, max(clause - 1, 0)) for c in "。；！？"), default=-1) + 1
    head = re.match(f"[^，。；]{{0,6}}({SYMBOLS['T']}.)[^，。；]{{0,3}}，", line.string[sentence:clause])
    return line.mentions_of(head[1]) if head else []


def find_modality(line: Line, begin: int, place: int, grammar: Grammar) -> Modality:
    """The modality that the words between the first end and the verb give, the nearest mark deciding; asserted where none stands.

    What a document proposes (《规划》提出，组织实施……) is desired.
    """
    clause = max(line.string.rfind(c, 0, place) for c in "，。；！？：") + 1
    first = max(clause, begin - 2 * REACH) if begin > clause else begin
    sentence = max((line.string.rfind(c, 0, place) for c in "。！？"), default=-1) + 1
    start = line.offsets[sentence]
    if any(line.text.startswith(word, start) for word in grammar.words["hypoWord"]):
        return "hypothetical"
    content = "|".join(sorted(grammar.words["contentVerb"]))
    said = re.search(f"{SYMBOLS['D']}.[^，。；]{{0,6}}?({content})", line.string[max(sentence, place - WINDOW) : place])
    best: tuple[int, str] = (-1, "desired" if said else "asserted")
    near = bisect_left(line.plain, line.offsets[first], key=lambda word: word.start)
    for word in takewhile(lambda word: word.start < line.offsets[place], islice(line.plain, near, None)):
        for words, modality in grammar.modality_lists:
            listed = word.text in grammar.words[words] or line.text[word.start : word.end + 1] in grammar.words[words]
            if listed and word.start >= best[0]:
                best = (word.start, modality)
    return MODALITIES[best[1]]


def _srl_frames(reading: Reading, grammar: Grammar, frames: list[Frame]) -> Iterator[Frame]:
    """Frames of the engine's semantic roles for verbs that no construction fired at."""
    fired = [frame.predicate for frame in frames]
    for srl in reading.sentence.srl:
        word = srl.predicate.of(reading.words.text)
        if any(srl.predicate.overlaps(f) for f in fired):
            continue
        for sense in grammar.senses.get(word, ()):
            fillers = tuple(_srl_fillers(reading, srl))
            if {f.role for f in fillers} & {"agent", "theme"}:
                yield Frame(srl.predicate, sense.relation, fillers, "srl", reading.sentence.span)


ROLE_OF_LABEL: Mapping[str, str] = {"ARG0": "agent", "ARG1": "theme", "ARGM-LOC": "place", "ARGM-TMP": "time", "ARG2": "coagent"}


def _srl_fillers(reading: Reading, srl: Srl) -> Iterator[Filler]:
    for role in srl.roles:
        name = ROLE_OF_LABEL.get(role.label)
        if name:
            yield from (Filler(name, m) for m in reading.mentions if m.span in role.span)
