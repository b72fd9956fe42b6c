"""Names whose edges are weighed: of all candidates of an article those that the fitted weights find likely, put among its mentions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.grammar import Grammar
from kg.mentions.people import Post, checked, plain_name
from kg.mentions.phrases import event_name
from kg.mentions.reading import Reading
from kg.mentions.signs import Context, Signs, find_signs, rows_of
from kg.mentions.spans import BREAK, HEADS, Candidate, heads_event, verbs_of_holding
from kg.mentions.weights import Weights
from kg.mentions.words import Words, is_event_head
from kg.model import Mention, Span

# A name inside a document's title or a product must be this likely to take its place.
SURE = 0.8
# An event that only generic words tell (世界贸易大会) must be this likely to be a name and not a word that points back.
LIKELY = 0.7
SHORTEST = 4
# A name between 主办的 and 在某地举行 may be as unlikely: of a head that no gold has.
LICENSED = 0.01
# Words between a name and the head of its part, and by how much the longer name is likelier.
MOST_BEHIND, LONGER = 2, 1e-6
# A name beside another in a list may be as unlikely.
BESIDE = 0.2
IN_FRONT = "titleBefore"


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate that was taken: its class, its span and how likely it is."""

    cls: str
    span: Span
    probability: float


def weigh_edges(readings: Sequence[Reading], grammar: Grammar, weights: Weights, *, context: Context) -> list[Reading]:
    """The readings of an article's sentences with the names that the weights find in them."""
    signs = find_signs(readings, grammar, context)
    found = [s for s in signs if s is not None]
    if not found:
        return list(readings)
    scores = weights.probabilities(rows_of(found, weights.codes))
    weighed, at = [], 0
    for reading, sign in zip(readings, signs, strict=True):
        if sign is None:
            weighed.append(reading)
            continue
        own = scores[at : at + len(sign.candidates)].tolist()
        at += len(own)
        own = _licensed(reading, sign, own, least=weights.least, grammar=grammar)
        weighed.append(with_names(reading, choose(reading, sign, own, least=weights.least), grammar))
    return weighed


def _licensed(reading: Reading, signs: Signs, scores: Sequence[float], *, least: Mapping[str, float], grammar: Grammar) -> Sequence[float]:
    """The scores, with those of names that the frame around them licenses raised to what is taken, of each frame the likeliest."""
    best: dict[int, int] = {}
    for i, candidate in enumerate(signs.candidates):
        if candidate.cls != "Event" or scores[i] < LICENSED:
            continue
        if any(licenses(reading, candidate, grammar) for licenses in (_fills_frame, _is_held, _is_set_off)):
            best[candidate.first] = max(best.get(candidate.first, i), i, key=lambda k: scores[k])
    raised = {i: least["Event"] for i in best.values()}
    likely = {i: score for i, score in enumerate(scores) if signs.candidates[i].cls == "Event" and score >= least["Event"]}
    if likely:  # few sentences have a name
        raised |= dict(_up_to_head(reading, signs, likely, grammar=grammar))
        raised |= dict(_double_titles(reading, signs, scores, likely=likely, grammar=grammar))
        raised |= {
            i: least["Event"] for i in _beside_names(reading, signs, likely, grammar=grammar) if BESIDE <= scores[i] < least["Event"]
        }
    return [max(score, raised.get(i, 0.0)) for i, score in enumerate(scores)] if raised else scores


