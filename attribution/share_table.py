"""A bare table of shares from a CSV or Parquet file, without a case."""

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from analysis.pairing import COMPILED_FROM
from analysis.shares import ACCOUNT, COLUMNS, CONTENT, OBJECT, PRECISION, TIME, Shares, encode
from attribution.errors import CaseError
from attribution.table_checks import NUMBER, PARQUET, Look, check_source, explained

T = TypeVar("T")
NO_NUMBER = "time is no number"
_CODED: Any = pa.dictionary(pa.int32(), pa.string())
_TEXT: Any = pa.string()
_BLOCK = 8 << 20
_HEADER_BLOCK = 1 << 16
_STREAM_BLOCK = 1 << 20
"""Arrow reads dozens of blocks ahead of whoever takes them."""
_ROWS = 1 << 17
_AHEAD = 16
"""Batches that wait, about one megabyte each."""
_ROW = 100
"""Octets of a row of a CSV file, about: of half a million, half a hundred megabytes."""
_MOST_HELD = 40_000_000
"""Rows that are held in memory, about four gigabytes."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, and rows that could not be, by reason."""

    shares: Shares
    unread: dict[str, int]


def read_shares(path: Path) -> Read:
    """The shares in a file; CaseError names the file and what is wrong with it."""
    if not is_large(path):
        table, unread = read_table(path)
        return Read(encode(table), unread)
    return Read(*read_as_stream(path, _encoded))


def _encoded(batches: Iterator[pa.RecordBatch]) -> Shares:
    # the file is read while this is imported
    from analysis.encoding import encode_stream  # noqa: PLC0415

    return encode_stream(batches)


def read_as_stream(path: Path, take: Callable[[Iterator[pa.RecordBatch]], T]) -> tuple[T, dict[str, int]]:
    """What `take` makes of the rows of a file, in batches that are read ahead; and rows that could not be read, by reason."""
    check_source(path)
    with explained(path):
        for time in (pa.float64(), _TEXT):
            look = Look(path)
            try:
                return take(_ahead(_batches(look, time))), look.unread
            except pa.ArrowInvalid as error:
                # some times are no numbers: again, each looked at
                if not _is_no_number(error):
                    raise
    raise AssertionError("texts are not converted")


def read_table(path: Path) -> tuple[pa.Table, dict[str, int]]:
    """The columns that detection reads, and rows that could not be read, by reason; CaseError as above."""
    check_source(path)
    with explained(path):
        look = Look(path)
        if path.suffix.lower() in PARQUET:
            from pyarrow import parquet  # noqa: PLC0415  # not needed for most tables

            names = parquet.read_schema(path).names
            _check(path, names)
            table = _typed(look, parquet.read_table(path, columns=_wanted(names), read_dictionary=[OBJECT, ACCOUNT]))
        else:
            table, look = _csv(path)
        look.times(table)
        look.end()
        return table, look.unread


def is_large(path: Path) -> bool:
    """Whether a file is better read as a stream than at once."""
    return _rows_about(path) >= COMPILED_FROM


def is_beyond_memory(path: Path) -> bool:
    """Whether a file has so many rows that they should wait on disk, where nothing is said of memory."""
    return _rows_about(path) >= _MOST_HELD


def _rows_about(path: Path) -> int:
    check_source(path)
    if path.suffix.lower() in PARQUET:
        from pyarrow import parquet  # noqa: PLC0415  # as in read_table

        with explained(path):
            return int(parquet.read_metadata(path).num_rows)
    # packed tables have about a fifth of their size
    return path.stat().st_size * (5 if path.suffix.lower() == ".gz" else 1) // _ROW


def _csv(path: Path) -> tuple[pa.Table, Look]:
    names = _header(path)
    for time in (pa.float64(), _TEXT):
        look = Look(path)
        conversion = _conversion(names, {OBJECT: _CODED, ACCOUNT: _CODED, TIME: time})
        try:
            read = csv.read_csv(path, csv.ReadOptions(block_size=_BLOCK), _parsing(look), conversion)
        except pa.ArrowInvalid as error:
            if not _is_no_number(error):
                raise
            continue
        look.names = names
        look.rows += read.num_rows
        look.texts(read)
        return (_numbers(look, read) if time is _TEXT else read), look
    raise AssertionError("texts are not converted")


def _is_no_number(error: pa.ArrowInvalid) -> bool:
    return "conversion error to double" in str(error)


def _header(path: Path) -> list[str]:
    try:
        names = _names(path, _HEADER_BLOCK)
    except pa.ArrowInvalid:
        # a row that does not fit, or what is told once more
        names = _names(path, _BLOCK)
    _check(path, names)
    return names


def _names(path: Path, block: int) -> list[str]:
    with csv.open_csv(path, csv.ReadOptions(block_size=block, use_threads=False), _parsing(Look(path))) as reader:
        return list(reader.schema.names)


def _parsing(look: Look) -> csv.ParseOptions:
    return csv.ParseOptions(invalid_row_handler=look.skip, newlines_in_values=True)


