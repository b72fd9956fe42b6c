"""The figures as tables in Chinese or English, as text and as JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.columns import pad, width_of
from kg.messages import marked, message, translate
from kg.ontology import KG, load_ontology
from kg.stats.values import Stats

Cell = str | int | float

TITLES: Mapping[str, str] = {
    "counts": marked("Totals"),
    "classes": marked("Entities by class"),
    "modalities": marked("Claims by modality"),
    "relations": marked("Relations"),
    "periods": marked("By time of publication"),
    "coverage": marked("Relations by time of publication"),
    "entities": marked("Best connected entities"),
    "components": marked("Connected parts"),
    "communities": marked("Communities"),
    "degrees": marked("Distribution of degree"),
}
WORDS: Mapping[str, str] = {
    "what": marked("item"),
    "number": marked("number"),
    "articles": marked("articles"),
    "entities": marked("entities"),
    "facts": marked("asserted facts"),
    "claims": marked("claims"),
    "aliases": marked("alias claims"),
    "shared labels": marked("labels of several entities"),
    "namesakes": marked("entities that share a label"),
    "said once": marked("entities with a single claim"),
    "class": marked("class"),
    "modality": marked("modality"),
    "relation": marked("relation"),
    "single": marked("single source"),
    "period": marked("period"),
    "undated": marked("undated"),
    "entity": marked("entity"),
    "degree": marked("degree"),
    "betweenness": marked("betweenness"),
    "community": marked("community"),
    "size": marked("size"),
    "leading": marked("leading members"),
    "isolated": marked("isolated entities"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; `name` is the same in every language."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def to_tables(stats: Stats, *, lang: str = "zh") -> tuple[Table, ...]:
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


def to_text(stats: Stats, *, lang: str = "zh") -> str:
    """The tables as plain text, columns aligned by the width of Chinese characters."""
    return "\n".join(_as_text(table) for table in to_tables(stats, lang=lang))


def to_json(stats: Stats) -> str:
    """The figures as JSON, by the names of the fields of `Stats`."""
    fields = {field.name: getattr(stats, field.name) for field in dataclasses.fields(stats)}
    return json.dumps(fields, ensure_ascii=False, indent=1, default=_to_plain) + "\n"


class _Words:
    """Words of tables and labels of terms in one language."""

    def __init__(self, stats: Stats, lang: str) -> None:
        self.labels, self.lang = stats.labels, lang

    def __call__(self, word: str) -> str:
        return translate(WORDS[word], self.lang)

    def title(self, name: str) -> str:
        return translate(TITLES[name], self.lang)

    def term(self, name: str) -> str:
        """The label of a class, relation or modality; English ones are those of the ontology of kg."""
        return self.labels.get(name, name) if self.lang == "zh" else load_ontology().label(KG[name], self.lang)

    def join(self, names: Iterable[str]) -> str:
        return message("{names}", names=names).in_language(self.lang)


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
