"""Where on the page a name may stand: rectangles that are taken, and the next free one beside a node."""

from collections.abc import Iterable
from dataclasses import dataclass

from briefing.fonts import width

_CELL = 24.0


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle by its sides, points, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Area") -> bool:
        """Whether both share more than a side."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: "Area") -> bool:
        """Whether the other lies wholly in this one."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


class Room:
    """A page with names on it, and marks that names keep off as long as they can."""

    def __init__(self, page: Area) -> None:
        self._page = page
        self._names: _Cells = {}
        self._marks: _Cells = {}

    def mark(self, area: Area) -> None:
        """Keep names off an area."""
        _put(self._marks, area)

    def beside(
        self, words: str, size: float, x: float, y: float, r: float, *, bold: bool = False, may_cover: int = 0
    ) -> tuple[float, float] | None:
        """Left end and baseline of a free place beside a node, taken by this; None where there is none.

        `may_cover`: marks that the name may cover where no place is wholly free.
        """
        long, gap = width(words, size, bold=bold), r + size * 0.28
        middle, low, high = y + size * 0.34, y + gap + size * 0.72, y - gap
        near = (
            (x + gap, middle),
            (x - gap - long, middle),
            (x - long / 2, low),
            (x - long / 2, high),
            (x + gap * 0.7, y + gap * 0.7 + size * 0.6),
            (x + gap * 0.7, y - gap * 0.7),
            (x - gap * 0.7 - long, y + gap * 0.7 + size * 0.6),
            (x - gap * 0.7 - long, y - gap * 0.7),
        )
        # above or below with the node somewhere along the name, then a step further off
        along = [(x - long * part, base) for base in (low, high) for part in (0.2, 0.8, 0.35, 0.65, 0.05, 0.95)]
        further = [(x - long / 2, low + size * 0.7), (x - long / 2, high - size * 0.7)]
        return self._first((*near, *along, *further), long, size, may_cover=may_cover)

    def on(self, words: str, size: float, x: float, y: float, *, may_cover: int = 0) -> tuple[float, float] | None:
        """Left end and baseline of words centred on a point, if that place is free; taken by this."""
        long = width(words, size)
        return self._first(((x - long / 2, y + size * 0.34),), long, size, may_cover=may_cover)

    def _first(
        self, spots: Iterable[tuple[float, float]], long: float, size: float, *, may_cover: int = 0
    ) -> tuple[float, float] | None:
        for left, base in spots:
            area = Area(left, base - size * 0.8, left + long, base + size * 0.24)
            if not self._page.holds(area) or _hits(self._names, area):
                continue
            if len(_hits(self._marks, area)) <= may_cover:
                _put(self._names, area)
                return left, base
        return None


_Cells = dict[tuple[int, int], list[Area]]


def _put(cells: _Cells, area: Area) -> None:
    for cell in _touched(area):
        cells.setdefault(cell, []).append(area)


def _hits(cells: _Cells, area: Area) -> set[Area]:
    return {other for cell in _touched(area) for other in cells.get(cell, ()) if area.meets(other)}


def _touched(area: Area) -> list[tuple[int, int]]:
    columns = range(int(area.left // _CELL), int(area.right // _CELL) + 1)
    rows = range(int(area.top // _CELL), int(area.bottom // _CELL) + 1)
    return [(i, j) for i in columns for j in rows]
