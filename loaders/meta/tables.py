"""Reads CSV and TSV forms of published lists, by column name."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from loaders.base import Blank, Reject, Sample
from loaders.mapping import table as text_table
from loaders.meta.items import Item
from loaders.rejects import shown

_COMMENTS = ("comments", "commernts", "comment", "notes", "note")


class Layout(StrEnum):
    """What the columns hold."""

    KILL_CHAIN = "kill chain"
    TYPED = "typed"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class Table:
    """How a table is written, as its first line tells."""

    layout: Layout
    delimiter: str


def table_of(sample: Sample) -> Table | None:
    """The table whose header the file starts with, or None."""
    first = sample.text().lstrip("\r\n")
    for delimiter in (",", "\t"):
        try:
            header = next(csv.reader(io.StringIO(first, newline=""), delimiter=delimiter), [])
        except csv.Error:
            continue
        layout = _layout(header)
        if layout is not None:
            return Table(layout, delimiter)
    return None


_LONGEST_CELL = 131_072
"""Characters: an indicator is far shorter, and a quotation mark that was left open is soon noticed."""


def read_table(path: Path, table: Table) -> Iterator[Item | Blank | Reject]:
    """Every record below the header; locations are row numbers with the header as row 1. LoadError if it is no CSV."""
    header: list[str] = []
    columns: dict[str, int] = {}
    rows = text_table.Table(path, text_table.Dialect(table.delimiter), _LONGEST_CELL).rows()
    for number, cells, swallowed in rows:
        location = str(number)
        # blank lines may stand before the header
        if not any(cell.strip() for cell in cells):
            yield Blank(location)
        elif not header:
            header, columns = cells, _columns(cells)
        elif swallowed:
            yield text_table.rows_in_cell(location, header, cells, swallowed)
        else:
            yield _entry(location, cells, columns, len(header), table.layout)


def _layout(header: Sequence[str]) -> Layout | None:
    names = {_folded(name) for name in header}
    if {"indicator_type", "indicator_value"} <= names:
        return Layout.TYPED
    if {"tactic", "technique", "procedure"} <= names:
        return Layout.KILL_CHAIN if "indicator" in names else Layout.CODES
    return None


def _folded(name: str) -> str:
    return name.strip().casefold()


def _columns(header: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, name in enumerate(header):
        columns.setdefault(_folded(name), place)
    return columns


def _entry(location: str, cells: Sequence[str], columns: dict[str, int], width: int, layout: Layout) -> Item | Reject:
    beyond = [cell for cell in cells[width:] if cell.strip()]
    if beyond:
        mend = f"the header has {width} columns; quote cells that hold the separator"
        return Reject(location, f"column {width + 1}", shown(beyond[0]), "too_many_cells", mend)

    def cell(*names: str) -> str:
        return next(
            (cells[place].strip() for name in names if (place := columns.get(name)) is not None and place < len(cells)),
            "",
        )

    if layout is Layout.CODES:
        mend = "this file lists the codes of the kill chain and no indicators: there is nothing to load"
        return Reject(location, "Procedure", shown(cell("procedure", "technique")), "code_list", mend)
    if layout is Layout.TYPED:
        return Item(
            location,
            cell("indicator_value"),
            type=cell("indicator_type"),
            comment=cell(*_COMMENTS),
            day=cell("ds"),
        )
    return Item(
        location,
        cell("indicator"),
        procedure=cell("procedure"),
        technique=cell("technique"),
        comment=cell(*_COMMENTS),
    )
