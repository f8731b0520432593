"""One piece of a file: outcomes of its rows in, columns out, without a look at any other piece."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graph.records import Node, Record
from graph.schema import RELATIONSHIPS, SchemaError
from store.tables import ENDS, PROPERTIES, REJECTS, ROWS, SCHEMAS, key_of, table_of

_PIECE_BITS = 32


@dataclass(slots=True)
class Tally:
    """What the rows of a piece came to; rows that gave records are `given`, whether these were new or not."""

    given: int = 0
    blank: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """Input rows taken."""
        return self.given + self.blank + self.rejected.total()

    def add(self, other: Tally) -> None:
        """Count another piece as well."""
        self.given += other.given
        self.blank += other.blank
        self.rejected.update(other.rejected)
        self.notes.update(other.notes)


class Piece:
    """Rows number 0, 1, 2 … of piece `number`; each record stands once for each set of values it was given with."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._columns: dict[str, _Columns] = {}
        self._locations: list[str] = []
        self._rejects: list[tuple[str, ...]] = []
        self.tally = Tally()

    @property
    def held(self) -> int:
        """Rows that wait to be written, rejects among them."""
        return len(self._locations) + len(self._rejects)

    def row(self, location: str, records: Iterable[Record]) -> None:
        """Take one input row that gave records."""
        row, columns = len(self._locations), self._columns
        self._locations.append(location)
        self.tally.given += 1
        for record in records:
            table = table_of(record)
            held = columns.get(table)
            if held is None:
                held = columns[table] = _Columns(table)
            held.add(row, record)

    def blank(self) -> None:
        """Take one input row that holds nothing."""
        self.tally.blank += 1

    def reject(self, location: str, column: str, value: str, reason: str, mend: str, *, whole_row: bool) -> None:
        """Keep what could not be used: a whole row, or one value of a row that gave records."""
        (self.tally.rejected if whole_row else self.tally.notes)[reason] += 1
        self._rejects.append((location, column, value, reason, mend, "row" if whole_row else "value"))

    def write(self, folder: Path) -> Tally:
        """Write a part of each table into the folder, durably, and give the tally. OSError where that fails."""
        begin = self._number << _PIECE_BITS
        name = f"{self._number:05d}.parquet"
        for table, held in self._columns.items():
            _write(folder / f"{table}-{name}", SCHEMAS[table], [held.content(begin)])
        if self._columns:
            locations = _strings(self._locations)
            places = [held.places(locations) for held in self._columns.values()]
            _write(folder / f"{ROWS}-{name}", SCHEMAS[ROWS], places)
        if self._rejects:
            columns = [_strings(column) for column in zip(*self._rejects, strict=True)]
            _write(
                folder / f"{REJECTS}-{name}", SCHEMAS[REJECTS], [pa.Table.from_arrays(columns, schema=SCHEMAS[REJECTS])]
            )
        return self.tally


class _Columns:
    """Records of one table and the rows that gave them."""

    __slots__ = ("at", "first", "others", "places_of", "records", "rows", "table")

    def __init__(self, table: str) -> None:
        self.table = table
        self.places_of: dict[str, int] = {}
        self.records: list[Record] = []
        self.first: list[int] = []
        self.others: dict[int, list[Record]] = {}
        self.at: list[int] = []
        self.rows: list[int] = []

    def add(self, row: int, record: Record) -> None:
        key = record[1] if type(record) is Node else key_of(record)
        place = self.places_of.setdefault(key, len(self.records))
        if place == len(self.records):
            self.records.append(record)
            self.first.append(row)
        elif self.records[place] is not record:
            self._again(place, record)
        self.at.append(place)
        self.rows.append(row)

    def _again(self, place: int, record: Record) -> None:
        """One record for each set of values, dated with the last time that it was seen."""
        kept = self.records[place]
        if kept.properties == record.properties:
            self.records[place] = _later(kept, record)
            return
        others = self.others.setdefault(place, [])
        for number, other in enumerate(others):
            if other.properties == record.properties:
                others[number] = _later(other, record)
                return
        others.append(record)

    def content(self, begin: int) -> pa.Table:
        keys, records, first = list(self.places_of), list(self.records), list(self.first)
        for place, others in self.others.items():
            keys += [keys[place]] * len(others)
            first += [first[place]] * len(others)
            records += others
        columns = {
            "_key": _strings(keys),
            "_observed_at": pa.array([record.observed_at for record in records], pa.int64()),
            "_row": pa.array([begin + row for row in first], pa.int64()),
            **_properties(self.table, records),
        }
        if self.table in RELATIONSHIPS:
            # one walk over the records, not one for each column: they lie all over the memory
            ends = [(r[1].label, r[1].key, r[2].label, r[2].key) for r in records]  # type: ignore[union-attr]  # told by the table
            columns |= zip(ENDS, map(_strings, zip(*ends, strict=True)), strict=True)
        schema = SCHEMAS[self.table]
        return pa.Table.from_arrays([columns[name] for name in schema.names], schema=schema)

    def places(self, locations: pa.Array[Any]) -> pa.Table:
        keys = pa.DictionaryArray.from_arrays(pa.array(self.at, pa.int32()), _strings(list(self.places_of)))
        rows = pa.DictionaryArray.from_arrays(pa.array(self.rows, pa.int32()), locations)
        table = pa.DictionaryArray.from_arrays(pa.array([0] * len(self.at), pa.int32()), pa.array([self.table]))
        return pa.Table.from_arrays([table, keys, rows], schema=SCHEMAS[ROWS])


def _later(kept: Record, record: Record) -> Record:
    if record.observed_at is not None and (kept.observed_at is None or record.observed_at > kept.observed_at):
        return record
    return kept


def _write(path: Path, schema: pa.Schema, content: Sequence[pa.Table]) -> None:
    with path.open("wb") as out:
        # every column with a dictionary: of a plain one in which all values given are equal, DuckDB 2.0.0 takes them for
        # missing when asked which are (its reading of statistics; tests/store holds it)
        with pq.ParquetWriter(out, schema, compression="zstd", compression_level=1, use_dictionary=True) as parts:
            for one in content:
                parts.write_table(one)
        out.flush()
        os.fsync(out.fileno())


def _properties(table: str, records: list[Record]) -> dict[str, pa.Array[Any]]:
    """A column for each property that the schema declares; SchemaError for any other, and for a value of another type."""
    declared = PROPERTIES[table]
    given = [record.properties for record in records]
    unknown = set().union(*given).difference(field.name for field in declared)
    if unknown:
        raise SchemaError(f"{table}.{min(unknown)} is not declared in graph/schema.py")
    try:
        found: Any = pa.array(given, declared)
    except UnicodeEncodeError:
        found = pa.array([{name: _clean(value) for name, value in one.items()} for one in given], declared)
    except (pa.ArrowException, OverflowError, TypeError) as error:
        raise SchemaError(f"{table}: {error}") from error
    return dict(zip((field.name for field in declared), found.flatten(), strict=True))


def _strings(values: Sequence[object]) -> pa.Array[Any]:
    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:
        return pa.array([_clean(value) for value in values], pa.string())


def _clean(value: object) -> object:
    # Arrow refuses lone surrogates; what adversaries write is kept visible instead
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return [_clean(one) for one in value] if isinstance(value, tuple) else value
