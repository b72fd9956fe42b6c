"""The names of a graph that stand in a text: as they are, without their edition, as a beginning or an end that few names have, in pinyin.

A text is never cut into names: what no name of the graph covers is no name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.namespaces import VOCABULARIES
from kg.query.candidates import Candidate
from kg.query.lookup import NameIndex, find_index, fold, index_names
from kg.query.remote import Endpoint, age_of
from kg.query.store import Source
from kg.times.words import number

# What two spellings of one name may have or lack.
MARKS = frozenset("《》〈〉“”\"'‘’「」『』【】 \u3000_")
NO_MARKS = str.maketrans("", "", "".join(sorted(MARKS)))
ORDINAL = re.compile(r"第([0-9０-９]+|[一二三四五六七八九十]+)(?=[届次期季])|首(?=[届次期季])")
DATED_OR_COUNTED = re.compile(r"(?:\d{4}年?)?(?:第\d+[届次期季])?")
QUOTED = re.compile("[“「『《]([^“”「」『』《》]+)[”」』》]")
LATIN = re.compile(r"[a-zü]+(?:[ '’]*[a-zü]+)*", re.IGNORECASE)

LONGEST_TEXT, LONGEST_NAME = 200, 60
# A beginning or an end of a name stands for it when it is so long, is so much of it, and is that of so few nodes.
PART_LENGTH, PART_SHARE, PART_NODES = 4, 0.45, 4
PINYIN_LETTERS, PINYIN_NAMES = 5, 50_000
AUTONOMOUS = "自治"
PLACE, EVENT = f"{VOCABULARIES['kg']}Place", f"{VOCABULARIES['kg']}Event"
NEAR, NEAR_SCORE = 5, 25.0


@dataclass(frozen=True, slots=True)
class Spotted:
    """Characters `start` to `end` of a text that name nodes; `how` is "name", "edition" (which it lacks), "quoted" (the part of a name
    in quotation marks), "part" or "pinyin"."""

    start: int
    end: int
    nodes: tuple[Candidate, ...]
    how: str


class Spots:
    """The names of a graph, arranged so that they are found inside a text."""

    def __init__(self, names: NameIndex) -> None:
        self.names = names
        self.exact = _gather((_squeeze_folded(name), iris) for name, iris in names.exact.items())
        series = ((key[DATED_OR_COUNTED.match(key).end() :], iris) for key, iris in self.exact.items())  # type: ignore[union-attr]
        self.editions = {key: iris for key, iris in _gather(series).items() if key not in self.exact and len(key) > 2}
        quoted = ((key, iris) for name, iris in names.exact.items() for key in _quoted_keys(name))
        self.quoted = {key: iris for key, iris in _gather(quoted).items() if key not in self.exact and len(key) > 1}
        bare = ((part, {iri for iri in iris if PLACE in names.classes[iri]}) for key, iris in self.exact.items() for part in _bare(key))
        self.places = {key: iris for key, iris in _gather(bare).items() if key not in self.exact and iris}
        keys = {**self.editions, **self.exact}
        self._begins = sorted(keys)
        self._ends = sorted(key[::-1] for key in keys)
        self.keys = keys
        self._by_character: Mapping[str, set[str]] | None = None
        self._pinyin: Mapping[str, set[str]] | None = None

    def find(self, text: str) -> list[Spotted]:
        """The names in a text, in order; of two that overlap the whole one, then the longer one."""
        squeezed, offsets = squeeze(text[:LONGEST_TEXT])
        found = [*self._whole(squeezed), *self._parts(squeezed)]
        found.sort(key=lambda spot: (spot[3] == "part", spot[0] - spot[1], spot[0]))
        kept: list[tuple[int, int, set[str], str]] = []
        for start, end, iris, how in found:
            if all(end <= other[0] or start >= other[1] for other in kept):
                kept.append((start, end, iris, how))
        spots = [Spotted(offsets[start][0], offsets[end - 1][1], self.nodes(iris), how) for start, end, iris, how in sorted(kept)]
        return sorted([*spots, *self._latin(text, spots)], key=lambda spot: spot.start)

    def _whole(self, text: str) -> Iterator[tuple[int, int, set[str], str]]:
        for start in range(len(text)):
            for end in range(start + 2, min(len(text), start + LONGEST_NAME) + 1):
                key = text[start:end]
                if key in self.exact:
                    yield start, end, self.exact[key], "name"
                elif key in self.editions:
                    yield start, end, self.editions[key], "edition"
                elif key in self.quoted:
                    yield start, end, self.quoted[key], "quoted"
                elif key in self.places:
                    yield start, end, self.places[key], "name"

    def _parts(self, text: str) -> Iterator[tuple[int, int, set[str], str]]:
        for start in range(len(text)):
            for end in range(start + PART_LENGTH, min(len(text), start + LONGEST_NAME) + 1):
                begins, ends = self._having(self._begins, text[start:end]), self._having(self._ends, text[start:end][::-1])
                for keys in (begins, [key[::-1] for key in ends]):
                    iris = {iri for key in keys for iri in self.keys[key]}
                    whole = all((end - start) / len(key) >= PART_SHARE for key in keys)
                    if keys and whole and len(iris) <= PART_NODES:
                        yield start, end, iris, "part"
                        break

    @staticmethod
    def _having(keys: Sequence[str], part: str) -> list[str]:
        """The keys that begin with a part, none where they are many."""
        first = bisect_left(keys, part)
        found: list[str] = []
        for key in keys[first : first + 4 * PART_NODES]:
            if not key.startswith(part):
                return found
            found.append(key)
        return []

    def _latin(self, text: str, spots: Sequence[Spotted]) -> Iterator[Spotted]:
        for match in LATIN.finditer(text):
            letters = re.sub("[^a-zü]", "", match[0].lower())
            if len(letters) < PINYIN_LETTERS or any(spot.start < match.end() and match.start() < spot.end for spot in spots):
                continue
            spelt = self._spelt()
            if iris := spelt.get(letters.replace("ü", "v")) or _beginning(spelt, letters.replace("ü", "v")):
                yield Spotted(match.start(), match.end(), self.nodes(iris), "pinyin")

    def _spelt(self) -> Mapping[str, set[str]]:
        """Pinyin without tones -> nodes; empty where spelling all names would take long."""
        if self._pinyin is None:
            from pypinyin import lazy_pinyin  # loads its dictionary, which questions in characters do without

            known = self.keys.items() if len(self.keys) <= PINYIN_NAMES else ()
            self._pinyin = _gather(("".join(lazy_pinyin(key)), iris) for key, iris in known)
        return self._pinyin

    def with_characters(self, text: str) -> set[str]:
        """The names that have all characters of a text."""
        if self._by_character is None:
            having: dict[str, set[str]] = defaultdict(set)
            for key in self.keys:
                for char in key:
                    having[char].add(key)
            self._by_character = having
        return set.intersection(*(self._by_character.get(char, set()) for char in text)) if text else set()

    def beginning(self, text: str) -> list[tuple[str, set[str]]]:
        """The places whose names begin with a text, and these names."""
        first = bisect_left(self._begins, text)
        keys = [key for key in self._begins[first : first + 4 * PART_NODES] if key.startswith(text)]
        found = ((key, {iri for iri in self.keys[key] if PLACE in self.names.classes[iri]}) for key in keys)
        return [(key, iris) for key, iris in found if iris]

    def is_event(self, iri: str) -> bool:
        """Whether a node is an event."""
        return EVENT in self.names.classes[iri]

    def nodes(self, iris: set[str]) -> tuple[Candidate, ...]:
        """The nodes as candidates."""
        return tuple(self.names.candidate(iri, 100.0) for iri in sorted(iris))


@lru_cache(maxsize=1)
def _index_spots(source: Source | Endpoint, age: int) -> Spots | None:
    names = index_names(source)
    return None if names is None else Spots(names)


def spot_names(source: Source | Endpoint, text: str) -> list[Spotted]:
    """The names of the graph in a text."""
    return spots_of(source, text).find(text)


def spots_of(source: Source | Endpoint, text: str) -> Spots:
    """The names of the graph, arranged; of an endpoint that has too many those like the text."""
    return _index_spots(source, age_of(source)) or Spots(find_index(source, text))


def near_names(source: Source | Endpoint, words: str) -> list[str]:
    """The names most like `words`, the likeliest first."""
    names = find_index(source, words)
    found = names.find(words, limit=NEAR)
    return list(dict.fromkeys(candidate.label for candidate in found if candidate.score >= NEAR_SCORE))


def simplify(text: str) -> str:
    """The text in simplified characters and plain figures, character by character, so that offsets stay.

    >>> simplify("誰主辦了第１０屆大會")
    '谁主办了第10届大会'
    """
    return "".join(char if char in MARKS or len(_fold_one(char)) != 1 else _fold_one(char) for char in text)


def squeeze(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text folded, without marks, ordinals in figures, and for each character where it came from.

    >>> squeeze("《首届ＡＩ大会》")[0]
    '第1届ai大会'
    """
    letters: list[str] = []
    offsets: list[tuple[int, int]] = []
    i = 0
    while i < len(text):
        match = ORDINAL.match(text, i)
        here, stop = (f"第{number(match[1]) if match[1] else 1}", match.end()) if match else (_fold_one(text[i]), i + 1)
        letters.extend(here)
        offsets.extend([(i, stop)] * len(here))
        i = stop
    return "".join(letters), offsets


