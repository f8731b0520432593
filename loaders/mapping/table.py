"""Rows of a text table in bounded memory, whatever its separator and line endings."""

import csv
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from loaders.base import LoadError, Reject
from loaders.mapping.model import Writing
from loaders.opening import open_text
from loaders.rejects import shown

LONGEST_CELL = 1 << 20
"""Characters of one cell."""

LONGEST_ROW = 8 << 20
"""Characters of one row, its quoted line breaks included."""

SEPARATORS = (",", "\t", ";", "|")

Row = tuple[int, list[str], int]
"""Number of a row, its cells, and how many lines in them are rows themselves."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_MEND = "mend the row in the original file, or export the table again"

_KINDS = tuple(re.compile(kind) for kind in (r"[+-]?\d+([.,]\d+)?", r"\d[\d:T.Z+/ -]{5,}", r"https?://\S+"))
"""What cells of one column have in common: numbers, times, addresses."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """Separator, quotation mark ("" for none) and escape character of one table."""

    separator: str
    quote: str = '"'
    escape: str | None = None

    def reader(self, lines: Iterable[str]) -> "Iterator[list[str]]":
        """The `csv` reader of the standard library for this dialect."""
        return csv.reader(
            lines,
            delimiter=self.separator,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape,
        )

    def cells(self, line: str) -> list[str]:
        """The cells of one line; none if it cannot be read."""
        try:
            return next(self.reader([line]), [])
        except csv.Error:
            return []


def dialect_of(line: str, writing: Writing) -> Dialect:
    """How the table is written, told by its first line: the separator that gives the most cells."""
    if writing.separator is not None:
        return Dialect(writing.separator, writing.quote, writing.escape)
    tried = [Dialect(separator, writing.quote, writing.escape) for separator in SEPARATORS]
    return max(tried, key=lambda dialect: len(dialect.cells(line)))


def first_line(text: str) -> str:
    """The first line that says something, without its ending."""
    return next((line for line in text.splitlines() if line.strip()), "")


class Table:
    """One open table: numbered rows, every one of them, blank ones as empty lists.

    Row 1 is the first record of the file, as a spreadsheet counts.
    """

    def __init__(self, path: Path, dialect: Dialect, longest_cell: int = LONGEST_CELL) -> None:
        self._path = path
        self._dialect = dialect
        self._longest_cell = longest_cell

    def rows(self) -> Iterator[Row]:
        """Every row, numbered from 1; LoadError where the file cannot be read on."""
        # the limit belongs to the process: it is put back when the table ends
        before = csv.field_size_limit(self._longest_cell)
        try:
            with open_text(self._path) as text:
                yield from self._numbered(_Lines(self._path, text))
        finally:
            csv.field_size_limit(before)

    def _numbered(self, lines: "_Lines") -> Iterator[Row]:
        reader = self._dialect.reader(lines)
        before: list[str] = []
        for number in itertools.count(1):
            lines.start_row(number)
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise LoadError(f"{self._path.name}: row {number} cannot be read ({error}); {_MEND}") from error
            if cells is None:
                return
            if lines.ended:
                # the reader asked for more lines than there are: a quotation mark stands open
                raise LoadError(
                    f"{self._path.name}: row {number} opens a quotation mark that is never closed, "
                    f"so that {lines.in_row} lines run together; {_MEND}"
                )
            if lines.in_row > 1:
                yield number, cells, self._swallowed(cells, before)
            else:
                yield number, cells, 0
                if not before or len(cells) == len(before):
                    before = cells

    def _swallowed(self, cells: Sequence[str], before: Sequence[str]) -> int:
        """Lines in a cell that spans several, if most of them are like rows of this table: a quotation mark swallowed them.

        What rows are like is told by the cells around that one, or by the row before where there are too few or many.
        """
        place = _spanning(cells)
        _, *others = _LINE_END.split(cells[place])
        behind = cells[place + 1 :]
        like = [*cells[:place], "", *(behind if len(cells) == len(before) else before[place + 1 :])]
        separator = self._dialect.separator
        rows = [_is_like(line.split(separator), like) for line in others[:-1]]
        if others and any(map(_kinds, like[:place])):
            # the cells behind are the last line's own, and like themselves
            last = [*others[-1].split(separator), *behind]
            rows.append(len(last) == len(like) and _is_like(last[:place], like[:place]))
        return len(others) if 2 * sum(rows) > len(rows) else 0


def rows_in_cell(location: str, names: Sequence[str], cells: Sequence[str], lines: int) -> Reject:
    """The reject of a row in which a quotation mark swallowed lines that are rows."""
    place = _spanning(cells)
    column = names[place] if place < len(names) else f"column {place + 1}"
    said = f"a quotation mark opens here and closes {lines} line{'s' * (lines > 1)} further on, which are rows and lost with it"
    return Reject(location, column, shown(cells[place]), "rows_in_a_cell", f"{said}; close it or take it away")


def _spanning(cells: Sequence[str]) -> int:
    """Place of the first cell that spans lines, else 0."""
    return next((place for place, cell in enumerate(cells) if "\n" in cell or "\r" in cell), 0)


def _is_like(cells: Sequence[str], like: Sequence[str]) -> bool:
    """Whether half of the cells that have a kind, and one at least, are of that kind."""
    if len(cells) != len(like):
        return False
    kinds = [(cell, known) for cell, one in zip(cells, like, strict=True) if (known := _kinds(one))]
    alike = sum(not known.isdisjoint(_kinds(cell)) for cell, known in kinds)
    return alike > 0 and 2 * alike >= len(kinds)


def _kinds(cell: str) -> set[re.Pattern[str]]:
    return {kind for kind in _KINDS if kind.fullmatch(cell)}


class _Lines:
    """The lines of a text, counted for each row; a lone CR inside a line of a file with other endings is a space."""

    def __init__(self, path: Path, text: TextIO) -> None:
        self._path = path
        self._text = text
        self._cr_ends_lines: bool | None = None
        self._row = 1
        self._characters = 0
        self.in_row = 0
        self.ended = False

    def start_row(self, number: int) -> None:
        """The next line begins this row."""
        self._row, self._characters, self.in_row = number, 0, 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline()
        if not line:
            self.ended = True
            raise StopIteration
        if self._cr_ends_lines is None:
            self._cr_ends_lines = line.endswith("\r")
        if line[-1] == "\r" and not self._cr_ends_lines:
            line = self._joined(line)
        self.in_row += 1
        self._characters += len(line)
        self._bound()
        return line

    def _joined(self, line: str) -> str:
        parts = [line]
        size = 0
        while parts[-1].endswith("\r"):
            parts[-1] = f"{parts[-1][:-1]} "
            size += len(parts[-1])
            more = self._text.readline()
            if not more or size > LONGEST_ROW:
                break
            parts.append(more)
        return "".join(parts)

    def _bound(self) -> None:
        if self._characters > LONGEST_ROW:
            raise LoadError(
                f"{self._path.name}: row {self._row} is longer than {LONGEST_ROW >> 20} million characters; "
                f"perhaps a quotation mark stands open; {_MEND}"
            )
