"""Where nodes stand: computed here once, the same for screen and paper and for every process.

Coordinates are in points, y upwards; two linked nodes stand about `SPACING` apart. Randomness comes
from hashes of the keys alone, so the same subgraph gives the same picture, whatever order it comes in.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from functools import cache

import igraph
import numpy as np
from numpy.typing import NDArray

from briefing.forces import force_directed, push_apart
from briefing.packing import pack
from briefing.settling import settle
from graph.records import Ref
from graph.subgraph import Subgraph

SPACING = 42.0
"""Aimed distance between two linked nodes, points."""

GAP = 0.55
"""Smallest distance between two nodes, in units of SPACING."""

Point = tuple[float, float]
_Array = NDArray[np.float64]

_ROOM = 1.35
"""Side of the square that a node gets, in gaps."""
_MANY = 40


def place(subgraph: Subgraph, known: Mapping[Ref, Point] | None = None) -> dict[Ref, Point]:
    """A position for every vertex, in points, y upwards; no two coincide.

    Positions in `known` come back exactly as they are; new vertices settle around their neighbours,
    those without any around the whole.
    """
    refs = sorted((v.ref for v in subgraph.vertices), key=str)
    if not refs:
        return {}
    index = {ref: i for i, ref in enumerate(refs)}
    pairs = sorted({_ordered(index[e.start], index[e.end]) for e in subgraph.edges if e.start != e.end})
    fixed = {index[ref]: point for ref, point in (known or {}).items() if ref in index and _finite(point)}
    # what stands needs none
    units = np.array([(0.0, 0.0) if i in fixed else _hashed(ref) for i, ref in enumerate(refs)])
    coordinates = np.full((len(refs), 2), np.nan)
    if fixed:
        coordinates[list(fixed)] = np.array(list(fixed.values())) / SPACING
    graph = igraph.Graph(n=len(refs), edges=pairs)
    if fixed:
        settle(coordinates, cache(graph.neighbors), units, GAP)
    _place_components(graph, coordinates, units)
    rounded = _apart(coordinates * SPACING, set(fixed))
    return {ref: fixed.get(i, (float(rounded[i, 0]), float(rounded[i, 1]))) for i, ref in enumerate(refs)}


def _place_components(graph: igraph.Graph, coordinates: _Array, units: _Array) -> None:
    """Lay out every component that has no position yet by itself, and pack them around what stands."""
    standing = ~np.isnan(coordinates[:, 0])
    components = [c for c in graph.connected_components() if not standing[c[0]]]
    components.sort(key=lambda c: (-len(c), c[0]))
    if components and not standing.any():
        # the largest one stands in the middle, and the others fill the room that its shape leaves
        first = components.pop(0)
        coordinates[first] = _component(graph, first, units[first])
        standing[first] = True
    if not components:
        return
    own = [_component(graph, members, units[members]) for members in components]
    for members, layout, shift in zip(components, own, pack(own, _traces(graph, coordinates)), strict=True):
        coordinates[members] = layout + shift


def _traces(graph: igraph.Graph, coordinates: _Array) -> _Array:
    """The points that stand, and points along the links between them."""
    ends = np.array(graph.get_edgelist(), dtype=np.int64).reshape(-1, 2)
    starts, stops = coordinates[ends[:, 0]], coordinates[ends[:, 1]]
    steps = np.linspace(0, 1, 9)[1:-1, None, None]
    between = (starts * (1 - steps) + stops * steps).reshape(-1, 2)
    points = np.concatenate((coordinates, between))
    return points[~np.isnan(points[:, 0])]


def _component(graph: igraph.Graph, members: Sequence[int], units: _Array) -> _Array:
    """One connected component around the origin, in units of SPACING."""
    if len(members) == 1:
        return np.zeros((1, 2))
    if len(members) == 2:
        # turned by the key, so that many pairs do not look like a pattern
        angle = (units[0, 0] - 0.5) * np.pi / 2
        half = np.array([np.cos(angle), np.sin(angle)]) / 2
        return np.array([-half, half])
    part = graph.induced_subgraph(members)
    found = force_directed(part, units)
    return push_apart(_level(_scaled(part, _gathered(found - np.median(found, axis=0)))), GAP)


def _gathered(layout: _Array) -> _Array:
    """The layout with what lies far out drawn nearer, so that a long tail does not shrink everything else."""
    distance = np.hypot(layout[:, 0], layout[:, 1])
    usual = float(np.quantile(distance, 0.85))
    if len(layout) < _MANY or usual == 0:
        return layout
    beyond = np.maximum(distance / usual, 1.0)
    return layout * (beyond**-0.5)[:, None]


def _scaled(part: igraph.Graph, layout: _Array) -> _Array:
    """The layout with a median edge of length one, or longer where nodes would crowd."""
    ends = np.array(part.get_edgelist())
    edge = float(np.median(np.hypot(*(layout[ends[:, 0]] - layout[ends[:, 1]]).T)))
    spans = np.ptp(layout, axis=0)
    # a chain has hardly any height, but does not need to be a square
    area = float(np.prod(np.maximum(spans, spans.max() / 4)))
    # each node needs a square of somewhat more than a gap
    crowded = (len(layout) / area) ** 0.5 if area > 0 else 0.0
    if len(layout) >= _MANY:
        # and in the middle most of all
        inner = np.quantile(layout, 0.75, axis=0) - np.quantile(layout, 0.25, axis=0)
        inside = int((np.abs(layout - np.median(layout, axis=0)) <= inner / 2).all(axis=1).sum())
        crowded = max(crowded, (inside / float(np.prod(inner))) ** 0.5)
    return layout * max(1 / edge if edge > 0 else 1.0, crowded * _ROOM * GAP)


def _level(layout: _Array) -> _Array:
    """The layout turned so that its long side lies across, as screens and pages do."""
    _, vectors = np.linalg.eigh(layout.T @ layout)
    across = vectors[:, 1]
    # the sign of an eigenvector is arbitrary: choose
    if across[0] < 0 or (across[0] == 0 and across[1] < 0):
        across = -across
    turn = np.array([[across[0], across[1]], [-across[1], across[0]]])
    turned: _Array = layout @ turn.T
    return turned


def _apart(coordinates: _Array, fixed: set[int]) -> _Array:
    """Coordinates rounded to a hundredth, none taken twice; rows in `fixed` stand."""
    rounded = np.round(coordinates, 2) + 0.0
    taken = {(float(rounded[i, 0]), float(rounded[i, 1])) for i in fixed}
    for i in range(len(rounded)):
        if i in fixed:
            continue
        x, y = float(rounded[i, 0]), float(rounded[i, 1])
        while (x, y) in taken:
            x = round(x + 0.37, 2)
        taken.add((x, y))
        rounded[i] = (x, y)
    return rounded


def _finite(point: Point) -> bool:
    return math.isfinite(point[0]) and math.isfinite(point[1])


def _ordered(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _hashed(ref: Ref) -> Point:
    """Two numbers in [0, 1) that depend on the node's key alone."""
    digest = hashlib.blake2b(str(ref).encode("utf-8", "backslashreplace"), digest_size=8).digest()
    return int.from_bytes(digest[:4]) / 2**32, int.from_bytes(digest[4:]) / 2**32
