"""Where the nodes of a network stand in a picture: the same graph at the same places, whatever its size."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

# Above this, forces between all pairs take too long; DrL (Martin and others, 2011) takes linear time.
FEW = 2000
GOLDEN = math.pi * (3 - math.sqrt(5))
SCALE = 40.0


def place_nodes(nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Node -> x and y. The forces start from a spiral in the order of the nodes and use no chance of their own.

    >>> place_nodes(["a", "b"], [("a", "b")]) == place_nodes(["a", "b"], [("a", "b")])
    True
    """
    if not nodes:
        return {}
    # It loads matplotlib where that is installed, which takes longer than the rest of an export.
    import igraph

    number = {node: place for place, node in enumerate(nodes)}
    graph = igraph.Graph(len(nodes), sorted({(number[one], number[other]) for one, other in edges if one != other}))
    start = [(math.sqrt(k) * math.cos(k * GOLDEN), math.sqrt(k) * math.sin(k * GOLDEN)) for k in range(len(nodes))]
    igraph.set_random_number_generator(random.Random(1))
    try:
        layout = graph.layout_fruchterman_reingold(seed=start) if len(nodes) <= FEW else graph.layout_drl(seed=start)
    finally:
        igraph.set_random_number_generator(random)
    return {node: (round(x * SCALE, 1), round(y * SCALE, 1)) for node, (x, y) in zip(nodes, layout.coords, strict=True)}
