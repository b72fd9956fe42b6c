"""What a graph holds and how it hangs together, as one value that is shown as tables, JSON or a page."""

from kg.stats.measure import measure
from kg.stats.page import to_page, write_page
from kg.stats.tables import Table, to_json, to_tables, to_text
from kg.stats.values import Community, EntityRow, PeriodRow, RelationRow, Stats

__all__ = [
    "Community",
    "EntityRow",
    "PeriodRow",
    "RelationRow",
    "Stats",
    "Table",
    "measure",
    "to_json",
    "to_page",
    "to_tables",
    "to_text",
    "write_page",
]
