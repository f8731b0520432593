"""Force-directed layout of one connected component, seeded by its content and the same each time."""

import random
import threading

import igraph
import numpy as np
from numpy.typing import NDArray

_Array = NDArray[np.float64]

_WHOLE = 700
"""Up to here every node repels every other; above, repulsion is cut off and a coarse layout gives the start."""

_RANDOM = threading.Lock()


def force_directed(graph: igraph.Graph, units: _Array) -> _Array:
    """Positions (n × 2) by Fruchterman and Reingold from a start made of `units` (n × 2 in [0, 1))."""
    size = graph.vcount()
    if size <= _WHOLE:
        return _fruchterman_reingold(graph, (units - 0.5) * np.sqrt(size), rounds=300, heat=np.sqrt(size) / 4)
    start = _coarse(graph, units) + (units - 0.5) * 2
    return _fruchterman_reingold(graph, start, rounds=40, heat=1.5, grid=True)


def _fruchterman_reingold(
    graph: igraph.Graph, start: _Array, *, rounds: int, heat: float, grid: bool = False
) -> _Array:
    with _RANDOM:
        # igraph draws only when two nodes meet, but then from a state that all threads share
        igraph.set_random_number_generator(random.Random(graph.vcount()))  # noqa: S311  # no secret
        try:
            layout = graph.layout_fruchterman_reingold(
                weights="weight" if "weight" in graph.es.attributes() else None,
                niter=rounds,
                seed=start.tolist(),
                start_temp=heat,
                grid="grid" if grid else "nogrid",
            )
        finally:
            igraph.set_random_number_generator(random)
    return np.array(layout.coords)


def _coarse(graph: igraph.Graph, units: _Array) -> _Array:
    """A start for every node: the place of its group in a layout of merged neighbours."""
    group = np.arange(graph.vcount())
    merged = graph.copy()
    merged.es["weight"] = 1.0
    while merged.vcount() > _WHOLE:
        partner = _matched(merged)
        if int(partner.max()) + 1 > 0.95 * merged.vcount():
            break
        merged.contract_vertices(partner.tolist())
        merged.simplify(combine_edges="sum")
        group = partner[group]
    # the first member stands for its group
    _, first = np.unique(group, return_index=True)
    size = merged.vcount()
    spread = _fruchterman_reingold(
        merged, (units[first] - 0.5) * np.sqrt(size), rounds=200, heat=np.sqrt(size) / 4, grid=size > 2 * _WHOLE
    )
    scaled: NDArray[np.float64] = spread * np.sqrt(graph.vcount() / size)
    return scaled[group]


def _matched(graph: igraph.Graph) -> NDArray[np.int64]:
    """A group number for every node: neighbours in pairs, those with few links first, leaves with their hub."""
    degrees = graph.degree()
    neighbours = graph.get_adjlist()
    group = np.full(graph.vcount(), -1, dtype=np.int64)
    count = 0
    for node in sorted(range(graph.vcount()), key=lambda n: (degrees[n], n)):
        if group[node] >= 0:
            continue
        free = [n for n in neighbours[node] if group[n] < 0]
        if free:
            group[min(free, key=lambda n: (degrees[n], n))] = count
        elif degrees[node] == 1:
            group[node] = group[neighbours[node][0]]
            continue
        group[node] = count
        count += 1
    return group


def push_apart(layout: _Array, gap: float, rounds: int = 40) -> _Array:
    """The layout with nodes closer than `gap` moved away from each other, as far as `rounds` carry."""
    found = layout.copy()
    for _ in range(rounds):
        left, right = near_pairs(found, gap)
        if len(left) == 0:
            break
        delta = found[left] - found[right]
        distance = np.hypot(delta[:, 0], delta[:, 1])
        # nodes on one spot part along a direction made from their places in the order
        angle = left * 2.399963 + right
        same = distance < 1e-9
        delta[same] = np.column_stack((np.cos(angle[same]), np.sin(angle[same])))
        distance = np.where(same, 1.0, distance)
        push = delta / distance[:, None] * ((gap * 1.02 - np.where(same, 0.0, distance)) / 2)[:, None]
        np.add.at(found, left, push)
        np.add.at(found, right, -push)
    return found


def near_pairs(layout: _Array, gap: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Indices of all pairs of points closer than `gap`, each once."""
    cells = np.floor(layout / gap).astype(np.int64)
    cells -= cells.min(axis=0) - 1
    width = int(cells[:, 0].max()) + 2
    keys = cells[:, 1] * width + cells[:, 0]
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    lefts, rights = [], []
    # half of the cells around, so that each pair is met once
    for offset in (0, 1, width - 1, width, width + 1):
        first = np.searchsorted(ordered, keys + offset, side="left")
        last = np.searchsorted(ordered, keys + offset, side="right")
        counts = last - first
        left = np.repeat(np.arange(len(keys)), counts)
        within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        right = order[np.repeat(first, counts) + within]
        kept = left < right if offset == 0 else left != right
        lefts.append(left[kept])
        rights.append(right[kept])
    left, right = np.concatenate(lefts), np.concatenate(rights)
    close = np.hypot(*(layout[left] - layout[right]).T) < gap
    return left[close], right[close]
