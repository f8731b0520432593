"""What is wrong with a CSV table that Arrow reads otherwise than it was meant: a second look, taken only where there is cause."""

import csv
import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import csv as arrow_csv

from analysis.shares import TIME, pc
from attribution.table_checks import NUMBER

_MOST_LINES = 1_000
"""Lines of a row that are looked at: as many tell whether they are rows themselves."""
_SHOWN = 60
_BLOCK = 8 << 20
_NUMBER_WITHIN = rf'(^|[,\r\n])"?\s*{NUMBER.strip("^$")}\s*"?([,\r\n]|$)'
_MEND = "close the quote or take it away"


def swallowed(path: Path) -> str | None:
    """What a quote that was never meant to open, or to stay open, makes of the rows behind it; None where no quote does."""
    lines = _Lines(path)
    with lines:
        # what is told apart is what Arrow's reader would join without a word
        rows = csv.reader(iter(lines), strict=True)
        names: list[str] = []
        while True:
            lines.begin()
            try:
                row = next(rows)
            except StopIteration:
                return None
            except csv.Error:
                if lines.count > 1:
                    return _told(lines)
                continue
            if not names:
                names = row
            elif lines.count > 1 and _holds_rows(row, lines.kept, names):
                return _told(lines)


def line_count(path: Path) -> int:
    """Lines of the table, the last one counted though it does not end."""
    count, last = 0, b"\n"
    with _unpacked(path) as file:
        while piece := file.read(_BLOCK):
            count += piece.count(b"\n")
            last = piece[-1:]
    return count + (last != b"\n")


def may_hold_rows(path: Path, columns: Sequence[int], width: int) -> bool:
    """Whether a cell of these columns spans lines and has what a row of this width has: its commas, and a number between two."""
    names = [f"f{at}" for at in columns]
    with arrow_csv.open_csv(
        path,
        arrow_csv.ReadOptions(block_size=_BLOCK, autogenerate_column_names=True),
        arrow_csv.ParseOptions(invalid_row_handler=lambda _row: "skip", newlines_in_values=True),
        arrow_csv.ConvertOptions(include_columns=names, column_types=dict.fromkeys(names, pa.binary())),
    ) as reader:
        return any(_like_rows(cells, width) for batch in reader for cells in batch.columns)


def _like_rows(cells: Any, width: int) -> bool:
    for end in (b"\n", b"\r"):
        over = cells.filter(pc.match_substring(cells, end))
        over = over.filter(pc.greater_equal(pc.count_substring(over, b","), width - 1))
        if pc.any(pc.match_substring_regex(over, _NUMBER_WITHIN)).as_py():
            return True
    return False


def _told(lines: "_Lines") -> str:
    where = lines.kept[0].rstrip("\r\n")[:_SHOWN]
    if lines.ended:
        return f"line {lines.first}: a quote opens in {where!r} and is never closed, so that {lines.count - 1:,} lines behind it would be lost; {_MEND}"
    last = lines.first + lines.count - 1
    return f"line {lines.first}: a quote opens in {where!r} and closes in line {last}, so that rows would be part of a value; {_MEND}"


def _holds_rows(row: Sequence[str], lines: Sequence[str], names: Sequence[str]) -> bool:
    """Whether most lines of a row that spans several are rows themselves, as no text's are."""
    over = [at for at, cell in enumerate(row) if "\n" in cell or "\r" in cell]
    if not over or TIME not in names:
        return False
    # the first line of a text in the last column is a whole row, and the last of one in the first
    begin = 1 if over[0] == len(names) - 1 else 0
    looked = lines[begin : len(lines) - 1 if over[-1] == 0 else len(lines)]
    return 2 * sum(_is_row(line, names) for line in looked) > len(looked)


def _is_row(line: str, names: Sequence[str]) -> bool:
    cells = line.replace('"', "").rstrip("\r\n").split(",")
    return len(cells) == len(names) and re.match(NUMBER, cells[names.index(TIME)].strip()) is not None


class _Lines:
    """The lines of a table, of which those of the row that is read are kept."""

    def __init__(self, path: Path) -> None:
        self._file = io.TextIOWrapper(_unpacked(path), encoding="utf-8-sig", errors="replace", newline="")
        self._number = 0
        self._limit = csv.field_size_limit()
        self.first = 1
        """Number of the line in which the row begins."""
        self.count = 0
        """Lines of the row."""
        self.kept: list[str] = []
        self.ended = False

    def __enter__(self) -> None:
        csv.field_size_limit(sys.maxsize)

    def __exit__(self, *error: object) -> None:
        csv.field_size_limit(self._limit)
        self._file.close()

    def begin(self) -> None:
        """A row begins with the next line."""
        self.first = self._number + 1
        self.count = 0
        self.kept = []

    def __iter__(self) -> Iterator[str]:
        for line in self._file:
            self._number += 1
            self.count += 1
            if self.count <= _MOST_LINES:
                self.kept.append(line)
            yield line
        self.ended = True


def _unpacked(path: Path) -> io.BufferedReader:
    # as Arrow unpacks it
    file: Any = pa.input_stream(str(path), compression="detect")
    return io.BufferedReader(file)


def not_utf8(path: Path) -> str | None:
    """Where a table is no text; None where it is."""
    with _unpacked(path) as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                return f"line {number}: is not UTF-8 (byte {error.start + 1} of the line); save the table as UTF-8"
    return None
