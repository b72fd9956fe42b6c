"""The picture of the house: every module of kg on the floor that its imports allow, with an arrow to what it imports.

Imports that follow from others are left out (transitive reduction), so that the picture can be read.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from html import escape
from pathlib import Path

import networkx as nx

ROOT = Path(__file__).parents[1]
# In pixels of the drawing.
WIDE, TALL, GAP, FLOOR = 92, 26, 12, 58


def read_imports(package: Path = ROOT / "kg") -> nx.DiGraph:
    """Who imports whom among the modules right below the package; an edge leads from the importer to the imported."""
    houses = {path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()} - {"__init__"}
    graph = nx.DiGraph()
    graph.add_nodes_from(sorted(houses))
    for path in sorted(package.rglob("*.py")):
        house = path.relative_to(package).parts[0].removesuffix(".py")
        if house in houses:
            found = _imported(ast.parse(path.read_text(encoding="utf-8")))
            graph.add_edges_from((house, other) for other in sorted(found & houses - {house}))
    return graph


def _imported(tree: ast.AST) -> set[str]:
    return {name.split(".")[1] for name in _names(tree) if name.startswith("kg.")}


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "kg":
                yield from (f"kg.{alias.name}" for alias in node.names)


def draw(graph: nx.DiGraph) -> str:
    """The graph as SVG, floors from the ground up; raises `networkx.NetworkXError` if imports run in a circle."""
    lean = nx.transitive_reduction(graph)
    floors: dict[int, list[str]] = defaultdict(list)
    depth: dict[str, int] = {}
    for house in reversed(list(nx.lexicographical_topological_sort(graph))):
        depth[house] = max((depth[other] + 1 for other in graph.successors(house)), default=0)
        floors[depth[house]].append(house)
    width = max(len(floor) for floor in floors.values()) * (WIDE + GAP) + GAP
    height = len(floors) * FLOOR + GAP
    place: dict[str, tuple[float, float]] = {}
    for level, floor in sorted(floors.items()):
        # A house stands near the middle of those that it rests on, so that fewer arrows cross.
        floor.sort(key=lambda house: (_middle(place, lean.successors(house), width / 2), house))
        left = (width - len(floor) * (WIDE + GAP) + GAP) / 2
        for column, house in enumerate(floor):
            place[house] = (left + column * (WIDE + GAP), height - (level + 1) * FLOOR + GAP)
    lines = [_arrow(place[one], place[other]) for one, other in sorted(lean.edges)]
    boxes = [_box(house, *place[house]) for house in sorted(place)]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">\n' + "\n".join(lines + boxes) + "\n</svg>\n"


def _middle(place: dict[str, tuple[float, float]], others: Iterator[str], default: float) -> float:
    found = [place[other][0] for other in others]
    return sum(found) / len(found) if found else default


def _arrow(one: tuple[float, float], other: tuple[float, float]) -> str:
    (x, y), (below, ground) = one, other
    start, end = f"{x + WIDE / 2:g} {y + TALL:g}", f"{below + WIDE / 2:g} {ground:g}"
    bend = (y + TALL + ground) / 2
    way = f"M {start} C {x + WIDE / 2:g} {bend:g} {below + WIDE / 2:g} {bend:g} {end}"
    return f'<path d="{way}" fill="none" stroke="#8a97a8" stroke-opacity="0.6"/>'


def _box(house: str, x: float, y: float) -> str:
    shape = f'<rect x="{x:g}" y="{y:g}" width="{WIDE}" height="{TALL}" rx="4" fill="#e8eef7" stroke="#4a6fa5"/>'
    words = f'<text x="{x + WIDE / 2:g}" y="{y + 17:g}" text-anchor="middle" font-size="13" fill="#1c2b3f">{escape(house)}</text>'
    return shape + words


if __name__ == "__main__":
    print(draw(read_imports()))