def _squeeze_folded(name: str) -> str:
    """The same of a name that is folded already."""
    plain = name.translate(NO_MARKS)
    return ORDINAL.sub(lambda match: f"第{number(match[1]) if match[1] else 1}", plain) if "第" in plain or "首" in plain else plain


@lru_cache(maxsize=20_000)
def _fold_one(char: str) -> str:
    return "" if char in MARKS else fold(char)


def _bare(key: str) -> Iterator[str]:
    """A name of a place without its last character, or without all that makes it an autonomous region: 西藏 of 西藏自治区."""
    if len(key) > 2:
        yield key[:-1]
    yield from (key[:i] for i in range(2, key.find(AUTONOMOUS) + 1))


def _quoted_keys(name: str) -> Iterator[str]:
    """What stands in quotation marks in a folded name, alone and with each end of what follows: 观澜号启航仪式."""
    for match in QUOTED.finditer(name):
        quoted, behind = _squeeze_folded(match[1]), _squeeze_folded(name[match.end() :])
        yield quoted
        yield from (quoted + behind[i:] for i in range(1, len(behind) - 1))


def _beginning(spelt: Mapping[str, set[str]], letters: str) -> set[str]:
    """The nodes, if they are few, whose names in pinyin begin with so many letters that they stand for them."""
    if len(letters) < 2 * PINYIN_LETTERS:
        return set()
    found = {iri for key, iris in spelt.items() if key.startswith(letters) for iri in iris}
    return found if len(found) <= PART_NODES else set()


def _gather(pairs: Iterator[tuple[str, set[str]]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, iris in pairs:
        if key:
            found[key] |= iris
    return dict(found)
