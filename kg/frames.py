"""Frames: what each verb says of the mentions around it, by the constructions of the clause grammar and by the engine's SRL."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise, takewhile

from kg.changes import ends_a_span, with_changes
from kg.grammar import SYMBOLS, Construction, Grammar, Sense, compiled
from kg.lines import SYMBOL, Line, draw_line
from kg.mentions import Reading
from kg.mentions.words import NOMINAL
from kg.model import Filler, Frame, Mention, Modality, Span, Srl

MODALITIES: Mapping[str, Modality] = {
    "asserted": "asserted",
    "planned": "planned",
    "former": "former",
    "denied": "denied",
    "desired": "desired",
    "hypothetical": "hypothetical",
}
WINDOW = 240
SETTING = re.compile("上|中|期间|现场")
REACH = 6
BREAK = re.compile(r"[。；！？]")
PERSON_BEFORE = re.compile(f"{SYMBOLS['P']}.", re.DOTALL)
# What stands between two people of a list: a mark, then posts and bodies, but no verb and no relative clause.
LISTED = re.compile(f"[，、和与及][^。；：！？的{SYMBOLS['V']}{SYMBOLS['v']}]{{0,30}}")


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
                if sense.relation in done or not serves(construction, sense) or "carried out" in done and sense.subject_role == "agent":
                    continue
                frame = _fire(line, place, span, sense, construction, grammar, reading)
                if frame is not None:
                    done.update({sense.relation, "carried out"} if sense.heads else {sense.relation})
                    frames.append(frame)
    return list(with_changes([*frames, *_srl_frames(reading, grammar, frames)], line, grammar))


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
    return compiled(grammar, construction, sense.subjects if acts else ("Agent",), sense.objects if acts else sense.subjects)


def _fire(line: Line, place: int, span: Span, sense: Sense, construction: Construction, grammar: Grammar, reading: Reading) -> Frame | None:
    acts = sense.subject_role == "agent"
    left, right = halves(construction, sense, grammar)
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
        fillers = _without_senders(line, [*fillers, *_listed_people(line, fillers, place)], place, grammar)
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


def _listed_people(line: Line, fillers: list[Filler], place: int) -> Iterator[Filler]:
    """The people whom a list joins to the agents before the verb, also over words that were not read as their posts."""
    found = list(PERSON_BEFORE.finditer(line.string, 0, place))
    people = [line.mentions_of(match[0])[0] for match in found]
    joined = [LISTED.fullmatch(line.string, a.end(), b.start()) is not None for a, b in pairwise(found)]
    agents = {f.mention for f in fillers if f.role == "agent"}
    listed = {i for i, person in enumerate(people) if person in agents}
    for i in [*reversed(range(len(joined))), *range(len(joined))]:
        if joined[i] and listed & {i, i + 1}:
            listed |= {i, i + 1}
    yield from (Filler("agent", people[i]) for i in sorted(listed) if people[i] not in agents)


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
    described = line.string.startswith("的", place + 2)
    if before is not None and before.pos in {"p", "v"} and before.text in grammar.words["beneficiary"]:
        return not described or before.text not in grammar.words["regarding"]
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
        last = any(best.end(g) == following.end(g) for g in best.groupdict() if g.startswith("theme") and best[g])  # of a coordination
        if not same or last or best.groupdict() == following.groupdict():
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
    times = [m for m in times if not ends_a_span(line, m, grammar)]
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
    unled = "".join(f"(?<!{word})" for word in sorted(grammar.words["adjunctMark"]))  # 根据《预案》规定 proposes nothing
    said = re.search(f"{unled}{SYMBOLS['D']}.[^，。；]{{0,6}}?({content})", line.string[max(sentence, place - WINDOW) : place])
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