def _up_to_head(reading: Reading, signs: Signs, likely: Mapping[int, float], *, grammar: Grammar) -> Iterator[tuple[int, float]]:
    """Names that go on from one that is likely to the head of a part right behind it: 第二届某某博览会/欢迎晚宴 beside 举行."""
    words = reading.words
    for i, candidate in enumerate(signs.candidates):
        follows = words[candidate.last + 1] if candidate.last + 1 < len(words) else None
        governed = candidate.first > 0 and words[candidate.first - 1].text in grammar.words["eventVerb"]
        closed = follows is None or follows.text in grammar.words["holdVerb"] or governed and follows.pos == "w"
        if not closed or words[candidate.last].text not in grammar.words["eventHead"]:
            continue
        for k, score in likely.items():
            behind = range(signs.candidates[k].last + 1, candidate.last + 1)
            near = signs.candidates[k].first == candidate.first and 0 < len(behind) <= MOST_BEHIND
            if near and all(words[j].pos in {"v", "vn", "n"} and not words.gap(j) for j in behind):
                yield i, score + LONGER


def _double_titles(
    reading: Reading, signs: Signs, scores: Sequence[float], *, likely: Mapping[int, float], grammar: Grammar
) -> Iterator[tuple[int, float]]:
    """Names of two titles of which the first, before 暨, is none of an event (某行动启动暨某仪式)."""
    joints = {i for i, word in enumerate(reading.words.words) if word.text in grammar.words["jointTitle"]}
    joints -= {signs.candidates[k].last + 1 for k in likely}
    for i, candidate in enumerate(signs.candidates) if joints else ():
        if candidate.cls != "Event" or scores[i] < BESIDE or joints.isdisjoint(range(candidate.first + 1, candidate.last)):
            continue
        parts = ((signs.candidates[k], score) for k, score in likely.items())
        inside = [score for part, score in parts if candidate.first <= part.first and part.last <= candidate.last]
        if inside:
            yield i, max(inside) + LONGER


def _beside_names(reading: Reading, signs: Signs, likely: Collection[int], *, grammar: Grammar) -> Iterator[int]:
    """Candidates that 、 or 和 joins to a likely name: 某装备展和某招聘会."""
    joints = {i for i, word in enumerate(reading.words.words) if word.text == "、" or word.text in grammar.words["innerJoint"]}
    opens, closes = {signs.candidates[k].first for k in likely}, {signs.candidates[k].last for k in likely}
    for i, candidate in enumerate(signs.candidates):
        behind = candidate.first - 1 in joints and candidate.first - 2 in closes
        if candidate.cls == "Event" and (behind or candidate.last + 1 in joints and candidate.last + 2 in opens):
            yield i


def _fills_frame(reading: Reading, candidate: Candidate, grammar: Grammar) -> bool:
    """Whether a candidate is all that stands between 主办的 and 在某地举行, 期间 or, with a listed head, any verb: an event."""
    words, first, last = reading.words, candidate.first, candidate.last
    held = first > 1 and words[first - 1].text in grammar.words["attributiveMark"] and words[first - 2].text in grammar.words["eventVerb"]
    if not held or words[last].text == "》" or last + 1 >= len(words):
        return False
    after = words[last + 1]
    told = is_event_head(words[last].text, grammar) and words[first].text not in grammar.words["bareEvent"]
    if after.text in grammar.words["settingTail"] and after.pos == "f" or after.pos == "v" and told:
        return True
    dates = {span.start for span in reading.dates}
    set_off = after.start in dates or after.text in grammar.words["placeMark"]
    return set_off and dates.isdisjoint(range(words[first].end, after.start)) and _verb_behind(reading, last, grammar) is not None


def _verb_behind(reading: Reading, last: int, grammar: Grammar) -> int | None:
    """The verb of holding that word `last` reaches over words of place and time, or None where another verb or a break comes first."""
    words = reading.words.words
    for k in range(last + 1, len(words)):
        if words[k].text in grammar.words["holdVerb"]:
            return k
        if words[k].pos in {"v", "u", "c"} or words[k].text in BREAK:
            return None
    return None


