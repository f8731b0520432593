"""Components beside each other on a page, densely and always in the same way."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ASPECT = 1.4
"""Width to height of the area that packing aims at."""

_MARGIN = 0.9
_MOST_CELLS = 400
_Array = NDArray[np.float64]


def pack(layouts: Sequence[_Array], standing: _Array) -> list[_Array]:
    """The shift of each layout (n × 2, around its own origin) so that none overlaps another.

    `layouts` come largest first; `standing` are points that are there already and keep their place.
    """
    boxes = [np.ptp(layout, axis=0) + _MARGIN for layout in layouts]
    cell = _cell(boxes, standing)
    sizes = [_size(box, cell) for box in boxes]
    ground = _Ground(sizes, standing, cell)
    shifts = []
    for layout, size in zip(layouts, sizes, strict=True):
        middle = (layout.max(axis=0) + layout.min(axis=0)) / 2
        shifts.append(ground.take(size) - middle)
    return shifts


def _cell(boxes: Sequence[_Array], standing: _Array) -> float:
    """Side of a cell: fine enough for single nodes, coarse enough for a bounded grid."""
    area = float(sum(box[0] * box[1] for box in boxes))
    # somebody may have dragged a node far away
    spread = float(np.ptp(standing, axis=0).max()) if len(standing) else 0.0
    return float(max(_MARGIN, (area / 40_000) ** 0.5, spread / _MOST_CELLS))


def _size(box: _Array, cell: float) -> tuple[int, int]:
    """Cells across and down, rounded up to few different sizes so that searches can be shared."""
    return _step(int(np.ceil(box[0] / cell - 1e-9))), _step(int(np.ceil(box[1] / cell - 1e-9)))


def _step(cells: int) -> int:
    step = 1
    while cells > 8 * step:
        step *= 2
    return -(-cells // step) * step


class _Ground:
    """Cells, taken or free, visited from the middle outwards."""

    def __init__(self, sizes: Sequence[tuple[int, int]], standing: _Array, cell: float) -> None:
        self._cell = cell
        self._middle = np.zeros(2)
        spread = np.zeros(2)
        if len(standing):
            self._middle = (standing.max(axis=0) + standing.min(axis=0)) / 2
            spread = (standing.max(axis=0) - standing.min(axis=0)) / cell + 4
        longest = max(max(size) for size in sizes)
        need = sum(w * h for w, h in sizes) + spread[0] * spread[1]
        half = int(np.ceil(need**0.5 * 1.3 + spread.max() / 2 + longest)) + 2
        self._half = half
        self._taken = np.zeros((2 * half + 1, 2 * half + 1), dtype=bool)
        self._take_around(standing)
        rows, columns = np.mgrid[-half : half + 1, -half : half + 1]
        distance = np.hypot(columns / ASPECT, rows).ravel()
        self._order = np.argsort(distance, kind="stable")
        self._next: dict[tuple[int, int], int] = {}

    def _take_around(self, standing: _Array) -> None:
        """Take the cells of points and two around each."""
        columns, rows = (np.round((standing - self._middle) / self._cell).astype(int) + self._half).T
        # the ground reaches further than that on every side
        for right in range(-2, 3):
            self._taken[rows, columns + right] = True
        across = self._taken.copy()
        for down in (1, 2):
            self._taken[down:] |= across[:-down]
            self._taken[:-down] |= across[down:]

    def take(self, size: tuple[int, int]) -> _Array:
        """Middle of the first free place for a box of this size, in the layouts' unit."""
        width, height = size
        side = 2 * self._half + 1
        # what did not fit once never will: cells are only ever taken
        for i in range(self._next.get(size, 0), len(self._order)):
            row, column = divmod(int(self._order[i]), side)
            top, left = row - height // 2, column - width // 2
            if top < 0 or left < 0 or top + height > side or left + width > side:
                continue
            if not self._taken[top : top + height, left : left + width].any():
                self._taken[top : top + height, left : left + width] = True
                self._next[size] = i + 1
                centre = np.array([left + width / 2 - self._half - 0.5, top + height / 2 - self._half - 0.5])
                return self._middle + centre * self._cell
        raise AssertionError("the ground is made large enough for all boxes")
