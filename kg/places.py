"""A place name gives the administrative division, country or foreign city that it is or lies in.

The divisions are those of JioNLP's table, but found by prefix: `jionlp.parse_location` takes 3 ms a name, puts 南昌 into 南昌县
and 雄安新区 into 安新县, and knows no foreign place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from rdflib import RDFS, Graph
from rdflib.namespace import SKOS
from rdflib.term import Node

from kg.jio import read_divisions
from kg.ontology import KG, load_ontology

Level = Literal["region", "country", "province", "city", "county", "zone"]

LEVELS: tuple[Level, ...] = ("region", "country", "province", "city", "county", "zone")
# Columns of the table that group the divisions right under a province or city, and name none.
NO_DIVISION = "直辖行政区划"
AUTONOMOUS = "自治"


@dataclass(frozen=True, slots=True)
class Location:
    """A division, country, city, zone or region of the world.

    `rest` is what a name says beyond it: 城市绿心森林公园 of 北京市通州区城市绿心森林公园.

    `code` is the GB/T 2260 code or empty, `country` the ISO 3166-1 alpha-2 code. A municipality such as 北京市 is a province that
    has no cities.
    """

    name: str
    full_name: str
    level: Level
    province: str = ""
    city: str = ""
    county: str = ""
    code: str = ""
    country: str = "CN"
    rest: str = ""

    def __contains__(self, other: Location) -> bool:
        return self.full_name != other.full_name and (
            (self.level == "country" and self.country == other.country) or other.full_name.startswith(self.full_name)
        )


@lru_cache(maxsize=65536)
def locate(name: str, near: str = "") -> Location | None:
    """The place that `name` is, or that contains the venue `name`; None where that is unknown or ambiguous.

    `near` is a place that the text speaks of: it decides between places of one name (朝阳 near 北京), and lets the short name of a county
    begin the name of a venue.

    >>> locate("北京市通州区城市绿心森林公园").full_name, locate("朝阳"), locate("朝阳", near="北京").code
    ('北京市通州区', None, '110105')
    """
    hint = locate(near) if near else None
    found, rest = _descend(name, None, hint)
    location = _choose(found, hint)
    return None if location is None else replace(location, rest=rest.strip())


@lru_cache(maxsize=65536)
def is_place(name: str) -> bool:
    """Whether the whole name is a division, country, foreign city or zone, be it an ambiguous one.

    >>> is_place("朝阳区"), is_place("北京市海淀区"), is_place("国家会议中心")
    (True, True, False)
    """
    found, rest = _descend(name, None, None)
    return bool(found) and not rest


@lru_cache(maxsize=65536)
def containing(location: Location) -> tuple[Location, ...]:
    """The places above a location, nearest first, its country last.

    >>> [above.name for above in containing(locate("赣州章贡区"))]
    ['赣州市', '江西省', '中国']
    """
    by_name = _by_full_name()
    prefixes = (location.full_name[:length] for length in range(1, len(location.full_name)))
    above = {place for name in prefixes if (place := by_name.get(name)) is not None}
    above |= {place for place in _countries().get(location.country, ()) if location in place}
    return tuple(sorted(above, key=lambda place: (-LEVELS.index(place.level), -len(place.full_name))))


def division_of(name: str, ending: str) -> str:
    """The division with this ending that a place, or the place which begins a name, is or lies in, or "".

    >>> division_of("赣州章贡区", "市"), division_of("江西省水利厅", "省"), division_of("赣州", "县")
    ('赣州市', '江西省', '')
    """
    location = locate(name)
    parts = (location.county, location.city, location.province) if location else ()
    return next((part for part in parts if part.endswith(ending)), "")


def country_named(name: str) -> str:
    """The country that a name is, or that begins it, or ""."""
    location = locate(name)
    return location.name if location and location.level == "country" else ""


def country_of_side(side: str, text: str) -> str:
    """The country of the text that the short name of a side in talks means (韩方 in a text that names 韩国), "" where there is none.

    >>> country_of_side("韩方", "李强会见韩国总统。"), country_of_side("越方", "李强会见韩国总统。")
    ('韩国', '')
    """
    named = (place.full_name for places in _countries().values() for place in places if place.full_name[0] == side[0])
    return min((name for name in named if name in text), key=lambda name: (text.index(name), name), default="")


@cache
def _countries() -> Mapping[str, tuple[Location, ...]]:
    found: dict[str, tuple[Location, ...]] = {}
    for place in _gazetteer().places:
        if place.level == "country":
            found[place.country] = (*found.get(place.country, ()), place)
    return found


@cache
def _by_full_name() -> Mapping[str, Location]:
    return {place.full_name: place for place in _gazetteer().places}


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """All places, and by each name (full or short) the places that bear it with whether the name is a short one.

    `longest` is the length of the longest name by the two characters that it begins with.
    """

    places: tuple[Location, ...]
    names: Mapping[str, Sequence[tuple[Location, bool]]]
    longest: Mapping[str, int]
    named_after: re.Pattern[str]
    common: frozenset[str]


@cache
def _gazetteer() -> _Gazetteer:
    graph = load_ontology().graph
    names: dict[str, list[tuple[Location, bool]]] = {}
    for name, short, code, above in read_divisions():
        _add_division(names, (name, short, code, above))
    _add_listed(names, graph)
    groups = {str(group): node for node, group in graph.subject_objects(KG.placeGroup)}
    fragments = sorted(map(str, graph.objects(groups["namedAfter"], KG.fragment)))
    places = {place.full_name: place for found in names.values() for place, _ in found}
    return _Gazetteer(
        places=tuple(places[full] for full in sorted(places)),
        names=names,
        longest={name[:2]: len(name) for name in sorted(names, key=len)},
        named_after=re.compile("|".join(fragments)),
        common=frozenset(map(str, graph.objects(groups["commonWord"], KG.word))),
    )


def _add_division(names: dict[str, list[tuple[Location, bool]]], row: tuple[str, str, str, tuple[str, ...]]) -> None:
    """Enter a row of JioNLP's table, but not the second row of a municipality nor a grouping column."""
    name, short, code, above = row
    if name.endswith(NO_DIVISION) or (above and above[0].startswith(name)):
        return
    province, *rest = (*above, name)
    rest = [part for part in rest if not part.endswith(NO_DIVISION) and not province.startswith(part)]
    level: Level = "province" if not above else "city" if len(above) == 1 else "county"
    city = rest[0] if level == "city" or len(rest) == 2 else ""
    county = name if level == "county" else ""
    if county and code.endswith("0000"):  # districts of Hong Kong and Macao have no code of their own
        code = ""
    location = Location(name, "".join((province, *rest)), level, province, city, county, code)
    names.setdefault(name, []).append((location, False))
    if short != name:
        names.setdefault(short, []).append((location, True))
        if AUTONOMOUS in name and short + name[-1] != name:  # 恩施州, 长阳县
            names.setdefault(short + name[-1], []).append((location, False))


