"""Bodies: official names, the short forms of offices and companies, and the place that a local office belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.entities.places import Surroundings, find_place, place_name, spoken_division
from kg.entities.values import Target
from kg.grammar import Grammar
from kg.names import Names
from kg.places import Location, is_place, locate

# What stands for a division before an office (市教育局), and how the names of such divisions end.
LEVEL = re.compile(r"[省市区县州镇乡]")
# A town that the gazetteer does not know; 区 may be a part of anything (校区, 开发区).
TOWN = re.compile(r"[^省市区县州镇乡]{2,5}[市县镇乡州](?=..)")
PARTY = re.compile(r"中共(?=.*委)")
BODY = "Organization"
COUNTRY = "中国"


@dataclass(frozen=True, slots=True)
class Body:
    """What a name of a body says: its node, the name to show where only a part of it stands in the text, and the place it belongs to."""

    target: Target
    label: str
    place: str = ""
    known: bool = False


def read_body(name: str, article: str, around: Surroundings, *, grammar: Grammar, names: Names) -> Body:
    """The node of a body by its name and what the article speaks of.

    A known body goes by its official name, an office behind a place by its full form, an office without its place by the place of the
    article; a name that many bodies share (外国语学院) stays in its article.
    """
    known = names.find(name) or names.find(_with_head(name, grammar, names))
    if known is not None and known.cls == BODY:
        label = name if grammar.ends("companyTail", known.label) else known.label
        return Body((BODY, known.label, ""), label, known.governs, True)
    plain = PARTY.sub("", name).removeprefix(COUNTRY)
    national = names.find(plain)
    if plain != name and national is not None and national.cls == BODY:
        return Body((BODY, national.label, ""), national.label, national.governs, True)
    office = _office_of_place(plain, around, names)
    if office is not None:
        canonical, place = office
        official = names.find(canonical)
        if official is not None and official.cls == BODY:
            return Body((BODY, official.label, ""), official.label, official.governs or place, True)
        whole = canonical if LEVEL.match(plain) else name
        return Body((BODY, canonical, ""), whole, place)
    if place := _division_name(name, around):
        return Body((BODY, place, ""), spoken_division(("Place", place, ""), name), place)
    if is_local(name, grammar, names):
        return Body((BODY, name, _scope(name, article, around, names=names)), name)
    return Body((BODY, name, ""), name)


def full_name(name: str, *, grammar: Grammar, names: Names) -> str:
    """The official name behind any, be it one that leaves out its head (临海 for 临海大学); the name itself for one that is not known."""
    for full in (name, *(name + head for head in sorted(grammar.words["university"]))):
        known = names.find(full)
        if known is not None and known.cls == BODY:
            return known.label
    return name


def _with_head(name: str, grammar: Grammar, names: Names) -> str:
    """The school that a body of two characters is called after, unless these are a province or a city (临海 for 临海大学)."""
    place = locate(name) if len(name) == 2 else None
    return full_name(name, grammar=grammar, names=names) if len(name) == 2 and (place is None or place.level == "county") else name


def office_names(canonical: str, names: Names) -> list[str]:
    """The short forms of an office behind its place: 江西省科技厅 of 江西省科学技术厅."""
    for cut in range(2, len(canonical) - 1):
        full = canonical[cut:]
        if names.offices.get(full) == full and is_place(canonical[:cut]):
            return sorted(canonical[:cut] + short for short, whole in names.offices.items() if whole == full != short)
    return []


def same_body(short: str, long: str, grammar: Grammar) -> bool:
    """Whether two names of bodies of one article name one body, the shorter being cut from the longer.

    A company may leave out its tail (四达时代 of 四达时代集团), any body letters inside its name but not its first two and its last, where
    these are more than a place and a head (海州大学 is none of 海州外国语大学); a bare head (学院) names none.
    """
    if len(short) < 4 or len(short) >= len(long):
        return False
    if long.startswith(short):
        return long[len(short) :] in grammar.words["companyTail"]
    school = next((head for head in sorted(grammar.words["university"]) if long.endswith(head) and short.endswith(head[0])), "")
    short += school[1:]  # 海州师大 of 海州师范大学
    if short[:2] != long[:2] or short[-1] != long[-1] or len(short) < len(long) - 3 or is_place(short[:-2]):
        return False
    rest = iter(long)
    return all(char in rest for char in short)


def employers(post: str, bodies: Mapping[str, str], *, names: Names, grammar: Grammar) -> frozenset[str]:
    """The canonical names of the bodies that a post begins with, else the places that it names; `bodies` are those of the article."""
    found: set[str] = set()
    for length in range(2, len(post)):
        words = post[:length]
        known = names.find(words)
        if words in bodies:
            found.add(bodies[words])
        elif known is not None and known.cls == BODY:
            found.add(known.label)
        elif length > 3 and grammar.ends("orgHead", words):
            found.add(words)
    places = [place for i in range(len(post) - 2) if (place := _place_at(post, i)) is not None]
    told = bool(found) and not any(is_place(name) for name in found)
    found |= {place.name for place in places if place.level == "country" or not told}
    return frozenset(found)


@lru_cache(maxsize=65536)
def _place_at(post: str, start: int) -> Location | None:
    place = locate(post[start:])
    return place if place is not None and place.rest and place.level != "county" else None


def _office_of_place(name: str, around: Surroundings, names: Names) -> tuple[str, str] | None:
    """The full name of an office behind a place or a level, and that place: 江西省科学技术厅 and 江西省 for 江西科技厅."""
    for cut in range(1, len(name)):
        full = names.offices.get(name[cut:])
        if full is None:
            continue
        head = name[:cut]
        if LEVEL.fullmatch(head):
            place = around.at(head)
        elif is_place(head):
            place = find_place(head, around)
        else:
            continue
        if place is None or place.rest or place.country != "CN":
            return None
        return place_name(place) + full, place_name(place)
    return None


def _division_name(name: str, around: Surroundings) -> str:
    if (full := around.full(name)) != name:
        return full
    place = find_place(name, around)
    if place is None or place.rest or (place.level == "county" and not LEVEL.match(name[-1])):
        return ""  # the short name of a county is above all a word (中方)
    return place_name(place)


def is_local(name: str, grammar: Grammar, names: Names) -> bool:
    """Whether many bodies share the name: it begins with a level, is an office without a place, or a unit without what it is part of."""
    if LEVEL.match(name) or name in names.offices or name in names.ambiguous or name in grammar.words["genericBody"]:
        return True
    if len(name) < 4:
        return grammar.ends("unitBody", name) or is_place(name) or bool(re.search("[一二三四五六七八九十]", name))
    if name[0] in "校院我本该" and len(name) < 8:
        return True
    known = any(names.find(name[:length]) is not None for length in range(2, len(name) - 1))
    return not _says_where(name, grammar) and not known and grammar.ends("unitBody", name) and len(name) < 12


def _says_where(name: str, grammar: Grammar) -> bool:
    """Whether a name tells by itself which body it is: it begins with a place, speaks of the whole country, or has a brand in it."""
    if name.startswith((*grammar.words["landform"], *grammar.words["countrywide"])):
        return True
    if any(is_place(name[:length]) for length in range(2, min(len(name) - 1, 12))) or TOWN.match(name):
        return True
    return any(word in name for word in grammar.words["wideWord"]) or re.search("[“‘A-Za-z]", name) is not None


def _scope(name: str, article: str, around: Surroundings, *, names: Names) -> str:
    """The town of the dateline for an office without its place, unless a national body may be meant; else the publisher or the article."""
    town = around.dateline
    if name in names.offices and name not in names.ambiguous and town is not None and town.city:
        return place_name(town)
    return around.publisher or article
