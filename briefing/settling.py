"""New nodes that arrive in a view: each takes a free spot near its neighbours, and nothing else moves."""

import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

_Array = NDArray[np.float64]
Neighbours: TypeAlias = Callable[[int], Sequence[int]]
_SPOTS_PER_RING = 6.28
_CELLS = ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1))
"""A cell and those around it: what is in the way stands most often in the same."""


def settle(coordinates: _Array, neighbours: Neighbours, units: _Array, gap: float) -> None:
    """Fill in the rows of `coordinates` (n × 2, NaN where unknown) that known ones reach.

    `neighbours` gives those of a row, `units` holds two numbers in [0, 1) per row,
    `gap` is the smallest distance between two nodes.
    """
    spots = _Spots(gap)
    known = [i for i in range(len(coordinates)) if not np.isnan(coordinates[i, 0])]
    for i in known:
        spots.add(coordinates[i])
    middle = coordinates[known].mean(axis=0)
    wave = _next_wave(coordinates, neighbours)
    while wave:
        for i in wave:
            around = _standing(coordinates, neighbours(i))
            coordinates[i] = spots.near(
                coordinates[around], _outwards(coordinates, neighbours, around, middle, units[i])
            )
            spots.add(coordinates[i])
        wave = _next_wave(coordinates, neighbours)


def _next_wave(coordinates: _Array, neighbours: Neighbours) -> list[int]:
    """Rows without a place that have a neighbour with one; those tied to many come first."""
    unknown = np.isnan(coordinates[:, 0])
    tied = {i: sum(not unknown[n] for n in neighbours(i)) for i in np.flatnonzero(unknown).tolist()}
    return sorted((i for i, ties in tied.items() if ties), key=lambda i: (-tied[i], i))


def _standing(coordinates: _Array, rows: Sequence[int]) -> NDArray[np.intp]:
    """Those of the rows that have a place."""
    asked = np.asarray(rows, np.intp)
    found: NDArray[np.intp] = asked[~np.isnan(coordinates[asked, 0])]
    return found


def _outwards(
    coordinates: _Array, neighbours: Neighbours, around: NDArray[np.intp], middle: _Array, unit: _Array
) -> float:
    """The direction, in radians, that leads from a node's only neighbour away from the crowd."""
    centre = coordinates[around[0]]
    others = _standing(coordinates, neighbours(int(around[0])))
    crowd = coordinates[others].mean(axis=0) if len(others) else middle
    away = centre - crowd
    if np.hypot(*away) < 1e-6:
        away = centre - middle
    if np.hypot(*away) < 1e-6:
        return float(unit[0] * 2 * np.pi)
    return float(np.arctan2(away[1], away[0]))


class _Spots:
    """Places that are taken, found again by cell; gives the next free one around a target."""

    def __init__(self, gap: float) -> None:
        self._gap = gap
        self._cells: dict[tuple[int, int], list[tuple[float, float]]] = {}
        self._full: dict[tuple[float, float], int] = {}

    def add(self, point: _Array) -> None:
        """Take a place."""
        x, y = float(point[0]), float(point[1])
        self._cells.setdefault(self._cell(x, y), []).append((x, y))

    def near(self, around: _Array, direction: float) -> tuple[float, float]:
        """A free place near the middle of `around`; around a single point, on a ring, in `direction` first."""
        x, y = (float(v) for v in around.mean(axis=0))
        # rings that were full for one node are full for the next one with the same target
        ring = self._full.get((x, y), 0)
        while True:
            radius = ring * self._gap + (1.0 if len(around) == 1 else 0.0)
            count = max(1, int(_SPOTS_PER_RING * radius / self._gap))
            for step in range(count):
                # right, left, right … of the direction
                turn = (step + 1) // 2 * (1 if step % 2 else -1)
                angle = direction + turn * 2 * math.pi / count
                spot = (x + radius * math.cos(angle), y + radius * math.sin(angle))
                if self._free(*spot):
                    return spot
            ring += 1
            self._full[x, y] = ring

    def _cell(self, x: float, y: float) -> tuple[int, int]:
        return int(x // self._gap), int(y // self._gap)

    def _free(self, x: float, y: float) -> bool:
        column, row = self._cell(x, y)
        limit = (self._gap * 0.95) ** 2
        for right, up in _CELLS:
            for other_x, other_y in self._cells.get((column + right, row + up), ()):
                if (x - other_x) ** 2 + (y - other_y) ** 2 < limit:
                    return False
        return True
