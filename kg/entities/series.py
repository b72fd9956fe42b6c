"""Series of events: the short forms that texts and the lexicon give them, so that every name of one edition leads to one node."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.entities.events import abbreviates, edition_name, read_event, series
from kg.entities.values import Local, Target
from kg.grammar import Grammar
from kg.names import Names

LEXICON = "names.ttl"
AGREED = 0.6  # the share of the articles with a short form that must have it for one long name


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """The full name of a series by each of its short forms; `learnt` are those that texts gave."""

    full: Mapping[str, str]
    heads: tuple[str, ...] = ()

    def of(self, core: str) -> str:
        """The full name for a core, also of the part of an event: 海岸博览会开幕式 for 海博会开幕式."""
        if core in self.full:
            return self.full[core]
        part = max((head for head in self.heads if core.endswith(head)), key=len, default="")
        whole = self.full.get(core.removesuffix(part)) if part else None
        return whole + part if whole else core


def learn_series(found: Iterable[tuple[str, Local]], names: Names, grammar: Grammar) -> Series:
    """The short forms of series from the events of all articles, each with its article; the lexicon goes before what texts say.

    A short form is learnt where one article has both names for one event, if most of the articles that have it agree.
    """
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for article, local in found:
        if local.target[0] == "Event":
            cores = sorted({read_event(name).core for name in _names(local)}, key=lambda core: (-len(core), core))
            for i, long in enumerate(cores):
                for short in cores[i + 1 :]:
                    if abbreviates(short, long):
                        said[short][names.series.get(long, long)].add(article)
    full = {short: best for short, longs in said.items() if (best := _agreed(longs)) is not None}
    full = {short: full.get(long, long) for short, long in full.items()}
    return Series({**full, **names.series}, tuple(sorted(grammar.words["partHead"])))


def with_series(local: Local, series: Series, year: str) -> Local:
    """The event with every target named after the full series; a short form that recurs nowhere else is the edition of `year`."""
    if local.target[0] != "Event":
        return local
    target, *others = (_renamed(target, series, year) for target in (local.target, *local.also))
    also = tuple(dict.fromkeys(other for other in others if other != target))
    return local if (target, also) == (local.target, local.also) else replace(local, target=target, also=also)


def edition_aliases(name: str, names: Names) -> list[str]:
    """What an edition, or a series, is called by the other names of its series in the lexicon: 第二届海博会 of 第二届东方海岸博览会."""
    read = read_event(name)
    if names.series.get(read.core) != read.core:
        return []
    return sorted(edition_name(read, short) for short, full in names.series.items() if full == read.core != short)


def editions_of(events: Iterable[Target], grammar: Grammar) -> dict[str, list[Target]]:
    """The full name of each series -> its editions, of those with several editions or a node of the series' own."""
    found: dict[str, list[Target]] = defaultdict(list)
    present = {target for target in events if target[0] == "Event" and not target[2]}
    for target in sorted(present):
        if whole := series(target[1], grammar):
            found[whole].append(target)
    return {whole: editions for whole, editions in found.items() if len(editions) > 1 or ("Event", whole, "") in present}


def _renamed(target: Target, series: Series, year: str) -> Target:
    cls, name, scope = target
    read = read_event(name)
    core = series.of(read.core)
    if core == read.core:
        return target
    if scope and not (read.ordinal or read.year) and read.core in series.full:
        return (cls, f"{year}年{core}", "") if year else (cls, core, scope)
    return cls, edition_name(read, core), scope


def _agreed(longs: Mapping[str, set[str]]) -> str | None:
    """The long name that most articles give; names that differ in what stands before them count for the longest that is common."""
    by_support = sorted(longs, key=lambda name: (-len(longs[name]), len(name), name))
    best = by_support[0]
    agreeing = set().union(*(longs[name] for name in longs if name.endswith(best) or best.endswith(name)))
    return best if len(agreeing) >= AGREED * len(set().union(*longs.values())) else None


def _names(local: Local) -> set[str]:
    return {local.label, *(name for _, name, _ in local.keys), *(name for name, _ in local.aliases)}


def years_of(targets: Sequence[Target]) -> set[str]:
    """The years that the names of targets tell."""
    return {found[0] for _, name, _ in targets if (found := re.match(r"\d{4}(?=年)", name))}