def _conversion(names: list[str], types: dict[str, Any]) -> csv.ConvertOptions:
    return csv.ConvertOptions(
        include_columns=_wanted(names),
        column_types={CONTENT: _TEXT, PRECISION: _TEXT, **types},
        null_values=["", "NA", "NaN", "nan", "null", "NULL"],
        strings_can_be_null=False,
    )


def _wanted(names: list[str]) -> list[str]:
    return [*COLUMNS, *([PRECISION] if PRECISION in names else [])]


def _check(path: Path, names: list[str]) -> None:
    twice = sorted({name for name in COLUMNS if names.count(name) > 1})
    if twice:
        raise CaseError(f"{path}: has the column {', '.join(twice)} twice; name each once")
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        found = ", ".join(name[:40] for name in names[:12])
        raise CaseError(
            f"{path}: has no column {', '.join(missing)} (it has {found}); rename the columns that hold them"
        )


def _typed(look: Look, table: pa.Table) -> pa.Table:
    """A Parquet table with texts as texts and times as numbers."""
    for name in (OBJECT, ACCOUNT, CONTENT, PRECISION):
        if name not in table.column_names:
            continue
        kind = table[name].type
        # Arrow numbers the octets of a column of octets, too
        held = kind.value_type if pa.types.is_dictionary(kind) else kind
        if pa.types.is_nested(held) or _is_binary(held):
            raise CaseError(f"{look.path}: {name} holds {held}; write texts")
        if not (pa.types.is_string(kind) or pa.types.is_dictionary(kind)):
            table = table.set_column(table.column_names.index(name), name, table[name].cast(_TEXT))
    kind = table[TIME].type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _numbers(look, table, whole=False)
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        raise CaseError(f"{look.path}: {TIME} holds {kind}; write epoch seconds, which leave no doubt about the zone")
    times = table[TIME].cast(pa.float64(), safe=False)
    return table.set_column(table.column_names.index(TIME), TIME, times)


def _is_binary(kind: pa.DataType) -> bool:
    tests = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary, pa.types.is_binary_view)
    return any(test(kind) for test in tests)


def _numbers(look: Look, table: pa.Table, *, whole: bool = True) -> pa.Table:
    """The rows whose time is a number; CaseError where none is in a `whole` table."""
    text: Any = pc.utf8_trim_whitespace(table[TIME])
    good: Any = pc.fill_null(pc.match_substring_regex(text, NUMBER), False)
    lost = table.num_rows - (pc.sum(good).as_py() or 0)
    if whole and lost and lost == table.num_rows:
        raise CaseError(f"{look.path}: {TIME} {str(text[0].as_py())[:40]!r}: is no number; write epoch seconds")
    if lost:
        look.unread[NO_NUMBER] = look.unread.get(NO_NUMBER, 0) + lost
    times: Any = pc.cast(text.filter(good), pa.float64())
    return table.filter(good).set_column(table.column_names.index(TIME), TIME, times)


def _spelt(table: pa.Table) -> pa.Table:
    """The same with every text written out; a stream is numbered here, whatever numbers its file had."""
    for at, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            table = table.set_column(at, field.name, table[field.name].cast(_TEXT))
    return table


def _batches(look: Look, time: Any) -> Iterator[pa.RecordBatch]:
    for table in _tables(look, time):
        look.times(table)
        yield from table.combine_chunks().to_batches()
    look.end()


def _tables(look: Look, time: Any) -> Iterator[pa.Table]:
    path = look.path
    if path.suffix.lower() in PARQUET:
        from pyarrow import parquet  # noqa: PLC0415  # as in read_table

        with parquet.ParquetFile(path) as file:
            names = file.schema_arrow.names
            _check(path, names)
            for batch in file.iter_batches(_ROWS, columns=_wanted(names)):
                yield _spelt(_typed(look, pa.Table.from_batches([batch])))
        return
    look.names = _header(path)
    conversion = _conversion(look.names, {OBJECT: _TEXT, ACCOUNT: _TEXT, TIME: time})
    with csv.open_csv(path, csv.ReadOptions(block_size=_STREAM_BLOCK), _parsing(look), conversion) as reader:
        for batch in reader:
            table = pa.Table.from_batches([batch])
            look.rows += table.num_rows
            look.texts(table)
            yield _numbers(look, table, whole=False) if time is _TEXT else table


def _ahead(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same, made by a thread that begins at once and stays a few batches ahead."""
    waiting: queue.Queue[pa.RecordBatch | Exception | None] = queue.Queue(_AHEAD)

    def work() -> None:
        try:
            for batch in batches:
                waiting.put(batch)
            waiting.put(None)
        except Exception as error:  # noqa: BLE001  # raised again by whoever takes the batches
            waiting.put(error)

    threading.Thread(target=work, daemon=True).start()
    return _taken(waiting)


def _taken(waiting: "queue.Queue[pa.RecordBatch | Exception | None]") -> Iterator[pa.RecordBatch]:
    while (batch := waiting.get()) is not None:
        if isinstance(batch, Exception):
            raise batch
        yield batch
