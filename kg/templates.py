"""The language that the clause grammar is written in, read into regular expressions over lines.

A template is what a linguist reads: words, roles, named pieces, gaps of bounded length. It is a closed language, so that whatever
somebody writes runs in time linear in the sentence: what it does not know, a regular expression among it, is refused where it stands.
Roles are left open, since what may fill them depends on the verb; everything else is an expression at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from kg.errors import OntologyError
from kg.messages import Message, message
from kg.patterns import compile_pattern

# Kinds of symbols in a line: one private character each, followed by the number of the mention.
KINDS = "PORrGgENDKQTWVva"
SYMBOLS = MappingProxyType({kind: chr(0xE000 + i) for i, kind in enumerate(KINDS)})
NUMBER = 0xF0000
ROLES = frozenset({"agent", "theme", "words", "coagent", "place", "time", "setting"})
# The pieces that signs and coordinations stand for.
ADVERBIAL, ADVERBIALS = "adverbial", 8
CONJUNCTION, CLOSING, OPEN = "conjunction", "closing", "openMembers"
MEMBERS = 40
CLAUSE, SENTENCE = "，。；：！？", "。；！？"
SIGNS: Mapping[str, str] = MappingProxyType({"^": "(?:\\A|(?<=[，。；：！？、 ]))", "$": "\\Z", "␣": " "})
# Gap -> the marks that it stops at, the kinds of symbols that it does not reach over, its length where none is written.
GAPS: Mapping[str, tuple[str, str, int]] = MappingProxyType({"~~": (SENTENCE, "", 120), "~": (CLAUSE, "V", 40), "…": (CLAUSE, KINDS, 8)})

SLOT = re.compile(r"\{(\w+)(?::(\w+))?([+*]?)\}")
NAMED = re.compile(r"<(\w+)>")
GAP = re.compile(r"(~~|~|…)(?:(?:(\d+)-)?(\d+))?(?:\[(?:(with V)(?: no ([^\]]+))?|no ([^\]]+))\])?")
# Characters of the longest gap: a sentence that nobody cut is no longer.
FURTHEST = 200
# In an expression: a gap, or a repeat without bound.
UNBOUND = re.compile(r"\[\^|(?<!\\)[*+]")
REPEAT = re.compile(r"([*+])(\d{1,2})|[?*+]")
WORD = re.compile(r"[^\W_V]+")
# A mark stands for itself: whatever is not ASCII and no sign, and the marks of Latin text that no sign looks like.
MARK = re.compile(r"[^\x00-\x7f…␣]|[,:;/%-]")
ACCEPTED = message(
    "{{role}} and V outside groups, {{role:KINDS+}}, words, <KINDS>, <piece>, _, "
    "gaps (~8, ~~2-60, …4[no P], ~8[with V]), ( a | b ), x? x* x*3 x+ x+3, ^, $, ␣, &x, !x, <!x"
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A role in a template: the kinds of symbols that it asks for (empty: those of the verb's relation), and `+` or `*` for a list."""

    role: str
    kinds: str
    flag: str


Parts = tuple[str | Slot, ...]


@dataclass(slots=True)
class Pieces:
    """The named pieces of a grammar, and its lists of words, as expressions; each is read when a template first asks for it."""

    templates: Mapping[str, Sequence[str]]
    words: Mapping[str, frozenset[str]]
    read: dict[str, str] = field(default_factory=dict)
    compiled: dict[str, re.Pattern[str]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)

    def __contains__(self, name: str) -> bool:
        return name in self.templates or name in self.words

    def expression(self, name: str) -> str:
        """The expression of a piece, its longest alternative first, as that says the most; raises OntologyError as `read_template` does."""
        if name not in self.read:
            self.open.append(name)
            try:
                self.read[name] = _either(list(self._ways(name)))
            finally:
                self.open.pop()
        return self.read[name]

    def pattern(self, name: str) -> re.Pattern[str]:
        """The expression of a piece, compiled; raises OntologyError as `read_template` does."""
        if name not in self.compiled:
            self.compiled[name] = compile_pattern(self.expression(name))
        return self.compiled[name]

    def _ways(self, name: str) -> Iterator[str]:
        if name in self.templates:
            for template in _longest_first(self.templates[name]):
                yield read_expression(template, self, where=f"kg:Piece {name}: kg:template")
        else:
            yield from map(re.escape, _longest_first(self.words[name]))


