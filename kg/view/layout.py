"""Which entities the first picture shows, and where: the best connected ones, at the same place on every run."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

WHOLE = 90
"""A graph of at most so many entities is shown whole."""
CORE = 70
"""So many entities of a larger graph are shown first."""
SEEDS = 17
"""So many nodes are the main ones where nobody names them."""
BRIDGE = 4
"""Main nodes at most so many steps from each other are shown joined."""
BOX = (860.0, 760.0)
"""Width and height of the picture in screen pixels, so that labels of 13 pixels fit between the nodes."""

Array = NDArray[np.float64]


def choose_core(graph: nx.Graph, mains: Sequence[int] = ()) -> list[int]:
    """The nodes of the first picture: a small graph whole, of a larger one `mains` with what joins them and their best neighbours.

    A main node without stated facts to others stands alone. Without `mains` the best connected nodes are taken for them.
    """
    ranked = sorted(graph, key=lambda node: (-graph.degree(node, weight="weight"), node))
    if len(ranked) <= WHOLE:
        return ranked
    stated = nx.Graph((one, other, edge) for one, other, edge in graph.edges(data=True) if edge["weight"])
    core = dict.fromkeys(mains or [node for node in ranked if node in stated][:SEEDS])
    _join(stated, list(core), core)
    _add_neighbours(stated, core)
    return list(core)


def _join(stated: nx.Graph, seeds: Sequence[int], core: dict[int, None]) -> None:
    """Adds the shortest ways between the seeds, each to the nearest of those before it, where there is one of few steps."""
    for place, seed in enumerate(seeds[1:], 1):
        if seed not in stated:
            continue
        near = nx.single_source_shortest_path(stated, seed, cutoff=BRIDGE)
        ways = [near[other] for other in seeds[:place] if other in near]
        for node in min(ways, key=len, default=[]):
            if len(core) < CORE:
                core.setdefault(node)


def _add_neighbours(stated: nx.Graph, core: dict[int, None]) -> None:
    """Adds to each node in turn its next best supported neighbour, until the core is full or nothing is left."""
    queues = {}
    while len(core) < CORE:
        before = len(core)
        for node in list(core):
            if node not in queues:
                near = stated.adj.get(node, {})
                queues[node] = iter(sorted(near, key=lambda other: (-near[other]["weight"], -stated.degree(other), other)))
            other = next((other for other in queues[node] if other not in core), None)
            if other is not None and len(core) < CORE:
                core[other] = None
        if len(core) == before:
            return


def place(graph: nx.Graph, labels: Mapping[int, str]) -> dict[int, tuple[float, float]]:
    """Positions in screen pixels: stress majorization (Gansner, Koren and North 2004), then labelled boxes pushed apart."""
    linked = sorted(node for node in graph if graph.degree(node))
    loose = sorted(node for node in graph if not graph.degree(node))
    positions: dict[int, tuple[float, float]] = {}
    bottom = 0.0
    if linked:
        points = _fill_box(_stress(_distances(graph, linked)))
        sizes = np.array([_box(labels[node], graph.degree(node)) for node in linked])
        points = _push_apart(points, sizes)
        positions = {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(linked, points, strict=True)}
        bottom = float(points[:, 1].max()) + 90
    columns = max(1, min(8, math.ceil(math.sqrt(2 * len(loose)))))
    for index, node in enumerate(loose):
        row, column = divmod(index, columns)
        positions[node] = (round((column - (columns - 1) / 2) * 120.0, 1), round(bottom + row * 56.0, 1))
    return positions


def _distances(graph: nx.Graph, nodes: Sequence[int]) -> Array:
    index = {node: k for k, node in enumerate(nodes)}
    distances = np.full((len(nodes), len(nodes)), np.inf)
    for node in nodes:
        for other, steps in nx.single_source_shortest_path_length(graph, node).items():
            distances[index[node], index[other]] = steps
    finite = distances[np.isfinite(distances)]
    distances[~np.isfinite(distances)] = float(finite.max()) * 0.6 + 1.5
    return distances


def _stress(distances: Array, rounds: int = 200) -> Array:
    count = len(distances)
    angles = np.arange(count) * 2.399963
    points: Array = np.column_stack([np.cos(angles), np.sin(angles)]) * np.sqrt(np.arange(count) + 0.5)[:, None]
    if count < 3:
        return points
    weights = np.divide(1.0, distances**2, out=np.zeros_like(distances), where=distances > 0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse: Array = np.linalg.pinv(laplacian)
    for _ in range(rounds):
        gaps = np.linalg.norm(points[:, None] - points[None], axis=2)
        ratio = np.divide(weights * distances, gaps, out=np.zeros_like(gaps), where=gaps > 1e-9)
        moved: Array = inverse @ ((np.diag(ratio.sum(axis=1)) - ratio) @ points)
        if float(np.abs(moved - points).max()) < 1e-4:
            return moved
        points = moved
    return points


def _fill_box(points: Array) -> Array:
    """The points with their long axis level and their outliers drawn in, so that they fill the box evenly."""
    points = points - points.mean(axis=0)
    _, vectors = np.linalg.eigh(points.T @ points)
    points = points @ vectors[:, ::-1]
    signs = np.sign(points[np.abs(points).argmax(axis=0), [0, 1]])
    points = points * np.where(signs == 0, 1, signs)
    for axis in (0, 1):
        ranks = points[:, axis].argsort(kind="stable").argsort(kind="stable") / max(1, len(points) - 1) - 0.5
        spread = float(np.ptp(points[:, axis])) or 1.0
        points[:, axis] = 0.5 * ranks + 0.5 * points[:, axis] / spread
    points -= (points.max(axis=0) + points.min(axis=0)) / 2
    extent = np.ptp(points, axis=0)
    scale = min(1.0, math.sqrt(len(points) / 40) + 0.15)
    return np.asarray(points * np.array(BOX) * scale / np.where(extent > 1e-9, extent, 1))


def _box(label: str, degree: int) -> tuple[float, float]:
    """Width and height of a node with its label below, which the page breaks after nine characters."""
    width = min(9.5, sum(1.0 if ord(char) > 0x2E7F else 0.56 for char in label)) * 13
    lines = min(3, math.ceil(len(label) / 9))
    return max(width, 24.0) + 10, min(22.0, 6 + 3 * math.sqrt(degree)) * 2 + lines * 16 + 8


def _push_apart(points: Array, sizes: Array, rounds: int = 300) -> Array:
    points = points.copy()
    half = (sizes[:, None] + sizes[None]) / 2
    for _ in range(rounds):
        gaps = points[:, None] - points[None]
        overlap = half - np.abs(gaps)
        hits = np.argwhere(np.triu((overlap > 0).all(axis=2), k=1))
        if not len(hits):
            break
        for first, second in hits:
            axis = int(overlap[first, second, 1] < overlap[first, second, 0])
            shift = (1 if gaps[first, second, axis] >= 0 else -1) * float(overlap[first, second, axis]) * 0.3
            points[first, axis] += shift
            points[second, axis] -= shift
    return points


def find_communities(graph: nx.Graph) -> list[int]:
    """The community of each node by the Louvain method (Blondel and others 2008): 0 is the largest, -1 stands for nodes joined to none."""
    found = nx.community.louvain_communities(graph, weight=None, seed=1)
    ranked = sorted((-len(community), min(community), community) for community in found if len(community) > 1)
    communities = [-1] * len(graph)
    for number, (_, _, community) in enumerate(ranked):
        for node in community:
            communities[node] = number
    return communities
