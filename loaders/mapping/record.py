"""One row of a table under its header: cells found by what the map calls them."""

from collections.abc import Sequence

from loaders.base import Reject
from loaders.mapping.model import Columns, folded


class Unusable(Exception):
    """The row cannot be used: column, value, reason and mend, ready to be a reject."""

    def __init__(self, column: str, value: str, reason: str, mend: str) -> None:
        super().__init__(f"{column}: {value!r}: {reason}; {mend}")
        self.column = column
        self.value = value
        self.reason = reason
        self.mend = mend

    def at(self, location: str) -> Reject:
        """The reject of the row at this location."""
        return Reject(location, self.column, shown(self.value), self.reason, self.mend)


def shown(value: str) -> str:
    """A value as rejects keep it: cut, so that a whole file in one cell does not end up in a report."""
    return value if len(value) <= 500 else f"{value[:500]}…"


class Header:
    """The columns of a table; names are compared trimmed and case-folded, `name*` by prefix."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._folded = tuple(folded(name) for name in names)
        self._found: dict[Columns, tuple[int, ...]] = {}

    def find(self, columns: Columns) -> tuple[int, ...]:
        """Positions of those of the columns that the table has, in order of preference."""
        found = self._found.get(columns)
        if found is None:
            found = tuple(dict.fromkeys(place for name in columns if (place := self._place(name)) is not None))
            self._found[columns] = found
        return found

    def has(self, column: str) -> bool:
        """Whether the table has the column."""
        return self._place(column) is not None

    def _place(self, name: str) -> int | None:
        if name in self._folded:
            return self._folded.index(name)
        if name.endswith("*"):
            prefix = name[:-1].rstrip()
            return next((i for i, own in enumerate(self._folded) if own.startswith(prefix)), None)
        return None


class Record:
    """The cells of one row; a cell that holds a word for "nothing" is absent."""

    __slots__ = ("_cells", "_header", "_missing")

    def __init__(self, header: Header, cells: Sequence[str], missing: frozenset[str]) -> None:
        self._header = header
        self._cells = cells
        self._missing = missing

    def found(self, columns: Columns) -> tuple[str, str] | None:
        """Column and cell, as it stands, of the first of the columns that says something."""
        for place in self._header.find(columns):
            cell = self._cells[place] if place < len(self._cells) else ""
            if folded(cell) not in self._missing:
                return self._header.names[place].strip(), cell
        return None

    def raw(self, columns: Columns) -> str | None:
        """The cell as it stands, or None."""
        found = self.found(columns)
        return found[1] if found else None

    def text(self, columns: Columns) -> str | None:
        """The trimmed cell, or None."""
        found = self.found(columns)
        return found[1].strip() if found else None

    def name(self, columns: Columns) -> str:
        """Name of the column that `found` would answer from, for messages."""
        found = self.found(columns)
        if found:
            return found[0]
        places = self._header.find(columns)
        return self._header.names[places[0]].strip() if places else (columns[0] if columns else "")
