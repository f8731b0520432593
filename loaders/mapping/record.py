"""One row of a table under its header: cells found by what the map calls them."""

from collections.abc import Sequence

from loaders.base import Reject
from loaders.mapping.model import Columns, folded
from loaders.rejects import shown

Found = tuple[str, str]
"""A column's name and a cell of it, as it stands."""


class UnusableError(Exception):
    """A row or value cannot be used: column, value, reason and mend, ready to be a reject."""

    def __init__(self, column: str, value: str, reason: str, mend: str) -> None:
        super().__init__(f"{column}: {shown(value)!r}: {reason}; {mend}")
        self.column = column
        self.value = value
        self.reason = reason
        self.mend = mend

    def at(self, location: str) -> Reject:
        """The reject of the row, or of the value in it, at this location."""
        return Reject(location, self.column, shown(self.value), self.reason, self.mend)


class Header:
    """The columns of a table; names are compared trimmed and case-folded, `name*` by prefix.

    `missing`: the words, folded, by which a cell says nothing.
    """

    def __init__(self, names: Sequence[str], missing: Sequence[str] = ("",)) -> None:
        self.names = tuple(name.strip() for name in names)
        self._missing = frozenset(missing)
        self._longest = max(map(len, self._missing), default=0)
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

    def holds_only(self, columns: Columns) -> bool:
        """Whether every column that has a name is one of these."""
        return all(name in columns for name in self._folded if name)

    def name(self, columns: Columns) -> str:
        """The first of the columns that the table has, as the table writes it, for messages."""
        places = self.find(columns)
        return self.names[places[0]] if places else (columns[0] if columns else "")

    def is_missing(self, cell: str) -> bool:
        """Whether the cell is a word for nothing."""
        # most cells are too long to be one, and begin with a letter
        if len(cell) > self._longest and not cell[0].isspace():
            return False
        return folded(cell) in self._missing

    def _place(self, name: str) -> int | None:
        if name in self._folded:
            return self._folded.index(name)
        if name.endswith("*"):
            prefix = name[:-1].rstrip()
            return next((i for i, own in enumerate(self._folded) if own.startswith(prefix)), None)
        return None


class Record:
    """The cells of one row; a cell that holds a word for "nothing" is absent."""

    __slots__ = ("cells", "header", "location")

    def __init__(self, header: Header, cells: Sequence[str], location: str) -> None:
        self.header = header
        self.cells = cells
        self.location = location

    def found(self, columns: Columns) -> Found | None:
        """Column and cell, as it stands, of the first of the columns that says something."""
        cells, header = self.cells, self.header
        for place in header.find(columns):
            # a row may be shorter than its header
            cell = cells[place] if place < len(cells) else ""
            if cell and not header.is_missing(cell):
                return header.names[place], cell
        return None

    def raw(self, columns: Columns) -> str | None:
        """The cell as it stands, or None."""
        found = self.found(columns)
        return found[1] if found else None

    def text(self, columns: Columns) -> str | None:
        """The trimmed cell, or None."""
        found = self.found(columns)
        return found[1].strip() if found else None
