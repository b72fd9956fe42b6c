"""The figures as one HTML file: plots in SVG, tables under them; no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from kg.files import replacing
from kg.messages import marked, translate
from kg.stats.tables import Cell, Table, to_tables
from kg.stats.values import Stats

# The tables that are plotted: name -> column of the bars.
PLOTTED = {"classes": 1, "modalities": 1, "relations": 1, "periods": 2, "entities": 2, "degrees": 1}
LABEL_WIDTH, BAR_WIDTH, ROW = 190, 420, 22
LONGEST_LABEL = 14
TITLE = marked("Figures of the knowledge graph")

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #d0d7de; --bar: #2a6fb0; --band: #f3f6f9 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #14181d; --line: #3a424c; --bar: #6ea8dc; --band: #1d232b } }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; color: var(--ink); background: var(--paper);
  font: 15px/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 0 0 .5rem }
main { display: grid; gap: 1.5rem 2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 34rem), 1fr)) }
section { min-width: 0 } .scroll { overflow-x: auto; max-height: 26rem }
table { border-collapse: collapse; width: 100% } th, td { padding: .15rem .6rem; border-bottom: 1px solid var(--line) }
th { text-align: left; position: sticky; top: 0; background: var(--band) }
th.n, td.n { text-align: right; font-variant-numeric: tabular-nums }
svg { width: 100%; max-width: 45rem; height: auto } svg text { fill: var(--ink); font-size: 13px } rect { fill: var(--bar) }
"""


def write_page(stats: Stats, out: Path, *, lang: str = "zh") -> None:
    """Write the page to `out`, which keeps its old content when anything fails; raises OutputError."""
    with replacing(out) as draft:
        draft.write_text(to_page(stats, lang=lang), encoding="utf-8", newline="\n")


def to_page(stats: Stats, *, lang: str = "zh") -> str:
    """The page as text; names from the graph are shown as text whatever they hold."""
    title = translate(TITLE, lang)
    sections = "\n".join(_section(table) for table in to_tables(stats, lang=lang))
    language = "zh-Hans" if lang == "zh" else lang
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
<h1>{title}</h1>
<main>
{sections}
</main>
</body>
</html>
"""


def _section(table: Table) -> str:
    plot = _bars(table, PLOTTED[table.name]) if table.name in PLOTTED and table.rows else ""
    return f'<section id="{table.name}">\n<h2>{escape(table.title)}</h2>\n{plot}{_table(table)}</section>'


def _table(table: Table) -> str:
    numeric = [all(not isinstance(row[column], str) for row in table.rows) for column in range(len(table.head))]
    kinds = (' class="n"' if number else "" for number in numeric)
    head = "".join(f'<th scope="col"{kind}>{escape(cell)}</th>' for kind, cell in zip(kinds, table.head, strict=True))
    rows = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    return f'<div class="scroll" tabindex="0"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table></div>\n'


def _cell(cell: Cell) -> str:
    return f"<td>{escape(cell)}</td>" if isinstance(cell, str) else f'<td class="n">{cell}</td>'


def _bars(table: Table, column: int) -> str:
    """A bar chart of one column, one row of the table a bar."""
    values = [float(row[column]) for row in table.rows]
    scale = BAR_WIDTH / (max(values, default=0) or 1)
    bars = "\n".join(
        _bar(place, row, value * scale, value=row[column]) for place, (row, value) in enumerate(zip(table.rows, values, strict=True))
    )
    width, height = LABEL_WIDTH + BAR_WIDTH + 70, ROW * len(values) + 4
    name = escape(f"{table.title}: {table.head[column]}")
    return f'<svg role="img" aria-label="{name}" viewBox="0 0 {width} {height}">\n{bars}\n</svg>\n'


def _bar(place: int, row: Sequence[Cell], length: float, *, value: Cell) -> str:
    label, top = str(row[0]), place * ROW
    short = label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
    return (
        f'<g><title>{escape(label)}: {value}</title><text x="{LABEL_WIDTH - 8}" y="{top + 16}" text-anchor="end">{escape(short)}</text>'
        f'<rect x="{LABEL_WIDTH}" y="{top + 4}" width="{length:.1f}" height="{ROW - 6}"/>'
        f'<text x="{LABEL_WIDTH + length + 6:.1f}" y="{top + 16}">{value}</text></g>'
    )
