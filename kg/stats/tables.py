"""The figures as tables in Chinese or English, as text and as JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.columns import pad, width_of
from kg.ontology import KG, load_ontology
from kg.stats.values import Stats

Lang = Literal["zh", "en"]
Cell = str | int | float

TITLES: Mapping[str, tuple[str, str]] = {
    "counts": ("总数", "Totals"),
    "classes": ("各类实体", "Entities by class"),
    "modalities": ("陈述的语气", "Claims by modality"),
    "relations": ("各种关系", "Relations"),
    "periods": ("按发表时间", "By time of publication"),
    "coverage": ("关系与发表时间", "Relations by time of publication"),
    "entities": ("联系最多的实体", "Best connected entities"),
    "components": ("连通部分", "Connected parts"),
    "communities": ("社群", "Communities"),
    "degrees": ("邻居数的分布", "Distribution of degree"),
}
WORDS: Mapping[str, tuple[str, str]] = {
    "what": ("项目", "what"),
    "number": ("数量", "number"),
    "articles": ("文章", "articles"),
    "entities": ("实体", "entities"),
    "facts": ("已发生事实", "asserted facts"),
    "claims": ("陈述", "claims"),
    "aliases": ("别名陈述", "alias claims"),
    "shared labels": ("几个实体共用的名称", "labels of several entities"),
    "namesakes": ("同名的实体", "entities that share a label"),
    "said once": ("只有一条陈述的实体", "entities with a single claim"),
    "class": ("类", "class"),
    "modality": ("语气", "modality"),
    "relation": ("关系", "relation"),
    "single": ("单一来源", "single source"),
    "period": ("时间", "period"),
    "undated": ("无日期", "undated"),
    "entity": ("实体", "entity"),
    "degree": ("邻居", "degree"),
    "betweenness": ("中介中心性", "betweenness"),
    "community": ("社群", "community"),
    "size": ("规模", "size"),
    "leading": ("主要成员", "leading members"),
    "isolated": ("孤立实体", "isolated entities"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; `name` is the same in every language."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def to_tables(stats: Stats, *, lang: Lang = "zh") -> tuple[Table, ...]:
    """All tables, in the order in which they are shown."""
    say = _Words(stats, lang)
    shown: dict[str, tuple[tuple[str, ...], Sequence[tuple[Cell, ...]]]] = {
        "counts": (("what", "number"), [(say(name), number) for name, number in stats.counts.items()]),
        "classes": (("class", "number"), [(say.term(name), number) for name, number in stats.classes.items()]),
        "modalities": (("modality", "number"), [(say.term(name), number) for name, number in stats.modalities.items()]),
        "relations": (("relation", "facts", "claims", "articles", "single"), _relation_rows(stats, say)),
        "periods": (
            ("period", "articles", "claims"),
            [(p.period or say("undated"), p.articles, sum(p.claims.values())) for p in stats.periods],
        ),
        "entities": (("entity", "class", "degree", "facts", "betweenness", "community"), _entity_rows(stats, say)),
        "communities": (("community", "size", "leading"), [(c.number, c.size, say.join(c.leading)) for c in stats.communities]),
        "components": (("size", "number"), _component_rows(stats, say)),
        "degrees": (("degree", "entities"), list(stats.degrees.items())),
    }
    tables = [Table(name, say.title(name), tuple(map(say, head)), tuple(rows)) for name, (head, rows) in shown.items()]
    return (*tables, _coverage(stats, say))


def to_text(stats: Stats, *, lang: Lang = "zh") -> str:
    """The tables as plain text, columns aligned by the width of Chinese characters."""
    return "\n".join(_as_text(table) for table in to_tables(stats, lang=lang))


def to_json(stats: Stats) -> str:
    """The figures as JSON, by the names of the fields of `Stats`."""
    fields = {field.name: getattr(stats, field.name) for field in dataclasses.fields(stats)}
    return json.dumps(fields, ensure_ascii=False, indent=1, default=_to_plain) + "\n"


class _Words:
    """Words of tables and labels of terms in one language."""

    def __init__(self, stats: Stats, lang: Lang) -> None:
        self.labels, self.lang = stats.labels, lang

    def __call__(self, word: str) -> str:
        return WORDS[word][self.lang == "en"]

    def title(self, name: str) -> str:
        return TITLES[name][self.lang == "en"]

    def term(self, name: str) -> str:
        """The label of a class, relation or modality; English ones are those of the ontology of kg."""
        return self.labels.get(name, name) if self.lang == "zh" else load_ontology().label(KG[name], "en")

    def join(self, names: Iterable[str]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(names)


def _relation_rows(stats: Stats, say: _Words) -> list[tuple[Cell, ...]]:
    return [(say.term(r.name), r.facts, sum(r.claims.values()), r.articles, r.single_source) for r in stats.relations]


def _entity_rows(stats: Stats, say: _Words) -> list[tuple[Cell, ...]]:
    return [(e.label, say.term(e.cls), e.degree, e.facts, round(e.betweenness, 4), e.community or "") for e in stats.entities]


def _component_rows(stats: Stats, say: _Words) -> list[tuple[Cell, ...]]:
    sizes = sorted(set(stats.components), reverse=True)
    return [*((size, stats.components.count(size)) for size in sizes), (say("isolated"), stats.isolated)]


def _coverage(stats: Stats, say: _Words) -> Table:
    periods = tuple(p.period or say("undated") for p in stats.periods)
    rows: list[tuple[Cell, ...]] = [(say.term(r.name), *(p.claims.get(r.name, 0) for p in stats.periods)) for r in stats.relations]
    return Table("coverage", say.title("coverage"), (say("relation"), *periods), tuple(rows))


def _as_text(table: Table) -> str:
    cells = [[str(cell) for cell in row] for row in (table.head, *table.rows)]
    widths = [max(width_of(row[column]) for row in cells) for column in range(len(table.head))]
    numeric = [all(isinstance(row[column], (int, float)) for row in table.rows) for column in range(len(table.head))]
    return "\n".join([table.title, *(_line(row, widths, numeric) for row in cells), ""])


def _line(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = (pad(cell, width, right=right) for cell, width, right in zip(row, widths, numeric, strict=True))
    return f"  {'  '.join(padded)}".rstrip()


def _to_plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    raise TypeError(f"{type(value)} has no JSON form")
