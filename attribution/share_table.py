"""A bare table of shares from a CSV or Parquet file, without a case."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from analysis.shares import ACCOUNT, COLUMNS, CONTENT, OBJECT, PRECISION, TIME
from attribution.errors import CaseError

_CODED: Any = pa.dictionary(pa.int32(), pa.string())
_BLOCK = 8 << 20
NO_NUMBER = "time is no number"


@dataclass(frozen=True, slots=True)
class ShareTable:
    """The columns that detection reads, and rows that the reader could not use, by reason."""

    table: pa.Table
    unread: dict[str, int]


def read_shares(path: Path) -> ShareTable:
    """The table in a file; CaseError names the file and what is wrong with it."""
    try:
        if path.suffix.lower() in (".parquet", ".pq"):
            return _parquet(path)
        return _csv(path)
    except pa.ArrowInvalid as error:
        raise CaseError(
            f"{path}: cannot be read as a table ({_first_line(error)}); it needs the columns {_COLUMNS}"
        ) from error
    except UnicodeDecodeError as error:
        raise CaseError(f"{path}: is not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from error


_COLUMNS = ", ".join(COLUMNS)


def _csv(path: Path) -> ShareTable:
    unread: dict[str, int] = {}

    def skip(row: Any) -> str:
        reason = f"{row.actual_columns} values in a row of {row.expected_columns}"
        unread[reason] = unread.get(reason, 0) + 1
        return "skip"

    parsing = csv.ParseOptions(invalid_row_handler=skip)
    names = _header(path)
    _check(path, names)
    wanted = [*COLUMNS, *([PRECISION] if PRECISION in names else [])]
    types: dict[str, Any] = {OBJECT: _CODED, ACCOUNT: _CODED, CONTENT: pa.string(), PRECISION: pa.string()}
    reading = csv.ReadOptions(block_size=_BLOCK)

    def read(time: Any) -> pa.Table:
        conversion = csv.ConvertOptions(
            include_columns=wanted,
            column_types={**types, TIME: time},
            null_values=["", "NA", "null", "NULL"],
            strings_can_be_null=False,
        )
        return csv.read_csv(path, reading, parsing, conversion)

    try:
        return ShareTable(read(pa.float64()), unread)
    except pa.ArrowInvalid as error:
        if "conversion error to double" not in str(error):
            raise
    unread.clear()
    return ShareTable(_numbers(path, read(pa.string()), unread), unread)


def _header(path: Path) -> list[str]:
    with csv.open_csv(
        path, csv.ReadOptions(block_size=_BLOCK), csv.ParseOptions(invalid_row_handler=lambda _: "skip")
    ) as reader:
        return list(reader.schema.names)


def _parquet(path: Path) -> ShareTable:
    names = parquet.read_schema(path).names
    _check(path, names)
    table = parquet.read_table(
        path, columns=[*COLUMNS, *([PRECISION] if PRECISION in names else [])], read_dictionary=[OBJECT, ACCOUNT]
    )
    for name in (OBJECT, ACCOUNT, CONTENT):
        kind = table[name].type
        if not (pa.types.is_string(kind) or pa.types.is_dictionary(kind)):
            table = table.set_column(table.column_names.index(name), name, table[name].cast(pa.string()))
    if pa.types.is_timestamp(table[TIME].type):
        raise CaseError(
            f"{path}: {TIME} holds timestamps; write epoch seconds, since a timestamp does not tell its zone"
        )
    unread: dict[str, int] = {}
    if pa.types.is_string(table[TIME].type):
        table = _numbers(path, table, unread)
    return ShareTable(table, unread)


def _check(path: Path, names: list[str]) -> None:
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        found = ", ".join(name[:40] for name in names[:12])
        raise CaseError(
            f"{path}: has no column {', '.join(missing)} (it has {found}); rename the columns that hold them"
        )


def _numbers(path: Path, table: pa.Table, unread: dict[str, int]) -> pa.Table:
    """The rows whose time is a number; CaseError where none is."""
    text = pc.utf8_trim_whitespace(table[TIME])
    good = pc.fill_null(pc.match_substring_regex(text, r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"), False)
    bad = pc.invert(good)
    lost = pc.sum(bad).as_py() or 0
    if lost == table.num_rows and lost:
        raise CaseError(f"{path}: row 2, {TIME} {str(text[0].as_py())[:40]!r}: is no number; write epoch seconds")
    unread[NO_NUMBER] = lost
    table = table.filter(good)
    return table.set_column(table.column_names.index(TIME), TIME, pc.cast(text.filter(good), pa.float64()))


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