def _is_held(reading: Reading, candidate: Candidate, grammar: Grammar) -> bool:
    """Whether a candidate that looks like a name is the whole subject of a clause that ends with a verb of holding: 2日，某某在某地开幕."""
    words, first, last = reading.words, candidate.first, candidate.last
    if last + 1 >= len(words) or not _opens_clause(reading, first) or not _looks_named(reading, candidate, grammar):
        return False
    after = words[last + 1]
    dates = {span.start for span, date in reading.dates.items() if len(date.start) > len("2024") or span.start == after.start}
    set_off = (
        after.start in dates or after.pos in {"d", "ad", "TIME"} or any(after.text in grammar.words[w] for w in ("placeMark", "holdVerb"))
    )
    verb = _verb_behind(reading, last, grammar) if set_off and dates.isdisjoint(range(words[first].end, after.start)) else None
    closes = verb is not None and (verb + 1 == len(words) or words[verb + 1].text in BREAK)
    return closes and verb is not None and words[verb].text in grammar.words["openVerb"]


def _is_set_off(reading: Reading, candidate: Candidate, grammar: Grammar) -> bool:
    """Whether a candidate with an edition or a quotation is all between 在 and 上, or behind a verb of holding or attending."""
    words, first, last = reading.words, candidate.first, candidate.last
    before = words[first - 1].text if first else ""
    if first > 1 and (before in grammar.words["aspectMarker"] or before in grammar.words["attributiveMark"]):
        before = words[first - 2].text
    follows = words[last + 1].text if last + 1 < len(words) else "。"
    setting = before in grammar.words["placeMark"] and follows in grammar.words["settingTail"]
    taken = before in verbs_of_holding(grammar) and (follows in BREAK or follows in grammar.words["keptAdverb"])
    return (setting or taken) and _tells_which(words, candidate, grammar)


def _tells_which(words: Words, candidate: Candidate, grammar: Grammar) -> bool:
    """Whether a candidate opens with a quotation or holds an edition, ends in a listed head, and has no 的, no 等 outside of quotations."""
    first, last = candidate.first, candidate.last
    plain, k = [], first
    while k <= last:
        plain.append(words[k].text)
        k = max(words.partner.get(k, k), k) + 1
    closed = grammar.words["attributiveMark"] | grammar.words["andOthers"] | grammar.words["demonstrative"]
    numbered = any(grammar.pattern("edition").match(text) for text in plain)
    return heads_event(grammar, _head_word(words, candidate)) and (numbered or plain[0] == "“") and closed.isdisjoint(plain)


def _head_word(words: Words, candidate: Candidate) -> str:
    """The word in which a candidate ends, the mark of a quotation left aside."""
    return words[candidate.last - (words[candidate.last].text == "”")].text


def _has_place(words: Words, candidate: Candidate, grammar: Grammar) -> bool:
    """Whether a preposition of place stands in a candidate, outside of quotations: the name ends before it."""
    k = candidate.first
    while k <= candidate.last:
        if words[k].text in grammar.words["placeMark"]:
            return True
        k = max(words.partner.get(k, k), k) + 1
    return False


def _opens_clause(reading: Reading, first: int) -> bool:
    """Whether word `first` stands at the edge of a clause, or right behind the date that opens it."""
    words = reading.words
    ends = {span.end: span.start for span in reading.dates}
    start = ends.get(words[first - 1].end, words[first].start) if first else 0
    while first and words[first - 1].start >= start:
        first -= 1
    return first == 0 or words[first - 1].text in BREAK


def _looks_named(reading: Reading, candidate: Candidate, grammar: Grammar) -> bool:
    """Whether a candidate has a listed head behind words that tell which, or an edition or a quotation, and points back to nothing."""
    opening = reading.words[candidate.first]
    lists = ("demonstrative", "genericModifier", "bareEvent", "severalMark")
    if opening.pos in {"r", "p", "c", "d", "q"} or any(opening.text in grammar.words[w] for w in lists):
        return False
    numbered = grammar.pattern("edition").match(opening.text) is not None
    if _has_place(reading.words, candidate, grammar):
        return False
    return (
        numbered
        or opening.text == "“"
        or opening.pos not in {"v", "m", "TIME"}
        and heads_event(grammar, _head_word(reading.words, candidate))
    )


