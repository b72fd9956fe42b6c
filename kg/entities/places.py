"""Places: one name for a division however it is written, the place that an article speaks of, and the chain of places above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from rdflib import Literal

from kg.entities.values import Target
from kg.model import Alias, Entity
from kg.ontology import KG, mint
from kg.places import Location, containing, is_place, locate

GAZETTEER = "places.ttl"
DIVISIONS = ("province", "city", "county")
VENUE = 5  # a venue with a name of fewer characters (体育馆) may stand in any town


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The divisions that an article speaks of, in order of the text; the dateline first.

    `countries` are those of the world, `publisher` the body whose news this is, `short` the places that short names (京, 美方) mean.
    """

    dateline: Location | None
    spoken: tuple[Location, ...]
    countries: tuple[str, ...] = ()
    publisher: str = ""
    short: Mapping[str, str] = field(default_factory=dict)

    def at(self, level: str) -> Location | None:
        """The one division of a level (省, 市, 区, 县, ...) that the article speaks of."""
        found = {place.full_name: place for place in self.spoken if place.name.endswith(level)}
        if len(found) != 1 and self.dateline is not None and self.dateline.name.endswith(level):
            return self.dateline if not found or self.dateline.full_name in found else None
        return next(iter(found.values())) if len(found) == 1 else None

    def full(self, name: str) -> str:
        """The place that a short name stands for: of the countries that the article names the one that begins so; else the name itself."""
        if name not in self.short:
            return name
        begun = {country for country in self.countries if country[0] == name[0]} if len(name) > 1 else set()
        return begun.pop() if len(begun) == 1 else self.short[name]


def surroundings(
    dateline: str, names: Sequence[str], *, publisher: str = "", short: Mapping[str, str] = MappingProxyType({})
) -> Surroundings:
    """The divisions of a dateline and of the names of an article's places and bodies, Chinese ones below the country only.

    >>> surroundings("本报宁波5月20日电", ["宁波市教育局"]).at("市").full_name
    '浙江省宁波市'
    """
    opening = re.split(r"[0-9（(]", dateline)[0]
    start = next((place for i in range(len(opening)) if (place := _division(opening[i:])) is not None and not place.rest), None)
    spoken: dict[str, Location] = {}
    countries = []
    for name in names:
        place = locate(name)
        if place is not None and place.level == "country" and not place.rest and place.name not in countries:
            countries.append(place.name)
        place = _division(name)
        for above in (place, *(containing(place) if place else ())):
            if above is not None and above.country == "CN" and above.level in DIVISIONS:
                spoken.setdefault(above.full_name, replace(above, rest=""))
    return Surroundings(start, tuple(spoken.values()), tuple(countries), publisher, short)


def find_place(name: str, around: Surroundings) -> Location | None:
    """The place that a name is or begins with, told apart from its namesakes by what else the article speaks of."""
    place = locate(name)
    if place is None and around.dateline is not None:
        place = locate(name, around.dateline.full_name)
    if place is not None:
        return place
    found = {near.full_name: near for spoken in around.spoken if (near := locate(name, spoken.full_name)) is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def canonical_place(name: str, around: Surroundings, article: str) -> Target:
    """The node of a place: a county goes by its full name, since many share theirs; a venue that any town may have has a scope.

    >>> canonical_place("浙江宁波", surroundings("", []), "a1")
    ('Place', '宁波市', '')
    >>> canonical_place("朝阳区", surroundings("本报北京5月20日电", []), "a1")
    ('Place', '北京市朝阳区', '')
    """
    name = around.full(name)
    place = find_place(name, around)
    if place is not None:
        return "Place", name if place.rest else place_name(place), ""
    if is_place(name):
        return "Place", name, article
    if name == around.publisher:
        return "Place", name, ""
    return "Place", name, "" if len(name) >= VENUE else around.publisher or _town(around) or article


def venue_targets(name: str, around: Surroundings) -> Iterator[Target]:
    """The node of a venue as articles call it that leave out its town: 首钢园区 for 北京首钢园区.

    >>> list(venue_targets("宁波海岸园区", surroundings("", [])))
    [('Place', '海岸园区', '宁波市')]
    """
    place = find_place(name, around)
    if place is not None and place.rest and len(place.rest) < VENUE:
        yield "Place", place.rest, place_name(replace(place, rest=""))


def spoken_division(target: Target, said: str) -> str:
    """What a text calls a country, province or city, without the places above that stand before it: 宁波 of 浙江宁波.

    The name of the gazetteer where the text has only a sign (京); `said` itself for any other place.

    >>> spoken_division(("Place", "宁波市", ""), "浙江宁波")
    '宁波'
    """
    place = locate(target[1]) if not target[2] else None
    if place is None or place.rest or place.level not in ("country", "province", "city"):
        return said
    ends = (said[start:] for start in range(len(said) - 2, -1, -1))
    return next(
        (end for end in ends if (found := locate(end)) is not None and found.full_name == place.full_name and not found.rest), place.name
    )


def place_name(place: Location) -> str:
    """What the IRI of a division is made of: its own name, but the full one for a county and a foreign city."""
    if place.level in ("county", "zone"):
        return place.full_name
    return place.name


def place_entity(target: Target, label: str, aliases: tuple[Alias, ...], *, base: str) -> Entity:
    """The node of a place with its code, its own name and the place right above it."""
    iri = mint(base, target[0], target[1], scope=target[2])
    place = locate(target[1]) if not (is_place(target[1]) and target[2]) else None
    if place is None:
        within = locate(target[2]) if target[2] else None
        return Entity(iri, "Place", label, aliases, _inside(within, base))
    links: list[tuple[str, object]] = []
    if not place.rest:
        if place.code:
            links.append((str(KG.divisionCode), Literal(place.code)))
        if place.level == "country":
            links.append((str(KG.isoCode), Literal(place.country)))
        if place.name != label and place.name not in {alias.name for alias in aliases}:
            aliases = (*aliases, Alias(place.name, GAZETTEER))
    return Entity(iri, "Place", label, aliases, (*links, *_inside(place_above(place), base)))


def place_above(place: Location) -> Location | None:
    """The division that holds a venue, else the one right above a division; the country is not above a province of China."""
    if place.rest:
        return locate(place.full_name)
    above = [outer for outer in containing(place) if outer.level != "region" and not (outer.level == "country" and outer.country == "CN")]
    return above[0] if above else None


def chain(name: str, base: str) -> Iterator[tuple[tuple[str, str, str], Entity]]:
    """The nodes of a place and of all places above it."""
    place = locate(name)
    while place is not None:
        whole = place if not place.rest else locate(place.full_name)
        if whole is None:
            return
        target = ("Place", place_name(whole), "")
        yield target, place_entity(target, whole.name, (), base=base)
        place = place_above(whole)


def _town(around: Surroundings) -> str:
    """The town of the dateline, else the only province, or city of one, that the article speaks of; "" where there is none."""
    if around.dateline is not None:
        return place_name(around.dateline)
    cities = [place for place in around.spoken if place.level == "city"] or [place for place in around.spoken if place.level == "province"]
    return place_name(cities[0]) if len(cities) == 1 and len(around.countries) < 2 else ""


def _division(name: str) -> Location | None:
    place = locate(name)
    return place if place is not None and place.country == "CN" and place.level in DIVISIONS else None


def _inside(place: Location | None, base: str) -> tuple[tuple[str, object], ...]:
    return ((str(KG.inPlace), mint(base, "Place", place_name(place))),) if place is not None else ()