def read_template(template: str, pieces: Pieces, *, where: str) -> tuple[Parts, Parts]:
    """What a template asks for left and right of its verb; raises OntologyError that says what stands where, and what is accepted."""
    parts = _Reader(template, pieces, where).parts(within=False)
    if parts.count(VERB) != 1:
        raise _refused(where, template, message("a V for the verb, once, outside groups; <V> for others"))
    cut = parts.index(VERB)
    return tuple(parts[:cut]), tuple(parts[cut + 1 :])


def read_expression(template: str, pieces: Pieces, *, where: str) -> str:
    """A template without roles and without a verb of its own as an expression; raises OntologyError as `read_template` does."""
    found = _Reader(template, pieces, where).parts(within=True)
    return "".join(part for part in found if isinstance(part, str))


def one(kinds: str) -> str:
    """One symbol of these kinds, with its number."""
    return f"[{''.join(SYMBOLS[kind] for kind in kinds)}]."


def coordination(kinds: str, pieces: Pieces) -> str:
    """甲、乙和丙: symbols of these kinds with what joins them."""
    symbol = one(kinds)
    return f"{symbol}(?:{pieces.expression(CONJUNCTION)}(?:{one('aT')})*{symbol}){{0,{MEMBERS}}}"


VERB = Slot("V", "", "")


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of a template: its alternatives, and whether it holds a gap or a repeat without bound, so that it has no further one."""

    alternatives: tuple[str, ...]
    gap: bool = False

    @property
    def expression(self) -> str:
        return _either(self.alternatives)


@dataclass(slots=True)
class _Reader:
    """A template read from left to right."""

    template: str
    pieces: Pieces
    where: str
    place: int = 0

    def parts(self, *, within: bool) -> list[str | Slot]:
        """The parts of the whole template; `within` a piece there are neither roles nor the verb."""
        found: list[str | Slot] = []
        while self._more():
            if not within and (slot := SLOT.match(self.template, self.place)):
                found.append(self._slot(slot))
            elif not within and self.template[self.place] == "V":
                self.place += 1
                found.append(VERB)
            else:
                found.append(self._repeated().expression)
        return found

    def _more(self) -> bool:
        """Whether anything stands behind the blanks here, which say nothing."""
        while self.template.startswith(" ", self.place):
            self.place += 1
        return self.place < len(self.template)

    def _slot(self, slot: re.Match[str]) -> Slot:
        if slot[1] not in ROLES:
            roles = ", ".join(sorted(ROLES))
            raise _refused(self.where, self.template, message("the roles {roles}, not {slot}", roles=roles, slot=slot[1]))
        if not set(slot[2] or "") <= set(KINDS):
            raise _refused(self.where, self.template, message("kinds of {kinds}, not {slot}", kinds=KINDS, slot=slot[2]))
        self.place = slot.end()
        return Slot(slot[1], slot[2] or "", slot[3])

    def _repeated(self) -> _Item:
        """An item with the sign behind it that says how often it stands."""
        item = self._item()
        repeat = REPEAT.match(self.template, self.place)
        if repeat is None:
            return item
        if item.gap and repeat[0] in "*+":
            wanted = message("a bound, such as *3, for what holds a gap")
            raise _refused(self.where, self.template, wanted)
        self.place = repeat.end()
        often = f"{{{int(repeat[1] == '+')},{repeat[2]}}}" if repeat[2] else repeat[0]
        return _Item((_grouped(item.expression) + often,), item.gap or repeat[0] in "*+")

    def _item(self) -> _Item:
        template, place = self.template, self.place
        if gap := GAP.match(template, place):
            return self._gap(gap)
        if template.startswith("<!", place):
            return self._not_behind()
        if template[place] in "&!":
            item = self._behind(1)
            return _Item((f"(?{'=' if template[place] == '&' else '!'}{item.expression})",), item.gap)
        if template[place] == "(":
            return self._group()
        if named := NAMED.match(template, place):
            return self._named(named)
        if word := WORD.match(template, place) or MARK.match(template, place):
            self.place = word.end()
            return _Item((re.escape(word[0]),))
        if template[place] == "_":
            self.place += 1
            return _Item((f"{_grouped(self.pieces.expression(ADVERBIAL))}{{0,{ADVERBIALS}}}",), gap=True)
        if template[place] in SIGNS:
            self.place += 1
            return _Item((SIGNS[template[place]],))
        raise self._unknown()

    def _behind(self, length: int) -> _Item:
        """The item behind a sign of this length, which looks ahead or back."""
        begun = self.place
        self.place += length
        if not self._more():
            self.place = begun
            raise self._unknown()
        return self._item()

    def _gap(self, gap: re.Match[str]) -> _Item:
        marks, kinds, length = GAPS[gap[1]]
        without = gap[5] or gap[6] or ""
        barred = "".join(dict.fromkeys((kinds.replace("V", "") if gap[4] else kinds) + "".join(c for c in without if c in KINDS)))
        marks += "".join(re.escape(c) for c in without if c not in KINDS and c != " " and c not in marks)
        self.place = gap.end()
        low, high = int(gap[2] or 0), int(gap[3] or length)
        if not low <= high <= FURTHEST:
            wanted = message("a gap of at most {furthest} characters, not {gap}", furthest=FURTHEST, gap=gap[0])
            raise _refused(self.where, self.template, wanted)
        return _Item((f"[^{marks}{''.join(SYMBOLS[k] for k in barred)}]{{{low},{high}}}?",), gap=True)

    def _not_behind(self) -> _Item:
        """<!x: each alternative for itself, since what is looked back at has one length."""
        ways = self._behind(2).alternatives
        found = "".join(f"(?<!{way})" for way in ways)
        try:
            re.compile(found)
        except re.error as error:
            raise _refused(self.where, self.template, message("words behind <!")) from error
        return _Item((found,))

    def _group(self) -> _Item:
        """( a | b ), of which none is empty: what may be missing is followed by a question mark."""
        begun = self.place
        ways: list[str] = [""]
        gap = False
        self.place += 1
        while self._more() and self.template[self.place] != ")":
            if self.template[self.place] == "|":
                self.place += 1
                ways.append("")
                continue
            item = self._repeated()
            ways[-1] += item.expression
            gap = gap or item.gap
        if self.place >= len(self.template) or "" in ways:
            self.place = begun
            raise self._unknown()
        self.place += 1
        return _Item(tuple(ways), gap)

    def _named(self, named: re.Match[str]) -> _Item:
        name = named[1]
        if set(name) <= set(KINDS):
            self.place = named.end()
            return _Item((one(name),))
        if name not in self.pieces:
            wanted = message("kinds of {kinds} or a kg:Piece or kg:WordList, not <{name}>", kinds=KINDS, name=name)
            raise _refused(self.where, self.template, wanted)
        if name in self.pieces.open:
            raise _refused(self.where, self.template, message("pieces that do not hold themselves, as <{name}> does", name=name))
        self.place = named.end()
        expression = self.pieces.expression(name)
        return _Item((expression,), gap=UNBOUND.search(expression) is not None)

    def _unknown(self) -> OntologyError:
        """The error of a sign that no template knows, or that stands where it says nothing."""
        rest = self.template[self.place : self.place + 8]
        place = self.place + 1
        wanted = message("something else than {rest!r} at character {place}: {accepted}", rest=rest, place=place, accepted=ACCEPTED)
        return _refused(self.where, self.template, wanted)


def _refused(where: str, template: str, wanted: Message) -> OntologyError:
    return OntologyError(message("{where} {value!r} needs {wanted}", where=where, value=template, wanted=wanted))


def _longest_first(texts: Sequence[str] | frozenset[str]) -> list[str]:
    return sorted(texts, key=lambda text: (-len(text), text))


def _either(ways: Sequence[str]) -> str:
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _grouped(expression: str) -> str:
    return expression if len(expression) == 1 or re.fullmatch(r"\(\?:(?:[^()]|\\.)*\)", expression) else f"(?:{expression})"