def choose(reading: Reading, signs: Signs, scores: Sequence[float], *, least: Mapping[str, float]) -> list[Choice]:
    """The candidates that are likely enough, none overlapping, the likeliest first."""
    likely = [i for i, candidate in enumerate(signs.candidates) if scores[i] >= least.get(candidate.cls, 1.0)]
    chosen: list[Choice] = []
    taken: set[int] = set()
    for i in sorted(likely, key=lambda i: (-scores[i], i)):
        span = span_of(reading, signs.candidates[i])
        if taken.isdisjoint(range(span.start, span.end)):
            chosen.append(Choice(signs.candidates[i].cls, span, scores[i]))
            taken.update(range(span.start, span.end))
    return chosen


def span_of(reading: Reading, candidate: Candidate) -> Span:
    """The characters of a candidate."""
    return Span(reading.words[candidate.first].start, reading.words[candidate.last].end)


def with_names(reading: Reading, choices: Sequence[Choice], grammar: Grammar) -> Reading:
    """The reading with the chosen names in place of the mentions that share characters with them."""
    draft = _Draft(reading, grammar)
    for choice in choices:
        if choice.cls == "Post":
            draft.put_post(choice)
        else:
            draft.put_event(choice)
    mentions = sorted(set(draft.at.values()), key=lambda m: m.span)
    spans = {mention.span for mention in mentions}
    return replace(
        reading,
        mentions=tuple(mentions),
        posts=tuple(post for post in draft.posts.values() if post.person.span in spans),
        dates={span: date for span, date in reading.dates.items() if span in spans},
    )