def _add_listed(names: dict[str, list[tuple[Location, bool]]], graph: Graph) -> None:
    """Enter the countries, foreign cities and Chinese zones of places.ttl."""
    codes = {node: str(code) for node, code in graph.subject_objects(KG.countryCode)}
    labels = {node: str(graph.value(node, RDFS.label)) for node in graph.subjects(KG.level)}
    for node, label in sorted(labels.items(), key=lambda pair: pair[1]):
        location = _listed(graph, node, label, codes=codes, labels=labels)
        for name in (label, *map(str, graph.objects(node, SKOS.altLabel))):
            names.setdefault(name, []).append((location, False))


def _listed(graph: Graph, node: Node, label: str, *, codes: Mapping[Node, str], labels: Mapping[Node, str]) -> Location:
    if node in codes:
        return Location(label, label, "country", country=codes[node])
    if (country := graph.value(node, KG.inPlace)) is not None:
        return Location(label, labels[country] + label, "city", city=label, country=codes[country])
    if str(graph.value(node, KG.level)) == "region":
        return Location(label, label, "region", country="")
    within = str(graph.value(node, KG.within))
    return Location(label, within + label, "zone", within)


# Finding


def _descend(text: str, within: Sequence[Location] | None, hint: Location | None) -> tuple[list[Location], str]:
    """The places of the longest name that begins `text`, inside those of `within`, or deeper ones that the text names after it."""
    gazetteer = _gazetteer()
    for length in range(min(len(text), gazetteer.longest.get(text[:2], 0)), 1, -1):
        bearers = gazetteer.names.get(text[:length], ())
        found = [(place, short) for place, short in bearers if within is None or any(place in above for above in within)]
        rest = text[length:].lstrip()
        if not found:
            continue
        deeper, remainder = _descend(rest, [place for place, _ in found], hint)
        if deeper:
            return deeper, remainder
        trusted = [
            place
            for place, short in found
            if _is_trusted(place, short, text[:length], rest=rest, hint=place if _is_said_near(place, within, rest) else hint)
        ]
        if trusted:
            return trusted, rest
    return [], text


def _is_said_near(place: Location, within: Sequence[Location] | None, rest: str) -> bool:
    """Whether the name before says where: its city for the short name of a county that begins a venue (not 新疆天山脚下)."""
    above = [outer for outer in within or () if outer.province]
    return bool(above) and (not rest or place.level != "county" or not place.city or any(outer.level == "city" for outer in above))


def _is_trusted(place: Location, short: bool, name: str, *, rest: str, hint: Location | None) -> bool:
    """Whether a short name can mean the place: not one that is above all a word, nor a street or hall named after a town."""
    gazetteer = _gazetteer()
    if rest and gazetteer.named_after.match(rest) and (short or place.level in ("country", "city")):
        return False
    if not short:
        return True
    near = hint is not None and (hint == place or hint in place or place in hint or _kinship(place, hint) > 0)
    return near or (name not in gazetteer.common and (not rest or place.level != "county"))


def _choose(found: Sequence[Location], hint: Location | None) -> Location | None:
    """The one place meant: the one nearest to the hint, else the one of the highest level unless a municipality has a namesake."""
    if len(found) > 1 and hint is not None:
        nearest = max(_kinship(place, hint) for place in found)
        found = [place for place in found if nearest == 0 or _kinship(place, hint) == nearest]
    if len(found) < 2:
        return found[0] if found else None
    highest = min(LEVELS.index(place.level) for place in found)
    top = [place for place in found if LEVELS.index(place.level) == highest]
    rival = highest > 1 and any(place.province and place.level == "county" and not place.city and place not in top[0] for place in found)
    return top[0] if len(top) == 1 and not rival else None


def _kinship(place: Location, hint: Location) -> int:
    """How many divisions two places share from the province down; 0 for two countries."""
    if place.country != hint.country or not place.province or place.province != hint.province:
        return 0
    return 1 + (bool(place.city) and place.city == hint.city) + (bool(place.county) and place.county == hint.county)