class _Draft:
    """The mentions of a sentence by their offsets and its posts by person and pattern, so that each choice looks at its own characters."""

    def __init__(self, reading: Reading, grammar: Grammar) -> None:
        self.reading, self.grammar = reading, grammar
        self.at = {offset: mention for mention in reading.mentions for offset in range(mention.span.start, mention.span.end)}
        self.posts = dict(enumerate(reading.posts))
        self.held: dict[int, list[int]] = {}
        self.of_person: dict[Span, list[int]] = {}
        for number, post in self.posts.items():
            self._index(number, post)

    def _index(self, number: int, post: Post) -> None:
        self.of_person.setdefault(post.person.span, []).append(number)
        for offset in range(post.words.span.start, post.words.span.end):
            self.held.setdefault(offset, []).append(number)

    def met(self, span: Span) -> list[Mention]:
        """The mentions that share characters with a span, in order."""
        return list(dict.fromkeys(self.at[k] for k in range(span.start, span.end) if k in self.at))

    def put_event(self, choice: Choice) -> None:
        """The chosen event in place of what it meets, where nothing of this holds its ground."""
        choice = self._without_narrative(choice)
        span = choice.span
        text = span.of(self.reading.words.text)
        met = self.met(span)
        name = event_name(self.grammar.pattern("declaredBracket").sub("", text))
        in_post = any(k in self.held for k in range(span.start, span.end))
        several = name.startswith(tuple(self.grammar.words["severalMark"]))
        if len(name) < SHORTEST or several or in_post or any(self._stays(m, choice) or self._entitles(m, span) for m in met):
            return
        self._drop(met)
        self._add(Mention(span, text, "Event", name, "name", _head(name, self.grammar)))

    def _without_narrative(self, choice: Choice) -> Choice:
        """An event without the 当天 that opens its candidate, which is when it is held."""
        text = choice.span.of(self.reading.words.text)
        opening = next((w for w in self.grammar.words["narrative"] if text.startswith(w)), "")
        return replace(choice, span=Span(choice.span.start + len(opening), choice.span.end)) if opening else choice

    def put_post(self, choice: Choice) -> None:
        """The post in front of a person with the chosen words; those who share what stood there (副校长甲、乙) share it still."""
        span = choice.span
        person = self.at.get(span.end)
        if person is None or person.cls != "Person" or person.span.start != span.end or person.form != "name":
            return
        met = self.met(span)
        here = [n for n in self.of_person.get(person.span, ()) if self.posts[n].words.span.overlaps(span)]
        if any(m.cls == "Person" for m in met) or any(self.posts[n].pattern != IN_FRONT for n in here):
            return  # 某局发言人由副局长张三担任: what the clause says of the name is no title in front of it
        text = span.of(self.reading.words.text)
        words = Mention(span, text, "Words", plain_name(text), head=self._last_word(span))
        old = self.posts[here[0]] if here else None
        made = checked(replace(old, words=words) if old else Post(words, person), self.grammar)
        if made is None:
            return
        self._drop(met)
        if old is None:
            number = len(self.posts)
            self.posts[number] = made
            self._index(number, made)
            return
        for number in [n for n in dict.fromkeys(self.held[old.words.span.start]) if self.posts[n].words.span == old.words.span]:
            self.posts[number] = replace(made, person=self.posts[number].person)
            for offset in range(span.start, span.end):
                self.held.setdefault(offset, []).append(number)

    def _entitles(self, mention: Mention, span: Span) -> bool:
        """Whether a span opens with a title, which a particle parts from the speech that bears it: 题为“……”的讲座."""
        words = self.reading.words.words
        after = bisect_left(words, mention.span.end, key=lambda word: word.start)
        particle = after < len(words) and words[after].pos == "u"
        return mention.use == "motto" and mention.span.start == span.start and particle

    def _stays(self, mention: Mention, choice: Choice) -> bool:
        """Whether a mention holds its ground against a choice; 大会开幕式 always does, as it is the part of what is told elsewhere."""
        lists, head = self.grammar.words, mention.head
        points = mention.form == "anaphor" and mention.span == choice.span
        wholes = {head.removesuffix(part) for part in lists["partHead"]} - {head}
        alone = {""} if mention.text == head else set()
        return points and not wholes.isdisjoint(lists["bareEvent"] | alone) or _stays(mention, choice)

    def _drop(self, mentions: Sequence[Mention]) -> None:
        for mention in mentions:
            for offset in range(mention.span.start, mention.span.end):
                del self.at[offset]

    def _add(self, mention: Mention) -> None:
        self.at.update(dict.fromkeys(range(mention.span.start, mention.span.end), mention))

    def _last_word(self, span: Span) -> str:
        """The word in which a span ends."""
        words = self.reading.words.words
        return words[bisect_left(words, span.end, key=lambda word: word.end)].text


def _stays(mention: Mention, choice: Choice) -> bool:
    """Whether a mention holds its ground: a person or a title that is not wholly inside, what holds the whole name unless that is sure."""
    inside = mention.span in choice.span and len(mention.span) < len(choice.span)
    if inside or mention.form != "name":  # 例行记者会: what tells nothing of its own is no name, unless it likely is
        return mention.span == choice.span and mention.cls == choice.cls and choice.probability < LIKELY
    holds = choice.span in mention.span and len(choice.span) < len(mention.span)
    if mention.cls == "Person" or mention.text[:1] in "《〈" and mention.span != choice.span:
        return True
    if holds and mention.cls == "Organization" and mention.span.end > choice.span.end:
        return True  # 某某运动会组委会
    return holds and mention.cls in {"Document", "Product", "Date"} and choice.probability < SURE


def _head(name: str, grammar: Grammar) -> str:
    """The longest listed event noun in which a name ends, closing marks and a year left aside; else its last two characters."""
    bare = name.rstrip("”》）)0123456789") or name
    return next((h for h in _endings(bare) if any(h in grammar.words[heads] for heads in HEADS)), bare[-2:])


def _endings(name: str) -> Iterator[str]:
    return (name[i:] for i in range(max(0, len(name) - 8), len(name) - 1))
